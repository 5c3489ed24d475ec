//! Glyph names to characters: the part of the Adobe Glyph List that Latin, Greek and Cyrillic text uses, and the rules
//! for names that spell their code (`uni0175`, `u1F600`, `a.alt`). Names that only number a glyph (`g12`) mean nothing.

use std::collections::HashMap;
use std::sync::LazyLock;

/// `name code name code …`, codes in hexadecimal.
static LIST: &str = include_str!("glyph_names.txt");

static BY_NAME: LazyLock<HashMap<&'static str, char>> = LazyLock::new(|| {
    let mut words = LIST.split_ascii_whitespace();
    let mut names = HashMap::with_capacity(1300);
    while let (Some(name), Some(code)) = (words.next(), words.next()) {
        names.extend(hex(code).map(|character| (name, character)));
    }
    names
});

/// The dingbats of the codes from 0x21, by the number in their names (`a1`, `a2`, `a202` …); 0 where there is none.
const DINGBATS: [u8; 222] = [
    1, 2, 202, 3, 4, 5, 119, 118, 117, 11, 12, 13, 14, 15, 16, 105, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
    27, 28, 6, 7, 8, 9, 10, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48,
    49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74,
    203, 75, 204, 76, 77, 78, 79, 81, 82, 83, 84, 97, 98, 99, 100, 0, 89, 90, 93, 94, 91, 92, 205, 85, 206,
    86, 87, 88, 95, 96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 101, 102, 103, 104, 106,
    107, 108, 112, 111, 110, 109, 120, 121, 122, 123, 124, 125, 126, 127, 128, 129, 130, 131, 132, 133, 134,
    135, 136, 137, 138, 139, 140, 141, 142, 143, 144, 145, 146, 147, 148, 149, 150, 151, 152, 153, 154, 155,
    156, 157, 158, 159, 160, 161, 163, 164, 196, 165, 192, 166, 167, 168, 169, 170, 171, 172, 173, 162, 174,
    175, 176, 177, 178, 179, 193, 180, 199, 181, 200, 182, 0, 201, 183, 184, 197, 185, 194, 198, 186, 195,
    187, 188, 189, 190, 191,
];

/// Puts the characters that a glyph name stands for at the end of `out`; false if the name tells none.
pub fn spell(name: &str, out: &mut String) -> bool {
    let before = out.len();
    // "A.swash" is an A, "f_i" an f and an i (Adobe Glyph List Specification, 2).
    let base = name.split('.').next().unwrap_or_default();
    for part in base.split('_') {
        if !spell_part(part, out) {
            out.truncate(before);
            return false;
        }
    }
    out.len() > before
}

fn spell_part(part: &str, out: &mut String) -> bool {
    if let Some(&character) = BY_NAME.get(part) {
        out.push(character);
        return true;
    }
    let before = out.len();
    if let Some(digits) = part.strip_prefix("uni").filter(|digits| digits.len() >= 4 && digits.len() % 4 == 0)
    {
        out.extend(
            digits.as_bytes().chunks(4).filter_map(|four| std::str::from_utf8(four).ok().and_then(hex)),
        );
    } else if let Some(digits) = part.strip_prefix('u').filter(|digits| (4..=6).contains(&digits.len())) {
        out.extend(hex(digits));
    }
    out.len() > before
}

fn hex(digits: &str) -> Option<char> {
    u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)
}

/// The number of the glyph in a name that says no more than that: `g12`, `glyph12`, `gid00012`, `index12`, `cid12`.
pub fn glyph_number(name: &str) -> Option<u16> {
    let digits = name.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    let prefix = name.get(..name.len() - digits.len())?;
    let known = ["g", "G", "glyph", "gid", "index", "cid", "CID"].contains(&prefix);
    known.then(|| digits.parse().ok()).flatten()
}

/// The code in ZapfDingbats of a glyph named `a` and a number.
pub fn dingbat_code(name: &str) -> Option<u8> {
    let number: u8 = name.strip_prefix('a')?.parse().ok()?;
    let place = DINGBATS.iter().position(|&known| known == number && number > 0)?;
    u8::try_from(place + 0x21).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelt(name: &str) -> Option<String> {
        let mut out = String::new();
        spell(name, &mut out).then_some(out)
    }

    #[test]
    fn names_of_the_list() {
        assert_eq!(spelt("wcircumflex").as_deref(), Some("ŵ"));
        assert_eq!(spelt("Ycircumflex").as_deref(), Some("Ŷ"));
        assert_eq!(spelt("sterling").as_deref(), Some("£"));
        assert_eq!(spelt("alpha").as_deref(), Some("α"));
        assert_eq!(spelt("a.alt").as_deref(), Some("a"));
        assert_eq!(spelt("f_f_i").as_deref(), Some("ffi"));
    }

    #[test]
    fn names_that_spell_their_code() {
        assert_eq!(spelt("uni0175").as_deref(), Some("ŵ"));
        assert_eq!(spelt("uni00660069").as_deref(), Some("fi"));
        assert_eq!(spelt("u1F600").as_deref(), Some("😀"));
    }

    #[test]
    fn names_that_mean_nothing() {
        for name in ["g123", "cid45", "", ".notdef", "C0001", "uniXYZW"] {
            assert_eq!(spelt(name), None, "{name}");
        }
        assert_eq!(glyph_number("g123"), Some(123));
        assert_eq!(glyph_number("glyph7"), Some(7));
        assert_eq!(glyph_number("one"), None);
    }

    #[test]
    fn dingbats_have_numbers() {
        assert_eq!(dingbat_code("a1"), Some(0x21));
        assert_eq!(dingbat_code("a19"), Some(0x33));
        assert_eq!(dingbat_code("a191"), Some(0xFE));
    }
}
