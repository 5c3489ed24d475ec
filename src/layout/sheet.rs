//! One page on its way to the transcript: its lines outside ruled tables, its tables, and what each line is. Given a
//! page of glyphs; knows nothing of other pages.

use super::lines::{RawLine, lines};
use super::ruled::{Grid, grids};
use super::words::{FontLook, RawWord, words};
use crate::model::geometry::Rect;
use crate::model::page::{Fill, Page, Rule};
use crate::model::transcript::Region;

/// A cell must be darker than this to count as shaded.
const SHADE: f32 = 0.94;
/// A fill must cover this much of a cell to shade it.
const SHADE_COVER: f32 = 0.6;
/// A page with more rules than this is a drawing: underlines are not looked for.
const MOST_UNDERLINES: usize = 1_000;

/// A page's words in lines and tables.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub number: u32,
    pub width: f32,
    pub height: f32,
    /// Lines outside ruled tables, top to bottom.
    pub lines: Vec<RawLine>,
    /// What each line is.
    pub regions: Vec<Region>,
    /// Which lines have a rule along their feet.
    pub underlined: Vec<bool>,
    /// The ruled tables.
    pub tables: Vec<RawTable>,
    /// Words laid across the page.
    pub watermark: Vec<RawWord>,
}

/// A table before it has its place in the text.
#[derive(Clone, Debug, Default)]
pub(super) struct RawTable {
    pub rect: Rect,
    pub ruled: bool,
    pub columns: usize,
    pub rows: Vec<Vec<RawCell>>,
}

/// A cell before it has its place in the text.
#[derive(Clone, Debug, Default)]
pub(super) struct RawCell {
    pub rect: Rect,
    pub col: usize,
    pub col_span: usize,
    pub row_span: usize,
    pub shaded: bool,
    pub lines: Vec<RawLine>,
}

/// Sets one page in lines and ruled tables.
pub(super) fn sheet(page: &Page, looks: &[FontLook]) -> Sheet {
    let (watermark, words): (Vec<_>, Vec<_>) = words(page, looks).into_iter().partition(|w| w.slanted);
    let (tables, rest) = fill_tables(grids(&page.rules), words, &page.fills);
    let lines = lines(rest);
    let underlined = lines.iter().map(|line| is_underlined(line, &page.rules)).collect();
    Sheet {
        number: page.number,
        width: page.width,
        height: page.height,
        regions: vec![Region::Body; lines.len()],
        underlined,
        lines,
        tables,
        watermark,
    }
}

/// Gives each grid its words; returns the tables that have some, and the words outside all of them.
fn fill_tables(grids: Vec<Grid>, words: Vec<RawWord>, fills: &[Fill]) -> (Vec<RawTable>, Vec<RawWord>) {
    let mut rest = words;
    let mut tables = Vec::new();
    for grid in grids {
        let (inside, outside): (Vec<_>, Vec<_>) =
            rest.into_iter().partition(|w| grid.rect.contains(w.rect.middle_x(), w.rect.middle_y()));
        rest = outside;
        let table = table(&grid, inside, fills);
        if filled_cells(&table) >= 2 {
            tables.push(table);
        } else {
            rest.extend(table.rows.into_iter().flatten().flat_map(|c| c.lines).flat_map(|l| l.words));
        }
    }
    (tables, rest)
}

fn filled_cells(table: &RawTable) -> usize {
    table.rows.iter().flatten().filter(|c| !c.lines.is_empty()).count()
}

fn table(grid: &Grid, mut words: Vec<RawWord>, fills: &[Fill]) -> RawTable {
    let mut rows: Vec<Vec<RawCell>> = vec![Vec::new(); grid.rows];
    for cell in &grid.cells {
        let (inside, outside): (Vec<_>, Vec<_>) =
            words.into_iter().partition(|w| cell.rect.contains(w.rect.middle_x(), w.rect.middle_y()));
        words = outside;
        let raw = RawCell {
            rect: cell.rect,
            col: cell.col,
            col_span: cell.col_span,
            row_span: cell.row_span,
            shaded: fills.iter().any(|f| shades(f, &cell.rect)),
            lines: lines(inside),
        };
        if let Some(row) = rows.get_mut(cell.row) {
            row.push(raw);
        }
    }
    rows.retain(|row| !row.is_empty());
    keep_strays(&mut rows, words);
    let rows: Vec<Vec<RawCell>> = rows.into_iter().flat_map(split_by_marks).collect();
    RawTable { rect: grid.rect, ruled: true, columns: grid.columns, rows }
}

/// A row whose first cell holds several short marks, each beside a line of the next cell, is several rows that share their
/// borders ("i)", "ii)" down the number column).
fn split_by_marks(row: Vec<RawCell>) -> Vec<Vec<RawCell>> {
    let Some((first, rest)) = row.split_first() else { return vec![row] };
    let beside =
        |line: &RawLine| rest.iter().flat_map(|c| &c.lines).any(|l| (l.baseline - line.baseline).abs() < 2.5);
    let short = |line: &RawLine| line.words.len() == 1 && line.rect.width() < 60.0;
    if first.lines.len() < 2 || !first.lines.iter().all(|l| short(l) && beside(l)) {
        return vec![row];
    }
    let starts: Vec<f32> = first.lines.iter().map(|l| l.baseline - 0.7 * l.size_pt).collect();
    (0..starts.len()).map(|i| row.iter().map(|cell| band(cell, &starts, i)).collect()).collect()
}

/// The lines of a cell from the i-th mark to the next; those above the first go with the first.
fn band(cell: &RawCell, starts: &[f32], i: usize) -> RawCell {
    let from = if i == 0 { f32::MIN } else { starts.get(i).copied().unwrap_or(f32::MIN) };
    let to = starts.get(i + 1).copied().unwrap_or(f32::MAX);
    let lines = cell.lines.iter().filter(|l| l.baseline >= from && l.baseline < to).cloned().collect();
    let rect = Rect { top: cell.rect.top.max(from), bottom: cell.rect.bottom.min(to), ..cell.rect };
    RawCell { rect, lines, row_span: 1, ..cell.clone() }
}

/// Words that stand in a hole of the grid go to the cell nearest to them: nothing is lost.
fn keep_strays(rows: &mut [Vec<RawCell>], words: Vec<RawWord>) {
    for line in lines(words) {
        let (x, y) = (line.rect.middle_x(), line.rect.middle_y());
        let distance = |c: &RawCell| {
            let dx = (c.rect.x0 - x).max(x - c.rect.x1).max(0.0);
            let dy = (c.rect.top - y).max(y - c.rect.bottom).max(0.0);
            dx + dy
        };
        let nearest = rows.iter_mut().flatten().min_by(|a, b| distance(a).total_cmp(&distance(b)));
        if let Some(cell) = nearest {
            cell.lines.push(line);
        }
    }
}

fn shades(fill: &Fill, cell: &Rect) -> bool {
    fill.gray < SHADE
        && fill.rect.intersection(cell).is_some_and(|common| common.area() > SHADE_COVER * cell.area())
}

fn is_underlined(line: &RawLine, rules: &[Rule]) -> bool {
    let slack = 0.35 * line.size_pt;
    rules.len() < MOST_UNDERLINES
        && rules.iter().any(|r| {
            let overlap = r.rect.x1.min(line.rect.x1) - r.rect.x0.max(line.rect.x0);
            r.level
                && r.rect.top > line.baseline - 0.1 * line.size_pt
                && r.rect.top < line.baseline + slack
                && overlap > 0.6 * line.rect.width()
                && r.rect.width() < 1.3 * line.rect.width() + 8.0
        })
}
