//! decisions.csv: one wide row a decision, for a spreadsheet, with everything that a reader would look up elsewhere
//! beside it. Given a document, gives its rows. A view: nothing stands here that the tables do not hold.

use super::DatasetError;
use super::standing::{Beside, Filed};
use super::table::Csv;
use crate::model::record::{ItemRecord, Record, ResolutionRecord, VoteRecord};

/// What one row is made from.
struct Decision<'r> {
    record: &'r Record,
    resolution: &'r ResolutionRecord,
    item: Option<&'r ItemRecord>,
    report: Option<&'r Beside>,
}

type Column = (&'static str, fn(&Decision<'_>) -> String);

const COLUMNS: [Column; 21] = [
    ("date", |d| d.record.meeting.date.clone().unwrap_or_default()),
    ("council", |d| d.record.meeting.council.clone().unwrap_or_default()),
    ("body", |d| d.record.meeting.body.clone().unwrap_or_default()),
    ("item", |d| d.resolution.item.clone().unwrap_or_default()),
    ("title", |d| d.item.map(|i| i.title.clone()).unwrap_or_default()),
    ("kind", |d| d.resolution.kind.to_owned()),
    ("decision", |d| d.resolution.text.clone()),
    ("parts", parts),
    ("moved_by", |d| d.resolution.moved_by.clone().unwrap_or_default()),
    ("seconded_by", |d| d.resolution.seconded_by.clone().unwrap_or_default()),
    ("vote", |d| d.resolution.vote.as_ref().map(vote).unwrap_or_default()),
    ("report", |d| d.beside(|r| &r.title)),
    ("report_reference", |d| d.beside(|r| &r.reference)),
    ("report_of", |d| d.beside(|r| &r.report_of)),
    ("portfolio", |d| d.beside(|r| &r.portfolio)),
    ("wards", |d| d.beside(|r| &r.wards)),
    ("key_decision", |d| d.beside(|r| &r.key_decision)),
    ("exempt", |d| d.beside(|r| &r.exempt)),
    ("file", |d| d.record.document.source.clone()),
    ("page", |d| d.resolution.place.page.to_string()),
    ("resolution_id", |d| d.resolution.id.clone()),
];

impl Decision<'_> {
    /// A cell of the report; empty where none is known.
    fn beside(&self, cell: fn(&Beside) -> &String) -> String {
        self.report.map(cell).cloned().unwrap_or_default()
    }
}

/// The headings.
pub fn header() -> Vec<&'static str> {
    COLUMNS.iter().map(|(name, _)| *name).collect()
}

/// Adds a row for each decision of a document.
///
/// # Errors
/// When the file cannot be written.
pub fn push(sheet: &mut Csv, Filed { record, standing }: &Filed) -> Result<(), DatasetError> {
    // A record of a decision bears its own front sheet.
    let own = record.report.as_ref().map(Beside::of);
    for resolution in &record.resolutions {
        let item = record.items.iter().find(|i| Some(&i.id) == resolution.item_id.as_ref());
        let linked = item.and_then(|i| standing.taken.get(&i.id)).map(|beside| &**beside);
        let decision = Decision { record, resolution, item, report: linked.or(own.as_ref()) };
        for (_, cell) in COLUMNS {
            sheet.cell(&cell(&decision))?;
        }
        sheet.end_row()?;
    }
    Ok(())
}

/// A part a line, with its label.
fn parts(decision: &Decision<'_>) -> String {
    let line = |(label, text): (&String, &String)| format!("{label} {text}").trim().to_owned();
    decision.resolution.parts.iter().map(|p| line((&p.label, &p.text))).collect::<Vec<_>>().join("\n")
}

fn vote(vote: &VoteRecord) -> String {
    let counts = [("for", vote.in_favour), ("against", vote.against), ("abstaining", vote.abstain)];
    let counts = counts.into_iter().filter_map(|(word, n)| n.map(|n| format!("{n} {word}")));
    counts.chain(vote.unanimous.then(|| "unanimous".to_owned())).collect::<Vec<_>>().join(", ")
}
