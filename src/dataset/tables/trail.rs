//! links.csv and issues.csv: how records hang together, and what is doubtful about them. Their ids are numbered below
//! the document.

use super::super::field::Field;
use super::super::standing::Filed;
use super::super::table::{Row, Table, TakeRow, col, show, text};
use super::super::words;
use crate::model::diagnostic::Code;
use crate::model::record::{IssueRecord, LinkRecord, Record};

/// One row a link.
pub static LINKS: Table<LinkRecord> = Table {
    name: "links",
    meaning: "A link between two rows of the tables",
    columns: &[
        col(Field::text("from", "The id of the one row").always(), |r| text(&r.entry.from)),
        col(Field::text("to", "The id of the other row").always(), |r| text(&r.entry.to)),
        col(Field::word("kind", words::LINKS, "What the link says: a report and the item that took it, an item of an agenda and its report, a recommendation and the decision on it, minutes and the meeting whose minutes they approve").always(), |r| text(r.entry.kind)),
        col(Field::text("method", "How they were matched: `title_exact`, `reference` …").always(), |r| text(r.entry.method)),
        col(Field::number("score", "How surely they were matched").within(0.0, 1.0).always(), |r| show(r.entry.score)),
        col(Field::word("status", words::LINK_STATUSES, "`candidate` where others fit as well and none is chosen").always(), |r| text(r.entry.status)),
        col(Field::word("outcome", words::OUTCOMES, "What became of a recommendation, where the words show it"), |r| text(r.entry.outcome.unwrap_or(""))),
    ],
    place: |_| None,
    rows: |filed, f| below_document(filed, "link", |r| &r.links, f),
};

/// One row an issue.
pub static ISSUES: Table<IssueRecord> = Table {
    name: "issues",
    meaning: "Something doubtful or missing in a document",
    columns: &[
        col(Field::word("code", Code::NAMES, "What was noticed").always(), |r| text(r.entry.code)),
        col(Field::word("severity", words::SEVERITIES, "How much it matters").always(), |r| {
            text(r.entry.severity)
        }),
        col(Field::text("message", "What was noticed, and what to do").always(), |r| text(&r.entry.message)),
        col(Field::text("quote", "The words that it is about"), |r| {
            text(r.entry.place.as_ref().map_or("", |p| &p.quote))
        }),
    ],
    place: |i| i.place.as_ref(),
    rows: |filed, f| below_document(filed, "issue", |r| &r.issues, f),
};

fn below_document<T>(filed: &Filed, mark: &str, entries: fn(&Record) -> &[T], f: &mut TakeRow<'_, T>) {
    let record = &filed.record;
    for (entry, n) in entries(record).iter().zip(1..) {
        let id = format!("{}/{mark}{n}", record.document.id);
        f(&Row { id, within: &record.document.id, record, entry });
    }
}
