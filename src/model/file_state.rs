//! What a file shows of itself without being read, by which it is noticed that somebody wrote to it. Knows nothing of where
//! it is.

use serde::{Deserialize, Serialize};
use std::time::{SystemTime, UNIX_EPOCH};

/// What a file shows of itself while nobody writes to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileState {
    /// Its length in bytes.
    pub bytes: u64,
    /// When it was written to last, in nanoseconds since 1970; none where the system does not tell, or tells of a time
    /// centuries away.
    pub written: Option<i64>,
}

impl FileState {
    /// Of a file of so many bytes that was written to at this time.
    pub fn new(bytes: u64, written: Option<SystemTime>) -> Self {
        let since = |time: SystemTime| match time.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_nanos()).ok(),
            Err(before) => i64::try_from(before.duration().as_nanos()).ok().map(|nanoseconds| -nanoseconds),
        };
        Self { bytes, written: written.and_then(since) }
    }
}
