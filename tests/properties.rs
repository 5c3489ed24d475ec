//! What holds for every document: the same bytes whatever the number of threads, no letter lost between page and
//! transcript, every word found again where it stands, every quote in the text it quotes.

use crate::fixtures::{all, files_below, harvest, harvest_of, readings};
use minutebook::model::page::{GlyphFlags, PageSet};
use minutebook::model::record::ParseStatus;
use minutebook::model::transcript::{Transcript, flatten};
use minutebook::pipeline::Reading;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use unicode_normalization::UnicodeNormalization;

/// Rectangles are held in single precision and written to hundredths.
const GRAIN: f64 = 0.02;

#[test]
fn the_number_of_threads_changes_no_byte() {
    let paths: Vec<_> = all().into_iter().map(|f| f.pdf).collect();
    let (one, two) = (harvest_of(&paths, 1), harvest_of(&paths, 2));
    let (one, two) = (contents(one.path()), contents(two.path()));
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    one.iter().for_each(|(name, bytes)| assert!(two[name] == *bytes, "{name} differs"));
}

/// Every file but the run's own account, by name.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let name = |path: &Path| path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
    let files = files_below(folder).into_iter().map(|path| (name(&path), std::fs::read(&path).unwrap()));
    files.filter(|(name, _)| name != "run.json").collect()
}

#[test]
fn no_visible_letter_is_lost_between_page_and_transcript() {
    for (name, reading) in readings() {
        let (mut kept, shown) =
            (letters_of(reading.transcript.text.chars()), letters_of(visible(&reading.pages)));
        let lost: String =
            shown.into_iter().filter(|(c, n)| kept.remove(c).unwrap_or(0) < *n).map(|(c, _)| c).collect();
        assert_eq!(lost, "", "{name}: letters that stand on the page more often than in the transcript");
    }
}

fn letters_of(chars: impl Iterator<Item = char>) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    chars.nfkc().filter(|c| c.is_alphanumeric()).for_each(|c| *counts.entry(c).or_default() += 1);
    counts
}

fn visible(pages: &PageSet) -> impl Iterator<Item = char> {
    let hidden = [GlyphFlags::INVISIBLE, GlyphFlags::OUTSIDE, GlyphFlags::CLIPPED, GlyphFlags::SWITCHED_OFF];
    let hidden = hidden.into_iter().fold(GlyphFlags::PALE, GlyphFlags::with);
    pages.pages.iter().flat_map(|p| &p.glyphs).filter(move |g| !g.flags.any(hidden)).map(|g| g.ch)
}

#[test]
fn every_word_is_found_where_it_stands() {
    for (name, reading) in readings() {
        let transcript = &reading.transcript;
        for word in &transcript.words {
            let words = word.span.of(&transcript.text);
            let place =
                transcript.locate(word.span).unwrap_or_else(|| panic!("{name}: {words:?} has no place"));
            let (outer, inner) = (place.rect, word.rect);
            let holds = outer.x0 <= inner.x0
                && outer.top <= inner.top
                && inner.x1 <= outer.x1
                && inner.bottom <= outer.bottom;
            assert!(!words.trim().is_empty(), "{name}: a word of nothing at {:?}", word.span);
            assert!(
                place.page != word.page || holds,
                "{name}: {words:?} stands at {inner:?}, located at {outer:?}"
            );
        }
    }
}

#[test]
fn lines_and_words_cover_the_text_in_order() {
    for (name, reading) in readings() {
        let transcript = &reading.transcript;
        let in_order =
            |spans: Vec<minutebook::model::span::Span>| spans.windows(2).all(|p| p[0].start <= p[1].start);
        assert!(
            in_order(transcript.lines.iter().map(|l| l.span).collect()),
            "{name}: lines in the order of the text"
        );
        assert!(
            in_order(transcript.words.iter().map(|w| w.span).collect()),
            "{name}: words in the order of the text"
        );
        assert_eq!(flatten(&words(transcript)), flatten(&transcript.text), "{name}: words are the text");
    }
}

fn words(transcript: &Transcript) -> String {
    let mut spans: Vec<_> = transcript.words.iter().map(|w| w.span).collect();
    spans.dedup();
    spans.iter().map(|s| s.of(&transcript.text)).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_quote_stands_in_the_text_and_on_its_page() {
    for (fixture, record) in all().iter().zip(sorted_records()) {
        let (_, reading) = readings().iter().find(|(name, _)| *name == fixture.name).unwrap();
        let text = flatten(&reading.transcript.text);
        places(&record).into_iter().for_each(|place| assert_place(&fixture.name, reading, &text, &place));
    }
}

/// Records in the order of the fixtures.
fn sorted_records() -> Vec<Value> {
    let of = |pdf: &Path| {
        let name = pdf.file_name().unwrap().to_string_lossy().into_owned();
        let record = harvest().records.iter().find(|r| r.document.source.rsplit('/').next() == Some(&*name));
        serde_json::to_value(record.unwrap()).unwrap()
    };
    all().iter().map(|f| of(&f.pdf)).collect()
}

/// Every place at any depth.
fn places(value: &Value) -> Vec<Value> {
    let inner = match value {
        Value::Object(map) => map.values().collect::<Vec<_>>(),
        Value::Array(list) => list.iter().collect(),
        _ => Vec::new(),
    };
    let own = value.get("place").filter(|p| p.is_object()).cloned();
    own.into_iter().chain(inner.into_iter().flat_map(places)).collect()
}

fn assert_place(name: &str, reading: &Reading, text: &str, place: &Value) {
    let quote = place["quote"].as_str().unwrap();
    assert!(text.contains(&flatten(quote)), "{name}: {quote:?} is not in the text");
    let number = place["page"].as_u64().unwrap();
    let page = reading.pages.pages.iter().find(|p| u64::from(p.number) == number);
    let page =
        page.unwrap_or_else(|| panic!("{name}: {quote:?} stands on page {number}, which there is not"));
    let edge = |at: usize| place["bbox"][at].as_f64().unwrap();
    let (width, height) = (f64::from(page.width) + GRAIN, f64::from(page.height) + GRAIN);
    let inside = edge(0) >= -GRAIN && edge(1) >= -GRAIN && edge(2) <= width && edge(3) <= height;
    assert!(
        inside && edge(0) <= edge(2) && edge(1) <= edge(3),
        "{name}: {quote:?} stands off its page: {place}"
    );
}

#[test]
fn nothing_with_an_error_says_complete() {
    for record in &harvest().records {
        let error = record.issues.iter().any(|i| i.severity == "error");
        let complete = record.document.parse_status == ParseStatus::Complete;
        assert!(!(error && complete), "{}", record.document.source);
    }
}
