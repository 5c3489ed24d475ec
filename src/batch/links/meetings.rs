//! Which documents speak of one meeting: given briefs, gives the meeting that each goes to, filled in from the agenda with
//! which it is bound, and how sure it is that two are the same. A council that is not printed contradicts none, but
//! weakens what rests on it.

use super::brief::{Brief, Meeting};
use crate::model::record::Kind;

/// One of two documents does not name its council.
const COUNCIL_UNSAID: f64 = 0.9;
/// Neither does.
const COUNCILS_UNSAID: f64 = 0.8;

/// Given the documents of one file, fills in the meeting that each goes to. A report that is bound with an agenda goes to
/// the meeting of that agenda, unless it says another date.
pub(super) fn join(briefs: &mut [Brief]) {
    let mut agendas = briefs.iter().filter(|b| b.kind == Kind::Agenda);
    let agenda = agendas.next().filter(|_| agendas.next().is_none()).map(|agenda| agenda.meeting.clone());
    for brief in briefs {
        let bound = agenda.clone().filter(|_| brief.report.is_some());
        brief.goes_to = with_agenda(&brief.meeting, bound);
    }
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
