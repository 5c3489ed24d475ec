//! What extraction gives: pages of glyphs, ruling lines, fills and images. Facts only, as the page draws them; what is
//! a word, bold or a column is for layout to say.

use crate::model::diagnostic::Diagnostic;
use crate::model::geometry::Rect;
use crate::model::structure::TaggedTable;
use serde::Serialize;

/// Everything read from one PDF file.
#[derive(Clone, Debug, Default)]
pub struct PageSet {
    /// The pages, in order.
    pub pages: Vec<Page>,
    /// The fonts that glyphs point to by [`FontId`].
    pub fonts: Vec<Font>,
    /// What was noticed on the way.
    pub diagnostics: Vec<Diagnostic>,
    /// The program that made the file, from its information dictionary.
    pub producer: Option<String>,
    /// The bookmarks that lead to a page, in the order in which a reader sees them.
    pub outline: Vec<Bookmark>,
}

/// An entry of a file's outline.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Bookmark {
    /// Its words.
    pub title: String,
    /// How deep it stands, from 1.
    pub level: u8,
    /// The page to which it leads, from 1.
    pub page: u32,
    /// How far below the page's head, in points; 0 where the whole page is meant.
    pub top: f32,
}

impl PageSet {
    /// The set cut into runs of pages, each of which begins at one of these page numbers; what was noticed goes with its
    /// page, or with the first.
    #[must_use]
    pub fn cut(mut self, starts: &[u32]) -> Vec<Self> {
        let mut parts: Vec<Self> = Vec::with_capacity(starts.len() + 1);
        for start in starts.iter().rev() {
            let pages = self.pages.split_off(self.pages.partition_point(|p| p.number < *start));
            let later = |d: &Diagnostic| d.place.is_some_and(|place| place.page >= *start);
            let (diagnostics, kept) = std::mem::take(&mut self.diagnostics).into_iter().partition(later);
            self.diagnostics = kept;
            let (outline, kept) =
                std::mem::take(&mut self.outline).into_iter().partition(|b| b.page >= *start);
            self.outline = kept;
            parts.push(Self {
                pages,
                diagnostics,
                outline,
                fonts: self.fonts.clone(),
                producer: self.producer.clone(),
            });
        }
        parts.push(self);
        parts.retain(|part| !part.pages.is_empty());
        parts.reverse();
        parts
    }
}

/// A page of so many filled shapes with curves, and next to no text, may have its letters drawn: a page of prose has a
/// thousand and more, a logo a few dozen.
pub const DRAWN_LETTERS: u32 = 300;

/// One page as it is shown: crop box, after rotation.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Page number, from 1.
    pub number: u32,
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// The glyphs in the order in which they are drawn.
    pub glyphs: Vec<Glyph>,
    /// Ruling lines and thin filled rectangles.
    pub rules: Vec<Rule>,
    /// Filled areas large enough to shade a cell.
    pub fills: Vec<Fill>,
    /// Images drawn on the page.
    pub images: Vec<ImagePlace>,
    /// The tables that the file's structure tells of, where cells stand beside one another with no rule between.
    pub tagged: Vec<TaggedTable>,
    /// Filled shapes with curves: letters drawn as outlines are such, and charts and maps.
    pub shapes: u32,
    /// How its image was read, if it was.
    pub recognised: Option<Recognised>,
}

impl Page {
    /// The flags of all its glyphs: what none of them has needs not be looked for.
    pub fn flags(&self) -> GlyphFlags {
        self.glyphs.iter().fold(GlyphFlags::default(), |all, glyph| all.with(glyph.flags))
    }

    /// Lets its glyphs go, which are most of what a document takes, but for one of each origin: by these it is known where
    /// its text came from. `flags` are those of all.
    pub fn let_glyphs_go(&mut self, flags: GlyphFlags) {
        let first = |read: bool| self.glyphs.iter().find(|glyph| glyph.flags.has(GlyphFlags::OCR) == read);
        let read = if flags.has(GlyphFlags::OCR) { first(true) } else { None };
        self.glyphs = first(false).into_iter().chain(read).copied().collect();
    }
}

/// How the image of a page was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Recognised {
    /// What read it: an engine with its version and languages, or the name of a file.
    pub by: String,
    /// Why it was read: what the page itself shows.
    pub reason: String,
    /// Mean confidence of its letters, 0 to 100; `None` where no word was found.
    pub confidence: Option<u8>,
    /// How many words were found.
    pub words: u32,
    /// By how many degrees the page lay askew, clockwise; glyphs stand where they would had it lain straight.
    pub angle: f32,
}

impl Recognised {
    /// Whether the page lay on its side, so that width and height change places.
    pub fn on_its_side(&self) -> bool {
        let quarters = (self.angle / 90.0).round() as i32;
        quarters.rem_euclid(2) == 1
    }

    /// Where something that stands on the page as it is shown comes to stand once the page, of these sizes before and
    /// after, is held straight; its own width and height stay, or change places where the page lay on its side.
    pub fn straightened(&self, rect: &Rect, shown: (f32, f32), straight: (f32, f32)) -> Rect {
        let (sin, cos) = (-self.angle).to_radians().sin_cos();
        let (along, down) = (rect.middle_x() - shown.0 / 2.0, rect.middle_y() - shown.1 / 2.0);
        let x = along * cos - down * sin + straight.0 / 2.0;
        let y = along * sin + down * cos + straight.1 / 2.0;
        let (wide, high) =
            if self.on_its_side() { (rect.height(), rect.width()) } else { (rect.width(), rect.height()) };
        Rect::new(x - wide / 2.0, y - high / 2.0, x + wide / 2.0, y + high / 2.0)
    }
}

