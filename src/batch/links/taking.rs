//! Reports and the items that took or announced them: given a report and documents that may be of its meeting, gives the
//! items that fit and how: the same title, its reference in the heading, its number on the agenda. Where two items fit
//! alike, both are candidates and none is chosen.

use super::brief::{Brief, Item, Meeting, Report};
use super::meetings;

/// Two fits this close are alike.
const CLOSE: f64 = 0.04;
/// A title that stands within another has at least so many words.
const TITLE_WORDS: usize = 4;
/// Titles are alike from here on.
const LIKE: f64 = 0.8;
/// A number on the agenda counts where the titles are this much alike.
const HINT: f64 = 0.5;

/// How sure each method is, where the meeting is.
const EXACT: f64 = 1.0;
const REFERENCE: f64 = 0.97;
const WITHIN: f64 = 0.9;
const NUMBER: f64 = 0.85;
const BOUND_NUMBER: f64 = 0.95;

/// An item that fits a report.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target<'b> {
    /// The document, by its number among the briefs.
    pub document: usize,
    /// The item.
    pub item: &'b Item,
    /// How they fit.
    pub method: &'static str,
    /// How well, 0 to 1.
    pub score: f64,
    /// Nothing else fits.
    pub only: bool,
}

/// The items of these documents that fit the report. Two records of one meeting may both have it.
pub(super) fn targets<'b>(
    report: &Report,
    own: (&str, &Meeting),
    documents: impl Iterator<Item = (usize, &'b Brief)>,
) -> Vec<Target<'b>> {
    let found: Vec<(&Brief, Vec<Target>)> = documents
        .map(|(at, brief)| (brief, best(fits(report, own, at, brief))))
        .filter(|(_, targets)| !targets.is_empty())
        .collect();
    let top = found.iter().flat_map(|(_, t)| t).map(|t| t.score).fold(0.0, f64::max);
    let near = |targets: &[Target]| targets.iter().any(|t| t.score >= top - CLOSE);
    let near: Vec<(&Brief, Vec<Target>)> = found.into_iter().filter(|(_, t)| near(t)).collect();
    if near.iter().map(|(_, targets)| targets.len()).sum::<usize>() > super::MOST_CANDIDATES {
        return Vec::new();
    }
    let one_meeting = near.windows(2).all(|pair| match pair {
        [(a, _), (b, _)] => a.meeting == b.meeting,
        _ => true,
    });
    let mark = |(_, targets): (&Brief, Vec<Target<'b>>)| {
        let only = one_meeting && targets.len() == 1;
        targets.into_iter().map(move |t| Target { only, ..t }).collect::<Vec<_>>()
    };
    near.into_iter().flat_map(mark).collect()
}

/// Every item of a document that fits.
fn fits<'b>(report: &Report, own: (&str, &Meeting), document: usize, brief: &'b Brief) -> Vec<Target<'b>> {
    let bound = brief.file == own.0;
    let sure = if bound { Some(1.0) } else { meetings::same(own.1, &brief.meeting) };
    let Some(sure) = sure else { return Vec::new() };
    let fit = |item: &'b Item| {
        let (method, score) = fit(report, item, bound)?;
        Some(Target { document, item, method, score: score * sure, only: false })
    };
    brief.items.iter().filter_map(fit).collect()
}

/// The best of them, and those that are alike.
fn best(targets: Vec<Target>) -> Vec<Target> {
    let top = targets.iter().map(|t| t.score).fold(0.0, f64::max);
    targets.into_iter().filter(|t| t.score >= top - CLOSE).collect()
}

/// How a report fits an item; `bound`: both stand in one file.
fn fit(report: &Report, item: &Item, bound: bool) -> Option<(&'static str, f64)> {
    let (title, heading) = (&report.title.wording, &item.title.wording);
    if title.is_same(heading) {
        return Some(("title_exact", EXACT));
    }
    if report.reference.as_ref().is_some_and(|r| item.references.contains(r)) {
        return Some(("reference", REFERENCE));
    }
    let numbered = report.agenda_item.is_some()
        && (report.agenda_item == item.agenda_number || report.agenda_item == item.number);
    let likeness = title.likeness(heading);
    match () {
        () if bound && numbered => Some(("agenda_number", BOUND_NUMBER)),
        () if stands_within(&report.title.words, &item.title.words) => Some(("title_within", WITHIN)),
        () if numbered && likeness >= HINT => Some(("agenda_number", NUMBER)),
        () if likeness >= LIKE && title.numbers_within(heading) && heading.numbers_within(title) => {
            Some(("title_similar", likeness * WITHIN))
        }
        () => None,
    }
}

/// One title begins or ends the other.
fn stands_within(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let rest = long.strip_prefix(short).filter(|r| r.starts_with(' '));
    let rest = rest.or_else(|| long.strip_suffix(short).filter(|r| r.ends_with(' ')));
    short.split(' ').count() >= TITLE_WORDS && rest.is_some()
}
