//! documents.csv, bodies.csv and meetings.csv: what was read, and the bodies and meetings that it speaks of, each once.
//! A meeting is described by the minutes before the report, and by the first document by id among equals.

use super::super::table::{Row, Table, col, opt, show, show_opt, text, word};
use super::{is_read, meeting_id};
use crate::model::record::{MeetingRecord, Record};
use std::collections::BTreeMap;

/// One row a document.
pub static DOCUMENTS: Table<Record> = Table {
    name: "documents",
    columns: &[
        col("meeting_id", |r| text(meeting_id(r.record))),
        col("report_id", |r| text(r.entry.report.as_ref().map_or("", |report| &report.id))),
        col("source", |r| text(&r.entry.document.source)),
        col("sha256", |r| text(&r.entry.document.sha256)),
        col("kind", |r| text(r.entry.document.kind.as_str())),
        col("pages", |r| show(r.entry.document.pages)),
        col("first_page", |r| show(r.entry.document.first_page)),
        col("last_page", |r| show(r.entry.document.last_page)),
        col("text_source", |r| word(r.entry.document.text_source)),
        col("house_style", |r| opt(&r.entry.document.house_style)),
        col("recognised", |r| show_opt(r.entry.document.recognised)),
        col("parse_status", |r| text(r.entry.document.parse_status.as_str())),
        col("quarantine_reason", |r| opt(&r.entry.document.quarantine_reason)),
    ],
    place: |_| None,
    rows: |records, f| {
        for record in records {
            f(&Row { id: record.document.id.clone(), within: "", record, entry: record });
        }
    },
};

/// One row a distinct council and body.
pub static BODIES: Table<MeetingRecord> = Table {
    name: "bodies",
    columns: &[col("council", |r| opt(&r.entry.council)), col("body", |r| opt(&r.entry.body))],
    place: |m| m.place.as_ref(),
    rows: |records, f| {
        let mut bodies: BTreeMap<&str, &Record> = BTreeMap::new();
        for record in by_weight(records) {
            if let Some(id) = body_id(&record.meeting) {
                bodies.entry(id).or_insert(record);
            }
        }
        for (id, record) in bodies {
            f(&Row { id: id.to_owned(), within: "", record, entry: &record.meeting });
        }
    },
};

/// One row a distinct meeting.
pub static MEETINGS: Table<MeetingRecord> = Table {
    name: "meetings",
    columns: &[
        col("body_id", |r| text(body_id(r.entry).unwrap_or(""))),
        col("council", |r| opt(&r.entry.council)),
        col("body", |r| opt(&r.entry.body)),
        col("date", |r| opt(&r.entry.date)),
        col("date_basis", |r| word(r.entry.date_basis)),
        col("start_time", |r| opt(&r.entry.start_time)),
        col("end_time", |r| opt(&r.entry.end_time)),
        col("venue", |r| opt(&r.entry.venue)),
        col("status", |r| opt(&r.entry.status)),
        col("date_raw", |r| opt(&r.entry.date_raw)),
    ],
    place: |m| m.place.as_ref(),
    rows: |records, f| {
        let mut meetings: BTreeMap<&str, &Record> = BTreeMap::new();
        for record in by_weight(records).into_iter().filter(|r| !r.meeting.id.is_empty()) {
            meetings.entry(meeting_id(record)).or_insert(record);
        }
        for (id, record) in meetings {
            f(&Row { id: id.to_owned(), within: "", record, entry: &record.meeting });
        }
    },
};

/// Documents that were read, those that tell most of a meeting first.
fn by_weight(records: &[Record]) -> Vec<&Record> {
    let mut read: Vec<&Record> = records.iter().filter(|r| is_read(r)).collect();
    read.sort_by_key(|r| (r.document.kind, &r.document.id));
    read
}

/// `{council}/{body}` of a meeting's id, where both are known.
fn body_id(meeting: &MeetingRecord) -> Option<&str> {
    let known = meeting.council.is_some() && meeting.body.is_some();
    let (body, _date) = meeting.id.rsplit_once('/')?;
    (known && body.contains('/')).then_some(body)
}
