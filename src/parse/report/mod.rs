//! A report to a meeting: given a reader and a house style, gives its front sheet, choices, recommendations and sections,
//! the meeting it goes to, and which rule took which words. Knows nothing of minutes; total, it cannot fail.

pub(super) mod blocks;
mod choices;
mod contacts;
mod front;
mod head;
mod headings;
pub(super) mod label;
mod officer_line;
mod officers;
mod papers;
pub(super) mod parts;
mod recommend;
#[cfg(test)]
pub(super) mod sample;
mod sheet;
mod typed;
mod wards;

use super::reader::Reader;
use crate::house_style::HouseStyle;
use crate::house_style::phrases::PhraseSet;
use crate::model::minutes::Head;
use crate::model::report::Report;
use crate::model::span::Span;
use crate::model::tree::Taken;
use front::Front;
use headings::Heading;

/// A title without field is set this many points larger than the text …
const LARGER: f32 = 1.5;
/// … or bold or in capitals, and has this many letters.
const LETTERS: usize = 4;

/// Lines whose sizes differ by less, in points, are of one size.
const SAME_SIZE: f32 = 0.5;

/// A report as read.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The report.
    pub report: Report,
    /// The meeting it goes to.
    pub head: Head,
    /// Which rule took which words, in the order of the text.
    pub taken: Vec<Taken>,
}

/// Reads a report.
pub(super) fn report(style: &HouseStyle, reader: &Reader) -> Found {
    let (headings, end) = headings_and_front(style, reader);
    let front = says(style, reader, front::front(style, reader, end));
    let sections = recommend::sections(style, reader, &headings);
    let recommendations = recommend::recommendations(style, reader, &front.boxes, &sections);
    let head = head::head(style, reader, &front.report.fields, &front.heading);
    let officers = officers::officers(style, reader, &front.report.fields, &sections);
    let mut report = Report {
        title: title(reader, &front, &head),
        officers: officers.officers,
        unsplit: officers.unsplit,
        background_papers: papers::papers(style, reader, &sections, "background_papers"),
        appendices: papers::papers(style, reader, &sections, "appendices"),
        recommendations,
        sections,
        ..front.report
    };
    typed::fill(style, reader, &mut report, &front.heading);
    let taken = everything(reader, &report, &headings, front.taken, &front.boxes);
    Found { report, head, taken }
}

/// The front sheet alone, of a record of a decision whose topics stand in `topics`, the first outside tables at `first`.
pub(super) fn front_sheet(
    style: &HouseStyle,
    reader: &Reader,
    topics: &[Span],
    first: Option<usize>,
) -> Found {
    let front = says(style, reader, front::around(style, reader, topics, first));
    let head = head::head(style, reader, &front.report.fields, &front.heading);
    let officers = officers::officers(style, reader, &front.report.fields, &[]);
    let mut report = Report {
        title: title(reader, &front, &head),
        officers: officers.officers,
        unsplit: officers.unsplit,
        ..front.report
    };
    typed::fill(style, reader, &mut report, &front.heading);
    Found { report, head, taken: front.taken }
}

/// Reads each field's value as yes or no, and a title that is but a number as what it is.
fn says(style: &HouseStyle, reader: &Reader, mut front: Front) -> Front {
    let words = &style.reports;
    for field in &mut front.report.fields {
        let wards = field.key.as_deref() == Some("wards");
        let yes = if wards { &words.all_wards } else { &words.yes };
        let text = field.value.first().map_or("", |s| ticked(style, reader.text(*s)));
        let lengths = (yes.at_start(text).map(|m| m.end), words.no.at_start(text).map(|m| m.end));
        let reasoned =
            || field.key.as_deref() == Some("key_decision") && words.key_reasons.at_start(text).is_some();
        field.says = match lengths {
            (None, None) => reasoned().then_some(true),
            (yes, no) => Some(yes > no),
        };
        if field.key.as_deref() == Some("title") && is_number(text) {
            field.key = Some("agenda_item".to_owned());
        }
    }
    front
}

/// "☐ Open ☒ Part exempt ☐ Exempt": from the ticked option on; text without boxes as it stands.
fn ticked<'t>(style: &HouseStyle, text: &'t str) -> &'t str {
    let reports = &style.reports;
    let is =
        |set: &PhraseSet, c: char| !c.is_alphanumeric() && set.whole(c.encode_utf8(&mut [0; 4])).is_some();
    let boxes = text.char_indices().filter(|(_, c)| is(&reports.marks, *c) || is(&reports.unmarked, *c));
    let boxes: Vec<(usize, char)> = boxes.collect();
    let chosen = boxes.iter().find(|(_, c)| is(&reports.marks, *c));
    match chosen {
        Some((at, mark)) => text.get(at + mark.len_utf8()..).unwrap_or("").trim_start(),
        None if boxes.is_empty() => text,
        None => "",
    }
}

/// "6(b)", "14.": figures with hardly a letter.
fn is_number(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit()) && text.chars().filter(|c| c.is_alphabetic()).count() < 3
}