/// Index into [`PageSet::fonts`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct FontId(pub u16);

/// One character on the page. A code that stands for several characters (a ligature) gives one glyph for each, sharing
/// the width evenly; all but the first carry [`GlyphFlags::JOINED`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// The character, or U+FFFD where no table tells it.
    pub ch: char,
    /// Advance width by font ascent and descent, in points, clipped to nothing.
    pub rect: Rect,
    /// The y of the baseline at the glyph's origin (x for text turned by a quarter).
    pub baseline: f32,
    /// Effective font size in points.
    pub size_pt: f32,
    /// Its font.
    pub font: FontId,
    /// What else is true of it.
    pub flags: GlyphFlags,
}

/// Facts about a glyph, as a set of bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GlyphFlags(pub u16);

impl GlyphFlags {
    /// Drawn with text render mode 3 or 7 (ISO 32000-1, 9.3.6): not painted.
    pub const INVISIBLE: Self = Self(1);
    /// Lies outside the page's visible box.
    pub const OUTSIDE: Self = Self(1 << 1);
    /// Lies outside the clip in force, or below opaque paint that came later.
    pub const CLIPPED: Self = Self(1 << 2);
    /// Belongs to optional content that is switched off.
    pub const SWITCHED_OFF: Self = Self(1 << 3);
    /// Its character is a guess: no table of the file tells it.
    pub const GUESSED: Self = Self(1 << 4);
    /// A further character of the code before it (a ligature).
    pub const JOINED: Self = Self(1 << 5);
    /// Runs upwards or downwards: turned by a quarter.
    pub const TURNED: Self = Self(1 << 6);
    /// Runs at an angle that is no quarter, or upside down.
    pub const SLANTED: Self = Self(1 << 7);
    /// Marked as an artifact by the producer (running heads and feet of a tagged PDF; ISO 32000-1, 14.8.2.2).
    pub const ARTIFACT: Self = Self(1 << 8);
    /// Painted in a colour that is plainly red.
    pub const RED: Self = Self(1 << 9);
    /// Painted in white or nearly so.
    pub const PALE: Self = Self(1 << 10);
    /// Read by OCR: its rectangle is a share of its word's.
    pub const OCR: Self = Self(1 << 11);

    /// The upper four bits: how doubtful OCR was, 0 sure to 15 at a loss.
    const DOUBT_SHIFT: u32 = 12;

    /// The same flags, with how sure OCR was of the glyph, 0 to 100; it is kept in steps of about seven.
    #[must_use]
    pub fn with_confidence(self, confidence: u8) -> Self {
        let doubt = ((100 - u16::from(confidence.min(100))) * 15 + 50) / 100;
        Self((self.0 & !(15 << Self::DOUBT_SHIFT)) | doubt << Self::DOUBT_SHIFT)
    }

    /// How sure OCR was of the glyph, 0 to 100; of what it did not read, everyone is sure.
    #[inline]
    pub fn confidence(self) -> u8 {
        let doubt = self.0 >> Self::DOUBT_SHIFT;
        100 - u8::try_from(doubt * 100 / 15).unwrap_or(100)
    }

    /// Whether every bit of `other` is set.
    #[inline]
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether any bit of `other` is set.
    #[inline]
    pub fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    #[must_use]
    #[inline]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What a font says of itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Font {
    /// BaseFont without the subset tag, e.g. `Arial-BoldMT`.
    pub name: String,
    /// The Flags of its descriptor (ISO 32000-1, table 123); 0 if it has none.
    pub flags: u32,
    /// FontWeight or StemV-based weight of the descriptor (400 regular, 700 bold), if given.
    pub weight: Option<f32>,
    /// ItalicAngle of the descriptor.
    pub italic_angle: f32,
    /// Glyph widths in thousandths of the size: the width of the space, if the font tells one.
    pub space_width: Option<f32>,
    /// How many glyphs were drawn with it.
    pub drawn: u32,
    /// How many of them no table could turn into a character.
    pub undecoded: u32,
}

/// A straight line or thin filled rectangle, upright or level.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Rule {
    /// Its extent; the thin side is its thickness.
    pub rect: Rect,
    /// Whether it is level (a row border or underline) rather than upright.
    pub level: bool,
}

/// A filled area.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Fill {
    /// Its extent.
    pub rect: Rect,
    /// Its lightness: 0 black to 1 white.
    pub gray: f32,
    /// How many glyphs of the page were drawn before it: what it covers.
    pub after: u32,
}

/// An image drawn on the page.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ImagePlace {
    /// Where it is drawn, cut to the page.
    pub rect: Rect,
    /// Its share of the page's area, 0 to 1.
    pub share: f32,
    /// Width and height in pixels.
    pub pixels: (u32, u32),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glyph_of_each_origin_is_kept() {
        let glyph = |ch, flags| Glyph {
            ch,
            rect: Rect::default(),
            baseline: 0.0,
            size_pt: 10.0,
            font: FontId(0),
            flags,
        };
        let (own, read) = (GlyphFlags::default(), GlyphFlags::OCR);
        for (given, kept) in [
            (vec![('a', own), ('b', own)], "a"),
            (vec![('a', read), ('b', read), ('c', own)], "ca"),
            (vec![('a', read)], "a"),
            (vec![], ""),
        ] {
            let glyphs = given.into_iter().map(|(ch, flags)| glyph(ch, flags)).collect();
            let mut page = Page { glyphs, ..Page::default() };
            page.let_glyphs_go(page.flags());
            assert_eq!(page.glyphs.iter().map(|glyph| glyph.ch).collect::<String>(), kept);
        }
    }
}
