//! Bold, seen in the image: given the words of a reading and the pixels below them, measures how broad the strokes of
//! each word are and tells which stand out from the page. Capitals and small letters have strokes of one breadth in
//! most faces, so words are compared with words of their own size. Knows nothing of headings.

use super::raster::Raster;
use super::reading::{ReadWord, Reading};

/// Strokes broader than those of the page's usual word by this factor are bold: bold faces are at 1.3 to 1.7.
const BOLD: f32 = 1.22;
/// Letters and digits that a word needs to be measured.
const FEWEST: usize = 2;
/// Letters and digits from which on a word is measured well.
const SURE: usize = 4;
/// Words to be measured before any can stand out.
const FEWEST_WORDS: usize = 8;

/// Marks the bold words of a reading in pixels of the raster; `threshold`: darker pixels are ink.
pub fn mark_bold(reading: &mut Reading, raster: &Raster, threshold: u8) {
    let dark = darkness(threshold);
    let heights: Vec<f32> = reading.lines.iter().map(|line| line.height.unwrap_or(0.0)).collect();
    let mut breadths: Vec<Vec<Option<f32>>> = Vec::with_capacity(reading.lines.len());
    for (line, height) in reading.lines.iter().zip(&heights) {
        let measure = |word: &ReadWord| breadth(word, raster, &dark).map(|b| b / height.max(1.0));
        breadths.push(line.words.iter().map(measure).collect());
    }
    let Some(usual) = usual(breadths.iter().flatten().flatten().copied().collect()) else { return };
    for (line, breadths) in reading.lines.iter_mut().zip(breadths) {
        for (word, breadth) in line.words.iter_mut().zip(breadths) {
            word.bold |= breadth.is_some_and(|b| b > BOLD * usual);
        }
        smooth(&mut line.words);
    }
}

/// Short words cannot be measured well: they go with their neighbours, and a number with the words that it leads.
fn smooth(words: &mut [ReadWord]) {
    let letters = |word: &ReadWord| word.text.chars().filter(|c| c.is_alphanumeric()).count();
    let sure: Vec<Option<bool>> =
        words.iter().map(|word| (letters(word) >= SURE).then_some(word.bold)).collect();
    for (at, word) in words.iter_mut().enumerate() {
        if sure.get(at).is_none_or(Option::is_some) {
            continue;
        }
        let before = sure.iter().take(at).rev().find_map(|bold| *bold);
        let after = sure.iter().skip(at + 1).find_map(|bold| *bold);
        word.bold = match (before, after) {
            (Some(a), Some(b)) if a == b => a,
            (None, Some(bold)) | (Some(bold), None) => bold,
            _ => word.bold,
        };
    }
}

/// The breadth of the page's usual word: the lower middle, for a page may be half bold.
fn usual(mut breadths: Vec<f32>) -> Option<f32> {
    breadths.sort_unstable_by(f32::total_cmp);
    let count = breadths.len();
    breadths.get(count * 2 / 5).copied().filter(|_| count >= FEWEST_WORDS)
}

/// The mean breadth of the word's strokes in pixels: ink over the length of its edges to the right, each pixel counting
/// by how `dark` it is, so that strokes of one and a half pixels are told from those of two.
fn breadth(word: &ReadWord, raster: &Raster, dark: &[f32; 256]) -> Option<f32> {
    if word.text.chars().filter(|c| c.is_alphanumeric()).count() < FEWEST {
        return None;
    }
    let (x0, x1) = (word.rect.x0.max(0.0) as usize, word.rect.x1.max(0.0) as usize);
    let (top, bottom) = (word.rect.top.max(0.0) as usize, word.rect.bottom.max(0.0) as usize);
    let (mut ink, mut edges) = (0.0f32, 0.0f32);
    for y in top..bottom.min(raster.height) {
        let row = raster.row(y).get(x0..x1.min(raster.width)).unwrap_or(&[]);
        let dark = |pixel: u8| dark.get(usize::from(pixel)).copied().unwrap_or_default();
        ink += row.iter().map(|p| dark(*p)).sum::<f32>();
        edges += row
            .windows(2)
            .map(|pair| match pair {
                [a, b] => (dark(*b) - dark(*a)).max(0.0),
                _ => 0.0,
            })
            .sum::<f32>();
    }
    (edges > 1.0).then(|| ink / edges)
}

/// How dark each lightness is: 0 paper to 1 ink, with a slope between them.
fn darkness(threshold: u8) -> [f32; 256] {
    let threshold = f32::from(threshold.max(1));
    let (black, white) = (threshold * 0.5, threshold + (255.0 - threshold) * 0.5);
    let mut dark = [0.0; 256];
    for (dark, pixel) in dark.iter_mut().zip(0u8..=255) {
        *dark = ((white - f32::from(pixel)) / (white - black).max(1.0)).clamp(0.0, 1.0);
    }
    dark
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::geometry::Rect;
    use crate::ocr::reading::ReadLine;

    #[test]
    fn words_with_broad_strokes_are_bold() {
        let mut raster = Raster::white(400, 40, 4.0);
        let mut words = Vec::new();
        for place in 0..10 {
            let (x0, broad) = (place * 40, if place == 4 { 5 } else { 3 });
            for y in 5..35 {
                for x in (x0..x0 + 30).filter(|x| (x - x0) % 10 < broad) {
                    raster.gray[y * 400 + x] = 0;
                }
            }
            let rect = Rect::new(x0 as f32, 5.0, x0 as f32 + 32.0, 35.0);
            words.push(ReadWord { rect, text: "lll".into(), ..ReadWord::default() });
        }
        let lines = vec![ReadLine { height: Some(30.0), words, ..ReadLine::default() }];
        let mut reading = Reading { width: 400.0, height: 40.0, lines };
        mark_bold(&mut reading, &raster, 128);
        let bold: Vec<usize> =
            reading.words().enumerate().filter(|(_, w)| w.bold).map(|(at, _)| at).collect();
        assert_eq!(bold, [4]);
    }
}
