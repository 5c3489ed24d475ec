//! Who took the chair: given the attendees and the early paragraphs, marks the person whom a sentence puts in the chair
//! ("The meeting was chaired by …", "… took the Chair").

use super::labels::ends_clause;
use super::movers::name_at;
use super::people::people;
use super::person::leading_person;
use super::reader::Reader;
use crate::house_style::HouseStyle;
use crate::model::minutes::{Attendee, Item};
use crate::model::span::Span;

/// The sentence stands within so many paragraphs.
const DEPTH: usize = 30;

/// Gives the role to the attendee whom a sentence puts in the chair; others keep what is printed with them. Gives the name
/// in such a sentence where it is nobody's of a list that names no chair either.
pub(super) fn mark_chair(
    attendees: &mut [Attendee],
    reader: &Reader,
    style: &HouseStyle,
    items: &[Item],
) -> Option<Span> {
    let mut unlisted = None;
    let second = items.get(1).map_or(usize::MAX, |i| i.span.start);
    let early = reader.paragraphs.iter().take(DEPTH).filter(|p| p.span.start < second);
    for paragraph in early {
        let Some((name, role)) = chair(reader, style, paragraph.span) else { continue };
        let words = reader.text(name).to_owned();
        let exact = |a: &Attendee| reader.text(a.name).eq_ignore_ascii_case(&words);
        let named = attendees.iter().filter(|a| exact(a)).count() == 1;
        let mut same =
            attendees.iter_mut().filter(|a| if named { exact(a) } else { is_same(reader, a, &words) });
        match (same.next(), same.next()) {
            (Some(only), None) => {
                only.role = only.role.or(Some(role));
                return None;
            }
            (None, _) if is_titled(reader, name, style) => unlisted = unlisted.or(Some(name)),
            _ => {}
        }
    }
    let chairs = |a: &Attendee| a.role.is_some_and(|role| role_in(reader.text(role), style).is_some());
    unlisted.filter(|_| !attendees.is_empty() && !attendees.iter().any(chairs))
}

/// Whether a title stands before the name: without one it may be a ward or an organisation.
fn is_titled(reader: &Reader, name: Span, style: &HouseStyle) -> bool {
    let before = reader.body().get(..name.start).unwrap_or("").trim_end();
    let last = before.rsplit(char::is_whitespace).next().unwrap_or("");
    style.names.titles.whole(last).is_some()
}

/// The person and the word for the role in a sentence about the chair.
fn chair(reader: &Reader, style: &HouseStyle, span: Span) -> Option<(Span, Span)> {
    let text = reader.text(span);
    let mut from = 0;
    while let Some(met) = style.attendance.chair.find_from(text, from) {
        let phrase = text.get(met.start..met.end)?;
        let role = role_in(phrase, style)
            .map(|(a, b)| Span::new(span.start + met.start + a, span.start + met.start + b));
        let behind = text.get(met.end..)?;
        let lead = behind.len() - behind.trim_start().len();
        let after = name_at(behind.trim_start(), style)
            .map(|(a, b)| Span::new(span.start + met.end + lead + a, span.start + met.end + lead + b));
        let before = || last_person(text.get(..met.start)?, span.start, style);
        let name = if ends_clause(phrase, style) { after } else { before() };
        if let (Some(name), Some(role)) = (name, role) {
            return Some((name, role));
        }
        from = met.end;
    }
    None
}

/// The word of the phrase that names the chair: of "chaired" the role, without the ending of the verb.
pub(super) fn role_in(phrase: &str, style: &HouseStyle) -> Option<(usize, usize)> {
    let met = style.attendance.chair_words.find(phrase)?;
    Some((met.start, met.start + met.value.len().min(met.end - met.start)))
}

/// The person with whom the text ends.
pub(super) fn last_person(text: &str, offset: usize, style: &HouseStyle) -> Option<Span> {
    let trimmed = text.trim_end();
    let starts = trimmed.char_indices().rev().filter(|(at, _)| {
        trimmed.get(..*at).is_some_and(|t| t.is_empty() || t.ends_with(char::is_whitespace))
    });
    let mut best = None;
    for (at, _) in starts.take(6) {
        let rest = trimmed.get(at..)?;
        if let Some(name) = leading_person(rest, style)
            && name.end == rest.len()
        {
            best = Some(Span::new(offset + at + name.start, offset + at + name.end));
        }
    }
    best.or_else(|| people(trimmed, offset, style, None).persons.last().map(|p| p.name))
}

/// Same name, same initials, or same surname with forenames that agree.
pub(super) fn is_same(reader: &Reader, attendee: &Attendee, words: &str) -> bool {
    let name = reader.text(attendee.name);
    let initials = attendee.initials.map_or("", |i| reader.text(i));
    let last = |s: &str| s.split_whitespace().next_back().unwrap_or("").to_lowercase();
    let first = |s: &str| s.chars().next().map(|c| c.to_ascii_lowercase());
    let one_word = words.split_whitespace().count() == 1 || name.split_whitespace().count() == 1;
    name.eq_ignore_ascii_case(words)
        || (!initials.is_empty() && initials == words)
        || (last(name) == last(words) && (one_word || first(name) == first(words)))
}
