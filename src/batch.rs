//! Many documents: given sources, runs the pipeline over them on a pool of threads and gives every result in the order
//! of the sources, the same whatever the number of threads. A document that fails costs its own row alone. The only
//! room that says rayon. Knows nothing of what is inside a document.

pub mod links;
pub mod quotes;
pub mod tally;

use crate::dataset::brief::Brief;
use crate::dataset::coverage::{Fate, Input};
use crate::dataset::folder::Folder;
use crate::dataset::shelf::{Shelf, Shelved};
use crate::dataset::standing::{Beside, Filed, Standing};
use crate::dataset::write::Sheet;
use crate::dataset::{DatasetError, ids, write};
use crate::model::record::{ParseStatus, Record};
use crate::pipeline::{self, Settings};
use crate::source::{Content, Source};
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

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

/// What a batch of documents gave: what is remembered of each, in the order of the sources; the documents themselves
/// stand in the folder.
#[derive(Clone, Debug, Default)]
pub struct Harvest {
    /// One entry for each distinct document; those of one file stand together, by page.
    pub documents: Vec<Gathered>,
    /// One entry for each file found.
    pub inputs: Vec<Input>,
}

/// A document of the harvest.
#[derive(Clone, Debug)]
pub struct Gathered {
    /// The document on its shelf.
    pub shelved: Shelved,
    /// What it is among the others.
    pub standing: Standing,
}

/// A document that waits for the others.
struct Waiting {
    shelved: Shelved,
    for_links: links::brief::Brief,
}

impl Waiting {
    fn put(record: Record, shelf: &Shelf<'_>) -> Result<Self, DatasetError> {
        let for_links = links::brief::Brief::of(&record);
        Ok(Self { shelved: shelf.put(record)?, for_links })
    }
}

/// What became of a source.
enum Outcome<Documents> {
    Read(Documents),
    SeenElsewhere(String),
    Unreadable(String),
}

/// Documents whose rows are made at a time: enough for all threads, few enough for any memory.
const AT_A_TIME: usize = 64;

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

    /// Reads every source and writes its documents into the folder; ids are settled and links made across documents,
    /// and stand in the harvest until [`Batch::write`] puts them in.
    ///
    /// # Errors
    /// When a document cannot be written: the rest is left.
    pub fn extract(
        &self,
        sources: &[Source],
        settings: &Settings,
        folder: &Folder,
        progress: &dyn Progress,
    ) -> Result<Harvest, DatasetError> {
        let (seen, shelf) = (Mutex::new(HashSet::new()), Shelf::new(folder));
        let outcomes = self.try_map(sources, |source| {
            let outcome = outcome(source, settings, &seen);
            report(&outcome, progress);
            outcome.shelve(&shelf)
        })?;
        Ok(gather(sources, outcomes))
    }

    /// Puts ids and links into the documents and writes the tables. Hands every document to `count` on its way.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write(
        &self,
        harvest: &mut Harvest,
        folder: &Folder,
        mut count: impl FnMut(&Filed),
    ) -> Result<(), DatasetError> {
        let mut sheets = write::sheets(folder, &harvest.inputs)?;
        for documents in harvest.documents.chunks_mut(AT_A_TIME) {
            let take = || documents.par_iter_mut().map(|d| d.take(folder)).collect::<Result<_, _>>();
            let filed: Vec<Filed> = self.pool.install(take)?;
            filed.iter().for_each(&mut count);
            let push = |sheet: &mut Sheet<'_>| filed.iter().try_for_each(|filed| sheet.push(filed));
            self.pool.install(|| sheets.par_iter_mut().try_for_each(push))?;
        }
        sheets.into_iter().try_for_each(Sheet::finish)?;
        folder.remove_stale(harvest.documents.iter().map(|d| &*d.shelved.brief.document))
    }

    /// Does the same work on every entry until one fails.
    fn try_map<T: Sync, R: Send, E: Send>(
        &self,
        entries: &[T],
        work: impl Fn(&T) -> Result<R, E> + Sync,
    ) -> Result<Vec<R>, E> {
        self.pool.install(|| entries.par_iter().with_max_len(1).map(&work).collect())
    }
}

impl Gathered {
    fn take(&mut self, folder: &Folder) -> Result<Filed, DatasetError> {
        self.shelved.take(std::mem::take(&mut self.standing), folder)
    }
}

