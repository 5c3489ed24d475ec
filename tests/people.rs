//! People across meetings: a mention is joined to a person where nothing else is possible, and to none where two may be
//! meant; a roster helps; everything the same in whatever order documents come.

use crate::fixtures::all;
use minutebook::dataset::people::roll::Roll;
use minutebook::dataset::people::roster::Roster;
use minutebook::dataset::people::{Join, People, Register};
use minutebook::model::record::{AttendanceRecord, DeclarationRecord, Kind, Record, ResolutionRecord};
use minutebook::pipeline::{self, Settings};
use minutebook::source::Content;
use std::path::Path;
use std::process::Command;

/// Minutes of a council on a day, with these attendees: "Mr J Marsh", or "-J Marsh" for one who is away.
fn minutes(council: &str, date: &str, attendees: &[&str]) -> Record {
    let id = format!("{council}-{date}");
    let mut record = pipeline::records(&id, &Content::new(Vec::new()), &Settings::default()).remove(0);
    record.document.id = id;
    record.document.kind = Kind::Minutes;
    record.document.parse_status = Default::default();
    record.meeting.council = Some(council.to_owned());
    record.meeting.date = Some(date.to_owned());
    record.meeting.id = format!("{council}/{date}");
    record.attendance = attendees.iter().map(|text| attendee(text)).collect();
    record
}

fn attendee(text: &str) -> AttendanceRecord {
    let (status, text) = match text.strip_prefix('-') {
        Some(rest) => ("apologies", rest),
        None => ("present", text),
    };
    let title = ["Mr", "Mrs", "Ms", "Cllr"].into_iter().find(|title| text.starts_with(&format!("{title} ")));
    let name = title.map_or(text, |title| text[title.len()..].trim_start());
    AttendanceRecord {
        name: name.to_owned(),
        title: title.map(str::to_owned),
        status,
        ..AttendanceRecord::default()
    }
}

/// The same with somebody who moved something.
fn moved(mut record: Record, mover: &str) -> Record {
    let moved_by = Some(mover.to_owned());
    record.resolutions.push(ResolutionRecord { moved_by, ..ResolutionRecord::default() });
    record
}

/// Everybody on these rolls.
fn register<'r>(rolls: impl Iterator<Item = &'r Roll> + Clone, roster: &Roster) -> Register {
    let mut register = Register::default().under(roster.clone());
    rolls.clone().for_each(|roll| register.list(roll));
    // As when two threads meet them, each on every other roll.
    let [mut some, mut others] = [People::default(), People::default()];
    rolls.clone().step_by(2).for_each(|roll| assert_eq!(some.meet(&register, roll), register.join(roll)));
    rolls.skip(1).step_by(2).for_each(|roll| drop(others.meet(&register, roll)));
    register.with(some.and(others))
}

/// To whom each mention of each document is joined: the id without the council, and how.
fn joined_by(records: &[Record], roster: &Roster) -> Vec<Vec<(String, &'static str)>> {
    let rolls: Vec<Roll> = records.iter().filter_map(Roll::of).collect();
    let register = register(rolls.iter(), roster);
    let backwards = self::register(rolls.iter().rev(), roster);
    assert_eq!(register, backwards, "the order of documents decides nothing");
    let short =
        |id: Option<String>| id.map(|id| id.split_once('/').unwrap().1.to_owned()).unwrap_or_default();
    let of =
        |roll: &Roll| register.join(roll).into_iter().map(|j| (short(j.person), j.how.as_str())).collect();
    rolls.iter().map(of).collect()
}

fn joined(records: &[Record]) -> Vec<Vec<(String, &'static str)>> {
    joined_by(records, &Roster::default())
}

/// The last mention of the only document.
fn last(record: Record) -> (String, &'static str) {
    joined(&[record]).remove(0).pop().unwrap()
}

fn to(person: &str, how: Join) -> (String, &'static str) {
    (person.to_owned(), how.as_str())
}

