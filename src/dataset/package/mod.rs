//! What makes a folder of tables a dataset that can be published: `datapackage.json`, `csv-metadata.json`, the schema of
//! the documents, the dictionary, and a list of checksums. Given the folder and what its publisher says, writes them, all
//! from the one description of the columns, so that they cannot drift from the tables. Knows no clock: the same tables
//! give the same bytes.

pub mod csvw;
pub mod dictionary;
pub mod frictionless;
pub mod json_schema;

use super::about::About;
use super::digest;
use super::folder::{DOCUMENTS, Folder};
use super::people::roster::ROSTER;
use super::written::Written;
use super::{DatasetError, control, json};
use crate::model::digest::sha256;
use std::collections::BTreeMap;
use std::io::{BufWriter, Write};

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

/// All of these.
pub(super) const NAMES: &[&str] = &[PACKAGE, CSVW, SCHEMA, DICTIONARY, CHECKSUMS];

/// Where the schema stands.
pub(super) const SCHEMA_FOLDER: &str = "schema";

/// What does not depend on what was read, written: names and sha256.
#[derive(Clone, Debug)]
pub struct Round([(&'static str, String); 3]);

impl Round {
    /// Writes it as the publisher of the dataset would have it.
    ///
    /// # Errors
    /// When it cannot be JSON, or the system refuses.
    pub fn write(folder: &Folder, about: &About) -> Result<Self, DatasetError> {
        folder.make(SCHEMA_FOLDER)?;
        let write = |name: &'static str, bytes: Vec<u8>| -> Result<_, DatasetError> {
            folder.write(name, &bytes)?;
            Ok((name, sha256([bytes.as_slice()])))
        };
        Ok(Self([
            write(CSVW, json::pretty(CSVW, &csvw::metadata(about))?)?,
            write(SCHEMA, json::pretty(SCHEMA, &json_schema::schema())?)?,
            write(DICTIONARY, dictionary::text(about).into_bytes())?,
        ]))
    }
}

/// Writes the package round the tables and documents of the folder, of which it is told what was `written`. `more`: further
/// files of this run, by their names below the folder, that the checksums are to name.
///
/// # Errors
/// When a file cannot be read or written.
pub fn write(
    folder: &Folder,
    about: &About,
    round: Round,
    more: &[String],
    written: &Written,
) -> Result<(), DatasetError> {
    let package = json::pretty(PACKAGE, &frictionless::package(&written.tables, about))?;
    folder.write(PACKAGE, &package)?;
    let mut sums = sums(folder, more, written)?;
    sums.insert(PACKAGE.to_owned(), sha256([package.as_slice()]));
    sums.extend(round.0.map(|(name, sha256)| (name.to_owned(), sha256)));
    let part = folder.begin(CHECKSUMS)?;
    let path = part.path().to_path_buf();
    let failed = |fault| DatasetError::Write { path: path.clone(), fault };
    let mut writer = BufWriter::new(part);
    let mut line = |name: &str, sha256: &str| writeln!(writer, "{sha256}  {name}").map_err(failed);
    // In order of names, documents where theirs stand: there may be very many of them, whose lines go out one by one.
    let behind = sums.split_off(DOCUMENTS);
    sums.iter().try_for_each(|(name, sha256)| line(name, sha256))?;
    written.documents().try_for_each(|(name, sha256)| line(&name, &sha256.to_string()))?;
    behind.iter().try_for_each(|(name, sha256)| line(name, sha256))?;
    writer.into_inner().map_err(|e| failed(e.into_error()))?.finish()
}

/// The sha256 of every file but the documents that was there before the package, by its name below the folder. `run.json`
/// is not among them, for it holds the time of the run.
fn sums(
    folder: &Folder,
    more: &[String],
    written: &Written,
) -> Result<BTreeMap<String, String>, DatasetError> {
    let tables = written.tables.iter().map(|t| (t.described.path.clone(), t.digest.sha256.clone()));
    let mut sums: BTreeMap<String, String> = tables.collect();
    let there = [control::PAGE, ROSTER].into_iter().filter(|name| folder.root().join(name).is_file());
    for name in there.chain(more.iter().map(String::as_str)) {
        sums.insert(name.to_owned(), digest::of(&folder.root().join(name))?.sha256);
    }
    Ok(sums)
}
