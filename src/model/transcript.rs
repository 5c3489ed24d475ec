//! The transcript: one clean string of a document in reading order, and the way back from every byte of it to a
//! rectangle on a page.
//!
//! Lines end with `\n`; a wide gap within a line is one `\t`; otherwise words are parted by single spaces. A word broken by a hyphen
//! at a line's end stands whole on the first of its lines. The body comes first, without running heads and feet; those
//! (the furniture) follow after [`Transcript::body_end`], so that a paragraph that runs over a page is one span.

use crate::model::diagnostic::Diagnostic;
use crate::model::geometry::{Place, Rect};
use crate::model::span::Span;
use serde::Serialize;

/// A document as text with places.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Transcript {
    /// The text, NFC: body, then furniture.
    pub text: String,
    /// Where the furniture begins in `text`.
    pub body_end: usize,
    /// The lines, in the order of the text.
    pub lines: Vec<Line>,
    /// The words, in the order of the text; a word broken over two lines has two entries with the same span.
    pub words: Vec<Word>,
    /// The tables, in the order of the text.
    pub tables: Vec<Table>,
    /// Page sizes, in order.
    pub pages: Vec<PageSize>,
    /// What layout noticed.
    #[serde(skip)]
    pub diagnostics: Vec<Diagnostic>,
}

/// The size of a page in points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct PageSize {
    /// Page number, from 1.
    pub number: u32,
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// Where its words come from.
    pub source: TextSource,
    /// By how many degrees the page as it is shown is turned, clockwise, against the page as it was read: that of a scan
    /// that lies askew or on its side. Width, height and every rectangle here are those of the page held straight.
    pub angle: f32,
}

impl PageSize {
    /// Width and height of the page as it is shown.
    pub fn shown_size(&self) -> (f32, f32) {
        let quarters = (self.angle / 90.0).round() as i32;
        if quarters.rem_euclid(2) == 1 { (self.height, self.width) } else { (self.width, self.height) }
    }

    /// The smallest upright rectangle, on the page as it is shown, round what stands in this one on the page held straight.
    pub fn shown(&self, rect: &Rect) -> Rect {
        if self.angle == 0.0 {
            return *rect;
        }
        let (sin, cos) = self.angle.to_radians().sin_cos();
        let (width, height) = self.shown_size();
        let corner = |x: f32, y: f32| {
            let (along, down) = (x - self.width / 2.0, y - self.height / 2.0);
            let (x, y) = (along * cos - down * sin + width / 2.0, along * sin + down * cos + height / 2.0);
            Rect::new(x, y, x, y)
        };
        let left = corner(rect.x0, rect.top).union(&corner(rect.x0, rect.bottom));
        left.union(&corner(rect.x1, rect.top)).union(&corner(rect.x1, rect.bottom))
    }
}

/// Where the words of a page come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TextSource {
    /// The file sets them as text.
    #[default]
    Embedded,
    /// The file holds them invisibly under a picture of the page: another engine read it, how surely is not known.
    Hidden,
    /// The page's image was read; every word has its confidence.
    Recognised,
}

impl TextSource {
    /// Whether the words were read from an image, by whomever: letters may be misread.
    pub fn is_read(self) -> bool {
        self != Self::Embedded
    }
}

/// A line of the page, or of one cell of a table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// Its words, without the closing `\n`.
    pub span: Span,
    /// Page number, from 1.
    pub page: u32,
    /// Its extent, in points; where all text of the page is turned by a quarter, with the page held so that it reads.
    pub rect: Rect,
    /// The y of its baseline.
    pub baseline: f32,
    /// The size of most of its glyphs, in points.
    pub size_pt: f32,
    /// Share of its letters that are bold, 0 to 1.
    pub bold: f32,
    /// Share of its letters that are italic, 0 to 1.
    pub italic: f32,
    /// Whether a rule runs along its feet.
    pub underlined: bool,
    /// Free space above it on its page, in points (distance to the line above in the same column).
    pub gap_above: f32,
    /// Left edge of the column it stands in, in points: `rect.x0 - column_x0` is its indent.
    pub column_x0: f32,
    /// Right edge of the column it stands in, in points.
    pub column_x1: f32,
    /// Whether geometry says that a paragraph begins here.
    pub opens_paragraph: bool,
    /// What part of the page it belongs to.
    pub region: Region,
    /// The cell it stands in, if it belongs to a table.
    pub cell: Option<CellId>,
}

