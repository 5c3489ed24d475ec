//! Contact sections: given one, gives its lines as streams in which persons follow each other. Under heads side by side
//! ("Report Author:   Relevant Director:") each column is a stream; anything else is read line by line. A section ends
//! with its page, or where prose begins.

use super::blocks::{is_bold, word_count};
use super::label;
use super::officers::{CONTACT, Piece, lines, role, slot};
use crate::house_style::HouseStyle;
use crate::model::report::Section;
use crate::model::span::Span;
use crate::model::transcript::Word;
use crate::parse::reader::Reader;

/// A line of so many words is prose: the contacts have ended.
const PROSE: usize = 16;
/// Words further apart than so many times their size stand in two columns.
const GAP: f32 = 1.4;
/// A word belongs to a column that begins at most so many points right of it.
const SLACK: f32 = 6.0;
/// Lines whose tops differ by so much of the type size stand side by side.
const LEVEL: f32 = 0.6;
/// Lines further apart than so many times the type size begin a new block.
const APART: f32 = 1.9;

/// Words of one line in one column.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    span: Span,
    x0: f32,
    top: f32,
    size: f32,
}

/// The streams of a contact section.
pub(super) fn streams(style: &HouseStyle, reader: &Reader, section: &Section) -> Vec<Vec<Piece>> {
    let named = role(label::key(style, reader.text(section.title))).unwrap_or(CONTACT);
    let rows = rows(reader, section.text);
    let prose = |row: &Vec<Stretch>| row.iter().any(|s| word_count(reader.text(s.span)) >= PROSE);
    let rows: Vec<Vec<Stretch>> = rows.into_iter().take_while(|row| !prose(row)).collect();
    let heads =
        |row: &Vec<Stretch>| row.len() > 1 && row.iter().all(|s| role(head(style, reader, s.span)).is_some());
    match rows.iter().position(heads) {
        Some(at) => by_columns(style, reader, rows.get(at..).unwrap_or(&[]), named),
        None => vec![by_lines(style, reader, &rows, named)],
    }
}

/// Line by line, as the text runs.
fn by_lines(style: &HouseStyle, reader: &Reader, rows: &[Vec<Stretch>], named: &'static str) -> Vec<Piece> {
    let whole = rows.iter().flatten().map(|s| s.span).reduce(|a, b| a.cover(b)).unwrap_or_default();
    let all = lines(reader, whole).into_iter().flat_map(|piece| match piece {
        Piece::Line(line, opens) => read_label(style, reader, line, opens),
        other => vec![other],
    });
    std::iter::once(Piece::Role(named)).chain(all).collect()
}

/// A stream for each of the heads in the first row.
fn by_columns(
    style: &HouseStyle,
    reader: &Reader,
    rows: &[Vec<Stretch>],
    named: &'static str,
) -> Vec<Vec<Piece>> {
    let heads: Vec<f32> = rows.first().into_iter().flatten().map(|s| s.x0).collect();
    let mut streams = vec![vec![Piece::Role(named)]; heads.len()];
    let mut above: Vec<Option<Stretch>> = vec![None; heads.len()];
    for stretch in rows.iter().flatten() {
        let column = heads.iter().rposition(|x0| *x0 <= stretch.x0 + SLACK).unwrap_or(0);
        let (Some(stream), Some(above)) = (streams.get_mut(column), above.get_mut(column)) else { continue };
        let opens = above.is_none_or(|a| stretch.top - a.top > APART * stretch.size);
        stream.extend(read_label(style, reader, stretch.span, opens));
        *above = Some(*stretch);
    }
    streams
}

/// The words of the first page of a stretch of text, by rows and, within, by columns.
fn rows(reader: &Reader, span: Span) -> Vec<Vec<Stretch>> {
    let words = reader.transcript.words_in(span);
    let page = words.first().map_or(0, |w| w.page);
    let mut words: Vec<&Word> = words.iter().filter(|w| w.page == page).collect();
    words.sort_by(|a, b| a.rect.top.total_cmp(&b.rect.top));
    let mut rows: Vec<Vec<&Word>> = Vec::new();
    for word in words {
        let top = rows.last().and_then(|r| r.first()).map_or(f32::MIN, |w| w.rect.top);
        match rows.last_mut() {
            Some(row) if word.rect.top - top <= LEVEL * word.size_pt => row.push(word),
            _ => rows.push(vec![word]),
        }
    }
    rows.into_iter().map(stretches).collect()
}

/// The word is the next in the text: words of two columns may stand close.
fn follows(before: Span, word: Span) -> bool {
    (before.end..=before.end + 1).contains(&word.start)
}

/// The words of a row, parted where the gap is wide.
fn stretches(mut row: Vec<&Word>) -> Vec<Stretch> {
    row.sort_by(|a, b| a.rect.x0.total_cmp(&b.rect.x0));
    let mut found: Vec<(Stretch, f32)> = Vec::new();
    for word in row {
        match found.last_mut() {
            Some((stretch, right))
                if word.rect.x0 - *right <= GAP * word.size_pt && follows(stretch.span, word.span) =>
            {
                stretch.span = stretch.span.cover(word.span);
                *right = word.rect.x1;
            }
            _ => {
                let (x0, top) = (word.rect.x0, word.rect.top);
                found.push((Stretch { span: word.span, x0, top, size: word.size_pt }, word.rect.x1));
            }
        }
    }
    found.into_iter().map(|(stretch, _)| stretch).collect()
}

/// The key of a label that stands alone.
fn head(style: &HouseStyle, reader: &Reader, span: Span) -> Option<&'static str> {
    let text = reader.text(span);
    let bare = text.trim_end_matches([':', ' ']);
    let key = style.reports.labels.whole(bare)?.value;
    let contact = style.reports.contacts.whole(bare).is_some();
    let marked = text.trim_end().ends_with(':') || is_bold(reader, span);
    slot(Some(key)).or_else(|| role(Some(key)).filter(|_| contact || marked))
}

/// A line of a contact section: a label alone, a label and its words, or words.
fn read_label(style: &HouseStyle, reader: &Reader, line: Span, opens: bool) -> Vec<Piece> {
    if let Some(key) = head(style, reader, line) {
        return role(Some(key)).map(Piece::Role).into_iter().collect();
    }
    let labelled = label::known(style, reader, line).filter(|l| !l.value.is_empty());
    let Some(found) = labelled else { return vec![Piece::Line(line, opens)] };
    let key = label::key(style, reader.text(found.label));
    match (role(key), slot(key)) {
        (Some(role), _) => vec![Piece::Role(role), Piece::Line(found.value, true)],
        (None, Some(slot)) => vec![Piece::Slot(slot, found.value)],
        (None, None) => Vec::new(),
    }
}
