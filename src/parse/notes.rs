//! What is told round a decision: given a decision and its neighbours, adds movers, vote, reasons and alternatives from short notes
//! before and behind it. Debate is no note.

use super::movers::{Movers, movers};
use super::reader::Reader;
use super::recorded::add_named;
use super::resolutions::{NOTE_LENGTH, Walk};
use super::votes::vote;
use crate::house_style::HouseStyle;
use crate::model::minutes::Resolution;
use crate::model::span::Span;

/// How many paragraphs before and after a decision may tell its movers and vote.
const NEIGHBOURS: usize = 3;

impl Walk<'_> {
    /// Reasons and alternatives under headings of their own below the decision.
    pub(super) fn grounds(&self, made: &mut Resolution, from: usize, stop: usize) {
        let below = self.reader.paragraphs.get(from..stop.max(from)).unwrap_or(&[]);
        for pair in below.windows(2) {
            let [heading, words] = pair else { continue };
            let text = self.reader.text(heading.span);
            let span = self.reader.trim(words.span);
            if let Some(met) = self.style.reports.reasons.at_start(text)
                && let Some(behind) = text.get(met.end..).and_then(|t| t.strip_prefix(':'))
                && !behind.trim().is_empty()
            {
                let start = heading.span.end - behind.trim_start().len();
                made.reasons = made.reasons.or(Some(self.reader.trim(Span::new(start, heading.span.end))));
            } else if self.style.reports.reasons.whole(text).is_some() {
                made.reasons = made.reasons.or(Some(span));
            } else if self.style.reports.alternatives.whole(text).is_some() {
                made.alternatives = made.alternatives.or(Some(span));
            }
        }
    }

    /// Movers and vote from the words themselves, then from short notes before and after.
    pub(super) fn movers_and_vote(&self, made: &mut Resolution, at: usize, next: usize, tail: Span) {
        let own =
            self.reader.paragraphs.get(at).map_or(made.span, |p| Span::new(p.span.start, made.span.end));
        let lead = Span::new(own.start, made.text.start.max(made.keyword.start).max(own.start));
        self.add_movers(made, lead);
        self.add_movers(made, made.text);
        self.add_movers(made, tail);
        made.vote = vote(self.reader.text(lead), lead.start, self.style);
        made.vote =
            made.vote.take().or_else(|| self.recorded(made, at)).or_else(|| self.recorded_below(next));
        made.vote = made.vote.take().or_else(|| vote(self.reader.text(tail), tail.start, self.style));
        if made.vote.is_none() && made.parts.is_empty() {
            made.vote = last_clause_vote(self.reader, made.text, self.style);
        }
        for i in (at.saturating_sub(NEIGHBOURS)..at).rev() {
            if !self.note(made, i) {
                break;
            }
        }
        for i in next..next + 2 {
            if !self.note(made, i) {
                break;
            }
        }
        add_named(&mut made.vote, self.reader.text(tail), tail.start, self.style);
        if let Some(below) = self.reader.paragraphs.get(next).filter(|p| p.span.len() < NOTE_LENGTH) {
            add_named(&mut made.vote, self.reader.text(below.span), below.span.start, self.style);
        }
        if made.moved_by.is_none() {
            self.take_movers(made, self.motion_above(made, at, false));
        }
    }

    /// Reads a neighbour if it is a short note of movers or a vote; says whether it was one.
    pub(super) fn note(&self, made: &mut Resolution, at: usize) -> bool {
        let Some(paragraph) = self.reader.paragraphs.get(at) else { return false };
        let text = self.reader.text(paragraph.span);
        let in_item = self.item_at(paragraph.span.start) == made.item;
        if !in_item
            || text.chars().count() > NOTE_LENGTH
            || self.out.iter().any(|r| r.span.overlaps(paragraph.span))
        {
            return false;
        }
        let told = movers(text, paragraph.span.start, self.style);
        let counted = vote(text, paragraph.span.start, self.style);
        // An amendment has movers of its own, and a motion that was lost is not the one decided.
        let other = self.style.motions.amendments.is_in(text) || self.style.motions.lost.is_in(text);
        let near = |m: Span| m.start < paragraph.span.start + 60;
        let mover_first = !other && told.moved_by.or(told.seconded_by).is_some_and(near);
        if mover_first {
            self.take_movers(made, told);
        }
        if made.vote.is_none() && text.len() < 120 {
            made.vote.clone_from(&counted);
        }
        mover_first || counted.is_some()
    }

    pub(super) fn add_movers(&self, made: &mut Resolution, span: Span) {
        let told = movers(self.reader.text(span), span.start, self.style);
        self.take_movers(made, told);
    }

    pub(super) fn take_movers(&self, made: &mut Resolution, told: Movers) {
        made.moved_by = made.moved_by.or(told.moved_by);
        made.seconded_by = made.seconded_by.or(told.seconded_by);
    }

    pub(super) fn inline_movers(&self, made: &mut Resolution, sentence: Span) {
        self.add_movers(made, sentence);
        let told = vote(self.reader.text(sentence), sentence.start, self.style);
        made.vote = made.vote.take().or(told);
    }
}

/// A vote told in the last words of the text.
fn last_clause_vote(reader: &Reader, text: Span, style: &HouseStyle) -> Option<crate::model::minutes::Vote> {
    let words = reader.text(text);
    let closed = words.trim_end().trim_end_matches('.').ends_with(')');
    let last = if closed { words.rfind('(') } else { words.rfind([',', '(']) };
    let last = last.unwrap_or(0);
    let tail = words.get(last..)?;
    (tail.len() < 80).then(|| vote(tail, text.start + last, style)).flatten()
}
