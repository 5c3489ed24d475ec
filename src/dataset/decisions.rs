//! decisions.csv: one wide row a decision, for a spreadsheet, with everything that a reader would look up elsewhere
//! beside it. Given records, gives the file. A view: nothing stands here that the tables do not hold.

use super::DatasetError;
use super::table::Sheet;
use crate::model::record::{ItemRecord, Record, ResolutionRecord, VoteRecord};
use std::collections::BTreeMap;

/// What one row is made from.
struct Decision<'r> {
    record: &'r Record,
    resolution: &'r ResolutionRecord,
    item: Option<&'r ItemRecord>,
    report: &'r str,
}

type Column = (&'static str, fn(&Decision<'_>) -> String);

const COLUMNS: [Column; 15] = [
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
    ("report", |d| d.report.to_owned()),
    ("file", |d| d.record.document.source.clone()),
    ("page", |d| d.resolution.place.page.to_string()),
    ("resolution_id", |d| d.resolution.id.clone()),
];

/// The whole file.
///
/// # Errors
/// When csv refuses.
pub fn csv(records: &[Record]) -> Result<Vec<u8>, DatasetError> {
    let mut sheet = Sheet::new("decisions", &COLUMNS.map(|(name, _)| name))?;
    let reports = report_titles(records);
    for record in records {
        for resolution in &record.resolutions {
            let decision = decision(record, resolution, &reports);
            sheet.row(&COLUMNS.map(|(_, cell)| cell(&decision)))?;
        }
    }
    sheet.finish()
}

fn decision<'r>(
    record: &'r Record,
    resolution: &'r ResolutionRecord,
    reports: &BTreeMap<&str, &'r str>,
) -> Decision<'r> {
    let item = record.items.iter().find(|i| Some(&i.id) == resolution.item_id.as_ref());
    let report = item.and_then(|i| reports.get(i.id.as_str())).copied().unwrap_or("");
    Decision { record, resolution, item, report }
}

/// The title of the report that an item took, by the item's id.
fn report_titles(records: &[Record]) -> BTreeMap<&str, &str> {
    let mut titles = BTreeMap::new();
    for record in records {
        let Some(title) = record.report.as_ref().and_then(|r| r.title.as_deref()) else { continue };
        for link in record.links.iter().filter(|l| l.kind == "report_item") {
            titles.entry(link.to.as_str()).or_insert(title);
        }
    }
    titles
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
