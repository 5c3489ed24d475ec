//! `minutebook diff OLD NEW`: what changed between two datasets, in words, and with `--csv` as a table. Ends as diff does:
//! 0 where nothing changed, 1 where something did, 2 where a dataset cannot be read. Knows nothing of how rows are matched.

use super::{Ending, screen};
use crate::dataset::diff;
use crate::dataset::folder::Folder;
use clap::Args;
use std::path::PathBuf;

/// What was typed after `diff`.
#[derive(Debug, Args)]
pub struct Diff {
    /// The dataset as it was
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The dataset as it is
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// Write every change to FILE too, a row each, with both wordings in full
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Tell of rectangles on the page too
    #[arg(long)]
    places: bool,
    /// Print nothing; the exit code tells
    #[arg(long, short)]
    quiet: bool,
}

impl Diff {
    /// Does it.
    ///
    /// # Errors
    /// When a dataset cannot be read or the file cannot be written.
    pub fn run(&self) -> anyhow::Result<Ending> {
        let difference = diff::diff(&Folder::at(&self.old), &Folder::at(&self.new), self.places)?;
        if let Some(path) = &self.csv {
            diff::write(path, &difference)?;
        }
        if !self.quiet {
            screen::put(screen::printable(&diff::text(&difference)).as_bytes())?;
        }
        Ok(if difference.is_empty() { Ending::Clean } else { Ending::Trouble })
    }
}
