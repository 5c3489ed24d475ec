//! Shows text (ISO 32000-1, 9.4.3 and 9.4.4): strings to glyphs on the page, each with its character, box, baseline and
//! flags. The innermost loop of the room.

use crate::extract::font::composite::Codes;
use crate::extract::font::meanings::Meaning;
use crate::extract::font::{Fonts, LoadedFont};
use crate::extract::inflate::Inflater;
use crate::extract::interpret::{Arguments, Interpreter};
use crate::extract::marked::share;
use crate::extract::matrix::Matrix;
use crate::extract::objects::Objects;
use crate::extract::tokens::Operand;
use crate::model::geometry::Rect;
use crate::model::page::{Glyph, GlyphFlags};

/// Rise per run up to which text counts as level: a page scanned a degree askew is still read line by line.
const LEVEL: f32 = 0.03;
/// Lightness from which text is as good as white.
const PALE: f32 = 0.95;

/// Where the next glyph goes, and what is the same for all glyphs of one operator.
struct Pen {
    /// The start of the baseline, in points.
    origin: (f32, f32),
    /// What one unit along the baseline is, in points.
    along: (f32, f32),
    /// How far the box of a glyph reaches beyond its piece of the baseline, in points.
    reach: Rect,
    /// What all glyphs have in common where the baseline is level, as it mostly is.
    level: Option<Level>,
    /// How far along the baseline the pen is, in text space.
    place: f32,
    /// Text space per unit of glyph width.
    size: f32,
    /// The step behind a glyph and behind a space, in text space.
    steps: (f32, f32),
    /// The page and the clip, which glyphs may lie outside of.
    page: Rect,
    clip: Rect,
    /// All but place, character and flags of a glyph.
    model: Glyph,
    turned: bool,
    room: usize,
}

/// Upper and lower edge of glyphs on one level, in points.
#[derive(Clone, Copy)]
struct Level {
    top: f32,
    bottom: f32,
    /// Their middle lies within the clip, from above to below.
    in_clip: bool,
}

impl Interpreter<'_, '_> {
    /// `Tj` and `TJ`: shows the strings among the operands; numbers move the pen back by thousandths.
    pub fn show(&mut self, arguments: &Arguments<'_>) {
        let Some(index) = self.state.text.font else { return };
        let Some(mut pen) = self.pen(index) else { return };
        let Some(font) = self.fonts.get_mut(index) else { return };
        // Numbers before the string belong to the operator `"`, not to an array.
        let kern = if arguments.is_array() { pen.size / 1000.0 } else { 0.0 };
        let (glyphs, inflater) = (&mut self.page.glyphs, &mut *self.inflater);
        let mut writing = Writing { pen: &mut pen, font, glyphs, objects: self.objects, inflater };
        for operand in arguments.operands {
            match operand {
                Operand::Number(back) => writing.pen.place -= back * kern,
                other => other.string(&mut self.strings).into_iter().for_each(|text| writing.write(text)),
            }
        }
        self.text_matrix.e += pen.place * self.text_matrix.a;
        self.text_matrix.f += pen.place * self.text_matrix.b;
        self.full |= pen.room <= self.page.glyphs.len();
    }

    fn pen(&mut self, index: usize) -> Option<Pen> {
        let text = self.state.text;
        let font = self.fonts.get_mut(index)?;
        let matrix = self.text_matrix.then(&self.state.ctm);
        if !matrix.is_finite() {
            return None;
        }
        let turn = direction(&matrix, text.size * text.stretch);
        let upward = matrix.upward();
        let size_pt = text.size.abs() * upward.0.hypot(upward.1) * font.em;
        let origin = matrix.apply(0.0, text.rise);
        let (reach, clip) = (reach(upward, text.size, font), self.state.clip);
        Some(Pen {
            origin,
            along: (matrix.a, matrix.b),
            reach,
            level: (matrix.b == 0.0).then(|| level(origin.1, &reach, &clip)),
            place: 0.0,
            size: text.size * text.stretch,
            steps: (
                text.character_space * text.stretch,
                (text.character_space + text.word_space) * text.stretch,
            ),
            page: Rect { x0: 0.0, top: 0.0, x1: self.page.width, bottom: self.page.height },
            clip,
            model: Glyph {
                ch: ' ',
                rect: Rect::default(),
                baseline: 0.0,
                size_pt,
                font: Fonts::id(index),
                flags: self.flags().with(turn),
            },
            turned: turn == GlyphFlags::TURNED,
            room: self.limits.glyphs_per_page,
        })
    }

