//! One file: given its path, gives its bytes, or its hash without holding it in memory, if it holds still meanwhile. Knows
//! nothing of what is in it.

use super::MOST_BYTES;
use crate::model::digest::{Hash, Sha256};
use crate::model::file_state::FileState;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Bytes that are hashed at a time: as many as stay near the processor.
const HASHED_AT_ONCE: usize = 64 << 10;

/// A file that was hashed and is left where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hashed {
    /// sha256 of its bytes.
    pub sha256: Hash,
    /// What it showed of itself meanwhile.
    pub state: FileState,
}

const CHANGED: &str = "it was changed while it was read";

/// What is taken of a file that holds still; one that is written to meanwhile is taken once more, and then no more.
fn taken<T>(
    path: &Path,
    take: impl Fn(&mut dyn Read, u64) -> io::Result<(T, u64)>,
) -> Result<(T, FileState), String> {
    match taken_once(path, &take)? {
        Some(taken) => Ok(taken),
        None => taken_once(path, &take)?.ok_or_else(|| CHANGED.to_owned()),
    }
}

/// What `take` makes of a file, given how many bytes it has, with the number that it read; None where the file was another
/// at the end than at the beginning.
fn taken_once<T>(
    path: &Path,
    take: impl Fn(&mut dyn Read, u64) -> io::Result<(T, u64)>,
) -> Result<Option<(T, FileState)>, String> {
    let told = |e: io::Error| e.to_string();
    // To open a pipe would be to wait for whoever writes to it.
    if !path.metadata().map_err(told)?.is_file() {
        return Err("it is no file".to_owned());
    }
    let mut file = File::open(path).map_err(told)?;
    let before = state_of(&file).map_err(told)?;
    if before.bytes > MOST_BYTES {
        return Err(format!("it has {} bytes, and {MOST_BYTES} are read at most", before.bytes));
    }
    let (taken, length) =
        take(&mut Read::by_ref(&mut file).take(MOST_BYTES + 1), before.bytes).map_err(told)?;
    let after = state_of(&file).map_err(told)?;
    Ok((before == after && length == after.bytes).then_some((taken, after)))
}

fn state_of(file: &File) -> io::Result<FileState> {
    let metadata = file.metadata()?;
    Ok(FileState::new(metadata.len(), metadata.modified().ok()))
}

fn all_bytes(file: &mut dyn Read, length: u64) -> io::Result<(Vec<u8>, u64)> {
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0).saturating_add(1));
    let read = file.read_to_end(&mut bytes)? as u64;
    Ok((bytes, read))
}

fn hash_of(file: &mut dyn Read, length: u64) -> io::Result<(Hash, u64)> {
    let mut some = vec![0; usize::try_from(length + 1).unwrap_or(HASHED_AT_ONCE).min(HASHED_AT_ONCE)];
    let (mut hash, mut read) = (Sha256::new(), 0);
    loop {
        let bytes = match file.read(&mut some) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        let Some(piece) = some.get(..bytes).filter(|piece| !piece.is_empty()) else {
            return Ok((hash.finish(), read));
        };
        hash.update(piece);
        read += bytes as u64;
    }
}

/// The file at this path, hashed.
///
/// # Errors
/// A sentence saying why it cannot be read.
pub fn hashed(path: &Path) -> Result<Hashed, String> {
    let (sha256, state) = taken(path, hash_of).map_err(unread)?;
    Ok(Hashed { sha256, state })
}

/// The bytes of the file at this path, if it is as it was when it showed this.
///
/// # Errors
/// A sentence saying why it cannot be read.
pub fn bytes_as(path: &Path, state: &FileState) -> Result<Vec<u8>, String> {
    let (bytes, now) = taken(path, all_bytes).map_err(unread)?;
    if now == *state { Ok(bytes) } else { Err(unread(CHANGED.to_owned())) }
}

/// The bytes of the file at this path.
///
/// # Errors
/// A sentence saying why it cannot be read.
pub fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    taken(path, all_bytes).map(|(bytes, _)| bytes).map_err(unread)
}

fn unread(reason: String) -> String {
    format!("the file could not be read: {reason}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_only_as_it_was_hashed() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("a.pdf");
        for length in [0, 3, HASHED_AT_ONCE, HASHED_AT_ONCE + 1] {
            let content = vec![7; length];
            std::fs::write(&path, &content).unwrap();
            let hashed = hashed(&path).unwrap();
            assert_eq!(hashed.sha256, Hash::of([content.as_slice()]));
            assert_eq!(bytes_as(&path, &hashed.state).unwrap(), content);
            std::fs::write(&path, vec![7; length + 1]).unwrap();
            assert!(bytes_as(&path, &hashed.state).unwrap_err().contains("changed"));
        }
    }
}
