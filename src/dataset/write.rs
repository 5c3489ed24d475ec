//! Every CSV of the dataset, each written row by row while documents come by: given inputs and, one after the other, the
//! documents read from them, fills all files at once. The one list of them stands here. Knows nothing of threads.

use super::coverage::{self, Coverage, Input};
use super::field::Described;
use super::folder::{Folder, MARK};
use super::journal::JOURNAL;
use super::part::INPUTS;
use super::standing::Filed;
use super::table::{AnyTable, Csv};
use super::tables::TABLES;
use super::written::Measured;
use super::{DatasetError, control, decisions, package};

/// A CSV file of the dataset that is being filled.
pub struct Sheet<'i> {
    described: Described,
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

    /// How many cells it has so far: how long the next rows will take, beside others.
    pub fn cells(&self) -> u64 {
        self.csv.rows() * self.described.fields.len() as u64
    }

    /// Adds what only stands at its end, and gives the file its name; gives the table as it stands now.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn finish(mut self) -> Result<Measured, DatasetError> {
        match self.rows {
            Rows::Table(_) | Rows::Decisions => {}
            Rows::Issues(inputs) => coverage::finish_issues(&mut self.csv, inputs)?,
            Rows::Coverage(coverage) => coverage.finish(&mut self.csv)?,
        }
        let (digest, rows) = self.csv.finish()?;
        Ok(Measured { described: self.described, digest, rows })
    }
}

/// Every CSV of the dataset, described, in the order of [`sheets`].
pub fn described() -> Vec<Described> {
    let tables = TABLES.iter().map(|table| Described {
        path: format!("data/{}.csv", table.name()),
        name: table.name().to_owned(),
        meaning: table.meaning(),
        fields: table.fields(),
        key: Some("id"),
    });
    let view = |path: &str, name: &str, meaning, fields, key| Described {
        path: path.to_owned(),
        name: name.to_owned(),
        meaning,
        fields,
        key,
    };
    let others = [
        view("decisions.csv", "decisions", DECISIONS, decisions::fields(), Some("resolution_id")),
        view("report/issues.csv", "report-issues", ISSUES, coverage::ISSUE_COLUMNS.to_vec(), None),
        view("report/coverage.csv", "coverage", COVERAGE, Coverage::fields(), None),
    ];
    tables.chain(others).collect()
}

const DECISIONS: &str = "A decision, with everything beside it that a reader would look up in other tables; a view for a spreadsheet";
const ISSUES: &str =
    "Something doubtful or missing, file by file, the gravest first; a view for whoever checks a run";
const COVERAGE: &str = "What became of a file; one that holds several documents has a row for each of them";

/// Makes the files that are written when all documents are there: while nothing has been read yet there is time for it.
///
/// # Errors
/// When the system refuses.
pub fn lay_out(folder: &Folder) -> Result<(), DatasetError> {
    folder.make(package::SCHEMA_FOLDER)?;
    let tables = described().into_iter().map(|described| described.path);
    let round = package::NAMES.iter().chain(&[control::PAGE, MARK, JOURNAL, INPUTS]);
    folder.lay_out(&tables.chain(round.map(|name| (*name).to_owned())).collect::<Vec<_>>())
}

/// Every CSV of the dataset, begun.
///
/// # Errors
/// When the system refuses.
pub fn sheets<'i>(folder: &Folder, inputs: &'i [Input]) -> Result<Vec<Sheet<'i>>, DatasetError> {
    let tables = TABLES.iter().map(|table| Rows::Table(*table));
    let others = [Rows::Decisions, Rows::Issues(inputs), Rows::Coverage(Coverage::new(inputs))];
    let begin = |(described, rows): (Described, Rows<'i>)| {
        let header: Vec<&str> = described.fields.iter().map(|field| field.name).collect();
        let csv = Csv::new(folder.begin(&described.path)?, &header)?;
        Ok(Sheet { described, csv, rows })
    };
    described().into_iter().zip(tables.chain(others)).map(begin).collect()
}
