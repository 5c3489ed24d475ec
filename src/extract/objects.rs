//! Reads values out of the objects of a loaded file, looking through references. What is missing or of another type
//! than expected is `None`: a PDF promises nothing. Knows nothing of what the values mean.

use crate::extract::matrix::Matrix;
use crate::extract::object::{Content, Dictionary, Object, ObjectId, Stream};
use crate::extract::sound::SoundFile;
use lopdf::Document;
use std::collections::BTreeMap;

/// References followed one after the other at most, so that a circle of them ends.
const LONGEST_CHAIN: usize = 16;

/// The objects of a file that lopdf read.
#[derive(Default)]
pub struct Loaded {
    /// By number.
    pub objects: BTreeMap<ObjectId, Object>,
    /// The trailer.
    pub trailer: Dictionary,
}

impl From<Document> for Loaded {
    fn from(document: Document) -> Self {
        let objects = document.objects.into_iter().map(|(id, object)| (id, object.into()));
        Self { objects: objects.collect(), trailer: document.trailer.into() }
    }
}

/// The objects of one file.
#[derive(Clone, Copy)]
pub enum Objects<'d> {
    /// All parsed beforehand.
    Loaded(&'d Loaded),
    /// Parsed when asked for.
    Sound(&'d SoundFile<'d>),
}

impl<'d> Objects<'d> {
    /// The objects of this document.
    pub fn new(document: &'d Loaded) -> Self {
        Self::Loaded(document)
    }

    /// The bytes of a stream, as they are stored.
    pub fn content(self, stream: &'d Stream) -> &'d [u8] {
        match (&stream.content, self) {
            (Content::Own(bytes), _) => bytes,
            (Content::InFile(range), Self::Sound(file)) => file.bytes(range.clone()),
            (Content::InFile(_), Self::Loaded(_)) => &[],
        }
    }

    /// The object itself, behind any references; null where they lead nowhere.
    pub fn follow(self, object: &'d Object) -> &'d Object {
        let mut found = object;
        for _ in 0..LONGEST_CHAIN {
            match found {
                Object::Reference(id) => found = self.by_id(*id).unwrap_or(&Object::Null),
                _ => return found,
            }
        }
        &Object::Null
    }

    /// The object with this number.
    pub fn by_id(self, id: ObjectId) -> Option<&'d Object> {
        match self {
            Self::Loaded(document) => document.objects.get(&id),
            Self::Sound(file) => file.object(id.0),
        }
    }

    /// Every object of a loaded file, by number.
    pub fn all(self) -> impl Iterator<Item = &'d Object> {
        let loaded = match self {
            Self::Loaded(document) => Some(document.objects.values()),
            Self::Sound(_) => None,
        };
        loaded.into_iter().flatten()
    }

    /// The trailer.
    pub fn trailer(self) -> &'d Dictionary {
        match self {
            Self::Loaded(document) => &document.trailer,
            Self::Sound(file) => file.trailer(),
        }
    }

    /// The catalog, the root of the file (ISO 32000-1, 7.7.2).
    pub fn catalog(self) -> Option<&'d Dictionary> {
        self.dictionary(self.trailer(), b"Root")
    }

    /// The value of a key, behind references; `None` for null.
    pub fn get(self, dictionary: &'d Dictionary, key: &[u8]) -> Option<&'d Object> {
        let object = self.follow(dictionary.get(key)?);
        (!object.is_null()).then_some(object)
    }

    /// A dictionary, or the dictionary of a stream.
    pub fn dictionary(self, dictionary: &'d Dictionary, key: &[u8]) -> Option<&'d Dictionary> {
        as_dictionary(self.get(dictionary, key)?)
    }

    /// A stream.
    pub fn stream(self, dictionary: &'d Dictionary, key: &[u8]) -> Option<&'d Stream> {
        self.get(dictionary, key)?.as_stream()
    }

    /// An array.
    pub fn array(self, dictionary: &'d Dictionary, key: &[u8]) -> Option<&'d [Object]> {
        self.get(dictionary, key)?.as_array()
    }

    /// A name.
    pub fn name(self, dictionary: &'d Dictionary, key: &[u8]) -> Option<&'d [u8]> {
        self.get(dictionary, key)?.as_name()
    }

    /// A number.
    pub fn number(self, dictionary: &'d Dictionary, key: &[u8]) -> Option<f32> {
        as_number(self.get(dictionary, key)?)
    }

    /// An integer.
    pub fn integer(self, dictionary: &'d Dictionary, key: &[u8]) -> Option<i64> {
        match self.get(dictionary, key)? {
            Object::Integer(value) => Some(*value),
            Object::Real(value) => Some(*value as i64),
            _ => None,
        }
    }

    /// The first `N` numbers of an array.
    pub fn numbers<const N: usize>(self, dictionary: &'d Dictionary, key: &[u8]) -> Option<[f32; N]> {
        let array = self.array(dictionary, key)?;
        let mut numbers = [0.0; N];
        for (slot, index) in numbers.iter_mut().zip(0..) {
            *slot = as_number(self.follow(array.get::<usize>(index)?))?;
        }
        Some(numbers)
    }

    /// A matrix; the identity where there is none.
    pub fn matrix(self, dictionary: &'d Dictionary) -> Matrix {
        let matrix = self.numbers(dictionary, b"Matrix").map(Matrix::new);
        matrix.filter(Matrix::is_finite).unwrap_or(Matrix::IDENTITY)
    }
}

/// The object as a dictionary, a stream counting as its dictionary.
pub fn as_dictionary(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

/// The object as a number.
pub fn as_number(object: &Object) -> Option<f32> {
    match object {
        Object::Integer(value) => Some(*value as f32),
        Object::Real(value) => Some(*value),
        _ => None,
    }
}
