//! Which PDFs: given paths of files, folders, archives and lists of them, gives [`Source`]s, sorted by name, each once. A
//! file given by name is always taken; in folders and archives only `*.pdf`, `*.tif` and `*.jp2` are, in any case, at any
//! depth. Bytes are read and hashed later, by whoever works on the file. Knows nothing of what is inside a PDF.

pub mod archive;
pub mod file;
pub mod list;

use crate::model::digest::Hash;
use crate::model::limit::Limit;
use archive::Entry;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use walkdir::WalkDir;

/// A file to be read. All of them are in memory at once, and there may be a hundred thousand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Where it is.
    pub path: Arc<Path>,
    /// Its name in the dataset: the path below the input folder, with `/`.
    pub name: Arc<str>,
    /// Where it is no file by itself, or none that can be read.
    odd: Option<Box<Odd>>,
}

/// What is no file by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Odd {
    /// It cannot be read, as walking the folder told: why.
    Faulty(String),
    /// A document within the archive that stands at the path.
    Within(Entry),
}

/// Bytes of the largest file that is read: it is held in memory whole.
pub const MOST_BYTES: u64 = 2 << 30;

/// Every limit on what comes in.
pub const LIMITS: &[Limit] = &[
    Limit::new(MOST_BYTES, "bytes of a file"),
    Limit::count(archive::MOST_ENTRIES, "entries of an archive"),
    Limit::new(archive::MOST_UNPACKED, "bytes that a .tar.gz holds unpacked"),
    Limit::new(MOST_BESIDE, "bytes of a file beside a document that tells its text"),
];

/// The bytes of a source and their hash.
#[derive(Clone, Debug)]
pub struct Content {
    /// The whole file.
    pub bytes: Vec<u8>,
    /// sha256 of the bytes.
    pub sha256: Hash,
    /// Where the file is, if it is one: other files may stand beside it.
    pub path: Option<PathBuf>,
}

impl Content {
    /// Bytes with their hash.
    pub fn new(bytes: Vec<u8>) -> Self {
        let sha256 = Hash::of([bytes.as_slice()]);
        Self { bytes, sha256, path: None }
    }
}

/// A share of all files: each belongs to one, by its content alone, whatever its name and whichever others there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    number: u32,
    of: u32,
}

impl Shard {
    /// All files.
    pub const WHOLE: Self = Self { number: 1, of: 1 };

    /// The share of this number, from 1, of so many; None where there is none.
    pub fn new(number: u32, of: u32) -> Option<Self> {
        (1..=of).contains(&number).then_some(Self { number, of })
    }

    /// Its number, from 1.
    pub fn number(self) -> u32 {
        self.number
    }

    /// How many there are.
    pub fn of(self) -> u32 {
        self.of
    }

    /// Whether the file of this hash is in it.
    pub fn holds(self, sha256: Hash) -> bool {
        sha256.beginning() % u64::from(self.of) == u64::from(self.number) - 1
    }

    /// Whether a file that could not be read is in it: it has no content but its name.
    pub fn holds_name(self, name: &str) -> bool {
        self.of == 1 || self.holds(Hash::of([name.as_bytes()]))
    }
}

/// Why there is nothing to read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// A path that does not exist.
    #[error("{path}: no such file or folder")]
    Missing {
        /// As given.
        path: PathBuf,
    },
    /// Paths without a single PDF.
    #[error("no PDF found in {paths}; give a file, or a folder that holds *.pdf")]
    Nothing {
        /// As given, with commas.
        paths: String,
    },
}

impl Source {
    /// The file at this path, under this name.
    pub fn at(path: impl Into<Arc<Path>>, name: impl Into<Arc<str>>) -> Self {
        Self { path: path.into(), name: name.into(), odd: None }
    }

    /// Reads and hashes the file.
    ///
    /// # Errors
    /// A sentence saying why it cannot be read.
    pub fn content(&self) -> Result<Content, String> {
        let content = self.bytes().map(Content::new)?;
        Ok(Content { path: self.file().map(Path::to_path_buf), ..content })
    }

