//! `minutebook extract PATH... --out DIR`: reads documents and writes a dataset, shows how far it has come, and ends
//! with a summary. Knows nothing of how documents are read or files are laid out.

use super::clock::Clock;
use super::isolation::{IsolationOptions, Turns};
use super::options::{InputOptions, OcrOptions, OutOptions, StyleOptions};
use super::people::PeopleOptions;
use super::progress::Watch;
use super::publishing::PublishingOptions;
use super::{Ending, limits, screen, summary};
use crate::batch::Batch;
use crate::batch::tally::Tally;
use crate::dataset::folder::Folder;
use crate::dataset::run::Run;
use crate::source::Shard;
use clap::Args;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What was typed after `extract`.
#[derive(Debug, Args)]
#[command(after_long_help = limits::text())]
pub struct Extract {
    #[command(flatten)]
    inputs: InputOptions,
    #[command(flatten)]
    out: OutOptions,
    #[command(flatten)]
    style: StyleOptions,
    #[command(flatten)]
    ocr: OcrOptions,
    #[command(flatten)]
    people: PeopleOptions,
    #[command(flatten)]
    isolation: IsolationOptions,
    #[command(flatten)]
    publishing: PublishingOptions,
    /// Read every document anew, even those that an earlier run into DIR read the same way; --force does so too
    #[arg(long)]
    fresh: bool,
    /// Read one share of all documents, the I-th of N by content; merge makes one dataset of all shares
    #[arg(long, value_name = "I/N", value_parser = shard, default_value = "1/1", hide_default_value = true)]
    shard: Shard,
}

/// `3/8`: the third of eight.
fn shard(typed: &str) -> Result<Shard, String> {
    let parts = typed.split_once('/').and_then(|(i, n)| Some((i.parse().ok()?, n.parse().ok()?)));
    parts
        .and_then(|(number, of)| Shard::new(number, of))
        .ok_or_else(|| "expected I/N, as 1/8 or 8/8: the I-th of N shares".to_owned())
}

impl Extract {
    /// Does it.
    ///
    /// # Errors
    /// When nothing can be read or the dataset cannot be written.
    pub fn run(&self) -> anyhow::Result<Ending> {
        let clock = Clock::start();
        let roster = self.people.roster()?;
        let sources = self.inputs.find()?;
        let watch = Watch::new(sources.len(), self.out.quiet);
        let (batch, turns) = (Batch::new(self.out.jobs)?, Turns::for_images(&self.ocr));
        let images = Arc::new(watch.clone());
        let work = (batch.jobs(), sources.len());
        let crew = self.isolation.crew(&self.style, &self.ocr, work, &turns, images.clone())?;
        let mut settings = match crew {
            Some(_) => self.style.settings_beside_workers()?,
            None => self.style.settings()?,
        };
        settings.recognition = self.ocr.recognition(batch.jobs(), None, Some(images));
        let folder = self.out.folder()?;
        if self.fresh || self.out.force {
            folder.forget()?;
        }
        let about = self.publishing.about(&folder)?;
        let batch = batch.with(crew)?;
        let harvest = batch.extract(&sources, self.shard, &settings, &folder, &watch);
        watch.finish();
        // Of each there is a path, and all are read.
        drop(sources);
        let mut harvest = harvest?;
        harvest.roster = roster;
        let mut tally = self.publishing.write_all(&batch, &mut harvest, &folder, &about)?;
        tally.kept = harvest.kept;
        tell_vanished(&harvest.vanished);
        tally.vanished = std::mem::take(&mut harvest.vanished);
        let ending = self.conclude(clock, &batch, &tally, &folder, watch.images_read());
        batch.leave(harvest);
        ending
    }

    fn conclude(
        &self,
        clock: Clock,
        batch: &Batch,
        tally: &Tally,
        folder: &Folder,
        images: u64,
    ) -> anyhow::Result<Ending> {
        let times = clock.stop();
        let seconds = times.seconds;
        Run::new(times, self.options(batch), self.inputs.typed(), tally).write(folder)?;
        self.out.tell(&summary::text(tally, folder.root(), seconds, images))?;
        Ok(if tally.trouble() { Ending::Trouble } else { Ending::Clean })
    }

    fn options(&self, batch: &Batch) -> BTreeMap<&'static str, String> {
        let grammars = self.style.grammars.as_ref().map(|g| g.display().to_string());
        BTreeMap::from([
            ("house_style", self.style.house_style.clone()),
            ("grammars", grammars.unwrap_or_default()),
            ("shard", format!("{}/{}", self.shard.number(), self.shard.of())),
            ("jobs", batch.jobs().to_string()),
            ("limits", self.isolation.told()),
            ("ocr", self.ocr.ocr.as_str().to_owned()),
            ("ocr_languages", self.ocr.ocr_languages.clone()),
        ])
    }
}

/// Names files at most that are there no more; run.json names all.
const MOST_NAMED: usize = 5;

/// Says which files that an earlier run read are there no more.
fn tell_vanished(names: &[String]) {
    let named = names.iter().take(MOST_NAMED).map(|name| screen::name(name)).collect::<Vec<_>>().join(", ");
    let more = if names.len() > MOST_NAMED { " ..." } else { "" };
    match names.len() {
        0 => {}
        1 => screen::complain(&format!("1 file is there no more; what was read of it is removed: {named}")),
        n => screen::complain(&format!(
            "{n} files are there no more; what was read of them is removed: {named}{more}"
        )),
    }
}
