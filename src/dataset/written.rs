//! What is known of the files of a dataset: every table with its bytes and rows, every document by its bytes. Told by
//! whoever wrote them, so that nobody reads them again for it. Knows nothing of what is made of it.

use super::DatasetError;
use super::digest::Digest;
use super::field::Described;
use super::folder::{DOCUMENTS, Folder, document_name};
use crate::model::digest::Hash;

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

/// What stands in a folder.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// Every table, in the order of [`super::write::described`].
    pub tables: Vec<Measured>,
    /// Every document, in order of its id, and the sha256 of its file.
    documents: Vec<(Box<str>, Hash)>,
}

impl Written {
    /// These tables and documents.
    pub fn new(tables: Vec<Measured>, mut documents: Vec<(Box<str>, Hash)>) -> Self {
        documents.sort_unstable();
        Self { tables, documents }
    }

    /// These tables, and the documents of the folder.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn beside(tables: Vec<Measured>, folder: &Folder) -> Result<Self, DatasetError> {
        let document = |name: String| {
            let sha256 = Hash::of([folder.read(&format!("{DOCUMENTS}/{name}"))?.as_slice()]);
            Ok((name.trim_end_matches(".json").into(), sha256))
        };
        let documents = folder.documents()?.into_iter().map(document).collect::<Result<_, DatasetError>>()?;
        Ok(Self { tables, documents })
    }

    /// Every document, in order of its id: its file below the folder, and the sha256 of that.
    pub fn documents(&self) -> impl Iterator<Item = (String, Hash)> {
        let file = |document: &str| format!("{DOCUMENTS}/{}", document_name(document));
        self.documents.iter().map(move |(document, sha256)| (file(document), *sha256))
    }
}
