//! One dataset from those of all shares: given the folders, gives the harvest that one run over all files would have
//! given. Documents are taken over as they were before they stood among others. Knows nothing of how files are read.

use super::told::Told;
use super::{Batch, Harvest, Outcome, Progress, Shelving, gather, keeper, put, report, taken_up};
use crate::dataset::DatasetError;
use crate::dataset::folder::Folder;
use crate::dataset::journal::{Entry, Journal};
use crate::dataset::part::{self, Made, PartInput};
use crate::dataset::shelf::{self, Shelf};
use crate::model::digest::Hash;
use crate::model::record::Record;
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

/// The dataset of one share.
#[derive(Debug)]
pub struct Part {
    folder: Folder,
    journal: Journal,
    made: Made,
    inputs: Vec<PartInput>,
}

/// A file of one of the parts.
struct Merged<'p> {
    part: &'p Part,
    input: &'p PartInput,
}

/// Opens all parts and tells whether they belong together.
///
/// # Errors
/// When one holds no finished run, or they are not all the shares of one.
pub fn parts(folders: &[PathBuf]) -> Result<Vec<Part>, DatasetError> {
    let mut there = HashSet::new();
    let open = |root: &PathBuf| {
        // The lock would tell too, but of another run.
        if !there.insert(root.canonicalize().unwrap_or_else(|_| root.clone())) {
            return Err(DatasetError::Misfit { folder: root.clone(), reason: "is named twice".to_owned() });
        }
        let folder = Folder::open(root)?;
        let (made, inputs) = part::read(&folder)?;
        Ok(Part { journal: Journal::open(&folder)?, folder, made, inputs })
    };
    let parts: Vec<Part> = folders.iter().map(open).collect::<Result<_, _>>()?;
    part::fit(&parts.iter().map(|part| (&part.folder, &part.made)).collect::<Vec<_>>())?;
    Ok(parts)
}

/// How many files they hold together.
pub fn files(parts: &[Part]) -> usize {
    parts.iter().map(|part| part.inputs.len()).sum()
}

impl Batch {
    /// Takes the documents of all parts over into the folder, ids settled and links made among all of them.
    ///
    /// # Errors
    /// When a document of a part cannot be read, or one cannot be written.
    pub fn merge(
        &self,
        parts: &[Part],
        folder: &Folder,
        progress: &dyn Progress,
    ) -> Result<Harvest, DatasetError> {
        folder.remove(part::INPUTS)?;
        let mut merged: Vec<Merged<'_>> = parts
            .iter()
            .flat_map(|part| part.inputs.iter().map(move |input| Merged { part, input }))
            .collect();
        merged.sort_by(|a, b| a.input.name.cmp(&b.input.name));
        let (journal, shelf, seen) =
            (Journal::open(folder)?, Shelf::new(folder)?, Mutex::new(HashSet::new()));
        let outcomes = keeper::beside(&journal, |keeper| {
            self.try_map(&merged, |merged| {
                let outcome = merged.outcome(&journal, &shelf, keeper, &seen)?;
                report(&outcome, progress);
                Ok(outcome)
            })
        })?;
        let made = parts.first().map(|part| part.made.clone()).unwrap_or_default();
        let names = merged.iter().map(|merged| Arc::from(merged.input.name.as_str()));
        let harvest = self.pool.install(|| gather::gather(names, outcomes, &shelf))?;
        Ok(Harvest { made: Made { shard: 1, shards: 1, ..made }, ..harvest })
    }
}

impl Merged<'_> {
    fn outcome(
        &self,
        journal: &Journal,
        shelf: &Shelf<'_>,
        keeper: &keeper::Keeper,
        seen: &Mutex<HashSet<Hash>>,
    ) -> Result<Outcome<Shelving>, DatasetError> {
        let Some(sha256) = self.input.sha256 else {
            return Ok(Outcome::Unreadable(self.input.reason.clone().unwrap_or_default()));
        };
        if !super::is_new(sha256, seen) {
            return Ok(Outcome::SeenElsewhere(sha256));
        }
        let entry = self.part.journal.find(sha256).ok_or_else(|| self.changed())?;
        let entry = Entry { name: self.input.name.clone(), ..entry };
        if journal.find(sha256).is_some_and(|there| Entry { name: entry.name.clone(), ..there } == entry)
            && let Some(taken) = taken_up(shelf, &entry, &entry.name)?
        {
            return Ok(Outcome::Read(taken));
        }
        Ok(Outcome::Read(put(Told::of(self.records(&entry)?)?, entry, shelf, keeper)?))
    }

    fn records(&self, entry: &Entry) -> Result<Vec<Record>, DatasetError> {
        let record = |own: &crate::dataset::own::Own| {
            let mut record =
                own.restored(shelf::read(&self.part.folder, &own.id)?).ok_or_else(|| self.changed())?;
            record.document.source.clone_from(&entry.name);
            Ok(record)
        };
        entry.documents.iter().map(record).collect()
    }

    fn changed(&self) -> DatasetError {
        let reason =
            format!("what was read of {} is not there any more; give its command once more", self.input.name);
        DatasetError::Misfit { folder: self.part.folder.root().to_path_buf(), reason }
    }
}
