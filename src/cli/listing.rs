//! The listing of `explain`: given a reading, gives one line for each stretch of a transcript's line, with its page, the
//! kind of text it was taken for, the rule that took it and the entry it went into. Text no rule took says
//! `unrecognised`. Knows nothing of any rule.

use super::screen;
use crate::model::diagnostic::Diagnostic;
use crate::model::span::Span;
use crate::model::transcript::{Line, Region};
use crate::model::tree::Taken;
use crate::pipeline::Reading;
use std::fmt::Write;

/// What a column's width is at most; longer words push their own line only.
const WIDEST: usize = 28;

struct Row<'r> {
    page: u32,
    kind: &'r str,
    rule: &'r str,
    record: &'r str,
    words: &'r str,
}

/// Which pages a reading is of, as the heading of its listing.
pub fn pages(reading: &Reading) -> String {
    let number = |page: Option<&crate::model::page::Page>| page.map_or(0, |p| p.number);
    let pages = &reading.pages.pages;
    format!(
        "==== pages {} to {}: {}\n",
        number(pages.first()),
        number(pages.last()),
        reading.tree.kind.as_str()
    )
}

/// The whole listing: its lines, then what was noticed, then the share recognised.
pub fn lines(reading: &Reading) -> String {
    let rows: Vec<Row<'_>> =
        reading.transcript.lines.iter().flat_map(|line| rows_of(reading, line)).collect();
    let width =
        |cell: fn(&Row<'_>) -> usize| rows.iter().map(cell).filter(|w| *w <= WIDEST).max().unwrap_or(0);
    let (kind, rule, record) = (width(|r| r.kind.len()), width(|r| r.rule.len()), width(|r| r.record.len()));
    let mut text = String::new();
    for row in &rows {
        let words = screen::printable(&row.words.replace('\n', " ⏎ ").replace('\t', " ⇥ "));
        let _ = writeln!(
            text,
            "{:>4}  {:kind$}  {:rule$}  {:record$}  {words}",
            row.page, row.kind, row.rule, row.record
        );
    }
    text + &noticed(reading) + &result(reading)
}

fn rows_of<'r>(reading: &'r Reading, line: &'r Line) -> Vec<Row<'r>> {
    let words = line.span.of(&reading.transcript.text);
    let bare = |kind| vec![Row { page: line.page, kind, rule: "", record: "", words }];
    let rows: Vec<Row<'_>> = taken_in(reading, line.span).map(|t| row(reading, line, t)).collect();
    if rows.is_empty() { bare(untaken(line.region)) } else { rows }
}

fn taken_in(reading: &Reading, span: Span) -> impl Iterator<Item = &Taken> {
    reading.tree.taken.iter().filter(move |t| t.span.overlaps(span))
}

fn row<'r>(reading: &'r Reading, line: &Line, taken: &'r Taken) -> Row<'r> {
    let common = Span::new(line.span.start.max(taken.span.start), line.span.end.min(taken.span.end));
    let words = common.of(&reading.transcript.text).trim();
    Row { page: line.page, kind: taken.kind, rule: taken.rule, record: &taken.record, words }
}

/// What a line that no rule took is shown as: furniture is meant to be left.
fn untaken(region: Region) -> &'static str {
    match region {
        Region::Body => "unrecognised",
        Region::Head => "head",
        Region::Foot => "foot",
        Region::PageNumber => "page number",
        Region::Watermark => "watermark",
        Region::Margin => "margin",
    }
}

fn noticed(reading: &Reading) -> String {
    let stages = [&reading.pages.diagnostics, &reading.transcript.diagnostics, &reading.tree.diagnostics];
    let line = |d: &Diagnostic| {
        let page = d.place.map(|p| format!("page {}: ", p.page)).unwrap_or_default();
        screen::printable(&format!("{} {page}{}\n", d.code.as_str(), d.message))
    };
    stages.into_iter().flatten().map(line).collect()
}

fn result(reading: &Reading) -> String {
    let tree = &reading.tree;
    let (kind, style) = (tree.kind.as_str(), &tree.house_style);
    format!("\n{kind}, read by {style}: {:.1} % of the text recognised\n", tree.recognised * 100.0)
}
