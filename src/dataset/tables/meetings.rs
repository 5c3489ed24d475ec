//! documents.csv, bodies.csv and meetings.csv: what was read, and the bodies and meetings that it speaks of, each once,
//! where the document stands that tells most of it: the minutes before the report, the first by id among equals.

use super::super::field::Field;
use super::super::standing::Filed;
use super::super::table::{Row, Table, col, opt, show, show_opt, text, word};
use super::super::words;
use super::{body_of, meeting_id};
use crate::model::record::{MeetingRecord, Record};

/// One row a document.
pub static DOCUMENTS: Table<Record> = Table {
    name: "documents",
    meaning: "A document that was read; a file that holds several gives one row each",
    columns: &[
        col(
            Field::key(
                "meeting_id",
                "meetings",
                "The meeting that it records or goes to; empty for a document that was set aside",
            ),
            |r| text(meeting_id(r.record)),
        ),
        col(Field::key("report_id", "reports", "The report that it is"), |r| {
            text(r.entry.report.as_ref().map_or("", |report| &report.id))
        }),
        col(
            Field::text("source", "The path of its file below the folder that was read, with `/`").always(),
            |r| text(&r.entry.document.source),
        ),
        col(Field::text("sha256", "The sha256 of the file's bytes, in hex").always(), |r| {
            text(&r.entry.document.sha256)
        }),
        col(Field::word("kind", words::DOCUMENT_KINDS, "What it is").always(), |r| {
            text(r.entry.document.kind.as_str())
        }),
        col(Field::count("pages", "Pages of the file").always(), |r| show(r.entry.document.pages)),
        col(
            Field::count(
                "first_page",
                "The first page of the document in its file, from 1; 0 where nothing could be read",
            )
            .always(),
            |r| show(r.entry.document.first_page),
        ),
        col(Field::count("last_page", "The last page of the document in its file").always(), |r| {
            show(r.entry.document.last_page)
        }),
        col(
            Field::word(
                "text_source",
                words::TEXT_SOURCES,
                "Whether its words stand in the file as text, were read from images, or both",
            ),
            |r| word(r.entry.document.text_source),
        ),
        col(Field::text("house_style", "The house style by which it was read"), |r| {
            opt(&r.entry.document.house_style)
        }),
        col(
            Field::number("recognised", "The share of the body's characters that the grammar accounts for")
                .within(0.0, 1.0),
            |r| show_opt(r.entry.document.recognised),
        ),
        col(Field::word("parse_status", words::PARSE_STATUSES, "How far it could be read").always(), |r| {
            text(r.entry.document.parse_status.as_str())
        }),
        col(Field::text("quarantine_reason", "Why it was set aside: an issue code and a sentence"), |r| {
            opt(&r.entry.document.quarantine_reason)
        }),
    ],
    place: |_| None,
    rows: |Filed { record, .. }, f| {
        f(&Row { id: record.document.id.clone(), within: "", record, entry: record });
    },
};

/// One row a distinct council and body.
pub static BODIES: Table<MeetingRecord> = Table {
    name: "bodies",
    meaning: "A committee or body of a council",
    columns: &[
        col(Field::text("council", "The council, as printed").always(), |r| opt(&r.entry.council)),
        col(Field::text("body", "The committee or body, as printed").always(), |r| opt(&r.entry.body)),
    ],
    place: |m| m.place.as_ref(),
    rows: |Filed { record, standing, .. }, f| {
        if let Some(id) = body_id(&record.meeting).filter(|_| standing.settled.tells_body) {
            f(&Row { id: id.to_owned(), within: "", record, entry: &record.meeting });
        }
    },
};

/// One row a distinct meeting.
pub static MEETINGS: Table<MeetingRecord> = Table {
    name: "meetings",
    meaning: "A meeting, as the document tells it that tells most",
    columns: &[
        col(Field::key("body_id", "bodies", "The body, where council and body are known"), |r| {
            text(body_id(r.entry).unwrap_or(""))
        }),
        col(Field::text("council", "The council, as printed"), |r| opt(&r.entry.council)),
        col(Field::text("body", "The committee or body, as printed"), |r| opt(&r.entry.body)),
        col(Field::date("date", "The day of the meeting"), |r| opt(&r.entry.date)),
        col(
            Field::word(
                "date_basis",
                words::STATED,
                "Whether the page states the date, or it was derived from what the page says",
            ),
            |r| word(r.entry.date_basis),
        ),
        col(Field::time("start_time", "When it began"), |r| opt(&r.entry.start_time)),
        col(Field::time("end_time", "When it ended"), |r| opt(&r.entry.end_time)),
        col(Field::text("venue", "Where it met"), |r| opt(&r.entry.venue)),
        col(
            Field::text(
                "status",
                "`draft`, `approved`, `adjourned` … where the page says so; `provisional` for drafts that are published",
            ),
            |r| opt(&r.entry.status),
        ),
        col(Field::text("date_raw", "The date as printed"), |r| opt(&r.entry.date_raw)),
    ],
    place: |m| m.place.as_ref(),
    rows: |Filed { record, standing, .. }, f| {
        if standing.settled.tells_meeting {
            f(&Row { id: meeting_id(record).to_owned(), within: "", record, entry: &record.meeting });
        }
    },
};

/// `{council}/{body}` of a meeting's id, where both are known.
fn body_id(meeting: &MeetingRecord) -> Option<&str> {
    let known = meeting.council.is_some() && meeting.body.is_some();
    body_of(&meeting.id).filter(|_| known)
}
