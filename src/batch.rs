//! Many documents: given sources, runs the pipeline over them on a pool of threads and gives every result in the order
//! of the sources, the same whatever the number of threads. A document that fails costs its own row alone. The only
//! room that says rayon. Knows nothing of what is inside a document.

pub mod crew;
mod desk;
mod fill;
mod gather;
mod keeper;
pub mod links;
pub mod merge;
mod order;
mod past;
pub mod publish;
pub mod quotes;
pub mod tally;
pub mod told;
pub mod worker;

pub use fill::Filled;

use crate::dataset::brief::Brief;
use crate::dataset::coverage::Input;
use crate::dataset::folder::Folder;
use crate::dataset::journal::{Entry, Finished, Journal};
use crate::dataset::notes::{Notes, Slip};
use crate::dataset::part::{self, Made};
use crate::dataset::people::Register;
use crate::dataset::people::roster::Roster;
use crate::dataset::shelf::{Restored, Shelf, Shelved};
use crate::dataset::standing::Settled;
use crate::dataset::{DatasetError, write};
use crate::model::digest::Hash;
use crate::pipeline::Settings;
use crate::source::{Shard, Source};
use crew::Crew;
use desk::Desk;
use keeper::Keeper;
use links::brief::Outline;
use past::Reading;
use rayon::prelude::*;
use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use told::Told;

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

/// A pool of threads, and the processes in which they have documents read; without these they read by themselves.
#[derive(Debug)]
pub struct Batch {
    pool: rayon::ThreadPool,
    /// The crew, and the threads that hand it files and file what it tells: two more than it has workers, so that none
    /// waits while other documents are put on the shelf.
    crew: Option<(Crew, rayon::ThreadPool)>,
}

/// What a batch of documents gave: what is remembered of each, in the order of the sources; the documents themselves
/// stand in the folder.
#[derive(Clone, Debug, Default)]
pub struct Harvest {
    /// The distinct documents, those of each file together, by page.
    pub documents: Vec<Box<[Gathered]>>,
    /// One entry for each file found.
    pub inputs: Vec<Input>,
    /// How many files an earlier run into the folder had read already.
    pub kept: usize,
    /// Names of files that an earlier run read and that are not there any more.
    pub vanished: Vec<String>,
    /// How the run was made.
    pub made: Made,
    /// Who sat on which council, where somebody said so.
    pub roster: Roster,
    /// The names on all lists of attendance.
    register: Register,
    /// What is noted of the documents on the disk.
    notes: Option<Arc<Notes>>,
}

/// A document of the harvest. It is one thing from the moment when it was read: all of them twice in memory would be the most
/// that a run takes.
#[derive(Clone, Debug)]
pub struct Gathered {
    /// The document on its shelf.
    pub shelved: Shelved,
    /// By which it is settled among the others.
    brief: Brief,
    /// By which links find it.
    outline: Outline,
    /// Its ids, and which rows are cut from it.
    pub settled: Settled,
    /// The name of its file, if that is another than the one under which it was read.
    source: Option<Arc<str>>,
    /// Where it is noted what links it bears, and which reports its items took.
    found: Box<[Slip]>,
}

/// A file whose documents are on the shelf.
struct Shelving {
    sha256: Hash,
    documents: Box<[Gathered]>,
    /// An earlier run had read it already.
    before: bool,
}

/// What became of a source.
enum Outcome<Documents> {
    Read(Documents),
    SeenElsewhere(Hash),
    OfAnotherShard,
    Unreadable(String),
    /// Its worker fell with it: the hash that it had.
    Fell(Hash),
}

impl Gathered {
    fn alone(shelved: Shelved, brief: Brief, outline: Outline) -> Self {
        Self { shelved, brief, outline, settled: Settled::default(), source: None, found: Box::default() }
    }
}

