//! How alike two texts are: the ratio of Ratcliff and Obershelp as Python's difflib gives it, and the foldings before
//! it. Spacing and punctuation never decide; 0.90 is alike. Knows nothing of records.

use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

/// Similarity from which two texts count as the same.
pub const SOFT: f64 = 0.90;

/// Folded for comparison: NFKC, plain quotes and dashes, single spaces, lower case.
pub fn norm(text: &str) -> String {
    let plain: String = text.nfkc().filter(|c| *c != '\u{ad}').map(plain).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn plain(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        '\u{2013}' | '\u{2014}' | '\u{2212}' => '-',
        c => c,
    }
}

/// Letters and digits alone.
pub fn bare(text: &str) -> String {
    norm(text).chars().filter(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// 0 to 1; below [`SOFT`] it may be told as 0.
pub fn like(a: &str, b: &str) -> f64 {
    if bare(a) == bare(b) {
        return 1.0;
    }
    let (a, b): (Vec<char>, Vec<char>) = (norm(a).chars().collect(), norm(b).chars().collect());
    if a.is_empty() || b.is_empty() || upper_bound(&a, &b) < SOFT { 0.0 } else { ratio(&a, &b) }
}

/// Whether the texts count as the same.
pub fn soft(a: &str, b: &str) -> bool {
    like(a, b) >= SOFT
}

fn share(matched: usize, a: &[char], b: &[char]) -> f64 {
    2.0 * matched as f64 / (a.len() + b.len()) as f64
}

/// The characters in common, whatever their order: no match can be better.
fn upper_bound(a: &[char], b: &[char]) -> f64 {
    let mut available: HashMap<char, usize> = HashMap::new();
    b.iter().for_each(|c| *available.entry(*c).or_default() += 1);
    let taken = |c: &&char| match available.get_mut(*c) {
        Some(n) if *n > 0 => {
            *n -= 1;
            true
        }
        _ => false,
    };
    share(a.iter().filter(taken).count(), a, b)
}

fn ratio(a: &[char], b: &[char]) -> f64 {
    let mut places: HashMap<char, Vec<usize>> = HashMap::new();
    b.iter().enumerate().for_each(|(at, c)| places.entry(*c).or_default().push(at));
    let (mut matched, mut open) = (0, vec![(0, a.len(), 0, b.len())]);
    while let Some((a0, a1, b0, b1)) = open.pop() {
        let (i, j, size) = longest(a, &places, (a0, a1), (b0, b1));
        if size > 0 {
            matched += size;
            open.push((a0, i, b0, j));
            open.push((i + size, a1, j + size, b1));
        }
    }
    share(matched, a, b)
}

/// The longest run in common, the earliest in `a` and then in `b`: where it begins in each, and its length.
fn longest(
    a: &[char],
    places: &HashMap<char, Vec<usize>>,
    (a0, a1): (usize, usize),
    (b0, b1): (usize, usize),
) -> (usize, usize, usize) {
    let mut best = (a0, b0, 0);
    let mut ends: HashMap<usize, usize> = HashMap::new();
    for (i, c) in a.iter().enumerate().take(a1).skip(a0) {
        let mut next = HashMap::new();
        for &j in places.get(c).into_iter().flatten().filter(|j| (b0..b1).contains(*j)) {
            let size = j.checked_sub(1).and_then(|j| ends.get(&j)).copied().unwrap_or(0) + 1;
            next.insert(j, size);
            if size > best.2 {
                best = (i + 1 - size, j + 1 - size, size);
            }
        }
        ends = next;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ratio_is_that_of_difflib() {
        let ratio =
            |a: &str, b: &str| super::ratio(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        assert!((ratio("abcd", "bcde") - 0.75).abs() < 1e-9);
        assert!((ratio("that the minutes be signed", "that minutes be assigned") - 0.88).abs() < 1e-9);
    }

    #[test]
    fn spacing_and_punctuation_do_not_decide() {
        assert!(soft("O\u{2019}Hanlon , R", "O'Hanlon, R."));
        assert!(!soft("that the report be noted", "that the minutes be signed"));
    }
}
