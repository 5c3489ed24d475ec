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
mod reading;
mod ruling;
mod shapes;
mod sidecar;
mod skew;
mod stroke;

use crate::model::limit::Limit;
use crate::model::page::{FontId, Glyph, Rule};
use crate::model::picture::PicturedPage;
use cache::{Cache, Kept};
use engine::Engine;
use gate::Gate;
use ink::Ink;
use raster::Raster;
use reading::Reading;
use std::path::PathBuf;
use std::sync::OnceLock;

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

/// Reads images of pages; looked for only when the first page needs it.
#[derive(Debug)]
pub struct Reader {
    options: Options,
    engine: OnceLock<Result<Engine, OcrError>>,
    gate: Gate,
    cache: Option<Cache>,
}

/// A page with less ink than this share is empty: dust, a hole punched, the shadow of a fold.
const EMPTY: f32 = 0.0004;

impl Reader {
    /// A reader by these options.
    pub fn new(options: Options) -> Self {
        let gate = Gate::new(options.jobs, options.turns.clone());
        let cache = options.cache.clone().map(Cache::new);
        Self { options, engine: OnceLock::new(), gate, cache }
    }

    /// How many pages it reads at once.
    pub fn jobs(&self) -> usize {
        self.options.jobs.max(1)
    }

    /// What the engine calls itself.
    ///
    /// # Errors
    /// When there is none; says what to install.
    pub fn name(&self) -> Result<&str, OcrError> {
        self.engine().map(|engine| engine.name.as_str())
    }

    fn engine(&self) -> Result<&Engine, OcrError> {
        let find = || Engine::find(&self.options.program, &self.options.languages);
        self.engine.get_or_init(find).as_ref().map_err(Clone::clone)
    }

    /// Reads one page; waits for its turn. What was kept under the key is not read again.
    ///
    /// # Errors
    /// When there is no engine, it fails, or no image can be decoded.
    pub fn read(&self, page: &PicturedPage, key: &str, fonts: [FontId; 2]) -> Result<Sight, OcrError> {
        let found = self.cache.as_ref().and_then(|cache| cache.find(key));
        let kept = match found {
            Some(kept) => kept,
            None => {
                let kept = self.read_afresh(page)?;
                self.cache.iter().for_each(|cache| cache.keep(key, &kept));
                kept
            }
        };
        Ok(sight(kept, fonts))
    }

    fn read_afresh(&self, page: &PicturedPage) -> Result<Kept, OcrError> {
        let engine = self.engine()?;
        let _turn = self.gate.enter();
        let (raster, faults) = canvas::paint(page)?;
        let per_point = raster.per_point;
        let ink = Ink::of(&raster);
        if ink.share() < EMPTY {
            return faults.into_iter().next().map_or(Ok(Kept::default()), Err);
        }
        let upright = read_straight(engine, look(raster, ink))?;
        if !doubtful(&upright) {
            return Ok(upright.in_points(per_point));
        }
        let mut best = upright;
        // Painted once more: pages that lie askew are few, and the others need no second copy.
        let (raster, _) = canvas::paint(page)?;
        for quarters in TURNS {
            let turned = raster.turned(quarters);
            let ink = Ink::of(&turned);
            let mut turned = read_straight(engine, look(turned, ink))?;
            turned.angle += f32::from(4 - quarters) * 90.0;
            if sureness(&turned) > sureness(&best) * CLEARLY {
                best = turned;
            }
            if !doubtful(&best) {
                break;
            }
        }
        Ok(best.in_points(per_point))
    }
}

/// Ways to turn a page that cannot be read as it lies, the commonest first.
const TURNS: [u8; 3] = [2, 1, 3];
/// A page read with less mean confidence than this may lie on its side or head: a page that does reads at 30 to 50.
const ON_ITS_HEAD: u8 = 60;
/// Turned, it must read this much better.
const CLEARLY: f32 = 1.3;

fn doubtful(kept: &Kept) -> bool {
    kept.reading.confidence().is_none_or(|confidence| confidence < ON_ITS_HEAD)
}

/// How much was read, by how sure it is.
fn sureness(kept: &Kept) -> f32 {
    let letters: usize = kept.reading.words().map(|word| word.text.chars().count()).sum();
    f32::from(kept.reading.confidence().unwrap_or(0)).powi(2) * letters as f32
}

/// Reads a page that was set straight, in pixels.
fn read_straight(engine: &Engine, mut seen: Seen) -> Result<Kept, OcrError> {
    let rules = ruling::rules(&seen.ink, seen.raster.per_point);
    seen.raster.clear(rules.iter().map(|rule| &rule.rect));
    let reading = read(engine, &seen.raster, &seen.ink)?;
    Ok(Kept { reading, rules, angle: seen.angle })
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

/// A page set straight, and its ink.
struct Seen {
    raster: Raster,
    ink: Ink,
    angle: f32,
}

/// Pixels to a point (250 dots per inch) from which on a page of bits that is turned becomes bits again: over shades the engine
/// takes a quarter longer. On coarser pages the shades keep what bits would lose, "(3)" from "(8)".
const FINE: f32 = 250.0 / 72.0;

fn look(raster: Raster, ink: Ink) -> Seen {
    let angle = skew::angle(&ink, raster.per_point);
    if angle == 0.0 {
        return Seen { raster, ink, angle };
    }
    let hard = raster.per_point >= FINE && !raster.has_grain();
    let mut raster = skew::straightened(&raster, angle);
    if hard {
        raster.harden();
    }
    Seen { ink: Ink::of(&raster), raster, angle }
}

fn read(engine: &Engine, raster: &Raster, ink: &Ink) -> Result<Reading, OcrError> {
    let hocr = engine.hocr(raster, &ink.levels())?;
    let mut reading = hocr::pages(&hocr)?.into_iter().next().unwrap_or_default();
    // Strokes are measured as they were scanned.
    bullet::mark(&mut reading, raster, ink.threshold);
    stroke::mark_bold(&mut reading, raster, ink.threshold);
    Ok(reading)
}
