//! A set of phrases and how they are met in a text: whatever the case, the kind of quotes and dashes, or the white space
//! between words. Given a text, gives where a phrase stands; knows nothing of what it means.

use super::folding::{CLASS, CLASSES, LETTER, PAIRS, PLAIN, START, WITHIN};
use super::folding::{class, fold, folded, kind, match_at, pairs, plain_kind};
use super::found::Found;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Phrases with what the grammar file says of each: where it was seen, or what it stands for.
#[derive(Clone, Debug, Default)]
pub struct PhraseSet {
    table: Arc<Table>,
    index: Arc<Index>,
    /// Where they stand in the document at hand.
    found: Option<Found>,
}

/// Phrases with what is said of each; both are shared with the sets that take them over.
type Table = BTreeMap<Arc<str>, Arc<str>>;

/// Phrases by the classes of their first two characters.
#[derive(Clone, Debug, Default)]
struct Index {
    entries: Vec<Entry>,
    /// Pairs with the numbers of entries that begin with them, in order: longest phrase first.
    lists: Vec<(u16, u16)>,
    /// Which pairs have any, a bit each: texts are searched far more often than phrases are met.
    begun: [u64; PAIRS / 64],
}

#[derive(Clone, Debug)]
struct Entry {
    folded: Arc<str>,
    value: Arc<str>,
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
        Ok(Self { table: Arc::new(BTreeMap::deserialize(deserializer)?), ..Self::default() })
    }
}

impl Index {
    fn of(table: &Table) -> Self {
        let entry = |(phrase, value): (&Arc<str>, &Arc<str>)| Entry {
            folded: shared_fold(phrase),
            value: Arc::clone(value),
        };
        let mut entries: Vec<Entry> = table.iter().map(entry).collect();
        entries.sort_by(|a, b| b.folded.len().cmp(&a.folded.len()).then(a.folded.cmp(&b.folded)));
        entries.dedup_by(|b, a| a.folded == b.folded);
        let mut begun = [0; PAIRS / 64];
        let mut lists: Vec<(u16, u16)> = Vec::with_capacity(entries.len());
        for (number, entry) in (0..).zip(&entries) {
            for pair in pairs(&entry.folded) {
                lists.push((pair as u16, number));
                if let Some(bits) = begun.get_mut(pair / 64) {
                    *bits |= 1 << (pair % 64);
                }
            }
        }
        lists.sort_unstable();
        Self { entries, lists, begun }
    }

    /// Whether some phrase begins with characters of these classes.
    #[inline]
    fn begins(&self, pair: usize) -> bool {
        self.begun.get(pair / 64).is_some_and(|bits| bits >> (pair % 64) & 1 == 1)
    }

    /// Whether some phrase may begin as the text does, as far as two characters of ASCII tell.
    #[inline]
    fn may_begin(&self, text: &str) -> bool {
        let kinds = |[first, second]: [u8; 2]| (plain_kind(first), plain_kind(second));
        let Some((first, second)) = text.as_bytes().first_chunk().map(|two| kinds(*two)) else { return true };
        first & second & PLAIN == 0
            || self.begins(usize::from(first & CLASS) * CLASSES + usize::from(second & CLASS))
    }

    /// The phrases that begin with characters of these classes, the longest first.
    fn list(&self, pair: usize) -> impl Iterator<Item = &Entry> {
        let from = self.lists.partition_point(|(of, _)| usize::from(*of) < pair);
        let alike = self.lists.get(from..).unwrap_or_default().iter();
        let alike = alike.take_while(move |(of, _)| usize::from(*of) == pair);
        alike.filter_map(|(_, number)| self.entries.get(usize::from(*number)))
    }

    /// The longest phrase with which the text begins, and where it ends.
    fn at_start(&self, text: &str) -> Option<(&Entry, usize)> {
        let mut chars = text.chars().map(|c| fold(c).next().map_or(0, class));
        let pair = chars.next()? * CLASSES + chars.next().unwrap_or(0);
        if !self.begins(pair) {
            return None;
        }
        self.list(pair).find_map(|entry| Some((entry, match_at(text, &entry.folded)?)))
    }

