//! What a document is among the others, which is known only when all have been read: the ids that are its own, its
//! links, and whether the rows of its meeting are cut from it. Given a record, puts them in. Knows nothing of how they
//! were found.

use super::people::roll::Roll;
use super::people::{Joined, Register};
use crate::model::record::{LinkRecord, OfficerRecord, Record, ReportRecord};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::{Arc, OnceLock};

/// What a document is among the others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    /// The name of its file, if that is another than the one under which it was read.
    pub source: Option<Arc<str>>,
    /// Its ids, and which rows are cut from it.
    pub settled: Settled,
    /// Links to other documents.
    pub links: Vec<LinkRecord>,
    /// The reports that its items took, by the item's id.
    pub taken: BTreeMap<String, Arc<Beside>>,
    /// Everybody whom the documents mention.
    pub register: Arc<Register>,
}

/// What was settled of a document among the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// The number behind the id of its meeting, where another document bears that id.
    pub meeting: Option<NonZeroU32>,
    /// The number behind the id of its report, likewise.
    pub report: Option<NonZeroU32>,
    /// Whether the row of its meeting is cut from it.
    pub tells_meeting: bool,
    /// Whether the row of its body is cut from it.
    pub tells_body: bool,
}

/// The id with this number behind it.
pub fn numbered(id: &str, number: NonZeroU32) -> String {
    format!("{id}.{number}")
}

/// What is shown of a report beside the decision that it led to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Beside {
    /// Its title.
    pub title: String,
    /// Its own number.
    pub reference: String,
    /// Who wrote it, with `; ` between.
    pub report_of: String,
    /// The portfolio.
    pub portfolio: String,
    /// Wards affected, with `; ` between.
    pub wards: String,
    /// `true`, `false` or empty.
    pub key_decision: String,
    /// `true`, `false` or empty.
    pub exempt: String,
}

impl Beside {
    /// What is shown of this report.
    pub fn of(report: &ReportRecord) -> Self {
        let said = |value: Option<bool>| value.map(|v| v.to_string()).unwrap_or_default();
        let named = |o: &OfficerRecord| o.name.clone().or_else(|| o.job_title.clone());
        let authors = report.officers.iter().filter(|o| o.role == "report_of").filter_map(named);
        Self {
            title: report.title.clone().unwrap_or_default(),
            reference: report.reference.clone().unwrap_or_default(),
            report_of: authors.collect::<Vec<_>>().join("; "),
            portfolio: report.portfolio.clone().unwrap_or_default(),
            wards: report.wards.join("; "),
            key_decision: said(report.key_decision),
            exempt: said(report.exempt),
        }
    }
}

/// A record that knows its standing.
#[derive(Clone, Debug, PartialEq)]
pub struct Filed {
    /// Everything that was read, ids and links settled.
    pub record: Record,
    /// What it is among the others.
    pub standing: Standing,
    /// To whom its mentions are joined, once somebody asked.
    joined: OnceLock<Vec<Joined>>,
}

impl Filed {
    /// Puts what is known of a record among the others into it.
    pub fn new(mut record: Record, standing: Standing) -> Self {
        if let Some(source) = &standing.source {
            (**source).clone_into(&mut record.document.source);
        }
        if let Some(number) = standing.settled.meeting {
            let id = numbered(&record.meeting.id, number);
            let old = std::mem::replace(&mut record.meeting.id, id.clone());
            rename(&mut record, &old, &id);
        }
        if let (Some(number), Some(report)) = (standing.settled.report, &mut record.report) {
            let id = numbered(&report.id, number);
            let old = std::mem::replace(&mut report.id, id.clone());
            rename_links(&mut record, &old, &id);
        }
        record.links.extend(standing.links.iter().cloned());
        Self::again(record, standing)
    }

    /// The same, told already to whom each mention of its roll is joined, in order.
    #[must_use]
    pub fn joined_to(self, joined: Vec<Joined>) -> Self {
        Self { joined: OnceLock::from(joined), ..self }
    }

    /// The same of a record in which all that stands already.
    pub fn again(record: Record, standing: Standing) -> Self {
        Self { record, standing, joined: OnceLock::new() }
    }

    /// To whom each mention of its roll is joined, in order; none where that cannot be told.
    pub fn joined(&self) -> &[Joined] {
        let join = || Roll::of(&self.record).map(|roll| self.standing.register.join(&roll));
        self.joined.get_or_init(|| join().unwrap_or_default())
    }
}

impl Standing {
    /// Whether a record is other for it.
    pub fn alters(&self) -> bool {
        let Settled { meeting, report, .. } = self.settled;
        self.source.is_some() || meeting.is_some() || report.is_some() || !self.links.is_empty()
    }
}

/// Gives the new beginning to every id of the record that begins with the old one.
pub(super) fn rename(record: &mut Record, old: &str, new: &str) {
    for item in &mut record.items {
        replace_start(&mut item.id, old, new);
    }
    for resolution in &mut record.resolutions {
        replace_start(&mut resolution.id, old, new);
        resolution.item_id.iter_mut().for_each(|id| replace_start(id, old, new));
        resolution.parts.iter_mut().for_each(|part| replace_start(&mut part.id, old, new));
    }
    rename_links(record, old, new);
}

pub(super) fn rename_links(record: &mut Record, old: &str, new: &str) {
    for link in &mut record.links {
        replace_start(&mut link.from, old, new);
        replace_start(&mut link.to, old, new);
    }
}

/// `a/b/2026-01-05` is the start of `a/b/2026-01-05/i1`, but not of `a/b/2026-01-05.2/i1`.
pub fn replace_start(id: &mut String, old: &str, new: &str) {
    match id.strip_prefix(old) {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => *id = format!("{new}{rest}"),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_parts_of_an_id_are_replaced() {
        let mut ids = ["a/b/2026-01-05", "a/b/2026-01-05/i1", "a/b/2026-01-05.2/i1"].map(String::from);
        ids.iter_mut().for_each(|id| replace_start(id, "a/b/2026-01-05", "X"));
        assert_eq!(ids, ["X", "X/i1", "a/b/2026-01-05.2/i1"]);
    }
}
