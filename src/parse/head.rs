//! The head and end of minutes: given the paragraphs above the first label and the last ones, gives council, body, date,
//! times and venue, each where it is printed. What the page does not say stays empty.

use super::bodies::names;
use super::dates::{date_at_start, dates, is_dated, spoken_time, time};
use super::labels::labels_within;
use super::reader::{Paragraph, Reader};
use super::taken::Ledger;
use crate::house_style::HouseStyle;
use crate::model::minutes::{DateNode, Head, Item, TimeNode};
use crate::model::span::Span;

/// The heading is looked for in so many paragraphs at the most.
const DEPTH: usize = 18;
/// The start is told within so many paragraphs.
const START_DEPTH: usize = 30;
/// The end is told within so many of the last paragraphs.
const END_DEPTH: usize = 25;
/// A line that holds a venue, or the rest of one, is no longer than this, in bytes.
const LINE_BELOW: usize = 80;
/// A time stands this close behind the words that introduce it, in bytes.
const NEAR: usize = 48;

/// Reads head and end.
pub(super) fn head(reader: &Reader, style: &HouseStyle, items: &[Item], ledger: &mut Ledger) -> Head {
    let zone = zone(reader, style, items);
    let found = names(reader, style, zone);
    let date = date(reader, style, zone);
    let mut head = Head {
        council: found.council,
        body: found.body,
        date,
        start: start_time(reader, style, zone),
        end: None,
        venue: whole_venue(reader, style, zone).or_else(|| bare_venue(reader, style, zone)),
        draft: zone.iter().find_map(|p| draft(reader, style, p.span)),
        span: None,
    };
    head.end = end_time(reader, style).and_then(|end| after_start(end, head.start, reader));
    head.span = zone.first().zip(zone.last()).map(|(a, b)| Span::new(a.span.start, b.span.end));
    for paragraph in zone {
        ledger.take(reader.trim(paragraph.span), "heading", "head of the minutes", "meeting".into());
    }
    head
}

/// The paragraphs above the first label of attendance and the first item.
pub(super) fn zone<'r>(reader: &'r Reader, style: &HouseStyle, items: &[Item]) -> &'r [Paragraph] {
    let first_item = items.first().map_or(usize::MAX, |i| i.span.start);
    let ends = |p: &Paragraph| {
        let text = reader.text(p.span);
        let label = labels_within(text, 0, style).first().is_some_and(|l| l.span.start < 3);
        p.span.start >= first_item || label
    };
    let end =
        reader.paragraphs.iter().take(DEPTH).position(ends).unwrap_or(DEPTH.min(reader.paragraphs.len()));
    let end = end.max(1).min(reader.paragraphs.len());
    reader.paragraphs.get(..end).unwrap_or(&[])
}

/// The meeting's date: one that stands with words of meeting, in words rather than figures, with a year.
fn date(reader: &Reader, style: &HouseStyle, zone: &[Paragraph]) -> Option<DateNode> {
    let mut best: Option<(i32, DateNode)> = None;
    // What stands above the salutation of a letter is the letter's own.
    let greets =
        |p: &Paragraph| style.meeting.salutations.at_start(reader.text(p.span).trim_start()).is_some();
    let from = zone.iter().position(greets).map_or(0, |at| at + 1);
    for paragraph in zone.iter().skip(from) {
        let text = reader.text(paragraph.span);
        for date in dates(text, paragraph.span.start, style) {
            let words = reader.text(date.span);
            let meeting = style.meeting.minutes.is_in(text)
                || style.meeting.venue.is_in(text)
                || style.meeting.heading_words.is_in(text);
            let alone = reader.trim(paragraph.span).len() <= words.len() + 12;
            let in_words = words.chars().any(char::is_alphabetic);
            let score = i32::from(meeting)
                + i32::from(alone)
                + 2 * i32::from(in_words)
                + 2 * i32::from(date.year.is_some());
            if best.is_none_or(|(top, _)| score > top) {
                best = Some((score, date));
            }
        }
    }
    best.map(|(_, date)| date)
}

