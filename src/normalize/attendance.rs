//! Attendance: given the attendees of the tree, gives their records.

use super::words::Words;
use crate::model::minutes::{Attendee, Status};
use crate::model::record::AttendanceRecord;

/// The records, in order.
pub(super) fn attendance(attendees: &[Attendee], words: &Words) -> Vec<AttendanceRecord> {
    attendees.iter().map(|a| attendee(a, words)).collect()
}

fn attendee(a: &Attendee, words: &Words) -> AttendanceRecord {
    AttendanceRecord {
        name: words.text(a.name).trim_end_matches('*').to_owned(),
        title: a.title.as_deref().map(crate::model::transcript::flatten),
        honours: a.honours.iter().map(|h| words.text(*h)).collect(),
        role: words.some(a.role),
        position: words.some(a.position),
        status: status(a.status),
        label_raw: words.some(a.label),
        substitute_for: words.some(a.substitute_for),
        place: words.place(a.span),
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Present => "present",
        Status::AlsoPresent => "also_present",
        Status::InAttendance => "in_attendance",
        Status::Observer => "observer",
        Status::Apologies => "apologies",
        Status::Absent => "absent",
    }
}
