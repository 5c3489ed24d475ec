//! Options of how mentions of people are joined, and what they mean: given the file of a roster, gives the roster. Knows
//! nothing of how people are joined.

use crate::dataset::people::roster::Roster;
use clap::Args;
use std::path::PathBuf;

/// What was typed of it.
#[derive(Clone, Debug, Args)]
pub struct PeopleOptions {
    /// Join mentions of people by this roster too: a CSV file with the columns council, name, from and to
    #[arg(long, value_name = "FILE")]
    roster: Option<PathBuf>,
}

impl PeopleOptions {
    /// The roster; empty where none was typed.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn roster(&self) -> anyhow::Result<Roster> {
        Ok(self.roster.as_deref().map(Roster::read).transpose()?.unwrap_or_default())
    }
}
