//! Minutes and the meeting whose minutes they approve: given the approvals of a document and all minutes of their dates,
//! gives the meetings meant. Two meetings of one body on one day are candidates.

use super::brief::{Approval, Brief, Meeting};
use super::meetings;

/// How sure it is where the body is not said and the same body is meant.
const BODY_UNSAID: f64 = 0.95;
/// … where one name of the body ends with the other.
const BODY_SHORT: f64 = 0.9;

/// A meeting whose minutes are approved.
#[derive(Clone, Copy, Debug)]
pub(super) struct Approved<'b> {
    /// The meeting's id.
    pub meeting: &'b str,
    /// How they were matched.
    pub method: &'static str,
    /// How well, 0 to 1.
    pub score: f64,
    /// Nothing else fits.
    pub only: bool,
}

/// The meetings meant by an approval in a document of this meeting; `dated`: minutes of the date said.
pub(super) fn approved<'b>(
    approval: &Approval,
    own: (&str, &Meeting),
    dated: impl Iterator<Item = &'b Brief>,
) -> Vec<Approved<'b>> {
    let others = dated.filter(|b| b.meeting_id != own.0);
    let found: Vec<Approved> = others.filter_map(|b| fit(approval, own.1, b)).collect();
    let top = found.iter().map(|a| a.score).fold(0.0, f64::max);
    let best: Vec<Approved> = found.into_iter().filter(|a| a.score >= top).collect();
    if best.len() > super::MOST_CANDIDATES {
        return Vec::new();
    }
    let only = best.len() == 1;
    best.into_iter().map(|a| Approved { only, ..a }).collect()
}

fn fit<'b>(approval: &Approval, own: &Meeting, minutes: &'b Brief) -> Option<Approved<'b>> {
    // Where no council is named, a date and "the Committee" say nothing.
    let sure = meetings::councils(own, &minutes.meeting).filter(|_| own.council.is_some())?;
    let theirs = minutes.meeting.body.as_deref();
    let said = approval.body.as_deref().and_then(|said| body(said, theirs));
    let same = (own.body.as_deref() == theirs).then_some(("date_same_body", BODY_UNSAID));
    let (method, score) = said.or(same)?;
    Some(Approved { meeting: &minutes.meeting_id, method, score: score * sure, only: false })
}

fn body(said: &str, theirs: Option<&str>) -> Option<(&'static str, f64)> {
    let theirs = theirs?;
    match () {
        () if said == theirs => Some(("date_and_body", 1.0)),
        () if said.ends_with(theirs) || theirs.ends_with(said) => Some(("date_and_body", BODY_SHORT)),
        () => None,
    }
}
