//! Documents are read by workers, and one that brings its worker down costs its own row alone: whatever ends a worker, the
//! run goes on, and no worker is left over. Workers are found and ended as the system would end them.

use crate::fixtures::{all, files_below, root};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn minutebook() -> Command {
    Command::new(env!("CARGO_BIN_EXE_minutebook"))
}

fn extracting(input: &Path, out: &Path, more: &[&str]) -> Command {
    let mut command = minutebook();
    command.arg("extract").arg(input).arg("--out").arg(out).args(["--ocr", "never", "--quiet"]).args(more);
    command
}

fn extract(input: &Path, out: &Path, more: &[&str]) -> Output {
    let output = extracting(input, out, more).output().unwrap();
    assert!(output.status.code().is_some_and(|code| code < 2), "{}", text(&output.stderr));
    output
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A folder with copies of the first fixtures, and the file of this name among the hostile.
fn papers(count: usize, hostile: Option<&str>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (number, fixture) in all().into_iter().take(count).enumerate() {
        std::fs::copy(&fixture.pdf, folder.path().join(format!("{number:02}.pdf"))).unwrap();
    }
    if let Some(name) = hostile {
        let kept = root().join(format!("fixtures/hostile/{name}.hostile"));
        std::fs::copy(kept, folder.path().join(name)).unwrap();
    }
    folder
}

/// A folder with a PDF that takes minutes to read: two hundred pages share a content of millions of operators.
fn endless() -> tempfile::TempDir {
    let mut content = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    (0..48).for_each(|_| content.write_all(&b"q Q\n".repeat(1 << 18)).unwrap());
    let content = content.finish().unwrap();
    let mut pdf = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n".to_vec();
    let kids: String = (4..204).map(|number| format!("{number} 0 R ")).collect();
    pdf.extend(format!("2 0 obj\n<</Type/Pages/Count 200/Kids[{kids}]>>\nendobj\n").bytes());
    let length = content.len();
    pdf.extend(format!("3 0 obj\n<</Filter/FlateDecode/Length {length}>>\nstream\n").bytes());
    pdf.extend(content);
    pdf.extend(b"\nendstream\nendobj\n");
    for number in 4..204 {
        let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R>>";
        pdf.extend(format!("{number} 0 obj\n{page}\nendobj\n").bytes());
    }
    pdf.extend(b"trailer\n<</Size 204/Root 1 0 R>>\nstartxref\n0\n%%EOF\n");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("endless.pdf"), pdf).unwrap();
    folder
}

/// Every file of a dataset but the account of its run, by name.
fn bytes_of(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let name = |path: &PathBuf| path.strip_prefix(out).unwrap().to_string_lossy().replace('\\', "/");
    let all = files_below(out).into_iter().map(|path| (name(&path), std::fs::read(path).unwrap()));
    all.filter(|(name, _)| name != "run.json").collect()
}

fn assert_same(out: &Path, whole: &Path) {
    let (out, whole) = (bytes_of(out), bytes_of(whole));
    assert_eq!(out.keys().collect::<Vec<_>>(), whole.keys().collect::<Vec<_>>());
    let other: Vec<&String> =
        out.iter().filter(|(name, bytes)| whole[*name] != **bytes).map(|f| f.0).collect();
    assert!(other.is_empty(), "other bytes in {other:?}");
}

/// Status and reason of every file, by name.
fn coverage(out: &Path) -> BTreeMap<String, (String, String)> {
    let mut reader = csv::Reader::from_path(out.join("report/coverage.csv")).unwrap();
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| (row[0].to_owned(), (row[3].to_owned(), row[4].to_owned()))).collect()
}

#[test]
fn workers_change_no_byte() {
    let (papers, place) = (papers(8, Some("bomb.pdf")), tempfile::tempdir().unwrap());
    let [here, one, two] = ["here", "one", "two"].map(|name| place.path().join(name));
    extract(papers.path(), &here, &["--in-process"]);
    extract(papers.path(), &one, &["--jobs", "1"]);
    extract(papers.path(), &two, &["--jobs", "2"]);
    assert_same(&one, &here);
    assert_same(&two, &here);
}

#[test]
fn what_takes_too_much_memory_is_a_row_until_it_is_given_more() {
    let (papers, place) = (papers(2, Some("bomb.pdf")), tempfile::tempdir().unwrap());
    let (out, ample) = (place.path().join("out"), place.path().join("ample"));
    let tight = ["--memory", "80", "--jobs", "1"];
    assert_eq!(extract(papers.path(), &out, &tight).status.code(), Some(1));
    let rows = coverage(&out);
    if !cfg!(target_os = "linux") && rows["bomb.pdf"].0 != "quarantined" {
        println!("skipped: this system does not tell how much memory a process takes");
        return;
    }
    assert_eq!(rows["bomb.pdf"].0, "quarantined");
    let expected = "OUT_OF_MEMORY: reading it takes more than 80 MiB of memory; give it more with --memory";
    assert_eq!(rows["bomb.pdf"].1, expected);
    assert!(["00.pdf", "01.pdf"].iter().all(|name| rows[*name].0 != "quarantined"), "{rows:?}");
    // On the same terms it is not tried again; on others it is, and ends as if it had never been.
    extract(papers.path(), &out, &tight);
    assert_eq!(coverage(&out), rows);
    extract(papers.path(), &out, &[]);
    extract(papers.path(), &ample, &[]);
    assert_same(&out, &ample);
}