impl Batch {
    /// A pool of `jobs` threads; 0: one for each core.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn new(jobs: usize) -> Result<Self, BatchError> {
        Ok(Self { pool: threads(jobs)?, crew: None })
    }

    /// The same, every document read in a process that it cannot reach beyond, if there is a crew.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn with(self, crew: Option<Crew>) -> Result<Self, BatchError> {
        let jobs = self.jobs();
        let crew = crew.map(|crew| Ok((crew, threads(jobs + 2)?))).transpose()?;
        Ok(Self { crew, ..self })
    }

    /// How many threads there are.
    pub fn jobs(&self) -> usize {
        self.pool.current_num_threads()
    }

    /// For a program that ends: waits until the crew is gone and what was noted is put away, and leaves the threads and what
    /// is still in memory to the system, which takes it back at once and not piece by piece.
    pub fn leave(self, mut harvest: Harvest) {
        drop(harvest.notes.take());
        if let Some((crew, pool)) = self.crew {
            drop(crew);
            std::mem::forget(pool);
        }
        std::mem::forget((self.pool, harvest));
    }

    /// Does two things at once, where there is more than one thread.
    pub fn both<A: Send, B: Send>(
        &self,
        a: impl FnOnce() -> A + Send,
        b: impl FnOnce() -> B + Send,
    ) -> (A, B) {
        self.pool.install(|| rayon::join(a, b))
    }

    /// Does the same work on every entry; results stand in the order of the entries.
    pub fn map<T: Sync, R: Send>(&self, entries: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
        self.pool.install(|| entries.par_iter().with_max_len(1).map(&work).collect())
    }

    /// Reads every source of the shard and writes its documents into the folder, but those that an earlier run into it
    /// read by the same settings; ids are settled and links made across documents, and stand in the harvest until
    /// [`Batch::write`] puts them in. Broken off at any moment, it goes on there when it is called again.
    ///
    /// # Errors
    /// When a document cannot be written: the rest is left.
    pub fn extract(
        &self,
        sources: &[Source],
        shard: Shard,
        settings: &Settings,
        folder: &Folder,
        progress: &dyn Progress,
    ) -> Result<Harvest, DatasetError> {
        folder.remove(part::INPUTS)?;
        let (crew, pool) = match &self.crew {
            Some((crew, pool)) => (Some(crew), pool),
            None => (None, &self.pool),
        };
        let terms = crew.map(|crew| crew.terms().mark());
        let (journal, reading) = (Journal::open(folder)?, Reading::by(settings, terms));
        let shelf = Shelf::new(folder)?;
        let names = sources.iter().map(|source| Arc::clone(&source.name));
        let harvest = keeper::beside(&journal, |keeper| {
            let (reading, journal, shelf, seen) = (&reading, &journal, &shelf, Mutex::default());
            let desk = Desk { shard, settings, reading, journal, shelf, keeper, seen: &seen, crew };
            let hash_later = journal.is_empty() && shard == Shard::WHOLE;
            let read = || {
                order::longest_first(sources, |source, unlike| {
                    let outcome = desk.outcome(source, hash_later && unlike)?;
                    report(&outcome, progress);
                    Ok(outcome)
                })
            };
            // While workers start, the processors have nothing to do.
            let (laid_out, first) = pool.install(|| rayon::join(|| write::lay_out(folder), read));
            laid_out?;
            let outcomes = desk.once_more(sources, first?, progress)?;
            keeper.end();
            drop(seen);
            self.pool.install(|| gather::gather(names, outcomes, shelf))
        })?;
        let made = reading.made(shard);
        Ok(Harvest { vanished: vanished(&journal, &harvest.inputs, sources), made, ..harvest })
    }

    /// Does the same work on every entry until one fails.
    fn try_map<T: Sync, R: Send, E: Send>(
        &self,
        entries: &[T],
        work: impl Fn(&T) -> Result<R, E> + Sync,
    ) -> Result<Vec<R>, E> {
        try_map_on(&self.pool, entries, work)
    }
}

