//! Whether a dataset is whole and sound: every file as its checksum says, every table as its columns are described, keys
//! unique and leading somewhere, every document as the schema has it, and every row of the tables as the documents give
//! it. Given the folder, gives what was looked at and what is wrong. Changes nothing, and knows nothing of PDFs.

use super::field::{Described, Field};
use super::folder::{DOCUMENTS, Folder, MARK};
use super::package::{CHECKSUMS, PACKAGE};
use super::shapes::RECORD;
use super::write::described;
use super::{DatasetError, compare, digest};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write;

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
    serde_json::from_slice(&folder.read(name)?).map_err(unread)
}

fn checksums(folder: &Folder, verdict: &mut Verdict) -> Result<(), DatasetError> {
    let list = String::from_utf8_lossy(&folder.read(CHECKSUMS)?).into_owned();
    let mut named = HashSet::new();
    for (expected, name) in list.lines().filter_map(|line| line.split_once("  ")) {
        named.insert(name);
        match digest::of(&folder.root().join(name)) {
            Err(_) => verdict.fault(name, "the file is missing or cannot be read".to_owned()),
            Ok(found) if found.sha256 != expected => {
                verdict.fault(name, format!("its bytes are not those of {CHECKSUMS}: it was changed"));
            }
            Ok(_) => {}
        }
    }
    for name in folder.documents()?.into_iter().map(|name| format!("{DOCUMENTS}/{name}")) {
        if !named.contains(name.as_str()) {
            verdict.fault(&name, format!("{CHECKSUMS} does not name it"));
        }
    }
    verdict.looked_at.push(format!("{} files by their checksums", named.len()));
    Ok(())
}

/// A cell that leads to a table, on the line of its file.
struct Lead {
    field: Field,
    line: u64,
    id: String,
}

/// Looks at every table.
fn tables(folder: &Folder, verdict: &mut Verdict) -> Result<(), DatasetError> {
    let counted = counted(&json(folder, PACKAGE)?);
    let (mut ids, mut leads, mut rows) = (HashMap::new(), Vec::new(), BTreeMap::new());
    for table in described() {
        let (found, led) = look_at(folder, &table, verdict);
        let count = found.count;
        if counted.get(&table.name) != Some(&count) {
            let said = counted.get(&table.name).copied().unwrap_or(0);
            verdict.fault(&table.path, format!("{count} rows, but {PACKAGE} says {said}"));
        }
        rows.insert(table.name.clone(), count);
        ids.insert(table.name.clone(), found.keys);
        leads.push((table.path, led));
    }
    let total: u64 = rows.values().sum();
    verdict.looked_at.push(format!("{total} rows of {} tables, every cell by its column", rows.len()));
    let led: usize = leads.iter().map(|(_, led)| led.len()).sum();
    for (path, led) in leads {
        for Lead { field, line, id } in led {
            let table = field.leads_to.unwrap_or_default();
            if !ids.get(table).is_some_and(|ids| ids.contains(&id)) {
                let fault = format!("line {line}, {}: “{id}” is the id of no row of {table}", field.name);
                verdict.fault(&path, fault);
            }
        }
    }
    verdict.looked_at.push(format!("{led} keys, each of which leads to a row"));
    Ok(())
}

/// The rows of each table, as the package has them.
fn counted(package: &Value) -> HashMap<String, u64> {
    let resources = package.get("resources").and_then(Value::as_array).into_iter().flatten();
    let row = |r: &Value| Some((r.get("name")?.as_str()?.to_owned(), r.get("rows")?.as_u64()?));
    resources.filter_map(row).collect()
}

/// What a table holds.
#[derive(Default)]
struct Found {
    count: u64,
    keys: HashSet<String>,
}

fn look_at(folder: &Folder, table: &Described, verdict: &mut Verdict) -> (Found, Vec<Lead>) {
    let (mut found, mut leads) = (Found::default(), Vec::new());
    let mut reader = match csv::Reader::from_path(folder.root().join(&table.path)) {
        Ok(reader) => reader,
        Err(e) => {
            verdict.fault(&table.path, e.to_string());
            return (found, leads);
        }
    };
    let names = table.fields.iter().map(|field| field.name);
    if !reader.headers().is_ok_and(|headers| headers.iter().eq(names)) {
        verdict.fault(&table.path, "its headings are not those of the dictionary".to_owned());
        return (found, leads);
    }
    for row in reader.records() {
        match row {
            Err(e) => verdict.fault(&table.path, e.to_string()),
            Ok(row) => look_at_row(table, &row, &mut found, &mut leads, verdict),
        }
    }
    (found, leads)
}

fn look_at_row(
    table: &Described,
    row: &csv::StringRecord,
    found: &mut Found,
    leads: &mut Vec<Lead>,
    verdict: &mut Verdict,
) {
    found.count += 1;
    let line = row.position().map_or(0, csv::Position::line);
    for (field, cell) in table.fields.iter().zip(row) {
        if let Some(expected) = field.fault(cell) {
            verdict.fault(&table.path, format!("line {line}, {}: {expected}, found “{cell}”", field.name));
        }
        if table.key == Some(field.name) && !found.keys.insert(cell.to_owned()) {
            verdict.fault(&table.path, format!("line {line}, {}: “{cell}” stands twice", field.name));
        }
        if field.leads_to.is_some() && !cell.is_empty() {
            leads.push(Lead { field: *field, line, id: cell.to_owned() });
        }
    }
}

fn documents(folder: &Folder, verdict: &mut Verdict) -> Result<(), DatasetError> {
    let names = folder.documents()?;
    for name in names.iter().map(|name| format!("{DOCUMENTS}/{name}")) {
        match json(folder, &name) {
            Ok(document) => RECORD.check("", &document, &mut |fault| verdict.fault(&name, fault)),
            Err(_) => verdict.fault(&name, "it is no JSON".to_owned()),
        }
    }
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
