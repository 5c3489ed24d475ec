//! Labelled parts of a recommendation or decision: given the paragraphs under its heading, gives the words before the first
//! part and the parts in order, each with its label and its words. Knows no vocabulary and not what is decided.

use super::blocks::left_edge;
use crate::house_style::HouseStyle;
use crate::model::span::Span;
use crate::parse::marks::begins_with_word;
use crate::parse::reader::Reader;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while_m_n};
use nom::character::complete::{char, digit1, satisfy};
use nom::combinator::{opt, peek, recognize, verify};
use nom::multi::many_m_n;
use nom::sequence::{delimited, preceded, terminated};
use nom::{IResult, Parser};

/// A part's further lines may stand this much left of its words, in points.
const HANGING_SLACK: f32 = 3.0;
/// A line this far right of the label belongs to the part.
const HANGING: f32 = 6.0;

/// Letters or figures that a label has at most: those of a roman number.
const LONGEST_BODY: usize = 5;

/// A part: its label and its words, piece by piece.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::parse) struct Part {
    /// As printed: `(a)`, `1.`, `2.1`, `•`.
    pub label: Span,
    /// Its words.
    pub text: Vec<Span>,
}

/// What stands under a heading over decisions.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::parse) struct Parts {
    /// The paragraphs before the first part; all of them where there is none.
    pub lead: Vec<Span>,
    /// The parts in order.
    pub parts: Vec<Part>,
}

/// Reads paragraphs as a lead-in and parts.
pub(in crate::parse) fn parts(style: &HouseStyle, reader: &Reader, pieces: &[Span]) -> Parts {
    let mut found = Parts::default();
    let mut edge = 0.0;
    for piece in pieces.iter().flat_map(|p| inline(style, reader, *p)) {
        let x0 = left_edge(reader, piece).unwrap_or(0.0);
        match label(reader, piece) {
            Some((label, text)) => {
                edge = x0;
                found.parts.push(Part { label, text: text.into_iter().collect() });
            }
            None => unlabelled(reader, piece, x0 - edge, &mut found),
        }
    }
    drop_heading_part(reader, &mut found);
    found
}

/// A paragraph without label: before the parts a lead-in, after them the rest of the part before it, or none of them.
fn unlabelled(reader: &Reader, piece: Span, right_of_label: f32, found: &mut Parts) {
    let Some(last) = found.parts.last_mut() else { return found.lead.push(piece) };
    let said = last.text.last().map_or("", |s| reader.text(*s).trim_end());
    let unfinished = !said.ends_with(['.', ';', ':', '!', '?']);
    if unfinished || right_of_label > HANGING.max(HANGING_SLACK) {
        last.text.push(piece);
    }
}

/// "2.1 Cabinet is recommended to:" before "(a) …" is a lead-in, though it has a number.
fn drop_heading_part(reader: &Reader, found: &mut Parts) {
    let [first, second, ..] = found.parts.as_slice() else { return };
    let says = first.text.last().is_some_and(|s| reader.text(*s).trim_end().ends_with([':', '-', '–']));
    let other = shape(reader.text(first.label)) != shape(reader.text(second.label));
    if says && other {
        found.lead.extend(first.text.iter().copied());
        found.parts.remove(0);
    }
}

/// What a label is made of: `(a)`, `a)` and `1.` are of three shapes.
fn shape(label: &str) -> Vec<char> {
    let of = |c: char| match c {
        _ if c.is_ascii_digit() => '1',
        _ if c.is_alphabetic() => 'a',
        _ => c,
    };
    let mut shape: Vec<char> = label.chars().map(of).collect();
    shape.dedup();
    shape
}

/// The label with which a paragraph begins, and its words after it; None for words if there are none.
pub(in crate::parse) fn label(reader: &Reader, piece: Span) -> Option<(Span, Option<Span>)> {
    let piece = reader.trim(piece);
    let text = reader.text(piece);
    if begins_with_word(text) || !may_be_labelled(text) {
        return None;
    }
    let (rest, label) = part_label(text).ok()?;
    let label = Span::new(piece.start, piece.start + label.len());
    let words = reader.trim(Span::new(piece.end - rest.len(), piece.end));
    Some((label, (!words.is_empty()).then_some(words)))
}

