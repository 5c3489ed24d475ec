//! The transcript as the grammars read it: paragraphs with their looks, and a flat text in which a line's end is a space,
//! byte for byte as long as the transcript's. Knows no vocabulary.

use super::marks::mark;
use crate::house_style::Wording;
use crate::model::span::Span;
use crate::model::transcript::{CellId, Line, Region, Transcript};
use std::ops::Range;
use std::sync::Arc;

/// A line is bold, or italic, when this share of its letters is.
const MOSTLY: f32 = 0.85;

/// Lines of the title block at the most.
const TITLE_LINES: usize = 10;

/// What the grammars read from: a transcript, and all that is made of it once for every style by which it is read.
pub struct Reader<'t> {
    /// The transcript itself, for tables and words.
    pub(super) transcript: &'t Transcript,
    /// The paragraphs of the body, in order.
    pub(super) paragraphs: Vec<Paragraph>,
    wording: Wording,
}

/// A paragraph with its looks.
#[derive(Clone, Debug)]
pub(super) struct Paragraph {
    /// Its words.
    pub span: Span,
    /// Page on which it begins, from 1.
    pub page: u32,
    /// All of it is bold.
    pub bold: bool,
    /// All its letters are capitals, and there are some.
    pub capitals: bool,
    /// It is underlined.
    pub underlined: bool,
    /// It is set in the middle of its column.
    pub centred: bool,
    /// Left edge of its first line, in points.
    pub x0: f32,
    /// Font size of its first line, in points.
    pub size_pt: f32,
    /// The cell it stands in.
    pub cell: Option<CellId>,
    /// A note at the right margin.
    pub margin: bool,
}

impl<'t> Reader<'t> {
    /// Reads the body of a transcript.
    pub fn new(transcript: &'t Transcript) -> Self {
        let flat = Arc::from(transcript.body().replace('\n', " "));
        let wording = Wording::new(flat, misread(transcript));
        let body = transcript.lines.iter().take_while(|l| l.span.start < transcript.body_end);
        let mut paragraphs: Vec<Paragraph> = Vec::new();
        let mut from = 0;
        let mut above: Option<&Line> = None;
        for (at, line) in body.enumerate() {
            let opens = above.is_some_and(|above| opens(above, line, transcript, from));
            if at > 0 && opens {
                paragraphs.extend(paragraph(transcript, from, at));
                from = at;
            }
            above = Some(line);
        }
        let end = transcript.lines.iter().take_while(|l| l.span.start < transcript.body_end).count();
        paragraphs.extend(paragraph(transcript, from, end));
        Self { transcript, paragraphs, wording }
    }

    /// The words of a span, lines run together by spaces.
    #[inline]
    pub(super) fn text(&self, span: Span) -> &str {
        span.of(self.wording.text())
    }

    /// The whole body, lines run together by spaces.
    pub(super) fn body(&self) -> &Arc<str> {
        self.wording.text()
    }

    /// The body as phrases are looked up in it.
    pub(super) fn wording(&self) -> &Wording {
        &self.wording
    }

    /// The span without white space at its ends.
    pub(super) fn trim(&self, span: Span) -> Span {
        let text = self.text(span);
        if let [first, .., last] = text.as_bytes()
            && first.is_ascii_graphic()
            && last.is_ascii_graphic()
        {
            // As most are already.
            return Span::new(span.start, span.start + text.len());
        }
        let kept = text.trim_start();
        let start = span.start + (text.len() - kept.len());
        Span::new(start, start + kept.trim_end().len())
    }

    /// How much of the span, from its start, is set in bold: the end of its bold beginning.
    pub(super) fn bold_until(&self, span: Span) -> usize {
        let words = self.transcript.words_in(span);
        let bold = words.iter().take_while(|w| w.bold || !has_letters(w.span.of(self.body())));
        bold.last().map_or(span.start, |w| w.span.end)
    }
}

/// The parts of the body that were read from images, by whomever.
fn misread(transcript: &Transcript) -> Vec<Range<usize>> {
    let body = transcript.lines.iter().take_while(|l| l.span.start < transcript.body_end);
    let mut parts: Vec<Range<usize>> = Vec::new();
    for line in body.filter(|line| transcript.source(line.page).is_read()) {
        match parts.last_mut() {
            Some(last) if last.end + 1 >= line.span.start => last.end = line.span.end,
            _ => parts.push(line.span.start..line.span.end),
        }
    }
    parts
}

