//! Text turned by a quarter: given a page, gives it upright where all its text is turned, and the lines of its turned
//! words where only some are (labels of narrow columns, a stamp at the edge). Knows nothing of tables.

use super::lines::RawLine;
use super::pieces::tidy;
use super::words::{FontLook, RawWord, unread, words_of};
use crate::model::geometry::Rect;
use crate::model::page::{Fill, Glyph, GlyphFlags, Page, Rule};

/// A page is turned when it has this many times more turned glyphs than upright ones.
const MOSTLY: usize = 4;
/// Glyphs whose baselines differ by less than this share of the size stand on one turned line.
const SAME_LINE: f32 = 0.2;
/// Glyphs further apart than so many sizes are not of one line.
const FAR: f32 = 3.0;

/// How text that is turned by a quarter runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// From the foot of the page to its head.
    Up,
    /// From its head to its foot.
    Down,
}

/// The frame in which turned text is upright.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    turn: Turn,
    /// Size of the page as it is shown.
    width: f32,
    height: f32,
}

impl Frame {
    /// The rectangle as it stands with the text upright.
    fn upright(self, rect: &Rect) -> Rect {
        match self.turn {
            Turn::Up => Rect::new(self.height - rect.bottom, rect.x0, self.height - rect.top, rect.x1),
            Turn::Down => Rect::new(rect.top, self.width - rect.x1, rect.bottom, self.width - rect.x0),
        }
    }

    /// The rectangle as it stands on the page.
    pub fn shown(self, rect: &Rect) -> Rect {
        match self.turn {
            Turn::Up => Rect::new(rect.top, self.height - rect.x1, rect.bottom, self.height - rect.x0),
            Turn::Down => Rect::new(self.width - rect.bottom, rect.x0, self.width - rect.top, rect.x1),
        }
    }

    /// The glyph upright; an upright one is turned then.
    fn glyph(self, glyph: &Glyph) -> Glyph {
        let turned = glyph.flags.has(GlyphFlags::TURNED);
        let baseline = match (self.turn, turned) {
            (Turn::Down, true) => self.width - glyph.baseline,
            (Turn::Up, false) => self.height - glyph.baseline,
            _ => glyph.baseline,
        };
        let flags = GlyphFlags(glyph.flags.0 ^ GlyphFlags::TURNED.0);
        Glyph { rect: self.upright(&glyph.rect), baseline, flags, ..*glyph }
    }
}

/// The page with its text upright, and the way back, where all but a little of its text is turned; `flags` are those of
/// all its glyphs.
pub(super) fn righted(page: &Page, flags: GlyphFlags) -> Option<(Page, Frame)> {
    if !flags.has(GlyphFlags::TURNED) {
        return None;
    }
    let letters = |turned: bool| {
        let of_kind = move |g: &&Glyph| g.flags.has(GlyphFlags::TURNED) == turned && g.ch.is_alphanumeric();
        page.glyphs.iter().filter(of_kind)
    };
    let turned = letters(true).count();
    if turned == 0 || turned <= MOSTLY * letters(false).count() {
        return None;
    }
    let (up, down) = steps(page.glyphs.iter().filter(|g| g.flags.has(GlyphFlags::TURNED)));
    let turn = if up >= down { Turn::Up } else { Turn::Down };
    let frame = Frame { turn, width: page.width, height: page.height };
    let righted = Page {
        number: page.number,
        width: page.height,
        height: page.width,
        glyphs: page.glyphs.iter().map(|g| frame.glyph(g)).collect(),
        rules: page.rules.iter().map(|r| Rule { rect: frame.upright(&r.rect), level: !r.level }).collect(),
        fills: page.fills.iter().map(|f| Fill { rect: frame.upright(&f.rect), ..*f }).collect(),
        images: page.images.clone(),
        tagged: page.tagged.clone(),
        shapes: page.shapes,
        recognised: None,
    };
    Some((righted, frame))
}

/// How many glyphs stand above the one before them on their line, and how many below.
fn steps<'g>(glyphs: impl Iterator<Item = &'g Glyph> + Clone) -> (usize, usize) {
    let mut steps = (0, 0);
    for (a, b) in glyphs.clone().zip(glyphs.skip(1)).filter(|(a, b)| is_one_line(a, b)) {
        if b.rect.middle_y() < a.rect.middle_y() {
            steps.0 += 1;
        } else {
            steps.1 += 1;
        }
    }
    steps
}

fn is_one_line(a: &Glyph, b: &Glyph) -> bool {
    let size = a.size_pt.max(1.0);
    (a.baseline - b.baseline).abs() < SAME_LINE * size
        && (a.rect.middle_y() - b.rect.middle_y()).abs() < FAR * size
}

/// The lines of the page's turned words, in drawing order; rectangles are those on the page. Invisible words count where
/// they are what is to be read.
pub(super) fn lines(page: &Page, read_hidden: bool, looks: &[FontLook]) -> Vec<RawLine> {
    let passed = unread(read_hidden);
    let seen = |g: &&Glyph| g.flags.has(GlyphFlags::TURNED) && !g.flags.any(passed);
    let turned: Vec<&Glyph> = page.glyphs.iter().filter(seen).collect();
    turned.chunk_by(|a, b| is_one_line(a, b)).filter_map(|run| line(run, page, looks)).collect()
}

fn line(run: &[&Glyph], page: &Page, looks: &[FontLook]) -> Option<RawLine> {
    let (up, down) = steps(run.iter().copied());
    let turn = if up >= down { Turn::Up } else { Turn::Down };
    let frame = Frame { turn, width: page.width, height: page.height };
    let upright: Vec<Glyph> = run.iter().map(|g| frame.glyph(g)).collect();
    let words = tidy(words_of(upright.iter(), looks));
    let shown = |w: RawWord| {
        let rect = frame.shown(&w.rect);
        RawWord { rect, baseline: rect.bottom, ..w }
    };
    RawLine::unbroken(words.into_iter().map(shown).collect())
}
