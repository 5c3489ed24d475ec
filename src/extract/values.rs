//! Parses the objects of a file (ISO 32000-1, 7.3): bytes and a position to one value, strictly. Whatever is not as the
//! standard has it is `None`; the thorough reading by lopdf then decides what to make of the file.

use crate::extract::strings::{unescape, unhex};
use crate::extract::tokens::{is_regular, is_white};
use lopdf::{Dictionary, Object, ObjectId, StringFormat};

/// Arrays and dictionaries within one another; beyond it the file is doubtful.
pub const DEEPEST: usize = 64;

/// Reads values one after the other.
pub struct Values<'b> {
    bytes: &'b [u8],
    position: usize,
}

impl<'b> Values<'b> {
    /// Starts at a position.
    pub fn at(bytes: &'b [u8], position: usize) -> Self {
        Self { bytes, position }
    }

    /// Where it stands.
    pub fn position(&self) -> usize {
        self.position
    }

    fn rest(&self) -> &'b [u8] {
        self.bytes.get(self.position..).unwrap_or_default()
    }

    /// Passes over white space and comments.
    pub fn skip_space(&mut self) {
        loop {
            let rest = self.rest();
            self.position += rest.iter().take_while(|byte| is_white(**byte)).count();
            if self.rest().first() != Some(&b'%') {
                return;
            }
            self.position += self.rest().iter().take_while(|byte| !matches!(byte, b'\r' | b'\n')).count();
        }
    }

    /// Passes over a keyword, if it is what comes next.
    pub fn keyword(&mut self, keyword: &[u8]) -> bool {
        self.skip_space();
        let found = self.rest().starts_with(keyword);
        self.position += if found { keyword.len() } else { 0 };
        found
    }

    /// A whole number without a sign.
    pub fn count(&mut self) -> Option<usize> {
        self.skip_space();
        let digits = self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
        let value = self.rest().get(..digits).filter(|digits| (1..=15).contains(&digits.len()))?;
        self.position += digits;
        Some(value.iter().fold(0, |value, digit| value * 10 + usize::from(digit - b'0')))
    }

    /// The header `12 0 obj`.
    pub fn header(&mut self) -> Option<u32> {
        let number = self.count()?;
        self.count()?;
        self.keyword(b"obj").then(|| u32::try_from(number).ok()).flatten()
    }

    /// The next value.
    pub fn value(&mut self) -> Option<Object> {
        self.nested(0)
    }

    fn nested(&mut self, depth: usize) -> Option<Object> {
        self.skip_space();
        let rest = self.rest();
        match rest {
            _ if depth > DEEPEST => None,
            [b'/', ..] => self.name().map(Object::Name),
            [b'<', b'<', ..] => self.dictionary(depth).map(Object::Dictionary),
            [b'<', ..] => self.hexadecimal(),
            [b'(', ..] => self.literal(),
            [b'[', ..] => self.array(depth),
            [b'0'..=b'9', ..] => self.figures(),
            [b'+' | b'-' | b'.', ..] => self.number(),
            _ => self.constant(),
        }
    }

    fn constant(&mut self) -> Option<Object> {
        let constants = [
            (&b"true"[..], Object::Boolean(true)),
            (b"false", Object::Boolean(false)),
            (b"null", Object::Null),
        ];
        constants.into_iter().find(|(word, _)| self.keyword(word)).map(|(_, value)| value)
    }

    fn name(&mut self) -> Option<Vec<u8>> {
        self.position += 1;
        let length = self.rest().iter().take_while(|byte| is_regular(**byte)).count();
        let written = self.rest().get(..length)?;
        self.position += length;
        Some(if written.contains(&b'#') { unnumber(written) } else { written.to_vec() })
    }

    /// What begins with a figure: nearly always a whole number, or a reference.
    fn figures(&mut self) -> Option<Object> {
        let rest = self.rest();
        let (whole, behind) = rest.split_at(figures_in(rest));
        if matches!(behind, [b'.' | b'+' | b'-', ..]) || whole.len() > MOST_FIGURES {
            return self.number();
        }
        let next = trimmed(behind);
        let last = trimmed(next.get(figures_in(next)..).unwrap_or_default());
        // A remark may stand between them.
        if matches!((next, last), ([b'0'..=b'9', ..], [b'R' | b'%', ..]) | ([b'%', ..], _))
            && let Some(reference) = self.reference()
        {
            return Some(reference);
        }
        self.position += whole.len();
        Some(Object::Integer(whole.iter().fold(0, |value, figure| value * 10 + i64::from(figure - b'0'))))
    }

    fn number(&mut self) -> Option<Object> {
        let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.');
        let length = self.rest().iter().take_while(|byte| is_part(byte)).count();
        let written = std::str::from_utf8(self.rest().get(..length)?).ok()?;
        self.position += length;
        match written.parse() {
            Ok(integer) => Some(Object::Integer(integer)),
            Err(_) => written.parse().ok().map(Object::Real),
        }
    }

    /// `12 0 R`; stays where it is if this is no reference.
    fn reference(&mut self) -> Option<Object> {
        let start = self.position;
        let found = self.reference_id();
        if found.is_none() {
            self.position = start;
        }
        found.map(Object::Reference)
    }

    fn reference_id(&mut self) -> Option<ObjectId> {
        let number = u32::try_from(self.count()?).ok()?;
        let generation = u16::try_from(self.count()?).ok()?;
        let ends = self.keyword(b"R") && self.rest().first().is_none_or(|byte| !is_regular(*byte));
        ends.then_some((number, generation))
    }

    fn literal(&mut self) -> Option<Object> {
        let (mut depth, mut length, mut skip) = (0u32, 0, false);
        for &byte in self.rest() {
            length += 1;
            match byte {
                _ if skip => skip = false,
                b'\\' => skip = true,
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        let inside = self.rest().get(1..length.max(1) - 1).filter(|_| depth == 0)?;
        self.position += length;
        let mut text = Vec::with_capacity(inside.len());
        unescape(inside, &mut text);
        Some(Object::String(text, StringFormat::Literal))
    }

    fn hexadecimal(&mut self) -> Option<Object> {
        let length = self.rest().iter().position(|byte| *byte == b'>')?;
        let digits = self.rest().get(1..length)?;
        self.position += length + 1;
        let mut text = Vec::with_capacity(digits.len() / 2);
        unhex(digits, &mut text);
        Some(Object::String(text, StringFormat::Hexadecimal))
    }

    fn array(&mut self, depth: usize) -> Option<Object> {
        self.position += 1;
        let mut values = Vec::new();
        loop {
            self.skip_space();
            if self.rest().first() == Some(&b']') {
                self.position += 1;
                return Some(Object::Array(values));
            }
            values.push(self.nested(depth + 1)?);
        }
    }

    fn dictionary(&mut self, depth: usize) -> Option<Dictionary> {
        self.position += 2;
        let mut dictionary = Dictionary::new();
        while !self.keyword(b">>") {
            if self.rest().first() != Some(&b'/') {
                return None;
            }
            let key = self.name()?;
            dictionary.set(key, self.nested(depth + 1)?);
        }
        Some(dictionary)
    }
}

/// Figures that fit into an integer by far.
const MOST_FIGURES: usize = 15;

/// How many figures the bytes begin with.
fn figures_in(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// The bytes without the white space with which they begin.
fn trimmed(bytes: &[u8]) -> &[u8] {
    let white = bytes.iter().take_while(|byte| is_white(**byte)).count();
    bytes.get(white..).unwrap_or_default()
}

/// Undoes the `#xx` of a name (7.3.5).
fn unnumber(written: &[u8]) -> Vec<u8> {
    let mut name = Vec::with_capacity(written.len());
    let mut rest = written;
    while let [first, others @ ..] = rest {
        let digit = |place: usize| others.get(place).and_then(|digit| (*digit as char).to_digit(16));
        match (first, digit(0), digit(1)) {
            (b'#', Some(high), Some(low)) => {
                name.push((high * 16 + low) as u8);
                rest = others.get(2..).unwrap_or_default();
            }
            _ => {
                name.push(*first);
                rest = others;
            }
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::dictionary;

    fn value(text: &str) -> Option<Object> {
        Values::at(text.as_bytes(), 0).value()
    }

    #[test]
    fn every_kind_of_value() {
        assert_eq!(value(" % remark\n-12"), Some(Object::Integer(-12)));
        assert_eq!(value("3.5"), Some(Object::Real(3.5)));
        assert_eq!(value("12 0 R"), Some(Object::Reference((12, 0))));
        assert_eq!(value("12 0 Robe"), Some(Object::Integer(12)));
        assert_eq!(value("12 % of\n0 % by\nR"), Some(Object::Reference((12, 0))));
        let row = vec![250.into(), 333.into(), Object::Reference((4, 0)), 1.5f32.into(), 7.into()];
        assert_eq!(value("[250 333 4 0 R 1.5 7]"), Some(Object::Array(row)));
        assert_eq!(value("99999999999999999999"), Some(Object::Real(1e20)));
        assert_eq!(value("/A#20B"), Some(Object::Name(b"A B".to_vec())));
        assert_eq!(value("(a\\(b)"), Some(Object::String(b"a(b".to_vec(), StringFormat::Literal)));
        assert_eq!(value("(a(b)c)"), Some(Object::String(b"a(b)c".to_vec(), StringFormat::Literal)));
        assert_eq!(value("<4a>"), Some(Object::String(b"J".to_vec(), StringFormat::Hexadecimal)));
        let kids = vec![1.into(), Object::Reference((2, 0)), Object::Null];
        assert_eq!(value("<</K[1 2 0 R null]/N/M>>"), Some(dictionary! { "K" => kids, "N" => "M" }.into()));
    }

    #[test]
    fn what_is_broken_is_none() {
        for text in ["", "(a", "<4", "[1", "<</A", "<<1 2>>", ">>", "what", &"[".repeat(5000)] {
            assert_eq!(value(text), None, "{text:.20}");
        }
    }
}
