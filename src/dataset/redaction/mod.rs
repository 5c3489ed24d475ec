//! What becomes of a document that is to be published: words that are not for publication give way to a mark, what was
//! taken in private is withheld, and what was done stands in a ledger that stays with the officer, who may decide
//! otherwise. Given records and words, gives records. Which words are private is told by others.

pub mod ledger;
pub mod mask;
pub mod texts;
pub mod withhold;

use super::{DatasetError, json};
use crate::model::record::Record;
use serde_json::Value;

/// What stands where words were redacted.
pub const REDACTED: &str = "[redacted]";

/// What stands where a whole text was withheld.
pub const WITHHELD: &str = "[withheld]";

/// The status of minutes in a published dataset that are a draft.
pub const PROVISIONAL: &str = "provisional";

/// The parts of a quote that were left standing.
pub fn left_standing(quote: &str) -> impl Iterator<Item = &str> {
    quote.split(REDACTED).flat_map(|part| part.split(WITHHELD))
}

/// Whether something of a quote was redacted or withheld.
pub fn is_redacted(quote: &str) -> bool {
    quote.contains(REDACTED) || quote.contains(WITHHELD)
}

/// A record as its file holds it.
///
/// # Errors
/// When it cannot be JSON.
pub fn value(record: &Record) -> Result<Value, DatasetError> {
    serde_json::to_value(record).map_err(|e| serialise(record.document.source.clone(), &e))
}

/// The record of a file's content. It is read as the file is: then records are read in one way only, and code for it built once.
///
/// # Errors
/// When it is none.
pub fn record(value: &Value) -> Result<Record, DatasetError> {
    let what = "a redacted document";
    json::parsed(&json::compact(what, value)?).map_err(|e| serialise(what.to_owned(), &e))
}

fn serialise(what: String, fault: &serde_json::Error) -> DatasetError {
    DatasetError::Serialise { what, reason: fault.to_string() }
}
