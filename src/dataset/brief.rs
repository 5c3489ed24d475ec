//! What is remembered of a document while others are read, so that ids can be settled among all: a hundred bytes or two.
//! Given a record, gives its brief. Knows nothing of files.

use super::standing::Beside;
use crate::model::record::{Kind, ParseStatus, Record};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What is remembered of one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Brief {
    /// The document's id.
    pub document: Box<str>,
    /// What it is.
    pub kind: Kind,
    /// Whether anything was read from it.
    pub read: bool,
    /// Its pages.
    pub pages: u32,
    /// The id of its meeting, as the document has it.
    pub meeting: Box<str>,
    /// Whether council and body of the meeting are known.
    pub names_body: bool,
    /// The id of the report, where it is one, as the document has it.
    pub report: Option<Box<str>>,
    /// What is shown of the report beside decisions.
    pub beside: Option<Arc<Beside>>,
}

impl Brief {
    /// The brief of a record.
    pub fn of(record: &Record) -> Self {
        let (meeting, report) = (&record.meeting, record.report.as_ref());
        Self {
            document: record.document.id.as_str().into(),
            kind: record.document.kind,
            read: record.document.parse_status != ParseStatus::Quarantined,
            pages: record.document.pages,
            meeting: meeting.id.as_str().into(),
            names_body: meeting.council.is_some() && meeting.body.is_some(),
            report: report.map(|report| report.id.as_str().into()),
            beside: report.map(|report| Arc::new(Beside::of(report))),
        }
    }
}
