//! What is remembered of a document while others are read, so that ids can be settled among all: marks of ids, a hundred
//! bytes. What they stand for is noted, for it is seldom asked for. Given a record, gives both. Knows nothing of files.

use super::standing::Beside;
use super::tables::body_of;
use crate::model::digest::Mark;
use crate::model::record::{Kind, ParseStatus, Record};
use serde::{Deserialize, Serialize};

/// What is remembered of one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Brief {
    /// What it is.
    pub kind: Kind,
    /// Whether anything was read from it.
    pub read: bool,
    /// Its pages.
    pub pages: u32,
    /// The id of its meeting, as the document has it.
    pub meeting: Mark,
    /// The id of the body, where the document names it and its council.
    pub body: Mark,
    /// The id of the report, where it is one, as the document has it.
    pub report: Option<Mark>,
}

impl Brief {
    /// The brief of a record.
    pub fn of(record: &Record) -> Self {
        let (meeting, report) = (&record.meeting, record.report.as_ref());
        let names_body = meeting.council.is_some() && meeting.body.is_some();
        Self {
            kind: record.document.kind,
            read: record.document.parse_status != ParseStatus::Quarantined,
            pages: record.document.pages,
            meeting: Mark::of(&meeting.id),
            body: Mark::of(body_of(&meeting.id).filter(|_| names_body).unwrap_or("")),
            report: report.map(|report| Mark::of(&report.id)),
        }
    }
}

/// What is noted of one document: the ids that it has by itself, and what is shown of it elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// The id of its meeting.
    pub meeting: String,
    /// The id of the report, where it is one.
    pub report: Option<String>,
    /// What is shown of the report beside decisions.
    pub beside: Option<Beside>,
}

impl Card {
    /// The card of a record.
    pub fn of(record: &Record) -> Self {
        let report = record.report.as_ref();
        Self {
            meeting: record.meeting.id.clone(),
            report: report.map(|report| report.id.clone()),
            beside: report.map(Beside::of),
        }
    }
}
