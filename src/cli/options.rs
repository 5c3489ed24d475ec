//! Options that several subcommands share, and what they mean: given names and folders as typed, gives the settings of
//! the pipeline. Knows nothing of documents.

use crate::extract::Limits;
use crate::house_style::Styles;
use crate::pipeline::Settings;
use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// The style that fits best is looked for.
const AUTO: &str = "auto";

/// Which words to read by.
#[derive(Clone, Debug, Args)]
pub struct StyleOptions {
    /// Read by this house style; auto: the one that accounts for most of each document
    #[arg(long, value_name = "NAME", default_value = AUTO)]
    pub house_style: String,
    /// Add the house styles in DIR/*.toml to those built in
    #[arg(long, value_name = "DIR")]
    pub grammars: Option<PathBuf>,
}

impl StyleOptions {
    /// The settings that they mean.
    ///
    /// # Errors
    /// When a grammar is refused or no style bears the name.
    pub fn settings(&self) -> anyhow::Result<Settings> {
        let styles = self.styles()?;
        let style = match self.house_style.as_str() {
            AUTO => None,
            name => Some(styles.named(name).with_context(|| unknown(name, &styles))?.clone()),
        };
        Ok(Settings { limits: Limits::default(), styles, style })
    }

    fn styles(&self) -> anyhow::Result<Styles> {
        let mut styles = Styles::built_in()?;
        if let Some(folder) = &self.grammars {
            styles.add_folder(folder)?;
        }
        Ok(styles)
    }
}

fn unknown(name: &str, styles: &Styles) -> String {
    let known: Vec<&str> = styles.styles.iter().map(|s| s.name.as_str()).collect();
    format!("no house style is called {name}; there are {AUTO}, {}", known.join(", "))
}

/// When to read the images of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Ocr {
    /// Where a page has no text
    Auto,
    /// Not at all
    Never,
    /// On every page
    Always,
}

impl Ocr {
    /// As it is typed.
    pub fn as_str(self) -> &'static str {
        match self {
            Ocr::Auto => "auto",
            Ocr::Never => "never",
            Ocr::Always => "always",
        }
    }

    /// Refuses what this version cannot do.
    ///
    /// # Errors
    /// For `always`: text recognition is not built in.
    pub fn check(self) -> anyhow::Result<()> {
        match self {
            Ocr::Always => bail!("--ocr always: this version cannot read images of text yet; use --ocr auto"),
            Ocr::Auto | Ocr::Never => Ok(()),
        }
    }
}
