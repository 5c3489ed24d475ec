//! A table of the front sheet: given its rows, gives fields, choices and the cells that hold recommendations. Reads label
//! beside value, several pairs in a row, header cells over values, labels merged over rows and labels within the value's
//! own cell. A table that shows no label at all gives nothing.

use super::blocks::{cell_text, is_bold, paragraphs_in, without_colon, word_count};
use super::choices;
use super::front::Front;
use super::label;
use crate::house_style::HouseStyle;
use crate::model::report::{Choice, Field};
use crate::model::span::Span;
use crate::model::transcript::{Cell, Row, Table};
use crate::parse::reader::Reader;

/// A label has at most this many words.
const LABEL_WORDS: usize = 16;
/// A header cell over a value has at most this many.
const HEADER_WORDS: usize = 6;

/// Lines with a box each are choices where there are at least this many.
const LEAST_BOXES: usize = 2;

/// What a table is read with.
pub(super) struct Sheet<'a, 't> {
    /// The words.
    pub style: &'a HouseStyle,
    /// The text.
    pub reader: &'a Reader<'t>,
    /// What is no part of the front sheet: rows that stand there are passed over.
    pub skip: &'a [Span],
}

impl Sheet<'_, '_> {
    /// Reads a table into the front sheet; false if it is no part of one.
    pub fn read(&self, table: &Table, front: &mut Front) -> bool {
        if table.columns < 2 || !self.is_front(table, front) {
            return false;
        }
        let mut at = 0;
        while at < table.rows.len() {
            let begun = table.rows.get(at).and_then(|r| r.cells.iter().find(|c| !c.span.is_empty()));
            let skipped = begun.is_some_and(|c| self.skip.iter().any(|s| s.holds(c.span)));
            at += if skipped { 1 } else { self.rows(&table.rows, at, front).max(1) };
        }
        true
    }

    /// How many different known labels a table has.
    pub fn keys(&self, table: &Table) -> usize {
        let mut keys: Vec<&str> =
            table.rows.iter().flat_map(|r| &r.cells).filter_map(|c| self.key(c)).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.len()
    }

    /// Whether some cell shows that this is a front sheet: a known label, or a matrix of choices.
    fn is_front(&self, table: &Table, front: &Front) -> bool {
        let known = |cell: &Cell| self.key(cell).is_some() || self.holds_pair(cell);
        let labels = table.rows.iter().flat_map(|r| &r.cells).filter(|c| known(c)).count();
        let begun = !front.report.fields.is_empty();
        let goes_on = begun
            && table
                .rows
                .iter()
                .all(|r| r.cells.first().is_some_and(|c| self.is_label(c) || c.span.is_empty()));
        let matrix = || (0..table.rows.len()).any(|at| self.matrix(&table.rows, at, front).is_some());
        labels > 0 || goes_on && table.columns == 2 || begun && matrix()
    }

    /// Reads the rows that begin at `at`; gives how many they are.
    fn rows(&self, rows: &[Row], at: usize, front: &mut Front) -> usize {
        if let Some(found) = self.matrix(rows, at, front) {
            front.texts_alone = found.alone;
            let over = rows.get(at).and_then(|r| r.cells.first()).map(|c| c.span);
            front.choose(self.reader, found.choices, over);
            return found.rows;
        }
        if let [head, values, ..] = rows.get(at..).unwrap_or(&[])
            && self.is_header(head, values)
        {
            self.headed(head, values, front);
            return 2;
        }
        if let [label, value, ..] = rows.get(at..).unwrap_or(&[])
            && let Some((label, value)) = self.stacked(rows, label, value)
        {
            self.pair(label, &[value], front);
            front.goes_on_below();
            return 2;
        }
        if let Some(row) = rows.get(at) {
            self.row(row, front);
        }
        1
    }

