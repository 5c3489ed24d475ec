//! Everything that was read, put together: given what became of each file, gives the harvest in the order of the files, ids
//! settled and links made across documents. Knows nothing of how files were read.

use super::links;
use super::links::Taken;
use super::links::brief::Outline;
use super::{Gathered, Harvest, Outcome, Shelving, Waiting};
use crate::dataset::brief::Brief;
use crate::dataset::coverage::{Fate, Input};
use crate::dataset::notes::{Notes, Slip};
use crate::dataset::people::Register;
use crate::dataset::shelf::Shelf;
use crate::dataset::standing::Standing;
use crate::dataset::{DatasetError, ids};
use std::collections::HashMap;
use std::sync::Arc;

/// Which of several files with the same bytes was read first is chance; the first by name gets the documents.
pub(super) fn gather<'n>(
    names: impl ExactSizeIterator<Item = &'n str> + Clone,
    outcomes: Vec<Outcome<Shelving>>,
    shelf: &Shelf<'_>,
) -> Result<Harvest, DatasetError> {
    let mut waiting: HashMap<Arc<str>, (usize, Vec<Waiting>)> = HashMap::new();
    let mut hashes: Vec<Option<Result<Arc<str>, String>>> = Vec::with_capacity(outcomes.len());
    let mut kept = 0;
    for (outcome, at) in outcomes.into_iter().zip(0..) {
        hashes.push(match outcome {
            Outcome::Unreadable(reason) => Some(Err(reason)),
            Outcome::SeenElsewhere(sha256) => Some(Ok(sha256.into())),
            Outcome::OfAnotherShard | Outcome::Fell(_) => None,
            Outcome::Read(read) => {
                kept += usize::from(read.before);
                let sha256: Arc<str> = read.sha256.into();
                waiting.insert(Arc::clone(&sha256), (at, read.documents));
                Some(Ok(sha256))
            }
        });
    }
    let mut firsts: HashMap<&str, &str> = HashMap::new();
    let (mut inputs, mut shelved) = (Vec::with_capacity(names.len()), Vec::new());
    for ((name, hash), at) in names.zip(&hashes).zip(0..) {
        let Some(hash) = hash else { continue };
        let fate = match hash {
            Err(reason) => Fate::Unreadable { reason: reason.clone() },
            Ok(sha256) => match waiting.remove(sha256) {
                Some((read_at, read)) => {
                    firsts.insert(sha256, name);
                    let other_name = (read_at != at).then(|| name.to_owned());
                    shelved.extend(read.into_iter().map(|s| (s, other_name.clone())));
                    Fate::Document
                }
                None => Fate::Duplicate { of: firsts.get(&**sha256).copied().unwrap_or_default().into() },
            },
        };
        inputs.push(Input { name: name.to_owned(), sha256: hash.as_deref().ok().map(str::to_owned), fate });
    }
    drop((hashes, waiting));
    let rolls: Vec<Slip> = shelved.iter().filter_map(|(waiting, _)| waiting.shelved.roll).collect();
    let (documents, register) = rayon::join(|| settled(shelved, shelf), || listed(&rolls, shelf.notes()));
    let (documents, register, notes) = (documents?, register?, Some(Arc::clone(shelf.notes())));
    Ok(Harvest { documents, inputs, kept, notes, register, ..Harvest::default() })
}

/// The names on the lists of attendance of these rolls.
fn listed(rolls: &[Slip], notes: &Notes) -> Result<Register, DatasetError> {
    let mut register = Register::default();
    for roll in rolls {
        register.list(&notes.find(*roll)?);
    }
    Ok(register)
}

/// The documents with their standing, given the names of those read under another.
fn settled(
    documents: Vec<(Waiting, Option<String>)>,
    shelf: &Shelf<'_>,
) -> Result<Vec<Gathered>, DatasetError> {
    let briefs: Vec<&Brief> = documents.iter().map(|(waiting, _)| &waiting.shelved.brief).collect();
    let mut standings = ids::settle(&briefs);
    let outlines: Vec<&Outline> = documents.iter().map(|(waiting, _)| &waiting.outline).collect();
    let found = links::across(&outlines, |at| {
        let slip = documents.get(at).map(|(waiting, _)| waiting.for_links).unwrap_or_default();
        let mut brief: links::brief::Brief = shelf.notes().find(slip)?;
        standings.get(at).into_iter().for_each(|standing| brief.settle(standing));
        Ok(brief)
    })?;
    lay_beside(&found.taken, &briefs, &mut standings);
    for (standing, links) in standings.iter_mut().zip(found.links) {
        standing.links = links;
    }
    let with = |((waiting, source), standing): ((Waiting, _), _)| Gathered {
        shelved: waiting.shelved,
        standing: Standing { source, ..standing },
    };
    Ok(documents.into_iter().zip(standings).map(with).collect())
}

/// Gives the documents whose items took a report what is shown of it beside their decisions: the first report that claims
/// an item. Candidates are shown nowhere.
fn lay_beside(taken: &[Taken], briefs: &[&Brief], standings: &mut [Standing]) {
    for Taken { document, item, report } in taken {
        let beside = briefs.get(*report).and_then(|brief| brief.beside.as_ref());
        if let (Some(beside), Some(standing)) = (beside, standings.get_mut(*document)) {
            standing.taken.entry(item.clone()).or_insert_with(|| Arc::clone(beside));
        }
    }
}
