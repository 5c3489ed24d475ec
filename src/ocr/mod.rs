//! Images of pages to pages of words: decodes the images of a page, lays them on white, sets them straight, has Tesseract
//! read them, and looks for rules and bold itself. Gives glyphs and rules of the same kind that a file gives. Knows
//! nothing of lopdf, layout, councils, or of which pages need reading.

mod alto;
mod bullet;
mod cache;
mod canvas;
mod decode;
mod engine;
pub mod files;
mod gate;
mod glyphs;
mod hocr;
mod ink;
mod markup;
mod page_xml;
mod raster;
mod reader;
mod reading;
mod ruling;
mod shapes;
mod sheets;
mod sidecar;
mod skew;
mod stroke;

use crate::model::limit::Limit;
use crate::model::page::{FontId, Glyph, Rule};
use cache::Kept;
pub use reader::{Reader, Wanted};
use reading::Reading;
use std::path::PathBuf;

/// Why a page could not be read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum OcrError {
    /// The engine does not run.
    #[error(
        "text recognition needs Tesseract, and {program} does not run; install it (Debian and Ubuntu: apt install \
         tesseract-ocr tesseract-ocr-eng; macOS: brew install tesseract; Windows: winget install \
         UB-Mannheim.TesseractOCR) or name it with --tesseract"
    )]
    NoEngine {
        /// As it was called.
        program: String,
    },
    /// The engine is of another age.
    #[error("text recognition needs Tesseract 4 or later, found {version}")]
    OldEngine {
        /// Its version.
        version: String,
    },
    /// The engine cannot read the language.
    #[error(
        "Tesseract cannot read the language {language}; install it (Debian and Ubuntu: apt install tesseract-ocr-{language})"
    )]
    NoLanguage {
        /// Its code.
        language: String,
    },
    /// The engine ended badly.
    #[error("Tesseract failed: {reason}")]
    EngineFailed {
        /// What it said last.
        reason: String,
    },
    /// The engine did not end.
    #[error("Tesseract did not end within {seconds} seconds")]
    TooSlow {
        /// The limit.
        seconds: u64,
    },
    /// There is nothing to read.
    #[error("the page shows no image")]
    NoImage,
    /// An image that cannot be decoded.
    #[error("the {image} cannot be decoded: {reason}")]
    Image {
        /// Its kind and size.
        image: String,
        /// What the decoder said.
        reason: String,
    },
    /// Another engine's file that cannot be read.
    #[error("the {kind} file cannot be read: {reason}")]
    Sidecar {
        /// Its format.
        kind: &'static str,
        /// What is wrong with it.
        reason: String,
    },
}

/// Every limit on what is read of images.
pub const LIMITS: &[Limit] = &[
    Limit::count(files::MOST_PAGES, "pages of a TIFF file"),
    Limit::count(decode::MOST_PIXELS, "pixels of an image"),
    Limit::new(canvas::MOST_PIXELS as u64, "pixels to which a page is painted"),
    Limit::new(engine::MOST_SECONDS, "seconds that Tesseract may take for an image"),
];

/// How images are to be read.
#[derive(Clone, Debug)]
pub struct Options {
    /// The engine's name or path.
    pub program: PathBuf,
    /// Languages as the engine calls them, with `+`.
    pub languages: String,
    /// Engines that run at once.
    pub jobs: usize,
    /// Where what was read is kept for the next run.
    pub cache: Option<PathBuf>,
    /// A folder by which several processes keep to so many engines together.
    pub turns: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self { program: "tesseract".into(), languages: "eng".to_owned(), jobs: 1, cache: None, turns: None }
    }
}

/// What was read on a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sight {
    /// Its words.
    pub glyphs: Vec<Glyph>,
    /// Its ruling lines.
    pub rules: Vec<Rule>,
    /// Mean confidence, 0 to 100; none where no word was found.
    pub confidence: Option<u8>,
    /// How many words were found.
    pub words: usize,
    /// By how many degrees the page lay askew, clockwise: 0 to 360.
    pub angle: f32,
}

/// What another engine left: the readings of the pages of one file, in order; `None` where the text is of no format
/// known here.
///
/// # Errors
/// When the file is broken.
pub fn sidecar(text: &str) -> Result<Option<Sidecar>, OcrError> {
    Ok(sidecar::pages(text)?.map(|pages| Sidecar { pages }))
}

/// A file that another engine left.
#[derive(Clone, Debug)]
pub struct Sidecar {
    pages: Vec<Reading>,
}

impl Sidecar {
    /// How many pages it tells of.
    pub fn count(&self) -> usize {
        self.pages.len()
    }

    /// What it says of its page at this index, laid on a page of this width in points; `None` beyond its end.
    pub fn sight(&self, index: usize, width: f32, fonts: [FontId; 2]) -> Option<Sight> {
        let reading = self.pages.get(index)?;
        let factor = if reading.width > 0.0 { width / reading.width } else { 1.0 };
        let kept = Kept { reading: reading.clone().scaled(factor), ..Kept::default() };
        Some(sight(kept, fonts))
    }
}

fn sight(kept: Kept, fonts: [FontId; 2]) -> Sight {
    Sight {
        glyphs: glyphs::glyphs(&kept.reading, fonts),
        confidence: kept.reading.confidence(),
        words: kept.reading.words().count(),
        rules: kept.rules,
        angle: kept.angle,
    }
}
