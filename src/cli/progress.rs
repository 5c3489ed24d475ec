//! How far a run has come: on a terminal one bar with files and pages a second, the time left and the files in
//! trouble; elsewhere a plain line now and then; with --quiet nothing. Knows nothing of what is done.

use super::screen;
use crate::batch::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Seconds between plain lines.
const LINE_EVERY: u64 = 10;

const TEMPLATE: &str = "{wide_bar} {pos}/{len} files  {msg}  {eta} left";

/// Watches a run.
#[derive(Debug)]
pub struct Watch {
    bar: ProgressBar,
    plain: bool,
    since: Instant,
    files: u64,
    done: AtomicU64,
    pages: AtomicU64,
    trouble: AtomicU64,
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
        Self {
            bar,
            plain: !terminal && !quiet,
            since: Instant::now(),
            files,
            done: AtomicU64::new(0),
            pages: AtomicU64::new(0),
            trouble: AtomicU64::new(0),
            due: AtomicU64::new(LINE_EVERY),
        }
    }

    /// Takes the bar off the screen.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
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
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let pages = self.pages.fetch_add(u64::from(pages), Ordering::Relaxed) + u64::from(pages);
        self.trouble.fetch_add(u64::from(trouble), Ordering::Relaxed);
        if self.is_due() {
            screen::complain(&format!("{done} of {} files  {}", self.files, self.rates(done, pages)));
        } else if !self.bar.is_hidden() {
            self.bar.set_message(self.rates(done, pages));
            self.bar.inc(1);
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "shown without decimals")]
fn rough(n: u64) -> f64 {
    n as f64
}
