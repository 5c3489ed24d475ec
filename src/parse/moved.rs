//! Motions above a decision: given a decision that names no mover, finds in its item the motion it decides, and gives who moved
//! and who seconded that. An amendment is decided by its own words; a motion that was lost is decided already.

use super::movers::{Movers, movers};
use super::resolutions::Walk;
use super::sentences::sentences;
use crate::model::minutes::{Form, Resolution};
use crate::model::span::Span;

/// A motion stands within so many paragraphs above what decides it.
const ABOVE: usize = 80;
/// The mover stands within so many bytes of the start of the sentence.
const OPENING: usize = 160;

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
            if let Some(told) = self.moved_in(span, amendment) {
                return told;
            }
        }
        Movers::default()
    }

    /// Whether the paragraph already decides a motion of this sort: what stands above it belongs to that decision.
    fn is_decided(&self, span: Span, amendment: bool) -> bool {
        let text = |r: &Resolution| self.reader.text(r.text);
        let decides = |r: &Resolution| {
            let lost =
                r.form == Form::Inline && (r.kind == "refused" || self.style.motions.lost.is_in(text(r)));
            let on_amendment = self.style.motions.amendments.is_in(text(r));
            r.form == Form::Formal || amendment && on_amendment || lost && !amendment && !on_amendment
        };
        self.out.iter().rev().take(4).any(|r| r.span.overlaps(span) && decides(r))
    }

    /// The last sentence of a paragraph that moves a motion, or an amendment, and names both who did.
    fn moved_in(&self, span: Span, amendment: bool) -> Option<Movers> {
        let text = self.reader.text(span);
        let motions = &self.style.motions;
        if !motions.moved.is_in(text) && !motions.moved_by.is_in(text) {
            return None;
        }
        sentences(text, span.start, self.style).into_iter().rev().find_map(|sentence| {
            let words = self.reader.text(sentence);
            let told = movers(words, sentence.start, self.style);
            let both = told.moved_by.is_some_and(|m| m.start < sentence.start + OPENING)
                && told.seconded_by.is_some();
            (both && motions.amendments.is_in(words) == amendment).then_some(told)
        })
    }
}
