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
use approves::approved;
use brief::{Brief, Day, Outline, Report};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::convert::Infallible;
use taking::Target;

/// Where more fit alike, none is named: it would be no help to anyone, and thousands of documents that claim one meeting
/// would each be joined to each.
const MOST_CANDIDATES: usize = 20;

/// Days on which links are looked for side by side, before what was found is filed.
const AT_A_TIME: usize = 64;

/// What was found of a document, and what it is sorted by among all that was.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Placed {
    /// The document that gives rise to it, by its number, and what of that does.
    pub by: (usize, usize),
    /// What was found.
    pub finding: Finding,
}

/// What was found of a document.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// It bears this link.
    Link(LinkRecord),
    /// Its item of this id took the report which gives rise to it, and no other item fits.
    Took(String),
}

/// The links of each document, given the briefs of all, ids settled, those of one file together.
pub fn links(briefs: &[Brief]) -> Vec<Vec<LinkRecord>> {
    let mut briefs = briefs.to_vec();
    briefs.chunk_by_mut(|a, b| a.file == b.file).for_each(meetings::join);
    let outlines: Vec<Outline> = briefs.iter().map(Outline::of).collect();
    let brief = |at: usize| Ok::<_, Infallible>(briefs.get(at).cloned().unwrap_or_default());
    let mut found: Vec<Vec<Placed>> = vec![Vec::new(); briefs.len()];
    let file = |document: usize, some: Vec<Placed>| {
        if let Some(found) = found.get_mut(document) {
            found.extend(some);
        }
        Ok(())
    };
    match across(outlines.iter(), brief, file) {
        Ok(()) => found.into_iter().map(links_in_order).collect(),
        Err(never) => match never {},
    }
}

/// The links among all that was found of a document, in order.
fn links_in_order(mut found: Vec<Placed>) -> Vec<LinkRecord> {
    found.sort_by_key(|placed| placed.by);
    let link = |placed| match placed {
        Placed { finding: Finding::Link(link), .. } => Some(link),
        Placed { finding: Finding::Took(_), .. } => None,
    };
    found.into_iter().filter_map(link).collect()
}

/// What is found among documents, given the outlines of all, and what gives the brief of one, its ids settled: links of a
/// report to items and of its recommendations to decisions, of an agenda to its reports, of minutes to the meetings whose
/// minutes they approve. Only the documents of a day are in memory at once, on each thread those of another. `file` is told
/// what was found of a document on a day, day by day; more of the same may follow.
///
/// # Errors
/// When a brief is not to be had, or what was found cannot be filed.
pub fn across<'o, E: Send>(
    outlines: impl Iterator<Item = &'o Outline>,
    brief: impl Fn(usize) -> Result<Brief, E> + Sync,
    mut file: impl FnMut(usize, Vec<Placed>) -> Result<(), E>,
) -> Result<(), E> {
    let plans = plans(outlines);
    let is_asked = |day: &&[Plan]| {
        let has = |asks: bool| day.iter().any(|plan| (plan.role == Role::Asker) == asks);
        has(true) && has(false)
    };
    let days: Vec<&[Plan]> = plans.chunk_by(|a, b| a.day == b.day).filter(is_asked).collect();
    for some in days.chunks(AT_A_TIME) {
        let found = some.par_iter().with_max_len(1).map(|day| of_day(day, &brief));
        let found: Vec<BTreeMap<usize, Vec<Placed>>> = found.collect::<Result<_, E>>()?;
        found.into_iter().flatten().try_for_each(|(document, links)| file(document, links))?;
    }
    Ok(())
}

/// What is found on a day, by document.
fn of_day<E>(
    plan: &[Plan],
    brief: &impl Fn(usize) -> Result<Brief, E>,
) -> Result<BTreeMap<usize, Vec<Placed>>, E> {
    let of = |role: Role| plan.iter().filter(move |plan| plan.role == role);
    let load = |role: Role| -> Result<Vec<(usize, Brief)>, E> {
        of(role).map(|plan| Ok((plan.document, brief(plan.document)?))).collect()
    };
    let mut found: BTreeMap<usize, Vec<Placed>> = BTreeMap::new();
    let (minutes, agendas) = (load(Role::Minutes)?, load(Role::Agenda)?);
    let Some(day) = plan.first().map(|plan| OfDay { day: plan.day, minutes, agendas }) else {
        return Ok(found);
    };
    for Plan { document: at, .. } in of(Role::Asker) {
        day.links_of(*at, &brief(*at)?, &mut |document, placed| {
            found.entry(document).or_default().push(placed);
        });
    }
    Ok(found)
}

