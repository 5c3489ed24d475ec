//! Every phrase of a house style at once: given a document's text, gives in one pass where each stands, by sets. Where a
//! grammar then asks a set about a part of that text, the answer is looked up, not searched for.

mod misread;

use super::folding::match_at;
use super::found::{Found, Hit, SetHit};
use super::wording::{SEED, Wording, pair, token};
use misread::Openings;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// All phrases of several sets, by their first two words, or the only one.
#[derive(Clone, Debug, Default)]
pub(super) struct Lexicon {
    /// Those that begin alike stand together, the longest first.
    phrases: Vec<Phrase>,
    /// The sets that hold a phrase, and its number in each; those of one phrase together.
    homes: Vec<(u32, usize)>,
    /// Where in `phrases` those that begin with a key stand.
    ranges: HashMap<u64, Range<usize>, BuildHasherDefault<Given>>,
    /// A bit for the lowest digits of every key: most words of a text are told by it to begin no phrase.
    begun: Vec<u64>,
    sets: usize,
    /// The first words, for texts that may be misread; made when the first of them comes.
    openings: OnceLock<Openings>,
}

#[derive(Clone, Debug)]
struct Phrase {
    folded: Arc<str>,
    /// The number of its third word, if it has so many.
    third: Option<u64>,
    homes: Range<usize>,
}

impl Lexicon {
    /// The phrases of these sets: those of each folded, the longest first.
    pub fn of(sets: &[Vec<Arc<str>>]) -> Self {
        let mut listed: Vec<(u64, &Arc<str>, u32, usize)> = Vec::new();
        for (set, phrases) in (0..).zip(sets) {
            let numbered = phrases.iter().enumerate();
            listed.extend(numbered.map(|(phrase, folded)| (beginning(folded), folded, set, phrase)));
        }
        listed.sort_unstable_by(|a, b| {
            (a.0, Reverse(a.1.len()), a.1, a.2, a.3).cmp(&(b.0, Reverse(b.1.len()), b.1, b.2, b.3))
        });
        let mut lexicon = Self { sets: sets.len(), begun: vec![0; KEYS / 64], ..Self::default() };
        for alike in listed.chunk_by(|a, b| a.0 == b.0) {
            let from = lexicon.phrases.len();
            for same in alike.chunk_by(|a, b| a.1 == b.1) {
                let home = lexicon.homes.len();
                lexicon.homes.extend(same.iter().map(|(_, _, set, phrase)| (*set, *phrase)));
                let folded = same.first().map(|(_, folded, ..)| Arc::clone(folded)).unwrap_or_default();
                let third = third(&folded);
                lexicon.phrases.push(Phrase { folded, third, homes: home..lexicon.homes.len() });
            }
            let Some((key, ..)) = alike.first() else { continue };
            if let Some(bits) = lexicon.begun.get_mut(slot(*key)) {
                *bits |= 1 << (key % 64);
            }
            lexicon.ranges.insert(*key, from..lexicon.phrases.len());
        }
        lexicon
    }

    /// Where the phrases of each set stand in the text, a list a set in their order.
    pub fn search(&self, wording: &Wording) -> Vec<Found> {
        Found::by_sets(wording.text(), &self.hits(wording), self.sets, false)
    }

    /// The hits of all sets, in order of start.
    fn hits(&self, wording: &Wording) -> Vec<SetHit> {
        let words = wording.words();
        let mut hits: Vec<SetHit> = Vec::with_capacity(words.len());
        for (at, first) in words.iter().enumerate() {
            let from = hits.len();
            // Of two phrases at one place the one of several words is the longer.
            if let Some(second) = words.get(at + 1)
                && let Some(list) = self.begun_by(pair(first.key, second.key))
            {
                let third = words.get(at + 2).map(|third| third.key);
                let promising = list.iter().filter(|phrase| phrase.third.is_none() || phrase.third == third);
                self.search_at(promising, wording.text(), first.start, &mut hits, from);
            }
            if let Some(list) = self.begun_by(first.key) {
                self.search_at(list, wording.text(), first.start, &mut hits, from);
            }
        }
        hits
    }

    #[inline]
    fn begun_by(&self, key: u64) -> Option<&[Phrase]> {
        let begun = self.begun.get(slot(key)).is_some_and(|bits| bits >> (key % 64) & 1 == 1);
        if begun { self.with_key(key) } else { None }
    }

    fn with_key(&self, key: u64) -> Option<&[Phrase]> {
        self.phrases.get(self.ranges.get(&key)?.clone())
    }

    /// The sets that hold the phrase, and its number in each.
    fn homes(&self, phrase: &Phrase) -> &[(u32, usize)] {
        self.homes.get(phrase.homes.clone()).unwrap_or_default()
    }

