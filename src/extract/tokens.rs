//! Splits a content stream or a CMap into operators and their operands (ISO 32000-1, 7.2 and 7.8.2). Given inflated
//! bytes, it gives slices of them and allocates nothing for an operation. Garbage is passed over, never an error. Knows
//! nothing of what an operator does.

use crate::extract::strings::{unescape, unhex};

/// Operands kept for one operator; the rest of a hostile run is dropped.
pub const MOST_OPERANDS: usize = 1 << 17;

/// One operand, borrowed from the stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Operand<'a> {
    /// An integer or a real.
    Number(f32),
    /// A name, without its slash and with `#xx` as written.
    Name(&'a [u8]),
    /// A string in parentheses that holds no backslash.
    Plain(&'a [u8]),
    /// A string in parentheses with escapes still in it.
    Escaped(&'a [u8]),
    /// The digits of a hexadecimal string.
    Hex(&'a [u8]),
    /// A dictionary, as written between its angle brackets.
    Dictionary(&'a [u8]),
    /// `[`
    Open,
    /// `]`
    Close,
    /// true, false or null.
    Word,
}

/// An operator: its last eight bytes, so that it can be matched as a number.
pub type Operator = u64;

/// The number of an operator's name.
pub const fn operator(name: &[u8]) -> Operator {
    let mut number = 0u64;
    let mut rest = name;
    while let [first, others @ ..] = rest {
        number = (number << 8) | *first as u64;
        rest = others;
    }
    number
}

/// What a byte can be (ISO 32000-1, tables 1 and 2).
#[derive(Clone, Copy, PartialEq)]
enum Class {
    Regular,
    White,
    Delimiter,
    Number,
}

static CLASSES: [Class; 256] = classes();

#[allow(clippy::indexing_slicing)] // evaluated by the compiler
const fn classes() -> [Class; 256] {
    let mut table = [Class::Regular; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            0 | b'\t' | b'\n' | 12 | b'\r' | b' ' => Class::White,
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%' => Class::Delimiter,
            b'0'..=b'9' | b'+' | b'-' | b'.' => Class::Number,
            _ => Class::Regular,
        };
        byte += 1;
    }
    table
}

#[inline]
fn class(byte: u8) -> Class {
    CLASSES.get(usize::from(byte)).copied().unwrap_or(Class::Regular)
}

/// Whether the byte is white space (ISO 32000-1, table 1).
#[inline]
pub fn is_white(byte: u8) -> bool {
    class(byte) == Class::White
}

/// Whether the byte can stand in a name or keyword.
#[inline]
pub fn is_regular(byte: u8) -> bool {
    matches!(class(byte), Class::Regular | Class::Number)
}

const TRUE: Operator = operator(b"true");
const FALSE: Operator = operator(b"false");
const NULL: Operator = operator(b"null");

/// Reads a stream from front to back.
pub struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Tokens<'a> {
    /// Starts at the first byte.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The bytes not yet read.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Passes over this many bytes.
    pub fn skip(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    /// Puts the operands of the next operator on `operands` and gives the operator, or nothing at the end.
    pub fn next_operator(&mut self, operands: &mut Vec<Operand<'a>>) -> Option<Operator> {
        while let [byte, after @ ..] = self.rest {
            let operand = match class(*byte) {
                Class::White => {
                    self.rest = after;
                    continue;
                }
                Class::Number => self.number(),
                Class::Delimiter => match self.delimited(*byte, after) {
                    Some(operand) => operand,
                    None => continue,
                },
                Class::Regular => match self.word() {
                    Ok(operator) => return Some(operator),
                    Err(operand) => operand,
                },
            };
            if operands.len() < MOST_OPERANDS {
                operands.push(operand);
            }
        }
        None
    }

    /// A keyword is an operator unless it is one of the three constants.
    fn word(&mut self) -> Result<Operator, Operand<'a>> {
        let (mut name, mut rest) = (0, self.rest);
        while let [byte, after @ ..] = rest
            && is_regular(*byte)
        {
            name = (name << 8) | u64::from(*byte);
            rest = after;
        }
        self.rest = rest;
        if matches!(name, TRUE | FALSE | NULL) { Err(Operand::Word) } else { Ok(name) }
    }

    fn regular_run(&mut self) -> &'a [u8] {
        let length = self.rest.iter().position(|&byte| !is_regular(byte)).unwrap_or(self.rest.len());
        self.take(length)
    }

    /// So many bytes, passed over.
    fn take(&mut self, length: usize) -> &'a [u8] {
        let (taken, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, &[]));
        self.rest = rest;
        taken
    }

    /// What begins with this delimiter, behind which the rest stands.
    fn delimited(&mut self, byte: u8, rest: &'a [u8]) -> Option<Operand<'a>> {
        self.rest = rest;
        match byte {
            b'(' => Some(self.string()),
            b'<' => Some(self.angle()),
            b'/' => Some(Operand::Name(self.regular_run())),
            b'[' => Some(Operand::Open),
            b']' => Some(Operand::Close),
            b'%' => self.comment(),
            _ => None,
        }
    }

    fn comment(&mut self) -> Option<Operand<'a>> {
        let length = self.rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        self.skip(length.unwrap_or(self.rest.len()));
        None
    }

    /// A string in parentheses, which may nest (7.3.4.2). Most hold nothing that needs a second look.
    fn string(&mut self) -> Operand<'a> {
        let special = self.rest.iter().position(|byte| matches!(byte, b'(' | b')' | b'\\' | b'\r'));
        let plain = special.unwrap_or(self.rest.len());
        if let Some((inside, [b')', rest @ ..])) = self.rest.split_at_checked(plain) {
            self.rest = rest;
            return Operand::Plain(inside);
        }
        self.nested_string(plain)
    }

    /// The rest of a string that has something special at `from`.
    fn nested_string(&mut self, from: usize) -> Operand<'a> {
        let rest = self.rest();
        let (mut depth, mut escaped, mut length) = (1u32, false, from);
        while let Some(&byte) = rest.get(length) {
            match byte {
                b'\\' => {
                    escaped = true;
                    length += 1;
                }
                b'(' => depth += 1,
                b')' => depth -= 1,
                b'\r' => escaped = true,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            length += 1;
        }
        self.skip(length + 1);
        let inside = rest.get(..length).unwrap_or(rest);
        if escaped { Operand::Escaped(inside) } else { Operand::Plain(inside) }
    }

    fn angle(&mut self) -> Operand<'a> {
        let rest = self.rest();
        if rest.first() == Some(&b'<') {
            self.skip(1);
            return self.dictionary();
        }
        let length = rest.iter().position(|&byte| byte == b'>').unwrap_or(rest.len());
        self.skip(length + 1);
        Operand::Hex(rest.get(..length).unwrap_or_default())
    }

    /// Everything up to the `>>` that matches.
    fn dictionary(&mut self) -> Operand<'a> {
        let whole = self.rest;
        let mut depth = 1u32;
        while let [byte, rest @ ..] = self.rest {
            self.rest = rest;
            match (byte, rest) {
                (b'(', _) => drop(self.string()),
                (b'<', [b'<', after @ ..]) => (depth, self.rest) = (depth + 1, after),
                (b'>', [b'>', after @ ..]) => (depth, self.rest) = (depth - 1, after),
                _ => {}
            }
            if depth == 0 {
                let inside = whole.len() - self.rest.len() - 2;
                return Operand::Dictionary(whole.get(..inside).unwrap_or_default());
            }
        }
        Operand::Dictionary(whole)
    }

    /// A number. Nearly all are a sign, figures, a point and figures, few enough that none can be too many.
    fn number(&mut self) -> Operand<'a> {
        let whole = self.rest;
        let (negative, rest) = match whole {
            [b'-', rest @ ..] => (true, rest),
            rest => (false, rest),
        };
        let (mut mantissa, behind) = figures(0, rest);
        let (mut scale, mut left) = (0, behind);
        if let [b'.', fraction @ ..] = behind {
            (mantissa, left) = figures(mantissa, fraction);
            scale = fraction.len() - left.len();
        }
        let length = whole.len() - left.len();
        // Most have one space behind them, which is passed over with them.
        let (ends, left) = match left {
            [b' ', rest @ ..] => (true, rest),
            [byte, ..] => (class(*byte) != Class::Number, left),
            [] => (true, left),
        };
        if !ends || length > FEW_FIGURES {
            return self.odd_number();
        }
        self.rest = left;
        value(negative, mantissa, scale)
    }

    /// A number, read as leniently as viewers do: `--5`, `1.2.3` and `5-3` end where sense ends.
    #[cold]
    fn odd_number(&mut self) -> Operand<'a> {
        let mut mantissa = 0u64;
        let mut scale = 0usize;
        let mut negative = false;
        let mut in_fraction = false;
        let mut rest = self.rest;
        while let [byte, after @ ..] = rest {
            let figure = byte.wrapping_sub(b'0');
            if figure <= 9 {
                if mantissa < MANTISSA_LIMIT {
                    mantissa = mantissa * 10 + u64::from(figure);
                    scale += usize::from(in_fraction);
                } else if !in_fraction {
                    mantissa = mantissa.saturating_mul(10);
                }
            } else {
                match byte {
                    b'.' => in_fraction = true,
                    b'-' => negative = true,
                    b'+' => {}
                    _ => break,
                }
            }
            rest = after;
        }
        self.rest = rest;
        value(negative, mantissa, scale)
    }
}

