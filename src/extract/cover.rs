//! Where on the page text stands, coarsely: a grid that tells quickly whether a white box may cover glyphs drawn before
//! it. Made only for pages that paint white boxes.

use crate::model::geometry::Rect;
use crate::model::page::Glyph;

/// Rows and columns of the grid.
const CELLS: usize = 64;

/// A page as a grid of cells, a bit for each column of a row.
pub struct Cover {
    rows: [u64; CELLS],
    noted: usize,
    per_x: f32,
    per_y: f32,
}

impl Cover {
    /// An empty grid over a page of this size in points.
    pub fn new(width: f32, height: f32) -> Self {
        let cells = CELLS as f32;
        Self { rows: [0; CELLS], noted: 0, per_x: cells / width.max(1.0), per_y: cells / height.max(1.0) }
    }

    /// Enters the glyphs drawn since the last time.
    pub fn note(&mut self, glyphs: &[Glyph]) {
        for glyph in glyphs.get(self.noted..).unwrap_or_default().iter().filter(|glyph| glyph.ch != ' ') {
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
