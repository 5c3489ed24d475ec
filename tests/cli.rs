//! The real program in a temporary folder: exit codes, what it prints where, what it writes and what it leaves alone.

use crate::fixtures::{all, files, hostile, root};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn minutebook() -> Command {
    Command::new(env!("CARGO_BIN_EXE_minutebook"))
}

fn run(arguments: &[&str]) -> Output {
    minutebook().args(arguments).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("an exit code")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn sound() -> PathBuf {
    all().remove(0).pdf
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn extract(pdf: &Path, out: &Path, more: &[&str]) -> Output {
    run(&[&["extract", path(pdf), "--out", path(out)], more].concat())
}

#[test]
fn help_states_every_limit() {
    let limits = minutebook::source::LIMITS.iter().copied();
    let limits = limits.chain(minutebook::extract::limits()).chain(minutebook::ocr::LIMITS.iter().copied());
    let help = text(&run(&["extract", "--help"]).stdout);
    let words = help.split_whitespace().collect::<Vec<_>>().join(" ");
    for limit in limits {
        let (digits, shown) = (limit.most.to_string(), |at: usize| limit.most.to_string().len() - at);
        let grouped = digits.char_indices().map(|(at, digit)| match at > 0 && shown(at) % 3 == 0 {
            true => format!(",{digit}"),
            false => digit.to_string(),
        });
        let line = format!("{} {}", grouped.collect::<String>(), limit.of);
        assert!(words.contains(&line), "{line} is not in\n{help}");
    }
}

#[test]
fn help_and_version_are_no_failure() {
    assert_eq!(code(&run(&["--help"])), 0);
    assert_eq!(code(&run(&["extract", "--help"])), 0);
    assert!(text(&run(&["--version"]).stdout).starts_with("minutebook "));
}

#[test]
fn wrong_arguments_end_with_2() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    assert_eq!(code(&run(&[])), 2);
    assert_eq!(code(&run(&["extract", "x.pdf"])), 2);
    assert_eq!(code(&run(&["extract", "--no-such-option"])), 2);
    assert_eq!(code(&extract(&sound(), &out, &["--house-style", "no-such-style"])), 2);
    let missing = extract(&folder.path().join("no-such.pdf"), &out, &[]);
    assert_eq!(code(&missing), 2);
    assert!(text(&missing.stderr).contains("no-such.pdf: no such file or folder"));
    assert!(!out.exists());
}

#[test]
fn a_sound_document_ends_with_0_and_a_summary() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let output = extract(&sound(), &out, &[]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    let summary = text(&output.stdout);
    for word in ["documents", "complete", "quarantined", "meetings", "attendees", "coverage.csv"] {
        assert!(summary.contains(word), "{word} in {summary}");
    }
    let files =
        ["decisions.csv", "run.json", "report/coverage.csv", "report/issues.csv", "data/documents.csv"];
    files.iter().for_each(|f| assert!(out.join(f).is_file(), "{f}"));
}

#[test]
fn quiet_prints_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let output = extract(&sound(), &folder.path().join("out"), &["--quiet"]);
    assert_eq!((text(&output.stdout), text(&output.stderr)), (String::new(), String::new()));
}

#[test]
fn a_document_set_aside_ends_with_1() {
    let folder = tempfile::tempdir().unwrap();
    let pdf = folder.path().join("letter.pdf");
    std::fs::write(&pdf, "Dear Clerk").unwrap();
    let out = folder.path().join("out");
    assert_eq!(code(&extract(&pdf, &out, &[])), 1);
    let coverage = std::fs::read_to_string(out.join("report/coverage.csv")).unwrap();
    assert!(coverage.contains("letter.pdf,") && coverage.contains(",quarantined,"), "{coverage}");
}

