//! The meeting: given the head of the tree, gives council, body, ISO date, times, venue and id.

use super::ids;
use super::words::{Words, clock, iso_date};
use crate::model::minutes::Head;
use crate::model::record::{DocumentRecord, MeetingRecord};

/// The meeting's record.
pub(super) fn meeting(head: &Head, words: &Words, document: &DocumentRecord) -> MeetingRecord {
    let council = words.some(head.council);
    let body = words.some(head.body);
    let date = head.date.as_ref().and_then(iso_date);
    let basis =
        head.date.filter(|_| date.is_some()).map(|d| if d.year_derived { "derived" } else { "stated" });
    MeetingRecord {
        id: ids::meeting(council.as_deref(), body.as_deref(), date.as_deref(), &document.id),
        council,
        body,
        date,
        date_raw: words.some(head.date.map(|d| d.span)),
        date_basis: basis,
        start_time: head.start.as_ref().map(clock),
        end_time: head.end.as_ref().map(clock),
        venue: words.some(head.venue),
        status: head.draft.map(|_| "draft".to_owned()),
        place: head.span.map(|span| words.place(span)),
    }
}

/// The meeting of a report, filled in from the agenda before it in the same file. A date that no field of the report
/// states is some date in its heading: that of the agenda says more.
pub(super) fn of_agenda(
    own: MeetingRecord,
    agenda: &MeetingRecord,
    stated: bool,
    document: &DocumentRecord,
) -> MeetingRecord {
    if agenda.date.is_none() || stated || own.date == agenda.date {
        return own;
    }
    let body = own.body.clone().or_else(|| agenda.body.clone());
    MeetingRecord {
        id: ids::meeting(own.council.as_deref(), body.as_deref(), agenda.date.as_deref(), &document.id),
        body,
        date: agenda.date.clone(),
        date_raw: None,
        date_basis: Some("derived"),
        ..own
    }
}
