//! Words to lines: given words of one area in any order, gives lines of words sorted from left to right, wide gaps
//! known. Knows nothing of columns or paragraphs.

use super::pieces::tidy;
use super::scripts;
use super::words::RawWord;
use crate::model::geometry::Rect;
use std::rc::Rc;

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
/// Sizes that differ by less than this many points are one size.
const SAME_SIZE: f32 = 0.3;
/// Lines of up to so many words tell nothing of the gaps of justified text.
const JUSTIFIED: usize = 4;
/// Lines of a page are sorted, so a word can belong only to one of the last few.
const LOOK_BACK: usize = 6;

/// A line of words, left to right.
#[derive(Clone, Debug)]
pub(super) struct RawLine {
    /// Shared: a text of all pages is set down, and then perhaps those of some of them, from the same words.
    pub words: Rc<Vec<RawWord>>,
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
        Some(Self { words: Rc::new(words), rect, baseline, size_pt, wide })
    }

    /// A line of these words in this order, whatever stands between them.
    pub fn unbroken(words: Vec<RawWord>) -> Option<Self> {
        let rect = words.iter().map(|w| w.rect).reduce(|a, b| a.union(&b))?;
        let size_pt = words.first()?.size_pt;
        Some(Self { words: Rc::new(words), rect, baseline: rect.bottom, size_pt, wide: Vec::new() })
    }

    /// Its words cut at the wide gaps.
    pub fn segments(&self) -> impl Iterator<Item = &[RawWord]> + Clone {
        let starts = std::iter::once(0).chain(self.wide.iter().copied());
        let ends = self.wide.iter().copied().chain(std::iter::once(self.words.len()));
        starts.zip(ends).filter_map(|(from, to)| self.words.get(from..to)).filter(|s| !s.is_empty())
    }

    /// The first of its segments.
    pub fn first_segment(&self) -> &[RawWord] {
        self.segments().next().unwrap_or(&[])
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
    let Some(first) = words.first() else { return (0.0, 0.0) };
    let alike = |word: &RawWord, size: f32| (word.size_pt - size).abs() < SAME_SIZE;
    if words.iter().all(|w| alike(w, first.size_pt)) {
        return (first.baseline, first.size_pt);
    }
    let mut groups: Vec<(f32, f32, f32)> = Vec::new();
    for word in words {
        match groups.iter_mut().find(|(_, _, size)| alike(word, *size)) {
            Some((width, _, _)) => *width += word.rect.width(),
            None => groups.push((word.rect.width(), word.baseline, word.size_pt)),
        }
    }
    let widest = groups.into_iter().max_by(|a, b| a.0.total_cmp(&b.0));
    widest.map_or((0.0, 0.0), |(_, baseline, size)| (baseline, size))
}

/// Indices of the words that stand after a gap too wide for a space.
fn wide_gaps(words: &[RawWord], size_pt: f32) -> Vec<usize> {
    let wide = |limit: f32| {
        let gaps = words.windows(2).map(gap).enumerate();
        gaps.filter(move |(_, g)| *g > limit).map(|(i, _)| i + 1)
    };
    let least = WIDE_GAP * size_pt;
    let found: Vec<usize> = wide(least).collect();
    if words.len() <= JUSTIFIED || found.is_empty() {
        return found;
    }
    let mut gaps: Vec<f32> = words.windows(2).map(gap).collect();
    let quarter = gaps.len() / 4;
    let (_, usual, _) = gaps.select_nth_unstable_by(quarter, f32::total_cmp);
    wide(least.max((*usual * WIDE_AGAINST_USUAL).min(SURELY_WIDE * size_pt))).collect()
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
    let mut rows: Vec<Row> = Vec::new();
    for word in words {
        let from = rows.len().saturating_sub(LOOK_BACK);
        let near = rows.get_mut(from..).unwrap_or_default();
        match near.iter_mut().rev().find(|row| row.holds(&word)) {
            Some(row) => row.push(word),
            None => rows.push(Row::of(word)),
        }
    }
    scripts::bring_home(&mut rows);
    let mut lines: Vec<RawLine> = rows.into_iter().filter_map(|row| RawLine::new(tidy(row.words))).collect();
    lines.sort_by(|a, b| a.baseline.total_cmp(&b.baseline).then(a.rect.x0.total_cmp(&b.rect.x0)));
    lines
}

/// A line in the making: its words in any order.
pub(super) struct Row {
    pub baseline: f32,
    pub size_pt: f32,
    pub words: Vec<RawWord>,
}

impl Row {
    fn of(word: RawWord) -> Self {
        /// Words of a line of prose.
        const USUAL: usize = 16;
        let mut words = Vec::with_capacity(USUAL);
        let (baseline, size_pt) = (word.baseline, word.size_pt);
        words.push(word);
        Self { baseline, size_pt, words }
    }

    fn holds(&self, word: &RawWord) -> bool {
        let (a0, a1) = (self.baseline - BAND * self.size_pt, self.baseline);
        let (b0, b1) = (word.baseline - BAND * word.size_pt, word.baseline);
        // The library's own minimum looks at each for being no number; coordinates are numbers.
        let least = |a: f32, b: f32| if b < a { b } else { a };
        let most = |a: f32, b: f32| if b > a { b } else { a };
        let overlap = least(a1, b1) - most(a0, b0);
        overlap > BAND_OVERLAP * least(a1 - a0, b1 - b0)
    }

    fn push(&mut self, word: RawWord) {
        /// A word this much larger than those before it is the one that the line stands by.
        const LARGER: f32 = 1.2;
        if word.size_pt > self.size_pt * LARGER {
            (self.baseline, self.size_pt) = (word.baseline, word.size_pt);
        }
        self.words.push(word);
    }
}
