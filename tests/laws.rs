//! What holds for any input that can be thought up: made by chance from seeds that stay the same, and shrunk to the
//! smallest that breaks a law.

use crate::paper;
use minutebook::dataset::message::{Location, Request, from_line, line};
use minutebook::dataset::redaction::mask::{Mask, fold};
use minutebook::dataset::{json, similarity};
use minutebook::extract::{Opening, pages};
use minutebook::house_style::Styles;
use minutebook::model::digest::Hash;
use minutebook::model::name::{Fit, Name};
use minutebook::parse;
use minutebook::source::Shard;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::path::Path;
use std::sync::LazyLock;

#[path = "../fuzz/fuzz_targets/sheet/mod.rs"]
mod sheet;

static STYLES: LazyLock<Styles> = LazyLock::new(|| Styles::built_in().unwrap());

/// Holds the law against so many values, the same on every run.
fn hold<S: Strategy>(cases: u32, values: S, law: impl Fn(S::Value)) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let result = TestRunner::new_with_rng(config, rng).run(&values, |value| {
        law(value);
        Ok(())
    });
    result.unwrap_or_else(|broken| panic!("{broken}"));
}

/// Lines as they stand in minutes, and some that stand nowhere.
fn line_of_minutes() -> impl Strategy<Value = String> {
    let mark = prop::sample::select(vec![
        "",
        "1.",
        "12 ",
        "(a)",
        "(ii)\t",
        "3.4 ",
        "C12/25",
        "Item 5:",
        "PART B",
        "\t",
        "**",
        "| a | b |",
        "•",
        "§",
    ]);
    let words = prop::sample::select(vec![
        "RESOLVED",
        "Resolved:",
        "that",
        "PRESENT:",
        "Apologies",
        "Councillor",
        "Cllr",
        "J. Marsh",
        "Jane Marsh",
        "(Chair)",
        "and",
        "declared an interest",
        "proposed by",
        "seconded",
        "For 5, Against 2",
        "AGREED",
        "the",
        "minutes of the meeting held on",
        "14 May 2019",
        "at 7.30 pm",
        "The meeting closed",
        "Recommendation",
        "report of the Director",
        "Yes",
        "No",
        "Ward",
        "£1,000",
        "(i) note; (ii) approve",
        "\u{ad}",
        "ﬁnance",
        "’",
        "Exempt",
        "carried",
        "Amendment",
        "In attendance:",
        ":",
        "-",
        "..",
        "\u{202e}",
        "É",
    ]);
    (mark, prop::collection::vec(prop_oneof![8 => words.prop_map(str::to_owned), 1 => any::<String>()], 0..9))
        .prop_map(|(mark, words)| format!("{mark} {}", words.join(" ")))
}

#[test]
fn any_text_is_read_by_any_style_and_every_span_stands_in_it() {
    hold(60, prop::collection::vec(line_of_minutes(), 0..30), |lines| {
        let transcript = paper::transcript(&lines.join("\n"));
        for style in STYLES.all() {
            for taken in &parse::tree(style, &parse::Reader::new(&transcript)).taken {
                let (start, end) = (taken.span.start, taken.span.end);
                assert!(transcript.text.get(start..end).is_some(), "{start} to {end} is out of the text");
            }
        }
    });
}

/// Contents of a page: operators with operands that may be theirs.
fn content() -> impl Strategy<Value = Vec<u8>> {
    let operator = prop::sample::select(vec![
        "q", "Q", "cm", "BT", "ET", "Tf", "Td", "TD", "Tm", "T*", "Tj", "TJ", "'", "\"", "Tc", "Tw", "Tz",
        "TL", "Tr", "Ts", "re", "f", "W", "n", "S", "m", "l", "c", "h", "Do", "gs", "BDC", "BMC", "EMC",
        "BI", "ID", "EI", "rg", "k", "cs", "sc", "d0", "d1", "sh",
    ]);
    let operand = prop_oneof![
        any::<i16>().prop_map(|n| n.to_string()),
        any::<f32>().prop_map(|n| n.to_string()),
        prop::sample::select(vec![
            "/F1",
            "/X1",
            "/None",
            "[(a)-200(b)]",
            "(words)",
            "<00ff>",
            "<</MCID 1>>",
            "[",
            "(",
            "<<"
        ])
        .prop_map(str::to_owned),
    ];
    let step = (prop::collection::vec(operand, 0..7), operator)
        .prop_map(|(operands, o)| format!("{} {o}\n", operands.join(" ")));
    prop_oneof![
        9 => prop::collection::vec(step, 0..60).prop_map(|steps| steps.concat().into_bytes()),
        1 => prop::collection::vec(any::<u8>(), 0..200),
    ]
}

