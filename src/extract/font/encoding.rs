//! The encodings that ISO 32000-1 names (annex D): for a code of one byte, the character it stands for. Codes that
//! stand for nothing give U+FFFD. Knows nothing of fonts.

/// The characters of the 256 codes of a one-byte font.
pub type Characters = [char; 256];

/// The base encodings of simple fonts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// StandardEncoding.
    Standard,
    /// WinAnsiEncoding.
    WinAnsi,
    /// MacRomanEncoding.
    MacRoman,
    /// The built-in encoding of Symbol.
    Symbol,
    /// The built-in encoding of ZapfDingbats.
    Dingbats,
}

impl Encoding {
    /// The encoding a font dictionary names.
    pub fn by_name(name: &[u8]) -> Option<Self> {
        match name {
            b"StandardEncoding" => Some(Self::Standard),
            b"WinAnsiEncoding" => Some(Self::WinAnsi),
            b"MacRomanEncoding" => Some(Self::MacRoman),
            _ => None,
        }
    }

    /// The character of every code.
    pub fn characters(self) -> Characters {
        match self {
            Self::Standard => from_space(STANDARD.chars()),
            Self::WinAnsi => from_space(WIN_ANSI.chars()),
            Self::MacRoman => from_space(MAC_ROMAN.chars()),
            Self::Symbol => from_space(SYMBOL.chars()),
            Self::Dingbats => from_space((0x20..=0xFF).map(dingbat)),
        }
    }
}

/// The rows below begin at the code of the space.
fn from_space(rows: impl Iterator<Item = char>) -> Characters {
    let mut characters = [char::REPLACEMENT_CHARACTER; 256];
    for (slot, character) in characters.iter_mut().skip(0x20).zip(rows) {
        *slot = character;
    }
    characters
}

/// The dingbats stand in Unicode in the order of their codes, but for those that Unicode already had.
fn dingbat(code: u32) -> char {
    let point = match code {
        0x20 => 0x20,
        0x25 => 0x260E,
        0x2A => 0x261B,
        0x2B => 0x261E,
        0x48 => 0x2605,
        0x6C => 0x25CF,
        0x6E => 0x25A0,
        0x73 => 0x25B2,
        0x74 => 0x25BC,
        0x75 => 0x25C6,
        0x77 => 0x25D7,
        0x21..=0x7E => 0x2700 + code - 0x20,
        0xA1..=0xA7 => 0x2761 + code - 0xA1,
        0xA8 => 0x2663,
        0xA9 => 0x2666,
        0xAA => 0x2665,
        0xAB => 0x2660,
        0xAC..=0xB5 => 0x2460 + code - 0xAC,
        0xD5 => 0x2192,
        0xD6 => 0x2194,
        0xD7 => 0x2195,
        0xB6..=0xEF | 0xF1..=0xFE => 0x2776 + code - 0xB6,
        _ => 0xFFFD,
    };
    char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER)
}

// U+FFFD marks a code that is not used.
const STANDARD: &str = concat!(
    " !\"#$%&’()*+,-./0123456789:;<=>?",
    "@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_",
    "‘abcdefghijklmnopqrstuvwxyz{|}~�",
    "��������������������������������",
    "�¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ�–†‡·�¶•‚„”»…‰�¿",
    "�`´ˆ˜¯˘˙¨�˚¸�˝˛ˇ—���������������",
    "�Æ�ª����ŁØŒº�����æ���ı��łøœß����"
);

const WIN_ANSI: &str = concat!(
    " !\"#$%&'()*+,-./0123456789:;<=>?",
    "@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_",
    "`abcdefghijklmnopqrstuvwxyz{|}~•",
    "€•‚ƒ„…†‡ˆ‰Š‹Œ•Ž••‘’“”•–—˜™š›œ•žŸ",
    " ¡¢£¤¥¦§¨©ª«¬-®¯°±²³´µ¶·¸¹º»¼½¾¿",
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß",
    "àáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ"
);

const MAC_ROMAN: &str = concat!(
    " !\"#$%&'()*+,-./0123456789:;<=>?",
    "@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_",
    "`abcdefghijklmnopqrstuvwxyz{|}~�",
    "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü",
    "†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø",
    "¿¡¬√ƒ≈Δ«»… ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄¤‹›ﬁﬂ",
    "‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ�ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ"
);

const SYMBOL: &str = concat!(
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?",
    "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_",
    "�αβχδεφγηιϕκλµνοπθρστυϖωξψζ{|}∼�",
    "��������������������������������",
    "€ϒ′≤⁄∞ƒ♣♢♡♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…↕�↵",
    "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓",
    "◊〈®©™∑�|�����|�|�〉∫⌠�⌡�|�����‖��"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_its_row_for_each_code() {
        for rows in [STANDARD, WIN_ANSI, MAC_ROMAN, SYMBOL] {
            assert_eq!(rows.chars().count(), 224);
        }
    }

    #[test]
    fn the_encodings_differ_where_the_standard_says_so() {
        let of = |encoding: Encoding, code: usize| encoding.characters()[code];
        assert_eq!(of(Encoding::Standard, 0x27), '’');
        assert_eq!(of(Encoding::WinAnsi, 0x27), '\'');
        assert_eq!(of(Encoding::WinAnsi, 0xA3), '£');
        assert_eq!(of(Encoding::MacRoman, 0xA3), '£');
        assert_eq!(of(Encoding::Symbol, 0xB7), '•');
        assert_eq!(of(Encoding::Dingbats, 0x33), '✓');
        assert_eq!(of(Encoding::Dingbats, 0xFE), '➾');
    }
}
