//! A dataset that may go out: given one that `extract` wrote, the words of the house styles and an officer's decisions,
//! writes another from its documents, in which private persons and what was taken in private do not stand. Everything in
//! it is made anew from redacted records by the same writers, so that no table can be forgotten. Gives the ledger.

mod clear;
mod link;

use super::Batch;
use crate::dataset::control::Control;
use crate::dataset::coverage::{self, Fate, Input};
use crate::dataset::folder::Folder;
use crate::dataset::journal::JOURNAL;
use crate::dataset::part::INPUTS;
use crate::dataset::rebuild::{self, Documents};
use crate::dataset::redaction::ledger::{DOCUMENT, Decisions, Entry, ITEM};
use crate::dataset::redaction::mask::Mask;
use crate::dataset::written::Written;
use crate::dataset::{DatasetError, shelf, write};
use crate::house_style::{HouseStyle, Styles};
use crate::model::digest::Hash;
use crate::model::record::Record;
use crate::privacy::{self, Officials};
use clear::{Cleared, Desk};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What a publication came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Published {
    /// Documents that go out.
    pub documents: usize,
    /// Documents that are withheld.
    pub documents_withheld: usize,
    /// Items of the others that are withheld.
    pub items_withheld: usize,
    /// Words redacted, by what they tell.
    pub redacted: BTreeMap<String, usize>,
    /// Words that somebody should look at, and that stand as they were.
    #[serde(skip)]
    pub doubtful: usize,
    /// Minutes that go out as provisional.
    pub provisional: usize,
}

/// A publication and its ledger.
#[derive(Debug)]
pub struct Publication {
    /// Its sums.
    pub published: Published,
    /// What the control report tells of what goes out.
    pub control: Control,
    /// The tables that go out.
    pub written: Written,
    /// Every row of the ledger, in the order of the documents.
    pub ledger: Vec<Entry>,
}

/// By what is decided.
#[derive(Debug)]
pub struct Rules<'r> {
    /// The words.
    pub styles: &'r Styles,
    /// What the officer decided.
    pub decisions: &'r Decisions,
    /// Names that are only doubtful are redacted too.
    pub strict: bool,
}

impl Rules<'_> {
    fn style(&self, record: &Record) -> Result<&HouseStyle, DatasetError> {
        let named = record.document.house_style.as_deref().and_then(|name| self.styles.named(name));
        named.or_else(|| self.styles.named("generic")).ok_or_else(|| DatasetError::Serialise {
            what: record.document.source.clone(),
            reason: "there is no house style to read it by".to_owned(),
        })
    }
}

/// Refuses a folder that must not go out.
///
/// # Errors
/// When it is the dataset itself, or what `extract` remembers stands in it.
pub fn check(from: &Folder, to: &std::path::Path) -> Result<(), DatasetError> {
    let refuse = |reason| Err(DatasetError::NotForPublication { folder: to.to_path_buf(), reason });
    let real = |path: &std::path::Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    if real(from.root()) == real(to) {
        return refuse("is the dataset itself; choose another folder for what goes out");
    }
    if [INPUTS, JOURNAL].iter().any(|name| to.join(name).exists()) {
        return refuse("holds a dataset that extract wrote; choose an empty folder for what goes out");
    }
    Ok(())
}

impl Batch {
    /// Writes documents and tables that may go out into the folder, and gives the ledger of what was done.
    ///
    /// # Errors
    /// When a document cannot be read or a file cannot be written.
    pub fn publish(
        &self,
        from: &Folder,
        to: &Folder,
        rules: &Rules<'_>,
    ) -> Result<Publication, DatasetError> {
        let order = rebuild::order(from)?;
        let officials = self.officials(from, &order, rules)?;
        let desk = Desk { from, to, rules, officials: &officials };
        let cleared = self.try_map(&order, |id| desk.clear(id))?;
        let kept: Vec<String> = cleared.iter().filter(|c| c.goes_out).map(|c| c.id.clone()).collect();
        let gone = link::Gone::of(&cleared);
        self.try_map(&kept, |id| link::settle(to, id, &gone))?;
        let inputs = inputs(from, &cleared, rules.decisions)?;
        let mut sheets = write::sheets(to, &inputs)?;
        let documents = Documents::in_order(to, kept.clone())?;
        let mut control = Control::of(&inputs);
        documents.each(|filed| {
            control.document(filed);
            sheets.iter_mut().try_for_each(|sheet| sheet.push(filed))
        })?;
        let tables = sheets.into_iter().map(write::Sheet::finish).collect::<Result<_, _>>()?;
        to.remove_stale(kept.iter().map(String::as_str).collect())?;
        let written = Written::beside(tables, to)?;
        let mut ledger: Vec<Entry> = cleared.iter().flat_map(|c| c.entries.iter().cloned()).collect();
        let published = sums(&cleared, &ledger);
        ledger.extend(rules.decisions.left_over(&ledger));
        Ok(Publication { published, control, written, ledger })
    }

