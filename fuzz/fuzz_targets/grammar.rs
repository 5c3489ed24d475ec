//! The grammars: any text, set as a page, read by each house style; and what is made of it put into records.
#![no_main]

#[path = "../../tests/paper.rs"]
mod paper;

use libfuzzer_sys::fuzz_target;
use minutebook::house_style::Styles;
use minutebook::parse;
use std::sync::LazyLock;

static STYLES: LazyLock<Styles> = LazyLock::new(|| Styles::built_in().unwrap());

fuzz_target!(|text: &str| {
    let transcript = paper::transcript(text);
    for style in &STYLES.styles {
        let tree = parse::tree(style, &transcript);
        for taken in &tree.taken {
            assert!(transcript.text.get(taken.span.start..taken.span.end).is_some(), "a span out of the text");
        }
    }
    parse::best_tree(&STYLES, &transcript);
});
