//! Tables that the file itself tells of: given a page with its tagged tables, gives the grids of those that the page bears
//! out. Producers tag tables that were made to place things, and tag wrongly; so cells of one row must lie beside one
//! another, those of one column below one another, and nothing else may stand among them.

use super::ruled::{Grid, GridCell};
use super::words::unread;
use crate::model::geometry::Rect;
use crate::model::page::{Glyph, GlyphFlags, Page};
use crate::model::structure::{TaggedCell, TaggedTable};
use std::collections::BTreeSet;

/// Columns, and rows, may reach into one another by so many points: letters overhang.
const SLACK: f32 = 1.0;
/// Height of a line above its baseline by which rows are told apart, as a share of the size.
const BAND: f32 = 0.6;
/// So many rows with words in several cells make a table; dots and rules to sign on are no words.
const LEAST_ROWS: usize = 2;
/// A cell higher than so many sizes is prose that was set in a table to place it, with its notes beside its lines.
const PROSE: f32 = 14.0;
/// The numbers of a list are no longer than so many characters.
const MARK_LENGTH: usize = 5;
/// Letters of a figure at most: "k", "£m", "pa".
const UNIT: usize = 2;
/// One cell in so many, and more, are many.
const MANY: usize = 4;
/// Heads stand so many sizes above what is below them at most.
const NEAR: f32 = 1.5;
/// Columns and rows of a table at most.
const MOST_TRACKS: usize = 1_000;

/// A table whose tags agree with the page.
pub(super) struct TaggedGrid {
    /// The same on every page on which the table stands.
    pub number: u32,
    pub grid: Grid,
    /// Where the heads stand that the page repeats above a table that goes on.
    pub heads: Option<Rect>,
}

/// The tagged tables that the page bears out; invisible glyphs count where they are what is to be read.
pub(super) fn grids(page: &Page, read_hidden: bool) -> Vec<TaggedGrid> {
    if page.tagged.is_empty() {
        return Vec::new();
    }
    let passed =
        unread(read_hidden).with(GlyphFlags::TURNED).with(GlyphFlags::SLANTED).with(GlyphFlags::ARTIFACT);
    let shows = |glyph: &Glyph| !glyph.ch.is_whitespace() && !glyph.flags.any(passed);
    let believed = |table: &TaggedTable| {
        let grid = grid(table, &page.glyphs, &shows)?;
        let alone = !has_strangers(table, &grid.rect, &page.glyphs, &shows);
        let heads =
            table.cells.iter().all(|cell| cell.row > 0).then(|| heads(&grid.rect, &page.glyphs)).flatten();
        alone.then_some(TaggedGrid { number: table.number, grid, heads })
    };
    page.tagged.iter().filter_map(believed).collect()
}

/// A cell that has text, with its extent.
struct Filled<'t> {
    cell: &'t TaggedCell,
    rect: Rect,
    /// From the band of its first line to its last baseline.
    rows: (f32, f32),
    size_pt: f32,
    /// How many letters and digits it has, and how many characters.
    letters: usize,
    characters: usize,
    digits: usize,
}

impl<'t> Filled<'t> {
    fn new(cell: &'t TaggedCell, glyphs: &[Glyph], shows: &impl Fn(&Glyph) -> bool) -> Option<Self> {
        let ranges = cell.glyphs.iter().filter_map(|range| glyphs.get(range.clone()));
        let mut shown = ranges.flatten().filter(|glyph| shows(glyph));
        let band = |glyph: &Glyph| (glyph.baseline - BAND * glyph.size_pt, glyph.baseline);
        let first = shown.next()?;
        let (rect, rows, size_pt) = (first.rect, band(first), first.size_pt);
        let mut filled = Self { cell, rect, rows, size_pt, letters: 0, characters: 0, digits: 0 };
        for glyph in [first].into_iter().chain(shown) {
            let (top, bottom) = band(glyph);
            filled.rect = filled.rect.union(&glyph.rect);
            filled.rows = (filled.rows.0.min(top), filled.rows.1.max(bottom));
            filled.letters += usize::from(glyph.ch.is_alphanumeric());
            filled.characters += 1;
            filled.digits += usize::from(glyph.ch.is_ascii_digit());
        }
        Some(filled)
    }

    fn is_prose(&self) -> bool {
        self.rows.1 - self.rows.0 > PROSE * self.size_pt
    }

    /// "1,204", "-", "£1.2m": a figure, or that there is none.
    fn is_figure(&self) -> bool {
        self.letters - self.digits <= UNIT && (self.digits > 0 || self.letters == 0)
    }

    /// "4.", "(b)", "2.1": what numbers a list.
    fn is_mark(&self) -> bool {
        self.characters <= MARK_LENGTH && (self.letters <= 1 || self.digits > 0)
    }
}

/// Rows or columns: those in which a cell with text begins, and from where to where each reaches.
struct Tracks {
    /// Their places in the table as it is tagged.
    places: Vec<usize>,
    extents: Vec<(f32, f32)>,
}

