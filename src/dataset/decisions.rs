//! decisions.csv: one wide row a decision, for a spreadsheet, with everything that a reader would look up elsewhere
//! beside it. Given records, gives the file. A view: nothing stands here that the tables do not hold.

use super::DatasetError;
use super::table::Sheet;
use crate::model::record::{ItemRecord, OfficerRecord, Record, ReportRecord, ResolutionRecord, VoteRecord};
use std::collections::BTreeMap;

/// What one row is made from.
struct Decision<'r> {
    record: &'r Record,
    resolution: &'r ResolutionRecord,
    item: Option<&'r ItemRecord>,
    report: Option<&'r Beside>,
}

/// What is shown of a report beside the decision that it led to.
#[derive(Clone, Debug, Default)]
struct Beside {
    title: String,
    reference: String,
    report_of: String,
    portfolio: String,
    wards: String,
    key_decision: String,
    exempt: String,
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

impl Beside {
    fn of(report: &ReportRecord) -> Self {
        let said = |value: Option<bool>| value.map(|v| v.to_string()).unwrap_or_default();
        let named = |o: &OfficerRecord| o.name.clone().or_else(|| o.job_title.clone());
        let authors = report.officers.iter().filter(|o| o.role == "report_of").filter_map(named);
        Self {
            title: report.title.clone().unwrap_or_default(),
            reference: report.reference.clone().unwrap_or_default(),
            report_of: authors.collect::<Vec<_>>().join("; "),
            portfolio: report.portfolio.clone().unwrap_or_default(),
            wards: report.wards.join("; "),
            key_decision: said(report.key_decision),
            exempt: said(report.exempt),
        }
    }
}

/// The whole file.
///
/// # Errors
/// When csv refuses.
pub fn csv(records: &[Record]) -> Result<Vec<u8>, DatasetError> {
    let mut sheet = Sheet::new("decisions", &COLUMNS.map(|(name, _)| name))?;
    let reports = reports(records);
    for record in records {
        // A record of a decision bears its own front sheet.
        let own = record.report.as_ref().map(Beside::of);
        for resolution in &record.resolutions {
            let item = record.items.iter().find(|i| Some(&i.id) == resolution.item_id.as_ref());
            let linked = item.and_then(|i| reports.get(i.id.as_str()));
            let decision = Decision { record, resolution, item, report: linked.or(own.as_ref()) };
            sheet.row(&COLUMNS.map(|(_, cell)| cell(&decision)))?;
        }
    }
    sheet.finish()
}

/// The report that an item took, by the item's id. Candidates are shown nowhere.
fn reports(records: &[Record]) -> BTreeMap<&str, Beside> {
    let mut reports = BTreeMap::new();
    for record in records {
        let Some(report) = &record.report else { continue };
        let links = record.links.iter().filter(|l| l.kind == "report_item" && l.status == "linked");
        for link in links {
            reports.entry(link.to.as_str()).or_insert_with(|| Beside::of(report));
        }
    }
    reports
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
