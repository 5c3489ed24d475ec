//! What a person types and reads: the command line to what is meant, one file a subcommand. The only room that says
//! clap, std::env, indicatif or anyhow. Decides the exit code: 0 all is well, 1 something was set aside, refused or differs, 2
//! the run itself failed. Knows nothing of how documents are read.

mod clock;
mod diff;
mod explain;
mod extract;
mod grammar;
mod isolation;
mod limits;
mod listing;
mod merge;
mod options;
mod people;
mod progress;
mod publish;
mod publishing;
mod score;
mod screen;
mod summary;
mod text;
mod verify;
mod worker;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Reads the minutes and reports of councils (PDF) and writes the decisions in them as clean, checkable data.
#[derive(Debug, Parser)]
#[command(name = "minutebook", version, about, max_term_width = 100)]
struct CommandLine {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Read documents and write a dataset: JSON a document, CSV tables, and a report of what became of every file
    Extract(extract::Extract),
    /// Make one dataset of those of all shares (extract --shard)
    Merge(merge::Merge),
    /// Write what may go out of a dataset: private persons redacted, what was taken in private withheld
    Publish(publish::Publish),
    /// What changed between two datasets: rows added, removed and altered, field by field
    Diff(diff::Diff),
    /// Write the text of documents in reading order
    Text(text::Text),
    /// Show how one document was read, line by line, or what any stage made of it
    Explain(explain::Explain),
    /// The house styles: list those at hand, or check a file
    Grammar(grammar::Grammar),
    /// Measure a dataset by truths written by hand: precision, recall and F1 of every field
    Score(score::Score),
    /// Check that a dataset is whole and sound, and with --pdfs that every quote stands on its page
    Verify(verify::Verify),
    /// Read documents as they are asked for on standard input, a JSON line each; extract has its documents read so
    Worker(worker::Worker),
}

/// How a run ended that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// All complete or partial.
    Clean,
    /// Some set aside or refused.
    Trouble,
}

const EXIT_TROUBLE: u8 = 1;
const EXIT_FAILED: u8 = 2;

/// Runs the program as its arguments say.
pub fn main() -> ExitCode {
    match CommandLine::try_parse() {
        Ok(typed) => ended(run(typed.verb)),
        Err(usage) => answered(&usage),
    }
}

fn run(verb: Verb) -> anyhow::Result<Ending> {
    match verb {
        Verb::Extract(verb) => verb.run(),
        Verb::Merge(verb) => verb.run(),
        Verb::Publish(verb) => verb.run(),
        Verb::Diff(verb) => verb.run(),
        Verb::Text(verb) => verb.run(),
        Verb::Explain(verb) => verb.run(),
        Verb::Grammar(verb) => verb.run(),
        Verb::Score(verb) => verb.run(),
        Verb::Verify(verb) => verb.run(),
        Verb::Worker(verb) => verb.run(),
    }
}

fn ended(result: anyhow::Result<Ending>) -> ExitCode {
    match result {
        Ok(Ending::Clean) => ExitCode::SUCCESS,
        Ok(Ending::Trouble) => ExitCode::from(EXIT_TROUBLE),
        // `minutebook text … | head`: the reader has had enough, which is no failure.
        Err(error) if screen::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            screen::complain(&format!("minutebook: {error:#}"));
            ExitCode::from(EXIT_FAILED)
        }
    }
}

/// `--help` and `--version` come as errors too; they are none.
fn answered(usage: &clap::Error) -> ExitCode {
    match usage.print() {
        Ok(()) => ExitCode::from(u8::try_from(usage.exit_code()).unwrap_or(EXIT_FAILED)),
        Err(_) => ExitCode::SUCCESS,
    }
}
