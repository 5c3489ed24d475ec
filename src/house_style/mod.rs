//! The vocabularies of councils, read from `grammars/*.toml`: words are data. Knows nothing of transcripts or of what a
//! phrase does in a grammar.

mod folding;
mod forgiving;
mod found;
mod lexicon;
mod load;
pub mod phrases;
pub mod sections;
mod tables;
pub mod vocabulary;
mod wording;

use lexicon::Lexicon;
pub use load::{StyleError, toml_files};
use std::path::Path;
use std::sync::{Arc, OnceLock};
pub use vocabulary::HouseStyle;
pub use wording::Wording;

/// The house styles at hand, in order of name; `generic` always among them.
#[derive(Clone, Debug, Default)]
pub struct Styles {
    styles: Vec<Style>,
    /// The signs of those that inherit, a set a style.
    signs: Arc<Lexicon>,
}

/// A style as its file has it, and with its parent's words once a document calls for it: most documents show no signs of any
/// style that inherits.
#[derive(Clone, Debug)]
struct Style {
    own: HouseStyle,
    parent: Option<Arc<HouseStyle>>,
    whole: OnceLock<HouseStyle>,
}

impl Style {
    /// The style, its parent's words included.
    fn whole(&self) -> &HouseStyle {
        match &self.parent {
            None => &self.own,
            Some(parent) => self.whole.get_or_init(|| self.own.beside(parent)),
        }
    }
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

    /// The styles that inherit and of which at least so many different signs stand in the text, each with how many.
    pub fn signs_in(&self, wording: &Wording, least: usize) -> impl Iterator<Item = (&HouseStyle, usize)> {
        let found = self.signs.search(wording).into_iter().map(|found| found.distinct());
        let signed = self.heirs().zip(found).filter(move |(_, signs)| *signs >= least);
        signed.map(|(style, signs)| (style.whole(), signs))
    }

    /// The styles without parent.
    pub fn roots(&self) -> impl Iterator<Item = &HouseStyle> {
        self.styles.iter().filter(|s| s.parent.is_none()).map(Style::whole)
    }

    /// All styles.
    pub fn all(&self) -> impl Iterator<Item = &HouseStyle> {
        self.styles.iter().map(Style::whole)
    }

    /// The names of all styles.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.styles.iter().map(|s| s.own.name.as_str())
    }

    /// The style of that name.
    pub fn named(&self, name: &str) -> Option<&HouseStyle> {
        self.styles.iter().find(|s| s.own.name == name).map(Style::whole)
    }

    fn heirs(&self) -> impl Iterator<Item = &Style> {
        self.styles.iter().filter(|s| s.parent.is_some())
    }

    /// Adds a style, but for its signs.
    fn add(&mut self, mut own: HouseStyle) -> Result<(), StyleError> {
        let parent = match own.inherits.clone() {
            None => {
                own.seal();
                None
            }
            Some(parent) => {
                let known = self.named(&parent).ok_or_else(|| StyleError::no_parent(&own.name, &parent))?;
                if known.inherits.is_some() {
                    return Err(StyleError::grandparent(&own.name, &parent));
                }
                own.seal_signs(known);
                Some(Arc::new(known.clone()))
            }
        };
        self.styles.retain(|s| s.own.name != own.name);
        let at = self.styles.partition_point(|s| s.own.name < own.name);
        self.styles.insert(at, Style { own, parent, whole: OnceLock::new() });
        Ok(())
    }

    fn gather_signs(&mut self) {
        self.signs = Arc::new(Lexicon::of(&self.heirs().map(|s| s.own.signs.folded()).collect::<Vec<_>>()));
    }
}
