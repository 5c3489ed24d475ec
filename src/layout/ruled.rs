//! Ruling lines to the cells of tables: given the rules of a page, gives grids of cells with their merges. Knows nothing
//! of words.

use crate::model::geometry::Rect;
use crate::model::page::Rule;
use std::collections::BTreeMap;

/// Rules this close are one; ends this close meet.
const SNAP: f32 = 3.0;
/// A page with more rules than this is a drawing; its rules are not read as tables.
const MOST_RULES: usize = 4_000;
/// Grids finer than this on either side are hatching or charts.
const MOST_TRACKS: usize = 200;

/// A table as its rules draw it.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    pub rect: Rect,
    /// Where its columns begin and the last one ends, from left to right.
    pub xs: Vec<f32>,
    /// Where its rows begin and the last one ends, from top to bottom.
    pub ys: Vec<f32>,
    pub cells: Vec<GridCell>,
    /// The cell of each unit of the grid, row by row.
    units: Vec<usize>,
}

impl Grid {
    /// A grid of cells that are known, by the edges of its columns and rows; some places may have no cell.
    pub fn of_cells(cells: Vec<GridCell>, xs: Vec<f32>, ys: Vec<f32>) -> Self {
        let (columns, rows) = (xs.len().saturating_sub(1), ys.len().saturating_sub(1));
        let mut units = vec![usize::MAX; columns * rows];
        for (cell, at) in cells.iter().zip(0..) {
            for row in cell.row..(cell.row + cell.row_span).min(rows) {
                let from = row * columns;
                let taken = from + cell.col..from + (cell.col + cell.col_span).min(columns);
                units.get_mut(taken).unwrap_or_default().fill(at);
            }
        }
        let end = |edges: &[f32]| edges.first().copied().zip(edges.last().copied()).unwrap_or_default();
        let ((x0, x1), (top, bottom)) = (end(&xs), end(&ys));
        Self { rect: Rect::new(x0, top, x1, bottom), xs, ys, cells, units }
    }

    /// The index of the cell in which the point lies.
    pub fn cell_at(&self, x: f32, y: f32) -> Option<usize> {
        let col = self.xs.partition_point(|edge| *edge <= x).checked_sub(1)?;
        let row = self.ys.partition_point(|edge| *edge <= y).checked_sub(1)?;
        let columns = self.xs.len() - 1;
        (col < columns).then(|| self.units.get(row * columns + col).copied()).flatten()
    }
}

/// A cell, merges resolved.
#[derive(Clone, Debug)]
pub(super) struct GridCell {
    pub rect: Rect,
    pub row: usize,
    pub col: usize,
    pub row_span: usize,
    pub col_span: usize,
}

/// A level or upright line: where it lies across, and from where to where it runs.
#[derive(Clone, Copy, Debug)]
struct Stroke {
    at: f32,
    from: f32,
    to: f32,
}

/// The tables that the page's rules draw: each with two cells or more.
pub(super) fn grids(rules: &[Rule]) -> Vec<Grid> {
    if rules.is_empty() || rules.len() > MOST_RULES {
        return Vec::new();
    }
    let levels = merged(rules.iter().filter(|r| r.level).map(level_stroke).collect());
    let uprights = merged(rules.iter().filter(|r| !r.level).map(upright_stroke).collect());
    components(&levels, &uprights).into_iter().filter_map(|(l, u)| grid(&l, &u)).collect()
}

fn level_stroke(rule: &Rule) -> Stroke {
    Stroke { at: rule.rect.middle_y(), from: rule.rect.x0, to: rule.rect.x1 }
}

fn upright_stroke(rule: &Rule) -> Stroke {
    Stroke { at: rule.rect.middle_x(), from: rule.rect.top, to: rule.rect.bottom }
}

/// Joins strokes that lie on one line and touch: producers draw a border cell by cell.
fn merged(mut strokes: Vec<Stroke>) -> Vec<Stroke> {
    strokes.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut bands: Vec<Vec<Stroke>> = Vec::new();
    for stroke in strokes {
        match bands.last_mut() {
            Some(band) if band.first().is_some_and(|s| stroke.at - s.at <= SNAP) => band.push(stroke),
            _ => bands.push(vec![stroke]),
        }
    }
    bands.into_iter().flat_map(join_band).collect()
}

fn join_band(mut band: Vec<Stroke>) -> Vec<Stroke> {
    band.sort_by(|a, b| a.from.total_cmp(&b.from));
    let mut out: Vec<Stroke> = Vec::new();
    for stroke in band {
        match out.last_mut() {
            Some(last) if stroke.from <= last.to + SNAP => last.to = last.to.max(stroke.to),
            _ => out.push(stroke),
        }
    }
    out
}

fn meet(level: &Stroke, upright: &Stroke) -> bool {
    upright.at >= level.from - SNAP
        && upright.at <= level.to + SNAP
        && level.at >= upright.from - SNAP
        && level.at <= upright.to + SNAP
}

