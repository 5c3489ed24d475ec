//! Whether the words of a dataset stand where it says: given its documents and the files from which they were read, looks
//! for the letters of every quote among the glyphs within its rectangle on its page. Neither the order of reading nor
//! the grammar has a part in it. Pages that were read from images have no glyphs to look at, and are counted apart.

use super::Batch;
use crate::dataset::DatasetError;
use crate::dataset::folder::Folder;
use crate::dataset::redaction::left_standing;
use crate::dataset::shelf;
use crate::model::page::{Page, PageSet};
use crate::model::record::{PlaceRecord, Record};
use crate::pipeline::{self, Settings, Stage};
use crate::source::Source;
use std::collections::{BTreeMap, HashMap};
use unicode_normalization::UnicodeNormalization;

/// Points by which glyphs may stand out of the rectangle round their words: it is rounded, and goes by the middle of each.
const SLACK: f32 = 1.0;

/// What came of looking.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// Quotes that stand where the dataset says.
    pub found: usize,
    /// Quotes of pages that were read from images.
    pub unseen: usize,
    /// Documents whose file is not at hand.
    pub without_file: usize,
    /// Quotes that do not stand there, by document: page and words.
    pub missed: BTreeMap<String, Vec<String>>,
}

/// Looks for every quote of the dataset's documents in these files, which are known by their bytes.
///
/// # Errors
/// When a document cannot be read.
pub fn look(
    batch: &Batch,
    folder: &Folder,
    sources: &[Source],
    settings: &Settings,
) -> Result<Looked, DatasetError> {
    let mut of_file: HashMap<String, Vec<Record>> = HashMap::new();
    for name in folder.documents()? {
        let record = shelf::read(folder, name.trim_end_matches(".json"))?;
        of_file.entry(record.document.sha256.clone()).or_default().push(record);
    }
    let looked = batch.map(sources, |source| {
        let content = source.content().ok()?;
        let records = of_file.get(&content.sha256.to_string())?;
        let reading = pipeline::read(&content.bytes, settings, Stage::Pages).ok();
        let pages = reading.map(|reading| reading.pages).unwrap_or_default();
        let mut looked = Looked::default();
        records.iter().for_each(|record| in_record(record, &pages, &mut looked));
        Some((content.sha256.to_string(), looked))
    });
    let mut all = Looked::default();
    for (sha256, looked) in looked.into_iter().flatten() {
        if of_file.remove(&sha256).is_some() {
            all.found += looked.found;
            all.unseen += looked.unseen;
            all.missed.extend(looked.missed);
        }
    }
    all.without_file = of_file.into_values().map(|records| records.len()).sum();
    Ok(all)
}

fn in_record(record: &Record, pages: &PageSet, looked: &mut Looked) {
    for place in places(record).into_iter().filter(|place| place.page > 0 && !place.quote.is_empty()) {
        let page = pages.pages.iter().find(|page| page.number == place.page);
        if place.confidence.is_some() || page.is_some_and(|page| page.glyphs.is_empty()) {
            looked.unseen += 1;
        } else if page.is_some_and(|page| stands(place, page)) {
            looked.found += 1;
        } else {
            let missed = looked.missed.entry(record.document.id.clone()).or_default();
            missed.push(format!("page {}: “{}” does not stand in its rectangle", place.page, place.quote));
        }
    }
}

/// Every place of a record.
fn places(record: &Record) -> Vec<&PlaceRecord> {
    let mut places: Vec<&PlaceRecord> = record.meeting.place.iter().collect();
    places.extend(record.attendance.iter().map(|e| &e.place));
    places.extend(record.presence.iter().map(|e| &e.place));
    places.extend(record.items.iter().map(|e| &e.place));
    for resolution in &record.resolutions {
        places.push(&resolution.place);
        places.extend(resolution.parts.iter().map(|e| &e.place));
    }
    places.extend(record.declarations.iter().map(|e| &e.place));
    places.extend(record.actions.iter().map(|e| &e.place));
    places.extend(record.references.iter().map(|e| &e.place));
    if let Some(report) = &record.report {
        places.extend(&report.place);
        places.extend(report.fields.iter().map(|e| &e.place));
        places.extend(report.choices.iter().map(|e| &e.place));
        places.extend(report.officers.iter().map(|e| &e.place));
        places.extend(report.recommendations.iter().map(|e| &e.place));
        places.extend(report.sections.iter().map(|e| &e.place));
    }
    places.extend(record.issues.iter().filter_map(|e| e.place.as_ref()));
    places
}

/// Whether the glyphs in the rectangle hold the letters of the quote, each as often as it does.
fn stands(place: &PlaceRecord, page: &Page) -> bool {
    let [x0, top, x1, bottom] = place.bbox.map(|edge| edge as f32);
    let within = page.glyphs.iter().filter(|glyph| {
        let (x, y) = (glyph.rect.middle_x(), glyph.rect.middle_y());
        (x0 - SLACK..=x1 + SLACK).contains(&x) && (top - SLACK..=bottom + SLACK).contains(&y)
    });
    let mut there: HashMap<char, usize> = HashMap::new();
    for glyph in within {
        letters(glyph.ch.encode_utf8(&mut [0; 4])).for_each(|letter| *there.entry(letter).or_default() += 1);
    }
    left_standing(&place.quote).flat_map(letters).all(|letter| match there.get_mut(&letter) {
        Some(left) if *left > 0 => {
            *left -= 1;
            true
        }
        _ => false,
    })
}

/// Letters and digits without ligatures, accents and case.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}