    /// What is true of every glyph drawn now.
    fn flags(&self) -> GlyphFlags {
        let mut flags = self.marks.flags();
        let text = &self.state.text;
        if matches!(text.mode, 3 | 7) {
            flags = flags.with(GlyphFlags::INVISIBLE);
        }
        let ink = if matches!(text.mode, 1 | 5) { &self.state.stroke } else { &self.state.fill };
        if ink.red {
            flags = flags.with(GlyphFlags::RED);
        }
        if ink.lightness() >= PALE {
            flags = flags.with(GlyphFlags::PALE);
        }
        flags
    }
}

/// The box between the highest and the lowest reach of a font, seen from the baseline.
fn reach(upward: (f32, f32), size: f32, font: &LoadedFont<'_>) -> Rect {
    let at = |height: f32| (upward.0 * size * height, upward.1 * size * height);
    let (up, down) = (at(font.ascent), at(font.descent));
    Rect::new(up.0, up.1, down.0, down.1)
}

fn level(y: f32, reach: &Rect, clip: &Rect) -> Level {
    let edges = Rect { x0: clip.x0, top: y + reach.top, x1: clip.x0, bottom: y + reach.bottom };
    let in_clip = clip.contains(clip.x0, edges.middle_y());
    Level { top: edges.top, bottom: edges.bottom, in_clip }
}

/// Which way text runs: level from left to right has no flag.
fn direction(matrix: &Matrix, size: f32) -> GlyphFlags {
    let (run, rise) = (matrix.a * size, matrix.b * size);
    if rise.abs() <= LEVEL * run {
        GlyphFlags::default()
    } else if run.abs() <= LEVEL * rise.abs() {
        GlyphFlags::TURNED
    } else {
        GlyphFlags::SLANTED
    }
}

/// A pen, a font and the page to write on.
struct Writing<'w, 'd> {
    pen: &'w mut Pen,
    font: &'w mut LoadedFont<'d>,
    glyphs: &'w mut Vec<Glyph>,
    objects: Objects<'d>,
    inflater: &'w mut Inflater<'d>,
}

impl Writing<'_, '_> {
    fn write(&mut self, text: &[u8]) {
        if self.glyphs.len().saturating_add(text.len()) > self.pen.room {
            self.pen.room = 0;
            return;
        }
        match self.font.codes {
            Codes::Bytes => {
                for &byte in text {
                    let width = self.font.widths.get(usize::from(byte));
                    self.draw(u32::from(byte), width, byte == b' ');
                }
            }
            Codes::Pairs | Codes::Utf16 => {
                for pair in text.chunks(2) {
                    let code = match *pair {
                        [high, low] => u32::from(u16::from_be_bytes([high, low])),
                        _ => pair.iter().map(|byte| u32::from(*byte)).sum(),
                    };
                    let width = self.font.widths.get(code as usize);
                    self.draw(code, width, false);
                }
            }
            Codes::Mapped(_) => self.write_mapped(text),
        }
    }

    fn write_mapped(&mut self, text: &[u8]) {
        let mut rest = text;
        while !rest.is_empty() {
            let Codes::Mapped(map) = &self.font.codes else { return };
            let (code, length) = map.next_code(rest);
            let width = self.font.widths.get(map.cid(code) as usize);
            self.draw(code, width, length == 1 && code == 32);
            rest = rest.get(length.max(1)..).unwrap_or_default();
        }
    }

    /// One code: its glyphs, and the step to the next. To call it for each glyph takes a third as long as what it does.
    #[inline(always)]
    fn draw(&mut self, code: u32, width: f32, is_space: bool) {
        let run = width * self.pen.size;
        self.font.drawn += 1;
        if let Some(level) = self.pen.level
            && let Meaning::One(character) = self.font.meanings.get(code as usize)
        {
            self.glyphs.push(self.pen.level_glyph(level, character, run));
        } else {
            self.draw_rarely(code, run);
        }
        self.pen.place += run + if is_space { self.pen.steps.1 } else { self.pen.steps.0 };
    }

