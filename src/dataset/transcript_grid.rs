//! A transcript as plain text that keeps its columns: given a transcript, sets each word of a page at the column of
//! characters its left edge stands at, lines that share a baseline on one line. Knows nothing of reading order.

use crate::model::transcript::{Transcript, Word};

/// Width of a character of body text as a share of its size: about the mean of common text faces.
const CHARACTER_WIDTH: f32 = 0.5;

/// Words whose baselines lie nearer than this share of their size stand on one line.
const SAME_LINE: f32 = 0.4;

/// A free height of more than this many line heights is shown as a blank line.
const BLANK_LINE: f32 = 1.9;

/// Size assumed for a page without words.
const USUAL_SIZE: f32 = 11.0;

/// Characters of a line at most: a stray word far out must not fill the disk.
const WIDEST: usize = 400;

/// The text of each page as a grid of characters.
pub fn pages(transcript: &Transcript) -> Vec<String> {
    transcript.pages.iter().map(|p| page(transcript, p.number)).collect()
}

/// The whole text, a form feed between pages.
pub fn document(transcript: &Transcript) -> String {
    pages(transcript).join("\u{c}")
}

fn page(transcript: &Transcript, number: u32) -> String {
    let mut words: Vec<&Word> = once_each(&transcript.words).filter(|w| w.page == number).collect();
    words.sort_by(|a, b| a.rect.bottom.total_cmp(&b.rect.bottom).then(a.rect.x0.total_cmp(&b.rect.x0)));
    let step = CHARACTER_WIDTH * usual_size(&words);
    let left = words.iter().map(|w| w.rect.x0).fold(f32::INFINITY, f32::min);
    let mut text = String::new();
    let mut above: Option<f32> = None;
    for row in rows(&words) {
        let bottom = row.first().map_or(0.0, |w| w.rect.bottom);
        if above.is_some_and(|above| bottom - above > BLANK_LINE * 2.0 * step) {
            text.push('\n');
        }
        above = Some(bottom);
        text.push_str(&line(transcript, row, left, step));
        text.push('\n');
    }
    text
}

/// A word broken over two lines has two entries; it is shown whole at the first.
fn once_each(words: &[Word]) -> impl Iterator<Item = &Word> {
    let before = std::iter::once(None).chain(words.iter().map(Some));
    words
        .iter()
        .zip(before)
        .filter(|(word, before)| before.is_none_or(|b| b.span != word.span))
        .map(|(word, _)| word)
}

/// The middle one of the words' sizes.
fn usual_size(words: &[&Word]) -> f32 {
    let mut sizes: Vec<f32> = words.iter().map(|w| w.size_pt).filter(|s| *s > 0.0).collect();
    sizes.sort_by(f32::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(USUAL_SIZE)
}

/// Words in order of height, cut where the next one stands lower than the first of its line.
fn rows<'w>(words: &[&'w Word]) -> Vec<Vec<&'w Word>> {
    let mut rows: Vec<Vec<&Word>> = Vec::new();
    for &word in words {
        match rows.last_mut() {
            Some(row) if row.first().is_some_and(|first| on_one_line(first, word)) => row.push(word),
            _ => rows.push(vec![word]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.rect.x0.total_cmp(&b.rect.x0));
    }
    rows
}

fn on_one_line(a: &Word, b: &Word) -> bool {
    (a.rect.bottom - b.rect.bottom).abs() <= SAME_LINE * a.size_pt.max(b.size_pt)
}

fn line(transcript: &Transcript, row: Vec<&Word>, left: f32, step: f32) -> String {
    let mut line = String::new();
    let mut length = 0;
    for word in row {
        let column = column((word.rect.x0 - left) / step).max(if length == 0 { 0 } else { length + 1 });
        line.extend(std::iter::repeat_n(' ', column - length));
        let words = word.span.of(&transcript.text);
        line.push_str(words);
        length = column + words.chars().count();
    }
    line
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "bounded by WIDEST on the line itself"
)]
fn column(at: f32) -> usize {
    (at.round().max(0.0) as usize).min(WIDEST)
}
