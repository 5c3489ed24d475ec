//! links.csv and issues.csv: how records hang together, and what is doubtful about them. Their ids are numbered below
//! the document.

use super::super::standing::Filed;
use super::super::table::{Row, Table, TakeRow, col, show, text};
use crate::model::record::{IssueRecord, LinkRecord, Record};

/// One row a link.
pub static LINKS: Table<LinkRecord> = Table {
    name: "links",
    columns: &[
        col("from", |r| text(&r.entry.from)),
        col("to", |r| text(&r.entry.to)),
        col("kind", |r| text(r.entry.kind)),
        col("method", |r| text(r.entry.method)),
        col("score", |r| show(r.entry.score)),
        col("status", |r| text(r.entry.status)),
        col("outcome", |r| text(r.entry.outcome.unwrap_or(""))),
    ],
    place: |_| None,
    rows: |filed, f| below_document(filed, "link", |r| &r.links, f),
};

/// One row an issue.
pub static ISSUES: Table<IssueRecord> = Table {
    name: "issues",
    columns: &[
        col("code", |r| text(r.entry.code)),
        col("severity", |r| text(r.entry.severity)),
        col("message", |r| text(&r.entry.message)),
        col("quote", |r| text(r.entry.place.as_ref().map_or("", |p| &p.quote))),
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
