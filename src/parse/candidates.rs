//! Paragraphs that could be the heading of an item: given the reader, gives each with its mark, its title and its looks.
//! Says what could be; which are headings is for `items` to choose.

use super::dates::{date_at_start, time};
use super::labels::{label_at_start, labels_within};
use super::marks::{MarkKind, mark};
use super::reader::{Paragraph, Reader, is_capitals};
use super::sentences::sentences;
use super::words::{decision_opens, opener};
use crate::house_style::HouseStyle;
use crate::model::minutes::DateNode;
use crate::model::span::Span;
use crate::model::transcript::CellId;

/// A heading is no longer than this, in characters.
const LONGEST: usize = 240;
/// A date in words is no longer than this, in characters.
const DATE_LENGTH: usize = 48;
/// A plain heading (neither bold nor capitals nor underlined) is no longer than this.
const LONGEST_PLAIN: usize = 130;
/// A plain heading run in before a stop has at most so many words.
const RUN_IN_WORDS: usize = 10;
/// A heading run in before a colon is no longer than this.
const LONGEST_RUN_IN: usize = 70;

/// A mark with its bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct HeadingMark {
    pub kind: MarkKind,
    /// The label as a number of its own: `21`, `(a)`, `iv` (a closing bracket alone is dropped).
    pub label: Span,
    pub value: Option<u32>,
    /// Its first number: 5 of `5.2`.
    pub first: Option<u32>,
    pub depth: usize,
}

/// How a heading looks: what headings of one rank share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Looks {
    pub bold: bool,
    pub capitals: bool,
    pub underlined: bool,
    pub centred: bool,
}

impl Looks {
    /// Whether it stands out from prose.
    pub fn stands_out(&self) -> bool {
        self.bold || self.capitals || self.underlined
    }
}

/// A paragraph that could be a heading.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// Index of its paragraph.
    pub at: usize,
    /// Index of the last paragraph of its heading: the next one, where the number stands alone.
    pub last: usize,
    /// A star or such before it.
    pub marker: Option<Span>,
    pub mark: Option<HeadingMark>,
    pub title: Span,
    pub looks: Looks,
    /// The title is followed by prose in the same paragraph.
    pub run_in: bool,
    /// It reads like a heading: short, no sentence.
    pub short: bool,
    pub x0: f32,
    pub size_pt: f32,
    pub cell: Option<CellId>,
}

/// Every paragraph that could be a heading, in order.
pub(super) fn candidates(reader: &Reader, style: &HouseStyle) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (at, paragraph) in reader.paragraphs.iter().enumerate() {
        if !paragraph.margin {
            found.extend(candidate(reader, style, at, paragraph));
        }
    }
    found
}

fn candidate(reader: &Reader, style: &HouseStyle, at: usize, paragraph: &Paragraph) -> Option<Candidate> {
    let whole = reader.trim(paragraph.span);
    let (marker, start) = star(reader, whole);
    let (mark, start) = heading_mark(reader, style, Span::new(start, whole.end));
    let rest = Span::new(start, whole.end);
    let stands_out =
        || paragraph.bold || paragraph.underlined || is_capitals(without_brackets(reader.text(whole)));
    if mark.is_none() && (rest.len() > 2 * LONGEST || !stands_out()) {
        return None;
    }
    let (title_from, carrier) =
        if rest.is_empty() { beside(reader, at, paragraph)? } else { (rest, paragraph) };
    let (title, run_in) = title(reader, style, title_from, mark);
    let (title, run_in) = before_label(reader, style, title, title_from, run_in);
    let (title, run_in) = before_decision(reader, style, title, run_in);
    let (title, run_in) = before_nothing(reader, style, title, run_in);
    let text = reader.text(title);
    if text.len() > 2 * LONGEST {
        return None;
    }
    let letters = text.chars().filter(|c| c.is_alphabetic()).take(2).count();
    let in_words = |d: &DateNode| {
        reader.text(whole).get(..d.span.end).is_some_and(|w| w.chars().any(char::is_alphabetic))
    };
    let opening = reader.text(whole).char_indices().nth(DATE_LENGTH).map_or(whole.len(), |(at, _)| at);
    let opening = reader.text(Span::new(whole.start, whole.start + opening));
    let dated = date_at_start(opening, style).is_some_and(|d| in_words(&d));
    if dated || letters < 2 || text.chars().count() > LONGEST || decision_opens(text, style) {
        return None;
    }
    let looks = looks(reader, carrier, title);
    let short = is_short(text, looks, run_in);
    let last = if rest.is_empty() { at + 1 } else { at };
    Some(Candidate {
        at,
        last,
        marker,
        mark,
        title,
        looks,
        run_in,
        short,
        x0: paragraph.x0,
        size_pt: carrier.size_pt,
        cell: paragraph.cell,
    })
}

