//! Every flat table of the dataset, described once: given a document, gives its rows. Rows follow the order of the
//! entries within; an id that the record does not give is made from the id of what holds the entry and its
//! number there. Knows nothing of CSV.

pub mod meetings;
pub mod minutes;
pub mod people;
pub mod reports;
pub mod resolutions;
pub mod trail;

use super::standing::Filed;
use super::table::{AnyTable, Row, TakeRow};
use crate::model::record::{ParseStatus, Record};

/// All tables.
pub static TABLES: &[&dyn AnyTable] = &[
    &meetings::DOCUMENTS,
    &meetings::BODIES,
    &meetings::MEETINGS,
    &people::PERSONS,
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

/// Hands out the entries of a document, numbered from 1 below its base: `{base}/{mark}{n}`.
fn numbered<T>(filed: &Filed, mark: &str, entries: fn(&Record) -> &[T], f: &mut TakeRow<'_, T>) {
    let record = &filed.record;
    for (entry, n) in entries(record).iter().zip(1..) {
        f(&Row { id: format!("{}/{mark}{n}", base(record)), within: base(record), record, entry });
    }
}

/// Hands out entries that bear their own id.
fn own_ids<T>(filed: &Filed, id: fn(&T) -> &str, entries: fn(&Record) -> &[T], f: &mut TakeRow<'_, T>) {
    let record = &filed.record;
    for entry in entries(record) {
        f(&Row { id: id(entry).to_owned(), within: base(record), record, entry });
    }
}

/// `{council}/{body}` of a meeting's id; none of an id that is made from a hash.
pub fn body_of(meeting: &str) -> Option<&str> {
    let (body, _date) = meeting.rsplit_once('/')?;
    body.contains('/').then_some(body)
}
