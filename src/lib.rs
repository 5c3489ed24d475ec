//! minutebook reads the minutes and reports of councils and writes the decisions in them as clean, checkable data.
//!
//! The house, from the ground up: [`model`] holds the nouns; the verbs [`extract`], [`ocr`], [`layout`],
//! [`parse`] and [`normalize`] each take nouns and give nouns, and none calls another; [`pipeline`] runs them in a row
//! for one document; [`batch`] runs the pipeline over many; [`dataset`] moves records to disk; [`privacy`] says what of them is
//! not for publication; [`cli`] is what a person types.
//! Words live in `grammars/` (read by [`house_style`]), shapes live in [`parse`].

pub mod batch;
pub mod cli;
pub mod dataset;
pub mod extract;
pub mod house_style;
pub mod layout;
pub mod model;
pub mod normalize;
pub mod ocr;
pub mod parse;
pub mod pipeline;
pub mod privacy;
pub mod source;
