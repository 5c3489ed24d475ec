//! The tables of decisions: resolutions.csv with the counts of its vote, resolution_parts.csv, motions.csv (who moved
//! and seconded) and votes.csv (one row a voter who is named).

use super::super::standing::Filed;
use super::super::table::{Row, Table, col, opt, show_opt, text};
use super::{meeting_id, own_ids};
use crate::model::record::{PartRecord, PlaceRecord, Record, ResolutionRecord, VoteRecord};

/// One row a decision.
pub static RESOLUTIONS: Table<ResolutionRecord> = Table {
    name: "resolutions",
    columns: &[
        col("meeting_id", |r| text(meeting_id(r.record))),
        col("item_id", |r| opt(&r.entry.item_id)),
        col("item", |r| opt(&r.entry.item)),
        col("form", |r| text(r.entry.form)),
        col("kind", |r| text(r.entry.kind)),
        col("text", |r| text(&r.entry.text)),
        col("marker", |r| opt(&r.entry.marker)),
        col("moved_by", |r| opt(&r.entry.moved_by)),
        col("seconded_by", |r| opt(&r.entry.seconded_by)),
        col("votes_for", |r| show_opt(vote(r).and_then(|v| v.in_favour))),
        col("votes_against", |r| show_opt(vote(r).and_then(|v| v.against))),
        col("votes_abstain", |r| show_opt(vote(r).and_then(|v| v.abstain))),
        col("unanimous", |r| show_opt(vote(r).map(|v| v.unanimous))),
        col("tally", |r| text(vote(r).map_or("", |v| v.tally))),
        col("reasons", |r| opt(&r.entry.reasons)),
        col("alternatives", |r| opt(&r.entry.alternatives)),
        col("basis", |r| text(r.entry.basis)),
    ],
    place: |e| Some(&e.place),
    rows: |filed, f| own_ids(filed, |d| &d.id, |r| &r.resolutions, f),
};

fn vote<'a>(row: &'a Row<'_, ResolutionRecord>) -> Option<&'a VoteRecord> {
    row.entry.vote.as_ref()
}

/// One row a part of a decision.
pub static PARTS: Table<PartRecord> = Table {
    name: "resolution_parts",
    columns: &[
        col("resolution_id", |r| text(r.within)),
        col("meeting_id", |r| text(meeting_id(r.record))),
        col("label", |r| text(&r.entry.label)),
        col("text", |r| text(&r.entry.text)),
    ],
    place: |e| Some(&e.place),
    rows: |filed, f| {
        for (record, resolution) in each(filed) {
            for entry in &resolution.parts {
                f(&Row { id: entry.id.clone(), within: &resolution.id, record, entry });
            }
        }
    },
};

/// One row a decision of which a mover or seconder is recorded.
pub static MOTIONS: Table<ResolutionRecord> = Table {
    name: "motions",
    columns: &[
        col("resolution_id", |r| text(r.within)),
        col("meeting_id", |r| text(meeting_id(r.record))),
        col("moved_by", |r| opt(&r.entry.moved_by)),
        col("seconded_by", |r| opt(&r.entry.seconded_by)),
    ],
    place: |e| Some(&e.place),
    rows: |filed, f| {
        let moved = |d: &ResolutionRecord| d.moved_by.is_some() || d.seconded_by.is_some();
        for (record, resolution) in each(filed).filter(|(_, d)| moved(d)) {
            f(&Row {
                id: format!("{}/motion", resolution.id),
                within: &resolution.id,
                record,
                entry: resolution,
            });
        }
    },
};

/// A voter who is named.
pub struct Voter {
    /// As printed.
    pub name: String,
    /// `for | against | abstain`.
    pub choice: &'static str,
    /// Where the decision stands.
    pub place: PlaceRecord,
}

/// One row a voter who is named.
pub static VOTES: Table<Voter> = Table {
    name: "votes",
    columns: &[
        col("resolution_id", |r| text(r.within)),
        col("meeting_id", |r| text(meeting_id(r.record))),
        col("name", |r| text(&r.entry.name)),
        col("choice", |r| text(r.entry.choice)),
    ],
    place: |e| Some(&e.place),
    rows: |filed, f| {
        for (record, resolution) in each(filed) {
            for (voter, n) in voters(resolution).iter().zip(1..) {
                f(&Row {
                    id: format!("{}/v{n}", resolution.id),
                    within: &resolution.id,
                    record,
                    entry: voter,
                });
            }
        }
    },
};

/// The voters named for a decision: for, then against, then abstaining.
pub fn voters(resolution: &ResolutionRecord) -> Vec<Voter> {
    let Some(vote) = &resolution.vote else { return Vec::new() };
    let lists =
        [("for", &vote.names.in_favour), ("against", &vote.names.against), ("abstain", &vote.names.abstain)];
    let voters = lists.into_iter().flat_map(|(choice, names)| names.iter().map(move |name| (choice, name)));
    let place = &resolution.place;
    voters.map(|(choice, name)| Voter { name: name.clone(), choice, place: place.clone() }).collect()
}

fn each(filed: &Filed) -> impl Iterator<Item = (&Record, &ResolutionRecord)> {
    filed.record.resolutions.iter().map(|d| (&filed.record, d))
}
