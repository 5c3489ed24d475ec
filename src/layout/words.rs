//! Glyphs to words: given the glyphs of one page in drawing order, gives words with their boxes. Drops what a reader
//! cannot see, tells words apart by spaces and gaps, and knows nothing of lines.

use crate::model::geometry::Rect;
use crate::model::page::{Font, Glyph, GlyphFlags, Page};
use compact_str::CompactString;

/// A gap wider than this share of the font size parts two words. Kerning stays below 0.1, the narrowest printed
/// spaces are about 0.2.
pub(super) const WORD_GAP: f32 = 0.14;
/// A glyph that starts further left than this share of the size begins a new word (overprinting, new column).
const BACKSTEP: f32 = 0.45;
/// Baselines that differ by less than this share of the size are one baseline.
const BASELINE_SLACK: f32 = 0.12;
/// Sizes that differ by less than this share of the size are of one word.
const RESIZED: f32 = 0.25;
/// A page with fewer visible letters than this, and more invisible ones, is a scan with a text layer.
const FEW_VISIBLE: usize = 40;

/// A word on a page, before reading order is known.
#[derive(Clone, Debug)]
pub(super) struct RawWord {
    /// Most words are short enough to stand here without memory of their own.
    pub text: CompactString,
    pub rect: Rect,
    pub baseline: f32,
    pub size_pt: f32,
    pub bold: bool,
    pub italic: bool,
    pub amended: bool,
    /// A space was drawn after it.
    pub spaced: bool,
    /// Size of its last piece: that of a raised ordinal, where it ends with one.
    pub tail_pt: f32,
    pub slanted: bool,
    pub confidence: u8,
}

/// What layout decides of a font from the facts it states.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct FontLook {
    bold: bool,
    italic: bool,
}

/// Bold and italic of each font, by its name, flags and weight.
pub(super) fn font_looks(fonts: &[Font]) -> Vec<FontLook> {
    fonts.iter().map(look).collect()
}

fn look(font: &Font) -> FontLook {
    /// ForceBold and Italic of the font descriptor (ISO 32000-1, table 123).
    const FORCE_BOLD: u32 = 1 << 18;
    const ITALIC: u32 = 1 << 6;
    /// Weights from semibold up read as bold.
    const SEMIBOLD: f32 = 600.0;
    let name = font.name.to_ascii_lowercase();
    let said = |words: &[&str]| words.iter().any(|w| name.contains(w));
    FontLook {
        bold: said(&["bold", "black", "heavy", "demi"])
            || font.flags & FORCE_BOLD != 0
            || font.weight.is_some_and(|w| w >= SEMIBOLD),
        italic: said(&["italic", "oblique"]) || font.flags & ITALIC != 0 || font.italic_angle.abs() > 4.0,
    }
}

/// The upright words of a page in drawing order; invisible ones where they are what is to be read.
pub(super) fn words(page: &Page, read_hidden: bool, looks: &[FontLook]) -> Vec<RawWord> {
    let passed = unread(read_hidden).with(GlyphFlags::TURNED);
    words_of(page.glyphs.iter().filter(|g| !g.flags.any(passed)), looks)
}

/// The words of these glyphs, which run from left to right, in their order.
pub(super) fn words_of<'g>(glyphs: impl Iterator<Item = &'g Glyph>, looks: &[FontLook]) -> Vec<RawWord> {
    let mut builder = Builder {
        looks,
        done: Vec::with_capacity(glyphs.size_hint().1.unwrap_or(0) / 5),
        open: None,
        text: String::new(),
    };
    glyphs.for_each(|glyph| builder.push(glyph));
    builder.close(false);
    builder.done
}

/// Whether the page's words stand invisibly under a picture of them; `flags` are those of all its glyphs.
pub(super) fn is_text_under_scan(page: &Page, flags: GlyphFlags) -> bool {
    if !flags.has(GlyphFlags::INVISIBLE) {
        return false;
    }
    let hidden = page.glyphs.iter().filter(|g| g.flags.has(GlyphFlags::INVISIBLE)).count();
    let letters = page.glyphs.iter().filter(|g| g.ch.is_alphanumeric()).count();
    letters.saturating_sub(hidden) < FEW_VISIBLE
}

/// A glyph with any of these flags is not seen by a reader of the page.
pub(super) fn unread(read_hidden: bool) -> GlyphFlags {
    const UNSEEN: GlyphFlags =
        GlyphFlags(GlyphFlags::OUTSIDE.0 | GlyphFlags::SWITCHED_OFF.0 | GlyphFlags::CLIPPED.0);
    if read_hidden { UNSEEN } else { UNSEEN.with(GlyphFlags::INVISIBLE) }
}

