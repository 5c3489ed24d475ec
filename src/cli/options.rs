//! Options that several subcommands share, and what they mean: given names and folders as typed, gives the settings of
//! the pipeline. Knows nothing of documents.

use super::screen;
use crate::dataset::folder::Folder;
use crate::extract::{Limits, Opening};
use crate::house_style::{self, Styles};
use crate::model::digest;
use crate::ocr::{Options, Reader};
use crate::pipeline::Settings;
use crate::pipeline::recognise::{Recognition, Watching, When};
use crate::source::{Inputs, Source, list};
use anyhow::Context;
use clap::{Args, ValueEnum};
use std::ffi::{OsStr, OsString};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The style that fits best is looked for.
const AUTO: &str = "auto";

/// What stands for standard input.
const STDIN: &str = "-";

/// What to read.
#[derive(Clone, Debug, Args)]
pub struct InputOptions {
    /// PDF files, folders to search for *.pdf, archives (.zip, .tar, .tar.gz); -: a list of them on standard input
    #[arg(value_name = "PATH", required_unless_present = "from")]
    pub paths: Vec<PathBuf>,
    /// Read what LIST names, one path a line, or with NUL between them; -: standard input
    #[arg(long, value_name = "LIST")]
    pub from: Vec<PathBuf>,
}

impl InputOptions {
    /// The documents that they stand for.
    ///
    /// # Errors
    /// When a list cannot be read, a path that was typed does not exist, or there is no document.
    pub fn find(&self) -> anyhow::Result<Vec<Source>> {
        let (lists, paths): (Vec<&PathBuf>, Vec<&PathBuf>) = self.paths.iter().partition(|p| is_stdin(p));
        let mut listed = Vec::new();
        for list in self.from.iter().chain(lists.into_iter().take(1)) {
            let bytes = if is_stdin(list) { stdin() } else { std::fs::read(list) };
            let bytes = bytes.with_context(|| format!("{}: the list could not be read", list.display()))?;
            listed.extend(list::paths(&bytes));
        }
        let paths = paths.into_iter().cloned().collect();
        Ok(Inputs { paths, listed, temporary: Some(std::env::temp_dir()) }.find()?)
    }

    /// As typed.
    pub fn typed(&self) -> Vec<String> {
        let lists = self.from.iter().map(|list| format!("--from {}", list.display()));
        self.paths.iter().map(|path| path.display().to_string()).chain(lists).collect()
    }
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == STDIN
}

fn stdin() -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// How files are opened.
#[derive(Clone, Debug, Args)]
pub struct OpenOptions {
    /// Try this password on files that are encrypted; may be given several times
    #[arg(long = "password", value_name = "PASSWORD")]
    pub passwords: Vec<String>,
    /// Read so many pages of a file at most; that there are more is told
    #[arg(long, value_name = "N", default_value_t = Limits::default().pages)]
    pub max_pages: usize,
}

impl OpenOptions {
    /// What they mean.
    pub fn opening(&self) -> Opening {
        let limits = Limits { pages: self.max_pages, ..Limits::default() };
        Opening { passwords: self.passwords.clone(), limits }
    }

    /// As they are typed.
    fn arguments(&self) -> Vec<OsString> {
        let mut arguments = vec![named("--max-pages", self.max_pages.to_string())];
        arguments.extend(self.passwords.iter().map(|password| named("--password", password)));
        arguments
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
    /// As they are typed.
    pub fn arguments(&self) -> Vec<OsString> {
        let mut arguments = self.open.arguments();
        arguments.push(named("--house-style", &self.house_style));
        arguments.extend(self.grammars.iter().map(|folder| named("--grammars", folder)));
        arguments
    }

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
        let styles_mark = self.mark()?;
        let opening = self.open.opening();
        Ok(Settings { opening, styles, style, styles_mark, ..Settings::default() })
    }

