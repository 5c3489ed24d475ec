//! Section headings of a report: given a reader, gives the numbered headings, or the plain ones where none are numbered.
//! Weight, capitals, length, the end of a sentence and the row of numbers tell a heading from a numbered paragraph.

use super::blocks::{has_at_most, is_bold, word_count};
use crate::house_style::HouseStyle;
use crate::model::span::Span;
use crate::parse::reader::{Paragraph, Reader, is_capitals};
use nom::bytes::complete::{take_while, take_while_m_n};
use nom::character::complete::{char, digit1, satisfy};
use nom::combinator::{opt, recognize, verify};
use nom::multi::many_m_n;
use nom::sequence::{preceded, terminated};
use nom::{IResult, Parser};

/// A heading set apart by its looks has at most this many words.
const STRONG_WORDS: usize = 24;
/// A heading known by its number alone has at most this many.
const WEAK_WORDS: usize = 10;
/// A heading without number has at most this many.
const PLAIN_WORDS: usize = 14;
/// What follows a heading has at least this many words.
const PROSE_WORDS: usize = 5;
/// A heading's number is at most this much higher than the one before.
const FURTHEST: u32 = 4;
/// A heading this many points smaller than another is of a lower level.
const LESSER: f32 = 0.8;
/// Headings that are numbered by chance (a list in bold) are fewer than this.
const LEAST: usize = 2;

/// A heading.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::parse) struct Heading {
    /// Its number, without the closing stop.
    pub number: Option<Span>,
    /// Its words.
    pub title: Span,
    /// Both.
    pub span: Span,
}

/// A numbered line that may be a heading.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    heading: Heading,
    first: u32,
    level: usize,
    bold: bool,
    strong: bool,
    known: bool,
    short: bool,
}

/// The headings that carry numbers; empty where there are too few to be a report's.
pub(in crate::parse) fn numbered(style: &HouseStyle, reader: &Reader) -> Vec<Heading> {
    let candidates: Vec<Candidate> =
        reader.paragraphs.iter().filter_map(|p| candidate(style, reader, p)).collect();
    let count = |is: fn(&Candidate) -> bool| candidates.iter().filter(|c| c.level == 1 && is(c)).count();
    let looks = match () {
        () if count(|c| c.bold) >= LEAST => Looks::Bold,
        () if count(|c| c.strong) >= LEAST => Looks::Strong,
        () => Looks::None,
    };
    let mut row = Row::default();
    let mut kept = Vec::new();
    for c in candidates.iter().filter(|c| row_takes(&mut row, c, looks)) {
        kept.push(c.heading);
    }
    if kept.len() < LEAST { Vec::new() } else { kept }
}

/// How the headings of a report are set apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Looks {
    /// In bold.
    Bold,
    /// In capitals or underlined.
    Strong,
    /// By nothing but their numbers.
    None,
}

/// How far the row of numbers has come.
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    last: u32,
    ended: bool,
}

/// Whether the candidate goes on with the row; if so the row has come to it.
fn row_takes(row: &mut Row, c: &Candidate, looks: Looks) -> bool {
    let goes_on = c.first == row.last || c.first == row.last + 1;
    let near = c.first + 1 >= row.last && c.first <= row.last + FURTHEST;
    let takes = match looks {
        Looks::Bold => c.bold && near || c.known && goes_on,
        Looks::Strong => c.strong && near || c.known && goes_on,
        Looks::None => weak(c, goes_on, row.last),
    };
    row.ended |= c.level == 1 && c.first == 1 && row.last > 3 && c.known;
    if takes && !row.ended {
        *row = Row { last: c.first, ended: false };
    }
    takes && !row.ended
}

/// Without weight to go by: short words in the row of numbers, and of the lower levels only known ones.
fn weak(c: &Candidate, goes_on: bool, last: u32) -> bool {
    match c.level {
        1 => c.short && (c.first == last + 1 || c.known && goes_on),
        _ => c.known && c.first == last,
    }
}

