//! Which row of a table is which in two datasets: given the rows of both and the documents that are one, gives the
//! changes. Within a document rows that say the same are one, then those of one id, then those about the same thing.
//! Knows nothing of any one table but its columns.

use super::super::field::{Described, Sort};
use super::{Change, Fate, Pairs, is_told};
use std::collections::HashMap;

/// Cells in the order of the table's columns.
pub(super) type Row = Vec<String>;

/// How two tables are compared.
pub(super) struct Side<'t> {
    pub table: &'t Described,
    /// Rectangles on the page too.
    pub edges: bool,
}

/// Columns that tell what a row is about, the first of them that a table has.
const ABOUT: &[&str] =
    &["title", "name", "label", "number", "source", "body", "code", "role", "owner", "kind", "text"];

/// The changes of a table, each with the number of its document.
pub(super) fn compare(side: &Side<'_>, before: &[Row], after: &[Row], pairs: &Pairs) -> Vec<(usize, Change)> {
    let at = side.table.fields.iter().position(|field| field.name == "document_id").unwrap_or(0);
    let group = |rows: &'_ [Row], numbers: &HashMap<String, usize>| {
        let mut groups: HashMap<usize, Vec<usize>> = HashMap::new();
        for (row, n) in rows.iter().zip(0..) {
            let document = row.get(at).and_then(|id| numbers.get(id)).copied().unwrap_or(usize::MAX);
            groups.entry(document).or_default().push(n);
        }
        groups
    };
    let (mut olds, mut news) = (group(before, &pairs.before), group(after, &pairs.after));
    let mut documents: Vec<usize> = olds.keys().chain(news.keys()).copied().collect();
    documents.sort_unstable();
    documents.dedup();
    let mut changes = Vec::new();
    for document in documents {
        let rows = |of: &mut HashMap<usize, Vec<usize>>| of.remove(&document).unwrap_or_default();
        let old: Vec<&Row> = rows(&mut olds).into_iter().filter_map(|n| before.get(n)).collect();
        let new: Vec<&Row> = rows(&mut news).into_iter().filter_map(|n| after.get(n)).collect();
        let name = pairs.names.get(document).cloned().unwrap_or_default();
        let found = within(side, &old, &new, &name);
        changes.extend(found.into_iter().map(|change| (document, change)));
    }
    changes
}

/// The changes within a document.
fn within(side: &Side<'_>, old: &[&Row], new: &[&Row], name: &(String, String)) -> Vec<Change> {
    let matched = matched(side, old, new);
    let mut taken = vec![false; old.len()];
    let mut changes = Vec::new();
    for (row, partner) in new.iter().zip(&matched) {
        match partner.and_then(|at| Some((at, old.get(at)?))) {
            Some((at, was)) => {
                taken.iter_mut().skip(at).take(1).for_each(|taken| *taken = true);
                altered(side, was, row, name, &mut changes);
            }
            None => changes.push(whole(side, Fate::Added, row, name)),
        }
    }
    let gone = old.iter().zip(&taken).filter(|(_, taken)| !**taken);
    changes.extend(gone.map(|(row, _)| whole(side, Fate::Removed, row, name)));
    changes
}

/// For each new row the old one that it was.
fn matched(side: &Side<'_>, old: &[&Row], new: &[&Row]) -> Vec<Option<usize>> {
    let mut matched: Vec<Option<usize>> = vec![None; new.len()];
    let mut free: Vec<bool> = vec![true; old.len()];
    let alike: [&dyn Fn(&Row) -> String; 3] =
        [&|row| said(side, row), &|row| row.first().cloned().unwrap_or_default(), &|row| {
            about(side.table, row).to_owned()
        }];
    for key in alike {
        let mut waiting: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, row) in old.iter().enumerate().rev().filter(|(at, _)| free.get(*at) == Some(&true)) {
            waiting.entry(key(row)).or_default().push(at);
        }
        for (row, partner) in new.iter().zip(&mut matched).filter(|(_, partner)| partner.is_none()) {
            let Some(at) = waiting.get_mut(&key(row)).and_then(Vec::pop) else { continue };
            free.iter_mut().skip(at).take(1).for_each(|free| *free = false);
            *partner = Some(at);
        }
    }
    only_one(side, &mut matched, &free);
    matched
}

/// A document has one row in tables such as documents, meetings and reports, whatever it says.
fn only_one(side: &Side<'_>, matched: &mut [Option<usize>], free: &[bool]) {
    let single = matches!(side.table.name.as_str(), "documents" | "meetings" | "reports" | "bodies");
    if let ([partner @ None], [true]) = (matched, free)
        && single
    {
        *partner = Some(0);
    }
}

/// Everything that a row says, as one text.
fn said(side: &Side<'_>, row: &Row) -> String {
    let told = row.iter().zip(0..).filter(|(_, at)| is_told(side.table, *at, side.edges));
    told.map(|(cell, _)| cell.as_str()).collect::<Vec<_>>().join("\u{1f}")
}

/// What a row is about.
fn about<'r>(table: &Described, row: &'r Row) -> &'r str {
    let cell = |name: &&'static str| {
        let at = table.fields.iter().position(|field| field.name == *name && field.sort == Sort::Text)?;
        row.get(at).map(String::as_str).filter(|cell| !cell.is_empty())
    };
    ABOUT.iter().find_map(cell).unwrap_or("")
}

fn altered(side: &Side<'_>, old: &Row, new: &Row, name: &(String, String), changes: &mut Vec<Change>) {
    for (((old, cell), field), at) in old.iter().zip(new).zip(&side.table.fields).zip(0..) {
        if old != cell && is_told(side.table, at, side.edges) {
            let change = whole(side, Fate::Altered, new, name);
            changes.push(Change {
                field: field.name.to_owned(),
                old: old.clone(),
                new: cell.clone(),
                ..change
            });
        }
    }
}

fn whole(side: &Side<'_>, fate: Fate, row: &Row, name: &(String, String)) -> Change {
    Change {
        fate,
        table: side.table.name.clone(),
        file: name.1.clone(),
        document: name.0.clone(),
        id: row.first().cloned().unwrap_or_default(),
        about: about(side.table, row).to_owned(),
        field: String::new(),
        old: String::new(),
        new: String::new(),
    }
}
