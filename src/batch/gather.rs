//! Everything that was read, put together: given what became of each file, gives the harvest in the order of the files, ids
//! settled and links made across documents. Knows nothing of how files were read.

use super::links::{self, Finding, Placed};
use super::{Gathered, Harvest, Outcome, Shelving};
use crate::dataset::brief::Brief;
use crate::dataset::coverage::{Fate, Input};
use crate::dataset::notes::{Notes, Slip};
use crate::dataset::people::Register;
use crate::dataset::shelf::Shelf;
use crate::dataset::standing::{Beside, Settled};
use crate::dataset::{DatasetError, ids, json};
use crate::model::digest::Hash;
use crate::model::record::LinkRecord;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Files that hold the same bytes.
#[derive(Default)]
struct Alike {
    /// The first of them by name.
    first: Arc<str>,
    /// What was read, and of which of them, by its number.
    read: Option<(usize, Box<[Gathered]>)>,
}

/// Which of several files with the same bytes was read first is chance; the first by name gets the documents.
pub(super) fn gather(
    names: impl ExactSizeIterator<Item = Arc<str>>,
    mut outcomes: Vec<Outcome<Shelving>>,
    shelf: &Shelf<'_>,
) -> Result<Harvest, DatasetError> {
    let mut alike: HashMap<Hash, Alike> = HashMap::new();
    for outcome in &outcomes {
        if let Outcome::SeenElsewhere(sha256) = outcome {
            alike.entry(*sha256).or_default();
        }
    }
    let mut kept = 0;
    for (outcome, at) in outcomes.iter_mut().zip(0..) {
        let Outcome::Read(read) = outcome else { continue };
        kept += usize::from(read.before);
        if let Some(alike) = alike.get_mut(&read.sha256) {
            alike.read = Some((at, std::mem::take(&mut read.documents)));
        }
    }
    let mut inputs = Vec::with_capacity(names.len());
    let mut documents: Vec<Box<[Gathered]>> = Vec::with_capacity(names.len());
    for ((name, outcome), at) in names.zip(outcomes).zip(0..) {
        let (sha256, read) = match outcome {
            Outcome::OfAnotherShard | Outcome::Fell(_) => continue,
            Outcome::Unreadable(reason) => {
                inputs.push(Input { name, sha256: None, fate: Fate::Unreadable { reason } });
                continue;
            }
            Outcome::SeenElsewhere(sha256) => (sha256, Box::default()),
            Outcome::Read(read) => (read.sha256, read.documents),
        };
        let fate = match alike.get_mut(&sha256).map(|alike| (alike.read.take(), alike)) {
            None => {
                documents.push(read);
                Fate::Document
            }
            Some((Some((read_at, mut read)), alike)) => {
                alike.first = Arc::clone(&name);
                let source = (read_at != at).then_some(&name);
                read.iter_mut().for_each(|document| document.source = source.cloned());
                documents.push(read);
                Fate::Document
            }
            Some((None, alike)) => Fate::Duplicate { of: Arc::clone(&alike.first) },
        };
        inputs.push(Input { name, sha256: Some(sha256), fate });
    }
    drop(alike);
    let (notes, all) = (shelf.notes(), documents.iter().flatten().collect::<Vec<_>>());
    let (among, register) = rayon::join(|| among(&all, notes), || listed(&all, notes));
    let ((settled, mut found), register) = (among?, register?);
    // Those of one document in the order in which they were found.
    found.sort_by_key(|(at, _)| *at);
    let mut found = found.chunk_by(|a, b| a.0 == b.0).peekable();
    for ((document, settled), at) in documents.iter_mut().flatten().zip(settled).zip(0..) {
        let of_it = found.next_if(|some| some.first().is_some_and(|(of, _)| *of == at)).unwrap_or_default();
        (document.settled, document.found) = (settled, of_it.iter().map(|(_, slip)| *slip).collect());
    }
    Ok(Harvest { documents, inputs, kept, notes: Some(Arc::clone(notes)), register, ..Harvest::default() })
}

/// The names on the lists of attendance of these documents.
fn listed(documents: &[&Gathered], notes: &Notes) -> Result<Register, DatasetError> {
    let mut register = Register::default();
    for document in documents {
        document.shelved.roll(notes)?.iter().for_each(|roll| register.list(roll));
    }
    Ok(register)
}

/// What is settled of every document, and where it is noted what was found of which.
type AmongOthers = (Vec<Settled>, Vec<(usize, Slip)>);

/// What each document is among the others.
fn among(documents: &[&Gathered], notes: &Notes) -> Result<AmongOthers, DatasetError> {
    let missing = || DatasetError::Serialise { what: "a document".into(), reason: "it is not there".into() };
    let shelved = |at: usize| documents.get(at).map(|document| &document.shelved).ok_or_else(missing);
    let by_id: Vec<(&str, &Brief)> = documents.iter().map(|d| (&*d.shelved.document, &d.brief)).collect();
    let settled = ids::settle(&by_id, |at| shelved(at)?.card(notes))?;
    drop(by_id);
    let brief = |at: usize| {
        let mut brief: links::brief::Brief = shelved(at)?.for_links(notes)?;
        settled.get(at).into_iter().for_each(|settled| brief.settle(*settled));
        Ok(brief)
    };
    let mut found: Vec<(usize, Slip)> = Vec::new();
    let file = |document: usize, some: Vec<Placed>| {
        let known =
            |placed: Placed| Known::of(placed, |report| shelved(report)?.card(notes).map(|c| c.beside));
        let known = some.into_iter().map(known).collect::<Result<Vec<Known>, _>>()?;
        let slip = notes.add(&json::compact("links", &known)?)?;
        found.push((document, slip));
        Ok(())
    };
    links::across(documents.iter().map(|document| &document.outline), brief, file)?;
    Ok((settled, found))
}

/// What was found of a document, as it is noted: what is shown of a report that an item took stands with it.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Known {
    placed: Placed,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    beside: Option<Beside>,
}

impl Known {
    fn of(
        placed: Placed,
        beside: impl Fn(usize) -> Result<Option<Beside>, DatasetError>,
    ) -> Result<Self, DatasetError> {
        let beside = match &placed.finding {
            Finding::Link(_) => None,
            Finding::Took(_) => beside(placed.by.0)?,
        };
        Ok(Self { placed, beside })
    }
}

type LinksAndTaken = (Vec<LinkRecord>, BTreeMap<String, Arc<Beside>>);

/// The links of a document, and what is shown of the reports that its items took beside their decisions, by the item's id:
/// of the first report that claims an item. Candidates are shown nowhere.
pub(super) fn found(slips: &[Slip], notes: &Notes) -> Result<LinksAndTaken, DatasetError> {
    let mut known: Vec<Known> = Vec::new();
    for slip in slips {
        known.append(&mut notes.find(*slip)?);
    }
    known.sort_by_key(|known| known.placed.by);
    let (mut links, mut taken) = (Vec::new(), BTreeMap::new());
    for Known { placed, beside } in known {
        match (placed.finding, beside) {
            (Finding::Link(link), _) => links.push(link),
            (Finding::Took(item), Some(beside)) => {
                taken.entry(item).or_insert_with(|| Arc::new(beside));
            }
            (Finding::Took(_), None) => {}
        }
    }
    Ok((links, taken))
}
