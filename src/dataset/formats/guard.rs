//! What a spreadsheet would not leave as it is. Given a cell of text, says whether it would be taken for a formula, a date
//! or another number (`=1+1`, `1/19`, `3-4`, `3.10`, `007`, `14 May 2019`). Knows nothing of tables.

use std::borrow::Cow;

/// Longer cells are never taken for a date or number.
const LONGEST: usize = 40;

/// Digits of a whole number that a spreadsheet holds exactly.
const EXACT: usize = 15;

/// Names that spreadsheets know in dates, wholly or cut to three letters and more.
const NAMES: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Words beside numbers in times and powers of ten.
const BESIDE: &[&str] = &["am", "pm", "e"];

/// Characters that a cell of a spreadsheet holds, in units of UTF-16; what is longer would run into other cells.
const CELL: usize = 32_767;

/// As much of a text as a cell holds; one that is cut ends with `…`.
pub(super) fn shortened(text: &str) -> Cow<'_, str> {
    if text.encode_utf16().count() <= CELL {
        return Cow::Borrowed(text);
    }
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units >= CELL
    });
    let kept = end.and_then(|(at, _)| text.get(..at)).unwrap_or("");
    Cow::Owned(format!("{kept}…"))
}

/// Whether a spreadsheet would make something else of this text.
pub(super) fn needs_guard(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r']) || is_converted(text)
}

/// Whether it would become a date, a time, a share, an amount or another number.
fn is_converted(text: &str) -> bool {
    let has_digit = text.chars().any(|c| c.is_ascii_digit());
    if text.len() > LONGEST || is_plain(text) || !has_digit {
        return is_truth(text);
    }
    // `10 a` is ten in the morning to a spreadsheet, but `21(a)` is nothing.
    let text = text.strip_suffix([' ', 'a', 'p', 'A', 'P']).filter(|t| t.ends_with(' ')).unwrap_or(text);
    let mut words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let mut marks = text.chars().filter(|c| !c.is_alphanumeric());
    words.all(is_beside_numbers) && marks.all(|c| " /-.,:'%()$£€\u{a0}+".contains(c))
}

fn is_beside_numbers(word: &str) -> bool {
    let word = word.to_lowercase();
    let is_name = word.len() >= 3 && NAMES.iter().any(|name| name.starts_with(&word));
    is_name || BESIDE.contains(&word.as_str())
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
            "10 a",
            "1 Sept",
        ];
        changed.iter().for_each(|text| assert!(needs_guard(text), "{text:?}"));
        let kept = [
            "21",
            "0",
            "21(a)",
            "CAB/23",
            "a",
            "Cabinet",
            "14th May",
            "note the report",
            "",
            "5 Oak Street",
            "Decision 12/2020",
            "Mayor 5",
        ];
        let long = "é".repeat(CELL + 1);
        assert_eq!(shortened(&long).chars().count(), CELL);
        assert!(shortened(&long).ends_with("é…") && shortened(&long[2..]) == long[2..]);
        kept.iter().for_each(|text| assert!(!needs_guard(text), "{text:?}"));
    }
}
