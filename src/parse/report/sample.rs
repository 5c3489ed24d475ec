//! Transcripts for tests, made of plain words: every text is a paragraph of one line, or a cell of a table. For tests alone.

use crate::model::geometry::Rect;
use crate::model::span::Span;
use crate::model::transcript::{Cell, CellId, Line, PageSize, Region, Row, Table, Transcript, Word};

/// A paragraph of a sample.
#[derive(Clone, Debug, Default)]
pub(in crate::parse) struct Text {
    words: String,
    bold: String,
    x0: f32,
}

impl Text {
    /// A paragraph of these words.
    pub fn words(words: &str) -> Self {
        Self { words: words.to_owned(), bold: String::new(), x0: 70.0 }
    }

    /// The same, beginning with these words in bold.
    pub fn bold_words(self, bold: &str) -> Self {
        Self { bold: bold.to_owned(), ..self }
    }

    /// The same, all bold.
    pub fn bold(self) -> Self {
        Self { bold: self.words.clone(), ..self }
    }

    /// The same, indented to this x.
    pub fn at(self, x0: f32) -> Self {
        Self { x0, ..self }
    }
}

/// A transcript of paragraphs.
pub(in crate::parse) fn transcript(texts: &[Text]) -> Transcript {
    let mut made = page();
    for (at, text) in texts.iter().enumerate() {
        write(&mut made, text, at, None);
    }
    made.body_end = made.text.len();
    made
}

/// A transcript of one ruled table; an empty string is an empty cell, `^` one that is merged with the one above.
pub(in crate::parse) fn table(rows: &[&[&str]]) -> Transcript {
    let mut made = page();
    let mut table = Table { page: 1, rect: Rect::default(), ruled: true, columns: 0, rows: Vec::new() };
    for (row, texts) in rows.iter().enumerate() {
        let mut cells: Vec<Cell> = Vec::new();
        for (col, text) in texts.iter().enumerate().filter(|(_, t)| **t != "^") {
            let start = made.text.len();
            if !text.is_empty() {
                let id = CellId { table: 0, row: row as u32, col: col as u32 };
                write(&mut made, &Text::words(text).at(70.0 + 150.0 * col as f32), row, Some(id));
            }
            let end = if text.is_empty() { start } else { start + text.len() };
            let merged = rows.iter().skip(row + 1).take_while(|r| r.get(col) == Some(&"^")).count();
            cells.push(cell(Span::new(start, end), col as u32, 1 + merged as u32));
        }
        table.columns = table.columns.max(texts.len() as u32);
        table.rows.push(Row { cells });
    }
    made.tables.push(table);
    made.body_end = made.text.len();
    made
}

fn page() -> Transcript {
    Transcript {
        pages: vec![PageSize { number: 1, width: 595.0, height: 842.0, ..PageSize::default() }],
        ..Transcript::default()
    }
}

fn cell(span: Span, col: u32, row_span: u32) -> Cell {
    Cell { span, page: 1, rect: Rect::default(), col, col_span: 1, row_span, shaded: false }
}

fn write(made: &mut Transcript, text: &Text, row: usize, cell: Option<CellId>) {
    let start = made.text.len();
    let top = 50.0 + 20.0 * row as f32;
    let mut at = 0;
    for word in text.words.split_whitespace() {
        let from = at + text.words.get(at..).and_then(|t| t.find(word)).unwrap_or(0);
        at = from + word.len();
        let x0 = text.x0 + 5.0 * from as f32;
        let rect = Rect::new(x0, top, x0 + 5.0 * word.len() as f32, top + 10.0);
        let span = Span::new(start + from, start + at);
        let bold = from < text.bold.len();
        made.words.push(Word {
            span,
            page: 1,
            rect,
            size_pt: 10.0,
            bold,
            italic: false,
            amended: false,
            confidence: 100,
        });
    }
    made.text.push_str(&text.words);
    let end = made.text.len();
    made.text.push('\n');
    made.lines.push(line(Span::new(start, end), text, top, cell));
}

fn line(span: Span, text: &Text, top: f32, cell: Option<CellId>) -> Line {
    let share = |part: &str| part.len() as f32 / text.words.len().max(1) as f32;
    Line {
        span,
        page: 1,
        rect: Rect::new(text.x0, top, text.x0 + 5.0 * text.words.len() as f32, top + 10.0),
        baseline: top + 9.0,
        size_pt: 10.0,
        bold: share(&text.bold),
        italic: 0.0,
        underlined: false,
        gap_above: 10.0,
        column_x0: 70.0,
        column_x1: 525.0,
        opens_paragraph: true,
        region: Region::Body,
        cell,
    }
}
