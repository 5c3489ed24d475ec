//! Whether a dataset is whole and sound: every file as its checksum says, every table as its columns are described, keys
//! unique and leading somewhere, every document as the schema has it, and every row of the tables as the documents give
//! it. Given the folder, gives what was looked at and what is wrong. Changes nothing, and knows nothing of PDFs.

use super::field::{Described, Field};
use super::folder::{DOCUMENTS, Folder, MARK};
use super::package::{CHECKSUMS, PACKAGE};
use super::shapes::RECORD;
use super::write::described;
use super::{DatasetError, compare, digest, json};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write;
use std::hash::{DefaultHasher, Hash, Hasher};

/// How many faults of one file are told in full.
const MOST_FAULTS: usize = 10;

/// What was looked at, and what is wrong.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// What was looked at, a sentence each.
    pub looked_at: Vec<String>,
    /// What is wrong, by file.
    pub faults: BTreeMap<String, Vec<String>>,
}

impl Verdict {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }

    /// How much is wrong.
    pub fn count(&self) -> usize {
        self.faults.values().map(Vec::len).sum()
    }

    /// Notes a fault of a file.
    pub fn fault(&mut self, file: &str, fault: String) {
        self.faults.entry(file.to_owned()).or_default().push(fault);
    }

    /// The verdict in lines: what was looked at, then the faults of each file, at most ten of them.
    pub fn text(&self) -> String {
        let mut text: String = self.looked_at.iter().map(|line| format!("{line}\n")).collect();
        for (file, faults) in &self.faults {
            let _ = writeln!(text, "\n{file}");
            faults.iter().take(MOST_FAULTS).for_each(|fault| text += &format!("  {fault}\n"));
            if let Some(more) = faults.len().checked_sub(MOST_FAULTS).filter(|more| *more > 0) {
                let _ = writeln!(text, "  and {more} more");
            }
        }
        let _ = match self.count() {
            0 => writeln!(text, "\nnothing is wrong"),
            1 => writeln!(text, "\n1 fault"),
            n => writeln!(text, "\n{n} faults, files: {}", self.faults.len()),
        };
        text
    }
}

/// Looks at a dataset.
///
/// # Errors
/// When the folder is no dataset that `extract` finished.
pub fn verify(folder: &Folder) -> Result<Verdict, DatasetError> {
    let mut verdict = Verdict::default();
    is_finished(folder)?;
    checksums(folder, &mut verdict)?;
    tables(folder, &mut verdict)?;
    documents(folder, &mut verdict)?;
    rows(folder, &mut verdict);
    Ok(verdict)
}

fn is_finished(folder: &Folder) -> Result<(), DatasetError> {
    let mark = json(folder, MARK)?;
    if mark.get("finished").is_some_and(|finished| !finished.is_null()) {
        return Ok(());
    }
    let reason = "the run that wrote this folder has not ended; run extract again".to_owned();
    Err(DatasetError::Read { path: folder.root().join(MARK), reason })
}

fn json(folder: &Folder, name: &str) -> Result<Value, DatasetError> {
    let unread =
        |e: serde_json::Error| DatasetError::Read { path: folder.root().join(name), reason: e.to_string() };
    json::parsed(&folder.read(name)?).map_err(unread)
}

fn checksums(folder: &Folder, verdict: &mut Verdict) -> Result<(), DatasetError> {
    let list = String::from_utf8_lossy(&folder.read(CHECKSUMS)?).into_owned();
    let listed: Vec<(&str, &str)> = list.lines().filter_map(|line| line.split_once("  ")).collect();
    let looked_at = listed.iter().filter_map(|(expected, name)| {
        let fault = match digest::of(&folder.root().join(name)) {
            Err(_) => "the file is missing or cannot be read".to_owned(),
            Ok(found) if found.sha256 == *expected => return None,
            Ok(_) => format!("its bytes are not those of {CHECKSUMS}: it was changed"),
        };
        Some((*name, fault))
    });
    looked_at.collect::<Vec<_>>().into_iter().for_each(|(name, fault)| verdict.fault(name, fault));
    let named: HashSet<&str> = listed.into_iter().map(|(_, name)| name).collect();
    for name in folder.documents()?.into_iter().map(|name| format!("{DOCUMENTS}/{name}")) {
        if !named.contains(name.as_str()) {
            verdict.fault(&name, format!("{CHECKSUMS} does not name it"));
        }
    }
    verdict.looked_at.push(format!("{} files by their checksums", named.len()));
    Ok(())
}

/// The keys of a table. Those of an archive have no room in memory as they stand: no two of as many texts as there can be
/// have one hash of 128 bits.
type Keys = HashSet<u128>;

