//! `minutebook text PATH... [--out DIR]`: writes the text of documents in reading order, one file each, or all to
//! standard output with a form feed between pages; or their words with places in a format that others read. Knows nothing
//! of how text is read.

use super::options::{InputOptions, OcrOptions, OpenOptions};
use super::progress::Watch;
use super::{Ending, screen};
use crate::batch::{Batch, Progress};
use crate::dataset::{
    folder, transcript_alto, transcript_grid, transcript_hocr, transcript_tables, transcript_text,
    transcript_words,
};
use crate::pipeline::scan::{self, Scan};
use crate::pipeline::{self, Reading, Settings, Stage};
use crate::source::Source;
use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Documents read before the first of them is written: bounds memory, and keeps the order.
const WINDOW: usize = 64;

/// What was typed after `text`.
#[derive(Debug, Args)]
pub struct Text {
    #[command(flatten)]
    inputs: InputOptions,
    /// Write DIR/<stem>.txt for each; without it, all goes to standard output
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Keep the columns of the page instead of its reading order
    #[arg(long)]
    layout: bool,
    /// Give each word instead, as lines of JSON: page, rectangle in points, text, font size, bold
    #[arg(long, conflicts_with_all = ["layout", "tables"])]
    words: bool,
    /// Give the tables instead, as CSV, with an empty line between tables
    #[arg(long, conflicts_with = "layout")]
    tables: bool,
    /// Give words and places in a format of libraries and archives instead, one file a document
    #[arg(long, value_enum, value_name = "FORMAT", conflicts_with_all = ["layout", "words", "tables"])]
    format: Option<Format>,
    /// How many documents to read at once; 0: as many as there are cores
    #[arg(long, short, value_name = "N", default_value_t = 0)]
    jobs: usize,
    #[command(flatten)]
    open: OpenOptions,
    #[command(flatten)]
    ocr: OcrOptions,
    /// Print nothing but text and failures
    #[arg(long, short)]
    quiet: bool,
}

/// A format made by others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// ALTO 4 (XML), in 1/1200 inch
    Alto,
    /// hOCR 1.2 (HTML), in pixels at 1200 dots an inch
    Hocr,
}

/// What came of one document: its text, if any, and what is wrong.
struct Result {
    text: String,
    trouble: Option<String>,
}

impl Text {
    /// Does it.
    ///
    /// # Errors
    /// When nothing can be found or the text cannot be written.
    pub fn run(&self) -> anyhow::Result<Ending> {
        let sources = self.inputs.find()?;
        if self.format.is_some() && self.out.is_none() && sources.len() > 1 {
            bail!("{} documents are as many files in this format; say with --out DIR where", sources.len());
        }
        let batch = Batch::new(self.jobs)?;
        let watch = Watch::new(sources.len(), self.quiet || self.out.is_none());
        let recognition = self.ocr.recognition(batch.jobs(), None, Some(Arc::new(watch.clone())));
        let settings = Settings { recognition, opening: self.open.opening(), ..Settings::default() };
        let names = file_names(&sources, self.ending());
        let mut trouble = Vec::new();
        let windows = sources.chunks(WINDOW).zip(names.chunks(WINDOW));
        for (sources, names) in windows {
            let results = batch.map(sources, |source| self.read(source, &settings, &watch));
            for ((source, name), result) in sources.iter().zip(names).zip(results) {
                self.write(name, &result.text)?;
                trouble.extend(result.trouble.map(|what| format!("{}: {what}", screen::name(&source.name))));
            }
        }
        watch.finish();
        trouble.iter().for_each(|line| screen::complain(line));
        Ok(if trouble.is_empty() { Ending::Clean } else { Ending::Trouble })
    }

