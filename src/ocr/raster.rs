//! A page as one gray image: the pixels and how many of them make a point. Knows nothing of files or text.

use super::ink::inked;
use crate::model::geometry::Rect;

/// Lightness of paper.
pub const WHITE: u8 = 255;

/// A gray image of a page, row by row from the top; 0 is black.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Raster {
    /// Pixels of a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Lightness of each pixel.
    pub gray: Vec<u8>,
    /// Pixels to a point.
    pub per_point: f32,
}

/// A part of an image, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// First column.
    pub left: usize,
    /// First row.
    pub top: usize,
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
}

impl Raster {
    /// White paper.
    pub fn white(width: usize, height: usize, per_point: f32) -> Self {
        Self { width, height, gray: vec![WHITE; width * height], per_point }
    }

    /// Dots per inch, as engines want to be told.
    pub fn dots_per_inch(&self) -> u32 {
        (self.per_point * 72.0).round() as u32
    }

    /// Makes every pixel black or white, whichever it is nearer to.
    pub fn harden(&mut self) {
        self.gray.iter_mut().for_each(|pixel| *pixel = if *pixel < WHITE / 2 + 1 { 0 } else { WHITE });
    }

    /// The pixels of a row; none outside the image.
    pub fn row(&self, y: usize) -> &[u8] {
        let start = y.saturating_mul(self.width);
        self.gray.get(start..start + self.width).unwrap_or(&[])
    }

    /// The rows, from the top.
    pub fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.gray.chunks_exact(self.width.max(1))
    }

    /// The part that shows anything: all rows and columns with ink in more than one pixel, and a margin of so many pixels.
    /// All of it where none do. `threshold`: darker pixels are ink.
    pub fn part_with_ink(&self, threshold: u8, margin: usize) -> Window {
        let count = |count: u8, pixel: u8| count.saturating_add(u8::from(pixel < threshold));
        let mut columns = vec![0u8; self.width];
        let mut rows = Vec::with_capacity(self.height);
        for row in self.rows() {
            columns.iter_mut().zip(row).for_each(|(column, pixel)| *column = count(*column, *pixel));
            rows.push(inked(row, threshold).take(2).count() as u8);
        }
        let (left, width) = stretch(&columns, margin);
        let (top, height) = stretch(&rows, margin);
        Window { left, top, width, height }
    }

    /// Makes these areas, in points, white: ruling lines that would be read as letters, or join rows into one.
    pub fn clear<'r>(&mut self, areas: impl Iterator<Item = &'r Rect>) {
        for area in areas {
            let pixel = |points: f32| (points * self.per_point).max(0.0) as usize;
            let (from, to) = (pixel(area.x0).saturating_sub(1), (pixel(area.x1) + 2).min(self.width));
            let (top, bottom) =
                (pixel(area.top).saturating_sub(1), (pixel(area.bottom) + 2).min(self.height));
            for y in top..bottom {
                let row = self.gray.get_mut(y * self.width + from..y * self.width + to).unwrap_or_default();
                row.fill(WHITE);
            }
        }
    }

    /// The image turned clockwise by so many quarters.
    #[must_use]
    pub fn turned(&self, quarters: u8) -> Self {
        let (width, height) = match quarters % 2 {
            1 => (self.height, self.width),
            _ => (self.width, self.height),
        };
        let at = |x: usize, y: usize| match quarters % 4 {
            1 => (y, self.height - 1 - x),
            2 => (self.width - 1 - x, self.height - 1 - y),
            3 => (self.width - 1 - y, x),
            _ => (x, y),
        };
        let mut gray = Vec::with_capacity(self.gray.len());
        for y in 0..height {
            gray.extend((0..width).map(|x| {
                let (from_x, from_y) = at(x, y);
                self.gray.get(from_y * self.width + from_x).copied().unwrap_or(WHITE)
            }));
        }
        Self { width, height, gray, per_point: self.per_point }
    }
}

/// From where on and how far there is more than one, with a margin.
fn stretch(counts: &[u8], margin: usize) -> (usize, usize) {
    let first = counts.iter().position(|count| *count > 1).unwrap_or(0);
    let last = counts.iter().rposition(|count| *count > 1).unwrap_or(counts.len());
    let from = first.saturating_sub(margin);
    (from, (last + 1 + margin).min(counts.len()).saturating_sub(from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_with_ink_leaves_dust_out() {
        let mut raster = Raster::white(100, 60, 1.0);
        for (x, y) in
            [(30, 20), (31, 20), (50, 40), (50, 41), (51, 40), (51, 41), (30, 21), (31, 21), (90, 55)]
        {
            raster.gray[y * 100 + x] = 0;
        }
        assert_eq!(raster.part_with_ink(128, 5), Window { left: 25, top: 15, width: 32, height: 32 });
        assert_eq!(
            Raster::white(9, 7, 1.0).part_with_ink(128, 5),
            Window { left: 0, top: 0, width: 9, height: 7 }
        );
    }

    #[test]
    fn a_quarter_brings_the_upper_left_corner_to_the_upper_right() {
        let raster = Raster { width: 2, height: 3, gray: vec![1, 2, 3, 4, 5, 6], per_point: 1.0 };
        assert_eq!(raster.turned(1).gray, [5, 3, 1, 6, 4, 2]);
        assert_eq!(raster.turned(2).gray, [6, 5, 4, 3, 2, 1]);
        assert_eq!(raster.turned(1).turned(3), raster);
    }
}
