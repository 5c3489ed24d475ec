//! What is read of a file at most, as the room that keeps to it says it: a number, and of what. Help shows the numbers that
//! hold, for they are the same. Knows nothing of files.

/// A limit that a room keeps to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// So many at most.
    pub most: u64,
    /// Of what, in words.
    pub of: &'static str,
}

impl Limit {
    /// So many of this.
    pub const fn new(most: u64, of: &'static str) -> Self {
        Self { most, of }
    }

    /// So many of this, which are counted in memory.
    pub const fn count(most: usize, of: &'static str) -> Self {
        Self { most: most as u64, of }
    }
}
