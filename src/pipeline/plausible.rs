//! Whether a page's text can be right: given its glyphs, tells how many of its words are none of English or Welsh and how
//! many of its characters no table of the file tells. Codes that were never mapped to letters, and bad readings by other
//! engines, show by pairs of letters that no word has. Knows nothing of images.

use crate::model::page::{Glyph, GlyphFlags};

/// Shorter words tell nothing.
const SHORTEST: usize = 3;
/// Abbreviations without a vowel have no more letters than this.
const ABBREVIATED: usize = 5;
/// Glyphs that stand further apart than this share of the size are of two words: the blanks of narrow faces are 0.22. Letters
/// set apart make words too short to tell anything.
const GAP: f32 = 0.15;
/// Glyphs that lie back by more than this share of the size are not in the order of words.
const BACK: f32 = 0.25;
/// Baselines that differ by more than this share of the size are two lines.
const LINE: f32 = 0.3;

/// What a text shows of itself.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Signs {
    /// Words of three characters and more.
    pub words: usize,
    /// Those that no language known here has.
    pub odd: usize,
    /// Words in pieces, of which nothing can be said.
    pub pieced: usize,
    /// Characters, spaces apart.
    pub characters: usize,
    /// Those that no table of the file tells: U+FFFD, private use, guesses.
    pub untold: usize,
}

impl Signs {
    /// Share of its words that are none, 0 to 1.
    pub fn odd_share(&self) -> f32 {
        self.odd as f32 / self.words.max(1) as f32
    }

    /// Share of its characters that no table tells, 0 to 1.
    pub fn untold_share(&self) -> f32 {
        self.untold as f32 / self.characters.max(1) as f32
    }
}

/// The signs of a text, by so many of its glyphs.
pub fn signs<'g>(glyphs: impl Iterator<Item = &'g Glyph>, sample: usize) -> Signs {
    let mut signs = Signs::default();
    let mut word = Word::default();
    let mut before: Option<&Glyph> = None;
    for glyph in glyphs.filter(|g| !g.flags.has(GlyphFlags::TURNED)).take(sample) {
        let step = before.map_or(Step::Break, |before| step(before, glyph));
        // Nearly all are letters on the heels of others.
        if step == Step::On && glyph.ch.is_ascii_graphic() {
            before = Some(glyph);
            signs.characters += 1;
            signs.untold += usize::from(is_guessed(glyph));
            word.text.push(glyph.ch);
            continue;
        }
        if glyph.ch.is_whitespace() || step == Step::Break {
            signs.count(&word);
            word.text.clear();
            word.pieced = false;
        }
        word.pieced |= step == Step::Back;
        before = Some(glyph);
        if !glyph.ch.is_whitespace() {
            signs.characters += 1;
            signs.untold += usize::from(is_untold(glyph));
            word.text.push(glyph.ch);
        }
    }
    signs.count(&word);
    signs
}

#[derive(Default)]
struct Word {
    text: String,
    /// Its letters do not follow one another: other words may be among them.
    pieced: bool,
}

/// How a glyph follows the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// On its heels.
    On,
    /// On another line, or further on: engines set no blanks between the words that they leave.
    Break,
    /// Back on the same line.
    Back,
}

#[inline]
fn step(before: &Glyph, glyph: &Glyph) -> Step {
    let size = before.size_pt.max(1.0);
    let gap = glyph.rect.x0 - before.rect.x1;
    match (glyph.baseline - before.baseline).abs() > LINE * size {
        true => Step::Break,
        false if gap >= GAP * size => Step::Break,
        false if gap >= -BACK * size => Step::On,
        false => Step::Back,
    }
}

impl Signs {
    fn count(&mut self, word: &Word) {
        self.pieced += usize::from(word.pieced);
        if !word.pieced
            && word.text.chars().nth(SHORTEST - 1).is_some()
            && let Some(odd) = is_odd(&word.text)
        {
            self.words += 1;
            self.odd += usize::from(odd);
        }
    }
}

/// Bullets of symbol fonts stand in the private use area too, and everyone knows them.
#[inline]
fn is_untold(glyph: &Glyph) -> bool {
    matches!(glyph.ch, '\u{fffd}' | '\u{e000}'..='\u{efff}' | '\u{f100}'..='\u{f8ff}') || is_guessed(glyph)
}

#[inline]
fn is_guessed(glyph: &Glyph) -> bool {
    glyph.flags.has(GlyphFlags::GUESSED)
}

/// Whether a word is none of a language; none where it says nothing: a figure, an address, a rule of dots.
fn is_odd(word: &str) -> Option<bool> {
    if let Some(plain) = plain(word) {
        let told = plain.len() >= SHORTEST;
        return Some(told && (has_odd_pair(plain) || has_no_vowel(plain)));
    }
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.is_empty() {
        let first = word.chars().next();
        return word.chars().any(|c| Some(c) != first && !c.is_whitespace()).then_some(true);
    }
    if bare.contains(['@', '/', '\\', '_']) || bare.contains("www.") || !bare.contains(char::is_alphabetic) {
        return None;
    }
    let mut pieces = bare.split(|c: char| "'’-–—.,&:;()".contains(c)).filter(|piece| !piece.is_empty());
    Some(pieces.any(is_odd_piece))
}

