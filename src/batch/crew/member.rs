//! One worker of a crew: a process of this program that is asked on its standard input and answers on its standard output.
//! Given a request, gives the answer that ends the matter, or says why there is none. A watch ends those that take too
//! long. Knows nothing of who is asked next.

use super::super::told::Told;
use super::super::worker::EXIT_OUT_OF_MEMORY;
use super::{Call, Fall, Terms};
use crate::dataset::message::{self, Answer, Request};
use crate::pipeline::recognise::Watching;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, ExitStatus};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long images may be read without one being done, beyond what a document may take: the engine gives up on an image
/// after three minutes, and it may wait for its turn.
const IMAGES: Duration = Duration::from_secs(600);

/// Bytes that are kept of what a worker says on standard error.
const MOST_SAID: u64 = 64 << 10;

/// Bytes that are made room for before they are there.
const MOST_AT_ONCE: usize = 64 << 20;

/// Bytes that a worker may tell before somebody listens: what is told of most files. Linux gives a user 64 MiB for all pipes.
#[cfg(any(target_os = "linux", target_os = "android"))]
const PIPE_BYTES: usize = 1 << 18;

/// How often workers are looked at that take long: limits are whole seconds.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// How long a worker may take to end that nobody asks any more: it may be loading its styles.
const LONGEST_END: Duration = Duration::from_secs(10);

/// A worker process. Several may hold one: it is asked for the next file while it still tells of the last.
#[derive(Clone, Debug)]
pub(super) struct Member(Arc<Post>);

/// What stands between a worker and those who ask it.
#[derive(Debug)]
struct Post {
    life: Arc<Life>,
    requests: Mutex<Option<ChildStdin>>,
    /// Whoever asked holds this until all is told.
    answers: Mutex<Answers>,
    ready: AtomicBool,
    said: Mutex<Option<JoinHandle<String>>>,
}

/// What a worker tells, from request to request.
#[derive(Debug)]
struct Answers {
    stream: Option<BufReader<ChildStdout>>,
    /// It fell, or was ended: nothing more comes.
    over: bool,
}

/// What the watch knows of a worker. The thread that asks it waits on its answers and can wait for no clock.
#[derive(Debug)]
struct Life {
    child: Mutex<Child>,
    /// When it is to be ended.
    until: Mutex<Option<Instant>>,
    late: AtomicBool,
}

/// A poisoned lock would only mean that another thread died while it held it: what is in it is sound.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Life {
    fn child(&self) -> MutexGuard<'_, Child> {
        held(&self.child)
    }

    fn end_if_late(&self, now: Instant) {
        let until = held(&self.until);
        if until.is_some_and(|until| until < now) && !self.late.swap(true, Ordering::Relaxed) {
            // It may have ended in this very moment, which is as well.
            self.child().kill().ok();
        }
    }
}

/// Ends workers that take too long, until it is dropped.
#[derive(Debug)]
pub(super) struct Watch {
    lives: Arc<Mutex<Vec<Weak<Life>>>>,
    _until_dropped: Sender<()>,
}

impl Watch {
    /// A watch over nobody yet.
    pub(super) fn begin() -> Self {
        let lives: Arc<Mutex<Vec<Weak<Life>>>> = Arc::default();
        let (_until_dropped, dropped) = channel();
        let watched = Arc::clone(&lives);
        std::thread::spawn(move || {
            while dropped.recv_timeout(LOOK_EVERY) == Err(RecvTimeoutError::Timeout) {
                let now = Instant::now();
                held(&watched).retain(|life| life.upgrade().inspect(|life| life.end_if_late(now)).is_some());
            }
        });
        Self { lives, _until_dropped }
    }
}

/// Why no answer came.
pub(super) enum Silence {
    /// It was ended, for it took too long.
    TooLong,
    /// It has ended.
    Ended,
    /// It had ended, over what it was asked before.
    EndedBefore,
}

impl Member {
    /// A worker that is on its way.
    pub(super) fn start(call: &Call, watch: &Watch) -> io::Result<Self> {
        let mut child = call.command().spawn()?;
        let stream = child.stdout.take().inspect(widen);
        let stream = stream.map(|stdout| BufReader::with_capacity(1 << 16, stdout));
        let said = child.stderr.take().map(|stderr| std::thread::spawn(move || beginning(stderr)));
        let requests = Mutex::new(child.stdin.take());
        let life = Arc::new(Life {
            child: Mutex::new(child),
            until: Mutex::default(),
            late: AtomicBool::new(false),
        });
        held(&watch.lives).push(Arc::downgrade(&life));
        let answers = Mutex::new(Answers { stream, over: false });
        let (ready, said) = (AtomicBool::new(false), Mutex::new(said));
        Ok(Self(Arc::new(Post { life, requests, answers, ready, said })))
    }

    /// Whether it is this one.
    pub(super) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Whether it has begun, so that what happens to it is due to what it reads.
    pub(super) fn is_ready(&self) -> bool {
        self.0.ready.load(Ordering::Relaxed)
    }

