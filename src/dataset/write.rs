//! What is written into the output folder, and under which names: given records and inputs, writes one JSON per
//! document and every CSV. The one list of all sheets stands here. Knows nothing of threads.

use super::coverage::{self, Input};
use super::folder::{DOCUMENTS, Folder, document_name};
use super::tables::TABLES;
use super::{DatasetError, decisions, json};
use crate::model::record::Record;

type Csv = Box<dyn Fn(&[Record], &[Input]) -> Result<Vec<u8>, DatasetError> + Send + Sync>;

/// A CSV file of the dataset.
pub struct Sheet {
    name: String,
    bytes: Csv,
}

impl Sheet {
    /// Its path below the output folder.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its bytes.
    ///
    /// # Errors
    /// When csv refuses.
    pub fn csv(&self, records: &[Record], inputs: &[Input]) -> Result<Vec<u8>, DatasetError> {
        (self.bytes)(records, inputs)
    }

    /// Writes it into the folder.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn write(&self, folder: &Folder, records: &[Record], inputs: &[Input]) -> Result<(), DatasetError> {
        folder.write(&self.name, &self.csv(records, inputs)?)
    }
}

/// Every CSV of the dataset.
pub fn sheets() -> Vec<Sheet> {
    let tables = TABLES.iter().map(|table| Sheet {
        name: format!("data/{}.csv", table.name()),
        bytes: Box::new(|records, _| table.csv(records)),
    });
    let others = [
        Sheet { name: "decisions.csv".into(), bytes: Box::new(|records, _| decisions::csv(records)) },
        Sheet { name: "report/issues.csv".into(), bytes: Box::new(coverage::issues_csv) },
        Sheet { name: "report/coverage.csv".into(), bytes: Box::new(coverage::csv) },
    ];
    tables.chain(others).collect()
}

/// Writes one document as JSON.
///
/// # Errors
/// When the system refuses.
pub fn document(folder: &Folder, record: &Record) -> Result<(), DatasetError> {
    let name = format!("{DOCUMENTS}/{}", document_name(&record.document.id));
    folder.write(&name, &json::pretty(&record.document.source, record)?)
}
