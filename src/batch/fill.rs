//! The tables of a harvest: given its documents, puts into each what it is among the others, and adds their rows to all
//! tables, a few documents at a time. Knows nothing of how documents were read or what stands in a row.

use super::{Batch, Gathered, Harvest, gather};
use crate::dataset::coverage::{Fate, Input};
use crate::dataset::folder::Folder;
use crate::dataset::notes::Notes;
use crate::dataset::part::{self, Made};
use crate::dataset::people::{People, Register};
use crate::dataset::standing::{Filed, Standing};
use crate::dataset::write::{self, Sheet};
use crate::dataset::written::Written;
use crate::dataset::{DatasetError, journal};
use crate::model::digest::Hash;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::sync::Arc;

/// Bytes of JSON of the documents whose rows are made at a time: enough for all threads, few enough for any memory.
const AT_A_TIME: usize = 4 << 20;

/// Tables that hold all their rows, and what else is needed to finish them.
pub struct Filled<'h> {
    sheets: Vec<Sheet<'h>>,
    documents: Vec<Box<[Gathered]>>,
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
        let register = std::mem::take(&mut harvest.register).under(harvest.roster.clone());
        let Harvest { documents, inputs, made, notes, .. } = harvest;
        let mut documents = std::mem::take(documents);
        let (inputs, notes): (&[Input], _) = (inputs, notes.as_deref());
        let people = || notes.map_or_else(|| Ok(People::default()), |n| people(&mut documents, &register, n));
        let (sheets, people) = self.both(|| write::sheets(folder, inputs), people);
        let (mut sheets, register) = (sheets?, Arc::new(register.with(people?)));
        if let Some(notes) = notes {
            let among = Among { register, notes, folder };
            let mut documents: Vec<&mut Gathered> = documents.iter_mut().flatten().collect();
            self.pool.install(|| fill(&mut sheets, &mut documents, &among, count))?;
        }
        Ok(Filled { sheets, documents, inputs, made })
    }

    /// Gives the tables their names, and the folder the marks of a run that came to its end.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn finish(&self, filled: Filled<'_>, folder: &Folder) -> Result<Written, DatasetError> {
        let Filled { sheets, documents, inputs, made } = filled;
        // They end while there is little to do: sooner they would take processors from those who make the tables.
        self.crew.iter().for_each(|(crew, _)| crew.dismiss());
        let finish = || sheets.into_par_iter().with_max_len(1).map(Sheet::finish).collect::<Result<_, _>>();
        let tidy = || {
            folder.remove_stale(documents.iter().flatten().map(|d| &*d.shelved.document).collect())?;
            let read = inputs.iter().filter(|input| input.fate == Fate::Document);
            journal::rewrite(folder, read.filter_map(|input| Some((input.sha256?, &*input.name))))
        };
        let (tables, tidied) = self.both(finish, tidy);
        let tables = tables?;
        tidied?;
        part::write(folder, made, inputs)?;
        Ok(Written::new(tables, documents.into_iter().flatten().filter_map(Gathered::file).collect()))
    }
}

/// Takes the documents, some at a time, and adds their rows to the sheets, in order. While some are added the next are
/// taken and those before let go, so that no thread waits for the longest sheet; the longest come first.
fn fill(
    sheets: &mut [Sheet<'_>],
    documents: &mut [&mut Gathered],
    among: &Among<'_>,
    mut count: impl FnMut(&Filed) + Send,
) -> Result<(), DatasetError> {
    let take = |documents: &mut [&mut Gathered]| -> Result<Vec<Filed>, DatasetError> {
        documents.par_iter_mut().with_max_len(1).map(|document| document.take(among)).collect()
    };
    let mut sheets: Vec<&mut Sheet<'_>> = sheets.iter_mut().collect();
    let mut add = |filed: &[Filed]| {
        let push = |sheet: &mut &mut Sheet<'_>| filed.iter().try_for_each(|filed| sheet.push(filed));
        sheets.sort_by_key(|sheet| Reverse(sheet.cells()));
        let push = || sheets.par_iter_mut().with_max_len(1).try_for_each(push);
        rayon::join(|| filed.iter().for_each(&mut count), push).1
    };
    let bytes_of = |document: &&mut Gathered| document.shelved.bytes;
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

/// Everybody whom any of the documents mentions; tells those in memory to whom their mentions are joined.
fn people(
    documents: &mut [Box<[Gathered]>],
    register: &Register,
    notes: &Notes,
) -> Result<People, DatasetError> {
    let meet = |mut people: People, document: &mut Gathered| -> Result<People, DatasetError> {
        if let Some(roll) = document.shelved.roll(notes)? {
            document.shelved.say_joined(people.meet(register, &roll));
        }
        Ok(people)
    };
    let people = documents.par_iter_mut().flatten_iter().try_fold(People::default, meet);
    people.try_reduce(People::default, |some, others| Ok(some.and(others)))
}

/// What every document stands among.
struct Among<'a> {
    /// Everybody whom the documents mention.
    register: Arc<Register>,
    notes: &'a Notes,
    folder: &'a Folder,
}

impl Gathered {
    fn take(&mut self, among: &Among<'_>) -> Result<Filed, DatasetError> {
        let (links, taken) = gather::found(&std::mem::take(&mut self.found), among.notes)?;
        let (source, settled) = (self.source.take(), self.settled);
        let standing = Standing { source, settled, links, taken, register: Arc::clone(&among.register) };
        let filed = self.shelved.take(standing, among.folder, among.notes)?;
        // Several tables ask for it: while one works it out the others would wait.
        filed.joined();
        Ok(filed)
    }

    /// The document, and the sha256 that its file has since it was taken.
    fn file(self) -> Option<(Box<str>, Hash)> {
        Some((self.shelved.document, self.shelved.sha256?))
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
