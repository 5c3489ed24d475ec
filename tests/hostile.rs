//! Files that would do harm, and files that are none: each ends as one clear row in coverage.csv, and a sound document
//! beside them is read as if it were alone.

use crate::fixtures::{Run, all, harvest_of, hostile, run, settings};
use minutebook::extract::Opening;
use minutebook::model::record::ParseStatus;
use minutebook::pipeline::Settings;
use minutebook::source;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

type Row = BTreeMap<String, String>;

/// What must become of a file: its status, and the code that its reason begins with. Those that hold something
/// readable may also be partial, as long as they say why.
const FATES: &[(&str, &[&str], &str)] = &[
    ("empty.pdf", &["quarantined"], "DAMAGED"),
    ("encrypted.pdf", &["quarantined"], "ENCRYPTED"),
    ("image-only.pdf", &["quarantined"], "NO_TEXT"),
    ("no-pages.pdf", &["quarantined"], "DAMAGED"),
    ("not-a-pdf.pdf", &["quarantined"], "DAMAGED"),
    ("truncated.pdf", &["quarantined", "partial"], ""),
    ("garbled-text.pdf", &["quarantined", "partial"], ""),
    ("bomb.pdf", &["quarantined", "partial"], ""),
    ("cyclic-page-tree.pdf", &["quarantined", "partial"], ""),
    ("deep-arrays.pdf", &["quarantined", "partial", "complete"], ""),
];

fn coverage(harvest: &Run) -> BTreeMap<String, Row> {
    let mut reader = csv::Reader::from_path(harvest.path().join("report/coverage.csv")).unwrap();
    reader.deserialize::<Row>().map(|r| r.unwrap()).map(|r| (r["name"].clone(), r)).collect()
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// All of them, and a sound document among them, read once.
fn among() -> &'static Run {
    static AMONG: OnceLock<Run> = OnceLock::new();
    AMONG.get_or_init(|| harvest_of(&hostile().into_iter().chain([sound()]).collect::<Vec<_>>(), 2))
}

fn sound() -> PathBuf {
    all().remove(0).pdf
}

#[test]
fn each_ends_as_one_clear_row() {
    let rows = coverage(among());
    assert_eq!(rows.len(), hostile().len() + 1);
    for path in hostile() {
        let row = &rows[&name(&path)];
        let (status, reason) = (row["status"].as_str(), row["reason"].as_str());
        assert!(status == "complete" || reason.contains(": "), "{}: {status}, without a reason", name(&path));
        if let Some((_, statuses, code)) = FATES.iter().find(|(n, _, _)| *n == name(&path)) {
            assert!(
                statuses.contains(&status) && reason.starts_with(code),
                "{}: {status}, {reason}",
                name(&path)
            );
        }
    }
}

#[test]
fn none_harms_the_others() {
    let alone = harvest_of(&[sound()], 1).records.remove(0);
    let mut beside =
        among().records.iter().find(|r| r.document.sha256 == alone.document.sha256).unwrap().clone();
    beside.document.source.clone_from(&alone.document.source);
    assert_eq!(beside, alone);
}

#[test]
fn a_password_that_is_given_opens_the_file() {
    let locked = hostile().into_iter().find(|f| name(f) == "encrypted.pdf").unwrap();
    let passwords = ["wrong", "minutes-reader"].map(str::to_owned).to_vec();
    let opening = Opening { passwords, ..Opening::default() };
    let sources = source::find(&[locked]).unwrap();
    let record = run(&sources, &Settings { opening, ..settings() }, 1).records.remove(0);
    assert!(record.document.parse_status != ParseStatus::Quarantined && !record.attendance.is_empty());
}

#[test]
fn the_same_bytes_under_two_names_are_read_once() {
    let folder = tempfile::tempdir().unwrap();
    for copy in ["b.pdf", "a.pdf", "sub.pdf"] {
        std::fs::copy(sound(), folder.path().join(copy)).unwrap();
    }
    let harvest = harvest_of(&[folder.path().to_path_buf()], 2);
    let rows = coverage(&harvest);
    assert_eq!(harvest.records.len(), 1);
    assert_eq!(harvest.records[0].document.source, "a.pdf");
    for copy in ["b.pdf", "sub.pdf"] {
        assert_eq!(rows[copy]["status"], "duplicate");
        assert_eq!(rows[copy]["reason"], "DUPLICATE: holds the same bytes as a.pdf");
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_a_row() {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink("nowhere.pdf", folder.path().join("lost.pdf")).unwrap();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("circle")).unwrap();
    let rows = coverage(&harvest_of(&[folder.path().to_path_buf()], 1));
    assert_eq!(rows["lost.pdf"]["status"], "failed");
    assert_eq!(rows["circle"]["status"], "failed");
}