/// Which document matters to a day, and as what.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Plan {
    day: Day,
    role: Role,
    document: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Minutes,
    Agenda,
    /// A report to a meeting of the day, or a document that approves minutes of it.
    Asker,
}

/// What matters to each day, in order.
fn plans<'o>(outlines: impl Iterator<Item = &'o Outline>) -> Vec<Plan> {
    let mut plans = Vec::new();
    for (outline, document) in outlines.zip(0..) {
        let role = match outline.kind {
            Kind::Minutes => Some(Role::Minutes),
            Kind::Agenda => Some(Role::Agenda),
            _ => None,
        };
        let own = outline.date.zip(role).map(|(day, role)| Plan { day, role, document });
        let asked = outline.goes_to.iter().chain(&outline.approves);
        plans.extend(own.into_iter().chain(asked.map(|day| Plan { day: *day, role: Role::Asker, document })));
    }
    plans.sort_unstable();
    // Several approvals may be of one day.
    plans.dedup();
    plans
}

/// Minutes and agendas of one day.
struct OfDay {
    day: Day,
    minutes: Vec<(usize, Brief)>,
    agendas: Vec<(usize, Brief)>,
}

impl OfDay {
    /// The links to this day that a document gives rise to, each with the document that bears it.
    fn links_of(&self, at: usize, brief: &Brief, add: &mut impl FnMut(usize, Placed)) {
        let is_of_day = |date: &str| Day::of(date) == Some(self.day);
        if let (Some(report), Kind::Report) = (&brief.report, brief.kind)
            && brief.goes_to.date.as_deref().is_some_and(is_of_day)
        {
            self.of_report(at, brief, report, add);
        }
        let mut once: Vec<LinkRecord> = Vec::new();
        for (approval, number) in brief.approvals.iter().zip(1..).filter(|(a, _)| is_of_day(&a.date)) {
            let minutes = self.minutes.iter().map(|(_, minutes)| minutes);
            for a in approved(approval, (&brief.meeting_id, &brief.meeting), minutes) {
                let link = link("approves", &approval.from, a.meeting, a.method, a.score, a.only);
                if !once.contains(&link) {
                    once.push(link.clone());
                    add(at, Placed { by: (at, number), finding: Finding::Link(link) });
                }
            }
        }
    }

    fn of_report(&self, at: usize, brief: &Brief, report: &Report, add: &mut impl FnMut(usize, Placed)) {
        let mut found = |document, finding| add(document, Placed { by: (at, 0), finding });
        let taken = self.taken(brief, report);
        taken.iter().for_each(|target| found(at, Finding::Link(report_item(report, target))));
        for target in taken.iter().filter(|target| target.only) {
            answers(report, target).into_iter().for_each(|link| found(at, Finding::Link(link)));
            found(target.document, Finding::Took(target.item.id.clone()));
        }
        let announced = self.announced(brief, report);
        announced.iter().for_each(|t| found(t.document, Finding::Link(agenda_report(report, t))));
    }

    /// The items of minutes that took the report. Minutes bound with it are those of an earlier meeting.
    fn taken(&self, brief: &Brief, report: &Report) -> Vec<Target<'_>> {
        let minutes = self.minutes.iter().map(|(at, minutes)| (*at, minutes));
        let others = minutes.filter(|(_, minutes)| minutes.file != brief.file);
        taking::targets(report, (&brief.file, &brief.goes_to), others)
    }

    /// The items of agendas that announced the report: of the agenda with which it is bound, else of any.
    fn announced(&self, brief: &Brief, report: &Report) -> Vec<Target<'_>> {
        let own = (brief.file.as_str(), &brief.goes_to);
        let agendas = || self.agendas.iter().map(|(at, agenda)| (*at, agenda));
        let mut found = taking::targets(report, own, agendas().filter(|(_, a)| a.file == brief.file));
        found.extend(taking::targets(report, own, agendas().filter(|(_, a)| a.file != brief.file)));
        found
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
