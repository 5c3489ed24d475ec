//! `schema/document.schema.json`: what a file of documents/ holds, as JSON Schema. Given nothing but the description of
//! the objects, gives the schema. Source: <https://json-schema.org/draft/2020-12>.

use super::super::field::{Field, Sort};
use super::super::shape::{Holds, Key, Shape};
use super::super::shapes::RECORD;
use serde_json::{Map, Value, json};

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Hours and minutes; the format `time` of JSON Schema wants seconds and an offset.
const CLOCK: &str = "^([01][0-9]|2[0-3]):[0-5][0-9]$";

/// The schema of a document.
pub fn schema() -> Value {
    let defined: Map<String, Value> =
        RECORD.all().into_iter().map(|shape| (shape.name.to_owned(), object(shape))).collect();
    json!({
        "$schema": DRAFT,
        "title": crate::model::record::SCHEMA,
        "description": RECORD.meaning,
        "$ref": refers(&RECORD),
        "$defs": defined,
    })
}

fn refers(shape: &Shape) -> String {
    format!("#/$defs/{}", shape.name)
}

fn object(shape: &'static Shape) -> Value {
    let properties: Map<String, Value> =
        shape.keys.iter().map(|key| (key.name.to_owned(), property(shape, key))).collect();
    json!({
        "description": shape.meaning,
        "type": "object",
        "properties": properties,
        "required": shape.keys.iter().map(|key| key.name).collect::<Vec<_>>(),
        "additionalProperties": false,
    })
}

fn property(shape: &Shape, key: &Key) -> Value {
    let texts = json!({ "type": "string" });
    let said = match key.holds {
        Holds::One(held) if key.null => json!({ "anyOf": [{ "$ref": refers(held) }, { "type": "null" }] }),
        Holds::One(held) => json!({ "$ref": refers(held) }),
        Holds::Many(held) => json!({ "type": "array", "items": { "$ref": refers(held) } }),
        Holds::Texts | Holds::Words(_) => json!({ "type": "array", "items": texts }),
        Holds::Edges(_) => {
            json!({ "type": "array", "items": { "type": "number" }, "minItems": 4, "maxItems": 4 })
        }
        Holds::Cell | Holds::Value(_) => shape.field(key).map_or_else(|| json!({}), |f| value(&f, key.null)),
    };
    let mut said = said.as_object().cloned().unwrap_or_default();
    said.insert("description".to_owned(), json!(shape.meaning_of(key)));
    Value::Object(said)
}

fn value(field: &Field, null: bool) -> Value {
    let mut said = Map::new();
    let sort = type_of(field.sort);
    said.insert("type".to_owned(), if null { json!([sort, "null"]) } else { json!(sort) });
    if !field.words.is_empty() {
        let words = field.words.iter().map(|word| json!(word));
        said.insert("enum".to_owned(), words.chain(null.then_some(Value::Null)).collect());
    }
    if field.always && field.sort == Sort::Text {
        said.insert("minLength".to_owned(), json!(1));
    }
    if let Some((least, most)) = field.range {
        said.insert("minimum".to_owned(), super::frictionless::bound(field.sort, least));
        if most < f64::from(u32::MAX) {
            said.insert("maximum".to_owned(), super::frictionless::bound(field.sort, most));
        }
    }
    match field.sort {
        Sort::Date => drop(said.insert("format".to_owned(), json!("date"))),
        Sort::Time => drop(said.insert("pattern".to_owned(), json!(CLOCK))),
        _ => {}
    }
    Value::Object(said)
}

fn type_of(sort: Sort) -> &'static str {
    match sort {
        Sort::Text | Sort::Date | Sort::Time => "string",
        Sort::Integer => "integer",
        Sort::Number => "number",
        Sort::Truth => "boolean",
    }
}
