//! The journal of a dataset, `.minutebook/journal.jsonl`: one line for each file that was read to the end, with what its
//! documents had by themselves, so that a run that was broken off goes on where it was and a later one reads only what
//! is new. Lines are added at the end; the last one for a file counts, and one that is torn counts for nothing. In memory
//! stands only where each line is. Knows nothing of how files are read.

use super::folder::{Folder, PartFile, synced};
use super::own::Own;
use super::{DatasetError, json};
use crate::model::digest::Hash;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Below the folder.
pub const JOURNAL: &str = ".minutebook/journal.jsonl";

/// Bytes of the longest line that is taken for one of ours: a file of thousands of documents has a tenth.
const LONGEST_LINE: u64 = 64 << 20;

/// A file that was read to the end.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// sha256 of its bytes.
    pub sha256: Hash,
    /// The name under which it was read.
    pub name: String,
    /// What it was read by: program, styles and options that bear on every file.
    pub read_by: String,
    /// What its images were read by, where it has any that bear on what was read.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub images: Option<String>,
    /// On which terms it fell, where it was set aside because it took too much: on others it may be read.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub fell: Option<String>,
    /// Pages of the file.
    pub pages: u32,
    /// Its documents, in order.
    pub documents: Vec<Own>,
}

/// What the index needs of a line.
#[derive(Deserialize)]
struct Key {
    sha256: Hash,
}

/// Where a line stands, in bytes.
#[derive(Clone, Copy, Debug)]
struct Line {
    start: u64,
    length: u32,
}

/// The journal of a folder, as it stood when it was opened.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    lines: HashMap<Hash, Line>,
    file: Mutex<Option<File>>,
}

impl Journal {
    /// The journal of this folder; an absent one is empty. What a run that was broken off left of its last line is cut off.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn open(folder: &Folder) -> Result<Self, DatasetError> {
        let path = folder.root().join(JOURNAL);
        let refused = |e: io::Error| failed(&path, e);
        let file = match OpenOptions::new().read(true).write(true).open(&path) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                return Ok(Self { path, lines: HashMap::new(), file: Mutex::new(None) });
            }
            Err(e) => return Err(refused(e)),
        };
        let (lines, end) = index(&file).map_err(refused)?;
        if file.metadata().map_err(refused)?.len() > end {
            file.set_len(end).map_err(refused)?;
        }
        Ok(Self { lines, file: Mutex::new(Some(file)), path })
    }

    /// How many files it knows.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Whether it knows the file of this hash.
    pub fn knows(&self, sha256: Hash) -> bool {
        self.lines.contains_key(&sha256)
    }

    /// The hashes of all files it knows, sorted.
    pub fn hashes(&self) -> Vec<Hash> {
        let mut hashes: Vec<Hash> = self.lines.keys().copied().collect();
        hashes.sort_unstable();
        hashes
    }

    /// What it says of the file of this hash. A line that cannot be read any more says nothing: the file is read again.
    pub fn find(&self, sha256: Hash) -> Option<Entry> {
        let line = self.lines.get(&sha256)?;
        let mut bytes = vec![0; usize::try_from(line.length).ok()?];
        {
            // A poisoned lock would only mean that another worker died between seeking and reading: we seek anew.
            let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
            let file = file.as_mut()?;
            file.seek(SeekFrom::Start(line.start)).ok()?;
            file.read_exact(&mut bytes).ok()?;
        }
        json::parsed(&bytes).ok().filter(|entry: &Entry| entry.sha256 == sha256)
    }

    /// The same file, to add lines at its end.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn writer(&self) -> Result<Writer, DatasetError> {
        let file = OpenOptions::new().create(true).append(true).open(&self.path);
        Ok(Writer { file: file.map_err(|e| failed(&self.path, e))?, path: self.path.clone() })
    }
}

/// The lines of a journal, and where the last whole one ends.
fn index(file: &File) -> io::Result<(HashMap<Hash, Line>, u64)> {
    let mut reader = BufReader::with_capacity(1 << 20, file);
    let (mut lines, mut start, mut bytes) = (HashMap::new(), 0, Vec::new());
    loop {
        bytes.clear();
        let length = (&mut reader).take(LONGEST_LINE).read_until(b'\n', &mut bytes)? as u64;
        if !bytes.ends_with(b"\n") {
            return Ok((lines, start));
        }
        if let (Ok(key), Ok(length)) = (json::parsed::<Key>(&bytes), u32::try_from(length)) {
            lines.insert(key.sha256, Line { start, length });
        }
        start += length;
    }
}

