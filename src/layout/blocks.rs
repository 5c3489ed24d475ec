//! Lines to blocks in reading order: given one sheet, gives its lines and tables from top to bottom, notes at the right margin
//! set apart, newspaper columns read one after the other. Knows nothing of words.

use super::lines::{RawLine, lines};
use super::paragraphs::Column;
use super::sheet::{RawTable, Sheet};
use super::unruled;
use super::words::RawWord;
use crate::model::transcript::Region;
use std::rc::Rc;

/// A note at the right margin has at most this many words …
const NOTE_WORDS: usize = 4;
/// … and is narrower than this share of the text column.
const NOTE_WIDTH: f32 = 0.3;
/// The text left of it fills at least this share of the column.
const NOTE_TEXT_WIDTH: f32 = 0.35;
/// A note's left edge lies beyond this share of the column, unless it ends at the column's right edge.
const NOTE_FROM: f32 = 0.86;
/// A note on a line of its own has at most this many letters.
const NOTE_LETTERS: usize = 14;
/// Right-aligned notes end this close to the column's edge, in points.
const EDGE_SLACK: f32 = 6.0;

/// A page of so many lines shows how wide its column is.
const FULL_PAGE: usize = 15;
/// Columns of two pages that begin this close together are one, in points.
const SAME_COLUMN: f32 = 12.0;

/// A piece of a page in reading order.
#[derive(Clone, Debug)]
pub(super) enum Block {
    Line(BodyLine),
    Table(RawTable),
}

/// A line with what the sheet knows of it.
#[derive(Clone, Debug)]
pub(super) struct BodyLine {
    pub line: RawLine,
    pub region: Region,
    pub underlined: bool,
    pub column: Column,
}

impl Block {
    /// Its lines; those of a table cell by cell.
    pub fn lines(&self) -> impl Iterator<Item = &RawLine> {
        let (line, table) = match self {
            Block::Line(l) => (Some(&l.line), None),
            Block::Table(t) => (None, Some(t)),
        };
        let cells = table.into_iter().flat_map(|t| t.rows.iter().flatten());
        line.into_iter().chain(cells.flat_map(|cell| &cell.lines))
    }

    fn top(&self) -> f32 {
        match self {
            Block::Line(l) => l.line.rect.top,
            Block::Table(t) => t.rect.top,
        }
    }
}

/// The text column of the last page that was full enough to tell it: left and right edge, and the page's width.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Measure {
    x0: f32,
    x1: f32,
    width: f32,
}

impl Measure {
    /// The column of a page: its own, which the next pages are measured by, or on a page of few lines as wide as before.
    fn of(&mut self, own: Column, lines: usize, width: f32) -> Column {
        if lines >= FULL_PAGE {
            *self = Self { x0: own.x0, x1: own.x1, width };
            return own;
        }
        let alike = (self.width - width).abs() < 1.0 && (self.x0 - own.x0).abs() < SAME_COLUMN;
        if alike { Column { x1: own.x1.max(self.x1), ..own } } else { own }
    }
}

/// The sheet's blocks in reading order; the sheet is used up. A page of few lines takes its column from the one before.
pub(super) fn blocks(sheet: Sheet, measure: &mut Measure) -> Vec<Block> {
    let width = sheet.width;
    let rough = text_column(sheet.lines.iter(), width);
    let mut body = Vec::with_capacity(sheet.lines.len());
    let facts = sheet.regions.into_iter().zip(sheet.underlined);
    for (line, (region, underlined)) in sheet.lines.into_iter().zip(facts) {
        split_note(BodyLine { line, region, underlined, column: rough }, &mut body);
    }
    let text = body.iter().filter(|l| l.region == Region::Body).map(|l| &l.line);
    let count = text.clone().count();
    let column = measure.of(text_column(text, width), count, width);
    body.iter_mut().for_each(|l| l.column = column);
    let mut out: Vec<Block> = Vec::new();
    for part in newspaper(body, width) {
        out.extend(unruled::tables(part));
    }
    for table in sheet.tables {
        let at = out.partition_point(|block| block.top() < table.rect.top);
        out.insert(at, Block::Table(table));
    }
    out
}

