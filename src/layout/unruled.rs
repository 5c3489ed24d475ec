//! Tables without rules: given lines in reading order, finds runs of lines whose pieces stand in columns (labels beside
//! values, names beside initials) and makes tables of them. Works by alignment alone.

use super::blocks::{Block, BodyLine};
use super::lines::{RawLine, rect_of, text_of};
use super::sheet::{RawCell, RawTable};
use super::words::RawWord;
use crate::model::geometry::Rect;
use crate::model::transcript::Region;

/// Pieces whose left edges differ by less than this many points stand in one column.
const ALIGN: f32 = 5.0;
/// A word whose left edge is this many points from that of a column, in a line of several pieces, begins a piece there,
/// however narrow the gap before it.
const ON_EDGE: f32 = 1.0;
/// Lines further apart than this many sizes are not of one table.
const FAR: f32 = 3.6;
/// A line with one piece goes on the cell above when it is nearer than this many sizes.
const NEAR: f32 = 1.75;
/// So many labels that close with a colon make a label without one unfinished …
const LEAST_COLONS: usize = 2;
/// … where the next line is closer than rows are, by this many sizes.
const CLOSER: f32 = 0.2;
/// A first column of marks this short (item numbers, bullets, stars) is a hanging indent, not a column of labels.
const MARK_LENGTH: usize = 7;

/// Finds the tables among the lines; the other lines stay as they are.
pub(super) fn tables(lines: Vec<BodyLine>) -> Vec<Block> {
    let mut out = Vec::with_capacity(lines.len());
    let mut rest = lines.into_iter().peekable();
    let mut open: Option<Draft> = None;
    while let Some(line) = rest.next() {
        let line = open.as_ref().and_then(|draft| draft.cut(&line)).unwrap_or(line);
        open = match open.take() {
            Some(mut draft) if draft.takes(&line) => {
                draft.push(line);
                Some(draft)
            }
            Some(draft) => {
                draft.close(&mut out);
                begin(line, rest.peek(), &mut out)
            }
            None => begin(line, rest.peek(), &mut out),
        };
    }
    if let Some(draft) = open {
        draft.close(&mut out);
    }
    out
}

fn begin(line: BodyLine, next: Option<&BodyLine>, out: &mut Vec<Block>) -> Option<Draft> {
    let Some(mut draft) = Draft::new(&line) else {
        out.push(Block::Line(line));
        return None;
    };
    draft.push(line);
    if next.is_some_and(|n| draft.takes(n) || draft.cut(n).is_some()) {
        return Some(draft);
    }
    out.extend(draft.lines.into_iter().map(Block::Line));
    None
}

/// A run of lines that may become a table.
struct Draft {
    lines: Vec<BodyLine>,
    /// Left edges of the columns.
    columns: Vec<f32>,
    bottom: f32,
    size_pt: f32,
}

impl Draft {
    fn new(body: &BodyLine) -> Option<Self> {
        let line = &body.line;
        if line.wide.is_empty() || body.region != Region::Body || is_mark(line.first_segment()) {
            return None;
        }
        let columns = line.segments().filter_map(|s| s.first()).map(|w| w.rect.x0).collect();
        Some(Self { lines: Vec::new(), columns, bottom: body.line.rect.bottom, size_pt: body.line.size_pt })
    }

    /// Whether the line's pieces stand in the columns, or open one column more.
    fn takes(&self, body: &BodyLine) -> bool {
        let line = &body.line;
        let gap = line.rect.top - self.bottom;
        let alone = line.wide.is_empty();
        body.region == Region::Body
            && gap < (if alone { NEAR } else { FAR }) * self.size_pt
            && line.segments().all(|s| self.column_of(s).is_some_and(|c| self.clear_of_next(s, c)))
            && (alone || !is_mark(line.first_segment()))
            && (!alone || self.fits_alone(line.first_segment(), gap))
    }