#[test]
fn a_mover_is_the_attendee_of_that_name_if_only_one_is_there() {
    let day = "2021-03-10";
    let there = || minutes("dale", day, &["Jane Marsh", "John Oak", "-K Oak", "Lynda van Dale"]);
    assert_eq!(last(moved(there(), "Marsh")), to("jane-marsh", Join::Surname));
    assert_eq!(last(moved(there(), "Jane Marsh")), to("jane-marsh", Join::Exact));
    assert_eq!(last(moved(there(), "J. Marsh")), to("jane-marsh", Join::Initials));
    assert_eq!(last(moved(there(), "JM")), to("jane-marsh", Join::Initials));
    assert_eq!(last(moved(there(), "Oak")), to("john-oak", Join::Surname), "the other one is away");
    assert_eq!(last(moved(there(), "van Dale")), to("lynda-van-dale", Join::Surname));
    assert_eq!(last(moved(there(), "K Marsh")), to("", Join::None));
    assert_eq!(last(moved(there(), "The Chair")), to("", Join::None));
    let two = || minutes("dale", day, &["Jane Marsh", "John Marsh"]);
    assert_eq!(last(moved(two(), "Marsh")), to("", Join::Ambiguous));
    assert_eq!(last(moved(two(), "J Marsh")), to("", Join::Ambiguous));
    assert_eq!(last(moved(two(), "John Marsh")), to("john-marsh", Join::Exact));
}

#[test]
fn who_declares_an_interest_is_joined_too() {
    let mut record = minutes("dale", "2021-03-10", &["Jane Marsh"]);
    record.declarations.push(DeclarationRecord { name: "Marsh".into(), ..DeclarationRecord::default() });
    assert_eq!(last(record), to("jane-marsh", Join::Surname));
}

#[test]
fn one_name_in_several_meetings_is_one_person_of_a_council_and_a_term() {
    let days = ["2001-05-01", "2003-05-01", "2019-05-01"];
    let mut records: Vec<Record> =
        days.iter().map(|day| minutes("dale", day, &["Cllr Jane Marsh"])).collect();
    records.push(minutes("hale", "2003-05-01", &["Jane Marsh"]));
    let ids: Vec<String> = joined(&records).into_iter().map(|mut m| m.remove(0).0).collect();
    assert_eq!(ids, ["jane-marsh", "jane-marsh", "jane-marsh.2", "jane-marsh"], "sixteen years are no term");
    let rolls: Vec<Roll> = records.iter().filter_map(Roll::of).collect();
    let register = register(rolls.iter(), &Roster::default());
    let told: Vec<(&str, i16, i16, u32)> = register
        .told_by("dale-2001-05-01")
        .iter()
        .map(|p| (p.id.as_str(), p.first.year(), p.last.year(), p.documents))
        .collect();
    assert_eq!(told, [("dale/jane-marsh", 2001, 2003, 2)]);
}

#[test]
fn what_speaks_against_one_person_makes_none() {
    let first = |other: &str, more: &[&str]| {
        joined(&[
            minutes("dale", "2021-03-10", &["Mr R Fell"]),
            minutes("dale", "2021-04-14", &[&[other], more].concat()),
        ])
        .remove(0)
        .remove(0)
    };
    assert_eq!(first("Cllr R Fell", &[]), to("r-fell", Join::Exact));
    assert_eq!(first("Mrs R Fell", &[]), to("", Join::Ambiguous), "a man and a woman");
    assert_eq!(first("R Fell", &["R Fell"]), to("", Join::Ambiguous), "two of that name in one list");
    assert_eq!(first("Robert Fell", &[]), to("robert-fell", Join::Initials));
    assert_eq!(first("Robert Fell", &["Ruth Fell"]), to("", Join::Ambiguous));
    assert_eq!(first("Robert Fell", &["Mrs Ruth Fell"]), to("robert-fell", Join::Initials), "she is no Mr");
    assert_eq!(first("Robert Fell", &["R Fell"]), to("", Join::Ambiguous), "both stood in one list");
    assert_eq!(first("Fell", &[]), to("r-fell", Join::Exact), "a surname alone is no other person");
}

#[test]
fn initials_of_an_officer_and_of_a_member_are_not_one_person() {
    let mut officer = minutes("dale", "2021-04-14", &["R Fell"]);
    officer.attendance[0].status = "in_attendance";
    officer.attendance[0].position = Some("Head of Legal Services".to_owned());
    let member = minutes("dale", "2021-03-10", &["R Fell"]);
    assert_eq!(joined(&[member, officer]).concat(), [to("", Join::Ambiguous), to("", Join::Ambiguous)]);
}

