//! Options that several subcommands share, and what they mean: given names and folders as typed, gives the settings of
//! the pipeline. Knows nothing of documents.

use crate::extract::Opening;
use crate::house_style::Styles;
use crate::ocr::{Options, Reader};
use crate::pipeline::Settings;
use crate::pipeline::recognise::{Recognition, Watching, When};
use anyhow::Context;
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use std::sync::Arc;

/// The style that fits best is looked for.
const AUTO: &str = "auto";

/// How files are opened.
#[derive(Clone, Debug, Args)]
pub struct OpenOptions {
    /// Try this password on files that are encrypted; may be given several times
    #[arg(long = "password", value_name = "PASSWORD")]
    pub passwords: Vec<String>,
}

impl OpenOptions {
    /// What they mean.
    pub fn opening(&self) -> Opening {
        Opening { passwords: self.passwords.clone(), ..Opening::default() }
    }
}

/// How files are opened, and which words to read by.
#[derive(Clone, Debug, Args)]
pub struct StyleOptions {
    /// Read by this house style; auto: the one that accounts for most of each document
    #[arg(long, value_name = "NAME", default_value = AUTO)]
    pub house_style: String,
    /// Add the house styles in DIR/*.toml to those built in
    #[arg(long, value_name = "DIR")]
    pub grammars: Option<PathBuf>,
    #[command(flatten)]
    pub open: OpenOptions,
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
        Ok(Settings { opening: self.open.opening(), styles, style, ..Settings::default() })
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

/// Which images of pages to read, and with what.
#[derive(Clone, Debug, Args)]
pub struct OcrOptions {
    /// Read images of text with Tesseract
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub ocr: Ocr,
    /// The languages of the images, as Tesseract calls them: eng, cym+eng
    #[arg(long, value_name = "CODES", default_value = "eng")]
    pub ocr_languages: String,
    /// The Tesseract to run, if it is not the one on the search path
    #[arg(long, value_name = "PROGRAM", default_value = "tesseract")]
    pub tesseract: PathBuf,
    /// Keep what was read of images in DIR, so that no image is read twice
    #[arg(long, value_name = "DIR")]
    pub cache: Option<PathBuf>,
}

impl OcrOptions {
    /// What they mean, for so many jobs at once; whoever watches is told of every image.
    pub fn recognition(&self, jobs: usize, watch: Option<Arc<dyn Watching>>) -> Recognition {
        let options = Options {
            program: self.tesseract.clone(),
            languages: self.ocr_languages.clone(),
            jobs,
            cache: self.cache.clone(),
        };
        Recognition { when: self.ocr.when(), reader: Some(Arc::new(Reader::new(options))), watch }
    }
}

/// When to read the images of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Ocr {
    /// Where a page has no text of its own, or none that can be right
    Auto,
    /// Not at all
    Never,
    /// On every page that an image covers
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

    fn when(self) -> When {
        match self {
            Ocr::Auto => When::Auto,
            Ocr::Never => When::Never,
            Ocr::Always => When::Always,
        }
    }
}
