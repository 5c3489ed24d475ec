//! One object of a file (ISO 32000-1, 7.3), kept small: a file has tens of thousands, most of a few bytes, and of the
//! many keys of a dictionary few are ever asked for. Knows nothing of where objects stand or of what they mean.

use std::ops::{Deref, Range};

/// Number and generation of an object.
pub type ObjectId = (u32, u16);

/// A value of any of the basic types. Where a type takes more room than a name, it stands elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub enum Object {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// `12`
    Integer(i64),
    /// `1.5`
    Real(f32),
    /// `/Name`, without its slash.
    Name(Name),
    /// `(text)` or `<74657874>`, decoded.
    String(Box<[u8]>),
    /// `[1 2]`
    Array(Box<[Object]>),
    /// `<</Key 1>>`
    Dictionary(Dictionary),
    /// A dictionary and the bytes behind it.
    Stream(Box<Stream>),
    /// `12 0 R`
    Reference(ObjectId),
}

impl Object {
    /// Whether it is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The object as a truth.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Boolean(value) => Some(*value),
            _ => None,
        }
    }

    /// The object as an integer that is written as one.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Integer(value) => Some(*value),
            _ => None,
        }
    }

    /// The object as a name.
    pub fn as_name(&self) -> Option<&[u8]> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    /// The object as a string.
    pub fn as_str(&self) -> Option<&[u8]> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The object as an array.
    pub fn as_array(&self) -> Option<&[Object]> {
        match self {
            Self::Array(values) => Some(values),
            _ => None,
        }
    }

    /// The object as a stream.
    pub fn as_stream(&self) -> Option<&Stream> {
        match self {
            Self::Stream(stream) => Some(stream),
            _ => None,
        }
    }

    /// The object as a reference.
    pub fn as_reference(&self) -> Option<ObjectId> {
        match self {
            Self::Reference(id) => Some(*id),
            _ => None,
        }
    }
}

/// Bytes of a name that need no memory of their own.
const SHORT: usize = 22;

/// The bytes of a name: nearly all are short.
#[derive(Clone, Debug)]
pub enum Name {
    /// So many of these bytes.
    Short(u8, [u8; SHORT]),
    /// More than fit there.
    Long(Box<[u8]>),
}

impl Name {
    /// The name of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        if bytes.len() > SHORT {
            return Self::Long(bytes.into());
        }
        let mut short = [0; SHORT];
        short.iter_mut().zip(bytes).for_each(|(slot, byte)| *slot = *byte);
        Self::Short(bytes.len() as u8, short)
    }
}

impl Deref for Name {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        match self {
            Self::Short(length, bytes) => bytes.get(..usize::from(*length)).unwrap_or_default(),
            Self::Long(bytes) => bytes,
        }
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

/// The entries of a dictionary, sorted so that a key is found quickly in one of thousands too.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dictionary(Box<[(Name, Object)]>);

impl Dictionary {
    /// The dictionary of these entries; of several with one key the last counts.
    pub fn of(mut entries: Vec<(Name, Object)>) -> Self {
        entries.sort_by(|(a, _), (b, _)| order(a, b));
        entries.dedup_by(|later, earlier| {
            let again = later.0 == earlier.0;
            if again {
                std::mem::swap(later, earlier);
            }
            again
        });
        Self(entries.into_boxed_slice())
    }

    /// The value of a key.
    pub fn get(&self, key: &[u8]) -> Option<&Object> {
        let place = self.0.binary_search_by(|(known, _)| order(known, key)).ok()?;
        self.0.get(place).map(|(_, value)| value)
    }

    /// Whether it has the key.
    pub fn has(&self, key: &[u8]) -> bool {
        self.get(key).is_some()
    }

    /// Its keys and values, in no order that means anything.
    pub fn entries(&self) -> &[(Name, Object)] {
        &self.0
    }
}

/// Shorter keys come first: most pairs are told apart by that alone.
#[inline]
fn order(a: &[u8], b: &[u8]) -> std::cmp::Ordering {
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

/// A stream: its dictionary and its bytes, as they are stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    /// What its dictionary says.
    pub dict: Dictionary,
    /// Its bytes.
    pub content: Content,
}

/// Where the bytes of a stream are.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Here in the file.
    InFile(Range<usize>),
    /// Not in the file as they are: it was encrypted, or read by lopdf.
    Own(Vec<u8>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_no_larger_than_a_name() {
        assert_eq!(size_of::<Object>(), size_of::<Name>());
    }

    #[test]
    fn long_names_are_names_too() {
        for length in [0, 1, SHORT, SHORT + 1, 300] {
            let bytes = vec![b'a'; length];
            assert_eq!(&*Name::of(&bytes), bytes);
        }
    }

    #[test]
    fn of_several_values_the_last_counts() {
        let entry = |key: &[u8], value| (Name::of(key), Object::Integer(value));
        let entries =
            vec![entry(b"Kids", 1), entry(b"B", 2), entry(b"Kids", 3), entry(b"A", 4), entry(b"Kids", 5)];
        let dictionary = Dictionary::of(entries);
        let found = [&b"A"[..], b"B", b"C", b"Kids"].map(|key| dictionary.get(key).and_then(Object::as_i64));
        assert_eq!(found, [Some(4), Some(2), None, Some(5)]);
    }
}