/// The figures at the start, behind those of `mantissa`, and what comes after them.
fn figures(mut mantissa: u64, mut rest: &[u8]) -> (u64, &[u8]) {
    while let [byte, after @ ..] = rest {
        let figure = byte.wrapping_sub(b'0');
        if figure > 9 {
            break;
        }
        mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(figure));
        rest = after;
    }
    (mantissa, rest)
}

fn value<'a>(negative: bool, mantissa: u64, scale: usize) -> Operand<'a> {
    let tenth = TENTHS.get(scale).copied().unwrap_or(0.0);
    let value = (mantissa as f64 * tenth) as f32;
    Operand::Number(if negative { -value } else { value })
}

/// Bytes of a number whose figures stay below [`MANTISSA_LIMIT`].
const FEW_FIGURES: usize = 12;

/// Digits beyond this say nothing that an f32 could hold.
const MANTISSA_LIMIT: u64 = 1_000_000_000_000;

/// A product is quicker than a quotient, and exact enough for an f32.
static TENTHS: [f64; 14] =
    [1.0, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13];

impl<'a> Operand<'a> {
    /// Its value, if it is a number.
    #[inline]
    pub fn number(self) -> Option<f32> {
        match self {
            Self::Number(value) => Some(value),
            _ => None,
        }
    }