    /// A label that takes its whole row over a value that takes the next: set like a row with a known label.
    fn stacked<'r>(&self, rows: &[Row], label: &'r Row, value: &'r Row) -> Option<(&'r Cell, &'r Cell)> {
        let (label, value) = (only(label)?, only(value)?);
        let stands_out = |c: &Cell| c.shaded || is_bold(self.reader, c.span);
        let alike = |c: &Cell| c.shaded == label.shaded && stands_out(c) && self.key(c).is_some();
        let known = rows.iter().flat_map(|r| &r.cells).any(alike);
        let set_apart = stands_out(label) && !stands_out(value) && label.col == value.col;
        (set_apart && known && self.is_label(label) && !self.holds_pair(label)).then_some((label, value))
    }

    fn matrix(&self, rows: &[Row], at: usize, front: &Front) -> Option<choices::Matrix> {
        let labelled = rows
            .get(at)
            .and_then(|r| r.cells.first())
            .is_some_and(|c| c.row_span < 2 && self.key(c).is_some());
        if labelled {
            return None;
        }
        choices::matrix(self.style, self.reader, rows, at, front.texts_alone)
    }

    /// A row of header cells over a row of values.
    fn is_header(&self, head: &Row, values: &Row) -> bool {
        let full: Vec<&Cell> = head.cells.iter().filter(|c| !c.span.is_empty()).collect();
        let known = full.iter().filter(|c| self.key(c).is_some()).count();
        let stands_out = |c: &Cell| c.shaded || is_bold(self.reader, c.span);
        let all =
            full.iter().all(|c| (self.key(c).is_some() || stands_out(c)) && self.words(c) <= HEADER_WORDS);
        let below = || values.cells.iter().filter(|c| !c.span.is_empty());
        let plain = below().count() > 0 && below().all(|c| self.key(c).is_none() && !self.holds_pair(c));
        let aligned = head.cells.len() == values.cells.len()
            && head.cells.iter().zip(&values.cells).all(|(h, v)| h.col == v.col);
        full.len() > 1 && full.len() == head.cells.len() && aligned && all && plain && known * 2 > full.len()
    }

    fn headed(&self, head: &Row, values: &Row, front: &mut Front) {
        for (label, value) in head.cells.iter().zip(&values.cells) {
            self.pair(label, &[value], front);
        }
    }

    fn row(&self, row: &Row, front: &mut Front) {
        let full: Vec<&Cell> = row.cells.iter().filter(|c| !c.span.is_empty()).collect();
        let [first, rest @ ..] = full.as_slice() else { return };
        if full.iter().filter(|c| self.holds_pair(c)).count() * 2 > full.len() {
            return full.iter().for_each(|c| self.lines(c, front));
        }
        match rest {
            _ if first.col > 0 && front.report.fields.is_empty() && self.key(first).is_none() => {
                full.iter().for_each(|c| self.beside_crest(c, front));
            }
            [] if front.report.fields.is_empty() && self.has_pair(first) => self.lines(first, front),
            [] if first.col > 0 || self.is_continued(row, front) => front.go_on(first.span),
            [] if row.cells.len() > 1 && self.is_label(first) => self.pair(first, &[], front),
            [] => self.lines(first, front),
            _ if first.col > 0 && row.cells.first().is_some_and(|c| c.span.is_empty()) => {
                self.go_on(&full, front)
            }
            _ if !self.is_label(first) => {}
            _ => self.pairs(&full, front),
        }
    }

    /// A cell by itself in a row whose label is merged down from above.
    fn is_continued(&self, row: &Row, front: &Front) -> bool {
        row.cells.first().is_some_and(|c| c.col > 0) && !front.report.fields.is_empty()
    }

    fn go_on(&self, cells: &[&Cell], front: &mut Front) {
        match cells {
            [label, value] if self.key(label).is_some() => self.pair(label, &[value], front),
            _ => cells.iter().for_each(|c| front.go_on(c.span)),
        }
    }

    /// Label, value, label, value …; a value may take several cells.
    fn pairs(&self, cells: &[&Cell], front: &mut Front) {
        let mut rest = match cells {
            [first, rest @ ..]
                if rest.len() > 1
                    && first.row_span > 1
                    && rest.first().is_some_and(|c| self.key(c).is_some()) =>
            {
                front.group(first.span);
                rest
            }
            _ => cells,
        };
        while let [label, tail @ ..] = rest {
            let next =
                tail.iter().skip(1).position(|c| self.opens_pair(c, label)).map_or(tail.len(), |at| at + 1);
            let (values, more) = tail.split_at_checked(next).unwrap_or((tail, &[]));
            self.pair(label, values, front);
            rest = more;
        }
    }

    /// Whether a cell further right is a label set like the row's first.
    fn opens_pair(&self, cell: &Cell, first: &Cell) -> bool {
        let alike = cell.shaded == first.shaded
            && is_bold(self.reader, cell.span) == is_bold(self.reader, first.span);
        let colon = cell_text(self.reader, cell).ends_with(':');
        self.key(cell).is_some() && alike || colon && self.is_label(cell)
    }

    fn pair(&self, label: &Cell, values: &[&Cell], front: &mut Front) {
        let span = without_colon(self.reader, label.span);
        let key = self.key(label);
        let values: Vec<Span> = values.iter().map(|c| c.span).filter(|s| !s.is_empty()).collect();
        if key == Some("recommendation") {
            let paragraphs = values.iter().flat_map(|v| paragraphs_in(self.reader, *v)).map(|p| p.span);
            return front.recommend(span, paragraphs.collect());
        }
        if let Some(boxes) = self.boxes(&values) {
            return front.choose(self.reader, boxes, Some(label.span));
        }
        front.field(
            self.reader,
            Field { label: span, key: key.map(str::to_owned), value: values, says: None },
            "label beside value",
        );
    }

    /// Several lines with a box each: choices, and no value.
    fn boxes(&self, values: &[Span]) -> Option<Vec<Choice>> {
        let lines = || values.iter().flat_map(|v| paragraphs_in(self.reader, *v)).map(|p| p.span);
        let boxes: Option<Vec<Choice>> =
            lines().map(|l| choices::tick_box(self.style, self.reader, l)).collect();
        boxes.filter(|found| found.len() >= LEAST_BOXES)
    }

    /// A cell beside a crest, before any other label: the title, at times the number of the paper, and known labels.
    fn beside_crest(&self, cell: &Cell, front: &mut Front) {
        for paragraph in paragraphs_in(self.reader, cell.span) {
            let span = self.reader.trim(paragraph.span);
            let is_row = label::known(self.style, self.reader, span).is_some();
            match front.report.fields.is_empty() && !is_row {
                true => front.head(span),
                false => front.paragraph(self.style, self.reader, paragraph),
            }
        }
    }

    /// A cell that holds label and value, or is a box of its own: read line by line.
    fn lines(&self, cell: &Cell, front: &mut Front) {
        for paragraph in paragraphs_in(self.reader, cell.span) {
            front.paragraph(self.style, self.reader, paragraph);
        }
    }

    /// A cell whose words are "Label: value" with a known label, or such a label over its value.
    fn holds_pair(&self, cell: &Cell) -> bool {
        let [first, rest @ ..] = paragraphs_in(self.reader, cell.span) else { return false };
        let found = label::known(self.style, self.reader, self.reader.trim(first.span));
        let below = rest.first().is_some_and(|p| {
            let text = self.reader.text(p.span).trim_end();
            !is_bold(self.reader, p.span) && !text.ends_with(':') && !text.starts_with('(')
        });
        found.is_some_and(|l| !l.value.is_empty() || below)
    }

    /// A cell in which some line is a known label, with or without its value.
    fn has_pair(&self, cell: &Cell) -> bool {
        let lines = paragraphs_in(self.reader, cell.span).iter();
        lines.map(|p| self.reader.trim(p.span)).any(|s| label::known(self.style, self.reader, s).is_some())
    }

    fn is_label(&self, cell: &Cell) -> bool {
        let text = cell_text(self.reader, cell);
        !text.is_empty()
            && (self.key(cell).is_some() || word_count(&text) <= LABEL_WORDS && !text.ends_with('.'))
    }

    fn words(&self, cell: &Cell) -> usize {
        word_count(&cell_text(self.reader, cell))
    }

    fn key(&self, cell: &Cell) -> Option<&str> {
        let text = cell_text(self.reader, cell);
        (word_count(&text) <= LABEL_WORDS).then(|| label::key(self.style, &text)).flatten()
    }
}

/// The one cell that a row has.
fn only(row: &Row) -> Option<&Cell> {
    match row.cells.as_slice() {
        [cell] if !cell.span.is_empty() => Some(cell),
        _ => None,
    }
}
