//! Made-up pages: given lines of plain text, gives the transcript that layout would make of them. A line is a paragraph; what stands
//! between `**` and `**`, or behind a last `**`, is bold; a tab is a wide gap; spaces before it indent it; a `\` at its end joins
//! the next to its paragraph; an empty line widens the gap; `| a | b |` is a row of a ruled table.

use minutebook::model::geometry::Rect;
use minutebook::model::span::Span;
use minutebook::model::transcript::{Cell, CellId, Line, PageSize, Region, Row, Table, Transcript, Word};

const LEFT: f32 = 70.0;
const RIGHT: f32 = 525.0;
/// Width of a letter.
const LETTER: f32 = 5.0;
/// Height of a line.
const SIZE: f32 = 10.0;
const COLUMN: f32 = 110.0;

/// The transcript of a page with these lines.
pub fn transcript(text: &str) -> Transcript {
    let mut paper = Paper { top: 50.0, opens: true, gap: SIZE, ..Paper::default() };
    paper.made.pages.push(PageSize { number: 1, width: 595.0, height: 842.0, ..PageSize::default() });
    text.lines().for_each(|line| paper.line(line));
    paper.made.body_end = paper.made.text.len();
    paper.made
}

#[derive(Default)]
struct Paper {
    made: Transcript,
    top: f32,
    gap: f32,
    opens: bool,
    /// The line before was a row of a table.
    in_table: bool,
}

impl Paper {
    fn line(&mut self, line: &str) {
        if line.trim().is_empty() {
            (self.gap, self.in_table) = (2.0 * SIZE, false);
            return;
        }
        match line.strip_prefix("| ").and_then(|l| l.trim_end().strip_suffix('|')) {
            Some(row) => self.row(row),
            None => {
                self.in_table = false;
                let goes_on = line.ends_with('\\');
                self.write(line.trim_end_matches('\\').trim_end(), LEFT, RIGHT, None);
                self.opens = !goes_on;
            }
        }
    }

    fn row(&mut self, row: &str) {
        if !self.in_table {
            let table = Table { page: 1, rect: Rect::default(), ruled: true, columns: 0, rows: Vec::new() };
            self.made.tables.push(table);
        }
        self.in_table = true;
        let table = self.made.tables.len() - 1;
        let at = self.made.tables[table].rows.len();
        self.made.tables[table].rows.push(Row::default());
        for (col, words) in row.split('|').enumerate() {
            let start = self.made.text.len();
            let x0 = LEFT + COLUMN * col as f32;
            let id = CellId { table: table as u32, row: at as u32, col: col as u32 };
            if !words.trim().is_empty() {
                self.write(words.trim(), x0, x0 + COLUMN, Some(id));
            }
            let end = self.made.text.trim_end().len().max(start);
            let rect = Rect::new(x0, self.top, x0 + COLUMN, self.top + SIZE);
            let cell = Cell {
                span: Span::new(start, end),
                page: 1,
                rect,
                col: col as u32,
                col_span: 1,
                row_span: 1,
                shaded: false,
            };
            self.made.tables[table].rows[at].cells.push(cell);
            let columns = &mut self.made.tables[table].columns;
            *columns = (*columns).max(col as u32 + 1);
        }
    }

    /// Writes one line.
    fn write(&mut self, line: &str, left: f32, right: f32, cell: Option<CellId>) {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let line = line.trim_start_matches(' ');
        let (text, bold) = without_marks(line);
        let start = self.made.text.len();
        let x0 = left + LETTER * indent as f32;
        self.top += self.gap + SIZE;
        for (at, word) in words(&text) {
            let from = x0 + LETTER * at as f32;
            let rect =
                Rect::new(from, self.top, from + LETTER * word.chars().count() as f32, self.top + SIZE);
            let span = Span::new(start + at, start + at + word.len());
            self.made.words.push(self::word(span, rect, bold.iter().any(|b| b.contains(&at))));
        }
        self.made.text.push_str(&text);
        self.made.text.push('\n');
        let x1 = (x0 + LETTER * text.chars().count() as f32).min(right);
        let letters = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).count() as f32;
        self.made.lines.push(Line {
            span: Span::new(start, start + text.len()),
            page: 1,
            rect: Rect::new(x0, self.top, x1, self.top + SIZE),
            baseline: self.top + 0.9 * SIZE,
            size_pt: SIZE,
            bold: bold.iter().map(|b| letters(&text[b.clone()])).sum::<f32>() / letters(&text).max(1.0),
            italic: 0.0,
            underlined: false,
            gap_above: self.gap,
            column_x0: left,
            column_x1: right,
            opens_paragraph: self.opens,
            region: Region::Body,
            cell,
        });
        (self.gap, self.opens) = (0.4 * SIZE, true);
    }
}

/// The line without its marks, and the bytes that they make bold.
fn without_marks(line: &str) -> (String, Vec<std::ops::Range<usize>>) {
    let (mut text, mut bold) = (String::new(), Vec::new());
    for (at, piece) in line.split("**").enumerate() {
        let start = text.len();
        text.push_str(piece);
        bold.extend((at % 2 == 1).then_some(start..text.len()));
    }
    (text, bold)
}

/// Words with the byte at which each begins.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace().map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

fn word(span: Span, rect: Rect, bold: bool) -> Word {
    Word { span, page: 1, rect, size_pt: SIZE, bold, italic: false, amended: false, confidence: 100 }
}
