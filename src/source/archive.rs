//! Archives of documents, .zip, .tar and .tar.gz: given one, gives an entry for each document in it, which can be read at any
//! time from any thread. Nothing is ever written under a name from an archive: names only name rows. Knows nothing of what
//! is inside a document.

use super::{MOST_BYTES, is_document};
use flate2::read::MultiGzDecoder;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes that a compressed archive may hold together: more is a bomb, or not for one file.
pub(super) const MOST_UNPACKED: u64 = 64 << 30;

/// Entries of one archive.
pub(super) const MOST_ENTRIES: usize = 1_000_000;

/// What systems add that is no document: shadows of files under the files' names.
const SHADOWS: &str = "__MACOSX";

/// A document in an archive.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its path within, with `/`, without anything that would lead out of it.
    pub name: String,
    archive: Arc<Archive>,
    place: Place,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.archive, &other.archive) && self.place == other.place
    }
}

impl Eq for Entry {}

/// Where a document stands in its archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// By number.
    Number(usize),
    /// By the byte with which it begins, and how many there are.
    Bytes(u64, u64),
}

#[derive(Debug)]
enum Archive {
    Zip(Mutex<Box<zip::ZipArchive<File>>>),
    /// Documents as they are, in a file.
    Plain {
        file: Mutex<File>,
        _until_done: Option<Spool>,
    },
}

/// A file of our own that goes when it is not needed any more.
#[derive(Debug)]
struct Spool(PathBuf);

impl Drop for Spool {
    fn drop(&mut self) {
        // Where the system lets open files be removed it is gone already.
        std::fs::remove_file(&self.0).ok();
    }
}

/// What came of opening an archive: its documents, those that cannot be read each with the reason, and why there are not
/// more, if there ought to be.
#[derive(Debug, Default)]
pub struct Opened {
    /// Its documents, in the order of the archive.
    pub entries: Vec<Entry>,
    /// Documents that cannot be read: name and reason.
    pub unreadable: Vec<(String, String)>,
    /// What ended the reading before the archive's end.
    pub fault: Option<String>,
}

/// Whether the name is that of an archive.
pub fn is_archive(path: &Path) -> bool {
    kind(path).is_some()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Zip,
    Tar,
    TarGz,
}

fn kind(path: &Path) -> Option<Kind> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    let endings = [(".zip", Kind::Zip), (".tar", Kind::Tar), (".tar.gz", Kind::TarGz), (".tgz", Kind::TarGz)];
    endings.into_iter().find(|(ending, _)| name.ends_with(ending)).map(|(_, kind)| kind)
}

/// Opens an archive. What is compressed as a whole is unpacked into a file of the folder for temporary files.
pub fn open(path: &Path, temporary: Option<&Path>) -> Opened {
    let told = |fault: String| Opened { fault: Some(fault), ..Opened::default() };
    let opened = match kind(path) {
        Some(Kind::Zip) => open_zip(path),
        Some(Kind::Tar) => File::open(path).map_err(|e| e.to_string()).and_then(|file| {
            let again = file.try_clone().map_err(|e| e.to_string())?;
            Ok(open_tar(file, |_| Ok(None), Archive::Plain { file: Mutex::new(again), _until_done: None }))
        }),
        Some(Kind::TarGz) => open_tar_gz(path, temporary),
        None => Err("neither .zip nor .tar nor .tar.gz".to_owned()),
    };
    opened.unwrap_or_else(|fault| told(format!("the archive could not be read: {fault}")))
}

fn open_zip(path: &Path) -> Result<Opened, String> {
    let file = File::open(path).map_err(|e| e.to_string())?;
    let mut zip = zip::ZipArchive::new(file).map_err(|e| e.to_string())?;
    if zip.len() > MOST_ENTRIES {
        return Err(format!("it has {} entries, and {MOST_ENTRIES} are read at most", zip.len()));
    }
    let (mut readable, mut unreadable) = (Vec::new(), Vec::new());
    for number in 0..zip.len() {
        match zip.by_index_raw(number) {
            Ok(entry) => {
                let name = inner_name(&entry_name(&entry));
                if entry.is_dir() || !is_wanted(&name) {
                    continue;
                }
                match fault_of(entry.encrypted(), entry.size()) {
                    Some(fault) => unreadable.push((name, fault)),
                    None => readable.push((name, number)),
                }
            }
            Err(fault) => unreadable.push((format!("entry {}", number + 1), unreadable_entry(fault))),
        }
    }
    let archive = Arc::new(Archive::Zip(Mutex::new(Box::new(zip))));
    let entry = |(name, number)| Entry { name, archive: Arc::clone(&archive), place: Place::Number(number) };
    Ok(Opened { entries: readable.into_iter().map(entry).collect(), unreadable, fault: None })
}

/// As the archive tells it, or, where that is no text, as far as it is.
fn entry_name(entry: &zip::read::ZipFile<'_, File>) -> String {
    let name = entry.name().map(std::borrow::Cow::into_owned);
    name.unwrap_or_else(|_| String::from_utf8_lossy(entry.name_raw()).into_owned())
}