/// A pool of so many threads; 0: one for each core.
fn threads(jobs: usize) -> Result<rayon::ThreadPool, BatchError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).stack_size(STACK_BYTES).build();
    pool.map_err(|e| BatchError::Threads { jobs, reason: e.to_string() })
}

fn try_map_on<'t, T: Sync, R: Send, E: Send>(
    pool: &rayon::ThreadPool,
    entries: &'t [T],
    work: impl Fn(&'t T) -> Result<R, E> + Sync,
) -> Result<Vec<R>, E> {
    pool.install(|| entries.par_iter().with_max_len(1).map(&work).collect())
}

/// Puts the documents of a file on the shelf, and hands it over to be kept.
fn put(told: Told, entry: Entry, shelf: &Shelf<'_>, keeper: &Keeper) -> Result<Shelving, DatasetError> {
    let sha256 = entry.sha256;
    let put = |told::Document { ready, outline }: told::Document| {
        let brief = ready.brief.clone();
        let (shelved, file) = shelf.put(ready)?;
        Ok((Gathered::alone(shelved, brief, outline), file))
    };
    let put: Result<Vec<_>, DatasetError> = told.documents.into_iter().map(put).collect();
    let (gathered, documents): (Vec<Gathered>, Vec<_>) = put?.into_iter().unzip();
    keeper.keep(Finished { entry, documents })?;
    Ok(Shelving { sha256, documents: gathered.into(), before: false })
}

/// The documents of a file as an earlier run left them; None where they are not as it left them.
fn taken_up(shelf: &Shelf<'_>, entry: &Entry, name: &str) -> Result<Option<Shelving>, DatasetError> {
    let Some(restored) = shelf.restored(&entry.documents, name, entry.sha256)? else { return Ok(None) };
    let briefs = links::brief::of_file(restored.iter().map(|restored| &restored.record));
    let gathered = |(restored, for_links): (Restored, &links::brief::Brief)| {
        let (brief, outline) = (Brief::of(&restored.record), Outline::of(for_links));
        Ok(Gathered::alone(shelf.take_up(restored, for_links)?, brief, outline))
    };
    let documents = restored.into_iter().zip(&briefs).map(gathered);
    let documents = documents.collect::<Result<Box<[Gathered]>, DatasetError>>()?;
    let sha256 = entry.sha256;
    Ok((!documents.is_empty()).then_some(Shelving { sha256, documents, before: true }))
}

/// The files that the journal knows and that are there no more, neither by content nor by name, sorted.
fn vanished(journal: &Journal, inputs: &[Input], sources: &[Source]) -> Vec<String> {
    if journal.is_empty() {
        return Vec::new();
    }
    let there: HashSet<Hash> = inputs.iter().filter_map(|input| input.sha256).collect();
    let gone: Vec<Hash> = journal.hashes().into_iter().filter(|sha256| !there.contains(sha256)).collect();
    if gone.is_empty() {
        return Vec::new();
    }
    let names: HashSet<&str> = sources.iter().map(|source| &*source.name).collect();
    let gone = gone.into_iter().filter_map(|sha256| journal.find(sha256)).map(|entry| entry.name);
    let mut gone: Vec<String> = gone.filter(|name| !names.contains(name.as_str())).collect();
    gone.sort_unstable();
    gone.dedup();
    gone
}

fn is_new(sha256: Hash, seen: &Mutex<HashSet<Hash>>) -> bool {
    // A poisoned lock would only mean that another worker died between two inserts: the set is sound.
    let mut seen = seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    seen.insert(sha256)
}

fn report(outcome: &Outcome<Shelving>, progress: &dyn Progress) {
    match outcome {
        Outcome::Read(read) => {
            let pages = read.documents.iter().map(|document| document.brief.pages).sum();
            progress.done(pages, read.documents.iter().all(|document| !document.brief.read));
        }
        Outcome::SeenElsewhere(_) | Outcome::OfAnotherShard => progress.done(0, false),
        Outcome::Unreadable(_) => progress.done(0, true),
        // It will be read once more.
        Outcome::Fell(_) => {}
    }
}
