//! A set of phrases and how they are met in a text: whatever the case, the kind of quotes and dashes, or the white space
//! between words. Given a text, gives where a phrase stands; knows nothing of what it means.

use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;

/// Phrases with what the grammar file says of each: where it was seen, or what it stands for.
#[derive(Clone, Debug, Default)]
pub struct PhraseSet {
    table: BTreeMap<String, String>,
    /// Folded phrases with their table entry, longest first, by the classes of their first two characters.
    index: Vec<Vec<Entry>>,
    /// Which lists of the index are not empty, a bit each: texts are searched far more often than phrases are met.
    begun: [u64; PAIRS / 64],
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
        Ok(Self { table: BTreeMap::deserialize(deserializer)?, ..Self::default() })
    }
}

impl PhraseSet {
    /// The phrases with what is said of each, in order.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &str)> {
        self.table.iter().map(|(phrase, value)| (phrase.as_str(), value.as_str()))
    }

    /// All phrases of several sets in one, to tell by one search that a text holds none of them.
    pub(super) fn union(sets: &[&PhraseSet]) -> Self {
        let table = sets.iter().flat_map(|set| set.table.clone()).collect();
        let mut union = Self { table, ..Self::default() };
        union.seal();
        union
    }

    /// Takes over the phrases of a parent that it lacks.
    pub(super) fn inherit(&mut self, parent: &Self) {
        for (phrase, value) in &parent.table {
            self.table.entry(phrase.clone()).or_insert_with(|| value.clone());
        }
    }

    /// Builds the index; phrases are met only after this.
    pub(super) fn seal(&mut self) {
        self.index = vec![Vec::new(); PAIRS];
        for (phrase, value) in &self.table {
            let folded: String = phrase.trim().chars().flat_map(fold).collect();
            for pair in pairs(&folded) {
                if let Some(list) = self.index.get_mut(pair) {
                    list.push(Entry { folded: folded.clone(), value: value.clone() });
                }
            }
        }
        for list in &mut self.index {
            list.sort_by(|a, b| b.folded.len().cmp(&a.folded.len()).then(a.folded.cmp(&b.folded)));
            list.dedup_by(|b, a| a.folded == b.folded);
        }
        self.begun = [0; PAIRS / 64];
        for (pair, _) in self.index.iter().enumerate().filter(|(_, list)| !list.is_empty()) {
            if let Some(bits) = self.begun.get_mut(pair / 64) {
                *bits |= 1 << (pair % 64);
            }
        }
    }

    /// Whether some phrase begins with characters of these classes.
    fn begins(&self, pair: usize) -> bool {
        self.begun.get(pair / 64).is_some_and(|bits| bits >> (pair % 64) & 1 == 1)
    }

    /// The longest phrase with which the text begins, ending at a word's end.
    pub fn at_start(&self, text: &str) -> Option<Met<'_>> {
        self.entry_at_start(text).map(|(entry, end)| Met { start: 0, end, value: &entry.value })
    }

    fn entry_at_start(&self, text: &str) -> Option<(&Entry, usize)> {
        let mut chars = text.chars().map(|c| fold(c).next().map_or(0, class));
        let pair = chars.next()? * CLASSES + chars.next().unwrap_or(0);
        if !self.begins(pair) {
            return None;
        }
        let list = self.index.get(pair)?;
        list.iter().find_map(|entry| Some((entry, match_at(text, &entry.folded)?)))
    }

    /// The first phrase in the text, from a word's start to a word's end.
    pub fn find(&self, text: &str) -> Option<Met<'_>> {
        self.find_from(text, 0)
    }

    /// The first phrase in the text that begins at byte `from` or later.
    pub fn find_from(&self, text: &str, from: usize) -> Option<Met<'_>> {
        let before = text.get(..from).and_then(|t| t.chars().next_back());
        let mut in_word = before.is_some_and(char::is_alphanumeric);
        let mut rest = text.as_bytes().get(from..)?;
        // Byte by byte, for this is where reading a document spends its time; only what may begin a phrase is decoded.
        while let [byte, after @ ..] = rest {
            let at = text.len() - rest.len();
            rest = after;
            let kind = if byte.is_ascii() { kind(*byte) } else { kind_beyond(text, at) };
            if kind & START != 0 && !(in_word && kind & LETTER != 0) {
                let next = after.first().map_or(0, |b| self::kind(*b));
                let pair = usize::from(kind & CLASS) * CLASSES + usize::from(next & CLASS);
                let may_begin = kind & next & PLAIN == 0 || self.begins(pair);
                if may_begin && let Some(met) = self.at_start(text.get(at..)?) {
                    return Some(Met { start: at, end: at + met.end, value: met.value });
                }
            }
            in_word = kind & LETTER != 0 || (kind == WITHIN && in_word);
        }
        None
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
        let mut met: Vec<String> = Vec::new();
        let mut from = 0;
        while let Some(found) = self.find_from(text, from) {
            let words: String =
                text.get(found.start..found.end).unwrap_or("").chars().flat_map(fold).collect();
            if !met.contains(&words) {
                met.push(words);
            }
            from = found.end;
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

/// Classes of characters: the letters a to z, and all others together.
const CLASSES: usize = 32;
/// Pairs of classes.
const PAIRS: usize = CLASSES * CLASSES;

/// The class of a folded character.
fn class(folded: char) -> usize {
    if folded.is_ascii_lowercase() { folded as usize & 31 } else { 0 }
}

/// The pairs of classes with which a text that holds the phrase may begin. What follows a phrase of one letter is no
/// letter; what follows a single mark may be anything.
fn pairs(folded: &str) -> Vec<usize> {
    let mut chars = folded.chars();
    let Some(first) = chars.next() else { return Vec::new() };
    let pair = |second: usize| class(first) * CLASSES + second;
    match chars.next() {
        Some(second) => vec![pair(class(second))],
        None if first.is_alphanumeric() => vec![pair(0)],
        None => (0..CLASSES).map(pair).collect(),
    }
}

/// What a byte is: its class in the lower five bits …
const CLASS: u8 = 31;
/// … it does not begin a character (this is no class, for it is beyond ASCII) …
const WITHIN: u8 = 1;
/// … it begins a letter or a figure …
const LETTER: u8 = 1 << 5;
/// … a phrase may begin with it …
const START: u8 = 1 << 6;
/// … it is an ASCII character.
const PLAIN: u8 = 1 << 7;

static KINDS: [u8; 256] = kinds();

const fn kinds() -> [u8; 256] {
    let mut kinds = [0; 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        let letter = if byte.is_ascii_alphabetic() { byte & 31 | LETTER } else { 0 };
        let figure = if byte.is_ascii_digit() { LETTER } else { 0 };
        let start = if byte.is_ascii_whitespace() { 0 } else { START };
        #[expect(clippy::indexing_slicing, reason = "worked out by the compiler, below 128")]
        {
            kinds[byte as usize] = letter | figure | start | PLAIN;
        }
        byte += 1;
    }
    kinds
}

fn kind(byte: u8) -> u8 {
    KINDS.get(usize::from(byte)).copied().unwrap_or(0)
}

/// What a byte beyond ASCII is.
#[cold]
fn kind_beyond(text: &str, at: usize) -> u8 {
    match text.get(at..).and_then(|t| t.chars().next()) {
        Some(ch) if ch.is_alphanumeric() => LETTER | START,
        Some(ch) if !ch.is_whitespace() => START,
        Some(_) => 0,
        None => WITHIN,
    }
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
        let mut set = PhraseSet { table, ..PhraseSet::default() };
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
