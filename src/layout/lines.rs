//! Words to lines: given words of one area in any order, gives lines of words sorted from left to right, overprinted
//! words once, touching pieces joined, wide gaps known. Knows nothing of columns or paragraphs.

use super::words::{RawWord, WORD_GAP};
use crate::model::geometry::Rect;

/// A gap this many font sizes wide is more than a space between words.
const WIDE_GAP: f32 = 1.6;
/// In justified text gaps grow together: a wide gap must also be this many times the line's usual (lower quarter) gap …
const WIDE_AGAINST_USUAL: f32 = 2.2;
/// … unless it is this many sizes wide, which no justified line shows.
const SURELY_WIDE: f32 = 2.6;
/// Height of the band above the baseline by which words are told to be on one line, as a share of the size.
const BAND: f32 = 0.6;
/// How much of the lower of two bands must overlap.
const BAND_OVERLAP: f32 = 0.5;
/// A raised, smaller word this close after a figure is its ordinal ("2 nd"), even with a space drawn between.
const SUPERSCRIPT_GAP: f32 = 0.4;
/// Lines of a page are sorted, so a word can belong only to one of the last few.
const LOOK_BACK: usize = 6;

/// A line of words, left to right.
#[derive(Clone, Debug)]
pub(super) struct RawLine {
    pub words: Vec<RawWord>,
    pub rect: Rect,
    pub baseline: f32,
    pub size_pt: f32,
    /// Indices of words that follow a wide gap.
    pub wide: Vec<usize>,
}

impl RawLine {
    /// A line of these words, already sorted; None if there are none.
    pub fn new(words: Vec<RawWord>) -> Option<Self> {
        let rect = words.iter().map(|w| w.rect).reduce(|a, b| a.union(&b))?;
        let (baseline, size_pt) = main_size(&words);
        let wide = wide_gaps(&words, size_pt);
        Some(Self { words, rect, baseline, size_pt, wide })
    }

    /// Its words cut at the wide gaps.
    pub fn segments(&self) -> Vec<&[RawWord]> {
        let mut cuts = vec![0];
        cuts.extend(self.wide.iter().copied());
        cuts.push(self.words.len());
        cuts.windows(2)
            .filter_map(|pair| match pair {
                [from, to] => self.words.get(*from..*to),
                _ => None,
            })
            .filter(|segment| !segment.is_empty())
            .collect()
    }

    /// Its text, wide gaps as tabs.
    pub fn text(&self) -> String {
        let segments: Vec<String> = self.segments().into_iter().map(text_of).collect();
        segments.join("\t")
    }
}

/// The words' text with single spaces.
pub(super) fn text_of(words: &[RawWord]) -> String {
    let mut text = String::new();
    for word in words {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&word.text);
    }
    text
}

/// The rectangle round the words.
pub(super) fn rect_of(words: &[RawWord]) -> Rect {
    words.iter().map(|w| w.rect).reduce(|a, b| a.union(&b)).unwrap_or_default()
}

/// Baseline and size of the words that take most of the line's width.
fn main_size(words: &[RawWord]) -> (f32, f32) {
    let mut groups: Vec<(f32, f32, f32)> = Vec::new();
    for word in words {
        match groups.iter_mut().find(|(_, _, size)| (*size - word.size_pt).abs() < 0.3) {
            Some((width, _, _)) => *width += word.rect.width(),
            None => groups.push((word.rect.width(), word.baseline, word.size_pt)),
        }
    }
    let widest = groups.into_iter().max_by(|a, b| a.0.total_cmp(&b.0));
    widest.map_or((0.0, 0.0), |(_, baseline, size)| (baseline, size))
}

/// Indices of the words that stand after a gap too wide for a space.
fn wide_gaps(words: &[RawWord], size_pt: f32) -> Vec<usize> {
    let mut gaps: Vec<f32> = words.windows(2).map(gap).collect();
    let all = gaps.clone();
    gaps.sort_by(f32::total_cmp);
    let usual = gaps.get(gaps.len() / 4).copied().unwrap_or(0.0);
    let against = if gaps.len() >= 4 { usual * WIDE_AGAINST_USUAL } else { 0.0 };
    let limit = (WIDE_GAP * size_pt).max(against.min(SURELY_WIDE * size_pt));
    all.iter().enumerate().filter(|(_, g)| **g > limit).map(|(i, _)| i + 1).collect()
}