    /// Whether it was ended for it took too long.
    pub(super) fn is_late(&self) -> bool {
        self.0.life.late.load(Ordering::Relaxed)
    }

    /// Asks, and gives the answer that ends the matter, with the texts behind it. Where another waits for an answer, its
    /// turn comes first, and a file is sent ahead. `next`: done as soon as the worker may be asked for another file.
    pub(super) fn ask(
        &self,
        request: &Request,
        bytes: &[u8],
        terms: Terms,
        progress: Option<&dyn Watching>,
        next: &mut dyn FnMut(),
    ) -> Result<(Answer<Told>, Vec<Vec<u8>>), Silence> {
        // What is long would wait in the pipe, where no clock runs for it.
        let mut sent = bytes.is_empty() && self.send(request, bytes).is_some();
        let mut answers = held(&self.0.answers);
        if answers.over {
            return Err(Silence::EndedBefore);
        }
        let mut images = 0_u32;
        let told = loop {
            let most = Duration::from_secs(terms.seconds) + if images > 0 { IMAGES } else { Duration::ZERO };
            *held(&self.0.life.until) = Instant::now().checked_add(most);
            sent = sent || self.send(request, bytes).is_some();
            let answer = answers.next();
            *held(&self.0.life.until) = None;
            match answer {
                Some((Answer::Ready, _)) => self.0.ready.store(true, Ordering::Relaxed),
                Some((Answer::ImagesWanted(pages), _)) => {
                    images = images.saturating_add(pages);
                    progress.into_iter().for_each(|progress| progress.wanted(pages));
                }
                Some((Answer::ImageRead, _)) => {
                    images = images.saturating_sub(1);
                    progress.into_iter().for_each(Watching::read);
                }
                Some((Answer::NextWanted, _)) => next(),
                Some(answered) if sent => break Ok(answered),
                _ if self.is_late() => break Err(Silence::TooLong),
                _ => break Err(Silence::Ended),
            }
        };
        answers.over = told.is_err() || self.is_late();
        told
    }

    fn send(&self, request: &Request, bytes: &[u8]) -> Option<()> {
        let line = message::line(request).ok()?;
        let mut requests = held(&self.0.requests);
        let requests = requests.as_mut()?;
        requests.write_all(&line).and_then(|()| requests.write_all(bytes)).ok()?;
        requests.flush().ok()
    }

    /// Tells it that there is nothing more to read: it ends by itself.
    pub(super) fn dismiss(&self) {
        self.0.dismiss();
    }

    /// How it came that it gave no answer, and what it said; it has ended then.
    pub(super) fn fall(&self, silence: &Silence) -> (Fall, String) {
        let status = self.0.end();
        if matches!(silence, Silence::TooLong) {
            return (Fall::TimedOut, "it did not begin in time".to_owned());
        }
        let said = held(&self.0.said).take().and_then(|said| said.join().ok()).unwrap_or_default();
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

impl Answers {
    /// The next answer, with the texts behind it. None where the worker has ended, or told half of one, or what is no
    /// answer: then it is not itself any more.
    fn next(&mut self) -> Option<(Answer<Told>, Vec<Vec<u8>>)> {
        let stream = self.stream.as_mut()?;
        let mut line = Vec::new();
        stream.read_until(b'\n', &mut line).ok()?;
        let answer = message::from_line(&line).ok()?;
        let mut text = |length: &u64| {
            let mut text = Vec::with_capacity(usize::try_from(*length).ok()?.min(MOST_AT_ONCE));
            let read = stream.by_ref().take(*length).read_to_end(&mut text).ok()?;
            (read as u64 == *length).then_some(text)
        };
        let texts = match &answer {
            Answer::Apart(apart) => apart.lengths.iter().map(&mut text).collect::<Option<_>>()?,
            _ => Vec::new(),
        };
        Some((answer, texts))
    }
}

/// Makes room in the pipe for what is told of most files, so that neither side waits for the other, and is woken,
/// again and again. Where there is none, it is told piece by piece.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn widen(pipe: &ChildStdout) {
    rustix::pipe::fcntl_setpipe_size(pipe, PIPE_BYTES).ok();
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn widen(_pipe: &ChildStdout) {}

impl Post {
    fn dismiss(&self) {
        *held(&self.requests) = None;
    }

    /// Its end, which comes by itself once its requests end; where it does not come soon, it is brought about.
    fn end(&self) -> io::Result<ExitStatus> {
        self.dismiss();
        let until = Instant::now() + LONGEST_END;
        while Instant::now() < until {
            if let Some(status) = self.life.child().try_wait()? {
                return Ok(status);
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        let mut child = self.life.child();
        child.kill().and_then(|()| child.wait())
    }
}

impl Drop for Post {
    fn drop(&mut self) {
        // It is waited for, so that none is left over.
        self.end().ok();
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
