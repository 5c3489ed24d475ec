//! Bookmarks (ISO 32000-1, 12.3.3): walks the outline of a file and gives each entry's words, its depth and the page it
//! leads to. Entries that lead to no page of the file are left out; circles end.

use crate::extract::object::{Dictionary, Object};
use crate::extract::objects::{Objects, as_dictionary, as_number};
use crate::extract::page_tree::PageNode;
use crate::extract::text_string;
use crate::model::page::Bookmark;
use std::collections::HashMap;

/// Entries read at most.
pub const MOST: usize = 20_000;
/// Levels of an outline, or of a tree of names, at most.
const DEEPEST: usize = 24;

/// The pages of the file by the place of their dictionaries in memory, which tells them apart.
type Numbers<'d> = HashMap<*const Dictionary, (u32, PageNode<'d>)>;

/// The bookmarks in the order in which a reader sees them.
pub fn bookmarks<'d>(objects: Objects<'d>, pages: &[PageNode<'d>]) -> Vec<Bookmark> {
    let Some(root) = objects.catalog().and_then(|catalog| objects.dictionary(catalog, b"Outlines")) else {
        return Vec::new();
    };
    let numbers =
        pages.iter().zip(1..).map(|(node, number)| (std::ptr::from_ref(node.dictionary), (number, *node)));
    let walk = Walk { objects, pages: numbers.collect() };
    let mut found = Vec::new();
    let mut left = MOST;
    walk.level(root, 1, &mut left, &mut found);
    found
}

struct Walk<'d> {
    objects: Objects<'d>,
    pages: Numbers<'d>,
}

impl<'d> Walk<'d> {
    fn level(&self, parent: &'d Dictionary, level: u8, left: &mut usize, found: &mut Vec<Bookmark>) {
        let mut next = self.objects.dictionary(parent, b"First");
        while let Some(entry) = next.filter(|_| *left > 0) {
            *left -= 1;
            found.extend(self.bookmark(entry, level));
            if usize::from(level) < DEEPEST {
                self.level(entry, level + 1, left, found);
            }
            next = self.objects.dictionary(entry, b"Next");
        }
    }

    fn bookmark(&self, entry: &'d Dictionary, level: u8) -> Option<Bookmark> {
        let title = self.objects.get(entry, b"Title").and_then(|title| title.as_str());
        let title = title.map(text_string::decode).unwrap_or_default();
        let (number, top) = self.target(self.destination(entry)?)?;
        Some(Bookmark { title: title.trim().to_owned(), level, page: number, top })
    }

    /// Where an entry leads: its own destination, or that of its action (12.6.4.2).
    fn destination(&self, entry: &'d Dictionary) -> Option<&'d Object> {
        self.objects.get(entry, b"Dest").or_else(|| {
            let action = self.objects.dictionary(entry, b"A")?;
            self.objects.get(action, b"D")
        })
    }

    /// The page of a destination, and how far below the page's head it begins, in points; a name is looked up.
    fn target(&self, destination: &'d Object) -> Option<(u32, f32)> {
        let array: &[Object] = match destination {
            Object::Array(array) => array,
            Object::Name(name) => self.named(name)?,
            Object::String(name) => self.named(name)?,
            _ => return None,
        };
        let page = as_dictionary(self.objects.follow(array.first()?))?;
        let (number, node) = self.pages.get(&std::ptr::from_ref(page))?;
        let at = |index: usize| array.get(index).and_then(|value| as_number(self.objects.follow(value)));
        let y = match array.get(1).and_then(|kind| kind.as_name()) {
            Some(b"XYZ") => at(3),
            Some(b"FitH" | b"FitBH") => at(2),
            Some(b"FitR") => at(5),
            _ => None,
        };
        Some((*number, y.map_or(0.0, |y| node.matrix.apply(0.0, y).1.min(node.height).max(0.0))))
    }

    /// A destination by its name (12.3.2.3): from the tree of names, or the older dictionary.
    fn named(&self, name: &[u8]) -> Option<&'d [Object]> {
        let catalog = self.objects.catalog()?;
        let tree = self
            .objects
            .dictionary(catalog, b"Names")
            .and_then(|names| self.objects.dictionary(names, b"Dests"));
        let found = tree.and_then(|tree| self.in_tree(tree, name, DEEPEST));
        let found = found.or_else(|| self.objects.get(self.objects.dictionary(catalog, b"Dests")?, name))?;
        match found {
            Object::Array(array) => Some(array),
            other => self.objects.get(as_dictionary(other)?, b"D")?.as_array(),
        }
    }

    fn in_tree(&self, node: &'d Dictionary, name: &[u8], deepest: usize) -> Option<&'d Object> {
        let text = |object: &'d Object| self.objects.follow(object).as_str();
        if let Some([low, high, ..]) = self.objects.array(node, b"Limits")
            && let (Some(low), Some(high)) = (text(low), text(high))
            && !(low..=high).contains(&name)
        {
            return None;
        }
        if let Some(names) = self.objects.array(node, b"Names") {
            let found = names.chunks_exact(2).find(|pair| pair.first().and_then(text) == Some(name));
            return found.and_then(|pair| pair.get(1)).map(|object| self.objects.follow(object));
        }
        let kids = self.objects.array(node, b"Kids").filter(|_| deepest > 0)?;
        kids.iter()
            .filter_map(|kid| as_dictionary(self.objects.follow(kid)))
            .find_map(|kid| self.in_tree(kid, name, deepest - 1))
    }
}
