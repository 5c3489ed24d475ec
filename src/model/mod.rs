//! The nouns: geometry, pages, transcripts, syntax trees, records and diagnostics. Data only, no I/O, and no use of
//! any other room of the house.

pub mod diagnostic;
pub mod digest;
pub mod file_state;
pub mod geometry;
pub mod limit;
pub mod minutes;
pub mod name;
pub mod page;
pub mod picture;
pub mod record;
pub mod report;
pub mod slug;
pub mod span;
pub mod structure;
pub mod transcript;
pub mod tree;
pub mod word;
