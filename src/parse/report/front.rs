//! The front sheet: given the reader and where the first section begins, walks what stands before it and gives fields,
//! choices, the words of recommendations in a box, and the lines that are neither. Labels come from the vocabulary or from
//! their looks; every row is kept, known or not.

use super::blocks::{Block, blocks, left_edge, start, table};
use super::choices;
use super::label::{self, Labelled};
use super::sheet::Sheet;
use crate::house_style::HouseStyle;
use crate::model::report::{Choice, Field, Report};
use crate::model::span::Span;
use crate::model::tree::Taken;
use crate::parse::reader::{Paragraph, Reader};

/// A value's further lines stand this much right of the label, in points.
const VALUE_INDENT: f32 = 30.0;
/// Keys whose values are free text of many paragraphs.
const FREE_TEXT: [&str; 1] = ["summary"];

/// A table behind the first topic of a record is of its front sheet if it has so many different known labels.
const LEAST_KEYS: usize = 2;

/// What the front sheet gave.
#[derive(Default)]
pub(in crate::parse) struct Front {
    /// Its fields and choices.
    pub report: Report,
    /// Boxes of recommendations: their paragraphs.
    pub boxes: Vec<Vec<Span>>,
    /// Paragraphs that are no row, by index: the heading.
    pub heading: Vec<Span>,
    /// What took which words.
    pub taken: Vec<Taken>,
    /// The last matrix had texts alone, without cells for marks.
    pub texts_alone: bool,
    open: Open,
    /// Labels side by side that wait for the values below them.
    waiting: Vec<(Span, f32, f32)>,
}

/// What further paragraphs belong to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Open {
    /// Nothing.
    #[default]
    Nothing,
    /// The last field, whatever they look like.
    Field,
    /// The last field, if they stand under its value.
    Under(f32),
    /// The last box of recommendations.
    Box,
}

/// Reads what stands before byte `end`.
pub(in crate::parse) fn front(style: &HouseStyle, reader: &Reader, end: usize) -> Front {
    let mut front = Front::default();
    let sheet = Sheet { style, reader, skip: &[] };
    for block in blocks(reader).into_iter().take_while(|b| start(reader, *b) < end) {
        front.block(&sheet, block);
    }
    front
}

/// Reads a record of a decision without its topics, which stand in `skip`; from the first of them on, tables alone that
/// have several known labels.
pub(in crate::parse) fn around(
    style: &HouseStyle,
    reader: &Reader,
    skip: &[Span],
    first: Option<usize>,
) -> Front {
    let mut front = Front::default();
    let sheet = Sheet { style, reader, skip };
    for block in blocks(reader) {
        let after = first.is_some_and(|first| start(reader, block) >= first);
        let read = match block {
            Block::Paragraph(_) => !after,
            Block::Table(at) => !after || table(reader, at).is_some_and(|t| sheet.keys(t) >= LEAST_KEYS),
        };
        if read {
            front.block(&sheet, block);
        }
    }
    front
}

impl Front {
    fn block(&mut self, sheet: &Sheet, block: Block) {
        let (style, reader) = (sheet.style, sheet.reader);
        match block {
            Block::Paragraph(at) => {
                if let Some(paragraph) = reader.paragraphs.get(at) {
                    self.paragraph(style, reader, paragraph);
                }
            }
            Block::Table(at) => self.table(sheet, at),
        }
    }

    fn table(&mut self, sheet: &Sheet, at: usize) {
        let Some(found) = table(sheet.reader, at) else { return };
        let first = found.rows.first().and_then(|r| r.cells.first());
        let open = self.open;
        if !first.is_some_and(|c| c.span.is_empty() || c.col > 0) {
            self.open = Open::Nothing;
        }
        if sheet.read(found, self) {
            return;
        }
        self.open = open;
        let cells = found.rows.iter().flat_map(|r| &r.cells).filter(|c| !c.span.is_empty());
        for cell in cells {
            for paragraph in super::blocks::paragraphs_in(sheet.reader, cell.span) {
                self.paragraph(sheet.style, sheet.reader, paragraph);
            }
        }
    }

