//! Reads CMaps: what the codes of a font mean in Unicode (ISO 32000-1, 9.10.3), and how the codes of a composite font are
//! cut and become CIDs (9.7.5). Codes count by value, whatever the width a producer writes them with. Knows no fonts.

use crate::extract::font::meanings::{MOST_CODES, Meanings};
use crate::extract::tokens::{Operand, Operator, Tokens, operator};

/// Codes that the ranges of one CMap may set, together.
const MOST_MAPPED: u32 = 1 << 20;

/// Puts the meanings that a ToUnicode stream gives into the table.
pub fn read_to_unicode(bytes: &[u8], meanings: &mut Meanings) {
    let mut reader = Reader::default();
    let (mut tokens, mut operands) = (Tokens::new(bytes), Vec::new());
    while let Some(name) = tokens.next_operator(&mut operands) {
        match name {
            END_BF_CHAR => reader.unicode_characters(&operands, meanings),
            END_BF_RANGE => reader.unicode_ranges(&operands, meanings),
            _ => {}
        }
        operands.clear();
    }
}

const END_BF_CHAR: Operator = operator(b"endbfchar");
const END_BF_RANGE: Operator = operator(b"endbfrange");
const END_CID_CHAR: Operator = operator(b"endcidchar");
const END_CID_RANGE: Operator = operator(b"endcidrange");
const END_CODE_SPACE: Operator = operator(b"endcodespacerange");

#[derive(Default)]
struct Reader {
    mapped: u32,
    first: Vec<u8>,
    second: Vec<u8>,
    third: Vec<u8>,
}

impl Reader {
    fn unicode_characters(&mut self, operands: &[Operand<'_>], meanings: &mut Meanings) {
        for pair in operands.chunks_exact(2) {
            let [code, text] = pair else { continue };
            let Some(code) = code.string(&mut self.first).map(value) else { continue };
            match text {
                Operand::Name(name) => spell_name(name, code, meanings),
                _ => spell(text.string(&mut self.second), code, 0, meanings),
            }
        }
    }

    fn unicode_ranges(&mut self, operands: &[Operand<'_>], meanings: &mut Meanings) {
        let mut rest = operands;
        while let [low, high, target, others @ ..] = rest {
            let (Some(low), Some(high)) =
                (low.string(&mut self.first).map(value), high.string(&mut self.second).map(value))
            else {
                rest = rest.get(1..).unwrap_or_default();
                continue;
            };
            rest = others;
            match target {
                Operand::Open => rest = self.listed(low, others, meanings),
                _ => self.counted(low, high, *target, meanings),
            }
        }
    }

    /// A range with an array: one text for each code.
    fn listed<'a, 'b>(
        &mut self,
        low: u32,
        operands: &'b [Operand<'a>],
        meanings: &mut Meanings,
    ) -> &'b [Operand<'a>] {
        let end = operands.iter().position(|operand| *operand == Operand::Close).unwrap_or(operands.len());
        for (text, code) in operands.iter().take(end).zip(low..) {
            spell(text.string(&mut self.third), code, 0, meanings);
        }
        operands.get(end + 1..).unwrap_or_default()
    }

    /// A range with one text, of which the last unit counts up.
    fn counted(&mut self, low: u32, high: u32, target: Operand<'_>, meanings: &mut Meanings) {
        let Some(text) = target.string(&mut self.third) else { return };
        // Beyond them nothing is kept.
        for code in low..=high.min(MOST_CODES as u32) {
            if self.mapped >= MOST_MAPPED {
                return;
            }
            self.mapped += 1;
            spell(Some(text), code, code - low, meanings);
        }
    }
}

/// A code or CID as a number.
fn value(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |value, &byte| (value << 8) | u32::from(byte))
}

/// UTF-16BE text whose last unit counts `step` further. A single byte is taken as the character it numbers.
fn spell(text: Option<&[u8]>, code: u32, step: u32, meanings: &mut Meanings) {
    let Some(text) = text else { return };
    let code = code as usize;
    if let [byte] = text {
        let character = char::from_u32(u32::from(*byte) + step);
        return meanings.spell(code, character.into_iter());
    }
    if let [high, low] = *text {
        let unit = u16::from_be_bytes([high, low]).wrapping_add(step as u16);
        return meanings.spell(code, char::from_u32(u32::from(unit)).into_iter());
    }
    let last = (text.len() / 2).saturating_sub(1);
    let units = text.chunks_exact(2).enumerate().map(|(index, pair)| {
        let unit = value(pair) as u16;
        if index == last { unit.wrapping_add(step as u16) } else { unit }
    });
    meanings.spell(code, char::decode_utf16(units).filter_map(Result::ok));
}

fn spell_name(name: &[u8], code: u32, meanings: &mut Meanings) {
    let mut text = String::new();
    if std::str::from_utf8(name).is_ok_and(|name| super::glyph_names::spell(name, &mut text)) {
        meanings.spell(code as usize, text.chars());
    }
}

/// How the codes of a composite font are cut and numbered.
#[derive(Debug, Default)]
pub struct CodeMap {
    /// Codes of each width: (bytes, low, high).
    spaces: Vec<(usize, u32, u32)>,
    /// (low, high, first CID), sorted by low.
    ranges: Vec<(u32, u32, u32)>,
}

