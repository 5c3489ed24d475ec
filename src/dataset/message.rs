//! What passes between a run and its workers, one JSON value a line: a document that is to be read, and what came of it
//! or how far it has come. A document whose bytes are not to be found at a path has them behind its line, as many as
//! `length` says. Knows nothing of who works or where.

use super::DatasetError;
use super::own::Own;
use crate::model::record::Record;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// A document to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Its name in the dataset; without one, its path.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
    /// Where it is, if it is a file: it is read there, unless its bytes follow, and others may stand beside it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub path: Option<Location>,
    /// How many bytes follow the line; none: they are those of the path.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub length: Option<u64>,
    /// Their sha256, in hex, where it is known already.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sha256: Option<String>,
}

/// A path: text, or the bytes of one that is none (on Unix alone).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Location {
    /// It is text.
    Text(String),
    /// It is not.
    Bytes(Vec<u8>),
}

/// What a worker tells.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The worker has begun: from now on what happens to it is due to what it reads.
    Ready,
    /// So many images of pages are to be read.
    ImagesWanted(u32),
    /// One of them was, or could not be.
    ImageRead,
    /// The document is done.
    Done(Done),
    /// The file could not be read, or the request not be understood.
    Failed(String),
}

/// A document that is done.
#[derive(Debug, Serialize, Deserialize)]
pub struct Done {
    /// Its name in the dataset.
    pub name: String,
    /// What was read: one record, or several where the file holds several documents.
    pub documents: Vec<Record>,
    /// What they have by themselves and do not show.
    pub own: Vec<Own>,
    /// The worker holds so much memory that it had better make way for another.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub spent: bool,
}

impl Done {
    /// Of these records.
    pub fn of(name: String, documents: Vec<Record>, spent: bool) -> Self {
        Self { name, own: documents.iter().map(Own::of).collect(), documents, spent }
    }

    /// The records as they were before they were told. None where they are not what they have by themselves.
    pub fn records(self) -> Option<Vec<Record>> {
        let whole = self.own.len() == self.documents.len() && !self.documents.is_empty();
        let mut own = self.own.into_iter();
        let restored = self.documents.into_iter().map(|record| own.next()?.restored(record));
        restored.collect::<Option<Vec<_>>>().filter(|_| whole)
    }
}

/// A value as one line, its newline included.
///
/// # Errors
/// When it cannot be JSON.
pub fn line(value: &impl Serialize) -> Result<Vec<u8>, DatasetError> {
    let failed =
        |e: serde_json::Error| DatasetError::Serialise { what: "a message".into(), reason: e.to_string() };
    let mut line = serde_json::to_vec(value).map_err(failed)?;
    line.push(b'\n');
    Ok(line)
}

/// The value of a line.
///
/// # Errors
/// A sentence saying what is wrong with it.
pub fn from_line<T: DeserializeOwned>(line: &[u8]) -> Result<T, String> {
    serde_json::from_slice(line).map_err(|e| e.to_string())
}

impl Location {
    /// Of this path.
    pub fn of(path: &Path) -> Self {
        match path.to_str() {
            Some(text) => Self::Text(text.to_owned()),
            None => Self::Bytes(path.as_os_str().as_encoded_bytes().to_vec()),
        }
    }

    /// The path.
    pub fn path(&self) -> PathBuf {
        match self {
            Self::Text(text) => text.into(),
            Self::Bytes(bytes) => path_of(bytes),
        }
    }
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    std::ffi::OsStr::from_bytes(bytes).into()
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    String::from_utf8_lossy(bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_understood() {
        let request = Request { name: Some("a\nb.pdf".into()), length: Some(3), ..Request::default() };
        let line = line(&request).unwrap();
        assert_eq!(line, b"{\"name\":\"a\\nb.pdf\",\"length\":3}\n");
        assert_eq!(from_line::<Request>(&line).unwrap(), request);
        assert!(from_line::<Request>(b"{\"pth\": \"a.pdf\"}").unwrap_err().contains("pth"));
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_no_text_comes_through() {
        use std::os::unix::ffi::OsStrExt;
        let path = Path::new(std::ffi::OsStr::from_bytes(b"\xff.pdf"));
        let line = line(&Location::of(path)).unwrap();
        assert_eq!(from_line::<Location>(&line).unwrap().path(), path);
    }
}
