//! What stands behind a decision in its own paragraph: given the decision's words, tells where narrative, a note of movers, a vote
//! by name or the next decision begins, so that the decision ends before it.

use super::head::words_with_bytes;
use super::person::{leading_person, without_article};
use super::reader::Paragraph;
use super::resolutions::{NOTE_LENGTH, Walk};
use super::sentences::sentences;
use super::words::opener;
use crate::house_style::HouseStyle;
use crate::model::minutes::{Form, Resolution};
use crate::model::span::Span;

/// A line of a list that a colon opens has at most so many words …
const LINE_WORDS: usize = 22;
/// … and there are no more of them than this.
const MOST_LINES: usize = 60;

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

    /// The entry that an outcome behind its words decides: the paragraph, or the line of a list of applications in it. None
    /// where the outcome is no sentence behind others.
    pub(super) fn entry(&self, all: &[Span], i: usize, body: Span) -> Option<Span> {
        let reader = self.reader;
        let coded = |s: &Span| is_reference(reader.text(*s));
        let next = all.get(i + 1);
        let closes = next.is_none_or(coded);
        let from = all.get(..i)?.iter().rfind(|s| coded(s)).map_or(body.start, |s| s.start);
        let end = all.get(i)?.end;
        (i > 0 && closes).then(|| Span::new(from, if next.is_none() { body.end } else { end }))
    }

    /// "The amendment was put to the vote and it was agreed." above "Amendment carried.": one decision, told below.
    pub(super) fn is_told_again(&self, made: &Resolution, sentence: Span, below: Option<&Paragraph>) -> bool {
        let fate = below.map(|p| self.reader.text(p.span)).is_some_and(|text| self.is_fate(text));
        made.form == Form::Inline
            && made.text == sentence
            && fate
            && !self.is_fate(self.reader.text(sentence))
    }

    /// A note of movers and vote behind a decision in narrative: the next sentence, or the paragraph below the last one.
    pub(super) fn note_of(&self, next: Option<&Span>, below: Option<&Paragraph>) -> Option<Span> {
        let motions = &self.style.motions;
        let span = next.copied().or_else(|| below.map(|p| self.reader.trim(p.span)))?;
        let text = self.reader.text(span).trim_start_matches('(');
        let moved = motions.moved_by.at_start(text).or_else(|| motions.seconded_by.at_start(text));
        moved.filter(|_| text.len() <= NOTE_LENGTH).map(|_| span)
    }

    /// "Motion lost.", "Amendment carried.": how a motion fared, and nothing else.
    pub(super) fn is_fate(&self, text: &str) -> bool {
        let motions = &self.style.motions;
        self.style.inline.outcomes.whole(text).is_some()
            && (motions.lost.is_in(text) || motions.carried.is_in(text))
    }

    /// The words behind a decision that tell its movers or vote: up to the next decision in the paragraph.
    pub(super) fn note_behind(&self, tail: Span) -> Span {
        let text = self.reader.text(tail);
        let all = sentences(text, tail.start, self.style);
        let told = |s: &&Span| {
            let decides = opener(self.reader.text(**s), self.style).is_some_and(|o| o.formal);
            !decides && s.end <= tail.start + NOTE_LENGTH
        };
        Span::new(tail.start, all.iter().take_while(told).last().map_or(tail.start, |s| s.end))
    }

    /// The words of a decision that ends in a colon go on with the short lines below it, up to prose, a decision or a heading.
    /// Gives its last byte.
    pub(super) fn lines_below(&self, at: usize, text: Span, stop: usize) -> Option<usize> {
        let open = self.reader.text(text).trim_end().ends_with(':');
        let below = self.reader.paragraphs.get(at + 1..stop.max(at + 1)).filter(|_| open)?;
        let motions = &self.style.motions;
        let goes_on = |p: &&Paragraph| {
            let words = self.reader.text(p.span);
            let short = words.split_whitespace().count() <= LINE_WORDS;
            let decides = opener(words, self.style).is_some_and(|o| o.formal);
            let moved =
                motions.moved_by.at_start(words).or_else(|| motions.seconded_by.at_start(words)).is_some();
            short && !decides && !moved && !narrates(words, self.style) && !self.is_fate(words)
        };
        let lines = below.iter().filter(|p| !p.margin).take(MOST_LINES).take_while(goes_on);
        lines.last().map(|p| self.reader.trim(p.span).end)
    }
}

/// "08/2174", "17/00038/PPP", "E/35427": the number of an application leads the words.
fn is_reference(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or("");
    let figures = word.chars().filter(char::is_ascii_digit).count();
    figures >= 3
        && word.contains('/')
        && word.chars().all(|c| c.is_ascii_alphanumeric() || "/-.:".contains(c))
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
        || several(text, style)
}

/// "Councillors Vale and Fell voted against": several persons do something.
fn several(text: &str, style: &HouseStyle) -> bool {
    let Some(met) = style.names.shared_titles.at_start(text) else { return false };
    let behind = text.get(met.end..).unwrap_or("");
    let mut words = words_with_bytes(behind);
    let verb = words
        .find(|(_, word)| !word.starts_with(char::is_uppercase) && style.names.joiners.whole(word).is_none());
    let told = verb.and_then(|(at, _)| behind.get(at..));
    told.is_some_and(|rest| style.business.narrates.at_start(rest).is_some())
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
