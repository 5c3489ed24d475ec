//! Composite fonts (Type0; ISO 32000-1, 9.7): how their strings are cut into codes, which glyph a code draws, and what
//! to guess where no table of the file says what it means.

use crate::extract::font::cmap::CodeMap;
use crate::extract::font::encoding::Encoding;
use crate::extract::inflate::Inflater;
use crate::extract::object::{Dictionary, Object};
use crate::extract::objects::{Objects, as_dictionary};

/// How strings of a font are cut into codes.
pub enum Codes {
    /// A byte each.
    Bytes,
    /// Two bytes each, the code being the CID.
    Pairs,
    /// Two bytes each, the code being UTF-16.
    Utf16,
    /// As an embedded CMap says.
    Mapped(CodeMap),
}

impl Codes {
    /// The Encoding of a Type0 font (table 118). Of the predefined CMaps only those that are Unicode or the identity
    /// can be read without Adobe's tables; the others count as the identity.
    pub fn read<'d>(objects: Objects<'d>, font: &'d Dictionary, inflater: &mut Inflater<'d>) -> Self {
        match objects.get(font, b"Encoding") {
            Some(Object::Stream(stream)) => {
                let mut bytes = Vec::new();
                inflater.decode(stream, &mut bytes);
                Self::Mapped(CodeMap::read(&bytes))
            }
            Some(Object::Name(name)) if is_unicode(name) => Self::Utf16,
            _ => Self::Pairs,
        }
    }

    /// The CID of a code.
    pub fn cid(&self, code: u32) -> u32 {
        match self {
            Self::Mapped(map) => map.cid(code),
            _ => code,
        }
    }
}

fn is_unicode(name: &[u8]) -> bool {
    let has = |part: &[u8]| name.windows(part.len()).any(|window| window == part);
    has(b"UCS2") || has(b"UTF16")
}

/// The CIDFont of a Type0 font.
pub fn descendant<'d>(objects: Objects<'d>, font: &'d Dictionary) -> Option<&'d Dictionary> {
    match objects.get(font, b"DescendantFonts")? {
        Object::Array(fonts) => as_dictionary(objects.follow(fonts.first()?)),
        other => as_dictionary(other),
    }
}

/// From CID to glyph of an embedded TrueType program (table 117); the identity unless a stream says otherwise.
#[derive(Default)]
pub struct GlyphMap(Vec<u8>);

impl GlyphMap {
    /// Reads the CIDToGIDMap of a CIDFont.
    pub fn read<'d>(objects: Objects<'d>, cid_font: &'d Dictionary, inflater: &mut Inflater<'d>) -> Self {
        let mut bytes = Vec::new();
        if let Some(stream) = objects.stream(cid_font, b"CIDToGIDMap") {
            inflater.decode(stream, &mut bytes);
        }
        Self(bytes)
    }

    /// The glyph of a CID.
    pub fn glyph(&self, cid: u32) -> Option<u16> {
        if self.0.is_empty() {
            return u16::try_from(cid).ok();
        }
        let place = usize::try_from(cid).ok()?.checked_mul(2)?;
        match self.0.get(place..place + 2)? {
            [high, low] => Some(u16::from_be_bytes([*high, *low])),
            _ => None,
        }
    }
}

/// Most TrueType fonts keep their first glyphs in the order of the Macintosh set: glyph 3 is the space, and so on.
/// Good for files whose ToUnicode is empty.
pub fn guess(glyph: u16) -> Option<char> {
    let code = match glyph {
        3..=97 => return char::from_u32(u32::from(glyph) + 29),
        98..=171 => glyph + 30,
        // The hard space of the set is left out of these fonts.
        172..=224 => glyph + 31,
        _ => return None,
    };
    let character = Encoding::MacRoman.characters().get(usize::from(code)).copied()?;
    (character != char::REPLACEMENT_CHARACTER).then_some(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyphs_in_macintosh_order() {
        assert_eq!(guess(3), Some(' '));
        assert_eq!(guess(36), Some('A'));
        assert_eq!(guess(98), Some('Ä'));
        assert_eq!(guess(182), Some('’'));
        assert_eq!(guess(2), None);
    }

    #[test]
    fn a_glyph_map_is_read_in_pairs() {
        let map = GlyphMap(vec![0, 0, 1, 2]);
        assert_eq!([map.glyph(1), map.glyph(2)], [Some(0x102), None]);
        assert_eq!(GlyphMap::default().glyph(9), Some(9));
    }
}
