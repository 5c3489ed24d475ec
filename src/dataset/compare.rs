//! Tables against documents: given a dataset, makes every row once more from the documents and holds it against the row
//! that stands in the table, cell for cell. Gives each difference with its file and line. Knows nothing of what cells mean.

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
    let documents = Documents::of(folder)?;
    let mut rows = 0;
    for (at, described) in described().into_iter().enumerate().take(TABLES.len() + 1) {
        // A table that cannot be opened is told of where tables are looked at one by one.
        let Ok(reader) = csv::Reader::from_path(folder.root().join(&described.path)) else { continue };
        let mut found = Found::new(reader, &described, fault);
        documents.each(|filed| match TABLES.get(at) {
            Some(table) => table.push(&mut found, filed),
            None => decisions::push(&mut found, filed),
        })?;
        rows += found.finish();
    }
    Ok(rows)
}

/// A table that is being read, row by row beside the rows that it should hold.
struct Found<'t, 'f> {
    rows: csv::StringRecordsIntoIter<File>,
    table: &'t Described,
    fault: &'t mut TakeFault<'f>,
    /// The row that is compared; None past the table's end.
    row: Option<csv::StringRecord>,
    /// How many of its cells were.
    cells: usize,
    made: u64,
    missing: u64,
}

impl<'t, 'f> Found<'t, 'f> {
    fn new(reader: csv::Reader<File>, table: &'t Described, fault: &'t mut TakeFault<'f>) -> Self {
        let mut rows = reader.into_records();
        let row = rows.next().and_then(Result::ok);
        Self { rows, table, fault, row, cells: 0, made: 0, missing: 0 }
    }

    /// Tells of rows too many and too few.
    fn finish(mut self) -> u64 {
        let more = u64::from(self.row.is_some()) + self.rows.by_ref().count() as u64;
        if more > 0 {
            (self.fault)(&self.table.path, format!("{more} rows that no document gives"));
        }
        if self.missing > 0 {
            (self.fault)(&self.table.path, format!("{} rows of the documents are missing", self.missing));
        }
        self.made
    }
}

impl Cells for Found<'_, '_> {
    fn cell(&mut self, cell: &str) -> Result<(), DatasetError> {
        let found = self.row.as_ref().map(|row| row.get(self.cells).unwrap_or_default());
        if let Some(found) = found.filter(|found| *found != cell) {
            let line = self.row.as_ref().and_then(csv::StringRecord::position).map_or(0, csv::Position::line);
            let column = self.table.fields.get(self.cells).map_or("", |field| field.name);
            let fault = format!("line {line}, {column}: “{found}”, but the document gives “{cell}”");
            (self.fault)(&self.table.path, fault);
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
