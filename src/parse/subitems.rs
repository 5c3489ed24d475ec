//! Sub-items and agenda numbers: given the chosen headings, finds lettered headings under them, tells who is whose parent, and
//! reads the "(Item 5)" below a heading.

use super::candidates::Candidate;
use super::marks::{MarkKind, mark};
use super::reader::{Paragraph, Reader};
use super::sentences::sentences;
use super::words::opener;
use crate::house_style::HouseStyle;
use crate::model::span::Span;

/// A plain lettered heading is no longer than this.
const LONGEST_PLAIN: usize = 75;
/// How many paragraphs of a list are looked back over for what leads it in.
const LIST_LENGTH: usize = 14;
/// A line of business listed under a heading has at most so many words.
const LISTED_WORDS: usize = 24;

/// The chosen headings with the sub-items among the candidates, each with its parent's index.
pub(super) fn subitems<'c>(
    all: &'c [Candidate],
    chosen: Vec<&'c Candidate>,
    reader: &Reader,
    style: &HouseStyle,
) -> Vec<(&'c Candidate, Option<usize>)> {
    let first = chosen.first().map_or(usize::MAX, |c| c.at);
    let mut both: Vec<(&Candidate, bool)> = chosen.iter().map(|c| (*c, true)).collect();
    let taken = |c: &Candidate| chosen.iter().any(|t| t.at == c.at);
    let free: Vec<&Candidate> = all.iter().filter(|c| c.at > first && !taken(c) && is_lettered(c)).collect();
    let heads: Vec<usize> = chosen.iter().flat_map(|c| [c.at, c.last]).collect();
    both.extend(
        free.iter().filter(|c| heads_something(c, &free, &heads, reader, style)).map(|c| (*c, false)),
    );
    both.extend(
        all.iter().filter(|c| !taken(c) && is_lettered_number(c, &chosen, reader)).map(|c| (c, true)),
    );
    let known: Vec<usize> = both.iter().map(|(c, _)| c.at).collect();
    both.extend(listed_under_headings(all, &known, &heads, reader, style).into_iter().map(|c| (c, false)));
    both.sort_by_key(|(c, _)| c.at);
    let between = between_siblings(&both, &free, &heads, reader, style);
    both.extend(between.into_iter().map(|c| (c, false)));
    both.sort_by_key(|(c, _)| c.at);
    let mut out: Vec<(&Candidate, Option<usize>)> = Vec::with_capacity(both.len());
    for (candidate, top) in both {
        let parent = parent(candidate, top, &out, reader);
        out.push((candidate, parent));
    }
    out
}

/// Lettered titles that stand between two chosen siblings and fill the gap in their letters, or go on with them: "ii)" and "iii)" between
/// "i)" and "iv)".
fn between_siblings<'c>(
    chosen: &[(&'c Candidate, bool)],
    free: &[&'c Candidate],
    heads: &[usize],
    reader: &Reader,
    style: &HouseStyle,
) -> Vec<&'c Candidate> {
    let mut out: Vec<&Candidate> = Vec::new();
    let lettered: Vec<&Candidate> =
        chosen.iter().filter(|(c, top)| !top && is_lettered(c)).map(|c| c.0).collect();
    for candidate in free.iter().copied().filter(|c| !lettered.iter().any(|l| l.at == c.at)) {
        let Some(own) = candidate.mark else { continue };
        let kin = |c: &&&Candidate| {
            let (a, b) = (c.at.min(candidate.at), c.at.max(candidate.at));
            c.mark.is_some_and(|m| m.kind == own.kind) && !heads.iter().any(|h| *h > a && *h < b)
        };
        let value = |c: &Candidate| c.mark.and_then(|m| m.value);
        let before = lettered.iter().filter(|c| c.at < candidate.at).rfind(kin).and_then(|c| value(c));
        let made = out.last().filter(|c| kin(c)).and_then(|c| value(c));
        let after = lettered.iter().filter(|c| c.at > candidate.at).find(kin).and_then(|c| value(c));
        let next = before.max(made).map(|v| v + 1);
        let fits = next.is_some() && next == own.value && after.is_none_or(|a| own.value < Some(a));
        let ranks = after.is_some() || lettered.iter().any(|c| c.run_in && candidate.run_in && kin(&c));
        let title = reader.text(candidate.title);
        let brief = title.chars().count() <= 2 * LONGEST_PLAIN && !title.ends_with(['.', ';', ':']);
        if fits && ranks && brief && !in_decision(candidate, heads, reader, style) {
            out.push(candidate);
        }
    }
    out
}

/// "a. …", "b. …" in sequence right under a heading: the business taken under it, each a short line.
fn listed_under_headings<'c>(
    all: &'c [Candidate],
    known: &[usize],
    heads: &[usize],
    reader: &Reader,
    style: &HouseStyle,
) -> Vec<&'c Candidate> {
    let mut out: Vec<&Candidate> = Vec::new();
    for candidate in all.iter().filter(|c| !known.contains(&c.at)) {
        let Some(mark) = candidate.mark.filter(|m| m.kind == MarkKind::Letter) else { continue };
        let text = reader.text(candidate.title);
        let brief = text.split_whitespace().count() <= LISTED_WORDS
            && sentences(text, 0, style).len() == 1
            && !candidate.run_in;
        let capital = text.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || "$£€".contains(c));
        let after_heading = mark.value == Some(1)
            && (1..=2).any(|n| candidate.at >= n && heads.contains(&(candidate.at - n)));
        let after_sibling = out.last().is_some_and(|last| {
            last.mark.and_then(|m| m.value).map(|v| v + 1) == mark.value
                && !heads.iter().any(|h| *h > last.at && *h < candidate.at)
        });
        if brief && capital && (after_heading || after_sibling) {
            out.push(candidate);
        }
    }
    out
}

