//! Where records wait while others are read: each is written to its file in `documents/` as soon as it is there, and
//! only the first are held in memory too, so that a run over many documents needs no more than one over few. Those that
//! an earlier run wrote are taken up from there. Given back once, from memory or from the file. Knows nothing of what
//! stands in them.

use super::DatasetError;
use super::brief::{Brief, Card};
use super::folder::{DOCUMENTS, Folder, PartFile, document_name};
use super::json;
use super::notes::{Bundle, Notes, Slips};
use super::own::Own;
use super::people::Joined;
use super::people::roll::Roll;
use super::standing::{Filed, Standing};
use crate::model::digest::Hash;
use crate::model::record::{Record, SCHEMA};
use serde::de::DeserializeOwned;
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
    /// What is noted of it.
    pub notes: Bundle,
    /// Its file: JSON, which passes beside the rest, for nobody needs to understand it.
    #[serde(skip)]
    pub file: Vec<u8>,
    /// The record, where it was read here.
    #[serde(skip)]
    record: Option<Record>,
}

/// Where in the bundle of a document's notes stand its card, its roll (none where it cannot be told whom it mentions), and
/// what links need to know of it.
const CARD: usize = 0;
const ROLL: usize = 1;
const FOR_LINKS: usize = 2;

impl Ready {
    /// The record with all that goes with it; `for_links`: what links need to know of it.
    ///
    /// # Errors
    /// When it cannot be JSON.
    pub fn of(record: Record, for_links: &impl Serialize) -> Result<Self, DatasetError> {
        let (own, brief) = (Own::of(&record), Brief::of(&record));
        let (notes, file) = (notes(&record, for_links)?, json::pretty(&record.document.source, &record)?);
        Ok(Self { own, brief, notes, file, record: Some(record) })
    }
}

fn notes(record: &Record, for_links: &impl Serialize) -> Result<Bundle, DatasetError> {
    let source = &record.document.source;
    let roll = Roll::of(record).map(|roll| json::compact(source, &roll)).transpose()?;
    let card = json::compact(source, &Card::of(record))?;
    Ok(Bundle::of([card, roll.unwrap_or_default(), json::compact(source, for_links)?]))
}

/// A record on the shelf.
#[derive(Clone, Debug)]
pub struct Shelved {
    /// The document's id.
    pub document: Box<str>,
    /// Bytes of its file, as it was put there or taken up.
    pub bytes: usize,
    /// The sha256 of its file as this run left it; none where an earlier run wrote it, until it is taken.
    pub sha256: Option<Hash>,
    /// Where its notes are.
    slips: Slips,
    /// The record, while there is room for it.
    held: Option<Box<Held>>,
    /// An earlier run wrote it.
    before: bool,
}

/// A record in memory.
#[derive(Clone, Debug)]
struct Held {
    record: Record,
    /// To whom the mentions of its roll are joined, once somebody said.
    joined: Option<Vec<Joined>>,
}

impl Held {
    fn new(record: Record) -> Box<Self> {
        Box::new(Self { record, joined: None })
    }
}

/// A document that an earlier run wrote, as it was before it stood among others.
#[derive(Clone, Debug)]
pub struct Restored {
    /// The document.
    pub record: Record,
    /// Bytes of its file.
    bytes: usize,
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

    /// What was noted of documents; it outlives the shelf.
    pub fn notes(&self) -> &Arc<Notes> {
        &self.notes
    }

