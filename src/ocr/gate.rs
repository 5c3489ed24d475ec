//! A gate that lets so many through at once: documents are read side by side, and so are pages of one document, but no
//! more engines may run than there are jobs. Where documents are read in several processes, a file for each place, which
//! whoever is behind the gate has locked, makes one gate of theirs. Knows nothing of what is done behind it.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A gate with so many places.
#[derive(Debug)]
pub struct Gate {
    /// Numbers of the places that are free in this process.
    free: Mutex<Vec<usize>>,
    left: Condvar,
    places: usize,
    /// Where the files are that stand for places in all processes.
    shared: Option<PathBuf>,
}

/// A place behind the gate, given back when dropped.
pub struct Turn<'g> {
    gate: &'g Gate,
    place: usize,
    /// The system lets go of it however this process ends.
    _lock: Option<File>,
}

impl Gate {
    /// A gate with this many places, one at least; `shared`: a folder that other processes know too.
    pub fn new(places: usize, shared: Option<PathBuf>) -> Self {
        let places = places.max(1);
        Self { free: Mutex::new((0..places).rev().collect()), left: Condvar::new(), places, shared }
    }

    /// Waits for a place.
    pub fn enter(&self) -> Turn<'_> {
        let place = self.place();
        let lock = self.shared.as_ref().and_then(|folder| locked(folder, self.places));
        Turn { gate: self, place, _lock: lock }
    }

    fn place(&self) -> usize {
        let mut free = self.numbers();
        loop {
            match free.pop() {
                Some(place) => return place,
                None => free = self.left.wait(free).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }

    /// The list is sound whoever died while holding it.
    fn numbers(&self) -> MutexGuard<'_, Vec<usize>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How often files are looked at of which another process has all: a page takes a hundred times as long.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// Waits for the file of any place. Where there can be none, or the file system knows no locks, each process has its own gate.
fn locked(folder: &Path, places: usize) -> Option<File> {
    let open =
        |number: usize| OpenOptions::new().create(true).append(true).open(folder.join(number.to_string()));
    let mut files: Vec<File> = (0..places).map(open).collect::<Result<_, _>>().ok()?;
    loop {
        for number in 0..files.len() {
            match files.get(number)?.try_lock() {
                Ok(()) => return Some(files.swap_remove(number)),
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(_)) => return None,
            }
        }
        std::thread::sleep(LOOK_EVERY);
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.gate.numbers().push(self.place);
        self.gate.left.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn no_more_than_the_places_are_behind_it() {
        let gate = Gate::new(2, None);
        assert!(most_behind(&[&gate]) <= 2);
    }

    #[test]
    fn gates_that_share_a_folder_are_one() {
        let folder = tempfile::tempdir().unwrap();
        let gate = || Gate::new(2, Some(folder.path().to_path_buf()));
        assert!(most_behind(&[&gate(), &gate(), &gate()]) <= 2);
    }

    fn most_behind(gates: &[&Gate]) -> usize {
        let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for gate in gates.iter().cycle().take(6) {
                scope.spawn(|| {
                    let _turn = gate.enter();
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    std::thread::sleep(std::time::Duration::from_millis(5));
                    now.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        most.into_inner()
    }
}
