//! The sums of a run: given its inputs and documents, counts documents by kind and status, what was read from them, and the most
//! frequent reasons to look again. Knows nothing of how they are printed.

use crate::dataset::coverage::{Fate, Input};
use crate::dataset::standing::Filed;
use crate::model::record::{Kind, ParseStatus, Record};
use serde::Serialize;
use std::collections::BTreeMap;

/// What a run came to.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Tally {
    /// Files found.
    pub files: usize,
    /// Pages of the documents read.
    pub pages: usize,
    /// Files with the bytes of another.
    pub duplicates: usize,
    /// Files that could not be read from disk.
    pub unreadable: usize,
    /// Files that an earlier run into the folder had read.
    pub kept: usize,
    /// Files that an earlier run read and that are there no more.
    pub vanished: Vec<String>,
    /// Documents: kind, then status, then how many.
    pub documents: BTreeMap<&'static str, BTreeMap<&'static str, usize>>,
    /// Distinct meetings.
    pub meetings: usize,
    /// Entries of attendance.
    pub attendance: usize,
    /// Items.
    pub items: usize,
    /// Decisions.
    pub resolutions: usize,
    /// Reports.
    pub reports: usize,
    /// Why documents were set aside or could not be read: reason, how many files.
    pub set_aside: BTreeMap<String, usize>,
    /// Issues that are warnings or errors: code, how many.
    pub issues: BTreeMap<&'static str, usize>,
}

impl Tally {
    /// Counts files; documents are counted one by one.
    pub fn of(inputs: &[Input]) -> Self {
        let mut tally = Self { files: inputs.len(), ..Self::default() };
        inputs.iter().for_each(|input| tally.input(&input.fate));
        tally
    }

    /// Whether some file was set aside or could not be read.
    pub fn trouble(&self) -> bool {
        !self.set_aside.is_empty()
    }

    fn input(&mut self, fate: &Fate) {
        match fate {
            Fate::Document => {}
            Fate::Duplicate { .. } => self.duplicates += 1,
            Fate::Unreadable { .. } => {
                self.unreadable += 1;
                *self.set_aside.entry("could not be read from disk".to_owned()).or_default() += 1;
            }
        }
    }

    /// Counts a document.
    pub fn document(&mut self, filed: &Filed) {
        let record = &filed.record;
        let document = &record.document;
        let statuses = self.documents.entry(document.kind.as_str()).or_default();
        *statuses.entry(document.parse_status.as_str()).or_default() += 1;
        self.pages += document.pages as usize;
        self.meetings += usize::from(filed.standing.settled.tells_meeting);
        self.attendance += record.attendance.len();
        self.items += record.items.len();
        self.resolutions += record.resolutions.len();
        self.reports += usize::from(document.kind == Kind::Report);
        if let Some(reason) = &document.quarantine_reason {
            let code = reason.split(':').next().unwrap_or(reason);
            *self.set_aside.entry(code.to_owned()).or_default() += 1;
        }
        for issue in record.issues.iter().filter(|i| is_read(record) && i.severity != "info") {
            *self.issues.entry(issue.code).or_default() += 1;
        }
    }
}

fn is_read(record: &Record) -> bool {
    record.document.parse_status != ParseStatus::Quarantined
}
