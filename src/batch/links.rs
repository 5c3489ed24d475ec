//! Links between documents: given the briefs of all, ids settled, joins a report to the item of the minutes under which
//! its meeting took it. Only equal titles of one meeting are joined; nothing is guessed. Knows nothing of files.

use crate::dataset::brief::{Brief, MeetingBrief, fold};
use crate::dataset::standing::Standing;
use crate::model::record::{Kind, LinkRecord};
use std::collections::BTreeMap;

/// Adds the links to the standing of each report, and the report's title to that of the minutes which took it.
pub fn join(briefs: &[&Brief], standings: &mut [Standing]) {
    let minutes = minutes_by_date(briefs);
    for (index, brief) in briefs.iter().enumerate() {
        for (taker, item) in report_items(brief, briefs, &minutes) {
            take(index, taker, item, briefs, standings);
        }
    }
}

fn take(report: usize, minutes: usize, item: &str, briefs: &[&Brief], standings: &mut [Standing]) {
    let Some((brief, printed)) = briefs.get(report).and_then(|b| Some((b, b.report.as_ref()?))) else {
        return;
    };
    let Some(taker) = briefs.get(minutes) else { return };
    let meeting = standings.get(minutes).and_then(|s| s.meeting.as_deref()).unwrap_or(&taker.meeting.id);
    let to = format!("{meeting}{item}");
    let from = standings.get(report).and_then(|s| s.report.clone()).unwrap_or_else(|| printed.id.to_string());
    let link = LinkRecord { from, to: to.clone(), kind: "report_item", method: "title_exact", score: 1.0 };
    standings.get_mut(report).into_iter().for_each(|s| s.links.push(link.clone()));
    let title = brief.report.as_ref().and_then(|r| r.title.clone()).unwrap_or_default();
    standings.get_mut(minutes).into_iter().for_each(|s| {
        s.taken.entry(to.clone()).or_insert_with(|| title.to_string());
    });
}

/// Which documents are minutes of that date.
fn minutes_by_date<'b>(briefs: &[&'b Brief]) -> BTreeMap<&'b str, Vec<usize>> {
    let mut by_date: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, brief) in briefs.iter().enumerate().filter(|(_, b)| b.kind == Kind::Minutes) {
        if let Some(date) = &brief.meeting.date {
            by_date.entry(date).or_default().push(index);
        }
    }
    by_date
}

/// The minutes and the tail of the item's id.
fn report_items<'b>(
    brief: &Brief,
    all: &[&'b Brief],
    minutes: &BTreeMap<&str, Vec<usize>>,
) -> Vec<(usize, &'b str)> {
    let Some(report) = &brief.report else { return Vec::new() };
    let (Some(title), Some(date)) = (&report.title, &brief.meeting.date) else { return Vec::new() };
    let title = fold(title);
    let same_day = minutes.get(&**date).into_iter().flatten();
    let same_day = same_day.filter_map(|index| all.get(*index).map(|minutes| (*index, *minutes)));
    let same_meeting = same_day.filter(|(_, m)| is_same_meeting(&m.meeting, &brief.meeting));
    same_meeting.filter_map(|(index, m)| only_item_titled(m, &title).map(|item| (index, item))).collect()
}

fn is_same_meeting(a: &MeetingBrief, b: &MeetingBrief) -> bool {
    let council = a.council.is_none() || b.council.is_none() || a.council == b.council;
    a.body.is_some() && a.body == b.body && council
}

/// The item of that title; none where two items bear it.
fn only_item_titled<'b>(minutes: &'b Brief, title: &str) -> Option<&'b str> {
    let mut found = minutes.items.iter().filter(|i| !title.is_empty() && *i.title == *title);
    let first = found.next()?;
    found.next().is_none().then_some(&*first.tail)
}
