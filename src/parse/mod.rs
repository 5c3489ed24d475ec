//! Transcript and house style to syntax tree: the only room that says nom. Total: it cannot fail; what was not
//! understood stays in the tree as unrecognised. Knows nothing of glyphs, files or records.

mod attendance;
mod candidates;
mod dates;
mod items;
mod labels;
mod marks;
mod people;
mod person;
mod reader;
mod sentences;
mod subitems;
mod taken;
mod words;

use crate::house_style::{HouseStyle, Styles};
use crate::model::transcript::Transcript;
use crate::model::tree::Tree;

/// Parses a transcript by one house style.
pub fn tree(style: &HouseStyle, transcript: &Transcript) -> Tree {
    let _ = transcript;
    Tree { house_style: style.name.clone(), ..Tree::default() }
}

/// Parses a transcript by the house style that accounts for most of it.
pub fn best_tree(styles: &Styles, transcript: &Transcript) -> Tree {
    styles.styles.iter().map(|s| tree(s, transcript)).next().unwrap_or_default()
}
