//! `minutebook worker`: reads documents as they are asked for on standard input, and answers on standard output. `extract` has
//! its documents read so; whoever conducts many machines may do the same. Knows nothing of how documents are read.

use super::Ending;
use super::options::{OcrOptions, StyleOptions};
use crate::batch::worker::{self, Allowance};
use clap::Args;
use std::io::BufReader;
use std::path::PathBuf;

/// What was typed after `worker`.
#[derive(Debug, Args)]
#[command(after_help = PROTOCOL)]
pub struct Worker {
    #[command(flatten)]
    style: StyleOptions,
    #[command(flatten)]
    ocr: OcrOptions,
    /// End with exit code 97 as soon as a document takes more memory than so many MiB, beside its own bytes
    #[arg(long, value_name = "MIB", default_value_t = 1024)]
    memory: u64,
    /// How many images of pages to read at once
    #[arg(long, short, value_name = "N", default_value_t = 1)]
    jobs: usize,
    /// Keep to --jobs together with all workers that are given the same folder
    #[arg(long, value_name = "DIR")]
    turns: Option<PathBuf>,
    /// End as soon as the process of this number is not the parent any more, even in the midst of a document
    #[arg(long, value_name = "PROCESS")]
    attached: Option<u32>,
}

const PROTOCOL: &str = "\
Requests are JSON, one a line, answered one after the other:
  {\"path\": \"minutes.pdf\"}                   a file
  {\"name\": \"minutes.pdf\", \"length\": 4711}   so many bytes that follow the line
Answers are JSON, one a line:
  \"ready\"                                   once, before the first
  {\"images_wanted\": 3}  \"image_read\"        how far it has come with scans
  {\"done\": {\"name\": …, \"documents\": […]}}  documents as in documents/*.json, without links
  {\"failed\": \"…\"}                          the file could not be read, or the request not be understood";

impl Worker {
    /// Does it.
    ///
    /// # Errors
    /// When standard input or output fails.
    pub fn run(&self) -> anyhow::Result<Ending> {
        let mut settings = self.style.settings()?;
        settings.recognition = self.ocr.recognition(self.jobs.max(1), self.turns.clone(), None);
        let allowance = Allowance::of(self.memory);
        allowance.keep(self.attached);
        let (requests, answers) = (BufReader::new(std::io::stdin()), std::io::stdout());
        worker::serve(requests, answers, settings, &allowance)?;
        Ok(Ending::Clean)
    }
}
