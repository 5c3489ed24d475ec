//! `dataset.sqlite`: every table as a table of a SQLite database, with its keys, checks and indexes, and a full-text index
//! of the texts people search for. Given the folder, writes the database anew. Booleans are 0 and 1; what is not recorded
//! is NULL. Knows nothing of any one table but which texts are searched.

use super::super::DatasetError;
use super::super::field::{Described, Field, Sort};
use super::super::folder::Folder;
use super::super::write::described;
use super::{DATABASE, each_row};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, ToSql, params_from_iter};

/// Tables that are searched, and in which columns.
const SEARCHED: &[(&str, &[&str])] = &[
    ("items", &["title", "text"]),
    ("resolutions", &["text", "reasons", "alternatives"]),
    ("resolution_parts", &["label", "text"]),
    ("reports", &["title", "reference"]),
    ("recommendations", &["label", "text"]),
    ("report_sections", &["title", "text"]),
    ("decisions", &["title", "decision", "parts"]),
];

/// Nothing else has the file open while it is made, and one that is not whole is thrown away: no journal is needed.
const OPENING: &str = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON; BEGIN;";

/// Writes the database.
pub(super) fn write(folder: &Folder) -> Result<(), DatasetError> {
    let part = format!("{DATABASE}.part");
    folder.remove(&part)?;
    let path = folder.root().join(&part);
    let failed = |e: &dyn std::fmt::Display| DatasetError::Write {
        path: path.clone(),
        fault: std::io::Error::other(e.to_string()),
    };
    let connection = Connection::open(&path).map_err(|e| failed(&e))?;
    connection.execute_batch(OPENING).map_err(|e| failed(&e))?;
    let tables = described();
    let batch = |sql: &str| connection.execute_batch(sql).map_err(|e| failed(&e));
    // All tables first: a row may lead to one that comes later.
    tables.iter().try_for_each(|table| batch(&creation(table)))?;
    tables.iter().try_for_each(|table| fill(&connection, folder, table, &failed))?;
    tables.iter().try_for_each(|table| batch(&indexes(table)))?;
    connection.execute_batch("COMMIT; ANALYZE;").map_err(|e| failed(&e))?;
    connection.close().map_err(|(_, e)| failed(&e))?;
    folder.rename(&part, DATABASE)
}

fn fill(
    connection: &Connection,
    folder: &Folder,
    described: &Described,
    failed: &dyn Fn(&dyn std::fmt::Display) -> DatasetError,
) -> Result<(), DatasetError> {
    let marks = vec!["?"; described.fields.len()].join(", ");
    let insert = format!("INSERT INTO {} VALUES ({marks})", quoted(&table_name(described)));
    let mut insert = connection.prepare(&insert).map_err(|e| failed(&e))?;
    each_row(folder, described, |row| {
        let cells = described.fields.iter().zip(row).map(|(field, text)| Cell { field, text });
        insert.execute(params_from_iter(cells)).map(drop).map_err(|e| failed(&e))
    })
}

/// `report-issues` is called `report_issues`, so that it needs no quotes.
fn table_name(described: &Described) -> String {
    described.name.replace('-', "_")
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

fn creation(described: &Described) -> String {
    let lines: Vec<String> =
        described.fields.iter().map(|field| format!("  {}", column(field, described.key))).collect();
    format!("CREATE TABLE {} (\n{}\n);", quoted(&table_name(described)), lines.join(",\n"))
}

fn column(field: &Field, key: Option<&str>) -> String {
    let mut column = format!("{} {}", quoted(field.name), affinity(field.sort));
    if key == Some(field.name) {
        column += " PRIMARY KEY";
    }
    if field.always {
        column += " NOT NULL";
    }
    if let Some(table) = field.leads_to {
        // Rows may come before those to which they lead: checked at the end.
        column += &format!(" REFERENCES {}(\"id\") DEFERRABLE INITIALLY DEFERRED", quoted(table));
    }
    if !field.words.is_empty() {
        let words: Vec<String> = field.words.iter().map(|word| format!("'{word}'")).collect();
        column += &format!(" CHECK ({} IN ({}))", quoted(field.name), words.join(", "));
    }
    if field.sort == Sort::Truth {
        column += &format!(" CHECK ({} IN (0, 1))", quoted(field.name));
    }
    column
}

fn affinity(sort: Sort) -> &'static str {
    match sort {
        Sort::Text | Sort::Date | Sort::Time => "TEXT",
        Sort::Integer | Sort::Truth => "INTEGER",
        Sort::Number => "REAL",
    }
}

/// Indexes of the columns that lead elsewhere and of dates, and the full-text index.
fn indexes(described: &Described) -> String {
    let table = table_name(described);
    let led = |field: &&Field| field.leads_to.is_some() || field.sort == Sort::Date;
    let each = described.fields.iter().filter(led).filter(|field| described.key != Some(field.name));
    let index = |field: &Field| {
        format!("CREATE INDEX \"{table}_{0}\" ON {1} (\"{0}\");\n", field.name, quoted(&table))
    };
    let mut text: String = each.map(index).collect();
    if let Some((_, columns)) = SEARCHED.iter().find(|(searched, _)| *searched == table) {
        let columns: Vec<String> = columns.iter().map(|column| quoted(column)).collect();
        let columns = columns.join(", ");
        text += &format!(
            "CREATE VIRTUAL TABLE \"{table}_fts\" USING fts5 ({columns}, content=\"{table}\");\n\
             INSERT INTO \"{table}_fts\" (rowid, {columns}) SELECT rowid, {columns} FROM {};\n",
            quoted(&table)
        );
    }
    text
}

/// A cell on its way into the database.
struct Cell<'r> {
    field: &'r Field,
    text: &'r str,
}

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let text = ToSqlOutput::Borrowed(ValueRef::Text(self.text.as_bytes()));
        Ok(match self.field.sort {
            _ if self.text.is_empty() => ToSqlOutput::Owned(Value::Null),
            Sort::Text | Sort::Date | Sort::Time => text,
            Sort::Truth => ToSqlOutput::Owned(Value::Integer(i64::from(self.text == "true"))),
            Sort::Integer => self.text.parse().map_or(text, |n| ToSqlOutput::Owned(Value::Integer(n))),
            Sort::Number => self.text.parse().map_or(text, |n| ToSqlOutput::Owned(Value::Real(n))),
        })
    }
}