impl Tracks {
    /// Of cells that begin at a place, cover so many, and reach from here to there; None where they are not one after the other.
    fn of(cells: impl Iterator<Item = (usize, usize, (f32, f32))> + Clone) -> Option<Self> {
        let places: BTreeSet<usize> = cells.clone().map(|(place, ..)| place).collect();
        let places: Vec<usize> = places.into_iter().collect();
        if !(2..MOST_TRACKS).contains(&places.len()) {
            return None;
        }
        let mut tracks = Self { extents: vec![(f32::MAX, f32::MIN); places.len()], places };
        for (place, span, (from, to)) in cells {
            let (first, count) = tracks.covered(place, span);
            if let Some(extent) = tracks.extents.get_mut(first) {
                extent.0 = extent.0.min(from);
            }
            if let Some(extent) = tracks.extents.get_mut(first + count - 1) {
                extent.1 = extent.1.max(to);
            }
        }
        let apart = |pair: &[(f32, f32)]| match pair {
            [a, b] => a.1 < b.0 + SLACK && a.0 < b.0,
            _ => true,
        };
        tracks.extents.windows(2).all(apart).then_some(tracks)
    }

    /// The first of the tracks that a cell covers, and how many.
    fn covered(&self, place: usize, span: usize) -> (usize, usize) {
        let first = self.places.partition_point(|known| *known < place);
        let end = self.places.partition_point(|known| *known < place + span);
        (first, end.saturating_sub(first).max(1))
    }

    /// Where they begin and the last one ends, within these ends; `share` of the space between two belongs to the second.
    fn edges(&self, from: f32, to: f32, share: f32) -> Vec<f32> {
        let inner = self.extents.windows(2).filter_map(|pair| match pair {
            [a, b] => Some(b.0 - share * (b.0 - a.1.min(b.0))),
            _ => None,
        });
        [from].into_iter().chain(inner).chain([to]).collect()
    }
}

