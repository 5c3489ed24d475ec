//! The house's floors, kept by reading the source: which room may speak of which, which crate belongs to which room,
//! how long files and functions are, what opens a file and what it may be called.

use crate::fixtures::{files_below, root};
use regex::Regex;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A room, and the other rooms it may speak of.
const FLOORS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("source", &["model"]),
    ("house_style", &["model"]),
    ("extract", &["model"]),
    ("ocr", &["model"]),
    ("layout", &["model"]),
    ("parse", &["model", "house_style"]),
    ("normalize", &["model"]),
    ("dataset", &["model"]),
    ("privacy", &["model", "house_style"]),
    ("pipeline", &["model", "source", "house_style", "extract", "ocr", "layout", "parse", "normalize"]),
    ("batch", &["model", "source", "house_style", "pipeline", "dataset", "privacy"]),
    ("cli", &["model", "source", "house_style", "extract", "ocr", "pipeline", "batch", "dataset"]),
];

/// A crate, or a part of std, and the one room that speaks of it.
const OWNERS: &[(&str, &str)] = &[
    ("lopdf::", "extract"),
    ("ttf_parser::", "extract"),
    ("zune_jpeg::", "ocr"),
    ("hayro_ccitt::", "ocr"),
    ("hayro_jbig2::", "ocr"),
    ("hayro_jpeg2000::", "ocr"),
    ("png::", "ocr"),
    ("tiff::", "ocr"),
    ("tiny_skia::", "ocr"),
    ("nom::", "parse"),
    ("askama::", "dataset"),
    ("csv::", "dataset"),
    ("serde_json::", "dataset"),
    ("rusqlite::", "dataset"),
    ("rust_xlsxwriter::", "dataset"),
    ("parquet::", "dataset"),
    ("rayon::", "batch"),
    ("memory_stats::", "batch"),
    ("rlimit::", "batch"),
    ("rustix::", "batch"),
    ("walkdir::", "source"),
    ("zip::", "source"),
    ("tar::", "source"),
    ("sha2::", "model"),
    ("compact_str::", "layout"),
    ("clap::", "cli"),
    ("anyhow::", "cli"),
    ("indicatif::", "cli"),
    ("std::env::", "cli"),
];

/// A format that two rooms need, which may not speak of one another, and what for.
const SHARED: &[(&str, &[(&str, &str)])] = &[
    ("flate2::", &[("extract", "streams of a PDF"), ("source", "archives that are .tar.gz")]),
    ("quick_xml::", &[("ocr", "reads transcripts of other engines"), ("dataset", "writes transcripts")]),
    ("std::process::Command", &[("ocr", "the engine"), ("batch", "workers")]),
    ("toml::", &[("house_style", "vocabularies"), ("dataset", "title, publisher and licence")]),
];

const LONGEST_FILE: usize = 450;

const LONGEST_FUNCTION: usize = 100;

const LONGEST_OPENING: usize = 8;

const BANNED_NAMES: &[&str] =
    &["util", "utils", "helper", "helpers", "manager", "common", "data", "info", "handle", "process", "misc"];

struct Source {
    /// Below `src`, with `/`.
    name: String,
    /// The file or folder right below `src`.
    room: String,
    /// Everything.
    text: String,
}

impl Source {
    fn read(src: &Path, path: PathBuf) -> Self {
        let name = path.strip_prefix(src).unwrap().to_string_lossy().replace('\\', "/");
        let room = name.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
        Self { text: std::fs::read_to_string(&path).unwrap(), room, name }
    }

    /// What the program is made of: without comments and unit tests.
    fn code(&self) -> String {
        let code = self.text.split("\n#[cfg(test)]\nmod ").next().unwrap();
        code.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
    }
}

fn sources() -> Vec<Source> {
    let src = root().join("src");
    let rust = files_below(&src).into_iter().filter(|f| f.extension().is_some_and(|e| e == "rs"));
    rust.map(|path| Source::read(&src, path)).collect()
}

/// The rooms that code speaks of: `crate::room::…` and `use crate::{room::…, room}`.
fn rooms_in(code: &str) -> Vec<String> {
    static SINGLE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\bcrate::([a-z_]+)").unwrap());
    static GROUP: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"use crate::\{((?s:.)*?)\};").unwrap());
    let mut rooms: Vec<String> = SINGLE.captures_iter(code).map(|c| c[1].to_owned()).collect();
    for found in GROUP.captures_iter(code) {
        rooms.extend(
            top_level(&found[1]).iter().map(|path| path.split("::").next().unwrap().trim().to_owned()),
        );
    }
    rooms.retain(|r| !r.is_empty());
    rooms
}

