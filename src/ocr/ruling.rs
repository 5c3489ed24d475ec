//! Ruling lines seen in an image: given its ink, finds long thin strokes, level and upright, that stand clear of
//! letters. Layout reads tables from them as it does from the rules of a file. Knows nothing of tables.

use super::ink::Ink;
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

/// The rules of an image of so many pixels to a point, in points.
pub fn rules(ink: &Ink, per_point: f32) -> Vec<Rule> {
    let level = strokes(&ink.marks, ink.width, per_point);
    let height = ink.marks.len() / ink.width.max(1);
    let aside = across(ink);
    let upright = strokes(&aside, height, per_point);
    if level.len() + upright.len() > MOST {
        return Vec::new();
    }
    let points = |pixels: usize| pixels as f32 / per_point;
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

/// The same ink with rows for columns, in blocks that stay in the cache.
fn across(ink: &Ink) -> Vec<bool> {
    const BLOCK: usize = 64;
    let (width, height) = (ink.width, ink.marks.len() / ink.width.max(1));
    let mut aside = vec![false; width * height];
    for top in (0..height).step_by(BLOCK) {
        for left in (0..width).step_by(BLOCK) {
            for x in left..(left + BLOCK).min(width) {
                let column = aside.get_mut(x * height..(x + 1) * height).unwrap_or_default();
                for (y, mark) in column.iter_mut().enumerate().skip(top).take(BLOCK) {
                    *mark = ink.marks.get(y * width + x).copied().unwrap_or_default();
                }
            }
        }
    }
    aside
}

/// The level strokes of these marks.
fn strokes(marks: &[bool], width: usize, per_point: f32) -> Vec<Stroke> {
    let pixels = |points: f32| (points * per_point).round().max(1.0) as usize;
    let (shortest, gap) = (pixels(RUN), pixels(BREAK));
    let mut open: Vec<Stroke> = Vec::new();
    let mut done: Vec<Stroke> = Vec::new();
    let mut runs = Vec::new();
    for (row, line) in marks.chunks_exact(width.max(1)).enumerate() {
        done.extend(open.extract_if(.., |stroke| stroke.last + gap < row));
        runs.clear();
        find_runs(line, row, shortest, gap, &mut runs);
        runs.iter().for_each(|run| add(&mut open, run, gap));
        if open.len() + done.len() > MOST * 4 {
            return Vec::new();
        }
    }
    done.append(&mut open);
    done.retain(|stroke| is_rule(stroke, marks, width, per_point));
    done
}

fn find_runs(line: &[bool], row: usize, shortest: usize, gap: usize, runs: &mut Vec<Run>) {
    let (mut from, mut to, mut inked) = (0, 0, 0);
    let mut close = |from: usize, to: usize, inked: usize| {
        if to - from >= shortest && inked as f32 >= DENSE * (to - from) as f32 {
            runs.push(Run { row, from, to });
        }
    };
    for (x, _) in line.iter().enumerate().filter(|(_, mark)| **mark) {
        if inked > 0 && x > to + gap {
            close(from, to, inked);
            inked = 0;
        }
        if inked == 0 {
            from = x;
        }
        (to, inked) = (x + 1, inked + 1);
    }
    if inked > 0 {
        close(from, to, inked);
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

fn is_rule(stroke: &Stroke, marks: &[bool], width: usize, per_point: f32) -> bool {
    let length = stroke.to - stroke.from;
    let thickness = stroke.inked as f32 / length.max(1) as f32;
    let height = (stroke.last + 1 - stroke.first) as f32;
    let thick = THICK * per_point;
    if (length as f32) < LONG * per_point || thickness > thick || height > thick + WANDER * length as f32 {
        return false;
    }
    let away = (0.5 * per_point).ceil() as usize;
    let above = stroke.first.checked_sub(1 + away).map_or(0.0, |row| inked(marks, width, row, stroke));
    let below = inked(marks, width, stroke.last + 1 + away, stroke);
    above.min(below) <= BESIDE[0] && above.max(below) <= BESIDE[1]
}

/// The share of ink in a row of pixels beside the stroke.
fn inked(marks: &[bool], width: usize, row: usize, stroke: &Stroke) -> f32 {
    let start = row * width;
    let beside = marks.get(start + stroke.from..start + stroke.to).unwrap_or_default();
    beside.iter().filter(|mark| **mark).count() as f32 / beside.len().max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ink(width: usize, height: usize, inked: impl Fn(usize, usize) -> bool) -> Ink {
        let marks = (0..width * height).map(|at| inked(at % width, at / width)).collect();
        Ink { width, marks, threshold: 128, means: [0, 255] }
    }

    #[test]
    fn a_frame_gives_two_level_and_two_upright_rules() {
        let frame = ink(200, 150, |x, y| {
            let inside = (20..180).contains(&x) && (20..130).contains(&y);
            inside && ((20..22).contains(&y) || y == 129 || x == 20 || x == 179)
        });
        let rules = rules(&frame, 2.0);
        assert_eq!(rules.iter().filter(|r| r.level).count(), 2, "{rules:?}");
        assert_eq!(rules.iter().filter(|r| !r.level).count(), 2);
        assert_eq!(rules[0].rect, Rect::new(10.0, 10.0, 90.0, 11.0));
    }

    #[test]
    fn a_line_that_steps_down_is_one_rule_and_a_block_is_none() {
        let sloping = ink(400, 40, |x, y| y == 10 + x / 150 && !(200..202).contains(&x));
        assert_eq!(rules(&sloping, 4.0).len(), 1);
        let block = ink(400, 100, |x, y| (50..350).contains(&x) && (20..80).contains(&y));
        assert!(rules(&block, 4.0).is_empty());
    }
}
