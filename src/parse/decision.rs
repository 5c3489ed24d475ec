//! The record of a decision by one person or body: given a reader, gives the decision with its parts, its reasons and the
//! alternatives considered. They stand under headings or beside labels of a table; the vocabulary names them. Knows nothing
//! of meetings.

use super::reader::{Paragraph, Reader};
use super::report::blocks::{Block, blocks, cell_text, is_bold, paragraphs_in, table};
use super::report::label;
use super::report::parts::{self, Parts};
use crate::house_style::HouseStyle;
use crate::house_style::phrases::Met;
use crate::model::minutes::{Form, Part, Resolution};
use crate::model::span::Span;
use crate::model::transcript::{Row, Table};
use crate::model::tree::Taken;

/// A bold line of at most this many bytes ends what stands under a heading.
const HEADING_LENGTH: usize = 140;

/// The topics of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Topic {
    Decision,
    Reasons,
    Alternatives,
    /// Conflicts of interest, dispensations.
    Conflicts,
    /// Anything else.
    Other,
}

/// What stands under one heading.
#[derive(Clone, Debug)]
struct Stretch {
    topic: Topic,
    heading: Span,
    pieces: Vec<Span>,
    in_table: bool,
}

/// What a record of a decision says.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The decision.
    pub resolutions: Vec<Resolution>,
    /// Which rule took which words.
    pub taken: Vec<Taken>,
    /// What stands under other headings behind the first topic, with its headings.
    pub others: Vec<(Span, &'static str)>,
    /// Where its topics stand, in order: they are no part of the front sheet.
    pub topics: Vec<Span>,
    /// Where the first topic outside tables begins.
    pub first: Option<usize>,
    /// Whether it says anything of conflicts of interest or dispensations.
    pub conflicts: bool,
}

/// Reads a record of a decision.
pub(super) fn read(style: &HouseStyle, reader: &Reader) -> Found {
    let stretches = stretches(style, reader);
    let (resolutions, taken) = resolutions(style, reader, &stretches);
    let named = || stretches.iter().filter(|s| s.topic != Topic::Other);
    let covered = |s: &Stretch| s.pieces.iter().fold(s.heading, |a, b| a.cover(*b));
    Found {
        resolutions,
        taken,
        others: others(&stretches),
        topics: named().map(covered).collect(),
        first: named().find(|s| !s.in_table).map(|s| s.heading.start),
        conflicts: named().any(|s| s.topic == Topic::Conflicts),
    }
}

/// Headings and words that are of no topic, behind the first one outside tables.
fn others(stretches: &[Stretch]) -> Vec<(Span, &'static str)> {
    let behind = stretches.iter().skip_while(|s| s.topic == Topic::Other || s.in_table);
    let of = |s: &Stretch| {
        let words: Vec<_> = s.pieces.iter().map(|p| (*p, "narrative")).collect();
        std::iter::once((s.heading, "heading")).chain(words).collect::<Vec<_>>()
    };
    behind.filter(|s| s.topic == Topic::Other).flat_map(of).collect()
}

/// The decisions of a record, with what took which words.
fn resolutions(style: &HouseStyle, reader: &Reader, stretches: &[Stretch]) -> (Vec<Resolution>, Vec<Taken>) {
    let of = |topic: Topic| stretches.iter().find(move |s| s.topic == topic && !s.pieces.is_empty());
    let Some(decision) = of(Topic::Decision) else { return (Vec::new(), narrative(stretches)) };
    let words = |topic| of(topic).and_then(|s| s.pieces.iter().copied().reduce(|a, b| a.cover(b)));
    let resolution = Resolution {
        reasons: words(Topic::Reasons),
        alternatives: words(Topic::Alternatives),
        ..resolution(style, reader, decision)
    };
    let mut taken = narrative(stretches);
    taken.extend(taken_by(&resolution));
    taken.sort_by_key(|t| (t.span.start, t.span.end));
    (vec![resolution], taken)
}

/// Headings and words of all topics but the decision's own words.
fn narrative(stretches: &[Stretch]) -> Vec<Taken> {
    let named = stretches.iter().filter(|s| s.topic != Topic::Other);
    let mut taken = Vec::new();
    for stretch in named {
        let of = |span, kind| Taken {
            span,
            kind,
            rule: "heading of a decision record",
            record: "resolutions[0]".into(),
        };
        taken.push(of(stretch.heading, "heading"));
        let words = stretch.pieces.iter().filter(|_| stretch.topic != Topic::Decision);
        taken.extend(words.map(|p| of(*p, "narrative")));
    }
    taken
}

