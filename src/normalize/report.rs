//! The record of a report: given the tree and the transcript, gives its fields, choices, recommendations and sections as
//! flat text with places, and what its fields say of exemption, key decision, wards and portfolio. Nothing is filled in that
//! no field says. Knows no vocabulary.

use super::officers;
use super::words::Words;
use crate::model::record::{ChoiceRecord, FieldRecord, RecommendationRecord, ReportRecord, SectionRecord};
use crate::model::report::{Choice, Field, Recommendation, Report, Section};
use crate::model::slug::slug;
use crate::model::span::Span;
use crate::model::transcript::Transcript;
use crate::model::tree::Tree;

/// A classification of so many words says why.
const REASON_WORDS: usize = 5;

/// The record of the report in the tree, if there is one; its id stands under that of the meeting it goes to.
pub(super) fn report(tree: &Tree, transcript: &Transcript, meeting_id: &str) -> Option<ReportRecord> {
    let report = tree.report.as_ref()?;
    let words = &Words::new(transcript);
    let title = Some(joined(words, &report.title)).filter(|t| !t.is_empty());
    let says = |key| says(report, key);
    let value = |key| value(words, report, key);
    let exemption = report.exemption.as_ref();
    let slug = title.as_deref().map(slug).filter(|s| !s.is_empty());
    Some(ReportRecord {
        id: format!("{meeting_id}/r-{}", slug.as_deref().unwrap_or("untitled")),
        title,
        reference: value("reference").filter(|_| says("reference") != Some(false)).map(|r| unstopped(&r)),
        agenda_item: words.some(report.agenda_item).or_else(|| value("agenda_item")).map(|n| unstopped(&n)),
        fields: report.fields.iter().map(|f| field(words, f)).collect(),
        choices: report.choices.iter().map(|c| choice(words, c)).collect(),
        officers: officers::officers(report, words),
        recommendations: report.recommendations.iter().map(|r| recommendation(words, r)).collect(),
        sections: report.sections.iter().map(|s| section(words, s)).collect(),
        background_papers: report.background_papers.iter().map(|s| words.text(*s)).collect(),
        appendices: report.appendices.iter().map(|s| words.text(*s)).collect(),
        exempt: says("exempt").or_else(|| report.exempt_heading.map(|_| true)),
        exempt_reason: value("exempt_reason")
            .filter(|_| says("exempt_reason") != Some(false))
            .or_else(|| value("exempt").filter(|v| says("exempt") == Some(true) && gives_reason(v)))
            .or_else(|| words.some(report.exempt_heading)),
        exempt_paragraphs: exemption
            .map(|e| e.paragraphs.iter().map(|s| words.text(*s)).collect())
            .unwrap_or_default(),
        exempt_jurisdiction: exemption.and_then(|e| e.jurisdiction),
        key_decision: says("key_decision"),
        wards: wards(words, report),
        portfolio: words.some(report.portfolio),
        cabinet_member: words.some(report.cabinet_member),
        forward_plan_ref: value("forward_plan_ref").filter(|_| says("forward_plan_ref") != Some(false)),
        place: report.fields.first().map(|f| words.place(f.label)),
    })
}

/// A number without its closing stop.
fn unstopped(number: &str) -> String {
    number.trim_end_matches(['.', ':']).to_owned()
}

/// The words of the pieces, joined by single spaces.
pub(super) fn joined(words: &Words, pieces: &[Span]) -> String {
    pieces.iter().map(|s| words.text(*s)).filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ")
}

fn whole(first: Span, rest: &[Span]) -> Span {
    rest.iter().copied().find(|s| s.start >= first.end).map_or(first, |s| first.cover(s))
}

fn field(words: &Words, field: &Field) -> FieldRecord {
    FieldRecord {
        label: words.text(field.label),
        key: field.key.clone(),
        value: joined(words, &field.value),
        place: words.place(whole(field.label, &field.value)),
    }
}

fn choice(words: &Words, choice: &Choice) -> ChoiceRecord {
    ChoiceRecord {
        label: words.text(choice.label),
        selected: choice.selected,
        mark: choice.mark.map(|m| words.text(m)),
        place: words.place(choice.label),
    }
}

fn recommendation(words: &Words, recommendation: &Recommendation) -> RecommendationRecord {
    let first = recommendation.label.or_else(|| recommendation.text.first().copied()).unwrap_or_default();
    RecommendationRecord {
        label: recommendation.label.map(|l| words.text(l)),
        text: joined(words, &recommendation.text),
        said: recommendation.said,
        place: words.place(whole(first, &recommendation.text)),
    }
}

fn section(words: &Words, section: &Section) -> SectionRecord {
    let head = section.number.map_or(section.title, |n| n.cover(section.title));
    SectionRecord {
        number: section.number.map(|n| words.text(n).trim_end_matches('.').to_owned()),
        title: words.text(section.title),
        kind: section.kind.clone(),
        text: words.text(section.text),
        place: words.place(head),
    }
}

/// Whether a field of the front sheet holds these words.
pub(super) fn has_field_with(report: &Report, words: Span) -> bool {
    report.fields.iter().flat_map(|f| &f.value).any(|value| value.overlaps(words))
}

fn with_key<'r>(report: &'r Report, key: &'r str) -> impl Iterator<Item = &'r Field> {
    report.fields.iter().filter(move |f| f.key.as_deref() == Some(key) && !f.value.is_empty())
}

/// What the first field of that key says that says anything.
fn says(report: &Report, key: &str) -> Option<bool> {
    with_key(report, key).find_map(|f| f.says)
}

/// The value of the first field of that key.
fn value(words: &Words, report: &Report, key: &str) -> Option<String> {
    with_key(report, key).map(|f| joined(words, &f.value)).find(|v| !v.is_empty())
}

/// A classification of more than a word or two says why: "Part exempt – Appendix 2 holds information …".
fn gives_reason(value: &str) -> bool {
    value.split_whitespace().count() >= REASON_WORDS && !value.contains(['☐', '☒', '☑', '□'])
}

/// `["all"]`, or the names of those listed.
fn wards(words: &Words, report: &Report) -> Vec<String> {
    match with_key(report, "wards").next() {
        Some(Field { says: Some(true), .. }) => vec!["all".to_owned()],
        _ => report.wards.iter().map(|name| joined(words, name)).filter(|name| !name.is_empty()).collect(),
    }
}