/// Whether a paragraph begins with the line: geometry says so, unless the words plainly go on; a bold line below plain
/// ones begins one in any case.
fn opens(above: &Line, line: &Line, transcript: &Transcript, from: usize) -> bool {
    let margins = line.region == Region::Margin || above.region == Region::Margin;
    let heading = line.bold > MOSTLY && above.bold < 1.0 - MOSTLY;
    if margins || heading || line.cell != above.cell || ends_heading(above, line, transcript) {
        return true;
    }
    line.opens_paragraph && !goes_on(above, line, transcript, from)
}

/// A bold line in the middle above plain ones; or a heading that is the last line of its page, underlined or in capitals, and what
/// follows on the next page is not.
fn ends_heading(above: &Line, line: &Line, transcript: &Transcript) -> bool {
    let text = |l: &Line| l.span.of(&transcript.text);
    let title = above.bold > MOSTLY && is_centred(above) && line.bold < 0.5 && !is_centred(line);
    if title {
        return true;
    }
    let short = above.rect.x1 < above.column_x1 - 3.0 * above.size_pt;
    let stands_out = |l: &Line| l.underlined || is_capitals(text(l));
    above.page != line.page && short && stands_out(above) && !stands_out(line)
}

/// A small letter after a line that ends in no stop, or an open bracket in a narrow cell: the same paragraph.
fn goes_on(above: &Line, line: &Line, transcript: &Transcript, from: usize) -> bool {
    let same_looks =
        (above.size_pt - line.size_pt).abs() < 0.8 && (above.bold > MOSTLY) == (line.bold > MOSTLY);
    let near = line.page != above.page || line.gap_above < line.size_pt;
    if !near || !same_looks {
        return false;
    }
    let before = above.span.of(&transcript.text).trim_end();
    let text = line.span.of(&transcript.text);
    let lower = text.starts_with(char::is_lowercase) && mark(text).is_none();
    let open_end = before.ends_with(|c: char| c.is_alphanumeric() || ",-–'’".contains(c));
    let dash_end = before.ends_with(['–', '&']) && mark(text).is_none() && line.bold < MOSTLY;
    let start = transcript.lines.get(from).map_or(above.span.start, |l| l.span.start);
    let so_far = transcript.text.get(start..above.span.end).unwrap_or("");
    let bracket =
        line.cell.is_some() && so_far.len() < 80 && so_far.matches('(').count() > so_far.matches(')').count();
    let heading = || open_end && both_centred_headings(above, line, transcript);
    bracket || dash_end || lower && open_end || heading()
}

/// Two centred lines of capitals close together: one heading over two lines. In the title block at the head of the document each
/// line stands for itself.
fn both_centred_headings(above: &Line, line: &Line, transcript: &Transcript) -> bool {
    let title_block = || transcript.lines.iter().take(TITLE_LINES).any(|l| l.span == above.span);
    let capitals = |l: &Line| is_capitals(l.span.of(&transcript.text));
    let tight = line.page == above.page && line.gap_above < 0.5 * line.size_pt;
    let centred = tight && is_centred(above) && is_centred(line);
    centred && capitals(above) && capitals(line) && !title_block()
}

fn has_letters(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

fn paragraph(transcript: &Transcript, from: usize, to: usize) -> Option<Paragraph> {
    let lines = transcript.lines.get(from..to)?;
    let (first, last) = (lines.first()?, lines.last()?);
    let span = Span::new(first.span.start, last.span.end);
    let text = span.of(&transcript.text);
    Some(Paragraph {
        span,
        page: first.page,
        bold: lines.iter().all(|l| l.bold > MOSTLY),
        capitals: is_capitals(text),
        underlined: lines.iter().all(|l| l.underlined),
        centred: lines.iter().all(is_centred),
        x0: first.rect.x0,
        size_pt: first.size_pt,
        cell: first.cell,
        margin: first.region == Region::Margin,
    })
}

/// Capitals throughout, with three letters at least.
pub(super) fn is_capitals(text: &str) -> bool {
    let (mut letters, mut small) = (0, 0);
    for ch in text.chars() {
        letters += usize::from(ch.is_alphabetic());
        small += usize::from(ch.is_lowercase() && ch.is_alphabetic());
        // Most text shows soon that it cannot be.
        if small * 12 > text.len() {
            return false;
        }
    }
    letters >= 3 && small * 12 <= letters
}

fn is_centred(line: &Line) -> bool {
    let (left, right) = (line.rect.x0 - line.column_x0, line.column_x1 - line.rect.x1);
    left > 20.0 && right > 20.0 && (left - right).abs() < 14.0
}
