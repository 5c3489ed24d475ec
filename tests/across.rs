//! What holds across documents: ids that two of them claim are told apart the same way in whatever order they come, and
//! a report is joined to the item that took it only where nothing else is possible.

use crate::fixtures::harvest;
use minutebook::batch::links;
use minutebook::dataset::brief::{Brief, Card};
use minutebook::dataset::folder::{Folder, document_name};
use minutebook::dataset::shelf::{self, Ready, Shelf};
use minutebook::dataset::standing::{Filed, Settled, Standing};
use minutebook::dataset::{digest, ids};
use minutebook::model::minutes::Said;
use minutebook::model::record::{
    ItemRecord, Kind, RecommendationRecord, Record, ReferenceRecord, ReportRecord, ResolutionRecord,
};
use minutebook::pipeline::{self, Settings};
use minutebook::source::Content;
use std::convert::Infallible;
use std::path::PathBuf;

/// Names the folder of a larger set: `corpus/*.pdf`. Without it, `../shared`.
const LARGER: &str = "MINUTEBOOK_LARGER";

const MEETING: &str = "ashmere/cabinet/2021-03-10";

/// A record of that kind, read and empty, of a meeting of the Cabinet.
fn record(id: &str, kind: Kind) -> Record {
    let mut record = pipeline::records(id, &Content::new(Vec::new()), &Settings::default()).remove(0);
    record.document.id = id.to_owned();
    record.document.sha256 = id.split('-').next().unwrap_or(id).to_owned();
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

/// The records with the ids that are theirs among each other.
fn settled(records: &[Record]) -> Vec<Record> {
    let with = |(record, settled): (&Record, Settled)| {
        Filed::new(record.clone(), Standing { settled, ..Standing::default() }).record
    };
    records.iter().zip(ranked(records)).map(with).collect()
}

/// What is settled of each record among the others.
fn ranked(records: &[Record]) -> Vec<Settled> {
    let briefs: Vec<Brief> = records.iter().map(Brief::of).collect();
    let documents: Vec<(&str, &Brief)> = records.iter().map(|r| &*r.document.id).zip(&briefs).collect();
    ids::settle(&documents, |at| Ok::<_, Infallible>(Card::of(&records[at]))).unwrap()
}

/// Adds to each record its links.
fn join(records: &mut [Record]) {
    let briefs: Vec<links::brief::Brief> = records.iter().map(links::brief::Brief::of).collect();
    records.iter_mut().zip(links::links(&briefs)).for_each(|(record, links)| record.links.extend(links));
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
        let mut records = settled(&records);
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
    let records = settled(&[report("bbbb", "t"), report("aaaa", "t"), minutes("cccc", &["t"])]);
    assert!(records.iter().all(|r| r.meeting.id == MEETING));
    let id = |r: &Record| r.report.as_ref().map(|r| r.id.clone());
    assert_eq!(id(&records[1]), Some(format!("{MEETING}/r-t")));
    assert_eq!(id(&records[0]), Some(format!("{MEETING}/r-t.2")));
}

/// The items that the report is joined to.
fn joined(minutes: Record, report: Record) -> Vec<String> {
    let mut records = [minutes, report];
    join(&mut records);
    records[1].links.iter().map(|l| l.to.clone()).collect()
}

#[test]
fn a_report_is_joined_to_the_item_of_its_title() {
    let minutes = minutes("aaaa", &["MINUTES", "FLOODING IN LOWMOOR – RESPONSE"]);
    assert_eq!(joined(minutes, report("bbbb", "Flooding in Lowmoor - response")), [format!("{MEETING}/i2")]);
}

#[test]
fn two_items_of_one_title_are_candidates() {
    let mut records = [minutes("aaaa", &["Flooding", "Flooding"]), report("bbbb", "Flooding")];
    join(&mut records);
    let statuses: Vec<&str> = records[1].links.iter().map(|l| l.status).collect();
    assert_eq!(statuses, ["candidate", "candidate"]);
}

#[test]
fn a_title_that_says_more_a_reference_and_a_number_join_too() {
    let method = |minutes: Record, change: fn(&mut ReportRecord)| {
        let mut records = [minutes, report("bbbb", "Repair of the north quay")];
        records[1].report.as_mut().map(change).unwrap();
        join(&mut records);
        records[1].links.iter().map(|l| l.method).collect::<Vec<_>>()
    };
    let longer = || minutes("aaaa", &["Minutes", "Repair of the North Quay – Phase 2"]);
    assert_eq!(method(longer(), |_| ()), ["title_within"]);
    let referred = minutes("aaaa", &["Minutes", "CAB/21/017 - Works at the harbour"]);
    assert_eq!(method(referred, |r| r.reference = Some("CAB/21/017".into())), ["reference"]);
    let numbered = minutes("aaaa", &["Minutes", "Works to the north quay"]);
    assert_eq!(method(numbered.clone(), |_| ()), [""; 0]);
    assert_eq!(method(numbered, |r| r.agenda_item = Some("2".into())), ["agenda_number"]);
}

/// The links of one recommendation to the decision of the only item, as method and outcome.
fn answered(asked: &str, decided: &str, said: Said) -> Vec<(&'static str, Option<&'static str>)> {
    let mut records = [minutes("aaaa", &["Flooding"]), report("bbbb", "Flooding")];
    records[0].resolutions[0].form = "formal";
    records[0].resolutions[0].text = decided.to_owned();
    records[0].resolutions[0].said = said;
    let recommendation = RecommendationRecord { text: asked.to_owned(), ..Default::default() };
    records[1].report.as_mut().unwrap().recommendations.push(recommendation);
    join(&mut records);
    let answers = records[1].links.iter().filter(|l| l.kind == "recommendation_decision");
    answers.map(|l| (l.method, l.outcome)).collect()
}

#[test]
fn a_recommendation_is_answered_only_as_far_as_words_show() {
    let asked = "Approve the plan of works for Lowmoor at a cost of £900";
    let consents = Said { consents: true, ..Said::default() };
    let as_asked =
        answered(asked, "that the plan of works for Lowmoor at a cost of £900 be approved", consents);
    assert_eq!(as_asked, [("words_similar", Some("adopted"))]);
    let cheaper =
        answered(asked, "that the plan of works for Lowmoor at a cost of £700 be approved", consents);
    assert_eq!(cheaper, [("words_similar", None)], "another sum is not what was recommended");
    let amended = Said { turn: Some("amended"), ..consents };
    let altered =
        answered(asked, "that the plan of works for Lowmoor be approved, subject to trees", amended);
    assert_eq!(altered, [("words_similar", Some("amended"))]);
    let named = Said { names: true, ..consents };
    let whole = answered(asked, "that the recommendations set out in the report be approved", named);
    assert_eq!(whole, [("recommendations_named", Some("adopted"))]);
    let put_off =
        answered(asked, "that the item be deferred", Said { turn: Some("deferred"), ..Said::default() });
    assert_eq!(put_off, [("item_deferred", Some("deferred"))]);
    assert!(answered(asked, "that the report be noted", Said::default()).is_empty());
}

/// Minutes of another day, that approve those of the meeting.
fn later(id: &str) -> Record {
    let mut later = minutes(id, &["Minutes of the last meeting"]);
    later.meeting.id = format!("{MEETING}-later");
    later.items[0].id = format!("{MEETING}-later/i1");
    later.meeting.council = Some("Ashmere".to_owned());
    later.meeting.date = Some("2021-04-14".to_owned());
    later.references.push(ReferenceRecord {
        item: Some("1".to_owned()),
        kind: "approves_minutes",
        date: Some("2021-03-10".to_owned()),
        ..ReferenceRecord::default()
    });
    later
}

#[test]
fn minutes_are_joined_to_the_meeting_whose_minutes_they_approve() {
    let mut first = minutes("aaaa", &["x"]);
    first.meeting.council = Some("ASHMERE".to_owned());
    let mut records = [first.clone(), later("bbbb")];
    join(&mut records);
    let ends: Vec<[&str; 4]> =
        records[1].links.iter().map(|l| [&l.from, l.kind, &l.to, l.status].map(|s| s as &str)).collect();
    assert_eq!(ends, [[&format!("{MEETING}-later/i1"), "approves", MEETING, "linked"]]);
    let mut second = first.clone();
    second.meeting.id = format!("{MEETING}.2");
    let mut records = [first, second, later("bbbb")];
    join(&mut records);
    let statuses: Vec<&str> = records[2].links.iter().map(|l| l.status).collect();
    assert_eq!(statuses, ["candidate", "candidate"], "two meetings of one body on one day");
}

/// A report and the minutes of the meeting that took it, in one run of the fixtures.
#[test]
fn the_report_of_the_fixtures_is_joined_to_its_item() {
    let records = &crate::fixtures::harvest().records;
    let links =
        records.iter().flat_map(|r| &r.links).filter(|l| l.kind == "report_item" && l.status == "linked");
    let found: Vec<(&str, &str)> = links
        .filter(|l| l.from.starts_with("ashmere"))
        .map(|l| (l.method, l.to.rsplit('/').next().unwrap()))
        .collect();
    assert_eq!(found, [("title_exact", "i64.a")]);
}

/// The same of the larger set, if there is one: the report's officers are told apart too.
#[test]
fn the_report_of_the_larger_set_is_joined_to_its_item() {
    let set =
        std::env::var_os(LARGER).map_or_else(|| crate::fixtures::root().join("../shared"), PathBuf::from);
    let files: Vec<PathBuf> =
        ["S0001", "S0002"].iter().map(|f| set.join(format!("corpus/{f}.pdf"))).collect();
    if files.iter().any(|f| !f.exists()) {
        return;
    }
    let records = crate::fixtures::harvest_of(&files, 1).records;
    let report = records.iter().find(|r| r.report.is_some()).unwrap();
    let link = report.links.iter().find(|l| l.kind == "report_item").unwrap();
    assert!(link.to.ends_with("/i21.a"), "{}", link.to);
    assert_eq!((link.method, link.status), ("title_exact", "linked"));
    let answer = report.links.iter().find(|l| l.kind == "recommendation_decision").unwrap();
    assert_eq!((answer.method, answer.outcome), ("words_within", Some("adopted")));
    let officers = &report.report.as_ref().unwrap().officers;
    assert_eq!(officers.len(), 2);
    for officer in officers {
        assert!(
            officer.name.is_some() && officer.job_title.is_some() && officer.email.is_some(),
            "{officer:?}"
        );
    }
}

#[test]
fn a_report_in_a_pack_goes_to_the_meeting_of_its_agenda() {
    let mut agenda = minutes("aaaa-p001", &["Apologies", "Flooding"]);
    agenda.document.kind = Kind::Agenda;
    agenda.meeting.id = format!("{MEETING}.2");
    agenda.items.iter_mut().for_each(|i| i.id = i.id.replace(MEETING, "agenda"));
    let mut bound = report("aaaa-p003", "Flooding");
    bound.meeting.date = None;
    bound.meeting.body = None;
    let mut records = [agenda, bound, minutes("bbbb", &["Flooding"])];
    records[2].document.sha256 = "another file".to_owned();
    join(&mut records);
    let to = |record: &Record| record.links.iter().map(|l| (l.kind, l.to.clone())).collect::<Vec<_>>();
    assert_eq!(to(&records[0]), [("agenda_report", format!("{MEETING}/r-t"))]);
    assert_eq!(to(&records[1]), [("report_item", format!("{MEETING}/i1"))]);
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

fn shown(record: &Record) -> serde_json::Value {
    serde_json::to_value(record).unwrap()
}

#[test]
fn a_record_comes_back_from_its_file_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let folder = Folder::prepare(folder.path(), false).unwrap();
    let (in_memory, on_disk) = (Shelf::new(&folder).unwrap(), Shelf::holding(&folder, 0).unwrap());
    for record in &harvest().records {
        for shelf in [&in_memory, &on_disk] {
            let (mut shelved, file) = shelf.put(Ready::of(record.clone(), &()).unwrap()).unwrap();
            file.finish().unwrap();
            let standing = Standing { source: Some("another.pdf".into()), ..Standing::default() };
            let mut taken = shelved.take(standing, &folder, shelf.notes()).unwrap().record;
            assert_eq!(shelved.card(shelf.notes()).unwrap(), Card::of(record));
            assert_eq!(taken.document.source, "another.pdf");
            let file = folder.root().join("documents").join(document_name(&record.document.id));
            assert_eq!(shelved.sha256.map(|hash| hash.to_string()), Some(digest::of(&file).unwrap().sha256));
            let read = shelf::read(&folder, &record.document.id).unwrap();
            assert_eq!(shown(&read), shown(&taken), "the file has it too");
            taken.document.source.clone_from(&record.document.source);
            assert_eq!(shown(&taken), shown(record));
        }
    }
}

#[test]
fn links_lead_to_the_ids_that_were_settled() {
    let both = [minutes("aaaa", &["Flooding"]), minutes("bbbb", &["Flooding"]), report("cccc", "Flooding")];
    let mut for_links: Vec<links::brief::Brief> = both.iter().map(links::brief::Brief::of).collect();
    for_links.iter_mut().zip(ranked(&both)).for_each(|(brief, settled)| brief.settle(settled));
    let to: Vec<String> = links::links(&for_links)[2].iter().map(|l| l.to.clone()).collect();
    assert_eq!(to, [format!("{MEETING}/i1"), format!("{MEETING}.2/i1")]);
}
