//! What is remembered of the people in one document while others are read: given a record, gives everybody it mentions in the
//! order of people.csv, in one text that a file of notes holds in little room. A document without a council or a
//! date has none: whom it names cannot be told within a council and a term.

use super::super::tables::people::{Mention, Part, mentions};
use crate::model::record::{ParseStatus, Record};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The people whom a document mentions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roll {
    /// The council, as it stands in ids.
    pub council: Box<str>,
    /// The day of the meeting.
    pub date: Date,
    /// The document's id.
    pub document: Box<str>,
    /// A line a mention: how, title, name, with tabs between.
    lines: Box<str>,
}

/// A mention of a roll.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Called<'r> {
    /// How.
    pub how: How,
    /// Their title, as printed; empty where there is none.
    pub title: &'r str,
    /// Their name, as printed.
    pub name: &'r str,
}

/// In which way somebody is mentioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// In the list of those present.
    Present,
    /// In attendance for their post.
    Officer,
    /// In the list of those who are not there.
    Away,
    /// Looking on: perhaps a private person, who is joined to nobody.
    Observer,
    /// Elsewhere, as who moved, voted or declared an interest.
    Named,
}

impl How {
    /// Whether in a list of attendance by which people are known.
    pub fn is_listed(self) -> bool {
        matches!(self, How::Present | How::Officer | How::Away)
    }

    /// Whether there when others are named.
    pub fn is_there(self) -> bool {
        matches!(self, How::Present | How::Officer)
    }

    fn of(mention: &Mention<'_>) -> Self {
        match mention.part {
            Part::Attendee(entry) => match entry.status {
                "apologies" | "absent" => How::Away,
                "observer" => How::Observer,
                "in_attendance" if entry.position.is_some() => How::Officer,
                _ => How::Present,
            },
            _ => How::Named,
        }
    }

    fn mark(self) -> char {
        match self {
            How::Present => 'p',
            How::Officer => 'i',
            How::Away => 'a',
            How::Observer => 'o',
            How::Named => 'n',
        }
    }

    fn marked(mark: char) -> Self {
        match mark {
            'p' => How::Present,
            'i' => How::Officer,
            'a' => How::Away,
            'o' => How::Observer,
            _ => How::Named,
        }
    }
}

impl Roll {
    /// The roll of a record.
    pub fn of(record: &Record) -> Option<Self> {
        let meeting = &record.meeting;
        let date = meeting.date.as_deref().and_then(|date| date.parse().ok())?;
        meeting.council.as_ref().filter(|_| record.document.parse_status != ParseStatus::Quarantined)?;
        let council = meeting.id.split('/').next().filter(|council| !council.is_empty())?;
        let lines: String = mentions(record).iter().map(line).collect();
        let document = record.document.id.as_str().into();
        (!lines.is_empty()).then(|| Self { council: council.into(), date, document, lines: lines.into() })
    }

    /// Everybody it mentions.
    pub fn called(&self) -> impl Iterator<Item = Called<'_>> {
        self.lines.lines().map(|line| {
            let (marked, name) = line.split_once('\t').unwrap_or(("n", line));
            let mark = marked.chars().next().unwrap_or('n');
            Called { how: How::marked(mark), title: marked.get(1..).unwrap_or(""), name }
        })
    }
}

fn line(mention: &Mention<'_>) -> String {
    let plain = |text: &str| text.replace(['\t', '\n', '\r'], " ");
    let title = plain(mention.title().unwrap_or(""));
    format!("{}{title}\t{}\n", How::of(mention).mark(), plain(mention.name))
}
