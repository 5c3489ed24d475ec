//! A roster: given a CSV file of who sat on which council from when to when, gives whom a name means there on a day. Its
//! columns are `council`, `name`, `from` and `to`; the days may be empty. It is kept beside the tables, so that they can be
//! made again. Knows nothing of documents.

use super::super::DatasetError;
use super::super::folder::Folder;
use super::register::id;
use crate::model::name::Name;
use crate::model::slug::slug;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The copy that is kept in the dataset.
pub const ROSTER: &str = "roster.csv";

/// Everybody on the roster.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Roster {
    councils: BTreeMap<String, Vec<Seat>>,
    ids: BTreeSet<String>,
    bytes: Option<Vec<u8>>,
}

/// Somebody on a council.
#[derive(Clone, Debug, PartialEq)]
struct Seat {
    name: Name,
    from: Option<Date>,
    to: Option<Date>,
}

/// A row as it stands in the file.
#[derive(Deserialize)]
struct Line {
    council: String,
    name: String,
    #[serde(default)]
    from: Option<String>,
    #[serde(default)]
    to: Option<String>,
}

impl Roster {
    /// The roster in this file.
    ///
    /// # Errors
    /// When it cannot be read, lacks a column, or a row is not understood; with the line.
    pub fn read(path: &Path) -> Result<Self, DatasetError> {
        let unread = |reason: String| DatasetError::Roster { path: path.to_path_buf(), reason };
        let bytes = std::fs::read(path).map_err(|e| unread(e.to_string()))?;
        Self::parse(bytes).map_err(unread)
    }

    /// The roster that is kept in a dataset; empty where there is none.
    ///
    /// # Errors
    /// As [`Roster::read`].
    pub fn of(folder: &Folder) -> Result<Self, DatasetError> {
        let path = folder.root().join(ROSTER);
        if path.is_file() { Self::read(&path) } else { Ok(Self::default()) }
    }

    /// Keeps it in the dataset; an empty one removes what an earlier run kept.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn keep(&self, folder: &Folder) -> Result<(), DatasetError> {
        match &self.bytes {
            Some(bytes) => folder.write(ROSTER, bytes),
            None => folder.remove(ROSTER),
        }
    }

    fn parse(bytes: Vec<u8>) -> Result<Self, String> {
        let mut roster = Self::default();
        // Spreadsheets begin their CSV with a mark.
        let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text);
        for line in reader.deserialize::<Line>() {
            let line = line.map_err(|e| e.to_string())?;
            let seat = line.seat()?;
            let council = slug(&line.council);
            roster.ids.insert(id(&council, &seat.name, 1));
            roster.councils.entry(council).or_default().push(seat);
        }
        roster.bytes = Some(bytes);
        Ok(roster)
    }

    /// Whether somebody on it has this id.
    pub(super) fn has(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// The id of the only one who may be meant on that day, and whether it is by the whole name; an error where several
    /// may, None where nobody is.
    pub(super) fn find(&self, council: &str, name: &Name, day: Date) -> Option<Result<(String, bool), ()>> {
        let seats = self.councils.get(council)?.iter().filter(|seat| seat.is_held(day));
        let fitting: BTreeSet<&Name> =
            seats.map(|seat| &seat.name).filter(|n| name.fit(n).is_some()).collect();
        if fitting.contains(name) {
            return Some(Ok((id(council, name, 1), true)));
        }
        let mut fitting = fitting.into_iter();
        let found = fitting.next()?;
        Some(if fitting.next().is_none() { Ok((id(council, found, 1), false)) } else { Err(()) })
    }
}

impl Seat {
    fn is_held(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

impl Line {
    fn seat(&self) -> Result<Seat, String> {
        let name = Name::of(&self.name).filter(|name| !name.is_bare());
        let name = name.ok_or_else(|| format!("“{}” is no name of given name and surname", self.name))?;
        Ok(Seat { name, from: date(&self.from)?, to: date(&self.to)? })
    }
}

fn date(cell: &Option<String>) -> Result<Option<Date>, String> {
    let Some(cell) = cell.as_deref().filter(|cell| !cell.is_empty()) else { return Ok(None) };
    cell.parse().map(Some).map_err(|_| format!("a date like 2019-05-14 is expected, found “{cell}”"))
}
