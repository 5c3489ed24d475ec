//! A sound file, read object by object as they are asked for. Most files are sound, and most of their objects (the
//! structure tree of a tagged file above all) are never needed; parsing them all takes longer than reading the pages.
//! The first thing that is not as the standard has it makes the file doubtful, and it is read again with lopdf.

use crate::extract::inflate::Filters;
use crate::extract::object::{Content, Dictionary, Object, Stream};
use crate::extract::values::Values;
use crate::extract::xref::{self, CrossReferences, Entry};
use std::cell::{Cell, OnceCell, RefCell};
use std::ops::Range;

/// The objects of a file, parsed when first needed.
pub struct SoundFile<'b> {
    bytes: &'b [u8],
    filters: RefCell<Filters>,
    references: CrossReferences,
    objects: Vec<OnceCell<Option<Object>>>,
    containers: Vec<(u32, OnceCell<Option<Container>>)>,
    doubtful: Cell<bool>,
}

/// An object stream (ISO 32000-1, 7.5.7), inflated, with where its objects begin.
struct Container {
    bytes: Vec<u8>,
    members: Vec<(u32, usize)>,
}

impl<'b> SoundFile<'b> {
    /// Opens the file if its cross references are sound and it is not encrypted.
    pub fn open(bytes: &'b [u8], limit: usize) -> Option<Self> {
        let mut filters = Filters::new(limit);
        let references = bytes.starts_with(b"%PDF-").then(|| xref::read(bytes, &mut filters)).flatten()?;
        let objects = references.entries.iter().map(|_| OnceCell::new()).collect();
        let mut numbers: Vec<u32> = references.entries.iter().filter_map(container_of).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let containers = numbers.into_iter().map(|number| (number, OnceCell::new())).collect();
        let (filters, doubtful) = (RefCell::new(filters), Cell::new(false));
        Some(Self { bytes, filters, references, objects, containers, doubtful })
    }

    /// Whether something was not as it should be.
    pub fn is_doubtful(&self) -> bool {
        self.doubtful.get()
    }

    /// These bytes of the file.
    pub fn bytes(&self, range: Range<usize>) -> &[u8] {
        self.bytes.get(range).unwrap_or_default()
    }

    /// The trailer.
    pub fn trailer(&self) -> &Dictionary {
        &self.references.trailer
    }

    /// The object with this number.
    pub fn object(&self, number: u32) -> Option<&Object> {
        let place = usize::try_from(number).ok()?;
        let entry = *self.references.entries.get(place)?;
        self.objects.get(place)?.get_or_init(|| self.parse(number, entry)).as_ref()
    }

    fn parse(&self, number: u32, entry: Entry) -> Option<Object> {
        let parsed = match entry {
            Entry::Unset | Entry::Free => return None,
            Entry::At(offset) => self.parse_at(number, offset),
            Entry::Member(container) => self.parse_member(number, container),
        };
        if parsed.is_none() {
            self.doubtful.set(true);
        }
        parsed
    }

    fn parse_at(&self, number: u32, offset: usize) -> Option<Object> {
        let mut values = Values::at(self.bytes, offset);
        if values.header()? != number {
            return None;
        }
        match values.value()? {
            Object::Dictionary(dictionary) => {
                let mut ahead = Values::at(self.bytes, values.position());
                if ahead.keyword(b"stream") {
                    self.stream(dictionary, values)
                } else {
                    Some(Object::Dictionary(dictionary))
                }
            }
            value => Some(value),
        }
    }

    fn stream(&self, dict: Dictionary, mut values: Values<'b>) -> Option<Object> {
        let length = match dict.get(b"Length")? {
            Object::Reference((number, _)) => self.integer(*number)?,
            direct => direct.as_i64()?,
        };
        let content = xref::stream_bytes(self.bytes, &mut values, length)?;
        Some(Object::Stream(Box::new(Stream { dict, content: Content::InFile(content) })))
    }

    /// The length of a stream that stands elsewhere: parsed on its own, so that a circle of lengths cannot arise.
    fn integer(&self, number: u32) -> Option<i64> {
        let Entry::At(offset) = *self.references.entries.get(usize::try_from(number).ok()?)? else {
            return None;
        };
        let mut values = Values::at(self.bytes, offset);
        let same = values.header()? == number;
        values.value().filter(|_| same)?.as_i64()
    }

    fn parse_member(&self, number: u32, container: u32) -> Option<Object> {
        let place = self.containers.binary_search_by_key(&container, |known| known.0).ok()?;
        let container =
            self.containers.get(place)?.1.get_or_init(|| self.open_container(container)).as_ref()?;
        let (_, offset) = container.members.iter().find(|member| member.0 == number)?;
        Values::at(&container.bytes, *offset).value()
    }

    fn open_container(&self, number: u32) -> Option<Container> {
        let Entry::At(offset) = *self.references.entries.get(usize::try_from(number).ok()?)? else {
            return None;
        };
        let Some(Object::Stream(stream)) = self.parse_at(number, offset) else { return None };
        let Content::InFile(range) = stream.content else { return None };
        let bytes = self.filters.try_borrow_mut().ok()?.whole(&stream.dict, self.bytes(range))?;
        let integer = |key: &[u8]| usize::try_from(stream.dict.get(key)?.as_i64()?).ok();
        let (count, first) = (integer(b"N")?, integer(b"First")?);
        let mut values = Values::at(&bytes, 0);
        let mut members = Vec::new();
        for _ in 0..count {
            let number = u32::try_from(values.count()?).ok()?;
            members.push((number, first.checked_add(values.count()?)?));
        }
        Some(Container { bytes, members })
    }
}

fn container_of(entry: &Entry) -> Option<u32> {
    match entry {
        Entry::Member(container) => Some(*container),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::objects::Objects;

    fn file(objects: &[&str]) -> Vec<u8> {
        let (mut bytes, mut offsets) = (b"%PDF-1.5\n".to_vec(), Vec::new());
        for (object, number) in objects.iter().zip(1..) {
            offsets.push(bytes.len());
            bytes.extend(format!("{number} 0 obj {object} endobj\n").bytes());
        }
        let start = bytes.len();
        bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
        offsets.iter().for_each(|offset| bytes.extend(format!("{offset:010} 00000 n \n").bytes()));
        bytes.extend(format!("trailer <</Root 1 0 R>> startxref {start} %%EOF").bytes());
        bytes
    }

    #[test]
    fn objects_are_found_and_streams_have_their_length() {
        let bytes = file(&["<</A 2 0 R>>", "<</Length 3 0 R>> stream\nabc\nendstream", "3"]);
        let file = SoundFile::open(&bytes, 1000).unwrap();
        assert_eq!(
            file.object(2).and_then(Object::as_stream).map(|s| Objects::Sound(&file).content(s)),
            Some(&b"abc"[..])
        );
        assert!(file.object(9).is_none() && !file.is_doubtful());
    }

    #[test]
    fn a_wrong_length_makes_the_file_doubtful() {
        for length in ["2", "99999", "2 0 R", "7 0 R", "-1"] {
            let bytes = file(&["<<>>", &format!("<</Length {length}>> stream\nabc\nendstream")]);
            let file = SoundFile::open(&bytes, 1000).unwrap();
            assert!(file.object(2).is_none() && file.is_doubtful(), "{length}");
        }
    }
}
