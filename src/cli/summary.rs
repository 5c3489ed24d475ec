//! The short table at the end of a run: given its tally, says how many documents of which kind came out how, what was
//! read from them, where it is, and what needs a person's eye. Knows nothing of how things were counted.

use crate::batch::tally::Tally;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

const STATUSES: [&str; 3] = ["complete", "partial", "quarantined"];

/// How many reasons and issue codes are named.
const MOST: usize = 5;

/// The summary as text; `images`: how many images of pages were read, or taken from the cache.
pub fn text(tally: &Tally, folder: &Path, seconds: f64, images: u64) -> String {
    let mut text = documents(tally);
    text.push_str(&counts(tally));
    text.push_str(&attention(tally));
    let folder = folder.display();
    let images =
        if images == 0 { String::new() } else { format!(", of which {images} were read from their images,") };
    let kept = match tally.kept {
        0 => String::new(),
        kept => format!("; {kept} files had been read before and were not read again"),
    };
    let _ = writeln!(text, "\n{} files, {} pages{images} in {seconds:.1} s{kept}", tally.files, tally.pages);
    let _ = writeln!(
        text,
        "the dataset is in {folder}; {folder}/report/coverage.csv says what became of each file"
    );
    text
}

fn documents(tally: &Tally) -> String {
    let mut text = format!("{:<12}{:>12}{:>12}{:>12}\n", "documents", STATUSES[0], STATUSES[1], STATUSES[2]);
    for (kind, by_status) in &tally.documents {
        let _ = write!(text, "{kind:<12}");
        for status in STATUSES {
            let _ = write!(text, "{:>12}", by_status.get(status).copied().unwrap_or(0));
        }
        text.push('\n');
    }
    text
}

fn counts(tally: &Tally) -> String {
    let counts = [
        ("meetings", tally.meetings),
        ("attendees", tally.attendance),
        ("items", tally.items),
        ("resolutions", tally.resolutions),
        ("reports", tally.reports),
        ("duplicates", tally.duplicates),
    ];
    let lines = counts.iter().filter(|(what, n)| *what != "duplicates" || *n > 0);
    std::iter::once("\n".to_owned()).chain(lines.map(|(what, n)| format!("{what:<12}{n:>12}\n"))).collect()
}

fn attention(tally: &Tally) -> String {
    let set_aside = most(&tally.set_aside).map(|(why, n)| format!("{n} set aside: {why}\n"));
    let issues = most(&tally.issues).map(|(code, n)| format!("{n} x {code}\n"));
    let lines: String = set_aside.chain(issues).collect();
    if lines.is_empty() { lines } else { format!("\nneeds attention\n{lines}") }
}

/// The most frequent, equals in order of name.
fn most<K: ToString>(counts: &BTreeMap<K, usize>) -> impl Iterator<Item = (String, usize)> {
    let mut counts: Vec<(String, usize)> = counts.iter().map(|(k, n)| (k.to_string(), *n)).collect();
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    counts.into_iter().take(MOST)
}
