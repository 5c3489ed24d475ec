//! What `minutebook text` prints in its other forms, run as a program: words with their places as JSON lines, tables as CSV, the
//! page as it stands. Held against what the fixtures of `fixtures/pdf` say of themselves.

use crate::fixtures::root;
use serde_json::Value;
use std::process::Command;

/// What the program prints of a fixture.
fn printed(name: &str, form: &[&str]) -> String {
    let pdf = root().join("fixtures/pdf").join(name);
    let output =
        Command::new(env!("CARGO_BIN_EXE_minutebook")).arg("text").args(form).arg(&pdf).output().unwrap();
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn words(name: &str) -> Vec<Value> {
    printed(name, &["--words"]).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn numbers(word: &Value) -> Vec<f64> {
    word["rect"].as_array().unwrap().iter().map(|n| n.as_f64().unwrap()).collect()
}

#[test]
fn words_have_a_page_a_rectangle_a_size_and_a_weight() {
    for name in ["table-ruled.pdf", "running-heads.pdf", "hyphens-at-line-ends.pdf", "page-rotated.pdf"] {
        let words = words(name);
        assert!(!words.is_empty(), "{name}");
        for word in &words {
            let rect = numbers(word);
            assert!(word["page"].as_u64().unwrap() >= 1 && rect.len() == 4, "{name}: {word}");
            assert!(
                rect[0] < rect[2] && rect[1] < rect[3] && rect[0] >= 0.0 && rect[1] >= 0.0,
                "{name}: {word}"
            );
            assert!(word["size_pt"].as_f64().unwrap() > 4.0, "{name}: {word}");
            assert!(
                word["bold"].is_boolean() && !word["text"].as_str().unwrap().is_empty(),
                "{name}: {word}"
            );
        }
    }
}

#[test]
fn words_stand_in_the_order_of_the_text() {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    for name in ["table-ruled.pdf", "newspaper-columns.pdf", "ordinals.pdf"] {
        let spelt: String = words(name).iter().filter_map(|w| w["text"].as_str()).collect();
        assert_eq!(letters(&spelt), letters(&printed(name, &[])), "{name}");
    }
}

#[test]
fn a_word_stands_where_the_page_shows_it() {
    let words = words("table-ruled.pdf");
    let place = |text: &str| numbers(words.iter().find(|w| w["text"] == text).unwrap());
    let (item, decision, mend) = (place("Item"), place("Decision"), place("Mend"));
    assert!(item[2] < decision[0], "one column stands beside the other");
    assert!((decision[0] - mend[0]).abs() < 1.0 && decision[3] <= mend[1], "one row stands below the other");
}

#[test]
fn a_heading_drawn_twice_is_one_word_and_bold() {
    let told =
        words("fake-bold.pdf").iter().map(|w| (w["text"].clone(), w["bold"].clone())).collect::<Vec<_>>();
    assert_eq!(told, [("Minutes".into(), true.into()), ("Present".into(), false.into())]);
}

#[test]
fn tables_are_printed_as_csv() {
    let rows = |name: &str| {
        let text = printed(name, &["--tables"]);
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let row = |r: Result<csv::StringRecord, csv::Error>| r.unwrap().iter().map(str::to_owned).collect();
        reader.records().map(row).collect::<Vec<Vec<String>>>()
    };
    assert_eq!(rows("table-ruled.pdf")[..2], [["Item", "Decision", "Who"], ["1", "Mend the gate", "Clerk"]]);
    // A cell over two columns stands in the first of them.
    assert_eq!(rows("table-merged.pdf")[0], ["Votes", "Over both columns", ""]);
    assert!(rows("frame-round-prose.pdf").is_empty());
}

#[test]
fn the_layout_keeps_columns_beside_each_other() {
    let text = printed("newspaper-columns.pdf", &["--layout"]);
    let plain = printed("newspaper-columns.pdf", &[]);
    assert!(
        text.lines().count() < plain.lines().filter(|l| !l.is_empty()).count(),
        "two columns share their lines"
    );
}
