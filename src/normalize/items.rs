//! Items: given the items of the tree, gives their records with printed numbers, parents and ids.

use super::ids;
use super::words::Words;
use crate::model::minutes::Item;
use crate::model::record::ItemRecord;
use crate::model::slug::slug;
use std::collections::BTreeMap;

/// The records, in order; an id that would stand twice gets `.2`, `.3` …
pub(super) fn items(items: &[Item], words: &Words, meeting: &str) -> Vec<ItemRecord> {
    let numbers: Vec<Option<String>> = items.iter().map(|item| number(item, items, words)).collect();
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let mut out = Vec::with_capacity(items.len());
    for (item, number) in items.iter().zip(&numbers) {
        let parent = item.parent.and_then(|p| numbers.get(p)).cloned().flatten();
        let tail = number.as_deref().map_or_else(|| slug(&words.text(item.title)), ids::number);
        let base = match (&parent, number) {
            (Some(parent), None) => format!("{meeting}/i{}.{tail}", ids::number(parent)),
            _ => format!("{meeting}/i{tail}"),
        };
        let count = seen.entry(base.clone()).and_modify(|n| *n += 1).or_insert(1);
        let id = if *count > 1 { format!("{base}.{count}") } else { base };
        out.push(record(item, id, number.clone(), parent, words));
    }
    out
}

fn record(
    item: &Item,
    id: String,
    number: Option<String>,
    parent: Option<String>,
    words: &Words,
) -> ItemRecord {
    ItemRecord {
        id,
        number,
        title: words.text(item.title),
        parent,
        agenda_number: words.some(item.agenda_number),
        marker: words.some(item.marker),
        kind: item.kind,
        public: if item.private { Some(false) } else { None },
        exempt_paragraphs: item.exempt_paragraphs.iter().map(|s| words.text(*s)).collect(),
        text: words.text(item.body),
        place: words.place(item.span),
    }
}

/// The number as printed: its own, joined to its parent's where it is a letter under a number, or the agenda's where it has none.
fn number(item: &Item, items: &[Item], words: &Words) -> Option<String> {
    let own = words.some(item.number.or(item.agenda_number))?;
    let parent = item.parent.filter(|_| item.joins_parent).and_then(|p| items.get(p));
    match parent.and_then(|p| number(p, items, words)) {
        Some(parent) => Some(format!("{parent}{own}")),
        None => Some(own),
    }
}
