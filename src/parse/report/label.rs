//! "Label: value" within a paragraph or cell: given the words, gives where the label ends and the value begins. A label is
//! one that the vocabulary knows, or words that look like one (bold, before a colon or a wide gap). Knows nothing of sheets.

use super::blocks::{is_bold, word_count};
use crate::house_style::HouseStyle;
use crate::model::span::Span;
use crate::parse::reader::Reader;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while};
use nom::combinator::{opt, recognize, verify};
use nom::sequence::{delimited, preceded};
use nom::{IResult, Parser};

/// A label that no vocabulary knows has at most this many words …
const LABEL_WORDS: usize = 16;
/// … and this many where no colon follows it.
const GAP_LABEL_WORDS: usize = 6;
/// "Report of the Director of Place": a value without any mark before it is at most this long, in bytes.
const RUN_ON: usize = 90;

/// A label and where its value begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::parse) struct Labelled {
    /// The label, without colon.
    pub label: Span,
    /// The value; empty where the label stands alone.
    pub value: Span,
    /// Whether the vocabulary knows the label.
    pub known: bool,
}

/// The canonical key of a label: of the label itself, or of the phrase with which it begins and hardly goes on.
pub(in crate::parse) fn key<'s>(style: &'s HouseStyle, label: &str) -> Option<&'s str> {
    let labels = &style.reports.labels;
    if let Some(met) = labels.whole(label) {
        return Some(met.value);
    }
    let met = labels.at_start(label)?;
    let rest = label.get(met.end..)?;
    let told = word_count(label.get(..met.end)?) > 1 || rest.trim_start().starts_with(['(', '/']);
    (told && word_count(rest) <= 2 && !rest.contains(':')).then_some(met.value)
}

/// Reads the words as "Label: value", "Label<wide gap>value" or a label alone.
pub(in crate::parse) fn labelled(style: &HouseStyle, reader: &Reader, span: Span) -> Option<Labelled> {
    let span = reader.trim(span);
    known(style, reader, span)
        .or_else(|| looks_like_one(reader, span))
        .or_else(|| run_on(style, reader, span))
}

/// A label of the vocabulary, then a mark and the value, or nothing.
pub(in crate::parse) fn known(style: &HouseStyle, reader: &Reader, span: Span) -> Option<Labelled> {
    let text = reader.text(span);
    let met = style.reports.labels.at_start(text)?;
    let rest = text.get(met.end..)?;
    let label = Span::new(span.start, span.start + met.end);
    if rest.trim().is_empty() {
        let alone = is_bold(reader, label) || text.trim_end().ends_with(':');
        return alone.then_some(Labelled { label: bare(reader, label), value: end_of(span), known: true });
    }
    let asks = reader.text(label).ends_with('?');
    let (value, mark) = if asks { (rest, ":") } else { mark(rest).ok()? };
    if !mark.contains([':', '\t']) && !is_bold(reader, label) {
        return None;
    }
    let value = reader.trim(Span::new(span.end - value.len(), span.end));
    Some(Labelled { label: bare(reader, label), value, known: true })
}

/// Words in front of a colon or a wide gap that are set like a label.
fn looks_like_one(reader: &Reader, span: Span) -> Option<Labelled> {
    let text = reader.text(span);
    let (rest, words) = before_mark(text).ok()?;
    let label = Span::new(span.start, span.start + words.len());
    let value = reader.trim(Span::new(span.end - rest.len(), span.end));
    let gap = text.get(words.len()..).is_some_and(|t| t.starts_with('\t'));
    let most = if gap { GAP_LABEL_WORDS } else { LABEL_WORDS };
    let fits = words.starts_with(char::is_uppercase) && word_count(words) <= most && is_bold(reader, label);
    let differs = value.is_empty() || !is_bold(reader, value);
    (fits && differs).then_some(Labelled { label: bare(reader, label), value, known: false })
}

/// "Report of the Director of Place", "REPORT TO CABINET": a known label of two words and its value run on.
fn run_on(style: &HouseStyle, reader: &Reader, span: Span) -> Option<Labelled> {
    let text = reader.text(span);
    let met = style.reports.labels.at_start(text)?;
    let label = Span::new(span.start, span.start + met.end);
    let value = reader.trim(Span::new(label.end, span.end));
    let fits = word_count(reader.text(label)) > 1 && matches!(met.value, "report_of" | "body");
    let short = text.len() <= RUN_ON && !text.ends_with(['.', ';', ',']);
    let named = reader.text(value).starts_with(|c: char| c.is_alphabetic()) && opens_head(reader, span);
    let head = fits && short && named;
    (head && !has_row(style, reader, span, met.value)).then_some(Labelled { label, value, known: true })
}

