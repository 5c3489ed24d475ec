//! E-mail addresses and telephone numbers: given texts, gives those that stand in them, whatever the spaces, brackets and
//! dashes between their figures. A number without a label must begin as numbers of the United Kingdom, Ireland, North
//! America or Australia do. Knows nothing of whose they are.

use super::{Finding, Passage, Sort};
use crate::house_style::HouseStyle;
use regex::Regex;
use std::sync::LazyLock;

/// The first blank is one that a line's end left within an address: `jane.hale@ashmere .gov.uk`.
static EMAIL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)[\w.%+'’-]+ ?@ ?[\w-]+(?: ?\.[\w-]+)*? ?\.[a-z]{2,}(?:\.[a-z]{2,})*").ok()
});

/// Numbers that tell by their form what they are: `01632 960123`, `(01632) 960 123`, `+44 (0)1632 960123`, `020 7946 0123`,
/// `(555) 010-1234`, `555-010-1234`, `+353 21 234 5678`, `(08) 9123 4567`.
static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let forms = [
        r"\+ ?\d{1,3}[ .-]?(?:\(0\)[ .-]?)?(?:\(?\d{1,5}\)?[ .-]?)(?:\d[ .-]?){4,9}\d",
        r"00 ?(?:44|353)[ .-]?(?:\(0\)[ .-]?)?\d{2,5}[ .-]?(?:\d[ .-]?){4,7}\d",
        r"\(0\d{1,5}\)[ .-]?\d{2,4}[ .-]?\d{2,4}(?:[ .-]?\d{2,4})?",
        r"0[1-9]\d{1,4}[ -]\d{2,4}[ -]?\d{2,4}(?:[ -]?\d{2,4})?",
        r"0[1-9]\d{1,4}[./]\d{3,4}[./ ]?\d{3,4}",
        r"0[12378]\d{8,9}",
        r"0 ?[12378]\d{2,3}[ -]?\d{3}[ -]?\d{3,4}",
        r"0[1-9][ -]\d{3,4}[ -]\d{4}",
        r"\(\d{3}\) ?\d{3}[ .-]\d{4}",
        r"[2-9]\d{2}[.-]\d{3}[.-]\d{4}",
    ];
    Regex::new(&format!(r"(?:{})(?: ?(?:x|ext\.?|extension) ?\d{{2,5}})?", forms.join("|"))).ok()
});

