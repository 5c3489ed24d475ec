//! The syntax tree of minutes.

use serde::Serialize;

/// Under construction.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Minutes {}
