//! What linking needs to know of a document, and no more: given a record, gives its brief, which waits on the disk, and
//! the outline of that, which is small enough that those of a whole archive fit in memory at once. Texts are kept as
//! fingerprints.

use super::meetings;
use super::wording::{Wording, fold, fold_into, words};
use crate::dataset::standing::{Settled, numbered, replace_start};
use crate::model::minutes::Said;
use crate::model::record::{ItemRecord, Kind, Record, ReferenceRecord, ReportRecord, ResolutionRecord};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A reference has at least this many letters and digits.
const REFERENCE: usize = 4;
/// A reference is looked for in so many first characters of an item's text.
const OPENING: usize = 240;

/// One document as links see it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Brief {
    /// Hash of its file: documents of one pack share it.
    pub file: String,
    /// What it is.
    pub kind: Kind,
    /// Its meeting's id.
    pub meeting_id: String,
    /// The meeting it records or goes to.
    pub meeting: Meeting,
    /// The same, filled in from the agenda with which it is bound.
    pub goes_to: Meeting,
    /// Its items, of minutes or of an agenda.
    pub items: Vec<Item>,
    /// The report, where it is one.
    pub report: Option<Report>,
    /// The minutes that it approves.
    pub approvals: Vec<Approval>,
}

/// A meeting by what is printed of it, folded; None where nothing is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// The council.
    pub council: Option<String>,
    /// The body.
    pub body: Option<String>,
    /// ISO date.
    pub date: Option<String>,
}

/// An item.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// Its number, folded.
    pub number: Option<String>,
    /// Its number on the agenda, folded.
    pub agenda_number: Option<String>,
    /// Its heading.
    pub title: Title,
    /// References in the heading and the first words below, folded.
    pub references: Vec<String>,
    /// What was decided under it.
    pub decisions: Vec<Decision>,
}

/// A heading.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Title {
    /// Its words, folded each, with a space between.
    pub words: String,
    /// Its fingerprint.
    pub wording: Wording,
}

/// A decision, or a part of one.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Decision {
    /// Its id.
    pub id: String,
    /// A keyword opens it.
    pub formal: bool,
    /// It is a decision by itself and has no parts.
    pub whole: bool,
    /// Its kind is to defer.
    pub deferred: bool,
    /// What it says of recommendations.
    pub said: Said,
    /// Its words.
    pub wording: Wording,
}

/// A report.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Report {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Title,
    /// Its reference, folded.
    pub reference: Option<String>,
    /// The item of the agenda under which it stands, folded.
    pub agenda_item: Option<String>,
    /// What it recommends, in order.
    pub recommendations: Vec<(Wording, Said)>,
}

/// Minutes that a meeting approves.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Approval {
    /// The item under which it does, else its meeting.
    pub from: String,
    /// The body whose minutes they are, folded; None where it is not said.
    pub body: Option<String>,
    /// Their ISO date.
    pub date: String,
}

/// What is remembered of a brief while it waits on the disk: when it is needed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Outline {
    /// What the document is.
    pub kind: Kind,
    /// The day of its meeting.
    pub date: Option<Day>,
    /// Where it is a report: the day of the meeting that it goes to.
    pub goes_to: Option<Day>,
    /// The days of the minutes that it approves.
    pub approves: Box<[Day]>,
}

/// A day, as the digits of its ISO date: 20260105.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Day(u32);

impl Day {
    /// The day of an ISO date; None where it is none.
    pub fn of(date: &str) -> Option<Self> {
        let digits = date.split('-').map(|part| (part.len(), part.parse::<u16>()));
        match digits.collect::<Vec<_>>().as_slice() {
            [(4, Ok(year)), (2, Ok(month)), (2, Ok(day))] => {
                Some(Self(u32::from(*year) * 10_000 + u32::from(*month) * 100 + u32::from(*day)))
            }
            _ => None,
        }
    }
}

impl Outline {
    /// The outline of a brief.
    pub fn of(brief: &Brief) -> Self {
        let day = |date: &Option<String>| Day::of(date.as_deref()?);
        // The record of a decision has a front sheet too, but is no report.
        let is_report = brief.report.is_some() && brief.kind == Kind::Report;
        Self {
            kind: brief.kind,
            date: day(&brief.meeting.date),
            goes_to: day(&brief.goes_to.date).filter(|_| is_report),
            approves: brief.approvals.iter().filter_map(|approval| Day::of(&approval.date)).collect(),
        }
    }
}

/// The briefs of the documents of one file, by their records.
pub fn of_file<'r>(records: impl Iterator<Item = &'r Record>) -> Vec<Brief> {
    let mut briefs: Vec<Brief> = records.map(Brief::of).collect();
    join(&mut briefs);
    briefs
}

/// Tells the documents of one file which meeting they go to together.
pub fn join(briefs: &mut [Brief]) {
    meetings::join(briefs);
}

