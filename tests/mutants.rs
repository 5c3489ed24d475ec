//! Broken files in any number: given sound ones, makes others of them by fixed seeds (bytes flipped, parts cut out, ends cut
//! off, parts of another file spliced in), and has each end as a row. A fault of the program that ends a document is a
//! fault here, even where it costs no more than that row.

use crate::fixtures::{files_below, root, settings};
use minutebook::batch::Batch;
use minutebook::pipeline;
use minutebook::source::Content;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Numbers that look like chance and are the same on every run (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

/// A file made from this one, and perhaps from the other.
fn mutant(of: &[u8], other: &[u8], seed: u64) -> Vec<u8> {
    let (mut chance, mut bytes) = (Chance(seed), of.to_vec());
    match chance.below(6) {
        // A few bits, as storage loses them.
        0 => flip(&mut bytes, &mut chance, 8),
        // Many.
        1 => flip(&mut bytes, &mut chance, 200),
        // The end is missing.
        2 => bytes.truncate(chance.below(of.len())),
        // A piece is missing.
        3 => {
            let start = chance.below(bytes.len());
            let end = (start + chance.below(4096)).min(bytes.len());
            bytes.drain(start..end);
        }
        // A piece of another stands in its midst.
        4 => {
            let (at, start) = (chance.below(bytes.len()), chance.below(other.len()));
            let piece = &other[start..(start + chance.below(8192)).min(other.len())];
            bytes.splice(at..at, piece.iter().copied());
        }
        // Digits are others: lengths, offsets, numbers of objects, operands.
        _ => {
            let digits: Vec<usize> =
                bytes.iter().enumerate().filter(|(_, b)| b.is_ascii_digit()).map(|(at, _)| at).collect();
            for _ in 0..=chance.below(12) {
                if let Some(at) = digits.get(chance.below(digits.len())) {
                    bytes[*at] = b'0' + chance.below(10) as u8;
                }
            }
        }
    }
    bytes
}

fn flip(bytes: &mut [u8], chance: &mut Chance, most: usize) {
    for _ in 0..=chance.below(most) {
        let at = chance.below(bytes.len());
        if let Some(byte) = bytes.get_mut(at) {
            *byte ^= 1 << chance.below(8);
        }
    }
}

fn documents(below: &Path) -> Vec<PathBuf> {
    let kinds = ["pdf", "hostile", "tif", "tiff", "jp2", "png", "jpg"];
    let is_document = |path: &PathBuf| path.extension().is_some_and(|e| kinds.iter().any(|kind| e == *kind));
    files_below(below).into_iter().filter(is_document).collect()
}

/// So many of each.
const EACH: u64 = 3;

#[test]
fn mutants_of_every_fixture_end_without_a_fault() {
    let files = documents(&root().join("fixtures"));
    let sound: Vec<Vec<u8>> = files.iter().map(|file| std::fs::read(file).unwrap()).collect();
    let cases: Vec<(usize, u64)> = (0..sound.len()).flat_map(|at| (0..EACH).map(move |n| (at, n))).collect();
    let settings = settings();
    let faults = Batch::new(0).unwrap().map(&cases, |(at, number)| {
        let other = &sound[(at + 1 + *number as usize) % sound.len()];
        let bytes = mutant(&sound[*at], other, (*at as u64) * EACH + number);
        let records = pipeline::records("mutant.pdf", &Content::new(bytes), &settings);
        let reason = records.first()?.document.quarantine_reason.clone()?;
        reason.contains("internal error").then(|| format!("{} {number}: {reason}", files[*at].display()))
    });
    let faults: Vec<String> = faults.into_iter().flatten().collect();
    assert!(faults.is_empty(), "{} of {} mutants:\n{}", faults.len(), cases.len(), faults.join("\n"));
}

/// `MUTANTS_OF=DIR cargo test --release -- --ignored --nocapture many_mutants`: so many (MUTANTS, 10,000) of the files of a
/// folder, in one run of the program. MUTANTS_IN keeps them and what became of them.
#[test]
#[ignore = "takes many minutes and files of one's own"]
fn many_mutants_are_as_many_rows() {
    let told = |name: &str| std::env::var(name).ok();
    let Some(of) = told("MUTANTS_OF") else { return println!("skipped: MUTANTS_OF names no folder") };
    let count: usize = told("MUTANTS").map_or(10_000, |count| count.parse().unwrap());
    let most: u64 = told("MUTANTS_BYTES").map_or(400_000, |most| most.parse().unwrap());
    let place = tempfile::tempdir().unwrap();
    let place = told("MUTANTS_IN").map_or_else(|| place.path().to_path_buf(), PathBuf::from);
    let (folder, out) = (place.join("mutants"), place.join("out"));
    std::fs::create_dir_all(&folder).unwrap();
    let files = documents(Path::new(&of)).into_iter().filter(|file| file.metadata().unwrap().len() <= most);
    let sound: Vec<Vec<u8>> = files.map(|file| std::fs::read(file).unwrap()).collect();
    for number in 0..count {
        let (at, round) = (number % sound.len(), number / sound.len());
        let bytes = mutant(&sound[at], &sound[(at + 1 + round) % sound.len()], 1_000_000 + number as u64);
        std::fs::write(folder.join(format!("{number:05}.pdf")), bytes).unwrap();
    }
    let mut run = Command::new(env!("CARGO_BIN_EXE_minutebook"));
    run.arg("extract").arg(&folder).arg("--out").arg(&out).args(["--ocr", "never", "--quiet"]);
    run.args(["--timeout", "60", "--fresh"]);
    let began = std::time::Instant::now();
    assert!(run.status().unwrap().code().is_some_and(|code| code < 2));
    let mut became: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut reader = csv::Reader::from_path(out.join("report/coverage.csv")).unwrap();
    let mut names = std::collections::BTreeSet::new();
    for row in reader.records().map(Result::unwrap) {
        names.insert(row[0].to_owned());
        let reason = row[4].split(':').take(if row[4].contains("internal error") { 9 } else { 1 });
        *became.entry((row[3].to_owned(), reason.collect::<Vec<_>>().join(":"))).or_default() += 1;
    }
    became.iter().for_each(|((status, reason), rows)| println!("{rows:>6}  {status} {reason}"));
    println!("{} files of {} in {:.0} s", names.len(), sound.len(), began.elapsed().as_secs_f64());
    assert_eq!(names.len(), count);
}
