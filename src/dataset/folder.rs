//! The output folder: made, checked to be ours, written to file by file (a temporary name first, then renamed, so that
//! no half file looks whole), and rid of documents that an earlier run left. Foreign files are never touched. Knows
//! nothing of what the files hold.

use super::{DatasetError, json};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The file by which a folder is known as a dataset of ours.
pub const MARK: &str = "run.json";

/// Words that stand in [`MARK`] from the first moment of a run.
pub const PROGRAM: &str = "minutebook";

/// What the program remembers from run to run; no part of the dataset.
pub const OURS: &str = ".minutebook";

/// Held by the run that writes to the folder.
const LOCK: &str = ".minutebook/lock";

/// Where the documents go.
pub const DOCUMENTS: &str = "documents";

/// What the publisher says of the dataset; the one file in the folder that is not ours and may stand there before us.
pub const ABOUT: &str = "minutebook.toml";

/// An output folder that may be written to.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
    /// The file that is locked for as long as the folder is written to. The system lets go of it when the program ends,
    /// however it ends.
    lock: Option<Arc<std::fs::File>>,
}

impl Folder {
    /// Makes the folder ready: it must be absent, empty or an earlier dataset, unless `force`.
    ///
    /// # Errors
    /// When it holds something else, another run writes to it, or it cannot be made or written.
    pub fn prepare(root: &Path, force: bool) -> Result<Self, DatasetError> {
        let mut folder = Self { root: root.to_path_buf(), lock: None };
        if !force && !folder.is_free()? {
            return Err(DatasetError::Occupied { folder: folder.root });
        }
        // First of all what tells that the folder is ours: a run may die before it has written more.
        for below in [OURS, DOCUMENTS, "data", "report"] {
            let path = folder.root.join(below);
            std::fs::create_dir_all(&path).map_err(|e| failed(&path, e))?;
        }
        folder.lock()?;
        folder.write(MARK, &unfinished())?;
        Ok(folder)
    }

    /// The folder of an earlier run, to be read; no run may write to it meanwhile.
    ///
    /// # Errors
    /// When no run has written to it, or one is at it.
    pub fn open(root: &Path) -> Result<Self, DatasetError> {
        let mut folder = Self { root: root.to_path_buf(), lock: None };
        if !root.join(OURS).is_dir() {
            return Err(DatasetError::Unfinished { folder: folder.root });
        }
        folder.lock()?;
        Ok(folder)
    }

    /// A folder that is there, to be read.
    pub fn at(root: &Path) -> Self {
        Self { root: root.to_path_buf(), lock: None }
    }

