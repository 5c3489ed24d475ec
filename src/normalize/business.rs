//! Presence, interests, actions and references: given their nodes, gives their records with the printed item numbers.

use super::words::{Words, clock, iso_date};
use crate::model::minutes::{Action, Declaration, Minutes, Presence, Reference};
use crate::model::record::{ActionRecord, DeclarationRecord, ItemRecord, PresenceRecord, ReferenceRecord};

/// The four lists, in order.
pub(super) struct Business {
    pub presence: Vec<PresenceRecord>,
    pub declarations: Vec<DeclarationRecord>,
    pub actions: Vec<ActionRecord>,
    pub references: Vec<ReferenceRecord>,
}

/// The records; `items` are those of the same meeting, in the tree's order.
pub(super) fn business(minutes: &Minutes, items: &[ItemRecord], words: &Words) -> Business {
    let number = |item: Option<usize>| item.and_then(|i| items.get(i)).and_then(|i| i.number.clone());
    Business {
        presence: minutes.presence.iter().map(|p| presence(p, number(p.item), words)).collect(),
        declarations: minutes.declarations.iter().map(|d| declaration(d, words)).collect(),
        actions: minutes.actions.iter().map(|a| action(a, number(a.item), words)).collect(),
        references: minutes.references.iter().map(|r| reference(r, number(r.item), words)).collect(),
    }
}

fn presence(p: &Presence, item: Option<String>, words: &Words) -> PresenceRecord {
    PresenceRecord {
        name: words.text(p.name),
        kind: p.kind,
        time: p.time.as_ref().map(clock),
        item,
        text: words.text(p.span),
        place: words.place(p.span),
    }
}

fn declaration(d: &Declaration, words: &Words) -> DeclarationRecord {
    let kind = ["none_declared", "pecuniary", "personal", "prejudicial"].into_iter().find(|k| *k == d.kind);
    DeclarationRecord {
        name: words.some(d.name).unwrap_or_default(),
        item: words.some(d.item),
        kind: kind.unwrap_or("other"),
        reason: words.some(d.reason),
        action: words.some(d.action),
        place: words.place(d.span),
    }
}

fn action(a: &Action, item: Option<String>, words: &Words) -> ActionRecord {
    ActionRecord {
        item,
        owner: words.some(a.owner),
        text: words.text(a.text),
        due: words.some(a.due),
        place: words.place(a.text),
    }
}

fn reference(r: &Reference, item: Option<String>, words: &Words) -> ReferenceRecord {
    ReferenceRecord {
        item,
        kind: r.kind,
        body: words.some(r.body),
        date: r.date.as_ref().and_then(iso_date),
        number: words.some(r.number),
        text: words.text(r.span),
        place: words.place(r.span),
    }
}
