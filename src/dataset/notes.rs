//! Notes that wait on the disk while documents are read: given values as JSON, writes them to a file of its own and gives
//! slips by which they can be had again. What is known of a hundred thousand documents has no room in memory. The file
//! goes with the run. Knows nothing of what is noted.

use super::folder::Folder;
use super::{DatasetError, json};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
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

/// Values of a bundle.
pub const VALUES: usize = 3;

/// Values as JSON that are noted together, one after the other; an empty one is none.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Bundle {
    /// The values; they pass beside the rest.
    #[serde(skip)]
    pub text: Vec<u8>,
    lengths: [u32; VALUES],
}

/// Where the notes of a bundle stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slips {
    start: u64,
    lengths: [u32; VALUES],
}

impl Bundle {
    /// Of these values.
    pub fn of(values: [Vec<u8>; VALUES]) -> Self {
        // What is longer cannot be noted: the sum tells.
        let lengths = values.each_ref().map(|value| u32::try_from(value.len()).unwrap_or(u32::MAX));
        Self { text: values.concat(), lengths }
    }
}

impl Slips {
    /// The slip of one of the values; None where there is none.
    pub fn get(&self, at: usize) -> Option<Slip> {
        let length = self.lengths.get(at).copied().filter(|length| *length > 0)?;
        let before = self.lengths.iter().take(at).map(|length| u64::from(*length)).sum::<u64>();
        Some(Slip { start: self.start + before, length })
    }
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

    /// Notes the values of a bundle.
    ///
    /// # Errors
    /// When the system refuses, or the bundle lacks some of its text.
    pub fn add_bundle(&self, bundle: &Bundle) -> Result<Slips, DatasetError> {
        let slip = self.add(&bundle.text)?;
        let length: u64 = bundle.lengths.iter().map(|length| u64::from(*length)).sum();
        if length != u64::from(slip.length) {
            return Err(self.failed(io::ErrorKind::InvalidData.into()));
        }
        Ok(Slips { start: slip.start, lengths: bundle.lengths })
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
        let bundle = Bundle::of([b"1".to_vec(), Vec::new(), b"23".to_vec()]);
        let passed: Bundle = json::parsed(&json::compact("test", &bundle).unwrap()).unwrap();
        let slips = notes.add_bundle(&Bundle { text: bundle.text.clone(), ..passed.clone() }).unwrap();
        let values = [0, 1, 2, 3].map(|at| slips.get(at).map(|slip| notes.find::<u32>(slip).unwrap()));
        assert_eq!(values, [Some(1), None, Some(23), None]);
        assert!(notes.add_bundle(&passed).is_err(), "its text got lost");
        drop(notes);
        assert!(!place.path().join(NOTES).exists());
    }
}
