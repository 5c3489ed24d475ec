//! Reads the cross references of a sound file (ISO 32000-1, 7.5.4 to 7.5.8), tables and streams, through all its
//! revisions. Given the bytes, it gives where each object stands; anything unusual is `None`, and lopdf reads the file.

use crate::extract::inflate::Filters;
use crate::extract::object::{Dictionary, Object};
use crate::extract::values::Values;
use std::ops::Range;

/// Object numbers beyond this make a file doubtful.
pub const MOST_OBJECTS: usize = 1_000_000;
/// Revisions of a file that are followed.
pub const MOST_REVISIONS: usize = 200;
/// `startxref` stands within this many bytes of the end.
const TAIL: usize = 1024;

/// Where an object stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Entry {
    /// No revision has mentioned it so far.
    #[default]
    Unset,
    /// It was deleted.
    Free,
    /// At this byte.
    At(usize),
    /// In the object stream of this number.
    Member(u32),
}

/// The cross references of all revisions.
#[derive(Default)]
pub struct CrossReferences {
    /// By object number.
    pub entries: Vec<Entry>,
    /// The trailer of the newest revision.
    pub trailer: Dictionary,
}

/// Reads them from the end of the file.
pub fn read(bytes: &[u8], filters: &mut Filters) -> Option<CrossReferences> {
    let mut found = CrossReferences::default();
    let mut next = start(bytes);
    for revision in 0..MOST_REVISIONS {
        let Some(position) = next else {
            return (revision > 0).then_some(found);
        };
        let trailer = found.read_revision(bytes, position, filters)?;
        next = match trailer.get(b"Prev") {
            None => None,
            Some(previous) => Some(usize::try_from(previous.as_i64()?).ok()?),
        };
        if trailer.has(b"Encrypt") {
            return None;
        }
        if revision == 0 {
            found.trailer = trailer;
        }
    }
    None
}

/// Where the newest section begins, as the end of the file says.
pub fn start(bytes: &[u8]) -> Option<usize> {
    let tail = bytes.len().saturating_sub(TAIL);
    let mark = bytes.get(tail..)?.windows(9).rposition(|window| window == b"startxref")?;
    Values::at(bytes, tail + mark + 9).count()
}

impl CrossReferences {
    /// The references of one revision: a table or a stream, or in a hybrid file (7.5.8.4) both.
    fn read_revision(&mut self, bytes: &[u8], position: usize, filters: &mut Filters) -> Option<Dictionary> {
        let mut values = Values::at(bytes, position);
        if !values.keyword(b"xref") {
            return self.read_section(bytes, position, filters);
        }
        let (trailer, free) = self.read_table(values)?;
        if let Some(hidden) = trailer.get(b"XRefStm") {
            self.read_section(bytes, usize::try_from(hidden.as_i64()?).ok()?, filters)?;
        }
        // What only the stream tells of is free in the table, to hide it from programs that know no streams.
        free.into_iter().try_for_each(|number| self.set(number, Entry::Free))?;
        Some(trailer)
    }

    fn read_section(&mut self, bytes: &[u8], position: usize, filters: &mut Filters) -> Option<Dictionary> {
        let mut values = Values::at(bytes, position);
        values.header()?;
        let Some(Object::Dictionary(dictionary)) = values.value() else { return None };
        let content = stream_bytes(bytes, &mut values, dictionary.get(b"Length")?.as_i64()?)?;
        self.read_stream(dictionary, bytes.get(content)?, filters)
    }

    fn set(&mut self, number: usize, entry: Entry) -> Option<()> {
        if number >= MOST_OBJECTS {
            return None;
        }
        if number >= self.entries.len() {
            self.entries.resize(number + 1, Entry::Unset);
        }
        // Newer revisions are read first, and theirs is what counts.
        let slot = self.entries.get_mut(number)?;
        if *slot == Entry::Unset {
            *slot = entry;
        }
        Some(())
    }

    /// The trailer behind a table, and the numbers that are free in it, which are not set yet.
    fn read_table(&mut self, mut values: Values<'_>) -> Option<(Dictionary, Vec<usize>)> {
        let mut free = Vec::new();
        while !values.keyword(b"trailer") {
            let (first, count) = (values.count()?, values.count()?);
            for number in first..first.checked_add(count)? {
                let offset = values.count()?;
                values.count()?;
                if values.keyword(b"n") {
                    self.set(number, Entry::At(offset))?;
                } else if values.keyword(b"f") && free.len() < MOST_OBJECTS {
                    free.push(number);
                } else {
                    return None;
                }
            }
        }
        match values.value()? {
            Object::Dictionary(trailer) => Some((trailer, free)),
            _ => None,
        }
    }

