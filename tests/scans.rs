//! Scans: what is read from the image of a page against what the same page says as text. Where there is no Tesseract, the
//! tests that need it say so and pass; what happens without it is tested everywhere.

use crate::fixtures::{root, run, settings};
use minutebook::model::record::{ParseStatus, Record};
use minutebook::ocr::{Options, Reader};
use minutebook::pipeline::Settings;
use minutebook::pipeline::recognise::{Recognition, When};
use minutebook::source;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

const ENGINE: &str = "tesseract";

fn reading(program: &str, cache: Option<PathBuf>) -> Settings {
    reading_by(Options { program: program.into(), jobs: 2, cache, ..Options::default() })
}

fn reading_by(options: Options) -> Settings {
    let reader = Some(Arc::new(Reader::new(options)));
    let recognition = Recognition { when: When::Auto, reader, ..Recognition::default() };
    Settings { recognition, ..settings() }
}

fn records(paths: &[PathBuf], settings: &Settings) -> Vec<Record> {
    let sources = source::find(paths).unwrap();
    run(&sources, settings, 2).records
}

fn scan(name: &str) -> PathBuf {
    root().join("fixtures/scans").join(name)
}

/// Whether scans can be read here.
fn has_engine() -> bool {
    let found = Reader::new(Options { program: ENGINE.into(), ..Options::default() }).name().is_ok();
    if !found {
        println!("skipped: Tesseract is not installed, so no scan is read");
    }
    found
}

/// The scans and their born-digital twins, read once.
fn pairs() -> &'static [(Record, Record)] {
    static PAIRS: OnceLock<Vec<(Record, Record)>> = OnceLock::new();
    PAIRS.get_or_init(|| {
        let scans =
            records(&[scan("ashmere-minutes.pdf"), scan("ashmere-report.pdf")], &reading(ENGINE, None));
        let folders = ["2021-03-10-minutes", "2021-03-10-report"];
        let twins = folders.map(|folder| root().join("fixtures/ashmere").join(folder));
        scans.into_iter().zip(records(&twins, &settings())).collect()
    })
}

#[test]
fn a_scan_gives_the_rows_of_its_twin() {
    if !has_engine() {
        return;
    }
    let names = |r: &Record| r.attendance.iter().map(|a| a.name.clone()).collect::<Vec<_>>();
    // Dashes and the case of a letter may be misread; words may not.
    let letters = |t: &str| t.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let items =
        |r: &Record| r.items.iter().map(|i| (i.number.clone(), letters(&i.title))).collect::<Vec<_>>();
    let decisions = |r: &Record| r.resolutions.iter().map(|d| (d.kind, d.parts.len())).collect::<Vec<_>>();
    let (scanned, twin) = &pairs()[0];
    assert_eq!(scanned.meeting.date, twin.meeting.date);
    assert_eq!(scanned.meeting.body, twin.meeting.body);
    assert_eq!(names(scanned), names(twin));
    assert_eq!(items(scanned), items(twin));
    assert_eq!(decisions(scanned), decisions(twin));
    assert_eq!(scanned.document.text_source, Some("ocr"));
}

#[test]
fn the_front_sheet_of_a_scan_is_read_from_its_ruling_lines() {
    if !has_engine() {
        return;
    }
    let fields = |r: &Record| {
        let report = r.report.as_ref().unwrap();
        report.fields.iter().map(|f| (f.label.clone(), f.value.clone())).collect::<Vec<_>>()
    };
    let (scanned, twin) = &pairs()[1];
    assert_eq!(fields(scanned), fields(twin));
}

#[test]
fn a_scan_says_which_pages_were_read_by_what_and_why() {
    if !has_engine() {
        return;
    }
    let (scanned, _) = &pairs()[0];
    let told = scanned.issues.iter().find(|i| i.code == "TEXT_RECOGNISED").unwrap();
    assert!(told.message.starts_with("pages 1 to 3 were read by tesseract "), "{}", told.message);
    assert!(told.message.contains("0 letters and images over 100 %"), "{}", told.message);
}

#[test]
fn a_hidden_text_that_cannot_be_right_gives_way_to_a_fresh_reading() {
    if !has_engine() {
        return;
    }
    let found = &records(&[scan("ashmere-misread.pdf")], &reading(ENGINE, None))[0];
    let (_, twin) = &pairs()[1];
    assert_eq!(found.document.text_source, Some("ocr"));
    let told = found.issues.iter().find(|i| i.code == "TEXT_RECOGNISED").unwrap();
    assert!(told.message.contains("words of the hidden text that cannot be words"), "{}", told.message);
    let labels =
        |r: &Record| r.report.as_ref().unwrap().fields.iter().map(|f| f.label.clone()).collect::<Vec<_>>();
    assert_eq!(labels(found), labels(twin));
}

