//! Words broken at a line's end: given the sheets of a document, gathers the whole words in it that could tell a broken
//! word from one that has a hyphen of its own. Knows nothing of any language.

use super::lines::RawLine;
use super::sheet::Sheet;
use super::words::RawWord;
use std::collections::{BTreeMap, HashSet};

/// Shorter words tell nothing.
const LEAST_LETTERS: usize = 4;

/// The words of the document, small, that begin as some word broken at a line's end does.
pub(super) fn known_words(sheets: &[Sheet]) -> HashSet<String> {
    let mut beginnings: BTreeMap<[u8; 2], Vec<String>> = BTreeMap::new();
    for start in lines(sheets).filter_map(|l| beginning(l.words.last()?)) {
        beginnings.entry(initials(&start)).or_default().push(start);
    }
    if beginnings.is_empty() {
        return HashSet::new();
    }
    let words = lines(sheets).flat_map(|l| &l.words).map(bare).filter(|w| w.len() >= LEAST_LETTERS);
    let goes_on = |word: &str| {
        let [first, second] = initials(word);
        let lists = [[first, second], [first, 0]].into_iter().filter_map(|pair| beginnings.get(&pair));
        let mut starts = lists.flatten();
        starts.any(|start| start.len() < word.len() && word.starts_with(start.as_str()))
    };
    let may_go_on = |word: &&str| {
        let [first, second] = initials(word).map(|byte| byte.to_ascii_lowercase());
        !word.is_ascii() || beginnings.contains_key(&[first, second]) || beginnings.contains_key(&[first, 0])
    };
    let small = words.filter(may_go_on).filter(|w| w.chars().all(char::is_alphabetic)).map(str::to_lowercase);
    small.filter(|w| goes_on(w)).collect()
}

/// The first two bytes; 0 where there is no second.
fn initials(word: &str) -> [u8; 2] {
    let mut bytes = word.bytes();
    [bytes.next().unwrap_or(0), bytes.next().unwrap_or(0)]
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
