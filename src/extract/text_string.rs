//! Text strings outside content (ISO 32000-1, 7.9.2.2): UTF-16 or UTF-8 with a byte order mark, else PDFDocEncoding.

/// The characters of PDFDocEncoding from 0x80 to 0xA0; the rest is Latin 1 (annex D.3).
const UPPER: &str = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\u{FFFD}€";

/// Decodes a text string; what cannot be decoded becomes U+FFFD.
pub fn decode(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|&byte| pdf_doc(byte)).collect(),
    }
}

fn utf16(bytes: &[u8], join: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).filter_map(|pair| Some(join(pair.try_into().ok()?)));
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

fn pdf_doc(byte: u8) -> char {
    match byte {
        0x80..=0xA0 => UPPER.chars().nth(usize::from(byte) - 0x80).unwrap_or(char::REPLACEMENT_CHARACTER),
        other => char::from(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_tells_the_encoding() {
        assert_eq!(decode(b"\xFE\xFF\x01\x75"), "ŵ");
        assert_eq!(decode(b"\xFF\xFE\x75\x01"), "ŵ");
        assert_eq!(decode(b"\xEF\xBB\xBF\xC5\xB5"), "ŵ");
        assert_eq!(decode(b"a\x8D\xA0\xE9"), "a“€é");
    }
}