impl Brief {
    /// The brief of a record.
    pub fn of(record: &Record) -> Self {
        let meeting = Meeting {
            council: folded(record.meeting.council.as_deref()),
            body: folded(record.meeting.body.as_deref()),
            date: record.meeting.date.clone(),
        };
        Self {
            file: record.document.sha256.clone(),
            kind: record.document.kind,
            meeting_id: record.meeting.id.clone(),
            goes_to: meeting.clone(),
            meeting,
            items: items(record),
            report: record.report.as_ref().map(report),
            approvals: record.references.iter().filter_map(|r| approval(record, r)).collect(),
        }
    }

    /// Puts in the ids that are its own among the others.
    pub fn settle(&mut self, settled: Settled) {
        if let Some(number) = settled.meeting {
            let id = numbered(&self.meeting_id, number);
            let old = std::mem::replace(&mut self.meeting_id, id.clone());
            for item in &mut self.items {
                replace_start(&mut item.id, &old, &id);
                item.decisions.iter_mut().for_each(|d| replace_start(&mut d.id, &old, &id));
            }
            self.approvals.iter_mut().for_each(|a| replace_start(&mut a.from, &old, &id));
        }
        if let (Some(number), Some(report)) = (settled.report, &mut self.report) {
            report.id = numbered(&report.id, number);
        }
    }
}

fn folded(text: Option<&str>) -> Option<String> {
    text.map(fold).filter(|t| !t.is_empty())
}

fn items(record: &Record) -> Vec<Item> {
    let mut below: HashMap<&str, Vec<&ResolutionRecord>> = HashMap::new();
    for resolution in &record.resolutions {
        if let Some(id) = &resolution.item_id {
            below.entry(id).or_default().push(resolution);
        }
    }
    let below = |id: &str| below.get(id).map(Vec::as_slice).unwrap_or_default();
    record.items.iter().map(|i| item(i, below(&i.id))).collect()
}

/// An item with what was decided below it.
fn item(item: &ItemRecord, below: &[&ResolutionRecord]) -> Item {
    let opening = item.text.char_indices().nth(OPENING).and_then(|(end, _)| item.text.get(..end));
    let mut references = references(&item.title);
    references.extend(self::references(opening.unwrap_or(&item.text)));
    Item {
        id: item.id.clone(),
        number: folded(item.number.as_deref()),
        agenda_number: folded(item.agenda_number.as_deref()),
        title: title(&item.title),
        references,
        decisions: below.iter().flat_map(|r| decisions(r)).collect(),
    }
}

fn title(text: &str) -> Title {
    let mut folded = String::with_capacity(text.len());
    for word in words(text) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        fold_into(word, &mut folded);
    }
    Title { words: folded, wording: Wording::of(text) }
}

/// Words that look like a reference: figures and a mark within, "24/00115", "CAB-17".
fn references(text: &str) -> Vec<String> {
    let figures = |w: &&str| w.bytes().any(|byte| byte.is_ascii_digit());
    let words =
        text.split_whitespace().filter(figures).map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()));
    let words = words.filter(|w| w.contains(['/', '-', '.'])).map(fold);
    words.filter(|w| w.chars().count() >= REFERENCE).collect()
}

/// The parts of a decision, or the decision where it has none; its lead-in too, where it names recommendations.
fn decisions(resolution: &ResolutionRecord) -> Vec<Decision> {
    let formal = resolution.form == "formal";
    let deferred = resolution.kind == "deferred";
    let of = |id: &str, text: &str, said| Decision {
        id: id.to_owned(),
        formal,
        whole: resolution.parts.is_empty(),
        deferred,
        said,
        wording: Wording::of(text),
    };
    let whole = of(&resolution.id, &resolution.text, resolution.said);
    let parts = resolution.parts.iter().map(|p| of(&p.id, &p.text, p.said));
    let alone = resolution.parts.is_empty() || resolution.said.names;
    alone.then_some(whole).into_iter().chain(parts).collect()
}

fn report(report: &ReportRecord) -> Report {
    let digits = |r: &String| r.contains(|c: char| c.is_ascii_digit()) && r.chars().count() >= REFERENCE;
    Report {
        id: report.id.clone(),
        title: report.title.as_deref().map(title).unwrap_or_default(),
        reference: folded(report.reference.as_deref()).filter(digits),
        agenda_item: folded(report.agenda_item.as_deref()),
        recommendations: report.recommendations.iter().map(|r| (Wording::of(&r.text), r.said)).collect(),
    }
}

fn approval(record: &Record, reference: &ReferenceRecord) -> Option<Approval> {
    let date = reference.date.clone().filter(|_| reference.kind == "approves_minutes")?;
    let mut items = record.items.iter().filter(|i| i.number.is_some() && i.number == reference.item);
    let item = items.next().filter(|_| items.next().is_none());
    let from = item.map_or(&record.meeting.id, |i| &i.id).clone();
    Some(Approval { from, body: folded(reference.body.as_deref()), date })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_whole_date() {
        let mut days = ["2026-01-05", "2025-12-31", "1974-04-01"].map(|date| Day::of(date).unwrap());
        days.sort_unstable();
        assert_eq!(days.map(|day| day.0), [19_740_401, 20_251_231, 20_260_105]);
        assert!(
            ["", "2026", "2026-01", "26-1-5", "2026-01-05T10:00"].iter().all(|date| Day::of(date).is_none())
        );
    }
}
