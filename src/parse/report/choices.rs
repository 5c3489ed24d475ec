//! Tick boxes and matrices of a front sheet: given the rows of a table, finds the runs in which texts stand beside marks
//! (X, ✓, Yes, a shaded cell) and gives each text with whether it is chosen. A matrix without any mark is one too.

use super::blocks::cell_text;
use crate::house_style::HouseStyle;
use crate::model::report::Choice;
use crate::model::transcript::{Cell, Row};
use crate::parse::reader::Reader;

/// A matrix without any mark has at least this many rows.
const EMPTY_ROWS: usize = 3;
/// A matrix of words for yes and no has at least this many rows.
const WORD_ROWS: usize = 2;

/// What stands in a cell for marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// Nothing.
    Empty,
    /// A sign that selects.
    Sign,
    /// A sign that leaves open.
    Open,
    /// A word for yes.
    Yes,
    /// A word for no.
    No,
}

/// A text beside its cell for a mark.
#[derive(Clone, Copy, Debug)]
struct Pair<'t> {
    text: &'t Cell,
    mark: &'t Cell,
    kind: Mark,
}

/// The choices of the run of rows that begins at `from`, and how many rows it takes; None where no matrix begins.
pub(super) fn matrix(
    style: &HouseStyle,
    reader: &Reader,
    rows: &[Row],
    from: usize,
) -> Option<(Vec<Choice>, usize)> {
    let rest = rows.get(from..)?;
    let lead = lead(style, reader, rest.first()?);
    let pairs: Vec<Vec<Pair>> = rest.iter().map_while(|row| pairs(style, reader, row, lead)).collect();
    let taken = pairs.len();
    let pairs: Vec<Pair> = pairs.into_iter().flatten().collect();
    is_matrix(&pairs, lead > 0).then(|| (pairs.iter().map(|p| choice(p, &pairs)).collect(), taken))
}

/// How many columns a label merged over the rows takes.
fn lead(style: &HouseStyle, reader: &Reader, row: &Row) -> u32 {
    let merged = row.cells.first().filter(|c| c.row_span > 1 && row.cells.len() > 2);
    merged.filter(|c| mark(style, &cell_text(reader, c)).is_none()).map_or(0, |c| c.col + c.col_span)
}

/// A row cut into texts and cells for marks; None where it is no row of a matrix.
fn pairs<'t>(style: &HouseStyle, reader: &Reader, row: &'t Row, lead: u32) -> Option<Vec<Pair<'t>>> {
    let cells: Vec<&Cell> = row.cells.iter().filter(|c| c.col >= lead).collect();
    let whole = !cells.is_empty() && cells.len().is_multiple_of(2);
    let pairs: Option<Vec<Pair>> = cells.chunks(2).map(|pair| pair_of(style, reader, pair)).collect();
    pairs.filter(|_| whole)
}

/// A text and the mark behind it, or before it.
fn pair_of<'t>(style: &HouseStyle, reader: &Reader, cells: &[&'t Cell]) -> Option<Pair<'t>> {
    let [one, two] = cells else { return None };
    let (first, second) = (mark(style, &cell_text(reader, one)), mark(style, &cell_text(reader, two)));
    match (first, second) {
        (None, Some(kind)) => Some(Pair { text: one, mark: two, kind }),
        (Some(kind), None) if !matches!(kind, Mark::Yes | Mark::No) => {
            Some(Pair { text: two, mark: one, kind })
        }
        _ => None,
    }
}

/// What the text is as a mark; None if it is none.
fn mark(style: &HouseStyle, text: &str) -> Option<Mark> {
    let text = text.trim();
    let reports = &style.reports;
    match text {
        "" => Some(Mark::Empty),
        _ if reports.unmarked.whole(text).is_some() => Some(Mark::Open),
        _ if reports.marks.whole(text).is_some()
            && text.chars().filter(|c| c.is_alphabetic()).count() < 2 =>
        {
            Some(Mark::Sign)
        }
        _ if reports.no.whole(text).is_some() => Some(Mark::No),
        _ if reports.marks.whole(text).is_some() || reports.yes.whole(text).is_some() => Some(Mark::Yes),
        _ => None,
    }
}

/// Whether the pairs are a matrix rather than labels with values that happen to be short.
fn is_matrix(pairs: &[Pair], led: bool) -> bool {
    let has = |kind: Mark| pairs.iter().any(|p| p.kind == kind);
    let words = pairs.iter().filter(|p| matches!(p.kind, Mark::Yes | Mark::No)).count();
    let shades = pairs.iter().filter(|p| p.mark.shaded).count();
    let shaded = 0 < shades && shades < pairs.len();
    let signs = has(Mark::Sign) || has(Mark::Open);
    let blank = pairs.iter().all(|p| p.kind == Mark::Empty) && (led || shaded) && pairs.len() >= EMPTY_ROWS;
    let words_alone = led && words == pairs.len() && words >= WORD_ROWS;
    (signs && words == 0) || blank || words_alone || (led && signs)
}

fn choice(pair: &Pair, all: &[Pair]) -> Choice {
    let by_shade = all.iter().all(|p| p.kind == Mark::Empty) && all.iter().any(|p| p.mark.shaded);
    let selected = matches!(pair.kind, Mark::Sign | Mark::Yes) || by_shade && pair.mark.shaded;
    let printed = !pair.mark.span.is_empty();
    Choice { label: pair.text.span, mark: printed.then_some(pair.mark.span), selected }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house_style::Styles;
    use crate::parse::report::sample;

    fn read(rows: &[&[&str]]) -> Option<(Vec<(String, bool)>, usize)> {
        let styles = Styles::built_in().expect("styles");
        let style = styles.named("generic").expect("generic");
        let transcript = sample::table(rows);
        let reader = Reader::new(&transcript);
        let (choices, taken) = matrix(style, &reader, &transcript.tables[0].rows, 0)?;
        Some((choices.iter().map(|c| (reader.text(c.label).to_owned(), c.selected)).collect(), taken))
    }

    #[test]
    fn marks_beside_texts_under_a_merged_label() {
        let found =
            read(&[&["Aims", "Clean streets", "X"], &["^", "Warm homes", ""], &["^", "Good roads", "✓"]]);
        let (choices, taken) = found.expect("a matrix");
        assert_eq!(taken, 3);
        assert_eq!(choices.iter().map(|c| c.1).collect::<Vec<_>>(), [true, false, true]);
    }

    #[test]
    fn none_chosen_is_a_matrix_too() {
        let found =
            read(&[&["Aims", "Clean streets", ""], &["^", "Warm homes", ""], &["^", "Good roads", ""]]);
        assert!(found.expect("a matrix").0.iter().all(|c| !c.1));
    }

    #[test]
    fn labels_with_yes_and_no_are_no_matrix() {
        assert!(read(&[&["Key Decision", "Yes"], &["Exempt Report", "No"]]).is_none());
    }
}
