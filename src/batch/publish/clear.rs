//! One document made fit to go out: given its id, reads it, withholds what was taken in private, takes out the words that
//! are not for publication and writes what is left. Gives the rows of the ledger. Knows nothing of other documents but
//! the officials of the council.

use super::Rules;
use crate::dataset::folder::Folder;
use crate::dataset::redaction::ledger::{DOCUMENT, Decisions, Entry, ITEM};
use crate::dataset::redaction::mask::{Mask, fold};
use crate::dataset::redaction::texts::{Text, texts};
use crate::dataset::redaction::withhold;
use crate::dataset::redaction::{self, PROVISIONAL};
use crate::dataset::{DatasetError, shelf};
use crate::house_style::HouseStyle;
use crate::model::record::Record;
use crate::privacy::{self, Finding, Officials, Passage, Sort};
use std::collections::HashMap;
use std::path::Path;

/// Characters on either side of the words that the ledger shows.
const CONTEXT: usize = 50;

/// Where documents are made fit to go out.
pub(super) struct Desk<'d> {
    pub from: &'d Folder,
    pub to: &'d Folder,
    pub rules: &'d Rules<'d>,
    pub officials: &'d HashMap<String, Officials>,
}

/// A document that was gone through.
#[derive(Debug, Default)]
pub(super) struct Cleared {
    pub id: String,
    pub sha256: String,
    /// Whether anything of it goes out.
    pub goes_out: bool,
    /// It is a draft.
    pub provisional: bool,
    pub entries: Vec<Entry>,
    /// The words that were taken out of it.
    pub mask: Mask,
    /// Ids that are there no more.
    pub gone: Vec<String>,
    /// Ids that are other now: old and new.
    pub renamed: Vec<(String, String)>,
}

/// The council whose officials a document names; its own id where that is not known: both begin the meeting's id.
pub(super) fn circle(record: &Record) -> String {
    match record.meeting.id.split('/').next() {
        None | Some("") => record.document.id.clone(),
        Some(first) => first.to_owned(),
    }
}

/// The name of a file whose own name tells what is not for publication: the beginning of its hash.
pub(super) fn plain_name(sha256: &str, name: &str) -> String {
    let ending = Path::new(name).extension().map(|e| format!(".{}", e.to_string_lossy()));
    format!("{}{}", sha256.get(..16).unwrap_or(sha256), ending.unwrap_or_default())
}

/// Words that the officer wants redacted in all documents.
pub(super) fn words_added(decisions: &Decisions) -> Mask {
    Mask::new(decisions.added("").map(|entry| (entry.words.as_str(), entry.kind == Sort::Name.as_str())))
}

