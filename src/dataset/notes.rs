//! Notes that wait on the disk while documents are read: given a value as JSON, writes it to a file of its own and gives a
//! slip by which it can be had again. What is known of a hundred thousand documents has no room in memory. The file
//! goes with the run. Knows nothing of what is noted.

use super::folder::Folder;
use super::{DatasetError, json};
use serde::de::DeserializeOwned;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Below the folder.
const NOTES: &str = ".minutebook/notes";

/// A file of notes.
#[derive(Debug)]
pub struct Notes {
    path: PathBuf,
    /// The file, and where it ends.
    file: Mutex<(File, u64)>,
}

/// Where a note stands, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slip {
    start: u64,
    length: u32,
}

impl Notes {
    /// An empty file of notes in this folder.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn begin(folder: &Folder) -> Result<Self, DatasetError> {
        let path = folder.root().join(NOTES);
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(true).open(&path);
        let file = file.map_err(|fault| DatasetError::Write { path: path.clone(), fault })?;
        Ok(Self { path, file: Mutex::new((file, 0)) })
    }

    /// Notes a value, given as JSON.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn add(&self, bytes: &[u8]) -> Result<Slip, DatasetError> {
        let length =
            u32::try_from(bytes.len()).map_err(|_| self.failed(io::ErrorKind::FileTooLarge.into()))?;
        let mut file = self.file();
        let (file, end) = &mut *file;
        let start = *end;
        let written = file.seek(SeekFrom::Start(start)).and_then(|_| file.write_all(bytes));
        written.map_err(|e| self.failed(e))?;
        *end += u64::from(length);
        Ok(Slip { start, length })
    }

    /// The value that was noted.
    ///
    /// # Errors
    /// When it is not there any more.
    pub fn find<T: DeserializeOwned>(&self, slip: Slip) -> Result<T, DatasetError> {
        let gone = |reason: String| DatasetError::Read { path: self.path.clone(), reason };
        let mut bytes = vec![0; usize::try_from(slip.length).unwrap_or_default()];
        {
            let mut file = self.file();
            let read = file.0.seek(SeekFrom::Start(slip.start)).and_then(|_| file.0.read_exact(&mut bytes));
            read.map_err(|e| gone(e.to_string()))?;
        }
        json::parsed(&bytes).map_err(|e| gone(e.to_string()))
    }

    /// A poisoned lock would only mean that another thread died between seeking and reading: we seek anew.
    fn file(&self) -> MutexGuard<'_, (File, u64)> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn failed(&self, fault: io::Error) -> DatasetError {
        DatasetError::Write { path: self.path.clone(), fault }
    }
}

impl Drop for Notes {
    fn drop(&mut self) {
        // What stays is written over by the next run.
        std::fs::remove_file(&self.path).ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_noted_is_found_and_goes_with_the_notes() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::prepare(place.path(), false).unwrap();
        let notes = Notes::begin(&folder).unwrap();
        let slips = ["a", "", "bc"]
            .map(|text| notes.add(&crate::dataset::json::compact("test", &text).unwrap()).unwrap());
        assert_eq!(slips.map(|slip| notes.find::<String>(slip).unwrap()), ["a", "", "bc"]);
        drop(notes);
        assert!(!place.path().join(NOTES).exists());
    }
}
