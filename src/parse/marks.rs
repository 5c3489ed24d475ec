//! Numbers and letters that lead an item, a paragraph or a part: given the start of a text, gives the mark and where the
//! words begin. Knows nothing of what the mark leads.

use nom::branch::alt;
use nom::bytes::complete::{take_while_m_n, take_while1};
use nom::character::complete::{char, multispace0, one_of, satisfy};
use nom::combinator::{opt, peek, recognize, verify};
use nom::multi::{many0, many1};
use nom::sequence::{preceded, terminated};
use nom::{IResult, Parser};

/// Letters and figures that the first part of a mark has at most.
const LONGEST_HEAD: usize = 6;

/// What a mark is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum MarkKind {
    /// `18`, `18.`, `4a`.
    Number,
    /// `5.1`, `19.09.04`.
    Dotted,
    /// `77/21`, `CAB/23`, `Cou/285/07-08`.
    Coded,
    /// `(1)`, `1)`.
    Bracketed,
    /// `a)`, `(a)`, `a.`, `A:`.
    Letter,
    /// `i)`, `(iv)`, `ii.`.
    Roman,
    /// A bullet.
    Bullet,
}

/// A mark at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark<'t> {
    pub kind: MarkKind,
    /// The label with its brackets, without a closing stop or colon: `21`, `(a)`, `iv)`.
    pub label: &'t str,
    /// The label without brackets: `21`, `a`, `iv`.
    pub bare: &'t str,
    /// Bytes from the text's start to the words behind the mark.
    pub len: usize,
    /// Where it stands in its sequence, from 1; for dotted and coded marks by their last number.
    pub value: Option<u32>,
    /// How many numbers it has: 2 for `5.1`.
    pub depth: usize,
    /// It closes with a stop, colon or bracket, or a wide gap follows.
    pub closed: bool,
}

/// The mark with which the text begins, if any.
pub(super) fn mark(text: &str) -> Option<Mark<'_>> {
    if begins_with_word(text) {
        return None;
    }
    let (rest, (kind, label)) = match text.chars().next()? {
        '(' => bracketed(text),
        first if first.is_ascii_digit() => alt((coded, dotted, numbered)).parse(text),
        first if first.is_ascii_alphabetic() && may_be_marked(text) => {
            alt((bullet, coded, coded_by_dot, lettered)).parse(text)
        }
        first if first.is_ascii_alphabetic() => return None,
        _ => bullet(text),
    }
    .ok()?;
    let (after, close) = opt(one_of::<_, _, nom::error::Error<_>>(".:)")).parse(rest).ok()?;
    let (after, dash) =
        opt((multispace0, one_of::<_, _, nom::error::Error<_>>(":-–"), peek(space))).parse(after).ok()?;
    let closed = close.is_some() || dash.is_some() || label.ends_with(')') || after.starts_with('\t');
    let gap = after.len() - after.trim_start().len();
    if gap == 0 && !after.is_empty() && kind != MarkKind::Bullet {
        return None;
    }
    if matches!(kind, MarkKind::Letter | MarkKind::Roman) && !closed {
        return None;
    }
    let end = if close == Some(')') && !label.starts_with('(') { label.len() + 1 } else { label.len() };
    let bare = label.trim_matches(['(', ')']);
    Some(Mark {
        kind,
        label: text.get(..end)?,
        bare,
        len: text.len() - after.len() + gap,
        value: value(kind, bare),
        depth: bare.split(['.', '/']).filter(|s| !s.is_empty()).count(),
        closed,
    })
}

/// A word, a space and another word, as most texts begin: no mark looks so.
pub(super) fn begins_with_word(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let behind = text.as_bytes().get(letters..).unwrap_or_default();
    letters > 0 && matches!(behind, [b' ', next, ..] if next.is_ascii_alphanumeric())
}

/// Whether what closes a mark that begins with a letter stands near enough to the start.
fn may_be_marked(text: &str) -> bool {
    text.bytes().take(LONGEST_HEAD + 1).any(|byte| matches!(byte, b'/' | b'.' | b')' | b':' | b'\t'))
}

