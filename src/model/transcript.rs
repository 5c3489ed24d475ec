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
    /// Its extent, in points.
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

    /// Where the span begins: its first page, and the rectangle round all its words on that page. None for a span
    /// without words.
    pub fn locate(&self, span: Span) -> Option<Place> {
        let words = self.words_in(span);
        let page = words.first()?.page;
        let rect = words.iter().filter(|w| w.page == page).map(|w| w.rect).reduce(|a, b| a.union(&b))?;
        Some(Place { page, rect })
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

/// `text` with every run of white space made one space, and none at the ends.
pub fn flatten(text: &str) -> String {
    let mut flat = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !flat.is_empty() {
            flat.push(' ');
        }
        flat.push_str(word);
    }
    flat
}
