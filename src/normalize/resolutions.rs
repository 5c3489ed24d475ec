//! Decisions: given the resolutions of the tree, gives their records with parts, movers and votes.

use super::words::Words;
use crate::model::minutes::{Form, Minutes, Part, Resolution, Vote};
use crate::model::record::{ItemRecord, PartRecord, ResolutionRecord, VoteRecord, VoterNames};
use crate::model::span::Span;
use std::collections::BTreeMap;

/// The records, in order; `items` are the records of the same meeting, in the tree's order.
pub(super) fn resolutions(
    minutes: &Minutes,
    items: &[ItemRecord],
    words: &Words,
    meeting: &str,
) -> Vec<ResolutionRecord> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut out = Vec::with_capacity(minutes.resolutions.len());
    for found in &minutes.resolutions {
        let item = found.item.and_then(|i| items.get(i));
        let home = item.map_or(meeting, |i| i.id.as_str());
        let count = counts.entry(home.to_owned()).and_modify(|n| *n += 1).or_insert(1);
        let id = format!("{home}/d{count}");
        out.push(record(found, id, number_of(item, items), item, words));
    }
    out
}

/// The innermost number printed: the item's own, or its parent's where it has none.
fn number_of(item: Option<&ItemRecord>, _items: &[ItemRecord]) -> Option<String> {
    let item = item?;
    item.number.clone().or_else(|| item.parent.clone())
}

fn record(
    found: &Resolution,
    id: String,
    number: Option<String>,
    item: Option<&ItemRecord>,
    words: &Words,
) -> ResolutionRecord {
    let parts = parts(&found.parts, &id, words);
    ResolutionRecord {
        item: number,
        item_id: item.map(|i| i.id.clone()),
        form: match found.form {
            Form::Formal => "formal",
            Form::Inline => "inline",
        },
        kind: found.kind,
        text: unquoted(&words.text(found.text)),
        parts,
        marker: words.some(found.marker),
        moved_by: words.some(found.moved_by),
        seconded_by: words.some(found.seconded_by),
        vote: found.vote.as_ref().map(|v| vote(v, words)),
        reasons: words.some(found.reasons),
        alternatives: words.some(found.alternatives),
        said: found.said,
        basis: "stated",
        place: words.place(found.span),
        id,
    }
}

fn parts(parts: &[Part], decision: &str, words: &Words) -> Vec<PartRecord> {
    let one = |(i, part): (usize, &Part)| PartRecord {
        id: format!("{decision}/p{}", i + 1),
        label: label(part, parts, words),
        text: unquoted(&words.text(part.text)),
        said: part.said,
        place: words.place(part.label.cover(part.text)),
    };
    parts.iter().enumerate().map(one).collect()
}

/// The label as printed, after its parent's: `(1)(a)`.
fn label(part: &Part, parts: &[Part], words: &Words) -> String {
    let own = words.text(part.label);
    match part.parent.and_then(|p| parts.get(p)) {
        Some(parent) => format!("{}{own}", label(parent, parts, words)),
        None => own,
    }
}

/// Without quotation marks round the whole of it.
fn unquoted(text: &str) -> String {
    let open = text.trim_start_matches(['“', '"', '‘']);
    let close = open.trim_end_matches(['”', '"', '’']);
    let opened = open.len() < text.len() && !open.contains(['“', '”']);
    let closed_only = close.len() < open.len() && !open.contains('“') && open.ends_with(['”', '"']);
    match (opened, closed_only) {
        (true, _) => close.to_owned(),
        _ => text.to_owned(),
    }
}

fn vote(vote: &Vote, words: &Words) -> VoteRecord {
    let names = |spans: &[Span]| spans.iter().map(|s| words.text(*s)).collect::<Vec<_>>();
    let names = VoterNames {
        in_favour: names(&vote.names_for),
        against: names(&vote.names_against),
        abstain: names(&vote.names_abstain),
    };
    VoteRecord {
        in_favour: vote.in_favour,
        against: vote.against,
        abstain: vote.abstain,
        unanimous: vote.unanimous,
        tally: tally(vote, &names),
        names,
    }
}

/// Whether names and counts agree.
fn tally(vote: &Vote, names: &VoterNames) -> &'static str {
    let counted = vote.in_favour.is_some() || vote.against.is_some() || vote.abstain.is_some();
    let named = !(names.in_favour.is_empty() && names.against.is_empty() && names.abstain.is_empty());
    let agrees = |count: Option<u32>, list: &[String]| count.is_none_or(|c| c as usize == list.len());
    match (named, counted) {
        (false, true) => "counts_only",
        (false, false) => "none",
        _ if agrees(vote.in_favour, &names.in_favour)
            && agrees(vote.against, &names.against)
            && agrees(vote.abstain, &names.abstain) =>
        {
            "match"
        }
        _ => "mismatch",
    }
}