/// A star before the heading or its number.
fn star(reader: &Reader, span: Span) -> (Option<Span>, usize) {
    let text = reader.text(span);
    let cut = text.trim_start_matches(['*', '#', '†']);
    let stars = text.len() - cut.len();
    let marker = (stars > 0).then(|| Span::new(span.start, span.start + stars));
    (marker, span.start + text.len() - cut.trim_start().len())
}

/// The number before the words, with a word such as "Item" before it; and where the words begin.
fn heading_mark(reader: &Reader, style: &HouseStyle, span: Span) -> (Option<HeadingMark>, usize) {
    let text = reader.text(span);
    let word = style.items.words.at_start(text).map_or(0, |met| met.end);
    let after = text.get(word..).unwrap_or("");
    let lead = word + after.len() - after.trim_start_matches([' ', '\t', ':', '.']).len();
    let worded = if word > 0 { text.get(lead..).and_then(mark).map(|m| (m, lead)) } else { None };
    let Some((found, lead)) = worded.or_else(|| mark(text).map(|m| (m, 0))) else {
        return (None, span.start);
    };
    if found.kind == MarkKind::Bullet {
        return (None, span.start);
    }
    let label = if found.label.starts_with('(') { found.label } else { found.bare };
    let from = span.start + lead;
    let heading = HeadingMark {
        kind: found.kind,
        label: Span::new(from, from + label.len()),
        value: found.value,
        first: found.bare.split(|c: char| !c.is_ascii_digit()).next().and_then(|n| n.parse().ok()),
        depth: found.depth,
    };
    let words = reader.text(Span::new(from + found.len, span.end));
    let skip = words.len() - words.trim_start_matches(['-', '–', '—', ':', ' ', '\t']).len();
    (Some(heading), from + found.len + skip)
}

/// A number alone: its title is the next cell of the row, or the short paragraph below.
fn beside<'r>(reader: &'r Reader, at: usize, paragraph: &Paragraph) -> Option<(Span, &'r Paragraph)> {
    let next = reader.paragraphs.get(at + 1)?;
    let fits = match (paragraph.cell, next.cell) {
        (Some(a), Some(b)) => a.table == b.table && a.row == b.row,
        (None, None) => reader.text(next.span).chars().count() < LONGEST_PLAIN || next.bold,
        _ => false,
    };
    let span = reader.trim(next.span);
    let sub = mark(reader.text(span)).is_some_and(|m| m.kind != MarkKind::Number);
    (fits && !sub).then_some((span, next))
}

/// The heading's words, and whether prose follows them in the paragraph.
fn title(reader: &Reader, style: &HouseStyle, rest: Span, mark: Option<HeadingMark>) -> (Span, bool) {
    let marked = mark.is_some();
    let label = mark.map_or("", |m| reader.text(m.label));
    let lettered = label.starts_with(|c: char| c.is_ascii_digit())
        && label.contains('-')
        && label.ends_with(|c: char| c.is_ascii_uppercase());
    let bold_end = reader.bold_until(rest).min(rest.end);
    let bold = reader.trim(Span::new(rest.start, bold_end.max(rest.start)));
    let has_words = || reader.text(bold).chars().filter(|c| c.is_alphabetic()).nth(2).is_some();
    if bold.end < rest.end && has_words() {
        let after = reader.text(Span::new(bold.end, rest.end));
        let closes = reader.text(bold).ends_with([':', '-', '–', '.'])
            || after.starts_with(|c: char| c.is_whitespace() || ":-–.".contains(c));
        if closes {
            return (without_close(reader, bold), true);
        }
    }
    let numbered =
        mark.is_some_and(|m| matches!(m.kind, MarkKind::Number | MarkKind::Dotted | MarkKind::Coded));
    if numbered && let Some(end) = capitals_end(reader.text(rest)) {
        return (Span::new(rest.start, rest.start + end), true);
    }
    if lettered && let Some(end) = first_sentence_end(reader.text(rest)) {
        return (Span::new(rest.start, rest.start + end), true);
    }
    if marked
        && bold.end < rest.end
        && let Some(colon) = run_in_colon(reader.text(rest))
    {
        return (Span::new(rest.start, rest.start + colon), true);
    }
    if numbered
        && bold.end < rest.end
        && let Some(end) = short_sentence_end(reader.text(rest), style)
    {
        return (Span::new(rest.start, rest.start + end), true);
    }
    (without_close(reader, rest), false)
}

