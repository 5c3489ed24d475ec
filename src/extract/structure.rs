//! The tables of a tagged file (ISO 32000-1, 14.7 and 14.8.4.3.4). Given pages on which marked runs stand beside one
//! another, asks of those runs alone to which table they belong, by way of the parent tree, and reads the tables that it
//! meets so: a structure tree may hold tens of thousands of objects, and most files have no use for any of them.

use crate::extract::object::{Dictionary, Object};
use crate::extract::objects::{Objects, as_dictionary};
use crate::extract::page_tree::PageNode;
use crate::extract::runs::PageRuns;
use crate::extract::tagged_table::{FoundCell, Table};
use crate::model::page::Page;
use crate::model::structure::{TaggedCell, TaggedTable};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// Elements of the structure that are looked at in one file.
pub const MOST_ELEMENTS: usize = 200_000;
/// Elements, or nodes of the parent tree, within one another at most.
pub const DEEPEST: usize = 24;

/// Whether the file has a structure.
pub fn is_tagged(objects: Objects<'_>) -> bool {
    objects.catalog().is_some_and(|catalog| catalog.has(b"StructTreeRoot"))
}

/// Tells each page of the tables in which runs stand beside one another; `runs` are those of the pages at these places.
pub fn tell<'d>(
    objects: Objects<'d>,
    nodes: &[PageNode<'d>],
    runs: &[(usize, PageRuns)],
    pages: &mut [Page],
) {
    let root = objects.catalog().and_then(|catalog| objects.dictionary(catalog, b"StructTreeRoot"));
    let Some(root) = root.filter(|_| !runs.is_empty()) else { return };
    let mut reader = Reader {
        objects,
        root,
        roles: objects.dictionary(root, b"RoleMap"),
        pages: nodes.iter().zip(0..).map(|(node, at)| (std::ptr::from_ref(node.dictionary), at)).collect(),
        homes: HashMap::new(),
        rows: HashMap::new(),
        tables: Vec::new(),
        left: MOST_ELEMENTS,
    };
    for (at, runs) in runs {
        if let Some(node) = nodes.get(*at) {
            reader.find_tables(node, &runs.beside);
        }
    }
    let ranges =
        runs.iter().map(|(at, runs)| (*at, runs.ranges(pages.get(*at).map_or(0, |p| p.glyphs.len()))));
    let ranges: BTreeMap<usize, Ranges> = ranges.collect();
    for (table, number) in reader.tables.into_iter().zip(0..) {
        for (at, cells) in by_page(table, &ranges) {
            if let Some(page) = pages.get_mut(at) {
                page.tagged.push(TaggedTable { number, cells });
            }
        }
    }
}

/// The glyphs of a page by the identifier of their mark, sorted.
type Ranges = Vec<(u32, Range<usize>)>;

/// The cells of a table by the page on which they have glyphs.
fn by_page(table: Vec<FoundCell>, ranges: &BTreeMap<usize, Ranges>) -> BTreeMap<usize, Vec<TaggedCell>> {
    let mut pages: BTreeMap<usize, Vec<TaggedCell>> = BTreeMap::new();
    for FoundCell { cell, mut content } in table {
        content.sort_unstable();
        for part in content.chunk_by(|a, b| a.0 == b.0) {
            let Some((at, ranges)) = part.first().and_then(|(at, _)| Some((*at, ranges.get(at)?))) else {
                continue;
            };
            let glyphs: Vec<Range<usize>> =
                part.iter().flat_map(|(_, mark)| of_mark(ranges, *mark)).collect();
            if !glyphs.is_empty() {
                pages.entry(at).or_default().push(TaggedCell { glyphs, ..cell.clone() });
            }
        }
    }
    pages
}

fn of_mark(ranges: &Ranges, mark: u32) -> impl Iterator<Item = Range<usize>> + '_ {
    let from = ranges.partition_point(|(known, _)| *known < mark);
    ranges.iter().skip(from).take_while(move |(known, _)| *known == mark).map(|(_, range)| range.clone())
}

/// Where an element stands: the innermost table round it, and the row and the cell of that, each by its place in memory.
#[derive(Clone, Copy, Default)]
struct Home<'d> {
    table: Option<&'d Dictionary>,
    row: Option<*const Dictionary>,
    cell: Option<*const Dictionary>,
}

/// Reads the structure of one file.
pub struct Reader<'d> {
    /// The objects of the file.
    pub objects: Objects<'d>,
    /// The root of the structure.
    pub root: &'d Dictionary,
    roles: Option<&'d Dictionary>,
    /// The pages by the place of their dictionaries in memory, which tells them apart.
    pages: HashMap<*const Dictionary, usize>,
    /// The elements, likewise, from which the way up was gone.
    homes: HashMap<*const Dictionary, Home<'d>>,
    /// The row in which each table, likewise, first showed cells side by side; none once the table is read.
    rows: HashMap<*const Dictionary, Option<*const Dictionary>>,
    tables: Vec<Vec<FoundCell>>,
    /// Elements that may still be looked at.
    pub left: usize,
}

