//! Runs of glyphs that a page marks as the content of a structure element (ISO 32000-1, 14.7.4.2), and which of them stand
//! beside one another with no rule between. Asks nothing of the structure itself: where no two runs stand so, it tells
//! nothing of a table that the page needs.

use crate::model::page::{Glyph, GlyphFlags, Page, Rule};
use std::ops::Range;

/// Two runs on one line are no pieces of one text when so many sizes lie between them.
const GAP: f32 = 1.0;
/// A run begins above the end of another when its baseline is higher by this share of the size.
const HIGHER: f32 = 0.7;
/// Height above the baseline, as a share of the size, at which a rule between two runs is looked for.
const HALF: f32 = 0.3;
/// Upright rules beside one another that make columns.
const COLUMN_EDGES: usize = 3;

/// Glyphs of one mark: from this one up to the first of the run after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its first glyph.
    pub first: usize,
    /// Its marked-content identifier; `None` for what belongs to no element.
    pub mark: Option<u32>,
    /// Marked as the label of an item of a list, which always stands beside the item.
    pub label: bool,
}

/// The runs of one page.
#[derive(Debug, Default)]
pub struct Runs {
    /// Whether the file has a structure that runs could belong to.
    pub wanted: bool,
    list: Vec<Run>,
}

impl Runs {
    /// From this glyph on another run goes on.
    pub fn turn(&mut self, first: usize, mark: Option<u32>, label: bool) {
        let run = Run { first, mark, label };
        match self.list.last_mut().filter(|last| last.first >= first) {
            Some(last) => *last = run,
            None => self.list.push(run),
        }
    }

    /// The identifier of the run that is open.
    pub fn open(&self) -> Option<u32> {
        self.list.last().and_then(|run| run.mark)
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.list.clear();
    }

    /// The runs of a page on which some stand beside one another; they are taken out.
    pub fn take(&mut self, page: &Page) -> Option<PageRuns> {
        let beside = self.beside(page);
        (!beside.is_empty()).then(|| PageRuns { list: std::mem::take(&mut self.list), beside })
    }

    /// Pairs of runs that stand side by side.
    fn beside(&self, page: &Page) -> Vec<(u32, u32)> {
        let mut found = Vec::new();
        let mut above: Option<(u32, bool, Ends<'_>)> = None;
        let next = self.list.iter().skip(1).map(|run| run.first).chain([page.glyphs.len()]);
        for (run, end) in self.list.iter().zip(next) {
            let Some(mark) = run.mark else { continue };
            let Some(ends) = Ends::of(page.glyphs.get(run.first..end).unwrap_or_default()) else { continue };
            if let Some((above, false, before)) = &above
                && *above != mark
                && before.stands_beside(&ends, &page.rules)
            {
                found.push((*above, mark));
            }
            above = Some((mark, run.label, ends));
        }
        found
    }
}

/// The runs of a page, and those of them that stand side by side.
#[derive(Debug)]
pub struct PageRuns {
    list: Vec<Run>,
    /// Their identifiers, in pairs.
    pub beside: Vec<(u32, u32)>,
}

impl PageRuns {
    /// The glyphs of each identifier, among so many of the page, sorted by identifier.
    pub fn ranges(&self, glyphs: usize) -> Vec<(u32, Range<usize>)> {
        let next = self.list.iter().skip(1).map(|run| run.first).chain([glyphs]);
        let range = |(run, end): (&Run, usize)| Some((run.mark?, run.first..end.min(glyphs)));
        let mut ranges: Vec<_> = self.list.iter().zip(next).filter_map(range).collect();
        ranges.retain(|(_, range)| !range.is_empty());
        ranges.sort_by_key(|(mark, range)| (*mark, range.start));
        ranges
    }
}

/// The first and the last glyph of a run that leave ink.
#[derive(Debug)]
struct Ends<'g> {
    first: &'g Glyph,
    last: &'g Glyph,
}