/// The time in the heading, else behind words of opening.
fn start_time(reader: &Reader, style: &HouseStyle, zone: &[Paragraph]) -> Option<TimeNode> {
    let heading = zone.iter().find_map(|p| time(reader.text(p.span), p.span.start, style));
    heading.or_else(|| {
        let early = reader.paragraphs.iter().take(START_DEPTH);
        early.into_iter().find_map(|p| {
            let text = reader.text(p.span);
            let met = style.meeting.starts.find(text)?;
            let long = text.get(met.start..met.end)?.contains(' ');
            long.then(|| time_behind(text, met.end, p.span.start, style)).flatten()
        })
    })
}

/// "half past nine" of a meeting that began in the evening is of the evening too; where the page does not say when it began, it is
/// nothing.
fn after_start(end: TimeNode, start: Option<TimeNode>, reader: &Reader) -> Option<TimeNode> {
    if reader.text(end.span).contains(|c: char| c.is_ascii_digit()) {
        return Some(end);
    }
    let start = start?;
    let later = (end.hour, end.minute) < (start.hour, start.minute) && end.hour < 12;
    Some(TimeNode { hour: if later { end.hour + 12 } else { end.hour }, ..end })
}

/// The time behind words of closing, looked for from the end.
fn end_time(reader: &Reader, style: &HouseStyle) -> Option<TimeNode> {
    let late = reader.paragraphs.iter().rev().take(END_DEPTH);
    late.into_iter().find_map(|p| {
        let text = reader.text(p.span);
        let mut from = 0;
        while let Some(met) = style.meeting.ends.find_from(text, from) {
            if let Some(found) = time_behind(text, met.end, p.span.start, style) {
                return Some(found);
            }
            from = met.end;
        }
        None
    })
}

fn time_behind(text: &str, from: usize, offset: usize, style: &HouseStyle) -> Option<TimeNode> {
    let rest = text.get(from..)?;
    let found = time(rest, offset + from, style).or_else(|| spoken_time(rest, offset + from, style))?;
    (found.span.start <= offset + from + NEAR).then_some(found)
}

fn draft(reader: &Reader, style: &HouseStyle, span: Span) -> Option<Span> {
    let text = reader.text(span);
    let met = style.meeting.draft.find(text)?;
    // "DRAFT MINUTES of the meeting of the Planning Committee held in the Town Hall …"
    let minutes = || style.meeting.minutes.at_start(text.get(met.end..).unwrap_or("").trim_start()).is_some();
    let said = text.len() < 80 || (met.start < 40 && minutes());
    said.then(|| Span::new(span.start + met.start, span.start + met.end))
}

/// The first venue told, with the line below where it runs on there.
fn whole_venue(reader: &Reader, style: &HouseStyle, zone: &[Paragraph]) -> Option<Span> {
    let (at, found) =
        zone.iter().enumerate().find_map(|(at, p)| Some((at, venue(reader, style, p.span)?)))?;
    let (own, below) = (zone.get(at)?, zone.get(at + 1));
    let open = reader.trim(own.span).end <= found.end + 1 && !reader.text(own.span).trim_end().ends_with('.');
    let Some(below) = below.filter(|b| open && runs_on(reader, own, b)) else { return Some(found) };
    let other = below.span.len() > LINE_BELOW
        || style.meeting.heading_words.at_start(reader.text(below.span)).is_some()
        || style.meeting.weekdays.at_start(reader.text(below.span)).is_some()
        || is_dated(reader.text(below.span), style) && !reader.text(own.span).trim_end().ends_with(',');
    if other { Some(found) } else { place(reader.body(), found.start, style, below.span.end).or(Some(found)) }
}

/// Whether the paragraph's first line stands right below the other's, in the same type.
fn runs_on(reader: &Reader, own: &Paragraph, below: &Paragraph) -> bool {
    let line = reader.transcript.lines_in(below.span).first();
    let near = line.is_some_and(|l| l.page == own.page && l.gap_above < 0.8 * l.size_pt);
    near && own.bold == below.bold
        && (own.size_pt - below.size_pt).abs() < 0.5
        && own.capitals == below.capitals
}

/// "City Hall, 210 Prospect Street" on a line of its own below the date.
fn bare_venue(reader: &Reader, style: &HouseStyle, zone: &[Paragraph]) -> Option<Span> {
    let head = zone.first()?.span.cover(zone.last()?.span);
    let lines = reader.transcript.lines_in(head);
    let dated = lines.iter().position(|l| is_dated(reader.text(l.span), style))?;
    let spans = lines.iter().skip(dated + 1).map(|l| reader.trim(l.span));
    spans.into_iter().find(|span| {
        let text = reader.text(*span);
        let meeting = style.meeting.minutes.is_in(text) || style.meeting.councils.is_in(text);
        let place = style.meeting.places.is_in(text) && text.starts_with(char::is_uppercase);
        place
            && !meeting
            && text.len() <= LINE_BELOW
            && !text.ends_with([':', '.'])
            && time(text, 0, style).is_none()
    })
}