impl<'d> Reader<'d> {
    /// Reads the tables in which two rows have cells whose marks stand side by side, on this page or on those before.
    fn find_tables(&mut self, node: &PageNode<'d>, beside: &[(u32, u32)]) {
        let parents = self.objects.integer(node.dictionary, b"StructParents");
        let tree = self.objects.dictionary(self.root, b"ParentTree");
        let found = parents.zip(tree).and_then(|(key, tree)| self.number(tree, key, DEEPEST));
        let Some(Object::Array(elements)) = found else { return };
        for (left, right) in beside {
            if let (Some(table), Some(row)) = self.row_of(elements, *left, *right)
                && self.is_second(table, row)
            {
                let read = Table::read(self, table);
                self.tables.extend(read);
            }
        }
    }

    /// The table and the row in which two marks stand in different cells.
    fn row_of(
        &mut self,
        elements: &'d [Object],
        left: u32,
        right: u32,
    ) -> (Option<&'d Dictionary>, Option<*const Dictionary>) {
        let left = self.home_of(elements, left);
        if left.table.is_none() || left.cell.is_none() {
            return (None, None);
        }
        let right = self.home_of(elements, right);
        let apart = right.cell.is_some() && left.cell != right.cell && left.row == right.row;
        if apart { (left.table, left.row) } else { (None, None) }
    }

    /// Whether the table has shown another row before, and was not read yet.
    fn is_second(&mut self, table: &'d Dictionary, row: *const Dictionary) -> bool {
        let first = self.rows.entry(std::ptr::from_ref(table)).or_insert(Some(row));
        first.is_some_and(|first| first != row) && first.take().is_some()
    }