    /// The line with a piece that runs over the edge of a column cut there: a name that all but fills its column. None where
    /// that makes it no line of the table.
    fn cut(&self, body: &BodyLine) -> Option<BodyLine> {
        let line = &body.line;
        if line.wide.is_empty() || self.takes(body) {
            return None;
        }
        let on_edge = |w: &RawWord| self.columns.iter().any(|x| (x - w.rect.x0).abs() < ON_EDGE);
        let starts = line.words.iter().enumerate().skip(1);
        let wide = starts.filter(|(at, word)| line.wide.contains(at) || on_edge(word)).map(|(at, _)| at);
        let line = RawLine { wide: wide.collect(), ..line.clone() };
        Some(BodyLine { line, ..body.clone() }).filter(|cut| self.takes(cut))
    }

    fn column_of(&self, segment: &[RawWord]) -> Option<usize> {
        let x = segment.first()?.rect.x0;
        self.columns.iter().position(|c| (c - x).abs() < ALIGN)
    }

    fn clear_of_next(&self, segment: &[RawWord], column: usize) -> bool {
        let next = self.columns.get(column + 1);
        next.is_none_or(|x| segment.last().is_some_and(|w| w.rect.x1 < x - 2.0))
    }

    /// A single piece goes on a cell further right, or a label that its line left unfinished.
    fn fits_alone(&self, segment: &[RawWord], gap: f32) -> bool {
        match self.column_of(segment) {
            Some(0) => {
                let label = self.label_above();
                gap < 0.9 * self.size_pt && label.is_some_and(|l| is_unfinished(&l))
            }
            Some(_) => true,
            None => false,
        }
    }

    /// The text so far of the label that stands last in the first column.
    fn label_above(&self) -> Option<String> {
        let starts = |l: &&BodyLine| self.column_of(l.line.first_segment()) == Some(0);
        let last = self.lines.iter().rfind(starts)?;
        Some(text_of(last.line.first_segment()))
    }

    fn push(&mut self, body: BodyLine) {
        self.bottom = body.line.rect.bottom;
        self.lines.push(body);
    }

    fn close(self, out: &mut Vec<Block>) {
        if self.is_table() {
            out.push(Block::Table(self.table()));
        } else {
            out.extend(self.lines.into_iter().map(Block::Line));
        }
    }

    /// Two lines with pieces side by side, or one with a value that goes on below, or a label that ends below.
    fn is_table(&self) -> bool {
        let wide = self.lines.iter().filter(|l| !l.line.wide.is_empty()).count();
        let further = self.lines.iter().filter(|l| l.line.wide.is_empty());
        let ends_label = |l: &BodyLine| text_of(&l.line.words).ends_with(':');
        let below = |l: &BodyLine| self.column_of(l.line.first_segment()) != Some(0) || ends_label(l);
        wide >= 2 || (wide == 1 && further.clone().count() > 0 && further.clone().all(below))
    }

    /// The least space above a line that begins a row below a label closed by a colon; None unless nearly all labels are.
    fn row_gap(&self) -> Option<f32> {
        let label = |l: &BodyLine| self.column_of(l.line.first_segment()) == Some(0);
        let closed = |l: &BodyLine| text_of(l.line.first_segment()).ends_with(':');
        let labels = self.lines.iter().filter(|l| label(l)).count();
        let with_colon = self.lines.iter().filter(|l| label(l) && closed(l)).count();
        if with_colon < LEAST_COLONS || with_colon * 3 < labels * 2 {
            return None;
        }
        let mut last_closed = false;
        let mut gaps: Vec<f32> = Vec::new();
        for pair in self.lines.windows(2) {
            let [above, line] = pair else { continue };
            last_closed = if label(above) { closed(above) } else { last_closed };
            if label(line) && last_closed {
                gaps.push(line.line.rect.top - above.line.rect.bottom);
            }
        }
        gaps.into_iter().reduce(f32::min)
    }

    fn table(self) -> RawTable {
        let columns = self.columns.clone();
        let (left, right) = self.lines.first().map_or((0.0, 0.0), |l| (l.column.x0, l.column.x1));
        let row_gap = self.row_gap();
        let edges = Edges { columns, left, right, row_gap };
        let mut rows: Vec<Vec<RawCell>> = Vec::new();
        let mut bottom = f32::MIN;
        let size = self.size_pt;
        for body in self.lines {
            let gap = body.line.rect.top - bottom;
            bottom = body.line.rect.bottom;
            edges.add(&mut rows, &body.line, gap, size);
        }
        let cells = rows.iter().flatten().map(|c| c.rect);
        let rect = cells.reduce(|a, b| a.union(&b)).unwrap_or_default();
        RawTable { rect, ruled: false, tagged: None, edges: edges.columns, rows }
    }
}

