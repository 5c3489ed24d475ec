//! What earlier runs into the same folder read: given a file's hash, gives its records again where they were read by the
//! same program, styles and options as now, and else nothing. Options that bear on images alone touch only the files
//! with images. Knows nothing of what stands in records.

use super::told::Told;
use crate::dataset::journal::{Entry, Journal};
use crate::dataset::part::Made;
use crate::model::digest::{self, Hash};
use crate::model::record::SCHEMA;
use crate::pipeline::Settings;
use crate::pipeline::recognise::When;
use crate::source::{Shard, Source};

/// What texts and images are read by in this run.
#[derive(Debug)]
pub struct Reading<'s> {
    settings: &'s Settings,
    /// Program, styles and options that bear on every file: a hash.
    pub read_by: String,
    /// What a file may take, as a mark; none where that is not limited.
    terms: Option<String>,
}

impl<'s> Reading<'s> {
    /// By these settings, on these terms.
    pub fn by(settings: &'s Settings, terms: Option<String>) -> Self {
        let always = settings.recognition.when == When::Always;
        let style = settings.style.as_ref().map(|style| style.name.as_str());
        let facts = [
            env!("CARGO_PKG_VERSION").to_owned(),
            env!("MINUTEBOOK_BUILT_FROM").to_owned(),
            SCHEMA.to_owned(),
            settings.styles_mark.clone(),
            format!("{style:?} {always} {:?}", settings.opening.limits),
        ];
        let read_by = short(digest::sha256(facts.iter().map(|fact| fact.as_bytes())));
        Self { settings, read_by, terms }
    }

    /// How a run over this shard is made.
    pub fn made(&self, shard: Shard) -> Made {
        let ocr = format!("{:?}", self.settings.recognition.when).to_lowercase();
        Made { read_by: self.read_by.clone(), ocr, shard: shard.number(), shards: shard.of() }
    }

    /// The line of the journal for a file that was read.
    pub fn entry(&self, source: &Source, told: &Told) -> Entry {
        Entry {
            sha256: told.sha256,
            name: source.name.to_string(),
            read_by: self.read_by.clone(),
            images: told.images.then(|| match told.locked {
                true => LOCKED.to_owned(),
                false => self.images(source, told.pages),
            }),
            fell: self.terms.clone().filter(|_| told.fallen),
            pages: told.pages,
            documents: told.documents.iter().map(|document| document.ready.own.clone()).collect(),
        }
    }

    /// What the journal knows of the file, if it would be read the same way now.
    pub fn known(&self, journal: &Journal, source: &Source, sha256: Hash) -> Option<Entry> {
        let entry = journal.find(sha256).filter(|entry| entry.read_by == self.read_by)?;
        if entry.fell.is_some() && entry.fell != self.terms {
            return None;
        }
        let same = |images: &String| *images == self.images(source, entry.pages);
        entry.images.as_ref().is_none_or(same).then_some(entry)
    }

    /// What the images of a file are read by: the engine, or files beside it that tell their text.
    fn images(&self, source: &Source, pages: u32) -> String {
        let recognition = &self.settings.recognition;
        if recognition.when == When::Never {
            return "never".to_owned();
        }
        let engine = recognition.reader.as_ref().map(|reader| match reader.name() {
            Ok(name) => name.to_owned(),
            Err(missing) => missing.to_string(),
        });
        let engine = engine.unwrap_or_default();
        let numbers: Vec<u32> = (1..=pages).collect();
        let beside = source.beside(&numbers);
        let texts = beside.iter().flat_map(|file| [file.name.as_bytes(), b"\0", file.text.as_bytes(), b"\0"]);
        short(digest::sha256([engine.as_bytes(), b"\0"].into_iter().chain(texts)))
    }
}

/// Stands for what images were read by in a file that no password opened: no run reads it the same way for sure.
const LOCKED: &str = "locked";

/// Half of the digits tell as surely what was the same.
fn short(mut hash: String) -> String {
    hash.truncate(32);
    hash
}
