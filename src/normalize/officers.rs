//! The records of officers: given the officers of the tree, gives their words and places.

use super::report::joined;
use super::words::Words;
use crate::model::record::OfficerRecord;
use crate::model::report::{Officer, Report};

/// One record an officer.
pub(super) fn officers(report: &Report, words: &Words) -> Vec<OfficerRecord> {
    report.officers.iter().map(|o| officer(o, words)).collect()
}

fn officer(officer: &Officer, words: &Words) -> OfficerRecord {
    let post = joined(words, &officer.job_title);
    let post = post.trim_end_matches([',', ';', ' ']);
    let parted = officer.name.is_some() && !post.is_empty();
    OfficerRecord {
        role: officer.role.to_owned(),
        name: words.some(officer.name),
        job_title: Some(post.to_owned()).filter(|t| !t.is_empty()),
        email: words.some(officer.email).map(|e| e.replace(' ', "")),
        phone: words.some(officer.phone),
        basis: if parted { officer.basis } else { "derived" },
        place: words.place(officer.span),
    }
}
