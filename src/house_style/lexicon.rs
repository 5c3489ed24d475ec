//! Every phrase of a house style at once: given a document's text, gives in one pass where each stands, by sets. Where a
//! grammar then asks a set about a part of that text, the answer is looked up, not searched for.

use super::folding::{LETTER, START, WITHIN, fold, kind, match_at};
use super::forgiving;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// Where a phrase of a set stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// First byte in the text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// Which phrase of its set it is.
    pub phrase: usize,
}

/// The places of one set's phrases in a text: of those that begin at one place, the longest.
#[derive(Clone, Debug)]
pub(super) struct Found {
    text: Arc<str>,
    hits: Vec<Hit>,
}

/// All phrases of several sets, by their first two words, or the only one.
#[derive(Clone, Debug, Default)]
pub(super) struct Lexicon {
    phrases: HashMap<u64, Vec<Phrase>, BuildHasherDefault<Given>>,
    /// A bit for the lowest digits of every key: most words of a text are told by it to begin no phrase.
    begun: Vec<u64>,
    sets: usize,
    /// The first words, for texts that may be misread; made when the first of them comes.
    openings: OnceLock<HashMap<char, Vec<Opening>>>,
}

/// A first word, and the keys of the phrases that begin with it.
#[derive(Clone, Debug)]
struct Opening {
    word: String,
    keys: Vec<u64>,
}

#[derive(Clone, Debug)]
struct Phrase {
    set: usize,
    phrase: usize,
    folded: String,
}

/// A word, or a mark between words.
#[derive(Clone, Copy, Debug)]
struct Token {
    start: usize,
    end: usize,
    key: u64,
}

impl Lexicon {
    /// Adds the next set: its phrases, folded, the longest first.
    pub fn add<'p>(&mut self, phrases: impl Iterator<Item = &'p str>) {
        for (phrase, folded) in phrases.enumerate() {
            let first = token(folded, 0);
            let second = first.and_then(|first| token(folded, first.end));
            let key = first.map_or(SEED, |t| t.key);
            let key = second.map_or(key, |second| pair(key, second.key));
            self.begun.resize(KEYS / 64, 0);
            if let Some(bits) = self.begun.get_mut(slot(key)) {
                *bits |= 1 << (key % 64);
            }
            let phrase = Phrase { set: self.sets, phrase, folded: folded.to_owned() };
            self.phrases.entry(key).or_default().push(phrase);
        }
        self.sets += 1;
    }

    /// Where the phrases of each set stand in the text, a list a set in the order in which they were added.
    pub fn search(&self, text: &Arc<str>) -> Vec<Found> {
        let mut found = vec![Found { text: Arc::clone(text), hits: Vec::new() }; self.sets];
        let mut next = token(text, 0);
        while let Some(first) = next {
            next = token(text, first.end);
            // Of two phrases at one place the one of several words is the longer.
            let both = next.and_then(|second| self.begun_by(pair(first.key, second.key)));
            for list in [both, self.begun_by(first.key)].into_iter().flatten() {
                search_at(list, text, first.start, &mut found);
            }
        }
        found
    }

    fn begun_by(&self, key: u64) -> Option<&[Phrase]> {
        let begun = self.begun.get(slot(key)).is_some_and(|bits| bits >> (key % 64) & 1 == 1);
        if begun { self.phrases.get(&key).map(Vec::as_slice) } else { None }
    }
}

impl Lexicon {
    /// The same, and in these parts, whose letters may be misread, also words that are misreadings of phrases.
    pub fn search_forgiving(&self, text: &Arc<str>, misread: &[Range<usize>]) -> Vec<Found> {
        let mut found = self.search(text);
        if misread.is_empty() {
            return found;
        }
        // Most words of a text stand in it many times.
        let mut known: HashMap<&str, Vec<Alike>> = HashMap::new();
        let mut further: Vec<Vec<Hit>> = vec![Vec::new(); found.len()];
        for start in misread.iter().flat_map(|part| word_starts(text, part)) {
            let Some(rest) = text.get(start..) else { continue };
            let Some(word) = forgiving::word(rest) else { continue };
            let lists = known.entry(word).or_insert_with(|| self.alike(word));
            for phrase in lists.iter().flat_map(|alike| alike.promising(rest)) {
                if let Some(length) = forgiving::match_at(rest, &phrase.folded)
                    && let Some(hits) = further.get_mut(phrase.set)
                {
                    hits.push(Hit { start, end: start + length, phrase: phrase.phrase });
                }
            }
        }
        for (found, further) in found.iter_mut().zip(further) {
            found.add(further);
        }
        found
    }