    /// Makes a folder below it, if it is not there. `name` has `/` between its parts.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn make(&self, name: &str) -> Result<(), DatasetError> {
        let path = self.root.join(name);
        std::fs::create_dir_all(&path).map_err(|e| failed(&path, e))
    }

    /// Gives a file below the folder another name.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn rename(&self, from: &str, to: &str) -> Result<(), DatasetError> {
        let to = self.root.join(to);
        std::fs::rename(self.root.join(from), &to).map_err(|e| failed(&to, e))
    }

    /// The names of the documents in the folder, in order.
    ///
    /// # Errors
    /// When it cannot be listed.
    pub fn documents(&self) -> Result<Vec<String>, DatasetError> {
        let documents = self.root.join(DOCUMENTS);
        let unlisted = |e: io::Error| DatasetError::Read { path: documents.clone(), reason: e.to_string() };
        let entries = std::fs::read_dir(&documents).map_err(unlisted)?.flatten();
        let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> =
            names.filter(|name| name.ends_with(".json") && is_document_name(name)).collect();
        names.sort();
        Ok(names)
    }

    /// Writes a file below the folder, whole or not at all. `name` has `/` between its parts.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), DatasetError> {
        whole(&self.root.join(name), bytes)
    }

    /// Writes a file anew that this run has written: it bears no name meanwhile, and whoever breaks the run off finds it
    /// missing. To make one more file takes longer than to fill it where a file system looks for room for each.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn rewrite(&self, name: &str, bytes: &[u8]) -> Result<(), DatasetError> {
        let path = self.root.join(name);
        std::fs::rename(&path, part_of(&path)).map_err(|e| failed(&path, e))?;
        let file = std::fs::OpenOptions::new().write(true).open(part_of(&path));
        let mut part = PartFile { file: file.map_err(|e| failed(&path, e))?, path };
        part.fill(bytes)?;
        part.file.set_len(bytes.len() as u64).map_err(|e| failed(&part.path, e))?;
        part.finish()
    }

    /// Makes the files, still empty and nameless, that will be written to when all is read.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn lay_out(&self, names: &[String]) -> Result<(), DatasetError> {
        names.iter().try_for_each(|name| self.begin(name).map(drop))
    }

    /// Begins a file below the folder that is written bit by bit and bears its name only when it is finished.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn begin(&self, name: &str) -> Result<PartFile, DatasetError> {
        part(self.root.join(name))
    }

    /// The bytes of a file below the folder.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn read(&self, name: &str) -> Result<Vec<u8>, DatasetError> {
        let path = self.root.join(name);
        std::fs::read(&path).map_err(|source| DatasetError::Read { path, reason: source.to_string() })
    }

    /// Removes documents of an earlier run that are not among these.
    ///
    /// # Errors
    /// When one cannot be removed.
    pub fn remove_stale(&self, mut documents: Vec<&str>) -> Result<(), DatasetError> {
        documents.sort_unstable();
        let is_current = |name: &str| {
            name.strip_suffix(".json").is_some_and(|document| documents.binary_search(&document).is_ok())
        };
        let folder = self.root.join(DOCUMENTS);
        for entry in std::fs::read_dir(&folder).map_err(|e| failed(&folder, e))?.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if is_document_name(&name) && !is_current(&name) {
                std::fs::remove_file(entry.path()).map_err(|e| failed(&entry.path(), e))?;
            }
        }
        Ok(())
    }

    /// Where it is.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Keeps other runs out. Where the file system knows no locks there is nothing to be done.
    fn lock(&mut self) -> Result<(), DatasetError> {
        let path = self.root.join(LOCK);
        let file = std::fs::OpenOptions::new().create(true).append(true).open(&path);
        let file = file.map_err(|e| failed(&path, e))?;
        match file.try_lock() {
            Err(std::fs::TryLockError::WouldBlock) => Err(DatasetError::Busy { folder: self.root.clone() }),
            Err(std::fs::TryLockError::Error(e)) if e.kind() != io::ErrorKind::Unsupported => {
                Err(failed(&path, e))
            }
            Ok(()) | Err(_) => {
                self.lock = Some(Arc::new(file));
                Ok(())
            }
        }
    }

    /// Ends the writing, and takes away what only concerns us: the folder goes out.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn leave(self) -> Result<(), DatasetError> {
        let ours = self.root.join(OURS);
        drop(self);
        match std::fs::remove_dir_all(&ours) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(failed(&ours, e)),
            _ => Ok(()),
        }
    }

    /// Forgets what earlier runs read: everything is read anew.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn forget(&self) -> Result<(), DatasetError> {
        self.remove(super::journal::JOURNAL)
    }

    /// Removes a file below the folder, if it is there.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn remove(&self, name: &str) -> Result<(), DatasetError> {
        let path = self.root.join(name);
        match std::fs::remove_file(&path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(failed(&path, e)),
            _ => Ok(()),
        }
    }

    fn is_free(&self) -> Result<bool, DatasetError> {
        let entries = match std::fs::read_dir(&self.root) {
            Ok(entries) => entries,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(true),
            Err(e) => return Err(failed(&self.root, e)),
        };
        let mut others = entries.filter(|e| !e.as_ref().is_ok_and(|e| e.file_name() == ABOUT));
        Ok(others.next().is_none() || self.is_ours())
    }

    fn is_ours(&self) -> bool {
        if self.root.join(OURS).is_dir() {
            return true;
        }
        let mark = std::fs::read(self.root.join(MARK)).ok();
        let mark = mark.and_then(|bytes| json::parsed::<serde_json::Value>(&bytes).ok());
        mark.is_some_and(|mark| mark.get("program").and_then(|p| p.as_str()) == Some(PROGRAM))
    }
}

/// Writes a file whole or not at all: under a temporary name first, then renamed.
///
/// # Errors
/// When the system refuses.
pub fn whole(path: &Path, bytes: &[u8]) -> Result<(), DatasetError> {
    let mut part = part(path.to_path_buf())?;
    part.fill(bytes)?;
    part.finish()
}

/// The file that will be there, begun anew.
fn part(path: PathBuf) -> Result<PartFile, DatasetError> {
    let empty = || {
        // One that is empty is left so: a file that is cut off is brought to the disk as soon as it is closed.
        let file =
            std::fs::OpenOptions::new().write(true).create(true).truncate(false).open(part_of(&path))?;
        if file.metadata()?.len() > 0 {
            file.set_len(0)?;
        }
        Ok(file)
    };
    match empty() {
        Ok(file) => Ok(PartFile { file, path }),
        Err(fault) => Err(failed(&path, fault)),
    }
}

/// A file that is being written and does not bear its name yet.
#[derive(Debug)]
pub struct PartFile {
    file: std::fs::File,
    path: PathBuf,
}

