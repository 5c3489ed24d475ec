//! One document: given its bytes, runs the verbs in a row and gives its record; can stop after any stage. Whatever
//! cannot be read ends as a quarantined record with its reason, and a fault of the program does too. Knows nothing of
//! other documents, threads or files.

pub mod guard;
mod plausible;
pub mod recognise;
pub mod scan;
mod settle;

use crate::extract::{self, ExtractError, Opening};
use crate::house_style::{HouseStyle, Styles};
use crate::layout;
use crate::model::diagnostic::{self, Code};
use crate::model::digest::Hash;
use crate::model::page::PageSet;
use crate::model::record::{Kind, MeetingRecord, Record};
use crate::model::transcript::Transcript;
use crate::model::tree::Tree;
use crate::ocr::files;
use crate::parse::{self, Reader};
use crate::source::Content;
use recognise::{File, Recognition};
use scan::Scan;
use std::path::Path;

/// How documents are to be read.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// How files are opened.
    pub opening: Opening,
    /// The styles to choose from.
    pub styles: Styles,
    /// The style to read every document by; none: the one that accounts for most of each.
    pub style: Option<HouseStyle>,
    /// A mark of the styles that were added to those built in: other files, another mark. Empty without any.
    pub styles_mark: String,
    /// Which images to read, and with what.
    pub recognition: Recognition,
}

/// The stages of reading, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Glyphs, rules and images.
    Pages,
    /// One text in reading order.
    Transcript,
    /// What the grammars made of it.
    Tree,
}

/// What the stages made of one document; stages that were not run left nothing.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Glyphs, rules and images.
    pub pages: PageSet,
    /// One text in reading order.
    pub transcript: Transcript,
    /// What the grammars made of it.
    pub tree: Tree,
}

/// Why a document was set aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The issue code.
    pub code: Code,
    /// What was found and what to do.
    pub message: String,
    /// Pages of the file, where they could be counted.
    pub pages: usize,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code.as_str(), self.message)
    }
}

impl Refusal {
    fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), pages: 0 }
    }
}

impl From<ExtractError> for Refusal {
    fn from(error: ExtractError) -> Self {
        let code = match error {
            ExtractError::Encrypted => Code::Encrypted,
            ExtractError::NotPdf { .. } | ExtractError::Damaged { .. } => Code::Damaged,
        };
        Self::new(code, error.to_string())
    }
}

/// Runs the stages up to and with `until`. A document without text gives pages and little else.
///
/// # Errors
/// When the file gives no page, or a fault of the program ended the reading.
pub fn read(bytes: &[u8], settings: &Settings, until: Stage) -> Result<Reading, Refusal> {
    read_at(bytes, None, settings, until)
}

/// The same for a file at this path, beside which others may stand that hold its text.
///
/// # Errors
/// As [`read`].
pub fn read_at(
    bytes: &[u8],
    path: Option<&Path>,
    settings: &Settings,
    until: Stage,
) -> Result<Reading, Refusal> {
    let stages = || {
        let pages = pages(bytes, path, settings)?;
        Ok(read_on(pages, settings, until))
    };
    guard::guarded(stages).unwrap_or_else(|fault| Err(Refusal::new(Code::Damaged, fault)))
}

/// The records of one file, one for each document in it: of everything read, or of why nothing was. There is always one.
pub fn records(name: &str, content: &Content, settings: &Settings) -> Vec<Record> {
    let all = || {
        let parts = parts(with_text(content, settings)?, settings, layout::Sheets::in_place_of_glyphs);
        let several = parts.len() > 1;
        let mut agenda: Option<MeetingRecord> = None;
        let record = |reading| {
            let record = settle::record(name, content.sha256, several, agenda.as_ref(), reading);
            if record.document.kind == Kind::Agenda {
                agenda = Some(record.meeting.clone());
            }
            record
        };
        Ok(parts.into_iter().map(record).collect())
    };
    let result = guard::guarded(all).unwrap_or_else(|fault| Err(Refusal::new(Code::Damaged, fault)));
    result.unwrap_or_else(|refusal| vec![settle::quarantined(name, content.sha256, &refusal)])
}

