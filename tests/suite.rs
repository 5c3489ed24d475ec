//! All tests of the program as a whole, in one binary so that linking stays quick: the house's floors, the real
//! program in a temporary folder, hostile files, properties, goldens, and accuracy against hand-written truth.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets the unexpected should say so and stop"
)]

mod accuracy;
mod across;
mod architecture;
mod cli;
mod control;
mod diff;
mod fixtures;
mod formats;
mod golden;
mod hostile;
mod inputs;
mod isolation;
mod laws;
mod mutants;
mod packs;
mod paper;
mod pdf_quirks;
mod people;
mod phrases;
mod places;
mod privacy;
mod properties;
mod publishing;
mod resume;
mod scans;
mod score;
mod tables;
mod transcripts;