/// The parts of a list, cut at the commas outside its braces.
fn top_level(list: &str) -> Vec<String> {
    let (mut parts, mut depth) = (vec![String::new()], 0);
    for c in list.chars() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        match c {
            ',' if depth == 0 => parts.push(String::new()),
            _ => parts.last_mut().unwrap().push(c),
        }
    }
    parts
}

fn assert_none(faults: Vec<String>, rule: &str) {
    assert!(faults.is_empty(), "{rule}:\n  {}", faults.join("\n  "));
}

#[test]
fn each_room_speaks_only_of_those_below_it() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|s| s.room != "lib" && s.room != "main") {
        let floor = FLOORS.iter().find(|(room, _)| *room == source.room);
        let (_, below) = floor.unwrap_or_else(|| panic!("{}: a room without a floor", source.name));
        let foreign = rooms_in(&source.code())
            .into_iter()
            .filter(|r| *r != source.room && !below.contains(&r.as_str()));
        faults.extend(foreign.map(|r| format!("{} speaks of {r}", source.name)));
    }
    assert_none(faults, "a room may only speak of those below it");
}

#[test]
fn each_crate_belongs_to_one_room() {
    let codes: Vec<(String, Source)> = sources().into_iter().map(|s| (s.code(), s)).collect();
    let mut faults = Vec::new();
    let shared = SHARED.iter().map(|(krate, rooms)| (*krate, rooms.iter().map(|(room, _)| *room).collect()));
    let owned = OWNERS.iter().map(|(krate, room)| (*krate, vec![*room]));
    for (krate, rooms) in owned.chain(shared) {
        let strange =
            codes.iter().filter(|(code, s)| !rooms.contains(&s.room.as_str()) && speaks_of(code, krate));
        faults.extend(strange.map(|(_, s)| format!("{} says {krate}, which belongs to {rooms:?}", s.name)));
    }
    assert_none(faults, "a crate belongs to one room");
}

/// The crate's name where no longer name ends with it: `csv::`, but not `issues_csv::` or `self::csv::`.
fn speaks_of(code: &str, krate: &str) -> bool {
    let begins =
        |at: usize| !code[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '.'));
    let whole = format!("use {};", krate.trim_end_matches(':'));
    code.contains(&whole) || code.match_indices(krate).any(|(at, _)| begins(at))
}

#[test]
fn files_are_short() {
    let lines = |s: &Source| s.text.lines().count();
    let long = sources().into_iter().filter(|s| lines(s) > LONGEST_FILE);
    assert_none(long.map(|s| format!("{}: {} lines", s.name, lines(&s))).collect(), "a file is too long");
}

#[test]
fn functions_are_short() {
    let long = sources().into_iter().flat_map(|s| long_functions(&s)).collect();
    assert_none(long, "a function is too long");
}

/// By one simple ruler: from the line of `fn` to the brace that closes at its indent.
fn long_functions(source: &Source) -> Vec<String> {
    static OPENS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^( *)(pub(\([a-z]+\))? )?(const )?fn ([a-z_0-9]+)").unwrap());
    let lines: Vec<&str> = source.text.lines().collect();
    let mut long = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(found) = OPENS.captures(line) else { continue };
        let end = format!("{}}}", &found[1]);
        let length = lines[at..].iter().position(|l| *l == end).unwrap_or(0) + 1;
        if length > LONGEST_FUNCTION {
            long.push(format!("{}: {} has {length} lines", source.name, &found[5]));
        }
    }
    long
}

#[test]
fn files_open_with_what_they_are() {
    let opening = |s: &Source| s.text.lines().take_while(|l| l.starts_with("//!")).count();
    let wrong = sources().into_iter().filter(|s| !(1..=LONGEST_OPENING).contains(&opening(s)));
    assert_none(
        wrong.map(|s| format!("{}: {} lines", s.name, opening(&s))).collect(),
        "a file opens with //! lines",
    );
}

#[test]
fn files_are_named_for_what_they_hold() {
    let stems = |s: &Source| s.name.trim_end_matches(".rs").split('/').map(str::to_owned).collect::<Vec<_>>();
    let banned =
        sources().into_iter().filter(|s| stems(s).iter().any(|p| BANNED_NAMES.contains(&p.as_str())));
    assert_none(banned.map(|s| s.name).collect(), "a name says nothing");
}

#[test]
fn grouped_imports_are_seen() {
    let code = "use crate::{\n    layout::{self, Words},\n    model::page::{Page, Glyph},\n};\nlet x = crate::parse::tree();";
    assert_eq!(rooms_in(code), ["parse", "layout", "model"]);
}
