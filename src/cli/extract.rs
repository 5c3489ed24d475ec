//! `minutebook extract PATH... --out DIR`: reads documents and writes a dataset, shows how far it has come, and ends
//! with a summary. Knows nothing of how documents are read or files are laid out.

use super::clock::Clock;
use super::options::{OcrOptions, StyleOptions};
use super::progress::Watch;
use super::publishing::PublishingOptions;
use super::{Ending, screen, summary};
use crate::batch::Batch;
use crate::batch::tally::Tally;
use crate::dataset::folder::Folder;
use crate::dataset::run::Run;
use crate::source;
use clap::Args;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// What was typed after `extract`.
#[derive(Debug, Args)]
pub struct Extract {
    /// PDF files, and folders to search for *.pdf
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Write the dataset here: an empty or absent folder, or that of an earlier run
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// How many documents to read at once; 0: as many as there are cores
    #[arg(long, short, value_name = "N", default_value_t = 0)]
    jobs: usize,
    #[command(flatten)]
    style: StyleOptions,
    #[command(flatten)]
    ocr: OcrOptions,
    #[command(flatten)]
    publishing: PublishingOptions,
    /// Print nothing but failures
    #[arg(long, short)]
    quiet: bool,
    /// Write into DIR even if it holds other files; they are left alone
    #[arg(long)]
    force: bool,
}

impl Extract {
    /// Does it.
    ///
    /// # Errors
    /// When nothing can be read or the dataset cannot be written.
    pub fn run(&self) -> anyhow::Result<Ending> {
        let clock = Clock::start();
        let mut settings = self.style.settings()?;
        let sources = source::find(&self.paths)?;
        let folder = Folder::prepare(&self.out, self.force)?;
        let about = self.publishing.about(&folder)?;
        let batch = Batch::new(self.jobs)?;
        let watch = Watch::new(sources.len(), self.quiet);
        settings.recognition = self.ocr.recognition(batch.jobs(), Some(Arc::new(watch.clone())));
        let harvest = batch.extract(&sources, &settings, &folder, &watch);
        watch.finish();
        let mut harvest = harvest?;
        let mut tally = Tally::of(&harvest.inputs);
        batch.write(&mut harvest, &folder, |filed| tally.document(filed))?;
        self.publishing.write(&folder, &about)?;
        self.conclude(clock, &batch, &tally, &folder, watch.images_read())
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
        Run::new(times, self.options(batch), self.inputs(), tally).write(folder)?;
        if !self.quiet {
            let text = summary::text(tally, folder.root(), seconds, images);
            screen::put(screen::printable(&text).as_bytes())?;
        }
        Ok(if tally.trouble() { Ending::Trouble } else { Ending::Clean })
    }

    fn options(&self, batch: &Batch) -> BTreeMap<&'static str, String> {
        let grammars = self.style.grammars.as_ref().map(|g| g.display().to_string());
        BTreeMap::from([
            ("house_style", self.style.house_style.clone()),
            ("grammars", grammars.unwrap_or_default()),
            ("jobs", batch.jobs().to_string()),
            ("ocr", self.ocr.ocr.as_str().to_owned()),
            ("ocr_languages", self.ocr.ocr_languages.clone()),
        ])
    }

    fn inputs(&self) -> Vec<String> {
        self.paths.iter().map(|p| p.display().to_string()).collect()
    }
}
