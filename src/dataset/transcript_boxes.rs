//! A transcript as boxes within boxes, for formats that are made of them: pages, blocks (paragraphs and cells), lines, words,
//! in units of 1/1200 inch from the top left corner of the page as it is shown. A word broken over two lines stands whole
//! on the first of them, as in the transcript. Knows nothing of markup.

use crate::model::geometry::Rect;
use crate::model::transcript::{Line, PageSize, Region, TextSource, Transcript, Word};

/// Units to a point.
const PER_POINT: f32 = 1200.0 / 72.0;

/// Units to an inch.
pub const PER_INCH: u32 = 1200;

/// A page.
pub struct BoxedPage<'t> {
    /// Page number, from 1.
    pub number: u32,
    /// Width in units.
    pub width: i32,
    /// Height in units.
    pub height: i32,
    /// What stands above the body without belonging to it.
    pub head: Vec<Block<'t>>,
    /// What stands below it.
    pub foot: Vec<Block<'t>>,
    /// The body, in reading order.
    pub body: Vec<Block<'t>>,
}

/// A paragraph, or the words of a cell.
pub struct Block<'t> {
    /// The table it belongs to: an index into those of the transcript.
    pub table: Option<u32>,
    /// Its lines; one at least.
    pub lines: Vec<BoxedLine<'t>>,
}

/// A line.
pub struct BoxedLine<'t> {
    /// Its extent in units.
    pub extent: Extent,
    /// The y of its baseline in the middle of the line, in units; none where the text is turned.
    pub baseline: Option<i32>,
    /// Font size in points.
    pub size_pt: f32,
    /// Its words; one at least.
    pub words: Vec<BoxedWord<'t>>,
}

/// A word.
pub struct BoxedWord<'t> {
    /// Its extent in units.
    pub extent: Extent,
    /// What it says.
    pub text: &'t str,
    /// Set in bold.
    pub bold: bool,
    /// Set in italics.
    pub italic: bool,
    /// How sure OCR was, 0 to 100; none where it is not known, or was not OCR.
    pub confidence: Option<u8>,
}

/// A rectangle in units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Left edge.
    pub x0: i32,
    /// Upper edge.
    pub top: i32,
    /// Right edge.
    pub x1: i32,
    /// Lower edge.
    pub bottom: i32,
}

impl Extent {
    fn of(rect: &Rect) -> Self {
        Self { x0: units(rect.x0), top: units(rect.top), x1: units(rect.x1), bottom: units(rect.bottom) }
    }

    /// The smallest that holds all of these; nothing for none.
    pub fn round(all: impl Iterator<Item = Self>) -> Option<Self> {
        all.reduce(|a, b| Self {
            x0: a.x0.min(b.x0),
            top: a.top.min(b.top),
            x1: a.x1.max(b.x1),
            bottom: a.bottom.max(b.bottom),
        })
    }
}

impl Block<'_> {
    /// The extent of all its lines.
    pub fn extent(&self) -> Option<Extent> {
        Extent::round(self.lines.iter().map(|line| line.extent))
    }
}

/// The pages of a transcript.
pub fn pages(transcript: &Transcript) -> Vec<BoxedPage<'_>> {
    transcript.pages.iter().map(|size| page(transcript, size)).collect()
}

fn page<'t>(transcript: &'t Transcript, size: &PageSize) -> BoxedPage<'t> {
    let lines: Vec<&Line> = transcript.lines.iter().filter(|line| line.page == size.number).collect();
    let is_body = |line: &&Line| matches!(line.region, Region::Body | Region::Margin);
    let top = lines.iter().filter(|l| is_body(l)).map(|l| l.rect.top).fold(f32::INFINITY, f32::min);
    let above = |line: &&Line| !is_body(line) && line.rect.top < top;
    let below = |line: &&Line| !is_body(line) && line.rect.top >= top;
    let (width, height) = size.shown_size();
    let blocks_of = |part: &dyn Fn(&&Line) -> bool| {
        let lines: Vec<&Line> = lines.iter().copied().filter(part).collect();
        blocks(transcript, &lines)
    };
    BoxedPage {
        number: size.number,
        width: units(width),
        height: units(height),
        head: blocks_of(&above),
        foot: blocks_of(&below),
        body: blocks_of(&is_body),
    }
}

fn blocks<'t>(transcript: &'t Transcript, lines: &[&Line]) -> Vec<Block<'t>> {
    let goes_on = |a: &&Line, b: &&Line| a.cell == b.cell && a.region == b.region && !b.opens_paragraph;
    let block = |lines: &[&Line]| Block {
        table: lines.first().and_then(|line| line.cell).map(|cell| cell.table),
        lines: lines.iter().filter_map(|line| boxed(transcript, line)).collect(),
    };
    lines.chunk_by(goes_on).map(block).filter(|block| !block.lines.is_empty()).collect()
}

fn boxed<'t>(transcript: &'t Transcript, line: &Line) -> Option<BoxedLine<'t>> {
    let mut mine: Vec<&Word> = Vec::new();
    for word in transcript.words_in(line.span).iter().filter(|w| w.page == line.page) {
        // The second part of a broken word has the span of the first.
        if mine.last().is_none_or(|last| last.span != word.span) {
            mine.push(word);
        }
    }
    let held = mine.iter().map(|w| w.rect).reduce(|a, b| a.union(&b))?;
    let words: Vec<BoxedWord<'t>> = mine.into_iter().map(|word| boxed_word(transcript, word)).collect();
    let extent = Extent::round(words.iter().map(|word| word.extent))?;
    // On a page that is turned, lines and words have frames of their own.
    let upright = line.rect.intersection(&held).is_some_and(|common| common.area() > 0.5 * held.area());
    let page = transcript.page(line.page)?;
    let turned = page.angle.abs() > 45.0;
    let middle = Rect::new(held.middle_x(), line.baseline, held.middle_x(), line.baseline);
    let baseline = (upright && !turned).then(|| units(page.shown(&middle).bottom));
    Some(BoxedLine { extent, baseline, size_pt: line.size_pt, words })
}

fn boxed_word<'t>(transcript: &'t Transcript, word: &Word) -> BoxedWord<'t> {
    let known = transcript.source(word.page) == TextSource::Recognised;
    BoxedWord {
        extent: Extent::of(&transcript.shown(word)),
        text: word.span.of(&transcript.text),
        bold: word.bold,
        italic: word.italic,
        confidence: known.then_some(word.confidence),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a page is at most some hundred thousand units wide")]
fn units(points: f32) -> i32 {
    (points * PER_POINT).round() as i32
}
