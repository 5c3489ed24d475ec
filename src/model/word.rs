//! Words of the contract's fixed lists (`present`, `formal`, `NO_TEXT` …) as they come back from a file: each distinct
//! word is kept once, for as long as the program runs, so that a record that was read again equals the one that was
//! written. The number of words is bounded; a file that holds more is not ours. Knows nothing of what they mean.

use serde::Deserializer;
use serde::de::{Error, Visitor};
use std::collections::BTreeSet;
use std::fmt;
use std::sync::{PoisonError, RwLock};

/// A word of a fixed list. (By this name serde does not take it for text borrowed from what it reads.)
pub type Word = &'static str;

/// More distinct words than all lists of the contract hold together.
const MOST_WORDS: usize = 2_000;

/// Bytes of the longest word.
const LONGEST: usize = 64;

static KEPT: RwLock<BTreeSet<&'static str>> = RwLock::new(BTreeSet::new());

/// A word.
///
/// # Errors
/// When there is no text, or too many distinct words were read already.
pub fn word<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static str, D::Error> {
    deserializer.deserialize_str(Keeping)
}

/// A word, or null.
///
/// # Errors
/// As [`word`].
pub fn word_or_null<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'static str>, D::Error> {
    deserializer.deserialize_option(KeepingOption)
}

struct Keeping;

impl Visitor<'_> for Keeping {
    type Value = &'static str;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a word of the dataset, of at most {LONGEST} bytes")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<&'static str, E> {
        kept(text).ok_or_else(|| E::invalid_value(serde::de::Unexpected::Str(text), &self))
    }
}

struct KeepingOption;

impl<'de> Visitor<'de> for KeepingOption {
    type Value = Option<&'static str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a word of the dataset or null")
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        word(deserializer).map(Some)
    }
}

fn kept(text: &str) -> Option<&'static str> {
    // A poisoned lock would only mean that a thread died beside it: an insert is whole or was not made.
    let known = KEPT.read().unwrap_or_else(PoisonError::into_inner).get(text).copied();
    known.or_else(|| keep(text))
}

fn keep(text: &str) -> Option<&'static str> {
    let mut words = KEPT.write().unwrap_or_else(PoisonError::into_inner);
    if let Some(word) = words.get(text) {
        return Some(word);
    }
    if text.len() > LONGEST || words.len() >= MOST_WORDS {
        return None;
    }
    let word: &'static str = Box::leak(text.to_owned().into_boxed_str());
    words.insert(word);
    Some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_kept_once() {
        let [a, b] = ["present", "present"].map(|text| kept(text).unwrap());
        assert!(std::ptr::eq(a, b));
        assert_eq!(kept(&"x".repeat(LONGEST + 1)), None);
    }
}
