//! What bytes are known by: given bytes piece by piece, gives their sha256 in hex. Documents are known by it, and the files
//! of a dataset; a document's id would change with it. Knows nothing of where bytes come from.

use sha2::Digest as _;

/// A sha256 (FIPS 180-4) that is being made.
#[derive(Clone)]
pub struct Sha256(sha2::Sha256);

impl Sha256 {
    /// Of no bytes yet.
    pub fn new() -> Self {
        Self(sha2::Sha256::new())
    }

    /// With these bytes after those before.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Of all bytes, as 64 lower-case hex digits.
    pub fn hex(self) -> String {
        self.0.finalize().iter().map(|b| format!("{b:02x}")).collect()
    }
}

impl Default for Sha256 {
    fn default() -> Self {
        Self::new()
    }
}

/// sha256 of these bytes, one after the other, in hex.
pub fn sha256<'b>(parts: impl IntoIterator<Item = &'b [u8]>) -> String {
    let mut hash = Sha256::new();
    parts.into_iter().for_each(|part| hash.update(part));
    hash.hex()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_answers() {
        // FIPS 180-4's own examples: no bytes, and "abc".
        let none = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256([]), none);
        assert_eq!(sha256([b"a".as_slice(), b"bc"]), abc);
    }
}
