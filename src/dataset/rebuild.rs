//! The tables once more from the documents: given the folder of a finished dataset, gives its documents with the standing
//! that they have among each other, in the order of `documents.csv`. What is written from them equals the tables, which is
//! how it is known that both hold the same. Knows nothing of how documents were read.

use super::brief::{Brief, Card};
use super::folder::Folder;
use super::people::roll::Roll;
use super::people::roster::Roster;
use super::people::{People, Register};
use super::standing::{Beside, Filed, Settled, Standing};
use super::{DatasetError, ids, shelf};
use crate::model::record::Record;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Documents that are handed over at a time: few enough for any memory.
const AT_A_TIME: usize = 64;

/// The documents of a dataset, which can be had one by one.
#[derive(Clone, Debug)]
pub struct Documents {
    folder: Folder,
    /// Id of each, in the order of the tables, and which rows are cut from it.
    order: Vec<(String, Settled)>,
    /// The reports that items took, by the item's id.
    taken: HashMap<String, Arc<Beside>>,
    register: Arc<Register>,
}

impl Documents {
    /// Of the dataset in this folder.
    ///
    /// # Errors
    /// When a document or the order of the documents cannot be read.
    pub fn of(folder: &Folder) -> Result<Self, DatasetError> {
        Self::in_order(folder, order(folder)?)
    }

    /// Those of these ids, in this order. They are read twice: nothing but what is short is held of them.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn in_order(folder: &Folder, order: Vec<String>) -> Result<Self, DatasetError> {
        let (mut briefs, mut taken) = (Vec::with_capacity(order.len()), HashMap::new());
        let (mut register, mut people) = (Register::default().under(Roster::of(folder)?), People::default());
        read(folder, &order, |record| {
            briefs.push(Brief::of(record));
            Roll::of(record).iter().for_each(|roll| register.list(roll));
            for (item, report) in took(record) {
                // The first report that claims an item goes before the others.
                taken.entry(item).or_insert(report);
            }
        })?;
        let by_id = order.iter().map(String::as_str).zip(&briefs).collect::<Vec<_>>();
        let card = |at: usize| {
            let record = shelf::read(folder, order.get(at).map_or("", String::as_str));
            Ok::<_, DatasetError>(Card::of(&record?))
        };
        let settled = ids::settle(&by_id, card)?;
        drop(by_id);
        drop(briefs);
        read(folder, &order, |record| {
            Roll::of(record).iter().for_each(|roll| drop(people.meet(&register, roll)));
        })?;
        // What is written has its ids already.
        let own = |settled: Settled| Settled { meeting: None, report: None, ..settled };
        let order = order.into_iter().zip(settled.into_iter().map(own)).collect();
        let register = Arc::new(register.with(people));
        Ok(Self { folder: folder.clone(), order, taken, register })
    }

    /// Hands every document to the function, in order.
    ///
    /// # Errors
    /// When one cannot be read, or the function fails.
    pub fn each(&self, mut f: impl FnMut(&Filed) -> Result<(), DatasetError>) -> Result<(), DatasetError> {
        self.some(|documents| documents.iter().try_for_each(&mut f))
    }

    /// Hands all documents to the function, a few at a time, in order.
    ///
    /// # Errors
    /// As [`Documents::each`].
    pub fn some(&self, mut f: impl FnMut(&[Filed]) -> Result<(), DatasetError>) -> Result<(), DatasetError> {
        for entries in self.order.chunks(AT_A_TIME) {
            let filed = entries.iter().map(|(id, settled)| {
                let record = shelf::read(&self.folder, id)?;
                let standing = Standing {
                    settled: *settled,
                    taken: self.taken_by(&record),
                    register: Arc::clone(&self.register),
                    ..Standing::default()
                };
                Ok(Filed::again(record, standing))
            });
            f(&filed.collect::<Result<Vec<_>, DatasetError>>()?)?;
        }
        Ok(())
    }

    fn taken_by(&self, record: &Record) -> BTreeMap<String, Arc<Beside>> {
        let items = record.items.iter().map(|item| &item.id);
        items.filter_map(|id| Some((id.clone(), Arc::clone(self.taken.get(id)?)))).collect()
    }
}

/// Reads the documents of these ids and hands each to the function, in order.
fn read(folder: &Folder, ids: &[String], mut take: impl FnMut(&Record)) -> Result<(), DatasetError> {
    for id in ids {
        take(&shelf::read(folder, id)?);
    }
    Ok(())
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

/// The items that took the report of a document.
fn took(record: &Record) -> Vec<(String, Arc<Beside>)> {
    let Some(report) = &record.report else { return Vec::new() };
    let beside = Arc::new(Beside::of(report));
    let links = record.links.iter().filter(|link| link.kind == "report_item" && link.status == "linked");
    links.map(|link| (link.to.clone(), Arc::clone(&beside))).collect()
}