/// "… is asked to: (a) note the report; and (b) agree the plan" cut before each label that goes on with the row.
fn inline(style: &HouseStyle, reader: &Reader, piece: Span) -> Vec<Span> {
    let piece = reader.trim(piece);
    let text = reader.text(piece);
    let mut cuts = vec![piece.start];
    let mut last: Option<String> = bracketed(text).ok().map(|(_, l)| l.to_owned());
    for (at, _) in text.match_indices(' ') {
        let Some(rest) = text.get(at + 1..) else { continue };
        let Ok((_, label)) = bracketed(rest) else { continue };
        let before = text.get(..at).unwrap_or("").trim_end();
        let closed = before.ends_with([':', ';', ',']) || goes_on(style, before);
        if closed && follows(last.as_deref(), label) {
            cuts.push(piece.start + at + 1);
            last = Some(label.to_owned());
        }
    }
    let ends = cuts.iter().copied().skip(1).chain([piece.end]);
    cuts.iter().copied().zip(ends).map(|(from, to)| reader.trim(Span::new(from, to))).collect()
}

/// Whether the text of a part ends with a word that joins it to the next.
pub(super) fn goes_on(style: &HouseStyle, text: &str) -> bool {
    text.split_whitespace().next_back().is_some_and(|word| style.reports.joiners.whole(word).is_some())
}

/// Whether `label` is the first of a row, or the one after `last`.
fn follows(last: Option<&str>, label: &str) -> bool {
    let inner = |l: &str| l.trim_matches(|c: char| "().".contains(c)).to_lowercase();
    let now = inner(label);
    match last.map(inner) {
        None => matches!(now.as_str(), "a" | "1" | "i"),
        Some(last) => next(&last).contains(&now),
    }
}

/// What may come after a label in its row: the next number, letter or roman number.
fn next(label: &str) -> Vec<String> {
    const ROMAN: [&str; 20] = [
        "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi",
        "xvii", "xviii", "xix", "xx",
    ];
    let number = label.parse::<u32>().ok().map(|n| (n + 1).to_string());
    let roman =
        ROMAN.iter().position(|r| *r == label).and_then(|at| ROMAN.get(at + 1)).map(|r| (*r).to_owned());
    let mut letters = label.chars();
    let letter = match (letters.next(), letters.next()) {
        (Some(c @ 'a'..='y'), None) => char::from_u32(c as u32 + 1).map(String::from),
        _ => None,
    };
    [number, roman, letter].into_iter().flatten().collect()
}

/// Whether what closes a label stands near enough to the start; one in brackets or a bullet is told by its first sign.
fn may_be_labelled(text: &str) -> bool {
    let closes = |byte: u8| matches!(byte, b')' | b'.' | b':' | b'\t');
    !text.starts_with(|c: char| c.is_ascii_alphanumeric()) || text.bytes().take(LONGEST_BODY + 1).any(closes)
}

/// A label at the start of a paragraph, and the white space after it.
fn part_label(text: &str) -> IResult<&str, &str> {
    let (rest, label) = match text.chars().next() {
        Some('(') => bracketed(text),
        Some(first) if first.is_ascii_alphanumeric() => {
            alt((bracketed, dotted, pointed, before_gap)).parse(text)
        }
        _ => bullet(text),
    }?;
    let (rest, _) = alt((gap, nothing_more)).parse(rest)?;
    Ok((rest, label))
}

/// `(a)`, `a)`, `(iv)`, `12)`.
fn bracketed(text: &str) -> IResult<&str, &str> {
    recognize((opt(char('(')), body, char(')'))).parse(text)
}

/// `2.1`, `12.3.1`, with or without a last stop.
fn dotted(text: &str) -> IResult<&str, &str> {
    recognize((short_number, many_m_n(1, 3, preceded(char('.'), short_number)), opt(char('.')))).parse(text)
}

