//! Characters that symbol fonts keep in private use (U+F020 to U+F0FF) or at the codes of letters: bullets, ticks and
//! arrows. Given the font's name, it tells the real character where one is known.

use crate::extract::font::encoding::{Characters, Encoding};

/// Which set of symbols a font draws.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SymbolSet {
    /// Symbol: Greek and mathematics.
    Symbol,
    /// Wingdings.
    Wingdings,
    /// ZapfDingbats.
    Dingbats,
    /// Any other font.
    #[default]
    Unknown,
}

impl SymbolSet {
    /// The set that a font of this name draws.
    pub fn of(name: &str) -> Self {
        let name = name.to_ascii_lowercase();
        if name.starts_with("symbol") {
            Self::Symbol
        } else if name.starts_with("wingdings") && !name.ends_with(['2', '3']) {
            Self::Wingdings
        } else if name.contains("dingbats") {
            Self::Dingbats
        } else {
            Self::Unknown
        }
    }

    /// The set's own encoding, if it is known.
    pub fn encoding(self) -> Option<Characters> {
        match self {
            Self::Symbol => Some(Encoding::Symbol.characters()),
            Self::Dingbats => Some(Encoding::Dingbats.characters()),
            Self::Wingdings => Some(wingdings()),
            Self::Unknown => None,
        }
    }

    /// The real character of a private one.
    pub fn character(self, private: char) -> Option<char> {
        let code = u8::try_from(u32::from(private).checked_sub(0xF000)?).ok().filter(|code| *code >= 0x20)?;
        let found = match self.encoding() {
            Some(characters) => characters.get(usize::from(code)).copied(),
            None => Some(unknown_set(code)),
        };
        found.filter(|character| *character != char::REPLACEMENT_CHARACTER)
    }
}

/// In a font of another name the bullets of Symbol and Wingdings keep their places, and letters are letters.
fn unknown_set(code: u8) -> char {
    match code {
        0x20..=0x7E => char::from(code),
        0xB7 | 0xA7 => '•',
        0xD8 => '➢',
        0xFC => '✓',
        _ => char::REPLACEMENT_CHARACTER,
    }
}

/// The signs of Wingdings that stand in lists, forms and letterheads.
const WINGDINGS: [(u8, char); 44] = [
    (0x20, ' '),
    (0x22, '✂'),
    (0x28, '☎'),
    (0x29, '✆'),
    (0x2A, '✉'),
    (0x46, '☞'),
    (0x4A, '☺'),
    (0x6C, '●'),
    (0x6D, '❍'),
    (0x6E, '■'),
    (0x6F, '□'),
    (0x71, '❑'),
    (0x72, '❒'),
    (0x73, '⬧'),
    (0x74, '⧫'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0x77, '⬥'),
    (0x78, '⌧'),
    (0x9E, '·'),
    (0x9F, '•'),
    (0xA1, '○'),
    (0xA4, '◉'),
    (0xA7, '▪'),
    (0xA8, '◻'),
    (0xAB, '★'),
    (0xB7, '•'),
    (0xD8, '➢'),
    (0xDC, '➲'),
    (0xDF, '←'),
    (0xE0, '→'),
    (0xE1, '↑'),
    (0xE2, '↓'),
    (0xE8, '➔'),
    (0xEF, '⇦'),
    (0xF0, '⇨'),
    (0xF1, '⇧'),
    (0xF2, '⇩'),
    (0xFB, '✗'),
    (0xFC, '✓'),
    (0xFD, '☒'),
    (0xFE, '☑'),
    (0xA6, '◦'),
    (0xF3, '⬄'),
];

fn wingdings() -> Characters {
    let mut characters = [char::REPLACEMENT_CHARACTER; 256];
    for (code, character) in WINGDINGS {
        if let Some(slot) = characters.get_mut(usize::from(code)) {
            *slot = character;
        }
    }
    characters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_code_is_another_sign_in_another_font() {
        assert_eq!(SymbolSet::of("SymbolMT").character('\u{F0B7}'), Some('•'));
        assert_eq!(SymbolSet::of("Wingdings-Regular").character('\u{F0A7}'), Some('▪'));
        assert_eq!(SymbolSet::of("Calibri").character('\u{F0A7}'), Some('•'));
        assert_eq!(SymbolSet::of("Calibri").character('\u{E001}'), None);
        assert_eq!(SymbolSet::of("Wingdings3"), SymbolSet::Unknown);
    }
}
