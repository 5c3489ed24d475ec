//! What a JSON object of documents/*.json is: its keys, each as a column of a table has it or described by itself, and
//! the check of a value against it. What is described once for a table is not described again. Knows nothing of any one
//! object; those stand in `shapes`.

use super::field::{Field, Sort};
use super::table::AnyTable;
use serde_json::Value;

/// An object.
pub struct Shape {
    /// What it is called in the schema.
    pub name: &'static str,
    /// What it is, in one sentence without its stop.
    pub meaning: &'static str,
    /// The table whose columns describe its keys.
    pub table: Option<&'static dyn AnyTable>,
    /// Its keys, in order: all of them always stand.
    pub keys: &'static [Key],
}

/// A key of an object.
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// Whether `null` may stand there: not recorded.
    pub null: bool,
    /// What stands there.
    pub holds: Holds,
}

/// What stands at a key.
#[derive(Clone, Copy)]
pub enum Holds {
    /// A value, as the column of the same name has it.
    Cell,
    /// A list of texts, which the column of the same name shows with `; ` between.
    Texts,
    /// A value that no column of the table shows so.
    Value(Field),
    /// A list of texts that no column shows.
    Words(&'static str),
    /// The edges of a rectangle: `[x0, top, x1, bottom]` in points.
    Edges(&'static str),
    /// An object.
    One(&'static Shape),
    /// A list of objects.
    Many(&'static Shape),
}

impl Key {
    /// A key where this stands.
    pub const fn new(name: &'static str, holds: Holds) -> Self {
        Self { name, null: false, holds }
    }

    /// The same, or `null`.
    #[must_use]
    pub const fn or_null(self) -> Self {
        Self { null: true, ..self }
    }
}

impl Shape {
    /// How a key's value is described; none for objects, lists of objects, and a key that no column describes.
    pub fn field(&self, key: &Key) -> Option<Field> {
        match key.holds {
            Holds::Cell | Holds::Texts => {
                let fields = self.table.map(AnyTable::fields).unwrap_or_default();
                fields.into_iter().find(|field| field.name == key.name)
            }
            Holds::Value(field) => Some(field),
            Holds::Words(meaning) | Holds::Edges(meaning) => Some(Field::text(key.name, meaning)),
            Holds::One(_) | Holds::Many(_) => None,
        }
    }

    /// What a key means.
    pub fn meaning_of(&self, key: &Key) -> &'static str {
        match key.holds {
            Holds::One(shape) | Holds::Many(shape) => shape.meaning,
            _ => self.field(key).map_or("", |field| field.meaning),
        }
    }

    /// Every shape that this one holds, at any depth, itself last; each once.
    pub fn all(&'static self) -> Vec<&'static Shape> {
        let mut found: Vec<&'static Shape> = Vec::new();
        self.gather(&mut found);
        found
    }

    fn gather(&'static self, found: &mut Vec<&'static Shape>) {
        for key in self.keys {
            if let Holds::One(shape) | Holds::Many(shape) = key.holds {
                shape.gather(found);
            }
        }
        if !found.iter().any(|shape| shape.name == self.name) {
            found.push(self);
        }
    }

    /// Tells `fault` of everything in which the value is not such an object: where, and what was expected.
    pub fn check(&self, at: &str, value: &Value, fault: &mut dyn FnMut(String)) {
        let Some(object) = value.as_object() else { return fault(format!("{at}: an object is expected")) };
        for key in self.keys {
            let at = format!("{at}/{}", key.name);
            match object.get(key.name) {
                None => fault(format!("{at}: the key is missing")),
                Some(Value::Null) if key.null => {}
                Some(value) => self.check_key(key, &at, value, fault),
            }
        }
        let known = |name: &str| self.keys.iter().any(|key| key.name == name);
        for name in object.keys().filter(|name| !known(name)) {
            fault(format!("{at}/{name}: the schema knows no such key"));
        }
    }

    fn check_key(&self, key: &Key, at: &str, value: &Value, fault: &mut dyn FnMut(String)) {
        match key.holds {
            Holds::One(shape) => shape.check(at, value, fault),
            Holds::Many(shape) => match value.as_array() {
                None => fault(format!("{at}: a list is expected")),
                Some(entries) => {
                    let each = entries.iter().zip(0..);
                    each.for_each(|(entry, n)| shape.check(&format!("{at}/{n}"), entry, fault));
                }
            },
            Holds::Texts | Holds::Words(_) => {
                if !value.as_array().is_some_and(|list| list.iter().all(Value::is_string)) {
                    fault(format!("{at}: a list of texts is expected"));
                }
            }
            Holds::Edges(_) => {
                if !value.as_array().is_some_and(|list| list.len() == 4 && list.iter().all(Value::is_number))
                {
                    fault(format!("{at}: a list of four numbers is expected"));
                }
            }
            Holds::Cell | Holds::Value(_) => match self.field(key) {
                None => fault(format!("{at}: no column describes this key")),
                Some(field) => check_value(field, at, value, fault),
            },
        }
    }
}

fn check_value(field: Field, at: &str, value: &Value, fault: &mut dyn FnMut(String)) {
    let (fits, cell) = match (field.sort, value) {
        (Sort::Integer | Sort::Number, Value::Number(number)) => (true, number.to_string()),
        (Sort::Truth, Value::Bool(truth)) => (true, truth.to_string()),
        (Sort::Text | Sort::Date | Sort::Time, Value::String(text)) => (true, text.clone()),
        (_, other) => (false, other.to_string()),
    };
    if !fits {
        return fault(format!("{at}: a value of another type is expected, not {cell}"));
    }
    if let Some(expected) = field.fault(&cell) {
        fault(format!("{at}: {expected}, found “{cell}”"));
    }
}
