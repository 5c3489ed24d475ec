//! `minutebook explain FILE`: how one document was read. Plain, a listing of its lines with the rule that took each;
//! with --emit, what any stage made of it, as JSON. The tool by which a house style is written.

use super::options::{OcrOptions, StyleOptions};
use super::{Ending, listing, screen};
use crate::batch::Batch;
use crate::dataset::{json, page_view};
use crate::pipeline::{self, Reading, Settings, Stage};
use crate::source::{self, Content};
use anyhow::{anyhow, bail};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Depth of indentation at which glyphs, lines and words stand one a line.
const ENTRIES_OF_PAGES: usize = 4;
const ENTRIES: usize = 2;

/// Images of the document read at once.
const JOBS: usize = 2;

/// What was typed after `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// A PDF
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Show what this stage made of it, as JSON
    #[arg(long, value_enum, value_name = "STAGE")]
    emit: Option<Emit>,
    #[command(flatten)]
    style: StyleOptions,
    #[command(flatten)]
    ocr: OcrOptions,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Emit {
    /// Glyphs, rules, fills and images of each page
    Pages,
    /// Lines, words and tables in reading order
    Transcript,
    /// What the grammar made of them
    Tree,
    /// The records of the dataset
    Records,
}

impl Explain {
    /// Does it.
    ///
    /// # Errors
    /// When the file cannot be read as a PDF.
    pub fn run(&self) -> anyhow::Result<Ending> {
        let mut settings = self.style.settings()?;
        settings.recognition = self.ocr.recognition(JOBS, None, None);
        let sources = source::find(std::slice::from_ref(&self.file))?;
        let [source] = sources.as_slice() else {
            bail!("{}: holds {} PDFs; explain takes one", self.file.display(), sources.len());
        };
        let content = source.content().map_err(|reason| anyhow!("{}: {reason}", source.path.display()))?;
        // A batch of one: its worker has the stack that deep objects need.
        let shown = Batch::new(1)?.map(&[content], |content| self.show(&source.name, content, &settings));
        for bytes in shown {
            screen::put(&bytes?)?;
        }
        Ok(Ending::Clean)
    }

    fn show(&self, name: &str, content: &Content, settings: &Settings) -> anyhow::Result<Vec<u8>> {
        let read = |until| self.read(content, settings, until);
        let shown = match self.emit {
            None => self.listing(content, settings)?.into_bytes(),
            Some(Emit::Pages) => {
                json::to_depth(name, &page_view::view(&read(Stage::Pages)?.pages), ENTRIES_OF_PAGES)?
            }
            Some(Emit::Transcript) => json::to_depth(name, &read(Stage::Transcript)?.transcript, ENTRIES)?,
            Some(Emit::Tree) => json::pretty(name, &read(Stage::Tree)?.tree)?,
            Some(Emit::Records) => match pipeline::records(name, content, settings).as_slice() {
                [only] => json::pretty(name, only)?,
                several => json::pretty(name, &several)?,
            },
        };
        Ok(shown)
    }

    /// The lines of every document in the file.
    fn listing(&self, content: &Content, settings: &Settings) -> anyhow::Result<String> {
        match pipeline::readings(content, settings).unwrap_or_default().as_slice() {
            // Without text there are still pages to tell of.
            [] => Ok(listing::lines(&self.read(content, settings, Stage::Tree)?)),
            [only] => Ok(listing::lines(only)),
            several => Ok(several.iter().map(|part| listing::pages(part) + &listing::lines(part)).collect()),
        }
    }

    fn read(&self, content: &Content, settings: &Settings, until: Stage) -> anyhow::Result<Reading> {
        let reading = pipeline::read_at(&content.bytes, content.path.as_deref(), settings, until);
        reading.map_err(|refusal| anyhow!("{}: {refusal}", self.file.display()))
    }
}
