//! `dataset.xlsx`: a sheet a table, decisions first, with typed dates and numbers, headings that stay in sight, filters
//! and links to files and pages where the publisher says at which address the files stand. Given the folder, writes the workbook anew. A text that is longer than a
//! cell may be is cut, and ends with `…`. Knows nothing of any one table.

use super::super::DatasetError;
use super::super::control::escaped;
use super::super::field::{Described, Field, Sort};
use super::super::folder::Folder;
use super::super::write::described;
use super::guard::shortened;
use super::{WORKBOOK, each_row};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Url, Workbook, Worksheet, XlsxError};
use std::collections::HashMap;

/// Rows of a sheet besides its headings.
const MOST_ROWS: u32 = 1_048_575;

/// Width of a column of text, in characters.
const WIDE: f64 = 48.0;

/// Width of any other column, in characters.
const NARROW: f64 = 14.0;

/// The longest address that Excel takes.
const LONGEST_LINK: usize = 2_000;

/// Links that a sheet of Excel may have.
const MOST_LINKS: u32 = 65_530;

/// How cells are shown.
struct Looks {
    heading: Format,
    date: Format,
    time: Format,
    text: Format,
}

impl Looks {
    fn new() -> Self {
        Self {
            heading: Format::new().set_bold(),
            date: Format::new().set_num_format("yyyy-mm-dd"),
            time: Format::new().set_num_format("hh:mm"),
            // As text whatever it looks like: 1/19 stays 1/19, also where somebody edits it.
            text: Format::new().set_num_format("@"),
        }
    }
}

/// Writes the workbook.
pub(super) fn write(folder: &Folder, below: Option<&str>) -> Result<(), DatasetError> {
    let path = folder.root().join(WORKBOOK);
    let failed = |e: XlsxError| DatasetError::Write { path: path.clone(), fault: std::io::Error::other(e) };
    let (mut workbook, looks) = (Workbook::new(), Looks::new());
    // The workbook bears a time of its own; the data is to be the same on every run.
    let fixed = ExcelDateTime::from_ymd(2000, 1, 1).map_err(failed)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&fixed));
    let mut tables = described();
    tables.sort_by_key(|table| table.name != "decisions");
    let links = Links::new(folder, &tables, below)?;
    for table in &tables {
        let sheet = workbook.add_worksheet_with_constant_memory();
        fill(sheet, folder, table, &looks, &links, &failed)?;
    }
    let bytes = workbook.save_to_buffer().map_err(failed)?;
    folder.write(WORKBOOK, &bytes)
}

/// Where the pages of documents stand.
struct Links<'a> {
    /// The address below which the files stand; none: there are no links.
    below: Option<&'a str>,
    /// The file of every document, by the document's id.
    sources: HashMap<String, String>,
}

impl<'a> Links<'a> {
    fn new(folder: &Folder, tables: &[Described], below: Option<&'a str>) -> Result<Self, DatasetError> {
        let mut sources = HashMap::new();
        if let Some(documents) = tables.iter().find(|table| table.name == "documents") {
            each_row(folder, documents, |row| {
                let cell = |name| cell_of(documents, row, name).unwrap_or_default().to_owned();
                sources.insert(cell("id"), cell("source"));
                Ok(())
            })?;
        }
        Ok(Self { below, sources })
    }

    /// The address to which a cell leads: a file's name to the file, a page to the page.
    fn of(&self, table: &Described, field: &Field, row: &csv::StringRecord) -> Option<String> {
        let below = self.below.filter(|_| matches!(field.name, "page" | "file"))?;
        let cell = |name| cell_of(table, row, name).filter(|cell| !cell.is_empty());
        let file = cell("file").or_else(|| self.sources.get(cell("document_id")?).map(String::as_str))?;
        let page = cell("page").map(|page| format!("#page={page}")).unwrap_or_default();
        // A folder, seen from that of the workbook or from the root, stands as one.
        let scheme = if below.contains("://") { "" } else { "file:///" };
        let link = format!("{scheme}{}/{}{page}", below.trim_end_matches('/'), escaped(file));
        (link.len() <= LONGEST_LINK).then_some(link)
    }
}

fn cell_of<'r>(table: &Described, row: &'r csv::StringRecord, name: &str) -> Option<&'r str> {
    row.get(table.fields.iter().position(|field| field.name == name)?)
}

fn fill(
    sheet: &mut Worksheet,
    folder: &Folder,
    table: &Described,
    looks: &Looks,
    links: &Links,
    failed: &dyn Fn(XlsxError) -> DatasetError,
) -> Result<(), DatasetError> {
    begin(sheet, table, looks).map_err(failed)?;
    let (mut at, mut left) = (0, MOST_LINKS);
    each_row(folder, table, |row| {
        at += 1;
        if at > MOST_ROWS {
            return Err(failed(XlsxError::RowColumnLimitError));
        }
        for ((field, cell), column) in table.fields.iter().zip(row).zip(0..) {
            let link = links.of(table, field, row).filter(|_| left > 0 && !cell.is_empty());
            if let Some(link) = link {
                // The cell that is written over it keeps its type, and the link.
                sheet.write_url(at, column, Url::new(link)).map_err(failed)?;
                left -= 1;
            }
            put(sheet, at, column, field, cell, looks).map_err(failed)?;
        }
        Ok(())
    })?;
    let last = u16::try_from(table.fields.len().saturating_sub(1)).unwrap_or(0);
    sheet.autofilter(0, 0, at, last).map(drop).map_err(failed)
}

fn begin(sheet: &mut Worksheet, table: &Described, looks: &Looks) -> Result<(), XlsxError> {
    sheet.set_name(&table.name)?.set_freeze_panes(1, 0)?;
    for (field, column) in table.fields.iter().zip(0..) {
        let wide = field.sort == Sort::Text && matches!(field.name, "text" | "title" | "decision" | "parts");
        sheet.set_column_width(column, if wide { WIDE } else { NARROW })?;
    }
    for (field, column) in table.fields.iter().zip(0..) {
        sheet.write_string_with_format(0, column, field.name, &looks.heading)?;
    }
    Ok(())
}

fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    field: &Field,
    cell: &str,
    looks: &Looks,
) -> Result<(), XlsxError> {
    if cell.is_empty() {
        return Ok(());
    }
    match (field.sort, number(cell)) {
        (Sort::Integer | Sort::Number, Some(number)) => sheet.write_number(row, column, number),
        (Sort::Truth, _) => sheet.write_boolean(row, column, cell == "true"),
        (Sort::Date, _) => {
            sheet.write_datetime_with_format(row, column, ExcelDateTime::parse_from_str(cell)?, &looks.date)
        }
        (Sort::Time, _) => {
            sheet.write_datetime_with_format(row, column, ExcelDateTime::parse_from_str(cell)?, &looks.time)
        }
        _ => sheet.write_string_with_format(row, column, shortened(cell).into_owned(), &looks.text),
    }
    .map(drop)
}

fn number(cell: &str) -> Option<f64> {
    cell.parse().ok()
}