    fn home_of(&mut self, elements: &'d [Object], mark: u32) -> Home<'d> {
        let element = usize::try_from(mark).ok().and_then(|at| elements.get(at));
        let element = element.and_then(|element| as_dictionary(self.objects.follow(element)));
        element.map(|element| self.climb(element)).unwrap_or_default()
    }

    /// The value of a number in a number tree (7.9.7).
    fn number(&self, node: &'d Dictionary, key: i64, deepest: usize) -> Option<&'d Object> {
        if let Some([Object::Integer(low), Object::Integer(high), ..]) = self.objects.array(node, b"Limits")
            && !(low..=high).contains(&&key)
        {
            return None;
        }
        if let Some(numbers) = self.objects.array(node, b"Nums") {
            let found = numbers.chunks_exact(2).find(|pair| pair.first() == Some(&Object::Integer(key)));
            return found.and_then(|pair| pair.get(1)).map(|value| self.objects.follow(value));
        }
        let kids = self.objects.array(node, b"Kids").filter(|_| deepest > 0)?;
        let mut kids = kids.iter().filter_map(|kid| as_dictionary(self.objects.follow(kid)));
        kids.find_map(|kid| self.number(kid, key, deepest - 1))
    }

    /// Goes up from an element to the innermost table round it.
    fn climb(&mut self, element: &'d Dictionary) -> Home<'d> {
        let (mut home, mut way, mut next) = (Home::default(), Vec::new(), Some(element));
        while let Some(element) = next.filter(|_| self.left > 0 && way.len() < DEEPEST) {
            if let Some(known) = self.homes.get(&std::ptr::from_ref(element)) {
                home = *known;
                break;
            }
            self.left -= 1;
            let role = self.role(element);
            way.push((element, role));
            if role == Some(b"Table") {
                break;
            }
            next = self.objects.dictionary(element, b"P");
        }
        for (element, role) in way.into_iter().rev() {
            let place = std::ptr::from_ref(element);
            match role {
                Some(b"Table") => home = Home { table: Some(element), ..Home::default() },
                Some(b"TR") => (home.row, home.cell) = (Some(place), None),
                Some(b"TD" | b"TH") => home.cell = Some(place),
                _ => {}
            }
            self.homes.insert(place, home);
        }
        home
    }

    /// The standard type of an element (14.7.3): roles may lead to roles.
    pub fn role(&self, element: &'d Dictionary) -> Option<&'d [u8]> {
        let mut role = self.objects.name(element, b"S")?;
        for _ in 0..DEEPEST {
            match self.roles.and_then(|roles| self.objects.name(roles, role)) {
                Some(other) if other != role => role = other,
                _ => break,
            }
        }
        Some(role)
    }

    /// The kids of an element: one, or an array of them.
    pub fn kids(&self, element: &'d Dictionary) -> &'d [Object] {
        match element.get(b"K").map(|kids| self.objects.follow(kids)) {
            Some(Object::Array(kids)) => kids,
            Some(Object::Null) | None => &[],
            Some(one) => std::slice::from_ref(one),
        }
    }

    /// The place of the page that an element names.
    pub fn page(&self, element: &'d Dictionary) -> Option<usize> {
        let page = self.objects.dictionary(element, b"Pg")?;
        self.pages.get(&std::ptr::from_ref(page)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::objects::Loaded;
    use crate::extract::page_tree;
    use crate::extract::runs::Runs;
    use crate::model::geometry::Rect;
    use crate::model::page::Glyph;

    /// Cells of a table by row: the attributes of each; every cell has one mark, in order.
    fn document(rows: &[&[Dictionary]]) -> Loaded {
        let mut document = Loaded::default();
        let (table, page) = (document.new_object_id(), document.new_object_id());
        let (mut kids, mut parents, mut mark) = (Vec::new(), Vec::new(), 0);
        for row in rows {
            let id = document.new_object_id();
            let mut cells = Vec::new();
            for attributes in *row {
                let cell = dictionary! { "S" => "TD", "P" => id, "Pg" => page, "K" => mark, "A" => attributes.clone() };
                cells.push(Object::Reference(document.add_object(cell)));
                mark += 1;
            }
            parents.extend(cells.clone());
            document.objects.insert(id, dictionary! { "S" => "TR", "P" => table, "K" => cells }.into());
            kids.push(id.into());
        }
        document.objects.insert(table, dictionary! { "S" => "Grid", "K" => kids }.into());
        let root = document.add_object(dictionary! {
            "K" => table,
            "RoleMap" => dictionary! { "Grid" => "Table", "Loop" => "Loop" },
            "ParentTree" => dictionary! { "Nums" => vec![7.into(), parents.into()] }
        });
        document.objects.insert(page, dictionary! { "Type" => "Page", "StructParents" => 7 }.into());
        let pages = document.add_object(dictionary! { "Kids" => vec![page.into()] });
        let catalog = document.add_object(dictionary! { "Pages" => pages, "StructTreeRoot" => root });
        document.trailer = dictionary! { "Root" => catalog };
        document
    }

    /// Row, column and spans of the cells told of a page whose marks stand in these columns, each row below the other.
    fn told(document: &Loaded, columns: &[u8]) -> Vec<[usize; 4]> {
        let (mut runs, mut page) = (Runs::default(), Page::default());
        let (mut left, mut y) = (0, 0.0);
        for ((column, mark), at) in columns.iter().zip(0..).zip(0..) {
            y += if *column <= left { 20.0 } else { 0.0 };
            left = *column;
            let x = f32::from(*column) * 100.0;
            let rect = Rect::new(x, y, x + 6.0, y + 10.0);
            let (font, flags) = Default::default();
            runs.turn(at, Some(mark), false);
            page.glyphs.push(Glyph { ch: 'a', rect, baseline: y + 8.0, size_pt: 10.0, font, flags });
        }
        let runs: Vec<_> = runs.take(&page).map(|found| (0, found)).into_iter().collect();
        let objects = Objects::new(document);
        let nodes = page_tree::found(objects, 10, 10).pages;
        let mut pages = [page];
        tell(objects, &nodes, &runs, &mut pages);
        let cells = pages.iter().flat_map(|p| &p.tagged).flat_map(|t| &t.cells);
        cells.map(|c| [c.row, c.col, c.row_span, c.col_span]).collect()
    }

    #[test]
    fn cells_count_their_rows_and_columns() {
        let plain = Dictionary::default;
        let over = |key: &str| dictionary! { "O" => "Table", key => 2 };
        let rows =
            [&[over("RowSpan"), plain()][..], &[plain()], &[over("ColSpan"), plain()], &[plain(), plain()]];
        let found = told(&document(&rows), &[0, 1, 1, 0, 1, 0, 1]);
        let expected = [
            [0, 0, 2, 1],
            [0, 1, 1, 1],
            [1, 1, 1, 1],
            [2, 0, 1, 2],
            [2, 2, 1, 1],
            [3, 0, 1, 1],
            [3, 1, 1, 1],
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn one_row_of_cells_is_not_worth_a_look() {
        let row = [Dictionary::default(), Dictionary::default()];
        assert!(told(&document(&[&row]), &[0, 1]).is_empty());
    }

    #[test]
    fn a_structure_that_holds_itself_ends() {
        let row = [Dictionary::default(), Dictionary::default()];
        let mut document = document(&[&row, &row]);
        let head = document.new_object_id();
        document
            .objects
            .insert(head, dictionary! { "S" => "THead", "K" => vec![head.into(), head.into()] }.into());
        for object in document.objects.values_mut() {
            let Object::Dictionary(element) = &*object else { continue };
            if element.get(b"S").and_then(Object::as_name) == Some(b"Grid") {
                let rows = element.get(b"K").and_then(Object::as_array).unwrap().iter().cloned();
                let kids: Vec<Object> = rows.chain([head.into()]).collect();
                *object = dictionary! { "S" => "Grid", "K" => kids }.into();
            }
        }
        assert!(told(&document, &[0, 1, 0, 1]).is_empty(), "too large to be a table");
    }
}
