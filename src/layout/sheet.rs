//! One page on its way to the transcript: its lines outside ruled tables, its tables, and what each line is. Given a
//! page of glyphs; knows nothing of other pages.

use super::lines::{RawLine, lines};
use super::ruled::{Grid, GridCell, grids};
use super::words::{FontLook, RawWord, is_text_under_scan, words};
use super::{amended, rows, tagged, turned};
use crate::model::geometry::Rect;
use crate::model::page::{Fill, GlyphFlags, Page, Rule};
use crate::model::transcript::Region;

/// A cell must be darker than this to count as shaded.
const SHADE: f32 = 0.94;
/// A fill must cover this much of a cell to shade it.
const SHADE_COVER: f32 = 0.6;
/// A page with more rules than this is a drawing: underlines are not looked for.
const MOST_UNDERLINES: usize = 1_000;

/// A cell as wide as its table and higher than this share of the page is a frame.
const FRAME_HEIGHT: f32 = 0.4;

/// A frame has at most so many other cells: boxes for a title and a foot.
const FRAME_CELLS: usize = 2;

/// A page's words in lines and tables.
#[derive(Clone, Debug, Default)]
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
    /// The heads of tables that go on from the page before, where the file says that they are such.
    pub heads: Vec<RawLine>,
    /// Words laid across the page, and turned ones beside its text.
    pub watermark: Vec<RawLine>,
    /// Its words stand invisibly under a picture of them.
    pub under_scan: bool,
}

/// A table before it has its place in the text.
#[derive(Clone, Debug, Default)]
pub(super) struct RawTable {
    pub rect: Rect,
    pub ruled: bool,
    /// The number by which the file's structure knows it.
    pub tagged: Option<u32>,
    /// Where its columns begin, from left to right.
    pub edges: Vec<f32>,
    pub rows: Vec<Vec<RawCell>>,
}

/// A cell before it has its place in the text.
#[derive(Clone, Debug, Default)]
pub(super) struct RawCell {
    /// Its page, from 1; told when the pages are joined.
    pub page: u32,
    pub rect: Rect,
    pub col: usize,
    pub col_span: usize,
    pub row_span: usize,
    pub shaded: bool,
    pub lines: Vec<RawLine>,
    /// Its lines on further pages, where a page's end cuts it.
    pub further: Vec<(u32, RawLine)>,
}

/// Sets one page in lines and ruled tables; `flags` are those of all its glyphs.
pub(super) fn sheet(page: &Page, flags: GlyphFlags, looks: &[FontLook]) -> Sheet {
    let under_scan = is_text_under_scan(page, flags);
    let mut words = words(page, under_scan, looks);
    amended::mark(&mut words, &page.rules);
    let slanted: Vec<_> = words.extract_if(.., |w| w.slanted).collect();
    let (mut tables, rest) = fill_tables(grids(&page.rules), words, page);
    let Told { tables: told, heads, rest } =
        fill_tagged(&tables, rest, tagged::grids(page, under_scan), page);
    tables.extend(told);
    let mut watermark = lines(slanted);
    if flags.has(GlyphFlags::TURNED) {
        let turned = turned::lines(page, under_scan, looks);
        watermark.extend(turned.into_iter().filter_map(|line| into_cell(line, &mut tables)));
    }
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
        heads: self::lines(heads),
        watermark,
        under_scan,
    }
}

/// Puts a turned line into the cell round it; gives it back if there is none.
fn into_cell(line: RawLine, tables: &mut [RawTable]) -> Option<RawLine> {
    let (x, y) = (line.rect.middle_x(), line.rect.middle_y());
    let mut cells = tables.iter_mut().flat_map(|t| t.rows.iter_mut().flatten());
    match cells.find(|c| c.rect.contains(x, y)) {
        Some(cell) => {
            cell.lines.push(line);
            None
        }
        None => Some(line),
    }
}

