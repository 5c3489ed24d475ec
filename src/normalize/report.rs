//! The record of a report: given the tree and the transcript, gives its fields, choices, recommendations and sections as
//! flat text with places, and what its fields say of exemption, key decision, wards and portfolio. Nothing is filled in that
//! no field says. Knows no vocabulary.

use super::officers;
use crate::model::record::{
    ChoiceRecord, FieldRecord, PlaceRecord, RecommendationRecord, ReportRecord, SectionRecord,
};
use crate::model::report::{Choice, Field, Recommendation, Report, Section};
use crate::model::span::Span;
use crate::model::transcript::Transcript;
use crate::model::tree::Tree;

/// A slug is cut at a word's end before this many letters.
const SLUG: usize = 60;

/// The record of the report in the tree, if there is one; its id stands under that of the meeting it goes to.
pub(super) fn report(tree: &Tree, transcript: &Transcript, meeting_id: &str) -> Option<ReportRecord> {
    let report = tree.report.as_ref()?;
    let title = Some(joined(transcript, &report.title)).filter(|t| !t.is_empty());
    let says = |key| says(report, key);
    let value = |key| value(transcript, report, key);
    let slug = title.as_deref().map(slug).filter(|s| !s.is_empty());
    Some(ReportRecord {
        id: format!("{meeting_id}/r-{}", slug.as_deref().unwrap_or("untitled")),
        title,
        reference: value("reference"),
        fields: report.fields.iter().map(|f| field(transcript, f)).collect(),
        choices: report.choices.iter().map(|c| choice(transcript, c)).collect(),
        officers: officers::officers(report, transcript),
        recommendations: report.recommendations.iter().map(|r| recommendation(transcript, r)).collect(),
        sections: report.sections.iter().map(|s| section(transcript, s)).collect(),
        background_papers: report.background_papers.iter().map(|s| transcript.quote(*s)).collect(),
        appendices: report.appendices.iter().map(|s| transcript.quote(*s)).collect(),
        exempt: says("exempt"),
        exempt_reason: value("exempt_reason").filter(|_| says("exempt_reason") != Some(false)),
        key_decision: says("key_decision"),
        wards: wards(transcript, report),
        portfolio: value("portfolio"),
        place: report.fields.first().and_then(|f| place_of(transcript, f.label)),
    })
}

/// The words of the pieces, joined by single spaces.
pub(super) fn joined(transcript: &Transcript, pieces: &[Span]) -> String {
    pieces.iter().map(|s| transcript.quote(*s)).filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The place of a span, with its words.
pub(super) fn place_of(transcript: &Transcript, span: Span) -> Option<PlaceRecord> {
    transcript.locate(span).map(|at| PlaceRecord::new(at.page, at.rect, transcript.quote(span)))
}

fn place(transcript: &Transcript, span: Span) -> PlaceRecord {
    place_of(transcript, span).unwrap_or_default()
}

fn whole(first: Span, rest: &[Span]) -> Span {
    rest.iter().copied().find(|s| s.start >= first.end).map_or(first, |s| first.cover(s))
}

fn field(transcript: &Transcript, field: &Field) -> FieldRecord {
    FieldRecord {
        label: transcript.quote(field.label),
        key: field.key.clone(),
        value: joined(transcript, &field.value),
        place: place(transcript, whole(field.label, &field.value)),
    }
}

fn choice(transcript: &Transcript, choice: &Choice) -> ChoiceRecord {
    ChoiceRecord {
        label: transcript.quote(choice.label),
        selected: choice.selected,
        mark: choice.mark.map(|m| transcript.quote(m)),
        place: place(transcript, choice.label),
    }
}

fn recommendation(transcript: &Transcript, recommendation: &Recommendation) -> RecommendationRecord {
    let first = recommendation.label.or_else(|| recommendation.text.first().copied()).unwrap_or_default();
    RecommendationRecord {
        label: recommendation.label.map(|l| transcript.quote(l)),
        text: joined(transcript, &recommendation.text),
        place: place(transcript, whole(first, &recommendation.text)),
    }
}

fn section(transcript: &Transcript, section: &Section) -> SectionRecord {
    let head = section.number.map_or(section.title, |n| n.cover(section.title));
    SectionRecord {
        number: section.number.map(|n| transcript.quote(n).trim_end_matches('.').to_owned()),
        title: transcript.quote(section.title),
        kind: section.kind.clone(),
        text: transcript.quote(section.text),
        place: place(transcript, head),
    }
}

fn with_key<'r>(report: &'r Report, key: &'r str) -> impl Iterator<Item = &'r Field> {
    report.fields.iter().filter(move |f| f.key.as_deref() == Some(key) && !f.value.is_empty())
}

/// What the first field of that key says that says anything.
fn says(report: &Report, key: &str) -> Option<bool> {
    with_key(report, key).find_map(|f| f.says)
}

/// The value of the first field of that key.
fn value(transcript: &Transcript, report: &Report, key: &str) -> Option<String> {
    with_key(report, key).map(|f| joined(transcript, &f.value)).find(|v| !v.is_empty())
}

/// `["all"]`, or the names that the field of wards lists.
fn wards(transcript: &Transcript, report: &Report) -> Vec<String> {
    match with_key(report, "wards").next() {
        Some(Field { says: Some(true), .. }) => vec!["all".to_owned()],
        Some(field) if field.says.is_none() => names(&joined(transcript, &field.value)),
        _ => Vec::new(),
    }
}

/// A list cut at semicolons, or at commas and its last "and".
fn names(list: &str) -> Vec<String> {
    let list = list.trim_end_matches('.');
    let parts: Vec<&str> = match (list.contains(';'), list.contains(',')) {
        (true, _) => list.split(';').collect(),
        (false, true) => list.split(',').flat_map(|p| p.split(" and ")).collect(),
        _ => vec![list],
    };
    let bare = |p: &&str| p.trim().trim_start_matches("and ").to_owned();
    parts.iter().map(bare).filter(|p| !p.is_empty()).collect()
}

/// Small letters and figures with hyphens between: `cabinet-response-to-the-review`.
fn slug(title: &str) -> String {
    let mut slug = String::new();
    for word in title.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        if slug.len() + word.len() > SLUG && !slug.is_empty() {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.extend(word.chars().flat_map(char::to_lowercase));
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_wards() {
        assert_eq!(names("Quay; Mill and Weir"), ["Quay", "Mill and Weir"]);
        assert_eq!(names("Quay, Mill and Weir."), ["Quay", "Mill", "Weir"]);
        assert_eq!(names("Netherby and Cold Haven"), ["Netherby and Cold Haven"]);
    }

    #[test]
    fn slugs_end_at_a_word() {
        assert_eq!(slug("The Quay’s Repair – Phase 2"), "the-quay-s-repair-phase-2");
        assert!(slug(&"harbour ".repeat(20)).len() <= SLUG + 1);
    }
}
