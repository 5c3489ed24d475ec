//! Parts of a decision: given where its words begin, gives the lead-in and the parts, numbered, lettered or bulleted, nested
//! or run into the sentence.

use super::marks::{Mark, MarkKind, mark};
use super::reader::{Paragraph, Reader};
use super::words::opener;
use crate::house_style::HouseStyle;
use crate::model::minutes::Part;
use crate::model::span::Span;

/// The words of a decision: lead-in or whole text, parts, and where it ends.
#[derive(Clone, Debug, Default)]
pub(super) struct Wording {
    pub text: Span,
    pub parts: Vec<Part>,
    pub end: usize,
    /// Index of the first paragraph after it.
    pub next: usize,
}

/// Reads the wording that begins at byte `from` of paragraph `at`, and ends at byte `within` unless parts follow; `stop` is the first
/// paragraph that belongs to another item.
pub(super) fn wording(
    reader: &Reader,
    style: &HouseStyle,
    at: usize,
    (from, within): (usize, Option<usize>),
    stop: usize,
) -> Wording {
    let own = reader.paragraphs.get(at).map_or(from, |p| within.unwrap_or(p.span.end).min(p.span.end));
    let first = reader.trim(Span::new(from, own));
    let mut gather = Gather {
        reader,
        style,
        stop,
        stack: Vec::new(),
        out: Wording { text: first, end: first.end.max(from), next: at + 1, parts: Vec::new() },
    };
    gather.first(first);
    if within.is_none_or(|_| reader.text(first).trim_end().ends_with([':', '-', '–'])) {
        gather.rest();
    }
    gather.out
}

struct Gather<'a> {
    reader: &'a Reader<'a>,
    style: &'a HouseStyle,
    stop: usize,
    /// Kinds of the open lists, outermost first, each with its last value and the index of its last part.
    stack: Vec<(MarkKind, u32, usize)>,
    out: Wording,
}

impl<'a> Gather<'a> {
    /// The words behind the keyword: nothing, a lead-in, the first part, or parts run into the sentence.
    fn first(&mut self, span: Span) {
        if span.is_empty() {
            return self.following_text();
        }
        if let Some(found) = self.part_mark(span).filter(|m| m.value == Some(1)) {
            self.out.text = Span::new(span.start, span.start);
            let (label, text) = split(span, &found);
            self.push(found.kind, found.value, label, text);
            return;
        }
        self.run_in(span);
    }

    /// A keyword alone: the next paragraph holds the words.
    fn following_text(&mut self) {
        let Some(paragraph) = self.next_paragraph() else { return };
        let span = self.reader.trim(paragraph.span);
        let marked = mark(self.reader.text(span)).is_some_and(|m| m.kind != MarkKind::Coded);
        if marked || opener(self.reader.text(span), self.style).is_some_and(|o| o.formal) {
            return;
        }
        self.out.text = span;
        (self.out.end, self.out.next) = (span.end, self.out.next + 1);
        self.run_in(span);
    }

    /// "that (a) the plan be approved; and (b) …": parts within the sentence, where the list begins with its first mark.
    fn run_in(&mut self, span: Span) {
        let text = self.reader.text(span);
        let marks = inner_marks(text);
        if marks.len() < 2 {
            return;
        }
        let first = marks.first().map_or(0, |m| m.0);
        self.out.text = self.reader.trim(Span::new(span.start, span.start + first));
        for (i, (at, len, kind, value, label)) in marks.iter().enumerate() {
            let end = marks.get(i + 1).map_or(text.len(), |m| m.0);
            let label = Span::new(span.start + at, span.start + at + label);
            let words = self.reader.trim(Span::new(span.start + at + len, span.start + end));
            self.push(*kind, Some(*value), label, words);
        }
    }

    fn next_paragraph(&self) -> Option<&Paragraph> {
        let mut at = self.out.next;
        while at < self.stop {
            let paragraph = self.reader.paragraphs.get(at)?;
            if !paragraph.margin {
                return Some(paragraph);
            }
            at += 1;
        }
        None
    }

    /// Paragraphs below: parts in sequence, and further lines of the last part.
    fn rest(&mut self) {
        while self.out.next < self.stop {
            let Some(paragraph) = self.reader.paragraphs.get(self.out.next) else { return };
            if paragraph.margin {
                self.out.next += 1;
                continue;
            }
            let span = self.reader.trim(paragraph.span);
            let taken = match self.part_mark(span) {
                Some(found) => self.marked(span, &found),
                None => self.goes_on(span, paragraph),
            };
            if !taken {
                return;
            }
            self.out.next += 1;
            self.out.end = span.end;
        }
    }

