//! Which meetings of which body are there: given documents one by one, keeps for each body the days of its meetings with
//! the numbers of their items, and of those of which there is no more than an agenda or a report. Bodies are told apart by
//! their ids, and shown as they are printed first.

use super::runs::Numbers;
use crate::dataset::tables::body_of;
use crate::model::record::{Kind, Record};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of one body.
#[derive(Debug, Default)]
pub struct Body {
    /// As printed.
    pub council: String,
    /// As printed; empty for the council itself.
    pub name: String,
    /// The days of which there are minutes, and the numbers of the items.
    pub minutes: BTreeMap<Date, Numbers>,
    /// The days of which there is anything else.
    others: BTreeSet<Date>,
}

/// All bodies, by id.
#[derive(Debug, Default)]
pub struct Bodies {
    known: BTreeMap<String, Body>,
    /// Minutes whose council or date is not known.
    pub unplaced: u64,
}

impl Bodies {
    /// Notes the meeting of a document.
    pub fn note(&mut self, record: &Record) {
        let (meeting, kind) = (&record.meeting, record.document.kind);
        let date = meeting.date.as_deref().and_then(|date| date.parse::<Date>().ok());
        let known = meeting.council.as_ref().zip(date);
        let Some((council, date)) =
            known.filter(|_| matches!(kind, Kind::Minutes | Kind::Agenda | Kind::Report))
        else {
            self.unplaced += u64::from(kind == Kind::Minutes);
            return;
        };
        let id = match &meeting.body {
            Some(_) => body_of(&meeting.id).unwrap_or(&meeting.id),
            None => meeting.id.split('/').next().unwrap_or(&meeting.id),
        };
        let body = self.known.entry(id.to_owned()).or_insert_with(|| Body {
            council: council.clone(),
            name: meeting.body.clone().unwrap_or_default(),
            ..Body::default()
        });
        if kind == Kind::Minutes {
            let numbers = body.minutes.entry(date).or_default();
            *numbers = numbers.or_else(|| self::numbers(record));
        } else {
            body.others.insert(date);
        }
    }

    /// Those of which there are minutes, in order.
    pub fn with_minutes(&self) -> impl Iterator<Item = &Body> {
        self.known.values().filter(|body| !body.minutes.is_empty())
    }

    /// Meetings by year, from the first to the last.
    pub fn by_year(&self) -> Vec<(i16, u64)> {
        let days = self.known.values().flat_map(|body| body.minutes.keys());
        years(days.map(|day| day.year()))
    }
}

impl Body {
    /// Meetings by year, from the first to the last.
    pub fn years(&self) -> Vec<(i16, u64)> {
        years(self.minutes.keys().map(|day| day.year()))
    }

    /// The days of which there is an agenda or a report, and no minutes.
    pub fn without_minutes(&self) -> usize {
        self.others.iter().filter(|day| !self.minutes.contains_key(day)).count()
    }
}

/// How often each year comes, with those between that never do.
fn years(all: impl Iterator<Item = i16>) -> Vec<(i16, u64)> {
    let mut counts: BTreeMap<i16, u64> = BTreeMap::new();
    all.for_each(|year| *counts.entry(year).or_default() += 1);
    let ends = counts.keys().next().copied().zip(counts.keys().next_back().copied());
    let every = ends.into_iter().flat_map(|(first, last)| first..=last);
    every.map(|year| (year, counts.get(&year).copied().unwrap_or(0))).collect()
}

/// First and last plain number of the items that no other holds.
fn numbers(record: &Record) -> Numbers {
    let top = record.items.iter().filter(|item| item.parent.is_none());
    let mut numbers = top.filter_map(|item| item.number.as_ref()?.parse::<u32>().ok());
    let first = numbers.next()?;
    Some((first, numbers.next_back().unwrap_or(first)))
}
