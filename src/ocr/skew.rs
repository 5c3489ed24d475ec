//! How far a page lies askew, and the page set straight. Lines of text are level when the lower edges of their letters
//! fall on few rows; the angle at which they fall on the fewest is the page's. Knows nothing of what the letters are.

use super::ink::darkest;
use super::raster::{Raster, WHITE};

/// Angles looked at, in degrees: a page fed askew lies within.
const MOST: f32 = 4.0;
/// Steps of the coarse and the fine search.
const COARSE: f32 = 0.25;
const FINE: f32 = 0.05;
/// A smaller angle harms nobody.
const BEARABLE: f32 = 0.1;
/// Pixels to a point at which the angle is looked for: letters are still seen, noise less.
const GRAIN: f32 = 1.4;
/// Points of ink at least: below that there is nothing to go by.
const FEWEST: usize = 400;
/// Rows must come out this much sharper than at no angle.
const SHARPER: f64 = 1.03;

/// The angle of the page in degrees, clockwise; 0 where it is straight or cannot be told.
/// `threshold`: darker pixels are ink.
pub fn angle(raster: &Raster, threshold: u8) -> f32 {
    let points = lower_edges(raster, threshold, (raster.per_point / GRAIN).round().max(1.0) as usize);
    if points.len() < FEWEST {
        return 0.0;
    }
    let level = sharpness(&points, 0.0);
    let coarse = best(&points, 0.0, MOST, COARSE);
    let fine = best(&points, coarse, COARSE, FINE);
    let clear = sharpness(&points, fine) > level * SHARPER;
    if fine.abs() < BEARABLE || !clear || fine.abs() > MOST - COARSE { 0.0 } else { fine }
}

/// Middle of the blocks with ink above blocks without.
fn lower_edges(raster: &Raster, threshold: u8, step: usize) -> Vec<(f32, f32)> {
    let columns = raster.width / step;
    let mut points = Vec::new();
    let (mut above, mut here) = (vec![false; columns], vec![false; columns]);
    let mut least = vec![WHITE; raster.width];
    for (y, block) in raster.gray.chunks(step * raster.width.max(1)).enumerate() {
        least.fill(WHITE);
        for row in block.chunks_exact(raster.width.max(1)) {
            least.iter_mut().zip(row).for_each(|(least, pixel)| *least = (*pixel).min(*least));
        }
        here.iter_mut().zip(least.chunks(step)).for_each(|(here, block)| *here = darkest(block) < threshold);
        let edges = above.iter().zip(&here).enumerate().filter(|(_, (above, here))| **above && !**here);
        points.extend(edges.map(|(x, _)| (x as f32, y as f32)));
        std::mem::swap(&mut above, &mut here);
    }
    points
}

fn best(points: &[(f32, f32)], around: f32, reach: f32, step: f32) -> f32 {
    let count = (reach / step).round() as i32;
    let angles = (-count..=count).map(|n| around + n as f32 * step);
    let scored = angles.map(|angle| (sharpness(points, angle), angle));
    // Of equals the smallest angle: max_by keeps the last, so the order is turned.
    scored.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.abs().total_cmp(&a.1.abs()))).map_or(0.0, |(_, a)| a)
}

/// Sum of the squares of how many points fall on each row, once turned back by the angle.
fn sharpness(points: &[(f32, f32)], angle: f32) -> f64 {
    let slope = angle.to_radians().tan();
    let highest = points.iter().map(|(x, y)| y - x * slope).fold(f32::MAX, f32::min);
    let mut rows: Vec<u32> = Vec::new();
    for (x, y) in points {
        let row = (y - x * slope - highest) as usize;
        if row >= rows.len() {
            rows.resize(row + 1, 0);
        }
        rows.iter_mut().skip(row).take(1).for_each(|count| *count += 1);
    }
    rows.iter().map(|count| f64::from(*count) * f64::from(*count)).sum()
}

/// The image turned counter-clockwise by the angle round its middle.
pub fn straightened(raster: &Raster, angle: f32) -> Raster {
    let (sin, cos) = angle.to_radians().sin_cos();
    let (mid_x, mid_y) = (raster.width as f32 / 2.0, raster.height as f32 / 2.0);
    let blank = Blank::of(raster);
    let mut turned = Raster::white(raster.width, raster.height, raster.per_point);
    for (y, row) in turned.gray.chunks_exact_mut(raster.width.max(1)).enumerate() {
        let down = y as f32 - mid_y;
        let from = |x: usize| {
            let along = x as f32 - mid_x;
            (mid_x + along * cos - down * sin, mid_y + along * sin + down * cos)
        };
        for (at, run) in row.chunks_mut(TILE).enumerate() {
            let first = at * TILE;
            if !blank.is_between(from(first), from(first + run.len())) {
                copy(raster, from(first), (cos, sin), run);
            }
        }
    }
    turned
}

/// Parts of a pixel: places between pixels are whole numbers of them, which is ten times as quick as with fractions.
const PARTS: usize = 1 << 16;