    /// Who holds an office, by council; those of documents whose council is not known by the document's id.
    fn officials(
        &self,
        from: &Folder,
        order: &[String],
        rules: &Rules<'_>,
    ) -> Result<HashMap<String, Officials>, DatasetError> {
        let each = self.try_map(order, |id| {
            let record = shelf::read(from, id)?;
            let (style, mut officials) = (rules.style(&record)?, Officials::default());
            officials.add_record(&record, |attendee| privacy::is_private(attendee, style));
            Ok((clear::circle(&record), officials))
        })?;
        let mut by_circle: HashMap<String, Officials> = HashMap::new();
        let mut all = Officials::default();
        for (circle, officials) in &each {
            all.add_all(officials);
            by_circle.entry(circle.clone()).or_default().add_all(officials);
        }
        let all = Arc::new(all);
        Ok(by_circle.into_iter().map(|(id, near)| (id, near.with_elsewhere(Arc::clone(&all)))).collect())
    }
}

fn sums(cleared: &[Cleared], ledger: &[Entry]) -> Published {
    let mut published = Published::default();
    for document in cleared {
        published.documents += usize::from(document.goes_out);
        published.documents_withheld += usize::from(!document.goes_out);
        published.provisional += usize::from(document.goes_out && document.provisional);
    }
    for entry in ledger {
        let count = entry.count.parse().unwrap_or(0);
        match (entry.kind.as_str(), entry.is_done()) {
            (DOCUMENT, _) => {}
            (ITEM, done) => published.items_withheld += usize::from(done),
            (_, false) => {
                published.doubtful += usize::from(entry.proposed == "look" && entry.decision.is_empty())
            }
            (kind, true) => *published.redacted.entry(kind.to_owned()).or_default() += count,
        }
    }
    published
}

/// The files that go out: without those of which nothing does, under names that tell nothing.
fn inputs(from: &Folder, cleared: &[Cleared], decisions: &Decisions) -> Result<Vec<Input>, DatasetError> {
    let mut masks: HashMap<Hash, Vec<&Mask>> = HashMap::new();
    for document in cleared.iter().filter(|c| c.goes_out) {
        if let Some(sha256) = Hash::from_hex(&document.sha256) {
            masks.entry(sha256).or_default().push(&document.mask);
        }
    }
    let mut inputs = coverage::inputs(from)?;
    inputs.retain(|input| input.sha256.is_none_or(|sha256| masks.contains_key(&sha256)));
    let added = clear::words_added(decisions);
    let mut renamed: HashMap<Arc<str>, Arc<str>> = HashMap::new();
    let mut taken: HashMap<String, usize> = HashMap::new();
    for input in &mut inputs {
        let new = match &input.sha256 {
            Some(sha256) => {
                let tells = masks.get(sha256).is_some_and(|m| m.iter().any(|m| m.is_in_name(&input.name)));
                tells.then(|| clear::plain_name(&sha256.to_string(), &input.name))
            }
            None => added.is_in_name(&input.name).then(|| "file".to_owned()),
        };
        let Some(new) = new else { continue };
        let n = taken.entry(new.clone()).or_default();
        *n += 1;
        let new: Arc<str> = if *n > 1 { format!("{n}-{new}").into() } else { new.into() };
        renamed.insert(std::mem::replace(&mut input.name, Arc::clone(&new)), new);
    }
    for input in &mut inputs {
        if let Fate::Duplicate { of } = &mut input.fate
            && let Some(new) = renamed.get(of)
        {
            *of = Arc::clone(new);
        }
    }
    Ok(inputs)
}
