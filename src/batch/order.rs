//! The order in which files are read: given sources, does the work on the longest first. Knows nothing of the work.

use crate::source::Source;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::sync::{Mutex, PoisonError};

/// Does the work on every source, on the longest files first: else the last of them may be read alone while all other
/// threads have nothing left. Tells it whether the source is a file that no other file is as long as: then only what an archive
/// holds may be the same. Results stand in the order of the sources.
pub(super) fn longest_first<'s, R: Send, E: Send>(
    sources: &'s [Source],
    work: impl Fn(&'s Source, bool) -> Result<R, E> + Sync,
) -> Result<Vec<R>, E> {
    let lengths = sources.iter().map(Source::bytes_on_disk);
    let mut order: Vec<(usize, &Source, u64)> =
        sources.iter().zip(lengths).enumerate().map(|(at, (source, bytes))| (at, source, bytes)).collect();
    order.sort_by_key(|(.., bytes)| Reverse(*bytes));
    let bytes_of = |place: usize| order.get(place).map(|(.., bytes)| *bytes);
    let results: Mutex<Vec<Option<R>>> = Mutex::new(sources.iter().map(|_| None).collect());
    // A poisoned lock would only mean that another thread died while it held it: a result is put in whole.
    let one = |(place, (at, source, bytes)): (usize, &(usize, &'s Source, u64))| {
        let beside = [place.checked_sub(1).and_then(bytes_of), bytes_of(place + 1)];
        let unlike = *bytes > 0 && !beside.contains(&Some(*bytes));
        let result = work(source, unlike)?;
        if let Some(slot) = results.lock().unwrap_or_else(PoisonError::into_inner).get_mut(*at) {
            *slot = Some(result);
        }
        Ok(())
    };
    order.iter().enumerate().par_bridge().try_for_each(one)?;
    Ok(results.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_are_read_first_and_results_stand_in_order() {
        let place = tempfile::tempdir().unwrap();
        let source = |(name, length): (&str, usize)| {
            let path = place.path().join(name);
            std::fs::write(&path, vec![b' '; length]).unwrap();
            Source::at(path, name.to_owned())
        };
        let sources = [("a", 2), ("b", 0), ("c", 9), ("d", 2)].map(source);
        let read = Mutex::new(Vec::new());
        let work = |source: &Source, unlike: bool| {
            read.lock().unwrap().push((source.name.to_string(), unlike));
            Ok::<_, ()>(source.name.to_string())
        };
        let results = rayon::ThreadPoolBuilder::new()
            .num_threads(1)
            .build()
            .unwrap()
            .install(|| longest_first(&sources, work));
        let read = read.into_inner().unwrap();
        let read: Vec<(&str, bool)> = read.iter().map(|(name, unlike)| (name.as_str(), *unlike)).collect();
        assert_eq!(read, [("c", true), ("a", false), ("d", false), ("b", false)]);
        assert_eq!(results.unwrap(), ["a", "b", "c", "d"]);
    }
}