/// `1.`, `a.`, `ii.`, `1:`.
fn pointed(text: &str) -> IResult<&str, &str> {
    recognize((body, alt((char('.'), char(':'))))).parse(text)
}

/// `•`, `-`.
fn bullet(text: &str) -> IResult<&str, &str> {
    alt((tag("•"), tag("●"), tag("▪"), tag("◦"), tag("➢"), tag("–"), tag("-"))).parse(text)
}

/// `1` or `a` with nothing but a wide gap after it.
fn before_gap(text: &str) -> IResult<&str, &str> {
    terminated(body, peek(char('\t'))).parse(text)
}

fn body(text: &str) -> IResult<&str, &str> {
    alt((short_number, roman, recognize(satisfy(|c| c.is_ascii_alphabetic())))).parse(text)
}

fn short_number(text: &str) -> IResult<&str, &str> {
    verify(digit1, |d: &str| d.len() <= 2).parse(text)
}

fn roman(text: &str) -> IResult<&str, &str> {
    let whole = |r: &&str| text.get(r.len()..).is_none_or(|t| !t.starts_with(char::is_alphanumeric));
    verify(take_while_m_n(1, LONGEST_BODY, |c| "ivxIVX".contains(c)), |r: &str| whole(&r)).parse(text)
}

fn gap(text: &str) -> IResult<&str, &str> {
    delimited(nothing, take_while_m_n(1, 9, char::is_whitespace), nothing).parse(text)
}

fn nothing(text: &str) -> IResult<&str, &str> {
    Ok((text, ""))
}

fn nothing_more(text: &str) -> IResult<&str, &str> {
    nom::combinator::eof(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house_style::Styles;
    use crate::parse::report::sample::{self, Text};

    fn read(texts: &[Text]) -> (Vec<String>, Vec<(String, String)>) {
        let transcript = sample::transcript(texts);
        let reader = Reader::new(&transcript);
        let pieces: Vec<Span> = reader.paragraphs.iter().map(|p| p.span).collect();
        let styles = Styles::built_in().unwrap();
        let found = parts(styles.named("generic").unwrap(), &reader, &pieces);
        let say = |s: &Span| reader.text(*s).to_owned();
        let part = |p: &Part| (say(&p.label), p.text.iter().map(say).collect::<Vec<_>>().join(" "));
        (found.lead.iter().map(say).collect(), found.parts.iter().map(part).collect())
    }

    #[test]
    fn a_lead_in_and_lettered_parts() {
        let (lead, parts) = read(&[
            Text::words("Cabinet is asked to:"),
            Text::words("a) note the state of the quay;"),
            Text::words("b) agree to mend it before"),
            Text::words("the winter."),
        ]);
        assert_eq!(lead, ["Cabinet is asked to:"]);
        assert_eq!(parts.len(), 2);
        assert_eq!(parts[1], ("b)".into(), "agree to mend it before the winter.".into()));
    }

    #[test]
    fn labels_within_a_sentence_are_parts_when_they_run_on() {
        let (lead, parts) =
            read(&[Text::words("That: (a) the quay be mended; and (b) the bill (item c) be paid.")]);
        assert_eq!(lead, ["That:"]);
        assert_eq!(parts[1], ("(b)".into(), "the bill (item c) be paid.".into()));
    }

    #[test]
    fn a_numbered_lead_in_is_no_part() {
        let (lead, parts) =
            read(&[Text::words("2.1 Members are asked to:"), Text::words("(1) note the report.")]);
        assert_eq!(lead, ["Members are asked to:"]);
        assert_eq!(parts[0].0, "(1)");
    }

    #[test]
    fn years_and_names_are_no_labels() {
        let (lead, parts) = read(&[Text::words("2022 was a dry year."), Text::words("Dr. Stone spoke.")]);
        assert_eq!((lead.len(), parts.len()), (2, 0));
    }
}