/// Where a heading in capitals ends that prose follows in the same paragraph ("145. MINUTES.  The minutes of …").
fn capitals_end(text: &str) -> Option<usize> {
    let parts = |after: &str| after.starts_with([' ', '-', '–', '\t']);
    let stops =
        text.char_indices().filter(|(at, c)| matches!(c, '.' | ':') && text.get(at + 1..).is_some_and(parts));
    let end = stops
        .map(|(at, _)| at)
        .find(|at| text.get(at + 1..).is_some_and(|rest| rest.chars().any(char::is_lowercase)))?;
    let word = |head: &str| head.split(|c: char| !c.is_alphabetic()).any(|w| w.chars().count() >= 4);
    text.get(..end)
        .filter(|head| is_capitals(head) && word(head) && head.chars().count() <= 2 * LONGEST_RUN_IN)
        .map(str::len)
}

/// Where a plain heading of a few words ends that prose follows ("7. Date of next meeting. Thursday 13 June").
fn short_sentence_end(text: &str, style: &HouseStyle) -> Option<usize> {
    let end = sentences(text, 0, style).split_first().filter(|(_, more)| !more.is_empty())?.0.end;
    let head = text.get(..end)?.trim_end_matches('.');
    (head.split_whitespace().count() <= RUN_IN_WORDS && head.starts_with(char::is_uppercase))
        .then_some(head.len())
}

/// Where a short first sentence ends that prose follows ("3-A. Award of Bid. Staff presented …").
fn first_sentence_end(text: &str) -> Option<usize> {
    let stops = text.match_indices(". ").map(|(at, _)| at + 1);
    stops
        .into_iter()
        .find(|at| !text.get(..*at).is_some_and(|t| t.ends_with("No.")))
        .filter(|at| *at <= 2 * LONGEST_RUN_IN)
}

/// "ROLL CALL Present: …", "CONVENE   7.00 PM": the heading ends before a label of attendance or a wide gap.
fn before_label(reader: &Reader, style: &HouseStyle, title: Span, rest: Span, run_in: bool) -> (Span, bool) {
    let text = reader.text(Span::new(rest.start, (title.end + 2).min(rest.end)));
    let shouted = |at: &usize| is_capitals(reader.text(Span::new(rest.start, *at)));
    let label = labels_within(text, rest.start, style)
        .first()
        .map(|l| l.span.start)
        .filter(|at| *at > rest.start + 2)
        .filter(shouted);
    let gap = text.find('\t').map(|at| rest.start + at).filter(|at| *at > rest.start + 2);
    let clock = time(text, rest.start, style)
        .map(|t| t.span)
        .filter(|t| t.end >= title.end && t.start > rest.start + 2)
        .map(|t| t.start);
    match [label, gap, clock].into_iter().flatten().filter(|at| *at <= title.end + 1).min() {
        Some(end) => (reader.trim(Span::new(rest.start, end)), true),
        None => (title, run_in),
    }
}

/// A heading whose further line opens with a word of decision ends before it, and so does one that runs on with such a word
/// and the decision's own number ("Cheques to be signed Resolved 15/03/12.02").
fn before_decision(reader: &Reader, style: &HouseStyle, title: Span, run_in: bool) -> (Span, bool) {
    let lines = reader.transcript.lines_in(title);
    let decides = |at: usize| {
        opener(reader.text(Span::new(at, title.end)), style).is_some_and(|o| o.formal && o.shouted)
    };
    let opened = lines.iter().skip(1).map(|l| l.span.start).find(|at| *at < title.end && decides(*at));
    match opened.or_else(|| numbered_decision(reader, style, title)) {
        Some(at) => (reader.trim(Span::new(title.start, at)), true),
        None => (title, run_in),
    }
}

/// Where the last words of a heading are a decision's keyword and its number.
fn numbered_decision(reader: &Reader, style: &HouseStyle, title: Span) -> Option<usize> {
    let text = reader.text(title);
    let met = style.formal.resolved.find_from(text, text.find(' ')?)?;
    let number = text.get(met.end..)?.trim();
    let own = mark(number).filter(|m| m.kind == MarkKind::Coded && m.len == number.len());
    let capital = text.get(met.start..)?.starts_with(char::is_uppercase);
    (own.is_some() && capital).then_some(title.start + met.start)
}

