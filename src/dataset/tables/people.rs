//! persons.csv and people.csv: a row a person, and a row for every mention of one as somebody who attended, moved, seconded,
//! voted or declared an interest, with the person to whom it is joined and how. What joins them stands in `people`.

use super::super::field::Field;
use super::super::people::{Joined, Person};
use super::super::standing::Filed;
use super::super::table::{Row, Table, col, opt, show, text};
use super::super::words;
use super::{base, meeting_id};
use crate::model::record::{AttendanceRecord, PlaceRecord, Record, ResolutionRecord};

/// A person named somewhere.
pub struct Mention<'r> {
    /// As printed.
    pub name: &'r str,
    /// In which part.
    pub part: Part<'r>,
    /// The id of the row that names them.
    from_id: String,
    /// Where.
    pub place: &'r PlaceRecord,
}

/// In which part somebody is named.
#[derive(Clone, Copy)]
pub enum Part<'r> {
    /// In the attendance part.
    Attendee(&'r AttendanceRecord),
    /// As who moved.
    Mover,
    /// As who seconded.
    Seconder,
    /// As who voted.
    Voter,
    /// As who declared an interest.
    Declarant,
}

impl<'r> Mention<'r> {
    /// Councillor, Mr, Dr …
    pub fn title(&self) -> Option<&'r str> {
        match self.part {
            Part::Attendee(entry) => entry.title.as_deref(),
            _ => None,
        }
    }

    fn role(&self) -> &'static str {
        match self.part {
            Part::Attendee(_) => "attendee",
            Part::Mover => "mover",
            Part::Seconder => "seconder",
            Part::Voter => "voter",
            Part::Declarant => "declarant",
        }
    }
}

/// A row of people.csv.
pub struct Mentioned {
    name: String,
    title: Option<String>,
    role: &'static str,
    from_id: String,
    place: PlaceRecord,
    joined: Joined,
}

/// One row a mention.
pub static PEOPLE: Table<Mentioned> = Table {
    name: "people",
    meaning: "A mention of a person who attended, moved, seconded, voted or declared an interest",
    columns: &[
        col(Field::key("meeting_id", "meetings", "The meeting").always(), |r| text(meeting_id(r.record))),
        col(
            Field::key(
                "person",
                "persons",
                "The person to whom the mention is joined; empty where it is joined to none",
            ),
            |r| text(r.entry.joined.person.as_deref().unwrap_or("")),
        ),
        col(
            Field::word(
                "joined",
                words::JOINS,
                "How the mention is joined to the person: by the whole name, by initials or with given names left out, by a surname that only one of those present has, by the roster; or why to none: more than one may be meant, or nobody is known",
            )
            .always(),
            |r| text(r.entry.joined.how.as_str()),
        ),
        col(Field::text("name", "The name, as printed").always(), |r| text(&r.entry.name)),
        col(Field::text("title", "Councillor, Mr, Dr …"), |r| opt(&r.entry.title)),
        col(Field::word("role", words::MENTIONS, "In which part they are named").always(), |r| {
            text(r.entry.role)
        }),
        col(
            Field::text(
                "from_id",
                "The id of the row of attendance, motions, votes or declarations that names them",
            )
            .always(),
            |r| text(&r.entry.from_id),
        ),
    ],
    place: |m| Some(&m.place),
    rows: |filed, f| {
        let record = &filed.record;
        for entry in &mentioned(filed) {
            let id = format!("{}/{}", entry.from_id, entry.role);
            f(&Row { id, within: base(record), record, entry });
        }
    },
};

/// A row of persons.csv: the person, and where the name stands.
pub struct Known {
    person: Person,
    place: Option<PlaceRecord>,
}

/// One row a person.
pub static PERSONS: Table<Known> = Table {
    name: "persons",
    meaning: "A person to whom mentions of one council are joined",
    columns: &[
        col(Field::text("council", "The council, as printed"), |r| opt(&r.record.meeting.council)),
        col(Field::text("name", "The fullest form of the name, as printed first").always(), |r| {
            text(&r.entry.person.name)
        }),
        col(Field::date("first_date", "The day of the first meeting that mentions them").always(), |r| {
            show(r.entry.person.first)
        }),
        col(Field::date("last_date", "The day of the last meeting that mentions them").always(), |r| {
            show(r.entry.person.last)
        }),
        col(Field::count("documents", "Documents that mention them").always(), |r| {
            show(r.entry.person.documents)
        }),
        col(
            Field::word(
                "known_by",
                words::KNOWN_BY,
                "Whether the roster names them, or lists of attendance alone",
            )
            .always(),
            |r| text(if r.entry.person.on_roster { "roster" } else { "attendance" }),
        ),
    ],
    place: |k| k.place.as_ref(),
    rows: |filed, f| {
        let record = &filed.record;
        let told = filed.standing.register.told_by(&record.document.id);
        let mentioned = if told.is_empty() { Vec::new() } else { mentioned(filed) };
        for person in told {
            let is_here =
                |m: &&Mentioned| m.joined.person.as_ref() == Some(&person.id) && m.name == person.name;
            let place = mentioned.iter().find(is_here).map(|m| m.place.clone());
            let entry = &Known { person: person.clone(), place };
            f(&Row { id: person.id.clone(), within: base(record), record, entry });
        }
    },
};

/// The mentions of a document with the people to whom they are joined.
fn mentioned(filed: &Filed) -> Vec<Mentioned> {
    let mut joined = filed.joined().iter().cloned();
    let with = |mention: Mention<'_>| Mentioned {
        name: mention.name.to_owned(),
        title: mention.title().map(str::to_owned),
        role: mention.role(),
        from_id: mention.from_id,
        place: mention.place.clone(),
        joined: joined.next().unwrap_or_default(),
    };
    mentions(&filed.record).into_iter().map(with).collect()
}

/// Everybody whom a document mentions, in order.
pub fn mentions(record: &Record) -> Vec<Mention<'_>> {
    let attending = record.attendance.iter().zip(1..).map(|(entry, n)| Mention {
        name: &entry.name,
        part: Part::Attendee(entry),
        from_id: format!("{}/a{n}", base(record)),
        place: &entry.place,
    });
    let declaring = record.declarations.iter().zip(1..).filter(|(entry, _)| !entry.name.is_empty());
    let declaring = declaring.map(|(entry, n)| Mention {
        name: &entry.name,
        part: Part::Declarant,
        from_id: format!("{}/declaration{n}", base(record)),
        place: &entry.place,
    });
    attending.chain(record.resolutions.iter().flat_map(deciders)).chain(declaring).collect()
}

fn deciders(resolution: &ResolutionRecord) -> Vec<Mention<'_>> {
    let named = |name, part, from: String| Mention {
        name,
        part,
        from_id: format!("{}/{from}", resolution.id),
        place: &resolution.place,
    };
    let mover = resolution.moved_by.iter().map(|name| named(name, Part::Mover, "motion".into()));
    let seconder = resolution.seconded_by.iter().map(|name| named(name, Part::Seconder, "motion".into()));
    let voters = resolution.vote.iter().flat_map(|vote| vote.names.all());
    let voters = voters.zip(1..).map(|(name, n)| named(name, Part::Voter, format!("v{n}")));
    mover.chain(seconder).chain(voters).collect()
}
