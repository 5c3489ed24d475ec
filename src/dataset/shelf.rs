//! Where records wait while others are read: each is written to its file in `documents/` as soon as it is there, and
//! only the first are held in memory too, so that a run over many documents needs no more than one over few. Those that
//! an earlier run wrote are taken up from there. Given back once, from memory or from the file. Knows nothing of what
//! stands in them.

use super::DatasetError;
use super::brief::Brief;
use super::folder::{DOCUMENTS, Folder, PartFile, document_name};
use super::json;
use super::notes::{Notes, Slip};
use super::own::Own;
use super::people::roll::Roll;
use super::standing::{Filed, Standing};
use crate::model::digest::sha256;
use crate::model::record::{Record, SCHEMA};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Bytes of JSON whose records are held in memory; a record takes about as much there.
const HELD_BYTES: usize = 16 << 20;

/// A folder to which documents are written while a run goes on.
#[derive(Debug)]
pub struct Shelf<'f> {
    folder: &'f Folder,
    /// Bytes of JSON whose records may still be held in memory.
    room: AtomicUsize,
    notes: Arc<Notes>,
}

/// A record that is ready for the shelf: its file, and all that is remembered or noted of it. Whoever puts it there
/// need not understand it, so that it can be made where the record was read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ready {
    /// What it has by itself.
    pub own: Own,
    /// What is remembered of it.
    pub brief: Brief,
    /// Texts that pass beside the rest, for nobody needs to understand them.
    #[serde(skip)]
    pub texts: Texts,
    /// The record, where it was read here.
    #[serde(skip)]
    record: Option<Box<Record>>,
}

/// What is written of a record: JSON.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    /// Its file.
    pub file: Vec<u8>,
    /// Whom it mentions; empty where that cannot be told.
    pub roll: Vec<u8>,
}

impl Ready {
    /// The record with all that goes with it.
    ///
    /// # Errors
    /// When it cannot be JSON.
    pub fn of(record: Record) -> Result<Self, DatasetError> {
        let texts = Texts { file: json::pretty(&record.document.source, &record)?, roll: roll(&record)? };
        Ok(Self { own: Own::of(&record), brief: Brief::of(&record), texts, record: Some(Box::new(record)) })
    }
}

fn roll(record: &Record) -> Result<Vec<u8>, DatasetError> {
    let roll = Roll::of(record).map(|roll| json::compact(&record.document.source, &roll));
    Ok(roll.transpose()?.unwrap_or_default())
}

/// A record on the shelf.
#[derive(Clone, Debug)]
pub struct Shelved {
    /// What is remembered of it.
    pub brief: Brief,
    /// Where it is noted whom it mentions.
    pub roll: Option<Slip>,
    /// Bytes of its file, as it was put there or taken up.
    pub bytes: usize,
    /// The sha256 of its file as this run left it; none where an earlier run wrote it, until it is taken.
    pub sha256: Option<Box<str>>,
    /// The record, while there is room for it.
    held: Option<Box<Record>>,
    /// An earlier run wrote it.
    before: bool,
}

impl<'f> Shelf<'f> {
    /// An empty shelf above this folder.
    ///
    /// # Errors
    /// When the system refuses a file for notes.
    pub fn new(folder: &'f Folder) -> Result<Self, DatasetError> {
        Self::holding(folder, HELD_BYTES)
    }

    /// The same, holding the records of so many bytes of JSON in memory.
    ///
    /// # Errors
    /// As [`Shelf::new`].
    pub fn holding(folder: &'f Folder, bytes: usize) -> Result<Self, DatasetError> {
        Ok(Self { folder, room: AtomicUsize::new(bytes), notes: Arc::new(Notes::begin(folder)?) })
    }