fn taken_by(resolution: &Resolution) -> Vec<Taken> {
    let of = |span, rule| Taken { span, kind: "resolution", rule, record: "resolutions[0]".to_owned() };
    let parts = resolution.parts.iter().map(|p| of(p.label.cover(p.text), "part of a decision"));
    let lead = Some(resolution.text).filter(|s| !s.is_empty()).map(|s| of(s, "words of a decision"));
    lead.into_iter().chain(parts).collect()
}

fn resolution(style: &HouseStyle, reader: &Reader, stretch: &Stretch) -> Resolution {
    let Parts { lead, parts } = parts::parts(style, reader, &stretch.pieces);
    let start = stretch.pieces.first().map_or(stretch.heading.end, |s| s.start);
    let words = lead.iter().copied().reduce(|a, b| a.cover(b)).unwrap_or(Span::new(start, start));
    let (keyword, kind) = keyword(style, reader.text(words));
    let text = reader.trim(Span::new(words.start + keyword, words.end));
    let said = parts.first().and_then(|p| p.text.first()).map_or("", |s| reader.text(*s));
    let whole = stretch.pieces.iter().fold(stretch.heading, |a, b| a.cover(*b));
    Resolution {
        span: whole,
        form: Form::Formal,
        kind: kind
            .or_else(|| by_verb(style, reader.text(text)))
            .or_else(|| by_verb(style, said))
            .unwrap_or("other"),
        keyword: if keyword > 0 { Span::new(words.start, words.start + keyword) } else { stretch.heading },
        text,
        parts: parts.iter().filter_map(part).collect(),
        ..Resolution::default()
    }
}

fn part(part: &parts::Part) -> Option<Part> {
    let text = part.text.iter().copied().reduce(|a, b| a.cover(b))?;
    Some(Part { label: part.label, text, ..Part::default() })
}

/// How long the word of decision is with which the words begin, and its kind.
fn keyword(style: &HouseStyle, text: &str) -> (usize, Option<&'static str>) {
    let formal = &style.formal;
    let sets = [
        ("resolved", &formal.resolved),
        ("agreed", &formal.agreed),
        ("recommended", &formal.recommended),
        ("noted", &formal.noted),
        ("approved", &formal.approved),
        ("deferred", &formal.deferred),
        ("refused", &formal.refused),
    ];
    let met = sets.into_iter().filter_map(|(kind, set)| set.at_start(text).map(|m| (m.end, kind)));
    let Some((end, kind)) = met.max_by_key(|(end, _)| *end) else { return (0, None) };
    let marks =
        text.get(end..).map_or(0, |t| t.len() - t.trim_start_matches(|c: char| ": \t-–".contains(c)).len());
    (end + marks, Some(kind))
}

/// The kind of the first verb of decision in the words.
fn by_verb(style: &HouseStyle, text: &str) -> Option<&'static str> {
    const KINDS: [&str; 7] =
        ["resolved", "agreed", "recommended", "noted", "approved", "deferred", "refused"];
    let met = style.reports.verbs.find(text)?;
    KINDS.into_iter().find(|k| *k == met.value)
}

/// How the heading of a topic is set: in capitals, and its size in tenths of a point.
fn set(paragraph: &Paragraph) -> (bool, i32) {
    (paragraph.capitals, (paragraph.size_pt * 10.0).round() as i32)
}

/// A bold line that is set otherwise than the headings of topics, or stands right below one: it parts what a topic says.
fn is_lesser(style: &HouseStyle, reader: &Reader, paragraph: &Paragraph, above: &Stretch) -> bool {
    if above.topic == Topic::Other || above.in_table {
        return false;
    }
    let topic = |p: &&Paragraph| {
        p.cell.is_none()
            && heading(style, reader, reader.trim(p.span)).is_some_and(|(t, ..)| t != Topic::Other)
    };
    let alike = reader.paragraphs.iter().filter(topic).any(|p| set(p) == set(paragraph));
    above.pieces.is_empty() && above.topic != Topic::Conflicts || !alike
}

/// The record cut at its headings.
fn stretches(style: &HouseStyle, reader: &Reader) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    for block in blocks(reader) {
        match block {
            Block::Paragraph(at) => {
                reader.paragraphs.get(at).into_iter().for_each(|p| line(style, reader, p, &mut found))
            }
            Block::Table(at) => {
                table(reader, at).into_iter().for_each(|t| rows(style, reader, t, &mut found))
            }
        }
    }
    found
}

fn rows(style: &HouseStyle, reader: &Reader, table: &Table, found: &mut Vec<Stretch>) {
    for row in &table.rows {
        if table.columns < 2 || row.cells.len() < 2 {
            let cells = row.cells.iter().flat_map(|c| paragraphs_in(reader, c.span));
            cells.for_each(|p| line(style, reader, p, found));
        } else {
            labelled_row(style, reader, row, found);
        }
    }
}