fn gap(pair: &[RawWord]) -> f32 {
    match pair {
        [a, b] => b.rect.x0 - a.rect.x1,
        _ => 0.0,
    }
}

/// Sets words on lines, top to bottom.
pub(super) fn lines(mut words: Vec<RawWord>) -> Vec<RawLine> {
    words.sort_by(|a, b| a.baseline.total_cmp(&b.baseline).then(a.rect.x0.total_cmp(&b.rect.x0)));
    let mut rows: Vec<(f32, f32, Vec<RawWord>)> = Vec::new();
    for word in words {
        let from = rows.len().saturating_sub(LOOK_BACK);
        let home = rows.iter_mut().skip(from).rev().find(|(b, size, _)| same_line(*b, *size, &word));
        match home {
            Some((baseline, size, row)) => {
                if word.size_pt > *size * 1.2 {
                    (*baseline, *size) = (word.baseline, word.size_pt);
                }
                row.push(word);
            }
            None => rows.push((word.baseline, word.size_pt, vec![word])),
        }
    }
    let mut lines: Vec<RawLine> =
        rows.into_iter().filter_map(|(_, _, row)| RawLine::new(tidy(row))).collect();
    lines.sort_by(|a, b| a.baseline.total_cmp(&b.baseline).then(a.rect.x0.total_cmp(&b.rect.x0)));
    lines
}

fn same_line(baseline: f32, size: f32, word: &RawWord) -> bool {
    let (a0, a1) = (baseline - BAND * size, baseline);
    let (b0, b1) = (word.baseline - BAND * word.size_pt, word.baseline);
    let overlap = a1.min(b1) - a0.max(b0);
    overlap > BAND_OVERLAP * (a1 - a0).min(b1 - b0)
}

/// Sorts a row from left to right, drops overprinted copies, joins pieces that touch.
fn tidy(mut row: Vec<RawWord>) -> Vec<RawWord> {
    row.sort_by(|a, b| a.rect.x0.total_cmp(&b.rect.x0));
    let mut out: Vec<RawWord> = Vec::with_capacity(row.len());
    for word in row {
        let copied = out.iter_mut().rev().take(3).find(|w| is_copy(w, &word));
        if let Some(first) = copied {
            first.bold = true;
            continue;
        }
        match out.last_mut() {
            Some(last) if touches(last, &word) => join(last, word),
            _ => out.push(word),
        }
    }
    out
}

/// Fake bold: the same word drawn again a hair's breadth away.
fn is_copy(a: &RawWord, b: &RawWord) -> bool {
    let near = 0.25 * a.size_pt.max(1.0);
    a.text == b.text && (a.rect.x0 - b.rect.x0).abs() < near && (a.baseline - b.baseline).abs() < near
}

fn touches(last: &RawWord, word: &RawWord) -> bool {
    let size = last.size_pt.min(word.size_pt).max(1.0);
    let gap = word.rect.x0 - last.rect.x1;
    let raised = word.size_pt < 0.82 * last.size_pt && word.baseline < last.baseline - 0.1 * last.size_pt;
    if raised && last.text.ends_with(|c: char| c.is_ascii_digit()) {
        return gap < SUPERSCRIPT_GAP * last.size_pt;
    }
    !last.spaced && gap < WORD_GAP * size && gap > -0.6 * size
}

fn join(last: &mut RawWord, word: RawWord) {
    last.text.push_str(&word.text);
    last.rect = last.rect.union(&word.rect);
    last.spaced = word.spaced;
    last.bold &= word.bold || !word.text.chars().any(char::is_alphanumeric);
    last.italic &= word.italic;
    if word.size_pt > last.size_pt {
        (last.size_pt, last.baseline) = (word.size_pt, word.baseline);
    }
}
