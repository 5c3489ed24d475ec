//! Finds the pages of a file in order, with what they inherit (ISO 32000-1, 7.7.3), and the matrix that shows each: crop
//! box, rotation and unit. Trees with circles or beyond the depth limit are cut, not followed.

use crate::extract::matrix::Matrix;
use crate::extract::object::{Dictionary, Object};
use crate::extract::objects::{Objects, as_dictionary};
use crate::model::geometry::Rect;
use std::collections::HashSet;

/// US letter, the page where a file gives no usable box.
const FALLBACK_BOX: Rect = Rect { x0: 0.0, top: 0.0, x1: 612.0, bottom: 792.0 };

/// Boxes beyond this are nonsense (the largest page is 14,400 units wide; annex C).
const LARGEST_SIDE: f32 = 1e6;

/// One page before its content is read.
#[derive(Clone, Copy)]
pub struct PageNode<'d> {
    /// Its own dictionary.
    pub dictionary: &'d Dictionary,
    /// Its resources, own or inherited.
    pub resources: Option<&'d Dictionary>,
    /// Width in points, as shown.
    pub width: f32,
    /// Height in points, as shown.
    pub height: f32,
    /// From user space to points, origin top left of the page as shown, y down.
    pub matrix: Matrix,
}

/// The pages found, and whether some were left out.
#[derive(Default)]
pub struct PageList<'d> {
    /// In order.
    pub pages: Vec<PageNode<'d>>,
    /// There are more than the limit allows.
    pub more: bool,
}

/// What a node hands down.
#[derive(Clone, Copy, Default)]
struct Inherited<'d> {
    resources: Option<&'d Dictionary>,
    media: Option<Rect>,
    crop: Option<Rect>,
    rotation: i64,
}

/// A node still to be visited.
struct Visit<'d> {
    node: &'d Object,
    inherited: Inherited<'d>,
    depth: usize,
}

/// The pages of the tree, or, where it leads to none, those that are found without it.
pub fn found<'d>(objects: Objects<'d>, most: usize, deepest: usize) -> PageList<'d> {
    let list = list(objects, most, deepest);
    if list.pages.is_empty() { stray(objects, most) } else { list }
}

/// Walks the page tree.
fn list<'d>(objects: Objects<'d>, most: usize, deepest: usize) -> PageList<'d> {
    let mut found = PageList::default();
    let root = objects.catalog().and_then(|catalog| catalog.get(b"Pages"));
    let mut seen = HashSet::new();
    let mut open: Vec<Visit<'d>> = Vec::new();
    open.extend(root.map(|node| Visit { node, inherited: Inherited::default(), depth: 0 }));
    while let Some(visit) = open.pop() {
        if let Object::Reference(id) = visit.node
            && !seen.insert(*id)
        {
            continue;
        }
        if found.pages.len() >= most {
            found.more = true;
            break;
        }
        step(objects, &visit, deepest, &mut open, &mut found.pages);
    }
    found
}

/// Pages that no tree leads to, by object number: for files whose tree is lost.
fn stray<'d>(objects: Objects<'d>, most: usize) -> PageList<'d> {
    let is_page = |dictionary: &&'d Dictionary| objects.name(dictionary, b"Type") == Some(b"Page");
    let mut pages = objects.all().filter_map(as_dictionary).filter(is_page);
    let found = pages.by_ref().take(most).map(|dictionary| {
        let inherited = inherit(objects, dictionary, Inherited::default());
        place(objects, dictionary, inherited)
    });
    PageList { pages: found.collect(), more: pages.next().is_some() }
}

fn step<'d>(
    objects: Objects<'d>,
    visit: &Visit<'d>,
    deepest: usize,
    open: &mut Vec<Visit<'d>>,
    pages: &mut Vec<PageNode<'d>>,
) {
    let Some(dictionary) = as_dictionary(objects.follow(visit.node)) else { return };
    let inherited = inherit(objects, dictionary, visit.inherited);
    match objects.array(dictionary, b"Kids") {
        // A node with kids is no page, whatever its Type says.
        Some(kids) if visit.depth < deepest => {
            let visits = kids.iter().rev().map(|node| Visit { node, inherited, depth: visit.depth + 1 });
            open.extend(visits);
        }
        Some(_) => {}
        None if objects.name(dictionary, b"Type") == Some(b"Pages") => {}
        None => pages.push(place(objects, dictionary, inherited)),
    }
}

