//! Running heads and feet: given the lines of all pages, says which of them repeat from page to page at the edge of the
//! sheet. Knows no words: what repeats is furniture, whatever it says.

use super::lines::RawLine;
use super::sheet::Sheet;
use super::words::RawWord;
use crate::model::transcript::Region;
use std::collections::{HashMap, HashSet};

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

/// A line read from an image is the one that repeats at its place where no more than one letter in so many differs …
const LETTERS_A_SLIP: usize = 6;
/// … of this many at least.
const FEWEST_LETTERS: usize = 8;

/// A line at the edge of a page, in a form in which repeats are alike.
struct Edge {
    page: usize,
    line: usize,
    key: String,
    /// What stands before a dash: "Board Meeting 25 September 2019 – Minutes" names the part that follows.
    stem: Option<String>,
    y: f32,
    head: bool,
    /// OCR was not sure of it.
    doubtful: bool,
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
    let misread = misread(&edges, &alike, sheets.len());
    let is_repeated = |edge: &Edge| {
        let whole = alike.get(&(edge.head, edge.key.as_str()));
        let begun = edge.stem.as_ref().and_then(|stem| stems.get(stem.as_str()));
        whole.is_some_and(|a| repeats(edge, a, sheets.len(), SHARE))
            || begun.is_some_and(|a| repeats(edge, a, sheets.len(), STEM_SHARE))
            || misread.contains(&(edge.page, edge.line))
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
            let doubtful = raw.words.iter().any(|w| w.confidence < 100);
            edges.push(Edge { page, line, key: key(&raw.words), stem, y: raw.baseline, head, doubtful });
        }
    }
    edges
}

/// Lines, by page and number, that OCR read a little otherwise than those that repeat at their place on other pages.
fn misread<'a>(
    edges: &'a [Edge],
    alike: &HashMap<(bool, &str), Vec<&'a Edge>>,
    pages: usize,
) -> HashSet<(usize, usize)> {
    if edges.iter().all(|edge| !edge.doubtful) {
        return HashSet::new();
    }
    let stay = |group: &Vec<&'a Edge>| -> Vec<&'a Edge> {
        group.iter().copied().filter(|edge| repeats(edge, group, pages, SHARE)).collect()
    };
    // One of each height in every group is enough.
    let mut standing: Vec<&Edge> = alike.values().flat_map(stay).collect();
    standing.sort_by_key(|edge| (edge.head, &edge.key, (edge.y / Y_SLACK) as i32));
    standing.dedup_by_key(|edge| (edge.head, &edge.key, (edge.y / Y_SLACK) as i32));
    let stands = |edge: &&Edge| {
        standing.iter().any(|s| {
            s.head == edge.head && (s.y - edge.y).abs() < Y_SLACK && is_misreading(&edge.key, &s.key)
        })
    };
    edges.iter().filter(|edge| edge.doubtful).filter(stands).map(|edge| (edge.page, edge.line)).collect()
}

/// Whether so few letters differ that the one may be the other misread.
fn is_misreading(read: &str, stands: &str) -> bool {
    let letters = stands.chars().count();
    letters >= FEWEST_LETTERS
        && read.len().abs_diff(stands.len()) <= letters / LETTERS_A_SLIP
        && strsim::levenshtein(read, stands) <= letters / LETTERS_A_SLIP
}

/// The line's letters folded, every run of figures as `#`.
fn key(words: &[RawWord]) -> String {
    let mut key = String::new();
    for ch in words.iter().flat_map(|w| w.text.chars()) {
        if ch.is_ascii_alphabetic() {
            key.push(ch.to_ascii_lowercase());
        } else if ch.is_numeric() {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::geometry::Rect;

    /// A line of one word at a height of the page, as surely read as said.
    fn line(text: &str, y: f32, confidence: u8) -> RawLine {
        let rect = Rect::new(50.0, y - 10.0, 300.0, y);
        let words =
            text.split(' ').map(|w| RawWord { text: w.into(), rect, baseline: y, confidence, ..word() });
        RawLine::new(words.collect()).unwrap()
    }

    fn word() -> RawWord {
        RawWord {
            text: "".into(),
            rect: Rect::new(0.0, 0.0, 0.0, 0.0),
            baseline: 0.0,
            size_pt: 10.0,
            bold: false,
            italic: false,
            amended: false,
            spaced: true,
            tail_pt: 10.0,
            slanted: false,
            confidence: 100,
        }
    }

    /// What the first line of each page is taken for.
    fn heads(of: &[&str], confidence: u8) -> Vec<Region> {
        let sheet = |head: &&str| Sheet {
            height: 800.0,
            lines: vec![line(head, 40.0, confidence), line("The lamp was mended", 400.0, confidence)],
            regions: vec![Region::Body; 2],
            ..Sheet::default()
        };
        let mut sheets: Vec<Sheet> = of.iter().map(sheet).collect();
        tag(&mut sheets);
        sheets.iter().filter_map(|s| s.regions.first().copied()).collect()
    }

    #[test]
    fn a_running_head_that_was_misread_is_still_one() {
        let pages = ["Ashmere Parish Council 1", "Ashmere Parish Council 2", "Ashrnere Parish Councll 3"];
        assert_eq!(heads(&pages, 80), [Region::Body, Region::Head, Region::Head]);
    }

    #[test]
    fn in_print_another_line_is_another() {
        let pages = ["Ashmere Parish Council 1", "Ashmere Parish Council 2", "Ashmere Parish Councils 3"];
        assert_eq!(heads(&pages, 100), [Region::Body, Region::Head, Region::Body]);
        let pages = ["Ashmere Parish Council 1", "Ashmere Parish Council 2", "Present: the Parish Clerk"];
        assert_eq!(heads(&pages, 80), [Region::Body, Region::Head, Region::Body]);
    }
}
