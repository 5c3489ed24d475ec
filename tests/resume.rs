//! What survives: a run that was broken off goes on and ends with the bytes of an undisturbed one, a later run reads only
//! what is new, and the shares of a run are merged to the same bytes. No test waits for a clock: a kill comes after so
//! many lines of the journal, or is made by taking away what it would have left undone.

use crate::fixtures::{all, files, files_below};
use minutebook::dataset::folder::Folder;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const JOURNAL: &str = ".minutebook/journal.jsonl";

fn minutebook() -> Command {
    Command::new(env!("CARGO_BIN_EXE_minutebook"))
}

fn extract(input: &Path, out: &Path, more: &[&str]) -> Output {
    let output = extracting(input, out).args(more).output().unwrap();
    assert!(output.status.code().is_some_and(|code| code < 2), "{}", text(&output.stderr));
    output
}

fn extracting(input: &Path, out: &Path) -> Command {
    let mut command = minutebook();
    command.arg("extract").arg(input).arg("--out").arg(out).args(["--ocr", "never", "--quiet"]);
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A folder with copies of the first fixtures, one of them twice.
fn papers(count: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (number, fixture) in all().into_iter().take(count).enumerate() {
        std::fs::copy(&fixture.pdf, folder.path().join(format!("{number:02}.pdf"))).unwrap();
    }
    std::fs::copy(folder.path().join("00.pdf"), folder.path().join("z-again.pdf")).unwrap();
    folder
}

/// Every file of a dataset but the account of its run, by name.
fn bytes_of(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let name = |path: &PathBuf| path.strip_prefix(out).unwrap().to_string_lossy().replace('\\', "/");
    let all = files_below(out).into_iter().map(|path| (name(&path), std::fs::read(path).unwrap()));
    all.filter(|(name, _)| name != "run.json").collect()
}

fn assert_same(out: &Path, whole: &Path, when: &str) {
    let (out, whole) = (bytes_of(out), bytes_of(whole));
    assert_eq!(out.keys().collect::<Vec<_>>(), whole.keys().collect::<Vec<_>>(), "{when}");
    let other: Vec<&String> =
        out.iter().filter(|(name, bytes)| whole[*name] != **bytes).map(|f| f.0).collect();
    assert!(other.is_empty(), "{when}: other bytes in {other:?}");
}

/// How many files of the last run an earlier one had read.
fn kept(out: &Path) -> u64 {
    let run: serde_json::Value =
        serde_json::from_slice(&std::fs::read(out.join("run.json")).unwrap()).unwrap();
    run["counts"]["kept"].as_u64().unwrap()
}

fn copy(from: &Path, to: &Path) {
    for file in files_below(from) {
        let copy = to.join(file.strip_prefix(from).unwrap());
        std::fs::create_dir_all(copy.parent().unwrap()).unwrap();
        std::fs::copy(file, copy).unwrap();
    }
}

#[test]
fn a_run_broken_off_anywhere_goes_on_to_the_same_bytes() {
    let (papers, place) = (papers(10), tempfile::tempdir().unwrap());
    let whole = place.path().join("whole");
    extract(papers.path(), &whole, &[]);
    let journal = std::fs::read(whole.join(JOURNAL)).unwrap();
    let ends: Vec<usize> =
        journal.iter().zip(1..).filter(|(byte, _)| **byte == b'\n').map(|(_, at)| at).collect();
    for lines in [0, 1, ends.len() / 2, ends.len()] {
        let cut = place.path().join(format!("cut-{lines}"));
        copy(&whole, &cut);
        // The line after the last whole one is torn, and one document of a file not in the journal is half there.
        let end = lines.checked_sub(1).map_or(0, |at| ends[at]);
        std::fs::write(cut.join(JOURNAL), &journal[..(end + 40).min(journal.len())]).unwrap();
        std::fs::remove_dir_all(cut.join("data")).unwrap();
        std::fs::remove_file(cut.join(".minutebook/inputs.jsonl")).unwrap();
        let document = files(&cut.join("documents")).pop().unwrap();
        std::fs::write(document.with_extension("json.part"), "{\n  \"schema\"").unwrap();
        std::fs::write(cut.join("run.json"), "{\"program\": \"minutebook\", \"finished\": null}").unwrap();
        extract(papers.path(), &cut, &[]);
        assert_eq!(kept(&cut), lines as u64);
        assert_same(&cut, &whole, &format!("after {lines} lines"));
        for folder in [&whole, &cut] {
            let nameless =
                files_below(folder).into_iter().find(|f| f.extension().is_some_and(|e| e == "part"));
            assert_eq!(nameless, None, "what was begun bears its name in the end");
        }
    }
}

#[test]
fn a_run_that_is_killed_goes_on_to_the_same_bytes() {
    let (papers, place) = (papers(10), tempfile::tempdir().unwrap());
    let (whole, killed) = (place.path().join("whole"), place.path().join("killed"));
    extract(papers.path(), &whole, &[]);
    for lines in [1, 4] {
        let mut run = extracting(papers.path(), &killed).stderr(Stdio::null()).spawn().unwrap();
        let journalled =
            || std::fs::read(killed.join(JOURNAL)).map_or(0, |j| j.split(|b| *b == b'\n').count() - 1);
        while journalled() < lines && run.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        run.kill().unwrap();
        run.wait().unwrap();
    }
    extract(papers.path(), &killed, &[]);
    assert_same(&killed, &whole, "after two kills");
}

#[test]
fn documents_that_were_spoilt_are_read_again() {
    let (papers, place) = (papers(5), tempfile::tempdir().unwrap());
    let (whole, out) = (place.path().join("whole"), place.path().join("out"));
    extract(papers.path(), &whole, &[]);
    extract(papers.path(), &out, &[]);
    let documents = files(&out.join("documents"));
    let bytes = |at: usize| std::fs::read(&documents[at]).unwrap();
    std::fs::remove_file(&documents[0]).unwrap();
    // What a power cut leaves of a file that was not on the disk yet: nothing in it, its beginning, no more than its length.
    std::fs::write(&documents[1], "").unwrap();
    std::fs::write(&documents[2], &bytes(2)[..bytes(2).len() / 2]).unwrap();
    let half = bytes(3).len() / 2;
    let blank: Vec<u8> = bytes(3).into_iter().take(half).chain(std::iter::repeat_n(0, half)).collect();
    std::fs::write(&documents[3], blank).unwrap();
    extract(papers.path(), &out, &[]);
    assert_eq!(kept(&out), 1);
    assert_same(&out, &whole, "spoilt");
}

#[test]
fn new_files_cost_only_themselves_and_those_that_vanished_are_told() {
    let (papers, place) = (papers(6), tempfile::tempdir().unwrap());
    let (out, anew) = (place.path().join("out"), place.path().join("anew"));
    let later = place.path().join("later.pdf");
    std::fs::rename(papers.path().join("03.pdf"), &later).unwrap();
    extract(papers.path(), &out, &[]);
    // One comes, one goes, and one has another name.
    std::fs::rename(&later, papers.path().join("03.pdf")).unwrap();
    std::fs::remove_file(papers.path().join("05.pdf")).unwrap();
    std::fs::rename(papers.path().join("02.pdf"), papers.path().join("y.pdf")).unwrap();
    let told = text(&extract(papers.path(), &out, &[]).stderr);
    assert!(told.contains("1 file is there no more") && told.contains("05.pdf"), "{told}");
    assert_eq!(kept(&out), 4);
    extract(papers.path(), &anew, &[]);
    assert_same(&out, &anew, "with one more, one less and one renamed");
    for anew_by in ["--fresh", "--force"] {
        extract(papers.path(), &out, &[anew_by]);
        assert_eq!(kept(&out), 0, "{anew_by}");
        assert_same(&out, &anew, "read anew");
    }
}

#[test]
fn another_style_reads_all_anew_and_another_name_of_it_nothing() {
    let (papers, place) = (papers(2), tempfile::tempdir().unwrap());
    let (out, styles) = (place.path().join("out"), place.path().join("styles"));
    std::fs::create_dir(&styles).unwrap();
    let style = |sign: &str| {
        let style =
            format!("inherits = \"generic\"\ndescribes = \"x\"\n[attendance.observer]\n{sign:?} = \"x\"\n");
        std::fs::write(styles.join("mine.toml"), style).unwrap();
    };
    style("Watchers");
    let with_styles = ["--grammars", styles.to_str().unwrap()];
    for (change, expected) in [("Watchers", 0), ("Watchers", 2), ("Lookers-on", 0)] {
        style(change);
        extract(papers.path(), &out, &with_styles);
        assert_eq!(kept(&out), expected, "{change}");
    }
}

#[test]
fn two_runs_into_one_folder_are_refused() {
    let (papers, place) = (papers(1), tempfile::tempdir().unwrap());
    let held = Folder::prepare(place.path(), false).unwrap();
    let refused = extracting(papers.path(), place.path()).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("another run is writing"), "{}", text(&refused.stderr));
    drop(held);
    extract(papers.path(), place.path(), &[]);
}