/// The records of a file that is set aside for a reason of whoever had it read.
pub fn set_aside(name: &str, sha256: Hash, refusal: &Refusal) -> Vec<Record> {
    vec![settle::quarantined(name, sha256, refusal)]
}

/// Reads a file to the end, each document in it by itself: an agenda bound with its reports is several.
///
/// # Errors
/// When the file gives no page with text, or a fault of the program ended the reading.
pub fn readings(content: &Content, settings: &Settings) -> Result<Vec<Reading>, Refusal> {
    let all = || Ok(parts(with_text(content, settings)?, settings, |set| layout::Sheets::new(set)));
    guard::guarded(all).unwrap_or_else(|fault| Err(Refusal::new(Code::Damaged, fault)))
}

fn with_text(content: &Content, settings: &Settings) -> Result<PageSet, Refusal> {
    readable(pages(&content.bytes, content.path.as_deref(), settings)?)
}

/// The documents in these pages, of which the function finds the lines.
fn parts(
    mut pages: PageSet,
    settings: &Settings,
    sheets: impl FnOnce(&mut PageSet) -> layout::Sheets,
) -> Vec<Reading> {
    let sheets = sheets(&mut pages);
    let transcript = sheets.transcribe();
    let reader = Reader::new(&transcript);
    let starts = starts(&pages, &reader, settings);
    if starts.is_empty() {
        let tree = tree(&reader, settings);
        return vec![Reading { pages, transcript, tree }];
    }
    let transcripts = sheets.transcribe_parts(&starts);
    let parts = pages.cut(&starts).into_iter().zip(transcripts);
    let read = parts.map(|(pages, transcript)| {
        let tree = tree(&Reader::new(&transcript), settings);
        Reading { pages, transcript, tree }
    });
    read.collect()
}

/// The pages on which further documents begin.
fn starts(pages: &PageSet, reader: &Reader, settings: &Settings) -> Vec<u32> {
    let style = settings.style.as_ref().or_else(|| settings.styles.roots().next());
    style.map_or_else(Vec::new, |style| parse::starts(style, reader, &pages.outline))
}

/// The pages, those that are images read.
fn pages(bytes: &[u8], path: Option<&Path>, settings: &Settings) -> Result<PageSet, Refusal> {
    let file = File { bytes, path };
    if let Some(images) = files::pages(bytes) {
        let images = images.map_err(|fault| Refusal::new(Code::Damaged, fault.to_string()))?;
        return Ok(recognise::images(&images, &file, settings));
    }
    let mut pages = extract::pages(bytes, &settings.opening)?;
    recognise::recognise(&mut pages, &file, settings);
    Ok(pages)
}

fn read_on(pages: PageSet, settings: &Settings, until: Stage) -> Reading {
    let mut reading = Reading { pages, ..Reading::default() };
    if until >= Stage::Transcript {
        reading.transcript = layout::transcribe(&reading.pages);
    }
    if until >= Stage::Tree {
        reading.tree = tree(&Reader::new(&reading.transcript), settings);
    }
    reading
}

fn tree(reader: &Reader, settings: &Settings) -> Tree {
    match &settings.style {
        Some(style) => parse::tree(style, reader),
        None => parse::best_tree(&settings.styles, reader),
    }
}

/// The same pages, if there is text on them.
fn readable(pages: PageSet) -> Result<PageSet, Refusal> {
    let count = pages.pages.len();
    if count == 0 {
        return Err(Refusal::new(Code::Damaged, "the file has no pages"));
    }
    match scan::inspect(&pages) {
        Scan::All => Err(Refusal { pages: count, ..Refusal::new(Code::NoText, no_text(&pages)) }),
        Scan::Some(_) | Scan::Text => Ok(pages),
    }
}

/// Why there is no text: what stood in the way of reading the images, if anything did.
pub fn no_text(set: &PageSet) -> String {
    let pages = match set.pages.len() {
        1 => "the only page has no".to_owned(),
        n => format!("none of the {n} pages has"),
    };
    let fault = set.diagnostics.iter().find(|d| d.stage == diagnostic::Stage::Ocr && d.code == Code::NoText);
    match fault {
        Some(fault) => format!("{pages} text that can be read: {}", fault.message),
        None => format!("{pages} text that can be read"),
    }
}