    /// Reads the file.
    ///
    /// # Errors
    /// A sentence saying why it cannot be read.
    pub fn bytes(&self) -> Result<Vec<u8>, String> {
        match self.odd.as_deref() {
            Some(Odd::Faulty(fault)) => Err(fault.clone()),
            Some(Odd::Within(entry)) => entry.bytes(),
            None => file::bytes(&self.path),
        }
    }

    /// Where it is, if it is a file by itself.
    pub fn file(&self) -> Option<&Path> {
        self.entry().is_none().then_some(&self.path)
    }

    /// Why it cannot be read, where that is known already.
    pub fn fault(&self) -> Option<&str> {
        match self.odd.as_deref() {
            Some(Odd::Faulty(fault)) => Some(fault),
            _ => None,
        }
    }

    /// The document within the archive that stands at the path.
    fn entry(&self) -> Option<&Entry> {
        match self.odd.as_deref() {
            Some(Odd::Within(entry)) => Some(entry),
            _ => None,
        }
    }

    /// How long the file is, in bytes; 0 where that is not told at a glance, as of what an archive holds, and of what cannot
    /// be read.
    pub fn bytes_on_disk(&self) -> u64 {
        let metadata = self.file().filter(|_| self.fault().is_none()).and_then(|path| path.metadata().ok());
        metadata.filter(std::fs::Metadata::is_file).map_or(0, |metadata| metadata.len())
    }

    /// The files beside it that may hold the text of these pages.
    pub fn beside(&self, pages: &[u32]) -> Vec<Beside> {
        self.file().map_or_else(Vec::new, |path| beside(path, pages))
    }

    fn faulty(path: impl Into<Arc<Path>>, name: String, fault: String) -> Self {
        Self { odd: Some(Box::new(Odd::Faulty(fault))), ..Self::at(path, name) }
    }
}

/// Endings of the files that other engines leave beside a document.
const BESIDE: &[&str] = &["hocr", "alto.xml", "page.xml", "hocr.html", "xml"];

/// Largest file that is read beside a document.
const MOST_BESIDE: u64 = 256 << 20;

/// A file beside a document, by its name: `minutes.alto.xml` beside `minutes.pdf`, or `minutes_0003.hocr` for its third
/// page alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// Its name without folders.
    pub name: String,
    /// The page that it tells of, from 1; none: all of them.
    pub page: Option<u32>,
    /// Its text.
    pub text: String,
}

/// The files beside a document that may hold its text: one for all pages, or one for each of these.
pub fn beside(path: &Path, pages: &[u32]) -> Vec<Beside> {
    let whole = BESIDE.iter().filter_map(|ending| read_beside(path, &format!(".{ending}"), None));
    let whole: Vec<Beside> = whole.collect();
    let one_each = pages.iter().flat_map(|page| {
        let spelt = [format!("_{page:04}"), format!("-{page}"), format!("_{page}")];
        let named = spelt.into_iter().flat_map(|number| BESIDE.iter().map(move |e| format!("{number}.{e}")));
        named.filter_map(|tail| read_beside(path, &tail, Some(*page))).collect::<Vec<_>>()
    });
    whole.into_iter().chain(one_each).collect()
}

fn read_beside(path: &Path, tail: &str, page: Option<u32>) -> Option<Beside> {
    let name = format!("{}{tail}", path.file_stem()?.to_string_lossy());
    let beside = path.with_file_name(&name);
    let size = beside.metadata().ok().filter(std::fs::Metadata::is_file)?.len();
    let bytes = (size <= MOST_BESIDE).then(|| std::fs::read(&beside).ok()).flatten()?;
    Some(Beside { name, page, text: String::from_utf8_lossy(&bytes).into_owned() })
}

/// What was asked for.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// As typed: files, folders, archives.
    pub paths: Vec<PathBuf>,
    /// From lists: the same, but one that is missing is a row and no mistake; named by their whole paths.
    pub listed: Vec<PathBuf>,
    /// Where archives that are compressed as a whole are unpacked.
    pub temporary: Option<PathBuf>,
}

/// The PDFs that the paths stand for, sorted by name.
///
/// # Errors
/// When a path does not exist, or none holds a PDF.
pub fn find(paths: &[PathBuf]) -> Result<Vec<Source>, SourceError> {
    Inputs { paths: paths.to_vec(), ..Inputs::default() }.find()
}