/// A heading numbered after the one above it with a letter of its own: "3A", "7.A" under "3", "7".
fn is_lettered_number(candidate: &Candidate, chosen: &[&Candidate], reader: &Reader) -> bool {
    let Some(mark) = candidate.mark.filter(|m| matches!(m.kind, MarkKind::Number | MarkKind::Dotted)) else {
        return false;
    };
    let label = reader.text(mark.label);
    let stem = label.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let above = chosen.iter().rfind(|c| c.at < candidate.at).and_then(|c| c.mark);
    let same = above.is_some_and(|m| reader.text(m.label) == stem.trim_end_matches(['.', '-']));
    candidate.short && stem.len() < label.len() && same
}

fn is_lettered(candidate: &Candidate) -> bool {
    candidate.short
        && candidate
            .mark
            .is_some_and(|m| matches!(m.kind, MarkKind::Letter | MarkKind::Roman | MarkKind::Bracketed))
}

/// A lettered paragraph is a heading when it stands out, or is a short title with words of its own below; never within a decision.
fn heads_something(
    candidate: &Candidate,
    free: &[&Candidate],
    heads: &[usize],
    reader: &Reader,
    style: &HouseStyle,
) -> bool {
    if in_decision(candidate, heads, reader, style) {
        return false;
    }
    if candidate.looks.bold || candidate.looks.underlined {
        return true;
    }
    let bracketed_number = candidate.mark.is_some_and(|m| m.kind == MarkKind::Bracketed);
    let length = reader.text(candidate.title).chars().count();
    let words = reader.text(candidate.title).split_whitespace().count();
    let sibling = |c: &&Candidate| {
        c.at != candidate.at && c.run_in == candidate.run_in && c.at.abs_diff(candidate.at) < 40
    };
    let alone = !free.iter().any(sibling);
    !bracketed_number
        && length <= LONGEST_PLAIN
        && !alone
        && (if candidate.run_in { words <= 5 } else { has_own_body(candidate, reader) })
}

/// The paragraph below begins with no mark, in the same cell or further in: it is the heading's text.
fn has_own_body(candidate: &Candidate, reader: &Reader) -> bool {
    let Some(next) = reader.paragraphs.get(candidate.at + 1) else { return false };
    let text = reader.text(next.span).trim();
    let marked = mark(text).is_some_and(|m| m.kind != MarkKind::Bullet);
    !marked && !next.margin && next.x0 >= candidate.x0 - 2.0 && text.chars().count() > 3
}

