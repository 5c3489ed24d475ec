//! Where records wait while others are read: each is written to its file in `documents/` as soon as it is there, and
//! only the first are held in memory too, so that a run over many documents needs no more than one over few. Given back
//! once, from memory or from the file. Knows nothing of what stands in them.

use super::DatasetError;
use super::brief::Brief;
use super::folder::{DOCUMENTS, Folder, document_name};
use super::json;
use super::standing::{Filed, Standing};
use crate::model::record::Record;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Bytes of JSON whose records are held in memory; a record takes about as much there.
const HELD_BYTES: usize = 16 << 20;

/// A folder to which documents are written while a run goes on.
#[derive(Debug)]
pub struct Shelf<'f> {
    folder: &'f Folder,
    /// Bytes of JSON whose records may still be held in memory.
    room: AtomicUsize,
}

/// A record on the shelf.
#[derive(Clone, Debug)]
pub struct Shelved {
    /// What is remembered of it.
    pub brief: Brief,
    /// The record, while there is room for it.
    held: Option<Box<Record>>,
}

impl<'f> Shelf<'f> {
    /// An empty shelf above this folder.
    pub fn new(folder: &'f Folder) -> Self {
        Self::holding(folder, HELD_BYTES)
    }

    /// The same, holding the records of so many bytes of JSON in memory.
    pub fn holding(folder: &'f Folder, bytes: usize) -> Self {
        Self { folder, room: AtomicUsize::new(bytes) }
    }

    /// Writes the record to its file.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn put(&self, record: Record) -> Result<Shelved, DatasetError> {
        let bytes = write(self.folder, &record)?;
        let brief = Brief::of(&record);
        let less = |room: usize| room.checked_sub(bytes);
        let held = self.room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok();
        Ok(Shelved { brief, held: held.then(|| Box::new(record)) })
    }
}

impl Shelved {
    /// The record with its standing; its file is written again where that alters it.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn take(&mut self, standing: Standing, folder: &Folder) -> Result<Filed, DatasetError> {
        let record = match self.held.take() {
            Some(record) => *record,
            None => read(folder, &self.brief.document)?,
        };
        let alters = standing.alters();
        let filed = Filed::new(record, standing);
        if alters {
            write(folder, &filed.record)?;
        }
        Ok(filed)
    }
}

fn name(document: &str) -> String {
    format!("{DOCUMENTS}/{}", document_name(document))
}

/// Writes a document as JSON; gives its bytes.
fn write(folder: &Folder, record: &Record) -> Result<usize, DatasetError> {
    let bytes = json::pretty(&record.document.source, record)?;
    folder.write(&name(&record.document.id), &bytes)?;
    Ok(bytes.len())
}

/// A document of the folder.
///
/// # Errors
/// When its file cannot be read or is no record.
pub fn read(folder: &Folder, document: &str) -> Result<Record, DatasetError> {
    let name = name(document);
    let bytes = folder.read(&name)?;
    let path = || folder.root().join(&name);
    serde_json::from_slice(&bytes).map_err(|e| DatasetError::Read { path: path(), reason: e.to_string() })
}
