//! The tables of a harvest: given its documents, puts into each what it is among the others, and adds their rows to all
//! tables, a few documents at a time. Knows nothing of how documents were read or what stands in a row.

use super::{Batch, Gathered, Harvest};
use crate::dataset::coverage::{Fate, Input};
use crate::dataset::folder::{Folder, document_name};
use crate::dataset::notes::Slip;
use crate::dataset::part::{self, Made};
use crate::dataset::people::People;
use crate::dataset::standing::Filed;
use crate::dataset::write::{self, Sheet};
use crate::dataset::written::Written;
use crate::dataset::{DatasetError, journal};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::sync::Arc;

/// Bytes of JSON of the documents whose rows are made at a time: enough for all threads, few enough for any memory.
const AT_A_TIME: usize = 4 << 20;

/// Tables that hold all their rows, and what else is needed to finish them.
pub struct Filled<'h> {
    sheets: Vec<Sheet<'h>>,
    documents: &'h mut [Gathered],
    inputs: &'h [Input],
    made: &'h Made,
}

impl Batch {
    /// Puts ids and links into the documents and writes the tables; gives what was written. Hands every document to
    /// `count` on its way.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write(
        &self,
        harvest: &mut Harvest,
        folder: &Folder,
        count: impl FnMut(&Filed) + Send,
    ) -> Result<Written, DatasetError> {
        let filled = self.fill(harvest, folder, count)?;
        self.finish(filled, folder)
    }

    /// The same but for what comes once every document was counted: [`Batch::finish`] does that.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn fill<'h>(
        &self,
        harvest: &'h mut Harvest,
        folder: &Folder,
        count: impl FnMut(&Filed) + Send,
    ) -> Result<Filled<'h>, DatasetError> {
        harvest.roster.keep(folder)?;
        self.pool.install(|| harvest.know_people())?;
        let Harvest { documents, inputs, made, .. } = harvest;
        let mut sheets = write::sheets(folder, inputs)?;
        self.pool.install(|| fill(&mut sheets, documents, folder, count))?;
        Ok(Filled { sheets, documents, inputs, made })
    }

    /// Gives the tables their names, and the folder the marks of a run that came to its end.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn finish(&self, filled: Filled<'_>, folder: &Folder) -> Result<Written, DatasetError> {
        let Filled { sheets, documents, inputs, made } = filled;
        let finish = || sheets.into_par_iter().with_max_len(1).map(Sheet::finish).collect::<Result<_, _>>();
        let tidy = || {
            folder.remove_stale(documents.iter().map(|d| &*d.shelved.brief.document))?;
            let read = inputs.iter().filter(|input| input.fate == Fate::Document);
            journal::rewrite(folder, read.filter_map(|input| Some((input.sha256.as_deref()?, &*input.name))))
        };
        let (tables, tidied) = self.both(finish, tidy);
        let tables = tables?;
        tidied?;
        part::write(folder, made, inputs)?;
        Ok(Written { tables, documents: documents.iter_mut().filter_map(Gathered::sha256).collect() })
    }
}

/// Takes the documents, some at a time, and adds their rows to the sheets, in order. While some are added the next are
/// taken and those before let go, so that no thread waits for the longest sheet; the longest come first.
fn fill(
    sheets: &mut [Sheet<'_>],
    documents: &mut [Gathered],
    folder: &Folder,
    mut count: impl FnMut(&Filed) + Send,
) -> Result<(), DatasetError> {
    let take = |documents: &mut [Gathered]| -> Result<Vec<Filed>, DatasetError> {
        documents.par_iter_mut().with_max_len(1).map(|document| document.take(folder)).collect()
    };
    let mut sheets: Vec<&mut Sheet<'_>> = sheets.iter_mut().collect();
    let mut add = |filed: &[Filed]| {
        let push = |sheet: &mut &mut Sheet<'_>| filed.iter().try_for_each(|filed| sheet.push(filed));
        sheets.sort_by_key(|sheet| Reverse(sheet.cells()));
        let push = || sheets.par_iter_mut().with_max_len(1).try_for_each(push);
        rayon::join(|| filed.iter().for_each(&mut count), push).1
    };
    let bytes_of = |document: &Gathered| document.shelved.bytes;
    let mut waiting = documents;
    let (mut spent, mut filed) = (Vec::new(), take(some(&mut waiting, bytes_of))?);
    while !filed.is_empty() {
        let next = some(&mut waiting, bytes_of);
        let work = || rayon::join(|| add(&filed), || take(next));
        let ((added, taken), ()) = rayon::join(work, || drop(spent));
        added?;
        spent = std::mem::replace(&mut filed, taken?);
    }
    Ok(())
}

/// The first of the documents, as many as are taken at a time: one at least. The others are left.
fn some<'d, D>(waiting: &mut &'d mut [D], bytes_of: impl Fn(&D) -> usize) -> &'d mut [D] {
    let mut bytes = 0_usize;
    let fits = |document: &&D| {
        bytes = bytes.saturating_add(bytes_of(document));
        bytes <= AT_A_TIME
    };
    let documents = std::mem::take(waiting);
    let count = documents.iter().take_while(fits).count().max(1).min(documents.len());
    let (some, others) = documents.split_at_mut(count);
    *waiting = others;
    some
}

impl Harvest {
    /// Tells every document of everybody whom any of them mentions.
    fn know_people(&mut self) -> Result<(), DatasetError> {
        let slips = self.documents.iter().filter_map(|document| document.shelved.roll);
        let slips: Vec<Slip> = slips.collect();
        let Some(notes) = &self.notes else { return Ok(()) };
        let register = std::mem::take(&mut self.register).under(self.roster.clone());
        let meet = |mut people: People, slip: &Slip| {
            people.meet(&register, &notes.find(*slip)?);
            Ok(people)
        };
        let people = slips.par_iter().try_fold(People::default, meet);
        let people = people.try_reduce(People::default, |some, others| Ok(some.and(others)))?;
        let register = Arc::new(register.with(people));
        self.documents.iter_mut().for_each(|d| d.standing.register = Arc::clone(&register));
        Ok(())
    }
}

impl Gathered {
    fn take(&mut self, folder: &Folder) -> Result<Filed, DatasetError> {
        let filed = self.shelved.take(std::mem::take(&mut self.standing), folder)?;
        // Several tables ask for it: while one works it out the others would wait.
        filed.joined();
        Ok(filed)
    }

    /// The name of its file, and the sha256 that it has since it was taken.
    fn sha256(&mut self) -> Option<(String, Box<str>)> {
        Some((document_name(&self.shelved.brief.document), self.shelved.sha256.take()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_taken_in_order_as_many_as_fit_and_one_at_least() {
        let mut lengths = [1, AT_A_TIME - 1, 1, AT_A_TIME + 1, usize::MAX, 0, AT_A_TIME, 2];
        let mut waiting = &mut lengths[..];
        let mut portions: Vec<Vec<usize>> = Vec::new();
        while !waiting.is_empty() {
            portions.push(some(&mut waiting, |bytes| *bytes).to_vec());
        }
        let (long, longest) = (vec![AT_A_TIME + 1], vec![usize::MAX]);
        assert_eq!(portions, [vec![1, AT_A_TIME - 1], vec![1], long, longest, vec![0, AT_A_TIME], vec![2]]);
        assert!(some(&mut waiting, |bytes| *bytes).is_empty());
    }
}