/// Gives each grid its words; returns the tables that have some, and the words outside all of them.
fn fill_tables(grids: Vec<Grid>, words: Vec<RawWord>, page: &Page) -> (Vec<RawTable>, Vec<RawWord>) {
    let mut rest = words;
    let mut tables = Vec::new();
    for grid in grids {
        let mut framed: Vec<bool> = grid.cells.iter().map(|c| is_frame(c, &grid, page)).collect();
        if framed.iter().filter(|f| !**f).count() > FRAME_CELLS {
            framed.fill(false);
        }
        let home = |w: &RawWord| {
            let cell = grid.cell_at(w.rect.middle_x(), w.rect.middle_y())?;
            (framed.get(cell) == Some(&false)).then_some(cell)
        };
        let homes: Vec<Option<usize>> = rest.iter().map(home).collect();
        let mut filled = vec![false; grid.cells.len()];
        homes.iter().flatten().for_each(|cell| filled.iter_mut().skip(*cell).take(1).for_each(|f| *f = true));
        if filled.iter().filter(|f| **f).count() < 2 {
            continue;
        }
        let mut contents: Vec<Vec<RawWord>> = vec![Vec::new(); grid.cells.len()];
        let mut outside = Vec::with_capacity(rest.len());
        for (word, home) in rest.into_iter().zip(homes) {
            match home.and_then(|cell| contents.get_mut(cell)) {
                Some(content) => content.push(word),
                None => outside.push(word),
            }
        }
        rest = outside;
        tables.push(table(&grid, contents, page));
    }
    (tables, rest)
}

/// What the file's structure told of the words of a page.
struct Told {
    tables: Vec<RawTable>,
    heads: Vec<RawWord>,
    /// The words outside all of them.
    rest: Vec<RawWord>,
}

/// Gives each table that the file's structure tells of its words, unless rules have told of it.
fn fill_tagged(ruled: &[RawTable], words: Vec<RawWord>, told: Vec<tagged::TaggedGrid>, page: &Page) -> Told {
    let (mut tables, mut heads, mut rest): (Vec<RawTable>, _, _) = (Vec::new(), Vec::new(), words);
    for tagged::TaggedGrid { number, grid, heads: above } in told {
        let meets = |table: &RawTable| table.rect.intersection(&grid.rect).is_some();
        if ruled.iter().any(meets) || tables.iter().any(meets) {
            continue;
        }
        let is_head = |w: &RawWord| above.is_some_and(|a| a.contains(w.rect.middle_x(), w.rect.middle_y()));
        let mut contents: Vec<Vec<RawWord>> = vec![Vec::new(); grid.cells.len()];
        let mut outside = Vec::with_capacity(rest.len());
        for word in rest {
            let cell = grid.cell_at(word.rect.middle_x(), word.rect.middle_y());
            match cell.and_then(|cell| contents.get_mut(cell)) {
                Some(content) => content.push(word),
                None if is_head(&word) => heads.push(word),
                None => outside.push(word),
            }
        }
        rest = outside;
        let rows = cell_rows(&grid, contents, page);
        let edges = grid.xs.split_last().map_or(Vec::new(), |(_, edges)| edges.to_vec());
        tables.push(RawTable { rect: grid.rect, ruled: false, tagged: Some(number), edges, rows });
    }
    Told { tables, heads, rest }
}

/// A cell that runs across its table and takes much of the page is a frame round prose.
fn is_frame(cell: &GridCell, grid: &Grid, page: &Page) -> bool {
    cell.col_span + 1 == grid.xs.len() && cell.rect.height() > FRAME_HEIGHT * page.height
}

fn table(grid: &Grid, contents: Vec<Vec<RawWord>>, page: &Page) -> RawTable {
    let rows = cell_rows(grid, contents, page).into_iter().flat_map(rows::split).collect();
    let edges = grid.xs.split_last().map_or(Vec::new(), |(_, edges)| edges.to_vec());
    RawTable { rect: grid.rect, ruled: true, tagged: None, edges, rows }
}

/// The cells with their words, row by row.
fn cell_rows(grid: &Grid, contents: Vec<Vec<RawWord>>, page: &Page) -> Vec<Vec<RawCell>> {
    let mut rows: Vec<Vec<RawCell>> = vec![Vec::new(); grid.ys.len() - 1];
    for (cell, words) in grid.cells.iter().zip(contents) {
        let raw = RawCell {
            rect: cell.rect,
            col: cell.col,
            col_span: cell.col_span,
            row_span: cell.row_span,
            shaded: page.fills.iter().any(|f| shades(f, &cell.rect)),
            lines: lines(words),
            ..RawCell::default()
        };
        if let Some(row) = rows.get_mut(cell.row) {
            row.push(raw);
        }
    }
    rows.retain(|row| !row.is_empty());
    rows
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