struct Builder<'a> {
    looks: &'a [FontLook],
    /// The last is without text as long as it is open.
    done: Vec<RawWord>,
    open: Option<Open>,
    /// The text of the open word.
    text: String,
}

/// What tells of a word in the making, and how far from it a glyph may stand that goes on with it, in points.
struct Open {
    rect: Rect,
    baseline: f32,
    size_pt: f32,
    slanted: bool,
    ahead: f32,
    back: f32,
    aside: f32,
    /// By how much its size may differ.
    resized: f32,
}

impl Builder<'_> {
    #[inline]
    fn push(&mut self, glyph: &Glyph) {
        // Nearly all are letters that go on with a word.
        if glyph.ch.is_ascii_graphic()
            && let Some(open) = self.open.as_mut()
            && open.goes_on(glyph)
        {
            open.rect = open.rect.union(&glyph.rect);
            return self.text.push(glyph.ch);
        }
        self.push_other(glyph);
    }

    #[inline(never)]
    fn push_other(&mut self, glyph: &Glyph) {
        if glyph.ch == ' ' || glyph.ch.is_whitespace() {
            return self.space(glyph);
        }
        if glyph.ch.is_control() {
            return;
        }
        match self.open.as_mut() {
            Some(open) if open.goes_on(glyph) => {
                open.rect = open.rect.union(&glyph.rect);
                push_char(&mut self.text, glyph.ch);
            }
            _ => {
                self.close(false);
                self.begin(glyph);
            }
        }
    }

    fn space(&mut self, glyph: &Glyph) {
        let wide = |word: &Open| glyph.rect.x0 >= word.rect.x0 && glyph.rect.width() > 0.05 * word.size_pt;
        let spaced = self.open.as_ref().is_some_and(wide);
        self.close(spaced);
    }

    fn begin(&mut self, glyph: &Glyph) {
        let look = self.looks.get(glyph.font.0 as usize).copied().unwrap_or_default();
        push_char(&mut self.text, glyph.ch);
        self.open = Some(Open::of(glyph));
        self.done.push(RawWord {
            text: CompactString::default(),
            rect: glyph.rect,
            baseline: glyph.baseline,
            size_pt: glyph.size_pt,
            bold: look.bold,
            italic: look.italic,
            amended: glyph.flags.has(GlyphFlags::RED),
            spaced: false,
            tail_pt: glyph.size_pt,
            slanted: glyph.flags.has(GlyphFlags::SLANTED),
            confidence: glyph.flags.confidence(),
        });
    }

    fn close(&mut self, spaced: bool) {
        let Some(Open { rect, .. }) = self.open.take() else { return };
        if self.text.is_empty() {
            self.done.pop();
        } else if let Some(word) = self.done.last_mut() {
            word.text = CompactString::new(&self.text);
            (word.rect, word.spaced) = (rect, spaced);
            self.text.clear();
        }
    }
}

impl Open {
    fn of(glyph: &Glyph) -> Self {
        let size = glyph.size_pt.max(1.0);
        Self {
            rect: glyph.rect,
            baseline: glyph.baseline,
            size_pt: glyph.size_pt,
            slanted: glyph.flags.has(GlyphFlags::SLANTED),
            ahead: WORD_GAP * size,
            back: BACKSTEP * size,
            aside: BASELINE_SLACK * size,
            resized: RESIZED * size,
        }
    }

    #[inline]
    fn goes_on(&self, glyph: &Glyph) -> bool {
        if self.slanted || glyph.flags.has(GlyphFlags::SLANTED) {
            return self.slanted && glyph.flags.has(GlyphFlags::SLANTED) && self.touches(&glyph.rect);
        }
        let gap = glyph.rect.x0 - self.rect.x1;
        (glyph.baseline - self.baseline).abs() < self.aside
            && gap < self.ahead
            && gap > -self.back
            && (glyph.size_pt - self.size_pt).abs() < self.resized
    }

    /// Letters that run at an angle are of one word when they are near each other.
    #[inline(never)]
    fn touches(&self, glyph: &Rect) -> bool {
        let word = &self.rect;
        let apart = |a0: f32, a1: f32, b0: f32, b1: f32| (b0 - a1).max(a0 - b1);
        apart(word.x0, word.x1, glyph.x0, glyph.x1) < self.ahead
            && apart(word.top, word.bottom, glyph.top, glyph.bottom) < self.ahead
    }
}

/// Adds a character as the transcript wants it: no soft hyphens here (a line's end is handled with its lines), symbol
/// bullets from the private use area as `•`.
fn push_char(text: &mut String, ch: char) {
    match ch {
        '\u{ad}' => text.push('\u{ad}'),
        '\u{f0b7}' | '\u{f0a7}' | '\u{f0d8}' | '\u{f0fc}' | '\u{f076}' => text.push('•'),
        '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' => {}
        _ => text.push(ch),
    }
}
