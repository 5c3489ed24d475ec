//! Matrices of the coordinate systems of a page (ISO 32000-1, 8.3.4). Given six numbers, they give places in points;
//! they know nothing of what stands there.

use crate::model::geometry::Rect;

/// `[a b c d e f]`: x' = a x + c y + e, y' = b x + d y + f.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Matrix {
    /// x' per x.
    pub a: f32,
    /// y' per x.
    pub b: f32,
    /// x' per y.
    pub c: f32,
    /// y' per y.
    pub d: f32,
    /// x' of the origin.
    pub e: f32,
    /// y' of the origin.
    pub f: f32,
}

impl Matrix {
    /// Leaves every point where it is.
    pub const IDENTITY: Self = Self::new([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// The matrix with these six numbers, in the order in which a PDF writes them.
    pub const fn new([a, b, c, d, e, f]: [f32; 6]) -> Self {
        Self { a, b, c, d, e, f }
    }

    /// Moves by `x` and `y`.
    pub const fn shift(x: f32, y: f32) -> Self {
        Self::new([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// First this matrix, then `next`.
    pub fn then(&self, next: &Self) -> Self {
        Self {
            a: self.a * next.a + self.b * next.c,
            b: self.a * next.b + self.b * next.d,
            c: self.c * next.a + self.d * next.c,
            d: self.c * next.b + self.d * next.d,
            e: self.e * next.a + self.f * next.c + next.e,
            f: self.e * next.b + self.f * next.d + next.f,
        }
    }

    /// Where the point goes.
    pub fn apply(&self, x: f32, y: f32) -> (f32, f32) {
        (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)
    }

    /// The upright box around the rectangle with these corners, once moved.
    pub fn bounds(&self, x0: f32, y0: f32, x1: f32, y1: f32) -> Rect {
        let (ax, ay) = self.apply(x0, y0);
        let (bx, by) = self.apply(x1, y1);
        let (cx, cy) = self.apply(x0, y1);
        let (dx, dy) = self.apply(x1, y0);
        Rect::new(ax, ay, bx, by).union(&Rect::new(cx, cy, dx, dy))
    }

    /// Where one unit above the baseline goes, seen from it and at right angles to it: a slant, as of letters made italic
    /// by shearing, makes them no taller.
    pub fn upward(&self) -> (f32, f32) {
        let square = self.a * self.a + self.b * self.b;
        if square <= f32::MIN_POSITIVE {
            return (self.c, self.d);
        }
        let height = (self.a * self.d - self.b * self.c) / square;
        (-self.b * height, self.a * height)
    }

    /// How much longer a unit becomes, taking both directions together.
    pub fn mean_scale(&self) -> f32 {
        (self.a * self.d - self.b * self.c).abs().sqrt()
    }

    /// Whether level stays level or becomes upright, so that boxes stay boxes.
    pub fn keeps_boxes(&self) -> bool {
        let slack = SKEW * (self.a.abs() + self.b.abs() + self.c.abs() + self.d.abs());
        (self.b.abs() <= slack && self.c.abs() <= slack) || (self.a.abs() <= slack && self.d.abs() <= slack)
    }

    /// Whether all six are numbers.
    pub fn is_finite(&self) -> bool {
        [self.a, self.b, self.c, self.d, self.e, self.f].iter().all(|number| number.is_finite())
    }
}

/// Skew below which a direction counts as level or upright: text set at 0.05 degrees is rounding, not design.
const SKEW: f32 = 1e-3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn applies_the_first_matrix_first() {
        let doubled_then_moved = Matrix::new([2.0, 0.0, 0.0, 2.0, 0.0, 0.0]).then(&Matrix::shift(10.0, 5.0));
        assert_eq!(doubled_then_moved.apply(3.0, 4.0), (16.0, 13.0));
    }

    #[test]
    fn a_quarter_turn_keeps_boxes_and_an_eighth_does_not() {
        assert!(Matrix::new([0.0, 1.0, -1.0, 0.0, 0.0, 0.0]).keeps_boxes());
        assert!(!Matrix::new([0.7, 0.7, -0.7, 0.7, 0.0, 0.0]).keeps_boxes());
    }

    #[test]
    fn a_slant_makes_nothing_taller() {
        assert_eq!(Matrix::new([2.0, 0.0, 0.7, 2.0, 5.0, 5.0]).upward(), (0.0, 2.0));
        assert_eq!(Matrix::new([0.0, 2.0, 3.0, 0.0, 0.0, 0.0]).upward(), (3.0, 0.0));
    }

    #[test]
    fn bounds_hold_all_corners() {
        let turned = Matrix::new([0.0, 1.0, -1.0, 0.0, 100.0, 0.0]);
        assert_eq!(turned.bounds(0.0, 0.0, 10.0, 20.0), Rect::new(80.0, 0.0, 100.0, 10.0));
    }
}
