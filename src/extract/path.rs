//! Builds paths (ISO 32000-1, 8.5.2) as far as ruling lines and shaded cells need them: boxes and straight lines, in
//! points on the page, and the bounds of everything for clips. Curves count only in the bounds.

use crate::extract::interpret::{Arguments, Interpreter};
use crate::extract::matrix::Matrix;
use crate::model::geometry::Rect;
use crate::model::picture::Step;

/// Lines of one path kept at most: drawings and maps have no rules to find.
const MOST_LINES: usize = 20_000;

/// Steps of one outline kept at most.
const MOST_STEPS: usize = 200_000;

/// How far, in points, the end of a straight line may leave its axis.
const STRAIGHT: f32 = 0.05;

/// A point on the page.
pub type Point = (f32, f32);

/// The path being built.
#[derive(Debug, Default)]
pub struct Path {
    /// Rectangles, from `re` or drawn line by line.
    pub boxes: Vec<Rect>,
    /// Straight lines that belong to no box.
    pub lines: Vec<(Point, Point)>,
    /// Bounds of all that was built.
    pub bounds: Option<Rect>,
    /// Parts of it that have curves, as most letters do.
    pub curved_parts: u32,
    /// All its steps, where they are asked for.
    pub outline: Option<Vec<Step>>,
    /// `W` or `W*` was seen: the path will clip once it is painted.
    pub clips: bool,
    first_line: usize,
    start: Point,
    current: Point,
    curved: bool,
}

/// Whether the rectangle reaches no further than the other, but for a hair.
fn lies_in(rect: &Rect, other: &Rect) -> bool {
    const HAIR: f32 = 0.01;
    rect.x0 > other.x0 - HAIR
        && rect.top > other.top - HAIR
        && rect.x1 < other.x1 + HAIR
        && rect.bottom < other.bottom + HAIR
}

impl Path {
    /// Forgets everything.
    pub fn clear(&mut self) {
        self.boxes.clear();
        self.lines.clear();
        (self.bounds, self.clips, self.curved, self.first_line) = (None, false, false, 0);
        self.curved_parts = 0;
        self.outline.iter_mut().for_each(Vec::clear);
    }

    /// The box that is all there is of it.
    pub fn lone_box(&self) -> Option<Rect> {
        match self.boxes.as_slice() {
            [one] if self.lines.is_empty() && self.bounds.is_none_or(|bounds| lies_in(&bounds, one)) => {
                Some(*one)
            }
            _ => None,
        }
    }

    fn note(&mut self, step: Step) {
        self.outline.iter_mut().filter(|steps| steps.len() < MOST_STEPS).for_each(|steps| steps.push(step));
    }

    fn reach(&mut self, (x, y): Point) {
        // Numbers beyond any page may come to none, and bounds would be none from there on.
        if x.is_nan() || y.is_nan() {
            return;
        }
        let point = Rect { x0: x, top: y, x1: x, bottom: y };
        self.bounds = Some(self.bounds.map_or(point, |bounds| bounds.union(&point)));
    }

    fn move_to(&mut self, point: Point) {
        self.finish();
        (self.start, self.current) = (point, point);
        self.note(Step::Move(point.0, point.1));
    }

    fn line_to(&mut self, point: Point) {
        self.note(Step::Line(point.0, point.1));
        self.reach(self.current);
        self.reach(point);
        if self.lines.len() < MOST_LINES {
            self.lines.push((self.current, point));
        }
        self.current = point;
    }

    fn curve_to(&mut self, points: [Point; 3]) {
        self.reach(self.current);
        points.into_iter().for_each(|point| self.reach(point));
        self.curved = true;
        self.current = points[2];
        let [(a, b), (c, d), (e, f)] = points;
        self.note(Step::Curve([a, b, c, d, e, f]));
    }

    fn close(&mut self) {
        if self.current != self.start {
            self.line_to(self.start);
        }
        self.note(Step::Close);
    }

    fn rectangle(&mut self, matrix: &Matrix, [x, y, width, height]: [f32; 4]) {
        let corner = |x, y| matrix.apply(x, y);
        let around = [corner(x + width, y), corner(x + width, y + height), corner(x, y + height)];
        self.move_to(corner(x, y));
        if matrix.keeps_boxes() {
            let bounds = matrix.bounds(x, y, x + width, y + height);
            self.boxes.push(bounds);
            self.reach((bounds.x0, bounds.top));
            self.reach((bounds.x1, bounds.bottom));
            around.into_iter().for_each(|(x, y)| self.note(Step::Line(x, y)));
            self.note(Step::Close);
        } else {
            around.into_iter().for_each(|point| self.line_to(point));
            self.close();
        }
    }

