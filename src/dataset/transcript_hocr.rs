//! A transcript as hOCR 1.2 (<http://kba.github.io/hocr-spec/1.2/>), which browsers show and most tools for OCR read: boxes in
//! pixels of an image at 1200 dots an inch (`scan_res`), sizes of fonts in points, bold as `<strong>`. Knows nothing of how
//! text is read.

use super::markup::Markup;
use super::transcript_boxes::{Block, BoxedLine, BoxedPage, BoxedWord, Extent, PER_INCH, pages};
use crate::model::transcript::Transcript;

/// Descender to ascender of common faces, as a share of the font's size: what engines tell as the size of a line.
const INK_HEIGHT: f32 = 0.92;

/// What the file may hold.
const CAPABILITIES: &str =
    "ocr_page ocr_carea ocr_par ocr_line ocrx_word ocr_header ocr_footer ocrp_font ocrp_wconf";

/// The document as one hOCR file; `source`: the name of the file it was read from.
pub fn document(transcript: &Transcript, source: &str) -> String {
    let mut out = Markup::new();
    out.doctype("html");
    out.open("html", &[("xmlns", "http://www.w3.org/1999/xhtml")]);
    out.open("head", &[]);
    out.leaf("title", &[], source);
    out.empty("meta", &[("charset", "utf-8")]);
    let system = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
    out.empty("meta", &[("name", "ocr-system"), ("content", system)]);
    out.empty("meta", &[("name", "ocr-capabilities"), ("content", CAPABILITIES)]);
    let count = transcript.pages.len().to_string();
    out.empty("meta", &[("name", "ocr-number-of-pages"), ("content", &count)]);
    out.close();
    out.open("body", &[]);
    for (page, at) in pages(transcript).iter().zip(0..) {
        self::page(&mut out, page, at, source);
    }
    out.finish()
}

fn page(out: &mut Markup, page: &BoxedPage<'_>, at: usize, source: &str) {
    let BoxedPage { number, width, height, .. } = page;
    // Within a title, quotes end a name.
    let image = source.replace('"', "'");
    let title =
        format!("image \"{image}\"; bbox 0 0 {width} {height}; ppageno {at}; scan_res {PER_INCH} {PER_INCH}");
    out.open("div", &[("class", "ocr_page"), ("id", &format!("page_{number}")), ("title", &title)]);
    // Running heads and feet are lines of their own kind.
    blocks(out, &page.head, "ocr_header");
    blocks(out, &page.body, "ocr_line");
    blocks(out, &page.foot, "ocr_footer");
    out.close();
}

fn blocks(out: &mut Markup, blocks: &[Block<'_>], kind: &str) {
    for block in blocks {
        let title = block.extent().map(bbox).unwrap_or_default();
        out.open("p", &[("class", "ocr_par"), ("title", &title)]);
        block.lines.iter().for_each(|line| self::line(out, line, kind));
        out.close();
    }
}

fn line(out: &mut Markup, line: &BoxedLine<'_>, kind: &str) {
    // The slope, and the height above the lower left corner of the box.
    let baseline = line.baseline.map(|y| format!("; baseline 0 {}", y - line.extent.bottom));
    let size = line.size_pt * INK_HEIGHT * PER_INCH as f32 / 72.0;
    let title = format!(
        "{}{}; x_size {size:.0}; x_fsize {}",
        bbox(line.extent),
        baseline.unwrap_or_default(),
        (line.size_pt * 10.0).round() / 10.0
    );
    out.open("span", &[("class", kind), ("title", &title)]);
    line.words.iter().for_each(|word| self::word(out, word));
    out.close();
}

fn word(out: &mut Markup, word: &BoxedWord<'_>) {
    let confidence = word.confidence.map(|c| format!("; x_wconf {c}")).unwrap_or_default();
    let title = bbox(word.extent) + &confidence;
    out.open("span", &[("class", "ocrx_word"), ("title", &title)]);
    let looks = [(word.bold, "strong"), (word.italic, "em")];
    let looks: Vec<&'static str> = looks.into_iter().filter_map(|(set, name)| set.then_some(name)).collect();
    looks.iter().for_each(|name| out.open(name, &[]));
    out.text(word.text);
    looks.iter().for_each(|_| out.close());
    out.close();
}

fn bbox(extent: Extent) -> String {
    let Extent { x0, top, x1, bottom } = extent;
    format!("bbox {x0} {top} {x1} {bottom}")
}