impl Desk<'_> {
    pub fn clear(&self, id: &str) -> Result<Cleared, DatasetError> {
        let mut record = shelf::read(self.from, id)?;
        let style = self.rules.style(&record)?;
        let mut cleared = Cleared {
            id: id.to_owned(),
            sha256: record.document.sha256.clone(),
            goes_out: true,
            ..Cleared::default()
        };
        if self.is_withheld(&record, style, &mut cleared) {
            cleared.goes_out = false;
            cleared.gone = ids(&record);
            return Ok(cleared);
        }
        self.withhold_items(&mut record, &mut cleared);
        if record.meeting.status.as_deref() == Some("draft") {
            record.meeting.status = Some(PROVISIONAL.to_owned());
            cleared.provisional = true;
        }
        self.redact(&record, style, &mut cleared)?;
        Ok(cleared)
    }

    /// Whether the whole document is withheld: it is exempt, or its file is called so, and the officer does not release it.
    fn is_withheld(&self, record: &Record, style: &HouseStyle, cleared: &mut Cleared) -> bool {
        let closed =
            || privacy::is_closed(&record.document.source, style).then_some("the name of the file says so");
        let why = withhold::whole(record).or_else(closed);
        let title = record.report.as_ref().and_then(|report| report.title.clone());
        let entry = Entry {
            kind: DOCUMENT.to_owned(),
            words: title.unwrap_or_default(),
            why: why.unwrap_or("the officer's decision").to_owned(),
            proposed: if why.is_some() { "withhold" } else { "" }.to_owned(),
            ..self.entry(record)
        };
        self.decided(entry, why.is_some(), cleared)
    }

    fn withhold_items(&self, record: &mut Record, cleared: &mut Cleared) {
        let private = withhold::private_items(record);
        let mut withheld = Vec::new();
        for item in &record.items {
            let proposed = private.contains(&item.id);
            let entry = Entry {
                kind: ITEM.to_owned(),
                words: item.title.clone(),
                at: item.id.clone(),
                page: item.place.page.to_string(),
                why: "it was taken in private".to_owned(),
                proposed: if proposed { "withhold" } else { "" }.to_owned(),
                ..self.entry(record)
            };
            if self.decided(entry, proposed, cleared) {
                withheld.push(item.id.clone());
            }
        }
        cleared.gone = withhold::take_out(record, &withheld);
    }

    /// Notes an entry that was proposed or decided; gives whether it is done.
    fn decided(&self, entry: Entry, proposed: bool, cleared: &mut Cleared) -> bool {
        let decision = self.rules.decisions.of(&entry).to_owned();
        let entry = Entry { decision, ..entry };
        let done = entry.is_done();
        if proposed || done {
            cleared.entries.push(entry);
        }
        done
    }

    fn entry(&self, record: &Record) -> Entry {
        Entry {
            document_id: record.document.id.clone(),
            file: record.document.source.clone(),
            ..Entry::default()
        }
    }

    fn redact(&self, record: &Record, style: &HouseStyle, cleared: &mut Cleared) -> Result<(), DatasetError> {
        let document = redaction::value(record)?;
        let found = texts(&document);
        let whole: String = found.iter().flat_map(|text| [fold(text.text), " ".to_owned()]).collect();
        let none = Officials::default();
        let officials = self.officials.get(&circle(record)).unwrap_or(&none);
        let mut findings = privacy::findings(&passages(&found), record, officials, style);
        findings.retain(|finding| whole.contains(&fold(&finding.words)));
        let mut rows = self.rows(record, &findings);
        let done = rows.iter().filter(|row| row.is_done());
        let mask = Mask::new(done.map(|row| (row.words.as_str(), row.kind == Sort::Name.as_str())));
        let mut met: HashMap<String, Met> = HashMap::new();
        let masked = mask.document(&document, &mut |text, numbers| {
            for words in numbers.iter().filter_map(|at| mask.words().get(*at)) {
                met.entry(fold(words)).or_insert_with(|| Met::at(text, words)).count += 1;
            }
        });
        rows.retain_mut(|row| match met.remove(&fold(&row.words)) {
            Some(met) => met.tell(row),
            None => !row.is_done() && Met::anywhere(&found, &row.words).is_some_and(|met| met.tell(row)),
        });
        cleared.entries.extend(rows);
        let mut masked = redaction::record(&masked)?;
        cleared.renamed = rename(record, &mut masked, &mask);
        if mask.is_in_name(&masked.document.source) {
            masked.document.source = plain_name(&masked.document.sha256, &masked.document.source);
        }
        cleared.mask = mask;
        shelf::write(self.to, &masked)
    }

    /// A row for every finding, and for every word that the officer added.
    fn rows(&self, record: &Record, findings: &[Finding]) -> Vec<Entry> {
        let decisions = self.rules.decisions;
        let row = |finding: &Finding| {
            let sure = finding.sure || self.rules.strict;
            let entry = Entry {
                kind: finding.sort.as_str().to_owned(),
                words: finding.words.clone(),
                why: finding.rule.to_owned(),
                proposed: if sure { "redact" } else { "look" }.to_owned(),
                ..self.entry(record)
            };
            Entry { decision: decisions.of(&entry).to_owned(), ..entry }
        };
        let mut rows: Vec<Entry> = findings.iter().map(row).collect();
        for added in decisions.added(&record.document.id) {
            if !rows.iter().any(|row| fold(&row.words) == fold(&added.words)) {
                let why = if added.why.is_empty() { "the officer's decision" } else { &added.why };
                rows.push(Entry {
                    kind: added.kind.clone(),
                    words: added.words.clone(),
                    why: why.to_owned(),
                    decision: added.decision.clone(),
                    ..self.entry(record)
                });
            }
        }
        rows
    }
}