/// What part of the page a line belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Region {
    /// The document's own words.
    Body,
    /// A running head.
    Head,
    /// A running foot.
    Foot,
    /// A page number.
    PageNumber,
    /// A word laid across the page (DRAFT), or turned by a quarter beside its text.
    Watermark,
    /// A short note at the right margin beside a paragraph (who is to act); it stands after its paragraph.
    Margin,
}

/// A cell of a table, by index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct CellId {
    /// Index into [`Transcript::tables`].
    pub table: u32,
    /// Row, from 0.
    pub row: u32,
    /// Column, from 0: that of its left edge, where it spans several.
    pub col: u32,
}

/// A word with its place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Word {
    /// Its bytes.
    pub span: Span,
    /// Page number, from 1.
    pub page: u32,
    /// Its extent, in points; [`Transcript::shown`] gives it on the page as it is shown.
    pub rect: Rect,
    /// Font size in points.
    pub size_pt: f32,
    /// Set in bold.
    pub bold: bool,
    /// Set in italics.
    pub italic: bool,
    /// Struck through or set in red: amendment text.
    pub amended: bool,
    /// Confidence of its reading, 0 to 100; 100 for text that was not read by OCR.
    pub confidence: u8,
}

/// A table: rows of cells, ruled or not.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Table {
    /// The page on which it begins, from 1.
    pub page: u32,
    /// Its extent on that page.
    pub rect: Rect,
    /// Whether ruling lines told its cells (otherwise gaps and alignment did).
    pub ruled: bool,
    /// How many columns it has.
    pub columns: u32,
    /// Its rows, top to bottom; a table that goes on over pages is one table.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Row {
    /// Its cells, left to right; a cell merged over columns stands once.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cell {
    /// Its words; empty for an empty cell (then it stands where its words would).
    pub span: Span,
    /// Page number, from 1.
    pub page: u32,
    /// Its extent, in points.
    pub rect: Rect,
    /// First column it covers, from 0.
    pub col: u32,
    /// How many columns it covers.
    pub col_span: u32,
    /// How many rows it covers.
    pub row_span: u32,
    /// Whether it is filled with a colour that is not that of most cells.
    pub shaded: bool,
}

impl Transcript {
    /// The body's text, without furniture.
    pub fn body(&self) -> &str {
        self.text.get(..self.body_end).unwrap_or("")
    }

    /// The words whose bytes overlap the span.
    pub fn words_in(&self, span: Span) -> &[Word] {
        let first = self.words.partition_point(|w| w.span.end <= span.start);
        let last = self.words.partition_point(|w| w.span.start < span.end);
        self.words.get(first..last.max(first)).unwrap_or(&[])
    }

    /// The lines whose bytes overlap the span.
    pub fn lines_in(&self, span: Span) -> &[Line] {
        let first = self.lines.partition_point(|l| l.span.end <= span.start);
        let last = self.lines.partition_point(|l| l.span.start < span.end);
        self.lines.get(first..last.max(first)).unwrap_or(&[])
    }

    /// Where the span begins: its first page, and the rectangle round all its words on that page as it is shown. None for
    /// a span without words.
    pub fn locate(&self, span: Span) -> Option<Place> {
        let words = self.words_in(span);
        let page = words.first()?.page;
        let shown = words.iter().filter(|w| w.page == page).map(|w| self.shown(w));
        Some(Place { page, rect: shown.reduce(|a, b| a.union(&b))? })
    }

    /// The extent of a word on its page as it is shown, in points.
    pub fn shown(&self, word: &Word) -> Rect {
        self.page(word.page).map_or(word.rect, |page| page.shown(&word.rect))
    }

