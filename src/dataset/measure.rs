//! A dataset against truths written by hand: given a folder of truths (`ID.json`) and a dataset, measures every document
//! of which there is a truth. Knows nothing of how likeness is told.

use super::folder::DOCUMENTS;
use super::json;
use super::score::Tally;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What the measure of a dataset came to.
#[derive(Clone, Debug, Default)]
pub struct Measure {
    /// How many truths there are.
    pub truths: usize,
    /// How many of their documents the dataset holds.
    pub found: usize,
    /// Field by field.
    pub tally: Tally,
}

/// Why a dataset could not be measured.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MeasureError {
    /// A folder or file could not be read.
    #[error("{path}: could not be read: {reason}")]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The folder holds no truth.
    #[error("{folder}: holds no truth; expected files ID.json, each about the document ID.pdf")]
    NoTruth {
        /// The folder.
        folder: PathBuf,
    },
}

/// Measures the dataset in `out` by the truths in `gold`. A document is known by the stem of its source; of a file that
/// holds several, the longest is measured.
///
/// # Errors
/// When a folder or file cannot be read, or there is no truth.
pub fn measure(gold: &Path, out: &Path) -> Result<Measure, MeasureError> {
    let records = longest(read_all(&out.join(DOCUMENTS))?);
    let mut measure = Measure::default();
    for (path, truth) in read_all(gold)? {
        let id = truth.get("id").and_then(Value::as_str).map_or_else(|| stem(&path), str::to_owned);
        let record = records.get(&id);
        measure.truths += 1;
        measure.found += usize::from(record.is_some());
        measure.tally.add(&id, &truth, record.unwrap_or(&Value::Null));
    }
    if measure.truths == 0 {
        return Err(MeasureError::NoTruth { folder: gold.to_path_buf() });
    }
    Ok(measure)
}

/// The longest document of each source, by the source's stem.
fn longest(records: Vec<(PathBuf, Value)>) -> BTreeMap<String, Value> {
    let page = |record: &Value, key: &str| {
        record.pointer(&format!("/document/{key}")).and_then(Value::as_i64).unwrap_or(0)
    };
    let span = |record: &Value| page(record, "last_page") - page(record, "first_page");
    let mut longest: BTreeMap<String, Value> = BTreeMap::new();
    for (path, record) in records {
        let source = record.pointer("/document/source").and_then(Value::as_str).map_or(path, PathBuf::from);
        let id = stem(&source);
        if longest.get(&id).is_none_or(|known| span(&record) > span(known)) {
            longest.insert(id, record);
        }
    }
    longest
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Every `*.json` of a folder, in order of name.
fn read_all(folder: &Path) -> Result<Vec<(PathBuf, Value)>, MeasureError> {
    let failed = |path: &Path, reason: String| MeasureError::Read { path: path.to_path_buf(), reason };
    let entries = std::fs::read_dir(folder).map_err(|e| failed(folder, e.to_string()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "json"));
    paths.sort();
    let read = |path: PathBuf| {
        let bytes = std::fs::read(&path).map_err(|e| failed(&path, e.to_string()))?;
        let value = json::parsed(&bytes).map_err(|e| failed(&path, e.to_string()))?;
        Ok((path, value))
    };
    paths.into_iter().map(read).collect()
}
