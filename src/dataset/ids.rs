//! Ids across documents: given the briefs of all, says which ids are another than the document has by itself. Two
//! documents that say they are the minutes of one meeting, or two reports of one title to it, keep `{id}` for the first
//! by kind and document id and get `{id}.2`, `{id}.3` after it, whatever the order of the run. Of the documents of one
//! meeting the same order says from which one its row is cut. Knows nothing of how ids are first made.

use super::brief::Brief;
use super::standing::Standing;
use crate::model::record::Kind;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The standing of every document, without links: ids of meetings and reports unique.
pub fn settle(briefs: &[&Brief]) -> Vec<Standing> {
    let mut standings = vec![Standing::default(); briefs.len()];
    settle_by(briefs, owned_meeting, |at, id| {
        standings.get_mut(at).into_iter().for_each(|s| s.meeting = Some(id.clone()));
    });
    settle_by(briefs, report_id, |at, id| {
        standings.get_mut(at).into_iter().for_each(|s| s.report = Some(id.clone()));
    });
    tell(briefs, &mut standings);
    standings
}

/// The meeting whose record this document is. A report only goes to a meeting: it shares that meeting's id.
fn owned_meeting(brief: &Brief) -> Option<&str> {
    (brief.read && brief.report.is_none()).then_some(&brief.meeting)
}

fn report_id(brief: &Brief) -> Option<&str> {
    brief.report.as_deref()
}

fn settle_by(briefs: &[&Brief], id: fn(&Brief) -> Option<&str>, mut rename: impl FnMut(usize, String)) {
    let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, brief) in briefs.iter().enumerate() {
        if let Some(id) = id(brief).filter(|id| !id.is_empty()) {
            holders.entry(id).or_default().push(index);
        }
    }
    let mut given: BTreeSet<String> = BTreeSet::new();
    for (id, mut indexes) in holders.iter().map(|(id, indexes)| (*id, indexes.clone())) {
        indexes.sort_by_key(|index| briefs.get(*index).map(|b| weight(b)));
        let mut number = 2;
        for index in indexes.into_iter().skip(1) {
            let free = next_free(id, &mut number, |id| holders.contains_key(id) || given.contains(id));
            given.insert(free.clone());
            rename(index, free);
        }
    }
}

/// Documents that tell most of a meeting come first.
fn weight(brief: &Brief) -> (Kind, &str) {
    (brief.kind, &brief.document)
}

fn next_free(id: &str, number: &mut usize, is_taken: impl Fn(&str) -> bool) -> String {
    loop {
        let candidate = format!("{id}.{number}");
        *number += 1;
        if !is_taken(&candidate) {
            return candidate;
        }
    }
}

/// Marks the documents from which the rows of meetings and bodies are cut: the first by weight of those that name it.
fn tell(briefs: &[&Brief], standings: &mut [Standing]) {
    let mut order: Vec<usize> = (0..briefs.len()).collect();
    order.sort_by_key(|index| briefs.get(*index).map(|b| weight(b)));
    let (mut meetings, mut bodies) = (HashSet::new(), HashSet::new());
    for index in order {
        let (Some(brief), Some(standing)) = (briefs.get(index), standings.get_mut(index)) else { continue };
        let id = standing.meeting.as_deref().unwrap_or(&brief.meeting);
        if brief.read && !id.is_empty() {
            standing.tells_body = body_id(brief).is_some_and(|body| bodies.insert(body));
            standing.tells_meeting = meetings.insert(id.to_owned());
        }
    }
}

fn body_id(brief: &Brief) -> Option<&str> {
    super::tables::body_of(&brief.meeting).filter(|_| brief.names_body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_free_number_is_taken() {
        let (taken, mut number) = (["m", "m.2", "m.4"], 2);
        let mut next = || next_free("m", &mut number, |id| taken.contains(&id));
        assert_eq!([next(), next(), next()], ["m.3", "m.5", "m.6"]);
    }
}