/// Adds lines to a journal.
#[derive(Debug)]
pub struct Writer {
    file: File,
    path: PathBuf,
}

/// A file read to the end whose documents do not bear their names yet.
#[derive(Debug)]
pub struct Finished {
    /// Its line in the journal.
    pub entry: Entry,
    /// The files of its documents.
    pub documents: Vec<PartFile>,
}

impl Finished {
    /// Gives the documents their names, and gives the line that says so. The journal does not before [`Writer::say`]:
    /// whatever is cut off in between is read again. So is what a power cut tears that the journal already says: to wait
    /// until each document is safe on the disk would cost more than that, and what is torn is no JSON any more.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn keep(self) -> Result<Vec<u8>, DatasetError> {
        self.documents.into_iter().try_for_each(PartFile::finish)?;
        line(&self.entry)
    }
}

impl Writer {
    /// Says these lines, of files that are kept.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn say(&mut self, lines: &[u8]) -> Result<(), DatasetError> {
        self.file.write_all(lines).map_err(|e| failed(&self.path, e))?;
        synced(&self.file).map_err(|e| failed(&self.path, e))
    }
}

/// Replaces the journal by one of these files alone, in this order, each under the name given: what was read twice, and
/// what is there no more, is forgotten.
///
/// # Errors
/// When the system refuses.
pub fn rewrite<'n>(
    folder: &Folder,
    files: impl Iterator<Item = (Hash, &'n str)>,
) -> Result<(), DatasetError> {
    let journal = Journal::open(folder)?;
    let part = folder.begin(JOURNAL)?;
    let path = part.path().to_path_buf();
    let mut writer = io::BufWriter::new(part);
    for (sha256, name) in files {
        if let Some(entry) = journal.find(sha256) {
            let entry = Entry { name: name.to_owned(), ..entry };
            writer.write_all(&line(&entry)?).map_err(|e| failed(&path, e))?;
        }
    }
    drop(journal);
    let part = writer.into_inner().map_err(|e| failed(&path, e.into_error()))?;
    part.finish_safely()
}

fn line(entry: &Entry) -> Result<Vec<u8>, DatasetError> {
    let line = serde_json::to_vec(entry);
    let mut line =
        line.map_err(|e| DatasetError::Serialise { what: JOURNAL.into(), reason: e.to_string() })?;
    line.push(b'\n');
    Ok(line)
}

fn failed(path: &Path, fault: io::Error) -> DatasetError {
    DatasetError::Write { path: path.to_path_buf(), fault }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(of: &str) -> Hash {
        Hash::of([of.as_bytes()])
    }

    fn entry(sha256: &str, name: &str) -> Entry {
        Entry { sha256: hash(sha256), name: name.into(), ..Entry::default() }
    }

    fn add(folder: &Folder, entries: &[Entry]) {
        let mut writer = Journal::open(folder).unwrap().writer().unwrap();
        let lines: Vec<u8> = entries.iter().flat_map(|entry| line(entry).unwrap()).collect();
        writer.say(&lines).unwrap();
    }

    #[test]
    fn the_last_line_of_a_file_counts_and_a_torn_one_does_not() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::prepare(place.path(), false).unwrap();
        add(&folder, &[entry("aa", "1"), entry("bb", "2"), entry("aa", "3")]);
        let path = place.path().join(JOURNAL);
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(&path, [&whole, &whole[..whole.len() / 3 - 2]].concat()).unwrap();
        let journal = Journal::open(&folder).unwrap();
        assert_eq!(journal.find(hash("aa")), Some(entry("aa", "3")));
        assert_eq!(journal.len(), 2);
        assert_eq!(std::fs::read(&path).unwrap(), whole, "what is torn is cut off");
    }

    #[test]
    fn a_rewritten_journal_forgets_what_is_gone() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::prepare(place.path(), false).unwrap();
        add(&folder, &[entry("aa", "1"), entry("bb", "2"), entry("cc", "3")]);
        rewrite(&folder, [(hash("cc"), "x"), (hash("aa"), "1")].into_iter()).unwrap();
        let journal = Journal::open(&folder).unwrap();
        let mut left = [hash("aa"), hash("cc")];
        left.sort_unstable();
        assert_eq!(journal.hashes(), left);
        assert_eq!(journal.find(hash("cc")), Some(entry("cc", "x")));
    }
}