#[test]
fn letters_drawn_as_shapes_are_read() {
    let paths = [scan("eastmarch-outlines.pdf"), root().join("fixtures/eastmarch/25-00012-decision")];
    // Sources come in the order of their paths: the twin first.
    let unread = &records(&paths, &settings())[1];
    assert_eq!(unread.document.parse_status, ParseStatus::Quarantined);
    if !has_engine() {
        return;
    }
    let found = records(&paths, &reading(ENGINE, None));
    let fields = |r: &Record| {
        let report = r.report.as_ref().unwrap();
        report.fields.iter().map(|f| (f.key.clone(), f.value.clone())).collect::<Vec<_>>()
    };
    assert_eq!(fields(&found[0]), fields(&found[1]));
    let told = found[1].issues.iter().find(|i| i.code == "TEXT_RECOGNISED").unwrap();
    assert!(told.message.contains("0 letters and "), "{}", told.message);
    assert!(told.message.ends_with(" drawn shapes"), "{}", told.message);
}

#[test]
fn a_run_that_was_interrupted_goes_on_from_what_was_kept() {
    if !has_engine() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let minutes = [scan("ashmere-minutes.pdf")];
    let settings = reading(ENGINE, Some(folder.path().to_path_buf()));
    let whole = records(&minutes, &settings);
    // As a run leaves it that ended after the first pages: one was not read, one is broken off.
    let pages = crate::fixtures::files_below(folder.path());
    let [kept, broken, missing] = pages.as_slice() else { panic!("three pages are kept: {pages:?}") };
    let text = std::fs::read_to_string(broken).unwrap();
    std::fs::write(broken, &text[..text.len() / 2]).unwrap();
    std::fs::remove_file(missing).unwrap();
    let before = std::fs::metadata(kept).unwrap().modified().unwrap();
    assert_eq!(records(&minutes, &settings), whole);
    assert_eq!(
        std::fs::metadata(kept).unwrap().modified().unwrap(),
        before,
        "the first page is not read again"
    );
    assert_eq!(std::fs::read_to_string(broken).unwrap(), text);
}

#[test]
fn pages_are_read_the_same_together_and_alone() {
    if !has_engine() {
        return;
    }
    // Three pages: all to one engine, and one to each of three.
    let [together, alone] = [1, 3].map(|jobs| {
        let options = Options { program: ENGINE.into(), jobs, ..Options::default() };
        records(&[scan("ashmere-minutes.pdf")], &reading_by(options))
    });
    assert_eq!(together, alone);
}

#[cfg(unix)]
#[test]
fn what_an_engine_fails_at_together_is_read_alone() {
    use std::os::unix::fs::PermissionsExt;
    if !has_engine() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (program, failed) = (folder.path().join("engine"), folder.path().join("failed"));
    // Fails at the first image that it is given, then reads.
    let failed_once =
        format!("[ \"$1\" != stdin ] || [ -e '{0}' ] || {{ touch '{0}'; exit 3; }}", failed.display());
    std::fs::write(&program, format!("#!/bin/sh\n{failed_once}\nexec {ENGINE} \"$@\"\n")).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let options = Options { program, jobs: 1, ..Options::default() };
    let read = records(&[scan("ashmere-minutes.pdf")], &reading_by(options));
    assert!(failed.exists());
    assert_eq!(read, [pairs()[0].0.clone()]);
}

#[test]
fn what_was_read_is_kept_and_gives_the_same() {
    if !has_engine() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let cache = Some(folder.path().to_path_buf());
    let report = [scan("ashmere-report.pdf")];
    let first = records(&report, &reading(ENGINE, cache.clone()));
    let kept = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(kept, 1, "one page, one folder");
    let again = records(&report, &reading(ENGINE, cache));
    assert_eq!(first, again);
}

#[test]
fn without_an_engine_the_page_is_named_and_the_message_says_what_to_install() {
    let found = records(&[scan("ashmere-report.pdf")], &reading("no-such-engine", None));
    assert_eq!(found[0].document.parse_status, ParseStatus::Quarantined);
    let reason = found[0].document.quarantine_reason.as_deref().unwrap();
    assert!(reason.starts_with("NO_TEXT: ") && reason.contains("apt install tesseract-ocr"), "{reason}");
}

#[test]
fn a_file_that_another_engine_left_is_read_instead() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("minutes.pdf");
    std::fs::copy(scan("ashmere-report.pdf"), &copy).unwrap();
    write_alto(&folder.path().join("minutes.alto.xml"));
    let found = records(&[copy], &reading("no-such-engine", None));
    assert_eq!(found[0].document.text_source, Some("ocr"));
    let told = found[0].issues.iter().find(|i| i.code == "TEXT_RECOGNISED").unwrap();
    assert!(told.message.contains("by minutes.alto.xml"), "{}", told.message);
}

/// One page of words, as another engine would leave it.
fn write_alto(path: &Path) {
    let words = "MINUTES of a meeting of the Allotments Committee held on 3 May 1974 in the Moot Hall";
    let strings = words.split(' ').zip(0..).map(|(word, at)| {
        let (x, y) = (100 + at % 9 * 120, 200 + at / 9 * 60);
        format!(r#"<TextLine><String CONTENT="{word}" HPOS="{x}" VPOS="{y}" WIDTH="100" HEIGHT="30" WC="0.9"/></TextLine>"#)
    });
    let strings: String = strings.collect();
    let page = format!(
        r#"<alto><Layout><Page WIDTH="1654" HEIGHT="2339"><PrintSpace>{strings}</PrintSpace></Page></Layout></alto>"#
    );
    std::fs::write(path, page).unwrap();
}
