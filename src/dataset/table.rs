//! What a table is: a name, columns (each a heading and the function that fills its cell, so that the two cannot drift
//! apart) and rows. Every table begins with its id and ends with document and place. Given documents one by one, writes CSV: RFC
//! 4180, UTF-8, CRLF, a header always. Knows nothing of any one table.

use super::DatasetError;
use super::digest::{Digest, Hashing};
use super::field::Field;
use super::folder::PartFile;
use super::standing::Filed;
use crate::model::record::{PlaceRecord, Record};
use std::borrow::Cow;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A cell: empty means not recorded.
pub type Cell<'r> = Cow<'r, str>;

/// One entry on its way into a table.
pub struct Row<'r, T> {
    /// Its id.
    pub id: String,
    /// Id of the entry that holds it, where it is a part of one: a part's decision.
    pub within: &'r str,
    /// The document it was read from.
    pub record: &'r Record,
    /// The entry itself.
    pub entry: &'r T,
}

/// A column: what it is and what fills it.
pub struct Column<T: 'static> {
    field: Field,
    cell: for<'a, 'r> fn(&'a Row<'r, T>) -> Cell<'a>,
}

/// A column that is that.
pub const fn col<T>(field: Field, cell: for<'a, 'r> fn(&'a Row<'r, T>) -> Cell<'a>) -> Column<T> {
    Column { field, cell }
}

/// Takes the rows of a table one by one.
pub type TakeRow<'f, T> = dyn FnMut(&Row<'_, T>) + 'f;

/// What hands every row that one document gives a table to a function, in order.
pub type Rows<T> = fn(&Filed, &mut TakeRow<'_, T>);

/// A table of entries of one type.
pub struct Table<T: 'static> {
    /// The stem of its file.
    pub name: &'static str,
    /// What a row is, in one sentence without its stop.
    pub meaning: &'static str,
    /// Its columns between the id and the place.
    pub columns: &'static [Column<T>],
    /// Where an entry was read.
    pub place: fn(&T) -> Option<&PlaceRecord>,
    /// Hands every row of a document to the function, in order.
    pub rows: Rows<T>,
}

/// A table, whatever its entries are.
pub trait AnyTable: Sync {
    /// The stem of its file.
    fn name(&self) -> &'static str;
    /// What a row is.
    fn meaning(&self) -> &'static str;
    /// Its columns, in order.
    fn fields(&self) -> Vec<Field>;
    /// Adds the rows of a document to the sheet.
    ///
    /// # Errors
    /// When the sheet takes no more.
    fn push(&self, sheet: &mut dyn Cells, filed: &Filed) -> Result<(), DatasetError>;
}

/// The columns that end every table: how surely it was read (0 to 100; empty where it was not read from an image), and where.
const TAIL: [Field; 7] = [
    Field::count("confidence", "How surely it was read from an image; empty where it was not read from one")
        .within(0.0, 100.0),
    Field::key("document_id", "documents", "The document from which it was read").always(),
    Field::count("page", "The page of the file on which it begins").within(1.0, u32::MAX as f64),
    Field::number(
        "x0",
        "Left edge of its words on that page, in points (1/72 inch) from the left edge of the page",
    ),
    Field::number(
        "top",
        "Upper edge of its words on that page, in points from the upper edge of the page, downwards",
    ),
    Field::number("x1", "Right edge of its words on that page, in points"),
    Field::number("bottom", "Lower edge of its words on that page, in points"),
];

/// The column that begins every table.
const ID: Field = Field::text("id", "By what the row is known, the same on every run").always();

impl<T> AnyTable for Table<T> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn meaning(&self) -> &'static str {
        self.meaning
    }

    fn fields(&self) -> Vec<Field> {
        let own = self.columns.iter().map(|c| c.field);
        std::iter::once(ID).chain(own).chain(TAIL).collect()
    }

    fn push(&self, sheet: &mut dyn Cells, filed: &Filed) -> Result<(), DatasetError> {
        let mut result = Ok(());
        (self.rows)(filed, &mut |row| {
            if result.is_ok() {
                result = self.row(sheet, row);
            }
        });
        result
    }
}

impl<T> Table<T> {
    fn row(&self, sheet: &mut dyn Cells, row: &Row<'_, T>) -> Result<(), DatasetError> {
        sheet.cell(&row.id)?;
        for column in self.columns {
            sheet.cell(&(column.cell)(row))?;
        }
        let place = (self.place)(row.entry);
        sheet.cell(&show_opt(place.and_then(|place| place.confidence)))?;
        sheet.cell(&row.record.document.id)?;
        for cell in place_cells(place) {
            sheet.cell(&cell)?;
        }
        sheet.end_row()
    }
}

/// Page and rectangle as cells; empty without a place.
pub fn place_cells(place: Option<&PlaceRecord>) -> [String; 5] {
    let Some(place) = place.filter(|p| p.page > 0) else { return Default::default() };
    let [x0, top, x1, bottom] = place.bbox.map(|v| v.to_string());
    [place.page.to_string(), x0, top, x1, bottom]
}

/// What takes rows cell by cell: a file that is written, or one that they are held against.
pub trait Cells {
    /// Adds one cell to the row that stands open.
    ///
    /// # Errors
    /// When the system refuses.
    fn cell(&mut self, cell: &str) -> Result<(), DatasetError>;

