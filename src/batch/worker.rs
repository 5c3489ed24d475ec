//! A worker: given requests on one stream, reads each document and tells on another what came of it, one after the other.
//! It watches how much memory it takes, and ends itself with a code of its own where that is more than it was given.
//! Whoever conducts it sees no more of a document that brings it down than that it ended. Knows nothing of other workers.

use crate::dataset::message::{self, Answer, Done, Request};
use crate::model::record::Record;
use crate::pipeline::recognise::Watching;
use crate::pipeline::{self, Settings};
use crate::source::{Content, Source};
use std::io::{self, BufRead, Read, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The code with which a worker ends that takes more memory than it was given.
pub const EXIT_OUT_OF_MEMORY: i32 = 97;

/// How often it looks at what it takes: a page of text is read in less, and a bomb fills some 50 MiB meanwhile.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Bytes of the longest request line: a name and a path.
const LONGEST_LINE: u64 = 1 << 20;

/// Bytes that are made room for before they are there.
const MOST_AT_ONCE: u64 = 64 << 20;

/// How much memory a worker may take.
#[derive(Clone, Debug)]
pub struct Allowance {
    /// Bytes for everything but the document's own.
    bytes: u64,
    /// Bytes of the document that is being read.
    document: Arc<AtomicU64>,
}

impl Allowance {
    /// So many MiB beside the bytes of the document itself.
    pub fn of(mebibytes: u64) -> Self {
        Self { bytes: mebibytes.saturating_mul(1 << 20), document: Arc::default() }
    }

    /// From now on, ends this process as soon as it takes more. Where the system knows limits, one stands behind it for
    /// what comes too fast to be seen.
    pub fn keep(&self) {
        let backstop = self.bytes.saturating_mul(2).saturating_add(BACKSTOP);
        limit_addresses(backstop);
        let own = self.clone();
        std::thread::spawn(move || {
            while !own.is_exceeded() {
                std::thread::sleep(LOOK_EVERY);
            }
            std::process::exit(EXIT_OUT_OF_MEMORY);
        });
    }

    fn is_exceeded(&self) -> bool {
        resident() > self.bytes.saturating_add(self.document.load(Ordering::Relaxed))
    }

    /// Whether what stays behind a document is so much that the next would not have enough.
    fn is_spent(&self) -> bool {
        resident() > self.bytes / 2
    }
}

/// Addresses that are taken without memory behind them: the allocator's, stacks, the largest file.
const BACKSTOP: u64 = 8 << 30;

/// Bytes of memory that this process takes; 0 where the system does not tell.
fn resident() -> u64 {
    memory_stats::memory_stats().map_or(0, |stats| stats.physical_mem as u64)
}

/// A limit that the system keeps; where it knows none, the worker's own look is all there is.
#[cfg(unix)]
fn limit_addresses(bytes: u64) {
    let lower = rlimit::Resource::AS.get().map_or(bytes, |(_, hard)| hard.min(bytes));
    rlimit::Resource::AS.set(lower, lower).ok();
}

#[cfg(not(unix))]
fn limit_addresses(_bytes: u64) {}

/// Reads documents until no request is left. `attached`: whoever asks holds the stream open until the last answer, so
/// that its end means that nobody waits any more, and this process ends at once.
///
/// # Errors
/// When a stream cannot be read or written.
pub fn serve(
    mut requests: impl BufRead,
    answers: impl Write + Send + 'static,
    settings: &Settings,
    allowance: &Allowance,
    attached: bool,
) -> io::Result<()> {
    let teller = Teller(Arc::new(Mutex::new(answers)));
    teller.tell(&Answer::Ready)?;
    let mut settings = settings.clone();
    settings.recognition.watch = Some(Arc::new(teller.clone()));
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(1);
        let stack = std::thread::Builder::new().stack_size(super::STACK_BYTES);
        let (teller, settings) = (&teller, &settings);
        let work = move || work(&receiver, teller, settings, allowance);
        let working = stack.spawn_scoped(scope, work)?;
        let listened = listen(&mut requests, &sender);
        drop(sender);
        if attached {
            // Possibly in the midst of a document: that is what being attached is for.
            std::process::exit(0);
        }
        working.join().unwrap_or_else(|_| Err(io::Error::other("the worker's thread has ended")))?;
        listened
    })
}

/// A request, and the bytes that came behind it.
type Asked = Result<(Request, Option<Vec<u8>>), String>;

fn listen(requests: &mut impl BufRead, sender: &SyncSender<Asked>) -> io::Result<()> {
    loop {
        let mut line = Vec::new();
        if requests.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let asked = match message::from_line::<Request>(&line) {
            Ok(request) => {
                let bytes = request.length.map(|length| exactly(requests, length)).transpose()?;
                Ok((request, bytes))
            }
            Err(fault) => Err(format!("not understood: {fault}")),
        };
        if sender.send(asked).is_err() {
            return Ok(());
        }
    }
}

fn exactly(requests: &mut impl BufRead, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(length.min(MOST_AT_ONCE)).unwrap_or(0));
    let read = requests.by_ref().take(length).read_to_end(&mut bytes)? as u64;
    if read == length { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

fn work<W: Write>(
    receiver: &Receiver<Asked>,
    teller: &Teller<W>,
    settings: &Settings,
    allowance: &Allowance,
) -> io::Result<()> {
    while let Ok(asked) = receiver.recv() {
        let answer = match asked.and_then(|(request, bytes)| read(request, bytes, settings, allowance)) {
            Ok((name, records)) => Answer::Done(Done::of(name, records, allowance.is_spent())),
            Err(fault) => Answer::Failed(fault),
        };
        teller.tell(&answer)?;
    }
    Ok(())
}

/// The name and the records of the document that was asked for.
fn read(
    request: Request,
    bytes: Option<Vec<u8>>,
    settings: &Settings,
    allowance: &Allowance,
) -> Result<(String, Vec<Record>), String> {
    let path = request.path.map(|path| path.path());
    let name = request.name.or_else(|| Some(path.as_ref()?.display().to_string())).unwrap_or_default();
    let bytes = match (bytes, &path) {
        (Some(bytes), _) => bytes,
        (None, Some(path)) => Source::at(path.clone(), name.clone()).bytes()?,
        (None, None) => return Err("not understood: neither path nor length".to_owned()),
    };
    allowance.document.store(bytes.len() as u64, Ordering::Relaxed);
    let content = match request.sha256 {
        Some(sha256) => Content { bytes, sha256, path },
        None => Content { path, ..Content::new(bytes) },
    };
    let records = pipeline::records(&name, &content, settings);
    Ok((name, records))
}

/// Tells answers, each a line that no other gets into.
struct Teller<W>(Arc<Mutex<W>>);

impl<W> std::fmt::Debug for Teller<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Teller")
    }
}

impl<W> Clone for Teller<W> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<W: Write> Teller<W> {
    fn tell(&self, answer: &Answer) -> io::Result<()> {
        let line = message::line(answer).map_err(io::Error::other)?;
        // A poisoned lock would only mean that another thread died while it wrote: then whoever listens sees that.
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        answers.write_all(&line)?;
        answers.flush()
    }
}

impl<W: Write + Send> Watching for Teller<W> {
    fn wanted(&self, pages: u32) {
        // Who does not listen any more need not be told.
        self.tell(&Answer::ImagesWanted(pages)).ok();
    }

    fn read(&self) {
        self.tell(&Answer::ImageRead).ok();
    }
}
