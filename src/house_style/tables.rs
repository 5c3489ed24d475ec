//! How a section is filled from a grammar file: given the section's keys and what the file says of each, puts the phrases
//! where they belong; a key that it has not is refused. Knows nothing of what the sections are.

use super::phrases::PhraseSet;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, Visitor};
use std::fmt;

/// A section as a grammar file fills it.
pub(super) trait Section {
    /// The set of phrases of this number among the section's keys.
    fn numbered(&mut self, number: usize) -> Option<&mut PhraseSet>;
}

/// Fills a section: by one visitor for all of them, for code made for each would be among the longest of the program.
pub(super) struct Tables<'s> {
    pub section: &'s mut dyn Section,
    pub keys: Keys,
}

impl<'de> Visitor<'de> for Tables<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("tables of phrases")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut tables: A) -> Result<(), A::Error> {
        while let Some(number) = tables.next_key_seed(self.keys)? {
            let phrases = tables.next_value()?;
            if let Some(set) = self.section.numbered(number) {
                *set = phrases;
            }
        }
        Ok(())
    }
}

/// The keys of a section; given one, gives its number.
#[derive(Clone, Copy)]
pub(super) struct Keys(pub &'static [&'static str]);

impl<'de> DeserializeSeed<'de> for Keys {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, key: D) -> Result<usize, D::Error> {
        key.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Keys {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a table")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<usize, E> {
        let number = self.0.iter().position(|known| *known == key);
        number.ok_or_else(|| E::unknown_field(key, self.0))
    }
}