    /// Closes the row.
    ///
    /// # Errors
    /// When its cells are not as many as the headings.
    fn end_row(&mut self) -> Result<(), DatasetError>;
}

/// Bytes of a CSV that are put into its file at a time.
const AT_ONCE: usize = 1 << 16;

/// A CSV file being written.
pub struct Csv {
    writer: csv::Writer<Hashing<PartFile>>,
    path: PathBuf,
    rows: u64,
}

impl Csv {
    /// A file that begins with these headings.
    ///
    /// # Errors
    /// As for every cell: when the system refuses.
    pub fn new(file: PartFile, header: &[&str]) -> Result<Self, DatasetError> {
        Self::after(&[], file, header)
    }

    /// The same with a mark before the headings.
    ///
    /// # Errors
    /// As [`Csv::new`].
    pub fn after(mark: &[u8], file: PartFile, header: &[&str]) -> Result<Self, DatasetError> {
        let path = file.path().to_path_buf();
        let mut file = Hashing::new(file);
        file.write_all(mark).map_err(|fault| DatasetError::Write { path: path.clone(), fault })?;
        let mut format = csv::WriterBuilder::new();
        format.terminator(csv::Terminator::CRLF).buffer_capacity(AT_ONCE);
        let mut sheet = Self { writer: format.from_writer(file), path, rows: 0 };
        sheet.row(header)?;
        Ok(Self { rows: 0, ..sheet })
    }

    /// How many rows it has so far, without the headings.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Adds a whole row.
    ///
    /// # Errors
    /// As for its cells and its end.
    pub fn row<C: AsRef<str>>(&mut self, cells: &[C]) -> Result<(), DatasetError> {
        for cell in cells {
            self.cell(cell.as_ref())?;
        }
        self.end_row()
    }

    /// Gives the file its name: it is whole. Gives its digest, and how many rows it has without the headings.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn finish(self) -> Result<(Digest, u64), DatasetError> {
        let path = self.path;
        let file = self.writer.into_inner().map_err(|e| DatasetError::Write {
            fault: std::io::Error::new(e.error().kind(), e.error().to_string()),
            path,
        })?;
        let (file, digest) = file.finish();
        file.finish()?;
        Ok((digest, self.rows))
    }
}

impl Cells for Csv {
    fn cell(&mut self, cell: &str) -> Result<(), DatasetError> {
        self.writer.write_field(cell).map_err(|e| failed(&self.path, e))
    }

    fn end_row(&mut self) -> Result<(), DatasetError> {
        self.rows += 1;
        self.writer.write_record(None::<&[u8]>).map_err(|e| failed(&self.path, e))
    }
}

fn failed(path: &Path, fault: csv::Error) -> DatasetError {
    let fault = match fault.into_kind() {
        csv::ErrorKind::Io(fault) => fault,
        other => std::io::Error::other(format!("{other:?}")),
    };
    DatasetError::Write { path: path.to_path_buf(), fault }
}

/// A text as a cell.
pub fn text(value: &str) -> Cell<'_> {
    Cow::Borrowed(value)
}

/// A text that may not be recorded.
pub fn opt(value: &Option<String>) -> Cell<'_> {
    Cow::Borrowed(value.as_deref().unwrap_or(""))
}

/// A word of a fixed list that may not be recorded.
pub fn word<'r>(value: Option<&'static str>) -> Cell<'r> {
    Cow::Borrowed(value.unwrap_or(""))
}

/// A number or truth value.
pub fn show<'r>(value: impl ToString) -> Cell<'r> {
    Cow::Owned(value.to_string())
}

/// A number or truth value that may not be recorded.
pub fn show_opt<'r>(value: Option<impl ToString>) -> Cell<'r> {
    value.map_or(Cow::Borrowed(""), show)
}

/// Several texts in one cell.
pub fn list(values: &[String]) -> Cell<'_> {
    Cow::Owned(values.join("; "))
}

#[cfg(test)]
mod tests {
    use super::super::digest;
    use super::super::folder::Folder;
    use super::*;

    #[test]
    fn what_is_told_of_a_file_is_what_stands_in_it() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::prepare(place.path(), false).unwrap();
        let long = "Budget, \"revised\"\r\n".repeat(AT_ONCE);
        let cells = ["The \"Old\" Library,\nand what became of it", "", "Café", &long, " ", "\r"];
        for mark in ["", "\u{feff}"] {
            let mut sheet =
                Csv::after(mark.as_bytes(), folder.begin("data/a.csv").unwrap(), &["id"]).unwrap();
            cells.iter().for_each(|cell| sheet.row(&[cell]).unwrap());
            let (digest, rows) = sheet.finish().unwrap();
            let path = place.path().join("data/a.csv");
            assert_eq!(digest, digest::of(&path).unwrap());
            let read = csv::Reader::from_path(&path).unwrap().into_records();
            assert_eq!(rows, read.map(Result::unwrap).count() as u64);
        }
    }

    #[test]
    fn headings_are_no_row() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::prepare(place.path(), false).unwrap();
        let sheet = Csv::new(folder.begin("data/a.csv").unwrap(), &["id", "page"]).unwrap();
        let (digest, rows) = sheet.finish().unwrap();
        assert_eq!((digest.bytes, rows), ("id,page\r\n".len() as u64, 0));
    }
}