/// The column in which these lines stand: where most begin and the longest end.
fn text_column<'a>(lines: impl Iterator<Item = &'a RawLine> + Clone, width: f32) -> Column {
    let left: Vec<f32> = lines.clone().map(|l| l.rect.x0).collect();
    let right: Vec<f32> = lines.clone().map(|l| l.rect.x1).collect();
    let (x0, x1) = (at_share(left, 0.03).unwrap_or(0.0), at_share(right, 0.97).unwrap_or(width));
    Column::new(x0, x1).with_leading(lines)
}

/// The number below which this share of all lies.
fn at_share(mut numbers: Vec<f32>, share: f32) -> Option<f32> {
    let place = ((numbers.len() as f32 - 1.0) * share) as usize;
    let inside = place < numbers.len();
    inside.then(|| *numbers.select_nth_unstable_by(place, f32::total_cmp).1)
}

/// Cuts a short note at the right margin from its line ("… to write to the County.      Clerk").
fn split_note(mut body: BodyLine, out: &mut Vec<BodyLine>) {
    if is_lone_note(&body) {
        body.region = Region::Margin;
        return out.push(body);
    }
    let Some(cut) = note_at(&body) else { return out.push(body) };
    let BodyLine { line, region, underlined, column } = body;
    let (words, note) = line.words.split_at_checked(cut).unwrap_or((&line.words, &[]));
    if let Some(line) = RawLine::new(words.to_vec()) {
        out.push(BodyLine { line, region, underlined, column });
    }
    if let Some(line) = RawLine::new(note.to_vec()) {
        out.push(BodyLine { line, region: Region::Margin, underlined: false, column });
    }
}

/// A line of its own that is only such a note: its baseline is not quite that of the text beside it.
fn is_lone_note(body: &BodyLine) -> bool {
    let Column { x0, x1, .. } = body.column;
    let letters = || body.line.words.iter().map(|w| w.text.chars().count()).sum::<usize>();
    body.region == Region::Body
        && body.line.rect.x0 > x0 + NOTE_FROM * (x1 - x0)
        && letters() <= NOTE_LETTERS
        && body.line.words.iter().all(is_note_word)
}

fn is_note_word(word: &RawWord) -> bool {
    word.text.chars().all(|c| c.is_alphabetic() || "/.,&'’-".contains(c))
}

/// Index of the first word of the line's margin note.
fn note_at(body: &BodyLine) -> Option<usize> {
    let Column { x0, x1, .. } = body.column;
    let cut = *body.line.wide.last()?;
    let (text, note) = body.line.words.split_at_checked(cut)?;
    let (first, last) = (note.first()?, note.last()?);
    let text_end = text.last()?.rect.x1;
    let width = (x1 - x0).max(1.0);
    (body.region == Region::Body
        && note.iter().all(is_note_word)
        && note.len() <= NOTE_WORDS
        && last.rect.x1 - first.rect.x0 < NOTE_WIDTH * width
        && text_end - x0 > NOTE_TEXT_WIDTH * width
        && body.line.wide.len() == 1
        && (last.rect.x1 > x1 - EDGE_SLACK || first.rect.x0 > x0 + NOTE_FROM * width))
        .then_some(cut)
}

/// Cuts a page set in two newspaper columns into what stands above them, left, right and below; other pages stay whole.
fn newspaper(body: Vec<BodyLine>, width: f32) -> Vec<Vec<BodyLine>> {
    /// Fewer lines than this are no columns of prose.
    const LEAST: usize = 16;
    let Some(gutter) = gutter(&body, width) else { return vec![body] };
    let spans_gutter = |l: &BodyLine| l.line.words.iter().any(|w| w.rect.x0 < gutter && w.rect.x1 > gutter);
    let first = body.iter().position(|l| !spans_gutter(l) && l.region == Region::Body).unwrap_or(0);
    let last = body.iter().rposition(|l| !spans_gutter(l) && l.region == Region::Body).unwrap_or(0);
    if last < first + LEAST {
        return vec![body];
    }
    let (mut above, mut below, mut middle) = (Vec::new(), Vec::new(), Vec::new());
    for (i, line) in body.into_iter().enumerate() {
        match i {
            _ if i < first => above.push(line),
            _ if i > last => below.push(line),
            _ => middle.push(line),
        }
    }
    let (left, right) = split_at(middle, gutter);
    vec![above, left, right, below]
}

