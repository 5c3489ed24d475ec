//! Signatures: given texts, gives the label before a signature with the name that stands in its place, and `/s/ Name`. A
//! line that is left to sign on is none. Knows nothing of who signed.

use super::names::name_at;
use super::{Finding, Passage, Sort};
use crate::house_style::HouseStyle;

/// Before the name of whoever signed a text that was made by a machine.
const CONFORMED: &str = "/s/";

pub(super) fn find(passages: &[Passage<'_>], style: &HouseStyle, found: &mut Vec<Finding>) {
    for text in passages.iter().map(|passage| passage.text) {
        let mut from = 0;
        while let Some(met) = style.privacy.signatures.find_from(text, from) {
            from = met.end;
            if text.get(met.start..).is_some_and(|words| words.starts_with(char::is_uppercase)) {
                signed(text, met.start, met.end, style, found);
            }
        }
        for (at, _) in text.match_indices(CONFORMED) {
            signed(text, at, at + CONFORMED.len(), style, found);
        }
    }
}

fn signed(text: &str, start: usize, end: usize, style: &HouseStyle, found: &mut Vec<Finding>) {
    let behind = text.get(end..).unwrap_or("");
    let is_line = |c: char| c.is_whitespace() || ":._…-–—".contains(c);
    let name = behind.trim_start_matches(is_line);
    let line = behind.get(..behind.len() - name.len()).unwrap_or("");
    // "Signed Declarations were received": without a line or colon only what is a name by its form.
    let marked = line.contains(|c: char| ":._…".contains(c));
    let Some(read) = name_at(name, style) else { return };
    if !(marked || read.is_persons(style)) {
        return;
    }
    let words = text.get(start..end + line.len() + read.end).unwrap_or("").to_owned();
    found.push(Finding { words, sort: Sort::Signature, rule: "stands where one signs", sure: true });
}
