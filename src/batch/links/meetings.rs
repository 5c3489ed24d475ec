//! Which documents speak of one meeting: given briefs, gives the meeting that each goes to, filled in from the agenda with
//! which it is bound, and how sure it is that two are the same. A council that is not printed contradicts none, but
//! weakens what rests on it.

use super::brief::{Brief, Meeting};
use crate::model::record::Kind;
use std::collections::BTreeMap;

/// One of two documents does not name its council.
const COUNCIL_UNSAID: f64 = 0.9;
/// Neither does.
const COUNCILS_UNSAID: f64 = 0.8;

/// The meeting of each brief. A report that is bound with an agenda goes to the meeting of that agenda, unless it says
/// another date.
pub(super) fn meetings(briefs: &[Brief]) -> Vec<Meeting> {
    let mut agendas: BTreeMap<&str, Vec<&Brief>> = BTreeMap::new();
    for brief in briefs.iter().filter(|b| b.kind == Kind::Agenda) {
        agendas.entry(&brief.file).or_default().push(brief);
    }
    let bound = |b: &Brief| match agendas.get(b.file.as_str()).map(Vec::as_slice) {
        Some([agenda]) if b.report.is_some() => Some(agenda.meeting.clone()),
        _ => None,
    };
    briefs.iter().map(|b| with_agenda(&b.meeting, bound(b))).collect()
}

fn with_agenda(own: &Meeting, agenda: Option<Meeting>) -> Meeting {
    let agenda = agenda.filter(|a| a.date.is_some() && (own.date.is_none() || own.date == a.date));
    let Some(agenda) = agenda else { return own.clone() };
    Meeting {
        council: agenda.council.or_else(|| own.council.clone()),
        body: agenda.body.or_else(|| own.body.clone()),
        date: agenda.date,
    }
}

/// Which briefs of that kind are of that date.
pub(super) fn by_date(briefs: &[Brief], kind: Kind) -> BTreeMap<&str, Vec<usize>> {
    let mut dates: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, brief) in briefs.iter().enumerate().filter(|(_, b)| b.kind == kind) {
        if let Some(date) = &brief.meeting.date {
            dates.entry(date).or_default().push(at);
        }
    }
    dates
}

/// How sure it is that two meetings of one date are the same, 0 to 1; None where they are not.
pub(super) fn same(a: &Meeting, b: &Meeting) -> Option<f64> {
    let sure = councils(a, b)?;
    match (&a.body, &b.body) {
        (Some(a), Some(b)) => (a == b).then_some(sure),
        // A council that names no body met itself; two such meetings are one only where the council is.
        (None, None) => (a.council.is_some() && a.council == b.council).then_some(sure),
        _ => None,
    }
}

/// How sure it is that the councils are the same; None where they are not.
pub(super) fn councils(a: &Meeting, b: &Meeting) -> Option<f64> {
    match (&a.council, &b.council) {
        (Some(a), Some(b)) => (a == b).then_some(1.0),
        (None, None) => Some(COUNCILS_UNSAID),
        _ => Some(COUNCIL_UNSAID),
    }
}
