//! The body as the report grammars walk it: given a reader, gives its tables and the paragraphs between them in reading
//! order, and looks up what stands within a cell or a span. Knows no vocabulary.

use crate::model::span::Span;
use crate::model::transcript::{Cell, Table, flatten};
use crate::parse::reader::{Paragraph, Reader};

/// A line is bold when this share of its letters is.
const MOSTLY: f32 = 0.85;

/// A piece of the body.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::parse) enum Block {
    /// A table, by its index in the transcript.
    Table(usize),
    /// A paragraph outside tables, by its index in the reader.
    Paragraph(usize),
}

/// The pieces of the body in reading order.
pub(in crate::parse) fn blocks(reader: &Reader) -> Vec<Block> {
    let block = |(at, paragraph): (usize, &Paragraph)| match paragraph.cell {
        Some(cell) => Block::Table(cell.table as usize),
        None => Block::Paragraph(at),
    };
    let mut blocks: Vec<Block> = reader.paragraphs.iter().enumerate().map(block).collect();
    blocks.dedup();
    blocks
}

/// Where a piece of the body begins.
pub(in crate::parse) fn start(reader: &Reader, block: Block) -> usize {
    match block {
        Block::Paragraph(at) => reader.paragraphs.get(at).map_or(0, |p| p.span.start),
        Block::Table(at) => table(reader, at).and_then(table_span).map_or(0, |s| s.start),
    }
}

/// The table of that index.
pub(in crate::parse) fn table<'t>(reader: &Reader<'t>, at: usize) -> Option<&'t Table> {
    reader.transcript.tables.get(at)
}

/// All the words of a table.
pub(in crate::parse) fn table_span(table: &Table) -> Option<Span> {
    let cells = table.rows.iter().flat_map(|r| &r.cells).map(|c| c.span).filter(|s| !s.is_empty());
    cells.reduce(|a, b| a.cover(b))
}

/// The paragraphs that begin within a span.
pub(in crate::parse) fn paragraphs_in<'r>(reader: &'r Reader, span: Span) -> &'r [Paragraph] {
    let first = reader.paragraphs.partition_point(|p| p.span.start < span.start);
    let last = reader.paragraphs.partition_point(|p| p.span.start < span.end);
    reader.paragraphs.get(first..last.max(first)).unwrap_or(&[])
}

/// The words of a cell on one line.
pub(in crate::parse) fn cell_text(reader: &Reader, cell: &Cell) -> String {
    flatten(reader.text(cell.span))
}

/// Whether all lines of a span are bold.
pub(in crate::parse) fn is_bold(reader: &Reader, span: Span) -> bool {
    let words = reader.transcript.words_in(span);
    let letters = words.iter().filter(|w| w.span.of(reader.body()).chars().any(char::is_alphabetic));
    let (mut all, mut bold) = (0.0_f32, 0.0_f32);
    for word in letters {
        let length = word.span.len() as f32;
        all += length;
        bold += if word.bold { length } else { 0.0 };
    }
    all > 0.0 && bold >= MOSTLY * all
}

/// The left edge of the first word of a span, in points.
pub(in crate::parse) fn left_edge(reader: &Reader, span: Span) -> Option<f32> {
    reader.transcript.words_in(span).first().map(|w| w.rect.x0)
}

/// How many words a text has.
pub(in crate::parse) fn word_count(text: &str) -> usize {
    if text.is_ascii() { plain_words(text).count() } else { text.split_whitespace().count() }
}

/// The first letters of the words of an ASCII text, which is read faster than others.
fn plain_words(text: &str) -> impl Iterator<Item = u8> {
    let mut blank = true;
    text.bytes().filter(move |byte| {
        let behind_blank = std::mem::replace(&mut blank, matches!(byte, b'\t'..=b'\r' | b' '));
        behind_blank && !blank
    })
}

/// Whether a text has no more words than so many: long ones are not counted to the end.
pub(in crate::parse) fn has_at_most(text: &str, most: usize) -> bool {
    // No word is shorter than a letter and the space before it.
    text.len() <= 2 * most
        || if text.is_ascii() {
            plain_words(text).take(most + 1).count() <= most
        } else {
            text.split_whitespace().nth(most).is_none()
        }
}

/// The span without white space and closing colons at its end.
pub(in crate::parse) fn without_colon(reader: &Reader, span: Span) -> Span {
    let span = reader.trim(span);
    let kept = reader.text(span).trim_end_matches(|c: char| c == ':' || c.is_whitespace()).len();
    Span::new(span.start, span.start + kept)
}
