//! `minutebook publish DIR --out PUBLIC`: writes what may go out of a dataset, and the ledger of what was redacted and
//! withheld, which stays with the officer and is obeyed when the command is given again. Knows nothing of how words are
//! found or taken out.

use super::clock::Clock;
use super::options::{OutOptions, StyleOptions};
use super::publishing::PublishingOptions;
use super::{Ending, screen};
use crate::batch::Batch;
use crate::batch::publish::{self, Published, Rules};
use crate::dataset::about::About;
use crate::dataset::folder::Folder;
use crate::dataset::redaction::ledger::{self, Decisions, LEDGER};
use crate::dataset::run::Run;
use crate::house_style::Styles;
use anyhow::bail;
use clap::Args;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// What was typed after `publish`.
#[derive(Debug, Args)]
pub struct Publish {
    /// A dataset that `extract` or `merge` wrote; it is left as it is
    #[arg(value_name = "DIR")]
    dataset: PathBuf,
    #[command(flatten)]
    out: OutOptions,
    /// What was redacted and withheld, for the officer: decisions in it are obeyed [default: DIR/redactions.csv]
    #[arg(long, value_name = "FILE")]
    redactions: Option<PathBuf>,
    /// Redact also names of which only a title says that they are a person's and no office is known
    #[arg(long)]
    strict: bool,
    /// Add the words of the house styles in GRAMMARS/*.toml to those built in
    #[arg(long, value_name = "GRAMMARS")]
    grammars: Option<PathBuf>,
    #[command(flatten)]
    publishing: PublishingOptions,
}

impl Publish {
    /// Does it.
    ///
    /// # Errors
    /// When the dataset cannot be read, a decision is not understood, or the folder must not go out.
    pub fn run(&self) -> anyhow::Result<Ending> {
        let clock = Clock::start();
        let from = Folder::at(&self.dataset);
        publish::check(&from, &self.out.out)?;
        let ledger = self.ledger()?;
        let (styles, decisions) = (self.styles()?, Decisions::read(&ledger)?);
        let to = self.out.folder()?;
        let about = self.publishing.about(&to)?.beside(&from)?;
        let batch = Batch::new(self.out.jobs)?;
        let rules = Rules { styles: &styles, decisions: &decisions, strict: self.strict };
        let publication = batch.publish(&from, &to, &rules)?;
        ledger::write(&ledger, &publication.ledger)?;
        let published = publication.published;
        let about = described(about, &published);
        publication.control.write(&to, &about)?;
        self.publishing.write(&to, &about, &publication.written)?;
        // Neither the folder of the officer nor the way to it goes out.
        let options = BTreeMap::from([("published", "true".to_owned())]);
        Run::new(clock.stop(), options, Vec::new(), &published).write(&to)?;
        to.leave()?;
        self.out.tell(&told(&published, &self.out.out, &ledger))?;
        Ok(Ending::Clean)
    }

    fn styles(&self) -> anyhow::Result<Styles> {
        StyleOptions::styles_with(self.grammars.as_deref())
    }

    /// The ledger's file, which must not go out.
    fn ledger(&self) -> anyhow::Result<PathBuf> {
        let ledger = self.redactions.clone().unwrap_or_else(|| self.dataset.join(LEDGER));
        let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        let above =
            ledger.parent().map(|above| if above.as_os_str().is_empty() { Path::new(".") } else { above });
        if above.is_some_and(|above| real(above).starts_with(real(&self.out.out))) {
            bail!("{}: would go out with {}; choose another file", ledger.display(), self.out.out.display());
        }
        Ok(ledger)
    }
}

/// What the publisher says, and what was done before publication.
fn described(about: About, published: &Published) -> About {
    let words: usize = published.redacted.values().sum();
    let done = format!(
        "Prepared for publication: documents withheld: {}; items withheld: {}; places where words were redacted: {words}. \
         Where [redacted] or [withheld] stands, the document says more. Minutes that are a draft have the status provisional.",
        published.documents_withheld, published.items_withheld
    );
    let description = about.description.map_or_else(|| done.clone(), |said| format!("{said} {done}"));
    About { description: Some(description), ..about }
}

fn told(published: &Published, out: &Path, ledger: &Path) -> String {
    let mut text = format!("{} documents go out", published.documents);
    if published.provisional > 0 {
        let _ = write!(text, ", {} of them provisional", published.provisional);
    }
    let (documents, items) = (published.documents_withheld, published.items_withheld);
    let _ = writeln!(text, "\nwithheld: {documents} documents, {items} items");
    for (kind, count) in &published.redacted {
        let kind = if kind.is_empty() { "added" } else { kind };
        let _ = writeln!(text, "redacted: {count} x {}", screen::name(kind));
    }
    let (ledger, out) = (ledger.display(), out.display());
    if published.doubtful > 0 {
        let _ =
            writeln!(text, "left standing and doubtful: {}; look for `look` in {ledger}", published.doubtful);
    }
    let _ = writeln!(
        text,
        "\nwhat goes out is in {out}; go through {ledger}, write redact or keep into its last column and give this command \
         again"
    );
    text
}