/// Behind a label: figures with blanks and marks between them.
static FIGURES: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[\s:.()–-]{0,4}(\+?[(\d](?:[ ().-]{0,2}\d){3,14})").ok());

/// A number without its label has as many figures.
const FEWEST: usize = 9;
const MOST: usize = 15;

pub(super) fn find(passages: &[Passage<'_>], style: &HouseStyle, found: &mut Vec<Finding>) {
    for passage in passages {
        if let Some(sort @ (Sort::Email | Sort::Phone)) = passage.is {
            put(passage.text, sort, "an officer's own", found);
        }
        emails(passage.text, found);
        numbers(passage.text, found);
        labelled(passage.text, style, found);
    }
}

fn put(words: &str, sort: Sort, rule: &'static str, found: &mut Vec<Finding>) {
    let words = words.trim().trim_end_matches(['.', ',', ';', '-', '(']).trim_end();
    if !words.is_empty() {
        found.push(Finding { words: words.to_owned(), sort, rule, sure: true });
    }
}

fn emails(text: &str, found: &mut Vec<Finding>) {
    if !text.contains('@') {
        return;
    }
    let known = found.len();
    for address in EMAIL.iter().flat_map(|form| form.find_iter(text)) {
        put(address.as_str(), Sort::Email, "the form of an e-mail address", found);
    }
    // One whose form is broken is none the less an address: "jane.hale@ashmere".
    let matched = |word: &str| found.iter().skip(known).any(|finding| finding.words.contains(word));
    let words = text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let broken: Vec<&str> = words.filter(|word| is_broken_address(word) && !matched(word)).collect();
    broken.into_iter().for_each(|word| put(word, Sort::Email, "holds the sign of an e-mail address", found));
}

/// A word with letters on both sides of an `@`.
fn is_broken_address(word: &str) -> bool {
    let is_part = |part: &str| part.chars().filter(|c| c.is_alphanumeric()).count() > 1;
    word.split_once('@').is_some_and(|(name, host)| is_part(name) && is_part(host))
}

fn numbers(text: &str, found: &mut Vec<Finding>) {
    for number in NUMBER.iter().flat_map(|form| form.find_iter(text)) {
        let (before, behind) = (text.get(..number.start()), text.get(number.end()..));
        let figures = number.as_str().chars().filter(char::is_ascii_digit).count();
        if stands_alone(before.unwrap_or(""), behind.unwrap_or("")) && (FEWEST..=MOST).contains(&figures) {
            put(number.as_str(), Sort::Phone, "the form of a telephone number", found);
        }
    }
}

/// Whether what stands between these is no part of a longer figure, sum, date or reference.
fn stands_alone(before: &str, behind: &str) -> bool {
    let mut ahead = before.chars().rev();
    let bound = match ahead.next() {
        Some('.' | ',' | '/' | '-') => !ahead.next().is_some_and(|c| c.is_alphanumeric()),
        Some(c) => !(c.is_alphanumeric() || "£$€#%".contains(c)),
        None => true,
    };
    let mut after = behind.chars();
    bound
        && match after.next() {
            Some('.' | ',' | '/' | '-') => !after.next().is_some_and(|c| c.is_ascii_digit()),
            Some(c) => !(c.is_alphanumeric() || c == '%'),
            None => true,
        }
}

/// Numbers of any length behind a label: "Tel 61447".
fn labelled(text: &str, style: &HouseStyle, found: &mut Vec<Finding>) {
    let mut from = 0;
    while let Some(met) = style.privacy.phones.find_from(text, from) {
        from = met.end;
        let behind = text.get(met.end..).unwrap_or("");
        let number = FIGURES.iter().find_map(|form| form.captures(behind)?.get(1));
        if let Some(number) = number {
            put(number.as_str(), Sort::Phone, "stands behind a label of telephone numbers", found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(find: fn(&str, &mut Vec<Finding>), text: &str) -> Vec<String> {
        let mut found = Vec::new();
        find(text, &mut found);
        found.into_iter().map(|finding| finding.words).collect()
    }

    #[test]
    fn addresses_are_known_though_a_line_ended_in_them() {
        assert!(EMAIL.is_some() && NUMBER.is_some() && FIGURES.is_some());
        let text =
            "Write to ruth.hale@ashmere .gov.uk. Or to clerk@vale.example, or r.dale@ashmere and @vale";
        assert_eq!(
            found(emails, text),
            ["ruth.hale@ashmere .gov.uk", "clerk@vale.example", "r.dale@ashmere"]
        );
    }

    #[test]
    fn numbers_are_known_by_their_form() {
        for number in [
            "01632 960123",
            "(01632) 960 123",
            "01632 960 123",
            "01632-960123",
            "+44 1632 960123",
            "+44 (0)1632 960 123",
            "020 7946 0123",
            "(020) 7946 0123",
            "07700 900123",
            "07700900123",
            "0300 123 4567",
            "+443000412483",
            "(555) 010-1234",
            "555-010-1234",
            "01632.960.123",
            "028 9018 0123",
            "+353 21 234 5678",
        ] {
            assert_eq!(found(numbers, &format!("Ring {number}, or write.")), [number], "{number}");
        }
        for figures in [
            "£01632 960123",
            "-3,041.1 0.0",
            "0.0 (9.2) (9.2)",
            "000 2024-25",
            "10/00594/F",
            "2019 2020 2021",
            "094758511803f98b",
        ] {
            assert_eq!(found(numbers, &format!("a {figures} b")), Vec::<String>::new(), "{figures}");
        }
    }
}
