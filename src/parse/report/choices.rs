//! Tick boxes and matrices of a front sheet: given the rows of a table, finds the runs in which texts stand beside marks
//! (X, ✓, Yes, a shaded cell), carry them ("☒ Clean streets") or stand under a head of Yes and No, and gives each text with
//! whether it is chosen. A matrix without any mark is one too.

use super::blocks::cell_text;
use crate::house_style::HouseStyle;
use crate::model::report::Choice;
use crate::model::span::Span;
use crate::model::transcript::{Cell, Row};
use crate::parse::reader::Reader;

/// A matrix without any mark has at least this many rows.
const EMPTY_ROWS: usize = 3;
/// A matrix of words for yes and no has at least this many rows.
const WORD_ROWS: usize = 2;

/// Boxes to tick: a text that holds a further one is no single choice.
pub(super) const BOXES: [char; 4] = ['☐', '☒', '☑', '□'];

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

/// A text with its mark.
#[derive(Clone, Copy, Debug)]
struct Pair {
    text: Span,
    mark: Span,
    kind: Mark,
    shaded: bool,
    /// The text stands in a cell by itself, without one for its mark.
    alone: bool,
}

/// A run of rows that is a matrix.
pub(super) struct Matrix {
    /// Each text with whether it is chosen.
    pub choices: Vec<Choice>,
    /// How many rows it takes.
    pub rows: usize,
    /// Its texts stand without cells for marks: they are chosen by shade, or by a box before them.
    pub alone: bool,
}

/// The matrix that begins at the row `from`; None where none begins. `after` says that one of texts alone came before.
pub(super) fn matrix(
    style: &HouseStyle,
    reader: &Reader,
    rows: &[Row],
    from: usize,
    after: bool,
) -> Option<Matrix> {
    let rest = rows.get(from..)?;
    if let Some(found) = under_yes_and_no(style, reader, rest) {
        return Some(found);
    }
    let lead = lead(style, reader, rest.first()?);
    let within = rest
        .first()
        .filter(|_| lead > 0)
        .and_then(|r| r.cells.first())
        .map_or(rest.len(), |c| c.row_span as usize);
    let pairs: Vec<Vec<Pair>> =
        rest.iter().take(within).map_while(|row| pairs(style, reader, row, lead)).collect();
    let rows = pairs.len();
    let pairs: Vec<Pair> = pairs.into_iter().flatten().collect();
    let alone = pairs.iter().all(|p| p.alone);
    let choices = || pairs.iter().map(|p| choice(p, &pairs)).collect();
    is_matrix(&pairs, lead > 0, after).then(|| Matrix { choices: choices(), rows, alone })
}

/// How many columns a label merged over the rows takes.
fn lead(style: &HouseStyle, reader: &Reader, row: &Row) -> u32 {
    let merged = row.cells.first().filter(|c| c.row_span > 1 && row.cells.len() > 1);
    merged.filter(|c| mark(style, &cell_text(reader, c)).is_none()).map_or(0, |c| c.col + c.col_span)
}

/// A row cut into texts and cells for marks, or a text alone beside a merged label; None where it is no row of a matrix.
fn pairs(style: &HouseStyle, reader: &Reader, row: &Row, lead: u32) -> Option<Vec<Pair>> {
    let cells: Vec<&Cell> = row.cells.iter().filter(|c| c.col >= lead).collect();
    if let ([only], true) = (cells.as_slice(), lead > 0) {
        return alone(style, reader, only).map(|pair| vec![pair]);
    }
    let whole = !cells.is_empty() && cells.len().is_multiple_of(2);
    let pairs: Option<Vec<Pair>> = cells.chunks(2).map(|pair| pair_of(style, reader, pair)).collect();
    pairs.filter(|_| whole)
}

/// A text without a cell for its mark: the mark stands before it, or the cell's shade is the mark.
fn alone(style: &HouseStyle, reader: &Reader, cell: &Cell) -> Option<Pair> {
    let span = reader.trim(cell.span);
    if mark(style, reader.text(span)).is_some() {
        return None;
    }
    let (sign, text, kind) =
        boxed(style, reader, span).unwrap_or((Span::new(span.end, span.end), span, Mark::Empty));
    Some(Pair { text, mark: sign, kind, shaded: cell.shaded, alone: true })
}

/// "☒ Clean streets": the box, the words and what the box says.
pub(super) fn tick_box(style: &HouseStyle, reader: &Reader, span: Span) -> Option<Choice> {
    let (mark, label, kind) = boxed(style, reader, reader.trim(span))?;
    let words = reader.text(label);
    let names = words.chars().filter(|c| c.is_alphabetic()).count() > 3 && !words.contains(BOXES);
    names.then_some(Choice { label, mark: Some(mark), selected: kind == Mark::Sign })
}

/// A sign at the start, the words after it and what it says; letters are no signs here.
fn boxed(style: &HouseStyle, reader: &Reader, span: Span) -> Option<(Span, Span, Mark)> {
    let first = reader.text(span).chars().next().filter(|c| !c.is_alphanumeric())?;
    let sign = Span::new(span.start, span.start + first.len_utf8());
    let kind = mark(style, reader.text(sign)).filter(|m| matches!(m, Mark::Sign | Mark::Open))?;
    Some((sign, reader.trim(Span::new(sign.end, span.end)), kind))
}

