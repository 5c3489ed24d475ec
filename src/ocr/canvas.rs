//! The images of a page laid on white paper, at the resolution of the finest of those that matter: one image for most
//! scans, many strips or a background and stencils of ink for others. Gives a raster; knows nothing of text.

use super::OcrError;
use super::decode::{Plane, plane};
use super::raster::{Raster, WHITE};
use super::shapes;
use crate::model::picture::{Picture, PicturedPage, Tone};

/// An image over less than this share of the page does not decide the resolution.
const MATTERS: f32 = 0.02;
/// Below this resolution letters are lost whatever is done (96 dpi) …
const LEAST_PER_POINT: f32 = 96.0 / 72.0;
/// … and above it (450 dpi) nothing is won.
const MOST_PER_POINT: f32 = 450.0 / 72.0;
/// Shapes have no resolution of their own; engines are made for 300 dpi.
const DRAWN_PER_POINT: f32 = 300.0 / 72.0;
/// Pixels of a page at most.
pub(super) const MOST_PIXELS: f32 = 120e6;

/// Paints the page's images. What could not be decoded comes along as reasons, if anything else could.
pub fn paint(page: &PicturedPage) -> Result<(Raster, Vec<OcrError>), OcrError> {
    let mut faults = Vec::new();
    let (width, height, per_point) = size(page);
    if let ([picture], []) = (page.pictures.as_slice(), page.drawings.as_slice()) {
        let plane = plane(picture)?;
        return Ok((alone(width, height, per_point, picture, plane), Vec::new()));
    }
    let mut canvas = Raster::white(width, height, per_point);
    let mut painted = usize::from(shapes::draw(&mut canvas, &page.drawings));
    for picture in &page.pictures {
        match plane(picture) {
            Ok(plane) => {
                lay(&mut canvas, picture, &plane);
                painted += 1;
            }
            Err(fault) => faults.push(fault),
        }
    }
    match (painted, faults.is_empty()) {
        (0, false) => Err(faults.swap_remove(0)),
        (0, true) => Err(OcrError::NoImage),
        _ => Ok((canvas, faults)),
    }
}

/// Pixels of a row, rows, and pixels to a point of the page once it is painted.
pub fn size(page: &PicturedPage) -> (usize, usize, f32) {
    let per_point = resolution(page);
    let side = |points: f32| (points * per_point).round().max(1.0) as usize;
    (side(page.width), side(page.height), per_point)
}

/// A page that shows one image: most scans are that image pixel by pixel, which need not be laid on anything.
fn alone(width: usize, height: usize, per_point: f32, picture: &Picture, plane: Plane) -> Raster {
    let opaque = !matches!(picture.tone, Tone::Stencil { .. });
    let same = (plane.width, plane.height) == (width, height)
        && Way::to(picture, &plane, per_point).is_some_and(|way| way.leads_nowhere(width, height));
    if opaque && same {
        return Raster { width, height, gray: plane.samples, per_point };
    }
    let mut canvas = Raster::white(width, height, per_point);
    lay(&mut canvas, picture, &plane);
    canvas
}

/// Pixels to a point of the finest image that matters.
fn resolution(page: &PicturedPage) -> f32 {
    let area = (page.width * page.height).max(1.0);
    let finest = page.pictures.iter().filter(|p| covered(p) / area >= MATTERS).map(per_point);
    let drawn = if page.drawings.is_empty() { 0.0 } else { DRAWN_PER_POINT };
    let finest = finest.fold(drawn, f32::max).clamp(LEAST_PER_POINT, MOST_PER_POINT);
    finest.min((MOST_PIXELS / area).sqrt())
}

/// Square points that the image covers.
fn covered(picture: &Picture) -> f32 {
    let [a, b, c, d, ..] = picture.matrix;
    (a * d - b * c).abs()
}

fn per_point(picture: &Picture) -> f32 {
    let [a, b, c, d, ..] = picture.matrix;
    let along = picture.width as f32 / a.hypot(b).max(0.01);
    let down = picture.height as f32 / c.hypot(d).max(0.01);
    along.max(down)
}

/// From a pixel of the canvas to one of the image.
struct Way {
    /// x of the image: per x, per y, at the origin.
    x: [f32; 3],
    /// y of the image, likewise.
    y: [f32; 3],
}

impl Way {
    /// The way back through the image's matrix; none where it shows nothing.
    fn to(picture: &Picture, plane: &Plane, per_point: f32) -> Option<Self> {
        let [a, b, c, d, e, f] = picture.matrix;
        let determinant = a * d - b * c;
        if determinant.abs() < 1e-9 || !determinant.is_finite() {
            return None;
        }
        let (width, height) = (plane.width as f32, plane.height as f32);
        let u = [d / determinant, -c / determinant, (c * f - d * e) / determinant];
        let v = [-b / determinant, a / determinant, (b * e - a * f) / determinant];
        // The image's first row is at the top of the unit square, where v is 1 (8.9.5.1).
        let x = [u[0] * width / per_point, u[1] * width / per_point, u[2] * width];
        let y = [-v[0] * height / per_point, -v[1] * height / per_point, (1.0 - v[2]) * height];
        Some(Self { x, y })
    }

