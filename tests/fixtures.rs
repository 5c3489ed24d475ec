//! The fixtures of the repository: which there are, and what the program makes of them, read once for all tests. Gives
//! temporary datasets too. Judges nothing.

use minutebook::batch::{Batch, Progress};
use minutebook::dataset::digest;
use minutebook::dataset::field::Described;
use minutebook::dataset::folder::Folder;
use minutebook::dataset::write::described;
use minutebook::dataset::written::{Measured, Written};
use minutebook::house_style::Styles;
use minutebook::model::record::Record;
use minutebook::pipeline::{self, Reading, Settings, Stage};
use minutebook::source::{self, Shard, Source};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The repository's folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A fixture: a folder with a PDF and the truth about it.
pub struct Fixture {
    /// `council/meeting`.
    pub name: String,
    pub folder: PathBuf,
    pub pdf: PathBuf,
}

/// Every fixture with a truth, in order of name.
pub fn all() -> Vec<Fixture> {
    let mut fixtures: Vec<Fixture> = Vec::new();
    for council in folders(&root().join("fixtures")) {
        fixtures
            .extend(folders(&council).into_iter().filter(|f| f.join("truth.json").is_file()).map(fixture));
    }
    assert!(!fixtures.is_empty(), "no fixture found below {}", root().display());
    fixtures
}

fn fixture(folder: PathBuf) -> Fixture {
    let pdfs: Vec<PathBuf> =
        files(&folder).into_iter().filter(|f| f.extension().is_some_and(|e| e == "pdf")).collect();
    assert_eq!(pdfs.len(), 1, "{}: one PDF expected", folder.display());
    let name = folder.strip_prefix(root().join("fixtures")).unwrap().to_string_lossy().replace('\\', "/");
    Fixture { name, pdf: pdfs[0].clone(), folder }
}

/// The files meant to do harm: copies in a temporary folder, named as documents are.
pub fn hostile() -> Vec<PathBuf> {
    static COPIES: OnceLock<tempfile::TempDir> = OnceLock::new();
    let folder = COPIES.get_or_init(copies_of_the_hostile);
    files(folder.path())
}

fn copies_of_the_hostile() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let kept = files(&root().join("fixtures/hostile"));
    for file in kept.iter().filter(|f| f.extension().is_some_and(|e| e == "hostile")) {
        std::fs::copy(file, folder.path().join(file.file_stem().unwrap())).unwrap();
    }
    folder
}

pub fn folders(below: &Path) -> Vec<PathBuf> {
    entries(below).into_iter().filter(|p| p.is_dir()).collect()
}

pub fn files(below: &Path) -> Vec<PathBuf> {
    entries(below).into_iter().filter(|p| p.is_file()).collect()
}

/// Every file at any depth.
pub fn files_below(below: &Path) -> Vec<PathBuf> {
    let deeper = folders(below).iter().flat_map(|f| files_below(f)).collect::<Vec<_>>();
    files(below).into_iter().chain(deeper).collect()
}

fn entries(below: &Path) -> Vec<PathBuf> {
    let read = std::fs::read_dir(below).unwrap_or_else(|e| panic!("{}: {e}", below.display()));
    let mut entries: Vec<PathBuf> = read.map(|e| e.unwrap().path()).collect();
    entries.sort();
    entries
}

/// The settings of a run without options.
pub fn settings() -> Settings {
    Settings { styles: Styles::built_in().unwrap(), ..Settings::default() }
}

/// Nobody watches.
pub struct Unwatched;

impl Progress for Unwatched {
    fn done(&self, _pages: u32, _trouble: bool) {}
}

/// What a run gave: a dataset in a temporary folder, and its documents in the order of its tables.
pub struct Run {
    pub records: Vec<Record>,
    pub folder: tempfile::TempDir,
}

impl Run {
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Everything that a run over these paths gives.
pub fn harvest_of(paths: &[PathBuf], jobs: usize) -> Run {
    run(&source::find(paths).unwrap(), &settings(), jobs)
}

/// The same with these settings.
pub fn run(sources: &[Source], settings: &Settings, jobs: usize) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let (batch, dataset) = (Batch::new(jobs).unwrap(), Folder::prepare(folder.path(), false).unwrap());
    let mut harvest = batch.extract(sources, Shard::WHOLE, settings, &dataset, &Unwatched).unwrap();
    let mut records = Vec::new();
    batch.write(&mut harvest, &dataset, |filed| records.push(filed.record.clone())).unwrap();
    Run { records, folder }
}

/// The run over the fixtures with a truth, made once.
pub fn harvest() -> &'static Run {
    static HARVEST: OnceLock<Run> = OnceLock::new();
    HARVEST.get_or_init(|| harvest_of(&all().into_iter().map(|f| f.pdf).collect::<Vec<_>>(), 0))
}

/// Pages, transcript and tree of every fixture with a truth, read once, by name of the fixture.
pub fn readings() -> &'static [(String, Reading)] {
    static READINGS: OnceLock<Vec<(String, Reading)>> = OnceLock::new();
    READINGS.get_or_init(|| {
        Batch::new(0).unwrap().map(&all(), |fixture| (fixture.name.clone(), reading(&fixture.pdf)))
    })
}

fn reading(pdf: &Path) -> Reading {
    let content = named(pdf).content().unwrap();
    pipeline::read(&content.bytes, &settings(), Stage::Tree)
        .unwrap_or_else(|e| panic!("{}: {e}", pdf.display()))
}

fn named(pdf: &Path) -> Source {
    source::find(&[pdf.to_path_buf()]).unwrap().remove(0)
}

/// The tables as they stand in a folder, by whomever they were written.
pub fn found(folder: &Folder) -> Written {
    let measure = |described: Described| {
        let path = folder.root().join(&described.path);
        let rows = csv::Reader::from_path(&path).unwrap().into_records().map(Result::unwrap).count() as u64;
        Measured { digest: digest::of(&path).unwrap(), described, rows }
    };
    Written::beside(described().into_iter().map(measure).collect(), folder).unwrap()
}
