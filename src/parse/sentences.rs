//! Where sentences end: given a text, gives the byte ranges of its sentences. Initials, titles and abbreviations with a
//! stop do not end one.

use crate::house_style::HouseStyle;
use crate::model::span::Span;

/// Bytes of a text that are looked at together.
const PIECE: usize = 32;

/// The sentences of `text`, whose first byte is byte `offset` of the transcript; white space at their ends is left out.
pub(super) fn sentences(text: &str, offset: usize, style: &HouseStyle) -> Vec<Span> {
    let mut out = Vec::new();
    let mut from = 0;
    for end in ends(text, style).chain([text.len()]) {
        let Some(piece) = text.get(from..end) else { continue };
        let lead = piece.len() - piece.trim_start().len();
        let trimmed = piece.trim();
        if !trimmed.is_empty() {
            out.push(Span::new(offset + from + lead, offset + from + lead + trimmed.len()));
        }
        from = end;
    }
    out
}

/// The span up to the end of the first sentence.
pub(super) fn first_sentence(text: &str, offset: usize, style: &HouseStyle) -> Span {
    sentences(text, offset, style).first().copied().unwrap_or(Span::new(offset, offset))
}

fn ends<'a>(text: &'a str, style: &'a HouseStyle) -> impl Iterator<Item = usize> + 'a {
    stops(text).filter_map(move |at| {
        let close = text.get(at + 1..)?;
        let quotes = close.len() - close.trim_start_matches(['"', '”', '’', '\'', ')']).len();
        let end = at + 1 + quotes;
        let after = text.get(end..)?;
        if !after.starts_with(char::is_whitespace) {
            return None;
        }
        let next = after.trim_start().chars().next()?;
        let opens = next.is_uppercase() || next.is_numeric() || "\"“‘'(•£*".contains(next);
        (opens && !is_abbreviation(text.get(..at)?, style, next)).then_some(end)
    })
}

/// Where stops stand that may end a sentence. Most pieces of a text hold none, which is told of all their bytes at once.
fn stops(text: &str) -> impl Iterator<Item = usize> + '_ {
    let is_stop = |byte: u8| matches!(byte, b'.' | b'!' | b'?');
    let pieces = (0_usize..).step_by(PIECE).zip(text.as_bytes().chunks(PIECE));
    let with_stops =
        pieces.filter(move |(_, piece)| piece.iter().fold(false, |any, byte| any | is_stop(*byte)));
    let bytes = with_stops.flat_map(|(from, piece)| (from..).zip(piece));
    bytes.filter(move |(_, byte)| is_stop(**byte)).map(|(at, _)| at)
}

/// Whether the word that ends `before` (its stop cut off) is an initial, a title or an abbreviation.
fn is_abbreviation(before: &str, style: &HouseStyle, next: char) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let figures = word.contains(|c: char| c.is_ascii_digit());
    let initial = letters == 1 && !figures && word.chars().next_back().is_some_and(char::is_uppercase);
    let lettered = word.contains('.')
        && word.split('.').all(|w| w.chars().count() == 1 && w.starts_with(char::is_uppercase));
    if is_half_day(word) {
        return word.contains('.') && !next.is_uppercase();
    }
    initial || lettered || style.names.abbreviations.whole(word).is_some() || is_title(word, style)
}

/// "p.m", "7.30pm".
fn is_half_day(word: &str) -> bool {
    let end = word.len().checked_sub(2).and_then(|at| word.get(at..));
    let ends = |half: &str| end.is_some_and(|end| end.eq_ignore_ascii_case(half));
    ends("pm") || ends("am") || word.eq_ignore_ascii_case("a.m") || word.eq_ignore_ascii_case("p.m")
}

fn is_title(word: &str, style: &HouseStyle) -> bool {
    let known = style.names.titles.whole(word).or_else(|| style.names.shared_titles.whole(word));
    known.is_some() && word.chars().count() <= 5
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house_style::Styles;

    #[test]
    fn initials_and_titles_do_not_end_a_sentence() {
        let styles = Styles::built_in().unwrap();
        let style = styles.named("generic").unwrap();
        let text = "Cllr. R. Hale spoke at 7.30 p.m. about No. 5. It was agreed. The Clerk left.";
        let read: Vec<&str> = sentences(text, 0, style).iter().map(|s| s.of(text)).collect();
        assert_eq!(
            read,
            ["Cllr. R. Hale spoke at 7.30 p.m. about No. 5.", "It was agreed.", "The Clerk left."]
        );
    }
}
