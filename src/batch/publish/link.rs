//! Links among documents that go out: given what is there no more and what bears another id, takes out the links that lead
//! to the one and mends those that lead to the other. Knows nothing of why.

use super::clear::Cleared;
use crate::dataset::folder::Folder;
use crate::dataset::redaction::withhold;
use crate::dataset::{DatasetError, shelf};
use std::collections::HashSet;

/// What other documents may not lead to any more.
pub(super) struct Gone<'g> {
    ids: HashSet<&'g str>,
    renamed: Vec<(&'g str, &'g str)>,
}

impl<'g> Gone<'g> {
    pub fn of(cleared: &'g [Cleared]) -> Self {
        let ids = cleared.iter().flat_map(|c| c.gone.iter().map(String::as_str)).collect();
        let renamed =
            cleared.iter().flat_map(|c| c.renamed.iter().map(|(old, new)| (old.as_str(), new.as_str())));
        Self { ids, renamed: renamed.collect() }
    }

    /// Whether an id, or one of those above it, is there no more.
    fn holds(&self, id: &str) -> bool {
        let above = id.match_indices('/').filter_map(|(at, _)| id.get(..at));
        // What stands under a meeting may be of another document.
        let parts = above
            .filter(|part| part.rsplit('/').next().is_some_and(|last| last.starts_with(['i', 'r', 'd'])));
        parts.chain(std::iter::once(id)).any(|part| self.ids.contains(part))
    }
}

/// Mends the links of a document.
pub(super) fn settle(folder: &Folder, id: &str, gone: &Gone<'_>) -> Result<(), DatasetError> {
    let mut record = shelf::read(folder, id)?;
    if record.links.is_empty() {
        return Ok(());
    }
    let before = record.links.clone();
    record.links.retain(|link| !gone.holds(&link.from) && !gone.holds(&link.to));
    for (old, new) in &gone.renamed {
        withhold::relink(&mut record, old, new);
    }
    if record.links == before { Ok(()) } else { shelf::write(folder, &record) }
}
