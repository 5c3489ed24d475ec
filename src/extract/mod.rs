//! Bytes of a PDF to pages of glyphs, rules, fills and images: the only room that says lopdf. Knows nothing of lines,
//! reading order or councils.

#[cfg(test)]
#[macro_use]
mod made;

mod annotations;
mod colour;
mod cover;
mod font;
mod foreign;
mod inflate;
mod interpret;
mod load;
mod marked;
mod matrix;
mod object;
mod objects;
mod optional_content;
mod outline;
mod page_tree;
mod paint;
mod path;
mod pictures;
mod runs;
mod show;
mod sound;
mod state;
mod strings;
mod structure;
mod tagged_table;
mod text_state;
mod text_string;
mod tokens;
mod values;
mod xobject;
mod xref;

use crate::model::diagnostic::{Code, Diagnostic, Severity, Stage};
use crate::model::geometry::{Place, Rect};
use crate::model::limit::Limit;
use crate::model::page::{Font, Page, PageSet};
use crate::model::picture::PicturedPage;
use font::Fonts;
use inflate::Inflater;
use interpret::Interpreter;
use objects::{Loaded, Objects};
use optional_content::OptionalContent;
use page_tree::PageList;
use sound::SoundFile;

/// Limits that keep a hostile file from eating the machine.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Pages read at most; the rest is reported as LIMIT_REACHED.
    pub pages: usize,
    /// Bytes a single stream may inflate to; the content of a page of text is a thousandth of the default.
    pub stream_bytes: usize,
    /// Glyphs on one page.
    pub glyphs_per_page: usize,
    /// Depth of form XObjects and page tree nodes.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { pages: 5_000, stream_bytes: 64 << 20, glyphs_per_page: 200_000, depth: 24 }
    }
}

/// Every limit on what is read of a file, those of [`Limits`] as they are by default.
pub fn limits() -> Vec<Limit> {
    let usual = Limits::default();
    vec![
        Limit::count(usual.pages, "pages of a file"),
        Limit::count(usual.stream_bytes, "bytes to which a stream is unpacked"),
        Limit::count(usual.glyphs_per_page, "glyphs of a page"),
        Limit::count(usual.depth, "forms within forms, and nodes of the page tree within nodes"),
        Limit::count(
            values::DEEPEST,
            "arrays and dictionaries within one another before a file is read with more care",
        ),
        Limit::count(xref::MOST_OBJECTS, "objects of a file before it is read with more care"),
        Limit::count(xref::MOST_REVISIONS, "revisions of a file before it is read with more care"),
        Limit::count(interpret::MOST_SAVED, "graphics states saved within one another"),
        Limit::count(tokens::MOST_OPERANDS, "operands of one operator"),
        Limit::count(xobject::MOST_FORMS, "forms drawn on a page"),
        Limit::count(xobject::MOST_IMAGES, "images on a page"),
        Limit::count(paint::MOST_RULES, "ruling lines of a page"),
        Limit::count(paint::MOST_FILLS, "filled areas of a page"),
        Limit::count(paint::MOST_SHAPES, "shapes of a page that are painted to be read"),
        Limit::count(cover::MOST_HIDING, "boxes of a page that hide text below them"),
        Limit::count(annotations::MOST_ANNOTATIONS, "annotations of a page"),
        Limit::count(outline::MOST, "bookmarks of a file"),
        Limit::count(
            structure::MOST_ELEMENTS,
            "elements of a file's structure that are looked at for its tables",
        ),
        Limit::count(tagged_table::MOST_TABLE_ROWS, "rows of a table that the structure tells of"),
        Limit::count(font::meanings::MOST_CODES, "codes of a font"),
        Limit::count(pictures::MOST_BYTES, "bytes of the images of a page that are read"),
    ]
}

/// How files are opened.
#[derive(Clone, Debug, Default)]
pub struct Opening {
    /// Limits on hostile files.
    pub limits: Limits,
    /// Passwords to try on an encrypted file, after the empty one.
    pub passwords: Vec<String>,
}

