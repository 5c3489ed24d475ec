//! Options of what is written round the tables, and what they mean: what the publisher says, and further formats. Given
//! what was typed and a harvest, writes a dataset with all of it. Knows nothing of how documents are read.

use crate::batch::tally::Tally;
use crate::batch::{Batch, Harvest};
use crate::dataset::about::About;
use crate::dataset::control::Control;
use crate::dataset::folder::Folder;
use crate::dataset::formats::{self, Format};
use crate::dataset::package::{self, Round};
use crate::dataset::standing::Filed;
use crate::dataset::written::Written;
use clap::{Args, ValueEnum};

/// What was typed of it.
#[derive(Clone, Debug, Args)]
pub struct PublishingOptions {
    /// What the dataset is called; this and the next three win over what DIR/minutebook.toml says
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Who publishes it
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
    /// Its licence: OGL-UK-3.0, CC-BY-4.0, another name, or an address
    #[arg(long, value_name = "NAME")]
    licence: Option<String>,
    /// Where the documents stand, for links to their pages: an address, or a folder seen from DIR
    #[arg(long, value_name = "ADDRESS")]
    documents: Option<String>,
    /// Write excel/*.csv too: the same tables, so that a spreadsheet leaves them as they are
    #[arg(long)]
    excel: bool,
    /// Write this format too; may be given several times. CSV and JSON are always written
    #[arg(long = "format", value_enum, value_name = "FORMAT")]
    formats: Vec<FormatOption>,
}

/// A format, as it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatOption {
    /// The tables of data/, always written
    Csv,
    /// The documents of documents/, always written
    Json,
    /// dataset.sqlite: a SQLite database with keys, indexes and full-text search
    Sqlite,
    /// dataset.xlsx: an Excel workbook with a sheet a table
    Xlsx,
    /// parquet/*.parquet: the tables by columns, typed
    Parquet,
}

impl FormatOption {
    /// The format that it adds, if it adds one.
    fn adds(self) -> Option<Format> {
        match self {
            FormatOption::Csv | FormatOption::Json => None,
            FormatOption::Sqlite => Some(Format::Sqlite),
            FormatOption::Xlsx => Some(Format::Workbook),
            FormatOption::Parquet => Some(Format::Parquet),
        }
    }
}

impl PublishingOptions {
    /// What the publisher says of the dataset in this folder.
    ///
    /// # Errors
    /// When its minutebook.toml cannot be read, or the program was built without a format that is asked for.
    pub fn about(&self, folder: &Folder) -> anyhow::Result<About> {
        self.formats().into_iter().try_for_each(Format::is_built_in)?;
        let (title, publisher, licence) = (self.title.clone(), self.publisher.clone(), self.licence.clone());
        let documents = self.documents.clone();
        Ok(About { title, publisher, licence, documents, ..About::default() }.beside(folder)?)
    }

    /// Writes the tables of a harvest, the control report and everything round them; gives the sums.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write_all(
        &self,
        batch: &Batch,
        harvest: &mut Harvest,
        folder: &Folder,
        about: &About,
    ) -> anyhow::Result<Tally> {
        let (mut tally, mut control) = (Tally::of(&harvest.inputs), Control::of(&harvest.inputs));
        let count = |filed: &Filed| {
            tally.document(filed);
            control.document(filed);
        };
        let fill = move || batch.fill(harvest, folder, count);
        let (filled, round) = batch.both(fill, || Round::write(folder, about));
        let (filled, round) = (filled?, round?);
        let (written, reported) =
            batch.both(|| batch.finish(filled, folder), || control.write(folder, about));
        let written = written?;
        reported?;
        self.write_round(folder, about, round, &written)?;
        Ok(tally)
    }

    /// Writes everything round the tables that were written.
    ///
    /// # Errors
    /// When a table cannot be read or a file cannot be written.
    pub fn write(&self, folder: &Folder, about: &About, written: &Written) -> anyhow::Result<()> {
        self.write_round(folder, about, Round::write(folder, about)?, written)
    }

    fn write_round(
        &self,
        folder: &Folder,
        about: &About,
        round: Round,
        written: &Written,
    ) -> anyhow::Result<()> {
        let more = formats::write(folder, &self.formats(), about)?;
        Ok(package::write(folder, about, round, &more, written)?)
    }

    fn formats(&self) -> Vec<Format> {
        let added = self.formats.iter().filter_map(|format| format.adds());
        self.excel.then_some(Format::Spreadsheet).into_iter().chain(added).collect()
    }
}
