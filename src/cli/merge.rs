//! `minutebook merge PART... --out DIR`: makes one dataset of those that `extract --shard` wrote, the same that one run over
//! all documents would have given. Knows nothing of how files are laid out.

use super::clock::Clock;
use super::progress::Watch;
use super::publishing::PublishingOptions;
use super::{Ending, screen, summary};
use crate::batch::tally::Tally;
use crate::batch::{Batch, merge};
use crate::dataset::folder::Folder;
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
    /// Write the dataset here: an empty or absent folder, or that of an earlier run
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// How many documents to take over at once; 0: as many as there are cores
    #[arg(long, short, value_name = "N", default_value_t = 0)]
    jobs: usize,
    #[command(flatten)]
    publishing: PublishingOptions,
    /// Print nothing but failures
    #[arg(long, short)]
    quiet: bool,
    /// Write into DIR even if it holds other files; they are left alone
    #[arg(long)]
    force: bool,
}

impl Merge {
    /// Does it.
    ///
    /// # Errors
    /// When the parts do not belong together, or the dataset cannot be written.
    pub fn run(&self) -> anyhow::Result<Ending> {
        let clock = Clock::start();
        let parts = merge::parts(&self.parts)?;
        let folder = Folder::prepare(&self.out, self.force)?;
        let about = self.publishing.about(&folder)?;
        let batch = Batch::new(self.jobs)?;
        let watch = Watch::new(merge::files(&parts), self.quiet);
        let harvest = batch.merge(&parts, &folder, &watch);
        watch.finish();
        let mut harvest = harvest?;
        let mut tally = Tally::of(&harvest.inputs);
        batch.write(&mut harvest, &folder, |filed| tally.document(filed))?;
        self.publishing.write(&folder, &about)?;
        let times = clock.stop();
        let seconds = times.seconds;
        let inputs = self.parts.iter().map(|part| part.display().to_string()).collect();
        let options =
            BTreeMap::from([("merged", self.parts.len().to_string()), ("jobs", batch.jobs().to_string())]);
        Run::new(times, options, inputs, &tally).write(&folder)?;
        if !self.quiet {
            screen::put(screen::printable(&summary::text(&tally, folder.root(), seconds, 0)).as_bytes())?;
        }
        Ok(if tally.trouble() { Ending::Trouble } else { Ending::Clean })
    }
}