/// Why a file gave no pages.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExtractError {
    /// Not a PDF at all.
    #[error("expected a PDF, found {found}")]
    NotPdf {
        /// What the first bytes look like.
        found: String,
    },
    /// Encrypted, and neither the empty password nor one of those given opens it.
    #[error("the file is encrypted and no password given opens it; give the right one with --password")]
    Encrypted,
    /// Too broken to read a page.
    #[error("the file is damaged: {reason}")]
    Damaged {
        /// What was wrong, where.
        reason: String,
    },
}

/// A file whose cross references are read; its objects are parsed as they are asked for.
pub struct Opened<'b> {
    bytes: &'b [u8],
    opening: &'b Opening,
    /// `None` for a file that has to be read with more care.
    sound: Option<SoundFile<'b>>,
}

/// Opens a PDF, sound or not.
pub fn open<'b>(bytes: &'b [u8], opening: &'b Opening) -> Opened<'b> {
    Opened { bytes, opening, sound: SoundFile::open(bytes, opening.limits.stream_bytes) }
}

impl Opened<'_> {
    /// How many pages the file has, if it is sound.
    pub fn page_count(&self) -> Option<usize> {
        let limits = &self.opening.limits;
        let found = |file| page_tree::found(Objects::Sound(file), limits.pages, limits.depth).pages.len();
        self.sound.as_ref().map(found)
    }

    /// Reads every page.
    ///
    /// # Errors
    /// When no page can be read at all; faults of single pages are diagnostics of the [`PageSet`].
    pub fn pages(self) -> Result<PageSet, ExtractError> {
        match self.sound.and_then(|file| read_sound(&file, &self.opening.limits)) {
            Some(set) => Ok(set),
            None => read_thoroughly(self.bytes, self.opening),
        }
    }
}

/// Reads every page of a PDF.
///
/// # Errors
/// When no page can be read at all; faults of single pages are diagnostics of the [`PageSet`].
pub fn pages(bytes: &[u8], opening: &Opening) -> Result<PageSet, ExtractError> {
    open(bytes, opening).pages()
}

/// The images that these pages (numbers from 1, ascending) show, still encoded.
///
/// # Errors
/// When no page can be read at all.
pub fn pictures(bytes: &[u8], numbers: &[u32], opening: &Opening) -> Result<Vec<PicturedPage>, ExtractError> {
    let limits = &opening.limits;
    let sound = SoundFile::open(bytes, limits.stream_bytes);
    if let Some(file) = sound {
        let pages = pictures::read(Objects::Sound(&file), numbers, limits);
        if !file.is_doubtful() && pages.len() == numbers.len() {
            return Ok(pages);
        }
    }
    let document = Loaded::from(load::document(bytes, opening)?);
    let pages = pictures::read(Objects::new(&document), numbers, limits);
    match pages.is_empty() {
        true => Ok(pictures::read(Objects::new(&load::rebuilt(bytes, opening)?.into()), numbers, limits)),
        false => Ok(pages),
    }
}

/// Reads a file that is as it should be; `None` as soon as it is not.
fn read_sound(file: &SoundFile<'_>, limits: &Limits) -> Option<PageSet> {
    let set = read(Objects::Sound(file), limits);
    (!file.is_doubtful() && !set.pages.is_empty()).then_some(set)
}

/// Reads a file that is encrypted, damaged or unusual.
fn read_thoroughly(bytes: &[u8], opening: &Opening) -> Result<PageSet, ExtractError> {
    let limits = &opening.limits;
    let document = load::document(bytes, opening)?;
    let repairs = load::repairs(&document, bytes);
    let mut set = read(Objects::new(&document.into()), limits);
    set.diagnostics.extend(repairs);
    if !set.pages.is_empty() {
        return Ok(set);
    }
    let rebuilt = load::rebuilt(bytes, opening)?;
    let mut set = read(Objects::new(&rebuilt.into()), limits);
    set.diagnostics
        .push(damage(Severity::Warning, "no page could be found; the objects were searched for them"));
    match set.pages.is_empty() {
        true => Err(ExtractError::Damaged { reason: "expected pages, found none".into() }),
        false => Ok(set),
    }
}

