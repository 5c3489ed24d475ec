//! A transcript as plain text for people: given a transcript, gives each page's words in reading order, running heads
//! first and feet last; a wide gap is three spaces, an opening paragraph has a blank line above. Knows nothing of
//! files or of what the words mean.

use crate::model::transcript::{Line, Region, Transcript};

/// What a wide gap within a line becomes, and what stands between the cells of a row.
const GAP: &str = "   ";

/// Pieces of furniture whose baselines lie nearer than this, in points, stand on one line.
const SAME_LINE: f32 = 2.0;

/// The text of each page, in order, every line ending with `\n`.
pub fn pages(transcript: &Transcript) -> Vec<String> {
    let mut by_page: Vec<Vec<&Line>> = transcript.pages.iter().map(|_| Vec::new()).collect();
    let mut at = 0;
    for line in &transcript.lines {
        if transcript.pages.get(at).is_none_or(|p| p.number != line.page) {
            at = transcript.pages.partition_point(|p| p.number < line.page);
        }
        if let Some(lines) = by_page.get_mut(at) {
            lines.push(line);
        }
    }
    by_page.iter().map(|lines| page(transcript, lines)).collect()
}

/// The whole text, a form feed between pages.
pub fn document(transcript: &Transcript) -> String {
    pages(transcript).join("\u{c}")
}

fn page(transcript: &Transcript, lines: &[&Line]) -> String {
    let body: Vec<&Line> = lines.iter().copied().filter(|l| is_body(l)).collect();
    let top = body.iter().map(|l| l.rect.top).fold(f32::INFINITY, f32::min);
    let (mut heads, mut feet): (Vec<&Line>, Vec<&Line>) =
        lines.iter().filter(|l| !is_body(l)).partition(|l| l.rect.top < top);
    heads.sort_by(|a, b| a.rect.top.total_cmp(&b.rect.top));
    feet.sort_by(|a, b| a.rect.top.total_cmp(&b.rect.top));
    let parts = [furniture(transcript, &heads), body_text(transcript, &body), furniture(transcript, &feet)];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join("\n")
}

/// A note at the margin stands in the order of the body, after its paragraph.
fn is_body(line: &Line) -> bool {
    matches!(line.region, Region::Body | Region::Margin)
}

fn furniture(transcript: &Transcript, lines: &[&Line]) -> String {
    let mut text = String::new();
    for row in lines.chunk_by(|a, b| (a.baseline - b.baseline).abs() < SAME_LINE) {
        for (i, line) in row.iter().enumerate() {
            text.push_str(if i > 0 { GAP } else { "" });
            push_words(&mut text, transcript, line);
        }
        text.push('\n');
    }
    text
}

fn body_text(transcript: &Transcript, lines: &[&Line]) -> String {
    let mut text = String::new();
    for row in lines.chunk_by(|a, b| same_row(a, b)) {
        if row.first().is_some_and(|l| l.opens_paragraph && l.cell.is_none()) && !text.is_empty() {
            text.push('\n');
        }
        let between = if one_line_a_cell(row) { GAP } else { "\n" };
        for (i, line) in row.iter().enumerate() {
            text.push_str(if i > 0 { between } else { "" });
            push_words(&mut text, transcript, line);
        }
        text.push('\n');
    }
    text
}

fn same_row(a: &Line, b: &Line) -> bool {
    matches!((a.cell, b.cell), (Some(a), Some(b)) if a.table == b.table && a.row == b.row)
}

/// A row of short cells reads best on one line; a row of paragraphs does not.
fn one_line_a_cell(row: &[&Line]) -> bool {
    row.windows(2).all(|pair| matches!(pair, [a, b] if a.cell != b.cell))
}

fn push_words(text: &mut String, transcript: &Transcript, line: &Line) {
    for (i, piece) in line.span.of(&transcript.text).split('\t').enumerate() {
        text.push_str(if i > 0 { GAP } else { "" });
        text.push_str(piece);
    }
}