/// Fills a run with what stands on the image from this place on, a step from pixel to pixel.
fn copy(raster: &Raster, start: (f32, f32), step: (f32, f32), run: &mut [u8]) {
    let parts = |pixels: f32| (pixels * PARTS as f32) as i64;
    let (mut x, mut y) = (parts(start.0), parts(start.1));
    let (right, down) = (parts(step.0), parts(step.1));
    for pixel in run {
        *pixel = match (usize::try_from(x), usize::try_from(y)) {
            (Ok(x), Ok(y)) => between(raster, x, y),
            _ => WHITE,
        };
        x += right;
        y += down;
    }
}

/// Pixels of a tile's side.
const TILE: usize = 32;

/// Which tiles of an image are white all over: most of a page is, and nothing need be worked out there.
struct Blank {
    across: usize,
    tiles: Vec<bool>,
}

impl Blank {
    fn of(raster: &Raster) -> Self {
        let across = raster.width.div_ceil(TILE);
        let mut tiles = vec![true; across * raster.height.div_ceil(TILE)];
        for (y, row) in raster.rows().enumerate() {
            let tiles = tiles.iter_mut().skip(y / TILE * across);
            tiles.zip(row.chunks(TILE)).for_each(|(tile, run)| *tile &= darkest(run) == WHITE);
        }
        Self { across, tiles }
    }

    /// Whether all is white between these points, no further apart than a tile and a bit, and beside them.
    fn is_between(&self, one: (f32, f32), other: (f32, f32)) -> bool {
        let tile = |v: f32| v.max(0.0) as usize / TILE;
        let span = |a: f32, b: f32| tile(a.min(b))..=tile(a.max(b) + 1.0);
        let blank =
            |x: usize, y: usize| x >= self.across || self.tiles.get(y * self.across + x) != Some(&false);
        span(one.1, other.1).all(|y| span(one.0, other.0).all(|x| blank(x, y)))
    }
}

/// Lightness between four pixels, at a place in parts of a pixel; white beside the image.
fn between(raster: &Raster, x: usize, y: usize) -> u8 {
    let (left, top) = (x / PARTS, y / PARTS);
    let at = top * raster.width + left;
    let pair = |from: usize| raster.gray.get(from..)?.first_chunk::<2>();
    let (Some(upper), Some(lower)) = (pair(at), pair(at + raster.width)) else { return WHITE };
    if left + 1 >= raster.width {
        return WHITE;
    }
    let ([a, b], [c, d]) = (*upper, *lower);
    if upper == lower && a == b {
        return a;
    }
    // Shares of 256, so that the products stay small.
    let share = |parts: usize| (parts % PARTS / 256) as u32;
    let mix = |one: u32, other: u32, share: u32| one * (256 - share) + other * share;
    let upper = mix(a.into(), b.into(), share(x));
    let lower = mix(c.into(), d.into(), share(x));
    (mix(upper, lower, share(y)) >> 16) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pixels darker than this are ink.
    const HALF: u8 = 128;

    /// Lines of short dashes, like text seen from afar, falling to the right by the slope.
    fn page(slope: f32) -> Raster {
        let mut raster = Raster::white(600, 800, 1.4);
        for line in 0..30 {
            for x in (40..560).filter(|x| x % 10 < 6) {
                let y = 60 + line * 22 + (x as f32 * slope) as usize;
                for row in y..y + 6 {
                    raster.gray[row * 600 + x] = 0;
                }
            }
        }
        raster
    }

    #[test]
    fn white_tiles_are_passed_over_and_change_nothing() {
        let raster = page(0.02);
        let turned = straightened(&raster, 1.3);
        let (sin, cos) = 1.3_f32.to_radians().sin_cos();
        // All tiles as if none were white.
        for (y, row) in turned.gray.chunks(600).enumerate() {
            for (at, run) in row.chunks(TILE).enumerate() {
                let (along, down) = ((at * TILE) as f32 - 300.0, y as f32 - 400.0);
                let mut whole = [0; TILE];
                let start = (300.0 + along * cos - down * sin, 400.0 + along * sin + down * cos);
                copy(&raster, start, (cos, sin), &mut whole);
                assert_eq!(run, &whole[..run.len()], "{start:?}");
            }
        }
    }

    #[test]
    fn the_angle_is_found_and_taken_out() {
        let askew = page(1.2_f32.to_radians().tan());
        let found = angle(&askew, HALF);
        assert!((found - 1.2).abs() < 0.15, "{found}");
        let straight = straightened(&askew, found);
        assert_eq!(angle(&straight, HALF), 0.0);
    }

    #[test]
    fn a_straight_page_and_an_empty_one_stay() {
        assert_eq!(angle(&page(0.0), HALF), 0.0);
        let empty = Raster::white(300, 300, 1.4);
        assert_eq!(angle(&empty, HALF), 0.0);
    }
}
