//! `redactions.csv`: what was redacted or withheld, or might have to be, a row each, for the officer alone. Given rows,
//! writes them; given the file that the officer has gone through, gives the decisions in it and the rows that were added.
//! A row without a decision is done as proposed. Knows nothing of how rows are found.

use super::super::DatasetError;
use super::super::folder::whole;
use super::mask::fold;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::path::Path;

/// The file, below the dataset that is published, where no other is named.
pub const LEDGER: &str = "redactions.csv";

/// Something that is redacted, withheld, or doubtful.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The document; empty in a row of the officer's that bears on all.
    #[serde(default)]
    pub document_id: String,
    /// Its file.
    #[serde(default)]
    pub file: String,
    /// `document | item | email | phone | address | signature | name`.
    #[serde(default)]
    pub kind: String,
    /// The words; of an item or report that is withheld its title.
    pub words: String,
    /// Where they stand first: a place in the document's JSON; the id of an item.
    #[serde(default, rename = "where")]
    pub at: String,
    /// The page on which that entry begins.
    #[serde(default)]
    pub page: String,
    /// How often they stand in the document's JSON.
    #[serde(default)]
    pub count: String,
    /// The words around them there.
    #[serde(default)]
    pub context: String,
    /// Why.
    #[serde(default)]
    pub why: String,
    /// What is done where nobody decides: `redact | withhold`, or `look`: nothing.
    #[serde(default)]
    pub proposed: String,
    /// The officer's word: `redact` or `keep`; empty: as proposed.
    #[serde(default)]
    pub decision: String,
}

impl Entry {
    /// Whether it is done: redacted or withheld.
    pub fn is_done(&self) -> bool {
        match self.decision.as_str() {
            "keep" => false,
            "" => matches!(self.proposed.as_str(), "redact" | "withhold"),
            _ => true,
        }
    }

    /// What it is known by from one run to the next.
    fn key(&self) -> Key {
        let place = if self.kind == ITEM { self.at.clone() } else { String::new() };
        let words = if self.is_withholding() { String::new() } else { fold(&self.words) };
        (
            self.document_id.clone(),
            if self.is_withholding() { self.kind.clone() } else { String::new() },
            place,
            words,
        )
    }

    /// Whether it is about a document or an item, not about words.
    pub fn is_withholding(&self) -> bool {
        self.kind == DOCUMENT || self.kind == ITEM
    }
}

/// The kind of a row about a whole document.
pub const DOCUMENT: &str = "document";
/// The kind of a row about an item.
pub const ITEM: &str = "item";

type Key = (String, String, String, String);

/// The decisions of an officer.
#[derive(Clone, Debug, Default)]
pub struct Decisions {
    entries: Vec<Entry>,
    by_key: HashMap<Key, usize>,
}

impl Decisions {
    /// Those in the file; none where there is no file.
    ///
    /// # Errors
    /// When it cannot be read, or a decision is neither `redact` nor `keep`.
    pub fn read(path: &Path) -> Result<Self, DatasetError> {
        let failed = |reason: String| DatasetError::Ledger { path: path.to_path_buf(), reason };
        let bytes = match std::fs::read(path) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            read => read.map_err(|e| failed(e.to_string()))?,
        };
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
        let mut decisions = Self::default();
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        for (entry, line) in reader.deserialize::<Entry>().zip(2..) {
            let mut entry = entry.map_err(|e| failed(e.to_string()))?;
            entry.decision = decision(&entry.decision).ok_or_else(|| {
                failed(format!(
                    "row {line}: the decision is “{}”; redact, keep or nothing is expected",
                    entry.decision
                ))
            })?;
            decisions.put(entry);
        }
        Ok(decisions)
    }

    fn put(&mut self, entry: Entry) {
        if entry.decision.is_empty() {
            return;
        }
        self.by_key.insert(entry.key(), self.entries.len());
        self.entries.push(entry);
    }

    /// What was decided of such an entry, in its document or in all; empty where nothing was.
    pub fn of(&self, entry: &Entry) -> &str {
        let everywhere = Entry { document_id: String::new(), ..entry.clone() };
        let keys = [entry.key(), everywhere.key()];
        let found = keys.iter().find_map(|key| self.entries.get(*self.by_key.get(key)?));
        found.map_or("", |entry| &entry.decision)
    }

    /// Words that the officer wants redacted in this document, whether the rules find them or not.
    pub fn added<'d>(&'d self, document: &'d str) -> impl Iterator<Item = &'d Entry> {
        let here = move |entry: &&Entry| entry.document_id.is_empty() || entry.document_id == document;
        self.entries.iter().filter(here).filter(|e| e.decision == "redact" && !e.is_withholding())
    }

    /// The decisions that bear on no row of these, so that none is lost.
    pub fn left_over(&self, rows: &[Entry]) -> Vec<Entry> {
        let known: std::collections::HashSet<Key> = rows.iter().map(Entry::key).collect();
        self.entries.iter().filter(|entry| !known.contains(&entry.key())).cloned().collect()
    }
}

/// The word that was meant: whatever the case, with blanks around it.
fn decision(typed: &str) -> Option<String> {
    let word = typed.trim().to_lowercase();
    match word.as_str() {
        "" | "keep" | "redact" => Some(word),
        "withhold" => Some("redact".to_owned()),
        _ => None,
    }
}

/// Writes the rows, whole or not at all.
///
/// # Errors
/// When the system refuses.
pub fn write(path: &Path, entries: &[Entry]) -> Result<(), DatasetError> {
    let failed = |reason: String| DatasetError::Serialise { what: path.display().to_string(), reason };
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    if entries.is_empty() {
        writer.write_record(HEADINGS).map_err(|e| failed(e.to_string()))?;
    }
    for entry in entries {
        writer.serialize(entry).map_err(|e| failed(e.to_string()))?;
    }
    let bytes = writer.into_inner().map_err(|e| failed(e.to_string()))?;
    whole(path, &bytes)
}

const HEADINGS: [&str; 11] = [
    "document_id",
    "file",
    "kind",
    "words",
    "where",
    "page",
    "count",
    "context",
    "why",
    "proposed",
    "decision",
];
