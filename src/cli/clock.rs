//! The clock: when a run began and how long it took. The one place of the program that asks for the time of day, for
//! run.json alone. Knows nothing of the run.

use crate::dataset::run::Times;
use std::time::{Instant, SystemTime};

/// A run's stopwatch.
#[derive(Debug)]
pub struct Clock {
    started: String,
    since: Instant,
}

impl Clock {
    /// Begins to run.
    pub fn start() -> Self {
        Self { started: now(), since: Instant::now() }
    }

    /// When it began, and that it ends now.
    pub fn stop(self) -> Times {
        let seconds = (self.since.elapsed().as_secs_f64() * 1000.0).round() / 1000.0;
        Times { started: self.started, finished: now(), seconds }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "run.json says when the run was; nothing else is told the time"
)]
fn now() -> String {
    let now = jiff::Timestamp::try_from(SystemTime::now()).unwrap_or_default();
    now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
