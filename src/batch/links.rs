//! Links between records of different documents: given all records, ids settled, joins a report to the item of the
//! minutes under which its meeting took it. Only equal titles of one meeting are joined; nothing is guessed. Knows
//! nothing of files.

use crate::model::record::{Kind, LinkRecord, MeetingRecord, Record};
use std::collections::BTreeMap;

/// Adds to each report the links to its items.
pub fn join(records: &mut [Record]) {
    let minutes = minutes_by_date(records);
    let links: Vec<Vec<LinkRecord>> = records.iter().map(|r| report_items(r, records, &minutes)).collect();
    for (record, links) in records.iter_mut().zip(links) {
        record.links.extend(links);
    }
}

/// Which records are minutes of that date.
fn minutes_by_date(records: &[Record]) -> BTreeMap<String, Vec<usize>> {
    let mut by_date: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, record) in records.iter().enumerate().filter(|(_, r)| r.document.kind == Kind::Minutes) {
        if let Some(date) = &record.meeting.date {
            by_date.entry(date.clone()).or_default().push(index);
        }
    }
    by_date
}

fn report_items(record: &Record, all: &[Record], minutes: &BTreeMap<String, Vec<usize>>) -> Vec<LinkRecord> {
    let Some(report) = &record.report else { return Vec::new() };
    let (Some(title), Some(date)) = (&report.title, &record.meeting.date) else { return Vec::new() };
    let same_day = minutes.get(date).into_iter().flatten().filter_map(|index| all.get(*index));
    let same_meeting = same_day.filter(|m| is_same_meeting(&m.meeting, &record.meeting));
    let items = same_meeting.filter_map(|m| only_item_titled(m, title));
    items.map(|item| link(&report.id, item)).collect()
}

fn link(report: &str, item: &str) -> LinkRecord {
    LinkRecord {
        from: report.to_owned(),
        to: item.to_owned(),
        kind: "report_item",
        method: "title_exact",
        score: 1.0,
    }
}

fn is_same_meeting(a: &MeetingRecord, b: &MeetingRecord) -> bool {
    let same = |a: &Option<String>, b: &Option<String>| a.as_deref().map(fold) == b.as_deref().map(fold);
    let council = a.council.is_none() || b.council.is_none() || same(&a.council, &b.council);
    a.body.is_some() && same(&a.body, &b.body) && council
}

/// The item of that title; none where two items bear it.
fn only_item_titled<'r>(minutes: &'r Record, title: &str) -> Option<&'r str> {
    let wanted = fold(title);
    let mut found = minutes.items.iter().filter(|i| !wanted.is_empty() && fold(&i.title) == wanted);
    let first = found.next()?;
    found.next().is_none().then_some(first.id.as_str())
}

/// Letters and digits in lower case: case, punctuation and spacing decide nothing.
fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
