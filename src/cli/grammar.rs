//! `minutebook grammar list|check FILE`: the house styles at hand, and whether a file would be one. Knows nothing of
//! what stands in them.

use super::{Ending, screen};
use crate::house_style::Styles;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// What was typed after `grammar`.
#[derive(Debug, Args)]
pub struct Grammar {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Name the house styles built in, and those of --grammars
    List {
        /// Add the house styles in DIR/*.toml
        #[arg(long, value_name = "DIR")]
        grammars: Option<PathBuf>,
    },
    /// Say whether FILE is a house style, and if not, which line is wrong
    Check {
        /// A grammar in TOML
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

impl Grammar {
    /// Does it.
    ///
    /// # Errors
    /// When a folder's grammar is refused or nothing can be printed.
    pub fn run(&self) -> anyhow::Result<Ending> {
        match &self.verb {
            Verb::List { grammars } => list(grammars.as_ref()),
            Verb::Check { file } => check(file),
        }
    }
}

fn list(folder: Option<&PathBuf>) -> anyhow::Result<Ending> {
    let mut styles = Styles::built_in()?;
    if let Some(folder) = folder {
        styles.add_folder(folder)?;
    }
    let names: String = styles.names().map(|name| screen::name(name) + "\n").collect();
    screen::put(names.as_bytes())?;
    Ok(Ending::Clean)
}

fn check(file: &std::path::Path) -> anyhow::Result<Ending> {
    match Styles::check_file(file) {
        Ok(style) => {
            let line = format!("{}: house style {} is sound\n", file.display(), style.name);
            screen::put(screen::printable(&line).as_bytes())?;
            Ok(Ending::Clean)
        }
        Err(refused) => {
            screen::complain(&refused.to_string());
            Ok(Ending::Trouble)
        }
    }
}
