//! Issues by code: given documents one by one, counts what was noticed and keeps a few examples of each code, with the page
//! to look at.

use super::extremes::beginning;
use super::spot::Spot;
use crate::model::diagnostic::Code;
use crate::model::record::{IssueRecord, Record};
use std::collections::BTreeMap;

/// Examples of each code.
const MOST: usize = 10;

/// What is shown of one code.
#[derive(Debug, Default)]
pub struct Noticed {
    /// How often it was noticed.
    pub count: u64,
    /// In how many documents.
    pub documents: u64,
    /// The first of them.
    pub examples: Vec<Example>,
}

/// One issue.
#[derive(Debug)]
pub struct Example {
    /// What was noticed, and what to do.
    pub message: String,
    /// The words that it is about.
    pub quote: String,
    /// Where.
    pub spot: Spot,
}

/// Everything that was noticed, by severity and code; the gravest first.
#[derive(Debug, Default)]
pub struct Issues(BTreeMap<(u8, &'static str, &'static str), Noticed>);

impl Issues {
    /// Notes the issues of a document.
    pub fn note(&mut self, record: &Record) {
        let mut seen = Vec::new();
        for issue in &record.issues {
            let noticed = self.0.entry((weight(issue), issue.severity, issue.code)).or_default();
            noticed.count += 1;
            if !seen.contains(&(issue.severity, issue.code)) {
                seen.push((issue.severity, issue.code));
                noticed.documents += 1;
            }
            if noticed.examples.len() < MOST {
                noticed.examples.push(example(record, issue));
            }
        }
    }

    /// Severity, code, and what was noticed: the gravest first, then the most frequent.
    pub fn by_weight(&self) -> Vec<(&'static str, &'static str, &Noticed)> {
        let mut all: Vec<_> = self.0.iter().collect();
        all.sort_by_key(|((weight, ..), noticed)| (*weight, std::cmp::Reverse(noticed.count)));
        all.into_iter().map(|((_, severity, code), noticed)| (*severity, *code, noticed)).collect()
    }
}

/// What a code means, in a sentence without its stop.
pub fn meaning(code: &str) -> &'static str {
    let found = Code::MEANINGS.iter().find(|(name, _)| *name == code);
    found.map_or("", |(_, meaning)| meaning.trim().trim_end_matches('.'))
}

fn weight(issue: &IssueRecord) -> u8 {
    match issue.severity {
        "error" => 0,
        "warning" => 1,
        _ => 2,
    }
}

fn example(record: &Record, issue: &IssueRecord) -> Example {
    let place = issue.place.as_ref();
    Example {
        message: beginning(&issue.message),
        quote: place.map(|place| beginning(&place.quote)).unwrap_or_default(),
        spot: Spot::new(&record.document.source, place.map_or(0, |place| place.page)),
    }
}