/// Looks at every table, and then, when all keys are known, at what leads to them.
fn tables(folder: &Folder, verdict: &mut Verdict) -> Result<(), DatasetError> {
    let counted = counted(&json(folder, PACKAGE)?);
    let (tables, mut keys, mut total) = (described(), HashMap::new(), 0);
    for table in &tables {
        let (count, found) = look_at(folder, table, verdict);
        if counted.get(&table.name) != Some(&count) {
            let said = counted.get(&table.name).copied().unwrap_or(0);
            verdict.fault(&table.path, format!("{count} rows, but {PACKAGE} says {said}"));
        }
        total += count;
        keys.insert(table.name.as_str(), found);
    }
    verdict.looked_at.push(format!("{total} rows of {} tables, every cell by its column", tables.len()));
    let led: u64 = tables.iter().map(|table| follow(folder, table, &keys, verdict)).sum();
    verdict.looked_at.push(format!("{led} keys, each of which leads to a row"));
    Ok(())
}

/// How many cells of a table lead to another; tells of those that lead nowhere.
fn follow(folder: &Folder, table: &Described, keys: &HashMap<&str, Keys>, verdict: &mut Verdict) -> u64 {
    let leading = |(at, field): (usize, &Field)| Some((at, field.name, field.leads_to?));
    let leading: Vec<_> = table.fields.iter().enumerate().filter_map(leading).collect();
    // One that cannot be read was told of.
    let Ok(reader) = csv::Reader::from_path(folder.root().join(&table.path)) else { return 0 };
    if leading.is_empty() {
        return 0;
    }
    let mut led = 0;
    for row in reader.into_records().filter_map(Result::ok) {
        for (at, name, to) in &leading {
            let Some(id) = row.get(*at).filter(|id| !id.is_empty()) else { continue };
            led += 1;
            if !keys.get(to).is_some_and(|keys| keys.contains(&key(id))) {
                let line = row.position().map_or(0, csv::Position::line);
                let fault = format!("line {line}, {name}: “{id}” is the id of no row of {to}");
                verdict.fault(&table.path, fault);
            }
        }
    }
    led
}

fn key(id: &str) -> u128 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    let first = hasher.finish();
    first.hash(&mut hasher);
    u128::from(first) << 64 | u128::from(hasher.finish())
}

/// The rows of each table, as the package has them.
fn counted(package: &Value) -> HashMap<String, u64> {
    let resources = package.get("resources").and_then(Value::as_array).into_iter().flatten();
    let row = |r: &Value| Some((r.get("name")?.as_str()?.to_owned(), r.get("rows")?.as_u64()?));
    resources.filter_map(row).collect()
}

/// Looks at the cells of a table; gives how many rows there are and their keys.
fn look_at(folder: &Folder, table: &Described, verdict: &mut Verdict) -> (u64, Keys) {
    let (mut count, mut keys) = (0, Keys::new());
    let mut reader = match csv::Reader::from_path(folder.root().join(&table.path)) {
        Ok(reader) => reader,
        Err(e) => {
            verdict.fault(&table.path, e.to_string());
            return (count, keys);
        }
    };
    let names = table.fields.iter().map(|field| field.name);
    if !reader.headers().is_ok_and(|headers| headers.iter().eq(names)) {
        verdict.fault(&table.path, "its headings are not those of the dictionary".to_owned());
        return (count, keys);
    }
    for row in reader.records() {
        match row {
            Err(e) => verdict.fault(&table.path, e.to_string()),
            Ok(row) => {
                count += 1;
                look_at_row(table, &row, &mut keys, verdict);
            }
        }
    }
    (count, keys)
}

fn look_at_row(table: &Described, row: &csv::StringRecord, keys: &mut Keys, verdict: &mut Verdict) {
    let line = row.position().map_or(0, csv::Position::line);
    for (field, cell) in table.fields.iter().zip(row) {
        if let Some(expected) = field.fault(cell) {
            verdict.fault(&table.path, format!("line {line}, {}: {expected}, found “{cell}”", field.name));
        }
        if table.key == Some(field.name) && !keys.insert(key(cell)) {
            verdict.fault(&table.path, format!("line {line}, {}: “{cell}” stands twice", field.name));
        }
    }
}

fn documents(folder: &Folder, verdict: &mut Verdict) -> Result<(), DatasetError> {
    let names = folder.documents()?;
    let faults = names.iter().map(|name| {
        let name = format!("{DOCUMENTS}/{name}");
        let mut faults = Vec::new();
        match json(folder, &name) {
            Ok(document) => RECORD.check("", &document, &mut |fault| faults.push((name.clone(), fault))),
            Err(_) => faults.push((name, "it is no JSON".to_owned())),
        }
        faults
    });
    let faults: Vec<_> = faults.flatten().collect();
    faults.into_iter().for_each(|(name, fault)| verdict.fault(&name, fault));
    verdict.looked_at.push(format!("{} documents by the schema", names.len()));
    Ok(())
}

/// Every row of the tables beside what the documents give for it.
fn rows(folder: &Folder, verdict: &mut Verdict) {
    match compare::compare(folder, &mut |file, fault| verdict.fault(file, fault)) {
        Ok(rows) => verdict.looked_at.push(format!("{rows} rows made again from the documents")),
        Err(e) => verdict.fault(DOCUMENTS, format!("the tables could not be made again: {e}")),
    }
}
