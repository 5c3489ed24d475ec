//! Objects for tests: dictionaries written as they read, and files of a few objects.

use crate::extract::object::{Dictionary, Name, Object, ObjectId};
use crate::extract::objects::Loaded;

/// A dictionary of these keys and values.
macro_rules! dictionary {
    ($($key:expr => $value:expr),* $(,)?) => {
        $crate::extract::object::Dictionary::of(vec![$((
            $crate::extract::object::Name::of($key.as_bytes()),
            $crate::extract::object::Object::from($value),
        )),*])
    };
}

impl From<i32> for Object {
    fn from(value: i32) -> Self {
        Self::Integer(value.into())
    }
}

impl From<f32> for Object {
    fn from(value: f32) -> Self {
        Self::Real(value)
    }
}

impl From<&str> for Object {
    fn from(name: &str) -> Self {
        Self::Name(Name::of(name.as_bytes()))
    }
}

impl From<Vec<Object>> for Object {
    fn from(values: Vec<Object>) -> Self {
        Self::Array(values.into())
    }
}

impl From<Dictionary> for Object {
    fn from(dictionary: Dictionary) -> Self {
        Self::Dictionary(dictionary)
    }
}

impl From<ObjectId> for Object {
    fn from(id: ObjectId) -> Self {
        Self::Reference(id)
    }
}

impl Loaded {
    /// The number of an object that is null so far.
    pub fn new_object_id(&mut self) -> ObjectId {
        self.add_object(Object::Null)
    }

    /// Adds an object; gives its number.
    pub fn add_object(&mut self, object: impl Into<Object>) -> ObjectId {
        let id = (self.objects.len() as u32 + 1, 0);
        self.objects.insert(id, object.into());
        id
    }
}