impl PartFile {
    /// Where it will be.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds all of these bytes.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn fill(&mut self, bytes: &[u8]) -> Result<(), DatasetError> {
        io::Write::write_all(&mut self.file, bytes).map_err(|e| failed(&self.path, e))
    }

    /// Gives it its name.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn finish(self) -> Result<(), DatasetError> {
        let Self { file, path } = self;
        drop(file);
        std::fs::rename(part_of(&path), &path).map_err(|e| failed(&path, e))
    }

    /// Gives it its name once its bytes are safe on the disk: after a power cut it is whole or not there.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn finish_safely(self) -> Result<(), DatasetError> {
        synced(&self.file).map_err(|e| failed(&self.path, e))?;
        self.finish()
    }
}

/// Brings the bytes of a file to the disk, as far as its file system knows how to.
///
/// # Errors
/// When the system refuses.
pub fn synced(file: &std::fs::File) -> io::Result<()> {
    match file.sync_data() {
        Err(e) if matches!(e.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput) => Ok(()),
        result => result,
    }
}

impl io::Write for PartFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// The name that a file bears until it is whole.
fn part_of(path: &Path) -> PathBuf {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    PathBuf::from(part)
}

/// The file of a document below [`DOCUMENTS`].
pub fn document_name(id: &str) -> String {
    format!("{id}.json")
}

/// The mark of a run that has begun: a run that dies leaves a folder that the next one may use.
fn unfinished() -> Vec<u8> {
    format!("{{\n  \"program\": \"{PROGRAM}\",\n  \"finished\": null\n}}\n").into_bytes()
}

/// `0123456789abcdef.json`, `0123456789abcdef-p012.json`, and their `.part`s: names that only we give.
fn is_document_name(name: &str) -> bool {
    let Some(stem) = name.strip_suffix(".json").or_else(|| name.strip_suffix(".json.part")) else {
        return false;
    };
    let (hash, page) = stem.split_once("-p").unwrap_or((stem, "0"));
    let is_hash = hash.len() == 16 && hash.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'));
    is_hash && !page.is_empty() && page.chars().all(|c| c.is_ascii_digit())
}

fn failed(path: &Path, fault: io::Error) -> DatasetError {
    DatasetError::Write { path: path.to_path_buf(), fault }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_names_are_documents() {
        assert!(is_document_name("0123456789abcdef.json"));
        assert!(is_document_name("0123456789abcdef-p012.json"));
        assert!(!is_document_name("0123456789abcdef.txt"));
        assert!(!is_document_name("minutes.json"));
    }

    #[test]
    fn a_folder_of_other_files_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("letter.txt"), "dear").unwrap();
        assert!(matches!(Folder::prepare(folder.path(), false), Err(DatasetError::Occupied { .. })));
        assert!(!folder.path().join(MARK).exists());
        assert!(Folder::prepare(folder.path(), true).is_ok());
        assert!(folder.path().join("letter.txt").exists());
    }

    #[test]
    fn the_folder_of_an_earlier_run_is_taken_again() {
        let folder = tempfile::tempdir().unwrap();
        Folder::prepare(folder.path(), false).unwrap();
        std::fs::remove_file(folder.path().join(MARK)).unwrap();
        assert!(Folder::prepare(folder.path(), false).is_ok(), "even if that died at once");
    }

    #[test]
    fn what_stood_in_a_file_that_is_written_anew_is_gone() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::prepare(place.path(), false).unwrap();
        let read = || folder.read("data/a.csv").unwrap();
        // A run that died left half a file, longer than the one that is written now.
        std::fs::write(place.path().join("data/a.csv.part"), "id,page\r\nx,1").unwrap();
        folder.write("data/a.csv", b"id").unwrap();
        assert_eq!(read(), b"id");
        folder.rewrite("data/a.csv", b"id,page\r\n").unwrap();
        assert_eq!(read(), b"id,page\r\n");
        folder.rewrite("data/a.csv", b"").unwrap();
        assert_eq!(read(), b"");
        assert!(folder.rewrite("data/b.csv", b"").is_err(), "it has not been written");
        let names: Vec<_> = std::fs::read_dir(place.path().join("data")).unwrap().collect();
        assert_eq!(names.len(), 1, "nothing is left that has no name");
    }

    #[test]
    fn two_runs_do_not_write_to_one_folder() {
        let folder = tempfile::tempdir().unwrap();
        let first = Folder::prepare(folder.path(), false).unwrap();
        assert!(matches!(Folder::prepare(folder.path(), true), Err(DatasetError::Busy { .. })));
        drop(first);
        assert!(Folder::prepare(folder.path(), false).is_ok());
    }
}
