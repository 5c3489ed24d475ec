//! decisions.csv: one wide row a decision, for a spreadsheet, with everything that a reader would look up elsewhere
//! beside it. Given a document, gives its rows. A view: nothing stands here that the tables do not hold.

use super::field::Field;
use super::standing::{Beside, Filed};
use super::table::Cells;
use super::{DatasetError, words};
use crate::model::record::{ItemRecord, Record, ResolutionRecord, VoteRecord};

/// What one row is made from.
struct Decision<'r> {
    record: &'r Record,
    resolution: &'r ResolutionRecord,
    item: Option<&'r ItemRecord>,
    report: Option<&'r Beside>,
}

type Column = (Field, fn(&Decision<'_>) -> String);

const COLUMNS: [Column; 22] = [
    (Field::date("date", "The day of the meeting"), |d| d.record.meeting.date.clone().unwrap_or_default()),
    (Field::text("council", "The council, as printed"), |d| {
        d.record.meeting.council.clone().unwrap_or_default()
    }),
    (Field::text("body", "The committee or body, as printed"), |d| {
        d.record.meeting.body.clone().unwrap_or_default()
    }),
    (
        Field::text(
            "status",
            "What the minutes say of themselves: `draft` …; `provisional` for drafts that are published",
        ),
        |d| d.record.meeting.status.clone().unwrap_or_default(),
    ),
    (Field::text("item", "The number of the item, as printed"), |d| {
        d.resolution.item.clone().unwrap_or_default()
    }),
    (Field::text("title", "The heading of the item"), |d| {
        d.item.map(|i| i.title.clone()).unwrap_or_default()
    }),
    (Field::word("kind", words::DECISIONS, "What the keyword says").always(), |d| {
        d.resolution.kind.to_owned()
    }),
    (
        Field::text(
            "decision",
            "The words of the decision; where there are parts, the words that lead to them",
        ),
        |d| d.resolution.text.clone(),
    ),
    (Field::text("parts", "Its parts, a line each, with their labels"), parts),
    (Field::text("moved_by", "Who moved it, without title"), |d| {
        d.resolution.moved_by.clone().unwrap_or_default()
    }),
    (Field::text("seconded_by", "Who seconded it, without title"), |d| {
        d.resolution.seconded_by.clone().unwrap_or_default()
    }),
    (Field::text("vote", "The vote in words"), |d| d.resolution.vote.as_ref().map(vote).unwrap_or_default()),
    (Field::text("report", "The title of the report on which it rests"), |d| d.beside(|r| &r.title)),
    (Field::text("report_reference", "The number of that report"), |d| d.beside(|r| &r.reference)),
    (Field::text("report_of", "Who wrote it, with `; ` between"), |d| d.beside(|r| &r.report_of)),
    (Field::text("portfolio", "The portfolio"), |d| d.beside(|r| &r.portfolio)),
    (Field::text("wards", "Wards affected, with `; ` between"), |d| d.beside(|r| &r.wards)),
    (Field::truth("key_decision", "Whether it is a key decision"), |d| d.beside(|r| &r.key_decision)),
    (Field::truth("exempt", "Whether the report is exempt from publication"), |d| d.beside(|r| &r.exempt)),
    (Field::text("file", "The path of the file, below the folder that was read").always(), |d| {
        d.record.document.source.clone()
    }),
    (Field::count("page", "The page on which it stands, from 1").always(), |d| {
        d.resolution.place.page.to_string()
    }),
    (Field::key("resolution_id", "resolutions", "The decision").always(), |d| d.resolution.id.clone()),
];

impl Decision<'_> {
    /// A cell of the report; empty where none is known.
    fn beside(&self, cell: fn(&Beside) -> &String) -> String {
        self.report.map(cell).cloned().unwrap_or_default()
    }
}

/// Its columns.
pub fn fields() -> Vec<Field> {
    COLUMNS.iter().map(|(field, _)| *field).collect()
}

/// Adds a row for each decision of a document.
///
/// # Errors
/// When the sheet takes no more.
pub fn push(sheet: &mut dyn Cells, Filed { record, standing, .. }: &Filed) -> Result<(), DatasetError> {
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
