//! Change made visible: the transcript and the record of each fixture against those kept beside it. A golden says what
//! was, not what is right; `UPDATE_GOLDEN=1` writes them anew, and they are read before they are kept.

use crate::fixtures::{self, Fixture, harvest, readings};
use minutebook::dataset::{json, transcript_text};

#[test]
fn transcripts_are_as_they_were() {
    let transcripts = fixtures::all().into_iter().map(|fixture| {
        let (_, reading) = readings().iter().find(|(name, _)| *name == fixture.name).unwrap();
        let text = transcript_text::document(&reading.transcript).replace('\u{c}', "--- page ---\n");
        (fixture, text)
    });
    compare("transcript.txt", transcripts);
}

#[test]
fn records_are_as_they_were() {
    let records = fixtures::all().into_iter().map(|fixture| {
        let name = fixture.pdf.file_name().unwrap().to_string_lossy().into_owned();
        let of_file = |source: &str| source.rsplit('/').next() == Some(&*name);
        let record = harvest().records.iter().find(|r| of_file(&r.document.source)).unwrap();
        let mut record = record.clone();
        record.document.source = name;
        let text = String::from_utf8(json::pretty("golden", &record).unwrap()).unwrap();
        (fixture, text)
    });
    compare("record.json", records);
}

fn compare(golden: &str, found: impl Iterator<Item = (Fixture, String)>) {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut changed = Vec::new();
    for (fixture, text) in found {
        let path = fixture.folder.join("golden").join(golden);
        if update {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &text).unwrap();
        }
        match std::fs::read_to_string(&path) {
            Err(_) => println!("{}: no {golden} is kept yet", fixture.name),
            Ok(kept) => changed.extend(
                difference(&kept.replace("\r\n", "\n"), &text).map(|d| format!("{}: {d}", fixture.name)),
            ),
        }
    }
    assert!(
        changed.is_empty(),
        "{golden} differs; read the change, then UPDATE_GOLDEN=1\n{}",
        changed.join("\n")
    );
}

/// The first line that differs.
fn difference(kept: &str, found: &str) -> Option<String> {
    let (kept, found): (Vec<&str>, Vec<&str>) = (kept.lines().collect(), found.lines().collect());
    let at = (0..kept.len().max(found.len())).find(|at| kept.get(*at) != found.get(*at))?;
    let line = |lines: &[&str]| lines.get(at).map_or("(end)".to_owned(), |l| format!("{l:?}"));
    Some(format!("line {}: kept {}, found {}", at + 1, line(&kept), line(&found)))
}
