//! Raised and lowered small print within lines: ordinals ("2nd"), notes' numbers, formulas. Given rows of words in the
//! making, brings each script to the line it belongs to, and says whether it is part of the word before it.

use super::lines::Row;
use super::words::RawWord;

/// A script is smaller than this share of the word before it.
const SMALL: f32 = 0.82;
/// It is moved off the baseline by this share of that word's size at least …
const OFF_BASELINE: f32 = 0.1;
/// … and by this at most.
const FAR_OFF: f32 = 0.7;
/// A raised word this close after a figure is its ordinal, even with a space drawn between (shares of the size).
const ORDINAL_GAP: f32 = 0.4;
/// A note's number stands this close before the note.
const NOTE_GAP: f32 = 1.0;
/// A script that is no ordinal stands closer than this to its word.
const TOUCH: f32 = 0.12;
/// A script has at most so many letters.
const LONGEST: usize = 4;
/// A script's row stands at most so many rows from its word's.
const NEAR_ROWS: usize = 2;

/// Whether the word is set as a script of the one before it.
pub(super) fn is_script(last: &RawWord, word: &RawWord) -> bool {
    let off = (last.baseline - word.baseline).abs();
    word.size_pt < SMALL * last.size_pt && off > OFF_BASELINE * last.size_pt
}

/// Whether a script is part of the word before it: an ordinal behind its figure, an index behind its letter. The number
/// of a note behind a word is not.
pub(super) fn belongs(last: &RawWord, word: &RawWord) -> bool {
    let gap = word.rect.x0 - last.rect.x1;
    let raised = word.baseline < last.baseline;
    let after_figure = last.text.ends_with(|c: char| c.is_ascii_digit());
    let figures = word.text.chars().all(|c| c.is_ascii_digit() || c == ',');
    if raised && after_figure && !figures {
        return gap < ORDINAL_GAP * last.size_pt;
    }
    let is_note = raised && figures && !last.text.contains(|c: char| c.is_ascii_digit());
    !is_note && !last.spaced && gap < TOUCH * last.size_pt
}

/// Moves rows of scripts to the neighbouring row whose words they stand beside.
pub(super) fn bring_home(rows: &mut [Row]) {
    for at in 0..rows.len() {
        let near = at.saturating_sub(NEAR_ROWS)..(at + NEAR_ROWS + 1).min(rows.len());
        for home in near.filter(|home| *home != at) {
            if rows.get(at).zip(rows.get(home)).is_some_and(|(row, home)| may_hold_scripts(row, home)) {
                move_scripts(rows, at, home);
            }
        }
    }
}

fn may_hold_scripts(row: &Row, home: &Row) -> bool {
    let off = (home.baseline - row.baseline).abs();
    row.size_pt < SMALL * home.size_pt && off < FAR_OFF * home.size_pt
}

/// Moves the words of a row to the one they stand beside, if they all do: a row of anything else stays.
fn move_scripts(rows: &mut [Row], at: usize, home: usize) {
    let Some((row, home_row)) = rows.get(at).zip(rows.get(home)) else { return };
    let beside = |script: &RawWord| home_row.words.iter().any(|w| is_beside(w, script));
    let short = |w: &RawWord| w.text.chars().count() <= LONGEST;
    if !row.words.iter().all(|w| short(w) && beside(w)) {
        return;
    }
    let moved = rows.get_mut(at).map(|row| std::mem::take(&mut row.words)).unwrap_or_default();
    if let Some(row) = rows.get_mut(home) {
        row.words.extend(moved);
    }
}

/// Whether the script stands right behind the word, or right before it (the number of a note before its text).
fn is_beside(word: &RawWord, script: &RawWord) -> bool {
    let behind = script.rect.x0 - word.rect.x1;
    let before = word.rect.x0 - script.rect.x1;
    let near = |gap: f32, most: f32| gap > -0.2 * word.size_pt && gap < most * word.size_pt;
    is_script(word, script) && (near(behind, ORDINAL_GAP) || near(before, NOTE_GAP))
}