    /// Its bytes, if it is a name.
    #[inline]
    pub fn name(self) -> Option<&'a [u8]> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    /// The bytes of a string, decoded into `buffer` only where they are not in the stream as they are.
    #[inline]
    pub fn string<'b>(self, buffer: &'b mut Vec<u8>) -> Option<&'b [u8]>
    where
        'a: 'b,
    {
        match self {
            Self::Plain(bytes) => Some(bytes),
            other => other.decoded(buffer),
        }
    }

    fn decoded(self, buffer: &mut Vec<u8>) -> Option<&[u8]> {
        match self {
            Self::Escaped(bytes) => unescape(bytes, buffer),
            Self::Hex(digits) => unhex(digits, buffer),
            _ => return None,
        }
        Some(buffer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &[u8]) -> (Option<Operator>, Vec<Operand<'_>>) {
        let mut operands = Vec::new();
        (Tokens::new(text).next_operator(&mut operands), operands)
    }

    #[test]
    fn reads_operands_then_the_operator() {
        let (op, operands) = first(b"/F1 12.50 Tf");
        assert_eq!(op, Some(operator(b"Tf")));
        assert_eq!(operands, [Operand::Name(b"F1"), Operand::Number(12.5)]);
    }

    #[test]
    fn reads_numbers_that_are_written_badly() {
        let (_, operands) = first(b"-.5 --7 +3. 4- 0.000012 Td");
        let numbers: Vec<f32> = operands.into_iter().filter_map(Operand::number).collect();
        assert_eq!(numbers, [-0.5, -7.0, 3.0, -4.0, 0.000012]);
    }

    #[test]
    fn strings_nest_and_escape() {
        let mut buffer = Vec::new();
        let (_, operands) = first(b"(a(b)c)(\\101\\)\\\r\nx)<41 4>Tj");
        let strings: Vec<Vec<u8>> =
            operands.into_iter().map(|operand| operand.string(&mut buffer).unwrap().to_vec()).collect();
        assert_eq!(strings, [b"a(b)c".to_vec(), b"A)x".to_vec(), b"A@".to_vec()]);
    }

    #[test]
    fn a_dictionary_is_one_operand() {
        let (op, operands) = first(b"/Span <</ActualText (>>) /A <</B 1>>>> BDC");
        assert_eq!(op, Some(operator(b"BDC")));
        assert_eq!(operands[1], Operand::Dictionary(b"/ActualText (>>) /A <</B 1>>"));
    }

    #[test]
    fn garbage_ends_without_a_word() {
        for text in [&b"(never closed"[..], b"<<", b"<", b"[ 1 2", b">>", b"{}", b"%", b"/"] {
            assert_eq!(first(text).0, None);
        }
    }
}