    /// Reads a paragraph: a label with its value, more of what is open, or a line of the heading.
    pub fn paragraph(&mut self, style: &HouseStyle, reader: &Reader, paragraph: &Paragraph) {
        let span = reader.trim(paragraph.span);
        if self.value_below(style, reader, span)
            || self.labels_side_by_side(style, reader, span)
            || self.tick_box(style, reader, span)
        {
            return;
        }
        match label::labelled(style, reader, span) {
            Some(found) if found.known || self.open != Open::Box => self.labelled(style, reader, found),
            _ => self.more(reader, span),
        }
    }

    fn labelled(&mut self, style: &HouseStyle, reader: &Reader, found: Labelled) {
        let key = label::key(style, reader.text(found.label));
        if key == Some("recommendation") {
            let first = (!found.value.is_empty()).then_some(found.value);
            return self.recommend(found.label, first.into_iter().collect());
        }
        let free = key.is_some_and(|k| FREE_TEXT.contains(&k));
        self.open = match left_edge(reader, found.label) {
            _ if found.value.is_empty() || free => Open::Field,
            Some(x0) => Open::Under(x0 + VALUE_INDENT),
            None => Open::Nothing,
        };
        let value: Vec<Span> = Some(found.value).filter(|v| !v.is_empty()).into_iter().collect();
        let open = self.open;
        self.field(
            reader,
            Field { label: found.label, key: key.map(str::to_owned), value, says: None },
            "label and value",
        );
        self.open = open;
    }

    /// A paragraph without label.
    fn more(&mut self, reader: &Reader, span: Span) {
        match self.open {
            Open::Field => self.go_on(span),
            Open::Under(x0) if left_edge(reader, span).is_some_and(|x| x >= x0) => self.go_on(span),
            Open::Under(_) if self.leads_on(reader) => self.go_on(span),
            Open::Box => {
                if let Some(last) = self.boxes.last_mut() {
                    last.push(span);
                }
            }
            Open::Under(_) | Open::Nothing => {
                self.open = Open::Nothing;
                self.head(span);
            }
        }
    }

    /// Adds a line of the heading.
    pub fn head(&mut self, span: Span) {
        let rule = "line of the heading";
        self.heading.push(span);
        self.taken.push(Taken { span, kind: "heading", rule, record: String::new() });
    }

    /// Whether the last value ends with a colon: what it leads to stands below it.
    fn leads_on(&self, reader: &Reader) -> bool {
        let last = self.report.fields.last().and_then(|f| f.value.last());
        last.is_some_and(|s| reader.text(*s).trim_end().ends_with(':'))
    }

    /// "DECISION BY: <gap> DECISION NO:" in one line, their values below.
    fn labels_side_by_side(&mut self, style: &HouseStyle, reader: &Reader, span: Span) -> bool {
        let pieces = pieces(reader, span);
        let known = |p: &Span| style.reports.labels.whole(reader.text(*p)).is_some();
        if pieces.len() < 2 || !pieces.iter().all(known) {
            return false;
        }
        self.close();
        self.waiting =
            pieces.iter().filter_map(|p| extent(reader, *p).map(|(x0, x1)| (*p, x0, x1))).collect();
        true
    }

    /// A short paragraph right below one of the labels that wait.
    fn value_below(&mut self, style: &HouseStyle, reader: &Reader, span: Span) -> bool {
        if self.waiting.is_empty() {
            return false;
        }
        let mut took = false;
        for piece in pieces(reader, span) {
            let Some((x0, x1)) = extent(reader, piece) else { continue };
            let middle = (x0 + x1) / 2.0;
            let at = self
                .waiting
                .iter()
                .position(|(_, from, to)| from - VALUE_INDENT < middle && middle < to + VALUE_INDENT);
            let Some(at) = at.filter(|_| x1 - x0 < 300.0) else { continue };
            let (label, ..) = self.waiting.remove(at);
            let label = super::blocks::without_colon(reader, label);
            let key = label::key(style, reader.text(label)).map(str::to_owned);
            self.field(reader, Field { label, key, value: vec![piece], says: None }, "label over value");
            took = true;
        }
        if !took {
            self.waiting.clear();
        }
        took
    }

