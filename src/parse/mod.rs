//! Transcript and house style to syntax tree: the only room that says nom. Total: it cannot fail; what was not
//! understood stays in the tree as unrecognised. Knows nothing of glyphs, files or records.

mod attendance;
mod bodies;
mod candidates;
mod chair;
mod dates;
mod head;
mod inline;
mod items;
mod labels;
mod marks;
mod minutes;
mod movers;
mod parts;
mod people;
mod person;
mod reader;
mod resolutions;
mod sentences;
mod subitems;
mod taken;
mod votes;
mod words;

use crate::house_style::{HouseStyle, Styles};
use crate::model::record::Kind;
use crate::model::transcript::Transcript;
use crate::model::tree::Tree;
use reader::Reader;
use taken::Ledger;

/// Parses a transcript by one house style.
pub fn tree(style: &HouseStyle, transcript: &Transcript) -> Tree {
    let reader = Reader::new(transcript);
    let mut ledger = Ledger::default();
    let minutes = minutes::minutes(&reader, style, &mut ledger);
    let (taken, unrecognized, recognised) = ledger.close(&reader);
    Tree {
        kind: Kind::Minutes,
        house_style: style.name.clone(),
        minutes,
        report: None,
        taken,
        unrecognized,
        recognised,
        diagnostics: Vec::new(),
    }
}

/// Parses a transcript by the house style that accounts for most of it; the first by name wins a tie, `generic` before
/// all others.
pub fn best_tree(styles: &Styles, transcript: &Transcript) -> Tree {
    let trees = styles.styles.iter().map(|style| tree(style, transcript));
    let better = |best: Option<Tree>, next: Tree| match best {
        Some(best) if best.recognised >= next.recognised => Some(best),
        _ => Some(next),
    };
    trees.fold(None, better).unwrap_or_default()
}
