//! What makes a folder of tables a dataset that can be published: `datapackage.json`, `csv-metadata.json`, the schema of
//! the documents, the dictionary, and a list of checksums. Given the folder and what its publisher says, writes them, all
//! from the one description of the columns, so that they cannot drift from the tables. Knows no clock: the same tables
//! give the same bytes.

pub mod csvw;
pub mod dictionary;
pub mod frictionless;
pub mod json_schema;

use super::about::About;
use super::digest::{self, Digest, Hashing};
use super::field::Described;
use super::folder::{DOCUMENTS, Folder};
use super::people::roster::ROSTER;
use super::{DatasetError, control, json, write};

/// The package of tables.
pub const PACKAGE: &str = "datapackage.json";
/// The same for programs that speak CSV on the Web.
pub const CSVW: &str = "csv-metadata.json";
/// What the files of documents/ hold.
pub const SCHEMA: &str = "schema/document.schema.json";
/// Every column in words.
pub const DICTIONARY: &str = "DATA-DICTIONARY.md";
/// Hashes of all files, as `sha256sum` writes and checks them.
pub const CHECKSUMS: &str = "checksums.sha256";

/// A table as it stands in the folder.
#[derive(Clone, Debug)]
pub struct Measured {
    /// What it is.
    pub described: Described,
    /// Its bytes.
    pub digest: Digest,
    /// Its rows, without the headings.
    pub rows: u64,
}

/// Writes the package round the tables and documents of the folder. `more`: further files of this run, by their names
/// below the folder, that the checksums are to name.
///
/// # Errors
/// When a table cannot be read or a file cannot be written.
pub fn write(folder: &Folder, about: &About, more: &[String]) -> Result<(), DatasetError> {
    let described = write::described().into_iter();
    let measured = described.map(|table| measure(folder, table)).collect::<Result<Vec<_>, _>>()?;
    folder.make("schema")?;
    folder.write(PACKAGE, &json::pretty(PACKAGE, &frictionless::package(&measured, about))?)?;
    folder.write(CSVW, &json::pretty(CSVW, &csvw::metadata(about))?)?;
    folder.write(SCHEMA, &json::pretty(SCHEMA, &json_schema::schema())?)?;
    folder.write(DICTIONARY, dictionary::text(about).as_bytes())?;
    folder.write(CHECKSUMS, checksums(folder, &measured, more)?.as_bytes())
}

/// A table of the folder with its bytes and rows.
///
/// # Errors
/// When it cannot be read.
pub fn measure(folder: &Folder, described: Described) -> Result<Measured, DatasetError> {
    let path = folder.root().join(&described.path);
    let failed = |reason: String| DatasetError::Read { path: path.clone(), reason };
    let file = std::fs::File::open(&path).map_err(|e| failed(e.to_string()))?;
    let mut reader = csv::Reader::from_reader(Hashing::new(file));
    let (mut record, mut rows) = (csv::ByteRecord::new(), 0);
    while reader.read_byte_record(&mut record).map_err(|e| failed(e.to_string()))? {
        rows += 1;
    }
    Ok(Measured { described, digest: reader.into_inner().finish(), rows })
}

/// A line a file: hash, two spaces, name. `run.json` is not among them, for it holds the time of the run.
fn checksums(folder: &Folder, measured: &[Measured], more: &[String]) -> Result<String, DatasetError> {
    let mut lines: Vec<(String, String)> =
        measured.iter().map(|m| (m.described.path.clone(), m.digest.sha256.clone())).collect();
    let documents = folder.documents()?.into_iter().map(|name| format!("{DOCUMENTS}/{name}"));
    let around = [PACKAGE, CSVW, SCHEMA, DICTIONARY].map(str::to_owned);
    let there = [control::PAGE, ROSTER].into_iter().filter(|name| folder.root().join(name).is_file());
    let around = around.into_iter().chain(there.map(str::to_owned));
    for name in documents.chain(around).chain(more.iter().cloned()) {
        let digest = digest::of(&folder.root().join(&name))?;
        lines.push((name, digest.sha256));
    }
    lines.sort();
    Ok(lines.into_iter().map(|(name, hash)| format!("{hash}  {name}\n")).collect())
}
