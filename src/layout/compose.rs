//! Blocks to the transcript: writes the one text, gives every word and line its span, rejoins words that a line's end
//! broke, and sets furniture after the body.

use super::blocks::{Block, BodyLine};
use super::joins::Leaf;
use super::lines::RawLine;
use super::paragraphs::{Above, Column, opens_paragraph};
use super::sheet::{RawCell, RawTable};
use super::words::RawWord;
use crate::model::span::Span;
use crate::model::transcript::{Cell, CellId, Line, Region, Row, Table, Transcript, Word};
use std::collections::HashSet;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Writes blocks into a transcript, page after page.
pub(super) struct Composer {
    transcript: Transcript,
    /// Notes that wait for the end of their paragraph.
    notes: Vec<(u32, BodyLine)>,
    above: Option<Above>,
    /// Words of the document, small, to tell a broken word from a hyphenated one.
    known: HashSet<String>,
}

impl Composer {
    /// A composer for these pages and this furniture of a document in which these words stand unbroken.
    pub fn new(known: HashSet<String>, leaves: &[Leaf], furniture: &[(u32, BodyLine)]) -> Self {
        let body = || leaves.iter().flat_map(|leaf| &leaf.blocks).flat_map(Block::lines);
        let lines = || body().chain(furniture.iter().map(|(_, body)| &body.line));
        // A space or a line's end stands behind each word.
        let bytes = |line: &RawLine| line.words.iter().map(|word| word.text.len() + 1).sum::<usize>();
        let transcript = Transcript {
            text: String::with_capacity(lines().map(bytes).sum()),
            lines: Vec::with_capacity(lines().count()),
            words: Vec::with_capacity(lines().map(|line| line.words.len()).sum()),
            ..Transcript::default()
        };
        Self { transcript, notes: Vec::new(), above: None, known }
    }

    /// Adds the body of a page.
    pub fn page(&mut self, leaf: Leaf) {
        let page = leaf.number;
        if let Some(above) = self.above.as_mut() {
            above.new_page();
        }
        for block in leaf.blocks {
            match block {
                Block::Line(line) if line.region == Region::Margin => self.notes.push((page, line)),
                Block::Line(line) => self.body_line(page, line),
                Block::Table(table) => {
                    self.flush_notes();
                    self.table(page, table);
                }
            }
        }
    }

    /// Ends the body and adds the furniture; gives the transcript.
    pub fn finish(mut self, furniture: Vec<(u32, BodyLine)>) -> Transcript {
        self.flush_notes();
        self.transcript.body_end = self.transcript.text.len();
        self.above = None;
        for (page, line) in furniture {
            self.line(page, &line, None, true);
        }
        self.transcript
    }

    fn body_line(&mut self, page: u32, body: BodyLine) {
        let opens = opens_paragraph(self.above.as_ref(), &body);
        if opens {
            self.flush_notes();
        }
        self.line(page, &body, None, opens);
        self.above = Some(Above::of(&body, opens, self.above.take()));
    }

    fn flush_notes(&mut self) {
        for (page, note) in std::mem::take(&mut self.notes) {
            self.line(page, &note, None, true);
        }
    }

    fn table(&mut self, page: u32, raw: RawTable) {
        let index = self.transcript.tables.len() as u32;
        let mut rows = Vec::with_capacity(raw.rows.len());
        for (row, cells) in raw.rows.into_iter().enumerate() {
            let cells = cells.into_iter().map(|cell| {
                let id = CellId { table: index, row: row as u32, col: cell.col as u32 };
                self.cell(cell, id)
            });
            rows.push(Row { cells: cells.collect() });
        }
        self.above = None;
        let columns = raw.edges.len() as u32;
        self.transcript.tables.push(Table { page, rect: raw.rect, ruled: raw.ruled, columns, rows });
    }

    fn cell(&mut self, raw: RawCell, id: CellId) -> Cell {
        let start = self.transcript.text.len();
        self.above = None;
        let left = raw.lines.iter().map(|l| l.rect.x0).fold(f32::MAX, f32::min);
        let column = Column::new(left.max(raw.rect.x0), raw.rect.x1).with_leading(raw.lines.iter());
        let here = raw.lines.into_iter().map(|line| (raw.page, line));
        let mut on = raw.page;
        for (page, line) in here.chain(raw.further) {
            if page != on
                && let Some(above) = self.above.as_mut()
            {
                above.new_page();
            }
            on = page;
            let body = BodyLine { line, region: Region::Body, underlined: false, column };
            let opens = opens_paragraph(self.above.as_ref(), &body);
            self.line(page, &body, Some(id), opens);
            self.above = Some(Above::of(&body, opens, self.above.take()));
        }
        let end = self.transcript.text.len();
        let span = Span::new(start, if end > start { end - 1 } else { end });
        Cell {
            span,
            page: raw.page,
            rect: raw.rect,
            col: raw.col as u32,
            col_span: raw.col_span as u32,
            row_span: raw.row_span as u32,
            shaded: raw.shaded,
        }
    }

