//! What passes between a run and its workers, one JSON value a line: a document that is to be read, and what came of it
//! or how far it has come. A document whose bytes are not to be found at a path has them behind its line, as many as
//! `length` says; texts that pass through a run as they are stand behind theirs too. Knows nothing of who works or where.

use super::{DatasetError, json};
use crate::model::digest::Hash;
use crate::model::file_state::FileState;
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
    /// Their sha256 where it is known already.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sha256: Option<Hash>,
    /// What the file showed of itself when it was hashed: if it shows anything else now, it is not read.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub state: Option<FileState>,
    /// What is long shall come as it is, behind the line.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub apart: bool,
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

/// What a worker tells. `Rest`: what runs of the same program are told of a file, and nobody else understands.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer<Rest> {
    /// The worker has begun: from now on what happens to it is due to what it reads.
    Ready,
    /// So many images of pages are to be read.
    ImagesWanted(u32),
    /// One of them was, or could not be.
    ImageRead,
    /// The document is read, and only its records are still to be told: the next may be asked for, so that it is there when
    /// they are. Told to whom they are to be apart.
    NextWanted,
    /// The document is done.
    Done(Done),
    /// The same for whom it is to be apart.
    Apart(Apart<Rest>),
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
}

/// A document that is done, its records in texts behind the line.
#[derive(Debug, Serialize, Deserialize)]
pub struct Apart<Rest> {
    /// All but the texts.
    pub rest: Rest,
    /// How many bytes each text has.
    pub lengths: Vec<u64>,
    /// The worker holds so much memory that it had better make way for another.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub spent: bool,
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
    json::parsed(line).map_err(|e| e.to_string())
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