/// A row of a label and what stands beside it.
fn labelled_row(style: &HouseStyle, reader: &Reader, row: &Row, found: &mut Vec<Stretch>) {
    let Some((first, values)) = row.cells.split_first() else { return };
    let pieces = values.iter().flat_map(|c| paragraphs_in(reader, c.span)).map(|p| p.span);
    if first.span.is_empty() {
        return found.last_mut().into_iter().for_each(|s| s.pieces.extend(pieces.clone()));
    }
    let text = cell_text(reader, first);
    let topic = topic(style, &text).map_or(Topic::Other, |(topic, _)| topic);
    found.push(Stretch { topic, heading: first.span, pieces: pieces.collect(), in_table: true });
}

/// A paragraph: a heading, a heading with its words, or words under the heading above.
fn line(style: &HouseStyle, reader: &Reader, paragraph: &Paragraph, found: &mut Vec<Stretch>) {
    let span = reader.trim(paragraph.span);
    let head = heading(style, reader, span);
    let known = || label::known(style, reader, span).is_some();
    let parts = |last: &Stretch| is_lesser(style, reader, paragraph, last) && !known();
    let head = head.filter(|h| h.0 != Topic::Other || !found.last().is_some_and(parts));
    if let Some((topic, heading, rest)) = head {
        let pieces = Some(rest).filter(|r| !r.is_empty()).into_iter().collect();
        found.push(Stretch { topic, heading, pieces, in_table: paragraph.cell.is_some() });
    } else if let Some(last) = found.last_mut() {
        last.pieces.push(span);
    }
}

/// A heading that the vocabulary knows, alone or before a colon; or a short bold line, of another topic.
fn heading(style: &HouseStyle, reader: &Reader, span: Span) -> Option<(Topic, Span, Span)> {
    let words = match parts::label(reader, span) {
        Some((_, Some(words))) if is_bold(reader, words) => words,
        Some(_) => return None,
        None => span,
    };
    let text = reader.text(words);
    let empty = Span::new(span.end, span.end);
    if let Some((topic, met)) = topic(style, text) {
        let end = words.start + met.end;
        let rest = text.get(met.end..).unwrap_or("");
        let head = Span::new(span.start, end);
        if rest.trim_start_matches([':', '.', '-', ' ']).is_empty()
            && (is_bold(reader, words) || rest.starts_with(':'))
        {
            return Some((topic, span, empty));
        }
        if rest.starts_with(':') {
            return Some((topic, head, reader.trim(Span::new(end + 1, span.end))));
        }
    }
    let other = is_bold(reader, words) && span.len() < HEADING_LENGTH && !text.ends_with(['.', ';', ',']);
    let known = label::known(style, reader, words).is_some();
    (other || known).then_some((Topic::Other, span, empty))
}

/// The topic that a heading's words begin with, where the phrase is all of them or a colon follows.
fn topic<'s>(style: &'s HouseStyle, text: &str) -> Option<(Topic, Met<'s>)> {
    let words = &style.reports;
    let sets = [
        (Topic::Alternatives, &words.alternatives),
        (Topic::Reasons, &words.reasons),
        (Topic::Decision, &words.decisions),
        (Topic::Conflicts, &words.conflicts),
    ];
    let met = sets.into_iter().filter_map(|(topic, set)| set.at_start(text).map(|m| (topic, m)));
    let (topic, met) = met.max_by_key(|(_, m)| m.end)?;
    let rest = text.get(met.end..)?.trim_start();
    (rest.is_empty() || rest.starts_with([':', '.', '-', '–'])).then_some((topic, met))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house_style::Styles;
    use crate::parse::report::sample::{self, Text};

    fn read(transcript: &crate::model::transcript::Transcript) -> (String, Vec<String>, &'static str, bool) {
        let styles = Styles::built_in().expect("styles");
        let style = styles.named("generic").expect("generic");
        let reader = Reader::new(transcript);
        let found = super::read(style, &reader);
        let r = found.resolutions.first().expect("a decision");
        let parts = r.parts.iter().map(|p| reader.text(p.text).to_owned()).collect();
        (reader.text(r.text).to_owned(), parts, r.kind, r.reasons.is_some())
    }

    #[test]
    fn under_headings() {
        let made = sample::transcript(&[
            Text::words("Decision:").bold(),
            Text::words("Cabinet agree to:"),
            Text::words("a) mend the quay"),
            Text::words("Reason(s) for decision:").bold(),
            Text::words("It is worn."),
        ]);
        assert_eq!(read(&made), ("Cabinet agree to:".into(), vec!["mend the quay".into()], "agreed", true));
    }

    #[test]
    fn beside_labels() {
        let made = sample::table(&[
            &["Decision", "Resolved that the quay be mended."],
            &["Reasons for the decision", "It is worn."],
        ]);
        assert_eq!(read(&made), ("that the quay be mended.".into(), vec![], "resolved", true));
    }
}
