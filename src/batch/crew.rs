//! A crew of worker processes: given a document, has one of them read it and gives its records, or says how it fell: it
//! took too long, wanted too much memory, or brought its worker down. Such a worker is replaced, and no other notices.
//! Workers are started when they are needed and kept for the next document. Knows nothing of what is in a document.

use super::worker::EXIT_OUT_OF_MEMORY;
use crate::dataset::message::{self, Answer, Location, Request};
use crate::model::diagnostic::Code;
use crate::model::record::Record;
use crate::pipeline::Refusal;
use crate::pipeline::recognise::Watching;
use crate::source::Content;
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long images may be read without one being done, beyond what a document may take: the engine gives up on an image
/// after three minutes, and it may wait for its turn.
const IMAGES: Duration = Duration::from_secs(600);

/// Bytes that are kept of what a worker says on standard error.
const MOST_SAID: u64 = 64 << 10;

/// What a document may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Seconds; with every image of a page that is read they begin anew.
    pub seconds: u64,
    /// MiB beside the bytes of the document.
    pub mebibytes: u64,
}

impl Terms {
    /// As a mark: what fell by these would fall again.
    pub fn mark(self) -> String {
        format!("{} s, {} MiB", self.seconds, self.mebibytes)
    }
}

/// How a document fell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fall {
    /// It was not done in time.
    TimedOut,
    /// It wanted more memory than it may take.
    OutOfMemory,
    /// The worker ended: how.
    Died(String),
}

impl Fall {
    /// Why the document is set aside that fell twice.
    pub fn refusal(self, terms: Terms) -> Refusal {
        let Terms { seconds, mebibytes } = terms;
        let (code, message) = match self {
            Self::TimedOut => (
                Code::TimedOut,
                format!("it was not read within {seconds} seconds; give it more with --timeout"),
            ),
            Self::OutOfMemory => (
                Code::OutOfMemory,
                format!("reading it takes more than {mebibytes} MiB of memory; give it more with --memory"),
            ),
            Self::Died(how) => {
                (Code::WorkerDied, format!("reading it brought its worker down twice ({how})"))
            }
        };
        Refusal { code, message, pages: 0 }
    }
}

/// How a worker is started.
#[derive(Clone, Debug)]
pub struct Call {
    /// The program.
    pub program: PathBuf,
    /// What it is given.
    pub arguments: Vec<OsString>,
    /// How many images it may read at once.
    pub jobs: usize,
}

impl Call {
    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).arg("--jobs").arg(self.jobs.to_string());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // A worker soon needs again what a document left: to hand memory back and fetch it anew at once costs a twentieth.
        command.env("MIMALLOC_PURGE_DELAY", "1000");
        command
    }
}

/// Workers, and what they are hired on.
#[derive(Debug)]
pub struct Crew {
    call: Call,
    terms: Terms,
    watch: Option<Arc<dyn Watching>>,
    idle: Mutex<Vec<Worker>>,
}

impl Crew {
    /// A crew whose first worker is on its way.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn hire(call: Call, terms: Terms, watch: Option<Arc<dyn Watching>>) -> io::Result<Self> {
        let first = Worker::start(&call)?;
        Ok(Self { call, terms, watch, idle: Mutex::new(vec![first]) })
    }

    /// What a document may take.
    pub fn terms(&self) -> Terms {
        self.terms
    }

    /// The records of a file, read by an idle worker or a new one.
    ///
    /// # Errors
    /// When no worker can be started; how the document fell stands within.
    pub fn records(&self, name: &str, content: &Content) -> io::Result<Result<Vec<Record>, Fall>> {
        let idle = self.idle().pop();
        let worker = idle.map_or_else(|| Worker::start(&self.call), Ok)?;
        self.have_read(worker, name, content)
    }

    /// The same while nothing else is read, by a worker that has read nothing before and takes images one by one.
    ///
    /// # Errors
    /// As [`Crew::records`].
    pub fn records_alone(&self, name: &str, content: &Content) -> io::Result<Result<Vec<Record>, Fall>> {
        self.idle().clear();
        let worker = Worker::start(&Call { jobs: 1, ..self.call.clone() })?;
        let records = self.have_read(worker, name, content);
        self.idle().clear();
        records
    }

    fn have_read(
        &self,
        mut worker: Worker,
        name: &str,
        content: &Content,
    ) -> io::Result<Result<Vec<Record>, Fall>> {
        match worker.read(name, content, self.terms, self.watch.as_deref()) {
            Ok((records, spent)) => {
                if !spent {
                    self.idle().push(worker);
                }
                Ok(Ok(records))
            }
            Err(silence) if worker.ready => Ok(Err(worker.fall(silence).0)),
            // It has not come so far as to read anything.
            Err(silence) => Err(io::Error::other(worker.fall(silence).1)),
        }
    }

    /// A poisoned lock would only mean that another thread died while it took a worker: the list is sound.
    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Worker>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A worker process.
#[derive(Debug)]
struct Worker {
    child: Child,
    requests: Option<ChildStdin>,
    answers: Receiver<Vec<u8>>,
    ready: bool,
    said: Option<JoinHandle<String>>,
}

/// Why no answer came.
enum Silence {
    TooLong,
    Ended,
}

