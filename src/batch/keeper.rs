//! Keeps what was read: given finished files from all workers, a thread of its own gives their documents their names and
//! then says so in the journal, of several at a time, so that no worker waits for the disk. The first fault stops the run.
//! Knows nothing of what was read.

use crate::dataset::DatasetError;
use crate::dataset::journal::{Finished, JOURNAL, Journal, Writer};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

/// Files of which the journal says at a time that they are kept.
const GROUP: usize = 64;

/// It waits no longer for more: a run that is broken off loses no more than this and [`GROUP`] files.
const LONGEST_WAIT: Duration = Duration::from_millis(250);

/// Takes finished files.
#[derive(Clone, Debug)]
pub struct Keeper(SyncSender<Finished>);

impl Keeper {
    /// Hands over a finished file; waits where the disk is far behind.
    ///
    /// # Errors
    /// When the keeper has stopped; its own fault, which [`beside`] gives, says why.
    pub fn keep(&self, finished: Finished) -> Result<(), DatasetError> {
        self.0.send(finished).map_err(|_| DatasetError::Write {
            path: JOURNAL.into(),
            fault: std::io::Error::other("what writes it has stopped"),
        })
    }
}

/// Does the work with a keeper at its side, and waits until all that was handed over is kept.
///
/// # Errors
/// When a file could not be written: that is told before a fault of the work, which it may have brought about.
pub fn beside<R>(
    journal: &Journal,
    work: impl FnOnce(&Keeper) -> Result<R, DatasetError>,
) -> Result<R, DatasetError> {
    let mut writer = journal.writer()?;
    let (sender, receiver) = sync_channel(GROUP);
    std::thread::scope(|scope| {
        let keeping = scope.spawn(move || keep_all(&receiver, &mut writer));
        let keeper = Keeper(sender);
        let result = work(&keeper);
        drop(keeper);
        // One that panicked has kept nothing further, and the work was told that it had stopped.
        keeping.join().unwrap_or(Ok(()))?;
        result
    })
}

fn keep_all(receiver: &Receiver<Finished>, writer: &mut Writer) -> Result<(), DatasetError> {
    while let Ok(first) = receiver.recv() {
        keep_group(first, receiver, writer)?;
        writer.say()?;
    }
    Ok(())
}

/// Each gets its name as it comes, so that little is left to do when the last has been read.
fn keep_group(
    first: Finished,
    receiver: &Receiver<Finished>,
    writer: &mut Writer,
) -> Result<(), DatasetError> {
    let until = Instant::now() + LONGEST_WAIT;
    writer.keep(first)?;
    for _ in 1..GROUP {
        match receiver.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(finished) => writer.keep(finished)?,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
        }
    }
    Ok(())
}
