//! What changed between two datasets: rows that were added, removed and altered are told once, rows that only moved are
//! not, and the exit code says whether there is any difference.

use crate::fixtures::root;
use minutebook::dataset::diff::{Change, Fate, diff};
use minutebook::dataset::folder::Folder;
use std::path::Path;
use std::process::Command;

fn minutebook(arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_minutebook")).args(arguments).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
}

/// The dataset of some fixtures, and a copy of it.
fn twice(fixtures: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["old", "new"] {
        let out = folder.path().join(name);
        let paths: Vec<String> =
            fixtures.iter().map(|f| root().join("fixtures").join(f).to_str().unwrap().to_owned()).collect();
        let mut arguments = vec!["extract"];
        arguments.extend(paths.iter().map(String::as_str));
        arguments.extend(["--quiet", "--out", out.to_str().unwrap()]);
        assert_eq!(minutebook(&arguments).0, 0);
    }
    folder
}

fn changes(folder: &Path) -> Vec<Change> {
    diff(&Folder::at(&folder.join("old")), &Folder::at(&folder.join("new")), false).unwrap().changes
}

/// Changes a table of the new dataset, line by line.
fn edit(folder: &Path, table: &str, change: impl Fn(usize, &str) -> Vec<String>) {
    let path = folder.join("new/data").join(table);
    let text = std::fs::read_to_string(&path).unwrap();
    let lines = text.split_inclusive("\r\n").enumerate().flat_map(|(n, line)| change(n, line));
    std::fs::write(path, lines.collect::<String>()).unwrap();
}

#[test]
fn two_runs_over_the_same_files_do_not_differ() {
    let folder = twice(&["ashmere"]);
    let [old, new] = ["old", "new"].map(|name| folder.path().join(name).to_str().unwrap().to_owned());
    let (code, text) = minutebook(&["diff", &old, &new]);
    assert_eq!(code, 0, "{text}");
    assert!(text.starts_with("nothing changed"), "{text}");
    assert_eq!(minutebook(&["diff", &old, "nowhere"]).0, 2);
}

#[test]
fn rows_that_only_moved_are_not_told() {
    let folder = twice(&["ashmere"]);
    // A row put in before all others, and every number behind it one more, as a better reading would give.
    edit(folder.path(), "attendance.csv", |n, line| match n {
        0 => vec![line.to_owned()],
        n => {
            let next = line.replacen(&format!("/a{n},"), &format!("/a{},", n + 1), 1);
            let first = if n == 1 {
                vec![line.replacen(",Councillor,", ",Mr,", 1).replacen("present", "absent", 1)]
            } else {
                vec![]
            };
            first.into_iter().chain([next]).collect()
        }
    });
    let changes = changes(folder.path());
    assert_eq!(changes.len(), 1, "{changes:#?}");
    assert_eq!((changes[0].fate, changes[0].table.as_str()), (Fate::Added, "attendance"));
}

#[test]
fn an_altered_field_is_told_with_both_wordings() {
    let folder = twice(&["ashmere"]);
    let kinds = [",ordinary,", ",apologies,", ",minutes,", ",declarations,"];
    edit(folder.path(), "items.csv", |n, line| {
        let kind = kinds.iter().find(|kind| n == 1 && line.contains(**kind));
        vec![kind.map_or(line.to_owned(), |kind| line.replacen(*kind, ",closing,", 1))]
    });
    let [old, new, csv] =
        ["old", "new", "diff.csv"].map(|name| folder.path().join(name).to_str().unwrap().to_owned());
    let (code, text) = minutebook(&["diff", &old, &new, "--csv", &csv]);
    assert_eq!(code, 1, "{text}");
    assert!(
        text.contains("1 altered") && text.contains("kind: “") && text.contains("is now “closing”"),
        "{text}"
    );
    let mut reader = csv::Reader::from_path(csv).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 1);
    assert_eq!([&rows[0][0], &rows[0][1], &rows[0][6], &rows[0][8]], ["altered", "items", "kind", "closing"]);
}

#[test]
fn documents_that_came_and_went_are_told_once() {
    let folder = twice(&["ashmere"]);
    let out = folder.path().join("new");
    let only = root().join("fixtures/ashmere/2021-03-10-report");
    let arguments = ["extract", only.to_str().unwrap(), "--quiet", "--out", out.to_str().unwrap()];
    assert_eq!(minutebook(&arguments).0, 0);
    let [old, new] = ["old", "new"].map(|name| folder.path().join(name).to_str().unwrap().to_owned());
    let (code, text) = minutebook(&["diff", &old, &new]);
    assert_eq!(code, 1);
    let removed: Vec<&str> = text.lines().filter(|line| line.starts_with("removed ")).collect();
    assert_eq!(removed.len(), 1, "{text}");
    assert!(removed[0].contains("items") && removed[0].contains("attendance"), "{text}");
    let (_, back) = minutebook(&["diff", &new, &old]);
    assert!(back.lines().any(|line| line.starts_with("added ")), "{back}");
}