    /// The same for a run whose documents are read by workers, each of which loads the styles: here they are loaded only
    /// where what was typed of them may be refused.
    ///
    /// # Errors
    /// As [`StyleOptions::settings`].
    pub fn settings_beside_workers(&self) -> anyhow::Result<Settings> {
        if self.house_style != AUTO || self.grammars.is_some() {
            return self.settings();
        }
        Ok(Settings { opening: self.open.opening(), ..Settings::default() })
    }

    /// A mark of the files in the folder of styles: documents are read anew when they change.
    fn mark(&self) -> anyhow::Result<String> {
        let Some(folder) = &self.grammars else { return Ok(String::new()) };
        let mut facts = Vec::new();
        for file in house_style::toml_files(folder)? {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let text = std::fs::read(&file).with_context(|| format!("{}: cannot be read", file.display()))?;
            facts.extend([name.into_bytes(), vec![0], text, vec![0]]);
        }
        Ok(digest::sha256(facts.iter().map(Vec::as_slice)))
    }

    fn styles(&self) -> anyhow::Result<Styles> {
        Self::styles_with(self.grammars.as_deref())
    }

    /// The styles built in, and those of a folder.
    ///
    /// # Errors
    /// When one is refused.
    pub fn styles_with(grammars: Option<&Path>) -> anyhow::Result<Styles> {
        let mut styles = Styles::built_in()?;
        if let Some(folder) = grammars {
            styles.add_folder(folder)?;
        }
        Ok(styles)
    }
}

fn unknown(name: &str, styles: &Styles) -> String {
    let known: Vec<&str> = styles.names().collect();
    format!("no house style is called {name}; there are {AUTO}, {}", known.join(", "))
}

/// Where a dataset is written, and how much is said of it.
#[derive(Clone, Debug, Args)]
pub struct OutOptions {
    /// Write the dataset here: an empty or absent folder, or that of an earlier run
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// How many documents to work on at once; 0: as many as there are cores
    #[arg(long, short, value_name = "N", default_value_t = 0)]
    pub jobs: usize,
    /// Print nothing but failures
    #[arg(long, short)]
    pub quiet: bool,
    /// Write into DIR even if it holds other files; they are left alone
    #[arg(long)]
    pub force: bool,
}

impl OutOptions {
    /// The folder, ready to be written to.
    ///
    /// # Errors
    /// When it holds something else, another run writes to it, or it cannot be made.
    pub fn folder(&self) -> anyhow::Result<Folder> {
        Ok(Folder::prepare(&self.out, self.force)?)
    }

    /// Prints what is told at the end of a run, unless it is to be quiet.
    ///
    /// # Errors
    /// When standard output is closed or full.
    pub fn tell(&self, text: &str) -> anyhow::Result<()> {
        if self.quiet {
            return Ok(());
        }
        screen::put(screen::printable(text).as_bytes())
    }
}

/// An option with its value, in one: the value may begin with a dash.
pub fn named(option: &str, value: impl AsRef<OsStr>) -> OsString {
    let mut argument = OsString::from(option);
    argument.push("=");
    argument.push(value);
    argument
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
    /// Whether any image is read.
    pub fn reads(&self) -> bool {
        self.ocr != Ocr::Never
    }

    /// As they are typed.
    pub fn arguments(&self) -> Vec<OsString> {
        let mut arguments = vec![
            named("--ocr", self.ocr.as_str()),
            named("--ocr-languages", &self.ocr_languages),
            named("--tesseract", &self.tesseract),
        ];
        arguments.extend(self.cache.iter().map(|folder| named("--cache", folder)));
        arguments
    }

    /// What they mean, for so many jobs at once, of all processes together that know the folder of `turns`; whoever
    /// watches is told of every image.
    pub fn recognition(
        &self,
        jobs: usize,
        turns: Option<PathBuf>,
        watch: Option<Arc<dyn Watching>>,
    ) -> Recognition {
        let options = Options {
            program: self.tesseract.clone(),
            languages: self.ocr_languages.clone(),
            jobs,
            cache: self.cache.clone(),
            turns,
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
