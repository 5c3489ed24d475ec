//! What the structure of a tagged file says of the tables of a page (ISO 32000-1, 14.8.4.3.4): cells by row and column,
//! and which glyphs stand in each. Said by the producer, who may be wrong; layout holds it against the page.

use std::ops::Range;

/// A table, so far as it stands on one page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TaggedTable {
    /// The same on every page on which the table stands.
    pub number: u32,
    /// Its cells that have glyphs on the page, row by row.
    pub cells: Vec<TaggedCell>,
}

/// A cell, by its place among the rows and columns of the whole table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TaggedCell {
    /// Its first row, from 0.
    pub row: usize,
    /// Its first column, from 0.
    pub col: usize,
    /// How many rows it covers.
    pub row_span: usize,
    /// How many columns it covers.
    pub col_span: usize,
    /// Its glyphs, as ranges of the page's.
    pub glyphs: Vec<Range<usize>>,
}
