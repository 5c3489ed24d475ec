//! run.json, the account of one run: version, options, counts, timings and inputs. The one file of a dataset that
//! holds a clock's time; whoever runs the program hands the times in. Knows nothing of records.

use super::folder::{Folder, MARK, PROGRAM};
use super::{DatasetError, json};
use serde::Serialize;
use std::collections::BTreeMap;

/// What is known of a run when it ends. `Counts` is whatever the run was counted by.
#[derive(Debug, Serialize)]
pub struct Run<Counts> {
    program: &'static str,
    version: &'static str,
    schema: &'static str,
    /// RFC 3339, UTC.
    started: String,
    /// RFC 3339, UTC; null in the folder of a run that did not end.
    finished: String,
    seconds: f64,
    options: BTreeMap<&'static str, String>,
    /// As typed.
    inputs: Vec<String>,
    counts: Counts,
}

/// When a run began and ended.
#[derive(Clone, Debug)]
pub struct Times {
    /// RFC 3339, UTC.
    pub started: String,
    /// RFC 3339, UTC.
    pub finished: String,
    /// How long it took.
    pub seconds: f64,
}

impl<Counts: Serialize> Run<Counts> {
    /// The account of a run that has ended.
    pub fn new(
        times: Times,
        options: BTreeMap<&'static str, String>,
        inputs: Vec<String>,
        counts: Counts,
    ) -> Self {
        Self {
            program: PROGRAM,
            version: env!("CARGO_PKG_VERSION"),
            schema: crate::model::record::SCHEMA,
            started: times.started,
            finished: times.finished,
            seconds: times.seconds,
            options,
            inputs,
            counts,
        }
    }

    /// Writes it: the last file of a run.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn write(&self, folder: &Folder) -> Result<(), DatasetError> {
        folder.write(MARK, &json::pretty(MARK, self)?)
    }
}
