//! Files by their bytes: given a path, gives the size and the sha256 of what stands there, without holding it in memory.
//! Knows nothing of what files mean.

use super::DatasetError;
use crate::model::digest::Sha256;
use std::io::{self, Read};
use std::path::Path;

/// A reader that knows the hash of what was read through it.
pub struct Hashing<R> {
    inner: R,
    hash: Sha256,
    bytes: u64,
}

/// What is known of a file by its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// How many there are.
    pub bytes: u64,
    /// Their sha256, in hex.
    pub sha256: String,
}

impl<R: Read> Hashing<R> {
    /// Reads through this.
    pub fn new(inner: R) -> Self {
        Self { inner, hash: Sha256::new(), bytes: 0 }
    }

    /// The digest of all that was read.
    pub fn finish(self) -> Digest {
        Digest { bytes: self.bytes, sha256: self.hash.hex() }
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.hash.update(into.get(..read).unwrap_or_default());
        self.bytes += read as u64;
        Ok(read)
    }
}

/// The digest of a file.
///
/// # Errors
/// When the system refuses.
pub fn of(path: &Path) -> Result<Digest, DatasetError> {
    let failed =
        |source: io::Error| DatasetError::Read { path: path.to_path_buf(), reason: source.to_string() };
    let mut hashing = Hashing::new(std::fs::File::open(path).map_err(failed)?);
    io::copy(&mut hashing, &mut io::sink()).map_err(failed)?;
    Ok(hashing.finish())
}