    fn read(&self, source: &Source, settings: &Settings, watch: &Watch) -> Result {
        let reading = source.bytes().and_then(|bytes| {
            pipeline::read_at(&bytes, source.file(), settings, Stage::Transcript)
                .map_err(|refusal| refusal.to_string())
        });
        let pages = reading.as_ref().map_or(0, |r| r.pages.pages.len());
        let result = match reading {
            Ok(reading) => self.transcribed(&reading, &source.name),
            Err(reason) => Result { text: String::new(), trouble: Some(reason) },
        };
        watch.done(u32::try_from(pages).unwrap_or(u32::MAX), result.trouble.is_some());
        result
    }

    fn ending(&self) -> &'static str {
        match self {
            Self { format: Some(Format::Alto), .. } => "alto.xml",
            Self { format: Some(Format::Hocr), .. } => "hocr",
            Self { words: true, .. } => "jsonl",
            Self { tables: true, .. } => "csv",
            _ => "txt",
        }
    }

    fn transcribed(&self, reading: &Reading, name: &str) -> Result {
        let transcript = &reading.transcript;
        let text = match self {
            Self { format: Some(Format::Alto), .. } => transcript_alto::document(transcript, name),
            Self { format: Some(Format::Hocr), .. } => transcript_hocr::document(transcript, name),
            Self { words: true, .. } => transcript_words::document(transcript),
            Self { tables: true, .. } => transcript_tables::document(transcript),
            Self { layout: true, .. } => transcript_grid::document(transcript),
            _ => transcript_text::document(transcript),
        };
        let unread = scan::inspect(&reading.pages) == Scan::All;
        let trouble = unread.then(|| format!("NO_TEXT: {}", pipeline::no_text(&reading.pages)));
        Result { text, trouble }
    }

    fn write(&self, name: &str, text: &str) -> anyhow::Result<()> {
        match &self.out {
            None => screen::put(text.as_bytes()),
            Some(_) if text.trim().is_empty() => Ok(()),
            Some(folder) => write_file(&folder.join(name), text),
        }
    }
}

fn write_file(path: &Path, text: &str) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("{}: could not be made", folder.display()))?;
    }
    Ok(folder::whole(path, text.as_bytes())?)
}

/// `<stem>.<ending>` where the stem is the only one of its kind, else with its folder, else with its old ending too. Case
/// does not part names: some systems do not tell `A.txt` from `a.txt`.
fn file_names(sources: &[Source], ending: &str) -> Vec<String> {
    let spellings: [fn(&str) -> &str; 3] =
        [|name| stem(name.rsplit('/').next().unwrap_or(name)), stem, |name| name];
    let counts = spellings.map(|spell| count(sources.iter().map(|s| spell(&s.name).to_lowercase())));
    let alone = |spelt: &str, counts: &BTreeMap<String, usize>| counts.get(&spelt.to_lowercase()) == Some(&1);
    let name = |source: &Source| {
        let mut spelt = spellings.iter().zip(&counts).map(|(spell, counts)| (spell(&source.name), counts));
        let found = spelt.find(|(spelt, counts)| alone(spelt, counts));
        format!("{}.{ending}", found.map_or(&*source.name, |(spelt, _)| spelt))
    };
    sources.iter().map(name).collect()
}

fn stem(name: &str) -> &str {
    let end = name.rfind('.').filter(|at| *at > name.rfind('/').map_or(0, |slash| slash + 1));
    end.and_then(|end| name.get(..end)).unwrap_or(name)
}

fn count(names: impl Iterator<Item = String>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(sources: &[&str]) -> Vec<String> {
        let source = |name: &&str| Source::at(PathBuf::from(name), *name);
        file_names(&sources.iter().map(source).collect::<Vec<_>>(), "txt")
    }

    #[test]
    fn a_stem_alone_is_the_name() {
        assert_eq!(names(&["a/may.pdf", "b/june.PDF"]), ["may.txt", "june.txt"]);
    }

    #[test]
    fn equal_stems_keep_their_folder_or_their_ending() {
        assert_eq!(names(&["a/may.pdf", "b/may.pdf"]), ["a/may.txt", "b/may.txt"]);
        assert_eq!(names(&["may.pdf", "may.PDF.pdf", "may.x"]), ["may.pdf.txt", "may.PDF.txt", "may.x.txt"]);
    }
}
