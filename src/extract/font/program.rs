//! What an embedded font program says of its glyphs: TrueType and OpenType through their cmap and post tables, CFF
//! through its charset, Type 1 through its Encoding array (ISO 32000-1, 9.9). Given the program's bytes, it turns codes
//! and glyph numbers into characters. Asked only where nothing else in the file tells.

use crate::extract::font::encoding::Encoding;
use crate::extract::font::glyph_names;
use crate::extract::tokens::{Operand, Tokens, operator};
use std::collections::HashMap;
use ttf_parser::{GlyphId, PlatformId, RawFace, Tag, cff, cmap, post};

/// Characters by code and by glyph of one program.
#[derive(Default)]
pub struct Program {
    by_code: HashMap<u32, String>,
    by_glyph: HashMap<u16, String>,
}

impl Program {
    /// Reads a program, whatever its kind; an unreadable one says nothing.
    pub fn read(bytes: &[u8]) -> Self {
        let mut program = Self::default();
        match bytes {
            [b'%', b'!', ..] | [0x80, 1, ..] => program.read_type1(bytes),
            [1, 0, 4, ..] => program.read_cff(bytes),
            _ => program.read_sfnt(bytes),
        }
        program
    }

    /// The characters of a code of a simple font.
    pub fn of_code(&self, code: u32) -> Option<&str> {
        self.by_code.get(&code).map(String::as_str)
    }

    /// The characters of a glyph.
    pub fn of_glyph(&self, glyph: u16) -> Option<&str> {
        self.by_glyph.get(&glyph).map(String::as_str)
    }

    fn read_sfnt(&mut self, bytes: &[u8]) {
        // Subsets often lack tables that a whole font must have, so the tables are read one by one.
        let Ok(raw) = RawFace::parse(bytes, 0) else { return };
        let subtables = raw.table(Tag::from_bytes(b"cmap")).and_then(cmap::Table::parse);
        let names = raw.table(Tag::from_bytes(b"post")).and_then(post::Table::parse);
        if let Some(table) = &subtables {
            table.subtables.into_iter().filter(is_text).for_each(|subtable| self.invert(&subtable));
        }
        for (name, glyph) in names.iter().flat_map(|table| table.names().zip(0..)) {
            self.name_glyph(glyph, name);
        }
        if let Some(bytes) = raw.table(Tag::from_bytes(b"CFF ")) {
            self.read_cff(bytes);
        }
        if let Some(table) = subtables {
            table.subtables.into_iter().for_each(|subtable| self.read_codes(&subtable));
        }
    }

    /// The characters that a Unicode subtable maps to each glyph; the first one wins.
    fn invert(&mut self, subtable: &cmap::Subtable<'_>) {
        subtable.codepoints(|point| {
            let glyph = subtable.glyph_index(point).filter(|glyph| glyph.0 != 0);
            if let (Some(glyph), Some(character)) = (glyph, char::from_u32(point)) {
                self.by_glyph.entry(glyph.0).or_insert_with(|| character.to_string());
            }
        });
    }

    /// Codes of a symbolic font go through a (3, 0) subtable, offset by 0xF000, or a (1, 0) one (9.6.6.4).
    fn read_codes(&mut self, subtable: &cmap::Subtable<'_>) {
        let symbol = subtable.platform_id == PlatformId::Windows && subtable.encoding_id == 0;
        if !symbol && subtable.platform_id != PlatformId::Macintosh {
            return;
        }
        for code in 0..=0xFFu32 {
            let offset = if symbol { 0xF000 } else { 0 };
            let glyph = subtable.glyph_index(code + offset).or_else(|| subtable.glyph_index(code));
            if let Some(text) = glyph.and_then(|glyph| self.by_glyph.get(&glyph.0)) {
                self.by_code.entry(code).or_insert_with(|| text.clone());
            }
        }
    }

    fn read_cff(&mut self, bytes: &[u8]) {
        let Some(table) = cff::Table::parse(bytes) else { return };
        for glyph in 0..table.number_of_glyphs() {
            if let Some(name) = table.glyph_name(GlyphId(glyph)) {
                self.name_glyph(glyph, name);
            }
        }
        for code in 0..=0xFFu8 {
            let text = table.glyph_index(code).and_then(|glyph| self.by_glyph.get(&glyph.0));
            if let Some(text) = text {
                self.by_code.entry(u32::from(code)).or_insert_with(|| text.clone());
            }
        }
    }

    fn name_glyph(&mut self, glyph: u16, name: &str) {
        let mut text = String::new();
        if glyph_names::spell(name, &mut text) {
            self.by_glyph.entry(glyph).or_insert(text);
        }
    }

    /// The clear part of a Type 1 program: `dup 65 /A put` for each code, or `/Encoding StandardEncoding def`.
    fn read_type1(&mut self, bytes: &[u8]) {
        let (mut tokens, mut operands) = (Tokens::new(bytes), Vec::new());
        while let Some(name) = tokens.next_operator(&mut operands) {
            match (name, operands.as_slice()) {
                (PUT, [.., Operand::Number(code), Operand::Name(name)]) => self.name_code(*code as u32, name),
                (STANDARD, [.., Operand::Name(b"Encoding")]) => return self.read_standard(),
                (EEXEC, _) => return,
                _ => {}
            }
            operands.clear();
        }
    }

    fn name_code(&mut self, code: u32, name: &[u8]) {
        let mut text = String::new();
        if std::str::from_utf8(name).is_ok_and(|name| glyph_names::spell(name, &mut text)) {
            self.by_code.insert(code, text);
        }
    }

    fn read_standard(&mut self) {
        let characters = Encoding::Standard.characters();
        let known = (0..).zip(characters).filter(|(_, character)| *character != char::REPLACEMENT_CHARACTER);
        self.by_code.extend(known.map(|(code, character)| (code, character.to_string())));
    }
}

const PUT: u64 = operator(b"put");
const STANDARD: u64 = operator(b"StandardEncoding");
const EEXEC: u64 = operator(b"eexec");

/// Whether the subtable maps characters, and not the private codes of a symbol font.
fn is_text(subtable: &cmap::Subtable<'_>) -> bool {
    subtable.is_unicode() && !(subtable.platform_id == PlatformId::Windows && subtable.encoding_id == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type1_program_tells_its_encoding() {
        let program = Program::read(
            b"%!PS-AdobeFont-1.0: Made\n/Encoding 256 array 0 1 255 {1 index exch /.notdef put} for\n\
              dup 7 /wcircumflex put dup 8 /f_i put readonly def currentfile eexec dup 9 /A put",
        );
        assert_eq!(program.of_code(7), Some("ŵ"));
        assert_eq!(program.of_code(8), Some("fi"));
        assert_eq!(program.of_code(9), None);
    }

    #[test]
    fn a_type1_program_may_name_the_standard_encoding() {
        let program = Program::read(b"%!FontType1-1.0\n/Encoding StandardEncoding def eexec");
        assert_eq!(program.of_code(0x27), Some("’"));
    }

    #[test]
    fn garbage_says_nothing() {
        for bytes in [&b""[..], b"\x01\x00\x04", b"true", b"OTTO", b"%!"] {
            assert_eq!(Program::read(bytes).of_code(65), None);
        }
    }
}
