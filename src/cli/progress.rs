//! How far a run has come: on a terminal one bar with files and pages a second, the time left, the files in trouble and,
//! since they take the time, how many images of pages were read; elsewhere a plain line now and then; with --quiet
//! nothing. Knows nothing of what is done.

use super::screen;
use crate::batch::Progress;
use crate::pipeline::recognise::Watching;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Seconds between plain lines.
const LINE_EVERY: u64 = 10;

const TEMPLATE: &str = "{wide_bar} {pos}/{len} files  {msg}  {eta} left";

/// Watches a run; a copy watches the same one.
#[derive(Clone, Debug)]
pub struct Watch(Arc<Seen>);

/// What was seen of a run.
#[derive(Debug)]
struct Seen {
    bar: ProgressBar,
    plain: bool,
    since: Instant,
    files: u64,
    done: AtomicU64,
    pages: AtomicU64,
    trouble: AtomicU64,
    /// Images of pages to be read, as far as is known, and those that were.
    images: AtomicU64,
    images_read: AtomicU64,
    /// When the next plain line is due, in seconds.
    due: AtomicU64,
}

impl Watch {
    /// Watches a run over so many files.
    pub fn new(files: usize, quiet: bool) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let target =
            if terminal && !quiet { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let files = files as u64;
        let bar = ProgressBar::with_draw_target(Some(files), target);
        bar.set_style(
            ProgressStyle::with_template(TEMPLATE).unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        Self(Arc::new(Seen {
            bar,
            plain: !terminal && !quiet,
            since: Instant::now(),
            files,
            done: AtomicU64::new(0),
            pages: AtomicU64::new(0),
            trouble: AtomicU64::new(0),
            images: AtomicU64::new(0),
            images_read: AtomicU64::new(0),
            due: AtomicU64::new(LINE_EVERY),
        }))
    }

    /// Takes the bar off the screen.
    pub fn finish(&self) {
        self.0.bar.finish_and_clear();
    }

    /// How many images of pages were read so far.
    pub fn images_read(&self) -> u64 {
        self.0.images_read.load(Ordering::Relaxed)
    }
}

impl Seen {
    /// What stands beside the bar, or in a line of its own.
    fn said(&self) -> String {
        let (done, pages) = (self.done.load(Ordering::Relaxed), self.pages.load(Ordering::Relaxed));
        let (images, read) = (self.images.load(Ordering::Relaxed), self.images_read.load(Ordering::Relaxed));
        let rates = self.rates(done, pages);
        if images == 0 { rates } else { format!("{rates}  reading images: {read} of {images} pages") }
    }

    /// Shows it, where and when it is to be shown.
    fn show(&self) {
        if self.is_due() {
            let done = self.done.load(Ordering::Relaxed);
            screen::complain(&format!("{done} of {} files  {}", self.files, self.said()));
        } else if !self.bar.is_hidden() {
            self.bar.set_message(self.said());
        }
    }

    fn rates(&self, done: u64, pages: u64) -> String {
        let seconds = self.since.elapsed().as_secs_f64().max(0.001);
        let trouble = self.trouble.load(Ordering::Relaxed);
        let rate = |n: u64| format!("{:.0}", rough(n) / seconds);
        format!("{} files/s  {} pages/s  {trouble} in trouble", rate(done), rate(pages))
    }

    /// Whether a plain line is due; yes for the one worker that asks first.
    fn is_due(&self) -> bool {
        let now = self.since.elapsed().as_secs();
        let due = self.due.load(Ordering::Relaxed);
        let turn = || self.due.compare_exchange(due, now + LINE_EVERY, Ordering::Relaxed, Ordering::Relaxed);
        self.plain && now >= due && turn().is_ok()
    }
}

impl Progress for Watch {
    fn done(&self, pages: u32, trouble: bool) {
        self.0.done.fetch_add(1, Ordering::Relaxed);
        self.0.pages.fetch_add(u64::from(pages), Ordering::Relaxed);
        self.0.trouble.fetch_add(u64::from(trouble), Ordering::Relaxed);
        self.0.bar.inc(1);
        self.0.show();
    }
}

impl Watching for Watch {
    fn wanted(&self, pages: u32) {
        self.0.images.fetch_add(u64::from(pages), Ordering::Relaxed);
        self.0.show();
    }

    fn read(&self) {
        self.0.images_read.fetch_add(1, Ordering::Relaxed);
        self.0.show();
    }
}

#[expect(clippy::cast_precision_loss, reason = "shown without decimals")]
fn rough(n: u64) -> f64 {
    n as f64
}
