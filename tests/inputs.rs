//! Whatever comes in gives a clear row: archives, lists, names that are no text, files that are none. What comes from an
//! archive is read as it would be from a file.

use crate::fixtures::{all, files};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

fn extract() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_minutebook"));
    command.args(["extract", "--ocr", "never", "--quiet"]);
    command
}

fn pdfs(count: usize) -> Vec<(String, Vec<u8>)> {
    let fixtures = all().into_iter().take(count).zip(0..);
    fixtures.map(|(fixture, n)| (format!("{n:02}.pdf"), std::fs::read(fixture.pdf).unwrap())).collect()
}

/// Status and reason of every file, by name.
fn coverage(out: &Path) -> BTreeMap<String, (String, String)> {
    let mut reader = csv::Reader::from_path(out.join("report/coverage.csv")).unwrap();
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| (row[0].to_owned(), (row[3].to_owned(), row[4].to_owned()))).collect()
}

fn zip(path: &Path, entries: &[(&str, &[u8])]) {
    let mut writer = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
    for (name, bytes) in entries {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap();
}

fn tar(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in entries {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        // By hand, for the library would not write a name that leads out.
        header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        builder.append(&header, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

/// A folder that holds these files.
fn folder(path: &Path, files: &[(String, Vec<u8>)]) {
    std::fs::create_dir(path).unwrap();
    files.iter().for_each(|(name, bytes)| std::fs::write(path.join(name), bytes).unwrap());
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn archives_give_what_their_files_give() {
    let (place, pdfs) = (tempfile::tempdir().unwrap(), pdfs(4));
    folder(&place.path().join("plain"), &pdfs);
    let entries: Vec<(&str, &[u8])> =
        pdfs.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    zip(&place.path().join("p.zip"), &entries);
    std::fs::write(place.path().join("p.tar"), tar(&entries)).unwrap();
    std::fs::write(place.path().join("p.tar.gz"), gzip(&tar(&entries))).unwrap();
    let of = |input: &str| {
        let out = place.path().join(format!("out-{input}"));
        let output = extract().arg(place.path().join(input)).arg("--out").arg(&out).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let names: Vec<String> = coverage(&out).into_keys().collect();
        let tables = ["items", "resolutions", "attendance", "reports", "links", "meetings"];
        let tables = tables.map(|table| std::fs::read(out.join(format!("data/{table}.csv"))).unwrap());
        (names, tables)
    };
    let (names, tables) = of("plain");
    assert_eq!(names, ["00.pdf", "01.pdf", "02.pdf", "03.pdf"]);
    for archive in ["p.zip", "p.tar", "p.tar.gz"] {
        let (within, same) = of(archive);
        assert_eq!(within, names.iter().map(|name| format!("{archive}/{name}")).collect::<Vec<_>>());
        assert!(same == tables, "{archive}");
    }
}

#[test]
fn what_a_file_and_an_archive_hold_is_one_document() {
    let (place, pdfs) = (tempfile::tempdir().unwrap(), pdfs(2));
    let input = place.path().join("in");
    folder(&input, &pdfs);
    zip(&input.join("a.zip"), &[("same.pdf", &pdfs[0].1)]);
    // With one job a file is hashed before it is read, with enough of them while it is read.
    let tables = ["1", "64"].map(|jobs| {
        let out = place.path().join(jobs);
        let output = extract().arg(&input).args(["--jobs", jobs, "--out"]).arg(&out).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let statuses: Vec<String> = coverage(&out).into_values().map(|(status, _)| status).collect();
        assert_eq!(statuses.iter().filter(|status| *status == "duplicate").count(), 1, "{statuses:?}");
        assert_eq!(std::fs::read_dir(out.join("documents")).unwrap().count(), 2);
        ["data/documents.csv", "data/items.csv", "report/coverage.csv"]
            .map(|name| std::fs::read(out.join(name)).unwrap())
    });
    assert!(tables[0] == tables[1]);
}

#[test]
fn names_in_archives_do_not_lead_out_and_faults_in_them_are_rows() {
    let (place, pdfs) = (tempfile::tempdir().unwrap(), pdfs(2));
    let input = place.path().join("in");
    std::fs::create_dir(&input).unwrap();
    let (first, second) = (pdfs[0].1.as_slice(), pdfs[1].1.as_slice());
    zip(&input.join("a.zip"), &[("../../up.pdf", first), ("notes.txt", b"x"), ("__MACOSX/._up.pdf", b"x")]);
    let two = tar(&[("../up.pdf", second), ("cut.pdf", first)]);
    std::fs::write(input.join("b.tgz"), gzip(&two[..512 + second.len() + 300])).unwrap();
    std::fs::write(input.join("c.zip"), "no archive").unwrap();
    let out = place.path().join("out");
    let output = extract().arg(&input).arg("--out").arg(&out).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let rows = coverage(&out);
    let names: Vec<&str> = rows.keys().map(String::as_str).collect();
    assert_eq!(names, ["a.zip/up.pdf", "b.tgz", "b.tgz/up.pdf", "c.zip"]);
    assert!(rows["b.tgz"].1.contains("could not be read to its end"), "{rows:?}");
    assert_eq!([&rows["b.tgz"].0, &rows["c.zip"].0], ["failed", "failed"]);
    assert_eq!(files(place.path()).len(), 0, "nothing was written beside the folders");
}

#[test]
fn a_list_names_what_is_read_and_what_is_missing_is_a_row() {
    let (place, pdfs) = (tempfile::tempdir().unwrap(), pdfs(2));
    pdfs.iter().for_each(|(name, bytes)| std::fs::write(place.path().join(name), bytes).unwrap());
    std::fs::write(place.path().join("list"), "00.pdf\r\n\nmissing.pdf\n01.pdf\n").unwrap();
    let run = |arguments: &[&str], out: &str, list: &str| {
        let mut command = extract();
        command.current_dir(place.path()).args(arguments).args(["--out", out]).stdin(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(list.as_bytes()).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(1));
        coverage(&place.path().join(out))
    };
    let listed = run(&["--from", "list"], "one", "");
    assert_eq!(listed.keys().collect::<Vec<_>>(), ["00.pdf", "01.pdf", "missing.pdf"]);
    assert_eq!(listed["missing.pdf"].1, "no such file or folder");
    assert_eq!(run(&["-"], "two", "00.pdf\0missing.pdf\0").len(), 2);
    assert_eq!(run(&["--from", "-"], "three", "00.pdf\nmissing.pdf").len(), 2);
}

#[cfg(unix)]
#[test]
fn odd_files_are_rows() {
    use std::os::unix::ffi::OsStrExt;
    let (place, pdfs) = (tempfile::tempdir().unwrap(), pdfs(3));
    let input = place.path().join("in");
    std::fs::create_dir_all(input.join("deep")).unwrap();
    std::fs::write(input.join("empty.pdf"), "").unwrap();
    std::fs::write(input.join("two\nlines.pdf"), &pdfs[0].1).unwrap();
    for (byte, (_, bytes)) in [b"\xff.pdf", b"\xfe.pdf"].iter().zip(&pdfs[1..]) {
        std::fs::write(input.join(std::ffi::OsStr::from_bytes(*byte)), bytes).unwrap();
    }
    std::os::unix::fs::symlink(&input, input.join("deep/circle")).unwrap();
    std::os::unix::fs::symlink("nowhere", input.join("dangling.pdf")).unwrap();
    let pipe =
        Command::new("mkfifo").arg(input.join("pipe.pdf")).status().is_ok_and(|status| status.success());
    let out = place.path().join("out");
    assert_eq!(extract().arg(&input).arg("--out").arg(&out).status().unwrap().code(), Some(1));
    let rows = coverage(&out);
    let status = |name: &str| rows[name].0.as_str();
    let read = ["two\nlines.pdf", "\u{fffd}.pdf", "\u{fffd}.pdf~2"];
    assert!(read.iter().all(|name| matches!(status(name), "complete" | "partial")), "{rows:?}");
    assert_eq!(
        [status("empty.pdf"), status("deep/circle"), status("dangling.pdf")],
        ["quarantined", "failed", "failed"]
    );
    assert!(rows["deep/circle"].1.contains("leads back"), "{rows:?}");
    assert_eq!(rows.len(), 6 + usize::from(pipe));
    if pipe {
        assert!(rows["pipe.pdf"].1.contains("it is no file"), "{rows:?}");
    }
}

#[test]
fn a_file_of_any_time_is_read() {
    use std::time::{Duration, UNIX_EPOCH};
    let (place, pdfs) = (tempfile::tempdir().unwrap(), pdfs(2));
    let input = place.path().join("in");
    std::fs::create_dir(&input).unwrap();
    // Ten years before 1970, as archives leave it that know no time, and a century ahead.
    let year = Duration::from_secs(365 * 24 * 3600);
    for (time, (_, bytes)) in [UNIX_EPOCH - 10 * year, UNIX_EPOCH + 150 * year].into_iter().zip(&pdfs) {
        let path = input.join(format!("{}.pdf", bytes.len()));
        std::fs::write(&path, bytes).unwrap();
        std::fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    }
    let out = place.path().join("out");
    assert!(extract().arg(&input).arg("--out").arg(&out).status().unwrap().code().unwrap() < 2);
    let rows = coverage(&out);
    assert!(
        rows.len() == 2 && rows.values().all(|row| row.0 == "complete" || row.0 == "partial"),
        "{rows:?}"
    );
}

#[cfg(unix)]
#[test]
fn files_that_are_not_to_be_had_are_rows() {
    use std::os::unix::fs::PermissionsExt;
    let (place, pdfs) = (tempfile::tempdir().unwrap(), pdfs(1));
    let input = place.path().join("in");
    std::fs::create_dir(&input).unwrap();
    std::fs::write(input.join("sound.pdf"), &pdfs[0].1).unwrap();
    // Nothing of it is on the disk but its length.
    std::fs::File::create(input.join("huge.pdf")).unwrap().set_len((2 << 30) + 1).unwrap();
    std::fs::write(input.join("locked.pdf"), &pdfs[0].1).unwrap();
    std::fs::set_permissions(input.join("locked.pdf"), std::fs::Permissions::from_mode(0o000)).unwrap();
    let is_locked = std::fs::read(input.join("locked.pdf")).is_err();
    // A file whose length is never what is read of it: as one that is written to meanwhile.
    let grows = Path::new("/proc/self/status");
    if grows.exists() {
        std::os::unix::fs::symlink(grows, input.join("grows.pdf")).unwrap();
    }
    let out = place.path().join("out");
    assert_eq!(extract().arg(&input).arg("--out").arg(&out).status().unwrap().code(), Some(1));
    let rows = coverage(&out);
    assert!(rows["huge.pdf"].1.contains("2147483649 bytes, and 2147483648 are read at most"), "{rows:?}");
    assert_eq!(rows["huge.pdf"].0, "failed");
    if grows.exists() {
        assert!(rows["grows.pdf"].1.contains("changed while it was read"), "{rows:?}");
    }
    match is_locked {
        true => assert!(rows["locked.pdf"].1.contains("could not be read: "), "{rows:?}"),
        false => println!("no file is locked for who runs this test"),
    }
}

/// A PDF of one page with these lines.
fn page_of(lines: &[&str]) -> Vec<u8> {
    let shown: String = lines.iter().map(|line| format!("({line}) Tj T*\n")).collect();
    let text = format!("BT /F1 11 Tf 14 TL 60 790 Td\n{shown}ET");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
            .to_owned(),
        format!("<</Length {}>>\nstream\n{text}\nendstream", text.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>".to_owned(),
        // What the page shows as {, | and } means escape, bell and the end of a line.
        format!("<</Length {}>>\nstream\n{CONTROLS}\nendstream", CONTROLS.len()),
    ];
    let mut pdf = "%PDF-1.4\n".to_owned();
    for (object, number) in objects.iter().zip(1..) {
        pdf += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    (pdf + "trailer\n<</Size 7/Root 1 0 R>>\nstartxref\n0\n%%EOF\n").into_bytes()
}

const CONTROLS: &str = "1 begincodespacerange <00> <FF> endcodespacerange 2 beginbfrange <20> <7a> <0020> endbfrange \
                        3 beginbfchar <7b> <001b> <7c> <0007> <7d> <000a0022002c000d> endbfchar";

#[test]
fn control_characters_break_nothing() {
    let place = tempfile::tempdir().unwrap();
    let lines = [
        "MINUTES of the Quay{[2J Committee held on 4 May 2021",
        "PRESENT: Cllr A Hale|, Cllr B Fen},x",
        "1. Tolls {]0;x|",
        "RESOLVED that the {[31mtolls} be raised, =1+1",
    ];
    std::fs::write(place.path().join("m.pdf"), page_of(&lines)).unwrap();
    let out = place.path().join("out");
    let code = extract().arg(place.path().join("m.pdf")).arg("--out").arg(&out).status().unwrap().code();
    assert!(code.is_some_and(|code| code < 2));
    let mut csvs = 0;
    for folder in ["data", "report", "."] {
        for file in
            files(&out.join(folder)).iter().filter(|file| file.extension().is_some_and(|e| e == "csv"))
        {
            let mut reader = csv::Reader::from_path(file).unwrap();
            let wide = reader.headers().unwrap().len();
            reader.records().for_each(|row| assert_eq!(row.unwrap().len(), wide, "{}", file.display()));
            csvs += 1;
        }
    }
    assert!(csvs > 20);
    let documents = files(&out.join("documents"));
    let read: serde_json::Value = serde_json::from_slice(&std::fs::read(&documents[0]).unwrap()).unwrap();
    assert_eq!(read["document"]["source"], "m.pdf");
    for verb in ["text", "explain"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_minutebook"));
        let shown =
            command.arg(verb).arg(place.path().join("m.pdf")).args(["--ocr", "never"]).output().unwrap();
        let steers = |byte: &&u8| **byte < 32 && !matches!(**byte, b'\n' | b'\t' | b'\r' | 12);
        assert_eq!(shown.stdout.iter().chain(&shown.stderr).find(steers), None, "{verb}");
    }
}
