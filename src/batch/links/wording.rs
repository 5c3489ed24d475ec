//! How alike two texts are in their words: given texts, gives fingerprints that are small and can be compared without the
//! texts. Words are folded and cut to their beginnings, so that "approve" and "approved" agree; short words weigh little.
//! Knows no language.

use serde::{Deserialize, Serialize};

/// Words are compared by so many first letters.
const STEM: usize = 6;
/// A word weighs its letters, up to so many.
const HEAVIEST: u32 = 15;
/// Bits of a packed word that hold its weight.
const WEIGHT_BITS: u32 = 4;
/// Words of a text that are kept at the most: enough to tell any two recommendations apart.
const MOST_WORDS: usize = 160;

/// The fingerprint of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// Hash of all its letters and digits.
    whole: u64,
    /// Its words: a hash and a weight each, sorted.
    words: Box<[u32]>,
    /// Hashes of the words that hold digits, sorted.
    numbers: Box<[u32]>,
}

impl Wording {
    /// The fingerprint of this text.
    pub fn of(text: &str) -> Self {
        let folded = fold(text);
        let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).take(MOST_WORDS);
        let figures = words().filter(|w| w.contains(|c: char| c.is_ascii_digit()));
        Self {
            whole: hash(folded.bytes()),
            words: sorted(words().map(packed)),
            numbers: sorted(figures.map(packed)),
        }
    }

    /// Whether there is no word.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether all letters and digits are the same.
    pub fn is_same(&self, other: &Self) -> bool {
        !self.is_empty() && self.whole == other.whole
    }

    /// The weight of all words.
    pub fn weight(&self) -> u32 {
        self.words.iter().map(|word| weight(*word)).sum()
    }

    /// The weight of the words that both have.
    pub fn shared(&self, other: &Self) -> u32 {
        common(&self.words, &other.words)
    }

    /// How alike the words are, 0 to 1: twice what both share by what both weigh.
    pub fn likeness(&self, other: &Self) -> f64 {
        ratio(2 * self.shared(other), self.weight() + other.weight())
    }

    /// How much of its weight is in the other too, 0 to 1.
    pub fn within(&self, other: &Self) -> f64 {
        ratio(self.shared(other), self.weight())
    }

    /// Whether every word with digits stands in the other too.
    pub fn numbers_within(&self, other: &Self) -> bool {
        self.numbers.iter().all(|number| other.numbers.contains(number))
    }
}

/// Letters and digits in lower case: case, punctuation and spacing decide nothing.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        let letters = text.bytes().filter(u8::is_ascii_alphanumeric);
        return letters.map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    }
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn sorted(words: impl Iterator<Item = u32>) -> Box<[u32]> {
    let mut words: Vec<u32> = words.collect();
    words.sort_unstable();
    words.into_boxed_slice()
}

/// Hash of the word's beginning, its weight in the last bits.
fn packed(word: &str) -> u32 {
    let digits = word.bytes().any(|byte| byte.is_ascii_digit());
    // Numbers are never cut: 2019 and 2019-20 begin alike.
    let kept = if digits { usize::MAX } else { STEM };
    let (hash, letters) = if word.is_ascii() {
        (hash(word.bytes().take(kept).map(|byte| byte.to_ascii_lowercase())), word.len())
    } else {
        let small = word.to_lowercase();
        let end = small.char_indices().nth(kept).map_or(small.len(), |(end, _)| end);
        (hash(small.bytes().take(end)), small.chars().count())
    };
    let weight = u32::try_from(letters).map_or(HEAVIEST, |n| n.min(HEAVIEST));
    let short = (hash ^ (hash >> 32)) as u32;
    // Beginnings that agree weigh the same, however long the words are.
    let weight = if digits { weight } else { weight.min(STEM as u32) };
    (short << WEIGHT_BITS) | weight
}

fn weight(word: u32) -> u32 {
    word & HEAVIEST
}

/// The weight of what two sorted lists share.
fn common(a: &[u32], b: &[u32]) -> u32 {
    let (mut a, mut b, mut sum) = (a.iter().peekable(), b.iter().peekable(), 0);
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => drop(a.next()),
            std::cmp::Ordering::Greater => drop(b.next()),
            std::cmp::Ordering::Equal => {
                sum += weight(**x);
                a.next();
                b.next();
            }
        }
    }
    sum
}

fn ratio(part: u32, whole: u32) -> f64 {
    if whole == 0 { 0.0 } else { f64::from(part) / f64::from(whole) }
}

/// FNV-1a: the same on every machine and run.
fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_marks_decide_nothing() {
        assert!(Wording::of("That the quay be closed.").is_same(&Wording::of("THAT the Quay be closed; ")));
        assert!(!Wording::of("").is_same(&Wording::of("")));
    }

    #[test]
    fn words_in_another_order_are_alike() {
        let (asked, decided) =
            (Wording::of("Approve the Quay Plan"), Wording::of("the Quay Plan be approved"));
        assert!(asked.likeness(&decided) > 0.9);
        assert!(asked.likeness(&Wording::of("that the minutes be signed")) < 0.3);
    }

    #[test]
    fn numbers_are_told_apart() {
        let (asked, decided) = (Wording::of("a grant of £900"), Wording::of("a grant of £700"));
        assert!(!decided.numbers_within(&asked));
        assert!(Wording::of("a grant").numbers_within(&asked));
    }
}
