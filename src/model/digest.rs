//! What bytes are known by: given bytes piece by piece, gives their sha256. Documents are known by it, and the files of a
//! dataset; a document's id would change with it. Knows nothing of where bytes come from.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::Digest as _;
use std::fmt;

/// A sha256, shown as 64 lower-case hex digits: there may be one in memory for each of a hundred thousand files.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash([u8; 32]);

impl Hash {
    /// Of these bytes, one after the other.
    pub fn of<'b>(parts: impl IntoIterator<Item = &'b [u8]>) -> Self {
        let mut hash = Sha256::new();
        parts.into_iter().for_each(|part| hash.update(part));
        hash.finish()
    }

    /// From its 64 hex digits; None where it is no such thing.
    pub fn from_hex(digits: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if digits.len() != 2 * bytes.len() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        for (byte, at) in bytes.iter_mut().zip((0..).step_by(2)) {
            *byte = u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// Its first 60 bits, as a number: those of its first 15 digits.
    pub fn beginning(self) -> u64 {
        self.mark().0 >> 4
    }

    /// Its first half.
    fn mark(self) -> Mark {
        let [first, second, ..] = self.0.as_chunks().0 else { return Mark::NONE };
        Mark(u64::from_be_bytes(*first), u64::from_be_bytes(*second))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let digits = String::deserialize(deserializer)?;
        Self::from_hex(&digits).ok_or_else(|| de::Error::custom("a sha256 has 64 hex digits"))
    }
}

/// Stands for a text where it is only told whether two are the same: the first half of its sha256, no bit of which is set
/// for no text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Mark(u64, u64);

impl Mark {
    /// For no text.
    pub const NONE: Self = Self(0, 0);

    /// For this text.
    pub fn of(text: &str) -> Self {
        if text.is_empty() { Self::NONE } else { Hash::of([text.as_bytes()]).mark() }
    }

    /// Whether it stands for any text.
    pub fn is_some(self) -> bool {
        self != Self::NONE
    }
}

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

    /// Of all bytes.
    pub fn finish(self) -> Hash {
        Hash(self.0.finalize().into())
    }
}

impl Default for Sha256 {
    fn default() -> Self {
        Self::new()
    }
}

/// sha256 of these bytes, one after the other, in hex.
pub fn sha256<'b>(parts: impl IntoIterator<Item = &'b [u8]>) -> String {
    Hash::of(parts).to_string()
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
        assert_eq!(Hash::from_hex(abc), Some(Hash::of([b"abc".as_slice()])));
        assert_eq!(format!("{:015x}", Hash::of([]).beginning()), none[..15]);
    }

    #[test]
    fn what_is_no_hash_is_none() {
        let signed = format!("+{}", "0".repeat(63));
        let texts = ["", "ba7816bf", &"0".repeat(65), &"g".repeat(64), &signed, &"é".repeat(32)];
        assert!(texts.iter().all(|text| Hash::from_hex(text).is_none()));
    }

    #[test]
    fn only_no_text_has_no_mark() {
        assert!(!Mark::of("").is_some() && Mark::of("a").is_some());
        assert_ne!(Mark::of("a"), Mark::of("b"));
    }
}
