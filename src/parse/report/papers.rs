//! Lists of papers: given the sections of a report, gives the entries of those that list background papers or appendices,
//! one a paragraph or row. A head over the rows is none; a new heading ends the list.

use super::blocks::{Block, blocks, has_at_most, is_bold, start, table};
use super::parts;
use crate::house_style::HouseStyle;
use crate::model::report::Section;
use crate::model::span::Span;
use crate::model::transcript::{Row, Table};
use crate::parse::reader::{Paragraph, Reader};

/// A bold line of at most this many words is a heading.
const HEADING_WORDS: usize = 14;

/// The entries of the sections of that kind.
pub(super) fn papers(style: &HouseStyle, reader: &Reader, sections: &[Section], kind: &str) -> Vec<Span> {
    let blocks = blocks(reader);
    let lists = sections.iter().filter(|s| s.kind == kind);
    lists.flat_map(|s| listed(style, reader, s.text, &blocks)).collect()
}

fn listed(style: &HouseStyle, reader: &Reader, within: Span, blocks: &[Block]) -> Vec<Span> {
    let mut entries: Vec<Span> = Vec::new();
    let inside = |b: &&Block| (within.start..within.end).contains(&start(reader, **b));
    for block in blocks.iter().filter(inside) {
        match block {
            Block::Paragraph(at) => {
                let Some(paragraph) = reader.paragraphs.get(*at) else { continue };
                if ends_list(style, reader, paragraph) {
                    break;
                }
                entries.extend(bare(reader, paragraph.span));
            }
            Block::Table(at) => {
                entries.extend(table(reader, *at).iter().flat_map(|t| rows(reader, t)));
            }
        }
    }
    entries.retain(|e| style.reports.no_papers.whole(reader.text(*e)).is_none());
    entries
}

/// A heading: bold and short, or known as one.
fn ends_list(style: &HouseStyle, reader: &Reader, paragraph: &Paragraph) -> bool {
    let text = reader.text(paragraph.span).trim();
    let known =
        style.reports.sections.whole(text).is_some() || style.reports.contacts.at_start(text).is_some();
    let short = has_at_most(text, HEADING_WORDS) && !text.contains('\t');
    short && (paragraph.bold || known)
}

/// The rows below the head of a table, one entry each.
fn rows(reader: &Reader, table: &Table) -> Vec<Span> {
    let head = |row: &Row| {
        let full: Vec<_> = row.cells.iter().filter(|c| !c.span.is_empty()).collect();
        table.rows.len() > 1 && !full.is_empty() && full.iter().all(|c| c.shaded || is_bold(reader, c.span))
    };
    let skipped = usize::from(table.rows.first().is_some_and(head));
    let whole = |row: &Row| {
        let spans = row.cells.iter().map(|c| c.span).filter(|s| !s.is_empty());
        spans.reduce(|a, b| a.cover(b))
    };
    table.rows.iter().skip(skipped).filter_map(whole).map(|s| reader.trim(s)).collect()
}

/// A paragraph without the bullet or number before it; a letter is a paper's own name ("A: Map of the quay").
fn bare(reader: &Reader, span: Span) -> Option<Span> {
    let span = reader.trim(span);
    let label = parts::label(reader, span).filter(|(l, _)| !reader.text(*l).contains(char::is_alphabetic));
    let text = label.map_or(Some(span), |(_, words)| words)?;
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house_style::Styles;
    use crate::parse::report::sample::{self, Text};

    #[test]
    fn a_heading_ends_the_list() {
        let styles = Styles::built_in().expect("styles");
        let style = styles.named("generic").expect("generic");
        let texts = ["6.1 The tide tables", "• A map", "None", "AUDIT TRAIL", "Version 2"];
        let texts = texts.map(|t| if t == "AUDIT TRAIL" { Text::words(t).bold() } else { Text::words(t) });
        let transcript = sample::transcript(&texts);
        let reader = Reader::new(&transcript);
        let all = Span::new(0, reader.body().len());
        let found = listed(style, &reader, all, &blocks(&reader));
        let found: Vec<&str> = found.iter().map(|s| reader.text(*s)).collect();
        assert_eq!(found, ["The tide tables", "A map"]);
    }
}
