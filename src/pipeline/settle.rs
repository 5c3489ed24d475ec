//! From a reading to its record: fills in the document's identity, calls normalize, gathers what every stage noticed
//! into `issues`, and derives the status, so that no record with an error among its issues says `complete`. Gives the
//! record of a refused document too. Knows nothing of how documents are read.

use super::{Reading, Refusal};
use crate::model::diagnostic::{Diagnostic, Severity, Stage};
use crate::model::digest::Hash;
use crate::model::geometry::Place;
use crate::model::page::{GlyphFlags, PageSet};
use crate::model::record::{
    DocumentRecord, IssueRecord, MeetingRecord, ParseStatus, PlaceRecord, Record, SCHEMA,
};
use crate::model::transcript::Transcript;
use crate::normalize;

/// A document is complete only where the rules account for this share of its text.
const LEAST_RECOGNISED: f64 = 0.95;

/// Digits of the sha256 that make a document's id.
const ID_DIGITS: usize = 16;

/// The record of a document that was read; `several`: it is one of several in its file, bound behind this `agenda`.
pub fn record(
    name: &str,
    sha256: Hash,
    several: bool,
    agenda: Option<&MeetingRecord>,
    reading: Reading,
) -> Record {
    let whole = identity(name, sha256, reading.pages.pages.len());
    let first_page = reading.pages.pages.first().map_or(0, |p| p.number);
    let document = DocumentRecord {
        id: if several { format!("{}-p{first_page:03}", whole.id) } else { whole.id.clone() },
        first_page,
        last_page: reading.pages.pages.last().map_or(0, |p| p.number),
        text_source: text_source(&reading.pages),
        ..whole
    };
    let mut record = normalize::record(&reading.tree, &reading.transcript, document, agenda);
    let mut issues = noticed(&reading);
    issues.append(&mut record.issues);
    record.issues = each_once(issues);
    record.document.parse_status = status(&record);
    record
}

/// The record of a document that was set aside.
pub fn quarantined(name: &str, sha256: Hash, refusal: &Refusal) -> Record {
    let document = DocumentRecord {
        quarantine_reason: Some(refusal.to_string()),
        parse_status: ParseStatus::Quarantined,
        ..identity(name, sha256, refusal.pages)
    };
    let issue = Diagnostic::new(Stage::Extract, Severity::Error, refusal.code, refusal.message.as_str());
    Record { issues: vec![issue_record(&issue, &Transcript::default())], ..empty(document) }
}

fn identity(name: &str, sha256: Hash, pages: usize) -> DocumentRecord {
    let sha256 = sha256.to_string();
    DocumentRecord {
        id: sha256.chars().take(ID_DIGITS).collect(),
        source: name.to_owned(),
        sha256,
        pages: u32::try_from(pages).unwrap_or(u32::MAX),
        ..DocumentRecord::default()
    }
}

fn empty(document: DocumentRecord) -> Record {
    Record {
        schema: SCHEMA,
        meeting: MeetingRecord { id: document.id.clone(), ..MeetingRecord::default() },
        document,
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

/// The status that the record has earned: the only way to `complete` is without an error or warning among the issues.
fn status(record: &Record) -> ParseStatus {
    let doubtful = record.issues.iter().any(|i| i.severity != "info");
    let recognised = record.document.recognised.is_some_and(|share| share >= LEAST_RECOGNISED);
    match &record.document.quarantine_reason {
        Some(_) => ParseStatus::Quarantined,
        None if recognised && !doubtful => ParseStatus::Complete,
        None => ParseStatus::Partial,
    }
}

fn text_source(pages: &PageSet) -> Option<&'static str> {
    let read = pages.pages.iter().filter(|p| p.recognised.is_some());
    let ocr = read.flat_map(|p| &p.glyphs).any(|g| g.flags.has(GlyphFlags::OCR));
    let embedded = pages.pages.iter().flat_map(|p| &p.glyphs).any(|g| !g.flags.has(GlyphFlags::OCR));
    match (embedded, ocr) {
        (true, true) => Some("mixed"),
        (true, false) => Some("embedded"),
        (false, true) => Some("ocr"),
        (false, false) => None,
    }
}

fn noticed(reading: &Reading) -> Vec<IssueRecord> {
    let stages = [&reading.pages.diagnostics, &reading.transcript.diagnostics, &reading.tree.diagnostics];
    stages.into_iter().flatten().map(|d| issue_record(d, &reading.transcript)).collect()
}

fn issue_record(diagnostic: &Diagnostic, transcript: &Transcript) -> IssueRecord {
    IssueRecord {
        code: diagnostic.code.as_str(),
        severity: severity(diagnostic.severity),
        message: diagnostic.message.clone(),
        place: diagnostic.place.map(|p| PlaceRecord::new(p.page, p.rect, quote(transcript, p))),
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// The words whose middle lies in the place.
fn quote(transcript: &Transcript, place: Place) -> String {
    let inside = transcript.words.iter().filter(|w| w.page == place.page);
    let inside = inside.map(|w| (w, transcript.shown(w)));
    let inside =
        inside.filter(|(_, rect)| place.rect.contains(rect.middle_x(), rect.middle_y())).map(|(w, _)| w);
    inside.map(|w| w.span.of(&transcript.text)).collect::<Vec<_>>().join(" ")
}

/// A stage may hand on what an earlier one said; it is said once.
fn each_once(issues: Vec<IssueRecord>) -> Vec<IssueRecord> {
    let mut once: Vec<IssueRecord> = Vec::with_capacity(issues.len());
    for issue in issues {
        if !once.iter().any(|other| same(other, &issue)) {
            once.push(issue);
        }
    }
    once
}

fn same(a: &IssueRecord, b: &IssueRecord) -> bool {
    let spot = |issue: &IssueRecord| issue.place.as_ref().map(|p| (p.page, p.bbox));
    a.code == b.code && a.message == b.message && spot(a) == spot(b)
}
