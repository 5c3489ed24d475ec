//! The control report: one file that needs no other, which readers of screens and paper can use, and whose links lead to
//! the pages of the documents.

use crate::fixtures::{all, hostile};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

const PAGE: &str = "report/index.html";

/// A folder with copies of the fixtures under awkward names, and one that cannot be read.
fn papers() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("Minutes & more")).unwrap();
    for (fixture, number) in all().into_iter().zip(0..) {
        let name = format!("Minutes & more/no. {number} #ä%.pdf");
        std::fs::copy(&fixture.pdf, folder.path().join(name)).unwrap();
    }
    let broken = hostile().into_iter().find(|path| path.to_string_lossy().contains("not-a-pdf")).unwrap();
    std::fs::copy(broken, folder.path().join("broken.pdf")).unwrap();
    folder
}

fn extract(papers: &Path, out: &Path, more: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_minutebook"));
    command.arg("extract").arg(papers).arg("--out").arg(out).args(["--ocr", "never", "--quiet"]).args(more);
    assert!(command.status().unwrap().code().is_some_and(|code| code < 2));
    std::fs::read_to_string(out.join(PAGE)).unwrap()
}

/// Every element of the page with its attributes; the page must be well-formed.
fn elements(page: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut reader = Reader::from_str(page);
    reader.config_mut().check_end_names = true;
    let mut found = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return found,
            Event::Start(element) | Event::Empty(element) => {
                let text = str::to_owned;
                let attributes = element.attributes().map(Result::unwrap);
                let attributes = attributes.map(|a| (text(a.key.as_ref()), unescaped(&a.value)));
                found.push((text(element.name().as_ref()), attributes.collect()));
            }
            _ => {}
        }
    }
}

fn unescaped(text: &str) -> String {
    text.replace("&#38;", "&")
        .replace("&#39;", "'")
        .replace("&#34;", "\"")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
}

fn values<'e>(elements: &'e [(String, Vec<(String, String)>)], key: &str) -> Vec<&'e str> {
    let attributes = elements.iter().flat_map(|(_, attributes)| attributes);
    attributes.filter(|(name, _)| name == key).map(|(_, value)| value.as_str()).collect()
}

/// The path of an address seen from the report.
fn target(out: &Path, address: &str) -> PathBuf {
    let path = address.split('#').next().unwrap();
    let mut bytes = Vec::new();
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        let escaped = |rest: &mut std::str::Bytes<'_>| {
            let digits = [rest.next().unwrap(), rest.next().unwrap()];
            u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
        };
        bytes.push(if byte == b'%' { escaped(&mut rest) } else { byte });
    }
    out.join("report").join(String::from_utf8(bytes).unwrap())
}

#[test]
fn the_report_is_one_file_and_its_links_lead_to_the_documents() {
    let papers = papers();
    let out = papers.path().join("dataset");
    let page = extract(papers.path(), &out, &[]);
    let elements = elements(&page);
    assert!(!elements.iter().any(|(name, _)| matches!(name.as_str(), "script" | "link" | "img" | "iframe")));
    assert!(values(&elements, "src").is_empty() && !page.contains("http://") && !page.contains("https://"));
    assert!(!page.contains("@import") && !page.contains("url("));
    let (anchors, files): (Vec<&str>, Vec<&str>) =
        values(&elements, "href").into_iter().partition(|address| address.starts_with('#'));
    let ids: BTreeSet<&str> = values(&elements, "id").into_iter().collect();
    assert_eq!(ids.len(), values(&elements, "id").len(), "no id stands twice");
    assert!(anchors.iter().all(|anchor| ids.contains(&anchor[1..])), "{anchors:?}");
    assert!(files.iter().any(|address| address.contains("#page=")));
    for address in files {
        assert!(target(&out, address).is_file(), "{address} leads nowhere");
    }
    assert!(!page.contains("Minutes & more"), "marks are escaped");
    assert!(!page.contains(papers.path().to_str().unwrap()), "no path of the machine");
}

#[test]
fn the_report_can_be_read_without_seeing_it() {
    let folder = tempfile::tempdir().unwrap();
    let page = extract(papers().path(), folder.path(), &[]);
    let elements = elements(&page);
    let count = |tag: &str| elements.iter().filter(|(name, _)| name == tag).count();
    let with = |tag: &str, key: &str| {
        elements
            .iter()
            .filter(|(name, attributes)| name == tag && attributes.iter().any(|(k, _)| k == key))
            .count()
    };
    assert_eq!([count("html"), with("html", "lang"), count("h1"), count("main")], [1; 4]);
    assert!(count("table") > 8);
    assert_eq!(count("table"), count("caption"));
    assert_eq!(count("th"), with("th", "scope"));
    assert!(count("svg") >= 2);
    assert_eq!([count("svg"), count("svg")], [with("svg", "aria-labelledby"), count("desc")]);
    let ids: BTreeSet<&str> = values(&elements, "id").into_iter().collect();
    let labels = values(&elements, "aria-labelledby").into_iter().flat_map(str::split_whitespace);
    assert!(labels.into_iter().all(|label| ids.contains(label)));
    assert_eq!(values(&elements, "href")[0], "#main", "what comes again on every page can be skipped");
    assert!(page.contains("@media print"));
}

#[test]
fn the_report_tells_what_there_is() {
    let folder = tempfile::tempdir().unwrap();
    let page = extract(papers().path(), folder.path(), &["--title", "Minutes <of> Dale"]);
    let files = all().len() + 1;
    for told in [
        "<h1>Minutes &#60;of&#62; Dale</h1>".to_owned(),
        format!("<dt>files found</dt><dd>{files}</dd>"),
        "<dt>set aside or not readable</dt><dd>1</dd>".to_owned(),
        "Decisions: the longest".to_owned(),
        "DAMAGED".to_owned(),
        "Documents by share recognised".to_owned(),
    ] {
        assert!(page.contains(&told), "{told}");
    }
}

#[test]
fn links_lead_where_the_publisher_says() {
    let (papers, folder) = (papers(), tempfile::tempdir().unwrap());
    let page = extract(
        papers.path(),
        folder.path(),
        &["--documents", "https://minutes.example/dale/", "--jobs", "1"],
    );
    let linked = "href=\"https://minutes.example/dale/Minutes%20%26%20more/no.%200%20%23%C3%A4%25.pdf#page=";
    assert!(page.contains(linked));
    let again =
        extract(papers.path(), folder.path(), &["--documents", "../Minutes", "--jobs", "2", "--fresh"]);
    assert!(again.contains("href=\"../../Minutes/Minutes%20%26%20more/") && !again.contains("https://"));
    let moved = again.replace("../../Minutes/", "https://minutes.example/dale/");
    let moved = moved.replace("<code>../Minutes</code>", "<code>https://minutes.example/dale/</code>");
    assert_eq!(moved, page, "the same whatever the number of jobs");
}
