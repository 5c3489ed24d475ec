//! A reading to the glyphs of a page: every word becomes glyphs that share its width, in points, on the baseline of its
//! line, with a size that is the same for lines that differ by a hair, as print has it. From here on nobody asks whether
//! a page was read by eye or by file.

use super::reading::{ReadLine, Reading};
use crate::model::geometry::Rect;
use crate::model::page::{FontId, Glyph, GlyphFlags};

/// Descender to ascender of common faces, as a share of the font's size.
pub(super) const INK_HEIGHT: f32 = 0.92;
/// Ascent and descent of common faces, as shares of the size: what a glyph's rectangle spans.
const ASCENT: f32 = 0.9;
const DESCENT: f32 = 0.21;
/// Sizes that differ by no more than this share are one size: the engine measures each line anew.
const ONE_SIZE: f32 = 0.12;
/// Width of a space, as a share of the size.
const SPACE: f32 = 0.25;
/// Sizes below and above this many points are misread.
const SIZES: std::ops::RangeInclusive<f32> = 4.0..=72.0;

/// The glyphs of a reading in points; fonts: that of plain words, that of bold ones.
pub fn glyphs(reading: &Reading, fonts: [FontId; 2]) -> Vec<Glyph> {
    let sizes = sizes(reading);
    let mut glyphs = Vec::new();
    for (line, size) in reading.lines.iter().zip(sizes) {
        set_line(line, size, fonts, &mut glyphs);
    }
    glyphs
}

fn set_line(line: &ReadLine, size_pt: f32, fonts: [FontId; 2], glyphs: &mut Vec<Glyph>) {
    let baseline = line.baseline.unwrap_or_else(|| baseline(line));
    for word in &line.words {
        let (plain, bold) = (fonts[0], fonts[1]);
        let font = if word.bold { bold } else { plain };
        let flags = GlyphFlags::OCR.with_confidence(word.confidence);
        let rect =
            |x0: f32, x1: f32| Rect::new(x0, baseline - ASCENT * size_pt, x1, baseline + DESCENT * size_pt);
        let count = word.text.chars().count().max(1) as f32;
        let step = word.rect.width() / count;
        let mut x0 = word.rect.x0;
        for ch in word.text.chars() {
            glyphs.push(Glyph { ch, rect: rect(x0, x0 + step), baseline, size_pt, font, flags });
            x0 += step;
        }
        let space = rect(word.rect.x1, word.rect.x1 + SPACE * size_pt);
        glyphs.push(Glyph { ch: ' ', rect: space, baseline, size_pt, font, flags });
    }
}

/// Where no baseline is told: the lower edge that most words share.
fn baseline(line: &ReadLine) -> f32 {
    let mut bottoms: Vec<f32> = line.words.iter().map(|w| w.rect.bottom).collect();
    bottoms.sort_unstable_by(f32::total_cmp);
    bottoms.get(bottoms.len() / 3).copied().unwrap_or(0.0)
}

/// The font size of each line.
fn sizes(reading: &Reading) -> Vec<f32> {
    let measured: Vec<f32> = reading.lines.iter().map(measured).collect();
    let letters = |line: &ReadLine| line.words.iter().map(|w| w.text.chars().count()).sum::<usize>();
    let mut weighed: Vec<(f32, usize)> =
        measured.iter().copied().zip(reading.lines.iter().map(letters)).collect();
    weighed.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let usual = median(&weighed);
    let near = |size: f32, to: f32| (size - to).abs() <= ONE_SIZE * to;
    // Sizes away from the usual one are brought together among themselves.
    let others: Vec<(f32, usize)> = weighed.iter().copied().filter(|(size, _)| !near(*size, usual)).collect();
    let settle = |size: f32| {
        if near(size, usual) {
            return usual;
        }
        let alike: Vec<(f32, usize)> =
            others.iter().copied().filter(|(other, _)| near(*other, size)).collect();
        median(&alike)
    };
    measured.into_iter().map(settle).map(|size| (size * 2.0).round() / 2.0).collect()
}

fn measured(line: &ReadLine) -> f32 {
    let tallest = line.words.iter().map(|w| w.rect.height()).fold(0.0, f32::max);
    (line.height.unwrap_or(tallest) / INK_HEIGHT).clamp(*SIZES.start(), *SIZES.end())
}

/// The middle of sorted values, each as often as it weighs.
fn median(weighed: &[(f32, usize)]) -> f32 {
    let half = weighed.iter().map(|(_, weight)| weight).sum::<usize>() / 2;
    let mut passed = 0;
    let middle = weighed.iter().find(|(_, weight)| {
        passed += weight;
        passed > half
    });
    middle.or(weighed.last()).map_or(10.0, |(size, _)| *size)
}