impl Inputs {
    /// The documents that they stand for, sorted by name; no two have one name.
    ///
    /// # Errors
    /// When a path that was typed does not exist, or there is no document at all.
    pub fn find(&self) -> Result<Vec<Source>, SourceError> {
        let mut found = Vec::new();
        for path in &self.paths {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
            let name = if path.is_dir() { String::new() } else { name.unwrap_or_else(|| slashed(path)) };
            if path.symlink_metadata().is_err() {
                return Err(SourceError::Missing { path: path.clone() });
            }
            self.gather(path, name, &mut found);
        }
        self.listed.iter().for_each(|path| self.gather(path, slashed(path), &mut found));
        let order = |s: &Source| s.entry().map(Entry::order);
        found.sort_by(|a, b| (&a.path, order(a), &a.name).cmp(&(&b.path, order(b), &b.name)));
        found.dedup_by(|a, b| a.path == b.path && order(a) == order(b) && a.fault() == b.fault());
        part_names(&mut found);
        if found.is_empty() {
            let paths = self.paths.iter().chain(&self.listed).map(|p| p.display().to_string());
            return Err(SourceError::Nothing { paths: paths.collect::<Vec<_>>().join(", ") });
        }
        Ok(found)
    }

    /// What stands at a path, under this name.
    fn gather(&self, path: &Path, name: String, found: &mut Vec<Source>) {
        if path.is_dir() {
            self.walk(path, &name, found);
        } else if path.symlink_metadata().is_err() {
            found.push(Source::faulty(path, name, "no such file or folder".to_owned()));
        } else if archive::is_archive(path) && path.is_file() {
            self.unpack(path, &name, found);
        } else {
            found.push(Source::at(path, name));
        }
    }

    fn walk(&self, folder: &Path, name: &str, found: &mut Vec<Source>) {
        let below = |path: &Path| joined(name, &name_below(folder, path));
        for entry in WalkDir::new(folder).follow_links(true) {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) if is_document(entry.path()) => {
                    found.push(Source::at(entry.path(), below(entry.path())));
                }
                Ok(entry) if archive::is_archive(entry.path()) => {
                    self.unpack(entry.path(), &below(entry.path()), found);
                }
                Ok(_) => {}
                Err(error) => found.extend(unwalkable(&error, below)),
            }
        }
    }

    fn unpack(&self, path: &Path, name: &str, found: &mut Vec<Source>) {
        let opened = archive::open(path, self.temporary.as_deref());
        let path: Arc<Path> = path.into();
        found.extend(opened.entries.into_iter().map(|entry| {
            let name = joined(name, &entry.name);
            Source { odd: Some(Box::new(Odd::Within(entry))), ..Source::at(Arc::clone(&path), name) }
        }));
        let unreadable = opened.unreadable.into_iter().map(|(inner, fault)| (joined(name, &inner), fault));
        let whole = opened.fault.map(|fault| (name.to_owned(), fault));
        found.extend(unreadable.chain(whole).map(|(name, f)| Source::faulty(Arc::clone(&path), name, f)));
    }
}

/// A name below another, or by itself.
fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// A folder that cannot be listed, or a link that leads nowhere or in a circle, is a row of its own.
fn unwalkable(error: &walkdir::Error, name: impl Fn(&Path) -> String) -> Option<Source> {
    let path = error.path()?;
    let reason = match error.loop_ancestor() {
        Some(_) => "the link leads back to a folder above it".to_owned(),
        None => error.io_error().map_or_else(|| error.to_string(), ToString::to_string),
    };
    let fault = format!("the folder or link could not be followed: {reason}");
    Some(Source::faulty(path, name(path), fault))
}

/// What is taken from folders: PDF, and the image formats in which archives keep pages. Pictures of other kinds are too
/// often logos; they are taken where they are named.
fn is_document(path: &Path) -> bool {
    let kinds = ["pdf", "tif", "tiff", "jp2"];
    path.extension().is_some_and(|e| kinds.iter().any(|kind| e.eq_ignore_ascii_case(kind)))
}

