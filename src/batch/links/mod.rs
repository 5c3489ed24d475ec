//! Links between records of different documents: given briefs of all documents, ids settled, joins reports to the items
//! that took or announced them, recommendations to the decisions that answer them, and minutes to the meetings whose
//! minutes they approve. Each link says how and how surely; what is ambiguous is a candidate. Knows nothing of files.

mod approves;
pub mod brief;
mod decided;
mod meetings;
mod taking;
pub mod wording;

use crate::model::record::{Kind, LinkRecord};
use brief::{Brief, Meeting, Report};
use std::collections::BTreeMap;
use taking::Target;

/// The links of each document, in the order of the briefs: of a report to items and of its recommendations to decisions,
/// of an agenda to its reports, of minutes to the meetings whose minutes they approve.
pub fn links(briefs: &[Brief]) -> Vec<Vec<LinkRecord>> {
    let all = All {
        briefs,
        meetings: meetings::meetings(briefs),
        minutes: meetings::by_date(briefs, Kind::Minutes),
        agendas: meetings::by_date(briefs, Kind::Agenda),
    };
    let mut links = vec![Vec::new(); briefs.len()];
    for (at, brief) in briefs.iter().enumerate() {
        for (document, link) in all.of(at, brief) {
            if let Some(list) = links.get_mut(document) {
                list.push(link);
            }
        }
    }
    links
}

/// All briefs, and what is looked up in them.
struct All<'b> {
    briefs: &'b [Brief],
    meetings: Vec<Meeting>,
    minutes: BTreeMap<&'b str, Vec<usize>>,
    agendas: BTreeMap<&'b str, Vec<usize>>,
}

impl<'b> All<'b> {
    /// The links that a document gives rise to, each with the document that bears it.
    fn of(&self, at: usize, brief: &'b Brief) -> Vec<(usize, LinkRecord)> {
        let mut links: Vec<(usize, LinkRecord)> = Vec::new();
        // The record of a decision has a front sheet too, but is no report.
        if let (Some(report), Kind::Report) = (&brief.report, brief.kind) {
            let taken = self.taken(at, brief, report);
            links.extend(taken.iter().map(|t| (at, report_item(report, t))));
            let taken = taken.iter().filter(|t| t.only);
            links.extend(taken.flat_map(|t| answers(report, t)).map(|l| (at, l)));
            let announced = self.announced(at, brief, report);
            links.extend(announced.iter().map(|t| (t.document, agenda_report(report, t))));
        }
        links.extend(self.approved(brief).into_iter().map(|l| (at, l)));
        links
    }

    /// The items of minutes that took the report. Minutes bound with it are those of an earlier meeting.
    fn taken(&self, at: usize, brief: &Brief, report: &Report) -> Vec<Target<'b>> {
        let Some(meeting) = self.meetings.get(at) else { return Vec::new() };
        let minutes = self.dated(&self.minutes, meeting.date.as_deref());
        taking::targets(report, (&brief.file, meeting), minutes.filter(|(_, m)| m.file != brief.file))
    }

    /// The items of agendas that announced the report: of the agenda with which it is bound, else of any.
    fn announced(&self, at: usize, brief: &Brief, report: &Report) -> Vec<Target<'b>> {
        let Some(meeting) = self.meetings.get(at) else { return Vec::new() };
        let dated = || self.dated(&self.agendas, meeting.date.as_deref());
        let bound: Vec<(usize, &Brief)> = dated().filter(|(_, a)| a.file == brief.file).collect();
        let own = (brief.file.as_str(), meeting);
        let mut found = taking::targets(report, own, bound.into_iter());
        found.extend(taking::targets(report, own, dated().filter(|(_, a)| a.file != brief.file)));
        found
    }

    /// The meetings whose minutes the document approves.
    fn approved(&self, brief: &Brief) -> Vec<LinkRecord> {
        let mut links = Vec::new();
        for approval in &brief.approvals {
            let minutes = self.dated(&self.minutes, Some(&approval.date)).map(|(_, m)| m);
            for found in approves::approved(approval, (&brief.meeting_id, &brief.meeting), minutes) {
                let link =
                    link("approves", &approval.from, found.meeting, found.method, found.score, found.only);
                if !links.contains(&link) {
                    links.push(link);
                }
            }
        }
        links
    }

    fn dated(
        &self,
        dates: &BTreeMap<&'b str, Vec<usize>>,
        date: Option<&str>,
    ) -> impl Iterator<Item = (usize, &'b Brief)> + use<'b> {
        let briefs = self.briefs;
        let found: Vec<usize> = date.and_then(|date| dates.get(date)).cloned().unwrap_or_default();
        found.into_iter().filter_map(move |at| Some((at, briefs.get(at)?)))
    }
}

fn report_item(report: &Report, target: &Target) -> LinkRecord {
    link("report_item", &report.id, &target.item.id, target.method, target.score, target.only)
}

fn agenda_report(report: &Report, target: &Target) -> LinkRecord {
    link("agenda_report", &target.item.id, &report.id, target.method, target.score, target.only)
}

/// What the item's decisions say to each recommendation.
fn answers(report: &Report, target: &Target) -> Vec<LinkRecord> {
    let answers = decided::answers(&report.recommendations, target.item);
    let of = |a: &decided::Answer| LinkRecord {
        outcome: a.outcome,
        ..link(
            "recommendation_decision",
            &format!("{}/rec{}", report.id, a.recommendation + 1),
            a.decision,
            a.method,
            a.score,
            a.only,
        )
    };
    answers.iter().map(of).collect()
}

fn link(
    kind: &'static str,
    from: &str,
    to: &str,
    method: &'static str,
    score: f64,
    only: bool,
) -> LinkRecord {
    LinkRecord {
        from: from.to_owned(),
        to: to.to_owned(),
        kind,
        method,
        score: (score * 100.0).round() / 100.0,
        status: if only { "linked" } else { "candidate" },
        outcome: None,
    }
}