    /// Notes which of these phrases, all with the first words that stand there, stand at the byte; the hits from `from` on
    /// are those of longer phrases there.
    fn search_at<'p>(
        &self,
        list: impl IntoIterator<Item = &'p Phrase>,
        text: &str,
        at: usize,
        hits: &mut Vec<SetHit>,
        from: usize,
    ) {
        let Some(rest) = text.get(at..) else { return };
        for phrase in list {
            let Some(length) = match_at(rest, &phrase.folded) else { continue };
            let own = hits.len();
            for (set, number) in self.homes(phrase) {
                let longer = hits.get(from..own).unwrap_or_default();
                if !longer.iter().any(|(of, _)| of == set) {
                    hits.push((*set, Hit::new(at, at + length, *number)));
                }
            }
        }
    }
}

/// The number of the words with which a phrase begins: of its first two, or of its only one.
fn beginning(folded: &str) -> u64 {
    let first = token(folded, 0);
    let second = first.and_then(|(_, end)| token(folded, end));
    let key = first.map_or(SEED, |(first, _)| first.key);
    second.map_or(key, |(second, _)| pair(key, second.key))
}

/// The number of the third word of a phrase.
fn third(folded: &str) -> Option<u64> {
    let (_, end) = token(folded, 0)?;
    let (_, end) = token(folded, end)?;
    token(folded, end).map(|(third, _)| third.key)
}

/// Where the bit of a key stands among those of the first words.
#[inline]
fn slot(key: u64) -> usize {
    (key / 64) as usize % (KEYS / 64)
}

/// Bits kept for first words.
const KEYS: usize = 1 << 17;

/// Keys are well spread already.
#[derive(Clone, Debug, Default)]
struct Given(u64);

impl Hasher for Given {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {}

    fn write_u64(&mut self, key: u64) {
        self.0 = key ^ key >> 29;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(phrases: &[&str], text: &str) -> Found {
        let phrases = phrases.iter().map(|phrase| Arc::from(*phrase)).collect();
        Lexicon::of(&[phrases]).search(&Wording::new(Arc::from(text), Vec::new())).remove(0)
    }

    #[test]
    fn different_phrases_are_counted_once_each() {
        let phrases = ["cyngor cymuned", "cyngor", "clerc"];
        assert_eq!(found(&phrases, "Cyngor Cymuned Llanfedwen: y Clerc a'r clerc").distinct(), 2);
        assert_eq!(found(&phrases, "the Clerk").distinct(), 0);
    }

    #[test]
    fn letters_beyond_ascii_and_marks_begin_phrases_too() {
        let found = found(&["élus présents", "(chair)", "\"a\""], "Les ÉLUS  présents “A” (Chair)");
        let places: Vec<(usize, usize)> = found.from(0).iter().map(|h| (h.phrase(), h.start())).collect();
        assert_eq!(places, [(0, 4), (2, 21), (1, 29)]);
    }

    #[test]
    fn phrases_that_begin_alike_are_told_by_what_follows() {
        let phrases = ["terms of reference", "terms of office", "terms of", "part ii (a", "part ii"];
        let found = found(
            &phrases,
            "TERMS  of\nOffice, terms of trade; Part II (a) and part ii (b). Terms of references",
        );
        let places: Vec<(usize, usize, usize)> =
            found.from(0).iter().map(|h| (h.phrase(), h.start(), h.end())).collect();
        let number = |phrase: &str| phrases.iter().position(|p| *p == phrase).unwrap();
        assert_eq!(
            places,
            [
                (number("terms of office"), 0, 16),
                (number("terms of"), 18, 26),
                (number("part ii (a"), 34, 44),
                (number("part ii"), 50, 57),
                (number("terms of"), 63, 71),
            ]
        );
    }

    #[test]
    fn a_part_is_known_by_its_place_and_must_not_cut_a_word() {
        let text: Arc<str> = Arc::from("the Clerks noted");
        let wording = Wording::new(Arc::clone(&text), Vec::new());
        let found = Lexicon::of(&[vec![Arc::from("clerk")]]).search(&wording).remove(0);
        assert_eq!(found.offset_of(&text[4..10]), Some(4));
        assert_eq!(found.offset_of(&text[4..9]), None);
        assert_eq!(found.offset_of("the"), None);
    }

    #[test]
    fn of_a_sets_phrases_at_one_place_the_longest_counts_in_each_set() {
        let list = |phrases: &[&str]| phrases.iter().map(|phrase| Arc::from(*phrase)).collect::<Vec<_>>();
        let sets = [list(&["resolved that", "resolved"]), list(&["resolved"]), list(&["noted"])];
        let wording = Wording::new(Arc::from("Resolved that it be noted"), Vec::new());
        let found = Lexicon::of(&sets).search(&wording);
        let ends: Vec<Vec<(usize, usize)>> =
            found.iter().map(|f| f.from(0).iter().map(|h| (h.start(), h.end())).collect()).collect();
        assert_eq!(ends, [vec![(0, 13)], vec![(0, 8)], vec![(20, 25)]]);
    }
}
