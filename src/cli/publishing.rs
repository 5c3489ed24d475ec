//! Options of what is written round the tables, and what they mean: what the publisher says, and further formats. Given
//! what was typed, writes them into a dataset. Knows nothing of how documents are read.

use crate::dataset::about::About;
use crate::dataset::folder::Folder;
use crate::dataset::package;
use clap::Args;

/// What was typed of it.
#[derive(Clone, Debug, Args)]
pub struct PublishingOptions {
    /// What the dataset is called; this and the next two win over what DIR/minutebook.toml says
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Who publishes it
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
    /// Its licence: OGL-UK-3.0, CC-BY-4.0, another name, or an address
    #[arg(long, value_name = "NAME")]
    licence: Option<String>,
}

impl PublishingOptions {
    /// What the publisher says of the dataset in this folder.
    ///
    /// # Errors
    /// When its minutebook.toml cannot be read.
    pub fn about(&self, folder: &Folder) -> anyhow::Result<About> {
        let (title, publisher, licence) = (self.title.clone(), self.publisher.clone(), self.licence.clone());
        let typed = About { title, publisher, licence, description: None };
        Ok(typed.beside(folder)?)
    }

    /// Writes everything round the tables.
    ///
    /// # Errors
    /// When a table cannot be read or a file cannot be written.
    pub fn write(&self, folder: &Folder, about: &About) -> anyhow::Result<()> {
        Ok(package::write(folder, about, &[])?)
    }
}