impl Outcome<Vec<Record>> {
    fn shelve(self, shelf: &Shelf<'_>) -> Result<Outcome<(String, Vec<Waiting>)>, DatasetError> {
        Ok(match self {
            Outcome::Read(records) => {
                let sha256 = records.first().map(|r| r.document.sha256.clone()).unwrap_or_default();
                let waiting: Result<_, _> = records.into_iter().map(|r| Waiting::put(r, shelf)).collect();
                Outcome::Read((sha256, waiting?))
            }
            Outcome::SeenElsewhere(sha256) => Outcome::SeenElsewhere(sha256),
            Outcome::Unreadable(reason) => Outcome::Unreadable(reason),
        })
    }
}

fn outcome(source: &Source, settings: &Settings, seen: &Mutex<HashSet<String>>) -> Outcome<Vec<Record>> {
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

fn report(outcome: &Outcome<Vec<Record>>, progress: &dyn Progress) {
    match outcome {
        Outcome::Read(records) => {
            let pages = records.iter().map(|r| r.document.pages).sum();
            progress.done(pages, records.iter().all(|r| r.document.parse_status == ParseStatus::Quarantined));
        }
        Outcome::SeenElsewhere(_) => progress.done(0, false),
        Outcome::Unreadable(_) => progress.done(0, true),
    }
}

/// Which of several files with the same bytes was read first is chance; the first by name gets the documents.
fn gather(sources: &[Source], outcomes: Vec<Outcome<(String, Vec<Waiting>)>>) -> Harvest {
    let mut waiting: HashMap<String, (usize, Vec<Waiting>)> = HashMap::new();
    let mut hashes: Vec<Result<String, String>> = Vec::with_capacity(outcomes.len());
    for (outcome, at) in outcomes.into_iter().zip(0..) {
        hashes.push(match outcome {
            Outcome::Unreadable(reason) => Err(reason),
            Outcome::SeenElsewhere(sha256) => Ok(sha256),
            Outcome::Read((sha256, read)) => {
                waiting.insert(sha256.clone(), (at, read));
                Ok(sha256)
            }
        });
    }
    let mut firsts: HashMap<&str, &str> = HashMap::new();
    let (mut inputs, mut shelved) = (Vec::with_capacity(sources.len()), Vec::new());
    for ((source, hash), at) in sources.iter().zip(&hashes).zip(0..) {
        let fate = match hash {
            Err(reason) => Fate::Unreadable { reason: reason.clone() },
            Ok(sha256) => match waiting.remove(sha256) {
                Some((read_at, read)) => {
                    firsts.insert(sha256, &source.name);
                    let other_name = (read_at != at).then(|| source.name.clone());
                    shelved.extend(read.into_iter().map(|s| (s, other_name.clone())));
                    Fate::Document
                }
                None => {
                    Fate::Duplicate { of: firsts.get(sha256.as_str()).copied().unwrap_or_default().into() }
                }
            },
        };
        inputs.push(Input { name: source.name.clone(), sha256: hash.clone().ok(), fate });
    }
    Harvest { documents: settled(shelved), inputs }
}

/// The documents with their standing, given the names of those read under another.
fn settled(documents: Vec<(Waiting, Option<String>)>) -> Vec<Gathered> {
    let briefs: Vec<&Brief> = documents.iter().map(|(waiting, _)| &waiting.shelved.brief).collect();
    let mut standings = ids::settle(&briefs);
    let (shelved, mut for_links): (Vec<_>, Vec<_>) =
        documents.into_iter().map(|(w, source)| ((w.shelved, source), w.for_links)).unzip();
    for_links.iter_mut().zip(&standings).for_each(|(brief, standing)| brief.settle(standing));
    for (standing, links) in standings.iter_mut().zip(links::links(&for_links)) {
        standing.links = links;
    }
    lay_beside(&shelved, &for_links, &mut standings);
    let with =
        |((shelved, source), standing)| Gathered { shelved, standing: Standing { source, ..standing } };
    shelved.into_iter().zip(standings).map(with).collect()
}

/// Gives the documents whose items took a report what is shown of it beside their decisions. Candidates are shown nowhere.
fn lay_beside(
    shelved: &[(Shelved, Option<String>)],
    for_links: &[links::brief::Brief],
    standings: &mut [Standing],
) {
    let mut taken: HashMap<String, Arc<Beside>> = HashMap::new();
    for ((shelved, _), standing) in shelved.iter().zip(standings.iter()) {
        let Some(beside) = &shelved.brief.beside else { continue };
        let links = standing.links.iter().filter(|l| l.kind == "report_item" && l.status == "linked");
        for link in links {
            taken.entry(link.to.clone()).or_insert_with(|| Arc::clone(beside));
        }
    }
    for (brief, standing) in for_links.iter().zip(standings) {
        let items = brief.items.iter().filter_map(|item| taken.get_key_value(&item.id));
        standing.taken = items.map(|(id, beside)| (id.clone(), Arc::clone(beside))).collect();
    }
}
