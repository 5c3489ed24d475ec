//! What goes out and what does not: the fixtures of `fixtures/privacy/` are published as a person would, everything that was
//! redacted is looked for in every file that goes out, and decisions of the officer are obeyed. Single rules are tried on
//! sentences.

use crate::fixtures::{files_below, root};
use minutebook::house_style::Styles;
use minutebook::model::record::{DocumentRecord, MeetingRecord, Record, SCHEMA};
use minutebook::privacy::{self, Finding, Officials, Passage};
use std::path::PathBuf;
use std::process::Command;

fn minutebook(arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_minutebook")).args(arguments).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(text).unwrap())
}

/// A dataset of some files, what goes out of it, and the ledger.
struct Published {
    folder: tempfile::TempDir,
}

impl Published {
    fn of(files: &[PathBuf]) -> Self {
        let published = Self { folder: tempfile::tempdir().unwrap() };
        let mut arguments = vec!["extract"];
        arguments.extend(files.iter().map(|file| file.to_str().unwrap()));
        let dataset = published.path("dataset");
        arguments.extend(["--quiet", "--ocr", "never", "--out", &dataset]);
        assert_eq!(minutebook(&arguments).0, 0);
        published
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    /// Publishes, and gives what was told.
    fn publish(&self, more: &[&str]) -> String {
        let (dataset, public) = (self.path("dataset"), self.path("public"));
        let (code, text) = minutebook(&[&["publish", &dataset, "--out", &public], more].concat());
        assert_eq!(code, 0, "{text}");
        let (code, verdict) = minutebook(&["verify", &public]);
        assert_eq!(code, 0, "{verdict}");
        text
    }

    /// Every file that goes out, with its text.
    fn public(&self) -> Vec<(PathBuf, String)> {
        let files = files_below(&self.folder.path().join("public")).into_iter();
        files
            .map(|f| (f.clone(), String::from_utf8_lossy(&std::fs::read(&f).unwrap()).into_owned()))
            .collect()
    }

    fn holds(&self, words: &str) -> bool {
        self.public().iter().any(|(_, text)| text.contains(words))
    }

    /// The ledger, a row a map from heading to cell.
    fn ledger(&self) -> Vec<std::collections::BTreeMap<String, String>> {
        let path = self.folder.path().join("dataset/redactions.csv");
        csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
    }

    /// Appends a row of the officer's to the ledger.
    fn decide(&self, words: &str, kind: &str, at: &str, document: &str, decision: &str) {
        let path = self.folder.path().join("dataset/redactions.csv");
        let mut text = std::fs::read_to_string(&path).unwrap();
        text.push_str(&format!("{document},,{kind},{words},{at},,,,,,{decision}\r\n"));
        std::fs::write(path, text).unwrap();
    }
}

fn fallowby() -> Published {
    let names = ["minutes", "exempt-report", "open-report"];
    let files = names.map(|name| root().join(format!("fixtures/privacy/fallowby-{name}.pdf")));
    Published::of(&files)
}

#[test]
fn nothing_that_was_redacted_stands_in_what_goes_out() {
    let published = fallowby();
    let text = published.publish(&["--excel"]);
    assert!(text.contains("2 documents go out, 1 of them provisional"), "{text}");
    assert!(text.contains("withheld: 1 documents, 1 items"), "{text}");
    let done: Vec<_> = published.ledger().into_iter().filter(|row| row["proposed"] != "look").collect();
    assert!(done.iter().filter(|row| row["kind"] == "name").count() > 5, "{done:?}");
    for (file, text) in published.public() {
        for row in done.iter().filter(|row| !row["words"].is_empty()) {
            assert!(!text.contains(&row["words"]), "{}: {}", file.display(), row["words"]);
        }
    }
    for name in ["redactions.csv", ".minutebook"] {
        assert!(!published.folder.path().join("public").join(name).exists(), "{name}");
    }
}

#[test]
fn private_persons_go_and_officials_stay() {
    let published = fallowby();
    published.publish(&[]);
    for private in [
        "Olive Marsh",
        "Mrs Marsh",
        "Henry Lisle",
        "Copse",
        "12 Mill Lane",
        "FB3 4XY",
        "FB3 4QZ",
        "j.copse",
        "07700 900123",
        "P Rowan",
        "Peter Rowan",
        "Ashby",
        "T Gill",
        "960 123",
        "clerk@",
        "Walter Sedge",
        "RENT ARREARS",
        "kiosk",
        "Settlement with a contractor",
        "settlement-with",
        "Garnet",
        "A. M. Hale",
        "joanfell",
        "martinbrock",
        "960 456",
    ] {
        assert!(!published.holds(private), "{private}");
    }
    for public in [
        "A Hale",
        "B Dale",
        "C Vale",
        "D Tarn",
        "J Fell",
        "Town Clerk",
        "E Moss",
        "Mr Tarn replied",
        "Mrs C Vale, as chairman",
        "Joan Fell",
        "Martin Brock",
        "Estates Officer",
        "2 Market Place, Fallowby, FB1 2AA",
        "provisional",
        "[withheld]",
        "the petition of [redacted] be referred",
    ] {
        assert!(published.holds(public), "{public}");
    }
}

#[test]
fn quotes_of_what_goes_out_stand_on_their_pages() {
    let published = fallowby();
    published.publish(&[]);
    let pdfs = root().join("fixtures/privacy");
    let (code, text) = minutebook(&["verify", &published.path("public"), "--pdfs", pdfs.to_str().unwrap()]);
    assert_eq!(code, 0, "{text}");
}

#[test]
fn decisions_of_the_officer_are_obeyed_and_kept() {
    let published = fallowby();
    published.publish(&[]);
    let row = |kind: &str| published.ledger().into_iter().find(|row| row["kind"] == kind).unwrap();
    let (report, item) = (row("document"), row("item"));
    published.decide("Henry Lisle", "name", "", &item["document_id"], "keep");
    published.decide("the bench", "", "", "", "redact");
    published.decide("", "document", "", &report["document_id"], "keep");
    published.decide("", "item", &item["where"], &item["document_id"], "Keep");
    let text = published.publish(&[]);
    assert!(text.contains("withheld: 0 documents, 0 items") && text.contains(" x added"), "{text}");
    assert!(published.holds("Henry Lisle") && published.holds("Settlement with a contractor"));
    assert!(published.holds("RENT ARREARS") && !published.holds("the bench"));
    // What was decided stands in the new ledger, and the command gives the same once more.
    let before: Vec<_> =
        published.public().into_iter().filter(|(file, _)| !file.ends_with("run.json")).collect();
    published.publish(&[]);
    let after: Vec<_> =
        published.public().into_iter().filter(|(file, _)| !file.ends_with("run.json")).collect();
    assert!(before == after);
    published.decide("Henry Lisle", "name", "", "", "perhaps");
    let (code, text) =
        minutebook(&["publish", &published.path("dataset"), "--out", &published.path("public")]);
    assert_eq!(code, 2);
    assert!(text.contains("the decision is “perhaps”"), "{text}");
}

#[test]
fn what_must_not_go_out_is_refused() {
    let published = fallowby();
    let dataset = published.path("dataset");
    for (out, more, told) in [
        ("dataset", vec![], "is the dataset itself"),
        ("public", vec!["--redactions", "public/redactions.csv"], "would go out"),
    ] {
        let more: Vec<String> = more
            .iter()
            .map(|m| if m.starts_with("--") { (*m).to_owned() } else { published.path(m) })
            .collect();
        std::fs::create_dir_all(published.path("public")).unwrap();
        let out = published.path(out);
        let mut arguments = vec!["publish", &dataset, "--out", &out];
        arguments.extend(more.iter().map(String::as_str));
        let (code, text) = minutebook(&arguments);
        assert_eq!(code, 2, "{text}");
        assert!(text.contains(told), "{text}");
    }
    let other = Published::of(&[root().join("fixtures/privacy/fallowby-minutes.pdf")]);
    let (code, text) = minutebook(&["publish", &dataset, "--out", &other.path("dataset"), "--force"]);
    assert_eq!(code, 2);
    assert!(text.contains("holds a dataset that extract wrote"), "{text}");
}

#[test]
fn addresses_of_officers_go_from_a_real_report() {
    let report = root().join("../shared/corpus/S0002.pdf");
    if !report.is_file() {
        println!("skipped: {} is not there", report.display());
        return;
    }
    let published = Published::of(&[report]);
    let officers = std::fs::read_to_string(published.path("dataset/data/report_officers.csv")).unwrap();
    published.publish(&["--excel"]);
    let mut found = 0;
    for row in csv::Reader::from_reader(officers.as_bytes())
        .deserialize::<std::collections::BTreeMap<String, String>>()
    {
        let row = row.unwrap();
        found += 1;
        assert!(row["email"].contains('@') && !published.holds(&row["email"]), "an e-mail address stays");
        assert!(published.holds(&row["name"]) && published.holds(&row["job_title"]), "name and post go");
    }
    assert_eq!(found, 2);
    assert!(
        published
            .public()
            .iter()
            .filter(|(f, _)| f.extension().is_some_and(|e| e == "csv"))
            .all(|(_, t)| !t.contains('@'))
    );
}

/// What is found in one text under a heading, where these are officials: words, and whether it is sure.
fn found(under: &str, text: &str, officials: &[&str]) -> Vec<(String, bool)> {
    let styles = Styles::built_in().unwrap();
    let style = styles
        .named(if text.contains(" gan ") || text.contains(" a Mrs ") { "welsh" } else { "generic" })
        .unwrap();
    let mut known = Officials::default();
    officials.iter().for_each(|name| known.add(name));
    let passages = [Passage { text, under, ..Passage::default() }];
    let findings = privacy::findings(&passages, &blank(), &known, style);
    let stands = |finding: &Finding| text.contains(&finding.words);
    findings.into_iter().filter(stands).map(|finding| (finding.words, finding.sure)).collect()
}

fn blank() -> Record {
    Record {
        schema: SCHEMA,
        document: DocumentRecord::default(),
        meeting: MeetingRecord::default(),
        attendance: Vec::new(),
        presence: Vec::new(),
        items: Vec::new(),
        resolutions: Vec::new(),
        declarations: Vec::new(),
        actions: Vec::new(),
        references: Vec::new(),
        report: None,
        links: Vec::new(),
        issues: Vec::new(),
    }
}

fn sure(under: &str, text: &str, officials: &[&str]) -> Vec<String> {
    found(under, text, officials).into_iter().filter(|(_, sure)| *sure).map(|(words, _)| words).collect()
}

#[test]
fn names_are_private_by_the_words_beside_them() {
    for (text, names) in [
        ("An application by Mr J. Copse was noted.", vec!["Mr J. Copse"]),
        ("Applicant: Mr and Mrs A Copse", vec!["Mr and Mrs A Copse"]),
        ("The lead petitioner, Ruth Copse, spoke.", vec!["Ruth Copse"]),
        ("A complaint from Miss Copse about noise", vec!["Miss Copse"]),
        ("Mrs D Copse, a local resident, objected.", vec!["Mrs D Copse"]),
        ("Objections from J Copse and Dr Ann Sedge", vec!["J Copse", "Dr Ann Sedge"]),
        ("No objection for Mr & Mrs Sedge", vec!["Mr & Mrs Sedge"]),
        ("A letter from Mrs Copse was read.", vec!["Mrs Copse"]),
        ("Cais gan Mr a Mrs D Copse", vec!["Mr a Mrs D Copse"]),
        ("Signed: R Copse Chairman", vec!["Signed: R Copse"]),
    ] {
        let found = sure("", text, &[]);
        for name in names {
            assert!(found.iter().any(|words| words == name), "{name} in {text}: {found:?}");
        }
    }
}

#[test]
fn officials_companies_and_places_are_not_private() {
    for text in [
        "An application by Copse Homes Ltd was noted.",
        "A request from Councillor Copse was noted.",
        "Residents of Santa Clara Avenue objected.",
        "A letter from Mrs Copse, Head of Finance, was read.",
        "A question from Mr Dale, a resident and a member, was put.",
        "In reply to the applicant, Mr Dale noted that the matter was closed.",
        "Thank you, Mr Speaker. Mr Mayor, Madam Chair.",
        "Item 5 Mill Lane, 10 Rights of Way and 2019 Park Road",
        "held in the Council Offices, 12 High Street, FB1 2AA",
        "The minutes were signed by the Chairman.",
    ] {
        assert_eq!(sure("", text, &["R Dale"]), Vec::<String>::new(), "{text}");
    }
    assert_eq!(found("", "Mr Copse came by.", &[]), [("Mr Copse".to_owned(), false)]);
    assert!(found("", "Mr R Dale came by.", &["Rhys Dale"]).is_empty());
}

#[test]
fn who_speaks_where_the_public_does_is_private() {
    let text = "Ruth Copse asked about the beck. Mr Sedge said that it was dry. Councillor Hale replied. Mr Dale agreed.";
    assert_eq!(sure("Public Participation", text, &["A Hale", "R Dale"]), ["Mr Sedge", "Ruth Copse"]);
    assert_eq!(sure("Highways", text, &["A Hale", "R Dale"]), Vec::<String>::new());
}

#[test]
fn homes_are_private() {
    for (text, home) in [
        ("a tree at 12 Mill Lane was felled", "12 Mill Lane"),
        ("at 3a Beck Close, Fallowby, FB3 4XY today", "3a Beck Close, Fallowby, FB3 4XY"),
        ("at Beck House, Fallowby FB3 4XY today", "Beck House, Fallowby FB3 4XY"),
        ("to the east of FB3 4XY", "FB3 4XY"),
    ] {
        assert!(sure("", text, &[]).iter().any(|words| words == home), "{home}: {:?}", sure("", text, &[]));
    }
    let beside =
        sure("", "Mr J Copse of 12 Mill Lane and others; Beck House FB3 4XY B Sedge no objection", &[]);
    assert!(
        beside.contains(&"Mr J Copse".to_owned()) && beside.contains(&"B Sedge".to_owned()),
        "{beside:?}"
    );
}

#[test]
fn a_name_of_a_file_may_say_that_it_is_closed() {
    let styles = Styles::built_in().unwrap();
    let closed = |name: &str| privacy::is_closed(name, styles.named("generic").unwrap());
    assert!(
        closed("2024/Item_9_EXEMPT.pdf")
            && closed("not-for-publication/x.pdf")
            && !closed("unrestricted.pdf")
    );
}