    /// A code that is not one character of a level line.
    #[cold]
    fn draw_rarely(&mut self, code: u32, run: f32) {
        let meaning = match self.font.meanings.get(code as usize) {
            Meaning::Unknown => self.font.rescue(self.objects, self.inflater, code),
            known => known,
        };
        match meaning {
            Meaning::One(character) => self.glyphs.push(self.pen.glyph(character, run)),
            Meaning::Nothing => {}
            Meaning::Many(index) => {
                let whole = self.pen.glyph(' ', run);
                share(self.glyphs, &whole, self.font.meanings.spelling(index));
            }
            Meaning::Guess(character) => {
                self.font.undecoded += 1;
                let glyph = self.pen.glyph(character, run);
                self.glyphs.push(Glyph { flags: glyph.flags.with(GlyphFlags::GUESSED), ..glyph });
            }
            _ => {
                self.font.undecoded += 1;
                self.glyphs.push(self.pen.glyph(char::REPLACEMENT_CHARACTER, run));
            }
        }
    }
}

impl Pen {
    /// A glyph at the pen, on a level baseline, that runs this far in text space.
    #[inline]
    fn level_glyph(&self, Level { top, bottom, in_clip }: Level, character: char, run: f32) -> Glyph {
        let x = self.origin.0 + self.place * self.along.0;
        let right = x + run * self.along.0;
        // The library's own minimum looks at each for being no number; the first of these always is one.
        let least = if right < x { right } else { x };
        let most = if right > x { right } else { x };
        let rect = Rect { x0: least + self.reach.x0, top, x1: most + self.reach.x1, bottom };
        let middle = rect.middle_x();
        let seen = in_clip && self.clip.x0 <= middle && middle <= self.clip.x1;
        let place = if seen { GlyphFlags::default() } else { self.place_flags(middle, rect.middle_y()) };
        let flags = self.model.flags.with(place);
        Glyph { ch: character, rect, baseline: self.origin.1, flags, ..self.model }
    }

    /// A glyph at the pen that runs this far in text space.
    fn glyph(&self, character: char, run: f32) -> Glyph {
        if let Some(level) = self.level {
            return self.level_glyph(level, character, run);
        }
        let x = self.origin.0 + self.place * self.along.0;
        let y = self.origin.1 + self.place * self.along.1;
        let (right_x, right_y) = (x + run * self.along.0, y + run * self.along.1);
        let rect = Rect {
            x0: x.min(right_x) + self.reach.x0,
            top: y.min(right_y) + self.reach.top,
            x1: x.max(right_x) + self.reach.x1,
            bottom: y.max(right_y) + self.reach.bottom,
        };
        let flags = self.model.flags.with(self.place_flags(rect.middle_x(), rect.middle_y()));
        Glyph { ch: character, rect, baseline: if self.turned { x } else { y }, flags, ..self.model }
    }

    /// Whether a glyph with its middle here can be seen; asked where it is not plain that it can.
    #[cold]
    fn place_flags(&self, x: f32, y: f32) -> GlyphFlags {
        if self.clip.contains(x, y) {
            return GlyphFlags::default();
        }
        let outside = if self.page.contains(x, y) { GlyphFlags::default() } else { GlyphFlags::OUTSIDE };
        GlyphFlags::CLIPPED.with(outside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn direction_is_told_by_the_matrix() {
        let of = |numbers| direction(&Matrix::new(numbers), 12.0);
        assert_eq!(of([1.0, 0.0, 0.0, -1.0, 0.0, 0.0]), GlyphFlags::default());
        assert_eq!(of([1.0, 0.01, 0.3, -1.0, 0.0, 0.0]), GlyphFlags::default());
        assert_eq!(of([0.0, 1.0, 1.0, 0.0, 0.0, 0.0]), GlyphFlags::TURNED);
        assert_eq!(of([0.7, 0.7, 0.7, -0.7, 0.0, 0.0]), GlyphFlags::SLANTED);
        assert_eq!(of([-1.0, 0.0, 0.0, 1.0, 0.0, 0.0]), GlyphFlags::SLANTED);
    }
}