#[test]
fn what_does_not_end_is_a_row() {
    let (papers, place) = (endless(), tempfile::tempdir().unwrap());
    std::fs::copy(all().remove(0).pdf, papers.path().join("sound.pdf")).unwrap();
    let out = place.path().join("out");
    assert_eq!(extract(papers.path(), &out, &["--timeout", "1"]).status.code(), Some(1));
    let (rows, expected) =
        (coverage(&out), "TIMED_OUT: it was not read within 1 seconds; give it more with --timeout");
    assert_eq!(rows["endless.pdf"], ("quarantined".to_owned(), expected.to_owned()));
}

#[test]
fn a_worker_answers_what_it_is_asked() {
    let (pdf, place) = (all().remove(0).pdf, tempfile::tempdir().unwrap());
    let bytes = std::fs::read(&pdf).unwrap();
    let path = serde_json::to_string(pdf.to_str().unwrap()).unwrap();
    let mut asked = format!("{{\"path\": {path}}}\n{{\"pth\": \"x\"}}\n\n{{\"path\": \"no-such.pdf\"}}\n");
    asked += &format!("{{\"name\": \"m.pdf\", \"length\": {}}}\n", bytes.len());
    let mut worker = minutebook();
    worker.args(["worker", "--ocr", "never"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut worker = worker.current_dir(place.path()).spawn().unwrap();
    let mut requests = worker.stdin.take().unwrap();
    requests.write_all(asked.as_bytes()).unwrap();
    requests.write_all(&bytes).unwrap();
    drop(requests);
    let output = worker.wait_with_output().unwrap();
    assert!(output.status.success());
    let said = text(&output.stdout);
    let answers: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((answers.len(), &answers[0]), (5, &Value::from("ready")));
    let answers = &answers[1..];
    let document = |at: usize| answers[at]["done"]["documents"][0].clone();
    assert!(answers[1]["failed"].as_str().unwrap().contains("pth"));
    assert!(answers[2]["failed"].as_str().unwrap().contains("could not be read"));
    assert_eq!(answers[3]["done"]["name"], "m.pdf");
    assert_eq!(document(0)["items"], document(3)["items"]);
    assert!(!document(0)["items"].as_array().unwrap().is_empty());
}

#[cfg(target_os = "linux")]
mod ended {
    use super::*;
    use std::collections::BTreeSet;
    use std::process::Child;

    /// The workers that this one has started, that have begun to work (which is when they have three threads) and that
    /// have not ended.
    fn children(of: u32) -> Vec<u32> {
        let processes = std::fs::read_dir("/proc").unwrap().flatten();
        let numbers = processes.filter_map(|entry| entry.file_name().to_string_lossy().parse().ok());
        let threads = |of: u32| std::fs::read_dir(format!("/proc/{of}/task")).map_or(0, Iterator::count);
        let is_child = |number: u32| state(number).is_some_and(|(parent, ended)| parent == of && !ended);
        numbers.filter(|number| is_child(*number) && threads(*number) >= 3).collect()
    }

    /// Its parent, and whether it has ended already.
    fn state(process: u32) -> Option<(u32, bool)> {
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        let mut fields = stat.rsplit(')').next()?.split_whitespace();
        let state = fields.next()?;
        Some((fields.next()?.parse().ok()?, matches!(state, "Z" | "X")))
    }

    fn signal(name: &str, process: u32) {
        // It may have ended by itself meanwhile.
        Command::new("kill")
            .arg(format!("-{name}"))
            .arg(process.to_string())
            .stderr(Stdio::null())
            .status()
            .unwrap();
    }

    /// Starts a run and sends each of its workers the signal, up to so many of them; gives the run when it has ended.
    fn disturbed(mut run: Child, name: &str, most: usize) -> Option<i32> {
        let mut met = BTreeSet::new();
        loop {
            if let Some(status) = run.try_wait().unwrap() {
                return status.code();
            }
            for worker in children(run.id()) {
                if met.len() < most && met.insert(worker) {
                    signal(name, worker);
                }
            }
            std::thread::yield_now();
        }
    }

    fn run(papers: &Path, out: &Path, more: &[&str]) -> Child {
        extracting(papers, out, more).stderr(Stdio::null()).spawn().unwrap()
    }

    #[test]
    fn a_document_whose_worker_was_ended_is_read_once_more() {
        let (papers, place) = (papers(6, None), tempfile::tempdir().unwrap());
        let (out, whole) = (place.path().join("out"), place.path().join("whole"));
        extract(papers.path(), &whole, &[]);
        let code = disturbed(run(papers.path(), &out, &["--jobs", "1"]), "ABRT", 1);
        assert_eq!(code, Some(0));
        assert_same(&out, &whole);
    }

    #[test]
    fn a_document_whose_workers_all_end_is_a_row() {
        let (papers, place) = (endless(), tempfile::tempdir().unwrap());
        let out = place.path().join("out");
        let code = disturbed(run(papers.path(), &out, &["--jobs", "1"]), "ABRT", usize::MAX);
        assert_eq!(code, Some(1));
        let expected = "WORKER_DIED: reading it brought its worker down twice (signal 6 (SIGABRT))";
        assert_eq!(coverage(&out)["endless.pdf"], ("quarantined".to_owned(), expected.to_owned()));
    }

    #[test]
    fn workers_end_with_the_run_that_started_them() {
        let (papers, place) = (papers(1, None), tempfile::tempdir().unwrap());
        let mut run = run(papers.path(), &place.path().join("out"), &[]);
        let mut workers = children(run.id());
        while workers.is_empty() && run.try_wait().unwrap().is_none() {
            workers = children(run.id());
        }
        run.kill().unwrap();
        run.wait().unwrap();
        while workers.iter().any(|worker| state(*worker).is_some_and(|(_, ended)| !ended)) {
            std::thread::yield_now();
        }
    }
}
