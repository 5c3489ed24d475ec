//! A crew of worker processes: given a file, has one of them read it, and gives what it tells, or says how the file fell: it
//! took too long, wanted too much memory, or brought its worker down. Such a worker is replaced, and no other notices.
//! Workers are started when they are needed and kept for the next file. Knows nothing of what is in one.

mod member;

use super::told::Told;
use crate::dataset::message::{Answer, Location, Request};
use crate::model::diagnostic::Code;
use crate::model::digest::Hash;
use crate::model::file_state::FileState;
use crate::pipeline::Refusal;
use crate::pipeline::recognise::Watching;
use crate::source::Source;
use crate::source::file;
use member::{Member, Silence, Watch};
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

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

/// How workers are started.
#[derive(Clone, Debug)]
pub struct Call {
    /// The program.
    pub program: PathBuf,
    /// What it is given.
    pub arguments: Vec<OsString>,
    /// How many of them read at once, and how many images one may read at once.
    pub jobs: usize,
}

impl Call {
    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).arg("--jobs").arg(self.jobs.to_string());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // A worker soon needs again what a document left: to hand memory back and fetch it anew costs a twentieth. It makes
        // way for another where it holds much.
        command.env("MIMALLOC_PURGE_DELAY", "-1");
        command
    }
}

/// Workers, and what they are hired on.
#[derive(Debug)]
pub struct Crew {
    call: Call,
    terms: Terms,
    progress: Option<Arc<dyn Watching>>,
    idle: Mutex<Vec<Member>>,
    /// Those that nobody asks any more and that are on their way out.
    leaving: Mutex<Vec<Member>>,
    /// How many may still read at once; whoever comes when there are none waits for the next.
    places: (Mutex<usize>, Condvar),
    watch: Watch,
}

/// One of the places at which members read; it is free again when this goes.
struct Place<'c>(&'c Crew);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        *held(&self.0.places.0) += 1;
        self.0.places.1.notify_one();
    }
}

/// A poisoned lock would only mean that another thread died while it held it: lists of workers and counts are sound.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a worker is to read.
#[derive(Debug)]
pub struct Job<'s> {
    source: &'s Source,
    /// sha256 of its bytes, where it is known.
    sha256: Option<Hash>,
    at: At,
}

/// Where its bytes are.
#[derive(Debug)]
enum At {
    /// In a file, where the worker finds them; it is as it was when it showed this.
    File(Option<FileState>),
    /// Here: they are sent.
    Here(Vec<u8>),
}

impl<'s> Job<'s> {
    /// To read this source, and the sha256 of its bytes. It is hashed here: a file piece by piece, what stands in an
    /// archive as a whole.
    ///
    /// # Errors
    /// A sentence saying why it cannot be read.
    pub fn hashed(source: &'s Source) -> Result<(Self, Hash), String> {
        let (sha256, at) = match (source.file(), source.fault()) {
            (Some(path), None) => {
                let hashed = file::hashed(path)?;
                (hashed.sha256, At::File(Some(hashed.state)))
            }
            _ => {
                let content = source.content()?;
                (content.sha256, At::Here(content.bytes))
            }
        };
        Ok((Self { source, sha256: Some(sha256), at }, sha256))
    }

    /// To read this source, which is a file and is hashed by whoever reads it.
    pub fn unhashed(source: &'s Source) -> Self {
        Self { source, sha256: None, at: At::File(None) }
    }

    fn request(&self) -> Request {
        let (length, state) = match &self.at {
            At::File(state) => (None, *state),
            At::Here(bytes) => (Some(bytes.len() as u64), None),
        };
        Request {
            name: Some(self.source.name.to_string()),
            path: self.source.file().map(Location::of),
            length,
            sha256: self.sha256,
            state,
            apart: true,
        }
    }

    fn bytes(&self) -> &[u8] {
        match &self.at {
            At::File(_) => &[],
            At::Here(bytes) => bytes,
        }
    }
}

/// Why nothing is told of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It fell.
    Fell(Fall),
    /// It could not be read, or no worker be started: why. The next run tries again.
    Unreadable(String),
}

impl Crew {
    /// A crew whose first workers, so many of them, are on their way.
    ///
    /// # Errors
    /// When one cannot be started.
    pub fn hire(
        call: Call,
        terms: Terms,
        progress: Option<Arc<dyn Watching>>,
        first: usize,
    ) -> io::Result<Self> {
        let watch = Watch::begin();
        let idle = (0..first).map(|_| Member::start(&call, &watch)).collect::<io::Result<_>>()?;
        let places = (Mutex::new(call.jobs.max(1)), Condvar::new());
        Ok(Self { call, terms, progress, idle: Mutex::new(idle), leaving: Mutex::default(), places, watch })
    }

    /// What a document may take.
    pub fn terms(&self) -> Terms {
        self.terms
    }

    /// What is told of a file, read by an idle worker or a new one as soon as there is a place.
    ///
    /// # Errors
    /// How the file fell, or why it could not be read.
    pub fn read(&self, job: &Job<'_>) -> Result<Told, Unread> {
        loop {
            let place = self.place();
            let idle = self.idle().pop();
            let member = idle.map_or_else(|| Member::start(&self.call, &self.watch), Ok);
            let member = member.map_err(|fault| unstarted(&fault))?;
            if let Some(told) = self.have_read(&member, Some(place), job) {
                return told;
            }
        }
    }

