//! Where people live: given texts, gives the number of a house with its street, and a postcode with the names before it.
//! The addresses of venues, town halls and the like are public. Knows nothing of who lives there.

use super::{Finding, Passage, Sort};
use crate::house_style::HouseStyle;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// An address in a passage.
#[derive(Clone, Debug)]
pub(super) struct Home {
    /// Where it stands in the passage's text.
    pub span: Range<usize>,
    /// What is told of it.
    pub finding: Finding,
    /// It is that of a public place; whoever is named beside it is none the less private.
    pub public: bool,
}

static POSTCODE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b(?:GIR|[A-Z]{1,2}\d[A-Z\d]?) {0,2}\d[ABD-HJLNP-UW-Z]{2}\b").ok());

/// The number of a house: `12`, `12a`, `3-5`.
static HOUSE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b\d{1,4}[A-Za-z]?(?: ?[-–&] ?\d{1,4}[A-Za-z]?)?,? ").ok());

/// Words of a street's name, its last included.
const STREET_WORDS: usize = 5;
/// Words between the name of a house and its postcode.
const PLACE_WORDS: usize = 8;
/// The name of a public place stands at most so many bytes before its street.
const BEFORE: usize = 60;

/// The addresses of each passage, in order.
pub(super) fn find(passages: &[Passage<'_>], style: &HouseStyle) -> Vec<Vec<Home>> {
    let venues: Vec<String> =
        passages.iter().filter(|p| p.venue && !p.text.is_empty()).map(|p| folded(p.text)).collect();
    let is_public = |words: &str| venues.iter().any(|venue| venue.contains(&folded(words)));
    let homes = |passage: &Passage<'_>| {
        let mut homes = in_text(passage.text, style);
        homes.iter_mut().for_each(|home| home.public |= is_public(&home.finding.words));
        homes
    };
    passages.iter().map(|passage| if passage.venue { Vec::new() } else { homes(passage) }).collect()
}

fn folded(text: &str) -> String {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

fn in_text(text: &str, style: &HouseStyle) -> Vec<Home> {
    let postcodes = POSTCODE.iter().flat_map(|form| form.find_iter(text));
    let mut spans: Vec<(Range<usize>, &'static str)> = postcodes
        .map(|code| (run_before(text, code.start())..code.end(), "a postcode, with the place before it"))
        .collect();
    for number in HOUSE.iter().flat_map(|form| form.find_iter(text)) {
        if !is_house(text, number.start(), number.as_str(), style) {
            continue;
        }
        if let Some(end) = street_end(text, number.end(), style) {
            spans.push((number.start()..end, "the number of a house and its street"));
        }
    }
    let homes = spans.into_iter().filter_map(|(span, rule)| {
        let words = text.get(span.clone())?.to_owned();
        let public = is_office(text, &span, style);
        Some(Home { span, finding: Finding { words, sort: Sort::Address, rule, sure: true }, public })
    });
    homes.collect()
}

/// The beginning of the names that lead to a postcode: words with capitals, numbers and commas without an end of sentence.
fn run_before(text: &str, end: usize) -> usize {
    let mut start = end;
    for _ in 0..PLACE_WORDS {
        let Some(before) = text.get(..start) else { break };
        let trimmed = before.trim_end();
        let Some(word) = trimmed.split_whitespace().next_back() else { break };
        if before.len() - trimmed.len() > 2 || !is_place_word(word) {
            break;
        }
        start = trimmed.len() - word.len();
    }
    start
}

fn is_place_word(word: &str) -> bool {
    let bare = word.trim_end_matches(',');
    let small = matches!(bare, "y" | "yr" | "the" | "on" | "upon" | "le" | "-" | "–");
    let begins = bare.trim_start_matches(['‘', '\'', '(', '"', '“']).chars().next();
    small
        || (begins.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
            && !bare.ends_with(['.', ':', ';', '?', '!', ')'])
            && !bare.contains(['/', '@', '£']))
}

/// Whether the figures are the number of a house, not of an item, a year, a sum or a reference.
fn is_house(text: &str, at: usize, number: &str, style: &HouseStyle) -> bool {
    let before = text.get(..at).unwrap_or("");
    let bare = number.trim().trim_end_matches(',');
    let is_year = bare.len() == 4 && (bare.starts_with("19") || bare.starts_with("20"));
    let joined = before.ends_with(['.', ',', '/', '-', '£', '$', '€', ':', '(']) && !before.ends_with(", ");
    let last = before.trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let of_item = !last.is_empty() && style.items.words.whole(last).is_some();
    !is_year && !joined && !of_item && !is_month(last, style)
}

/// "3 May 12 Mill Lane" is one; "May 12 Mill" is not.
fn is_month(word: &str, style: &HouseStyle) -> bool {
    !word.is_empty() && style.meeting.months.whole(word).is_some()
}

/// The end of a street whose name begins there: words with capitals, the last of them one for streets.
fn street_end(text: &str, start: usize, style: &HouseStyle) -> Option<usize> {
    let mut at = start;
    for n in 0..STREET_WORDS {
        let rest = text.get(at..)?;
        let word = rest.split_whitespace().next()?;
        let begin = at + rest.find(word)?;
        let bare = word.trim_end_matches([',', '.', ';', ':', ')', '\'', '’']);
        if let Some(met) = style.privacy.streets.whole(bare).filter(|_| bare.starts_with(char::is_uppercase))
        {
            // "10 rights of way" is no house.
            if text.get(start..begin).is_some_and(|name| name.trim_end().to_lowercase().ends_with(" of")) {
                return None;
            }
            // "12 Mill Lane" has a name before the word, "12 Heol Newydd" behind it.
            if n > 0 {
                return Some(begin + met.end);
            }
            let next = text.get(begin + word.len()..)?.split_whitespace().next()?;
            let named = word == bare && next.starts_with(char::is_uppercase);
            let end = begin + word.len() + 1 + next.len();
            return named.then(|| {
                begin + text.get(begin..end).unwrap_or("").trim_end_matches([',', '.', ';', ')']).len()
            });
        }
        let goes_on = bare == word && word.starts_with(char::is_uppercase);
        if !goes_on || style.meeting.months.whole(word).is_some() {
            return None;
        }
        at = begin + word.len();
    }
    None
}

/// Whether it is the address of a public place, whose name stands in it or right before it.
fn is_office(text: &str, span: &Range<usize>, style: &HouseStyle) -> bool {
    let words = text.get(span.clone()).unwrap_or("");
    if style.privacy.offices.is_in(words) {
        return true;
    }
    let mut from = span.start.saturating_sub(BEFORE);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = text.get(from..span.start).unwrap_or("").trim_end_matches([',', ' ']);
    let mut at = 0;
    while let Some(met) = style.privacy.offices.find_from(before, at) {
        if met.end == before.len() {
            return true;
        }
        at = met.end;
    }
    false
}
