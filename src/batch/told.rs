//! What is told of a file that was read: given its records, makes all that the run needs of them (their files, what is
//! remembered, what is noted for links, what the journal says), so that whoever conducts the run need not understand a
//! record. Knows nothing of who read the file.

use super::links::brief::{self, Outline};
use crate::dataset::DatasetError;
use crate::dataset::shelf::Ready;
use crate::model::diagnostic::Code;
use crate::model::digest::Hash;
use crate::model::record::{DocumentRecord, Record};
use serde::{Deserialize, Serialize};

/// A file that was read.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Told {
    /// sha256 of its bytes.
    pub sha256: Hash,
    /// Its pages.
    pub pages: u32,
    /// Images, read or not, bore on what was read.
    pub images: bool,
    /// No password opened it.
    pub locked: bool,
    /// It was set aside for what it took and not for what it is.
    pub fallen: bool,
    /// Its documents, in their order.
    pub documents: Vec<Document>,
}

/// A document of the file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Document {
    /// The record, ready for the shelf.
    pub ready: Ready,
    /// What links remember of it.
    pub outline: Outline,
}

impl Told {
    /// Of the records of one file.
    ///
    /// # Errors
    /// When a record cannot be JSON, or bears no sha256.
    pub fn of(records: Vec<Record>) -> Result<Self, DatasetError> {
        let first = records.first().map(|record| &record.document);
        let told = Self {
            sha256: first.map(hash).transpose()?.unwrap_or_default(),
            pages: first.map_or(0, |document| document.pages),
            images: records.iter().any(images_matter),
            locked: records.iter().any(is_locked),
            fallen: records.iter().any(is_fallen),
            documents: Vec::new(),
        };
        let briefs = brief::of_file(records.iter());
        let document = |(record, brief): (Record, &brief::Brief)| {
            Ok(Document { ready: Ready::of(record, brief)?, outline: Outline::of(brief) })
        };
        let documents =
            records.into_iter().zip(&briefs).map(document).collect::<Result<_, DatasetError>>()?;
        Ok(Self { documents, ..told })
    }

    /// Takes out the texts, which pass beside the rest.
    pub fn take_texts(&mut self) -> Vec<Vec<u8>> {
        let texts = self.documents.iter_mut().flat_map(|document| {
            let Ready { file, notes, .. } = &mut document.ready;
            [std::mem::take(file), std::mem::take(&mut notes.text)]
        });
        texts.collect()
    }

    /// The same with its texts. None where they are not its own.
    pub fn with_texts(mut self, texts: Vec<Vec<u8>>) -> Option<Self> {
        let mut texts = texts.into_iter();
        for document in &mut self.documents {
            document.ready.file = texts.next()?;
            document.ready.notes.text = texts.next()?;
        }
        (texts.next().is_none() && !self.documents.is_empty()).then_some(self)
    }
}

fn hash(document: &DocumentRecord) -> Result<Hash, DatasetError> {
    let DocumentRecord { source, sha256, .. } = document;
    let reason = || format!("{sha256:?} is no sha256");
    Hash::from_hex(sha256).ok_or_else(|| DatasetError::Serialise { what: source.clone(), reason: reason() })
}

/// Whether it was set aside for what it took and not for what it is.
fn is_fallen(record: &Record) -> bool {
    let codes = [Code::TimedOut, Code::OutOfMemory, Code::WorkerDied].map(Code::as_str);
    record.issues.iter().any(|issue| codes.contains(&issue.code))
}

fn is_locked(record: &Record) -> bool {
    record.issues.iter().any(|issue| issue.code == Code::Encrypted.as_str())
}

/// Whether images, read or not, bore on what was read: their text was taken, or it was told that it is missing or
/// that the page's own cannot be right.
fn images_matter(record: &Record) -> bool {
    let codes =
        [Code::TextRecognised, Code::NoText, Code::LowTextConfidence, Code::Damaged].map(Code::as_str);
    record.document.text_source != Some("embedded") || record.issues.iter().any(|i| codes.contains(&i.code))
}