fn merge(parts: &[PathBuf], out: &Path) -> Output {
    minutebook().arg("merge").args(parts).arg("--out").arg(out).arg("--quiet").output().unwrap()
}

#[test]
fn shares_merge_to_the_bytes_of_the_whole() {
    let (papers, place) = (papers(10), tempfile::tempdir().unwrap());
    std::fs::write(papers.path().join("empty.pdf"), "").unwrap();
    let [whole, merged] = ["whole", "merged"].map(|name| place.path().join(name));
    extract(papers.path(), &whole, &[]);
    let parts = [1, 2, 3].map(|share| place.path().join(format!("part-{share}")));
    for (part, share) in parts.iter().zip(["1/3", "2/3", "3/3"]) {
        extract(papers.path(), part, &["--shard", share]);
    }
    // Once more is no more.
    for _ in 0..2 {
        let output = merge(&parts, &merged);
        assert_eq!(output.status.code(), Some(1), "one was set aside: {}", text(&output.stderr));
        assert_same(&merged, &whole, "merged");
    }
}

#[test]
fn shares_that_do_not_belong_together_are_refused() {
    let (papers, place) = (papers(2), tempfile::tempdir().unwrap());
    let [one, two, other] = ["one", "two", "other"].map(|name| place.path().join(name));
    extract(papers.path(), &one, &["--shard", "1/2"]);
    extract(papers.path(), &two, &["--shard", "2/2"]);
    extract(papers.path(), &other, &["--shard", "2/2", "--house-style", "generic"]);
    let refused = |parts: &[&PathBuf], why: &str| {
        let parts: Vec<PathBuf> = parts.iter().map(|part| (*part).clone()).collect();
        let output = merge(&parts, &place.path().join("merged"));
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains(why), "{why}: {}", text(&output.stderr));
    };
    refused(&[&one], "share 2/2 is missing");
    refused(&[&one, &one], "twice");
    refused(&[&one, &other], "other styles or options");
    std::fs::remove_file(two.join(".minutebook/inputs.jsonl")).unwrap();
    refused(&[&one, &two], "no run has come to its end");
}
