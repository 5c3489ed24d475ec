//! Values as JSON text, and back: given anything that can be serialised, gives it indented, or indented to a depth and one entry
//! a line below, which keeps thousands of glyphs readable, or in as few bytes as possible. Knows nothing of what the values
//! mean.

use super::DatasetError;
use serde::de::Error as _;
use serde::{Deserialize, Serialize};
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};
use std::io::{self, Write};

/// A value from JSON text. That the text is UTF-8 is told of all of it at once, which takes less than string by string.
///
/// # Errors
/// When it is no UTF-8, no JSON, or another value.
pub fn parsed<'j, T: Deserialize<'j>>(bytes: &'j [u8]) -> serde_json::Result<T> {
    serde_json::from_str(std::str::from_utf8(bytes).map_err(serde_json::Error::custom)?)
}

/// A value as JSON text in as few bytes as possible.
///
/// # Errors
/// As [`pretty`].
pub fn compact(what: &str, value: &impl Serialize) -> Result<Vec<u8>, DatasetError> {
    let failed =
        |e: serde_json::Error| DatasetError::Serialise { what: what.to_owned(), reason: e.to_string() };
    serde_json::to_vec(value).map_err(failed)
}

/// The value indented all through, with a newline at its end.
///
/// # Errors
/// When the value cannot be JSON (a map whose keys are no text).
pub fn pretty(what: &str, value: &impl Serialize) -> Result<Vec<u8>, DatasetError> {
    to_depth(what, value, usize::MAX)
}

/// The value indented down to `depth`, everything below on one line.
///
/// # Errors
/// As [`pretty`].
pub fn to_depth(what: &str, value: &impl Serialize, depth: usize) -> Result<Vec<u8>, DatasetError> {
    let mut bytes = Vec::new();
    let formatter = DepthFormatter { pretty: PrettyFormatter::new(), limit: depth, depth: 0 };
    let written = value.serialize(&mut Serializer::with_formatter(&mut bytes, formatter));
    written.map_err(|e| DatasetError::Serialise { what: what.to_owned(), reason: e.to_string() })?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Pretty above the limit, compact below.
struct DepthFormatter {
    pretty: PrettyFormatter<'static>,
    limit: usize,
    depth: usize,
}

impl DepthFormatter {
    fn is_pretty(&self) -> bool {
        self.depth <= self.limit
    }

    fn open<W: ?Sized + Write>(&mut self, writer: &mut W, array: bool) -> io::Result<()> {
        self.depth += 1;
        match (self.is_pretty(), array) {
            (true, true) => self.pretty.begin_array(writer),
            (true, false) => self.pretty.begin_object(writer),
            (false, true) => writer.write_all(b"["),
            (false, false) => writer.write_all(b"{"),
        }
    }

    fn close<W: ?Sized + Write>(&mut self, writer: &mut W, array: bool) -> io::Result<()> {
        let pretty = self.is_pretty();
        self.depth -= 1;
        match (pretty, array) {
            (true, true) => self.pretty.end_array(writer),
            (true, false) => self.pretty.end_object(writer),
            (false, true) => writer.write_all(b"]"),
            (false, false) => writer.write_all(b"}"),
        }
    }

    fn next<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool, array: bool) -> io::Result<()> {
        match (self.is_pretty(), array) {
            (true, true) => self.pretty.begin_array_value(writer, first),
            (true, false) => self.pretty.begin_object_key(writer, first),
            (false, _) if first => Ok(()),
            (false, _) => writer.write_all(b", "),
        }
    }
}

impl Formatter for DepthFormatter {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, true)
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, true)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.next(writer, first, true)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        if self.is_pretty() { self.pretty.end_array_value(writer) } else { Ok(()) }
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, false)
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, false)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.next(writer, first, false)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        if self.is_pretty() { self.pretty.end_object_value(writer) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_the_depth_an_entry_is_one_line() {
        let value = vec![vec![(1, "a")], vec![]];
        let text = String::from_utf8(to_depth("test", &value, 1).unwrap()).unwrap();
        assert_eq!(text, "[\n  [[1, \"a\"]],\n  []\n]\n");
    }

    #[test]
    fn without_a_depth_it_is_serde_json_pretty() {
        let value = [("k", Some(vec![1, 2])), ("l", None)];
        let mut expected = serde_json::to_vec_pretty(&value).unwrap();
        expected.push(b'\n');
        assert_eq!(pretty("test", &value).unwrap(), expected);
    }
}
