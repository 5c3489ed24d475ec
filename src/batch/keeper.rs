//! Keeps what was read: given finished files from all workers, gives their documents their names; a thread of its own says
//! so in the journal, of several at a time, so that no worker waits for the disk. The first fault stops the run. Knows
//! nothing of what was read.

use crate::dataset::DatasetError;
use crate::dataset::journal::{Finished, JOURNAL, Journal, Writer};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Files of which the journal says at a time that they are kept.
const GROUP: usize = 64;

/// Files that it may be behind: whoever brings another waits for the disk.
const FARTHEST_BEHIND: usize = 2 * GROUP;

/// A run that is broken off loses no more than it kept within this time; where the disk is slower than that, what is being
/// said and as much again: twice [`FARTHEST_BEHIND`] files.
const LONGEST_WAIT: Duration = Duration::from_millis(250);

/// Takes finished files. Nobody is woken for one: that takes longer than to keep it.
#[derive(Debug, Default)]
pub struct Keeper {
    unsaid: Mutex<Unsaid>,
    changed: Condvar,
}

/// What the journal does not say yet.
#[derive(Debug, Default)]
struct Unsaid {
    lines: Vec<u8>,
    files: usize,
    /// Nothing more comes.
    over: bool,
    /// Nothing more is said.
    stopped: bool,
}

impl Keeper {
    /// Keeps a finished file; waits where the disk is far behind.
    ///
    /// # Errors
    /// When a document cannot get its name, or the journal is not written any more: its own fault, which [`beside`] gives,
    /// says why.
    pub fn keep(&self, finished: Finished) -> Result<(), DatasetError> {
        let line = finished.keep()?;
        let behind = |unsaid: &mut Unsaid| unsaid.files >= FARTHEST_BEHIND && !unsaid.stopped;
        let waited = self.changed.wait_while(self.unsaid(), behind);
        let mut unsaid = waited.unwrap_or_else(PoisonError::into_inner);
        if unsaid.stopped {
            let fault = std::io::Error::other("what writes it has stopped");
            return Err(DatasetError::Write { path: JOURNAL.into(), fault });
        }
        unsaid.lines.extend(line);
        unsaid.files += 1;
        if unsaid.files >= GROUP {
            self.changed.notify_all();
        }
        Ok(())
    }

    /// Nothing more comes: what is kept is said at once.
    pub fn end(&self) {
        self.note(|unsaid| unsaid.over = true);
    }

    /// A poisoned lock would only mean that another thread died while it held it: lines are added whole.
    fn unsaid(&self) -> MutexGuard<'_, Unsaid> {
        self.unsaid.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, what: impl FnOnce(&mut Unsaid)) {
        what(&mut self.unsaid());
        self.changed.notify_all();
    }

    /// Says all that is kept, until nothing more comes.
    fn say_all(&self, writer: &mut Writer) -> Result<(), DatasetError> {
        let _stopped = AtTheEnd(|| self.note(|unsaid| unsaid.stopped = true));
        loop {
            let few = |unsaid: &mut Unsaid| unsaid.files < GROUP && !unsaid.over;
            let waited = self.changed.wait_timeout_while(self.unsaid(), LONGEST_WAIT, few);
            let (mut unsaid, _) = waited.unwrap_or_else(PoisonError::into_inner);
            let (lines, over) = (std::mem::take(&mut unsaid.lines), unsaid.over);
            if std::mem::take(&mut unsaid.files) >= FARTHEST_BEHIND {
                self.changed.notify_all();
            }
            drop(unsaid);
            if !lines.is_empty() {
                writer.say(&lines)?;
            }
            if over {
                return Ok(());
            }
        }
    }
}

/// Does something at the end, even at one that a panic brings: nobody waits for whoever has ended.
struct AtTheEnd<F: FnMut()>(F);

impl<F: FnMut()> Drop for AtTheEnd<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

/// Does the work with a keeper at its side, and waits until the journal says all that was kept.
///
/// # Errors
/// When a file could not be written: that is told before a fault of the work, which it may have brought about.
pub fn beside<R>(
    journal: &Journal,
    work: impl FnOnce(&Keeper) -> Result<R, DatasetError>,
) -> Result<R, DatasetError> {
    let mut writer = journal.writer()?;
    let keeper = Keeper::default();
    std::thread::scope(|scope| {
        let saying = scope.spawn(|| keeper.say_all(&mut writer));
        let result = {
            let _over = AtTheEnd(|| keeper.end());
            work(&keeper)
        };
        // One that panicked has said nothing further, and the work was told that it had stopped.
        saying.join().unwrap_or(Ok(()))?;
        result
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::folder::Folder;
    use crate::dataset::journal::Entry;
    use crate::model::digest::Hash;

    fn finished(sha256: &str) -> Finished {
        Finished {
            entry: Entry { sha256: Hash::of([sha256.as_bytes()]), ..Entry::default() },
            documents: Vec::new(),
        }
    }

    fn kept(folder: &Folder) -> usize {
        Journal::open(folder).unwrap().len()
    }

    #[test]
    fn the_journal_says_all_that_was_kept_however_many_keep_at_once() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::prepare(place.path(), false).unwrap();
        let journal = Journal::open(&folder).unwrap();
        beside(&journal, |keeper| {
            let keep = |one: usize| keeper.keep(finished(&format!("{one}"))).unwrap();
            std::thread::scope(|scope| {
                let all = |first: usize| move || (first..first + 5 * GROUP).for_each(keep);
                scope.spawn(all(0));
                scope.spawn(all(5 * GROUP));
            });
            Ok(())
        })
        .unwrap();
        assert_eq!(kept(&folder), 10 * GROUP);
    }

    #[test]
    fn what_was_kept_before_the_work_failed_is_said() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::prepare(place.path(), false).unwrap();
        let journal = Journal::open(&folder).unwrap();
        let fault = DatasetError::Serialise { what: "a document".into(), reason: "none".into() };
        let result: Result<(), _> = beside(&journal, |keeper| {
            keeper.keep(finished("aa")).unwrap();
            Err(fault)
        });
        assert!(matches!(result, Err(DatasetError::Serialise { .. })));
        assert_eq!(kept(&folder), 1);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_journal_that_cannot_be_written_stops_the_work_and_is_told() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::prepare(place.path(), false).unwrap();
        std::os::unix::fs::symlink("/dev/full", place.path().join(JOURNAL)).unwrap();
        let journal = Journal::open(&folder).unwrap();
        let result = beside(&journal, |keeper| {
            loop {
                keeper.keep(finished("aa"))?;
            }
        });
        let told: Result<(), DatasetError> = result;
        assert!(told.unwrap_err().to_string().contains("journal"), "the fault of the disk is told");
    }
}
