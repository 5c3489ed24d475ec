//! The words of a transcript as lines of JSON, for programs that need places: page, rectangle in points (left, top, right,
//! bottom), text, font size in points, bold. Knows nothing of lines or tables.

use crate::model::transcript::{Transcript, Word};
use serde::Serialize;

#[derive(Serialize)]
struct Entry<'t> {
    page: u32,
    rect: [f32; 4],
    text: &'t str,
    size_pt: f32,
    bold: bool,
}

/// A line of JSON for each word, in the order of the text; a word broken over two lines has two.
pub fn document(transcript: &Transcript) -> String {
    let entries = transcript.words.iter().map(|word| entry(word, transcript));
    entries.filter_map(|entry| serde_json::to_string(&entry).ok()).map(|line| line + "\n").collect()
}

fn entry<'t>(word: &Word, transcript: &'t Transcript) -> Entry<'t> {
    let shown = transcript.shown(word);
    let rect = [shown.x0, shown.top, shown.x1, shown.bottom].map(hundredths);
    Entry {
        page: word.page,
        rect,
        text: word.span.of(&transcript.text),
        size_pt: hundredths(word.size_pt),
        bold: word.bold,
    }
}

fn hundredths(points: f32) -> f32 {
    (points * 100.0).round() / 100.0
}