    fn read_stream(
        &mut self,
        dictionary: Dictionary,
        content: &[u8],
        filters: &mut Filters,
    ) -> Option<Dictionary> {
        let widths = integers(&dictionary, b"W")?;
        let [kind, second, third] = *widths.as_slice() else { return None };
        let row = kind.checked_add(second)?.checked_add(third).filter(|row| (1..=24).contains(row))?;
        let ranges =
            integers(&dictionary, b"Index").or_else(|| Some(vec![0, count(&dictionary, b"Size")?]))?;
        let decoded = filters.whole(&dictionary, content)?;
        let mut rows = decoded.chunks_exact(row);
        for range in ranges.chunks_exact(2) {
            let [first, count] = *range else { return None };
            for (number, fields) in (first..first.checked_add(count)?).zip(rows.by_ref().take(count)) {
                let (kind_field, rest) = fields.split_at_checked(kind)?;
                let (second_field, _) = rest.split_at_checked(second)?;
                let kind = if kind == 0 { 1 } else { number_of(kind_field) };
                self.set(number, entry(kind, number_of(second_field)))?;
            }
        }
        Some(dictionary)
    }
}

/// The kinds of entries in a stream (table 18).
fn entry(kind: usize, field: usize) -> Entry {
    match (kind, u32::try_from(field)) {
        (1, _) => Entry::At(field),
        (2, Ok(container)) => Entry::Member(container),
        _ => Entry::Free,
    }
}

fn number_of(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |number, byte| (number << 8) | usize::from(*byte))
}

fn count(dictionary: &Dictionary, key: &[u8]) -> Option<usize> {
    usize::try_from(dictionary.get(key)?.as_i64()?).ok()
}

fn integers(dictionary: &Dictionary, key: &[u8]) -> Option<Vec<usize>> {
    let array = dictionary.get(key)?.as_array()?;
    array.iter().map(|object| usize::try_from(object.as_i64()?).ok()).collect()
}

/// Where the bytes of a stream stand whose dictionary was just read; `None` unless they end where its length says (7.3.8).
pub fn stream_bytes<'b>(bytes: &'b [u8], values: &mut Values<'b>, length: i64) -> Option<Range<usize>> {
    if !values.keyword(b"stream") {
        return None;
    }
    let mut start = values.position();
    start += usize::from(bytes.get(start) == Some(&b'\r'));
    start += usize::from(bytes.get(start) == Some(&b'\n'));
    let end = start.checked_add(usize::try_from(length).ok()?)?;
    let whole = start <= end && Values::at(bytes, end).keyword(b"endstream");
    whole.then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_revision_counts() {
        let old = "%PDF-1.4\nxref\n0 3\n0000000000 65535 f \n0000000100 00000 n \n0000000200 00000 n \n";
        let new =
            "trailer <</Size 3>>\nxref\n2 1\n0000000300 00000 n \ntrailer\n<</Size 3/Prev 9>>\nstartxref\n";
        let file = format!("{old}{new}{}\n%%EOF", old.len() + 20);
        let found = read(file.as_bytes(), &mut Filters::new(1000)).map(|found| found.entries);
        assert_eq!(found, Some(vec![Entry::Free, Entry::At(100), Entry::At(300)]));
    }

    /// A file with a stream of references, at byte 9, to two objects from this number on.
    fn with_stream(first: u32, rows: [u8; 6]) -> Vec<u8> {
        let index = format!("/Index[{first} 2]/Size {}", first + 2);
        let head = format!("%PDF-1.5\n7 0 obj <</Type/XRef/W[1 1 1]{index}/Length 6>> stream\n");
        [head.as_bytes(), &rows, b"\nendstream endobj\n"].concat()
    }

    #[test]
    fn a_hybrid_file_hides_objects_in_a_stream() {
        let mut file = with_stream(1, [2, 8, 0, 1, 77, 0]);
        let table = file.len();
        file.extend(b"xref\n0 3\n0000000000 65535 f \n0000000000 00000 f \n0000000055 00000 n \n");
        file.extend(format!("trailer <</Size 3/XRefStm 9>> startxref {table} %%EOF").bytes());
        let found = read(&file, &mut Filters::new(1000)).map(|found| found.entries);
        assert_eq!(found, Some(vec![Entry::Free, Entry::Member(8), Entry::At(55)]));
    }

    #[test]
    fn a_stream_lists_members_too() {
        let mut file = with_stream(4, [1, 9, 0, 2, 8, 1]);
        file.extend(b"startxref 9 %%EOF");
        let found = read(&file, &mut Filters::new(1000)).map(|found| found.entries).unwrap();
        assert_eq!(found.get(4..), Some(&[Entry::At(9), Entry::Member(8)][..]));
    }

    #[test]
    fn circles_and_garbage_are_doubtful() {
        let circle = b"xref\n0 1\n0000000000 65535 f \ntrailer <</Prev 0>>\nstartxref\n0\n";
        for file in [&circle[..], b"", b"startxref 5", b"startxref 0 xref 0 9999999 n"] {
            assert!(read(file, &mut Filters::new(1000)).is_none());
        }
    }
}