fn candidate(style: &HouseStyle, reader: &Reader, paragraph: &Paragraph) -> Option<Candidate> {
    let span = reader.trim(paragraph.span);
    let text = reader.text(span);
    let (title, number) = number(text).ok()?;
    let title = reader.trim(Span::new(span.end - title.len(), span.end));
    let words = reader.text(title);
    let known = style.reports.sections.whole(words).is_some();
    let stops = words.ends_with(['.', ';', ',']) && !known;
    let strong = is_strong(reader, paragraph, title)
        && has_at_most(words, STRONG_WORDS)
        && !words.ends_with([';', ',']);
    let dated =
        style.meeting.months.at_start(words).is_some() || style.meeting.weekdays.at_start(words).is_some();
    let opens =
        !dated && words.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "‘“'\"".contains(c));
    let heading = Heading { number: Some(Span::new(span.start, span.start + number.len())), title, span };
    (opens && !paragraph.margin && (strong || known || !stops)).then_some(Candidate {
        heading,
        first: number.split('.').next().and_then(|n| n.parse().ok()).unwrap_or(0),
        level: level(number),
        bold: strong && is_bold(reader, title),
        strong,
        known,
        short: !stops && paragraph.cell.is_none() && has_at_most(words, WEAK_WORDS),
    })
}

/// Bold, in capitals or underlined.
fn is_strong(reader: &Reader, paragraph: &Paragraph, title: Span) -> bool {
    paragraph.bold || paragraph.underlined || is_bold(reader, title) || is_capitals(reader.text(title))
}

/// How deep a number goes: 1 for `3` and `3.0`, 3 for `8.2.1`.
fn level(number: &str) -> usize {
    number.split('.').filter(|n| !n.is_empty() && n.chars().any(|c| c != '0')).count()
}

/// The headings without numbers, in order: known ones, and lines set apart by weight or capitals over words that are not.
pub(in crate::parse) fn plain(style: &HouseStyle, reader: &Reader, from: usize) -> Vec<Heading> {
    let paragraphs: Vec<&Paragraph> = reader.paragraphs.iter().filter(|p| p.span.start >= from).collect();
    let next = |at: usize| paragraphs.get(at + 1).copied();
    let known = |p: &Paragraph| is_known_heading(style, reader, p);
    let is_plain = |reader: &Reader, p: &Paragraph| is_plain(reader, p) && !is_lead_in(style, reader, p);
    let heads = |at: usize, p: &Paragraph| {
        known(p) || is_plain(reader, p) && next(at).is_some_and(|n| is_prose(reader, n))
    };
    let sure: Vec<Set> =
        paragraphs.iter().enumerate().filter(|(at, p)| heads(*at, p)).map(|(_, p)| looks(p)).collect();
    // Over a table or a lesser heading stands one that is set like others.
    let over = |at: usize, p: &Paragraph| {
        is_plain(reader, p)
            && sure.contains(&looks(p))
            && next(at).is_some_and(|n| n.cell.is_some() || heads(at + 1, n) && is_lesser(n, p))
    };
    let all = paragraphs.iter().enumerate().filter(|(at, p)| heads(*at, p) || over(*at, p));
    all.map(|(_, p)| unnumbered(reader, p)).collect()
}

/// "That the Board", "Members are asked to:" in bold leads to what is recommended.
fn is_lead_in(style: &HouseStyle, reader: &Reader, paragraph: &Paragraph) -> bool {
    let text = reader.text(paragraph.span).trim();
    let lead_ins = &style.reports.lead_ins;
    let told = |m: crate::house_style::phrases::Met| word_count(text.get(m.start..m.end).unwrap_or("")) > 1;
    lead_ins.at_start(text).is_some()
        || lead_ins.find(text).is_some_and(told)
        || text.ends_with(':') && lead_ins.is_in(text)
}

/// How a heading is set: bold, in capitals, underlined, and its size in tenths of a point.
type Set = (bool, bool, bool, i32);

fn looks(paragraph: &Paragraph) -> Set {
    let size = (paragraph.size_pt * 10.0).round() as i32;
    (paragraph.bold, paragraph.capitals, paragraph.underlined, size)
}

/// Whether a heading is of a lower level than another: not in capitals as that one is, or smaller.
fn is_lesser(paragraph: &Paragraph, than: &Paragraph) -> bool {
    than.capitals && !paragraph.capitals || than.size_pt > paragraph.size_pt + LESSER
}

/// Words that go on from a heading: a paragraph of some length, or a part of a list.
fn is_prose(reader: &Reader, paragraph: &Paragraph) -> bool {
    !is_plain(reader, paragraph) && word_count(reader.text(paragraph.span)) >= PROSE_WORDS
}

