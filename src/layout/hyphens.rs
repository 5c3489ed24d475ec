//! Words broken at a line's end: given the sheets of a document, gathers the whole words in it that could tell a broken
//! word from one that has a hyphen of its own. Knows nothing of any language.

use super::lines::RawLine;
use super::sheet::Sheet;
use super::words::RawWord;
use std::collections::{BTreeSet, HashSet};

/// Shorter words tell nothing.
const LEAST_LETTERS: usize = 4;

/// The words of the document, small, that begin as some word broken at a line's end does.
pub(super) fn known_words(sheets: &[Sheet]) -> HashSet<String> {
    let beginnings: BTreeSet<String> = lines(sheets).filter_map(|l| beginning(l.words.last()?)).collect();
    if beginnings.is_empty() {
        return HashSet::new();
    }
    let initials: HashSet<u8> = beginnings.iter().filter_map(|b| b.bytes().next()).collect();
    let words = lines(sheets).flat_map(|l| &l.words).map(bare);
    let may_go_on = |w: &&str| {
        let initial = w.bytes().next().map(|b| b.to_ascii_lowercase());
        w.len() >= LEAST_LETTERS && initial.is_some_and(|b| initials.contains(&b) || !b.is_ascii())
    };
    let small = words.filter(may_go_on).filter(|w| w.chars().all(char::is_alphabetic)).map(str::to_lowercase);
    small.filter(|w| goes_on(w, &beginnings)).collect()
}

fn lines(sheets: &[Sheet]) -> impl Iterator<Item = &RawLine> {
    sheets.iter().flat_map(|sheet| {
        let cells = sheet.tables.iter().flat_map(|t| t.rows.iter().flatten());
        sheet.lines.iter().chain(cells.flat_map(|c| &c.lines))
    })
}

fn bare(word: &RawWord) -> &str {
    word.text.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The last part, small, of a word that ends with a hyphen.
fn beginning(word: &RawWord) -> Option<String> {
    let stem = word.text.strip_suffix(['-', '\u{2010}'])?;
    let tail = stem.rsplit('-').next()?;
    (!tail.is_empty() && tail.chars().all(char::is_alphabetic)).then(|| tail.to_lowercase())
}

fn goes_on(word: &str, beginnings: &BTreeSet<String>) -> bool {
    let ends = word.char_indices().map(|(at, _)| at).skip(1);
    ends.filter_map(|end| word.get(..end)).any(|start| beginnings.contains(start))
}
