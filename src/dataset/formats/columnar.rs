//! `parquet/*.parquet`: every table once more column by column, typed: whole numbers, numbers, truth values, dates and times
//! as such, and null where nothing is recorded. Given the folder, writes the files anew. Holds no more than one group of
//! rows. Source: <https://parquet.apache.org/docs/file-format/types/>. Knows nothing of any one table.

use super::super::DatasetError;
use super::super::field::{Described, Field, Sort};
use super::super::folder::Folder;
use super::super::write::described;
use super::{COLUMNS, each_row};
use jiff::civil::Date;
use parquet::basic::{Compression, GzipLevel, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};
use std::io::Write;
use std::sync::Arc;

/// Rows of a group at the most, and bytes of their text from which on no more are added.
const ROWS: usize = 50_000;
const BYTES: usize = 32 << 20;

/// What dates are counted from, in days.
const EPOCH: Date = Date::constant(1970, 1, 1);

/// A minute in thousandths of a second, by which times are counted.
const MINUTE: i32 = 60_000;

/// Where a table goes, below the dataset.
pub(super) fn path(described: &Described) -> String {
    format!("{COLUMNS}/{}.parquet", described.name)
}

/// Writes all.
pub(super) fn write(folder: &Folder) -> std::result::Result<(), DatasetError> {
    folder.make(COLUMNS)?;
    described().iter().try_for_each(|described| write_one(folder, described))
}

fn write_one(folder: &Folder, described: &Described) -> std::result::Result<(), DatasetError> {
    let file = folder.begin(&path(described))?;
    let at = file.path().to_path_buf();
    let failed = |e: ParquetError| DatasetError::Write { path: at.clone(), fault: std::io::Error::other(e) };
    let compression = Compression::GZIP(GzipLevel::default());
    let properties = Arc::new(WriterProperties::builder().set_compression(compression).build());
    let schema = schema(described).map_err(&failed)?;
    let mut writer = SerializedFileWriter::new(file, schema, properties).map_err(&failed)?;
    let mut group = Group::of(described);
    each_row(folder, described, |row| {
        group.add(row).map_err(&failed)?;
        if group.is_full() { group.flush(&mut writer).map_err(&failed) } else { Ok(()) }
    })?;
    group.flush(&mut writer).map_err(&failed)?;
    writer.into_inner().map_err(&failed)?.finish()
}

fn schema(described: &Described) -> Result<TypePtr> {
    let columns = described.fields.iter().map(|field| column(field).map(Arc::new)).collect::<Result<_>>()?;
    Ok(Arc::new(Type::group_type_builder(&described.name).with_fields(columns).build()?))
}

fn column(field: &Field) -> Result<Type> {
    let (physical, logical) = match field.sort {
        Sort::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Sort::Integer => (Physical::INT64, None),
        Sort::Number => (Physical::DOUBLE, None),
        Sort::Truth => (Physical::BOOLEAN, None),
        Sort::Date => (Physical::INT32, Some(LogicalType::Date)),
        Sort::Time => (Physical::INT32, Some(LogicalType::time(false, parquet::basic::TimeUnit::MILLIS))),
    };
    let repetition = if is_required(field) { Repetition::REQUIRED } else { Repetition::OPTIONAL };
    let column = Type::primitive_type_builder(field.name, physical).with_logical_type(logical);
    column.with_repetition(repetition).build()
}

/// A text that always is there; what is typed is null where the cell cannot be read.
fn is_required(field: &Field) -> bool {
    field.always && field.sort == Sort::Text
}

/// Rows that wait to be written together.
struct Group<'t> {
    columns: Vec<(&'t Field, Column)>,
    rows: usize,
    bytes: usize,
}

/// The cells of a column that hold something, and for every row whether it does.
struct Column {
    values: Values,
    there: Vec<i16>,
}

enum Values {
    Texts(Vec<ByteArray>),
    Integers(Vec<i64>),
    Numbers(Vec<f64>),
    Truths(Vec<bool>),
    /// Dates in days, times in thousandths of a second.
    Clock(Vec<i32>),
}

impl<'t> Group<'t> {
    fn of(described: &'t Described) -> Self {
        let columns = described.fields.iter().map(|field| (field, Column::of(field.sort))).collect();
        Self { columns, rows: 0, bytes: 0 }
    }

    fn add(&mut self, row: &csv::StringRecord) -> Result<()> {
        self.rows += 1;
        for ((field, column), cell) in self.columns.iter_mut().zip(row) {
            self.bytes += cell.len();
            column.add(field, cell)?;
        }
        Ok(())
    }

    fn is_full(&self) -> bool {
        self.rows >= ROWS || self.bytes >= BYTES
    }

    /// Writes the rows that wait, if any do.
    fn flush<W: Write + Send>(&mut self, writer: &mut SerializedFileWriter<W>) -> Result<()> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut group = writer.next_row_group()?;
        for (field, column) in &mut self.columns {
            let column = std::mem::replace(column, Column::of(field.sort));
            if let Some(mut into) = group.next_column()? {
                column.write(is_required(field), &mut into)?;
                into.close()?;
            }
        }
        (self.rows, self.bytes) = (0, 0);
        group.close().map(drop)
    }
}

impl Column {
    fn of(sort: Sort) -> Self {
        let values = match sort {
            Sort::Text => Values::Texts(Vec::new()),
            Sort::Integer => Values::Integers(Vec::new()),
            Sort::Number => Values::Numbers(Vec::new()),
            Sort::Truth => Values::Truths(Vec::new()),
            Sort::Date | Sort::Time => Values::Clock(Vec::new()),
        };
        Self { values, there: Vec::new() }
    }

    fn add(&mut self, field: &Field, cell: &str) -> Result<()> {
        let unread =
            || ParquetError::General(format!("{}: {:?} is expected, found {cell}", field.name, field.sort));
        let there = !cell.is_empty() || is_required(field);
        self.there.push(i16::from(there));
        if !there {
            return Ok(());
        }
        match &mut self.values {
            Values::Texts(values) => values.push(ByteArray::from(cell)),
            Values::Integers(values) => values.push(cell.parse().map_err(|_| unread())?),
            Values::Numbers(values) => values.push(cell.parse().map_err(|_| unread())?),
            Values::Truths(values) => values.push(cell == "true"),
            Values::Clock(values) => {
                let counted = if field.sort == Sort::Date { days(cell) } else { thousandths(cell) };
                values.push(counted.ok_or_else(unread)?);
            }
        }
        Ok(())
    }

    fn write(&self, required: bool, into: &mut SerializedColumnWriter<'_>) -> Result<()> {
        let there = (!required).then_some(self.there.as_slice());
        match &self.values {
            Values::Texts(values) => into.typed::<ByteArrayType>().write_batch(values, there, None),
            Values::Integers(values) => into.typed::<Int64Type>().write_batch(values, there, None),
            Values::Numbers(values) => into.typed::<DoubleType>().write_batch(values, there, None),
            Values::Truths(values) => into.typed::<BoolType>().write_batch(values, there, None),
            Values::Clock(values) => into.typed::<Int32Type>().write_batch(values, there, None),
        }
        .map(drop)
    }
}

fn days(cell: &str) -> Option<i32> {
    Some(EPOCH.until(cell.parse::<Date>().ok()?).ok()?.get_days())
}

/// Of a time like `18:30`.
fn thousandths(cell: &str) -> Option<i32> {
    let (hour, minute) = cell.split_once(':')?;
    Some((hour.parse::<i32>().ok()? * 60 + minute.parse::<i32>().ok()?) * MINUTE)
}
