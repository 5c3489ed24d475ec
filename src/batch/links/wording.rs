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
        let (mut all, mut numbers) = (Vec::new(), Vec::new());
        for word in words(text).take(MOST_WORDS) {
            let is_number = word.bytes().any(|byte| byte.is_ascii_digit());
            let packed = packed(word, is_number);
            all.push(packed);
            if is_number {
                numbers.push(packed);
            }
        }
        Self { whole: hash_of_letters(text), words: sorted(all), numbers: sorted(numbers) }
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
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// The same, put behind what is folded already.
pub fn fold_into(text: &str, folded: &mut String) {
    if text.is_ascii() {
        let letters = text.bytes().filter(u8::is_ascii_alphanumeric);
        folded.extend(letters.map(|byte| char::from(byte.to_ascii_lowercase())));
    } else {
        folded.extend(text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase));
    }
}

/// Hash of all letters and digits in lower case.
fn hash_of_letters(text: &str) -> u64 {
    if text.is_ascii() {
        let letters = text.bytes().filter(u8::is_ascii_alphanumeric);
        return hash(letters.map(|byte| byte.to_ascii_lowercase()));
    }
    hash(fold(text).bytes())
}

/// Its words: letters and digits in a row.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = plain(rest, |byte| !byte.is_ascii_alphanumeric(), |c| !c.is_alphanumeric());
        let word = rest.get(start..)?;
        let (word, after) =
            word.split_at_checked(plain(word, u8::is_ascii_alphanumeric, char::is_alphanumeric))?;
        rest = after;
        (!word.is_empty()).then_some(word)
    })
}

/// How many bytes are such at the beginning; letters beyond ASCII are asked for only where one stands.
fn plain(text: &str, is_such: impl Fn(&u8) -> bool, is_such_letter: impl Fn(char) -> bool) -> usize {
    let plain = text.bytes().take_while(|byte| byte.is_ascii() && is_such(byte)).count();
    if text.as_bytes().get(plain).is_none_or(u8::is_ascii) {
        return plain;
    }
    text.find(|c| !is_such_letter(c)).unwrap_or(text.len())
}

fn sorted(mut words: Vec<u32>) -> Box<[u32]> {
    words.sort_unstable();
    words.into_boxed_slice()
}

/// Hash of the word's beginning, its weight in the last bits.
fn packed(word: &str, is_number: bool) -> u32 {
    // Numbers are never cut: 2019 and 2019-20 begin alike.
    let kept = if is_number { usize::MAX } else { STEM };
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
    let weight = if is_number { weight } else { weight.min(STEM as u32) };
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
    fn words_are_letters_and_digits_in_a_row() {
        let of = |text| words(text).collect::<Vec<_>>();
        assert_eq!(of(" the Quay\u{2019}s plan\u{2014}2019-20"), ["the", "Quay", "s", "plan", "2019", "20"]);
        assert_eq!(of("Tŷ Llên, £90\u{b2}"), ["Tŷ", "Llên", "90²"]);
        assert!(of(" \u{2014}. ").is_empty() && of("").is_empty());
    }

    #[test]
    fn numbers_are_told_apart() {
        let (asked, decided) = (Wording::of("a grant of £900"), Wording::of("a grant of £700"));
        assert!(!decided.numbers_within(&asked));
        assert!(Wording::of("a grant").numbers_within(&asked));
    }
}
