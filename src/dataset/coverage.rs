//! What became of every file, and what to look at: report/coverage.csv has one row for each input, read or not (one for each
//! document of a file that holds several), and
//! report/issues.csv what is doubtful, file by file, errors first. Given inputs and records, gives the files. Knows
//! nothing of how documents are read.

use super::DatasetError;
use super::table::{Sheet, place_cells};
use crate::model::diagnostic::Code;
use crate::model::record::{IssueRecord, ParseStatus, Record};
use std::collections::BTreeMap;

/// A file that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Its path below the input folder, with `/`.
    pub name: String,
    /// Its hash; none if it could not be read.
    pub sha256: Option<String>,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It has a record.
    Document,
    /// Another file, earlier by name, holds the same bytes.
    Duplicate {
        /// That file's name.
        of: String,
    },
    /// The system would not give its bytes.
    Unreadable {
        /// What it said.
        reason: String,
    },
}

struct Covered<'r> {
    input: &'r Input,
    record: Option<&'r Record>,
}

type Column = (&'static str, fn(&Covered<'_>) -> String);

const COLUMNS: [Column; 15] = [
    ("name", |c| c.input.name.clone()),
    ("sha256", |c| c.input.sha256.clone().unwrap_or_default()),
    ("kind", |c| c.of(|r| r.document.kind.as_str())),
    ("status", status),
    ("reason", reason),
    ("pages", |c| c.of(|r| r.document.pages)),
    ("first_page", |c| c.of(|r| r.document.first_page)),
    ("last_page", |c| c.of(|r| r.document.last_page)),
    ("recognised", |c| c.of(|r| r.document.recognised.map_or(String::new(), |share| share.to_string()))),
    ("house_style", |c| c.of(|r| r.document.house_style.clone().unwrap_or_default())),
    ("attendance", |c| c.of(|r| r.attendance.len())),
    ("items", |c| c.of(|r| r.items.len())),
    ("resolutions", |c| c.of(|r| r.resolutions.len())),
    ("fields", |c| c.of(|r| r.report.as_ref().map_or(0, |report| report.fields.len()))),
    ("issues", |c| c.of(|r| r.issues.len())),
];

impl Covered<'_> {
    fn of<V: ToString>(&self, value: fn(&Record) -> V) -> String {
        self.record.map(|r| value(r).to_string()).unwrap_or_default()
    }
}

/// complete | partial | quarantined | duplicate | failed
fn status(covered: &Covered<'_>) -> String {
    match &covered.input.fate {
        Fate::Document => covered.of(|r| r.document.parse_status.as_str()),
        Fate::Duplicate { .. } => "duplicate".to_owned(),
        Fate::Unreadable { .. } => "failed".to_owned(),
    }
}

/// Why it is not complete: the reason it was set aside, or its gravest issue.
fn reason(covered: &Covered<'_>) -> String {
    match &covered.input.fate {
        Fate::Document => covered.of(|r| r.document.quarantine_reason.clone().unwrap_or_else(|| gravest(r))),
        Fate::Duplicate { of } => format!("DUPLICATE: holds the same bytes as {of}"),
        Fate::Unreadable { reason } => reason.clone(),
    }
}

fn gravest(record: &Record) -> String {
    let issue = record.issues.iter().filter(|i| i.severity != "info").min_by_key(|i| weight(i));
    let unsaid =
        || if record.document.parse_status == ParseStatus::Partial { share(record) } else { String::new() };
    issue.map_or_else(unsaid, |i| format!("{}: {}", i.code, i.message))
}

fn share(record: &Record) -> String {
    let share = record.document.recognised.unwrap_or(0.0) * 100.0;
    format!("{}: {share:.1} % of the text recognised", Code::UnrecognisedText.as_str())
}

fn weight(issue: &IssueRecord) -> u8 {
    match issue.severity {
        "error" => 0,
        "warning" => 1,
        _ => 2,
    }
}

/// report/coverage.csv.
///
/// # Errors
/// When csv refuses.
pub fn csv(records: &[Record], inputs: &[Input]) -> Result<Vec<u8>, DatasetError> {
    let mut by_name: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
    records.iter().for_each(|r| by_name.entry(r.document.source.as_str()).or_default().push(r));
    let mut sheet = Sheet::new("coverage", &COLUMNS.map(|(name, _)| name))?;
    for input in inputs {
        let read = by_name.get(input.name.as_str()).filter(|_| input.fate == Fate::Document);
        let read = read.map_or_else(|| vec![None], |records| records.iter().copied().map(Some).collect());
        for record in read {
            let covered = Covered { input, record };
            sheet.row(&COLUMNS.map(|(_, cell)| cell(&covered)))?;
        }
    }
    sheet.finish()
}

const ISSUE_COLUMNS: [&str; 11] =
    ["file", "severity", "code", "message", "quote", "page", "x0", "top", "x1", "bottom", "document_id"];

/// report/issues.csv: by file, errors first.
///
/// # Errors
/// When csv refuses.
pub fn issues_csv(records: &[Record], inputs: &[Input]) -> Result<Vec<u8>, DatasetError> {
    let mut sheet = Sheet::new("issues", &ISSUE_COLUMNS)?;
    for record in records {
        let mut issues: Vec<&IssueRecord> = record.issues.iter().collect();
        issues.sort_by_key(|i| weight(i));
        for issue in issues {
            sheet.row(&issue_cells(record, issue))?;
        }
    }
    for input in inputs {
        if let Fate::Unreadable { reason } = &input.fate {
            let cells = [&input.name, "error", "UNREADABLE", reason, "", "", "", "", "", "", ""];
            sheet.row(&cells)?;
        }
    }
    sheet.finish()
}

fn issue_cells(record: &Record, issue: &IssueRecord) -> [String; 11] {
    let quote = issue.place.as_ref().map(|p| p.quote.clone()).unwrap_or_default();
    let [page, x0, top, x1, bottom] = place_cells(issue.place.as_ref());
    let [severity, code] = [issue.severity, issue.code].map(str::to_owned);
    let file = record.document.source.clone();
    [
        file,
        severity,
        code,
        issue.message.clone(),
        quote,
        page,
        x0,
        top,
        x1,
        bottom,
        record.document.id.clone(),
    ]
}
