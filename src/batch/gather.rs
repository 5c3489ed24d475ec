//! Everything that was read, put together: given what became of each file, gives the harvest in the order of the files, ids
//! settled and links made across documents. Knows nothing of how files were read.

use super::links;
use super::{Gathered, Harvest, Outcome, Shelving, Waiting};
use crate::dataset::brief::Brief;
use crate::dataset::coverage::{Fate, Input};
use crate::dataset::ids;
use crate::dataset::shelf::Shelved;
use crate::dataset::standing::{Beside, Standing};
use std::collections::HashMap;
use std::sync::Arc;

/// Which of several files with the same bytes was read first is chance; the first by name gets the documents.
pub(super) fn gather<'n>(
    names: impl ExactSizeIterator<Item = &'n str> + Clone,
    outcomes: Vec<Outcome<Shelving>>,
) -> Harvest {
    let mut waiting: HashMap<String, (usize, Vec<Waiting>)> = HashMap::new();
    let mut hashes: Vec<Option<Result<String, String>>> = Vec::with_capacity(outcomes.len());
    let mut kept = 0;
    for (outcome, at) in outcomes.into_iter().zip(0..) {
        hashes.push(match outcome {
            Outcome::Unreadable(reason) => Some(Err(reason)),
            Outcome::SeenElsewhere(sha256) => Some(Ok(sha256)),
            Outcome::OfAnotherShard => None,
            Outcome::Read(read) => {
                kept += usize::from(read.before);
                waiting.insert(read.sha256.clone(), (at, read.documents));
                Some(Ok(read.sha256))
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
                None => {
                    Fate::Duplicate { of: firsts.get(sha256.as_str()).copied().unwrap_or_default().into() }
                }
            },
        };
        inputs.push(Input { name: name.to_owned(), sha256: hash.clone().ok(), fate });
    }
    Harvest { documents: settled(shelved), inputs, kept, ..Harvest::default() }
}

/// The documents with their standing, given the names of those read under another.
fn settled(documents: Vec<(Waiting, Option<String>)>) -> Vec<Gathered> {
    let briefs: Vec<&Brief> = documents.iter().map(|(waiting, _)| &waiting.shelved.brief).collect();
    let mut standings = ids::settle(&briefs);
    let (shelved, mut for_links): (Vec<_>, Vec<_>) =
        documents.into_iter().map(|(w, source)| ((w.shelved, source), w.for_links)).unzip();
    for_links.iter_mut().zip(&standings).for_each(|(brief, standing)| brief.settle(standing));
    for (standing, links) in standings.iter_mut().zip(links::links(&for_links)) {
        standing.links = links;
    }
    lay_beside(&shelved, &for_links, &mut standings);
    let with =
        |((shelved, source), standing)| Gathered { shelved, standing: Standing { source, ..standing } };
    shelved.into_iter().zip(standings).map(with).collect()
}

/// Gives the documents whose items took a report what is shown of it beside their decisions. Candidates are shown nowhere.
fn lay_beside(
    shelved: &[(Shelved, Option<String>)],
    for_links: &[links::brief::Brief],
    standings: &mut [Standing],
) {
    let mut taken: HashMap<String, Arc<Beside>> = HashMap::new();
    for ((shelved, _), standing) in shelved.iter().zip(standings.iter()) {
        let Some(beside) = &shelved.brief.beside else { continue };
        let links = standing.links.iter().filter(|l| l.kind == "report_item" && l.status == "linked");
        for link in links {
            taken.entry(link.to.clone()).or_insert_with(|| Arc::clone(beside));
        }
    }
    for (brief, standing) in for_links.iter().zip(standings) {
        let items = brief.items.iter().filter_map(|item| taken.get_key_value(&item.id));
        standing.taken = items.map(|(id, beside)| (id.clone(), Arc::clone(beside))).collect();
    }
}