    /// Notes something of a document, as JSON, until all are there.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn note(&self, value: &[u8]) -> Result<Slip, DatasetError> {
        self.notes.add(value)
    }

    /// What was noted of documents; it outlives the shelf.
    pub fn notes(&self) -> &Arc<Notes> {
        &self.notes
    }

    /// Writes the record to a file that bears its name when it is finished.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn put(&self, ready: Ready) -> Result<(Shelved, PartFile), DatasetError> {
        let mut part = self.folder.begin(&name(&ready.own.id))?;
        part.fill(&ready.texts.file)?;
        let roll = self.noted(&ready.texts.roll)?;
        let sha256 = hashed(&ready.texts.file);
        let bytes = ready.texts.file.len();
        let record = || ready.record.or_else(|| json::parsed(&ready.texts.file).ok());
        let held = self.has_room(bytes).then(record).flatten();
        Ok((Shelved { brief: ready.brief, roll, bytes, sha256, held, before: false }, part))
    }

    /// Takes up documents that an earlier run wrote, as they were before they stood among others; None where one of
    /// them is not as it was left: the file is to be read again. `source`: the name that the file has now.
    ///
    /// # Errors
    /// When a document whose file has another name now cannot be written.
    pub fn take_up<Kept>(
        &self,
        documents: &[Own],
        source: &str,
        sha256: &str,
        mut keep: impl FnMut(&Record) -> Kept,
    ) -> Result<Option<Vec<(Shelved, Kept)>>, DatasetError> {
        let mut taken = Vec::with_capacity(documents.len());
        for own in documents {
            let Some((record, bytes)) = restored(self.folder, own, sha256) else { return Ok(None) };
            let mut record = record;
            if record.document.source != source {
                source.clone_into(&mut record.document.source);
                write(self.folder, &record)?;
            }
            let kept = keep(&record);
            taken.push((self.taken_up(record, bytes)?, kept));
        }
        Ok(Some(taken))
    }

    /// Takes the room for a record of so many bytes of JSON, if there is any.
    fn has_room(&self, bytes: usize) -> bool {
        let less = |room: usize| room.checked_sub(bytes);
        self.room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
    }

    fn noted(&self, text: &[u8]) -> Result<Option<Slip>, DatasetError> {
        (!text.is_empty()).then(|| self.note(text)).transpose()
    }

    fn taken_up(&self, record: Record, bytes: usize) -> Result<Shelved, DatasetError> {
        let (brief, roll) = (Brief::of(&record), self.noted(&roll(&record)?)?);
        let held = self.has_room(bytes).then(|| Box::new(record));
        Ok(Shelved { brief, roll, bytes, sha256: None, held, before: true })
    }
}

fn restored(folder: &Folder, own: &Own, sha256: &str) -> Option<(Record, usize)> {
    let bytes = folder.read(&name(&own.id)).ok()?;
    let record: Record = json::parsed(&bytes).ok()?;
    let sound = record.document.sha256 == sha256 && record.schema == SCHEMA;
    Some((own.restored(record).filter(|_| sound)?, bytes.len()))
}

impl Shelved {
    /// The record with its standing; its file is written again where that alters it, or where an earlier run left it
    /// with another standing.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn take(&mut self, standing: Standing, folder: &Folder) -> Result<Filed, DatasetError> {
        let record = match self.held.take() {
            Some(record) => *record,
            None => self.again(folder)?,
        };
        let alters = standing.alters();
        let filed = Filed::new(record, standing);
        if self.before || alters {
            let bytes = json::pretty(&filed.record.document.source, &filed.record)?;
            let name = name(&self.brief.document);
            if !self.before {
                folder.rewrite(&name, &bytes)?;
            } else if folder.read(&name)? != bytes {
                folder.write(&name, &bytes)?;
            }
            self.sha256 = hashed(&bytes);
        }
        Ok(filed)
    }

    /// The record from its file, without the standing that an earlier run may have given it.
    fn again(&self, folder: &Folder) -> Result<Record, DatasetError> {
        let record = read(folder, &self.brief.document)?;
        if !self.before {
            return Ok(record);
        }
        let own = Own {
            id: (*self.brief.document).to_owned(),
            meeting: (*self.brief.meeting).to_owned(),
            report: self.brief.report.as_deref().map(str::to_owned),
            said: Vec::new(),
        };
        own.restored(record).ok_or_else(|| DatasetError::Read {
            path: folder.root().join(name(&self.brief.document)),
            reason: "it holds another document".to_owned(),
        })
    }
}

fn hashed(file: &[u8]) -> Option<Box<str>> {
    Some(sha256([file]).into_boxed_str())
}

fn name(document: &str) -> String {
    format!("{DOCUMENTS}/{}", document_name(document))
}

/// Writes a document as JSON.
///
/// # Errors
/// When the system refuses.
pub fn write(folder: &Folder, record: &Record) -> Result<(), DatasetError> {
    let bytes = json::pretty(&record.document.source, record)?;
    folder.write(&name(&record.document.id), &bytes)
}

/// A document of the folder.
///
/// # Errors
/// When its file cannot be read or is no record.
pub fn read(folder: &Folder, document: &str) -> Result<Record, DatasetError> {
    let name = name(document);
    let bytes = folder.read(&name)?;
    let path = || folder.root().join(&name);
    json::parsed(&bytes).map_err(|e| DatasetError::Read { path: path(), reason: e.to_string() })
}
