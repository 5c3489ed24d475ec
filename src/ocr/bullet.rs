//! Bullets, which no engine has letters for and reads as `e`, `¢` or `°`: given the pixels of the short sign that opens
//! a line, tells a round blob above the baseline from a letter. Knows nothing of lists.

use super::raster::Raster;
use super::reading::{ReadLine, Reading};

/// Characters of the sign at most.
const SHORT: usize = 2;
/// A disc fills 0.79 of its box, a letter no more than 0.6.
const FULL: f32 = 0.68;
/// Width to height of a disc's box.
const ROUND: std::ops::RangeInclusive<f32> = 0.72..=1.4;
/// Height of a bullet as shares of the line's: stops are lower, letters higher.
const HEIGHT: std::ops::RangeInclusive<f32> = 0.12..=0.48;

/// Writes a bullet where one opens a line; `threshold`: darker pixels are ink.
pub fn mark(reading: &mut Reading, raster: &Raster, threshold: u8) {
    for line in &mut reading.lines {
        if is_bullet(line, raster, threshold)
            && let Some(word) = line.words.first_mut()
        {
            word.text = "•".to_owned();
        }
    }
}

fn is_bullet(line: &ReadLine, raster: &Raster, threshold: u8) -> bool {
    let [word, _, ..] = line.words.as_slice() else { return false };
    let Some(height) = line.height.filter(|_| word.text.chars().count() <= SHORT) else { return false };
    let (x0, x1) = (word.rect.x0.max(0.0) as usize, word.rect.x1.max(0.0) as usize);
    let (mut inked, mut rows, mut columns) = (0usize, (usize::MAX, 0), (usize::MAX, 0));
    for y in word.rect.top.max(0.0) as usize..word.rect.bottom.max(0.0) as usize {
        let row = raster.row(y).get(x0..x1.min(raster.width)).unwrap_or(&[]);
        for (x, _) in row.iter().enumerate().filter(|(_, pixel)| **pixel < threshold) {
            inked += 1;
            rows = (y.min(rows.0), y.max(rows.1));
            columns = (x.min(columns.0), x.max(columns.1));
        }
    }
    if inked == 0 {
        return false;
    }
    let (wide, high) = ((columns.1 - columns.0 + 1) as f32, (rows.1 - rows.0 + 1) as f32);
    let above = line.baseline.is_none_or(|baseline| (rows.1 as f32) < baseline - 0.03 * height);
    above
        && inked as f32 >= FULL * wide * high
        && ROUND.contains(&(wide / high))
        && HEIGHT.contains(&(high / height))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::geometry::Rect;
    use crate::ocr::reading::ReadWord;

    fn line(inked: impl Fn(i32, i32) -> bool) -> String {
        let mut raster = Raster::white(100, 60, 4.0);
        for (at, pixel) in raster.gray.iter_mut().enumerate() {
            if inked((at % 100) as i32, (at / 100) as i32) {
                *pixel = 0;
            }
        }
        let word = |text: &str, x0, x1| ReadWord {
            rect: Rect::new(x0, 10.0, x1, 50.0),
            text: text.into(),
            ..ReadWord::default()
        };
        let words = vec![word("e", 5.0, 30.0), word("Ditches", 40.0, 90.0)];
        let line = ReadLine { baseline: Some(45.0), height: Some(40.0), words };
        let mut reading = Reading { width: 100.0, height: 60.0, lines: vec![line] };
        mark(&mut reading, &raster, 128);
        reading.lines.remove(0).words.remove(0).text
    }

    #[test]
    fn a_disc_is_a_bullet_and_a_ring_or_a_stop_is_none() {
        let from = |x: i32, y: i32| (x - 15).pow(2) + (y - 34).pow(2);
        assert_eq!(line(|x, y| from(x, y) <= 36), "•");
        assert_eq!(line(|x, y| (30..64).contains(&from(x, y))), "e");
        assert_eq!(line(|x, y| (12..16).contains(&x) && (42..46).contains(&y)), "e");
    }
}
