//! Where there is ink: given a gray image, tells for each pixel whether it is ink or paper, by the lightness that parts
//! the two best. Knows nothing of shapes.

use super::raster::Raster;

/// Lightness between threshold and paper from which on all is paper. On typescript with grain this reads all numbers in
/// the margin rightly, where three of seven were before.
const CLEAN: f32 = 0.3;

/// Ink or paper for each pixel of an image.
#[derive(Clone, Debug)]
pub struct Ink {
    /// Pixels of a row.
    pub width: usize,
    /// Whether each pixel is ink.
    pub marks: Vec<bool>,
    /// Pixels darker than this are ink.
    pub threshold: u8,
    /// Mean lightness of the ink, and of the paper.
    pub means: [u8; 2],
}

impl Ink {
    /// The ink of an image.
    pub fn of(raster: &Raster) -> Self {
        let counts = counts(raster);
        let threshold = threshold(&counts);
        let marks = raster.gray.iter().map(|pixel| *pixel < threshold).collect();
        let (dark, light) = counts.split_at(usize::from(threshold));
        let means = [mean(dark, 0), mean(light, threshold)];
        Self { width: raster.width, marks, threshold, means }
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

    /// The rows from the top.
    pub fn rows(&self) -> impl Iterator<Item = &[bool]> {
        self.marks.chunks_exact(self.width.max(1))
    }

    /// The share of pixels that are ink.
    pub fn share(&self) -> f32 {
        let inked = self.marks.iter().filter(|mark| **mark).count();
        inked as f32 / self.marks.len().max(1) as f32
    }
}

/// How many pixels there are of each lightness.
fn counts(raster: &Raster) -> [u64; 256] {
    let mut counts = [0u64; 256];
    for pixel in &raster.gray {
        if let Some(count) = counts.get_mut(usize::from(*pixel)) {
            *count += 1;
        }
    }
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
        let ink = Ink::of(&Raster { width: 8, height: 1, gray, per_point: 1.0 });
        assert_eq!(ink.marks, [true, true, true, false, false, false, false, false]);
        let flat = Ink::of(&Raster { width: 2, height: 1, gray: vec![0, 255], per_point: 1.0 });
        assert_eq!(flat.marks, [true, false]);
    }
}
