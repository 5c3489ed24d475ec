//! Words that give way to a mark: given the words, takes them out of texts wherever they stand, whatever the blanks and
//! stops between them, and counts how often each was met. What is cut off at the end of a quote is taken out by its
//! beginning. Knows nothing of why.

use super::REDACTED;
use super::texts::{Text, texts};
use regex::Regex;
use serde_json::Value;
use std::collections::HashMap;

/// Words that are to be taken out, by their folded form.
#[derive(Debug, Default)]
pub struct Mask {
    pattern: Option<Regex>,
    words: HashMap<String, usize>,
    /// In order of the numbers that `words` gives them.
    plain: Vec<String>,
}

/// What stands at the end of a quote is taken for the beginning of words from so many characters on.
const BEGINNING: usize = 5;

/// Files are called by their documents where so many folded characters of their name are words that are taken out.
const NAMED: usize = 6;

/// Letters and figures alone, small.
pub fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Mask {
    /// Takes out these words; the second says whether they are a name, which is not met in small letters.
    pub fn new<'w>(words: impl Iterator<Item = (&'w str, bool)>) -> Self {
        let mut all: Vec<(&str, bool)> = words.filter(|(words, _)| !words.trim().is_empty()).collect();
        all.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.0.cmp(b.0)));
        let mut mask = Self::default();
        let mut forms = Vec::new();
        for (words, name) in all {
            let at = mask.plain.len();
            mask.words.entry(fold(words)).or_insert(at);
            mask.plain.push(words.to_owned());
            forms.push(form(words, name));
            if name {
                forms.push(form(&words.to_uppercase(), name));
            }
        }
        if !forms.is_empty() {
            mask.pattern = Regex::new(&format!("(?:{})", forms.join("|"))).ok();
        }
        mask
    }

    /// The text without the words, if any stand in it; hands the number of each to `met`.
    pub fn apply(&self, text: &str, met: &mut dyn FnMut(usize)) -> Option<String> {
        let pattern = self.pattern.as_ref()?;
        let (mut masked, mut end) = (String::new(), 0);
        for found in pattern.find_iter(text) {
            if let Some(at) = self.words.get(&fold(found.as_str())) {
                met(*at);
            }
            masked.push_str(text.get(end..found.start()).unwrap_or(""));
            masked.push_str(REDACTED);
            end = found.end();
        }
        masked.push_str(text.get(end..).unwrap_or(""));
        (end > 0).then_some(masked)
    }

    /// The same of a quote, which may end within words.
    fn apply_quote(&self, text: &str, met: &mut dyn FnMut(usize)) -> Option<String> {
        let masked = self.apply(text, met);
        let so_far = masked.as_deref().unwrap_or(text);
        match self.plain.iter().find_map(|words| begun(words, so_far)).filter(|_| self.pattern.is_some()) {
            Some(beginning) => {
                let kept = so_far.len() - beginning.len();
                Some(format!("{}{REDACTED}", so_far.get(..kept).unwrap_or("")))
            }
            None => masked,
        }
    }

    /// Takes the words out of every text of a document; hands each text that is other for it to `told`, with the numbers
    /// of the words met in it.
    pub fn document(&self, document: &Value, told: &mut dyn FnMut(&Text<'_>, &[usize])) -> Value {
        let mut masked = document.clone();
        for text in texts(document) {
            let mut met = Vec::new();
            let quote = text.key == "quote";
            let other = if quote {
                self.apply_quote(text.text, &mut |at| met.push(at))
            } else {
                self.apply(text.text, &mut |at| met.push(at))
            };
            let Some(other) = other else { continue };
            told(&text, &met);
            if let Some(place) = masked.pointer_mut(&text.at) {
                // An officer has an address or has none; a mark is neither.
                let none = matches!(text.key, "email" | "phone");
                *place = if none { Value::Null } else { Value::String(other) };
            }
        }
        masked
    }

    /// The words, in the order of their numbers.
    pub fn words(&self) -> &[String] {
        &self.plain
    }

    /// Whether a file's name holds some of the words, however they are joined there.
    pub fn is_in_name(&self, name: &str) -> bool {
        let name = fold(name);
        self.words.keys().any(|words| words.len() >= NAMED && name.contains(words.as_str()))
    }
}

/// The beginning of the words with which the text ends.
fn begun<'w>(words: &'w str, text: &str) -> Option<&'w str> {
    let ends = words.char_indices().map(|(at, _)| at).filter(|at| *at >= BEGINNING);
    ends.rev().filter_map(|end| words.get(..end)).find(|beginning| {
        // One word alone may be any: "clerk" is no beginning of an address.
        let several = beginning.trim_end().contains(|c: char| !c.is_alphanumeric());
        several && text.strip_suffix(*beginning).is_some_and(|ahead| !ahead.ends_with(char::is_alphanumeric))
    })
}

/// A pattern that meets the words with any blanks between them, and behind initials and titles with stops or without.
fn form(words: &str, name: bool) -> String {
    let tokens: Vec<String> = if name {
        let bare = words.split(|c: char| c.is_whitespace() || c == '.').filter(|token| !token.is_empty());
        bare.map(regex::escape).collect()
    } else {
        words.split_whitespace().map(regex::escape).collect()
    };
    let edge = |c: Option<char>| if c.is_some_and(|c| c.is_alphanumeric() || c == '_') { r"\b" } else { "" };
    let joined = tokens.join(if name { r"(?:\.\s*|\s+)" } else { r"\s+" });
    let (first, last) =
        (words.chars().next(), words.trim_end_matches(|c| name && c == '.').chars().next_back());
    let case = if name { "" } else { "(?i)" };
    format!("(?:{case}{}{joined}{})", edge(first), edge(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(words: &[(&str, bool)], text: &str) -> Option<String> {
        Mask::new(words.iter().copied()).apply(text, &mut |_| {})
    }

    #[test]
    fn words_are_met_whatever_stands_between_them() {
        assert_eq!(masked(&[("Mr J. Hale", true)], "by Mr. J Hale’s dog").unwrap(), "by [redacted]’s dog");
        assert_eq!(masked(&[("J Hale", true)], "DJ Hale"), None);
        assert_eq!(masked(&[("Will May", true)], "it will may be"), None);
        assert_eq!(masked(&[("Mr Hale", true)], "MR HALE and Mr Haley").unwrap(), "[redacted] and Mr Haley");
        assert_eq!(masked(&[("a@b.uk", false)], "Write to A@B.UK.").unwrap(), "Write to [redacted].");
    }

    #[test]
    fn words_cut_off_at_the_end_of_a_quote_are_taken_out() {
        let mask = Mask::new([("Mr James Hale", true)].into_iter());
        assert_eq!(
            mask.apply_quote("an application by Mr Jam", &mut |_| {}).unwrap(),
            "an application by [redacted]"
        );
        assert_eq!(mask.apply_quote("an application by Mr", &mut |_| {}), None);
    }
}
