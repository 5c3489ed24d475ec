//! The tables of what minutes hold besides decisions: attendance.csv, presence.csv, items.csv, declarations.csv,
//! actions.csv and references.csv. An entry that names its item by number has the item's id beside it.

use super::super::field::Field;
use super::super::table::{Table, col, list, opt, show_opt, text};
use super::super::words;
use super::{item_id, meeting_id, numbered, own_ids};
use crate::model::record::{
    ActionRecord, AttendanceRecord, DeclarationRecord, ItemRecord, PresenceRecord, ReferenceRecord,
};

/// One row a person in the attendance part.
pub static ATTENDANCE: Table<AttendanceRecord> = Table {
    name: "attendance",
    meaning: "A person in the attendance part of minutes",
    columns: &[
        col(Field::key("meeting_id", "meetings", "The meeting").always(), |r| text(meeting_id(r.record))),
        col(Field::text("name", "Forenames or initials and surname, as printed").always(), |r| {
            text(&r.entry.name)
        }),
        col(Field::text("title", "Councillor, Mr, Dr …"), |r| opt(&r.entry.title)),
        col(Field::text("honours", "MBE, JP …, with `; ` between"), |r| list(&r.entry.honours)),
        col(Field::text("role", "Chair, Clerk …, as printed"), |r| opt(&r.entry.role)),
        col(Field::text("position", "Job title or organisation"), |r| opt(&r.entry.position)),
        col(
            Field::word("status", words::ATTENDANCE, "How they attended, or that they did not").always(),
            |r| text(r.entry.status),
        ),
        col(Field::text("substitute_for", "The person for whom this one stood in"), |r| {
            opt(&r.entry.substitute_for)
        }),
        col(Field::text("label_raw", "The label under which the name stands, as printed"), |r| {
            opt(&r.entry.label_raw)
        }),
    ],
    place: |e| Some(&e.place),
    rows: |filed, f| numbered(filed, "a", |r| &r.attendance, f),
};

/// One row an arrival or departure.
pub static PRESENCE: Table<PresenceRecord> = Table {
    name: "presence",
    meaning: "An arrival or departure in the course of a meeting",
    columns: &[
        col(Field::key("meeting_id", "meetings", "The meeting").always(), |r| text(meeting_id(r.record))),
        col(Field::key("item_id", "items", "The item under which it is told"), |r| {
            text(item_id(r.record, r.entry.item.as_deref()))
        }),
        col(Field::text("item", "The number of that item, as printed"), |r| opt(&r.entry.item)),
        col(Field::text("name", "The person, as printed").always(), |r| text(&r.entry.name)),
        col(Field::word("kind", words::PRESENCE, "What they did").always(), |r| text(r.entry.kind)),
        col(Field::time("time", "When"), |r| opt(&r.entry.time)),
        col(Field::text("text", "The sentence").always(), |r| text(&r.entry.text)),
    ],
    place: |e| Some(&e.place),
    rows: |filed, f| numbered(filed, "presence", |r| &r.presence, f),
};

/// One row an item.
pub static ITEMS: Table<ItemRecord> = Table {
    name: "items",
    meaning: "An item of business, as minuted",
    columns: &[
        col(Field::key("meeting_id", "meetings", "The meeting").always(), |r| text(meeting_id(r.record))),
        col(Field::key("parent_id", "items", "The item that holds it"), |r| {
            text(item_id(r.record, r.entry.parent.as_deref()))
        }),
        col(Field::text("number", "Its number as printed, without the closing mark"), |r| {
            opt(&r.entry.number)
        }),
        col(Field::text("title", "The heading"), |r| text(&r.entry.title)),
        col(Field::text("parent", "The number of the item that holds it"), |r| opt(&r.entry.parent)),
        col(Field::text("agenda_number", "Its number on the agenda, where that differs"), |r| {
            opt(&r.entry.agenda_number)
        }),
        col(Field::text("marker", "A mark before the heading, as printed"), |r| opt(&r.entry.marker)),
        col(Field::word("kind", words::ITEM_KINDS, "What sort of business it is").always(), |r| {
            text(r.entry.kind)
        }),
        col(
            Field::truth(
                "public",
                "Whether it was taken in public: false under an exclusion of the press and public",
            ),
            |r| show_opt(r.entry.public),
        ),
        col(
            Field::text(
                "exempt_paragraphs",
                "Paragraphs of the schedule of exempt information that are named for it, with `; ` between",
            ),
            |r| list(&r.entry.exempt_paragraphs),
        ),
        col(Field::text("text", "Everything under the heading"), |r| text(&r.entry.text)),
    ],
    place: |e| Some(&e.place),
    rows: |filed, f| own_ids(filed, |i| &i.id, |r| &r.items, f),
};

