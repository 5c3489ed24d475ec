//! Right and wrong: what the program reads from the fixtures against the truth written by hand, field by field, and a
//! floor per field in `floors.toml` that may only rise (`UPDATE_FLOORS=1` raises it). A larger set with truth, if there
//! is one, is measured the same way.

use crate::fixtures::{self, Run, harvest, harvest_of, root};
use minutebook::dataset::score::Tally;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

const FLOORS: &str = "tests/floors.toml";

/// Names the folder of a larger set: `eval/gold/*.json` with the truth about `corpus/*.pdf`. Without it, `../shared`.
const LARGER: &str = "MINUTEBOOK_LARGER";

/// Measures vary by less than this without meaning anything.
const GRAIN: f64 = 0.0005;

/// How many faults of a field that fell are shown.
const SHOWN: usize = 8;

type Floors = BTreeMap<String, BTreeMap<String, f64>>;

#[test]
fn fixtures_are_read_no_worse_than_before() {
    let mut tally = Tally::default();
    for fixture in fixtures::all() {
        let truth = json(&fixture.folder.join("truth.json"));
        tally.add(&fixture.name, &truth, &record(harvest(), &fixture.pdf));
    }
    keep_floors("fixtures", &tally);
}

#[test]
fn the_larger_set_is_read_no_worse_than_before() {
    let set = std::env::var_os(LARGER).map_or_else(|| root().join("../shared"), PathBuf::from);
    let (gold, corpus) = (set.join("eval/gold"), set.join("corpus"));
    if !gold.is_dir() || !corpus.is_dir() {
        println!("skipped: {} holds no larger set; {LARGER} may name another", set.display());
        return;
    }
    let truths: Vec<Value> = fixtures::files(&gold).iter().map(|f| json(f)).collect();
    let pdf = |truth: &Value| corpus.join(format!("{}.pdf", truth["id"].as_str().unwrap()));
    let harvest = harvest_of(&truths.iter().map(pdf).collect::<Vec<_>>(), 0);
    let mut tally = Tally::default();
    for truth in &truths {
        tally.add(truth["id"].as_str().unwrap(), truth, &record(&harvest, &pdf(truth)));
    }
    keep_floors("larger", &tally);
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap())
        .unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The record of a file, whatever its folder is called in this harvest.
fn record(harvest: &Run, pdf: &Path) -> Value {
    let name = pdf.file_name().unwrap().to_string_lossy();
    let of_file = |source: &str| source.rsplit('/').next() == Some(&*name);
    let record = harvest.records.iter().find(|r| of_file(&r.document.source));
    record.map_or(Value::Null, |r| serde_json::to_value(r).unwrap())
}

fn keep_floors(set: &str, tally: &Tally) {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _held = ONE_AT_A_TIME.lock();
    let path = root().join(FLOORS);
    let mut floors: Floors = toml::from_str(&std::fs::read_to_string(&path).unwrap_or_default()).unwrap();
    let floor = floors.entry(set.to_owned()).or_default();
    let mut fallen = Vec::new();
    for (field, count) in &tally.fields {
        let (measured, least) = (count.f1(), floor.get(field).copied().unwrap_or(0.0));
        println!(
            "{set} {field:24} {:4} of {:4}, {:4} given: F1 {measured:.3}, floor {least:.3}",
            count.hit, count.gold, count.got
        );
        if measured < least - GRAIN {
            fallen
                .push(format!("{field}: F1 {measured:.3}, floor {least:.3}\n    {}", faults(&count.faults)));
        }
        floor.insert(field.clone(), least.max((measured * 1000.0).floor() / 1000.0));
    }
    if std::env::var_os("UPDATE_FLOORS").is_some() {
        write(&path, &floors);
    }
    assert!(fallen.is_empty(), "{set}: fields read worse than before\n  {}", fallen.join("\n  "));
}

fn faults(faults: &[String]) -> String {
    faults.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("\n    ")
}

fn write(path: &PathBuf, floors: &Floors) {
    let head = "# F1 per field below which `cargo test` fails. These figures may only rise: UPDATE_FLOORS=1 cargo test accuracy\n\n";
    std::fs::write(path, head.to_owned() + &toml::to_string(floors).unwrap()).unwrap();
}
