//! Files by their bytes: given a path, or a file while it is read or written, gives the size and the sha256 of what stands
//! there, without holding it in memory. Knows nothing of what files mean.

use super::DatasetError;
use crate::model::digest::Sha256;
use std::io::{self, Read, Write};
use std::path::Path;

/// A reader or writer that knows the hash of what passed through it.
pub struct Hashing<F> {
    inner: F,
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

impl<F> Hashing<F> {
    /// Reads or writes through this.
    pub fn new(inner: F) -> Self {
        Self { inner, hash: Sha256::new(), bytes: 0 }
    }

    /// What was read from or written to, and the digest of all that passed.
    pub fn finish(self) -> (F, Digest) {
        (self.inner, Digest { bytes: self.bytes, sha256: self.hash.finish().to_string() })
    }

    fn pass(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.pass(into.get(..read).unwrap_or_default());
        Ok(read)
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.pass(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
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
    Ok(hashing.finish().1)
}