/// The first heading of a report without numbered ones: a known one that stands alone.
pub(in crate::parse) fn first_known(style: &HouseStyle, reader: &Reader) -> Option<usize> {
    reader.paragraphs.iter().find(|p| is_known_heading(style, reader, p)).map(|p| p.span.start)
}

fn unnumbered(reader: &Reader, paragraph: &Paragraph) -> Heading {
    let span = reader.trim(paragraph.span);
    Heading { number: None, title: span, span }
}

/// A paragraph that is a known heading and looks like one.
fn is_known_heading(style: &HouseStyle, reader: &Reader, paragraph: &Paragraph) -> bool {
    let text = reader.text(paragraph.span).trim();
    paragraph.cell.is_none()
        && style.reports.sections.whole(text).is_some()
        && (is_strong(reader, paragraph, paragraph.span) || text.ends_with(':'))
}

/// A short paragraph outside tables that is bold, underlined or in capitals, and no label with its value.
fn is_plain(reader: &Reader, paragraph: &Paragraph) -> bool {
    let text = reader.text(paragraph.span).trim();
    let words = word_count(text);
    let open = !text.contains('\t') && !text.contains(": ") && !text.ends_with(['.', ';', ',']);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count() > 3;
    let starts = text.starts_with(|c: char| c.is_uppercase());
    paragraph.cell.is_none()
        && !paragraph.margin
        && words <= PLAIN_WORDS
        && open
        && letters
        && starts
        && is_strong(reader, paragraph, paragraph.span)
}

/// `3`, `3.`, `8.2.1`, `1.0` or `A.` and the white space after it.
fn number(text: &str) -> IResult<&str, &str> {
    let figures = recognize((short_number, many_m_n(0, 3, preceded(char('.'), short_number))));
    let letter = terminated(recognize(satisfy(|c| c.is_ascii_uppercase())), nom::combinator::peek(char('.')));
    let closed = terminated(nom::branch::alt((figures, letter)), (opt(char('.')), opt(char(':'))));
    terminated(closed, (take_while_m_n(1, 9, char::is_whitespace), take_while(char::is_whitespace)))
        .parse(text)
}

fn short_number(text: &str) -> IResult<&str, &str> {
    verify(digit1, |d: &str| d.len() <= 2).parse(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house_style::Styles;
    use crate::parse::report::sample::{self, Text};

    fn read(texts: &[Text]) -> Vec<(Option<String>, String)> {
        let styles = Styles::built_in().expect("styles");
        let style = styles.named("generic").expect("generic");
        let transcript = sample::transcript(texts);
        let reader = Reader::new(&transcript);
        let say = |s: Span| reader.text(s).to_owned();
        let found = numbered(style, &reader);
        let found = if found.is_empty() { plain(style, &reader, 0) } else { found };
        found.into_iter().map(|h| (h.number.map(say), say(h.title))).collect()
    }

    fn head(number: &str, title: &str) -> (Option<String>, String) {
        (Some(number.into()), title.into())
    }

    #[test]
    fn numbered_paragraphs_are_no_headings() {
        let found = read(&[
            Text::words("1.\tSummary").bold(),
            Text::words("1.1\tThe quay is worn and must be mended."),
            Text::words("2\tLegal Implications").bold(),
            Text::words("2.1\tThe Harbour Act").bold(),
        ]);
        assert_eq!(
            found,
            [head("1", "Summary"), head("2", "Legal Implications"), head("2.1", "The Harbour Act")]
        );
    }

    #[test]
    fn without_weight_the_row_of_numbers_decides() {
        let found = read(&[
            Text::words("1. The state of the quay"),
            Text::words("1.1 The quay is worn."),
            Text::words("2. What it would cost"),
            Text::words("1. Three new piles"),
        ]);
        assert_eq!(found, [head("1", "The state of the quay"), head("2", "What it would cost")]);
    }

    #[test]
    fn plain_headings_count_where_none_are_numbered() {
        let found = read(&[
            Text::words("BACKGROUND").bold(),
            Text::words("The quay was built in 1821 and has been mended twice."),
            Text::words("Cost of the works").bold(),
            Text::words("The works would cost a good deal."),
        ]);
        assert_eq!(found.len(), 2);
        assert_eq!(found[1], (None, "Cost of the works".to_owned()));
    }
}
