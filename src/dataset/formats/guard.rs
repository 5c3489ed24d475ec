//! What a spreadsheet would not leave as it is. Given a cell of text, says whether it would be taken for a formula, a date
//! or another number (`=1+1`, `1/19`, `3-4`, `3.10`, `007`, `14 May 2019`). Knows nothing of tables.

/// Longer cells are never taken for a date or number.
const LONGEST: usize = 40;

/// Digits of a whole number that a spreadsheet holds exactly.
const EXACT: usize = 15;

/// The beginnings of the names of months that spreadsheets know.
const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Words beside numbers in dates and times.
const BESIDE: &[&str] = &["am", "pm", "a", "p", "e"];

/// Whether a spreadsheet would make something else of this text.
pub(super) fn needs_guard(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r']) || is_converted(text)
}

/// Whether it would become a date, a time, a share, an amount or another number.
fn is_converted(text: &str) -> bool {
    if text.len() > LONGEST || is_plain(text) {
        return is_truth(text);
    }
    if !text.chars().any(|c| c.is_ascii_digit()) {
        return is_truth(text);
    }
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let marks = text.chars().filter(|c| !c.is_alphanumeric());
    words.clone().all(is_beside_numbers) && marks.clone().all(|c| " /-.,:'%()$£€\u{a0}+".contains(c))
}

fn is_beside_numbers(word: &str) -> bool {
    let word = word.to_lowercase();
    BESIDE.contains(&word.as_str()) || MONTHS.iter().any(|month| word.starts_with(month)) || is_weekday(&word)
}

fn is_weekday(word: &str) -> bool {
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().any(|day| word.starts_with(day))
}

/// A whole number as a spreadsheet shows it: no leading zero, not too long.
fn is_plain(text: &str) -> bool {
    let digits = text.chars().all(|c| c.is_ascii_digit());
    digits && text.len() <= EXACT && (text == "0" || !text.starts_with('0'))
}

fn is_truth(text: &str) -> bool {
    text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_change_is_guarded() {
        let changed = [
            "=1+1",
            "+44 20",
            "-",
            "@home",
            "\tx",
            "\rx",
            "1/19",
            "45/20",
            "3-4",
            "3.10",
            "007",
            "19.09.04",
            "1,000",
            "10%",
            "£5",
            "1e5",
            "14 May 2019",
            "May 21",
            "Mar-05",
            "10:30",
            "7.30 pm",
            "(1)",
            "TRUE",
            "Tuesday, 14 May 2019",
            "1234567890123456",
        ];
        changed.iter().for_each(|text| assert!(needs_guard(text), "{text:?}"));
        let kept =
            ["21", "0", "21(a)", "CAB/23", "a", "Cabinet", "14th May", "note the report", "", "5 Oak Street"];
        kept.iter().for_each(|text| assert!(!needs_guard(text), "{text:?}"));
    }
}