impl<'g> Ends<'g> {
    fn of(glyphs: &'g [Glyph]) -> Option<Self> {
        let shown = |g: &&Glyph| {
            !g.ch.is_whitespace() && !g.flags.any(GlyphFlags::CLIPPED.with(GlyphFlags::ARTIFACT))
        };
        let first = glyphs.iter().find(shown)?;
        Some(Self { first, last: glyphs.iter().rfind(shown)? })
    }

    /// Whether the other run begins to the right of this one and not below it, with no upright rule between them.
    fn stands_beside(&self, other: &Self, rules: &[Rule]) -> bool {
        let (start, end, next) = (self.first, self.last, other.first);
        let size = end.size_pt.max(1.0);
        let lower = next.baseline - end.baseline;
        let beside = if lower.abs() < HIGHER * size {
            next.rect.x0 > end.rect.x1 + GAP * size
        } else {
            lower < 0.0 && next.rect.x0 > start.rect.x0 + GAP * size
        };
        if !beside {
            return false;
        }
        let y = next.baseline - HALF * size;
        let crosses = |rule: &&Rule| !rule.level && (rule.rect.top..rule.rect.bottom).contains(&y);
        let parts = |rule: &Rule| (start.rect.x0..next.rect.x1).contains(&rule.rect.x0);
        // So many upright rules make columns, whichever of them hold the two runs.
        let mut edges: Vec<f32> = Vec::new();
        for rule in rules.iter().filter(crosses) {
            let x = rule.rect.x0;
            if edges.iter().all(|edge| (edge - x).abs() > size) {
                edges.push(x);
            }
            if edges.len() >= COLUMN_EDGES || parts(rule) {
                return false;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::geometry::Rect;

    fn glyph(x: f32, baseline: f32) -> Glyph {
        let rect = Rect::new(x, baseline - 8.0, x + 6.0, baseline + 2.0);
        let (font, flags) = Default::default();
        Glyph { ch: 'a', rect, baseline, size_pt: 10.0, font, flags }
    }

    fn runs(glyphs: Vec<Glyph>, rules: Vec<Rule>) -> Option<Vec<(u32, u32)>> {
        let mut runs = Runs::default();
        (0..glyphs.len()).zip(0..).for_each(|(first, mark)| runs.turn(first, Some(mark), false));
        runs.take(&Page { glyphs, rules, ..Page::default() }).map(|found| found.beside)
    }

    #[test]
    fn runs_on_one_line_with_a_gap_stand_beside_one_another() {
        assert_eq!(
            runs(vec![glyph(10.0, 20.0), glyph(100.0, 20.0), glyph(10.0, 40.0)], Vec::new()),
            Some(vec![(0, 1)])
        );
        assert_eq!(runs(vec![glyph(10.0, 20.0), glyph(18.0, 20.0)], Vec::new()), None);
        assert_eq!(runs(vec![glyph(10.0, 20.0), glyph(100.0, 40.0)], Vec::new()), None);
        // A cell of several lines: the next begins above its end.
        assert_eq!(runs(vec![glyph(10.0, 60.0), glyph(100.0, 20.0)], Vec::new()), Some(vec![(0, 1)]));
    }

    #[test]
    fn a_rule_between_them_says_enough() {
        let rule = Rule { rect: Rect::new(50.0, 0.0, 50.5, 30.0), level: false };
        assert_eq!(runs(vec![glyph(10.0, 20.0), glyph(100.0, 20.0)], vec![rule]), None);
    }

    #[test]
    fn ranges_end_where_the_next_run_begins_and_never_beyond_the_page() {
        let run = |first, mark| Run { first, mark, label: false };
        let list = vec![run(0, Some(1)), run(4, None), run(6, Some(0)), run(9, Some(1))];
        let runs = PageRuns { list, beside: Vec::new() };
        assert_eq!(runs.ranges(8), [(0, 6..8), (1, 0..4)]);
    }
}
