//! Every CSV of the dataset, each written row by row while documents come by: given inputs and, one after the other, the
//! documents read from them, fills all files at once. The one list of them stands here. Knows nothing of threads.

use super::coverage::{self, Coverage, Input};
use super::folder::Folder;
use super::standing::Filed;
use super::table::{AnyTable, Csv};
use super::tables::TABLES;
use super::{DatasetError, decisions};

/// A CSV file of the dataset that is being filled.
pub struct Sheet<'i> {
    csv: Csv,
    rows: Rows<'i>,
}

enum Rows<'i> {
    Table(&'static dyn AnyTable),
    Decisions,
    Issues(&'i [Input]),
    Coverage(Coverage<'i>),
}

impl Sheet<'_> {
    /// Adds what a document gives it.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn push(&mut self, filed: &Filed) -> Result<(), DatasetError> {
        match &mut self.rows {
            Rows::Table(table) => table.push(&mut self.csv, filed),
            Rows::Decisions => decisions::push(&mut self.csv, filed),
            Rows::Issues(_) => coverage::push_issues(&mut self.csv, filed),
            Rows::Coverage(coverage) => coverage.push(&mut self.csv, filed),
        }
    }

    /// Adds what only stands at its end, and gives the file its name.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn finish(mut self) -> Result<(), DatasetError> {
        match self.rows {
            Rows::Table(_) | Rows::Decisions => {}
            Rows::Issues(inputs) => coverage::finish_issues(&mut self.csv, inputs)?,
            Rows::Coverage(coverage) => coverage.finish(&mut self.csv)?,
        }
        self.csv.finish()
    }
}

/// Every CSV of the dataset, begun.
///
/// # Errors
/// When the system refuses.
pub fn sheets<'i>(folder: &Folder, inputs: &'i [Input]) -> Result<Vec<Sheet<'i>>, DatasetError> {
    let tables = TABLES
        .iter()
        .map(|table| (format!("data/{}.csv", table.name()), table.header(), Rows::Table(*table)));
    let others = [
        ("decisions.csv".to_owned(), decisions::header(), Rows::Decisions),
        ("report/issues.csv".to_owned(), coverage::ISSUE_COLUMNS.to_vec(), Rows::Issues(inputs)),
        ("report/coverage.csv".to_owned(), Coverage::header(), Rows::Coverage(Coverage::new(inputs))),
    ];
    let begin = |(name, header, rows): (String, Vec<&str>, Rows<'i>)| {
        Ok(Sheet { csv: Csv::new(folder.begin(&name)?, &header)?, rows })
    };
    tables.chain(others).map(begin).collect()
}