/// The venue: behind "held in", or behind "in" or "at" once date or time has been told.
fn venue(reader: &Reader, style: &HouseStyle, span: Span) -> Option<Span> {
    let text = reader.text(span);
    let dated = dates(text, 0, style).last().map(|d| d.span.end);
    let told = time(text, 0, style).map(|t| t.span.end).max(dated);
    let mut from = 0;
    while let Some(met) = style.meeting.venue.find_from(text, from) {
        if let Some(found) = place(text, met.end, style, text.len()) {
            return Some(shift(found, span.start));
        }
        from = met.end;
    }
    let leads = &style.meeting.place_leads;
    let after = if leads.at_start(text).is_some() { 0 } else { told? };
    let rest = text.get(after..)?;
    let skip = rest.len() - rest.trim_start_matches([' ', ',', '.']).len();
    let led = leads.at_start(rest.get(skip..)?)?.end;
    place(text, after + skip + led, style, text.len()).map(|found| shift(found, span.start))
}

fn shift(span: Span, by: usize) -> Span {
    Span::new(span.start + by, span.end + by)
}

/// A name with a capital at byte `from`, up to words that end it, or byte `to`.
fn place(text: &str, from: usize, style: &HouseStyle, to: usize) -> Option<Span> {
    let text = text.get(..to)?;
    let rest = text.get(from..)?;
    let trimmed = rest.trim_start_matches([' ', ':', '\t']);
    let article = style.names.articles.at_start(trimmed).filter(|_| trimmed.starts_with(char::is_lowercase));
    let trimmed = article.and_then(|met| trimmed.get(met.end..)).map_or(trimmed, str::trim_start);
    let start = text.len() - trimmed.len();
    let first = trimmed.chars().next().filter(|c| c.is_uppercase())?;
    let not_a_place = style.meeting.weekdays.at_start(trimmed).is_some()
        || style.meeting.months.at_start(trimmed).is_some();
    let end = start + place_end(trimmed, style);
    let words = text.get(start..end)?.trim_end_matches([' ', ',', '.', '-', '–']);
    (!not_a_place && first.is_uppercase() && words.chars().count() >= 3)
        .then(|| Span::new(start, start + words.len()))
}

/// Where the name of the place ends: at a small word that ends it, a date, a time, or a sentence.
fn place_end(text: &str, style: &HouseStyle) -> usize {
    let mut before = "";
    for (at, word) in words_with_bytes(text) {
        let bare = word.trim_matches([',', '.', ';']);
        let ends = at > 0
            && (style.meeting.venue_ends.whole(bare).is_some()
                || style.meeting.weekdays.whole(bare).is_some());
        let figures = at > 0
            && bare.starts_with(|c: char| c.is_ascii_digit())
            && before.ends_with(|c: char| !c.is_alphanumeric());
        let dated = at > 0 && date_at_start(text.get(at..).unwrap_or(""), style).is_some();
        if ends || figures || dated {
            return at;
        }
        if before.ends_with('.') && before.len() > 4 {
            return at;
        }
        before = word;
    }
    text.len()
}

/// Words with the byte at which each begins.
pub(super) fn words_with_bytes(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace().map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house_style::Styles;

    #[test]
    fn an_article_before_a_place_is_no_part_of_it() {
        let styles = Styles::built_in().unwrap();
        let read = |text: &'static str, from, style| {
            place(text, from, styles.named(style).unwrap(), text.len()).map(|s| s.of(text))
        };
        assert_eq!(read("in the Corn Hall, Dale", 2, "generic"), Some("Corn Hall, Dale"));
        assert_eq!(read("at The Old Mill", 2, "generic"), Some("The Old Mill"));
        assert_eq!(read("yn y Neuadd Goffa", 2, "welsh"), Some("Neuadd Goffa"));
        assert_eq!(read("in the meantime", 2, "generic"), None);
    }
}
