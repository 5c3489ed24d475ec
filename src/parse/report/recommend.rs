//! What a report recommends: given its boxes in front and its sections, gives one list of recommendations from the fuller
//! wording. A lead-in before parts is no part of them; a single one keeps its whole sentence.

use super::blocks::{Block, blocks, start, table, table_span};
use super::headings::Heading;
use super::parts::{Part, Parts, goes_on, parts};
use crate::house_style::HouseStyle;
use crate::model::report::{Recommendation, Section};
use crate::model::span::Span;
use crate::parse::reader::Reader;

/// A line of at most this many bytes that is bold throughout is a heading among the recommendations.
const HEADING_LENGTH: usize = 90;

/// The recommendations of the fullest place among boxes and sections.
pub(in crate::parse) fn recommendations(
    style: &HouseStyle,
    reader: &Reader,
    boxes: &[Vec<Span>],
    sections: &[Section],
) -> Vec<Recommendation> {
    let from_sections = sections.iter().filter(|s| s.kind == "recommendations").map(|s| pieces_of(reader, s));
    let places = boxes.iter().cloned().chain(from_sections).map(|pieces| list(style, reader, &pieces));
    let mut best: Vec<Recommendation> = Vec::new();
    for list in places {
        if weight(reader, &list) > weight(reader, &best) {
            best = list;
        }
    }
    best
}

/// How much a list says: how many there are, then how long they are.
fn weight(reader: &Reader, list: &[Recommendation]) -> (usize, usize) {
    let length = |r: &Recommendation| r.text.iter().map(|s| reader.text(*s).len()).sum::<usize>();
    (list.len(), list.iter().map(length).sum())
}

/// The paragraphs under a section's heading, up to a further heading among them.
fn pieces_of(reader: &Reader, section: &Section) -> Vec<Span> {
    let mut pieces: Vec<Span> = Vec::new();
    for block in blocks(reader) {
        let at = start(reader, block);
        if at < section.text.start || at >= section.text.end {
            continue;
        }
        match block {
            Block::Paragraph(at) => {
                let Some(paragraph) = reader.paragraphs.get(at) else { continue };
                let heads = paragraph.bold && paragraph.span.len() < HEADING_LENGTH && pieces.len() > 1;
                if heads && super::parts::label(reader, paragraph.span).is_none() {
                    break;
                }
                pieces.push(paragraph.span);
            }
            Block::Table(at) => {
                let span = table(reader, at).and_then(table_span);
                pieces.extend(
                    span.iter().flat_map(|s| super::blocks::paragraphs_in(reader, *s)).map(|p| p.span),
                );
            }
        }
    }
    pieces
}

/// A run-in heading: "RECOMMENDED that …" keeps its sentence; its paragraphs are `pieces`.
pub(in crate::parse) fn list(style: &HouseStyle, reader: &Reader, pieces: &[Span]) -> Vec<Recommendation> {
    let Parts { lead, parts } = parts(style, reader, pieces);
    match parts.is_empty() {
        true => unlabelled(style, reader, &lead),
        false => parts.into_iter().filter(|p| !p.text.is_empty()).map(labelled).collect(),
    }
}

fn labelled(part: Part) -> Recommendation {
    Recommendation { label: Some(part.label), text: part.text, ..Recommendation::default() }
}

/// Paragraphs without labels: those under a lead-in, or the first and others that begin like one.
fn unlabelled(style: &HouseStyle, reader: &Reader, lead: &[Span]) -> Vec<Recommendation> {
    let one = |span: &Span| Recommendation { label: None, text: vec![*span], ..Recommendation::default() };
    match lead {
        [] => Vec::new(),
        [only] => vec![one(only)],
        [first, rest @ ..] if is_lead_in(style, reader, *first) => sentences(style, reader, rest),
        [first, rest @ ..] => {
            let more = rest.iter().filter(|s| style.reports.lead_ins.at_start(reader.text(**s)).is_some());
            std::iter::once(first).chain(more).map(one).collect()
        }
    }
}

/// "Cabinet is asked to:" before what it is asked.
fn is_lead_in(style: &HouseStyle, reader: &Reader, span: Span) -> bool {
    let text = reader.text(span).trim_end();
    text.ends_with([':', '-', '–']) || style.reports.lead_ins.is_in(text) && !text.ends_with(['.', ';'])
}

/// Paragraphs that are a recommendation each; one that begins small goes on with the one before.
fn sentences(style: &HouseStyle, reader: &Reader, pieces: &[Span]) -> Vec<Recommendation> {
    let mut list: Vec<Recommendation> = Vec::new();
    for piece in pieces {
        let unfinished = list.last().and_then(|l| l.text.last()).is_some_and(|s| {
            let text = reader.text(*s).trim_end();
            !text.ends_with(['.', ';', ',']) && !goes_on(style, text)
        });
        let small = reader.text(*piece).starts_with(char::is_lowercase);
        match list.last_mut() {
            Some(last) if unfinished && small => last.text.push(*piece),
            _ => list.push(Recommendation { label: None, text: vec![*piece], ..Recommendation::default() }),
        }
    }
    list
}

/// The sections of a report, made of its headings: each with its kind and the words up to the next.
pub(in crate::parse) fn sections(style: &HouseStyle, reader: &Reader, headings: &[Heading]) -> Vec<Section> {
    let end = reader.body().len();
    let ends = headings.iter().skip(1).map(|h| h.span.start).chain([end]);
    let section = |(heading, end): (&Heading, usize)| Section {
        number: heading.number,
        title: heading.title,
        kind: kind(style, reader.text(heading.title)),
        text: reader.trim(Span::new(heading.span.end, end)),
    };
    headings.iter().zip(ends).map(section).collect()
}

/// The kind of a section by its heading: that of the phrase it is, of the one it begins with, of one within it.
fn kind(style: &HouseStyle, title: &str) -> String {
    let (recommend, words) = (&style.reports.recommendations, &style.reports.sections);
    if recommend.whole(title).is_some() {
        return "recommendations".to_owned();
    }
    let within = || words.find(title).filter(|m| m.value != "recommendations" && m.value != "contact");
    let met = words.whole(title).or_else(|| words.at_start(title)).or_else(within);
    met.map_or("other", |m| m.value).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house_style::Styles;
    use crate::parse::report::sample::{self, Text};

    fn read(texts: &[Text]) -> Vec<String> {
        let styles = Styles::built_in().expect("styles");
        let style = styles.named("generic").expect("generic");
        let transcript = sample::transcript(texts);
        let reader = Reader::new(&transcript);
        let pieces: Vec<Span> = reader.paragraphs.iter().map(|p| p.span).collect();
        let say = |r: &Recommendation| r.text.iter().map(|s| reader.text(*s)).collect::<Vec<_>>().join(" ");
        list(style, &reader, &pieces).iter().map(say).collect()
    }

    #[test]
    fn a_single_one_keeps_its_sentence() {
        assert_eq!(
            read(&[Text::words("Cabinet is asked to mend the quay.")]),
            ["Cabinet is asked to mend the quay."]
        );
    }

    #[test]
    fn a_lead_in_is_no_part() {
        let found = read(&[
            Text::words("Cabinet is asked to:"),
            Text::words("Mend the quay; and"),
            Text::words("Pay the bill."),
        ]);
        assert_eq!(found, ["Mend the quay; and", "Pay the bill."]);
    }
}
