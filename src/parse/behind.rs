//! What stands behind a decision in its own paragraph: given the decision's words, tells where narrative, a note of movers, a vote
//! by name or the next decision begins, so that the decision ends before it.

use super::person::{leading_person, without_article};
use super::resolutions::Walk;
use super::sentences::sentences;
use super::words::opener;
use crate::house_style::HouseStyle;
use crate::model::span::Span;

impl Walk<'_> {
    /// The byte at which the words behind a decision's keyword stop being the decision's, if they do before the paragraph's end.
    pub(super) fn end_of_decision(&self, words: Span) -> Option<usize> {
        let text = self.reader.text(words);
        let all = sentences(text, words.start, self.style);
        let later = all.iter().skip(1).find(|s| self.is_no_part(**s)).map(|s| s.start);
        let line = self.next_decision(words);
        let note = closing_note(text, self.style).map(|at| words.start + at);
        [later, line, note].into_iter().flatten().min()
    }

    /// A sentence that tells what somebody did, who moved, or another decision.
    fn is_no_part(&self, sentence: Span) -> bool {
        let text = self.reader.text(sentence).trim_start_matches('(');
        let motions = &self.style.motions;
        let moved = motions.moved_by.at_start(text).or_else(|| motions.seconded_by.at_start(text));
        let decides = opener(text, self.style).is_some_and(|o| o.formal && o.shouted);
        moved.is_some() || decides || narrates(text, self.style)
    }

    /// The start of a further line of the paragraph that opens with a keyword in formal dress.
    fn next_decision(&self, words: Span) -> Option<usize> {
        let decides = |at: usize| {
            let found = opener(self.reader.text(Span::new(at, words.end)), self.style);
            found.is_some_and(|o| o.formal && o.shouted)
        };
        let lines = self.reader.transcript.lines_in(words);
        lines.iter().map(|l| l.span.start).filter(|at| *at > words.start + 1).find(|at| decides(*at))
    }
}

/// "Cllr Breen came back", "The Clerk advised that …": somebody does something; "The Clerk to write" goes on with the decision.
fn narrates(text: &str, style: &HouseStyle) -> bool {
    let bare = without_article(text, style);
    let office = style.names.roles.at_start(bare).filter(|_| bare.len() < text.len()).map(|met| met.end);
    let titled =
        || style.names.titles.at_start(text).and_then(|_| leading_person(text, style)).map(|n| n.end);
    let behind = match office {
        Some(end) => bare.get(end..),
        None => titled().and_then(|end| text.get(end..)),
    };
    behind.is_some_and(|rest| style.business.narrates.at_start(rest.trim_start()).is_some())
}

/// "… be approved (Proposed Cllr Hale, seconded Cllr Dale).": where the bracket of movers begins.
fn closing_note(text: &str, style: &HouseStyle) -> Option<usize> {
    let trimmed = text.trim_end().trim_end_matches('.');
    let open = trimmed.rfind('(').filter(|_| trimmed.ends_with(')'))?;
    let inner = trimmed.get(open + 1..)?;
    let motions = &style.motions;
    let moved = motions.moved_by.at_start(inner).or_else(|| motions.seconded_by.at_start(inner));
    (open > 0).then_some(open).filter(|_| moved.is_some())
}
