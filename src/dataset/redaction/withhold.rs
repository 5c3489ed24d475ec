//! What was taken in private: given a record, tells whether the whole document is exempt and which items are, and takes
//! these out with everything that stands under them. An item that is withheld leaves its number and a mark, so that the
//! run of numbers stays whole. Knows nothing of words.

use super::super::standing::{rename, replace_start};
use super::WITHHELD;
use crate::model::record::{ItemRecord, PlaceRecord, Record};
use std::collections::HashSet;

/// Why the whole document is withheld, if it is.
pub fn whole(record: &Record) -> Option<&'static str> {
    let report = record.report.as_ref()?;
    let exempt = report.exempt == Some(true) || !report.exempt_paragraphs.is_empty();
    exempt.then_some("the report says that it is exempt, wholly or in part")
}

/// The ids of the items that were taken in private, those under them included.
pub fn private_items(record: &Record) -> Vec<String> {
    let own = |item: &ItemRecord| {
        let named = !item.exempt_paragraphs.is_empty() && item.public.is_none();
        item.public == Some(false) || (named && item.kind != "exclusion")
    };
    let mut private: Vec<&ItemRecord> = record.items.iter().filter(|item| own(item)).collect();
    let mut numbers: HashSet<&str> = private.iter().filter_map(|i| i.number.as_deref()).collect();
    for item in &record.items {
        let held = item.parent.as_deref().is_some_and(|parent| numbers.contains(parent));
        if held && !private.iter().any(|known| known.id == item.id) {
            numbers.extend(item.number.as_deref());
            private.push(item);
        }
    }
    private.into_iter().map(|item| item.id.clone()).collect()
}

/// Takes these items out of the record, with everything under them. Gives the ids that are there no more.
pub fn take_out(record: &mut Record, items: &[String]) -> Vec<String> {
    if items.is_empty() {
        return Vec::new();
    }
    let private = Private::of(record, items);
    let mut gone: Vec<String> = Vec::new();
    record.resolutions.retain(|r| {
        let held = r
            .item_id
            .as_ref()
            .map_or_else(|| private.holds(r.item.as_deref(), &r.place), |id| items.contains(id));
        if held {
            gone.push(r.id.clone());
            gone.extend(r.parts.iter().map(|part| part.id.clone()));
        }
        !held
    });
    record.presence.retain(|e| !private.holds(e.item.as_deref(), &e.place));
    record.declarations.retain(|e| !private.holds(e.item.as_deref(), &e.place));
    record.actions.retain(|e| !private.holds(e.item.as_deref(), &e.place));
    record.references.retain(|e| !private.holds(e.item.as_deref(), &e.place));
    record.issues.retain(|e| !e.place.as_ref().is_some_and(|place| private.is_within(place)));
    let empty: Vec<(String, usize)> = record.items.iter().map(|i| i.id.clone()).zip(1..).collect();
    for (id, n) in empty.iter().filter(|(id, _)| items.contains(id)) {
        let new = stub(record, id, *n);
        gone.extend((new != *id).then(|| id.clone()));
    }
    gone
}

/// Empties an item; gives its id, which is another where it was made from the heading.
fn stub(record: &mut Record, id: &str, n: usize) -> String {
    let Some(item) = record.items.iter_mut().find(|item| item.id == id) else { return id.to_owned() };
    WITHHELD.clone_into(&mut item.title);
    WITHHELD.clone_into(&mut item.place.quote);
    item.text.clear();
    item.public = Some(false);
    if item.number.is_some() {
        return id.to_owned();
    }
    let new = with_last(id, &format!("iwithheld.{n}"));
    relabel(record, id, &new);
    new
}

/// Gives an entry of the record, and what stands under it, another id.
pub fn relabel(record: &mut Record, old: &str, new: &str) {
    rename(record, old, new);
    record.report.iter_mut().for_each(|report| replace_start(&mut report.id, old, new));
}

/// The id with another last part.
pub fn with_last(id: &str, last: &str) -> String {
    id.rsplit_once('/').map_or_else(|| last.to_owned(), |(above, _)| format!("{above}/{last}"))
}

/// Gives the record's links that lead to the old id, or to what stands under it, the new one.
pub fn relink(record: &mut Record, old: &str, new: &str) {
    for link in &mut record.links {
        replace_start(&mut link.from, old, new);
        replace_start(&mut link.to, old, new);
    }
}

/// Where the items that were taken in private stand.
struct Private {
    numbers: HashSet<String>,
    /// Page and upper edge of every item, and whether it is private, in order of the page.
    edges: Vec<(u32, f64, bool)>,
}

impl Private {
    fn of(record: &Record, items: &[String]) -> Self {
        let private = |item: &ItemRecord| items.contains(&item.id);
        let numbers = record.items.iter().filter(|i| private(i)).filter_map(|i| i.number.clone()).collect();
        let placed = record.items.iter().filter(|item| item.place.page > 0);
        let edge = |item: &ItemRecord| (item.place.page, top(&item.place), private(item));
        Self { numbers, edges: placed.map(edge).collect() }
    }

    /// Whether an entry under an item of that number, or of none, stands in private.
    fn holds(&self, number: Option<&str>, place: &PlaceRecord) -> bool {
        number.map_or_else(|| self.is_within(place), |number| self.numbers.contains(number))
    }

    fn is_within(&self, place: &PlaceRecord) -> bool {
        let here = (place.page, top(place));
        let mut before = self.edges.iter().rev().filter(|(page, top, _)| (*page, *top) <= here);
        place.page > 0 && before.next().is_some_and(|(_, _, private)| *private)
    }
}

fn top(place: &PlaceRecord) -> f64 {
    let [_, top, _, _] = place.bbox;
    top
}
