//! Many documents: given sources, runs the pipeline over them on a pool of threads and gives every result in the order
//! of the sources, the same whatever the number of threads. A document that fails costs its own row alone. The only
//! room that says rayon. Knows nothing of what is inside a document.

pub mod links;
pub mod tally;

use crate::dataset::coverage::{Fate, Input};
use crate::dataset::folder::Folder;
use crate::dataset::{DatasetError, ids, write};
use crate::model::record::{ParseStatus, Record};
use crate::pipeline::{self, Settings};
use crate::source::{Content, Source};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};
use std::sync::Mutex;

/// Stack of each worker: objects of a PDF nest, and reading them recurses.
const STACK_BYTES: usize = 64 << 20;

/// Told of every file as it is done, from the worker that did it.
pub trait Progress: Sync {
    /// A file of so many pages is done; `trouble`: it was set aside or could not be read.
    fn done(&self, pages: u32, trouble: bool);
}

/// Why a batch could not begin.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BatchError {
    /// The system gave no threads.
    #[error("could not start {jobs} worker threads: {reason}; try a smaller --jobs")]
    Threads {
        /// How many were asked for; 0: one for each core.
        jobs: usize,
        /// What the system said.
        reason: String,
    },
}

/// A pool of workers.
#[derive(Debug)]
pub struct Batch {
    pool: rayon::ThreadPool,
}

/// What a batch of documents gave: records in the order of their sources, and what became of every input.
#[derive(Clone, Debug, Default)]
pub struct Harvest {
    /// One record for each distinct document; those of one file stand together, by page.
    pub records: Vec<Record>,
    /// One entry for each file found.
    pub inputs: Vec<Input>,
}

enum Outcome {
    Read(Vec<Record>),
    SeenElsewhere(String),
    Unreadable(String),
}

impl Batch {
    /// A pool of `jobs` threads; 0: one for each core.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn new(jobs: usize) -> Result<Self, BatchError> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).stack_size(STACK_BYTES).build();
        let pool = pool.map_err(|e| BatchError::Threads { jobs, reason: e.to_string() })?;
        Ok(Self { pool })
    }

    /// How many threads there are.
    pub fn jobs(&self) -> usize {
        self.pool.current_num_threads()
    }

    /// Does the same work on every entry; results stand in the order of the entries.
    pub fn map<T: Sync, R: Send>(&self, entries: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
        self.pool.install(|| entries.par_iter().with_max_len(1).map(&work).collect())
    }

    /// Reads every source into records; ids are settled and links made across documents.
    pub fn extract(&self, sources: &[Source], settings: &Settings, progress: &dyn Progress) -> Harvest {
        let seen = Mutex::new(HashSet::new());
        let outcomes = self.map(sources, |source| {
            let outcome = outcome(source, settings, &seen);
            report(&outcome, progress);
            outcome
        });
        let mut harvest = gather(sources, outcomes);
        ids::settle(&mut harvest.records);
        links::join(&mut harvest.records);
        harvest
    }

    /// Writes documents and tables into the folder.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write(&self, harvest: &Harvest, folder: &Folder) -> Result<(), DatasetError> {
        let documents = self.map(&harvest.records, |record| write::document(folder, record));
        documents.into_iter().collect::<Result<(), _>>()?;
        let tables =
            self.map(&write::sheets(), |sheet| sheet.write(folder, &harvest.records, &harvest.inputs));
        tables.into_iter().collect::<Result<(), _>>()?;
        folder.remove_stale(&harvest.records)
    }
}

fn outcome(source: &Source, settings: &Settings, seen: &Mutex<HashSet<String>>) -> Outcome {
    match source.content() {
        Err(reason) => Outcome::Unreadable(reason),
        Ok(content) if !is_new(&content, seen) => Outcome::SeenElsewhere(content.sha256),
        Ok(content) => Outcome::Read(pipeline::records(&source.name, &content, settings)),
    }
}

fn is_new(content: &Content, seen: &Mutex<HashSet<String>>) -> bool {
    // A poisoned lock would only mean that another worker died between two inserts: the set is sound.
    let mut seen = seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    seen.insert(content.sha256.clone())
}

fn report(outcome: &Outcome, progress: &dyn Progress) {
    match outcome {
        Outcome::Read(records) => {
            let pages = records.iter().map(|r| r.document.pages).sum();
            progress.done(pages, records.iter().all(|r| r.document.parse_status == ParseStatus::Quarantined));
        }
        Outcome::SeenElsewhere(_) => progress.done(0, false),
        Outcome::Unreadable(_) => progress.done(0, true),
    }
}

/// Which of several files with the same bytes was read first is chance; the first by name gets the record.
fn gather(sources: &[Source], outcomes: Vec<Outcome>) -> Harvest {
    let mut records: BTreeMap<String, Vec<Record>> = BTreeMap::new();
    let mut hashes: Vec<Result<String, String>> = Vec::with_capacity(outcomes.len());
    for outcome in outcomes {
        hashes.push(match outcome {
            Outcome::Unreadable(reason) => Err(reason),
            Outcome::SeenElsewhere(sha256) => Ok(sha256),
            Outcome::Read(read) => {
                let sha256 = read.first().map(|r| r.document.sha256.clone()).unwrap_or_default();
                records.insert(sha256.clone(), read);
                Ok(sha256)
            }
        });
    }
    let mut firsts: BTreeMap<String, String> = BTreeMap::new();
    let mut harvest = Harvest::default();
    for (source, hash) in sources.iter().zip(hashes) {
        let fate = match &hash {
            Err(reason) => Fate::Unreadable { reason: reason.clone() },
            Ok(sha256) => fate(source, sha256, &mut firsts, &mut records, &mut harvest.records),
        };
        harvest.inputs.push(Input { name: source.name.clone(), sha256: hash.ok(), fate });
    }
    harvest
}

fn fate(
    source: &Source,
    sha256: &str,
    firsts: &mut BTreeMap<String, String>,
    waiting: &mut BTreeMap<String, Vec<Record>>,
    records: &mut Vec<Record>,
) -> Fate {
    if let Some(mut read) = waiting.remove(sha256) {
        read.iter_mut().for_each(|record| record.document.source.clone_from(&source.name));
        firsts.insert(sha256.to_owned(), source.name.clone());
        records.append(&mut read);
        return Fate::Document;
    }
    Fate::Duplicate { of: firsts.get(sha256).cloned().unwrap_or_default() }
}
