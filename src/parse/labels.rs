//! Labels of attendance: given the words of a paragraph, gives the labels in it, what status each gives, and where the names begin.

use crate::house_style::HouseStyle;
use crate::house_style::phrases::{Met, PhraseSet};
use crate::model::minutes::Status;
use crate::model::span::Span;

/// A label over, beside or before names.
#[derive(Clone, Debug)]
pub(super) struct Label {
    pub status: Status,
    /// It names the person in the chair.
    pub chair: bool,
    /// Its words.
    pub span: Span,
    /// Where the names begin.
    pub rest: usize,
    /// It is a clause, so that the list ends with the sentence.
    pub sentence: bool,
}

impl Label {
    /// The label for those who stand behind the person in the chair: present, with no office.
    pub fn behind_chair(self) -> Self {
        let span = if self.chair { Span::new(self.span.end, self.span.end) } else { self.span };
        Self { chair: false, span, ..self }
    }
}

/// The labels in a paragraph: one at its start, and any further one that a colon follows.
pub(super) fn labels_within(text: &str, offset: usize, style: &HouseStyle) -> Vec<Label> {
    let mut labels: Vec<Label> = label_at_start(text, offset, style).into_iter().collect();
    let mut from = labels.first().map_or(0, |l| l.rest - offset);
    // Most paragraphs have no colon.
    if !text.get(from..).is_some_and(|rest| rest.contains(':') || rest.contains('：')) {
        return labels;
    }
    while let Some((met, status, chair)) = find(text, from, style) {
        let after = text.get(met.end..).unwrap_or("");
        let colon = after.trim_start().starts_with([':', '：']);
        let clause = ends_clause(text.get(met.start..met.end).unwrap_or(""), style);
        if colon && !is_within_brackets(text, met.start) && starts_phrase(text, met.start, style) {
            let rest = text.len() - after.trim_start_matches([':', ' ', '-', '–', '\t']).len();
            let span = Span::new(offset + with_office(text, met.start, style), offset + met.end);
            labels.push(Label { status, chair, span, rest: offset + rest, sentence: clause });
        }
        from = met.end;
    }
    labels
}

/// The label with which a paragraph begins: a phrase closed by a colon, a dash, a tab, a bracket or the paragraph's end, or followed at once by titled names.
pub(super) fn label_at_start(text: &str, offset: usize, style: &HouseStyle) -> Option<Label> {
    let trimmed = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '•'));
    let bracketed = trimmed.starts_with('(');
    let body = trimmed.strip_prefix('(').unwrap_or(trimmed);
    let start = text.len() - body.len();
    let (met, status, chair) = at_start(body, style)?;
    let phrase = body.get(..met.end)?;
    let after = body.get(met.end..)?;
    let rest_of = |cut: &str| offset + text.len() - cut.len();
    let label = |cut: &str, sentence| {
        let span = Span::new(offset + start, offset + start + met.end);
        Some(Label { status, chair, span, rest: rest_of(cut), sentence })
    };
    let next = after.trim_start();
    if bracketed {
        return next.strip_prefix(')').and_then(|cut| label(cut.trim_start_matches([':', ' ', '\t']), false));
    }
    if next.is_empty() {
        return label(next, false);
    }
    if next.starts_with([':', '-', '–', '—', '：', '.']) {
        let cut = next.trim_start_matches([':', '-', '–', '—', '：', '.', ' ', '\t']);
        // "Roll Call – Present: …": the nearer label is the one.
        let nearer = label_at_start(cut, rest_of(cut), style).is_some();
        return if nearer { None } else { label(cut, false) };
    }
    if ends_clause(phrase, style) {
        return label(next, true);
    }
    let titled =
        style.names.titles.at_start(next).is_some() || style.names.shared_titles.at_start(next).is_some();
    (after.starts_with('\t') || titled).then(|| label(next, false)).flatten()
}

/// The longest label phrase at the start of the text, with its status and whether it names the chair.
fn at_start<'s>(text: &str, style: &'s HouseStyle) -> Option<(Met<'s>, Status, bool)> {
    let mut longest: Option<(Met, Status, bool)> = None;
    for (set, status, chair) in sets(style) {
        if let Some(met) = set.at_start(text)
            && longest.is_none_or(|(other, ..)| met.end >= other.end)
        {
            longest = Some((met, status, chair));
        }
    }
    longest
}

/// The first label phrase from byte `from` on; the longest of those that begin there.
fn find<'s>(text: &str, from: usize, style: &'s HouseStyle) -> Option<(Met<'s>, Status, bool)> {
    let hits = sets(style)
        .into_iter()
        .filter_map(|(set, status, chair)| Some((set.find_from(text, from)?, status, chair)));
    hits.min_by_key(|(met, _, _)| (met.start, usize::MAX - met.end))
}

fn sets(style: &HouseStyle) -> [(&PhraseSet, Status, bool); 7] {
    let labels = &style.attendance;
    [
        (&labels.present, Status::Present, false),
        (&labels.also_present, Status::AlsoPresent, false),
        (&labels.in_attendance, Status::InAttendance, false),
        (&labels.observer, Status::Observer, false),
        (&labels.apologies, Status::Apologies, false),
        (&labels.absent, Status::Absent, false),
        (&labels.chair, Status::Present, true),
    ]
}

/// "Apologies were received from", "chaired by": the list ends with the sentence.
pub(super) fn ends_clause(phrase: &str, style: &HouseStyle) -> bool {
    last_word(phrase).is_some_and(|word| style.attendance.clause_ends.whole(word).is_some())
}

/// Whether the phrase ends with a word behind which those stand who sent apologies.
pub(super) fn ends_with_from(phrase: &str, style: &HouseStyle) -> bool {
    let ends = |words: &str| style.attendance.apologies_from.whole(words).is_some();
    phrase.match_indices(' ').any(|(at, _)| phrase.get(at + 1..).is_some_and(ends))
}

fn last_word(phrase: &str) -> Option<&str> {
    phrase.split_whitespace().next_back().filter(|word| word.len() < phrase.len())
}

/// "Town | Clerk:": a word before the label that makes a role with it belongs to the label.
fn with_office(text: &str, at: usize, style: &HouseStyle) -> usize {
    let before = text.get(..at).unwrap_or("").trim_end();
    let start = before.rfind(char::is_whitespace).map_or(0, |i| i + 1);
    let role =
        text.get(start..).and_then(|t| style.names.roles.at_start(t)).filter(|met| start + met.end > at);
    role.map_or(at, |_| start)
}

fn is_within_brackets(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("");
    before.matches('(').count() > before.matches(')').count()
}

/// A label within a paragraph begins a phrase of its own, or ends the clause "with the following present:".
fn starts_phrase(text: &str, at: usize, style: &HouseStyle) -> bool {
    let before = text.get(..at).unwrap_or("").trim_end();
    let next = text.get(at..).and_then(|t| t.chars().next());
    let fresh = before.is_empty() || before.ends_with(['.', ';', ':', ')', ',', '\t']);
    let clause = last_word(before).is_some_and(|word| style.attendance.clause_ends.whole(word).is_some());
    fresh || next.is_some_and(char::is_uppercase) || clause
}
