//! `csv-metadata.json`: the tables as CSV on the Web. Given what their publisher says, gives the metadata of the group of
//! tables. Source: <https://www.w3.org/TR/tabular-metadata/>.

use super::super::about::About;
use super::super::field::{Described, Field, Sort};
use super::super::write;
use serde_json::{Map, Value, json};

/// The metadata.
pub fn metadata(about: &About) -> Value {
    let mut group = Map::new();
    let mut put = |key: &str, value: Value| group.insert(key.to_owned(), value);
    put("@context", json!(["http://www.w3.org/ns/csvw", { "@language": "en" }]));
    put("dc:title", json!(about.title()));
    if let Some(description) = &about.description {
        put("dc:description", json!(description));
    }
    if let Some(publisher) = &about.publisher {
        put("dc:publisher", json!(publisher));
    }
    if let Some(licence) = about.licence() {
        let named = licence.address.map(|address| json!({ "@id": address }));
        put("dc:license", named.unwrap_or_else(|| json!(licence.name)));
    }
    put("dialect", json!({ "header": true, "encoding": "utf-8", "lineTerminators": ["\r\n", "\n"] }));
    put("tables", write::described().iter().map(table).collect());
    Value::Object(group)
}

fn table(described: &Described) -> Value {
    let mut schema = Map::new();
    schema.insert("columns".to_owned(), described.fields.iter().map(column).collect());
    if let Some(key) = described.key {
        schema.insert("primaryKey".to_owned(), json!(key));
    }
    let foreign: Vec<Value> = described.fields.iter().filter_map(foreign).collect();
    if !foreign.is_empty() {
        schema.insert("foreignKeys".to_owned(), json!(foreign));
    }
    json!({ "url": described.path, "dc:description": described.meaning, "tableSchema": schema })
}

fn column(field: &Field) -> Value {
    json!({
        "name": field.name,
        "titles": field.name,
        "dc:description": meaning(field),
        "datatype": datatype(field),
        "required": field.always,
    })
}

fn meaning(field: &Field) -> String {
    let leads = field.leads_to.map(|table| format!("; the id of a row of data/{table}.csv"));
    format!("{}{}", field.meaning, leads.unwrap_or_default())
}

fn datatype(field: &Field) -> Value {
    match field.sort {
        Sort::Text if !field.words.is_empty() => {
            json!({ "base": "string", "format": format!("({})", field.words.join("|")) })
        }
        Sort::Text => json!("string"),
        Sort::Integer | Sort::Number => number(field),
        Sort::Truth => json!({ "base": "boolean", "format": "true|false" }),
        Sort::Date => json!({ "base": "date", "format": "yyyy-MM-dd" }),
        Sort::Time => json!({ "base": "time", "format": "HH:mm" }),
    }
}

fn number(field: &Field) -> Value {
    let base = if field.sort == Sort::Integer { "integer" } else { "decimal" };
    let Some((least, most)) = field.range else { return json!(base) };
    let bound = |value| super::frictionless::bound(field.sort, value);
    match most < f64::from(u32::MAX) {
        true => json!({ "base": base, "minimum": bound(least), "maximum": bound(most) }),
        false => json!({ "base": base, "minimum": bound(least) }),
    }
}

/// A key that may be empty is told in words alone: read strictly, the standard has no foreign key that is null.
fn foreign(field: &Field) -> Option<Value> {
    let table = field.leads_to.filter(|_| field.always)?;
    let resource = format!("data/{table}.csv");
    Some(
        json!({ "columnReference": field.name, "reference": { "resource": resource, "columnReference": "id" } }),
    )
}