    /// "☒ Clean streets": a choice of its own.
    fn tick_box(&mut self, style: &HouseStyle, reader: &Reader, span: Span) -> bool {
        let Some(choice) = choices::tick_box(style, reader, span) else { return false };
        self.choose(reader, vec![choice], None);
        true
    }

    /// Adds a field.
    pub fn field(&mut self, reader: &Reader, field: Field, rule: &'static str) {
        let record = || format!("fields[{}]", self.report.fields.len());
        let label = Taken { span: field.label, kind: "label", rule, record: record() };
        let values =
            field.value.iter().map(|span| Taken { span: *span, kind: "value", rule, record: record() });
        let taken: Vec<Taken> = std::iter::once(label).chain(values).collect();
        self.taken.extend(taken);
        self.open = Open::Nothing;
        if !reader.text(field.label).trim().is_empty() {
            self.report.fields.push(field);
        }
    }

    /// Adds words to the value of the last field, or to the last box.
    pub fn go_on(&mut self, span: Span) {
        if self.open == Open::Box {
            return self.boxes.last_mut().into_iter().for_each(|b| b.push(span));
        }
        let at = self.report.fields.len().saturating_sub(1);
        if let Some(last) = self.report.fields.last_mut() {
            last.value.push(span);
            let record = format!("fields[{at}]");
            self.taken.push(Taken { span, kind: "value", rule: "value goes on", record });
        }
    }

    /// Adds choices, and the words over them.
    pub fn choose(&mut self, reader: &Reader, choices: Vec<Choice>, over: Option<Span>) {
        let taken =
            |span: Span, record: String| Taken { span, kind: "choice", rule: "text beside a mark", record };
        for choice in choices {
            let record = format!("choices[{}]", self.report.choices.len());
            let spans = [Some(choice.label), choice.mark];
            self.taken.extend(spans.into_iter().flatten().map(|s| taken(s, record.clone())));
            self.report.choices.push(choice);
        }
        let over = over.filter(|s| {
            !reader.text(*s).trim().is_empty() && !self.report.choices.iter().any(|c| c.label == *s)
        });
        self.taken.extend(over.map(|s| Taken {
            span: s,
            kind: "heading",
            rule: "label of a matrix",
            record: String::new(),
        }));
    }

    /// A label merged over labels: it groups them and has no value.
    pub fn group(&mut self, span: Span) {
        let rule = "label over labels";
        self.taken.push(Taken { span, kind: "heading", rule, record: String::new() });
    }

    /// What comes below without a label belongs to the last field.
    pub fn goes_on_below(&mut self) {
        if self.open == Open::Nothing {
            self.open = Open::Field;
        }
    }

    /// Opens a box of recommendations with its first words.
    pub fn recommend(&mut self, label: Span, words: Vec<Span>) {
        self.taken.push(Taken {
            span: label,
            kind: "heading",
            rule: "label of recommendations",
            record: String::new(),
        });
        self.boxes.push(words);
        self.open = Open::Box;
    }

    /// Ends what is open.
    pub fn close(&mut self) {
        self.open = Open::Nothing;
        self.waiting.clear();
    }
}

/// The pieces of a paragraph between wide gaps.
fn pieces(reader: &Reader, span: Span) -> Vec<Span> {
    let text = reader.text(span);
    let mut at = span.start;
    let mut pieces = Vec::new();
    for piece in text.split('\t') {
        pieces.push(reader.trim(Span::new(at, at + piece.len())));
        at += piece.len() + 1;
    }
    pieces
}

/// From where to where the words of a span run, in points.
fn extent(reader: &Reader, span: Span) -> Option<(f32, f32)> {
    let words = reader.transcript.words_in(span);
    Some((words.first()?.rect.x0, words.last()?.rect.x1))
}
