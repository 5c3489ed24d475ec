//! documents.csv, bodies.csv and meetings.csv: what was read, and the bodies and meetings that it speaks of, each once,
//! where the document stands that tells most of it: the minutes before the report, the first by id among equals.

use super::super::standing::Filed;
use super::super::table::{Row, Table, col, opt, show, show_opt, text, word};
use super::{body_of, meeting_id};
use crate::model::record::{MeetingRecord, Record};

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
    rows: |Filed { record, .. }, f| {
        f(&Row { id: record.document.id.clone(), within: "", record, entry: record });
    },
};

/// One row a distinct council and body.
pub static BODIES: Table<MeetingRecord> = Table {
    name: "bodies",
    columns: &[col("council", |r| opt(&r.entry.council)), col("body", |r| opt(&r.entry.body))],
    place: |m| m.place.as_ref(),
    rows: |Filed { record, standing }, f| {
        if let Some(id) = body_id(&record.meeting).filter(|_| standing.tells_body) {
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
    rows: |Filed { record, standing }, f| {
        if standing.tells_meeting {
            f(&Row { id: meeting_id(record).to_owned(), within: "", record, entry: &record.meeting });
        }
    },
};

/// `{council}/{body}` of a meeting's id, where both are known.
fn body_id(meeting: &MeetingRecord) -> Option<&str> {
    let known = meeting.council.is_some() && meeting.body.is_some();
    body_of(&meeting.id).filter(|_| known)
}
