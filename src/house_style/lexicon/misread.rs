//! The phrases of a lexicon in words that may be misread: given a text and its parts that were read from images, gives also
//! where misreadings of phrases stand. Which word may be a misreading of which is told by [`forgiving`].

use super::super::folding::{fold, plain_fold};
use super::super::forgiving;
use super::super::found::{Found, Hit, SetHit};
use super::super::wording::{Wording, head};
use super::{Lexicon, Phrase, beginning};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// First words of phrases, by the look of their initials.
pub(super) type Openings = HashMap<char, Vec<Opening>>;

/// A first word, and the phrases that begin with it.
#[derive(Clone, Debug)]
pub(super) struct Opening {
    word: String,
    /// It is ASCII.
    plain: bool,
    /// How it ends, from afar.
    ending: Option<char>,
    lists: Vec<Alike>,
}

/// Some of the phrases that begin with a word.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Alike {
    /// How the second word begins, from afar; none where something else stands behind the first.
    second: Option<char>,
    phrases: Range<usize>,
}

impl Lexicon {
    /// Where each phrase stands in the text, and in its parts whose letters may be misread also words that are misreadings of
    /// phrases: where a phrase stands rightly spelt that one counts, of others the longest.
    pub fn search_forgiving(&self, wording: &Wording) -> Vec<Found> {
        let text: &str = wording.text();
        let exact = self.hits(wording);
        // Most words of a text stand in it many times.
        let mut known: HashMap<&str, Vec<Meant<'_>>> = HashMap::new();
        let mut further: Vec<SetHit> = Vec::new();
        for start in wording.misread().iter().flat_map(|part| word_starts(text, part)) {
            let Some(rest) = text.get(start..) else { continue };
            let Some(word) = forgiving::word(rest) else { continue };
            let meant = known.entry(word).or_insert_with(|| self.meant(word));
            for meant in meant.iter() {
                self.misread_at(meant, rest, |phrase, length| {
                    let hit = |phrase| Hit::new(start, start + length, phrase);
                    further.extend(self.homes(phrase).iter().map(|(set, number)| (*set, hit(*number))));
                });
            }
        }
        let forgiven = !further.is_empty();
        Found::by_sets(wording.text(), &merged(exact, further), self.sets, forgiven)
    }

    /// The first words of phrases that this may be, misread or not.
    fn meant(&self, word: &str) -> Vec<Meant<'_>> {
        let small = word.to_lowercase();
        let Some(initial) = small.chars().next() else { return Vec::new() };
        let openings = self.openings.get_or_init(|| self.by_initial());
        let openings = openings.get(&forgiving::look(initial)).map_or(&[][..], Vec::as_slice);
        let (plain, ending) = (small.is_ascii(), forgiving::ending(&small));
        let near = |opening: &&Opening| {
            !(plain && opening.plain) || forgiving::is_near((&small, ending), (&opening.word, opening.ending))
        };
        let near = openings.iter().filter(near);
        let meant = near
            .filter_map(|opening| Some(Meant { opening, likeness: Likeness::of(&small, &opening.word)? }));
        let mut meant: Vec<Meant<'_>> = meant.collect();
        // A few capitals are longer than their small letters.
        if small.len() != word.len() {
            meant.iter_mut().for_each(|meant| meant.likeness = Likeness::Doubtful);
        }
        meant
    }

    /// Hands on the phrases of which a misreading stands at the start of the text, and where each ends.
    fn misread_at(&self, meant: &Meant<'_>, text: &str, mut hand: impl FnMut(&Phrase, usize)) {
        let lists = &meant.opening.lists;
        let of = |alike: &Alike| self.phrases.get(alike.phrases.clone()).unwrap_or_default();
        let Likeness::Same(known) = meant.likeness else {
            if meant.likeness.is_possible(text) {
                for phrase in lists.iter().flat_map(of) {
                    forgiving::match_at(text, &phrase.folded, 0)
                        .into_iter()
                        .for_each(|end| hand(phrase, end));
                }
            }
            return;
        };
        // Where the first word is spelt rightly most differ in how the second begins.
        let behind = text.get(known..).unwrap_or("").trim_start();
        let next = initial(behind);
        for alike in lists.iter().filter(|alike| alike.second.is_none() || alike.second == next) {
            for phrase in of(alike) {
                let rest = phrase.folded.get(known..).unwrap_or("");
                let goes_on = |second: &str| forgiving::may_begin_alike(behind, second);
                if rest.strip_prefix(' ').map_or(!rest.is_empty(), goes_on) {
                    let end = forgiving::match_at(text, &phrase.folded, known);
                    end.into_iter().for_each(|end| hand(phrase, end));
                }
            }
        }
    }

    /// The first words of the phrases, by the look of their initials.
    fn by_initial(&self) -> Openings {
        let mut lists: BTreeMap<&str, Vec<Alike>> = BTreeMap::new();
        // Phrases of two different words may share a key by chance.
        for phrase in &self.phrases {
            let end = head(&phrase.folded, 0).unwrap_or(0);
            let (first, rest) = phrase.folded.split_at_checked(end).unwrap_or_default();
            let Some(phrases) = self.ranges.get(&beginning(&phrase.folded)).cloned() else { continue };
            let alike = Alike { second: rest.strip_prefix(' ').and_then(initial), phrases };
            let lists = lists.entry(first).or_default();
            if lists.last() != Some(&alike) {
                lists.push(alike);
            }
        }
        let mut openings = Openings::new();
        for (word, lists) in lists {
            if let Some(initial) = word.chars().next() {
                let (word, plain, ending) = (word.to_owned(), word.is_ascii(), forgiving::ending(word));
                let opening = Opening { word, plain, ending, lists };
                openings.entry(forgiving::look(initial)).or_default().push(opening);
            }
        }
        openings
    }
}

