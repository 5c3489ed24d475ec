//! A worker: given requests on one stream, reads each document and tells on another what came of it, one after the other.
//! It watches how much memory it takes, and ends itself with a code of its own where that is more than it was given.
//! Whoever conducts it sees no more of a document that brings it down than that it ended. Knows nothing of other workers.

use super::told::Told;
use crate::dataset::message::{self, Answer, Apart, Done, Request};
use crate::pipeline::recognise::Watching;
use crate::pipeline::{self, Settings};
use crate::source::{Content, file};
use std::io::{self, BufRead, Read, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The code with which a worker ends that takes more memory than it was given.
pub const EXIT_OUT_OF_MEMORY: i32 = 97;

/// Bytes that nothing fills in a millisecond (a bomb has been seen to fill 2.5 MiB): for as long as filling what is left
/// would take at this pace, nobody need look.
const FASTEST: u64 = 4 << 20;

/// Milliseconds from one look to the next at the least, so that looking takes next to nothing: a page is read in less.
const LEAST_WAIT: u64 = 10;

/// And at the most: soon enough to see that the parent is gone.
const LONGEST_WAIT: u64 = 250;

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

    /// From now on, ends this process as soon as it takes more, or as soon as the process of the number `parent` is not its
    /// parent any more, where the system tells that; else it ends when it has an answer that nobody hears. Where the system
    /// knows limits, one stands behind it for memory that is taken too fast to be seen.
    pub fn keep(&self, parent: Option<u32>) {
        let backstop = self.bytes.saturating_mul(2).saturating_add(BACKSTOP);
        limit_addresses(backstop);
        let own = self.clone();
        std::thread::spawn(move || {
            loop {
                let Some(left) = own.left() else { std::process::exit(EXIT_OUT_OF_MEMORY) };
                if parent.is_some_and(|parent| !is_parent(parent)) {
                    // Possibly in the midst of a document, for which nobody waits.
                    std::process::exit(0);
                }
                std::thread::sleep(look_after(left));
            }
        });
    }

    /// Bytes that it may still take; none where it has taken more than it may.
    fn left(&self) -> Option<u64> {
        self.bytes.saturating_add(self.document.load(Ordering::Relaxed)).checked_sub(resident())
    }

    /// Whether what stays behind a document is so much that the next would not have enough.
    fn is_spent(&self) -> bool {
        resident() > (self.bytes / 2).min(MOST_KEPT)
    }
}

/// When to look again where so many bytes are left.
fn look_after(left: u64) -> Duration {
    Duration::from_millis((left / FASTEST).clamp(LEAST_WAIT, LONGEST_WAIT))
}

/// Bytes that a worker holds from one document to the next at the most: many work side by side.
const MOST_KEPT: u64 = 256 << 20;

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

/// Reads documents until no request is left; then the process is to end.
///
/// # Errors
/// When a stream cannot be read or written.
pub fn serve(
    requests: impl BufRead + Send,
    answers: impl Write + Send + 'static,
    mut settings: Settings,
    allowance: &Allowance,
) -> io::Result<()> {
    let teller = Teller(Arc::new(Mutex::new(answers)));
    teller.tell(&Answer::Ready)?;
    settings.recognition.watch = Some(Arc::new(teller.clone()));
    let (teller, bench) = (&teller, Bench { settings: &settings, allowance });
    let served = std::thread::scope(|scope| {
        // Requests are heard and read on one thread: each hand-over between two costs as much as a page.
        let stack = std::thread::Builder::new().stack_size(super::STACK_BYTES);
        let working = stack.spawn_scoped(scope, move || work(requests, teller, &bench))?;
        working.join().unwrap_or_else(|_| Err(io::Error::other("the worker's thread has ended")))
    });
    // The styles are thousands of texts: with the process they go at once.
    std::mem::forget(settings);
    served
}