    /// A marked paragraph is a part when the list is open for it: its first mark, the next in sequence, or a bullet behind a colon.
    fn marked(&mut self, span: Span, found: &Mark) -> bool {
        let (label, text) = split(span, found);
        let opens = found.value.is_none_or(|v| v == 1)
            && (self.expects_list() || !self.stack.is_empty() && self.expects_nested());
        let continues = self
            .stack
            .iter()
            .any(|(kind, last, _)| *kind == found.kind && found.value.is_none_or(|v| v == last + 1));
        let letter_after_roman = found.kind == MarkKind::Roman && self.continues_letters(found.bare);
        if !(opens || continues || letter_after_roman) {
            return false;
        }
        let (kind, value) = if letter_after_roman && !continues {
            (
                MarkKind::Letter,
                found.bare.bytes().next().map(|b| u32::from(b.to_ascii_lowercase().saturating_sub(b'a')) + 1),
            )
        } else {
            (found.kind, found.value)
        };
        self.push(kind, value, label, text);
        true
    }

    /// "(i)" after "(h)" is a letter.
    fn continues_letters(&self, bare: &str) -> bool {
        let value = bare.bytes().next().map(|b| u32::from(b.to_ascii_lowercase().saturating_sub(b'a')) + 1);
        bare.len() == 1
            && self.stack.iter().any(|(kind, last, _)| *kind == MarkKind::Letter && Some(last + 1) == value)
    }

    /// Whether the lead-in asks for a list: it ends open, or without a stop.
    fn expects_list(&self) -> bool {
        let lead = self.reader.text(self.out.text).trim_end();
        self.stack.is_empty() && !lead.ends_with('.') || lead.ends_with([':', '-', '–', '—'])
    }

    fn expects_nested(&self) -> bool {
        let last = self.out.parts.last().map_or("", |p| self.reader.text(p.text)).trim_end();
        last.ends_with([':', '-', '–', '—']) || last.is_empty() || !last.ends_with(['.', ';'])
    }

    fn part_mark(&self, span: Span) -> Option<Mark<'a>> {
        let reader: &'a Reader<'a> = self.reader;
        let text = reader.text(span);
        mark(text).filter(|m| match m.kind {
            MarkKind::Number => m.closed && m.value.is_some_and(|v| v <= 40),
            MarkKind::Dotted => m.closed && m.depth == 2,
            MarkKind::Coded => false,
            _ => true,
        })
    }

    fn push(&mut self, kind: MarkKind, value: Option<u32>, label: Span, text: Span) {
        if let Some(at) = self.stack.iter().rposition(|(open, _, _)| *open == kind) {
            self.stack.truncate(at + 1);
        }
        let new = self.stack.last().is_none_or(|(open, _, _)| *open != kind);
        let parent = if new {
            self.stack.last().map(|s| s.2)
        } else {
            self.stack.len().checked_sub(2).and_then(|i| self.stack.get(i)).map(|s| s.2)
        };
        let index = self.out.parts.len();
        self.out.parts.push(Part { label, parent, text, ..Part::default() });
        if new {
            self.stack.push((kind, value.unwrap_or(0), index));
        } else if let Some(last) = self.stack.last_mut() {
            *last = (kind, value.unwrap_or(0), index);
        }
    }

    /// An unmarked paragraph goes on with the last part, or with the words where there is none, when those are not closed.
    fn goes_on(&mut self, span: Span, paragraph: &Paragraph) -> bool {
        let last = self.out.parts.last().map_or(self.out.text, |part| part.text);
        let (words, text) = (self.reader.text(last).trim_end(), self.reader.text(span));
        let open = !words.is_empty() && !words.ends_with(['.', ';', ':', '”', '"']);
        let keyword = opener(text, self.style).is_some_and(|o| o.formal);
        let sum = text.starts_with(['£', '$', '€']) && (open || !self.out.parts.is_empty());
        // Words in quotes whose end has not come.
        let quoted = open && words.matches('“').count() > words.matches('”').count();
        let go =
            (open && text.starts_with(char::is_lowercase) || sum || quoted) && !keyword && !paragraph.bold;
        if go {
            let end = self.out.parts.last_mut().map_or(&mut self.out.text, |part| &mut part.text);
            end.end = span.end;
        }
        go
    }
}

fn split(span: Span, found: &Mark) -> (Span, Span) {
    let label = Span::new(span.start, span.start + found.label.len());
    (label, Span::new((span.start + found.len).min(span.end), span.end))
}

type InnerMark = (usize, usize, MarkKind, u32, usize);

/// Marks in brackets within a sentence that count up from one: where each stands, its length, kind, value and label length.
fn inner_marks(text: &str) -> Vec<InnerMark> {
    let mut out: Vec<InnerMark> = Vec::new();
    for (at, _) in text.char_indices().filter(|(_, c)| c.is_ascii_alphanumeric() || *c == '(') {
        let fresh = text.get(..at).is_some_and(|t| t.is_empty() || t.ends_with([' ', '\t']));
        let Some(found) = text.get(at..).filter(|_| fresh).and_then(mark) else { continue };
        let bracket = found.label.ends_with(')');
        let Some(value) = found.value.filter(|_| bracket) else { continue };
        let expected = match out.last() {
            Some((_, _, kind, last, _)) => *kind == found.kind && value == last + 1,
            None => value == 1,
        };
        if expected {
            out.push((at, found.len, found.kind, value, found.label.len()));
        }
    }
    out
}