/// The headings of sections, and where the first of them ends the front sheet.
fn headings_and_front(style: &HouseStyle, reader: &Reader) -> (Vec<Heading>, usize) {
    let whole = reader.body().len();
    let numbered = headings::numbered(style, reader);
    if let Some(first) = numbered.first() {
        let end = first.span.start;
        return (numbered, end);
    }
    let end = headings::first_known(style, reader).unwrap_or(whole);
    let plain = headings::plain(style, reader, end);
    (plain, end)
}

/// The title: its field, or the line of the heading that is neither council, body nor date.
fn title(reader: &Reader, front: &Front, head: &Head) -> Vec<Span> {
    let field = front.report.fields.iter().find(|f| f.key.as_deref() == Some("title") && !f.value.is_empty());
    if let Some(field) = field {
        return field.value.clone();
    }
    let said = [head.council, head.body, head.date.map(|d| d.span)];
    let free = |s: &Span| !said.iter().flatten().any(|t| t.overlaps(*s));
    let usual = usual_size(reader);
    let larger = |s: Span| reader.transcript.words_in(s).first().is_some_and(|w| w.size_pt > usual + LARGER);
    let set_apart = |s: Span| {
        let text = reader.text(s);
        let letters = text.chars().filter(|c| c.is_alphabetic()).count() >= LETTERS;
        letters && (blocks::is_bold(reader, s) || super::reader::is_capitals(text) || larger(s))
    };
    let first = front.report.fields.first().map_or(usize::MAX, |f| f.label.start);
    let over = |s: Span| s.start < first && larger(s);
    let heading: Vec<Span> = front.heading.iter().copied().filter(free).collect();
    let begins = heading.iter().position(|s| over(*s) && set_apart(*s));
    let Some(at) = begins.or_else(|| heading.iter().position(|s| set_apart(*s))) else { return Vec::new() };
    let mut lines: Vec<Span> = Vec::new();
    for line in heading.into_iter().skip(at) {
        let goes_on = lines.last().is_none_or(|last| is_in_cell_of(reader, *last, line));
        if !goes_on || !set_apart(line) {
            break;
        }
        lines.push(line);
    }
    lines
}

/// Whether a line stands below another in one cell and in one size: a title of two lines beside a crest.
fn is_in_cell_of(reader: &Reader, one: Span, other: Span) -> bool {
    let cell = |s: Span| reader.paragraphs.iter().find(|p| p.span.overlaps(s)).and_then(|p| p.cell);
    let size = |s: Span| reader.transcript.words_in(s).first().map_or(0.0, |w| w.size_pt);
    cell(one).is_some() && cell(one) == cell(other) && (size(one) - size(other)).abs() < SAME_SIZE
}

/// The size of most of the words, in points.
fn usual_size(reader: &Reader) -> f32 {
    let mut sizes: Vec<f32> = reader.transcript.words.iter().map(|w| w.size_pt).collect();
    sizes.sort_by(f32::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(f32::MAX)
}

/// What was taken: by the front sheet, as recommendations, as headings, and the narrative between them.
fn everything(
    reader: &Reader,
    report: &Report,
    headings: &[Heading],
    front: Vec<Taken>,
    boxes: &[Vec<Span>],
) -> Vec<Taken> {
    let mut taken = front;
    let recommended = report.recommendations.iter().enumerate();
    let of = |span, kind, rule, record| Taken { span, kind, rule, record };
    taken.extend(recommended.flat_map(|(at, r)| {
        let record = format!("recommendations[{at}]");
        let spans = r.label.into_iter().chain(r.text.iter().copied());
        spans
            .map(move |s| of(s, "recommendation", "part of a recommendation", record.clone()))
            .collect::<Vec<_>>()
    }));
    let heads = headings.iter().enumerate();
    taken.extend(heads.map(|(at, h)| of(h.span, "heading", "section heading", format!("sections[{at}]"))));
    let texts = report.sections.iter().map(|s| (s.text, "section text"));
    let boxed = boxes.iter().flatten().map(|s| (*s, "words about a recommendation"));
    let rest: Vec<Taken> = texts.chain(boxed).flat_map(|(span, rule)| free_of(span, &taken, rule)).collect();
    let says = |t: &Taken| !reader.text(t.span).trim().is_empty();
    taken.extend(rest.into_iter().filter(says));
    taken.sort_by_key(|t| (t.span.start, t.span.end));
    taken
}

/// The stretches of a span that nothing took yet, as narrative.
fn free_of(span: Span, taken: &[Taken], rule: &'static str) -> Vec<Taken> {
    let mut inside: Vec<Span> = taken.iter().map(|t| t.span).filter(|s| s.overlaps(span)).collect();
    inside.sort();
    let mut at = span.start;
    let mut free = Vec::new();
    for gap in inside.iter().map(|s| (s.start, s.end)).chain([(span.end, span.end)]) {
        if gap.0 > at {
            let record = String::new();
            free.push(Taken { span: Span::new(at, gap.0), kind: "narrative", rule, record });
        }
        at = at.max(gap.1);
    }
    free
}
