//! What holds across documents: ids that two of them claim are told apart the same way in whatever order they come, and
//! a report is joined to the item that took it only where nothing else is possible.

use crate::fixtures::harvest;
use minutebook::batch::links;
use minutebook::dataset::brief::Brief;
use minutebook::dataset::folder::Folder;
use minutebook::dataset::ids;
use minutebook::dataset::shelf::{self, Shelf};
use minutebook::dataset::standing::{Filed, Standing};
use minutebook::model::record::{ItemRecord, Kind, Record, ReportRecord, ResolutionRecord};
use minutebook::pipeline::{self, Settings};
use minutebook::source::Content;

const MEETING: &str = "ashmere/cabinet/2021-03-10";

/// A record of that kind, read and empty, of a meeting of the Cabinet.
fn record(id: &str, kind: Kind) -> Record {
    let mut record = pipeline::records(id, &Content::new(Vec::new()), &Settings::default()).remove(0);
    record.document.id = id.to_owned();
    record.document.kind = kind;
    record.document.parse_status = Default::default();
    record.document.quarantine_reason = None;
    record.meeting.id = MEETING.to_owned();
    record.meeting.body = Some("Cabinet".to_owned());
    record.meeting.date = Some("2021-03-10".to_owned());
    record
}

fn minutes(id: &str, titles: &[&str]) -> Record {
    let item = |(title, n): (&&str, usize)| ItemRecord {
        id: format!("{MEETING}/i{n}"),
        number: Some(n.to_string()),
        title: (*title).to_owned(),
        ..ItemRecord::default()
    };
    let items: Vec<ItemRecord> = titles.iter().zip(1..).map(item).collect();
    let decision = ResolutionRecord {
        id: format!("{MEETING}/i1/d1"),
        item_id: Some(format!("{MEETING}/i1")),
        ..ResolutionRecord::default()
    };
    Record { items, resolutions: vec![decision], ..record(id, Kind::Minutes) }
}

fn report(id: &str, title: &str) -> Record {
    let report = ReportRecord {
        id: format!("{MEETING}/r-t"),
        title: Some(title.to_owned()),
        ..ReportRecord::default()
    };
    Record { report: Some(report), ..record(id, Kind::Report) }
}

/// The records with what they are among each other.
fn filed(records: &[Record]) -> Vec<Record> {
    let briefs: Vec<Brief> = records.iter().map(Brief::of).collect();
    let briefs: Vec<&Brief> = briefs.iter().collect();
    let mut standings = ids::settle(&briefs);
    links::join(&briefs, &mut standings);
    records.iter().zip(standings).map(|(r, standing)| Filed::new(r.clone(), standing).record).collect()
}

/// Document, meeting, first item, first decision and its item.
fn ids_of(record: &Record) -> [String; 5] {
    let (item, decision) = (&record.items[0], &record.resolutions[0]);
    let item_id = decision.item_id.clone().unwrap();
    [record.document.id.clone(), record.meeting.id.clone(), item.id.clone(), decision.id.clone(), item_id]
}

#[test]
fn two_minutes_of_one_meeting_are_told_apart_in_any_order() {
    let (first, second) = (minutes("aaaa", &["x"]), minutes("bbbb", &["x"]));
    for records in [[first.clone(), second.clone()], [second, first]] {
        let mut records = filed(&records);
        records.sort_by(|a, b| a.document.id.cmp(&b.document.id));
        let expected = |document: &str, meeting: &str| {
            let below = |rest: &str| format!("{meeting}{rest}");
            [document.to_owned(), below(""), below("/i1"), below("/i1/d1"), below("/i1")]
        };
        assert_eq!(ids_of(&records[0]), expected("aaaa", MEETING));
        assert_eq!(ids_of(&records[1]), expected("bbbb", &format!("{MEETING}.2")));
    }
}

#[test]
fn reports_share_their_meeting_and_not_their_own_id() {
    let records = filed(&[report("bbbb", "t"), report("aaaa", "t"), minutes("cccc", &["t"])]);
    assert!(records.iter().all(|r| r.meeting.id == MEETING));
    let id = |r: &Record| r.report.as_ref().map(|r| r.id.clone());
    assert_eq!(id(&records[1]), Some(format!("{MEETING}/r-t")));
    assert_eq!(id(&records[0]), Some(format!("{MEETING}/r-t.2")));
}

/// The items that the report is joined to.
fn joined(minutes: Record, report: Record) -> Vec<String> {
    filed(&[minutes, report])[1].links.iter().map(|l| l.to.clone()).collect()
}

#[test]
fn a_report_is_joined_to_the_item_of_its_title() {
    let minutes = minutes("aaaa", &["MINUTES", "FLOODING IN LOWMOOR – RESPONSE"]);
    assert_eq!(joined(minutes, report("bbbb", "Flooding in Lowmoor - response")), [format!("{MEETING}/i2")]);
}

#[test]
fn two_items_of_one_title_join_nothing() {
    assert!(joined(minutes("aaaa", &["Flooding", "Flooding"]), report("bbbb", "Flooding")).is_empty());
}

#[test]
fn another_body_date_or_council_joins_nothing() {
    let report = report("bbbb", "Flooding");
    let changes: [fn(&mut Record); 3] = [
        |r| r.meeting.body = Some("Council".to_owned()),
        |r| r.meeting.date = Some("2021-03-11".to_owned()),
        |r| r.meeting.council = Some("Wendleshire".to_owned()),
    ];
    for change in changes {
        let mut other = report.clone();
        change(&mut other);
        let mut minutes = minutes("aaaa", &["Flooding"]);
        minutes.meeting.council = Some("Ashmere".to_owned());
        assert!(joined(minutes.clone(), other).is_empty());
        assert_eq!(
            joined(minutes, report.clone()).len(),
            1,
            "a council that is not known is no contradiction"
        );
    }
}

#[test]
fn a_record_comes_back_from_its_file_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let folder = Folder::prepare(folder.path(), false).unwrap();
    let (in_memory, on_disk) = (Shelf::new(&folder), Shelf::holding(&folder, 0));
    for record in &harvest().records {
        for shelf in [&in_memory, &on_disk] {
            let mut shelved = shelf.put(record.clone()).unwrap();
            let source = Some("another.pdf".to_owned());
            let taken = shelved.take(Standing { source, ..Standing::default() }, &folder).unwrap().record;
            assert_eq!(taken.document.source, "another.pdf");
            assert_eq!(shelf::read(&folder, &record.document.id).unwrap(), taken, "the file has it too");
            let mut taken = taken;
            taken.document.source.clone_from(&record.document.source);
            assert_eq!(taken, *record);
        }
    }
}
