//! What is known of the files of a dataset: every table with its bytes and rows, every document by its bytes. Given by
//! whoever wrote them, who need not read them again for it; else measured from what stands in the folder. Knows nothing
//! of what is made of it.

use super::digest::{self, Digest, Hashing};
use super::field::Described;
use super::folder::{DOCUMENTS, Folder};
use super::{DatasetError, write};
use std::collections::HashMap;

/// A table as it stands in the folder.
#[derive(Clone, Debug)]
pub struct Measured {
    /// What it is.
    pub described: Described,
    /// Its bytes.
    pub digest: Digest,
    /// Its rows, without the headings.
    pub rows: u64,
}

/// What a run wrote.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// Every table, in the order of [`write::described`].
    pub tables: Vec<Measured>,
    /// The sha256 of documents, by the names of their files; those that are not there are read for it.
    pub documents: HashMap<String, Box<str>>,
}

impl Written {
    /// What stands in the folder, by whomever it was written.
    ///
    /// # Errors
    /// When a table cannot be read.
    pub fn found(folder: &Folder) -> Result<Self, DatasetError> {
        let tables = write::described().into_iter().map(|described| measure(folder, described));
        Ok(Self { tables: tables.collect::<Result<_, _>>()?, documents: HashMap::new() })
    }

    /// The sha256 of a document, by the name of its file.
    ///
    /// # Errors
    /// When it is to be read for it and cannot.
    pub fn document(&self, folder: &Folder, name: &str) -> Result<String, DatasetError> {
        match self.documents.get(name) {
            Some(sha256) => Ok(sha256.clone().into_string()),
            None => Ok(digest::of(&folder.root().join(DOCUMENTS).join(name))?.sha256),
        }
    }
}

/// A table of the folder with its bytes and rows.
fn measure(folder: &Folder, described: Described) -> Result<Measured, DatasetError> {
    let path = folder.root().join(&described.path);
    let failed = |reason: String| DatasetError::Read { path: path.clone(), reason };
    let file = std::fs::File::open(&path).map_err(|e| failed(e.to_string()))?;
    let mut reader = csv::Reader::from_reader(Hashing::new(file));
    let (mut record, mut rows) = (csv::ByteRecord::new(), 0);
    while reader.read_byte_record(&mut record).map_err(|e| failed(e.to_string()))? {
        rows += 1;
    }
    let (_, digest) = reader.into_inner().finish();
    Ok(Measured { described, digest, rows })
}
