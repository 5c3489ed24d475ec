//! What changed between two datasets: given their folders, gives every row that was added, removed or altered, field by
//! field. Rows are of one document in both if its id or its file's name is the same; within it they are matched by what
//! they say, by their ids, or by what they are about, so that a row put in between does not make others look altered.

mod matching;
mod words;

use super::DatasetError;
use super::field::Described;
use super::folder::Folder;
use super::tables::TABLES;
use super::write::described;
use matching::{Row, Side};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
pub use words::text;

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// Only the new dataset has it.
    Added,
    /// Only the old one has it.
    Removed,
    /// Both have it, and a field is another.
    Altered,
}

impl Fate {
    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Fate::Added => "added",
            Fate::Removed => "removed",
            Fate::Altered => "altered",
        }
    }
}

/// A change of a row, or of one of its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What became of it.
    pub fate: Fate,
    /// The table.
    pub table: String,
    /// The file of its document, as the newer of the two has it.
    pub file: String,
    /// The document, likewise.
    pub document: String,
    /// The row's id, likewise.
    pub id: String,
    /// What the row is about.
    pub about: String,
    /// The field that was altered; empty for a whole row.
    pub field: String,
    /// What stood there.
    pub old: String,
    /// What stands there.
    pub new: String,
}

/// Everything that changed.
#[derive(Clone, Debug, Default)]
pub struct Difference {
    /// In order of the documents, then of the tables.
    pub changes: Vec<Change>,
    /// Rows compared, in both datasets together.
    pub rows: usize,
}

impl Difference {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

/// Tables that only repeat what others hold.
const REPEATING: &[&str] = &["people"];

/// Columns that tell where words stand on the page.
const EDGES: &[&str] = &["x0", "top", "x1", "bottom"];

/// Compares two datasets. `edges`: rectangles on the page too.
///
/// # Errors
/// When a table cannot be read.
pub fn diff(old: &Folder, new: &Folder, edges: bool) -> Result<Difference, DatasetError> {
    let mut tables =
        described().into_iter().take(TABLES.len()).filter(|t| !REPEATING.contains(&t.name.as_str()));
    let Some(documents) = tables.next() else { return Ok(Difference::default()) };
    let sides = [old, new].map(|folder| read(folder, &documents));
    let [before, after] = sides;
    let (before, after) = (before?, after?);
    let pairs = Pairs::of(&documents, &before, &after);
    let mut difference = Difference { rows: before.len() + after.len(), changes: Vec::new() };
    let mut by_place: BTreeMap<(usize, usize), Vec<Change>> = BTreeMap::new();
    let first = matching::compare(&Side { table: &documents, edges }, &before, &after, &pairs);
    put(first, 0, &mut by_place);
    for (table, n) in tables.zip(1..) {
        let (before, after) = (read(old, &table)?, read(new, &table)?);
        difference.rows += before.len() + after.len();
        let found = matching::compare(&Side { table: &table, edges }, &before, &after, &pairs);
        put(found, n, &mut by_place);
    }
    difference.changes = by_place.into_values().flatten().collect();
    Ok(difference)
}

fn put(found: Vec<(usize, Change)>, table: usize, by_place: &mut BTreeMap<(usize, usize), Vec<Change>>) {
    for (document, change) in found {
        by_place.entry((document, table)).or_default().push(change);
    }
}

fn read(folder: &Folder, table: &Described) -> Result<Vec<Row>, DatasetError> {
    let path = folder.root().join(&table.path);
    let failed = |e: csv::Error| DatasetError::Read { path: path.clone(), reason: e.to_string() };
    let mut reader = csv::Reader::from_path(&path).map_err(failed)?;
    let columns: Vec<String> = reader.headers().map_err(failed)?.iter().map(str::to_owned).collect();
    // Another version may have other columns: cells are known by their headings.
    let places: Vec<Option<usize>> =
        table.fields.iter().map(|field| columns.iter().position(|column| column == field.name)).collect();
    let rows = reader.records().map(|record| {
        let record = record.map_err(failed)?;
        let cell = |place: &Option<usize>| place.and_then(|at| record.get(at)).unwrap_or("").to_owned();
        Ok(places.iter().map(cell).collect())
    });
    rows.collect()
}

/// Documents that are one in both datasets, by number.
struct Pairs {
    before: HashMap<String, usize>,
    after: HashMap<String, usize>,
    /// Id and file of each, as the newer has it.
    names: Vec<(String, String)>,
}

impl Pairs {
    /// By id; those that are left by the name of the file and the page on which they begin there.
    fn of(documents: &Described, before: &[Row], after: &[Row]) -> Self {
        let cell = |row: &Row, at: usize| row.get(at).cloned().unwrap_or_default();
        let column = |name: &str| documents.fields.iter().position(|f| f.name == name).unwrap_or(0);
        let (id, source, page) = (0, column("source"), column("first_page"));
        let ids: HashMap<String, usize> = after.iter().map(|row| cell(row, id)).zip(0..).collect();
        let mut pairs = Self { before: HashMap::new(), after: ids, names: Vec::new() };
        pairs.names = after.iter().map(|row| (cell(row, id), cell(row, source))).collect();
        let olds: std::collections::HashSet<String> = before.iter().map(|row| cell(row, id)).collect();
        let files: HashMap<(String, String), usize> = after
            .iter()
            .zip(0..)
            .filter(|(row, _)| !olds.contains(&cell(row, id)))
            .map(|(row, n)| ((cell(row, source), cell(row, page)), n))
            .collect();
        for row in before {
            let found =
                pairs.after.get(&cell(row, id)).or_else(|| files.get(&(cell(row, source), cell(row, page))));
            let n = found.copied().unwrap_or(pairs.names.len());
            if found.is_none() {
                pairs.names.push((cell(row, id), cell(row, source)));
            }
            pairs.before.insert(cell(row, id), n);
        }
        pairs
    }
}

/// Writes the changes as CSV, whole or not at all.
///
/// # Errors
/// When the system refuses.
pub fn write(path: &Path, difference: &Difference) -> Result<(), DatasetError> {
    let failed = |reason: String| DatasetError::Serialise { what: path.display().to_string(), reason };
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let headings = ["change", "table", "file", "document_id", "id", "about", "field", "old", "new"];
    writer.write_record(headings).map_err(|e| failed(e.to_string()))?;
    for c in &difference.changes {
        let row =
            [c.fate.as_str(), &c.table, &c.file, &c.document, &c.id, &c.about, &c.field, &c.old, &c.new];
        writer.write_record(row).map_err(|e| failed(e.to_string()))?;
    }
    let bytes = writer.into_inner().map_err(|e| failed(e.to_string()))?;
    super::folder::whole(path, &bytes)
}

/// The cells whose change is told.
fn is_told(table: &Described, at: usize, edges: bool) -> bool {
    let Some(field) = table.fields.get(at) else { return false };
    // A key changes with the row to which it leads, which is told by itself.
    let own = at == 0 && (table.name == "meetings" || table.name == "reports");
    (at > 0 || own) && field.leads_to.is_none() && (edges || !EDGES.contains(&field.name))
}
