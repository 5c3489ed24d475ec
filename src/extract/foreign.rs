//! Objects as lopdf has them, to ours and back: it reads the files that are not sound, and undoes the filters that are
//! rare. Knows nothing of what they mean.

use crate::extract::object::{Content, Dictionary, Name, Object, Stream};
use lopdf::StringFormat;

impl From<lopdf::Object> for Object {
    fn from(object: lopdf::Object) -> Self {
        match object {
            lopdf::Object::Null => Self::Null,
            lopdf::Object::Boolean(value) => Self::Boolean(value),
            lopdf::Object::Integer(value) => Self::Integer(value),
            lopdf::Object::Real(value) => Self::Real(value),
            lopdf::Object::Name(name) => Self::Name(Name::of(&name)),
            lopdf::Object::String(text, _) => Self::String(text.into()),
            lopdf::Object::Array(values) => Self::Array(values.into_iter().map(Self::from).collect()),
            lopdf::Object::Dictionary(dictionary) => Self::Dictionary(dictionary.into()),
            lopdf::Object::Stream(stream) => {
                let content = Content::Own(stream.content);
                Self::Stream(Box::new(Stream { dict: stream.dict.into(), content }))
            }
            lopdf::Object::Reference(id) => Self::Reference(id),
        }
    }
}

impl From<lopdf::Dictionary> for Dictionary {
    fn from(dictionary: lopdf::Dictionary) -> Self {
        Self::of(dictionary.into_iter().map(|(key, value)| (Name::of(&key), value.into())).collect())
    }
}

impl From<&Object> for lopdf::Object {
    fn from(object: &Object) -> Self {
        match object {
            // What filters are told holds no stream.
            Object::Null | Object::Stream(_) => Self::Null,
            Object::Boolean(value) => Self::Boolean(*value),
            Object::Integer(value) => Self::Integer(*value),
            Object::Real(value) => Self::Real(*value),
            Object::Name(name) => Self::Name(name.to_vec()),
            Object::String(text) => Self::String(text.to_vec(), StringFormat::Literal),
            Object::Array(values) => Self::Array(values.iter().map(Self::from).collect()),
            Object::Dictionary(dictionary) => Self::Dictionary(dictionary.into()),
            Object::Reference(id) => Self::Reference(*id),
        }
    }
}

impl From<&Dictionary> for lopdf::Dictionary {
    fn from(dictionary: &Dictionary) -> Self {
        let entries = dictionary.entries().iter();
        entries.map(|(key, value)| (key.to_vec(), lopdf::Object::from(value))).collect()
    }
}

/// The bytes of a stream with this dictionary behind all its filters; `None` where one cannot be undone, or the limit
/// is reached.
pub fn unfiltered(dict: &Dictionary, content: &[u8], limit: usize) -> Option<Vec<u8>> {
    let stream = lopdf::Stream {
        dict: dict.into(),
        content: content.to_vec(),
        allows_compression: false,
        start_position: None,
    };
    stream.decompressed_content_with_limit(limit).ok()
}
