//! Short lists of what stands at an end: the longest entries and the shortest, the documents of which least was recognised.
//! Given entries one by one, each with a rank, keeps the first few by rank and, where ranks agree, by the order in which
//! they came. What does not come on a list is not even copied.

use super::spot::Spot;
use crate::model::record::{PlaceRecord, Record};
use std::collections::BTreeMap;

/// Entries on each list.
const MOST: usize = 8;

/// Characters of an entry that are shown.
const SHOWN: usize = 180;

/// The first few by rank.
#[derive(Debug)]
pub struct Extremes<T> {
    most: usize,
    seen: u64,
    /// By rank, then by how many were seen before.
    kept: BTreeMap<(u64, u64), T>,
}

impl<T> Extremes<T> {
    /// Keeps so many of the least rank.
    pub fn least(most: usize) -> Self {
        Self { most, seen: 0, kept: BTreeMap::new() }
    }

    /// Keeps the entry if it is among the first.
    pub fn offer(&mut self, rank: u64, entry: impl FnOnce() -> T) {
        self.seen += 1;
        let full = self.kept.len() >= self.most;
        if full && self.kept.last_key_value().is_some_and(|((last, _), _)| *last <= rank) {
            return;
        }
        self.kept.insert((rank, self.seen), entry());
        if full {
            self.kept.pop_last();
        }
    }

    /// Those that were kept, in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.kept.values()
    }

    /// How many were offered.
    pub fn seen(&self) -> u64 {
        self.seen
    }
}

/// An entry of a list.
#[derive(Debug)]
pub struct Entry {
    /// The words, or their beginning.
    pub text: String,
    /// How many characters there are in all.
    pub length: usize,
    /// Where.
    pub spot: Spot,
}

/// The longest and the shortest of one sort.
#[derive(Debug)]
pub struct Ends {
    /// Of what.
    pub of: &'static str,
    /// The longest first.
    pub longest: Extremes<Entry>,
    /// The shortest first.
    pub shortest: Extremes<Entry>,
}

/// The ends of all sorts.
#[derive(Debug)]
pub struct Entries(pub [Ends; 4]);

impl Default for Entries {
    fn default() -> Self {
        let ends = |of| Ends { of, longest: Extremes::least(MOST), shortest: Extremes::least(MOST) };
        Self([ends("Decisions"), ends("Headings of items"), ends("Names of those attending"), ends("Bodies")])
    }
}

impl Entries {
    /// Notes everything of a document.
    pub fn note(&mut self, record: &Record) {
        let Self([decisions, headings, names, bodies]) = self;
        for decision in &record.resolutions {
            let parts = decision.parts.iter().flat_map(|part| [" ", &part.label, " ", &part.text]);
            let texts: Vec<&str> = std::iter::once(decision.text.as_str()).chain(parts).collect();
            decisions.note(&texts, record, &decision.place);
        }
        record.items.iter().for_each(|item| headings.note(&[&item.title], record, &item.place));
        record.attendance.iter().for_each(|entry| names.note(&[&entry.name], record, &entry.place));
        if let (Some(body), Some(place)) = (&record.meeting.body, &record.meeting.place) {
            bodies.note(&[body], record, place);
        }
    }
}

impl Ends {
    fn note(&mut self, texts: &[&str], record: &Record, place: &PlaceRecord) {
        let length: usize = texts.iter().map(|text| text.chars().count()).sum();
        if length == 0 {
            return;
        }
        let entry = || Entry {
            text: beginning(&texts.concat()),
            length,
            spot: Spot::new(&record.document.source, place.page),
        };
        self.longest.offer(u64::MAX - length as u64, entry);
        self.shortest.offer(length as u64, entry);
    }
}

/// As much of a text as is shown.
pub fn beginning(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_one_rank_stays() {
        let mut list = Extremes::least(2);
        for (rank, entry) in [(5, "a"), (3, "b"), (5, "c"), (3, "d"), (4, "e")] {
            list.offer(rank, || entry);
        }
        assert_eq!(list.iter().copied().collect::<Vec<_>>(), ["b", "d"]);
        assert_eq!(list.seen(), 5);
    }
}
