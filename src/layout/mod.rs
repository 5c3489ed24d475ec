//! Pages to one transcript: words, lines, columns, tables and furniture. Knows nothing of lopdf or of the words of any
//! language.

mod amended;
mod blocks;
mod compose;
mod furniture;
mod hyphens;
mod joins;
mod lines;
mod paragraphs;
mod pieces;
mod rows;
mod ruled;
mod scripts;
mod sheet;
mod tagged;
mod turned;
mod unruled;
mod words;

use crate::model::page::{GlyphFlags, Page, PageSet};
use crate::model::transcript::{PageSize, Region, TextSource, Transcript};
use blocks::BodyLine;
use joins::Leaf;
use paragraphs::Column;
use sheet::Sheet;
use turned::Frame;
use words::FontLook;

/// The lines and tables of every page, from which texts of all pages or of some can be set down.
#[derive(Debug, Default)]
pub struct Sheets {
    sizes: Vec<PageSize>,
    sheets: Vec<Sheet>,
    frames: Vec<(u32, Frame)>,
}

/// Sets the pages down as one text in reading order.
pub fn transcribe(pages: &PageSet) -> Transcript {
    let mut sheets = Sheets::new(pages);
    let all = std::mem::take(&mut sheets.sheets);
    sheets.set_down(all)
}

impl Sheets {
    /// Finds the lines and tables of every page, and what repeats from page to page.
    pub fn new(set: &PageSet) -> Self {
        let looks = words::font_looks(&set.fonts);
        let mut sheets = Self::default();
        set.pages.iter().for_each(|page| sheets.add(page, page.flags(), &looks));
        sheets.tagged()
    }

    /// The same, and each page lets go of its glyphs when its lines are found: there is room for what comes of them.
    pub fn in_place_of_glyphs(set: &mut PageSet) -> Self {
        let looks = words::font_looks(&set.fonts);
        let mut sheets = Self::default();
        for page in &mut set.pages {
            let flags = page.flags();
            sheets.add(page, flags, &looks);
            page.let_glyphs_go(flags);
        }
        sheets.tagged()
    }

    /// Adds a page; what none of its glyphs has (`flags`) needs not be looked for.
    fn add(&mut self, page: &Page, flags: GlyphFlags, looks: &[FontLook]) {
        let sheet = match turned::righted(page, flags) {
            Some((righted, frame)) => {
                self.frames.push((page.number, frame));
                sheet::sheet(&righted, righted.flags(), looks)
            }
            None => sheet::sheet(page, flags, looks),
        };
        self.sizes.push(size(page, sheet.under_scan));
        self.sheets.push(sheet);
    }

    fn tagged(mut self) -> Self {
        furniture::tag(&mut self.sheets);
        self
    }

    /// All pages as one text.
    pub fn transcribe(&self) -> Transcript {
        self.set_down(self.sheets.clone())
    }

    /// The pages as several texts, of which each but the first begins at one of these page numbers.
    pub fn transcribe_parts(mut self, starts: &[u32]) -> Vec<Transcript> {
        let mut sheets = std::mem::take(&mut self.sheets);
        let mut parts = Vec::with_capacity(starts.len() + 1);
        for start in starts.iter().rev() {
            parts.push(sheets.split_off(sheets.partition_point(|s| s.number < *start)));
        }
        parts.push(sheets);
        let parts = parts.into_iter().rev().filter(|sheets| !sheets.is_empty());
        parts.map(|sheets| self.set_down(sheets)).collect()
    }

    fn set_down(&self, sheets: Vec<Sheet>) -> Transcript {
        let known = hyphens::known_words(&sheets);
        let mine: Vec<u32> = sheets.iter().map(|sheet| sheet.number).collect();
        let is_mine = |page: u32| mine.binary_search(&page).is_ok();
        let mut set_apart = Vec::new();
        let mut leaves = Vec::with_capacity(sheets.len());
        let mut measure = blocks::Measure::default();
        for mut sheet in sheets {
            let number = sheet.number;
            set_apart.extend(take_furniture(&mut sheet).into_iter().map(|line| (number, line)));
            leaves.push(Leaf { number, blocks: blocks::blocks(sheet, &mut measure) });
        }
        set_apart.extend(joins::join(&mut leaves));
        let mut composer = compose::Composer::new(known, &leaves, &set_apart);
        leaves.into_iter().for_each(|leaf| composer.page(leaf));
        let sizes = self.sizes.iter().filter(|size| is_mine(size.number)).copied();
        let mut transcript = Transcript { pages: sizes.collect(), ..composer.finish(set_apart) };
        let turned = self.frames.iter().filter(|(page, _)| is_mine(*page));
        turned.for_each(|(page, frame)| turn_back(&mut transcript, *page, frame));
        transcript
    }
}

fn size(page: &Page, under_scan: bool) -> PageSize {
    let (source, angle) = match &page.recognised {
        Some(read) => (TextSource::Recognised, read.angle),
        None if under_scan => (TextSource::Hidden, 0.0),
        None => (TextSource::Embedded, 0.0),
    };
    PageSize { number: page.number, width: page.width, height: page.height, source, angle }
}

/// Words and cells of a page that was read turned get their places on the page as it is shown.
fn turn_back(transcript: &mut Transcript, page: u32, frame: &Frame) {
    let words = transcript.words.iter_mut().filter(|w| w.page == page).map(|w| &mut w.rect);
    words.for_each(|rect| *rect = frame.shown(rect));
    for table in &mut transcript.tables {
        if table.page == page {
            table.rect = frame.shown(&table.rect);
        }
        let cells = table.rows.iter_mut().flat_map(|r| &mut r.cells).filter(|c| c.page == page);
        cells.for_each(|cell| cell.rect = frame.shown(&cell.rect));
    }
}

/// Takes the running heads and feet and the watermark out of a sheet.
fn take_furniture(sheet: &mut Sheet) -> Vec<BodyLine> {
    let column = Column::new(0.0, sheet.width);
    let mut taken = Vec::new();
    let mut kept = Vec::with_capacity(sheet.lines.len());
    let facts = sheet.regions.iter().copied().zip(sheet.underlined.iter().copied());
    for (line, (region, underlined)) in std::mem::take(&mut sheet.lines).into_iter().zip(facts) {
        match region {
            Region::Body => kept.push((line, underlined)),
            _ => taken.push(BodyLine { line, region, underlined, column }),
        }
    }
    let heads = std::mem::take(&mut sheet.heads).into_iter();
    taken.extend(heads.map(|line| BodyLine { line, region: Region::Head, underlined: false, column }));
    let watermark = std::mem::take(&mut sheet.watermark).into_iter();
    taken.extend(watermark.map(|line| BodyLine {
        line,
        region: Region::Watermark,
        underlined: false,
        column,
    }));
    sheet.regions = vec![Region::Body; kept.len()];
    (sheet.lines, sheet.underlined) = kept.into_iter().unzip();
    taken
}
