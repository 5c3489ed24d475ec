//! `DATA-DICTIONARY.md`: every table, column, key and code in words, for people. Given what the publisher says, gives the
//! text; all of it is made from the description of the columns.

use super::super::about::About;
use super::super::field::{Described, Field, Sort};
use super::super::shape::{Holds, Key, Shape};
use super::super::shapes::RECORD;
use super::super::write;
use crate::model::diagnostic::Code;
use std::fmt::Write;

const OPENING: &str = "\
Empty means not recorded, never zero and never \"no\". A column that ends in `_raw` is as printed. The data was read from
documents; where a document is wrong the data repeats it, and `issues` says so where that was noticed.

Every table of `data/` begins with its `id` and ends with the place of the words in the document: `confidence`,
`document_id`, `page` (from 1) and the rectangle `x0`, `top`, `x1`, `bottom` in points (1/72 inch) from the upper left
corner of the page. The files are UTF-8, RFC 4180, with CRLF and a header row; a cell may hold line breaks.

The files of `excel/`, where there are any, hold the same rows for spreadsheets: they begin with a byte order mark, and a
text cell that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a carriage return), or
would turn into a date or another number (`1/19`, `3-4`, `3.10`, `14 May 2019`), begins with an apostrophe that is no part
of the text. Columns of numbers, dates and times have none. A cell holds 32767 characters; a text that is longer is cut
there and ends with `…`, in a workbook too. In `data/` it stands whole.

A dataset that was prepared for publication has `[redacted]` where words stood that tell of private persons, and `[withheld]` in
place of the heading of an item that was taken in private; neither stands in the document, and the other words of such a quote
still stand in its rectangle. An e-mail address or telephone number that has a column of its own is empty instead. Minutes that
are a draft have the status `provisional`. How many documents and items were withheld is said at the head of this file.
";

/// The dictionary.
pub fn text(about: &About) -> String {
    let mut text = format!("# {}: data dictionary\n\n", about.title());
    if let Some(description) = &about.description {
        let _ = writeln!(text, "{description}\n");
    }
    if let Some(publisher) = &about.publisher {
        let _ = writeln!(text, "Publisher: {publisher}\n");
    }
    if let Some(licence) = about.licence() {
        let parts = [licence.title.map(str::to_owned).or(licence.name), licence.address];
        let _ = writeln!(text, "Licence: {}\n", parts.into_iter().flatten().collect::<Vec<_>>().join(", "));
    }
    let _ = writeln!(text, "Schema: `{}`\n\n{OPENING}", crate::model::record::SCHEMA);
    text += "## Tables\n";
    write::described().iter().for_each(|described| text += &table(described));
    text += "\n## Documents: documents/*.json\n\nEvery key always stands; `null` or `[]` where nothing was printed.\n";
    RECORD.all().into_iter().rev().for_each(|shape| text += &object(shape));
    text += "\n## Issue codes\n\n| code | meaning |\n|---|---|\n";
    for (code, meaning) in Code::MEANINGS {
        let _ = writeln!(text, "| `{code}` | {} |", meaning.trim().trim_end_matches('.'));
    }
    text
}

fn table(described: &Described) -> String {
    let mut text = format!("\n### {}\n\n{}.", described.path, described.meaning);
    if let Some(key) = described.key {
        let _ = write!(text, " Key: `{key}`.");
    }
    text += "\n\n| column | type | always | meaning |\n|---|---|---|---|\n";
    for field in &described.fields {
        let always = if field.always { "yes" } else { "" };
        let _ = writeln!(text, "| `{}` | {} | {always} | {} |", field.name, sort(field), meaning(field));
    }
    text
}

fn object(shape: &'static Shape) -> String {
    let mut text = format!("\n### {}\n\n{}.\n\n", shape.name, shape.meaning);
    text += "| key | type | null | meaning |\n|---|---|---|---|\n";
    for key in shape.keys {
        let null = if key.null { "or null" } else { "" };
        let _ = writeln!(text, "| `{}` | {} | {null} | {} |", key.name, held(shape, key), said(shape, key));
    }
    text
}

fn held(shape: &Shape, key: &Key) -> String {
    match key.holds {
        Holds::One(held) => format!("a *{}*", held.name),
        Holds::Many(held) => format!("list of *{}*", held.name),
        Holds::Texts | Holds::Words(_) => "list of texts".to_owned(),
        Holds::Edges(_) => "four numbers".to_owned(),
        Holds::Cell | Holds::Value(_) => {
            shape.field(key).map(|field| sort(&field).to_owned()).unwrap_or_default()
        }
    }
}

fn said(shape: &Shape, key: &Key) -> String {
    shape.field(key).map_or_else(|| shape.meaning_of(key).to_owned(), |field| meaning(&field))
}

fn sort(field: &Field) -> &'static str {
    match field.sort {
        Sort::Text => "text",
        Sort::Integer => "integer",
        Sort::Number => "number",
        Sort::Truth => "true/false",
        Sort::Date => "date",
        Sort::Time => "time",
    }
}

/// What a column means, which words may stand there and where it leads, without what would break a row of a table.
fn meaning(field: &Field) -> String {
    let mut text = field.meaning.to_owned();
    if !field.words.is_empty() {
        let words: Vec<String> = field.words.iter().map(|word| format!("`{word}`")).collect();
        let _ = write!(text, ": {}", words.join(", "));
    }
    if let Some(table) = field.leads_to {
        let _ = write!(text, " → `{table}.id`");
    }
    text.replace('|', "\\|")
}