impl CodeMap {
    /// Reads an embedded CMap stream.
    pub fn read(bytes: &[u8]) -> Self {
        let mut map = Self::default();
        let (mut tokens, mut operands) = (Tokens::new(bytes), Vec::new());
        while let Some(name) = tokens.next_operator(&mut operands) {
            match name {
                END_CODE_SPACE => map.read_spaces(&operands),
                END_CID_CHAR => map.read_characters(&operands),
                END_CID_RANGE => map.read_ranges(&operands),
                _ => {}
            }
            operands.clear();
        }
        map.ranges.sort_unstable();
        map
    }

    fn read_spaces(&mut self, operands: &[Operand<'_>]) {
        let (mut low, mut high) = (Vec::new(), Vec::new());
        for pair in operands.chunks_exact(2) {
            if let [a, b] = pair
                && let (Some(low), Some(high)) = (a.string(&mut low), b.string(&mut high))
            {
                self.spaces.push((low.len().clamp(1, 4), value(low), value(high)));
            }
        }
        self.spaces.sort_unstable();
    }

    fn read_characters(&mut self, operands: &[Operand<'_>]) {
        let mut buffer = Vec::new();
        for pair in operands.chunks_exact(2) {
            if let [code, Operand::Number(cid)] = pair
                && let Some(code) = code.string(&mut buffer).map(value)
            {
                self.ranges.push((code, code, *cid as u32));
            }
        }
    }

    fn read_ranges(&mut self, operands: &[Operand<'_>]) {
        let (mut low, mut high) = (Vec::new(), Vec::new());
        for triple in operands.chunks_exact(3) {
            if let [a, b, Operand::Number(cid)] = triple
                && let (Some(low), Some(high)) = (a.string(&mut low), b.string(&mut high))
            {
                self.ranges.push((value(low), value(high), *cid as u32));
            }
        }
    }

    /// The next code of a string and how many bytes it takes (9.7.6.2); two where no codespace fits.
    pub fn next_code(&self, text: &[u8]) -> (u32, usize) {
        for &(width, low, high) in &self.spaces {
            let code = text.get(..width).map(value);
            if let Some(code) = code.filter(|code| within(*code, low, high, width)) {
                return (code, width);
            }
        }
        let width = self.spaces.first().map_or(2, |space| space.0).min(text.len().max(1));
        (value(text.get(..width).unwrap_or_default()), width)
    }

    /// The CID of a code; the code itself where the map has no ranges at all.
    pub fn cid(&self, code: u32) -> u32 {
        if self.ranges.is_empty() {
            return code;
        }
        let after = self.ranges.partition_point(|range| range.0 <= code);
        let range = after.checked_sub(1).and_then(|index| self.ranges.get(index));
        range.filter(|range| code <= range.1).map_or(0, |range| range.2.saturating_add(code - range.0))
    }
}

/// Every byte of a code has to lie within its own bounds.
fn within(code: u32, low: u32, high: u32, width: usize) -> bool {
    (0..width).all(|byte| {
        let part = |number: u32| (number >> (8 * byte)) & 0xFF;
        (part(low)..=part(high)).contains(&part(code))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::font::meanings::Meaning;

    fn meanings(text: &[u8]) -> Meanings {
        let mut table = Meanings::default();
        read_to_unicode(text, &mut table);
        table
    }

    #[test]
    fn characters_and_ranges() {
        let table = meanings(
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfchar <0003> <0020> <0010> <00660069> endbfchar
              2 beginbfrange <0024> <0026> <0041> <0030> <0031> [<0175> <0177>] endbfrange",
        );
        assert_eq!(table.get(3), Meaning::One(' '));
        assert_eq!(table.get(0x25), Meaning::One('B'));
        assert_eq!(table.get(0x31), Meaning::One('ŷ'));
        assert_eq!(table.get(0x27), Meaning::Unknown);
        assert!(matches!(table.get(0x10), Meaning::Many(index) if table.spelling(index) == ['f', 'i']));
    }

    #[test]
    fn surrogates_are_one_character() {
        assert_eq!(meanings(b"<01> <D83DDE00> endbfchar").get(1), Meaning::One('😀'));
    }

    #[test]
    fn an_empty_map_has_no_meaning() {
        let table = meanings(b"/CIDInit /ProcSet findresource begin endcmap");
        assert!((0..256).all(|code| table.get(code) == Meaning::Unknown));
    }

    #[test]
    fn codes_of_mixed_width_are_cut_by_codespace() {
        let map = CodeMap::read(
            b"<00> <80> <8140> <9FFC> endcodespacerange <20> <7E> 1 <8140> <817E> 633 endcidrange <85> 9 endcidchar",
        );
        assert_eq!(map.next_code(b"A\x81\x40"), (0x41, 1));
        assert_eq!(map.next_code(b"\x81\x40"), (0x8140, 2));
        assert_eq!(map.cid(0x41), 34);
        assert_eq!(map.cid(0x8141), 634);
        assert_eq!(map.cid(0x9000), 0);
    }

    #[test]
    fn a_hostile_range_ends() {
        let table = meanings(b"<00000000> <FFFFFFFF> <0041> endbfrange");
        assert_eq!(table.get(1), Meaning::One('B'));
    }
}