/// Groups strokes that meet, directly or through others.
fn components(levels: &[Stroke], uprights: &[Stroke]) -> Vec<(Vec<Stroke>, Vec<Stroke>)> {
    let mut group: Vec<usize> = (0..levels.len()).collect();
    let mut met: Vec<Option<usize>> = Vec::with_capacity(uprights.len());
    for upright in uprights {
        let from = levels.partition_point(|l| l.at < upright.from - 2.0 * SNAP);
        let near = levels.iter().enumerate().skip(from).take_while(|(_, l)| l.at <= upright.to + 2.0 * SNAP);
        let mut first = None;
        for (at, _) in near.filter(|(_, l)| meet(l, upright)) {
            unite(&mut group, *first.get_or_insert(at), at);
        }
        met.push(first);
    }
    let mut groups: BTreeMap<usize, (Vec<Stroke>, Vec<Stroke>)> = BTreeMap::new();
    for (upright, level) in uprights.iter().zip(met) {
        if let Some(level) = level {
            groups.entry(root(&group, level)).or_default().1.push(*upright);
        }
    }
    for (at, level) in levels.iter().enumerate() {
        if let Some((levels, _)) = groups.get_mut(&root(&group, at)) {
            levels.push(*level);
        }
    }
    groups.into_values().collect()
}

/// The stroke that stands for the group of the one at `at`.
fn root(group: &[usize], at: usize) -> usize {
    let mut at = at;
    while let Some(&up) = group.get(at).filter(|up| **up != at) {
        at = up;
    }
    at
}

fn unite(group: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(group, a), root(group, b));
    if let Some(slot) = group.get_mut(a.max(b)) {
        *slot = a.min(b);
    }
}

/// Distinct positions, sorted.
fn tracks(strokes: &[Stroke]) -> Vec<f32> {
    let mut at: Vec<f32> = strokes.iter().map(|s| s.at).collect();
    at.sort_by(f32::total_cmp);
    let mut out: Vec<f32> = Vec::new();
    for x in at {
        if out.last().is_none_or(|last| x - last > SNAP) {
            out.push(x);
        }
    }
    out
}

fn grid(levels: &[Stroke], uprights: &[Stroke]) -> Option<Grid> {
    let (xs, ys) = (tracks(uprights), tracks(levels));
    if xs.len() < 2 || ys.len() < 2 || xs.len() > MOST_TRACKS || ys.len() > MOST_TRACKS {
        return None;
    }
    let (cells, units) = Sheet { xs: &xs, ys: &ys, levels, uprights }.cells();
    let rect = Rect::new(*xs.first()?, *ys.first()?, *xs.last()?, *ys.last()?);
    (cells.len() >= 2).then_some(Grid { rect, xs, ys, cells, units })
}

struct Sheet<'a> {
    xs: &'a [f32],
    ys: &'a [f32],
    levels: &'a [Stroke],
    uprights: &'a [Stroke],
}

impl Sheet<'_> {
    /// The cells, row by row, and which of them each unit belongs to.
    fn cells(&self) -> (Vec<GridCell>, Vec<usize>) {
        let (columns, rows) = (self.xs.len() - 1, self.ys.len() - 1);
        let mut units = vec![usize::MAX; columns * rows];
        let mut cells: Vec<GridCell> = Vec::new();
        for unit in 0..units.len() {
            if units.get(unit) != Some(&usize::MAX) {
                continue;
            }
            let cell = self.cell_from(unit / columns, unit % columns);
            for row in cell.row..cell.row + cell.row_span {
                let from = row * columns + cell.col;
                let taken = units.get_mut(from..from + cell.col_span).unwrap_or_default();
                taken.iter_mut().filter(|u| **u == usize::MAX).for_each(|u| *u = cells.len());
            }
            cells.push(cell);
        }
        (cells, units)
    }

    /// The cell whose upper left unit this is: grows right, then down, as long as no border stands between.
    fn cell_from(&self, row: usize, col: usize) -> GridCell {
        let mut col_span = 1;
        while col + col_span + 1 < self.xs.len() && !self.wall(row, col + col_span) {
            col_span += 1;
        }
        let mut row_span = 1;
        while row + row_span + 1 < self.ys.len()
            && (col..col + col_span).all(|c| !self.floor(row + row_span, c))
            && (col + 1..col + col_span).all(|c| !self.wall(row + row_span, c))
        {
            row_span += 1;
        }
        let x = |i: usize| self.xs.get(i).copied().unwrap_or_default();
        let y = |i: usize| self.ys.get(i).copied().unwrap_or_default();
        let rect = Rect::new(x(col), y(row), x(col + col_span), y(row + row_span));
        GridCell { rect, row, col, row_span, col_span }
    }

    /// Whether an upright border stands at track `col` beside row `row`.
    fn wall(&self, row: usize, col: usize) -> bool {
        let (Some(x), Some(y)) = (self.xs.get(col), middle(self.ys, row)) else { return true };
        covers(self.uprights, *x, y)
    }

    /// Whether a level border stands at track `row` across column `col`.
    fn floor(&self, row: usize, col: usize) -> bool {
        let (Some(y), Some(x)) = (self.ys.get(row), middle(self.xs, col)) else { return true };
        covers(self.levels, *y, x)
    }
}

fn middle(tracks: &[f32], at: usize) -> Option<f32> {
    Some((tracks.get(at)? + tracks.get(at + 1)?) / 2.0)
}

fn covers(strokes: &[Stroke], at: f32, along: f32) -> bool {
    strokes.iter().any(|s| (s.at - at).abs() <= SNAP && s.from <= along && along <= s.to)
}
