//! What lies below opaque paint: glyphs that a box or an image drawn later covers wholly are not seen. A coarse grid of
//! where text stands tells quickly that nothing does; it is made only for pages that paint boxes over or beside text.

use crate::extract::interpret::Interpreter;
use crate::extract::paint::THINNEST_FILL;
use crate::model::geometry::Rect;
use crate::model::page::{Glyph, GlyphFlags};

/// Boxes that may hide glyphs of a page; each asks of every glyph.
pub const MOST_HIDING: usize = 500;
/// Paint over so much of the page is its ground: the text below is the hidden layer of a scan.
const GROUND: f32 = 0.5;
/// Letters reach beyond paint that was meant to cover them by so many points.
const OVERHANG: f32 = 0.5;
/// Height of the body of a glyph, as a share of the size, above and below the middle of its box.
const BODY: f32 = 0.25;

/// Rows and columns of the grid.
const CELLS: usize = 64;

/// Glyphs of a group: about half a line.
const GROUP: usize = 32;

/// A page as a grid of cells, a bit for each column of a row.
pub struct Cover {
    rows: [u64; CELLS],
    noted: usize,
    /// The bounds of each group of so many glyphs, in the order in which they are drawn.
    groups: Vec<Rect>,
    per_x: f32,
    per_y: f32,
}

impl Cover {
    /// An empty grid over a page of this size in points.
    pub fn new(width: f32, height: f32) -> Self {
        let cells = CELLS as f32;
        Self {
            rows: [0; CELLS],
            noted: 0,
            groups: Vec::new(),
            per_x: cells / width.max(1.0),
            per_y: cells / height.max(1.0),
        }
    }

    /// Enters the glyphs drawn since the last time.
    pub fn note(&mut self, glyphs: &[Glyph]) {
        for (glyph, at) in glyphs.get(self.noted..).unwrap_or_default().iter().zip(self.noted..) {
            match self.groups.get_mut(at / GROUP) {
                Some(group) => *group = group.union(&glyph.rect),
                None => self.groups.push(glyph.rect),
            }
            if glyph.ch == ' ' {
                continue;
            }
            let row = cell(glyph.rect.middle_y() * self.per_y);
            if let Some(row) = self.rows.get_mut(row) {
                *row |= 1 << cell(glyph.rect.middle_x() * self.per_x);
            }
        }
        self.noted = glyphs.len();
    }

    /// Whether glyphs stand in the cells that the box touches.
    pub fn meets(&self, area: &Rect) -> bool {
        let (left, right) = (cell(area.x0 * self.per_x), cell(area.x1 * self.per_x));
        let columns = (u64::MAX << left) & (u64::MAX >> (CELLS - 1 - right));
        let rows = cell(area.top * self.per_y)..=cell(area.bottom * self.per_y);
        self.rows.get(rows).unwrap_or_default().iter().any(|row| row & columns != 0)
    }
}

impl Cover {
    /// The groups of glyphs that reach into the box.
    fn groups_in(&self, area: &Rect) -> Vec<usize> {
        let groups = self.groups.iter().enumerate();
        groups.filter(|(_, group)| group.intersection(area).is_some()).map(|(at, _)| at).collect()
    }
}

impl Interpreter<'_, '_> {
    /// Hides the glyphs drawn so far that lie wholly within a box of opaque paint. Below a picture they are its hidden layer,
    /// for a scan may come in strips.
    pub fn hide_below(&mut self, area: &Rect, picture: bool) {
        let Some(area) = area.intersection(&self.state.clip).filter(|_| self.state.is_opaque()) else {
            return;
        };
        let thin = area.width().min(area.height()) <= THINNEST_FILL;
        if thin || self.hiding >= MOST_HIDING || !self.covers_text(&area) {
            return;
        }
        self.hiding += 1;
        let ground = area.area() > GROUND * self.page.width * self.page.height;
        let hidden = if picture || ground { GlyphFlags::INVISIBLE } else { GlyphFlags::CLIPPED };
        for group in self.cover.as_ref().map(|cover| cover.groups_in(&area)).unwrap_or_default() {
            let glyphs = self.page.glyphs.iter_mut().skip(group * GROUP).take(GROUP);
            glyphs
                .filter(|glyph| hides(&area, glyph))
                .for_each(|glyph| glyph.flags = glyph.flags.with(hidden));
        }
    }
}

fn hides(area: &Rect, glyph: &Glyph) -> bool {
    let (middle, half) = (glyph.rect.middle_y(), BODY * glyph.size_pt);
    area.x0 - OVERHANG < glyph.rect.x0
        && glyph.rect.x1 < area.x1 + OVERHANG
        && area.top - OVERHANG < middle - half
        && middle + half < area.bottom + OVERHANG
}

fn cell(place: f32) -> usize {
    (place.max(0.0) as usize).min(CELLS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::page::{FontId, GlyphFlags};

    #[test]
    fn a_box_meets_the_glyphs_below_it_only() {
        let rect = Rect::new(100.0, 100.0, 106.0, 112.0);
        let (font, flags) = (FontId(0), GlyphFlags::default());
        let glyph = Glyph { ch: 'a', rect, baseline: 110.0, size_pt: 12.0, font, flags };
        let mut cover = Cover::new(600.0, 800.0);
        cover.note(&[glyph]);
        assert!(cover.meets(&Rect::new(90.0, 90.0, 200.0, 120.0)));
        assert!(!cover.meets(&Rect::new(200.0, 90.0, 300.0, 120.0)));
        assert!(!cover.meets(&Rect::new(90.0, 200.0, 200.0, 220.0)));
    }
}
