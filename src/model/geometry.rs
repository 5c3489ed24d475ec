//! Rectangles and places. All lengths are PDF points (1/72 inch); the origin is the top left corner of the page as it
//! is shown (crop box, after rotation), and y grows downwards.

use serde::Serialize;

/// An upright rectangle in points, origin top left, y down; `x0 <= x1` and `top <= bottom`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Rect {
    /// Left edge.
    pub x0: f32,
    /// Upper edge.
    pub top: f32,
    /// Right edge.
    pub x1: f32,
    /// Lower edge.
    pub bottom: f32,
}

impl Rect {
    /// The rectangle with these corners, in either order.
    pub fn new(x0: f32, top: f32, x1: f32, bottom: f32) -> Self {
        Self { x0: x0.min(x1), top: top.min(bottom), x1: x0.max(x1), bottom: top.max(bottom) }
    }

    /// Width in points.
    #[inline]
    pub fn width(&self) -> f32 {
        self.x1 - self.x0
    }

    /// Height in points.
    #[inline]
    pub fn height(&self) -> f32 {
        self.bottom - self.top
    }

    /// Area in square points.
    pub fn area(&self) -> f32 {
        self.width() * self.height()
    }

    /// The y of its horizontal middle line.
    #[inline]
    pub fn middle_y(&self) -> f32 {
        (self.top + self.bottom) / 2.0
    }

    /// The x of its vertical middle line.
    #[inline]
    pub fn middle_x(&self) -> f32 {
        (self.x0 + self.x1) / 2.0
    }

    /// The smallest rectangle that holds both.
    #[inline]
    pub fn union(&self, other: &Rect) -> Rect {
        // The library's own minimum looks at each for being no number; coordinates are numbers.
        let least = |a: f32, b: f32| if b < a { b } else { a };
        let most = |a: f32, b: f32| if b > a { b } else { a };
        Rect {
            x0: least(self.x0, other.x0),
            top: least(self.top, other.top),
            x1: most(self.x1, other.x1),
            bottom: most(self.bottom, other.bottom),
        }
    }

    /// The part common to both, if any.
    pub fn intersection(&self, other: &Rect) -> Option<Rect> {
        let common = Rect {
            x0: self.x0.max(other.x0),
            top: self.top.max(other.top),
            x1: self.x1.min(other.x1),
            bottom: self.bottom.min(other.bottom),
        };
        (common.x0 < common.x1 && common.top < common.bottom).then_some(common)
    }

    /// Whether the point lies inside or on the edge.
    #[inline]
    pub fn contains(&self, x: f32, y: f32) -> bool {
        self.x0 <= x && x <= self.x1 && self.top <= y && y <= self.bottom
    }
}

/// Where something stands: a page (1-based) and a rectangle on it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Place {
    /// Page number, from 1.
    pub page: u32,
    /// The rectangle, in points.
    pub rect: Rect,
}
