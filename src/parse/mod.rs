//! Transcript and house style to syntax tree: the only room that says nom. Total: it cannot fail; what was not
//! understood stays in the tree as unrecognised. Knows nothing of glyphs, files or records.

mod apologies;
mod attendance;
mod behind;
mod bodies;
mod business;
mod candidates;
mod chair;
mod choice;
mod dates;
mod decision;
mod entry;
mod exemption;
mod head;
mod inline;
mod items;
mod kind;
mod labels;
mod marks;
mod minutes;
mod moved;
mod movers;
mod notes;
mod pack;
mod parts;
mod people;
mod person;
mod reader;
mod recorded;
mod report;
mod resolutions;
mod said;
mod sentences;
mod subitems;
mod substitutes;
mod taken;
mod votes;
mod words;

use crate::house_style::{HouseStyle, Styles};
use crate::model::diagnostic::{Code, Diagnostic, Severity, Stage};
use crate::model::minutes::Minutes;
use crate::model::page::Bookmark;
use crate::model::record::Kind;
use crate::model::report::Report;
use crate::model::tree::Tree;
pub use reader::Reader;
use taken::Ledger;

/// A document that names no kind is minutes if it lists at least this many persons …
const LEAST_PRESENT: usize = 3;
/// … and has at least this many items.
const LEAST_ITEMS: usize = 2;

/// The pages on which further documents begin, where a file holds several: an agenda with its reports, say.
pub fn starts(style: &HouseStyle, reader: &Reader, outline: &[Bookmark]) -> Vec<u32> {
    pack::starts(style, reader, outline)
}

/// Parses a transcript by one house style.
pub fn tree(style: &HouseStyle, reader: &Reader) -> Tree {
    let style = &style.read_in(reader.wording());
    let mut ledger = Ledger::default();
    let tree = match kind::kind(style, reader) {
        Kind::Report => report(style, reader, &mut ledger),
        Kind::Decision => decision(style, reader, &mut ledger),
        kind => minutes(kind, style, reader, &mut ledger),
    };
    let (taken, unrecognized, recognised) = ledger.close(reader);
    let diagnostics = misread(style, reader, &tree.minutes);
    Tree { house_style: style.name.clone(), taken, unrecognized, recognised, diagnostics, ..tree }
}

/// Decisions whose keyword was met though it was misread: shown as read, and told.
fn misread(style: &HouseStyle, reader: &Reader, minutes: &Minutes) -> Vec<Diagnostic> {
    let told = minutes.resolutions.iter().filter_map(|resolution| {
        let place = reader.transcript.locate(resolution.keyword)?;
        let keyword = reader.text(resolution.keyword).trim();
        let read = reader.transcript.source(place.page).is_read();
        if !read || keyword.is_empty() || style.deciding.is_spelt_in(keyword) {
            return None;
        }
        let message =
            format!("{keyword:?} was taken for a misread word of decision; compare it with the page");
        Some(Diagnostic::new(Stage::Parse, Severity::Info, Code::ResolutionTypo, message).at(place))
    });
    told.collect()
}

/// Minutes; an agenda, of which head and items alone are kept; or another document that shows to be minutes after all.
fn minutes(kind: Kind, style: &HouseStyle, reader: &Reader, ledger: &mut Ledger) -> Tree {
    let mut read = Ledger::default();
    let minutes = minutes::minutes(reader, style, &mut read);
    let shows = minutes.attendance.len() >= LEAST_PRESENT && minutes.items.len() >= LEAST_ITEMS;
    match kind {
        Kind::Agenda => {
            *ledger = read;
            Tree {
                kind,
                minutes: Minutes { head: minutes.head, items: minutes.items, ..Minutes::default() },
                ..Tree::default()
            }
        }
        Kind::Other if !shows => {
            Tree { minutes: Minutes { head: minutes.head, ..Minutes::default() }, ..Tree::default() }
        }
        _ => {
            *ledger = read;
            Tree { kind: Kind::Minutes, minutes, ..Tree::default() }
        }
    }
}

fn report(style: &HouseStyle, reader: &Reader, ledger: &mut Ledger) -> Tree {
    let found = report::report(style, reader);
    ledger.take_all(found.taken);
    let minutes = Minutes { head: found.head, ..Minutes::default() };
    let mut report = found.report;
    report.agenda_item = pack::stamped(style, reader.transcript);
    said::of_recommendations(style, reader, &mut report.recommendations);
    Tree { kind: Kind::Report, minutes, report: Some(report), ..Tree::default() }
}

/// A record of a decision: what is decided, and its front sheet as that of a report.
fn decision(style: &HouseStyle, reader: &Reader, ledger: &mut Ledger) -> Tree {
    let decided = decision::read(style, reader);
    let front = report::front_sheet(style, reader, &decided.topics, decided.first);
    ledger.take_all(decided.taken);
    ledger.take_all(front.taken);
    ledger.take_rest(decided.others.into_iter(), "words under another heading of a record");
    let mut resolutions = decided.resolutions;
    said::of_decisions(style, reader, &mut resolutions);
    let minutes = Minutes { head: front.head, resolutions, ..Minutes::default() };
    let report = Report { conflicts_said: decided.conflicts, ..front.report };
    Tree { kind: Kind::Decision, minutes, report: Some(report), ..Tree::default() }
}

/// Parses a transcript by the house style that accounts for most of it. A style that inherits is tried only where signs
/// of it stand in the text: otherwise it would hardly read it otherwise than its parent.
pub fn best_tree(styles: &Styles, reader: &Reader) -> Tree {
    choice::fitting(styles, reader.wording())
        .into_iter()
        .map(|(style, signs)| {
            let tree = tree(style, reader);
            (choice::rank(&tree, signs), tree)
        })
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, tree)| tree)
        .unwrap_or_default()
}
