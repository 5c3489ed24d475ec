//! The control report, `report/index.html`: what a run came to, for whoever answers for it: totals, which years of which
//! body are there and where the run of meetings or of numbers has gaps, what was recognised least, issues with links to
//! their pages, the longest and shortest entries, and names seen once. Given documents one by one, keeps counts and short
//! lists, never the documents; the same documents give the same bytes. One file, without scripts and without a network.

mod bodies;
mod chart;
mod extremes;
mod issues;
mod names;
mod page;
mod runs;
mod spot;

use super::DatasetError;
use super::about::About;
use super::coverage::{Fate, Input};
use super::folder::Folder;
use super::standing::Filed;
use crate::model::record::{Kind, ParseStatus, Record};
use bodies::Bodies;
use extremes::Extremes;
use issues::Issues;
use names::Names;
use spot::Spot;
use std::collections::BTreeMap;

pub use spot::{Base, escaped};

/// Its name below the dataset.
pub const PAGE: &str = "report/index.html";

/// Documents that are listed by how little of them was recognised.
const MOST_WORST: usize = 25;

/// Files that are listed as set aside.
const MOST_ASIDE: usize = 100;

/// Bars of the chart of shares.
const SHARES: usize = 10;

/// What is known so far.
#[derive(Debug)]
pub struct Control {
    files: usize,
    duplicates: usize,
    pages: u64,
    meetings: u64,
    rows: Rows,
    kinds: BTreeMap<Kind, [u64; 3]>,
    shares: [u64; SHARES],
    worst: Extremes<Worst>,
    /// Files of which nothing was read, the first of them, and how many.
    aside: (Vec<Aside>, usize),
    bodies: Bodies,
    issues: Issues,
    entries: extremes::Entries,
    names: Names,
}

/// Rows of the tables.
#[derive(Clone, Copy, Debug, Default)]
struct Rows {
    attendance: u64,
    items: u64,
    decisions: u64,
    reports: u64,
}

/// A document of which little was recognised.
#[derive(Debug)]
struct Worst {
    share: f64,
    spot: Spot,
    kind: &'static str,
    status: &'static str,
}

/// A file of which nothing was read.
#[derive(Debug)]
struct Aside {
    spot: Spot,
    reason: String,
}

impl Control {
    /// Of these files; their documents follow one by one, in their order.
    pub fn of(inputs: &[Input]) -> Self {
        let mut control = Self {
            files: inputs.len(),
            duplicates: 0,
            pages: 0,
            meetings: 0,
            rows: Rows::default(),
            kinds: BTreeMap::new(),
            shares: [0; SHARES],
            worst: Extremes::least(MOST_WORST),
            aside: (Vec::new(), 0),
            bodies: Bodies::default(),
            issues: Issues::default(),
            entries: extremes::Entries::default(),
            names: Names::default(),
        };
        for input in inputs {
            match &input.fate {
                Fate::Document => {}
                Fate::Duplicate { .. } => control.duplicates += 1,
                Fate::Unreadable { reason } => control.set_aside(Spot::new(&input.name, 0), reason),
            }
        }
        control
    }

    /// Notes a document.
    pub fn document(&mut self, filed: &Filed) {
        let record = &filed.record;
        let document = &record.document;
        let statuses = self.kinds.entry(document.kind).or_default();
        if let Some(count) = statuses.get_mut(document.parse_status as usize) {
            *count += 1;
        }
        self.issues.note(record);
        if let Some(reason) = &document.quarantine_reason {
            return self.set_aside(Spot::new(&document.source, 0), reason);
        }
        self.pages += u64::from((document.last_page + 1).saturating_sub(document.first_page));
        self.meetings += u64::from(filed.standing.settled.tells_meeting);
        self.rows.note(record);
        self.note_share(record);
        self.bodies.note(record);
        self.entries.note(record);
        self.names.note(record);
    }

    /// Writes the report.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn write(&self, folder: &Folder, about: &About) -> Result<(), DatasetError> {
        let failed = |reason: String| DatasetError::Serialise { what: PAGE.to_owned(), reason };
        let text = page::render(self, about).map_err(|e| failed(e.to_string()))?;
        folder.write(PAGE, text.as_bytes())
    }

    /// How much was recognised of a document that should be recognised.
    fn note_share(&mut self, record: &Record) {
        let document = &record.document;
        let Some(share) = document.recognised.filter(|_| document.kind != Kind::Other) else { return };
        let bar = (share * SHARES as f64) as usize;
        if let Some(count) = self.shares.get_mut(bar.min(SHARES - 1)) {
            *count += 1;
        }
        self.worst.offer((share * 1000.0) as u64, || Worst {
            share,
            spot: Spot::new(&document.source, document.first_page),
            kind: document.kind.as_str(),
            status: document.parse_status.as_str(),
        });
    }

    fn set_aside(&mut self, spot: Spot, reason: &str) {
        self.aside.1 += 1;
        if self.aside.0.len() < MOST_ASIDE {
            self.aside.0.push(Aside { spot, reason: reason.to_owned() });
        }
    }

    /// Documents of that status.
    fn count(&self, status: ParseStatus) -> u64 {
        self.kinds.values().filter_map(|counts| counts.get(status as usize)).sum()
    }
}

impl Rows {
    fn note(&mut self, record: &Record) {
        self.attendance += record.attendance.len() as u64;
        self.items += record.items.len() as u64;
        self.decisions += record.resolutions.len() as u64;
        self.reports += u64::from(record.document.kind == Kind::Report);
    }
}
