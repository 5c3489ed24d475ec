//! `minutebook score GOLD OUT`: how right a dataset is, by truths written by hand, as a table of fields. Knows nothing of
//! how right and wrong are told.

use super::{Ending, screen};
use crate::dataset::measure::{self, Measure};
use clap::Args;
use std::fmt::Write;
use std::path::PathBuf;

/// What was typed after `score`.
#[derive(Debug, Args)]
pub struct Score {
    /// Truths written by hand: a folder of ID.json, each about the document ID.pdf
    #[arg(value_name = "GOLD")]
    gold: PathBuf,
    /// A dataset that `extract` wrote
    #[arg(value_name = "OUT")]
    out: PathBuf,
    /// Show what was missed and what was invented of this field: item, resolution.part …
    #[arg(long, value_name = "FIELD")]
    misses: Option<String>,
}

impl Score {
    /// Does it.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub fn run(&self) -> anyhow::Result<Ending> {
        let measure = measure::measure(&self.gold, &self.out)?;
        let mut text = table(&measure);
        if let Some(count) = self.misses.as_ref().and_then(|field| measure.tally.fields.get(field)) {
            count.faults.iter().for_each(|fault| text += &format!("  {fault}\n"));
        }
        screen::put(screen::printable(&text).as_bytes())?;
        Ok(Ending::Clean)
    }
}

/// A line a field: how many the truth has, were read, are right; precision, recall and F1.
fn table(measure: &Measure) -> String {
    let mut text = format!("{} gold documents, {} extracted\n", measure.truths, measure.found);
    let _ =
        writeln!(text, "{:24}{:>6}{:>6}{:>6}{:>8}{:>8}{:>8}", "field", "gold", "got", "hit", "P", "R", "F1");
    for (field, count, core) in measure.tally.in_order() {
        let (p, r, f1) = (count.precision(), count.recall(), count.f1());
        let mark = if core { "  core" } else { "" };
        let (gold, got, hit) = (count.gold, count.got, count.hit);
        let _ = writeln!(text, "{field:24}{gold:6}{got:6}{hit:6}{p:8.3}{r:8.3}{f1:8.3}{mark}");
    }
    let _ = writeln!(text, "core mean F1 {:.4}", measure.tally.core_mean());
    text
}