/// The letters of a word as most are: those of ASCII, small but for the first, with a mark behind them or none.
fn plain(word: &str) -> Option<&str> {
    let bare = word.strip_suffix(['.', ',', ';', ':']).unwrap_or(word);
    let [first, rest @ ..] = bare.as_bytes() else { return None };
    (first.is_ascii_alphabetic() && rest.iter().all(u8::is_ascii_lowercase)).then_some(bare)
}

fn is_odd_piece(piece: &str) -> bool {
    let (letters, figures) = (count(piece, char::is_alphabetic), count(piece, |c| c.is_ascii_digit()));
    if letters + figures < piece.chars().count() {
        return true;
    }
    if figures > 0 {
        // "21st", "A127", "12a"; not "c0uncil".
        return letters > SHORTEST && figures > 0;
    }
    let capitals = count(piece, char::is_uppercase);
    letters >= SHORTEST && (mixes_case(piece, capitals) || capitals < letters && has_no_vowel(piece))
        || letters >= SHORTEST && has_odd_pair(piece)
}

fn count(piece: &str, is: impl Fn(char) -> bool) -> usize {
    piece.chars().filter(|c| is(*c)).count()
}

/// A capital after two small letters, twice: "tHeRe", and not "McGregor" or "DfE".
fn mixes_case(piece: &str, capitals: usize) -> bool {
    let pairs = || piece.chars().zip(piece.chars().skip(1));
    capitals >= 2 && pairs().filter(|(a, b)| a.is_lowercase() && b.is_uppercase()).count() >= 2
}

/// Abbreviations such as "Cllrs" are shorter.
fn has_no_vowel(piece: &str) -> bool {
    let is_vowel = |byte: u8| matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'w' | b'y');
    piece.len() > ABBREVIATED
        && piece.is_ascii()
        && !piece.bytes().any(|byte| is_vowel(byte.to_ascii_lowercase()))
}

/// A letter of another script, or with an accent, goes with all.
fn has_odd_pair(piece: &str) -> bool {
    let place = |byte: u8| byte.is_ascii_alphabetic().then(|| usize::from(byte.to_ascii_lowercase() - b'a'));
    let behind = |first: usize| PAIRS.get(first).copied().unwrap_or(ANY);
    // What may come next, a bit for each letter.
    let mut next = behind(BEGIN);
    for byte in piece.bytes() {
        let Some(at) = place(byte) else {
            next = ANY;
            continue;
        };
        if next >> at & 1 == 0 {
            return true;
        }
        next = behind(at + 1);
    }
    next >> END & 1 == 0
}

/// A word's beginning, as the first of a pair.
const BEGIN: usize = 0;
/// Behind what is no letter anything may stand.
const ANY: u32 = u32::MAX;
/// A word's end, as the second of a pair.
const END: usize = 26;

/// The pairs of letters that words have, counted in minutes and reports in English and Welsh, names and abbreviations
/// included: by first letter (that before `a` is the word's beginning), a bit for each second (the highest: its end).
const PAIRS: [u32; 27] = [
    0x3ff_ffff, 0x7ff_ffff, 0x57e_fbdf, 0x55f_fdff, 0x57e_fbff, 0x7ff_ffff, 0x55e_e935, 0x57e_f9fb,
    0x55f_f9ff, 0x7ff_fdff, 0x410_4111, 0x55e_f9ff, 0x57e_fdff, 0x55e_fdff, 0x7ff_ffff, 0x7ff_ffff,
    0x55e_ddff, 0x410_0105, 0x57e_fdff, 0x55f_fdff, 0x77e_fdff, 0x7ee_fd7f, 0x51c_4115, 0x52e_fdff,
    0x4b8_c197, 0x44e_f9ff, 0x710_c191,
];

#[cfg(test)]
mod tests {
    use super::*;

    fn odd(text: &str) -> usize {
        text.split(' ').filter(|word| is_odd(word) == Some(true)).count()
    }

    #[test]
    fn words_of_minutes_are_words() {
        let said = "RESOLVED: that the Council's Vice-Chair (Cllr McGregor) note PL/12/345 at 7.30pm, £12,500 and \
                    www.example.org ........ A127 21st 2024/25 Cyngor Llanfedwen rhwydd ŵyl DfE ICT";
        assert_eq!(odd(said), 0);
    }

    #[test]
    fn codes_and_misreadings_are_none() {
        assert_eq!(odd("5HVROYHG !\"#$% tHeRe c0uncil q8xv7k wqrzt mjxk"), 7);
    }
}
