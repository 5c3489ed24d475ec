//! Who stood in for whom: given the attendees, each with the words that tell of a substitute, puts in their place the name of
//! the member who was stood in for ("(substitute for Councillor Fell)"), whichever of the two the words stand beside.

use super::chair::is_same;
use super::movers::name_at;
use super::reader::Reader;
use crate::house_style::HouseStyle;
use crate::model::minutes::Attendee;
use crate::model::span::Span;

/// Leaves in each attendee the name of whom they stood in for; words without a name behind them stay as they are. Gives the
/// names of substitutes who are told beside a member and are no one attendee.
pub(super) fn settle(attendees: &mut [Attendee], reader: &Reader, style: &HouseStyle) -> Vec<Span> {
    let mut stood_in: Vec<(Span, Span)> = Vec::new();
    for attendee in attendees.iter_mut() {
        let Some(words) = attendee.substitute_for else { continue };
        let text = reader.text(words);
        if let Some(met) = style.names.substitutes.at_start(text) {
            let name = name_behind(words, met.end, reader, style);
            attendee.substitute_for = name.or(attendee.substitute_for);
        } else if let Some(met) = style.names.substituted.at_start(text)
            && let Some(name) = name_behind(words, met.end, reader, style)
        {
            stood_in.push((name, attendee.name));
            attendee.substitute_for = None;
        }
    }
    let mut unlisted = Vec::new();
    for (substitute, member) in stood_in {
        let words = reader.text(substitute);
        let mut same = attendees.iter_mut().filter(|a| is_same(reader, a, words));
        match (same.next(), same.next()) {
            (Some(only), None) => only.substitute_for = only.substitute_for.or(Some(member)),
            _ => unlisted.push(substitute),
        }
    }
    unlisted
}

/// The name behind so many bytes of the words.
fn name_behind(words: Span, from: usize, reader: &Reader, style: &HouseStyle) -> Option<Span> {
    let behind = reader.text(words).get(from..)?;
    let lead = behind.len() - behind.trim_start().len();
    let (start, end) = name_at(behind.trim_start(), style)?;
    let at = words.start + from + lead;
    Some(Span::new(at + start, at + end))
}
