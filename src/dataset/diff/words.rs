//! A difference in words: given the changes, gives lines for a reader: sums by table, then document by document what was
//! added, removed and altered, with as much of both wordings as shows where they part. Knows nothing of tables.

use super::{Change, Difference, Fate};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Characters that are shown of a wording.
const SHOWN: usize = 60;
/// Characters that are shown before the place where two wordings part.
const BEFORE: usize = 12;

/// The difference as text.
pub fn text(difference: &Difference) -> String {
    if difference.is_empty() {
        return format!("nothing changed ({} rows)\n", difference.rows);
    }
    let mut text = sums(&difference.changes);
    let mut document = "";
    let whole = |fate| move |c: &&Change| c.table == "documents" && c.fate == fate;
    for fate in [Fate::Added, Fate::Removed] {
        for change in difference.changes.iter().filter(whole(fate)) {
            let _ =
                writeln!(text, "\n{} {}: {}", fate.as_str(), change.file, held(&difference.changes, change));
        }
    }
    let gone: std::collections::HashSet<&str> = difference
        .changes
        .iter()
        .filter(|c| c.table == "documents" && c.fate != Fate::Altered)
        .map(|c| c.document.as_str())
        .collect();
    for change in difference.changes.iter().filter(|c| !gone.contains(c.document.as_str())) {
        if change.document != document {
            let _ = writeln!(text, "\n{} ({})", change.file, change.document);
            document = &change.document;
        }
        let _ = writeln!(text, "  {}", line(change));
    }
    text
}

/// A row by its document and its id.
type Known<'c> = (&'c str, &'c str);

/// `items  3 added, 1 removed, 2 altered`
fn sums(changes: &[Change]) -> String {
    let mut counts: BTreeMap<&str, BTreeMap<Fate, BTreeSet<Known<'_>>>> = BTreeMap::new();
    for change in changes {
        let rows = counts.entry(&change.table).or_default().entry(change.fate).or_default();
        rows.insert((&change.document, &change.id));
    }
    let mut text = String::new();
    for (table, by_fate) in counts {
        let sums: Vec<String> =
            by_fate.iter().map(|(fate, rows)| format!("{} {}", rows.len(), fate.as_str())).collect();
        let _ = writeln!(text, "{table:<18}{}", sums.join(", "));
    }
    text
}

/// What came or went with a document: `3 items, 2 resolutions`.
fn held(changes: &[Change], document: &Change) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for change in changes.iter().filter(|c| c.document == document.document && c.table != "documents") {
        *counts.entry(&change.table).or_default() += 1;
    }
    let counts: Vec<String> = counts.iter().map(|(table, n)| format!("{n} {table}")).collect();
    if counts.is_empty() { "nothing was read from it".to_owned() } else { counts.join(", ") }
}

fn line(change: &Change) -> String {
    let row = change.id.strip_prefix(&format!("{}/", change.document)).unwrap_or(&change.id);
    let about = shortened(&change.about, 0);
    let (fate, table) = (change.fate.as_str(), &change.table);
    if change.field.is_empty() {
        return format!("{fate} {table} {row} “{about}”");
    }
    let part = parting(&change.old, &change.new).saturating_sub(BEFORE);
    let [old, new] = [&change.old, &change.new].map(|wording| match wording.as_str() {
        "" => "nothing".to_owned(),
        wording => format!("“{}”", shortened(wording, part)),
    });
    format!("{fate} {table} {row} “{about}”, {}: {old} is now {new}", change.field)
}

/// How many characters two wordings have in common at their beginning.
fn parting(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count()
}

/// So much of a wording from that character on, on one line.
fn shortened(wording: &str, from: usize) -> String {
    let total = wording.chars().count();
    let from = from.min(total.saturating_sub(SHOWN));
    let shown: String =
        wording.chars().skip(from).take(SHOWN).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let (ahead, behind) = (if from > 0 { "…" } else { "" }, if from + SHOWN < total { "…" } else { "" });
    format!("{ahead}{shown}{behind}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wording_is_shown_where_it_parts() {
        assert_eq!(shortened("short", 0), "short");
        let long = "a".repeat(100) + "b";
        assert_eq!(shortened(&long, 95), format!("…{}b", "a".repeat(59)));
    }
}