    /// Writes one line: its words, its `\n`, its entry.
    fn line(&mut self, page: u32, body: &BodyLine, cell: Option<CellId>, opens: bool) {
        let gap_above = self.above.as_ref().map_or(body.line.rect.top, |above| above.gap_to(body));
        let mut words = body.line.words.as_slice();
        if !opens
            && let Some((first, rest)) = words.split_first()
            && self.rejoins(page, first)
        {
            words = rest;
        }
        let start = self.transcript.text.len();
        self.words(page, &body.line, words);
        let span = Span::new(start, self.transcript.text.len());
        if span.is_empty() {
            return;
        }
        self.transcript.text.push('\n');
        self.transcript.lines.push(entry(page, body, cell, opens, gap_above, span));
    }

    fn words(&mut self, page: u32, line: &RawLine, words: &[RawWord]) {
        let skipped = line.words.len() - words.len();
        let start = self.transcript.text.len();
        for (i, word) in words.iter().enumerate() {
            if self.transcript.text.len() > start {
                let wide = line.wide.contains(&(i + skipped));
                self.transcript.text.push(if wide { '\t' } else { ' ' });
            }
            self.word(page, word);
        }
    }

    fn word(&mut self, page: u32, word: &RawWord) {
        let start = self.transcript.text.len();
        push_clean(&mut self.transcript.text, &word.text);
        let span = Span::new(start, self.transcript.text.len());
        self.transcript.words.push(word_entry(page, word, span));
    }

    /// Joins `first` to the last word of the text if a line's end broke it: the whole word then stands on the line
    /// above, with two rectangles. A hard hyphen stays unless the document writes the word without one.
    fn rejoins(&mut self, page: u32, first: &RawWord) -> bool {
        let Some(last) = self.transcript.words.last() else { return false };
        let left = last.span.of(&self.transcript.text);
        let soft = left.ends_with('\u{ad}');
        let hard =
            left.ends_with(['-', '\u{2010}']) && left.chars().rev().nth(1).is_some_and(char::is_alphanumeric);
        if !(soft || hard) || !first.text.starts_with(char::is_alphanumeric) {
            return false;
        }
        let stem: String = left.trim_end_matches(['-', '\u{2010}', '\u{ad}']).into();
        let drop_hyphen = soft || self.is_one_word(&stem, &first.text);
        let (start, end) = (last.span.start, last.span.end);
        self.transcript.text.truncate(if drop_hyphen { start + stem.len() } else { end });
        push_clean(&mut self.transcript.text, &first.text);
        let span = Span::new(start, self.transcript.text.len());
        if let Some(last) = self.transcript.words.last_mut() {
            last.span = span;
        }
        self.transcript.words.push(word_entry(page, first, span));
        if let Some(line) = self.transcript.lines.last_mut() {
            line.span.end = span.end;
        }
        self.transcript.text.push('\n');
        true
    }

    /// Whether the document knows the two halves as one word, and they are small letters.
    fn is_one_word(&self, stem: &str, rest: &str) -> bool {
        let tail = stem.rsplit('-').next().unwrap_or(stem);
        let small = |s: &str| s.chars().next_back().is_some_and(char::is_lowercase);
        let rest: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
        small(tail)
            && rest.starts_with(char::is_lowercase)
            && self.known.contains(&format!("{tail}{rest}").to_lowercase())
    }
}

fn entry(page: u32, body: &BodyLine, cell: Option<CellId>, opens: bool, gap_above: f32, span: Span) -> Line {
    let (bold, italic) = shares(&body.line.words);
    Line {
        span,
        page,
        rect: body.line.rect,
        baseline: body.line.baseline,
        size_pt: body.line.size_pt,
        bold,
        italic,
        underlined: body.underlined,
        gap_above,
        column_x0: body.column.x0,
        column_x1: body.column.x1,
        opens_paragraph: opens,
        region: body.region,
        cell,
    }
}

fn word_entry(page: u32, word: &RawWord, span: Span) -> Word {
    Word {
        span,
        page,
        rect: word.rect,
        size_pt: word.size_pt,
        bold: word.bold,
        italic: word.italic,
        amended: word.amended,
        confidence: word.confidence,
    }
}

/// Shares of the words' letters that are bold and that are italic.
fn shares(words: &[RawWord]) -> (f32, f32) {
    if !words.iter().any(|word| word.bold || word.italic) {
        return (0.0, 0.0);
    }
    let (mut all, mut bold, mut italic) = (0, 0, 0);
    for word in words {
        let letters = word.text.chars().filter(|c| c.is_alphanumeric()).count();
        all += letters;
        bold += if word.bold { letters } else { 0 };
        italic += if word.italic { letters } else { 0 };
    }
    let share = |some: usize| if all == 0 { 0.0 } else { some as f32 / all as f32 };
    (share(bold), share(italic))
}

/// Adds a word in NFC, without the soft hyphens within it (one at its end waits for the next line).
fn push_clean(text: &mut String, word: &str) {
    if word.is_ascii() {
        return text.push_str(word);
    }
    let inner = |c: &char| *c != '\u{ad}';
    match is_nfc_quick(word.chars()) {
        IsNormalized::Yes if !word.contains('\u{ad}') => text.push_str(word),
        _ => {
            let soft_end = word.ends_with('\u{ad}');
            text.extend(word.nfc().filter(inner));
            if soft_end {
                text.push('\u{ad}');
            }
        }
    }
}
