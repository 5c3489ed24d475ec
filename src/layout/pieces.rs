//! Pieces of a line to words: given what stands on one line in any order, gives its words from left to right, overprinted
//! words once, touching pieces joined, letter-spaced words whole. Knows nothing of other lines.

use super::scripts;
use super::words::{RawWord, WORD_GAP};

/// So many single letters in a row are a word set with spaces between its letters.
const SPACED_LETTERS: usize = 5;
/// Letters of such a word stand less than this many sizes apart …
const SPACED_GAP: f32 = 1.2;
/// … and not more than so many times the gap before them: a wider one parts words.
const EVEN_GAP: f32 = 1.6;

/// Sorts a row from left to right, drops overprinted copies, joins pieces that touch.
pub(super) fn tidy(mut row: Vec<RawWord>) -> Vec<RawWord> {
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
    if out.iter().filter(|w| is_letter(w)).count() >= SPACED_LETTERS { unspaced(out) } else { out }
}

/// Joins runs of single letters that stand evenly apart ("a g e n d a").
fn unspaced(words: Vec<RawWord>) -> Vec<RawWord> {
    let mut out: Vec<RawWord> = Vec::with_capacity(words.len());
    let mut run: Vec<RawWord> = Vec::new();
    for word in words {
        if !goes_on(&run, &word) {
            out.extend(closed(std::mem::take(&mut run)));
        }
        run.push(word);
    }
    out.extend(closed(run));
    out
}

fn goes_on(run: &[RawWord], word: &RawWord) -> bool {
    let gap = |a: &RawWord, b: &RawWord| b.rect.x0 - a.rect.x1;
    let Some(last) = run.last().filter(|last| is_letter(last) && is_letter(word)) else { return false };
    let before =
        run.iter().rev().nth(1).map_or(SPACED_GAP * word.size_pt, |b| EVEN_GAP * gap(b, last).max(1.0));
    gap(last, word) < before.min(SPACED_GAP * word.size_pt)
}

/// A run that is long enough as one word.
fn closed(run: Vec<RawWord>) -> Vec<RawWord> {
    if run.len() < SPACED_LETTERS {
        return run;
    }
    let mut run = run.into_iter();
    let Some(mut whole) = run.next() else { return Vec::new() };
    run.for_each(|letter| join(&mut whole, letter));
    vec![whole]
}

fn is_letter(word: &RawWord) -> bool {
    let mut chars = word.text.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

/// Fake bold: the same word drawn again a hair's breadth away.
fn is_copy(a: &RawWord, b: &RawWord) -> bool {
    let near = 0.25 * a.size_pt.max(1.0);
    a.text == b.text && (a.rect.x0 - b.rect.x0).abs() < near && (a.baseline - b.baseline).abs() < near
}

fn touches(last: &RawWord, word: &RawWord) -> bool {
    if scripts::is_script(last, word) {
        return scripts::belongs(last, word);
    }
    let size = last.tail_pt.min(word.size_pt).max(1.0);
    let gap = word.rect.x0 - last.rect.x1;
    !last.spaced && gap < WORD_GAP * size && gap > -0.6 * size
}

fn join(last: &mut RawWord, word: RawWord) {
    last.text.push_str(&word.text);
    last.rect = last.rect.union(&word.rect);
    last.spaced = word.spaced;
    last.tail_pt = word.tail_pt;
    last.bold &= word.bold || !word.text.chars().any(char::is_alphanumeric);
    last.italic &= word.italic;
    last.amended |= word.amended;
    if word.size_pt > last.size_pt {
        (last.size_pt, last.baseline) = (word.size_pt, word.baseline);
    }
}