#[cfg(unix)]
fn is_parent(process: u32) -> bool {
    std::os::unix::process::parent_id() == process
}

#[cfg(not(unix))]
fn is_parent(_process: u32) -> bool {
    true
}

fn work<W: Write>(mut requests: impl BufRead, teller: &Teller<W>, bench: &Bench<'_>) -> io::Result<()> {
    loop {
        let mut line = Vec::new();
        if requests.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let answer = match message::from_line::<Request>(&line) {
            Ok(request) => {
                let bytes = request.length.map(|length| exactly(&mut requests, length)).transpose()?;
                bench.answer(request, bytes, teller)
            }
            Err(fault) => Err(format!("not understood: {fault}")),
        };
        match answer {
            Ok((answer, texts)) => teller.tell_with(&answer, &texts)?,
            Err(fault) => teller.tell(&Answer::Failed(fault))?,
        }
    }
}

/// An answer, and what stands behind its line.
type Answered = (Answer<Told>, Vec<Vec<u8>>);

fn exactly(requests: &mut impl BufRead, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(length.min(MOST_AT_ONCE)).unwrap_or(0));
    let read = requests.by_ref().take(length).read_to_end(&mut bytes)? as u64;
    if read == length { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// Where documents are read, one after the other.
struct Bench<'b> {
    settings: &'b Settings,
    allowance: &'b Allowance,
}

impl Bench<'_> {
    fn answer<W: Write>(
        &self,
        request: Request,
        bytes: Option<Vec<u8>>,
        teller: &Teller<W>,
    ) -> Result<Answered, String> {
        let path = request.path.as_ref().map(message::Location::path);
        let name = request.name.clone();
        let name = name.or_else(|| Some(path.as_ref()?.display().to_string())).unwrap_or_default();
        let apart = request.apart;
        let content = self.content(request, path, bytes)?;
        let documents = pipeline::records(&name, &content, self.settings);
        if !apart {
            return Ok((Answer::Done(Done { name, documents }), Vec::new()));
        }
        if !self.allowance.is_spent() {
            teller.tell(&Answer::NextWanted).map_err(|e| e.to_string())?;
        }
        let mut rest = Told::of(documents).map_err(|e| e.to_string())?;
        let texts = rest.take_texts();
        let lengths = texts.iter().map(|text| text.len() as u64).collect();
        Ok((Answer::Apart(Apart { rest, lengths, spent: self.allowance.is_spent() }), texts))
    }

    /// The content that was asked for: what came with the request, or what stands at the path.
    fn content(
        &self,
        request: Request,
        path: Option<PathBuf>,
        bytes: Option<Vec<u8>>,
    ) -> Result<Content, String> {
        let allow = |bytes: u64| self.allowance.document.store(bytes, Ordering::Relaxed);
        let bytes = match (bytes, &path, &request.state) {
            (Some(bytes), ..) => {
                allow(bytes.len() as u64);
                bytes
            }
            (None, Some(path), state) => {
                allow(path.metadata().map_or(0, |metadata| metadata.len()));
                match state {
                    Some(state) => file::bytes_as(path, state)?,
                    None => file::bytes(path)?,
                }
            }
            (None, None, _) => return Err("not understood: neither path nor length".to_owned()),
        };
        Ok(match request.sha256 {
            Some(sha256) => Content { bytes, sha256, path },
            None => Content { path, ..Content::new(bytes) },
        })
    }
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
    fn tell(&self, answer: &Answer<Told>) -> io::Result<()> {
        self.tell_with(answer, &[])
    }

    fn tell_with(&self, answer: &Answer<Told>, texts: &[Vec<u8>]) -> io::Result<()> {
        // Written at once: each write may wake whoever waits for the answer.
        let mut line = message::line(answer).map_err(io::Error::other)?;
        line.reserve(texts.iter().map(Vec::len).sum());
        texts.iter().for_each(|text| line.extend_from_slice(text));
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
