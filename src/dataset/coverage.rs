//! What became of every file, and what to look at: report/coverage.csv has one row for each input, read or not (one for each
//! document of a file that holds several), and
//! report/issues.csv what is doubtful, file by file, errors first. Given inputs and records, gives the files. Knows
//! nothing of how documents are read.

use super::field::Field;
use super::folder::Folder;
use super::standing::Filed;
use super::table::{Cells, Csv, place_cells};
use super::{DatasetError, words};
use crate::model::diagnostic::Code;
use crate::model::digest::Hash;
use crate::model::record::{IssueRecord, ParseStatus, Record};
use std::sync::Arc;

/// A file that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Its path below the input folder, with `/`.
    pub name: Arc<str>,
    /// Its hash; none if it could not be read.
    pub sha256: Option<Hash>,
    /// What became of it.
    pub fate: Fate,
}

/// Before the name of the file that a duplicate is of.
const DUPLICATE: &str = "DUPLICATE: holds the same bytes as ";

/// The files of a dataset, as its report/coverage.csv has them.
///
/// # Errors
/// When it cannot be read.
pub fn inputs(folder: &Folder) -> Result<Vec<Input>, DatasetError> {
    let path = folder.root().join("report/coverage.csv");
    let failed = |e: csv::Error| DatasetError::Read { path: path.clone(), reason: e.to_string() };
    let mut reader = csv::Reader::from_path(&path).map_err(failed)?;
    let mut inputs: Vec<Input> = Vec::new();
    for row in reader.records() {
        let row = row.map_err(failed)?;
        let [name, sha256, status, reason] = [0, 1, 3, 4].map(|at| row.get(at).unwrap_or("").to_owned());
        let fate = match status.as_str() {
            "duplicate" => Fate::Duplicate { of: reason.trim_start_matches(DUPLICATE).into() },
            "failed" => Fate::Unreadable { reason },
            _ => Fate::Document,
        };
        let no_hash = || DatasetError::Read {
            path: path.clone(),
            reason: format!("{name}: {sha256:?} is no sha256; give the command once more that wrote it"),
        };
        let sha256 = match sha256.as_str() {
            "" => None,
            digits => Some(Hash::from_hex(digits).ok_or_else(no_hash)?),
        };
        let input = Input { name: name.into(), sha256, fate };
        // A file of several documents has a row for each.
        if inputs.last() != Some(&input) {
            inputs.push(input);
        }
    }
    Ok(inputs)
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It has a record.
    Document,
    /// Another file, earlier by name, holds the same bytes.
    Duplicate {
        /// That file's name.
        of: Arc<str>,
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

type Column = (Field, fn(&Covered<'_>) -> String);

const COLUMNS: [Column; 15] = [
    (Field::text("name", "The path of the file, below the folder that was read").always(), |c| {
        c.input.name.to_string()
    }),
    (Field::text("sha256", "The sha256 of the file's bytes, in hex"), |c| {
        c.input.sha256.map_or_else(String::new, |hash| hash.to_string())
    }),
    (Field::word("kind", words::DOCUMENT_KINDS, "What the document is"), |c| {
        c.of(|r| r.document.kind.as_str())
    }),
    (Field::word("status", words::FATES, "What became of the file").always(), status),
    (Field::text("reason", "Why it is not complete"), reason),
    (Field::count("pages", "Pages of the file"), |c| c.of(|r| r.document.pages)),
    (Field::count("first_page", "The first page of the document in its file, from 1"), |c| {
        c.of(|r| r.document.first_page)
    }),
    (Field::count("last_page", "The last page of the document in its file"), |c| {
        c.of(|r| r.document.last_page)
    }),
    (
        Field::number("recognised", "The share of the body's characters that the grammar accounts for")
            .within(0.0, 1.0),
        |c| c.of(|r| r.document.recognised.map_or(String::new(), |share| share.to_string())),
    ),
    (Field::text("house_style", "The house style by which it was read"), |c| {
        c.of(|r| r.document.house_style.clone().unwrap_or_default())
    }),
    (Field::count("attendance", "Rows of attendance read from it"), |c| c.of(|r| r.attendance.len())),
    (Field::count("items", "Rows of items read from it"), |c| c.of(|r| r.items.len())),
    (Field::count("resolutions", "Rows of resolutions read from it"), |c| c.of(|r| r.resolutions.len())),
    (Field::count("fields", "Rows of the front sheet read from it"), |c| {
        c.of(|r| r.report.as_ref().map_or(0, |report| report.fields.len()))
    }),
    (Field::count("issues", "Issues raised for it"), |c| c.of(|r| r.issues.len())),
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
        Fate::Duplicate { of } => format!("{DUPLICATE}{of}"),
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

/// report/coverage.csv on its way: inputs and documents come in the same order.
#[derive(Debug)]
pub struct Coverage<'i> {
    rest: std::slice::Iter<'i, Input>,
    /// The file whose documents come now.
    open: Option<&'i Input>,
}

impl<'i> Coverage<'i> {
    /// Of these files.
    pub fn new(inputs: &'i [Input]) -> Self {
        Self { rest: inputs.iter(), open: None }
    }

    /// Its columns.
    pub fn fields() -> Vec<Field> {
        COLUMNS.iter().map(|(field, _)| *field).collect()
    }

    /// Adds the row of a document, after those of all files before its own that have none.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn push(&mut self, sheet: &mut Csv, filed: &Filed) -> Result<(), DatasetError> {
        let source = &filed.record.document.source;
        while self.open.is_none_or(|input| *input.name != **source) {
            self.open = self.rest.next();
            match self.open {
                Some(input) if *input.name == **source => {}
                Some(input) => row(sheet, &Covered { input, record: None })?,
                None => return Ok(()),
            }
        }
        self.open.map_or(Ok(()), |input| row(sheet, &Covered { input, record: Some(&filed.record) }))
    }

    /// Adds the rows of the files that are left.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn finish(self, sheet: &mut Csv) -> Result<(), DatasetError> {
        self.rest.into_iter().try_for_each(|input| row(sheet, &Covered { input, record: None }))
    }
}

fn row(sheet: &mut Csv, covered: &Covered<'_>) -> Result<(), DatasetError> {
    for (_, cell) in COLUMNS {
        sheet.cell(&cell(covered))?;
    }
    sheet.end_row()
}

/// The columns of report/issues.csv.
pub const ISSUE_COLUMNS: [Field; 11] = [
    Field::text("file", "The path of the file, below the folder that was read").always(),
    Field::word("severity", words::SEVERITIES, "How much it matters").always(),
    Field::text(
        "code",
        "What was noticed: an issue code; `UNREADABLE` for a file that the system would not give",
    )
    .always(),
    Field::text("message", "What was noticed, and what to do").always(),
    Field::text("quote", "The words that it is about"),
    Field::count("page", "The page on which they begin, from 1"),
    Field::number("x0", "Left edge of the words, in points"),
    Field::number("top", "Upper edge of the words, in points"),
    Field::number("x1", "Right edge of the words, in points"),
    Field::number("bottom", "Lower edge of the words, in points"),
    Field::key("document_id", "documents", "The document; empty for a file that could not be read"),
];

/// Adds the issues of a document to report/issues.csv, errors first.
///
/// # Errors
/// When the file cannot be written.
pub fn push_issues(sheet: &mut Csv, filed: &Filed) -> Result<(), DatasetError> {
    let mut issues: Vec<&IssueRecord> = filed.record.issues.iter().collect();
    issues.sort_by_key(|i| weight(i));
    issues.into_iter().try_for_each(|issue| sheet.row(&issue_cells(&filed.record, issue)))
}

/// Adds the files that could not be read to report/issues.csv.
///
/// # Errors
/// When the file cannot be written.
pub fn finish_issues(sheet: &mut Csv, inputs: &[Input]) -> Result<(), DatasetError> {
    for input in inputs {
        if let Fate::Unreadable { reason } = &input.fate {
            sheet.row(&[&input.name, "error", "UNREADABLE", reason, "", "", "", "", "", "", ""])?;
        }
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_that_a_spreadsheet_spoilt_is_told() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::prepare(place.path(), false).unwrap();
        let with = |sha256: &str| {
            let rows = format!("name,sha256,kind,status,reason\na.pdf,{sha256},minutes,complete,\n");
            folder.write("report/coverage.csv", rows.as_bytes()).unwrap();
            inputs(&folder)
        };
        let hash = Hash::of([b"a".as_slice()]);
        assert_eq!(with(&hash.to_string()).unwrap().first().and_then(|input| input.sha256), Some(hash));
        assert_eq!(with("").unwrap().first().map(|input| input.sha256), Some(None));
        assert!(with("1.2E+63").unwrap_err().to_string().contains("a.pdf"), "it names the file");
    }
}
