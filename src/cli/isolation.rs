//! How documents are kept apart: given what one may take, gives the crew of workers in which they are read, each a
//! process of this same program. Knows nothing of what workers do.

use super::options::{OcrOptions, StyleOptions, named};
use crate::batch::crew::{Call, Crew, Terms};
use crate::pipeline::recognise::Watching;
use anyhow::Context;
use clap::Args;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a document may take.
#[derive(Clone, Debug, Args)]
pub struct IsolationOptions {
    /// Set a document aside that is not read within so many seconds, and as many more for each image of a page
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,
    /// Set a document aside that takes more memory than so many MiB, beside its own bytes
    #[arg(long, value_name = "MIB", default_value_t = 1024, value_parser = clap::value_parser!(u64).range(1..))]
    memory: u64,
    /// Read documents in this process, without --timeout and --memory: one that brings it down ends the run
    #[arg(long, conflicts_with_all = ["timeout", "memory"])]
    in_process: bool,
}

impl IsolationOptions {
    /// The crew that reads so many files by these options, whose members take turns in this folder; none where it was not
    /// wanted.
    ///
    /// # Errors
    /// When no worker can be started.
    pub fn crew(
        &self,
        style: &StyleOptions,
        ocr: &OcrOptions,
        (jobs, files): (usize, usize),
        turns: &Turns,
        watch: Arc<dyn Watching>,
    ) -> anyhow::Result<Option<Crew>> {
        if self.in_process {
            return Ok(None);
        }
        let unstarted = "no worker could be started; --in-process does without";
        let program = std::env::current_exe().context(unstarted)?;
        let mut arguments = vec!["worker".into(), named("--attached", std::process::id().to_string())];
        arguments.push(named("--memory", self.memory.to_string()));
        arguments.extend(style.arguments());
        arguments.extend(ocr.arguments());
        arguments.extend(turns.path().map(|folder| named("--turns", folder)));
        let terms = Terms { seconds: self.timeout, mebibytes: self.memory };
        let call = Call { program, arguments, jobs };
        let crew = Crew::hire(call, terms, Some(watch), jobs.min(files)).context(unstarted)?;
        Ok(Some(crew))
    }

    /// As told in run.json.
    pub fn told(&self) -> String {
        match self.in_process {
            true => "in this process".to_owned(),
            false => format!("{} s, {} MiB", self.timeout, self.memory),
        }
    }
}

/// A folder in which workers take turns at the engine that reads images; it goes with the run.
#[derive(Debug, Default)]
pub struct Turns(Option<PathBuf>);

impl Turns {
    /// Such a folder, where it is needed. Where it cannot be made, each worker keeps to the number of jobs by itself.
    pub fn for_images(ocr: &OcrOptions) -> Self {
        let path = std::env::temp_dir().join(format!("minutebook-{}-turns", std::process::id()));
        Self((ocr.reads() && std::fs::create_dir_all(&path).is_ok()).then_some(path))
    }

    fn path(&self) -> Option<&Path> {
        self.0.as_deref()
    }
}

impl Drop for Turns {
    fn drop(&mut self) {
        // Nothing but empty files; what cannot be removed does no harm.
        self.0.iter().for_each(|path| drop(std::fs::remove_dir_all(path)));
    }
}
