//! people.csv: every mention of a person as one who attended, moved, seconded or voted. The column `person` is for the
//! person that mentions are joined to; it stays empty until they are, and nothing is joined on a guess.

use super::super::field::Field;
use super::super::standing::Filed;
use super::super::table::{Row, Table, col, opt, text};
use super::super::words;
use super::resolutions::voters;
use super::{base, meeting_id};
use crate::model::record::{AttendanceRecord, PlaceRecord, Record, ResolutionRecord};

/// A person named somewhere.
pub struct Mention {
    name: String,
    title: Option<String>,
    role: &'static str,
    from_id: String,
    place: PlaceRecord,
}

/// One row a mention.
pub static PEOPLE: Table<Mention> = Table {
    name: "people",
    meaning: "A mention of a person who attended, moved, seconded or voted",
    columns: &[
        col(Field::key("meeting_id", "meetings", "The meeting").always(), |r| text(meeting_id(r.record))),
        col(Field::text("person", "The person to whom mentions are joined; empty until they are"), |_| {
            text("")
        }),
        col(Field::text("name", "The name, as printed").always(), |r| text(&r.entry.name)),
        col(Field::text("title", "Councillor, Mr, Dr …"), |r| opt(&r.entry.title)),
        col(Field::word("role", words::MENTIONS, "In which part they are named").always(), |r| {
            text(r.entry.role)
        }),
        col(
            Field::text("from_id", "The id of the row of attendance, motions or votes that names them")
                .always(),
            |r| text(&r.entry.from_id),
        ),
    ],
    place: |m| Some(&m.place),
    rows: |Filed { record, .. }, f| {
        for entry in &mentions(record) {
            let id = format!("{}/{}", entry.from_id, entry.role);
            f(&Row { id, within: base(record), record, entry });
        }
    },
};

fn mentions(record: &Record) -> Vec<Mention> {
    let attending = record.attendance.iter().zip(1..).map(|(entry, n)| attendee(record, entry, n));
    attending.chain(record.resolutions.iter().flat_map(deciders)).collect()
}

fn attendee(record: &Record, entry: &AttendanceRecord, n: usize) -> Mention {
    Mention {
        name: entry.name.clone(),
        title: entry.title.clone(),
        role: "attendee",
        from_id: format!("{}/a{n}", base(record)),
        place: entry.place.clone(),
    }
}

fn deciders(resolution: &ResolutionRecord) -> Vec<Mention> {
    let named = |name: &str, role, from: String| Mention {
        name: name.to_owned(),
        title: None,
        role,
        from_id: format!("{}/{from}", resolution.id),
        place: resolution.place.clone(),
    };
    let mover = resolution.moved_by.iter().map(|name| named(name, "mover", "motion".into()));
    let seconder = resolution.seconded_by.iter().map(|name| named(name, "seconder", "motion".into()));
    let voters = voters(resolution);
    let voters = voters.iter().zip(1..).map(|(voter, n)| named(&voter.name, "voter", format!("v{n}")));
    mover.chain(seconder).chain(voters).collect()
}
