//! Parses the objects of a file (ISO 32000-1, 7.3): bytes and a position to one value, strictly. Whatever is not as the
//! standard has it is `None`; the thorough reading by lopdf then decides what to make of the file.

use crate::extract::object::{Dictionary, Name, Object, ObjectId};
use crate::extract::strings::{unescape, unhex};
use crate::extract::tokens::{is_regular, is_white};

/// Arrays and dictionaries within one another; beyond it the file is doubtful.
pub const DEEPEST: usize = 64;

/// Reads values one after the other.
pub struct Values<'b> {
    bytes: &'b [u8],
    position: usize,
    /// What stands in the arrays and dictionaries that are not closed yet: each takes its own from the end.
    values: Vec<Object>,
    entries: Vec<(Name, Object)>,
}

impl<'b> Values<'b> {
    /// Starts at a position.
    pub fn at(bytes: &'b [u8], position: usize) -> Self {
        Self { bytes, position, values: Vec::new(), entries: Vec::new() }
    }

    /// Where it stands.
    pub fn position(&self) -> usize {
        self.position
    }

    fn rest(&self) -> &'b [u8] {
        self.bytes.get(self.position..).unwrap_or_default()
    }

    /// Passes over white space and comments and gives the byte that follows.
    fn solid(&mut self) -> Option<u8> {
        loop {
            match *self.bytes.get(self.position)? {
                b'%' => {
                    let ends = |byte: &u8| matches!(byte, b'\r' | b'\n');
                    self.position += self.rest().iter().position(ends).unwrap_or(self.rest().len());
                }
                byte if is_white(byte) => self.position += 1,
                byte => return Some(byte),
            }
        }
    }

    /// Passes over a keyword, if it is what comes next.
    pub fn keyword(&mut self, keyword: &[u8]) -> bool {
        self.solid();
        let found = self.rest().starts_with(keyword);
        self.position += if found { keyword.len() } else { 0 };
        found
    }

    /// A whole number without a sign.
    pub fn count(&mut self) -> Option<usize> {
        self.solid();
        let (value, figures) = whole(self.rest());
        let value = usize::try_from(value).ok().filter(|_| (1..=MOST_FIGURES).contains(&figures))?;
        self.position += figures;
        Some(value)
    }

    /// The header `12 0 obj`.
    pub fn header(&mut self) -> Option<u32> {
        let number = self.count()?;
        self.count()?;
        self.keyword(b"obj").then(|| u32::try_from(number).ok()).flatten()
    }

    /// The next value.
    pub fn value(&mut self) -> Option<Object> {
        self.values.clear();
        self.entries.clear();
        self.lone(0)
    }

    /// A value that is no part of an array: a number may be the first of a reference.
    fn lone(&mut self, depth: usize) -> Option<Object> {
        match self.nested(depth)? {
            Object::Integer(number) => Some(self.reference(number).unwrap_or(Object::Integer(number))),
            other => Some(other),
        }
    }

    fn nested(&mut self, depth: usize) -> Option<Object> {
        self.solid();
        match self.rest() {
            _ if depth > DEEPEST => None,
            [b'/', ..] => self.name().map(Object::Name),
            [b'0'..=b'9', ..] => self.figures(),
            [b'<', b'<', ..] => self.dictionary(depth).map(Object::Dictionary),
            [b'<', ..] => self.hexadecimal(),
            [b'(', ..] => self.literal(),
            [b'[', ..] => self.array(depth),
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

    fn name(&mut self) -> Option<Name> {
        self.position += 1;
        let rest = self.rest();
        let (mut length, mut numbered) = (0, false);
        while let Some(byte) = rest.get(length).filter(|byte| is_regular(**byte)) {
            numbered |= *byte == b'#';
            length += 1;
        }
        let written = rest.get(..length)?;
        self.position += length;
        Some(if numbered { Name::of(&unnumber(written)) } else { Name::of(written) })
    }

    /// What begins with a figure: nearly always a whole number.
    fn figures(&mut self) -> Option<Object> {
        let (value, figures) = whole(self.rest());
        let behind = self.bytes.get(self.position + figures);
        if matches!(behind, Some(b'.' | b'+' | b'-')) || figures > MOST_FIGURES {
            return self.number();
        }
        self.position += figures;
        Some(Object::Integer(value))
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

    /// What is left of `12 0 R` behind its first number; stays where it is if this is no reference.
    fn reference(&mut self, number: i64) -> Option<Object> {
        let start = self.position;
        let generation = self.count().and_then(|generation| i64::try_from(generation).ok());
        let found = generation.filter(|_| self.solid() == Some(b'R')).and_then(|g| self.refers(number, g));
        if found.is_none() {
            self.position = start;
        }
        found.map(Object::Reference)
    }

    /// The reference that an `R` makes of the two numbers before it.
    fn refers(&mut self, number: i64, generation: i64) -> Option<ObjectId> {
        let id = (u32::try_from(number).ok()?, u16::try_from(generation).ok()?);
        self.position += 1;
        self.rest().first().is_none_or(|byte| !is_regular(*byte)).then_some(id)
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
        Some(Object::String(text.into_boxed_slice()))
    }

    fn hexadecimal(&mut self) -> Option<Object> {
        let length = self.rest().iter().position(|byte| *byte == b'>')?;
        let digits = self.rest().get(1..length)?;
        self.position += length + 1;
        let mut text = Vec::with_capacity(digits.len() / 2);
        unhex(digits, &mut text);
        Some(Object::String(text.into_boxed_slice()))
    }

    fn array(&mut self, depth: usize) -> Option<Object> {
        self.position += 1;
        let first = self.values.len();
        loop {
            let value = match self.solid()? {
                b']' => {
                    self.position += 1;
                    return Some(Object::Array(self.values.drain(first..).collect()));
                }
                // Of numbers in a row only this tells which are references.
                b'R' => self.closed_reference(first)?,
                _ => self.nested(depth + 1)?,
            };
            self.values.push(value);
        }
    }

    /// The reference that ends here: its two numbers were read as values of the array that begins at `first`.
    fn closed_reference(&mut self, first: usize) -> Option<Object> {
        let [.., Object::Integer(number), Object::Integer(generation)] = *self.values.get(first..)? else {
            return None;
        };
        self.values.truncate(self.values.len() - 2);
        self.refers(number, generation).map(Object::Reference)
    }

    fn dictionary(&mut self, depth: usize) -> Option<Dictionary> {
        self.position += 2;
        let first = self.entries.len();
        while self.solid()? == b'/' {
            let key = self.name()?;
            let value = self.lone(depth + 1)?;
            self.entries.push((key, value));
        }
        self.keyword(b">>").then(|| Dictionary::of(self.entries.drain(first..).collect()))
    }
}

/// Figures that fit into an integer by far.
const MOST_FIGURES: usize = 15;

/// The number with which the bytes begin, and of how many figures it is.
#[inline]
fn whole(bytes: &[u8]) -> (i64, usize) {
    let (mut value, mut rest) = (0i64, bytes);
    while let [figure @ b'0'..=b'9', others @ ..] = rest {
        value = value.wrapping_mul(10).wrapping_add(i64::from(figure - b'0'));
        rest = others;
    }
    (value, bytes.len() - rest.len())
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
        assert_eq!(value("[250 333 4 0 R 1.5 7]"), Some(Object::Array(row.into())));
        assert_eq!(value("99999999999999999999"), Some(Object::Real(1e20)));
        assert_eq!(value("/A#20B"), Some(Object::Name(Name::of(b"A B"))));
        assert_eq!(value("(a\\(b)"), Some(Object::String(Box::from(&b"a(b"[..]))));
        assert_eq!(value("(a(b)c)"), Some(Object::String(Box::from(&b"a(b)c"[..]))));
        assert_eq!(value("<4a>"), Some(Object::String(Box::from(&b"J"[..]))));
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
