//! Every flat table of the dataset, described once: given records, gives rows. Rows follow the order of the records
//! and of the entries within; an id that the records do not give is made from the id of what holds the entry and its
//! number there. Knows nothing of CSV.

mod meetings;
mod minutes;
mod people;
mod reports;
mod resolutions;
mod trail;

use super::table::{AnyTable, Row, TakeRow};
use crate::model::record::{ParseStatus, Record};

/// All tables.
pub static TABLES: &[&dyn AnyTable] = &[
    &meetings::DOCUMENTS,
    &meetings::BODIES,
    &meetings::MEETINGS,
    &people::PEOPLE,
    &minutes::ATTENDANCE,
    &minutes::PRESENCE,
    &minutes::ITEMS,
    &resolutions::RESOLUTIONS,
    &resolutions::PARTS,
    &resolutions::MOTIONS,
    &resolutions::VOTES,
    &minutes::DECLARATIONS,
    &minutes::ACTIONS,
    &minutes::REFERENCES,
    &reports::REPORTS,
    &reports::FIELDS,
    &reports::CHOICES,
    &reports::OFFICERS,
    &reports::RECOMMENDATIONS,
    &reports::SECTIONS,
    &trail::LINKS,
    &trail::ISSUES,
];

/// The id that a document's entries are numbered below: its report's, else its meeting's.
fn base(record: &Record) -> &str {
    let own = record.report.as_ref().map_or(&record.meeting.id, |report| &report.id);
    if own.is_empty() { &record.document.id } else { own }
}

/// Whether anything was read from the document.
fn is_read(record: &Record) -> bool {
    record.document.parse_status != ParseStatus::Quarantined
}

/// The meeting's id; empty for a document that was set aside.
fn meeting_id(record: &Record) -> &str {
    if is_read(record) { &record.meeting.id } else { "" }
}

/// The id of the item with that number; empty where there is none, or more than one.
fn item_id<'r>(record: &'r Record, number: Option<&str>) -> &'r str {
    let mut found = record.items.iter().filter(|i| number.is_some() && i.number.as_deref() == number);
    match (found.next(), found.next()) {
        (Some(item), None) => &item.id,
        _ => "",
    }
}

/// Hands out the entries of every record, numbered from 1 below the record's base: `{base}/{mark}{n}`.
fn numbered<T>(records: &[Record], mark: &str, entries: fn(&Record) -> &[T], f: &mut TakeRow<'_, T>) {
    for record in records {
        for (entry, n) in entries(record).iter().zip(1..) {
            f(&Row { id: format!("{}/{mark}{n}", base(record)), within: base(record), record, entry });
        }
    }
}

/// Hands out entries that bear their own id.
fn own_ids<T>(records: &[Record], id: fn(&T) -> &str, entries: fn(&Record) -> &[T], f: &mut TakeRow<'_, T>) {
    for record in records {
        for entry in entries(record) {
            f(&Row { id: id(entry).to_owned(), within: base(record), record, entry });
        }
    }
}
