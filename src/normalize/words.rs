//! Words and places of spans: given the transcript, gives the text of a span on one line and where it stands.

use crate::model::geometry::Rect;
use crate::model::minutes::{DateNode, TimeNode};
use crate::model::record::PlaceRecord;
use crate::model::span::Span;
use crate::model::transcript::Transcript;

/// A quote is cut after this many characters; the words in full stand in the entry itself.
const QUOTE: usize = 400;

/// Reads words and places from a transcript.
pub(super) struct Words<'t> {
    transcript: &'t Transcript,
}

impl<'t> Words<'t> {
    /// Words of this transcript.
    pub fn new(transcript: &'t Transcript) -> Self {
        Self { transcript }
    }

    /// The span's words with single spaces.
    pub fn text(&self, span: Span) -> String {
        self.transcript.quote(span)
    }

    /// The same, None for an empty span.
    pub fn some(&self, span: Option<Span>) -> Option<String> {
        span.map(|s| self.text(s)).filter(|t| !t.is_empty())
    }

    /// Where the span stands, with its words.
    pub fn place(&self, span: Span) -> PlaceRecord {
        match self.transcript.locate(span) {
            Some(place) => PlaceRecord::new(place.page, place.rect, self.quote(span, place.page))
                .read_with(self.transcript.confidence(span)),
            None => PlaceRecord::new(0, Rect::default(), String::new()),
        }
    }

    /// The words of the span that stand on its first page.
    fn quote(&self, span: Span, page: u32) -> String {
        let last = self
            .transcript
            .words_in(span)
            .iter()
            .rev()
            .find(|w| w.page == page)
            .map_or(span.end, |w| w.span.end);
        let text = self.text(Span::new(span.start, last.min(span.end)));
        match text.char_indices().nth(QUOTE) {
            Some((at, _)) => text.get(..at).unwrap_or("").to_owned(),
            None => text,
        }
    }
}

/// A date as ISO 8601, if the calendar has it and its year is known.
pub(super) fn iso_date(date: &DateNode) -> Option<String> {
    let day = i8::try_from(date.day).ok()?;
    let month = i8::try_from(date.month).ok()?;
    let date = jiff::civil::Date::new(date.year?, month, day).ok()?;
    Some(date.to_string())
}

/// A time as HH:MM.
pub(super) fn clock(time: &TimeNode) -> String {
    format!("{:02}:{:02}", time.hour, time.minute)
}