fn space(input: &str) -> IResult<&str, char> {
    satisfy(char::is_whitespace).parse(input)
}

fn digits(most: usize) -> impl Fn(&str) -> IResult<&str, &str> {
    move |input| take_while_m_n(1, most, |c: char| c.is_ascii_digit()).parse(input)
}

fn bullet(input: &str) -> IResult<&str, (MarkKind, &str)> {
    let dot = recognize(one_of("•·●▪◦‣○■□➢➤✓\u{f0b7}"));
    let (rest, label) = alt((dot, terminated(recognize(one_of("-–o")), peek(char('\t'))))).parse(input)?;
    Ok((rest, (MarkKind::Bullet, label)))
}

/// `(1)`, `(a)`, `(iv)`.
fn bracketed(input: &str) -> IResult<&str, (MarkKind, &str)> {
    let inner =
        alt((digits(3), verify(take_while1(|c: char| c.is_ascii_alphabetic()), |s: &str| s.len() <= 5)));
    let (rest, label) = recognize((char('('), inner, char(')'))).parse(input)?;
    let bare = label.trim_matches(['(', ')']);
    let kind = match bare {
        _ if bare.starts_with(|c: char| c.is_ascii_digit()) => MarkKind::Bracketed,
        _ if is_roman(bare) && bare.len() > 1 || bare == "i" => MarkKind::Roman,
        _ if bare.len() == 1 => MarkKind::Letter,
        _ => return fail(input),
    };
    Ok((rest, (kind, label)))
}

fn fail<T>(input: &str) -> IResult<&str, T> {
    Err(nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Verify)))
}

