//! Ruling lines to the cells of tables: given the rules of a page, gives grids of cells with their merges. Knows nothing
//! of words.

use crate::model::geometry::Rect;
use crate::model::page::Rule;

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
    pub columns: usize,
    pub rows: usize,
    pub cells: Vec<GridCell>,
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
    let mut groups: Vec<(Vec<Stroke>, Vec<Stroke>)> = Vec::new();
    for upright in uprights {
        let mut ls: Vec<Stroke> = levels.iter().filter(|l| meet(l, upright)).copied().collect();
        let mut us = vec![*upright];
        let mut rest = Vec::with_capacity(groups.len());
        for (gl, gu) in groups {
            if shares(&gl, &ls) {
                absorb(&mut ls, gl);
                us.extend(gu);
            } else {
                rest.push((gl, gu));
            }
        }
        rest.push((ls, us));
        groups = rest;
    }
    groups
}

fn same(a: &Stroke, b: &Stroke) -> bool {
    a.at == b.at && a.from == b.from
}

fn shares(a: &[Stroke], b: &[Stroke]) -> bool {
    a.iter().any(|x| b.iter().any(|y| same(x, y)))
}

fn absorb(into: &mut Vec<Stroke>, from: Vec<Stroke>) {
    for stroke in from {
        if !into.iter().any(|s| same(s, &stroke)) {
            into.push(stroke);
        }
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
    let sheet = Sheet { xs: &xs, ys: &ys, levels, uprights };
    let cells = sheet.cells();
    let rect = Rect::new(*xs.first()?, *ys.first()?, *xs.last()?, *ys.last()?);
    (cells.len() >= 2).then_some(Grid { rect, columns: xs.len() - 1, rows: ys.len() - 1, cells })
}

struct Sheet<'a> {
    xs: &'a [f32],
    ys: &'a [f32],
    levels: &'a [Stroke],
    uprights: &'a [Stroke],
}

impl Sheet<'_> {
    fn cells(&self) -> Vec<GridCell> {
        let (columns, rows) = (self.xs.len() - 1, self.ys.len() - 1);
        let mut taken = vec![false; columns * rows];
        let mut cells = Vec::new();
        for row in 0..rows {
            for col in 0..columns {
                if taken.get(row * columns + col).copied().unwrap_or(true) {
                    continue;
                }
                let cell = self.cell_from(row, col);
                for r in row..row + cell.row_span {
                    for c in col..col + cell.col_span {
                        if let Some(unit) = taken.get_mut(r * columns + c) {
                            *unit = true;
                        }
                    }
                }
                cells.push(cell);
            }
        }
        cells
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
