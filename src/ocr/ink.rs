//! Where there is ink: given a gray image, finds the lightness that parts ink from paper best, and tells by it where in a
//! row of pixels there is ink. Knows nothing of shapes.

use super::raster::{Raster, WHITE};

/// Lightness between threshold and paper from which on all is paper. On typescript with grain this reads all numbers in
/// the margin rightly, where three of seven were before.
const CLEAN: f32 = 0.3;

/// What tells ink from paper on an image.
#[derive(Clone, Debug)]
pub struct Ink {
    /// Pixels darker than this are ink.
    pub threshold: u8,
    /// The share of pixels that are ink.
    pub share: f32,
    /// Whether there are shades between black and white.
    pub has_shades: bool,
    /// Mean lightness of the ink, and of the paper.
    means: [u8; 2],
}

impl Ink {
    /// The ink of an image.
    pub fn of(raster: &Raster) -> Self {
        let counts = counts(&raster.gray);
        let threshold = threshold(&counts);
        let (dark, light) = counts.split_at(usize::from(threshold));
        let inked: u64 = dark.iter().sum();
        let [black, .., white] = counts;
        let all = raster.gray.len() as u64;
        Self {
            threshold,
            share: inked as f32 / all.max(1) as f32,
            has_shades: black + white < all,
            means: [mean(dark, 0), mean(light, threshold)],
        }
    }

    /// Shades without the grain of paper and ink, for each shade: what is nearly as light as the paper is white, and the
    /// ink black.
    pub fn levels(&self) -> [u8; 256] {
        let [dark, light] = self.means.map(f32::from);
        let white = f32::from(self.threshold) + CLEAN * (light - f32::from(self.threshold));
        let map =
            |pixel: u8| ((f32::from(pixel) - dark) * 255.0 / (white - dark).max(1.0)).clamp(0.0, 255.0) as u8;
        std::array::from_fn(|pixel| map(pixel as u8))
    }
}

/// Pixels looked at together: most of a page is paper, and passed over by the piece.
const PIECE: usize = 16;

/// Where in a row of pixels there is ink, from the left.
pub fn inked(row: &[u8], threshold: u8) -> impl Iterator<Item = usize> {
    let (pieces, rest) = row.as_chunks::<PIECE>();
    let end = row.len() - rest.len();
    let pieces = pieces.iter().enumerate().filter(move |(_, piece)| darkest_of(piece) < threshold);
    let pieces = pieces.map(|(at, piece)| (at * PIECE, piece.as_slice()));
    pieces.chain(std::iter::once((end, rest))).flat_map(move |(from, piece)| {
        let inked = piece.iter().enumerate().filter(move |(_, pixel)| **pixel < threshold);
        inked.map(move |(x, _)| from + x)
    })
}

/// The least lightness of these pixels, without a branch for each, so that many are looked at in one step.
pub fn darkest(pixels: &[u8]) -> u8 {
    let (pieces, rest) = pixels.as_chunks::<PIECE>();
    let least = pieces.iter().fold(WHITE, |least, piece| least.min(darkest_of(piece)));
    rest.iter().fold(least, |least, pixel| least.min(*pixel))
}

/// The same of a piece.
fn darkest_of(piece: &[u8; PIECE]) -> u8 {
    piece.iter().fold(WHITE, |least, pixel| least.min(*pixel))
}

/// How many pixels there are of each lightness.
fn counts(pixels: &[u8]) -> [u64; 256] {
    let mut counts = [0u64; 256];
    let mut white = 0;
    let mut count = |pixels: &[u8]| {
        for pixel in pixels {
            if let Some(count) = counts.get_mut(usize::from(*pixel)) {
                *count += 1;
            }
        }
    };
    let (pieces, rest) = pixels.as_chunks::<PIECE>();
    for piece in pieces {
        match darkest_of(piece) {
            WHITE => white += PIECE as u64,
            _ => count(piece),
        }
    }
    count(rest);
    let [.., last] = &mut counts;
    *last += white;
    counts
}

/// The mean lightness of these counts, the first of which is for `from`.
fn mean(counts: &[u64], from: u8) -> u8 {
    let all: u64 = counts.iter().sum();
    let sum: u64 = counts.iter().zip(u64::from(from)..).map(|(count, light)| count * light).sum();
    u8::try_from(sum / all.max(1)).unwrap_or(from)
}

/// The lightness that parts dark from light with the least spread on both sides (Otsu 1979).
fn threshold(counts: &[u64; 256]) -> u8 {
    let all: u64 = counts.iter().sum();
    let sum: u64 = counts.iter().zip(0u64..).map(|(count, light)| count * light).sum();
    let (mut below, mut sum_below, mut best, mut found) = (0u64, 0u64, 0.0f64, 128u8);
    for (count, light) in counts.iter().zip(0u8..=255) {
        below += count;
        sum_below += count * u64::from(light);
        let above = all - below;
        if below == 0 || above == 0 {
            continue;
        }
        let apart = sum_below as f64 / below as f64 - (sum - sum_below) as f64 / above as f64;
        let spread = below as f64 * above as f64 * apart * apart;
        if spread > best {
            (best, found) = (spread, light.saturating_add(1));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dark_is_parted_from_light_paper() {
        let gray = vec![30, 40, 35, 200, 210, 220, 230, 215];
        let shaded = Ink::of(&Raster { width: 8, height: 1, gray: gray.clone(), per_point: 1.0 });
        assert_eq!(inked(&gray, shaded.threshold).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!((shaded.share, shaded.has_shades), (0.375, true));
        let flat = Ink::of(&Raster { width: 2, height: 1, gray: vec![0, 255], per_point: 1.0 });
        assert_eq!(inked(&[0, 255], flat.threshold).collect::<Vec<_>>(), [0]);
        assert!(!flat.has_shades);
    }

    #[test]
    fn ink_behind_paper_is_found_and_counted() {
        let mut row = vec![WHITE; 100];
        [3, 40, 99].into_iter().for_each(|x| row[x] = 9);
        assert_eq!(inked(&row, 128).collect::<Vec<_>>(), [3, 40, 99]);
        let counts = counts(&row);
        assert_eq!((counts[9], counts[255], counts.iter().sum::<u64>()), (3, 97, 100));
    }
}