/// Whether a row further down the page has a label of that key: then the words are a heading and no row.
fn has_row(style: &HouseStyle, reader: &Reader, span: Span, key: &str) -> bool {
    let page = |s: Span| reader.transcript.words_in(s).first().map_or(0, |w| w.page);
    let here = page(span);
    let below = reader.paragraphs.iter().filter(|p| p.span.start >= span.end && p.page == here);
    below.map(|p| reader.trim(p.span)).any(|s| {
        let labels = &style.reports.labels;
        let whole = || labels.whole(reader.text(s)).map(|m| m.value);
        known(style, reader, s).map_or_else(whole, |l| self::key(style, reader.text(l.label))) == Some(key)
    })
}

/// Whether the words stand on the first page as a paragraph that is set apart from prose: bold or in capitals.
fn opens_head(reader: &Reader, span: Span) -> bool {
    let page = reader.transcript.words_in(span).first().map_or(0, |w| w.page);
    let first = reader.transcript.pages.first().map_or(1, |p| p.number);
    page == first && (is_bold(reader, span) || crate::parse::reader::is_capitals(reader.text(span)))
}

fn bare(reader: &Reader, span: Span) -> Span {
    super::blocks::without_colon(reader, span)
}

fn end_of(span: Span) -> Span {
    Span::new(span.end, span.end)
}

/// What parts a known label from its value: a colon, a dash between spaces, a wide gap.
fn mark(text: &str) -> IResult<&str, &str> {
    let blank = || take_while(|c| c == ' ');
    let colon =
        recognize(delimited(take_while(char::is_whitespace), tag(":"), take_while(|c| "-– ".contains(c))));
    let dash = recognize(delimited(tag(" "), alt((tag("-"), tag("–"), tag("—"))), tag(" ")));
    alt((colon, dash, preceded(blank(), tag("\t")))).parse(text)
}

/// The words before the first colon or wide gap, or up to the first question mark.
fn before_mark(text: &str) -> IResult<&str, &str> {
    let words = take_while(|c| !":\t?".contains(c));
    let (rest, words) =
        verify(recognize((words, opt(tag("?")))), |w: &str| !w.trim().is_empty()).parse(text)?;
    match words.ends_with('?') {
        true => Ok((rest, words)),
        false => alt((tag(":"), tag("\t"))).parse(rest).map(|(rest, _)| (rest, words)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house_style::Styles;
    use crate::parse::report::sample;

    fn read(text: &str, bold: &str) -> Option<(String, String)> {
        let styles = Styles::built_in().expect("styles");
        let style = styles.named("generic").expect("generic");
        let transcript = sample::transcript(&[sample::Text::words(text).bold_words(bold)]);
        let reader = Reader::new(&transcript);
        let found = labelled(style, &reader, Span::new(0, text.len()))?;
        Some((reader.text(found.label).to_owned(), reader.text(found.value).to_owned()))
    }

    #[test]
    fn a_known_label_needs_a_mark() {
        assert_eq!(read("To: Cabinet, 3 May 2022", ""), Some(("To".into(), "Cabinet, 3 May 2022".into())));
        assert_eq!(
            read("Past Pathway : Health Board", ""),
            Some(("Past Pathway".into(), "Health Board".into()))
        );
        assert_eq!(read("Wards Affected\tAll", ""), Some(("Wards Affected".into(), "All".into())));
        assert_eq!(read("To agree the budget", ""), None);
    }

    #[test]
    fn an_unknown_label_must_look_like_one() {
        let quay = || Some(("Harbour Master".to_owned(), "Ann Lee".to_owned()));
        assert_eq!(read("Harbour Master: Ann Lee", "Harbour Master:"), quay());
        assert_eq!(read("Harbour Master: Ann Lee", ""), None);
        let asked = Some(("Is the quay open?".to_owned(), "Yes".to_owned()));
        assert_eq!(read("Is the quay open? Yes", "Is the quay open?"), asked);
    }

    #[test]
    fn a_label_alone_has_no_value() {
        assert_eq!(read("Summary:", "Summary:"), Some(("Summary".into(), String::new())));
    }
}
