//! Transcript and house style to syntax tree: the only room that says nom. Total: it cannot fail; what was not
//! understood stays in the tree as unrecognised. Knows nothing of glyphs, files or records.

mod attendance;
mod candidates;
mod dates;
mod decision;
mod items;
mod kind;
mod labels;
mod marks;
mod people;
mod person;
mod reader;
mod report;
mod sentences;
mod subitems;
mod taken;
mod words;

use crate::house_style::{HouseStyle, Styles};
use crate::model::record::Kind;
use crate::model::transcript::Transcript;
use crate::model::tree::Tree;

/// Parses a transcript by one house style.
pub fn tree(style: &HouseStyle, transcript: &Transcript) -> Tree {
    let reader = reader::Reader::new(transcript);
    let kind = kind::kind(style, &reader);
    let mut tree = Tree { kind, house_style: style.name.clone(), ..Tree::default() };
    let mut ledger = taken::Ledger::default();
    let (found, more) = match kind {
        Kind::Report => (report::report(style, &reader), Vec::new()),
        Kind::Decision => {
            let (resolutions, taken) = decision::resolutions(style, &reader);
            tree.minutes.resolutions = resolutions;
            (report::front_sheet(style, &reader), taken)
        }
        _ => return tree,
    };
    tree.minutes.head = found.head;
    tree.report = Some(found.report);
    for taken in found.taken.into_iter().chain(more) {
        ledger.take(taken.span, taken.kind, taken.rule, taken.record);
    }
    (tree.taken, tree.unrecognized, tree.recognised) = ledger.close(&reader);
    tree
}

/// Parses a transcript by the house style that accounts for most of it.
pub fn best_tree(styles: &Styles, transcript: &Transcript) -> Tree {
    styles.styles.iter().map(|s| tree(s, transcript)).next().unwrap_or_default()
}
