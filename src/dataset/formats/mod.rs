//! Further formats of the same tables. Given a folder whose tables are written, gives files made from them and from the
//! description of their columns: CSV for spreadsheets, and, where the program was built with them, a SQLite database,
//! an Excel workbook and Parquet files. Knows nothing of documents.

#[cfg(feature = "parquet")]
mod columnar;
mod guard;
mod spreadsheet;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(feature = "xlsx")]
mod workbook;

use super::DatasetError;
use super::about::About;
use super::field::Described;
use super::folder::Folder;
use super::write::described;

/// A format beside CSV and JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// CSV that a spreadsheet opens as it is meant: excel/*.csv.
    Spreadsheet,
    /// A SQLite database.
    Sqlite,
    /// An Excel workbook.
    Workbook,
    /// Parquet: parquet/*.parquet.
    Parquet,
}

/// The database.
pub const DATABASE: &str = "dataset.sqlite";
/// The workbook.
pub const WORKBOOK: &str = "dataset.xlsx";
/// Where the CSVs for spreadsheets go.
pub const SPREADSHEETS: &str = "excel";
/// Where the Parquet files go.
pub const COLUMNS: &str = "parquet";

impl Format {
    /// Every format.
    pub const ALL: [Format; 4] = [Format::Spreadsheet, Format::Sqlite, Format::Workbook, Format::Parquet];

    /// Says so if this program was built without it, before any work is done for nothing.
    ///
    /// # Errors
    /// How to build the program with it.
    pub fn is_built_in(self) -> Result<(), DatasetError> {
        match self {
            #[cfg(not(feature = "sqlite"))]
            Format::Sqlite => Err(not_built_in("sqlite")),
            #[cfg(not(feature = "xlsx"))]
            Format::Workbook => Err(not_built_in("xlsx")),
            #[cfg(not(feature = "parquet"))]
            Format::Parquet => Err(not_built_in("parquet")),
            _ => Ok(()),
        }
    }

    /// The names below the dataset of the files that it writes.
    fn files(self) -> Vec<String> {
        match self {
            Format::Spreadsheet => described().iter().map(spreadsheet::path).collect(),
            Format::Sqlite => vec![DATABASE.to_owned()],
            Format::Workbook => vec![WORKBOOK.to_owned()],
            Format::Parquet => described().iter().map(|d| format!("{COLUMNS}/{}.parquet", d.name)).collect(),
        }
    }
}

/// Writes the tables of the folder in these formats and removes what an earlier run left of the others. Gives the names of
/// the files below the folder.
///
/// # Errors
/// When a table cannot be read, a file cannot be written, or the program was built without the format.
pub fn write(folder: &Folder, formats: &[Format], about: &About) -> Result<Vec<String>, DatasetError> {
    let mut written = Vec::new();
    for format in Format::ALL {
        if formats.contains(&format) {
            write_one(folder, format, about)?;
            written.extend(format.files());
        } else {
            format.files().iter().try_for_each(|name| folder.remove(name))?;
        }
    }
    Ok(written)
}

#[cfg_attr(not(feature = "xlsx"), expect(unused_variables, reason = "only a workbook has links"))]
fn write_one(folder: &Folder, format: Format, about: &About) -> Result<(), DatasetError> {
    match format {
        Format::Spreadsheet => spreadsheet::write(folder),
        #[cfg(feature = "sqlite")]
        Format::Sqlite => sqlite::write(folder),
        #[cfg(feature = "xlsx")]
        Format::Workbook => workbook::write(folder, about.documents.as_deref()),
        #[cfg(feature = "parquet")]
        Format::Parquet => columnar::write(folder),
        #[cfg(not(all(feature = "sqlite", feature = "xlsx", feature = "parquet")))]
        _ => format.is_built_in(),
    }
}

/// What becomes of a format whose feature was off when the program was built.
#[cfg(not(all(feature = "sqlite", feature = "xlsx", feature = "parquet")))]
fn not_built_in(format: &str) -> DatasetError {
    DatasetError::NotBuiltIn { format: format.to_owned() }
}

/// Hands every row of a table to the function, in order.
fn each_row(
    folder: &Folder,
    described: &Described,
    mut f: impl FnMut(&csv::StringRecord) -> Result<(), DatasetError>,
) -> Result<(), DatasetError> {
    let path = folder.root().join(&described.path);
    let failed = |e: csv::Error| DatasetError::Read { path: path.clone(), reason: e.to_string() };
    let mut reader = csv::Reader::from_path(&path).map_err(failed)?;
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(failed)? {
        f(&record)?;
    }
    Ok(())
}
