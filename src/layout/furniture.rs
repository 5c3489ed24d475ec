//! Running heads and feet: given the lines of all pages, says which of them repeat from page to page at the edge of the
//! sheet. Knows no words: what repeats is furniture, whatever it says.

use super::lines::RawLine;
use super::sheet::Sheet;
use super::words::RawWord;
use crate::model::transcript::Region;
use std::collections::HashMap;

/// Share of the page's height at its head and foot in which furniture is looked for.
const EDGE: f32 = 0.16;
/// Lines looked at from each edge.
const DEPTH: usize = 6;
/// Heads may stand a little higher or lower from page to page.
const Y_SLACK: f32 = 16.0;
/// A line must repeat on this share of the pages (two at least); alternating heads stand on half of them.
const SHARE: f32 = 0.25;

/// The first line of a page whose beginning alone repeats must do so on this share of the pages …
const STEM_SHARE: f32 = 0.6;
/// … and its beginning have so many letters.
const STEM_LETTERS: usize = 12;

/// A line at the edge of a page, in a form in which repeats are alike.
struct Edge {
    page: usize,
    line: usize,
    key: String,
    /// What stands before a dash: "Board Meeting 25 September 2019 – Minutes" names the part that follows.
    stem: Option<String>,
    y: f32,
    head: bool,
}

/// Sets `regions` of every sheet's lines.
pub(super) fn tag(sheets: &mut [Sheet]) {
    let edges: Vec<Edge> = sheets.iter().enumerate().flat_map(|(page, sheet)| edges(page, sheet)).collect();
    let mut alike: HashMap<(bool, &str), Vec<&Edge>> = HashMap::new();
    for edge in &edges {
        alike.entry((edge.head, &edge.key)).or_default().push(edge);
    }
    let mut stems: HashMap<&str, Vec<&Edge>> = HashMap::new();
    for edge in &edges {
        if let Some(stem) = &edge.stem {
            stems.entry(stem).or_default().push(edge);
        }
    }
    let is_repeated = |edge: &Edge| {
        let whole = alike.get(&(edge.head, edge.key.as_str()));
        let begun = edge.stem.as_ref().and_then(|stem| stems.get(stem.as_str()));
        whole.is_some_and(|a| repeats(edge, a, sheets.len(), SHARE))
            || begun.is_some_and(|a| repeats(edge, a, sheets.len(), STEM_SHARE))
    };
    let repeated: Vec<(&Edge, bool)> = edges.iter().map(|edge| (edge, is_repeated(edge))).collect();
    for mine in repeated.chunk_by(|(a, _), (b, _)| a.page == b.page) {
        if let Some(sheet) = mine.first().and_then(|(edge, _)| sheets.get_mut(edge.page)) {
            tag_page(sheet, mine);
        }
    }
}

fn edges(page: usize, sheet: &Sheet) -> Vec<Edge> {
    let count = sheet.lines.len();
    let (top, foot) = (EDGE * sheet.height, (1.0 - EDGE) * sheet.height);
    let mut edges = Vec::new();
    for (line, raw) in sheet.lines.iter().enumerate() {
        let head = line < DEPTH && raw.rect.bottom < top;
        if head || (line + DEPTH >= count && raw.rect.top > foot) {
            let stem = (head && line == 0).then(|| stem(raw)).flatten();
            edges.push(Edge { page, line, key: key(&raw.words), stem, y: raw.baseline, head });
        }
    }
    edges
}

/// The line's letters folded, every run of figures as `#`.
fn key(words: &[RawWord]) -> String {
    let mut key = String::new();
    for ch in words.iter().flat_map(|w| w.text.chars()) {
        if ch.is_numeric() {
            if !key.ends_with('#') {
                key.push('#');
            }
        } else if ch.is_alphabetic() {
            key.extend(ch.to_lowercase());
        }
    }
    key
}

/// The key of what stands before a dash, if it holds figures and letters enough to be no heading of the text.
fn stem(line: &RawLine) -> Option<String> {
    let at = line.words.iter().position(|w| matches!(w.text.as_str(), "-" | "–" | "—"))?;
    let stem = line.words.get(..at).map(key)?;
    (stem.contains('#') && stem.chars().filter(|c| c.is_alphabetic()).count() >= STEM_LETTERS).then_some(stem)
}

/// Whether lines of the same form stand at the same height of enough pages.
fn repeats(edge: &Edge, alike: &[&Edge], pages: usize, share: f32) -> bool {
    let mut on: Vec<usize> =
        alike.iter().filter(|e| (e.y - edge.y).abs() < Y_SLACK).map(|e| e.page).collect();
    on.dedup();
    on.len() >= 2 && on.len() as f32 >= share * pages as f32
}

/// Walks in from each edge and stops at the first line that does not repeat.
fn tag_page(sheet: &mut Sheet, edges: &[(&Edge, bool)]) {
    let set_apart = |(edge, repeats): &&(&Edge, bool)| *repeats || is_number(&edge.key);
    let heads = edges.iter().filter(|(e, _)| e.head).take_while(set_apart);
    let heads = heads.filter_map(|(e, _)| Some((e.line, head_region(e.page, &e.key)?)));
    let feet = edges.iter().rev().filter(|(e, _)| !e.head);
    let feet = feet.take_while(set_apart).map(|(e, _)| (e.line, foot_region(&e.key)));
    for (line, region) in heads.chain(feet) {
        if let Some(slot) = sheet.regions.get_mut(line) {
            *slot = region;
        }
    }
}

fn foot_region(key: &str) -> Region {
    if is_number(key) { Region::PageNumber } else { Region::Foot }
}

/// On the first page a head that repeats later is the title itself, and stays in the body.
fn head_region(page: usize, key: &str) -> Option<Region> {
    match (is_number(key), page) {
        (true, _) => Some(Region::PageNumber),
        (false, 0) => None,
        (false, _) => Some(Region::Head),
    }
}

fn is_number(key: &str) -> bool {
    key == "#"
}
