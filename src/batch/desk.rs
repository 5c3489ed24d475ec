//! The desk over which every file of a run goes: given a source, says what became of it: read here or by a crew, known
//! from an earlier run, a duplicate, another shard's, or nothing that can be read. Knows nothing of what stands in files.

use super::crew::{Crew, Job, Unread};
use super::keeper::Keeper;
use super::past::Reading;
use super::told::Told;
use super::{Outcome, Progress, Shelving, is_new, put, report, taken_up};
use crate::dataset::DatasetError;
use crate::dataset::journal::Journal;
use crate::dataset::shelf::Shelf;
use crate::model::digest::Hash;
use crate::pipeline::{self, Settings};
use crate::source::{Content, Shard, Source};
use std::collections::HashSet;
use std::sync::Mutex;

/// Everything that is needed for any file.
pub(super) struct Desk<'d> {
    pub(super) shard: Shard,
    pub(super) settings: &'d Settings,
    pub(super) reading: &'d Reading<'d>,
    pub(super) journal: &'d Journal,
    pub(super) shelf: &'d Shelf<'d>,
    pub(super) keeper: &'d Keeper,
    /// Hashes of the files that came over the desk.
    pub(super) seen: &'d Mutex<HashSet<Hash>>,
    pub(super) crew: Option<&'d Crew>,
}

/// A file whose hash is known.
enum Hashed<'d> {
    /// To be read here.
    Here(Content),
    /// To be read by the crew.
    There(&'d Crew, Job<'d>, Hash),
}

impl Hashed<'_> {
    fn sha256(&self) -> Hash {
        match self {
            Hashed::Here(content) => content.sha256,
            Hashed::There(_, _, sha256) => *sha256,
        }
    }
}

impl<'d> Desk<'d> {
    /// What becomes of a source. `hash_later`: nothing depends on what it holds before it is read, so that whoever reads it
    /// hashes it too, and it is taken from the disk once.
    pub(super) fn outcome(
        &self,
        source: &'d Source,
        hash_later: bool,
    ) -> Result<Outcome<Shelving>, DatasetError> {
        if let (Some(crew), true) = (self.crew, hash_later) {
            return self.at_once(crew, source);
        }
        Ok(match self.hashed(source) {
            Err(_) if !self.shard.holds_name(&source.name) => Outcome::OfAnotherShard,
            Err(reason) => Outcome::Unreadable(reason),
            Ok(hashed) if !self.shard.holds(hashed.sha256()) => Outcome::OfAnotherShard,
            Ok(hashed) if !is_new(hashed.sha256(), self.seen) => Outcome::SeenElsewhere(hashed.sha256()),
            Ok(hashed) => match self.known(source, hashed.sha256())? {
                Some(known) => Outcome::Read(known),
                None => match self.told(source, &hashed)? {
                    Ok(told) => Outcome::Read(self.put(source, told)?),
                    Err(Unread::Fell(_)) => Outcome::Fell(hashed.sha256()),
                    Err(Unread::Unreadable(reason)) => Outcome::Unreadable(reason),
                },
            },
        })
    }

    /// What becomes of a source that is a file and is hashed where it is read.
    fn at_once(&self, crew: &Crew, source: &'d Source) -> Result<Outcome<Shelving>, DatasetError> {
        Ok(match crew.read(&Job::unhashed(source)) {
            // The same stands in an archive, or was written to this file or another meanwhile.
            Ok(told) if !is_new(told.sha256, self.seen) => Outcome::SeenElsewhere(told.sha256),
            Ok(told) => Outcome::Read(self.put(source, told)?),
            Err(Unread::Fell(_)) => match self.hashed(source) {
                Ok(hashed) => Outcome::Fell(hashed.sha256()),
                Err(reason) => Outcome::Unreadable(reason),
            },
            Err(Unread::Unreadable(reason)) => Outcome::Unreadable(reason),
        })
    }

    fn hashed(&self, source: &'d Source) -> Result<Hashed<'d>, String> {
        match self.crew {
            Some(crew) => Job::hashed(source).map(|(job, sha256)| Hashed::There(crew, job, sha256)),
            None => source.content().map(Hashed::Here),
        }
    }

    /// Reads a file, in a worker where there is a crew.
    fn told(&self, source: &Source, hashed: &Hashed<'_>) -> Result<Result<Told, Unread>, DatasetError> {
        match hashed {
            Hashed::Here(content) => {
                Told::of(pipeline::records(&source.name, content, self.settings)).map(Ok)
            }
            Hashed::There(crew, job, _) => Ok(crew.read(job)),
        }
    }

    /// What an earlier run read of the file, if it was read the same way.
    fn known(&self, source: &Source, sha256: Hash) -> Result<Option<Shelving>, DatasetError> {
        match self.reading.known(self.journal, source, sha256) {
            Some(entry) => taken_up(self.shelf, &entry, &source.name),
            None => Ok(None),
        }
    }

    fn put(&self, source: &Source, told: Told) -> Result<Shelving, DatasetError> {
        let entry = self.reading.entry(source, &told);
        put(told, entry, self.shelf, self.keeper)
    }

    /// Reads what fell once more, each alone, while nothing else is read; what falls again is set aside.
    pub(super) fn once_more(
        &self,
        sources: &'d [Source],
        first: Vec<Outcome<Shelving>>,
        progress: &dyn Progress,
    ) -> Result<Vec<Outcome<Shelving>>, DatasetError> {
        let Some(crew) = self.crew else { return Ok(first) };
        let again = |(outcome, source): (Outcome<Shelving>, &'d Source)| {
            let Outcome::Fell(sha256) = outcome else { return Ok(outcome) };
            let outcome = self.alone(crew, source, sha256)?;
            report(&outcome, progress);
            Ok(outcome)
        };
        first.into_iter().zip(sources).map(again).collect()
    }

    fn alone(&self, crew: &Crew, source: &Source, sha256: Hash) -> Result<Outcome<Shelving>, DatasetError> {
        let job = match Job::hashed(source) {
            Ok((job, now)) if now == sha256 => job,
            Ok(_) => return Ok(Outcome::Unreadable("the file was changed while it was read".to_owned())),
            Err(reason) => return Ok(Outcome::Unreadable(reason)),
        };
        let told = match crew.read_alone(&job) {
            Ok(told) => told,
            Err(Unread::Fell(fall)) => {
                let refusal = fall.refusal(crew.terms());
                Told::of(pipeline::set_aside(&source.name, sha256, &refusal))?
            }
            Err(Unread::Unreadable(reason)) => return Ok(Outcome::Unreadable(reason)),
        };
        Ok(Outcome::Read(self.put(source, told)?))
    }
}
