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
    let out = if row.windows(2).all(stand_apart) { row } else { joined(row) };
    if out.iter().filter(|w| is_letter(w)).count() >= SPACED_LETTERS { unspaced(out) } else { out }
}

/// Whether two words in a row are neither one nor the same: so with nearly all.
fn stand_apart(pair: &[RawWord]) -> bool {
    let [a, b] = pair else { return true };
    b.rect.x0 - a.rect.x0 >= nearness(a) && !touches(a, b)
}

/// Overprinted copies dropped, pieces that touch joined.
fn joined(row: Vec<RawWord>) -> Vec<RawWord> {
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

/// Joins runs of single letters that stand evenly apart ("a g e n d a").
fn unspaced(words: Vec<RawWord>) -> Vec<RawWord> {
    let mut out: Vec<RawWord> = Vec::with_capacity(words.len());
    let mut runs: Vec<Vec<RawWord>> = Vec::new();
    for word in words {
        match runs.last_mut().filter(|run| goes_on(run, &word)) {
            Some(run) => run.push(word),
            None => runs.push(vec![word]),
        }
    }
    let whole: Vec<bool> = (0..runs.len()).map(|at| is_spaced_word(&runs, at)).collect();
    for (run, whole) in runs.into_iter().zip(whole) {
        let mut letters = run.into_iter();
        if whole && let Some(mut word) = letters.next() {
            letters.by_ref().for_each(|letter| join(&mut word, letter));
            out.push(word);
        }
        out.extend(letters);
    }
    out
}

fn space(a: &RawWord, b: &RawWord) -> f32 {
    b.rect.x0 - a.rect.x1
}

fn goes_on(run: &[RawWord], word: &RawWord) -> bool {
    let Some(last) = run.last().filter(|last| is_letter(last) && is_letter(word)) else { return false };
    let before = run.iter().rev().nth(1);
    let even = before.map_or(SPACED_GAP * word.size_pt, |b| EVEN_GAP * space(b, last).max(1.0));
    space(last, word) < even.min(SPACED_GAP * word.size_pt)
}

/// Whether the run at `at` is one word: long enough, of one case, and further from its neighbours than its letters are
/// from each other ("A. B. C. Hale" is not).
fn is_spaced_word(runs: &[Vec<RawWord>], at: usize) -> bool {
    let Some(run) = runs.get(at).filter(|run| run.len() >= SPACED_LETTERS) else { return false };
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return false };
    let letters: f32 = run.iter().map(|w| w.rect.width()).sum();
    let inner = (last.rect.x1 - first.rect.x0 - letters) / (run.len() - 1) as f32;
    let clear = |gap: f32| gap > EVEN_GAP * inner.min(SPACED_GAP * first.size_pt);
    let before = at.checked_sub(1).and_then(|b| runs.get(b)?.last()).is_none_or(|w| clear(space(w, first)));
    let after = runs.get(at + 1).and_then(|next| next.first()).is_none_or(|w| clear(space(last, w)));
    let lower = run.iter().skip(1).filter(|w| w.text.starts_with(char::is_lowercase)).count();
    before && after && (lower == 0 || lower + 1 == run.len())
}

fn is_letter(word: &RawWord) -> bool {
    if word.text.len() > char::MAX.len_utf8() {
        return false;
    }
    let mut chars = word.text.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

/// Fake bold: the same word drawn again a hair's breadth away.
fn is_copy(a: &RawWord, b: &RawWord) -> bool {
    let near = nearness(a);
    (a.rect.x0 - b.rect.x0).abs() < near && (a.baseline - b.baseline).abs() < near && a.text == b.text
}

/// Points within which a word begins that is drawn again.
fn nearness(word: &RawWord) -> f32 {
    0.25 * word.size_pt.max(1.0)
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
