//! Syntax tree to records: stable ids, ISO dates, names split, places. Knows nothing of nom, glyphs or CSV.

mod officers;
mod report;

use crate::model::record::{DocumentRecord, Record, SCHEMA};
use crate::model::transcript::Transcript;
use crate::model::tree::Tree;

/// The records of one document. `document` comes with its identity filled in (id, source, sha256, pages, text source);
/// kind, style, recognised share and status are filled in here.
pub fn record(tree: &Tree, transcript: &Transcript, document: DocumentRecord) -> Record {
    let _ = transcript;
    Record {
        schema: SCHEMA,
        document: DocumentRecord { kind: tree.kind, house_style: Some(tree.house_style.clone()), ..document },
        meeting: Default::default(),
        attendance: Vec::new(),
        presence: Vec::new(),
        items: Vec::new(),
        resolutions: Vec::new(),
        declarations: Vec::new(),
        actions: Vec::new(),
        references: Vec::new(),
        report: report::report(tree, transcript, "meeting"),
        links: Vec::new(),
        issues: Vec::new(),
    }
}