fn split_at(middle: Vec<BodyLine>, gutter: f32) -> (Vec<BodyLine>, Vec<BodyLine>) {
    let column = middle.first().map_or(Column::default(), |l| l.column);
    let words = middle.into_iter().flat_map(|l| Rc::unwrap_or_clone(l.line.words));
    let (left, right): (Vec<_>, Vec<_>) = words.partition(|w| w.rect.middle_x() < gutter);
    let set = |words, column| {
        let body = |line| BodyLine { line, region: Region::Body, underlined: false, column };
        lines(words).into_iter().map(body).collect::<Vec<_>>()
    };
    (set(left, Column { x1: gutter, ..column }), set(right, Column { x0: gutter, ..column }))
}

/// Width of the strip between newspaper columns, in points.
const STRIP: f32 = 8.0;
/// Share of lines that may run across it (headings).
const CROSSING: f32 = 0.06;
/// Share of lines with prose left and right of it.
const BOTH: f32 = 0.5;
/// Where it is looked for, in hundredths of the page's width.
const MIDDLE: std::ops::Range<usize> = 35..65;
/// A page with fewer lines than this has no newspaper columns.
const LEAST_LINES: usize = 20;
/// Prose on a side of it fills this share of the page's width.
const PROSE_WIDTH: f32 = 0.2;

/// The x of an empty strip near the middle with prose on both sides.
fn gutter(body: &[BodyLine], width: f32) -> Option<f32> {
    let lines: Vec<&RawLine> = body.iter().filter(|l| l.region == Region::Body).map(|l| &l.line).collect();
    if lines.len() < LEAST_LINES {
        return None;
    }
    let count = lines.len() as f32;
    let crossings = crossings(&lines, width);
    let empty = MIDDLE.zip(crossings).filter(|(_, crossing)| *crossing as f32 <= CROSSING * count);
    empty.map(|(percent, _)| width * percent as f32 / 100.0).find(|x| {
        let both = lines.iter().filter(|l| prose_on_both_sides(l, *x, width)).count();
        both as f32 >= BOTH * count
    })
}

/// How many lines run across the strip, for each of the places where it may be.
fn crossings(lines: &[&RawLine], width: f32) -> Vec<usize> {
    let mut crossings = vec![0; MIDDLE.len()];
    let place = |x: f32| x / width.max(1.0) * 100.0 - MIDDLE.start as f32;
    for line in lines {
        let mut done = 0;
        for word in line.words.iter() {
            let from = whole_above(place(word.rect.x0 - STRIP / 2.0)).max(done);
            let to = whole_from(place(word.rect.x1 + STRIP / 2.0)).max(from);
            crossings.iter_mut().take(to).skip(from).for_each(|c| *c += 1);
            done = to;
        }
    }
    crossings
}

/// The least whole number above this one, and 0 at least: the library's own way takes two calls a word.
fn whole_above(number: f32) -> usize {
    if number < 0.0 { 0 } else { (number as usize).saturating_add(1) }
}

/// The least whole number that is not below this one, and 0 at least.
fn whole_from(number: f32) -> usize {
    let whole = number as usize;
    whole.saturating_add(usize::from((whole as f32) < number))
}

fn prose_on_both_sides(line: &RawLine, x: f32, width: f32) -> bool {
    let (mut left, mut right) = (0.0, 0.0);
    for word in line.words.iter() {
        *(if word.rect.middle_x() < x { &mut left } else { &mut right }) += word.rect.width();
    }
    left > PROSE_WIDTH * width && right > PROSE_WIDTH * width
}
