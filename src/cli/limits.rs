//! Every limit that the program keeps to, in words for help: given nothing, gives what the rooms say that read files. Knows
//! nothing of why they are what they are.

use crate::model::limit::Limit;
use crate::{extract, ocr, source};

/// The words for help, a line a limit; those of sizes in MiB.
pub fn text() -> String {
    let line = |limit: &Limit| format!("  {:>13}  {}\n", grouped(limit.most), limit.of);
    let all = source::LIMITS.iter().copied().chain(extract::limits()).chain(ocr::LIMITS.iter().copied());
    let lines: String = all.map(|limit| line(&limit)).collect();
    format!(
        "Limits, beside --timeout, --memory and --max-pages: of a file that goes beyond one no more is read, and \
         report/issues.csv says so; what lies beyond the first two is a row in report/coverage.csv\n{lines}"
    )
}

/// Digits in groups of three.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stand_in_groups() {
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }
}
