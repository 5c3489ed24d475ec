//! The syntax tree of a report.

use serde::Serialize;

/// Under construction.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {}
