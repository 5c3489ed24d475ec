//! The tables of decisions: resolutions.csv with the counts of its vote, resolution_parts.csv, motions.csv (who moved
//! and seconded) and votes.csv (one row a voter who is named).

use super::super::field::Field;
use super::super::standing::Filed;
use super::super::table::{Row, Table, col, opt, show_opt, text};
use super::super::words;
use super::{meeting_id, own_ids};
use crate::model::record::{PartRecord, PlaceRecord, Record, ResolutionRecord, VoteRecord};

/// One row a decision.
pub static RESOLUTIONS: Table<ResolutionRecord> = Table {
    name: "resolutions",
    meaning: "A decision",
    columns: &[
        col(Field::key("meeting_id", "meetings", "The meeting").always(), |r| text(meeting_id(r.record))),
        col(Field::key("item_id", "items", "The item under which it stands"), |r| opt(&r.entry.item_id)),
        col(Field::text("item", "The number of that item, as printed"), |r| opt(&r.entry.item)),
        col(
            Field::word("form", words::FORMS, "Whether a keyword opens it, or it is told within a sentence")
                .always(),
            |r| text(r.entry.form),
        ),
        col(Field::word("kind", words::DECISIONS, "What the keyword says").always(), |r| text(r.entry.kind)),
        col(
            Field::text(
                "text",
                "The words after the keyword; where there are parts, the words that lead to them",
            ),
            |r| text(&r.entry.text),
        ),
        col(Field::text("marker", "A mark before the keyword, as printed"), |r| opt(&r.entry.marker)),
        col(Field::text("moved_by", "Who moved it, without title"), |r| opt(&r.entry.moved_by)),
        col(Field::text("seconded_by", "Who seconded it, without title"), |r| opt(&r.entry.seconded_by)),
        col(Field::count("votes_for", "Votes for"), |r| show_opt(vote(r).and_then(|v| v.in_favour))),
        col(Field::count("votes_against", "Votes against"), |r| show_opt(vote(r).and_then(|v| v.against))),
        col(Field::count("votes_abstain", "Abstentions"), |r| show_opt(vote(r).and_then(|v| v.abstain))),
        col(
            Field::truth(
                "unanimous",
                "Whether the page says that it was unanimous; empty where it tells no vote",
            ),
            |r| show_opt(vote(r).map(|v| v.unanimous)),
        ),
        col(
            Field::word("tally", words::TALLIES, "Whether the names of the voters add up to the counts"),
            |r| text(vote(r).map_or("", |v| v.tally)),
        ),
        col(Field::text("reasons", "Reasons given"), |r| opt(&r.entry.reasons)),
        col(Field::text("alternatives", "Alternatives considered and rejected"), |r| {
            opt(&r.entry.alternatives)
        }),
        col(Field::word("basis", words::BASES, "Whether the page states it").always(), |r| {
            text(r.entry.basis)
        }),
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
    meaning: "A part of a decision that has several",
    columns: &[
        col(Field::key("resolution_id", "resolutions", "The decision of which it is a part").always(), |r| {
            text(r.within)
        }),
        col(Field::key("meeting_id", "meetings", "The meeting").always(), |r| text(meeting_id(r.record))),
        col(Field::text("label", "Its label, as printed: (1), a), •"), |r| text(&r.entry.label)),
        col(Field::text("text", "Its words"), |r| text(&r.entry.text)),
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
    meaning: "A decision of which mover or seconder are recorded",
    columns: &[
        col(Field::key("resolution_id", "resolutions", "The decision").always(), |r| text(r.within)),
        col(Field::key("meeting_id", "meetings", "The meeting").always(), |r| text(meeting_id(r.record))),
        col(Field::text("moved_by", "Who moved it, without title"), |r| opt(&r.entry.moved_by)),
        col(Field::text("seconded_by", "Who seconded it, without title"), |r| opt(&r.entry.seconded_by)),
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
    meaning: "A voter who is named",
    columns: &[
        col(Field::key("resolution_id", "resolutions", "The decision").always(), |r| text(r.within)),
        col(Field::key("meeting_id", "meetings", "The meeting").always(), |r| text(meeting_id(r.record))),
        col(Field::text("name", "The voter, as printed").always(), |r| text(&r.entry.name)),
        col(Field::word("choice", words::CHOICES, "How they voted").always(), |r| text(r.entry.choice)),
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
