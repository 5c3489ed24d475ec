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
use brief::{Brief, Outline, Report};
use std::collections::BTreeMap;
use std::convert::Infallible;
use taking::Target;

/// Where more fit alike, none is named: it would be no help to anyone, and thousands of documents that claim one meeting
/// would each be joined to each.
const MOST_CANDIDATES: usize = 20;

/// What was found among documents.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The links of each document, in the order of the documents: of a report to items and of its recommendations to
    /// decisions, of an agenda to its reports, of minutes to the meetings whose minutes they approve.
    pub links: Vec<Vec<LinkRecord>>,
    /// Items that took a report.
    pub taken: Vec<Taken>,
}

/// An item that took a report, and no other fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The document that holds the item, by its number.
    pub document: usize,
    /// The item's id.
    pub item: String,
    /// The document that is the report.
    pub report: usize,
}

/// The links of each document, given the briefs of all, ids settled, those of one file together.
pub fn links(briefs: &[Brief]) -> Vec<Vec<LinkRecord>> {
    let mut briefs = briefs.to_vec();
    briefs.chunk_by_mut(|a, b| a.file == b.file).for_each(meetings::join);
    let outlines: Vec<Outline> = briefs.iter().map(Outline::of).collect();
    let outlines: Vec<&Outline> = outlines.iter().collect();
    let brief = |at: usize| Ok::<_, Infallible>(briefs.get(at).cloned().unwrap_or_default());
    match across(&outlines, brief) {
        Ok(found) => found.links,
        Err(never) => match never {},
    }
}

/// What is found among documents, given the outlines of all, and what gives the brief of one, its ids settled. Only those
/// of one day are in memory at once.
///
/// # Errors
/// When a brief is not to be had.
pub fn across<E>(outlines: &[&Outline], brief: impl Fn(usize) -> Result<Brief, E>) -> Result<Found, E> {
    let mut all = Vec::new();
    for (date, plan) in plans(outlines) {
        let load = |documents: &[usize]| {
            documents.iter().map(|at| Ok((*at, brief(*at)?))).collect::<Result<Vec<_>, E>>()
        };
        let day = Day { date, minutes: load(&plan.minutes)?, agendas: load(&plan.agendas)? };
        for at in plan.askers {
            day.links_of(at, &brief(at)?, &mut all);
        }
    }
    all.sort_by_key(|placed| placed.place);
    let mut found = Found { links: vec![Vec::new(); outlines.len()], taken: Vec::new() };
    for Placed { place: (document, ..), link, taken } in all {
        found.taken.extend(taken);
        if let Some(links) = found.links.get_mut(document) {
            links.push(link);
        }
    }
    found.taken.sort_by_key(|taken| taken.report);
    Ok(found)
}

/// Which documents matter to a day.
#[derive(Default)]
struct Plan {
    minutes: Vec<usize>,
    agendas: Vec<usize>,
    /// Reports to meetings of the day, and documents that approve minutes of it.
    askers: Vec<usize>,
}

/// The days on which somebody asks for somebody, in order.
fn plans<'o>(outlines: &[&'o Outline]) -> impl Iterator<Item = (&'o str, Plan)> + use<'o> {
    let mut plans: BTreeMap<&str, Plan> = BTreeMap::new();
    for (at, outline) in outlines.iter().enumerate() {
        if let Some(date) = &outline.date {
            match outline.kind {
                Kind::Minutes => plans.entry(date).or_default().minutes.push(at),
                Kind::Agenda => plans.entry(date).or_default().agendas.push(at),
                _ => {}
            }
        }
        for date in outline.goes_to.iter().chain(&outline.approves) {
            let askers = &mut plans.entry(date).or_default().askers;
            // Several approvals may be of one day.
            if askers.last() != Some(&at) {
                askers.push(at);
            }
        }
    }
    let matters = |plan: &Plan| !plan.askers.is_empty() && plan.minutes.len() + plan.agendas.len() > 0;
    plans.into_iter().filter(move |(_, plan)| matters(plan))
}

/// A link, and what it is sorted by: the document that bears it, the one that gives rise to it, and what of that does.
struct Placed {
    place: (usize, usize, usize),
    link: LinkRecord,
    taken: Option<Taken>,
}

/// Minutes and agendas of one day.
struct Day<'d> {
    date: &'d str,
    minutes: Vec<(usize, Brief)>,
    agendas: Vec<(usize, Brief)>,
}

impl Day<'_> {
    /// The links to this day that a document gives rise to.
    fn links_of(&self, at: usize, brief: &Brief, all: &mut Vec<Placed>) {
        if let (Some(report), Kind::Report) = (&brief.report, brief.kind)
            && brief.goes_to.date.as_deref() == Some(self.date)
        {
            self.of_report(at, brief, report, all);
        }
        let mut once: Vec<LinkRecord> = Vec::new();
        for (approval, number) in brief.approvals.iter().zip(1..).filter(|(a, _)| a.date == self.date) {
            let minutes = self.minutes.iter().map(|(_, minutes)| minutes);
            for a in approved(approval, (&brief.meeting_id, &brief.meeting), minutes) {
                let link = link("approves", &approval.from, a.meeting, a.method, a.score, a.only);
                if !once.contains(&link) {
                    once.push(link.clone());
                    all.push(Placed { place: (at, at, number), link, taken: None });
                }
            }
        }
    }

    fn of_report(&self, at: usize, brief: &Brief, report: &Report, all: &mut Vec<Placed>) {
        let place = |document| (document, at, 0);
        let taken = self.taken(brief, report);
        all.extend(taken.iter().map(|target| {
            let (link, document) = (report_item(report, target), target.document);
            let taken = target.only.then(|| Taken { document, item: target.item.id.clone(), report: at });
            Placed { place: place(at), link, taken }
        }));
        let answers = taken.iter().filter(|target| target.only).flat_map(|target| answers(report, target));
        all.extend(answers.map(|link| Placed { place: place(at), link, taken: None }));
        let announced = self.announced(brief, report);
        all.extend(announced.iter().map(|target| Placed {
            place: place(target.document),
            link: agenda_report(report, target),
            taken: None,
        }));
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
