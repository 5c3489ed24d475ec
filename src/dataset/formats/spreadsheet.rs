//! excel/*.csv: every table once more for spreadsheets, with a byte order mark and an apostrophe before text that a
//! spreadsheet would change. Numbers, dates and times stand as they are: they are to become what they are. Knows nothing
//! of any one table.

use super::super::DatasetError;
use super::super::field::{Described, Sort};
use super::super::folder::Folder;
use super::super::table::{Cells, Csv};
use super::super::write::described;
use super::guard::{needs_guard, shortened};
use super::{SPREADSHEETS, each_row};
use std::borrow::Cow;

/// By it a spreadsheet knows that the file is UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Where a table goes, below the dataset.
pub(super) fn path(described: &Described) -> String {
    format!("{SPREADSHEETS}/{}.csv", described.name)
}

/// Writes all.
pub(super) fn write(folder: &Folder) -> Result<(), DatasetError> {
    folder.make(SPREADSHEETS)?;
    described().iter().try_for_each(|described| write_one(folder, described))
}

fn write_one(folder: &Folder, described: &Described) -> Result<(), DatasetError> {
    let header: Vec<&str> = described.fields.iter().map(|field| field.name).collect();
    let mut sheet = Csv::after(MARK, folder.begin(&path(described))?, &header)?;
    each_row(folder, described, |row| {
        for (field, cell) in described.fields.iter().zip(row) {
            sheet.cell(&guarded(field.sort, cell))?;
        }
        sheet.end_row()
    })?;
    sheet.finish().map(drop)
}

fn guarded(sort: Sort, cell: &str) -> Cow<'_, str> {
    let guard = sort == Sort::Text && needs_guard(cell);
    if guard { Cow::Owned(shortened(&format!("'{cell}")).into_owned()) } else { shortened(cell) }
}
