//! Paints paths (ISO 32000-1, 8.5.3 and 8.5.4): stroked lines and thin boxes become rules, larger boxes fills, and a
//! path marked for clipping narrows the clip. What a rule separates is for layout to say.

use crate::extract::cover::Cover;
use crate::extract::interpret::Interpreter;
use crate::extract::path::{Path, Point, is_straight};
use crate::model::geometry::Rect;
use crate::model::page::{Fill, Rule};
use crate::model::picture::Drawing;

/// A box with a side no longer than this, in points, is a line and no area.
pub const THINNEST_FILL: f32 = 3.0;
/// Lightness from which paint on white paper is not seen.
const WHITE: f32 = 0.97;
/// Rules kept for a page.
pub const MOST_RULES: usize = 20_000;
/// Fills kept for a page.
pub const MOST_FILLS: usize = 5_000;
/// Shapes kept for the picture of a page.
pub const MOST_SHAPES: usize = 100_000;
/// A wider line, in points, is no ruling line on any page.
const WIDEST_LINE: f32 = 1000.0;

/// What a painting operator does with the path (table 60).
#[derive(Clone, Copy)]
pub struct Painting {
    /// It fills.
    pub fill: bool,
    /// … what the path surrounds an odd number of times, and not all that it surrounds.
    pub even_odd: bool,
    /// It strokes.
    pub stroke: bool,
    /// It closes the path first.
    pub close: bool,
}

impl Interpreter<'_, '_> {
    /// `f` `S` `B` `n` and their like: paints the path, clips if asked to, and forgets it.
    pub fn paint(&mut self, painting: Painting) {
        if painting.close {
            self.close_path();
        }
        self.path.finish();
        let path = std::mem::take(&mut self.path);
        if !self.marks.is_hidden() {
            if painting.fill && self.state.fill.alpha > 0.0 {
                let gray = self.state.fill.lightness();
                if let (Some(area), true) = (path.lone_box(), self.state.fill.is_plain()) {
                    self.hide_below(&area, false);
                }
                path.boxes.iter().for_each(|area| self.add_area(*area, gray, None));
                self.add_shape(&path, painting.even_odd, gray);
            }
            if painting.stroke && self.state.stroke.alpha > 0.0 {
                self.stroke(&path.boxes, &path.lines);
            }
        }
        if path.clips {
            self.state.ragged |= path.lone_box().is_none();
            self.state.clip_to(&path.bounds.unwrap_or_default());
        }
        self.path = path;
        self.path.clear();
    }

    /// `W` `W*`
    pub fn clip(&mut self) {
        self.path.clips = true;
    }

    /// A filled shape: counted, and kept where pictures of the page are asked for.
    fn add_shape(&mut self, path: &Path, even_odd: bool, gray: f32) {
        self.page.shapes = self.page.shapes.saturating_add(path.curved_parts);
        let outline = path.outline.as_ref().filter(|steps| !steps.is_empty());
        let seen = path.bounds.is_some_and(|bounds| bounds.intersection(&self.state.clip).is_some());
        if let (Some(outline), true) = (outline, seen && self.drawings.len() < MOST_SHAPES) {
            let ink = (gray.clamp(0.0, 1.0) * 255.0) as u8;
            self.drawings.push(Drawing { outline: outline.clone(), even_odd, ink });
        }
    }

    fn stroke(&mut self, boxes: &[Rect], lines: &[(Point, Point)]) {
        let width = (self.state.line_width * self.state.ctm.mean_scale()).clamp(0.0, WIDEST_LINE);
        let gray = self.state.stroke.lightness();
        for area in boxes {
            let Rect { x0, top, x1, bottom } = *area;
            for (a, b) in [
                ((x0, top), (x1, top)),
                ((x0, bottom), (x1, bottom)),
                ((x0, top), (x0, bottom)),
                ((x1, top), (x1, bottom)),
            ] {
                self.add_line(a, b, width, gray);
            }
        }
        for (a, b) in lines.iter().filter(|line| is_straight(line)) {
            self.add_line(*a, *b, width, gray);
        }
    }

    fn add_line(&mut self, a: Point, b: Point, width: f32, gray: f32) {
        let (run, rise) = ((a.0 - b.0).abs(), (a.1 - b.1).abs());
        if run.max(rise) <= 0.0 {
            return;
        }
        let half = width / 2.0;
        let level = run >= rise;
        let (wide, high) = if level { (0.0, half) } else { (half, 0.0) };
        let area = Rect::new(a.0, a.1, b.0, b.1);
        let area =
            Rect { x0: area.x0 - wide, top: area.top - high, x1: area.x1 + wide, bottom: area.bottom + high };
        self.add_area(area, gray, Some(level));
    }

    /// A painted box; `level` tells the direction of a line.
    fn add_area(&mut self, area: Rect, gray: f32, level: Option<bool>) {
        let Some(area) = cut(&area, &self.state.clip) else { return };
        if area.width().min(area.height()) <= THINNEST_FILL {
            let level = level.unwrap_or(area.width() >= area.height());
            self.add_rule(Rule { rect: area, level }, gray);
        } else {
            self.add_fill(area, gray);
        }
    }

    fn add_rule(&mut self, rule: Rule, gray: f32) {
        let seen = gray < WHITE || self.is_shaded(&rule.rect);
        if seen && self.page.rules.len() < MOST_RULES {
            self.page.rules.push(rule);
        }
    }

    /// White lines are seen where they cross a shaded cell.
    fn is_shaded(&self, area: &Rect) -> bool {
        let (x, y) = (area.middle_x(), area.middle_y());
        let below = self.page.fills.iter().rev().find(|fill| fill.rect.contains(x, y));
        below.is_some_and(|fill| fill.gray < WHITE)
    }

    fn add_fill(&mut self, area: Rect, gray: f32) {
        let matters = gray < WHITE || self.covers_text(&area);
        if matters && self.page.fills.len() < MOST_FILLS {
            let after = u32::try_from(self.page.glyphs.len()).unwrap_or(u32::MAX);
            self.page.fills.push(Fill { rect: area, gray, after });
        }
    }

    /// Whether text stands where this box lies.
    pub fn covers_text(&mut self, area: &Rect) -> bool {
        if self.page.glyphs.is_empty() {
            return false;
        }
        let cover = self.cover.get_or_insert_with(|| Cover::new(self.page.width, self.page.height));
        cover.note(&self.page.glyphs);
        cover.meets(area)
    }
}

/// The part of `area` within `clip`; lines may be without thickness.
fn cut(area: &Rect, clip: &Rect) -> Option<Rect> {
    let part = Rect {
        x0: area.x0.max(clip.x0),
        top: area.top.max(clip.top),
        x1: area.x1.min(clip.x1),
        bottom: area.bottom.min(clip.bottom),
    };
    (part.x0 <= part.x1 && part.top <= part.bottom && part.width() + part.height() > 0.0).then_some(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_without_thickness_survives_the_cut() {
        let clip = Rect::new(0.0, 0.0, 100.0, 100.0);
        assert_eq!(cut(&Rect::new(-5.0, 10.0, 50.0, 10.0), &clip), Some(Rect::new(0.0, 10.0, 50.0, 10.0)));
        assert_eq!(cut(&Rect::new(-5.0, 110.0, 50.0, 110.0), &clip), None);
    }
}