    /// Writes the record to a file that bears its name when it is finished.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn put(&self, ready: Ready) -> Result<(Shelved, PartFile), DatasetError> {
        let Ready { own, notes, file, record, .. } = ready;
        let mut part = self.folder.begin(&name(&own.id))?;
        part.fill(&file)?;
        let slips = self.notes.add_bundle(&notes)?;
        let (sha256, bytes) = (Some(Hash::of([file.as_slice()])), file.len());
        let record = || record.or_else(|| json::parsed(&file).ok());
        let held = self.has_room(bytes).then(record).flatten().map(Held::new);
        Ok((Shelved { document: own.id.into(), bytes, sha256, slips, held, before: false }, part))
    }

    /// Documents that an earlier run wrote, as they were before they stood among others; None where one of them is not as
    /// it was left: the file is to be read again. `source`: the name that the file has now.
    ///
    /// # Errors
    /// When a document whose file has another name now cannot be written.
    pub fn restored(
        &self,
        documents: &[Own],
        source: &str,
        sha256: Hash,
    ) -> Result<Option<Vec<Restored>>, DatasetError> {
        let mut all = Vec::with_capacity(documents.len());
        for own in documents {
            let Some(mut restored) = restored(self.folder, own, sha256) else { return Ok(None) };
            if restored.record.document.source != source {
                source.clone_into(&mut restored.record.document.source);
                write(self.folder, &restored.record)?;
            }
            all.push(restored);
        }
        Ok(Some(all))
    }

    /// Takes up such a document; `for_links`: what links need to know of it.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn take_up(&self, restored: Restored, for_links: &impl Serialize) -> Result<Shelved, DatasetError> {
        let Restored { record, bytes } = restored;
        let slips = self.notes.add_bundle(&notes(&record, for_links)?)?;
        let document = record.document.id.as_str().into();
        let held = self.has_room(bytes).then(|| Held::new(record));
        Ok(Shelved { document, bytes, sha256: None, slips, held, before: true })
    }

    /// Takes the room for a record of so many bytes of JSON, if there is any.
    fn has_room(&self, bytes: usize) -> bool {
        let less = |room: usize| room.checked_sub(bytes);
        self.room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
    }
}

fn restored(folder: &Folder, own: &Own, sha256: Hash) -> Option<Restored> {
    let bytes = folder.read(&name(&own.id)).ok()?;
    let record: Record = json::parsed(&bytes).ok()?;
    let sound = Hash::from_hex(&record.document.sha256) == Some(sha256) && record.schema == SCHEMA;
    Some(Restored { record: own.restored(record).filter(|_| sound)?, bytes: bytes.len() })
}

impl Shelved {
    /// The ids that it has by itself, and what is shown of it elsewhere.
    ///
    /// # Errors
    /// When the notes are not there any more.
    pub fn card(&self, notes: &Notes) -> Result<Card, DatasetError> {
        notes.find(self.slips.get(CARD).unwrap_or_default())
    }

    /// Whom it mentions; none where that cannot be told.
    ///
    /// # Errors
    /// As [`Shelved::card`].
    pub fn roll(&self, notes: &Notes) -> Result<Option<Roll>, DatasetError> {
        self.slips.get(ROLL).map(|slip| notes.find(slip)).transpose()
    }

    /// Says to whom the mentions of its roll are joined, in order, to whoever takes the record: it is remembered while that
    /// is in memory, and found out once more else.
    pub fn say_joined(&mut self, joined: Vec<Joined>) {
        if let Some(held) = &mut self.held {
            held.joined = Some(joined);
        }
    }

    /// What links need to know of it.
    ///
    /// # Errors
    /// As [`Shelved::card`].
    pub fn for_links<T: DeserializeOwned>(&self, notes: &Notes) -> Result<T, DatasetError> {
        notes.find(self.slips.get(FOR_LINKS).unwrap_or_default())
    }

    /// The record with its standing; its file is written again where that alters it, or where an earlier run left it
    /// with another standing.
    ///
    /// # Errors
    /// When the file cannot be read or written, or the notes are not there any more.
    pub fn take(
        &mut self,
        standing: Standing,
        folder: &Folder,
        notes: &Notes,
    ) -> Result<Filed, DatasetError> {
        let (record, joined) = match self.held.take() {
            Some(held) => (held.record, held.joined),
            None => (self.again(folder, notes)?, None),
        };
        let alters = standing.alters();
        let filed = Filed::new(record, standing);
        let filed = match joined {
            Some(joined) => filed.joined_to(joined),
            None => filed,
        };
        if self.before || alters {
            let bytes = json::pretty(&filed.record.document.source, &filed.record)?;
            let name = name(&self.document);
            if !self.before {
                folder.rewrite(&name, &bytes)?;
            } else if folder.read(&name)? != bytes {
                folder.write(&name, &bytes)?;
            }
            self.sha256 = Some(Hash::of([bytes.as_slice()]));
        }
        Ok(filed)
    }

    /// The record from its file, without the standing that an earlier run may have given it.
    fn again(&self, folder: &Folder, notes: &Notes) -> Result<Record, DatasetError> {
        let record = read(folder, &self.document)?;
        if !self.before {
            return Ok(record);
        }
        let Card { meeting, report, .. } = self.card(notes)?;
        let own = Own { id: self.document.to_string(), meeting, report, said: Vec::new() };
        own.restored(record).ok_or_else(|| DatasetError::Read {
            path: folder.root().join(name(&self.document)),
            reason: "it holds another document".to_owned(),
        })
    }
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
