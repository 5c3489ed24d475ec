//! A whole file: cross references, objects, streams, pages.
#![no_main]

mod sheet;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|file: &[u8]| sheet::read(file));