fn open_tar_gz(path: &Path, temporary: Option<&Path>) -> Result<Opened, String> {
    let file = File::open(path).map_err(|e| e.to_string())?;
    let folder = temporary.ok_or("there is no folder for temporary files")?;
    let (mut spool, removal) = spool(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let reader = spool.try_clone().map_err(|e| e.to_string())?;
    let mut end = 0;
    let copy = move |entry: &mut dyn Read| {
        let start = end;
        end += io::copy(entry, &mut spool)?;
        spool.flush().map(|()| Some(start))
    };
    let unpacked = MultiGzDecoder::new(io::BufReader::with_capacity(1 << 18, file)).take(MOST_UNPACKED);
    Ok(open_tar(unpacked, copy, Archive::Plain { file: Mutex::new(reader), _until_done: Some(removal) }))
}

/// A new file that has no name any more as soon as the system allows it.
fn spool(folder: &Path) -> io::Result<(File, Spool)> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    loop {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!("minutebook-{}-{number}.unpacked", std::process::id()));
        match OpenOptions::new().read(true).write(true).create_new(true).open(&path) {
            Ok(file) => {
                std::fs::remove_file(&path).ok();
                return Ok((file, Spool(path)));
            }
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(e),
        }
    }
}

/// Goes through a tar; `copy` takes a document's bytes elsewhere and says where they begin there, or leaves them.
fn open_tar(
    tar: impl Read,
    mut copy: impl FnMut(&mut dyn Read) -> io::Result<Option<u64>>,
    archive: Archive,
) -> Opened {
    let (mut readable, mut opened) = (Vec::new(), Opened::default());
    let mut tar = tar::Archive::new(tar);
    let mut walk = || -> io::Result<()> {
        for (entry, count) in tar.entries()?.zip(0..) {
            let mut entry = entry?;
            if count >= MOST_ENTRIES {
                return Err(io::Error::other(format!("it has more than {MOST_ENTRIES} entries")));
            }
            let name = inner_name(&String::from_utf8_lossy(&entry.path_bytes()));
            if !entry.header().entry_type().is_file() || !is_wanted(&name) {
                continue;
            }
            let (size, start) = (entry.size(), entry.raw_file_position());
            if let Some(fault) = fault_of(false, size) {
                opened.unreadable.push((name, fault));
                continue;
            }
            let start = copy(&mut entry)?.unwrap_or(start);
            readable.push((name, Place::Bytes(start, size)));
        }
        Ok(())
    };
    let fault = walk().err();
    opened.fault = fault.map(|fault| format!("the archive could not be read to its end: {fault}"));
    let archive = Arc::new(archive);
    let entry = |(name, place)| Entry { name, archive: Arc::clone(&archive), place };
    opened.entries = readable.into_iter().map(entry).collect();
    opened
}

fn is_wanted(name: &str) -> bool {
    !name.split('/').any(|part| part == SHADOWS) && is_document(Path::new(name))
}

fn fault_of(encrypted: bool, size: u64) -> Option<String> {
    if encrypted {
        return Some("it is encrypted within its archive; unpack it with its password".to_owned());
    }
    (size > MOST_BYTES).then(|| format!("it has {size} bytes, and {MOST_BYTES} are read at most"))
}

/// A path within an archive with `/` between its parts, without a root, `.` or `..`.
fn inner_name(name: &str) -> String {
    let parts = name.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | ".."));
    parts.collect::<Vec<_>>().join("/")
}

fn unreadable_entry(fault: impl std::fmt::Display) -> String {
    format!("the file could not be read from its archive: {fault}")
}

impl Entry {
    /// Its bytes.
    ///
    /// # Errors
    /// A sentence saying why they cannot be read.
    pub fn bytes(&self) -> Result<Vec<u8>, String> {
        let bytes = self.unpacked().map_err(unreadable_entry)?;
        if bytes.len() as u64 > MOST_BYTES {
            return Err(unreadable_entry(format!(
                "it has more bytes than the {MOST_BYTES} that are read at most"
            )));
        }
        Ok(bytes)
    }

    fn unpacked(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        // A poisoned lock would only mean that another worker died while it read: every reading begins with its place.
        match (&*self.archive, self.place) {
            (Archive::Zip(zip), Place::Number(number)) => {
                let mut zip = zip.lock().unwrap_or_else(PoisonError::into_inner);
                let entry = zip.by_index(number).map_err(io::Error::other)?;
                entry.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
            }
            (Archive::Plain { file, .. }, Place::Bytes(start, length)) => {
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                file.seek(SeekFrom::Start(start))?;
                Read::by_ref(&mut *file).take(length).read_to_end(&mut bytes)?;
                if bytes.len() as u64 != length {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
            }
            _ => return Err(io::ErrorKind::InvalidInput.into()),
        }
        Ok(bytes)
    }

    /// What orders it among those of its archive.
    pub(super) fn order(&self) -> impl Ord + use<> {
        self.place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_lead_out() {
        assert_eq!(inner_name("../../etc/./minutes.pdf"), "etc/minutes.pdf");
        assert_eq!(inner_name("C:\\papers\\..\\may.pdf"), "C:/papers/may.pdf");
        assert_eq!(inner_name("/may.pdf"), "may.pdf");
    }

    #[test]
    fn shadows_are_no_documents() {
        assert!(is_wanted("2024/may.PDF") && !is_wanted("__MACOSX/._may.pdf") && !is_wanted("readme.txt"));
    }
}
