//! Amendment text: given the words of a page and its rules, marks the words that are struck through. Words set in red
//! were marked when they were read. Knows nothing of lines.

use super::words::RawWord;
use crate::model::page::Rule;

/// A strike runs this far above the baseline, in shares of the size: through the small letters.
const BAND: std::ops::Range<f32> = 0.12..0.48;
/// It covers this share of the word.
const COVER: f32 = 0.7;
/// A page with more rules than this is a drawing.
const MOST_RULES: usize = 1_000;
/// A strike is no thicker than this share of the size.
const THICK: f32 = 0.2;

/// Marks the words that a level rule strikes through.
pub(super) fn mark(words: &mut [RawWord], rules: &[Rule]) {
    if rules.len() > MOST_RULES {
        return;
    }
    let mut levels: Vec<&Rule> = rules.iter().filter(|r| r.level).collect();
    if levels.is_empty() {
        return;
    }
    levels.sort_by(|a, b| a.rect.middle_y().total_cmp(&b.rect.middle_y()));
    for word in words.iter_mut().filter(|w| !w.amended) {
        let (top, foot) =
            (word.baseline - BAND.end * word.size_pt, word.baseline - BAND.start * word.size_pt);
        let from = levels.partition_point(|r| r.rect.middle_y() < top);
        let mut near = levels.iter().skip(from).take_while(|r| r.rect.middle_y() < foot);
        word.amended = near.any(|r| strikes(r, word));
    }
}

fn strikes(rule: &Rule, word: &RawWord) -> bool {
    let common = rule.rect.x1.min(word.rect.x1) - rule.rect.x0.max(word.rect.x0);
    common > COVER * word.rect.width() && rule.rect.height() < THICK * word.size_pt
}
