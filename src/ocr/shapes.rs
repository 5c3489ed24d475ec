//! Letters that a page draws as outlines, painted on white paper in the order of the file, for an engine to read. Given
//! the shapes in points, changes a raster; knows nothing of what they mean.

use super::raster::Raster;
use crate::model::picture::{Drawing, Step};
use tiny_skia::{Color, FillRule, Paint, Path, PathBuilder, Pixmap, Transform};

/// Paints the shapes; says whether there was anything to paint.
pub fn draw(canvas: &mut Raster, drawings: &[Drawing]) -> bool {
    if drawings.is_empty() {
        return false;
    }
    let side = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
    let Some(mut paper) = Pixmap::new(side(canvas.width), side(canvas.height)) else { return false };
    paper.fill(Color::WHITE);
    let scale = Transform::from_scale(canvas.per_point, canvas.per_point);
    for drawing in drawings {
        let Some(path) = path(&drawing.outline) else { continue };
        let rule = if drawing.even_odd { FillRule::EvenOdd } else { FillRule::Winding };
        let mut paint = Paint::default();
        paint.set_color_rgba8(drawing.ink, drawing.ink, drawing.ink, u8::MAX);
        paper.fill_path(&path, &paint, rule, scale, None);
    }
    // Nothing is transparent, and red, green and blue are one.
    for (gray, pixel) in canvas.gray.iter_mut().zip(paper.pixels()) {
        *gray = pixel.red();
    }
    true
}

fn path(outline: &[Step]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for step in outline {
        match *step {
            Step::Move(x, y) => path.move_to(x, y),
            Step::Line(x, y) => path.line_to(x, y),
            Step::Curve([a, b, c, d, x, y]) => path.cubic_to(a, b, c, d, x, y),
            Step::Close => path.close(),
        }
    }
    path.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(from: f32, to: f32) -> [Step; 5] {
        [Step::Move(from, from), Step::Line(to, from), Step::Line(to, to), Step::Line(from, to), Step::Close]
    }

    fn drawn(outline: Vec<Step>, even_odd: bool) -> Vec<u8> {
        let mut canvas = Raster::white(4, 4, 1.0);
        assert!(draw(&mut canvas, &[Drawing { outline, even_odd, ink: 0 }]));
        canvas.gray
    }

    #[test]
    fn a_square_is_painted_where_it_stands() {
        let gray = drawn(square(1.0, 3.0).to_vec(), false);
        assert_eq!(gray, [255, 255, 255, 255, 255, 0, 0, 255, 255, 0, 0, 255, 255, 255, 255, 255]);
    }

    #[test]
    fn the_inside_of_an_o_is_paper() {
        let rings = [square(0.0, 4.0), square(1.0, 3.0)].concat();
        let gray = drawn(rings.clone(), true);
        assert_eq!((gray[0], gray[5]), (0, 255));
        assert_eq!(drawn(rings, false)[5], 0);
    }

    #[test]
    fn no_shapes_are_nothing_to_read() {
        assert!(!draw(&mut Raster::white(4, 4, 1.0), &[]));
    }
}