#[test]
fn a_folder_of_other_files_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("letter.txt"), "dear").unwrap();
    let refused = extract(&sound(), folder.path(), &[]);
    assert_eq!(code(&refused), 2);
    assert!(text(&refused.stderr).contains("--force"));
    assert_eq!(files(folder.path()).len(), 1);
    assert_eq!(code(&extract(&sound(), folder.path(), &["--force"])), 0);
    assert_eq!(std::fs::read_to_string(folder.path().join("letter.txt")).unwrap(), "dear");
}

#[test]
fn a_second_run_leaves_no_document_of_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let letter = folder.path().join("letter.pdf");
    std::fs::write(&letter, "Dear Clerk").unwrap();
    extract(&letter, &out, &[]);
    std::fs::write(out.join("documents/notes.json"), "{}").unwrap();
    assert_eq!(code(&extract(&sound(), &out, &[])), 0);
    assert_eq!(files(&out.join("documents")).len(), 2, "one document, and the notes that are not ours");
}

#[test]
fn text_goes_to_standard_output_or_to_a_file_each() {
    let folder = tempfile::tempdir().unwrap();
    let printed = run(&["text", path(&sound())]);
    assert_eq!(code(&printed), 0, "{}", text(&printed.stderr));
    assert!(printed.stdout.len() > 500);
    assert_eq!(code(&run(&["text", path(&sound()), "--out", path(folder.path()), "--quiet"])), 0);
    let written = folder.path().join(sound().with_extension("txt").file_name().unwrap());
    assert_eq!(std::fs::read(written).unwrap(), printed.stdout);
    assert_ne!(run(&["text", "--layout", path(&sound())]).stdout, printed.stdout);
}

#[test]
fn a_scan_without_text_is_told() {
    let scan = hostile().into_iter().find(|p| p.ends_with("image-only.pdf")).unwrap();
    let output = run(&["text", "--ocr", "never", path(&scan)]);
    assert_eq!(code(&output), 1);
    assert!(text(&output.stderr).contains("NO_TEXT"));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut child = minutebook()
        .args(["text", path(sound().parent().unwrap())])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn explain_shows_lines_and_stages() {
    let plain = run(&["explain", path(&sound())]);
    assert_eq!(code(&plain), 0, "{}", text(&plain.stderr));
    assert!(text(&plain.stdout).contains("of the text recognised"));
    for (stage, key) in
        [("pages", "glyphs"), ("transcript", "lines"), ("tree", "taken"), ("records", "attendance")]
    {
        let output = run(&["explain", path(&sound()), "--emit", stage]);
        let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let holder = if stage == "pages" { &value["pages"][0] } else { &value };
        assert!(holder.get(key).is_some(), "{stage} without {key}");
    }
}

#[test]
fn explain_of_no_pdf_ends_with_2() {
    assert_eq!(code(&run(&["explain", path(&root().join("Cargo.toml"))])), 2);
}

#[test]
fn grammars_are_listed_and_checked() {
    let folder = tempfile::tempdir().unwrap();
    let listed = run(&["grammar", "list"]);
    assert_eq!(code(&listed), 0);
    assert!(text(&listed.stdout).lines().any(|l| l.split_whitespace().next() == Some("generic")));
    let broken = folder.path().join("broken.toml");
    std::fs::write(&broken, "no_such_key = [\n").unwrap();
    assert_eq!(code(&run(&["grammar", "check", path(&broken)])), 1);
    for grammar in files(&root().join("grammars")) {
        assert_eq!(code(&run(&["grammar", "check", path(&grammar)])), 0, "{}", grammar.display());
    }
}

#[test]
fn the_same_bytes_on_every_run() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    extract(&sound(), &one, &["--jobs", "1"]);
    extract(&sound(), &two, &["--jobs", "2"]);
    for file in ["decisions.csv", "data/items.csv", "report/coverage.csv"] {
        assert_eq!(std::fs::read(one.join(file)).unwrap(), std::fs::read(two.join(file)).unwrap(), "{file}");
    }
}
