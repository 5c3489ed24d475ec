//! `minutebook merge PART... --out DIR`: makes one dataset of those that `extract --shard` wrote, the same that one run over
//! all documents would have given. Knows nothing of how files are laid out.

use super::clock::Clock;
use super::options::OutOptions;
use super::people::PeopleOptions;
use super::progress::Watch;
use super::publishing::PublishingOptions;
use super::{Ending, summary};
use crate::batch::{Batch, merge};
use crate::dataset::run::Run;
use clap::Args;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What was typed after `merge`.
#[derive(Debug, Args)]
pub struct Merge {
    /// The folders that all shares were written to; they are left as they are
    #[arg(value_name = "PART", required = true)]
    parts: Vec<PathBuf>,
    #[command(flatten)]
    out: OutOptions,
    #[command(flatten)]
    people: PeopleOptions,
    #[command(flatten)]
    publishing: PublishingOptions,
}

impl Merge {
    /// Does it.
    ///
    /// # Errors
    /// When the parts do not belong together, or the dataset cannot be written.
    pub fn run(&self) -> anyhow::Result<Ending> {
        let clock = Clock::start();
        let roster = self.people.roster()?;
        let parts = merge::parts(&self.parts)?;
        let folder = self.out.folder()?;
        let about = self.publishing.about(&folder)?;
        let batch = Batch::new(self.out.jobs)?;
        let watch = Watch::new(merge::files(&parts), self.out.quiet);
        let harvest = batch.merge(&parts, &folder, &watch);
        watch.finish();
        let mut harvest = harvest?;
        harvest.roster = roster;
        let tally = self.publishing.write_all(&batch, &mut harvest, &folder, &about)?;
        let times = clock.stop();
        let seconds = times.seconds;
        let inputs = self.parts.iter().map(|part| part.display().to_string()).collect();
        let options =
            BTreeMap::from([("merged", self.parts.len().to_string()), ("jobs", batch.jobs().to_string())]);
        Run::new(times, options, inputs, &tally).write(&folder)?;
        self.out.tell(&summary::text(&tally, folder.root(), seconds, 0))?;
        Ok(if tally.trouble() { Ending::Trouble } else { Ending::Clean })
    }
}
