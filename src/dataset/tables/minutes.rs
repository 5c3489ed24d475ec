//! The tables of what minutes hold besides decisions: attendance.csv, presence.csv, items.csv, declarations.csv,
//! actions.csv and references.csv. An entry that names its item by number has the item's id beside it.

use super::super::table::{Table, col, list, opt, show_opt, text};
use super::{item_id, meeting_id, numbered, own_ids};
use crate::model::record::{
    ActionRecord, AttendanceRecord, DeclarationRecord, ItemRecord, PresenceRecord, ReferenceRecord,
};

/// One row a person in the attendance part.
pub static ATTENDANCE: Table<AttendanceRecord> = Table {
    name: "attendance",
    columns: &[
        col("meeting_id", |r| text(meeting_id(r.record))),
        col("name", |r| text(&r.entry.name)),
        col("title", |r| opt(&r.entry.title)),
        col("honours", |r| list(&r.entry.honours)),
        col("role", |r| opt(&r.entry.role)),
        col("position", |r| opt(&r.entry.position)),
        col("status", |r| text(r.entry.status)),
        col("substitute_for", |r| opt(&r.entry.substitute_for)),
        col("label_raw", |r| opt(&r.entry.label_raw)),
    ],
    place: |e| Some(&e.place),
    rows: |filed, f| numbered(filed, "a", |r| &r.attendance, f),
};

/// One row an arrival or departure.
pub static PRESENCE: Table<PresenceRecord> = Table {
    name: "presence",
    columns: &[
        col("meeting_id", |r| text(meeting_id(r.record))),
        col("item_id", |r| text(item_id(r.record, r.entry.item.as_deref()))),
        col("item", |r| opt(&r.entry.item)),
        col("name", |r| text(&r.entry.name)),
        col("kind", |r| text(r.entry.kind)),
        col("time", |r| opt(&r.entry.time)),
        col("text", |r| text(&r.entry.text)),
    ],
    place: |e| Some(&e.place),
    rows: |filed, f| numbered(filed, "presence", |r| &r.presence, f),
};

/// One row an item.
pub static ITEMS: Table<ItemRecord> = Table {
    name: "items",
    columns: &[
        col("meeting_id", |r| text(meeting_id(r.record))),
        col("parent_id", |r| text(item_id(r.record, r.entry.parent.as_deref()))),
        col("number", |r| opt(&r.entry.number)),
        col("title", |r| text(&r.entry.title)),
        col("parent", |r| opt(&r.entry.parent)),
        col("agenda_number", |r| opt(&r.entry.agenda_number)),
        col("marker", |r| opt(&r.entry.marker)),
        col("kind", |r| text(r.entry.kind)),
        col("public", |r| show_opt(r.entry.public)),
        col("exempt_paragraphs", |r| list(&r.entry.exempt_paragraphs)),
        col("text", |r| text(&r.entry.text)),
    ],
    place: |e| Some(&e.place),
    rows: |filed, f| own_ids(filed, |i| &i.id, |r| &r.items, f),
};

/// One row an interest declared.
pub static DECLARATIONS: Table<DeclarationRecord> = Table {
    name: "declarations",
    columns: &[
        col("meeting_id", |r| text(meeting_id(r.record))),
        col("item_id", |r| text(item_id(r.record, r.entry.item.as_deref()))),
        col("item", |r| opt(&r.entry.item)),
        col("name", |r| text(&r.entry.name)),
        col("kind", |r| text(r.entry.kind)),
        col("reason", |r| opt(&r.entry.reason)),
        col("action", |r| opt(&r.entry.action)),
    ],
    place: |e| Some(&e.place),
    rows: |filed, f| numbered(filed, "declaration", |r| &r.declarations, f),
};

/// One row an action.
pub static ACTIONS: Table<ActionRecord> = Table {
    name: "actions",
    columns: &[
        col("meeting_id", |r| text(meeting_id(r.record))),
        col("item_id", |r| text(item_id(r.record, r.entry.item.as_deref()))),
        col("item", |r| opt(&r.entry.item)),
        col("owner", |r| opt(&r.entry.owner)),
        col("text", |r| text(&r.entry.text)),
        col("due", |r| opt(&r.entry.due)),
    ],
    place: |e| Some(&e.place),
    rows: |filed, f| numbered(filed, "action", |r| &r.actions, f),
};

/// One row a reference to other minutes.
pub static REFERENCES: Table<ReferenceRecord> = Table {
    name: "references",
    columns: &[
        col("meeting_id", |r| text(meeting_id(r.record))),
        col("item_id", |r| text(item_id(r.record, r.entry.item.as_deref()))),
        col("item", |r| opt(&r.entry.item)),
        col("kind", |r| text(r.entry.kind)),
        col("body", |r| opt(&r.entry.body)),
        col("date", |r| opt(&r.entry.date)),
        col("number", |r| opt(&r.entry.number)),
        col("text", |r| text(&r.entry.text)),
    ],
    place: |e| Some(&e.place),
    rows: |filed, f| numbered(filed, "reference", |r| &r.references, f),
};
