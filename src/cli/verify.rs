//! `minutebook verify DIR`: whether a dataset is whole and sound, and with the documents at hand whether every quote
//! stands where it says. Prints what was looked at and what is wrong. Knows nothing of how that is told.

use super::{Ending, screen};
use crate::batch::{Batch, quotes};
use crate::dataset::folder::Folder;
use crate::dataset::verify::{self, Verdict};
use crate::pipeline::Settings;
use crate::source;
use clap::Args;
use std::path::{Path, PathBuf};

/// What was typed after `verify`.
#[derive(Debug, Args)]
pub struct Verify {
    /// A dataset that `extract` wrote
    #[arg(value_name = "DIR")]
    dataset: PathBuf,
    /// Look for every quote on its page in the documents below DIR, which are known by their bytes
    #[arg(long, value_name = "DIR")]
    pdfs: Option<PathBuf>,
    /// How many documents to read at once; 0: as many as there are cores
    #[arg(long, short, value_name = "N", default_value_t = 0)]
    jobs: usize,
    /// Print nothing; the exit code tells
    #[arg(long, short)]
    quiet: bool,
}

impl Verify {
    /// Does it.
    ///
    /// # Errors
    /// When the folder is no finished dataset, or a folder cannot be read.
    pub fn run(&self) -> anyhow::Result<Ending> {
        let folder = Folder::at(&self.dataset);
        let mut verdict = verify::verify(&folder)?;
        if let Some(pdfs) = &self.pdfs {
            self.quotes(&folder, pdfs, &mut verdict)?;
        }
        if !self.quiet {
            screen::put(screen::printable(&verdict.text()).as_bytes())?;
        }
        Ok(if verdict.is_sound() { Ending::Clean } else { Ending::Trouble })
    }

    fn quotes(&self, folder: &Folder, pdfs: &Path, verdict: &mut Verdict) -> anyhow::Result<()> {
        let batch = Batch::new(self.jobs)?;
        let sources = source::find(&[pdfs.to_path_buf()])?;
        let looked = quotes::look(&batch, folder, &sources, &Settings::default())?;
        let total = looked.found + looked.missed.values().map(Vec::len).sum::<usize>();
        verdict.looked_at.push(format!("{} of {total} quotes found on their pages", looked.found));
        if looked.unseen > 0 {
            let line = format!("{} quotes were read from images, and not looked for", looked.unseen);
            verdict.looked_at.push(line);
        }
        if looked.without_file > 0 {
            verdict.looked_at.push(format!("{} documents whose file is not at hand", looked.without_file));
        }
        for (document, faults) in looked.missed {
            faults.into_iter().for_each(|fault| verdict.fault(&format!("documents/{document}.json"), fault));
        }
        Ok(())
    }
}
