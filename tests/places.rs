//! Every place of every record: the words quoted stand on that page, within that rectangle, as the glyphs themselves say. Fixtures, and
//! the documents of a larger set if there is one.

use crate::fixtures::{self, root};
use minutebook::dataset::similarity::norm;
use minutebook::extract;
use minutebook::house_style::Styles;
use minutebook::model::page::Page;
use minutebook::pipeline::{self, Settings};
use minutebook::source::Content;
use serde_json::Value;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

/// Names the folder of a larger set: `corpus/*.pdf`. Without it, `../shared`.
const LARGER: &str = "MINUTEBOOK_LARGER";

/// Rectangles are rounded, and glyphs lean out of theirs, by no more than this, in points.
const SLACK: f32 = 2.5;

/// How many faults are shown.
const SHOWN: usize = 12;

#[test]
fn every_quote_of_the_fixtures_stands_in_its_place() {
    let files: Vec<PathBuf> = fixtures::all().into_iter().map(|f| f.pdf).collect();
    check(&files);
}

#[test]
fn every_quote_of_the_larger_set_stands_in_its_place() {
    let set = std::env::var_os(LARGER).map_or_else(|| root().join("../shared"), PathBuf::from);
    let corpus = set.join("corpus");
    if !corpus.is_dir() {
        println!("skipped: {} holds no larger set; {LARGER} may name another", set.display());
        return;
    }
    let pdf = |f: &PathBuf| f.extension().is_some_and(|e| e.eq_ignore_ascii_case("pdf"));
    check(&fixtures::files(&corpus).into_iter().filter(pdf).collect::<Vec<_>>());
}

fn check(files: &[PathBuf]) {
    let settings = Settings { styles: Styles::built_in().unwrap(), ..Settings::default() };
    let halves = files.chunks(files.len().div_ceil(2).max(1));
    let found: Vec<(usize, Vec<String>)> = std::thread::scope(|scope| {
        let threads: Vec<_> = halves.map(|half| scope.spawn(|| check_all(half, &settings))).collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    let places: usize = found.iter().map(|f| f.0).sum();
    let faults: Vec<String> = found.into_iter().flat_map(|f| f.1).collect();
    println!("{places} places in {} documents, {} faults", files.len(), faults.len());
    assert!(places > 0, "no place at all");
    let shown = faults.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("\n  ");
    assert!(faults.is_empty(), "{} of {places} quotes do not stand in their place:\n  {shown}", faults.len());
}

fn check_all(files: &[PathBuf], settings: &Settings) -> (usize, Vec<String>) {
    let (mut places, mut faults) = (0, Vec::new());
    for file in files {
        let bytes = std::fs::read(file).unwrap();
        let Ok(set) = extract::pages(&bytes, &settings.opening) else { continue };
        let name = name(file);
        let records = serde_json::to_value(pipeline::records(&name, &Content::new(bytes), settings)).unwrap();
        walk(&records, &mut |place| {
            places += 1;
            faults.extend(fault(place, &set.pages).map(|f| format!("{name}: {f}")));
        });
    }
    (places, faults)
}

fn name(file: &Path) -> String {
    file.file_name().unwrap().to_string_lossy().into_owned()
}

/// Calls `meet` with every place below the value.
fn walk(value: &Value, meet: &mut impl FnMut(&Value)) {
    match value {
        Value::Array(list) => list.iter().for_each(|v| walk(v, meet)),
        Value::Object(map) => {
            if map.contains_key("quote") && map.contains_key("bbox") {
                meet(value);
            }
            map.values().for_each(|v| walk(v, meet));
        }
        _ => {}
    }
}

/// What of the quote does not stand within its rectangle.
fn fault(place: &Value, pages: &[Page]) -> Option<String> {
    let quote = place["quote"].as_str().unwrap();
    let number = place["page"].as_u64().unwrap();
    let wanted = letters_of(quote);
    if wanted.is_empty() {
        return None;
    }
    let Some(page) = pages.iter().find(|p| u64::from(p.number) == number) else {
        return Some(format!("no page {number}: {quote:?}"));
    };
    let side = |i: usize| place["bbox"][i].as_f64().unwrap() as f32;
    let (x0, top, x1, bottom) = (side(0) - SLACK, side(1) - SLACK, side(2) + SLACK, side(3) + SLACK);
    let inside = page.glyphs.iter().filter(|g| {
        let (x, y) = ((g.rect.x0 + g.rect.x1) / 2.0, (g.rect.top + g.rect.bottom) / 2.0);
        x >= x0 && x <= x1 && y >= top && y <= bottom
    });
    let mut letters: HashMap<char, usize> = HashMap::new();
    inside.flat_map(|g| letters_of(&g.ch.to_string())).for_each(|c| *letters.entry(c).or_default() += 1);
    let missing: String = wanted
        .into_iter()
        .filter(|c| match letters.get_mut(c) {
            Some(n) if *n > 0 => {
                *n -= 1;
                false
            }
            _ => true,
        })
        .collect();
    (!missing.is_empty()).then(|| format!("page {number}: {missing:?} of {quote:?}"))
}

/// Letters and digits without accents: a page may draw those as glyphs of their own.
fn letters_of(text: &str) -> Vec<char> {
    norm(text).nfd().filter(|c| c.is_alphanumeric()).collect()
}
