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
    let mut starts = Starts::default();
    lines(sheets).filter_map(|l| beginning(l.words.last()?)).for_each(|start| starts.add(start));
    if starts.by_initials.is_empty() {
        return HashSet::new();
    }
    let words = lines(sheets).flat_map(|l| l.words.iter()).filter(|w| starts.may_begin(&w.text)).map(bare);
    let words = words.filter(|w| w.len() >= LEAST_LETTERS && w.chars().all(char::is_alphabetic));
    words.map(str::to_lowercase).filter(|w| starts.begin(w)).collect()
}

/// Beginnings of words, small.
#[derive(Default)]
struct Starts {
    /// By their first two bytes; 0 where there is no second.
    by_initials: BTreeMap<[u8; 2], Vec<String>>,
    /// For each first letter a bit for each second one that some word may go on with: nearly all words are told by it.
    letters: [u32; LETTERS],
}

/// The small letters of ASCII.
const LETTERS: usize = 26;

impl Starts {
    fn add(&mut self, start: String) {
        let [first, second] = initials(&start);
        // One of a single letter begins words with any second.
        let seconds = if second == 0 { u32::MAX } else { letter(second).map_or(0, |second| 1 << second) };
        let known = letter(first).and_then(|first| self.letters.get_mut(first));
        known.into_iter().for_each(|known| *known |= seconds);
        self.by_initials.entry([first, second]).or_default().push(start);
    }

    fn with_initials(&self, [first, second]: [u8; 2]) -> impl Iterator<Item = &String> {
        [[first, second], [first, 0]].into_iter().filter_map(|pair| self.by_initials.get(&pair)).flatten()
    }

    /// Whether a small word is longer than one of them and begins with it.
    fn begin(&self, word: &str) -> bool {
        let mut starts = self.with_initials(initials(word));
        starts.any(|start| start.len() < word.len() && word.starts_with(start.as_str()))
    }

    /// Whether one of them may begin a word, as far as its initials tell. Others than letters may stand before it.
    fn may_begin(&self, word: &str) -> bool {
        let [first, second, ..] = word.as_bytes() else { return true };
        match (letter(first.to_ascii_lowercase()), letter(second.to_ascii_lowercase())) {
            (Some(first), Some(second)) => {
                self.letters.get(first).is_some_and(|known| known >> second & 1 == 1)
            }
            _ => true,
        }
    }
}

/// The number of a small letter.
fn letter(byte: u8) -> Option<usize> {
    byte.is_ascii_lowercase().then(|| usize::from(byte - b'a'))
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
