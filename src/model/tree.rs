//! The syntax tree of one document: what the grammars made of a transcript. Every node points into the transcript by
//! [`Span`]; nothing is copied, dated or named here.

use crate::model::diagnostic::Diagnostic;
use crate::model::minutes::Minutes;
use crate::model::record::Kind;
use crate::model::report::Report;
use crate::model::span::Span;
use serde::Serialize;

/// What the grammars made of one transcript.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Tree {
    /// What kind of document its structure says it is.
    pub kind: Kind,
    /// The house style that read it.
    pub house_style: String,
    /// Minutes, decision or agenda.
    pub minutes: Minutes,
    /// The report, where it is one.
    pub report: Option<Report>,
    /// Which rule took which words, in the order of the text.
    pub taken: Vec<Taken>,
    /// Body text that no rule took.
    pub unrecognized: Vec<Span>,
    /// Share of the body's characters that some rule took, 0 to 1.
    pub recognised: f64,
    /// What the grammars noticed.
    #[serde(skip)]
    pub diagnostics: Vec<Diagnostic>,
}

/// A stretch of words and the rule that took it: what `explain` prints.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Taken {
    /// The words.
    pub span: Span,
    /// What they are: `heading`, `attendee`, `item`, `resolution`, `narrative` …
    pub kind: &'static str,
    /// The rule that took them.
    pub rule: &'static str,
    /// Which entry of the tree they went into: `items[3]`, `attendance[0]`; empty for narrative.
    pub record: String,
}
