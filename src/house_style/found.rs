//! Where phrases stand in a text: the answer of a search, by sets. Knows nothing of how they were searched for.

use super::folding::{LETTER, PLAIN, plain_kind};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// Where a phrase of a set stands in a text; small, for a text has many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Hit {
    start: u32,
    end: u32,
    phrase: u32,
}

impl Hit {
    /// A phrase by its number in its set, from its first byte in the text to one past its last.
    #[inline]
    pub fn new(start: usize, end: usize, phrase: usize) -> Self {
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Self { start: small(start), end: small(end), phrase: small(phrase) }
    }

    /// First byte in the text.
    #[inline]
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past its last byte.
    #[inline]
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Which phrase of its set it is.
    #[inline]
    pub fn phrase(self) -> usize {
        self.phrase as usize
    }
}

/// A hit, and the number of the set whose phrase it is.
pub(super) type SetHit = (u32, Hit);

/// The places of one set's phrases in a text: of those that begin at one place, the longest.
#[derive(Clone, Debug)]
pub(super) struct Found {
    all: Arc<Hits>,
    range: Range<usize>,
    /// Some of the phrases in the text may be misread.
    forgiven: bool,
}

/// The places of the phrases of several sets in a text, set after set.
#[derive(Debug)]
struct Hits {
    text: Arc<str>,
    hits: Vec<Hit>,
}

impl Found {
    /// The places by sets, from those of so many sets, each in the order of starts.
    pub fn by_sets(text: &Arc<str>, hits: &[SetHit], sets: usize, forgiven: bool) -> Vec<Self> {
        // Counted and dealt out: sorting them would take longer than finding them.
        let mut next = vec![0; sets];
        for (set, _) in hits {
            next.get_mut(*set as usize).into_iter().for_each(|count| *count += 1);
        }
        let mut sum = 0;
        next.iter_mut().for_each(|count| sum += std::mem::replace(count, sum));
        let mut dealt = vec![Hit::default(); hits.len()];
        for (set, hit) in hits {
            if let Some(at) = next.get_mut(*set as usize)
                && let Some(place) = dealt.get_mut(*at)
            {
                *place = *hit;
                *at += 1;
            }
        }
        let all = Arc::new(Hits { text: Arc::clone(text), hits: dealt });
        let mut from = 0;
        let ranges = next.into_iter().map(|to| std::mem::replace(&mut from, to)..to);
        ranges.map(|range| Self { all: Arc::clone(&all), range, forgiven }).collect()
    }

    fn hits(&self) -> &[Hit] {
        self.all.hits.get(self.range.clone()).unwrap_or_default()
    }

    /// Whether misread phrases are among them.
    #[inline]
    pub fn is_forgiving(&self) -> bool {
        self.forgiven
    }

    /// Where the part begins in the text that was searched, if it is a part of it and cuts no word at its end. A part is
    /// known by its place in memory, which is the text's own for as long as this lives.
    #[inline]
    pub fn offset_of(&self, part: &str) -> Option<usize> {
        let text = &self.all.text;
        let at = part.as_ptr().addr().checked_sub(text.as_ptr().addr())?;
        let end = at.checked_add(part.len()).filter(|end| *end <= text.len())?;
        (!self.is_within_word(end)).then_some(at)
    }

    /// How many different phrases there are; of those that overlap, the first counts.
    pub fn distinct(&self) -> usize {
        let mut end = 0;
        let mut phrases = BTreeSet::new();
        for hit in self.hits() {
            if hit.start() >= end {
                end = hit.end();
                phrases.insert(hit.phrase);
            }
        }
        phrases.len()
    }

    /// Whether the byte stands between two letters or figures.
    #[inline]
    pub fn is_within_word(&self, at: usize) -> bool {
        let bytes = self.all.text.as_bytes();
        let Some([before, after]) = at.checked_sub(1).and_then(|from| bytes.get(from..=at)) else {
            return false;
        };
        match (plain_kind(*before), plain_kind(*after)) {
            (before, after) if before & after & PLAIN != 0 => before & after & LETTER != 0,
            // One that is plainly no letter tells enough.
            (_, after) if after & PLAIN != 0 && after & LETTER == 0 => false,
            (before, _) if before & PLAIN != 0 && before & LETTER == 0 => false,
            _ => self.is_between_letters(at),
        }
    }

    /// The same where a character beyond ASCII stands before the byte or behind it.
    fn is_between_letters(&self, at: usize) -> bool {
        let text = &self.all.text;
        let after = text.get(at..).and_then(|t| t.chars().next());
        after.is_some_and(char::is_alphanumeric)
            && text.get(..at).and_then(|t| t.chars().next_back()).is_some_and(char::is_alphanumeric)
    }

    /// The hits that begin at the byte or later.
    #[inline]
    pub fn from(&self, at: usize) -> &[Hit] {
        let hits = self.hits();
        let first = if hits.is_empty() { 0 } else { hits.partition_point(|hit| hit.start() < at) };
        hits.get(first..).unwrap_or_default()
    }
}