impl Worker {
    fn start(call: &Call) -> io::Result<Self> {
        let mut child = call.command().spawn()?;
        let (sender, answers) = channel();
        if let Some(stdout) = child.stdout.take() {
            std::thread::spawn(move || {
                let mut lines = BufReader::with_capacity(1 << 16, stdout);
                let mut line = Vec::new();
                while lines.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
                    if sender.send(std::mem::take(&mut line)).is_err() {
                        break;
                    }
                }
            });
        }
        let stderr = child.stderr.take();
        let said = stderr.map(|stderr| std::thread::spawn(move || beginning(stderr)));
        Ok(Self { requests: child.stdin.take(), child, answers, ready: false, said })
    }

    /// The records, and whether the worker had better make way for another.
    fn read(
        &mut self,
        name: &str,
        content: &Content,
        terms: Terms,
        watch: Option<&dyn Watching>,
    ) -> Result<(Vec<Record>, bool), Silence> {
        if self.ask(name, content).is_none() {
            self.ready |= self.answers.try_iter().any(|line| is_ready(&line));
            return Err(Silence::Ended);
        }
        let (mut since, mut images) = (Instant::now(), 0_u32);
        loop {
            let most = Duration::from_secs(terms.seconds) + if images > 0 { IMAGES } else { Duration::ZERO };
            let line = match self.answers.recv_timeout(most.saturating_sub(since.elapsed())) {
                Ok(line) => line,
                Err(RecvTimeoutError::Timeout) => return Err(Silence::TooLong),
                Err(RecvTimeoutError::Disconnected) => return Err(Silence::Ended),
            };
            match message::from_line::<Answer>(&line) {
                Ok(Answer::Ready) => self.ready = true,
                Ok(Answer::ImagesWanted(pages)) => {
                    images = images.saturating_add(pages);
                    watch.into_iter().for_each(|watch| watch.wanted(pages));
                }
                Ok(Answer::ImageRead) => {
                    images = images.saturating_sub(1);
                    watch.into_iter().for_each(Watching::read);
                }
                Ok(Answer::Done(done)) => {
                    let spent = done.spent;
                    return done.records().map(|records| (records, spent)).ok_or(Silence::Ended);
                }
                // Half a line, or what is no answer: the worker is not itself any more.
                Ok(Answer::Failed(_)) | Err(_) => return Err(Silence::Ended),
            }
            since = Instant::now();
        }
    }

    fn ask(&mut self, name: &str, content: &Content) -> Option<()> {
        let request = Request {
            name: Some(name.to_owned()),
            path: content.path.as_deref().map(Location::of),
            length: Some(content.bytes.len() as u64),
            sha256: Some(content.sha256.clone()),
        };
        let line = message::line(&request).ok()?;
        let requests = self.requests.as_mut()?;
        requests.write_all(&line).and_then(|()| requests.write_all(&content.bytes)).ok()?;
        requests.flush().ok()
    }

    /// How it came that it gave no answer, and what it said; it has ended then.
    fn fall(mut self, silence: Silence) -> (Fall, String) {
        self.requests = None;
        if matches!(silence, Silence::TooLong) {
            // It may have ended in this very moment, which is as well.
            self.child.kill().ok();
            self.child.wait().ok();
            return (Fall::TimedOut, "it did not begin in time".to_owned());
        }
        let status = self.child.wait();
        let said = self.said.take().and_then(|said| said.join().ok()).unwrap_or_default();
        let fall = match status {
            Ok(status) if status.code() == Some(EXIT_OUT_OF_MEMORY) || said.contains(NO_MEMORY) => {
                Fall::OutOfMemory
            }
            Ok(status) => Fall::Died(ending(status, &said)),
            Err(_) => Fall::Died("it could not be waited for".to_owned()),
        };
        let said = match &fall {
            Fall::OutOfMemory => "--memory is too little for it to begin".to_owned(),
            _ => said.lines().next().map_or_else(|| format!("{fall:?}"), str::to_owned),
        };
        (fall, said)
    }
}

fn is_ready(line: &[u8]) -> bool {
    matches!(message::from_line::<Answer>(line), Ok(Answer::Ready))
}

impl Drop for Worker {
    fn drop(&mut self) {
        // One that nobody asks any more ends by itself once its requests end; it is waited for, so that none is left over.
        self.requests = None;
        self.child.wait().ok();
    }
}

/// What the program says when memory is not to be had, before it aborts.
const NO_MEMORY: &str = "memory allocation of";

/// What it says when its stack is at its end.
const NO_STACK: &str = "has overflowed its stack";

/// The signal or code by which a process ended.
fn ending(status: ExitStatus, said: &str) -> String {
    let how = match (signal(status), status.code()) {
        (Some(signal), _) => format!("signal {signal}{}", name_of(signal)),
        (None, Some(code)) => format!("exit code {code}"),
        (None, None) => "for no reason told".to_owned(),
    };
    if said.contains(NO_STACK) { format!("stack overflow, {how}") } else { how }
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_status: ExitStatus) -> Option<i32> {
    None
}

/// The names of those that come up, whose numbers are the same on every Unix.
fn name_of(signal: i32) -> &'static str {
    match signal {
        6 => " (SIGABRT)",
        9 => " (SIGKILL)",
        11 => " (SIGSEGV)",
        15 => " (SIGTERM)",
        _ => "",
    }
}

/// The first that is said on a stream, which is read to its end so that nobody waits to say more.
fn beginning(mut stream: impl Read) -> String {
    let mut said = Vec::new();
    stream.by_ref().take(MOST_SAID).read_to_end(&mut said).ok();
    io::copy(&mut stream, &mut io::sink()).ok();
    String::from_utf8_lossy(&said).into_owned()
}
