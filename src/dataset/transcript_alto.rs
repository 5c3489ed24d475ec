//! A transcript as ALTO 4.4 (<http://www.loc.gov/standards/alto/ns-v4#>), with which libraries and archives exchange text
//! with places: positions in 1/1200 inch, sizes of fonts in points. Running heads stand in TopMargin, feet in BottomMargin,
//! the cells of a table in a ComposedBlock. Knows nothing of how text is read.

use super::markup::{Attribute, Markup};
use super::transcript_boxes::{Block, BoxedLine, BoxedPage, BoxedWord, Extent, pages};
use crate::model::transcript::Transcript;
use std::collections::BTreeSet;

const NAMESPACE: &str = "http://www.loc.gov/standards/alto/ns-v4#";
const LOCATION: &str =
    "http://www.loc.gov/standards/alto/ns-v4# http://www.loc.gov/standards/alto/v4/alto-4-4.xsd";

/// The document as one ALTO file; `source`: the name of the file it was read from.
pub fn document(transcript: &Transcript, source: &str) -> String {
    let pages = pages(transcript);
    let mut out = Markup::new();
    out.open(
        "alto",
        &[
            ("xmlns", NAMESPACE),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
            ("xsi:schemaLocation", LOCATION),
            ("SCHEMAVERSION", "4.4"),
        ],
    );
    describe(&mut out, source);
    styles(&mut out, &pages);
    out.open("Layout", &[]);
    pages.iter().for_each(|page| self::page(&mut out, page));
    out.finish()
}

fn describe(out: &mut Markup, source: &str) {
    out.open("Description", &[]);
    out.leaf("MeasurementUnit", &[], "inch1200");
    out.open("sourceImageInformation", &[]);
    out.leaf("fileName", &[], source);
    out.close();
    out.open("Processing", &[("ID", "read")]);
    out.leaf("processingCategory", &[], "contentGeneration");
    out.open("processingSoftware", &[]);
    out.leaf("softwareName", &[], env!("CARGO_PKG_NAME"));
    out.leaf("softwareVersion", &[], env!("CARGO_PKG_VERSION"));
    out.close();
    out.close();
    out.close();
}

/// A style for each size of font.
fn styles(out: &mut Markup, pages: &[BoxedPage<'_>]) {
    let blocks = pages.iter().flat_map(|page| page.head.iter().chain(&page.foot).chain(&page.body));
    let sizes: BTreeSet<u32> = blocks.flat_map(|block| &block.lines).map(tenths).collect();
    if sizes.is_empty() {
        return;
    }
    out.open("Styles", &[]);
    for size in sizes {
        let points = (f64::from(size) / 10.0).to_string();
        out.empty("TextStyle", &[("ID", &style(size)), ("FONTSIZE", &points)]);
    }
    out.close();
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a font's size is small")]
fn tenths(line: &BoxedLine<'_>) -> u32 {
    (line.size_pt.max(0.0) * 10.0).round() as u32
}

fn style(tenths: u32) -> String {
    format!("size{tenths}")
}

fn page(out: &mut Markup, page: &BoxedPage<'_>) {
    let (number, id) = (page.number.to_string(), format!("p{}", page.number));
    let (width, height) = (page.width.to_string(), page.height.to_string());
    out.open("Page", &[("ID", &id), ("PHYSICAL_IMG_NR", &number), ("WIDTH", &width), ("HEIGHT", &height)]);
    let mut numbered = 0;
    for (name, blocks) in [("TopMargin", &page.head), ("BottomMargin", &page.foot)] {
        if !blocks.is_empty() {
            area(out, name, &id, blocks, &mut numbered);
        }
    }
    area(out, "PrintSpace", &id, &page.body, &mut numbered);
    out.close();
}

fn area(out: &mut Markup, name: &'static str, page: &str, blocks: &[Block<'_>], numbered: &mut u32) {
    let extent = Extent::round(blocks.iter().filter_map(Block::extent));
    opened(out, name, &[], extent);
    for run in blocks.chunk_by(|a, b| a.table.is_some() && a.table == b.table) {
        let is_table = run.first().is_some_and(|block| block.table.is_some());
        if is_table {
            let id = next(page, numbered);
            let around = Extent::round(run.iter().filter_map(Block::extent));
            opened(out, "ComposedBlock", &[("ID", &id), ("TYPE", "table")], around);
        }
        for block in run {
            let id = next(page, numbered);
            opened(out, "TextBlock", &[("ID", &id)], block.extent());
            block.lines.iter().for_each(|line| self::line(out, line));
            out.close();
        }
        if is_table {
            out.close();
        }
    }
    out.close();
}

fn next(page: &str, numbered: &mut u32) -> String {
    *numbered += 1;
    format!("{page}_b{numbered}")
}

fn line(out: &mut Markup, line: &BoxedLine<'_>) {
    let style = style(tenths(line));
    let mut attributes = vec![("STYLEREFS", style.as_str())];
    // From version 4.2 on a baseline is a list of points; this one is level and touches both ends.
    let Extent { x0, x1, .. } = line.extent;
    let baseline = line.baseline.map(|y| format!("{x0},{y} {x1},{y}"));
    attributes.extend(baseline.as_deref().map(|points| ("BASELINE", points)));
    opened(out, "TextLine", &attributes, Some(line.extent));
    let mut before: Option<&BoxedWord<'_>> = None;
    for word in &line.words {
        if let Some(before) = before {
            let (left, right) = (before.extent.x1, word.extent.x0);
            let (from, wide) = (left.to_string(), (right - left).max(0).to_string());
            out.empty("SP", &[("HPOS", &from), ("WIDTH", &wide)]);
        }
        string(out, word);
        before = Some(word);
    }
    out.close();
}

fn string(out: &mut Markup, word: &BoxedWord<'_>) {
    let styles = match (word.bold, word.italic) {
        (true, true) => Some("bold italics"),
        (true, false) => Some("bold"),
        (false, true) => Some("italics"),
        (false, false) => None,
    };
    let confidence = word.confidence.map(|c| (f64::from(c) / 100.0).to_string());
    let mut attributes = vec![("CONTENT", word.text)];
    attributes.extend(styles.map(|styles| ("STYLE", styles)));
    attributes.extend(confidence.as_deref().map(|c| ("WC", c)));
    placed("String", &attributes, Some(word.extent), &mut |name, attributes| out.empty(name, attributes));
}

fn opened(out: &mut Markup, name: &'static str, attributes: &[Attribute<'_>], extent: Option<Extent>) {
    placed(name, attributes, extent, &mut |name, attributes| out.open(name, attributes));
}

/// Writes an element with its place.
fn placed(
    name: &'static str,
    attributes: &[Attribute<'_>],
    extent: Option<Extent>,
    write: &mut dyn FnMut(&'static str, &[Attribute<'_>]),
) {
    let Some(e) = extent else { return write(name, attributes) };
    let place = [e.x0, e.top, e.x1 - e.x0, e.bottom - e.top].map(|units| units.to_string());
    let names = ["HPOS", "VPOS", "WIDTH", "HEIGHT"];
    let mut all = attributes.to_vec();
    all.extend(names.into_iter().zip(place.iter().map(String::as_str)));
    write(name, &all);
}
