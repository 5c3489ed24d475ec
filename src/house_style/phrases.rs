//! A set of phrases and how they are met in a text: whatever the case, the kind of quotes and dashes, or the white space
//! between words. Given a text, gives where a phrase stands; knows nothing of what it means.

use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;

/// Phrases with what the grammar file says of each: where it was seen, or what it stands for.
#[derive(Clone, Debug, Default)]
pub struct PhraseSet {
    table: BTreeMap<String, String>,
    /// Folded phrases with their table entry, longest first, by first letter.
    index: Vec<Vec<Entry>>,
}

#[derive(Clone, Debug)]
struct Entry {
    folded: String,
    value: String,
}

/// A phrase met in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Met<'s> {
    /// First byte in the text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// What the grammar file says of it.
    pub value: &'s str,
}

impl<'de> Deserialize<'de> for PhraseSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { table: BTreeMap::deserialize(deserializer)?, index: Vec::new() })
    }
}

impl PhraseSet {
    /// The phrases with what is said of each, in order.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &str)> {
        self.table.iter().map(|(phrase, value)| (phrase.as_str(), value.as_str()))
    }

    /// Takes over the phrases of a parent that it lacks.
    pub(super) fn inherit(&mut self, parent: &Self) {
        for (phrase, value) in &parent.table {
            self.table.entry(phrase.clone()).or_insert_with(|| value.clone());
        }
    }

    /// Builds the index; phrases are met only after this.
    pub(super) fn seal(&mut self) {
        self.index = vec![Vec::new(); BUCKETS];
        for (phrase, value) in &self.table {
            let folded: String = phrase.trim().chars().flat_map(fold).collect();
            let bucket = folded.chars().next().map_or(0, bucket);
            if let Some(list) = self.index.get_mut(bucket) {
                list.push(Entry { folded, value: value.clone() });
            }
        }
        for list in &mut self.index {
            list.sort_by(|a, b| b.folded.len().cmp(&a.folded.len()).then(a.folded.cmp(&b.folded)));
            list.dedup_by(|b, a| a.folded == b.folded);
        }
    }

    /// The longest phrase with which the text begins, ending at a word's end.
    pub fn at_start(&self, text: &str) -> Option<Met<'_>> {
        self.entry_at_start(text).map(|(entry, end)| Met { start: 0, end, value: &entry.value })
    }

    fn entry_at_start(&self, text: &str) -> Option<(&Entry, usize)> {
        let first = text.chars().next().and_then(|c| fold(c).next())?;
        let list = self.index.get(bucket(first))?;
        list.iter().find_map(|entry| Some((entry, match_at(text, &entry.folded)?)))
    }

    /// The first phrase in the text, from a word's start to a word's end.
    pub fn find(&self, text: &str) -> Option<Met<'_>> {
        self.find_from(text, 0)
    }

    /// The first phrase in the text that begins at byte `from` or later.
    pub fn find_from(&self, text: &str, from: usize) -> Option<Met<'_>> {
        word_starts(text).filter(|at| *at >= from).find_map(|at| {
            let met = self.at_start(text.get(at..)?)?;
            Some(Met { start: at, end: at + met.end, value: met.value })
        })
    }

    /// The phrase that the whole text is, closing punctuation apart.
    pub fn whole(&self, text: &str) -> Option<Met<'_>> {
        let trimmed = text.trim();
        let lead = text.len() - text.trim_start().len();
        let met = self.at_start(trimmed)?;
        let rest = trimmed.get(met.end..)?;
        rest.chars().all(|c| c.is_whitespace() || ":.-–—,;".contains(c)).then_some(Met {
            start: lead,
            end: lead + met.end,
            value: met.value,
        })
    }

    /// How many different phrases stand in the text; of those that begin at one place, the longest.
    pub fn distinct_in(&self, text: &str) -> usize {
        let mut met: Vec<&str> = Vec::new();
        let mut from = 0;
        for at in word_starts(text) {
            let rest = text.get(at..).filter(|_| at >= from);
            let Some((entry, end)) = rest.and_then(|rest| self.entry_at_start(rest)) else { continue };
            from = at + end;
            if !met.contains(&entry.folded.as_str()) {
                met.push(&entry.folded);
            }
        }
        met.len()
    }

    /// Takes out the phrases that another set has too.
    pub(super) fn remove(&mut self, other: &Self) {
        self.table.retain(|phrase, _| !other.table.keys().any(|known| known.eq_ignore_ascii_case(phrase)));
    }

    /// Whether it holds no phrase.
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// Whether some phrase stands in the text.
    pub fn is_in(&self, text: &str) -> bool {
        self.find(text).is_some()
    }
}

const BUCKETS: usize = 128;

fn bucket(folded: char) -> usize {
    if folded.is_ascii() { folded as usize } else { 0 }
}

/// Byte offsets at which a word begins.
fn word_starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut before = ' ';
    text.char_indices().filter_map(move |(at, ch)| {
        let starts = !ch.is_whitespace() && (!before.is_alphanumeric() || !ch.is_alphanumeric());
        before = ch;
        starts.then_some(at)
    })
}

/// One character as phrases are compared: small, with plain quotes and dashes.
fn fold(ch: char) -> impl Iterator<Item = char> {
    let plain = match ch {
        '\u{2018}' | '\u{2019}' | '\u{2032}' | '`' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        other => other,
    };
    plain.to_lowercase()
}

/// Where the folded phrase ends if the text begins with it and a word ends there.
fn match_at(text: &str, folded: &str) -> Option<usize> {
    let mut at = text.char_indices().peekable();
    for want in folded.chars() {
        if want == ' ' {
            at.next_if(|(_, c)| c.is_whitespace())?;
            while at.next_if(|(_, c)| c.is_whitespace()).is_some() {}
        } else {
            let (_, ch) = at.next()?;
            if fold(ch).next() != Some(want) {
                return None;
            }
        }
    }
    let end = at.peek().map_or(text.len(), |(i, _)| *i);
    let ends_word = folded.ends_with(|c: char| !c.is_alphanumeric());
    let next_letter = at.peek().is_some_and(|(_, c)| c.is_alphanumeric());
    (ends_word || !next_letter).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(phrases: &[(&str, &str)]) -> PhraseSet {
        let table = phrases.iter().map(|(p, v)| ((*p).to_owned(), (*v).to_owned())).collect();
        let mut set = PhraseSet { table, index: Vec::new() };
        set.seal();
        set
    }

    #[test]
    fn the_longest_phrase_wins_and_ends_at_a_word() {
        let set = set(&[("Resolved", "a"), ("Resolved that", "b")]);
        assert_eq!(set.at_start("RESOLVED  that the minutes").map(|m| (m.end, m.value)), Some((14, "b")));
        assert_eq!(set.at_start("Resolvedly done"), None);
    }

    #[test]
    fn different_phrases_are_counted_once_each() {
        let set = set(&[("Cyngor", "a"), ("Cyngor Cymuned", "b"), ("Clerc", "c")]);
        assert_eq!(set.distinct_in("Cyngor Cymuned Llanfedwen: y Clerc a'r clerc"), 2);
        assert_eq!(set.distinct_in("the Clerk"), 0);
    }

    #[test]
    fn curly_quotes_and_dashes_are_plain() {
        let set = set(&[("Members' interests", "x"), ("Vice-Chair", "y")]);
        assert!(set.whole("Members’ Interests:").is_some());
        assert_eq!(set.find("Cllr Day (Vice–Chair)").map(|m| m.start), Some(10));
    }
}