/// A text and the mark behind it, or before it.
fn pair_of(style: &HouseStyle, reader: &Reader, cells: &[&Cell]) -> Option<Pair> {
    let [one, two] = cells else { return None };
    let pair = |text: &Cell, mark: &Cell, kind| Pair {
        text: text.span,
        mark: mark.span,
        kind,
        shaded: mark.shaded,
        alone: false,
    };
    let (first, second) = (mark(style, &cell_text(reader, one)), mark(style, &cell_text(reader, two)));
    match (first, second) {
        (None, Some(kind)) => Some(pair(one, two, kind)),
        (Some(kind), None) if !matches!(kind, Mark::Yes | Mark::No) => Some(pair(two, one, kind)),
        _ => None,
    }
}

/// Rows of a text and one mark, under a row whose cells over the marks say yes and no.
fn under_yes_and_no(style: &HouseStyle, reader: &Reader, rows: &[Row]) -> Option<Matrix> {
    let (head, rest) = rows.split_first()?;
    let (_, answers) = head.cells.split_first().filter(|(_, answers)| answers.len() > 1)?;
    let kind = |c: &Cell| mark(style, &cell_text(reader, c));
    let said: Option<Vec<(u32, Mark)>> = answers.iter().map(|c| kind(c).map(|k| (c.col, k))).collect();
    let said = said.filter(|s| s.iter().all(|(_, k)| matches!(k, Mark::Yes | Mark::No)))?;
    let both = said.iter().any(|(_, k)| *k == Mark::Yes) && said.iter().any(|(_, k)| *k == Mark::No);
    let choices: Vec<Choice> = rest.iter().map_while(|row| answered(style, reader, row, &said)).collect();
    let rows = 1 + choices.len();
    (both && rows > WORD_ROWS).then_some(Matrix { choices, rows, alone: false })
}

/// A text with at most one mark in the columns for answers.
fn answered(style: &HouseStyle, reader: &Reader, row: &Row, said: &[(u32, Mark)]) -> Option<Choice> {
    let (text, cells) = row.cells.split_first().filter(|(t, _)| !t.span.is_empty())?;
    let alike = cells.len() == said.len() && cells.iter().zip(said).all(|(c, (col, _))| c.col == *col);
    let marks: Option<Vec<Mark>> = cells.iter().map(|c| mark(style, &cell_text(reader, c))).collect();
    let marks = marks.filter(|_| alike)?;
    let chosen = |m: &Mark| matches!(m, Mark::Sign | Mark::Yes | Mark::No);
    let mut here = marks.iter().zip(cells).zip(said).filter(|((m, _), _)| chosen(m));
    let first = here.next();
    if here.next().is_some() {
        return None;
    }
    let selected = first.is_some_and(|(_, (_, answer))| *answer == Mark::Yes);
    Some(Choice { label: text.span, mark: first.map(|((_, cell), _)| cell.span), selected })
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
fn is_matrix(pairs: &[Pair], led: bool, after: bool) -> bool {
    let has = |kind: Mark| pairs.iter().any(|p| p.kind == kind);
    let words = pairs.iter().filter(|p| matches!(p.kind, Mark::Yes | Mark::No)).count();
    let shades = pairs.iter().filter(|p| p.shaded).count();
    let shaded = 0 < shades && shades < pairs.len();
    let signs = has(Mark::Sign) || has(Mark::Open);
    if pairs.iter().any(|p| p.alone) {
        // Texts alone are values of the merged label unless all carry a box or some are shaded.
        let plain = pairs.iter().all(|p| p.kind == Mark::Empty) && pairs.len() >= EMPTY_ROWS;
        return pairs.iter().all(|p| p.alone) && (signs && !has(Mark::Empty) || plain && (shaded || after));
    }
    let blank = pairs.iter().all(|p| p.kind == Mark::Empty) && (led || shaded) && pairs.len() >= EMPTY_ROWS;
    let answers = words == pairs.len() || has(Mark::Yes) && !signs;
    let words_alone = led && answers && pairs.len() >= WORD_ROWS;
    (signs && words == 0) || blank || words_alone || (led && signs)
}

fn choice(pair: &Pair, all: &[Pair]) -> Choice {
    let by_shade = all.iter().all(|p| p.kind == Mark::Empty) && all.iter().any(|p| p.shaded);
    let selected = matches!(pair.kind, Mark::Sign | Mark::Yes) || by_shade && pair.shaded;
    let printed = !pair.mark.is_empty();
    Choice { label: pair.text, mark: printed.then_some(pair.mark), selected }
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
        let found = matrix(style, &reader, &transcript.tables[0].rows, 0, false)?;
        let said = |c: &Choice| (reader.text(c.label).to_owned(), c.selected);
        Some((found.choices.iter().map(said).collect(), found.rows))
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

    #[test]
    fn a_head_of_yes_and_no_says_what_a_mark_means() {
        let found = read(&[
            &["Are there implications for", "Yes", "No"],
            &["Harbours", "X", ""],
            &["Lighthouses", "", "X"],
        ]);
        let (choices, taken) = found.expect("a matrix");
        assert_eq!((taken, choices), (3, vec![("Harbours".into(), true), ("Lighthouses".into(), false)]));
    }

    #[test]
    fn boxes_within_the_cells_under_a_merged_label() {
        let found = read(&[&["Attached", "☐ A map"], &["^", "☒ A plan of the quay"]]);
        let (choices, _) = found.expect("a matrix");
        assert_eq!(choices, [("A map".into(), false), ("A plan of the quay".into(), true)]);
        assert!(read(&[&["Consulted", "The ward"], &["^", "The parish"], &["^", "The port"]]).is_none());
    }

    #[test]
    fn yes_or_nothing_under_a_merged_label() {
        let (choices, _) =
            read(&[&["Aims", "Clean streets", "Yes"], &["^", "Warm homes", ""]]).expect("a matrix");
        assert_eq!(choices.iter().map(|c| c.1).collect::<Vec<_>>(), [true, false]);
    }
}
