//! Why something is not for publication: given words, gives the numbers of the paragraphs that they name, and the
//! jurisdiction whose schedule they name. Knows nothing of what the words are about.

use super::reader::Reader;
use crate::house_style::HouseStyle;
use crate::model::report::Exemption;
use crate::model::span::Span;

/// The paragraphs and the schedule that the words name; None where they name no schedule.
pub(super) fn exemption(style: &HouseStyle, reader: &Reader, span: Span) -> Option<Exemption> {
    let text = reader.text(span);
    let words = &style.reports;
    let schedule = words.schedules.find(text)?;
    let told = words.jurisdictions.find(text).map_or(schedule.value, |met| met.value);
    let jurisdiction = ["england", "wales", "scotland", "northern_ireland"].into_iter().find(|j| *j == told);
    Some(Exemption { paragraphs: paragraphs(style, reader, span), jurisdiction })
}

/// The numbers behind "paragraph" or "paragraphs": "3", "14 and 21", "1, 2 and 3".
pub(super) fn paragraphs(style: &HouseStyle, reader: &Reader, span: Span) -> Vec<Span> {
    let text = reader.text(span);
    let Some(met) = style.business.paragraphs.find(text) else { return Vec::new() };
    let mut out = Vec::new();
    let mut at = met.end;
    for word in text.get(met.end..).unwrap_or("").split_inclusive(char::is_whitespace) {
        let number = word.trim().trim_matches([',', '.', '(', ')', ';', ':']);
        let joins = style.names.joiners.whole(number).is_some();
        if number.starts_with(|c: char| c.is_ascii_digit()) {
            let lead = word.find(number).unwrap_or(0);
            out.push(Span::new(span.start + at + lead, span.start + at + lead + number.len()));
        } else if !joins && !number.is_empty() {
            break;
        }
        at += word.len();
    }
    out
}