    fn is_upright(&self) -> bool {
        self.x[1].abs() < 1e-4 && self.y[0].abs() < 1e-4
    }

    /// Whether every pixel of so many is where it was.
    fn leads_nowhere(&self, width: usize, height: usize) -> bool {
        self.is_upright()
            && (0..width).all(|x| index(at(&self.x, x, 0), width) == Some(x))
            && (0..height).all(|y| index(at(&self.y, 0, y), height) == Some(y))
    }
}

fn at(line: &[f32; 3], x: usize, y: usize) -> f32 {
    line[0] * (x as f32 + 0.5) + line[1] * (y as f32 + 0.5) + line[2]
}

/// Lays one image on the canvas.
fn lay(canvas: &mut Raster, picture: &Picture, plane: &Plane) {
    let Some(way) = Way::to(picture, plane, canvas.per_point) else { return };
    let ink = match picture.tone {
        Tone::Stencil { ink, .. } => Some(ink),
        _ => None,
    };
    if way.is_upright() {
        lay_upright(canvas, plane, &way, ink)
    } else {
        lay_turned(canvas, plane, &way, ink)
    }
}

fn lay_upright(canvas: &mut Raster, plane: &Plane, way: &Way, ink: Option<u8>) {
    let width = canvas.width;
    let columns: Vec<Option<usize>> = (0..width).map(|x| index(at(&way.x, x, 0), plane.width)).collect();
    let whole = columns.iter().enumerate().all(|(x, from)| *from == Some(x)) && plane.width == width;
    for (y, row) in canvas.gray.chunks_exact_mut(width.max(1)).enumerate() {
        let Some(from_y) = index(at(&way.y, 0, y), plane.height) else { continue };
        let start = from_y * plane.width;
        let Some(from) = plane.samples.get(start..start + plane.width) else { continue };
        match (whole, ink) {
            (true, None) => row.copy_from_slice(from),
            _ => {
                for (pixel, column) in row.iter_mut().zip(&columns) {
                    let sample = column.and_then(|column| from.get(column));
                    dab(pixel, sample, ink);
                }
            }
        }
    }
}

fn lay_turned(canvas: &mut Raster, plane: &Plane, way: &Way, ink: Option<u8>) {
    let width = canvas.width;
    for (y, row) in canvas.gray.chunks_exact_mut(width.max(1)).enumerate() {
        for (x, pixel) in row.iter_mut().enumerate() {
            let from_x = index(at(&way.x, x, y), plane.width);
            let from_y = index(at(&way.y, x, y), plane.height);
            let (Some(from_x), Some(from_y)) = (from_x, from_y) else { continue };
            dab(pixel, plane.samples.get(from_y * plane.width + from_x), ink);
        }
    }
}

fn index(place: f32, count: usize) -> Option<usize> {
    (place >= 0.0 && place < count as f32).then_some(place as usize)
}

fn dab(pixel: &mut u8, sample: Option<&u8>, ink: Option<u8>) {
    match (sample, ink) {
        (Some(&sample), None) => *pixel = sample,
        (Some(&sample), Some(ink)) if sample != WHITE => *pixel = ink,
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::picture::Coding;

    fn picture(matrix: [f32; 6], bytes: &[u8], tone: Tone) -> Picture {
        let coding = Coding::Samples { bits: 8, channels: 1 };
        Picture { matrix, width: 4, height: 2, bytes: bytes.to_vec(), coding, tone }
    }

    fn page(pictures: Vec<Picture>) -> PicturedPage {
        PicturedPage { number: 1, width: 2.0, height: 1.0, drawings: Vec::new(), pictures }
    }

    const UPRIGHT: [f32; 6] = [2.0, 0.0, 0.0, -1.0, 0.0, 1.0];

    #[test]
    fn an_upright_image_comes_out_pixel_by_pixel() {
        let bytes = [1, 2, 3, 4, 5, 6, 7, 8];
        let (raster, faults) =
            paint(&page(vec![picture(UPRIGHT, &bytes, Tone::Direct { inverted: false })])).unwrap();
        assert_eq!((raster.width, raster.height, raster.per_point), (4, 2, 2.0));
        assert_eq!(raster.gray, bytes);
        assert!(faults.is_empty());
    }

    #[test]
    fn an_image_upside_down_is_turned() {
        let bytes = [1, 2, 3, 4, 5, 6, 7, 8];
        let turned = [-2.0, 0.0, 0.0, 1.0, 2.0, 0.0];
        let (raster, _) =
            paint(&page(vec![picture(turned, &bytes, Tone::Direct { inverted: false })])).unwrap();
        assert_eq!(raster.gray, [8, 7, 6, 5, 4, 3, 2, 1]);
    }

    #[test]
    fn a_stencil_lets_the_image_below_show() {
        let below = picture(UPRIGHT, &[100; 8], Tone::Direct { inverted: false });
        let stencil = picture(
            UPRIGHT,
            &[0, 255, 0, 255, 255, 255, 255, 255],
            Tone::Stencil { inverted: false, ink: 7 },
        );
        let (raster, _) = paint(&page(vec![below, stencil])).unwrap();
        assert_eq!(raster.gray, [7, 100, 7, 100, 100, 100, 100, 100]);
    }
}
