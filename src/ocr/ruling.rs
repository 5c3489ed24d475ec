//! Ruling lines seen in an image: given its ink, finds long thin strokes, level and upright, that stand clear of
//! letters. Layout reads tables from them as it does from the rules of a file. Knows nothing of tables.

use super::ink::{darkest, inked};
use super::raster::{Raster, WHITE};
use crate::model::geometry::Rect;
use crate::model::page::Rule;

/// A stroke begins with so many points of ink in one row of pixels …
const RUN: f32 = 14.0;
/// … is at least so long in all …
const LONG: f32 = 20.0;
/// … no thicker than this …
const THICK: f32 = 3.2;
/// … and may be broken for so long, where the scan lost it.
const BREAK: f32 = 0.8;
/// Share of a run that must be ink: the feet of letters leave more paper.
const DENSE: f32 = 0.8;
/// A stroke may wander by this share of its length.
const WANDER: f32 = 0.006;
/// Ink allowed beside it, one side and the other, as shares of its length.
const BESIDE: [f32; 2] = [0.22, 0.6];
/// More strokes than this are a picture.
const MOST: usize = 3_000;

/// Where a run of ink lies: in which row, from which column to which.
#[derive(Clone, Copy, Debug)]
struct Run {
    row: usize,
    from: usize,
    to: usize,
}

/// Runs that hang together.
#[derive(Clone, Debug)]
struct Stroke {
    first: usize,
    last: usize,
    from: usize,
    to: usize,
    inked: usize,
}

/// The rules of an image, in points; `threshold`: darker pixels are ink.
pub fn rules(raster: &Raster, threshold: u8) -> Vec<Rule> {
    let measure = Measure::of(raster.per_point, threshold);
    let level = level_strokes(raster, &measure);
    let upright = upright_strokes(raster, &measure);
    if level.len() + upright.len() > MOST {
        return Vec::new();
    }
    let points = |pixels: usize| pixels as f32 / raster.per_point;
    let level = level.iter().map(|s| Rule {
        rect: Rect::new(points(s.from), points(s.first), points(s.to), points(s.last + 1)),
        level: true,
    });
    let upright = upright.iter().map(|s| Rule {
        rect: Rect::new(points(s.first), points(s.from), points(s.last + 1), points(s.to)),
        level: false,
    });
    level.chain(upright).collect()
}

/// What makes a stroke, in pixels.
struct Measure {
    per_point: f32,
    threshold: u8,
    shortest: usize,
    gap: usize,
}

impl Measure {
    fn of(per_point: f32, threshold: u8) -> Self {
        let pixels = |points: f32| (points * per_point).round().max(1.0) as usize;
        Self { per_point, threshold, shortest: pixels(RUN), gap: pixels(BREAK) }
    }
}

fn level_strokes(raster: &Raster, measure: &Measure) -> Vec<Stroke> {
    let mut found = Strokes::new(measure);
    for (y, row) in raster.rows().enumerate() {
        found.look_at(y, row);
    }
    found.done(|y, from, to| {
        let beside = raster.row(y).get(from..to).unwrap_or_default();
        beside.iter().filter(|pixel| **pixel < measure.threshold).count()
    })
}

/// Columns that are looked at together, as rows: few enough to stay in the cache.
const ABREAST: usize = 64;

fn upright_strokes(raster: &Raster, measure: &Measure) -> Vec<Stroke> {
    let mut found = Strokes::new(measure);
    let height = raster.height;
    let mut aside = vec![WHITE; ABREAST * height];
    for left in (0..raster.width).step_by(ABREAST) {
        aside.fill(WHITE);
        for (y, row) in raster.rows().enumerate() {
            let piece = row.get(left..(left + ABREAST).min(row.len())).unwrap_or_default();
            if darkest(piece) < measure.threshold {
                let column = aside.iter_mut().skip(y).step_by(height);
                column.zip(piece).for_each(|(to, pixel)| *to = *pixel);
            }
        }
        for (x, column) in aside.chunks_exact(height.max(1)).take(raster.width - left).enumerate() {
            found.look_at(left + x, column);
        }
    }
    found.done(|x, from, to| {
        let beside = raster.rows().take(to).skip(from).filter_map(|row| row.get(x));
        beside.filter(|pixel| **pixel < measure.threshold).count()
    })
}

/// Strokes found so far, row by row of pixels.
struct Strokes<'m> {
    measure: &'m Measure,
    open: Vec<Stroke>,
    done: Vec<Stroke>,
    runs: Vec<Run>,
}

impl<'m> Strokes<'m> {
    fn new(measure: &'m Measure) -> Self {
        Self { measure, open: Vec::new(), done: Vec::new(), runs: Vec::new() }
    }