    /// The phrases whose first word this may be, misread or not.
    fn alike(&self, word: &str) -> Vec<Alike<'_>> {
        let small = word.to_lowercase();
        let Some(initial) = small.chars().next() else { return Vec::new() };
        let openings = self.openings.get_or_init(|| self.by_initial());
        let openings = openings.get(&forgiving::look(initial)).map_or(&[][..], Vec::as_slice);
        let alike = openings.iter().filter(|opening| forgiving::may_be(&small, &opening.word));
        let lists = alike.flat_map(|opening| {
            let rightly = (opening.word == small).then_some(small.len());
            let lists = opening.keys.iter().filter_map(|key| self.phrases.get(key));
            lists.map(move |phrases| Alike { phrases, rightly })
        });
        lists.collect()
    }

    /// The first words of the phrases, by the look of their initials.
    fn by_initial(&self) -> HashMap<char, Vec<Opening>> {
        let mut keys: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
        let mut listed: Vec<(&u64, &Vec<Phrase>)> = self.phrases.iter().collect();
        listed.sort_unstable_by_key(|(key, _)| **key);
        for (key, list) in listed {
            // Phrases of two different words may share a key by chance.
            for folded in list.iter().map(|phrase| phrase.folded.as_str()) {
                let first = folded.get(..head(folded, 0).unwrap_or(0)).unwrap_or("");
                let keys = keys.entry(first).or_default();
                if keys.last() != Some(key) {
                    keys.push(*key);
                }
            }
        }
        let mut openings: HashMap<char, Vec<Opening>> = HashMap::new();
        for (word, keys) in keys {
            if let Some(initial) = word.chars().next() {
                let opening = Opening { word: word.to_owned(), keys };
                openings.entry(forgiving::look(initial)).or_default().push(opening);
            }
        }
        openings
    }
}

/// Phrases with whose first word a word of a text may be meant.
struct Alike<'p> {
    phrases: &'p [Phrase],
    /// Bytes of the word where it is spelt rightly: the slip must be in a later word.
    rightly: Option<usize>,
}

impl<'p> Alike<'p> {
    /// Those whose second word begins alike, where the first is spelt rightly; most differ there.
    fn promising(&self, text: &str) -> impl Iterator<Item = &'p Phrase> {
        let initial = |text: &str| text.chars().next().and_then(|c| fold(c).next()).map(forgiving::look);
        let rightly = self.rightly;
        let next = rightly.and_then(|length| text.get(length..)).and_then(|rest| initial(rest.trim_start()));
        self.phrases.iter().filter(move |phrase| {
            let Some(rest) = rightly.and_then(|length| phrase.folded.get(length..)) else { return true };
            rest.strip_prefix(' ').map_or(!rest.is_empty(), |second| initial(second) == next)
        })
    }
}

/// Where words begin in a part of a text.
fn word_starts(text: &str, part: &Range<usize>) -> impl Iterator<Item = usize> {
    let within = text.get(part.clone()).unwrap_or("");
    let mut in_word = text.get(..part.start).is_some_and(|t| t.ends_with(char::is_alphanumeric));
    within.char_indices().filter_map(move |(at, ch)| {
        let begins = ch.is_alphanumeric() && !in_word;
        in_word = ch.is_alphanumeric();
        begins.then_some(part.start + at)
    })
}

/// Notes which of these phrases, all with the first words that stand there, stand at the byte.
fn search_at(list: &[Phrase], text: &str, at: usize, found: &mut [Found]) {
    let Some(rest) = text.get(at..) else { return };
    for phrase in list {
        let Some(found) = found.get_mut(phrase.set) else { continue };
        let known = found.hits.last().is_some_and(|hit| hit.start == at);
        if !known && let Some(length) = match_at(rest, &phrase.folded) {
            found.hits.push(Hit { start: at, end: at + length, phrase: phrase.phrase });
        }
    }
}

impl Found {
    /// Adds hits that are misreadings: where a phrase stands rightly spelt that one counts, of others the longest.
    fn add(&mut self, mut further: Vec<Hit>) {
        if further.is_empty() {
            return;
        }
        let exact = &self.hits;
        further.retain(|hit| exact.binary_search_by_key(&hit.start, |known| known.start).is_err());
        self.hits.append(&mut further);
        self.hits.sort_by(|a, b| a.start.cmp(&b.start).then(b.end.cmp(&a.end)).then(a.phrase.cmp(&b.phrase)));
        self.hits.dedup_by_key(|hit| hit.start);
    }