fn name_below(folder: &Path, path: &Path) -> String {
    slashed(path.strip_prefix(folder).unwrap_or(path))
}

/// The path with `/` between its parts on every system, without `.`, `..` or a root.
fn slashed(path: &Path) -> String {
    let parts = path.components().filter(|c| matches!(c, Component::Normal(_)));
    parts.map(Component::as_os_str).map(OsStr::to_string_lossy).collect::<Vec<_>>().join("/")
}

/// Two inputs may hold files of one name; these are then named by their paths below the folder common to all. What is
/// still of one name (paths that are not UTF-8, entries of archives) gets a number. Sorts by name.
fn part_names(found: &mut [Source]) {
    let several = names_of_several(found);
    let common = common_folder(found);
    for source in found.iter_mut().filter(|source| several.contains(&source.name)) {
        let inner = source.entry().map_or("", |entry| entry.name.as_str());
        let file = name_below(&common, &source.path);
        source.name = if inner.is_empty() { file.into() } else { joined(&file, inner).into() };
    }
    let all_parted = names_of_several(found).is_empty();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    if all_parted {
        return;
    }
    let mut given: BTreeSet<Arc<str>> = found.iter().map(|source| Arc::clone(&source.name)).collect();
    let mut last = Arc::from("");
    for source in found.iter_mut() {
        if source.name != last {
            last = Arc::clone(&source.name);
            continue;
        }
        let mut names = (2..).map(|number| Arc::from(format!("{last}~{number}")));
        let free = names.find(|name| !given.contains(name)).unwrap_or_default();
        source.name = Arc::clone(&free);
        given.insert(free);
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
}

/// The names that several of them have.
fn names_of_several(found: &[Source]) -> BTreeSet<Arc<str>> {
    let mut names: Vec<&Arc<str>> = found.iter().map(|source| &source.name).collect();
    names.sort_unstable();
    let alike = names.chunk_by(|a, b| a == b).filter(|alike| alike.len() > 1);
    alike.flatten().map(|name| Arc::clone(name)).collect()
}

fn common_folder(found: &[Source]) -> PathBuf {
    let mut folders = found.iter().filter_map(|s| s.path.parent());
    let first = folders.next().unwrap_or(Path::new("")).to_path_buf();
    folders.fold(first, |common, folder| {
        let same = common.components().zip(folder.components()).take_while(|(a, b)| a == b);
        same.map(|(a, _)| a).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, file).unwrap();
        }
        folder
    }

    fn names(sources: &[Source]) -> Vec<&str> {
        sources.iter().map(|s| &*s.name).collect()
    }

    #[test]
    fn folders_give_their_pdfs_sorted_by_name() {
        let folder = folder_with(&["b/2.PDF", "a.pdf", "b/1.pdf", "notes.txt"]);
        assert_eq!(names(&find(&[folder.path().to_path_buf()]).unwrap()), ["a.pdf", "b/1.pdf", "b/2.PDF"]);
    }

    #[test]
    fn a_file_given_by_name_is_taken_whatever_it_is_called() {
        let folder = folder_with(&["minutes.bin"]);
        assert_eq!(names(&find(&[folder.path().join("minutes.bin")]).unwrap()), ["minutes.bin"]);
    }

    #[test]
    fn a_file_given_twice_is_read_once() {
        let folder = folder_with(&["a.pdf"]);
        let paths = [folder.path().to_path_buf(), folder.path().join("a.pdf")];
        assert_eq!(find(&paths).unwrap().len(), 1);
    }

    #[test]
    fn equal_names_of_two_folders_are_parted_by_their_paths() {
        let folder = folder_with(&["x/m.pdf", "y/m.pdf"]);
        let found = find(&[folder.path().join("x"), folder.path().join("y")]).unwrap();
        assert_eq!(names(&found), ["x/m.pdf", "y/m.pdf"]);
    }

    #[test]
    fn a_missing_path_and_an_empty_folder_are_told() {
        let folder = folder_with(&[]);
        assert!(matches!(find(&[folder.path().join("no")]), Err(SourceError::Missing { .. })));
        assert!(matches!(find(&[folder.path().to_path_buf()]), Err(SourceError::Nothing { .. })));
    }
}
