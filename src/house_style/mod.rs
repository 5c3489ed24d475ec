//! The vocabularies of councils, read from `grammars/*.toml`: words are data. Knows nothing of transcripts or of what a
//! phrase does in a grammar.

mod folding;
mod forgiving;
mod found;
mod lexicon;
mod load;
pub mod phrases;
pub mod sections;
pub mod vocabulary;
mod wording;

use lexicon::Lexicon;
pub use load::{StyleError, toml_files};
use std::path::Path;
use std::sync::Arc;
pub use vocabulary::HouseStyle;
pub use wording::Wording;

/// The house styles at hand, in order of name; `generic` always among them.
#[derive(Clone, Debug, Default)]
pub struct Styles {
    /// The styles, their parents' words included.
    pub styles: Vec<HouseStyle>,
    /// The signs of those that inherit, a set a style.
    signs: Arc<Lexicon>,
}

impl Styles {
    /// The styles built into the program.
    ///
    /// # Errors
    /// When a built-in file is broken, which a test forbids.
    pub fn built_in() -> Result<Self, StyleError> {
        let mut styles = Self::default();
        for (name, text) in load::BUILT_IN {
            styles.add(load::parse(name, text)?)?;
        }
        styles.gather_signs();
        Ok(styles)
    }

    /// Adds every `*.toml` of a folder, in order of name; a style of the same name is replaced.
    ///
    /// # Errors
    /// When one cannot be read or is refused.
    pub fn add_folder(&mut self, folder: &Path) -> Result<(), StyleError> {
        for file in load::toml_files(folder)? {
            self.add(load::read(&file)?)?;
        }
        self.gather_signs();
        Ok(())
    }

    /// Adds the style that a text in the form of a grammar file describes; one of the same name is replaced.
    ///
    /// # Errors
    /// When it is refused.
    pub fn add_text(&mut self, name: &str, text: &str) -> Result<(), StyleError> {
        self.add(load::parse(name, text)?)?;
        self.gather_signs();
        Ok(())
    }

    /// Reads and checks one file by itself and against the built-in styles: `grammar check FILE`.
    ///
    /// # Errors
    /// When it cannot be read or is refused; the error shows line and caret.
    pub fn check_file(file: &Path) -> Result<HouseStyle, StyleError> {
        let mut styles = Self::built_in()?;
        let style = load::read(file)?;
        let name = style.name.clone();
        styles.add(style)?;
        styles.named(&name).cloned().ok_or_else(|| StyleError::no_parent(&name, "generic"))
    }

    /// The styles that inherit, each with how many different signs of it stand in the text.
    pub fn signs_in(&self, wording: &Wording) -> impl Iterator<Item = (&HouseStyle, usize)> {
        let heirs = self.styles.iter().filter(|s| s.inherits.is_some());
        heirs.zip(self.signs.search(wording).into_iter().map(|found| found.distinct()))
    }

    /// The style of that name.
    pub fn named(&self, name: &str) -> Option<&HouseStyle> {
        self.styles.iter().find(|s| s.name == name)
    }

    /// Adds a style, but for its signs.
    fn add(&mut self, mut style: HouseStyle) -> Result<(), StyleError> {
        match style.inherits.clone() {
            None => style.seal(),
            Some(parent) => {
                let known = self.named(&parent).ok_or_else(|| StyleError::no_parent(&style.name, &parent))?;
                if known.inherits.is_some() {
                    return Err(StyleError::grandparent(&style.name, &parent));
                }
                style.inherit(known);
                style.seal_beside(known);
            }
        }
        self.styles.retain(|s| s.name != style.name);
        let at = self.styles.partition_point(|s| s.name < style.name);
        self.styles.insert(at, style);
        Ok(())
    }

    fn gather_signs(&mut self) {
        let heirs = self.styles.iter().filter(|s| s.inherits.is_some());
        self.signs = Arc::new(Lexicon::of(&heirs.map(|s| s.signs.folded()).collect::<Vec<_>>()));
    }
}