    /// The first phrase that begins at byte `from` or later: its entry, its first byte and one past its last.
    fn find_from(&self, text: &str, from: usize) -> Option<(&Entry, usize, usize)> {
        let before = text.get(..from).and_then(|t| t.chars().next_back());
        let mut in_word = before.is_some_and(char::is_alphanumeric);
        let mut rest = text.as_bytes().get(from..)?;
        // Byte by byte; only what may begin a phrase is decoded.
        while let [byte, after @ ..] = rest {
            let at = text.len() - rest.len();
            rest = after;
            let kind = kind(text, at, *byte);
            if kind & START != 0 && !(in_word && kind & LETTER != 0) {
                let next = after.first().map_or(0, |b| plain_kind(*b));
                let pair = usize::from(kind & CLASS) * CLASSES + usize::from(next & CLASS);
                let may_begin = kind & next & PLAIN == 0 || self.begins(pair);
                if may_begin && let Some((entry, length)) = self.at_start(text.get(at..)?) {
                    return Some((entry, at, at + length));
                }
            }
            in_word = kind & LETTER != 0 || (kind == WITHIN && in_word);
        }
        None
    }
}

impl PhraseSet {
    /// The phrases with what is said of each, in order.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &str)> {
        self.table.iter().map(|(phrase, value)| (&**phrase, &**value))
    }

    /// All phrases of several sets in one, to tell by one search that a text holds none of them.
    pub(super) fn union(sets: &[&PhraseSet]) -> Self {
        let entries = sets.iter().flat_map(|set| set.table.iter());
        let table = entries.map(|(phrase, value)| (Arc::clone(phrase), Arc::clone(value))).collect();
        let mut union = Self { table: Arc::new(table), ..Self::default() };
        union.seal();
        union
    }

    /// Takes over the phrases of a parent that it lacks.
    pub(super) fn inherit(&mut self, parent: &Self) {
        if self.table.is_empty() {
            *self = parent.clone();
            return;
        }
        let table = Arc::make_mut(&mut self.table);
        for (phrase, value) in parent.table.iter() {
            table.entry(Arc::clone(phrase)).or_insert_with(|| Arc::clone(value));
        }
        self.index = Arc::default();
    }

    /// Builds the index; phrases are met only after this.
    pub(super) fn seal(&mut self) {
        // One taken over whole comes with its index; an empty one needs none.
        if self.index.entries.is_empty() && !self.table.is_empty() {
            self.index = Arc::new(Index::of(&self.table));
        }
    }

    /// Whether both are the same set, sealed once.
    pub(super) fn is_shared_with(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.index, &other.index)
    }

    /// The phrases as they are compared, in the order of their numbers.
    pub(super) fn folded(&self) -> Vec<Arc<str>> {
        self.index.entries.iter().map(|entry| Arc::clone(&entry.folded)).collect()
    }

    /// Takes note of where they stand in the document at hand.
    pub(super) fn note(&mut self, found: Found) {
        self.found = Some(found);
    }

    /// The longest phrase with which the text begins, ending at a word's end.
    #[inline]
    pub fn at_start(&self, text: &str) -> Option<Met<'_>> {
        if self.begins_otherwise(text) { None } else { self.met_at_start(text) }
    }

    /// The same for a text whose first characters do not tell.
    fn met_at_start(&self, text: &str) -> Option<Met<'_>> {
        let known = self.found.as_ref().and_then(|found| Some((found, found.offset_of(text)?)));
        if let Some((found, at)) = known.filter(|(found, at)| !found.is_within_word(*at)) {
            let hit = found.from(at).first().filter(|hit| hit.start() == at)?;
            if hit.end() <= at + text.len() {
                let value = &self.index.entries.get(hit.phrase())?.value;
                return Some(Met { start: 0, end: hit.end() - at, value });
            }
        }
        self.index.at_start(text).map(|(entry, end)| Met { start: 0, end, value: &entry.value })
    }

    /// Whether its first characters tell that the text begins with no phrase: texts are asked far more often than phrases
    /// are met.
    #[inline]
    fn begins_otherwise(&self, text: &str) -> bool {
        !self.index.may_begin(text) && !self.found.as_ref().is_some_and(Found::is_forgiving)
    }

    /// The first phrase in the text, from a word's start to a word's end.
    pub fn find(&self, text: &str) -> Option<Met<'_>> {
        self.find_from(text, 0)
    }

    /// The first phrase in the text that begins at byte `from` or later.
    pub fn find_from(&self, text: &str, from: usize) -> Option<Met<'_>> {
        if let Some(found) = &self.found
            && let Some(offset) = found.offset_of(text)
        {
            return self.look_up(found, offset, text, from);
        }
        let (entry, start, end) = self.index.find_from(text, from)?;
        Some(Met { start, end, value: &entry.value })
    }

    /// The same in a part, from byte `offset`, of the text that was searched.
    fn look_up(&self, found: &Found, offset: usize, text: &str, from: usize) -> Option<Met<'_>> {
        let whole = |at: usize| {
            let (entry, length) = self.index.at_start(text.get(at..)?)?;
            Some(Met { start: at, end: at + length, value: &entry.value })
        };
        // A part that begins within a word begins a word of its own.
        if from == 0
            && found.is_within_word(offset)
            && let Some(met) = whole(0)
        {
            return Some(met);
        }
        let hits = found.from(offset + from).iter().take_while(|hit| hit.start() < offset + text.len());
        hits.filter_map(|hit| {
            if hit.end() > offset + text.len() {
                // The part ends within the phrase; a shorter one may fit.
                return whole(hit.start() - offset);
            }
            let value = &self.index.entries.get(hit.phrase())?.value;
            Some(Met { start: hit.start() - offset, end: hit.end() - offset, value })
        })
        .next()
    }

    /// The phrase that the whole text is, closing punctuation apart.
    #[inline]
    pub fn whole(&self, text: &str) -> Option<Met<'_>> {
        let blank = text.as_bytes().first().is_none_or(|byte| !byte.is_ascii_graphic());
        if !blank && self.begins_otherwise(text) { None } else { self.met_whole(text) }
    }

    /// The same for a text whose first characters do not tell.
    fn met_whole(&self, text: &str) -> Option<Met<'_>> {
        let trimmed = text.trim_start();
        let lead = text.len() - trimmed.len();
        let trimmed = trimmed.trim_end();
        let met = self.at_start(trimmed)?;
        let rest = trimmed.get(met.end..)?;
        rest.chars().all(|c| c.is_whitespace() || ":.-–—,;".contains(c)).then_some(Met {
            start: lead,
            end: lead + met.end,
            value: met.value,
        })
    }

    /// Takes out the phrases that another set has too.
    pub(super) fn remove(&mut self, other: &Self) {
        let table = Arc::make_mut(&mut self.table);
        table.retain(|phrase, _| !other.table.keys().any(|known| known.eq_ignore_ascii_case(phrase)));
        self.index = Arc::default();
    }

    /// Whether it holds no phrase.
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// Whether some phrase stands in the text as it is spelt, whatever was met misread.
    pub fn is_spelt_in(&self, text: &str) -> bool {
        self.index.find_from(text, 0).is_some()
    }

    /// Whether some phrase stands in the text.
    pub fn is_in(&self, text: &str) -> bool {
        self.find(text).is_some()
    }
}

/// The phrase as it is compared; most are written so.
fn shared_fold(phrase: &Arc<str>) -> Arc<str> {
    let is_folded = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase() && byte != b'`';
    if phrase.bytes().all(is_folded) && phrase.trim().len() == phrase.len() {
        return Arc::clone(phrase);
    }
    Arc::from(folded(phrase.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(phrases: &[(&str, &str)]) -> PhraseSet {
        let table = phrases.iter().map(|(p, v)| (Arc::from(*p), Arc::from(*v))).collect();
        let mut set = PhraseSet { table: Arc::new(table), ..PhraseSet::default() };
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
    fn curly_quotes_and_dashes_are_plain() {
        let set = set(&[("Members' interests", "x"), ("Vice-Chair", "y")]);
        assert!(set.whole("Members’ Interests:").is_some());
        assert_eq!(set.find("Cllr Day (Vice–Chair)").map(|m| m.start), Some(10));
    }
}