    /// Ends a subpath: four lines around a rectangle become a box.
    pub fn finish(&mut self) {
        let lines = self.lines.get(self.first_line..).unwrap_or_default();
        if let Some(found) = (!self.curved).then(|| rectangle_of(lines)).flatten() {
            self.lines.truncate(self.first_line);
            self.boxes.push(found);
        }
        self.first_line = self.lines.len();
        self.curved_parts += u32::from(self.curved);
        self.curved = false;
    }
}

/// The rectangle that the lines run around, if they do.
fn rectangle_of(lines: &[(Point, Point)]) -> Option<Rect> {
    let (first, last) = (lines.first()?, lines.last()?);
    // The closing line may be left out where the path is filled.
    if !(3..=5).contains(&lines.len()) || !lines.iter().all(is_straight) {
        return None;
    }
    let closes = near(last.1, first.0) || (lines.len() == 3 && is_straight(&(last.1, first.0)));
    let bounds = lines.iter().map(|(a, b)| Rect::new(a.0, a.1, b.0, b.1)).reduce(|a, b| a.union(&b))?;
    let at_corner = |point: Point| {
        (near_number(point.0, bounds.x0) || near_number(point.0, bounds.x1))
            && (near_number(point.1, bounds.top) || near_number(point.1, bounds.bottom))
    };
    (closes && lines.iter().all(|line| at_corner(line.0) && at_corner(line.1))).then_some(bounds)
}

/// Whether a line is level or upright.
pub fn is_straight((a, b): &(Point, Point)) -> bool {
    near_number(a.0, b.0) || near_number(a.1, b.1)
}

fn near(a: Point, b: Point) -> bool {
    near_number(a.0, b.0) && near_number(a.1, b.1)
}

fn near_number(a: f32, b: f32) -> bool {
    (a - b).abs() <= STRAIGHT
}

impl Interpreter<'_, '_> {
    fn point(&self, x: f32, y: f32) -> Point {
        self.state.ctm.apply(x, y)
    }

    /// `m`
    pub fn move_to(&mut self, arguments: &Arguments<'_>) {
        if let Some([x, y]) = arguments.numbers() {
            self.path.move_to(self.point(x, y));
        }
    }

    /// `l`
    pub fn line_to(&mut self, arguments: &Arguments<'_>) {
        if let Some([x, y]) = arguments.numbers() {
            self.path.line_to(self.point(x, y));
        }
    }

    /// `c`
    pub fn curve_to(&mut self, arguments: &Arguments<'_>) {
        if let Some([a, b, c, d, e, f]) = arguments.numbers() {
            self.path.curve_to([self.point(a, b), self.point(c, d), self.point(e, f)]);
        }
    }

    /// `v` `y`: one control point falls on an end point.
    pub fn short_curve_to(&mut self, arguments: &Arguments<'_>) {
        if let Some([a, b, c, d]) = arguments.numbers() {
            self.path.curve_to([self.point(a, b), self.point(a, b), self.point(c, d)]);
        }
    }

    /// `h`
    pub fn close_path(&mut self) {
        self.path.close();
    }

    /// `re`
    pub fn rectangle(&mut self, arguments: &Arguments<'_>) {
        if let Some(numbers) = arguments.numbers() {
            let matrix = self.state.ctm;
            self.path.rectangle(&matrix, numbers);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_lines_make_a_box() {
        let mut path = Path::default();
        path.move_to((0.0, 0.0));
        [(10.0, 0.0), (10.0, 5.0), (0.0, 5.0)].into_iter().for_each(|point| path.line_to(point));
        path.close();
        path.finish();
        assert_eq!(path.boxes, [Rect::new(0.0, 0.0, 10.0, 5.0)]);
        assert!(path.lines.is_empty());
    }

    #[test]
    fn a_triangle_and_a_corner_make_none() {
        for points in [[(10.0, 0.0), (5.0, 5.0), (0.0, 0.0)], [(10.0, 0.0), (10.0, 5.0), (20.0, 5.0)]] {
            let mut path = Path::default();
            path.move_to((0.0, 0.0));
            points.into_iter().for_each(|point| path.line_to(point));
            path.finish();
            assert!(path.boxes.is_empty(), "{points:?}");
            assert_eq!(path.lines.len(), 3);
        }
    }

    #[test]
    fn a_turned_rectangle_is_lines() {
        let mut path = Path::default();
        path.rectangle(&Matrix::new([0.7, 0.7, -0.7, 0.7, 0.0, 0.0]), [0.0, 0.0, 10.0, 10.0]);
        path.finish();
        assert_eq!((path.boxes.len(), path.lines.len()), (0, 4));
    }
}