/// `77/21`, `CAB/23`, `C30/16`, `Cou/285/07-08`, `15/03/2`.
fn coded(input: &str) -> IResult<&str, (MarkKind, &str)> {
    let head = take_while_m_n(1, LONGEST_HEAD, |c: char| c.is_ascii_alphanumeric());
    let tail =
        many1(preceded(char('/'), take_while1(|c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.')));
    let (_, label) = recognize((head, tail)).parse(input)?;
    let label = label.trim_end_matches(['.', '-']);
    let rest = input.get(label.len()..).unwrap_or("");
    let numeric_end = label.rsplit('/').next().is_some_and(|s| s.starts_with(|c: char| c.is_ascii_digit()));
    let has_digit_head = label.starts_with(|c: char| c.is_ascii_digit());
    let upper_head = label.starts_with(|c: char| c.is_ascii_uppercase());
    if numeric_end && (has_digit_head || upper_head) {
        Ok((rest, (MarkKind::Coded, label)))
    } else {
        fail(input)
    }
}

/// `PCC.325`: capitals, a stop, a number.
fn coded_by_dot(input: &str) -> IResult<&str, (MarkKind, &str)> {
    let head = take_while_m_n(2, LONGEST_HEAD, |c: char| c.is_ascii_uppercase());
    let (rest, label) = recognize((head, char('.'), digits(5))).parse(input)?;
    if rest.starts_with(char::is_alphanumeric) { fail(input) } else { Ok((rest, (MarkKind::Coded, label))) }
}

/// `5.1`, `19.09.04`, `7.A`; not sums of money.
fn dotted(input: &str) -> IResult<&str, (MarkKind, &str)> {
    let more = preceded(char('.'), alt((digits(4), recognize(satisfy(|c| c.is_ascii_uppercase())))));
    let (rest, label) = recognize((digits(4), many1(more))).parse(input)?;
    let next = rest.chars().next();
    if next.is_some_and(|c| c.is_alphanumeric() || c == '%') {
        fail(input)
    } else {
        Ok((rest, (MarkKind::Dotted, label)))
    }
}

/// `18`, `4a`, `13A`, `3-A`.
fn numbered(input: &str) -> IResult<&str, (MarkKind, &str)> {
    let letter = (opt(char('-')), satisfy(|c| c.is_ascii_alphabetic()));
    let (rest, label) = recognize((digits(4), opt(letter))).parse(input)?;
    let next = rest.chars().next();
    if next.is_some_and(char::is_alphanumeric) { fail(input) } else { Ok((rest, (MarkKind::Number, label))) }
}

/// `a)`, `B.`, `iv)`, `A:`.
fn lettered(input: &str) -> IResult<&str, (MarkKind, &str)> {
    let (rest, label) =
        verify(recognize(many0(satisfy(|c| c.is_ascii_alphabetic()))), |s: &str| (1..=5).contains(&s.len()))
            .parse(input)?;
    if !rest.starts_with([')', '.', ':']) {
        return fail(input);
    }
    match label {
        _ if is_roman(label) && (label.len() > 1 || label == "i" || label == "I") => {
            Ok((rest, (MarkKind::Roman, label)))
        }
        _ if label.len() == 1 => Ok((rest, (MarkKind::Letter, label))),
        _ => fail(input),
    }
}

fn is_roman(text: &str) -> bool {
    let lower = text.bytes().all(|b| b"ivxl".contains(&b));
    let upper = text.bytes().all(|b| b"IVXL".contains(&b));
    (lower || upper) && roman(text).is_some()
}

/// The value of a roman number up to 89.
pub(super) fn roman(text: &str) -> Option<u32> {
    let worth = |c: char| match c.to_ascii_lowercase() {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        _ => None,
    };
    let values: Option<Vec<u32>> = text.chars().map(worth).collect();
    let values = values?;
    let next = values.iter().skip(1).copied().chain([0]);
    let signed = values.iter().zip(next).map(|(v, n)| if *v < n { -i64::from(*v) } else { i64::from(*v) });
    u32::try_from(signed.sum::<i64>()).ok()
}

fn value(kind: MarkKind, bare: &str) -> Option<u32> {
    match kind {
        MarkKind::Bullet => None,
        MarkKind::Roman => roman(bare),
        MarkKind::Letter => bare.bytes().next().map(|b| u32::from(b.to_ascii_lowercase() - b'a') + 1),
        _ => bare.split(|c: char| !c.is_ascii_digit()).rfind(|s| !s.is_empty())?.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(MarkKind, &str, Option<u32>)> {
        mark(text).map(|m| (m.kind, m.label, m.value))
    }

    #[test]
    fn marks_in_all_forms() {
        use MarkKind::*;
        assert_eq!(read("18\tAPOLOGIES"), Some((Number, "18", Some(18))));
        assert_eq!(read("76. Apologies"), Some((Number, "76", Some(76))));
        assert_eq!(read("CAB/23 Minutes"), Some((Coded, "CAB/23", Some(23))));
        assert_eq!(read("PCC.325 MINUTES"), Some((Coded, "PCC.325", Some(325))));
        assert_eq!(read("19.09.04 Finance"), Some((Dotted, "19.09.04", Some(4))));
        assert_eq!(read("(a)\tA report"), Some((Letter, "(a)", Some(1))));
        assert_eq!(read("a) A report"), Some((Letter, "a)", Some(1))));
        assert_eq!(read("ii) the clerk"), Some((Roman, "ii)", Some(2))));
        assert_eq!(read("(iv) the clerk"), Some((Roman, "(iv)", Some(4))));
        assert_eq!(read("2503. Apologies:- none"), Some((Number, "2503", Some(2503))));
        assert_eq!(read("3A. Minutes"), Some((Number, "3A", Some(3))));
        assert_eq!(read("(1) the plan"), Some((Bracketed, "(1)", Some(1))));
        assert_eq!(read("• the plan"), Some((Bullet, "•", None)));
        assert_eq!(read("1. The"), Some((Number, "1", Some(1))));
    }

    #[test]
    fn what_is_no_mark() {
        assert_eq!(read("I agree"), None);
        assert_eq!(read("a report"), None);
        assert_eq!(read("12th January"), None);
        assert_eq!(read("Mr. Bell"), None);
        assert_eq!(read("and/or the plan"), None);
    }
}
