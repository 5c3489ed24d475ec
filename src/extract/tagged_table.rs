//! One table of a tagged file (ISO 32000-1, 14.8.4.3.4): given its element, gives its cells by row and column, merges
//! counted, and the marks that are the content of each. Knows nothing of the page.

use crate::extract::object::{Dictionary, Object};
use crate::extract::objects::as_dictionary;
use crate::extract::structure::{DEEPEST, Reader};
use crate::model::structure::TaggedCell;

/// Rows of a table at most. Longer ones are sheets of figures, a line each, which alignment tells as well; reading the
/// thousands of elements of one takes as long as reading its pages.
pub const MOST_TABLE_ROWS: usize = 60;
/// Columns of a table at most.
const MOST_COLUMNS: usize = 200;
/// Rows that a cell may cover.
const MOST_ROWS: usize = 5_000;

/// A cell with its content: places of pages, and identifiers of marks on them.
pub struct FoundCell {
    /// Its place and spans, without glyphs.
    pub cell: TaggedCell,
    /// Its content.
    pub content: Vec<(usize, u32)>,
}

/// A table being read.
pub struct Table<'r, 'd> {
    reader: &'r mut Reader<'d>,
    cells: Vec<FoundCell>,
    row: usize,
    /// For each column, how many rows from this one on a cell from above still covers.
    covered: Vec<usize>,
    /// A cell holds a table, or the table is larger than any: not one to read rows from.
    unfit: bool,
}

impl<'r, 'd> Table<'r, 'd> {
    /// The cells of the table, row by row; `None` where it is not one to read rows from.
    pub fn read(reader: &'r mut Reader<'d>, element: &'d Dictionary) -> Option<Vec<FoundCell>> {
        let page = reader.page(element);
        let mut table = Self { reader, cells: Vec::new(), row: 0, covered: Vec::new(), unfit: false };
        table.rows(element, page, DEEPEST);
        (!table.unfit).then_some(table.cells)
    }

    /// The elements among the kids, each with its role and page; counts them.
    fn elements(
        &mut self,
        element: &'d Dictionary,
        page: Option<usize>,
    ) -> Vec<(&'d [u8], &'d Dictionary, Option<usize>)> {
        let kids = self.reader.kids(element);
        self.unfit |= kids.len() > self.reader.left;
        self.reader.left = self.reader.left.saturating_sub(kids.len());
        if self.unfit {
            return Vec::new();
        }
        let reader = &self.reader;
        let found = kids.iter().filter_map(|kid| {
            let kid = as_dictionary(reader.objects.follow(kid))?;
            Some((reader.role(kid)?, kid, reader.page(kid).or(page)))
        });
        found.collect()
    }

    /// The rows of a table, or of its head, body or foot.
    fn rows(&mut self, element: &'d Dictionary, page: Option<usize>, deepest: usize) {
        self.unfit |= self.reader.kids(element).len() > MOST_TABLE_ROWS || self.row > MOST_TABLE_ROWS;
        if self.unfit {
            return;
        }
        for (role, kid, page) in self.elements(element, page) {
            match role {
                b"TR" => self.row(kid, page),
                b"THead" | b"TBody" | b"TFoot" if deepest > 0 => self.rows(kid, page, deepest - 1),
                _ => {}
            }
        }
    }

    fn row(&mut self, element: &'d Dictionary, page: Option<usize>) {
        let mut col = 0;
        for (role, kid, page) in self.elements(element, page) {
            if matches!(role, b"TD" | b"TH") {
                col = self.cell(kid, page, col);
            }
        }
        self.covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        self.row += 1;
    }

    /// Puts a cell into the first column from this one on that no cell from above covers; gives the column behind it.
    fn cell(&mut self, element: &'d Dictionary, page: Option<usize>, from: usize) -> usize {
        let free = self.covered.iter().skip(from).position(|rows| *rows == 0);
        let col = free.map_or(self.covered.len().max(from), |free| from + free);
        let row_span = self.span(element, b"RowSpan", MOST_ROWS);
        let col_span = self.span(element, b"ColSpan", MOST_COLUMNS);
        let end = col + col_span;
        if end > MOST_COLUMNS {
            self.unfit = true;
            return col;
        }
        self.covered.resize(self.covered.len().max(end), 0);
        self.covered.iter_mut().take(end).skip(col).for_each(|rows| *rows = row_span);
        let mut content = Vec::new();
        self.content(element, page, DEEPEST, &mut content);
        let cell = TaggedCell { row: self.row, col, row_span, col_span, glyphs: Vec::new() };
        self.cells.push(FoundCell { cell, content });
        end
    }

    /// The marks below an element: bare identifiers, references to them (14.7.4.2), and those of further elements.
    fn content(
        &mut self,
        element: &'d Dictionary,
        page: Option<usize>,
        deepest: usize,
        found: &mut Vec<(usize, u32)>,
    ) {
        let kids = self.reader.kids(element);
        self.unfit |= kids.len() > self.reader.left || deepest == 0;
        self.reader.left = self.reader.left.saturating_sub(kids.len());
        for kid in kids {
            if self.unfit {
                return;
            }
            match self.reader.objects.follow(kid) {
                Object::Integer(mark) => found.extend(page.zip(u32::try_from(*mark).ok())),
                Object::Dictionary(kid) => self.content_of(kid, page, deepest, found),
                _ => {}
            }
        }
    }

    fn content_of(
        &mut self,
        kid: &'d Dictionary,
        page: Option<usize>,
        deepest: usize,
        found: &mut Vec<(usize, u32)>,
    ) {
        let page = self.reader.page(kid).or(page);
        if let Some(role) = self.reader.role(kid) {
            self.unfit |= role == b"Table";
            self.content(kid, page, deepest - 1, found);
        } else if !kid.has(b"Stm") {
            let mark = self.reader.objects.integer(kid, b"MCID").and_then(|mark| u32::try_from(mark).ok());
            found.extend(page.zip(mark));
        }
    }
}

impl<'d> Table<'_, 'd> {
    /// An attribute of a cell (14.8.5.7), its own or of its class: how many rows or columns it covers.
    fn span(&self, element: &'d Dictionary, key: &[u8], most: usize) -> usize {
        let own = element.get(b"A").and_then(|own| self.attribute(own, key));
        let class = || {
            let classes = self.reader.objects.dictionary(self.reader.root, b"ClassMap")?;
            let name = self.reader.objects.name(element, b"C")?;
            self.attribute(classes.get(name)?, key)
        };
        let span = own.or_else(class).and_then(|span| usize::try_from(span).ok());
        span.unwrap_or(1).clamp(1, most)
    }

    /// One attribute object, or several with numbers of revisions between them.
    fn attribute(&self, owner: &'d Object, key: &[u8]) -> Option<i64> {
        let of = |object: &'d Object| {
            self.reader.objects.integer(as_dictionary(self.reader.objects.follow(object))?, key)
        };
        match self.reader.objects.follow(owner) {
            Object::Array(several) => several.iter().find_map(of),
            one => of(one),
        }
    }
}
