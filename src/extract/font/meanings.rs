//! The table of a font that tells what its codes mean. Given codes with the text that some source of the file gives for
//! them, it keeps for each the characters to put on the page: ligatures spelt out, every kind of space a space, private
//! use resolved or refused. Knows nothing of where the text comes from.

use crate::extract::font::symbols::SymbolSet;

/// Codes beyond this are not kept: no font of a Latin text uses them.
pub const MOST_CODES: usize = 1 << 16;

/// Room is made for so many codes at once.
const STEP: usize = 256;

/// What one code means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Meaning {
    /// Not known so far.
    #[default]
    Unknown,
    /// This character.
    One(char),
    /// Probably this character; no table says so.
    Guess(char),
    /// Several characters: the index of a spelling.
    Many(u32),
    /// A mark without width or ink, as a zero width space.
    Nothing,
    /// No source tells.
    Lost,
}

/// Codes to meanings.
#[derive(Default)]
pub struct Meanings {
    by_code: Vec<Meaning>,
    spellings: Vec<Box<[char]>>,
    symbols: SymbolSet,
}

impl Meanings {
    /// An empty table for a font with these private characters.
    pub fn new(symbols: SymbolSet) -> Self {
        Self { symbols, ..Self::default() }
    }

    /// What the code means.
    #[inline]
    pub fn get(&self, code: usize) -> Meaning {
        self.by_code.get(code).copied().unwrap_or_default()
    }

    /// The characters of a [`Meaning::Many`].
    pub fn spelling(&self, index: u32) -> &[char] {
        self.spellings.get(index as usize).map(AsRef::as_ref).unwrap_or_default()
    }

    /// The first code that means this character.
    pub fn code_of(&self, character: char) -> Option<usize> {
        self.by_code.iter().position(|meaning| *meaning == Meaning::One(character))
    }

    /// Records the meaning of a code as it is.
    pub fn put(&mut self, code: usize, meaning: Meaning) {
        if code >= MOST_CODES {
            return;
        }
        if code >= self.by_code.len() {
            self.by_code.resize((code + 1).next_multiple_of(STEP), Meaning::Unknown);
        }
        if let Some(slot) = self.by_code.get_mut(code) {
            *slot = meaning;
        }
    }

    /// Records that the code stands for these characters; characters that say nothing leave it unknown.
    pub fn spell(&mut self, code: usize, mut characters: impl Iterator<Item = char>) {
        let (first, second) = (characters.next(), characters.next());
        match (first, second) {
            // Nearly all stand for one letter that goes on the page as it is.
            (Some(letter @ (' '..='~' | '\u{A1}'..='\u{2FF}')), None) => self.put(code, Meaning::One(letter)),
            _ => self.spell_out(code, first.into_iter().chain(second).chain(characters)),
        }
    }

    fn spell_out(&mut self, code: usize, characters: impl Iterator<Item = char>) {
        let mut spelt: [char; LONGEST] = ['\0'; LONGEST];
        let mut length = 0;
        let mut silent = false;
        for character in characters {
            let Some(plain) = self.plain(character) else { continue };
            silent |= plain == Plain::Silent;
            for &letter in plain.letters().iter() {
                if let Some(slot) = spelt.get_mut(length) {
                    *slot = letter;
                    length += 1;
                }
            }
        }
        let meaning = match spelt.get(..length).unwrap_or_default() {
            [] if silent => Meaning::Nothing,
            [] => return,
            [one] => Meaning::One(*one),
            many => self.spelling_of(many),
        };
        self.put(code, meaning);
    }

    fn spelling_of(&mut self, many: &[char]) -> Meaning {
        let index = self.spellings.len();
        self.spellings.push(many.into());
        Meaning::Many(u32::try_from(index).unwrap_or_default())
    }

    /// One character of the source as it goes on the page; `None` where it says nothing.
    fn plain(&self, character: char) -> Option<Plain> {
        match character {
            '\t' | '\n' | '\r' | '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' => Some(Plain::One([' '])),
            '\u{2028}' | '\u{2029}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => Some(Plain::One([' '])),
            '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}' => {
                Some(Plain::Silent)
            }
            '\0'..='\x1F' | '\x7F'..='\u{9F}' | '\u{FFFD}'..='\u{FFFF}' => None,
            '\u{E000}'..='\u{F8FF}' => self.symbols.character(character).map(|real| Plain::One([real])),
            '\u{FB00}'..='\u{FB06}' => Some(ligature(character)),
            other => Some(Plain::One([other])),
        }
    }
}

/// Characters kept for one code: no ligature is longer, ActualText is for phrases.
const LONGEST: usize = 16;

#[derive(Clone, Copy, PartialEq)]
enum Plain {
    Silent,
    One([char; 1]),
    Letters(&'static [char]),
}

impl Plain {
    fn letters(&self) -> &[char] {
        match self {
            Self::Silent => &[],
            Self::One(letter) => letter,
            Self::Letters(letters) => letters,
        }
    }
}

fn ligature(character: char) -> Plain {
    Plain::Letters(match character {
        '\u{FB00}' => &['f', 'f'],
        '\u{FB01}' => &['f', 'i'],
        '\u{FB02}' => &['f', 'l'],
        '\u{FB03}' => &['f', 'f', 'i'],
        '\u{FB04}' => &['f', 'f', 'l'],
        _ => &['s', 't'],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(text: &str) -> (Meaning, Vec<char>) {
        let mut table = Meanings::new(SymbolSet::Unknown);
        table.spell(1, text.chars());
        let found = table.get(1);
        let spelling = if let Meaning::Many(index) = found { table.spelling(index).to_vec() } else { vec![] };
        (found, spelling)
    }

    #[test]
    fn ligatures_are_spelt_and_spaces_are_one() {
        assert_eq!(meaning("\u{FB01}").1, ['f', 'i']);
        assert_eq!(meaning("\u{A0}").0, Meaning::One(' '));
        assert_eq!(meaning("\u{AD}").0, Meaning::One('\u{AD}'));
        assert_eq!(meaning("\u{200B}").0, Meaning::Nothing);
    }

    #[test]
    fn what_says_nothing_stays_unknown() {
        for text in ["", "\0", "\u{FFFD}", "\u{3}", "\u{E123}"] {
            assert_eq!(meaning(text).0, Meaning::Unknown, "{text:?}");
        }
    }

    #[test]
    fn bullets_in_private_use_are_bullets() {
        assert_eq!(meaning("\u{F0B7}").0, Meaning::One('•'));
    }
}
