//! Rows that share their borders: given a row as the rules draw it, gives the rows that stand in it, told by marks down
//! its first cell or by columns of figures. Knows nothing of rules.

use super::lines::RawLine;
use super::sheet::RawCell;
use crate::model::geometry::Rect;

/// Lines of neighbouring cells whose baselines differ by less than this many points stand side by side.
const LEVEL: f32 = 2.5;
/// A mark is narrower than this, in points.
const MARK_WIDTH: f32 = 60.0;
/// A column of figures has so many lines at least …
const LEAST_FIGURES: usize = 3;
/// … of which this share is figures; the rest are its heads.
const MOSTLY: f32 = 0.75;
/// So many columns of figures make the lines rows.
const LEAST_COLUMNS: usize = 2;

/// The rows that stand in the row.
pub(super) fn split(row: Vec<RawCell>) -> Vec<Vec<RawCell>> {
    match mark_starts(&row).or_else(|| figure_starts(&row)) {
        Some(starts) => {
            (0..starts.len()).map(|i| row.iter().map(|cell| band(cell, &starts, i)).collect()).collect()
        }
        None => vec![row],
    }
}

/// Where a row begins whose first line is this.
fn start(line: &RawLine) -> f32 {
    line.baseline - 0.7 * line.size_pt
}

/// Where the rows begin in one whose first cell holds several short marks, each beside a line of the next cell, ("i)", "ii)" down the number column).
fn mark_starts(row: &[RawCell]) -> Option<Vec<f32>> {
    let (first, rest) = row.split_first()?;
    let beside = |line: &RawLine| {
        rest.iter().flat_map(|c| &c.lines).any(|l| (l.baseline - line.baseline).abs() < LEVEL)
    };
    // "Report" over "Author" is a label of two lines.
    let is_mark = |line: &RawLine| super::unruled::is_mark(&line.words);
    let short = |line: &RawLine| line.words.len() == 1 && line.rect.width() < MARK_WIDTH && is_mark(line);
    if first.lines.len() < 2 || !first.lines.iter().all(|l| short(l) && beside(l)) {
        return None;
    }
    Some(first.lines.iter().map(start).collect())
}

/// Where the rows begin in one that has columns of figures side by side: every line is a row.
fn figure_starts(row: &[RawCell]) -> Option<Vec<f32>> {
    let columns: Vec<&RawCell> = row.iter().filter(|c| is_of_figures(c)).collect();
    let longest = columns.iter().max_by_key(|c| c.lines.len())?;
    let level = |a: &RawLine, b: &RawLine| (a.baseline - b.baseline).abs() < LEVEL;
    let beside = |c: &&&RawCell| c.lines.iter().all(|l| longest.lines.iter().any(|other| level(l, other)));
    if columns.len() < LEAST_COLUMNS || columns.iter().filter(beside).count() < LEAST_COLUMNS {
        return None;
    }
    let mut lines: Vec<&RawLine> = row.iter().flat_map(|c| &c.lines).collect();
    lines.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    lines.dedup_by(|b, a| level(a, b));
    Some(lines.into_iter().map(start).collect())
}

fn is_of_figures(cell: &RawCell) -> bool {
    let figure = |text: &str| !text.contains(char::is_alphabetic) && text.chars().count() < 16;
    let figures = |line: &&RawLine| line.words.iter().all(|w| figure(&w.text));
    let count = cell.lines.iter().filter(figures).count();
    count >= LEAST_FIGURES && count as f32 >= MOSTLY * cell.lines.len() as f32
}

/// The lines of a cell from the i-th mark to the next; those above the first go with the first.
fn band(cell: &RawCell, starts: &[f32], i: usize) -> RawCell {
    let from = if i == 0 { f32::MIN } else { starts.get(i).copied().unwrap_or(f32::MIN) };
    let to = starts.get(i + 1).copied().unwrap_or(f32::MAX);
    let lines = cell.lines.iter().filter(|l| l.baseline >= from && l.baseline < to).cloned().collect();
    let rect = Rect { top: cell.rect.top.max(from), bottom: cell.rect.bottom.min(to), ..cell.rect };
    RawCell { rect, lines, row_span: 1, ..cell.clone() }
}
