//! The vocabularies of councils, read from `grammars/*.toml`: words are data. Knows nothing of transcripts.

use std::path::Path;

/// A vocabulary as read from one TOML, its parent's words included.
#[derive(Clone, Debug, Default)]
pub struct HouseStyle {
    /// Its name: the stem of its file.
    pub name: String,
}

/// Why a grammar file was refused; its Display holds file, line, column and caret.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct StyleError(pub String);

/// The house styles at hand.
#[derive(Clone, Debug, Default)]
pub struct Styles {
    /// In order of name; `generic` always among them.
    pub styles: Vec<HouseStyle>,
}

impl Styles {
    /// The styles built into the program.
    ///
    /// # Errors
    /// When a built-in file is broken, which a test forbids.
    pub fn built_in() -> Result<Self, StyleError> {
        Ok(Self { styles: vec![HouseStyle { name: "generic".into() }] })
    }

    /// Adds every `*.toml` of a folder.
    ///
    /// # Errors
    /// When one cannot be read or is refused.
    pub fn add_folder(&mut self, folder: &Path) -> Result<(), StyleError> {
        let _ = folder;
        Ok(())
    }

    /// Reads and checks one file: `grammar check FILE`.
    ///
    /// # Errors
    /// When it cannot be read or is refused.
    pub fn check_file(file: &Path) -> Result<HouseStyle, StyleError> {
        let _ = file;
        Ok(HouseStyle::default())
    }

    /// The style of that name.
    pub fn named(&self, name: &str) -> Option<&HouseStyle> {
        self.styles.iter().find(|s| s.name == name)
    }
}
