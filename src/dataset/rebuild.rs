//! The tables once more from the documents: given the folder of a finished dataset, gives its documents with the standing
//! that they have among each other, in the order of `documents.csv`. What is written from them equals the tables, which is
//! how it is known that both hold the same. Knows nothing of how documents were read.

use super::brief::Brief;
use super::folder::Folder;
use super::people::Register;
use super::people::roster::Roster;
use super::standing::{Beside, Filed, Standing};
use super::{DatasetError, ids, shelf};
use crate::model::record::Record;
use std::collections::HashMap;
use std::sync::Arc;

/// The documents of a dataset, which can be had one by one.
#[derive(Clone, Debug)]
pub struct Documents {
    folder: Folder,
    /// Id and standing of each, in the order of the tables.
    standings: Vec<(String, Standing)>,
}

impl Documents {
    /// Of the dataset in this folder.
    ///
    /// # Errors
    /// When a document or the order of the documents cannot be read.
    pub fn of(folder: &Folder) -> Result<Self, DatasetError> {
        Self::in_order(folder, order(folder)?)
    }

    /// Those of these ids, in this order.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn in_order(folder: &Folder, order: Vec<String>) -> Result<Self, DatasetError> {
        let (mut briefs, mut taken) = (Vec::new(), HashMap::new());
        for id in &order {
            let record = shelf::read(folder, id)?;
            take(&record, &mut taken);
            briefs.push(Brief::of(&record));
        }
        let standings = ids::settle(&briefs.iter().collect::<Vec<_>>());
        let rolls = briefs.iter().filter_map(|brief| brief.roll.as_ref());
        let register = Arc::new(Register::of(rolls, Roster::of(folder)?));
        let flags = standings.into_iter().map(|s| (s.tells_meeting, s.tells_body));
        let with = |(id, (tells_meeting, tells_body))| {
            let register = Arc::clone(&register);
            (id, Standing { tells_meeting, tells_body, register, ..Standing::default() })
        };
        let mut standings: Vec<(String, Standing)> = order.into_iter().zip(flags).map(with).collect();
        for (id, standing) in &mut standings {
            let items = shelf::read(folder, id)?.items.into_iter();
            standing.taken = items.filter_map(|i| Some((i.id.clone(), taken.get(&i.id)?.clone()))).collect();
        }
        Ok(Self { folder: folder.clone(), standings })
    }

    /// Hands every document to the function, in order.
    ///
    /// # Errors
    /// When one cannot be read, or the function fails.
    pub fn each(&self, mut f: impl FnMut(&Filed) -> Result<(), DatasetError>) -> Result<(), DatasetError> {
        for (id, standing) in &self.standings {
            let record = shelf::read(&self.folder, id)?;
            f(&Filed { record, standing: standing.clone() })?;
        }
        Ok(())
    }
}

/// The ids of the documents in the order of the tables.
///
/// # Errors
/// When documents.csv cannot be read.
pub fn order(folder: &Folder) -> Result<Vec<String>, DatasetError> {
    let path = folder.root().join("data/documents.csv");
    let failed = |e: csv::Error| DatasetError::Read { path: path.clone(), reason: e.to_string() };
    let mut reader = csv::Reader::from_path(&path).map_err(failed)?;
    let ids = reader.records().map(|row| Ok(row.map_err(failed)?.get(0).unwrap_or("").to_owned()));
    ids.collect()
}

/// Notes which items took the report of a document, the first that claims an item before the others.
fn take(record: &Record, taken: &mut HashMap<String, Arc<Beside>>) {
    let Some(report) = &record.report else { return };
    let links = record.links.iter().filter(|link| link.kind == "report_item" && link.status == "linked");
    for link in links {
        taken.entry(link.to.clone()).or_insert_with(|| Arc::new(Beside::of(report)));
    }
}
