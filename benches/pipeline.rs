//! How long each verb takes over all fixtures together, and the whole batch on one thread and on all. Each verb is
//! given what the one before it made, outside the clock.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a bench that meets the unexpected should stop")]

use divan::{Bencher, black_box};
use minutebook::batch::{Batch, Progress};
use minutebook::dataset::folder::Folder;
use minutebook::dataset::json;
use minutebook::extract::{self, Opening};
use minutebook::house_style::Styles;
use minutebook::model::record::{DocumentRecord, Record};
use minutebook::parse::{self, Reader};
use minutebook::pipeline::{self, Reading, Settings, Stage};
use minutebook::source::{self, Content, Shard, Source};
use minutebook::{layout, normalize};
use std::path::PathBuf;

fn main() {
    divan::main();
}

struct Unwatched;

impl Progress for Unwatched {
    fn done(&self, _pages: u32, _trouble: bool) {}
}

/// The fixtures; a walk passes by the hostile ones.
fn sources() -> Vec<Source> {
    let fixtures = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    source::find(&[fixtures]).unwrap()
}

fn contents() -> Vec<Content> {
    sources().iter().map(|s| s.content().unwrap()).collect()
}

fn settings() -> Settings {
    Settings { styles: Styles::built_in().unwrap(), ..Settings::default() }
}

/// Those of the fixtures that can be read: one waits for its password.
fn readings(until: Stage) -> Vec<Reading> {
    contents().iter().filter_map(|c| pipeline::read(&c.bytes, &settings(), until).ok()).collect()
}

fn records() -> Vec<Record> {
    contents().iter().flat_map(|c| pipeline::records("bench.pdf", c, &settings())).collect()
}

#[divan::bench]
fn extract(bencher: Bencher) {
    let (contents, opening) = (contents(), Opening::default());
    bencher.bench(|| {
        contents
            .iter()
            .map(|c| extract::pages(black_box(&c.bytes), &opening).is_ok())
            .filter(|ok| *ok)
            .count()
    });
}

/// Cross references, and the objects that lead to the pages.
#[divan::bench]
fn load(bencher: Bencher) {
    let (contents, opening) = (contents(), Opening::default());
    bencher.bench(|| {
        contents
            .iter()
            .filter_map(|c| extract::open(black_box(&c.bytes), &opening).page_count())
            .sum::<usize>()
    });
}

/// Content streams to glyphs, of files that are open and whose pages are found.
#[divan::bench]
fn interpret(bencher: Bencher) {
    let (contents, opening) = (contents(), Opening::default());
    let opened = || {
        let files = contents.iter().map(|c| extract::open(&c.bytes, &opening));
        let found = files.map(|file| (black_box(file.page_count()), file));
        found.map(|(_, file)| file).collect::<Vec<_>>()
    };
    bencher
        .with_inputs(opened)
        .bench_values(|files| files.into_iter().filter_map(|file| file.pages().ok()).collect::<Vec<_>>());
}

#[divan::bench]
fn layout(bencher: Bencher) {
    let readings = readings(Stage::Pages);
    bencher
        .bench(|| readings.iter().map(|r| layout::transcribe(black_box(&r.pages)).text.len()).sum::<usize>());
}

#[divan::bench]
fn parse(bencher: Bencher) {
    let (readings, settings) = (readings(Stage::Transcript), settings());
    bencher.bench(|| {
        let trees = readings
            .iter()
            .map(|r| parse::best_tree(&settings.styles, &Reader::new(black_box(&r.transcript))));
        trees.map(|tree| tree.taken.len()).sum::<usize>()
    });
}

#[divan::bench]
fn normalize(bencher: Bencher) {
    let readings = readings(Stage::Tree);
    bencher.bench(|| {
        let records = readings
            .iter()
            .map(|r| normalize::record(black_box(&r.tree), &r.transcript, DocumentRecord::default(), None));
        records.map(|record| record.items.len()).sum::<usize>()
    });
}

#[divan::bench]
fn dataset(bencher: Bencher) {
    let records = records();
    bencher
        .bench(|| records.iter().map(|r| json::pretty("bench", black_box(r)).unwrap().len()).sum::<usize>());
}

/// Reading, documents and tables, onto the disk.
#[divan::bench(args = [1, 0])]
fn batch(bencher: Bencher, jobs: usize) {
    let (batch, sources, settings) = (Batch::new(jobs).unwrap(), sources(), settings());
    let folder = tempfile::tempdir().unwrap();
    let folder = Folder::prepare(folder.path(), false).unwrap();
    bencher.bench(|| {
        folder.forget().unwrap();
        let mut harvest =
            batch.extract(black_box(&sources), Shard::WHOLE, &settings, &folder, &Unwatched).unwrap();
        batch.write(&mut harvest, &folder, |_| {}).unwrap();
    });
}