    /// How surely the words of the span were read, 0 to 100: the mean by letters of those from pages whose image was read;
    /// `None` where there are none.
    pub fn confidence(&self, span: Span) -> Option<u8> {
        let read = self.words_in(span).iter().filter(|w| self.source(w.page) == TextSource::Recognised);
        let (mut letters, mut sum) = (0, 0);
        for word in read {
            let count = word.span.of(&self.text).chars().filter(|c| c.is_alphanumeric()).count();
            letters += count;
            sum += count * usize::from(word.confidence);
        }
        sum.checked_div(letters).and_then(|mean| u8::try_from(mean).ok())
    }

    /// Where the words of the page come from.
    pub fn source(&self, page: u32) -> TextSource {
        self.page(page).map_or(TextSource::Embedded, |p| p.source)
    }

    /// The page of this number.
    pub fn page(&self, number: u32) -> Option<&PageSize> {
        let at = self.pages.partition_point(|p| p.number < number);
        self.pages.get(at).filter(|p| p.number == number)
    }

    /// The words of a span on one line: `\n` and `\t` become single spaces.
    pub fn quote(&self, span: Span) -> String {
        flatten(span.of(&self.text))
    }

    /// The cell that the line stands in, if any.
    pub fn cell(&self, id: CellId) -> Option<&Cell> {
        let row = self.tables.get(id.table as usize)?.rows.get(id.row as usize)?;
        row.cells.iter().find(|c| c.col == id.col)
    }
}

/// Whether its only white space are single spaces between other characters.
fn is_flat(text: &str) -> bool {
    let bytes = text.as_bytes();
    let ([first, behind @ ..], Some(last)) = (bytes, bytes.last()) else { return false };
    // All bytes are looked at, many at a time: most texts are as they should be.
    let strange = bytes.iter().fold(false, |any, byte| any | (*byte < b' '));
    let pairs = bytes.iter().zip(behind);
    let doubled = pairs.fold(false, |any, (a, b)| any | ((*a == b' ') & (*b == b' ')));
    let even = !strange && !doubled && *first != b' ' && *last != b' ';
    even && (text.is_ascii() || !text.contains(|c: char| !c.is_ascii() && c.is_whitespace()))
}

/// `text` with every run of white space made one space, and none at the ends.
pub fn flatten(text: &str) -> String {
    // Most is a piece of one line, as it should be already.
    if is_flat(text) {
        return text.to_owned();
    }
    let mut flat = String::with_capacity(text.len());
    let mut add = |word: &str| {
        if !flat.is_empty() {
            flat.push(' ');
        }
        flat.push_str(word);
    };
    // A line at a time, where it is as it should be.
    for line in text.split('\n') {
        if is_flat(line) { add(line) } else { line.split_whitespace().for_each(&mut add) }
    }
    flat
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(width: f32, height: f32, angle: f32) -> PageSize {
        PageSize { number: 1, width, height, angle, ..PageSize::default() }
    }

    #[test]
    fn a_page_on_its_side_gets_its_places_back() {
        // Read upright, 842 points wide; shown turned by a quarter clockwise.
        let page = page(842.0, 595.0, 90.0);
        assert_eq!(page.shown_size(), (595.0, 842.0));
        let shown = page.shown(&Rect::new(100.0, 20.0, 160.0, 32.0));
        let near = |a: f32, b: f32| (a - b).abs() < 0.01;
        assert!(near(shown.x0, 563.0) && near(shown.x1, 575.0), "{shown:?}");
        assert!(near(shown.top, 100.0) && near(shown.bottom, 160.0), "{shown:?}");
    }

    #[test]
    fn a_page_askew_moves_what_is_far_from_its_middle() {
        let page = page(600.0, 800.0, 1.0);
        let middle = page.shown(&Rect::new(299.0, 399.0, 301.0, 401.0));
        assert!((middle.middle_x() - 300.0).abs() < 0.01 && (middle.middle_y() - 400.0).abs() < 0.01);
        // Clockwise: what stands on the right goes down.
        let right = page.shown(&Rect::new(599.0, 399.0, 601.0, 401.0));
        assert!((right.middle_y() - 405.24).abs() < 0.1, "{right:?}");
    }
}