/// Reads all pages of a file that was opened.
fn read(objects: Objects<'_>, limits: &Limits) -> PageSet {
    let mut set = PageSet::default();
    let list = page_tree::found(objects, limits.pages, limits.depth);
    let layers = OptionalContent::read(objects);
    let (mut fonts, mut inflater) = (Fonts::new(objects), Inflater::new(objects, limits.stream_bytes));
    let mut interpreter = Interpreter::new(objects, &mut fonts, &mut inflater, &layers, limits);
    interpreter.runs.wanted = structure::is_tagged(objects);
    let mut runs = Vec::new();
    for (node, number) in list.pages.iter().zip(1..) {
        let page = interpreter.read_page(node, number);
        runs.extend(interpreter.runs.take(&page).map(|found| (set.pages.len(), found)));
        let (full, damaged) = (interpreter.full, interpreter.damaged);
        set.diagnostics.extend(full.then(|| limit_reached(&page)));
        set.diagnostics.extend(damaged.then(|| content_damaged(&page)));
        set.pages.push(page);
    }
    structure::tell(objects, &list.pages, &runs, &mut set.pages);
    set.diagnostics.extend(pages_left_out(&list, limits));
    set.fonts = fonts.describe();
    set.diagnostics.extend(set.fonts.iter().filter_map(font_without_unicode));
    set.producer = producer(objects);
    set.outline = outline::bookmarks(objects, &list.pages);
    set
}

/// The program that made the file (ISO 32000-1, 14.3.3).
fn producer(objects: Objects<'_>) -> Option<String> {
    let entries = objects.dictionary(objects.trailer(), b"Info")?;
    let text = objects.get(entries, b"Producer")?.as_str()?;
    Some(text_string::decode(text))
}

fn damage(severity: Severity, message: &str) -> Diagnostic {
    Diagnostic::new(Stage::Extract, severity, Code::Damaged, message)
}

fn whole(page: &Page) -> Place {
    Place { page: page.number, rect: Rect { x0: 0.0, top: 0.0, x1: page.width, bottom: page.height } }
}

fn content_damaged(page: &Page) -> Diagnostic {
    damage(Severity::Warning, "part of the page's content cannot be decoded; compare the page with its text")
        .at(whole(page))
}

fn limit_reached(page: &Page) -> Diagnostic {
    let message = "the page holds more than the limits allow; the rest of it was not read";
    Diagnostic::new(Stage::Extract, Severity::Error, Code::LimitReached, message).at(whole(page))
}

fn pages_left_out(list: &PageList<'_>, limits: &Limits) -> Option<Diagnostic> {
    let message = format!("the file has more than {} pages; the rest was not read", limits.pages);
    list.more.then(|| Diagnostic::new(Stage::Extract, Severity::Error, Code::LimitReached, message))
}

/// A font that leaves more than this share of its glyphs unexplained spoils the text.
const BEARABLE_SHARE: f32 = 0.02;
/// Fewer glyphs than this are a bullet or a rule of dashes, not text.
const FEWEST_GLYPHS: u32 = 5;

fn font_without_unicode(font: &Font) -> Option<Diagnostic> {
    let share = font.undecoded as f32 / font.drawn.max(1) as f32;
    let spoils = share > BEARABLE_SHARE && font.undecoded >= FEWEST_GLYPHS;
    let message = format!(
        "{} of {} glyphs of font {} have no character in the file; compare the text with the page",
        font.undecoded, font.drawn, font.name
    );
    spoils.then(|| Diagnostic::new(Stage::Extract, Severity::Warning, Code::FontWithoutUnicode, message))
}