    /// The same while nothing else is read, by a worker that has read nothing before and takes images one by one.
    ///
    /// # Errors
    /// As [`Crew::read`].
    pub fn read_alone(&self, job: &Job<'_>) -> Result<Told, Unread> {
        self.idle().clear();
        let call = Call { jobs: 1, ..self.call.clone() };
        let member = Member::start(&call, &self.watch).map_err(|fault| unstarted(&fault))?;
        let told = self.have_read(&member, None, job);
        told.unwrap_or_else(|| Err(unstarted(&io::ErrorKind::BrokenPipe.into())))
    }

    /// Lets the idle go without waiting until they are gone: all end at once while other work is done. They are waited for
    /// when the crew ends.
    pub fn dismiss(&self) {
        let mut leaving: Vec<Member> = std::mem::take(&mut *self.idle());
        leaving.iter().for_each(Member::dismiss);
        held(&self.leaving).append(&mut leaving);
    }

    /// None where the worker had fallen over what it was asked before: another may be asked. The place is free, and the
    /// worker idle, as soon as it can be asked for another file; without a place it is for this file alone.
    fn have_read(
        &self,
        member: &Member,
        mut place: Option<Place<'_>>,
        job: &Job<'_>,
    ) -> Option<Result<Told, Unread>> {
        let mut next = || {
            if let Some(place) = place.take() {
                // Behind those that have nothing to do.
                self.idle().insert(0, member.clone());
                drop(place);
            }
        };
        let answered =
            member.ask(&job.request(), job.bytes(), self.terms, self.progress.as_deref(), &mut next);
        let is_lent = place.is_none();
        let silence = match answered {
            Ok((Answer::Apart(apart), texts)) => match apart.rest.with_texts(texts) {
                Some(told) => {
                    self.keep(member, is_lent, apart.spent);
                    return Some(Ok(told));
                }
                None => Silence::Ended,
            },
            Ok((Answer::Failed(reason), _)) => {
                self.keep(member, is_lent, false);
                return Some(Err(Unread::Unreadable(reason)));
            }
            Ok(_) => Silence::Ended,
            Err(Silence::EndedBefore) => return None,
            Err(silence) => silence,
        };
        self.let_go(member);
        let ready = member.is_ready();
        let (fall, said) = member.fall(&silence);
        // One that was not ready has not come so far as to read anything.
        Some(Err(if ready { Unread::Fell(fall) } else { unstarted(&io::Error::other(said)) }))
    }

    /// Keeps a worker for the next file, unless it had better make way for another or was ended in this very moment.
    fn keep(&self, member: &Member, is_lent: bool, spent: bool) {
        match (spent || member.is_late(), is_lent) {
            (true, _) => self.let_go(member),
            (false, false) => self.idle().push(member.clone()),
            (false, true) => {}
        }
    }

    /// Sees to it that nobody asks this one any more.
    fn let_go(&self, member: &Member) {
        self.idle().retain(|idle| !idle.is(member));
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Member>> {
        held(&self.idle)
    }

    fn place(&self) -> Place<'_> {
        let (free, freed) = &self.places;
        let none = |free: &mut usize| *free == 0;
        *freed.wait_while(held(free), none).unwrap_or_else(PoisonError::into_inner) -= 1;
        Place(self)
    }
}

fn unstarted(fault: &io::Error) -> Unread {
    Unread::Unreadable(format!("no worker could be started for it: {fault}"))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    /// What a crew of one tells of four files that are asked of it at once, each its own thread. Its workers do as this script
    /// for each request, once they are ready.
    fn told(script: &str) -> Vec<Result<Told, Unread>> {
        let place = tempfile::tempdir().unwrap();
        let source = |name: &str| {
            let path = place.path().join(name);
            std::fs::write(&path, name).unwrap();
            Source::at(path, name.to_owned())
        };
        let sources = ["one", "two", "three", "four"].map(source);
        let script = format!("echo '\"ready\"'; while read -r line; do {script}; done");
        let arguments = vec!["-c".into(), script.into()];
        let call = Call { program: "sh".into(), arguments, jobs: 1 };
        let crew = Crew::hire(call, Terms { seconds: 60, mebibytes: 64 }, None, 1).unwrap();
        std::thread::scope(|scope| {
            let read = |source| crew.read(&Job::hashed(source).unwrap().0);
            let reading = sources.each_ref().map(|source| scope.spawn(move || read(source)));
            reading.map(|reading| reading.join().unwrap()).into()
        })
    }

    #[test]
    fn who_asks_ahead_is_told_of_the_own_file() {
        let told = told(
            r#"echo '"next_wanted"'; sleep 0.05; name=${line#*:\"}; echo "{\"failed\":\"${name%%\"*}\"}""#,
        );
        let names: Vec<Unread> = told.into_iter().filter_map(Result::err).collect();
        assert_eq!(names, ["one", "two", "three", "four"].map(|name| Unread::Unreadable(name.into())));
    }

    #[test]
    fn a_worker_falls_over_one_file_alone() {
        let told = told(r#"echo '"next_wanted"'; sleep 0.05; exit 3"#);
        let fell = Fall::Died("exit code 3".into());
        assert!(told.into_iter().all(|told| told.err() == Some(Unread::Fell(fell.clone()))));
    }
}