#[test]
fn any_content_gives_a_page_whose_words_stand_in_its_text() {
    hold(200, content(), |content| {
        let mut objects = sheet::page(&content, 1);
        objects.push(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_vec());
        let file = sheet::pdf(&objects);
        assert_eq!(pages(&file, &Opening::default()).expect("a sound file is read").pages.len(), 1);
        sheet::read(&file);
    });
}

#[test]
fn any_message_is_one_line_and_comes_back() {
    let request = (any::<Option<String>>(), prop::collection::vec(any::<u8>(), 0..20), any::<Option<u64>>());
    hold(200, request, |(name, path, length)| {
        let path =
            Some(String::from_utf8(path).map_or_else(|e| Location::Bytes(e.into_bytes()), Location::Text));
        let request = Request { name, path, length, ..Request::default() };
        let line = line(&request).unwrap();
        assert_eq!(line.iter().position(|byte| *byte == b'\n'), Some(line.len() - 1), "one line");
        assert_eq!(from_line::<Request>(&line).unwrap(), request);
    });
}

#[test]
fn any_path_comes_back_from_its_message() {
    hold(100, any::<String>(), |path| {
        let path = Path::new(&path);
        assert_eq!(Location::of(path).path(), path);
    });
}

#[test]
fn any_file_is_in_one_share() {
    hold(200, (prop::collection::vec(any::<u8>(), 0..9), 1u32..40), |(bytes, of)| {
        let hash = Hash::of([bytes.as_slice()]);
        let holding = (1..=of).filter(|number| Shard::new(*number, of).unwrap().holds(hash)).count();
        assert_eq!(holding, 1, "{hash} of {of}");
    });
}

#[test]
fn words_that_are_taken_out_stand_nowhere_any_more() {
    let words = "[A-Z][a-z]{3,9}( [A-Z][a-z]{3,9}){0,2}";
    let around = prop::collection::vec("[A-Za-z .,(;]{0,12}", 2..5);
    hold(200, (words, around, any::<bool>()), |(words, around, name)| {
        let text = around.join(&format!(" {words} "));
        let mask = Mask::new([(words.as_str(), name)].into_iter());
        let masked = mask.apply(&text, &mut |_| {}).expect("the words stand in it");
        assert!(!masked.contains(&words), "{masked}");
        assert_eq!(mask.apply(&masked, &mut |_| {}), None, "nothing is left to take out of {masked}");
        let left = |text: &str| fold(text).len();
        assert!(
            left(&masked) + left(&words) >= left(&around.concat()),
            "nothing else is taken out: {masked}"
        );
    });
}

#[test]
fn any_text_is_valid_json_without_control_characters() {
    hold(200, any::<String>(), |text| {
        let bytes = json::pretty("a text", &text).unwrap();
        assert!(!bytes.iter().any(|byte| byte.is_ascii_control() && *byte != b'\n'));
        assert_eq!(serde_json::from_slice::<String>(&bytes).unwrap(), text);
    });
}

#[test]
fn likeness_is_a_share_and_the_same_is_alike() {
    hold(200, (any::<String>(), any::<String>()), |(a, b)| {
        assert!((0.0..=1.0).contains(&similarity::like(&a, &b)));
        assert!(similarity::soft(&a, &a));
    });
}

#[test]
fn names_fit_each_other_or_neither() {
    let name = "[A-C][a-c]{0,2}( [A-C][a-c]{0,2}){0,2}( [a-c]{1,2})? [A-C][a-c]{1,2}";
    hold(400, (name, name), |(a, b)| {
        let (Some(a), Some(b)) = (Name::of(&a), Name::of(&b)) else { return };
        assert_eq!(a.fit(&b), b.fit(&a));
        assert_eq!(a.fit(&a), Some(Fit::Same));
        assert!(!(a.is_told_by(&b) && b.is_told_by(&a)));
    });
}
