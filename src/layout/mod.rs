//! Pages to one transcript: words, lines, columns, tables and furniture. Knows nothing of lopdf or of the words of any
//! language.

mod blocks;
mod compose;
mod furniture;
mod lines;
mod paragraphs;
mod ruled;
mod sheet;
mod unruled;
mod words;

use crate::model::page::PageSet;
use crate::model::transcript::{PageSize, Region, Transcript};
use blocks::BodyLine;
use paragraphs::Column;
use sheet::Sheet;
use std::collections::HashSet;

/// Sets the pages down as one text in reading order.
pub fn transcribe(pages: &PageSet) -> Transcript {
    let looks = words::font_looks(&pages.fonts);
    let mut sheets: Vec<Sheet> = pages.pages.iter().map(|page| sheet::sheet(page, &looks)).collect();
    furniture::tag(&mut sheets);
    let known = known_words(&sheets);
    let mut composer = compose::Composer::new(known);
    let mut set_apart = Vec::new();
    for mut sheet in sheets {
        let number = sheet.number;
        set_apart.extend(take_furniture(&mut sheet).into_iter().map(|line| (number, line)));
        composer.page(number, blocks::blocks(sheet));
    }
    let size = |p: &crate::model::page::Page| PageSize { number: p.number, width: p.width, height: p.height };
    Transcript { pages: pages.pages.iter().map(size).collect(), ..composer.finish(set_apart) }
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
    let watermark = lines::lines(std::mem::take(&mut sheet.watermark)).into_iter();
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

/// The words that stand unbroken in the document, small.
fn known_words(sheets: &[Sheet]) -> HashSet<String> {
    let in_tables =
        sheets.iter().flat_map(|s| &s.tables).flat_map(|t| t.rows.iter().flatten()).flat_map(|c| &c.lines);
    let lines = sheets.iter().flat_map(|s| &s.lines).chain(in_tables);
    let words = lines.flat_map(|l| &l.words).map(|w| w.text.trim_matches(|c: char| !c.is_alphanumeric()));
    words.filter(|w| w.len() > 3 && w.chars().all(char::is_alphabetic)).map(str::to_lowercase).collect()
}