/// One row an interest declared.
pub static DECLARATIONS: Table<DeclarationRecord> = Table {
    name: "declarations",
    meaning: "An interest declared, or the statement that there were none",
    columns: &[
        col(Field::key("meeting_id", "meetings", "The meeting").always(), |r| text(meeting_id(r.record))),
        col(Field::key("item_id", "items", "The item in which the interest is declared"), |r| {
            text(item_id(r.record, r.entry.item.as_deref()))
        }),
        col(Field::text("item", "The number of that item, as printed"), |r| opt(&r.entry.item)),
        col(Field::text("name", "The member; empty where it is recorded that there were none"), |r| {
            text(&r.entry.name)
        }),
        col(Field::word("kind", words::INTERESTS, "The sort of interest").always(), |r| text(r.entry.kind)),
        col(Field::text("reason", "Why"), |r| opt(&r.entry.reason)),
        col(Field::text("action", "What the member did: left the room …"), |r| opt(&r.entry.action)),
    ],
    place: |e| Some(&e.place),
    rows: |filed, f| numbered(filed, "declaration", |r| &r.declarations, f),
};

/// One row an action.
pub static ACTIONS: Table<ActionRecord> = Table {
    name: "actions",
    meaning: "An action that somebody is to take",
    columns: &[
        col(Field::key("meeting_id", "meetings", "The meeting").always(), |r| text(meeting_id(r.record))),
        col(Field::key("item_id", "items", "The item under which it stands"), |r| {
            text(item_id(r.record, r.entry.item.as_deref()))
        }),
        col(Field::text("item", "The number of that item, as printed"), |r| opt(&r.entry.item)),
        col(Field::text("owner", "Who is to do it"), |r| opt(&r.entry.owner)),
        col(Field::text("text", "What is to be done").always(), |r| text(&r.entry.text)),
        col(Field::text("due", "By when, as printed"), |r| opt(&r.entry.due)),
    ],
    place: |e| Some(&e.place),
    rows: |filed, f| numbered(filed, "action", |r| &r.actions, f),
};

/// One row a reference to other minutes.
pub static REFERENCES: Table<ReferenceRecord> = Table {
    name: "references",
    meaning: "A reference to other minutes",
    columns: &[
        col(Field::key("meeting_id", "meetings", "The meeting").always(), |r| text(meeting_id(r.record))),
        col(Field::key("item_id", "items", "The item under which it stands"), |r| {
            text(item_id(r.record, r.entry.item.as_deref()))
        }),
        col(Field::text("item", "The number of that item, as printed"), |r| opt(&r.entry.item)),
        col(Field::word("kind", words::REFERENCES, "What is done with those minutes").always(), |r| {
            text(r.entry.kind)
        }),
        col(Field::text("body", "The body whose minutes they are"), |r| opt(&r.entry.body)),
        col(Field::date("date", "The date of those minutes"), |r| opt(&r.entry.date)),
        col(Field::text("number", "Their minute number"), |r| opt(&r.entry.number)),
        col(Field::text("text", "The words").always(), |r| text(&r.entry.text)),
    ],
    place: |e| Some(&e.place),
    rows: |filed, f| numbered(filed, "reference", |r| &r.references, f),
};