/// A first word of phrases that a word of a text may be.
struct Meant<'p> {
    opening: &'p Opening,
    likeness: Likeness<'p>,
}

/// How a word of a text is like the first of a phrase.
#[derive(Clone, Copy)]
enum Likeness<'p> {
    /// It is this word of so many bytes, spelt rightly: the slip must be in a later one.
    Same(usize),
    /// It has so many bytes and is its beginning at best: this must be left.
    Begun(usize, &'p str),
    /// It may be a misreading of it.
    Doubtful,
}

impl<'p> Likeness<'p> {
    /// Of a small word to that of a phrase; none where it is another word.
    fn of(small: &str, want: &'p str) -> Option<Self> {
        match forgiving::slip(small, want) {
            Some(_) if small == want => Some(Self::Same(small.len())),
            Some(_) => Some(Self::Doubtful),
            None => Some(Self::Begun(small.len(), forgiving::left(small, want)?)),
        }
    }

    /// Whether what stands behind the word, with which the text begins, lets it be the phrase's.
    fn is_possible(self, text: &str) -> bool {
        match self {
            Self::Begun(length, left) => {
                text.get(length..).is_some_and(|behind| forgiving::is_left(behind, left))
            }
            Self::Same(_) | Self::Doubtful => true,
        }
    }
}

/// How the first character of a text looks from afar.
fn initial(text: &str) -> Option<char> {
    match text.as_bytes().first()? {
        byte if byte.is_ascii() => Some(forgiving::look(char::from(plain_fold(*byte)))),
        _ => text.chars().next().and_then(|c| fold(c).next()).map(forgiving::look),
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

/// Exact hits and misreadings in the order of starts: where a phrase of a set stands rightly spelt that one counts, of others
/// the longest.
fn merged(exact: Vec<SetHit>, mut further: Vec<SetHit>) -> Vec<SetHit> {
    if further.is_empty() {
        return exact;
    }
    further.sort_by_key(|(set, hit)| (hit.start(), *set, Reverse(hit.end()), hit.phrase()));
    further.dedup_by_key(|(set, hit)| (hit.start(), *set));
    let mut all = Vec::with_capacity(exact.len() + further.len());
    let mut exact = exact.chunk_by(|(_, a), (_, b)| a.start() == b.start()).peekable();
    let start_of = |hits: &[SetHit]| hits.first().map_or(0, |(_, hit)| hit.start());
    for misread in further.chunk_by(|(_, a), (_, b)| a.start() == b.start()) {
        let start = start_of(misread);
        while let Some(before) = exact.next_if(|hits| start_of(hits) < start) {
            all.extend_from_slice(before);
        }
        let here = exact.next_if(|hits| start_of(hits) == start).unwrap_or_default();
        all.extend_from_slice(here);
        all.extend(misread.iter().filter(|(set, _)| !here.iter().any(|(known, _)| known == set)));
    }
    exact.for_each(|hits| all.extend_from_slice(hits));
    all
}
