//! Motions above a decision: given a decision that names no mover, finds in its item the motion it decides, and gives who moved
//! and who seconded that. An amendment is decided by its own words; a motion that was lost is decided already.

use super::movers::{Movers, movers};
use super::resolutions::Walk;
use crate::model::minutes::{Form, Resolution};
use crate::model::span::Span;

/// A motion stands within so many paragraphs above what decides it.
const ABOVE: usize = 80;
/// Mover and seconder stand within so many bytes of the start of their paragraph.
const OPENING: usize = 260;

impl Walk<'_> {
    /// Who moved and seconded the motion, or the amendment, that stands above paragraph `at` in the decision's item.
    pub(super) fn motion_above(&self, made: &Resolution, at: usize, amendment: bool) -> Movers {
        let floor = at.saturating_sub(ABOVE);
        let above = self.reader.paragraphs.get(floor..at).unwrap_or(&[]);
        for paragraph in above.iter().rev().filter(|p| !p.margin) {
            let span = self.reader.trim(paragraph.span);
            if self.item_at(span.start) != made.item || self.is_decided(span, amendment) {
                break;
            }
            let told = self.moved_in(span);
            let of_amendment = self.style.motions.amendments.is_in(self.reader.text(self.first_words(span)));
            if told.moved_by.is_some() && told.seconded_by.is_some() && of_amendment == amendment {
                return told;
            }
        }
        Movers::default()
    }

    /// Whether the paragraph already decides a motion of this sort: what stands above it belongs to that decision.
    fn is_decided(&self, span: Span, amendment: bool) -> bool {
        let text = |r: &Resolution| self.reader.text(r.text);
        let decides = |r: &Resolution| {
            let lost = r.form == Form::Inline && self.style.motions.lost.is_in(text(r));
            let on_amendment = self.style.motions.amendments.is_in(text(r));
            r.form == Form::Formal || amendment && on_amendment || lost && !amendment && !on_amendment
        };
        self.out.iter().rev().take(4).any(|r| r.span.overlaps(span) && decides(r))
    }

    /// The first words of a paragraph.
    fn first_words(&self, span: Span) -> Span {
        let mut end = span.end.min(span.start + OPENING);
        while !self.reader.body().is_char_boundary(end) {
            end -= 1;
        }
        Span::new(span.start, end)
    }

    fn moved_in(&self, span: Span) -> Movers {
        let text = self.reader.text(self.first_words(span));
        let motions = &self.style.motions;
        if motions.moved.is_in(text) || motions.moved_by.is_in(text) {
            movers(text, span.start, self.style)
        } else {
            Movers::default()
        }
    }
}