#[test]
fn observers_and_documents_without_a_date_are_joined_to_nobody() {
    let mut watched = minutes("dale", "2021-03-10", &["Jane Marsh"]);
    watched.attendance[0].status = "observer";
    assert_eq!(last(watched), to("", Join::None));
    let mut undated = minutes("dale", "2021-03-10", &["Jane Marsh"]);
    undated.meeting.date = None;
    assert_eq!(Roll::of(&undated), None);
}

fn roster(text: &str) -> Result<Roster, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("roster.csv");
    std::fs::write(&path, text).unwrap();
    Roster::read(&path).map_err(|e| e.to_string())
}

#[test]
fn a_roster_says_who_sat_when() {
    let text = "\u{feff}council,name,from,to\n\
        Dale,Robert Fell,2015-05-07,2019-05-02\nDale,Ruth Fell,2019-05-03,\nHale,Rose Fell,,\n";
    let roster = roster(text).unwrap();
    let days = ["2014-01-01", "2017-01-01", "2021-01-01"];
    let fell = |name: &str| {
        let records: Vec<Record> = days.iter().map(|day| minutes("dale", day, &[name])).collect();
        joined_by(&records, &roster).concat()
    };
    let by_roster = [to("robert-fell", Join::Roster), to("ruth-fell", Join::Roster)];
    assert_eq!(fell("Cllr Fell")[1..], by_roster);
    assert_eq!(fell("Cllr Fell")[0], to("", Join::None), "nobody of that name sat then");
    assert_eq!(fell("R Fell")[1..], by_roster);
    assert_eq!(fell("Ruth Fell")[2], to("ruth-fell", Join::Exact));
    let unlisted = moved(minutes("dale", "2021-01-01", &["Jane Marsh"]), "Fell");
    assert_eq!(
        joined_by(&[unlisted], &roster)[0][1],
        to("ruth-fell", Join::Roster),
        "the list does not name her"
    );
    let both = self::roster("council,name\nDale,Robert Fell\nDale,Ruth Fell\n").unwrap();
    let found = joined_by(&[minutes("dale", "2017-01-01", &["R Fell"])], &both);
    assert_eq!(found[0][0], to("", Join::Ambiguous));
}

#[test]
fn a_roster_that_cannot_be_read_is_told() {
    let told = |text: &str, what: &str| {
        let reason = roster(text).unwrap_err();
        assert!(reason.contains(what), "{reason}");
    };
    told("council,person\nDale,Ruth Fell\n", "missing field `name`");
    told("council,name,from\nDale,Ruth Fell,May 2019\n", "a date like 2019-05-14 is expected");
    told("council,name\nDale,Fell\n", "no name of given name and surname");
}

fn minutebook(arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_minutebook")).args(arguments).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(text).unwrap())
}

fn rows(out: &Path, table: &str) -> Vec<csv::StringRecord> {
    let path = out.join(format!("data/{table}.csv"));
    csv::Reader::from_path(path).unwrap().records().map(Result::unwrap).collect()
}

#[test]
fn the_tables_are_made_again_with_the_roster_that_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let fixture =
        all().into_iter().find(|f| f.name.contains("wendleshire") && f.name.contains("minutes")).unwrap();
    let (out, roster) = (folder.path().join("out"), folder.path().join("members.csv"));
    let arguments = ["extract", fixture.pdf.to_str().unwrap(), "--quiet", "--out", out.to_str().unwrap()];
    assert_eq!(minutebook(&arguments).0, 0);
    let persons = rows(&out, "persons");
    assert!(!persons.is_empty() && persons.iter().all(|row| &row[6] == "attendance"));
    std::fs::write(&roster, format!("council,name\n{},{}\n", &persons[0][1], &persons[0][2])).unwrap();
    let with_roster = [&arguments[..], &["--roster", roster.to_str().unwrap()]].concat();
    assert_eq!(minutebook(&with_roster).0, 0);
    assert_eq!(&rows(&out, "persons")[0][6], "roster");
    let (code, text) = minutebook(&["verify", out.to_str().unwrap()]);
    assert_eq!(code, 0, "{text}");
    assert_eq!(minutebook(&arguments).0, 0);
    assert!(!out.join("roster.csv").exists(), "what was not given again does not stay");
    assert_eq!(minutebook(&[&arguments[..], &["--roster", "no-such.csv"]].concat()).0, 2);
}