fn grid(table: &TaggedTable, glyphs: &[Glyph], shows: &impl Fn(&Glyph) -> bool) -> Option<Grid> {
    let cells: Vec<Filled<'_>> = table.cells.iter().filter_map(|c| Filled::new(c, glyphs, shows)).collect();
    let rows = Tracks::of(cells.iter().map(|c| (c.cell.row, c.cell.row_span, c.rows)))?;
    let columns = Tracks::of(cells.iter().map(|c| (c.cell.col, c.cell.col_span, (c.rect.x0, c.rect.x1))))?;
    let rows_of_cells = cells.chunk_by(|a, b| a.cell.row == b.cell.row);
    let worded = |row: &&[Filled<'_>]| row.iter().filter(|cell| cell.letters > 0).count() > 1;
    if rows_of_cells.filter(worded).count() < LEAST_ROWS || is_to_place(&cells) || is_of_figures(&cells) {
        return None;
    }
    let rect = cells.iter().map(|c| c.rect).reduce(|a, b| a.union(&b))?;
    let (xs, ys) = (columns.edges(rect.x0, rect.x1, 0.0), rows.edges(rect.top, rect.bottom, 0.5));
    let at = |edges: &[f32], track: usize| edges.get(track).copied().unwrap_or_default();
    let cells = cells.iter().map(|filled| {
        let (row, row_span) = rows.covered(filled.cell.row, filled.cell.row_span);
        let (col, col_span) = columns.covered(filled.cell.col, filled.cell.col_span);
        let rect = Rect::new(at(&xs, col), at(&ys, row), at(&xs, col + col_span), at(&ys, row + row_span));
        GridCell { rect, row, col, row_span, col_span }
    });
    Some(Grid::of_cells(cells.collect(), xs, ys))
}

/// Whether the table was made to place what is in it: numbered paragraphs, or prose with something beside it.
fn is_to_place(cells: &[Filled<'_>]) -> bool {
    let first = cells.iter().map(|cell| cell.cell.col).min();
    let labels = || cells.iter().filter(|cell| Some(cell.cell.col) == first && cell.letters > 0);
    let marks = labels().filter(|cell| cell.is_mark()).count();
    marks * 2 > labels().count() || cells.iter().any(Filled::is_prose)
}

/// Whether many cells beside the first column are figures: budgets, accounts and lists of contents are read line by line, as
/// they are set; alignment tells their columns as well.
fn is_of_figures(cells: &[Filled<'_>]) -> bool {
    let first = cells.iter().map(|cell| cell.cell.col).min();
    let beside = || cells.iter().filter(|cell| Some(cell.cell.col) != first);
    beside().filter(|cell| cell.is_figure()).count() * MANY > beside().count()
}

/// The rectangle of the artifacts that stand line upon line right above a table: producers mark so the heads that they
/// repeat on each page (14.8.2.2.2).
fn heads(table: &Rect, glyphs: &[Glyph]) -> Option<Rect> {
    let above = |glyph: &&Glyph| {
        glyph.flags.has(GlyphFlags::ARTIFACT)
            && !glyph.ch.is_whitespace()
            && (table.x0 - SLACK..table.x1 + SLACK).contains(&glyph.rect.middle_x())
            && glyph.baseline < table.top + SLACK
    };
    let mut above: Vec<&Glyph> = glyphs.iter().filter(above).collect();
    above.sort_by(|a, b| b.baseline.total_cmp(&a.baseline));
    let mut found: Option<Rect> = None;
    for glyph in above {
        let below = found.map_or(table.top, |found| found.top);
        if below - glyph.rect.bottom > NEAR * glyph.size_pt {
            break;
        }
        found = Some(found.map_or(glyph.rect, |found| found.union(&glyph.rect)));
    }
    found
}

/// Whether text that is not the table's stands in its rectangle.
fn has_strangers(
    table: &TaggedTable,
    rect: &Rect,
    glyphs: &[Glyph],
    shows: &impl Fn(&Glyph) -> bool,
) -> bool {
    let mut own = vec![false; glyphs.len()];
    for range in table.cells.iter().flat_map(|cell| &cell.glyphs) {
        own.get_mut(range.clone()).unwrap_or_default().fill(true);
    }
    let inside = |glyph: &Glyph| rect.contains(glyph.rect.middle_x(), glyph.rect.middle_y());
    glyphs.iter().zip(own).any(|(glyph, own)| !own && inside(glyph) && shows(glyph))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::page::FontId;

    /// A page of cells: row, column, columns covered, and where the text of each begins.
    fn page(cells: &[(usize, usize, usize, f32, f32)]) -> Page {
        let mut page = Page { width: 600.0, height: 800.0, ..Page::default() };
        let mut table = TaggedTable::default();
        for &(row, col, col_span, x, baseline) in cells {
            let at = page.glyphs.len();
            let rect = |x| Rect::new(x, baseline - 8.0, x + 15.0, baseline + 2.0);
            let (font, flags) = (FontId(0), GlyphFlags::default());
            let glyph = |x| Glyph { ch: 'a', rect: rect(x), baseline, size_pt: 10.0, font, flags };
            page.glyphs.extend([glyph(x), glyph(x + 15.0)]);
            table.cells.push(TaggedCell {
                row,
                col,
                row_span: 1,
                col_span,
                glyphs: vec![at..at + 1, at + 1..at + 2],
            });
        }
        page.tagged = vec![table];
        page
    }

    #[test]
    fn a_table_that_lies_as_it_is_tagged_is_believed() {
        let page = page(&[
            (0, 0, 2, 40.0, 20.0),
            (1, 0, 1, 10.0, 40.0),
            (1, 1, 1, 90.0, 40.0),
            (2, 0, 1, 10.0, 60.0),
            (2, 1, 1, 90.0, 60.0),
        ]);
        let found = grids(&page, false);
        let spans: Vec<usize> = found.iter().flat_map(|t| &t.grid.cells).map(|c| c.col_span).collect();
        assert_eq!(spans, [2, 1, 1, 1, 1]);
    }

    #[test]
    fn rows_that_are_mixed_up_and_cells_one_below_the_other_are_not() {
        let mixed = page(&[
            (0, 0, 1, 10.0, 20.0),
            (0, 1, 1, 90.0, 40.0),
            (1, 0, 1, 10.0, 40.0),
            (1, 1, 1, 90.0, 20.0),
        ]);
        assert!(grids(&mixed, false).is_empty());
        let below = page(&[
            (0, 0, 1, 10.0, 20.0),
            (0, 1, 1, 10.0, 40.0),
            (1, 0, 1, 10.0, 60.0),
            (1, 1, 1, 10.0, 80.0),
        ]);
        assert!(grids(&below, false).is_empty());
    }

    #[test]
    fn a_table_of_figures_is_left_to_alignment() {
        let cells = |row: usize, baseline| {
            [(row, 0, 1, 10.0, baseline), (row, 1, 1, 90.0, baseline), (row, 2, 1, 170.0, baseline)]
        };
        let mut page = page(&[cells(0, 20.0), cells(1, 40.0)].concat());
        assert_eq!(grids(&page, false).len(), 1);
        page.glyphs.iter_mut().filter(|g| g.rect.x0 > 80.0).for_each(|g| g.ch = '7');
        assert!(grids(&page, false).is_empty());
    }

    #[test]
    fn a_table_with_other_text_in_it_is_not() {
        let mut page = page(&[
            (0, 0, 1, 10.0, 20.0),
            (0, 1, 1, 90.0, 20.0),
            (1, 0, 1, 10.0, 60.0),
            (1, 1, 1, 90.0, 60.0),
        ]);
        assert_eq!(grids(&page, false).len(), 1);
        let stranger = Rect::new(10.0, 32.0, 40.0, 42.0);
        page.glyphs.push(Glyph { rect: stranger, baseline: 40.0, ..page.glyphs[0] });
        assert!(grids(&page, false).is_empty());
    }
}
