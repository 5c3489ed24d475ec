//! House styles: a TOML file, read, joined with what it inherits from, and used on a line that may hold its words.
#![no_main]

#[path = "../../tests/paper.rs"]
mod paper;

use libfuzzer_sys::fuzz_target;
use minutebook::house_style::Styles;
use minutebook::parse;
use std::sync::LazyLock;

static STYLES: LazyLock<Styles> = LazyLock::new(|| Styles::built_in().unwrap());

fuzz_target!(|text: &str| {
    let mut styles = STYLES.clone();
    if styles.add_text("fuzzed", text).is_ok() {
        let style = styles.named("fuzzed").unwrap();
        parse::tree(style, &paper::transcript(text));
    }
});
