//! Pages as they are shown to a person who looks at the first stage: given what extraction gave, gives a mirror that
//! can be serialised, flags by their names. Knows nothing of lines or words.

use crate::model::diagnostic::Diagnostic;
use crate::model::geometry::Rect;
use crate::model::page::{Fill, Font, Glyph, GlyphFlags, ImagePlace, Page, PageSet, Recognised, Rule};
use serde::Serialize;

/// A file's pages, to be looked at.
#[derive(Debug, Serialize)]
pub struct PageSetView<'p> {
    producer: Option<&'p str>,
    fonts: &'p [Font],
    diagnostics: &'p [Diagnostic],
    pages: Vec<PageView<'p>>,
}

#[derive(Debug, Serialize)]
struct PageView<'p> {
    number: u32,
    width: f32,
    height: f32,
    rules: &'p [Rule],
    fills: &'p [Fill],
    images: &'p [ImagePlace],
    #[serde(skip_serializing_if = "Option::is_none")]
    recognised: Option<&'p Recognised>,
    glyphs: Vec<GlyphView>,
}

#[derive(Debug, Serialize)]
struct GlyphView {
    ch: char,
    rect: Rect,
    baseline: f32,
    size_pt: f32,
    font: u16,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    flags: Vec<&'static str>,
}

const FLAG_NAMES: &[(GlyphFlags, &str)] = &[
    (GlyphFlags::INVISIBLE, "invisible"),
    (GlyphFlags::OUTSIDE, "outside"),
    (GlyphFlags::CLIPPED, "clipped"),
    (GlyphFlags::SWITCHED_OFF, "switched_off"),
    (GlyphFlags::GUESSED, "guessed"),
    (GlyphFlags::JOINED, "joined"),
    (GlyphFlags::TURNED, "turned"),
    (GlyphFlags::SLANTED, "slanted"),
    (GlyphFlags::ARTIFACT, "artifact"),
    (GlyphFlags::RED, "red"),
    (GlyphFlags::PALE, "pale"),
    (GlyphFlags::OCR, "ocr"),
];

/// The pages as they can be shown.
pub fn view(set: &PageSet) -> PageSetView<'_> {
    PageSetView {
        producer: set.producer.as_deref(),
        fonts: &set.fonts,
        diagnostics: &set.diagnostics,
        pages: set.pages.iter().map(page).collect(),
    }
}

fn page(page: &Page) -> PageView<'_> {
    PageView {
        number: page.number,
        width: page.width,
        height: page.height,
        rules: &page.rules,
        fills: &page.fills,
        images: &page.images,
        recognised: page.recognised.as_ref(),
        glyphs: page.glyphs.iter().map(glyph).collect(),
    }
}

fn glyph(glyph: &Glyph) -> GlyphView {
    GlyphView {
        ch: glyph.ch,
        rect: glyph.rect,
        baseline: glyph.baseline,
        size_pt: glyph.size_pt,
        font: glyph.font.0,
        flags: FLAG_NAMES.iter().filter(|(flag, _)| glyph.flags.has(*flag)).map(|(_, name)| *name).collect(),
    }
}
