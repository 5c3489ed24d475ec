//! Tables that go on over pages: given the blocks of all pages, joins a table at a page's head to the one at the foot of
//! the page before if their columns are the same. Repeated header rows become furniture, a row cut by the page's end
//! becomes one.

use super::blocks::{Block, BodyLine};
use super::lines::RawLine;
use super::paragraphs::Column;
use super::sheet::{RawCell, RawTable};
use crate::model::transcript::Region;

/// Columns that begin within so many points are the same.
const SAME_EDGE: f32 = 6.0;

/// A page's blocks in reading order.
#[derive(Debug)]
pub(super) struct Leaf {
    /// Page number, from 1.
    pub number: u32,
    pub blocks: Vec<Block>,
}

/// Joins what goes on from page to page; gives the repeated header rows, which are furniture.
pub(super) fn join(leaves: &mut [Leaf]) -> Vec<(u32, BodyLine)> {
    leaves.iter_mut().for_each(tell_page);
    let mut repeats = Vec::new();
    let mut open: Option<usize> = None;
    for at in 0..leaves.len() {
        let Some((before, [leaf, ..])) = leaves.split_at_mut_checked(at) else { break };
        let home = open.and_then(|home| before.get_mut(home)).and_then(|leaf| leaf.blocks.last_mut());
        if let Some(Block::Table(home)) = home
            && let Some(Block::Table(table)) = leaf.blocks.first()
            && goes_on(home, table)
        {
            if let Block::Table(table) = leaf.blocks.remove(0) {
                repeats.extend(append(home, table, leaf.number));
            }
            if leaf.blocks.is_empty() {
                continue;
            }
        }
        open = matches!(leaf.blocks.last(), Some(Block::Table(_))).then_some(at);
    }
    repeats
}

fn tell_page(leaf: &mut Leaf) {
    for block in &mut leaf.blocks {
        if let Block::Table(table) = block {
            table.rows.iter_mut().flatten().for_each(|cell| cell.page = leaf.number);
        }
    }
}

/// Whether the columns of one table are those of the other, or some of them.
fn goes_on(home: &RawTable, table: &RawTable) -> bool {
    if home.tagged.is_some() && home.tagged == table.tagged {
        return true;
    }
    let sides =
        same_edge(home.rect.x0, table.rect.x0) && (!home.ruled || same_edge(home.rect.x1, table.rect.x1));
    let (fine, coarse) = if home.edges.len() < table.edges.len() { (table, home) } else { (home, table) };
    let known = |edge: &f32| fine.edges.iter().any(|e| same_edge(*e, *edge));
    let enough = home.ruled || home.edges.len() == table.edges.len();
    home.ruled == table.ruled && sides && enough && coarse.edges.iter().all(known)
}

fn same_edge(a: f32, b: f32) -> bool {
    (a - b).abs() < SAME_EDGE
}

/// Adds the rows of the table; gives the lines of the header rows that it repeats.
fn append(home: &mut RawTable, mut table: RawTable, number: u32) -> Vec<(u32, BodyLine)> {
    if home.tagged.is_some() && home.edges.len() == table.edges.len() {
        // The structure counts the columns; their text may begin further left or right than on the page before.
    } else if home.edges.len() < table.edges.len() {
        let edges = table.edges.clone();
        onto(home, edges);
    } else {
        onto(&mut table, home.edges.clone());
    }
    let heads = repeated_heads(home, &table);
    let column = Column::new(table.rect.x0, table.rect.x1);
    let mut rows = table.rows.into_iter();
    let repeats = rows
        .by_ref()
        .take(heads)
        .flatten()
        .flat_map(|c| c.lines)
        .map(|line| (number, BodyLine { line, region: Region::Head, underlined: false, column }));
    let repeats = repeats.collect();
    let mut rows = rows.peekable();
    if let (Some(last), Some(first)) = (home.rows.last_mut(), rows.peek())
        && is_rest(last, first)
    {
        let rest = rows.next().unwrap_or_default();
        rest.into_iter().for_each(|cell| extend(last, cell, number));
    }
    home.rows.extend(rows);
    repeats
}

/// Counts the columns of the table by these finer edges.
fn onto(table: &mut RawTable, edges: Vec<f32>) {
    let place = |edge: f32| edges.iter().position(|e| same_edge(*e, edge)).unwrap_or(0);
    let starts: Vec<usize> = table.edges.iter().map(|e| place(*e)).collect();
    let start = |col: usize| starts.get(col).copied().unwrap_or(edges.len());
    for cell in table.rows.iter_mut().flatten() {
        let end = start(cell.col + cell.col_span);
        cell.col = start(cell.col);
        cell.col_span = end.saturating_sub(cell.col).max(1);
    }
    table.edges = edges;
}

/// How many rows at the head of the table say what the first rows of the other said.
fn repeated_heads(home: &RawTable, table: &RawTable) -> usize {
    let alike =
        |(a, b): &(&Vec<RawCell>, &Vec<RawCell>)| same_words(a, b) && b.iter().any(|c| !c.lines.is_empty());
    let count = home.rows.iter().zip(&table.rows).take_while(alike).count();
    if count < table.rows.len() { count } else { 0 }
}

fn same_words(a: &[RawCell], b: &[RawCell]) -> bool {
    let words = |row: &[RawCell]| -> Vec<(usize, String)> {
        let words =
            |c: &RawCell| c.lines.iter().flat_map(|l| l.words.iter()).map(|w| w.text.as_str()).collect();
        row.iter().map(|c| (c.col, words(c))).collect()
    };
    a.len() == b.len() && words(a) == words(b)
}

/// Whether the first row of a page is the rest of the last row of the page before: what is in it goes on in cells that
/// were left in mid-sentence.
fn is_rest(last: &[RawCell], first: &[RawCell]) -> bool {
    let above = |cell: &RawCell| last.iter().find(|c| c.col == cell.col).filter(|c| !c.lines.is_empty());
    let mut filled = first.iter().filter(|c| !c.lines.is_empty()).peekable();
    let label = first.first().filter(|c| !c.lines.is_empty());
    let unlabelled = label.is_none() && last.first().is_some_and(|c| !c.lines.is_empty());
    let flows =
        |cell: &RawCell| above(cell).is_some_and(|c| is_unclosed(c) && (unlabelled || starts_small(cell)));
    filled.peek().is_some()
        && first.len() > 1
        && label.is_none_or(flows)
        && first.iter().any(|c| !c.lines.is_empty() && flows(c))
        && filled.all(|c| above(c).is_some())
}

fn lines_of(cell: &RawCell) -> impl DoubleEndedIterator<Item = &RawLine> {
    cell.lines.iter().chain(cell.further.iter().map(|(_, line)| line))
}

fn is_unclosed(cell: &RawCell) -> bool {
    let last = lines_of(cell).next_back().and_then(|l| l.words.last());
    last.is_some_and(|w| !w.text.ends_with(['.', ':', ';', '!', '?']))
}

fn starts_small(cell: &RawCell) -> bool {
    let first = cell.lines.first().and_then(|l| l.words.first());
    first.is_some_and(|w| w.text.starts_with(char::is_lowercase))
}

fn extend(row: &mut [RawCell], cell: RawCell, number: u32) {
    if let Some(home) = row.iter_mut().find(|c| c.col == cell.col) {
        home.further.extend(cell.lines.into_iter().map(|line| (number, line)));
    }
}