/// Where words were met.
struct Met {
    at: String,
    page: u64,
    context: String,
    count: usize,
}

impl Met {
    fn at(text: &Text<'_>, words: &str) -> Self {
        Self { at: text.at.clone(), page: text.page, context: context(text.text, words), count: 0 }
    }

    /// The first text that holds the words as they are, with how many do.
    fn anywhere(texts: &[Text<'_>], words: &str) -> Option<Self> {
        let count = texts.iter().filter(|text| text.text.contains(words)).count();
        let first = texts.iter().find(|text| text.text.contains(words))?;
        Some(Self { count, ..Self::at(first, words) })
    }

    /// Puts it into the row.
    fn tell(self, row: &mut Entry) -> bool {
        row.at = self.at;
        row.page = if self.page > 0 { self.page.to_string() } else { String::new() };
        row.context = self.context;
        row.count = self.count.to_string();
        true
    }
}

fn context(text: &str, words: &str) -> String {
    let at = text.find(words).unwrap_or(0);
    let start = text.get(..at).unwrap_or("").char_indices().rev().nth(CONTEXT).map_or(0, |(at, _)| at);
    let behind = text.get(at..).unwrap_or("");
    let length = words.chars().count() + CONTEXT;
    let end = behind.char_indices().nth(length).map_or(text.len(), |(n, _)| at + n);
    text.get(start..end).unwrap_or("").trim().to_owned()
}

fn passages<'t>(texts: &[Text<'t>]) -> Vec<Passage<'t>> {
    let passage = |text: &Text<'t>| Passage {
        text: text.text,
        under: text.under,
        is: match text.key {
            "email" => Some(Sort::Email),
            "phone" => Some(Sort::Phone),
            _ => None,
        },
        venue: text.key == "venue",
    };
    texts.iter().map(passage).collect()
}

/// Every id of a document that others may lead to.
fn ids(record: &Record) -> Vec<String> {
    let items = record.items.iter().map(|item| item.id.clone());
    let decisions = record.resolutions.iter().map(|r| r.id.clone());
    let report = record.report.iter().map(|report| report.id.clone());
    let own = record.report.is_none().then(|| record.meeting.id.clone());
    items.chain(decisions).chain(report).chain(own).collect()
}

/// Ids that are made from headings tell what stood there: where these are other now they are made anew. Gives old and new.
fn rename(old: &Record, record: &mut Record, mask: &Mask) -> Vec<(String, String)> {
    let mut renamed = Vec::new();
    for ((item, was), n) in record.items.iter().zip(&old.items).zip(1..) {
        if item.number.is_none() && item.title != was.title {
            renamed.push((item.id.clone(), withhold::with_last(&item.id, &format!("iredacted.{n}"))));
        }
    }
    if let (Some(report), Some(was)) = (&record.report, &old.report)
        && report.title != was.title
    {
        let new = withhold::with_last(&report.id, &format!("r-{}", record.document.id));
        renamed.push((report.id.clone(), new));
    }
    for (from, to) in &renamed {
        withhold::relabel(record, from, to);
    }
    // A body's name that holds the words is rare, and then the meeting is known by its document alone.
    if mask.is_in_name(&record.meeting.id) {
        let from = std::mem::replace(&mut record.meeting.id, record.document.id.clone());
        let to = record.meeting.id.clone();
        withhold::relabel(record, &from, &to);
        renamed.push((from, to));
    }
    renamed
}
