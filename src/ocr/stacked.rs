//! Words that are none: marks that stand one below another in a column of a table, read as one tall word. Given a
//! reading and its pixels, sets each mark apart where the ink shows as many bands as the word has characters. Knows
//! nothing of tables.

use super::raster::Raster;
use super::reading::{ReadLine, ReadWord, Reading};
use crate::model::geometry::Rect;

/// A word this many times as high as lines usually are is no word.
const TALL: f32 = 1.8;

/// Takes stacked marks apart; `threshold`: darker pixels are ink.
pub fn part(reading: &mut Reading, raster: &Raster, threshold: u8) {
    let mut heights: Vec<f32> = reading.words().map(|word| word.rect.height()).collect();
    heights.sort_unstable_by(f32::total_cmp);
    let Some(usual) = heights.get(heights.len() / 2).copied() else { return };
    let mut apart = Vec::new();
    for line in &mut reading.lines {
        let before = line.words.len();
        line.words.retain(|word| match bands(word, raster, threshold, usual) {
            Some(bands) => {
                apart.extend(bands);
                false
            }
            None => true,
        });
        if line.words.len() < before {
            // What was measured with the tall word is not the line's.
            (line.baseline, line.height) = (None, None);
        }
    }
    reading.lines.retain(|line| !line.words.is_empty());
    let line = |word: ReadWord| {
        let (baseline, height) = (Some(word.rect.bottom), Some(usual));
        ReadLine { baseline, height, words: vec![word] }
    };
    reading.lines.extend(apart.into_iter().map(line));
}

/// One word for each character, if the tall word's ink stands in as many bands.
fn bands(word: &ReadWord, raster: &Raster, threshold: u8, usual: f32) -> Option<Vec<ReadWord>> {
    let count = word.text.chars().count();
    if count < 2 || word.rect.height() < TALL * usual {
        return None;
    }
    let (x0, x1) = (word.rect.x0.max(0.0) as usize, word.rect.x1.max(0.0) as usize);
    let inked = |y: usize| {
        let row = raster.row(y).get(x0..x1.min(raster.width)).unwrap_or(&[]);
        row.iter().any(|pixel| *pixel < threshold)
    };
    let mut found: Vec<(usize, usize)> = Vec::new();
    for y in (word.rect.top.max(0.0) as usize..word.rect.bottom.max(0.0) as usize).filter(|y| inked(*y)) {
        match found.last_mut() {
            Some((_, last)) if y - *last <= (usual / 4.0) as usize => *last = y,
            _ => found.push((y, y)),
        }
    }
    // Specks are no marks.
    found.retain(|(first, last)| (last - first) as f32 > usual / 4.0);
    let place = |(first, last): (usize, usize)| Rect { top: first as f32, bottom: last as f32, ..word.rect };
    let mark = |(ch, band): (char, (usize, usize))| ReadWord {
        rect: place(band),
        text: ch.to_string(),
        ..word.clone()
    };
    (found.len() == count).then(|| word.text.chars().zip(found.iter().copied()).map(mark).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_crosses_in_a_column_are_two_words() {
        let mut raster = Raster::white(40, 100, 4.0);
        for y in (5..15).chain(70..80) {
            raster.gray[y * 40 + 10] = 0;
        }
        let word = |text: &str, top, bottom| ReadWord {
            rect: Rect::new(5.0, top, 20.0, bottom),
            text: text.into(),
            ..ReadWord::default()
        };
        let line = |word| ReadLine { words: vec![word], ..ReadLine::default() };
        let lines = vec![line(word("Xx", 5.0, 80.0)), line(word("plain", 30.0, 40.0)), line(word("words", 50.0, 60.0))];
        let mut reading = Reading { width: 40.0, height: 100.0, lines };
        part(&mut reading, &raster, 128);
        let said: Vec<(&str, f32)> = reading.words().map(|w| (w.text.as_str(), w.rect.top)).collect();
        assert_eq!(said, [("plain", 30.0), ("words", 50.0), ("X", 5.0), ("x", 70.0)]);
    }
}
