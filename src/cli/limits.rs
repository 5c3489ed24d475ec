//! Every limit that the program keeps to, in words for help: given nothing, gives what the rooms say that read files. Knows
//! nothing of why they are what they are.

use crate::model::limit::Limit;
use crate::{extract, ocr, source};
use indicatif::HumanCount;

/// The words for help, a line a limit; those of sizes in MiB.
pub fn text() -> String {
    let line = |limit: &Limit| format!("  {:>13}  {}\n", HumanCount(limit.most).to_string(), limit.of);
    let all = source::LIMITS.iter().copied().chain(extract::limits()).chain(ocr::LIMITS.iter().copied());
    let lines: String = all.map(|limit| line(&limit)).collect();
    format!(
        "Limits, beside --timeout, --memory and --max-pages: of a file that goes beyond one no more is read, and \
         report/issues.csv says so; what lies beyond the first two is a row in report/coverage.csv\n{lines}"
    )
}