    /// Where the part begins in the text that was searched, if it is a part of it and cuts no word at its end. A part is
    /// known by its place in memory, which is the text's own for as long as this lives.
    pub fn offset_of(&self, part: &str) -> Option<usize> {
        let at = part.as_ptr().addr().checked_sub(self.text.as_ptr().addr())?;
        let end = at.checked_add(part.len()).filter(|end| *end <= self.text.len())?;
        (!self.is_within_word(end)).then_some(at)
    }

    /// How many different phrases there are; of those that overlap, the first counts.
    pub fn distinct(&self) -> usize {
        let mut end = 0;
        let mut phrases = BTreeSet::new();
        for hit in &self.hits {
            if hit.start >= end {
                end = hit.end;
                phrases.insert(hit.phrase);
            }
        }
        phrases.len()
    }

    /// Whether the byte stands between two letters or figures.
    pub fn is_within_word(&self, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        let Some(after) = bytes.get(at).filter(|_| at > 0) else { return false };
        let Some(before) = bytes.get(at - 1) else { return false };
        if after.is_ascii() && before.is_ascii() {
            return after.is_ascii_alphanumeric() && before.is_ascii_alphanumeric();
        }
        let after = self.text.get(at..).and_then(|t| t.chars().next());
        after.is_some_and(char::is_alphanumeric)
            && self.text.get(..at).and_then(|t| t.chars().next_back()).is_some_and(char::is_alphanumeric)
    }

    /// The hits that begin at the byte or later.
    pub fn from(&self, at: usize) -> &[Hit] {
        let first = if self.hits.is_empty() { 0 } else { self.hits.partition_point(|hit| hit.start < at) };
        self.hits.get(first..).unwrap_or_default()
    }
}

/// The first word or mark at the byte or after it.
fn token(text: &str, from: usize) -> Option<Token> {
    let mut at = from;
    let bytes = text.as_bytes();
    while kind(text, at, *bytes.get(at)?) & START == 0 {
        at += 1;
    }
    let (end, key) = plain_head(text, at).unwrap_or_else(|| {
        let end = head(text, at).unwrap_or(at + 1);
        (end, key(text.get(at..end).unwrap_or("")))
    });
    Some(Token { start: at, end, key })
}

/// Where the word or mark ends that begins at the byte: a run of letters and figures, or one other character.
fn head(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut end = at;
    while let Some(byte) = bytes.get(end) {
        let kind = kind(text, end, *byte);
        if kind & LETTER == 0 && kind != WITHIN {
            break;
        }
        end += 1;
    }
    if end > at {
        return Some(end);
    }
    text.get(at..)?.chars().next().map(|c| at + c.len_utf8())
}

/// The end and the key of a word of ASCII letters and figures; none where the word or mark is another.
fn plain_head(text: &str, at: usize) -> Option<(usize, u64)> {
    let mut sum = SEED;
    let mut end = at;
    while let Some(byte) = text.as_bytes().get(end) {
        if !byte.is_ascii_alphanumeric() {
            if !byte.is_ascii() {
                return None;
            }
            break;
        }
        sum = add(sum, byte.to_ascii_lowercase());
        end += 1;
    }
    (end > at).then_some((end, sum))
}

/// A number for two words in a row.
fn pair(first: u64, second: u64) -> u64 {
    (first.rotate_left(29) ^ second).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// A number for the folded word (FNV-1a); two words may share one.
fn key(word: &str) -> u64 {
    let mut bytes = [0; 4];
    let folded = word.chars().filter_map(|c| fold(c).next());
    folded.fold(SEED, |sum, c| c.encode_utf8(&mut bytes).bytes().fold(sum, add))
}

/// Where the bit of a key stands among those of the first words.
fn slot(key: u64) -> usize {
    (key / 64) as usize % (KEYS / 64)
}

/// Bits kept for first words.
const KEYS: usize = 1 << 15;

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

fn add(sum: u64, byte: u8) -> u64 {
    (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

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
        let mut lexicon = Lexicon::default();
        lexicon.add(phrases.iter().copied());
        lexicon.search(&Arc::from(text)).remove(0)
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
        let places: Vec<(usize, usize)> = found.hits.iter().map(|h| (h.phrase, h.start)).collect();
        assert_eq!(places, [(0, 4), (2, 21), (1, 29)]);
    }

    #[test]
    fn a_part_is_known_by_its_place_and_must_not_cut_a_word() {
        let text: Arc<str> = Arc::from("the Clerks noted");
        let mut lexicon = Lexicon::default();
        lexicon.add(std::iter::once("clerk"));
        let found = lexicon.search(&text).remove(0);
        assert_eq!(found.offset_of(&text[4..10]), Some(4));
        assert_eq!(found.offset_of(&text[4..9]), None);
        assert_eq!(found.offset_of("the"), None);
    }
}
