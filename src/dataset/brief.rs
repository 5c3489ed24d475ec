//! What is remembered of a document while others are read: a few hundred bytes that tell its ids, its meeting and the
//! titles by which documents are joined. Two hundred thousand documents are held so at once; their records are not.
//! Given a record, gives its brief. Knows nothing of files.

use crate::model::record::{Kind, ParseStatus, Record};

/// What is remembered of one document.
#[derive(Clone, Debug, PartialEq)]
pub struct Brief {
    /// The document's id.
    pub document: Box<str>,
    /// What it is.
    pub kind: Kind,
    /// Whether anything was read from it.
    pub read: bool,
    /// Its meeting.
    pub meeting: MeetingBrief,
    /// The report, where it is one.
    pub report: Option<ReportBrief>,
    /// Its items.
    pub items: Box<[ItemBrief]>,
}

/// The meeting that a document tells of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MeetingBrief {
    /// Its id, as the document has it.
    pub id: Box<str>,
    /// The council, folded; none if it is not known.
    pub council: Option<Box<str>>,
    /// The body, folded; none if it is not known.
    pub body: Option<Box<str>>,
    /// ISO date.
    pub date: Option<Box<str>>,
}

/// A report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReportBrief {
    /// Its id, as the document has it.
    pub id: Box<str>,
    /// Its title as printed.
    pub title: Option<Box<str>>,
}

/// An item.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ItemBrief {
    /// Its id without the id of its meeting, with which it begins.
    pub tail: Box<str>,
    /// Its title, folded.
    pub title: Box<str>,
}

impl Brief {
    /// The brief of a record.
    pub fn of(record: &Record) -> Self {
        let meeting = &record.meeting;
        let folded = |text: &Option<String>| text.as_deref().map(fold);
        let item = |item: &crate::model::record::ItemRecord| ItemBrief {
            tail: item.id.strip_prefix(meeting.id.as_str()).unwrap_or(&item.id).into(),
            title: fold(&item.title),
        };
        Self {
            document: record.document.id.as_str().into(),
            kind: record.document.kind,
            read: record.document.parse_status != ParseStatus::Quarantined,
            meeting: MeetingBrief {
                id: meeting.id.as_str().into(),
                council: folded(&meeting.council),
                body: folded(&meeting.body),
                date: meeting.date.as_deref().map(Box::from),
            },
            report: record.report.as_ref().map(|report| ReportBrief {
                id: report.id.as_str().into(),
                title: report.title.as_deref().map(Box::from),
            }),
            items: record.items.iter().map(item).collect(),
        }
    }
}

/// Letters and digits in lower case: case, punctuation and spacing decide nothing.
pub fn fold(text: &str) -> Box<str> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
