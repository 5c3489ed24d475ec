//! `datapackage.json`: the tables as a Data Package of version 2 with Table Schemas. Given the tables as they stand in
//! the folder and what their publisher says, gives the package. Source: <https://datapackage.org/standard/data-package/>.

use super::super::about::{About, Licence};
use super::super::field::{Field, Sort};
use super::super::written::Measured;
use crate::model::record::SCHEMA as CONTRACT;
use serde_json::{Map, Value, json};

const PROFILE: &str = "https://datapackage.org/profiles/2.0/datapackage.json";
const RESOURCE: &str = "https://datapackage.org/profiles/2.0/dataresource.json";
const TABLE: &str = "https://datapackage.org/profiles/2.0/tableschema.json";

/// The package.
pub fn package(measured: &[Measured], about: &About) -> Value {
    let mut package = Map::new();
    let mut put = |key: &str, value: Value| package.insert(key.to_owned(), value);
    put("$schema", json!(PROFILE));
    put("name", json!("minutebook"));
    put("title", json!(about.title()));
    if let Some(description) = &about.description {
        put("description", json!(description));
    }
    if let Some(licence) = about.licence() {
        put("licenses", json!([licence_of(&licence)]));
    }
    if let Some(publisher) = &about.publisher {
        put("contributors", json!([{ "title": publisher, "roles": ["publisher"] }]));
    }
    put("minutebook:schema", json!(CONTRACT));
    put("resources", measured.iter().map(resource).collect());
    Value::Object(package)
}

fn licence_of(licence: &Licence) -> Value {
    let parts = [
        ("name", licence.name.clone()),
        ("path", licence.address.clone()),
        ("title", licence.title.map(str::to_owned)),
    ];
    parts.into_iter().filter_map(|(key, value)| Some((key.to_owned(), json!(value?)))).collect()
}

fn resource(measured: &Measured) -> Value {
    let described = &measured.described;
    json!({
        "$schema": RESOURCE,
        "name": described.name,
        "description": described.meaning,
        "path": described.path,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": measured.digest.bytes,
        "hash": format!("sha256:{}", measured.digest.sha256),
        "rows": measured.rows,
        "dialect": { "delimiter": ",", "lineTerminator": "\r\n", "quoteChar": "\"", "doubleQuote": true, "header": true },
        "schema": schema(&described.fields, described.key),
    })
}

fn schema(fields: &[Field], key: Option<&str>) -> Value {
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!(TABLE));
    schema.insert("fields".to_owned(), fields.iter().map(field).collect());
    schema.insert("missingValues".to_owned(), json!([""]));
    if let Some(key) = key {
        schema.insert("primaryKey".to_owned(), json!([key]));
    }
    let foreign: Vec<Value> = fields.iter().filter_map(foreign).collect();
    if !foreign.is_empty() {
        schema.insert("foreignKeys".to_owned(), json!(foreign));
    }
    Value::Object(schema)
}

fn field(field: &Field) -> Value {
    let mut said = Map::new();
    said.insert("name".to_owned(), json!(field.name));
    said.insert("type".to_owned(), json!(type_of(field.sort)));
    if let Some(format) = format_of(field.sort) {
        said.insert("format".to_owned(), json!(format));
    }
    said.insert("description".to_owned(), json!(field.meaning));
    let constraints = constraints(field);
    if !constraints.is_empty() {
        said.insert("constraints".to_owned(), Value::Object(constraints));
    }
    Value::Object(said)
}

fn type_of(sort: Sort) -> &'static str {
    match sort {
        Sort::Text => "string",
        Sort::Integer => "integer",
        Sort::Number => "number",
        Sort::Truth => "boolean",
        Sort::Date => "date",
        Sort::Time => "time",
    }
}

/// A time has no seconds here, which the default format of the standard wants.
fn format_of(sort: Sort) -> Option<&'static str> {
    (sort == Sort::Time).then_some("%H:%M")
}

fn constraints(field: &Field) -> Map<String, Value> {
    let mut constraints = Map::new();
    if field.always {
        constraints.insert("required".to_owned(), json!(true));
    }
    if field.name == "id" {
        constraints.insert("unique".to_owned(), json!(true));
    }
    if !field.words.is_empty() {
        constraints.insert("enum".to_owned(), json!(field.words));
    }
    if let Some((least, most)) = field.range {
        constraints.insert("minimum".to_owned(), bound(field.sort, least));
        if most < f64::from(u32::MAX) {
            constraints.insert("maximum".to_owned(), bound(field.sort, most));
        }
    }
    constraints
}

/// A bound as the type of its column has it: `0`, or `0.0`.
pub(super) fn bound(sort: Sort, bound: f64) -> Value {
    if sort == Sort::Integer { json!(bound as i64) } else { json!(bound) }
}

fn foreign(field: &Field) -> Option<Value> {
    let table = field.leads_to?;
    Some(json!({ "fields": [field.name], "reference": { "resource": table, "fields": ["id"] } }))
}
