//! Ids across documents: given the briefs of all, says which ids are another than the document has by itself. Two
//! documents that say they are the minutes of one meeting, or two reports of one title to it, keep `{id}` for the first
//! by kind and document id and get `{id}.2`, `{id}.3` after it, whatever the order of the run. Of the documents of one
//! meeting the same order says from which one its row is cut. Knows nothing of how ids are first made.

use super::brief::{Brief, Card};
use super::standing::{Settled, numbered};
use crate::model::digest::Mark;
use crate::model::record::Kind;
use std::collections::HashSet;
use std::num::NonZeroU32;

/// What is settled of every document, given its id and brief: ids of meetings and reports unique. `card` gives what its marks
/// stand for; it is asked for of few.
///
/// # Errors
/// When a card is not to be had.
pub fn settle<E>(
    documents: &[(&str, &Brief)],
    card: impl Fn(usize) -> Result<Card, E>,
) -> Result<Vec<Settled>, E> {
    let mut all = vec![Settled::default(); documents.len()];
    let mut meetings: Vec<Mark> = documents.iter().map(|(_, brief)| brief.meeting).collect();
    let meeting_id = |at| Ok(card(at)?.meeting);
    settle_by(documents, owned_meeting, meeting_id, |at, number, mark| {
        all.get_mut(at).into_iter().for_each(|settled| settled.meeting = Some(number));
        meetings.get_mut(at).into_iter().for_each(|meeting| *meeting = mark);
    })?;
    let report_id = |at| Ok(card(at)?.report.unwrap_or_default());
    settle_by(
        documents,
        |brief| brief.report,
        report_id,
        |at, number, _| {
            all.get_mut(at).into_iter().for_each(|settled| settled.report = Some(number));
        },
    )?;
    tell(documents, &meetings, &mut all);
    Ok(all)
}

/// The meeting whose record this document is. A report only goes to a meeting: it shares that meeting's id.
fn owned_meeting(brief: &Brief) -> Option<Mark> {
    (brief.read && brief.report.is_none()).then_some(brief.meeting)
}

/// Tells of every document whose id another bears which number its own gets, and the mark of that.
fn settle_by<E>(
    documents: &[(&str, &Brief)],
    mark: fn(&Brief) -> Option<Mark>,
    id: impl Fn(usize) -> Result<String, E>,
    mut tell: impl FnMut(usize, NonZeroU32, Mark),
) -> Result<(), E> {
    let marked = |(at, (_, brief)): (usize, &(&str, &Brief))| Some((mark(brief)?, at));
    let mut holders: Vec<(Mark, usize)> = documents.iter().enumerate().filter_map(marked).collect();
    holders.retain(|(mark, _)| mark.is_some());
    holders.sort_unstable();
    let is_held = |mark: Mark| holders.binary_search_by_key(&mark, |(mark, _)| *mark).is_ok();
    for of_one in holders.chunk_by(|a, b| a.0 == b.0).filter(|of_one| of_one.len() > 1) {
        let mut places: Vec<usize> = of_one.iter().map(|(_, at)| *at).collect();
        places.sort_by_key(|at| documents.get(*at).map(weight));
        let mut places = places.into_iter();
        let id = places.next().map_or_else(|| Ok(String::new()), &id)?;
        let mut last = NonZeroU32::MIN;
        for at in places {
            let (number, mark) = next_free(&id, last, is_held);
            tell(at, number, mark);
            last = number;
        }
    }
    Ok(())
}

/// Documents that tell most of a meeting come first.
fn weight<'d>((document, brief): &(&'d str, &Brief)) -> (Kind, &'d str) {
    (brief.kind, document)
}

/// The first number after the last with which nobody bears the id, and the mark of the id with it.
fn next_free(id: &str, last: NonZeroU32, is_held: impl Fn(Mark) -> bool) -> (NonZeroU32, Mark) {
    let mut number = last;
    loop {
        number = number.saturating_add(1);
        let mark = Mark::of(&numbered(id, number));
        if !is_held(mark) || number == NonZeroU32::MAX {
            return (number, mark);
        }
    }
}

/// Marks the documents from which the rows of meetings and bodies are cut: the first by weight of those that name it.
fn tell(documents: &[(&str, &Brief)], meetings: &[Mark], all: &mut [Settled]) {
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by_key(|at| documents.get(*at).map(weight));
    let (mut told, mut bodies) = (HashSet::new(), HashSet::new());
    for at in order {
        let (Some((_, brief)), Some(settled)) = (documents.get(at), all.get_mut(at)) else { continue };
        let meeting = meetings.get(at).copied().unwrap_or_default();
        if brief.read && meeting.is_some() {
            settled.tells_body = brief.body.is_some() && bodies.insert(brief.body);
            settled.tells_meeting = told.insert(meeting);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_free_number_is_taken() {
        let taken = ["m", "m.2", "m.4"].map(Mark::of);
        let mut last = NonZeroU32::MIN;
        let mut next = || {
            last = next_free("m", last, |mark| taken.contains(&mark)).0;
            last.get()
        };
        assert_eq!([next(), next(), next()], [3, 5, 6]);
    }
}