fn inherit<'d>(objects: Objects<'d>, dictionary: &'d Dictionary, from: Inherited<'d>) -> Inherited<'d> {
    Inherited {
        resources: objects.dictionary(dictionary, b"Resources").or(from.resources),
        media: page_box(objects, dictionary, b"MediaBox").or(from.media),
        crop: page_box(objects, dictionary, b"CropBox").or(from.crop),
        rotation: objects.integer(dictionary, b"Rotate").unwrap_or(from.rotation),
    }
}

fn page_box<'d>(objects: Objects<'d>, dictionary: &'d Dictionary, key: &[u8]) -> Option<Rect> {
    let [x0, y0, x1, y1] = objects.numbers(dictionary, key)?;
    let found = Rect::new(x0, y0, x1, y1);
    let sane = found.width() >= 1.0 && found.height() >= 1.0;
    (sane && found.width() < LARGEST_SIDE && found.height() < LARGEST_SIDE).then_some(found)
}

/// The visible box is the part of the crop box within the media box (14.11.2).
fn place<'d>(objects: Objects<'d>, dictionary: &'d Dictionary, inherited: Inherited<'d>) -> PageNode<'d> {
    let media = inherited.media.unwrap_or(FALLBACK_BOX);
    let visible = inherited.crop.and_then(|crop| crop.intersection(&media)).unwrap_or(media);
    let unit =
        objects.number(dictionary, b"UserUnit").filter(|unit| (0.01..=1e4).contains(unit)).unwrap_or(1.0);
    let (matrix, width, height) = shown(&visible, inherited.rotation, unit);
    PageNode { dictionary, resources: inherited.resources, width, height, matrix }
}

/// The matrix, width and height of a box (user space, so its `top` is the lower y) turned clockwise by `rotation`.
fn shown(visible: &Rect, rotation: i64, unit: f32) -> (Matrix, f32, f32) {
    let (width, height) = (visible.width(), visible.height());
    let (turned, width, height) = match rotation.rem_euclid(360) / 90 {
        1 => (Matrix::new([0.0, 1.0, 1.0, 0.0, -visible.top, -visible.x0]), height, width),
        2 => (Matrix::new([-1.0, 0.0, 0.0, 1.0, visible.x1, -visible.top]), width, height),
        3 => (Matrix::new([0.0, -1.0, -1.0, 0.0, visible.bottom, visible.x1]), height, width),
        _ => (Matrix::new([1.0, 0.0, 0.0, -1.0, -visible.x0, visible.bottom]), width, height),
    };
    (turned.then(&Matrix::new([unit, 0.0, 0.0, unit, 0.0, 0.0])), width * unit, height * unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::objects::Loaded;

    const BOX: Rect = Rect { x0: 10.0, top: 20.0, x1: 110.0, bottom: 220.0 };

    #[test]
    fn the_upper_left_corner_as_shown_is_the_origin() {
        assert_eq!(shown(&BOX, 0, 1.0).0.apply(10.0, 220.0), (0.0, 0.0));
        // Turned clockwise by a quarter, the lower left corner comes to the upper left.
        assert_eq!(shown(&BOX, 90, 1.0).0.apply(10.0, 20.0), (0.0, 0.0));
        assert_eq!(shown(&BOX, 180, 1.0).0.apply(110.0, 20.0), (0.0, 0.0));
        assert_eq!(shown(&BOX, -90, 1.0).0.apply(110.0, 220.0), (0.0, 0.0));
        assert_eq!(shown(&BOX, 90, 2.0).1, 400.0);
    }

    #[test]
    fn attributes_are_inherited_and_circles_end() {
        let mut document = Loaded::default();
        let root = document.new_object_id();
        let page = document.add_object(dictionary! { "Type" => "Page" });
        let kids = vec![Object::Reference(root), Object::Reference(page), Object::Reference(page)];
        let media = vec![0.into(), 0.into(), 300.into(), 400.into()];
        let node = dictionary! { "Type" => "Pages", "Kids" => kids, "MediaBox" => media, "Rotate" => 90 };
        document.objects.insert(root, node.into());
        let catalog = document.add_object(dictionary! { "Pages" => Object::Reference(root) });
        document.trailer = dictionary! { "Root" => Object::Reference(catalog) };
        let found = list(Objects::new(&document), 10, 10);
        let sizes: Vec<(f32, f32)> = found.pages.iter().map(|page| (page.width, page.height)).collect();
        assert_eq!(sizes, [(400.0, 300.0)]);
    }
}
