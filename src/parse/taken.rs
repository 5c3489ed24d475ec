//! The ledger of who took which words: given spans with the rule that read them, gives what the document's grammar
//! accounts for and what is left over.

use super::reader::Reader;
use crate::model::span::Span;
use crate::model::tree::Taken;

/// Bytes of a text that are counted together: the count fits into a byte.
const PIECE: usize = 128;

/// Collects what the rules take.
#[derive(Default)]
pub(super) struct Ledger {
    taken: Vec<Taken>,
}

impl Ledger {
    /// Notes all of these.
    pub fn take_all(&mut self, taken: Vec<Taken>) {
        self.taken.extend(taken.into_iter().filter(|t| !t.span.is_empty()));
    }

    /// Notes that a rule took these words.
    pub fn take(&mut self, span: Span, kind: &'static str, rule: &'static str, record: String) {
        if !span.is_empty() {
            self.taken.push(Taken { span, kind, rule, record });
        }
    }

    /// Notes that a rule took what no other has taken of these words, of the kind that stands with each.
    pub fn take_rest(&mut self, spans: impl Iterator<Item = (Span, &'static str)>, rule: &'static str) {
        let known = self.union();
        for (span, kind) in spans {
            let mut at = span.start;
            let first = known.partition_point(|k| k.end <= span.start);
            for taken in known.iter().skip(first).take_while(|k| k.start < span.end) {
                self.take(Span::new(at, taken.start.max(at)), kind, rule, String::new());
                at = at.max(taken.end);
            }
            self.take(Span::new(at.min(span.end), span.end), kind, rule, String::new());
        }
    }

    /// What was taken as spans in order that do not overlap.
    fn union(&self) -> Vec<Span> {
        let mut spans: Vec<Span> = self.taken.iter().map(|t| t.span).collect();
        spans.sort();
        let mut union: Vec<Span> = Vec::with_capacity(spans.len());
        for span in spans {
            match union.last_mut() {
                Some(last) if span.start < last.end => last.end = last.end.max(span.end),
                _ => union.push(span),
            }
        }
        union
    }

    /// What was taken in order, what was not, and the share of the body's letters that was.
    pub fn close(mut self, reader: &Reader) -> (Vec<Taken>, Vec<Span>, f64) {
        self.taken.sort_by_key(|t| (t.span.start, t.span.end));
        let mut left = Vec::new();
        let mut at = 0;
        for taken in &self.taken {
            if taken.span.start > at {
                left.push(reader.trim(Span::new(at, taken.span.start)));
            }
            at = at.max(taken.span.end);
        }
        left.push(reader.trim(Span::new(at, reader.body().len())));
        left.retain(|span| reader.text(*span).contains(char::is_alphanumeric));
        let lost: usize = left.iter().map(|span| letters(reader.text(*span))).sum();
        let all = letters(reader.body()).max(1);
        let share = 1.0 - lost as f64 / all as f64;
        (self.taken, left, share)
    }
}

/// How many letters and figures a text has.
fn letters(text: &str) -> usize {
    // Many bytes are counted at a time.
    let in_piece = |piece: &[u8]| piece.iter().map(|byte| u8::from(byte.is_ascii_alphanumeric())).sum::<u8>();
    let plain: usize = text.as_bytes().chunks(PIECE).map(|piece| usize::from(in_piece(piece))).sum();
    if text.is_ascii() {
        return plain;
    }
    let pieces = (0..).step_by(PIECE).zip(text.as_bytes().chunks(PIECE));
    let beyond = pieces.filter(|(_, piece)| !piece.is_ascii());
    let leads = beyond.flat_map(|(from, piece)| (from..).zip(piece).filter(|(_, byte)| **byte >= 0xc0));
    let others = leads.filter_map(|(at, _)| text.get(at..)?.chars().next());
    // Dashes and quotes are most of them, and asking what a character is takes long.
    plain + others.filter(|c| !matches!(c, '\u{2010}'..='\u{2027}') && c.is_alphanumeric()).count()
}
