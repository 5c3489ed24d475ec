//! Tables against documents: given a dataset, makes every row once more from the documents, each read once for all tables,
//! and holds it against the row that stands in the table, cell for cell. Gives each difference with its file and line. Knows nothing of what cells mean.

use super::field::Described;
use super::folder::Folder;
use super::rebuild::Documents;
use super::table::Cells;
use super::tables::TABLES;
use super::write::described;
use super::{DatasetError, decisions};
use std::fs::File;

/// Takes a difference: the path of the table, and what is wrong.
pub type TakeFault<'f> = dyn FnMut(&str, String) + 'f;

/// Hands every difference between the tables and what the documents give to the function; gives how many rows were made.
///
/// # Errors
/// When a document or the order of the documents cannot be read.
pub fn compare(folder: &Folder, fault: &mut TakeFault<'_>) -> Result<u64, DatasetError> {
    let described = described();
    let tables = described.iter().enumerate().take(TABLES.len() + 1);
    // A table that cannot be opened is told of where tables are looked at one by one.
    let open = |table: &Described| csv::Reader::from_path(folder.root().join(&table.path)).ok();
    let mut found: Vec<(usize, Found<'_>)> =
        tables.filter_map(|(at, table)| Some((at, Found::new(open(table)?, table)))).collect();
    Documents::of(folder)?.some(|documents| {
        found.iter_mut().try_for_each(|(at, found)| {
            documents.iter().try_for_each(|filed| match TABLES.get(*at) {
                Some(table) => table.push(found, filed),
                None => decisions::push(found, filed),
            })
        })
    })?;
    Ok(found.into_iter().map(|(_, found)| found.finish(fault)).sum())
}

/// A table that is being read, row by row beside the rows that it should hold.
struct Found<'t> {
    rows: csv::StringRecordsIntoIter<File>,
    table: &'t Described,
    faults: Vec<String>,
    /// The row that is compared; None past the table's end.
    row: Option<csv::StringRecord>,
    /// How many of its cells were.
    cells: usize,
    made: u64,
    missing: u64,
}

impl<'t> Found<'t> {
    fn new(reader: csv::Reader<File>, table: &'t Described) -> Self {
        let mut rows = reader.into_records();
        let row = rows.next().and_then(Result::ok);
        Self { rows, table, faults: Vec::new(), row, cells: 0, made: 0, missing: 0 }
    }

    /// Tells of cells that differ and of rows too many and too few.
    fn finish(mut self, fault: &mut TakeFault<'_>) -> u64 {
        let more = u64::from(self.row.is_some()) + self.rows.by_ref().count() as u64;
        if more > 0 {
            self.faults.push(format!("{more} rows that no document gives"));
        }
        if self.missing > 0 {
            self.faults.push(format!("{} rows of the documents are missing", self.missing));
        }
        self.faults.into_iter().for_each(|words| fault(&self.table.path, words));
        self.made
    }
}

impl Cells for Found<'_> {
    fn cell(&mut self, cell: &str) -> Result<(), DatasetError> {
        let found = self.row.as_ref().map(|row| row.get(self.cells).unwrap_or_default());
        if let Some(found) = found.filter(|found| *found != cell) {
            let line = self.row.as_ref().and_then(csv::StringRecord::position).map_or(0, csv::Position::line);
            let column = self.table.fields.get(self.cells).map_or("", |field| field.name);
            self.faults.push(format!("line {line}, {column}: “{found}”, but the document gives “{cell}”"));
        }
        self.cells += 1;
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), DatasetError> {
        self.made += 1;
        self.missing += u64::from(self.row.is_none());
        self.cells = 0;
        self.row = self.rows.next().and_then(Result::ok);
        Ok(())
    }
}
