//! Ids across documents: given all records, makes their ids unique. Two documents that say they are the minutes of one
//! meeting, or two reports of one title to it, keep `{id}` for the first by kind and document id and get `{id}.2`,
//! `{id}.3` after it, whatever the order of the run. Knows nothing of how ids are first made.

use crate::model::record::{ParseStatus, Record};
use std::collections::{BTreeMap, BTreeSet};

/// Makes the ids of meetings and reports, and all ids below them, unique.
pub fn settle(records: &mut [Record]) {
    settle_by(records, owned_meeting, |record, id| {
        let old = std::mem::replace(&mut record.meeting.id, id.to_owned());
        rename(record, &old, id);
    });
    settle_by(records, report_id, |record, id| {
        let Some(report) = &mut record.report else { return };
        let old = std::mem::replace(&mut report.id, id.to_owned());
        rename_links(record, &old, id);
    });
}

/// The meeting whose record this document is. A report only goes to a meeting: it shares that meeting's id.
fn owned_meeting(record: &Record) -> Option<&str> {
    let read = record.document.parse_status != ParseStatus::Quarantined;
    (read && record.report.is_none()).then_some(record.meeting.id.as_str())
}

fn report_id(record: &Record) -> Option<&str> {
    record.report.as_ref().map(|r| r.id.as_str())
}

fn settle_by(records: &mut [Record], id: fn(&Record) -> Option<&str>, rename: fn(&mut Record, &str)) {
    let mut holders: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, record) in records.iter().enumerate() {
        if let Some(id) = id(record).filter(|id| !id.is_empty()) {
            holders.entry(id.to_owned()).or_default().push(index);
        }
    }
    let mut taken: BTreeSet<String> = holders.keys().cloned().collect();
    for (id, mut indexes) in holders {
        indexes.sort_by_key(|index| records.get(*index).map(|r| (r.document.kind, r.document.id.clone())));
        for index in indexes.into_iter().skip(1) {
            let free = next_free(&id, &mut taken);
            if let Some(record) = records.get_mut(index) {
                rename(record, &free);
            }
        }
    }
}

fn next_free(id: &str, taken: &mut BTreeSet<String>) -> String {
    let mut number = 2usize;
    loop {
        let candidate = format!("{id}.{number}");
        if taken.insert(candidate.clone()) {
            return candidate;
        }
        number += 1;
    }
}

/// Gives the new beginning to every id of the record that begins with the old one.
fn rename(record: &mut Record, old: &str, new: &str) {
    for item in &mut record.items {
        replace_start(&mut item.id, old, new);
    }
    for resolution in &mut record.resolutions {
        replace_start(&mut resolution.id, old, new);
        resolution.item_id.iter_mut().for_each(|id| replace_start(id, old, new));
        resolution.parts.iter_mut().for_each(|part| replace_start(&mut part.id, old, new));
    }
    rename_links(record, old, new);
}

fn rename_links(record: &mut Record, old: &str, new: &str) {
    for link in &mut record.links {
        replace_start(&mut link.from, old, new);
        replace_start(&mut link.to, old, new);
    }
}

/// `a/b/2026-01-05` is the start of `a/b/2026-01-05/i1`, but not of `a/b/2026-01-05.2/i1`.
fn replace_start(id: &mut String, old: &str, new: &str) {
    match id.strip_prefix(old) {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => *id = format!("{new}{rest}"),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_parts_of_an_id_are_replaced() {
        let mut ids = ["a/b/2026-01-05", "a/b/2026-01-05/i1", "a/b/2026-01-05.2/i1"].map(String::from);
        ids.iter_mut().for_each(|id| replace_start(id, "a/b/2026-01-05", "X"));
        assert_eq!(ids, ["X", "X/i1", "a/b/2026-01-05.2/i1"]);
    }

    #[test]
    fn the_next_free_number_is_taken() {
        let mut taken = BTreeSet::from(["m".to_owned(), "m.2".to_owned()]);
        assert_eq!(next_free("m", &mut taken), "m.3");
        assert_eq!(next_free("m", &mut taken), "m.4");
    }
}
