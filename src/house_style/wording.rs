//! A text cut into words and marks, each a number, once for all searches in it; and what searches found. Knows no
//! phrases.

use super::folding::{LETTER, PLAIN, START, WITHIN, fold, kind, plain_fold, plain_kind};
use super::found::Found;
use super::lexicon::Lexicon;
use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

/// A text in which phrases are looked up, several styles' after one another.
#[derive(Debug)]
pub struct Wording {
    text: Arc<str>,
    /// The parts of it that were read from images: letters may be misread.
    misread: Vec<Range<usize>>,
    words: Vec<Token>,
    /// What was found of a lexicon: styles share most of their phrases.
    known: RefCell<Vec<Known>>,
}

#[derive(Debug)]
struct Known {
    lexicon: Arc<Lexicon>,
    found: Arc<[Found]>,
}

impl Wording {
    /// Cuts a text into words.
    pub fn new(text: Arc<str>, misread: Vec<Range<usize>>) -> Self {
        // Words of English and the marks between them: four bytes and more.
        let mut words = Vec::with_capacity(text.len() / 4);
        let mut next = token(&text, 0);
        while let Some((word, end)) = next {
            words.push(word);
            next = token(&text, end);
        }
        Self { text, misread, words, known: RefCell::default() }
    }

    /// The text itself.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The parts of it whose letters may be misread.
    pub fn misread(&self) -> &[Range<usize>] {
        &self.misread
    }

    pub(super) fn words(&self) -> &[Token] {
        &self.words
    }

    /// Where the phrases of the lexicon stand in the text, a list a set; in its misread parts misread ones too.
    pub(super) fn found(&self, lexicon: &Arc<Lexicon>) -> Arc<[Found]> {
        let same = |known: &&Known| Arc::ptr_eq(&known.lexicon, lexicon);
        if let Some(known) = self.known.borrow().iter().find(same) {
            return Arc::clone(&known.found);
        }
        let found: Arc<[Found]> =
            if self.misread.is_empty() { lexicon.search(self) } else { lexicon.search_forgiving(self) }
                .into();
        let known = Known { lexicon: Arc::clone(lexicon), found: Arc::clone(&found) };
        self.known.borrow_mut().push(known);
        found
    }
}

/// A word, or a mark between words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// Its first byte.
    pub start: usize,
    /// A number for it; two words may share one.
    pub key: u64,
}

/// The first word or mark at the byte or after it, and where it ends.
pub(super) fn token(text: &str, from: usize) -> Option<(Token, usize)> {
    let bytes = text.as_bytes();
    let mut start = from;
    while kind(text, start, *bytes.get(start)?) & START == 0 {
        start += 1;
    }
    let (length, key) = plain_head(bytes.get(start..)?).unwrap_or_else(|| {
        let word = text.get(start..head(text, start).unwrap_or(start + 1)).unwrap_or("");
        (word.len().max(1), key(word))
    });
    Some((Token { start, key }, start + length))
}

/// Where the word or mark ends that begins at the byte: a run of letters and figures, or one other character.
pub(super) fn head(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut end = at;
    while let Some(byte) = bytes.get(end) {
        let kind = kind(text, end, *byte);
        if kind & LETTER == 0 && kind != WITHIN {
            break;
        }
        end += 1;
    }
    if end > at {
        return Some(end);
    }
    text.get(at..)?.chars().next().map(|c| at + c.len_utf8())
}

/// The length and the key of the word of ASCII letters and figures, or the mark of ASCII, with which the text begins; none
/// where it is another.
fn plain_head(text: &[u8]) -> Option<(usize, u64)> {
    let mut sum = SEED;
    for (length, byte) in text.iter().enumerate() {
        let kind = plain_kind(*byte);
        if kind & LETTER == 0 {
            let word = if length > 0 { (length, sum) } else { (1, add(SEED, plain_fold(*byte))) };
            return (kind & PLAIN != 0).then_some(word);
        }
        // Small letters differ from capitals in this bit; figures have it.
        sum = add(sum, byte | 0x20);
    }
    Some((text.len(), sum))
}

/// A number for two words in a row.
#[inline]
pub(super) fn pair(first: u64, second: u64) -> u64 {
    (first.rotate_left(29) ^ second).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// A number for the folded word (FNV-1a); two words may share one.
fn key(word: &str) -> u64 {
    let mut bytes = [0; 4];
    let folded = word.chars().filter_map(|c| fold(c).next());
    folded.fold(SEED, |sum, c| c.encode_utf8(&mut bytes).bytes().fold(sum, add))
}

/// The number of no word at all.
pub(super) const SEED: u64 = 0xcbf2_9ce4_8422_2325;

fn add(sum: u64, byte: u8) -> u64 {
    (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}