/// Where the words before a colon end, if they are a short heading with prose behind.
fn run_in_colon(text: &str) -> Option<usize> {
    let at = text.find(':')?;
    let head = text.get(..at)?.trim_end();
    let follows = text.get(at + 1..)?.trim();
    let clock =
        head.ends_with(|c: char| c.is_ascii_digit()) && follows.starts_with(|c: char| c.is_ascii_digit());
    let fits =
        head.chars().count() <= LONGEST_RUN_IN && !head.contains(". ") && !follows.is_empty() && !clock;
    fits.then_some(head.len())
}

/// "Declarations of Interest - None": the heading ends before what says that there was no business.
fn before_nothing(reader: &Reader, style: &HouseStyle, title: Span, run_in: bool) -> (Span, bool) {
    let text = reader.text(title);
    let says_nothing = |behind: &str| style.items.nothing.whole(behind).is_some();
    let cut = text.char_indices().find(|(at, c)| {
        matches!(c, '-' | '–' | '—' | ':') && text.get(at + c.len_utf8()..).is_some_and(says_nothing)
    });
    match cut {
        Some((at, _)) if at > 2 => (reader.trim(Span::new(title.start, title.start + at)), true),
        _ => (title, run_in),
    }
}

/// Without the marks that part a heading from what follows (":-").
fn without_close(reader: &Reader, span: Span) -> Span {
    let text = reader.text(span);
    let cut = text.trim_end_matches(|c: char| c.is_whitespace() || ":–—".contains(c));
    let cut = cut
        .strip_suffix(":-")
        .or_else(|| cut.strip_suffix(" -"))
        .or_else(|| cut.strip_suffix(":"))
        .unwrap_or(cut);
    Span::new(span.start, span.start + cut.trim_end_matches([':', ' ']).len())
}

/// The words up to what is added in brackets: "ORAL COMMUNICATIONS (public comment)".
fn without_brackets(text: &str) -> &str {
    let head = text.find('(').and_then(|_| text.split_once(" (")).map(|(head, _)| head);
    head.filter(|head| head.chars().filter(|c| c.is_alphabetic()).nth(3).is_some()).unwrap_or(text)
}

fn looks(reader: &Reader, paragraph: &Paragraph, title: Span) -> Looks {
    let bold = reader.bold_until(title) >= title.end;
    Looks {
        bold: bold && !title.is_empty(),
        capitals: is_capitals(without_brackets(reader.text(title))),
        underlined: paragraph.underlined,
        centred: paragraph.centred,
    }
}

fn is_short(text: &str, looks: Looks, run_in: bool) -> bool {
    let length = text.chars().count();
    let sentence = text.ends_with(['.', ';', ',']) || text.contains(". ");
    let opens =
        text.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_uppercase() || c.is_numeric());
    opens
        && if looks.stands_out() {
            length <= LONGEST
        } else {
            length <= LONGEST_PLAIN && (run_in || !sentence)
        }
}

/// Whether an unnumbered paragraph may be a heading: it stands out, and is no label, divider or date of its own.
pub(super) fn may_be_unnumbered(candidate: &Candidate, reader: &Reader, style: &HouseStyle) -> bool {
    let text = reader.text(candidate.title);
    let words = text.split_whitespace().count();
    candidate.mark.is_none()
        && candidate.cell.is_none()
        && candidate.looks.stands_out()
        && !candidate.run_in
        && candidate.short
        && words <= 16
        && !text.ends_with(['.', ',', ';', '?', '"', '”'])
        && !text.starts_with(['"', '“', '(', '•', '-', '–', '_', '…'])
        && (label_at_start(text, 0, style).is_none() || style.items.apologies.whole(text).is_some())
        && !text.contains("__")
        && style.names.roles.whole(text).is_none()
        && style.names.titles.at_start(text).is_none()
        && !text.contains('\t')
        && !heads_decision(text, style)
        && style.items.dividers.whole(text).is_none()
}

/// "Reasons for decision", "Alternatives considered": a heading within the record of a decision.
fn heads_decision(text: &str, style: &HouseStyle) -> bool {
    let reports = &style.reports;
    [&reports.reasons, &reports.alternatives, &reports.decisions].iter().any(|set| set.whole(text).is_some())
}
