//! Every text of a document, wherever it stands: given a document as JSON, hands out all strings that are words of the
//! page or made from them, by the description of its keys, so that none can be forgotten. Ids, hashes and words of fixed
//! lists are no such texts. Knows nothing of what they tell.

use super::super::field::{Field, Sort};
use super::super::shape::{Holds, Key, Shape};
use super::super::shapes::RECORD;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Keys whose value is no text of the page though any text may stand there.
const NO_TEXT: &[&str] = &[
    "id",
    "sha256",
    "schema",
    "from",
    "to",
    "item_id",
    "method",
    "house_style",
    "source",
    "exempt_jurisdiction",
];

/// A text of a document.
#[derive(Clone, Debug)]
pub struct Text<'v> {
    /// Where it stands: `/items/3/text`.
    pub at: String,
    /// Its key: `text`.
    pub key: &'static str,
    /// Its words.
    pub text: &'v str,
    /// The heading or label under which it stands; empty where there is none.
    pub under: &'v str,
    /// The page on which its entry begins; 0 where that is not known.
    pub page: u64,
}

/// All texts of a document, in order.
pub fn texts(document: &Value) -> Vec<Text<'_>> {
    let mut found = Gather { titles: titles(document), texts: Vec::new() };
    if let Some(object) = document.as_object() {
        found.object(&RECORD, object, "", Beside { under: "", page: 0 });
    }
    found.texts
}

/// The headings of the items by their ids.
fn titles(document: &Value) -> HashMap<&str, &str> {
    let items = document.get("items").and_then(Value::as_array).into_iter().flatten();
    items.filter_map(|item| Some((text_of(item.get("id"))?, text_of(item.get("title"))?))).collect()
}

fn text_of(value: Option<&Value>) -> Option<&str> {
    value.and_then(Value::as_str)
}

/// What is known of where an object stands.
#[derive(Clone, Copy)]
struct Beside<'v> {
    under: &'v str,
    page: u64,
}

struct Gather<'v> {
    titles: HashMap<&'v str, &'v str>,
    texts: Vec<Text<'v>>,
}

impl<'v> Gather<'v> {
    fn object(&mut self, shape: &Shape, object: &'v Map<String, Value>, at: &str, beside: Beside<'v>) {
        let own = text_of(object.get("title"))
            .or_else(|| object.get("value").and_then(|_| text_of(object.get("label"))))
            .or_else(|| self.titles.get(text_of(object.get("item_id"))?).copied());
        let page = object.get("place").and_then(|place| place.get("page")?.as_u64());
        let beside = Beside { under: own.unwrap_or(beside.under), page: page.unwrap_or(beside.page) };
        for key in shape.keys {
            let Some(value) = object.get(key.name) else { continue };
            let at = format!("{at}/{}", key.name);
            match (key.holds, value) {
                (Holds::One(held), Value::Object(object)) => self.object(held, object, &at, beside),
                (Holds::Many(held), Value::Array(entries)) => {
                    for (entry, n) in entries.iter().zip(0..) {
                        let Some(object) = entry.as_object() else { continue };
                        self.object(held, object, &format!("{at}/{n}"), beside);
                    }
                }
                (_, Value::Array(texts)) if is_text(shape, key) => {
                    let texts = texts.iter().zip(0..).filter_map(|(text, n)| Some((text.as_str()?, n)));
                    texts.for_each(|(text, n)| self.put(format!("{at}/{n}"), key, text, beside));
                }
                (_, Value::String(text)) if is_text(shape, key) => self.put(at, key, text, beside),
                _ => {}
            }
        }
    }

    fn put(&mut self, at: String, key: &Key, text: &'v str, beside: Beside<'v>) {
        if !text.is_empty() {
            self.texts.push(Text { at, key: key.name, text, under: beside.under, page: beside.page });
        }
    }
}

fn is_text(shape: &Shape, key: &Key) -> bool {
    if NO_TEXT.contains(&key.name) {
        return false;
    }
    let free = |field: Field| field.sort == Sort::Text && field.words.is_empty() && field.leads_to.is_none();
    match key.holds {
        Holds::Texts | Holds::Words(_) => true,
        Holds::Cell | Holds::Value(_) => shape.field(key).is_some_and(free),
        Holds::Edges(_) | Holds::One(_) | Holds::Many(_) => false,
    }
}
