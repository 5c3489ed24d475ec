//! Files that hold several documents: each part of the fixture pack, and of the packs of a larger set if there is one
//! (`packs.toml` holds their ranges, read by eye), begins where a reader would begin it; most parts are of the right kind.

use crate::fixtures::{Run, harvest_of, root};
use minutebook::model::record::Kind;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Names the folder of a larger set: `corpus/*.pdf`. Without it, `../shared`.
const LARGER: &str = "MINUTEBOOK_LARGER";
/// The share of parts of the larger set whose kind is right; it may only be raised.
const KINDS: f64 = 0.98;

/// First page, last page and kind of a part.
type Part = (u32, u32, String);

fn parts(harvest: &Run, file: &Path) -> Vec<Part> {
    let name = file.file_name().unwrap().to_string_lossy();
    let of_file = harvest.records.iter().filter(|r| r.document.source.ends_with(&*name)).map(|r| &r.document);
    of_file.map(|d| (d.first_page, d.last_page, d.kind.as_str().to_owned())).collect()
}

fn ranges(parts: &[Part]) -> Vec<(u32, u32)> {
    parts.iter().map(|(first, last, _)| (*first, *last)).collect()
}

fn page(part: &Value, key: &str) -> u32 {
    part[key].as_u64().unwrap() as u32
}

#[test]
fn the_fixture_pack_falls_into_its_documents() {
    let folder = root().join("fixtures/osmerley/2023-01-17-pack");
    let truth: Value = serde_json::from_slice(&std::fs::read(folder.join("pack.json")).unwrap()).unwrap();
    let wanted: Vec<Part> = truth["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| {
            let kind = part["truth"]["kind"].as_str().unwrap().to_owned();
            (page(part, "first_page"), page(part, "last_page"), kind)
        })
        .collect();
    let harvest = harvest_of(std::slice::from_ref(&folder), 1);
    let read: Vec<Part> = harvest
        .records
        .iter()
        .map(|r| &r.document)
        .map(|d| (d.first_page, d.last_page, d.kind.as_str().to_owned()))
        .collect();
    assert_eq!(ranges(&read), ranges(&wanted));
    assert_eq!(read[1..], wanted[1..]);
    let ids: Vec<&str> = harvest.records.iter().map(|r| &r.document.id[16..]).collect();
    assert_eq!(ids, ["-p001", "-p003", "-p005", "-p009"]);
    assert!(harvest.records.iter().filter(|r| r.document.kind == Kind::Report).all(|r| r.report.is_some()));
}

#[test]
fn the_packs_of_the_larger_set_fall_into_their_documents() {
    let set = std::env::var_os(LARGER).map_or_else(|| root().join("../shared"), PathBuf::from);
    if !set.join("corpus").is_dir() {
        println!("skipped: {} holds no larger set; {LARGER} may name another", set.display());
        return;
    }
    let truth: toml::Table =
        toml::from_str(&std::fs::read_to_string(root().join("tests/packs.toml")).unwrap()).unwrap();
    let (mut all, mut right) = (0u32, 0u32);
    for pack in truth["pack"].as_array().unwrap() {
        let file = set.join(format!("corpus/{}.pdf", pack["file"].as_str().unwrap()));
        let number = |part: &toml::Value, key: &str| u32::try_from(part[key].as_integer().unwrap()).unwrap();
        let wanted: Vec<Part> = pack["parts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|part| {
                (number(part, "first"), number(part, "last"), part["kind"].as_str().unwrap().to_owned())
            })
            .collect();
        let read = parts(&harvest_of(std::slice::from_ref(&file), 1), &file);
        assert_eq!(ranges(&read), ranges(&wanted), "{}", file.display());
        all += wanted.len() as u32;
        right += read.iter().zip(&wanted).filter(|(a, b)| a == b).count() as u32;
    }
    println!("packs: the kind of {right} of {all} parts is right");
    assert!(f64::from(right) >= KINDS * f64::from(all));
}