/// Where the columns of a draft lie.
struct Edges {
    columns: Vec<f32>,
    left: f32,
    right: f32,
    /// The least space above a row, where all labels close with a colon: labels in closer lines go on.
    row_gap: Option<f32>,
}

impl Edges {
    fn add(&self, rows: &mut Vec<Vec<RawCell>>, line: &RawLine, gap: f32, size: f32) {
        let near = gap < NEAR * size;
        let at = |s: &[RawWord]| {
            let x = s.first().map_or(0.0, |w| w.rect.x0);
            self.columns.iter().position(|c| (c - x).abs() < ALIGN).unwrap_or(0)
        };
        let above =
            |rows: &Vec<Vec<RawCell>>, col| rows.last().is_some_and(|r| r.iter().any(|c| c.col == col));
        let all_above = near && line.segments().all(|piece| above(rows, at(piece)));
        let unclosed = self.row_gap.is_some_and(|least| gap < least - CLOSER * size)
            && label_end(rows.last()).is_some_and(|w| !w.text.ends_with(':'));
        if all_above && (line.wide.is_empty() || unclosed || goes_on(rows.last(), line)) {
            for piece in line.segments() {
                let cell = rows.last_mut().and_then(|r| r.iter_mut().find(|c| c.col == at(piece)));
                if let Some(cell) = cell {
                    cell.rect = cell.rect.union(&rect_of(piece));
                    cell.lines.extend(RawLine::new(piece.to_vec()));
                }
            }
            return;
        }
        let cells = line.segments().map(|piece| self.cell(piece, at(piece))).collect();
        rows.push(cells);
    }

    fn cell(&self, piece: &[RawWord], col: usize) -> RawCell {
        let words = rect_of(piece);
        let x0 = self.columns.get(col).copied().unwrap_or(self.left);
        let x1 = self.columns.get(col + 1).copied().unwrap_or(self.right.max(words.x1));
        let rect = Rect::new(x0.min(words.x0), words.top, x1.max(words.x1), words.bottom);
        let lines = RawLine::new(piece.to_vec()).into_iter().collect();
        RawCell { rect, col, col_span: 1, row_span: 1, lines, ..RawCell::default() }
    }
}

/// Whether the line is the rest of the row above it: all of it goes on in small letters below a label that is not closed.
fn goes_on(row: Option<&Vec<RawCell>>, line: &RawLine) -> bool {
    let small = |w: &RawWord| w.text.starts_with(char::is_lowercase);
    label_end(row).is_some_and(|w| w.text.ends_with(char::is_alphabetic))
        && line.segments().all(|piece| piece.first().is_some_and(small))
}

/// The last word so far of a row's label.
fn label_end(row: Option<&Vec<RawCell>>) -> Option<&RawWord> {
    row.and_then(|r| r.first()).and_then(|c| c.lines.last()).and_then(|l| l.words.last())
}

/// A mark at the left: a number, a letter in brackets, a bullet, a star; no label.
pub(super) fn is_mark(words: &[RawWord]) -> bool {
    let text = text_of(words);
    let letters_run =
        text.split(|c: char| !c.is_alphabetic()).map(|run| run.chars().count()).max().unwrap_or(0);
    letters_run < 2
        || (text.chars().count() <= MARK_LENGTH && text.chars().any(|c| c.is_ascii_digit()))
        || is_bracketed(&text)
}

/// `(iv)`, `iii)`, `ii.`: a list's own mark.
fn is_bracketed(text: &str) -> bool {
    let inner = text.trim_matches(|c| "().:".contains(c));
    text.ends_with([')', '.']) && inner.len() <= 4 && inner.chars().all(|c| "ivxlcIVXLC".contains(c))
}

/// A label that its line did not finish: an open bracket, or no colon though it goes on in small letters.
fn is_unfinished(label: &str) -> bool {
    label.matches('(').count() > label.matches(')').count() || !label.ends_with([':', ')', '.'])
}
