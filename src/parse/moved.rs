//! Motions and their movers: given a decision that names no mover, finds the motion it decides above it in its item; and what
//! is decided by a note of who moved it alone. An amendment is decided by its own words; a motion that was lost is decided
//! already.

use super::movers::{Movers, movers};
use super::parts::wording;
use super::resolutions::{NOTE_LENGTH, Walk};
use super::sentences::sentences;
use super::words::opener;
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

    /// "Approved – TU Seconded – KL": an outcome and who moved it, alone.
    pub(super) fn told_by_movers(&self, body: Span, item: Option<usize>) -> Option<Resolution> {
        let text = self.reader.text(body);
        let found = opener(text, self.style).filter(|o| o.kind == "approved" && text.len() < 80)?;
        let told = movers(text, body.start, self.style);
        let (moved_by, seconded_by) = (told.moved_by?, told.seconded_by?);
        Some(Resolution {
            span: body,
            item,
            form: Form::Inline,
            kind: found.kind,
            keyword: Span::new(body.start, body.start + found.keyword),
            text: body,
            moved_by: Some(moved_by),
            seconded_by: Some(seconded_by),
            ..Resolution::default()
        })
    }

    /// A note of mover and seconder, then the words moved ("That the minutes be approved"): a resolution without a keyword.
    pub(super) fn moved_text(&mut self, at: usize, body: Span, item: Option<usize>) -> Option<usize> {
        let note = self.reader.text(body);
        let mut below = self.reader.paragraphs.iter().enumerate().skip(at + 1).filter(|(_, p)| !p.margin);
        let (next, paragraph) = below.next()?;
        let span = self.reader.trim(paragraph.span);
        let words = self.reader.text(span).trim_start_matches(['\'', '"', '“', '‘']);
        let that = self.style.inline.that.at_start(words).is_some();
        if !that || note.chars().count() > NOTE_LENGTH || self.item_at(span.start) != item {
            return None;
        }
        let told = movers(note, body.start, self.style);
        let (Some(_), Some(_)) = (told.moved_by, told.seconded_by) else { return None };
        let wording = wording(self.reader, self.style, next, (span.start, None), self.stop_of(next, item));
        let mut made = Resolution {
            span: Span::new(body.start, wording.end),
            item,
            kind: "resolved",
            keyword: body,
            text: wording.text,
            parts: wording.parts,
            ..Resolution::default()
        };
        self.take_movers(&mut made, told);
        self.note(&mut made, wording.next);
        self.out.push(made);
        Some(wording.next)
    }
}
