//! A gate that lets so many through at once: documents are read side by side, and so are pages of one document, but no
//! more engines may run than there are jobs. Knows nothing of what is done behind it.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// A gate with so many places.
#[derive(Debug)]
pub struct Gate {
    free: Mutex<usize>,
    left: Condvar,
}

/// A place behind the gate, given back when dropped.
pub struct Turn<'g> {
    gate: &'g Gate,
}

impl Gate {
    /// A gate with this many places, one at least.
    pub fn new(places: usize) -> Self {
        Self { free: Mutex::new(places.max(1)), left: Condvar::new() }
    }

    /// Waits for a place.
    pub fn enter(&self) -> Turn<'_> {
        let mut free = self.count();
        while *free == 0 {
            free = self.left.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= 1;
        Turn { gate: self }
    }

    /// A count is sound whoever died while holding it.
    fn count(&self) -> MutexGuard<'_, usize> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *self.gate.count() += 1;
        self.gate.left.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn no_more_than_the_places_are_behind_it() {
        let (gate, now, most) = (Gate::new(2), AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| {
                    let _turn = gate.enter();
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    std::thread::sleep(std::time::Duration::from_millis(5));
                    now.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        assert!(most.into_inner() <= 2);
    }
}