/// Whether the list to which it belongs follows a lead-in: words that open a decision, or prose that ends in a colon.
fn in_decision(candidate: &Candidate, heads: &[usize], reader: &Reader, style: &HouseStyle) -> bool {
    let kind = candidate.mark.map(|m| m.kind);
    let before = reader.paragraphs.get(..candidate.at).unwrap_or(&[]);
    // A list of parts begins with its first mark: "(ii)" right behind a decision is none of its parts.
    let mut listed = candidate.mark.and_then(|m| m.value).is_none_or(|v| v == 1);
    for (at, paragraph) in before.iter().enumerate().rev().filter(|(_, p)| !p.margin).take(LIST_LENGTH) {
        if heads.contains(&at) {
            return false;
        }
        if leads_in(paragraph, reader, style) {
            return listed;
        }
        let text = reader.text(paragraph.span).trim();
        let sibling =
            mark(text).is_some_and(|m| Some(m.kind) == kind) || text.starts_with(char::is_lowercase);
        if !sibling {
            return false;
        }
        listed = true;
    }
    false
}

fn leads_in(paragraph: &Paragraph, reader: &Reader, style: &HouseStyle) -> bool {
    let text = reader.text(paragraph.span).trim();
    let bare = text.trim_start_matches(['*', ' ', '\t']);
    let bare = mark(bare).and_then(|m| bare.get(m.len..)).unwrap_or(bare);
    let decides = opener(bare, style).is_some_and(|o| o.formal);
    let last = text.split_whitespace().next_back().unwrap_or("");
    decides || text.ends_with([':', '-']) || style.inline.that.whole(last).is_some()
}

/// The nearest heading above to which it belongs.
fn parent(
    candidate: &Candidate,
    top: bool,
    above: &[(&Candidate, Option<usize>)],
    reader: &Reader,
) -> Option<usize> {
    let own = candidate.mark?;
    if top {
        let label = reader.text(own.label);
        let prefix = label.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let prefix = if prefix.len() < label.len() {
            prefix.trim_end_matches(['.', '-'])
        } else {
            label.rsplit_once('.')?.0
        };
        let is_prefix = |c: &Candidate| c.mark.is_some_and(|m| reader.text(m.label) == prefix);
        let at = above.iter().rposition(|(c, _)| is_prefix(c))?;
        let merely_letter = own.kind == MarkKind::Number
            && above.iter().skip(at + 1).any(|(c, p)| p.is_none() && c.mark.is_some());
        return (!merely_letter).then_some(at);
    }
    above.iter().rposition(|(c, _)| {
        c.mark.is_none_or(|m| !matches!(m.kind, MarkKind::Letter | MarkKind::Roman | MarkKind::Bracketed))
    })
}

/// Reads "(Item 5)" in the paragraph below a heading, or at the heading's end; gives the number and where the heading ends then.
pub(super) fn agenda_number(
    candidate: &Candidate,
    reader: &Reader,
    style: &HouseStyle,
    end: usize,
) -> (Option<Span>, usize) {
    let below = reader.paragraphs.iter().skip(candidate.at + 1).take(2).find(|p| p.span.start >= end);
    let Some(below) = below else { return (None, end) };
    let span = reader.trim(below.span);
    match bracketed_item(reader.text(span), style) {
        Some((from, to, close)) => (Some(Span::new(span.start + from, span.start + to)), span.start + close),
        None => (None, end),
    }
}

/// "Budget (Item 5)": where the title ends before the bracket, and the number in it.
pub(super) fn agenda_number_behind(text: &str, style: &HouseStyle) -> Option<(usize, (usize, usize))> {
    let open = text.rfind('(').filter(|_| text.trim_end().ends_with(')'))?;
    let (from, to, _) = bracketed_item(text.get(open..)?, style)?;
    let title = text.get(..open)?.trim_end().len();
    (title > 0).then_some((title, (open + from, open + to)))
}

/// `(Item 5)`, `(Minute 12)`: where the number stands, and where the bracket ends.
fn bracketed_item(text: &str, style: &HouseStyle) -> Option<(usize, usize, usize)> {
    let close = text.find(')')?;
    let inner = text.get(..close)?.strip_prefix('(')?;
    let met = style.items.words.at_start(inner)?;
    let number = inner.get(met.end..)?;
    let lead = number.len() - number.trim_start_matches([' ', ':', '.']).len();
    let bare = number.trim_matches([' ', ':', '.']);
    let fits = !bare.is_empty() && bare.len() <= 8 && bare.chars().next()?.is_ascii_digit();
    let from = 1 + met.end + lead;
    fits.then_some((from, from + bare.len(), close + 1))
}
