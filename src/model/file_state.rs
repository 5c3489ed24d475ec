//! What a file shows of itself without being read, by which it is noticed that somebody wrote to it. Knows nothing of where
//! it is.

use serde::{Deserialize, Serialize};
use std::time::SystemTime;

/// What a file shows of itself while nobody writes to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileState {
    /// Its length in bytes.
    pub bytes: u64,
    /// When it was written to last, where the system tells.
    pub written: Option<SystemTime>,
}