    fn look_at(&mut self, row: usize, pixels: &[u8]) {
        // A picture: what else it shows does not matter.
        if self.open.len() + self.done.len() > MOST * 4 {
            return;
        }
        let Measure { threshold, shortest, gap, .. } = *self.measure;
        self.done.extend(self.open.extract_if(.., |stroke| stroke.last + gap < row));
        self.runs.clear();
        find_runs(inked(pixels, threshold), row, shortest, gap, &mut self.runs);
        self.runs.iter().for_each(|run| add(&mut self.open, run, gap));
    }

    /// Those that are rules; `count`: how many pixels are ink in a row, from one column to another.
    fn done(mut self, count: impl Fn(usize, usize, usize) -> usize) -> Vec<Stroke> {
        self.done.append(&mut self.open);
        if self.done.len() > MOST * 4 {
            return Vec::new();
        }
        self.done.retain(|stroke| is_rule(stroke, self.measure.per_point, &count));
        self.done
    }
}

fn find_runs(
    inked: impl Iterator<Item = usize>,
    row: usize,
    shortest: usize,
    gap: usize,
    runs: &mut Vec<Run>,
) {
    let (mut from, mut to, mut count) = (0, 0, 0);
    let mut close = |from: usize, to: usize, count: usize| {
        if to - from >= shortest && count as f32 >= DENSE * (to - from) as f32 {
            runs.push(Run { row, from, to });
        }
    };
    for x in inked {
        if count > 0 && x > to + gap {
            close(from, to, count);
            count = 0;
        }
        if count == 0 {
            from = x;
        }
        (to, count) = (x + 1, count + 1);
    }
    if count > 0 {
        close(from, to, count);
    }
}

fn add(open: &mut Vec<Stroke>, run: &Run, gap: usize) {
    let touches = |s: &Stroke| run.from <= s.to + gap && s.from <= run.to + gap;
    let mut grown =
        Stroke { first: run.row, last: run.row, from: run.from, to: run.to, inked: run.to - run.from };
    // A run may bridge strokes that were apart.
    open.retain(|stroke| {
        let joined = touches(stroke);
        if joined {
            grown.first = grown.first.min(stroke.first);
            grown.from = grown.from.min(stroke.from);
            grown.to = grown.to.max(stroke.to);
            grown.inked += stroke.inked;
        }
        !joined
    });
    open.push(grown);
}

fn is_rule(stroke: &Stroke, per_point: f32, count: impl Fn(usize, usize, usize) -> usize) -> bool {
    let length = stroke.to - stroke.from;
    let thickness = stroke.inked as f32 / length.max(1) as f32;
    let height = (stroke.last + 1 - stroke.first) as f32;
    let thick = THICK * per_point;
    if (length as f32) < LONG * per_point || thickness > thick || height > thick + WANDER * length as f32 {
        return false;
    }
    let away = (0.5 * per_point).ceil() as usize;
    let share = |row: usize| count(row, stroke.from, stroke.to) as f32 / length.max(1) as f32;
    let above = stroke.first.checked_sub(1 + away).map_or(0.0, share);
    let below = share(stroke.last + 1 + away);
    above.min(below) <= BESIDE[0] && above.max(below) <= BESIDE[1]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(width: usize, height: usize, per_point: f32, inked: impl Fn(usize, usize) -> bool) -> Raster {
        let shade = |at: usize| if inked(at % width, at / width) { 0 } else { WHITE };
        Raster { width, height, gray: (0..width * height).map(shade).collect(), per_point }
    }

    #[test]
    fn a_frame_gives_two_level_and_two_upright_rules() {
        let frame = image(200, 150, 2.0, |x, y| {
            let inside = (20..180).contains(&x) && (20..130).contains(&y);
            inside && ((20..22).contains(&y) || y == 129 || x == 20 || x == 179)
        });
        let rules = rules(&frame, 128);
        assert_eq!(rules.iter().filter(|r| r.level).count(), 2, "{rules:?}");
        assert_eq!(rules.iter().filter(|r| !r.level).count(), 2);
        assert_eq!(rules[0].rect, Rect::new(10.0, 10.0, 90.0, 11.0));
    }

    #[test]
    fn a_line_that_steps_down_is_one_rule_and_a_block_is_none() {
        let sloping = image(400, 40, 4.0, |x, y| y == 10 + x / 150 && !(200..202).contains(&x));
        assert_eq!(rules(&sloping, 128).len(), 1);
        let block = image(400, 100, 4.0, |x, y| (50..350).contains(&x) && (20..80).contains(&y));
        assert!(rules(&block, 128).is_empty());
    }
}
