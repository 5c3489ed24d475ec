//! What is known of the files of a dataset: every table with its bytes and rows, every document by its bytes. Told by
//! whoever wrote them, so that nobody reads them again for it; other documents are. Knows nothing of what is made of it.

use super::DatasetError;
use super::digest::{self, Digest};
use super::field::Described;
use super::folder::{DOCUMENTS, Folder};
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
    /// Every table, in the order of [`super::write::described`].
    pub tables: Vec<Measured>,
    /// The sha256 of documents, by the names of their files; those that are not there are read for it.
    pub documents: HashMap<String, Box<str>>,
}

impl Written {
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
