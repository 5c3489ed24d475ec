//! Movers and seconders: given the words round a decision, gives who moved and who seconded it.

use super::person::{leading_person, without_article};
use crate::house_style::HouseStyle;
use crate::house_style::phrases::PhraseSet;
use crate::model::span::Span;
use std::cell::LazyCell;

/// Who moved and who seconded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Movers {
    pub moved_by: Option<Span>,
    pub seconded_by: Option<Span>,
    /// Where the words about them end.
    pub end: usize,
}

/// The mover and seconder named in `text`, which begins at byte `offset` of the transcript.
pub(super) fn movers(text: &str, offset: usize, style: &HouseStyle) -> Movers {
    let motions = &style.motions;
    if let Some(told) = both(text, offset, style) {
        return told;
    }
    let before_moved = LazyCell::new(|| named_before(text, &motions.moved, style));
    let moved = named_after(text, &motions.moved_by, style).or_else(|| *before_moved);
    let seconded = named_after(text, &motions.seconded_by, style)
        .or_else(|| named_before(text, &motions.seconded, style))
        .or_else(|| before_moved.and_then(|(_, _, end)| named_between(text, end, style)));
    let span = |found: Option<(usize, usize, usize)>| {
        found.map(|(from, to, _)| Span::new(offset + from, offset + to))
    };
    let end = [moved, seconded].into_iter().flatten().map(|(_, _, end)| end).max().unwrap_or(0);
    Movers { moved_by: span(moved), seconded_by: span(seconded), end: offset + end }
}

/// "M/S Hale / Dale", "Proposed and seconded by Cllrs Hale and Dale": the two names behind one phrase.
fn both(text: &str, offset: usize, style: &HouseStyle) -> Option<Movers> {
    let met = style.motions.both.find(text)?;
    let skip = |from: usize| {
        let rest = text.get(from..)?;
        Some(from + rest.len() - rest.trim_start_matches([' ', ':', '-', '–', '(', '/', ',']).len())
    };
    let first = skip(met.end)?;
    let (a, b) = name_at(text.get(first..)?, style)?;
    let second = skip(first + b)?;
    let joined = style.names.joiners.at_start(text.get(second..)?).map_or(0, |met| met.end);
    let second = skip(second + joined)?;
    let (c, d) = name_at(text.get(second..)?, style)?;
    let span = |from: usize, to: usize| Some(Span::new(offset + from, offset + to));
    Some(Movers {
        moved_by: span(first + a, first + b),
        seconded_by: span(second + c, second + d),
        end: offset + second + d,
    })
}

/// The name behind one of the phrases: "moved by Councillor Hale", "Motion (Dale)", "Approved – TU". Gives the name's bytes and where the clause ends.
fn named_after(text: &str, phrases: &PhraseSet, style: &HouseStyle) -> Option<(usize, usize, usize)> {
    let mut from = 0;
    while let Some(met) = phrases.find_from(text, from) {
        let behind = text.get(met.end..)?;
        let skip = behind.len() - behind.trim_start_matches([' ', '\t', ':', '-', '–', '(', '.']).len();
        let start = met.end + skip;
        if let Some((a, b)) = name_at(text.get(start..)?, style) {
            return Some((start + a, start + b, start + b));
        }
        from = met.end;
    }
    None
}

/// The name right before one of the phrases: "Mr. Hale moved", "Lorna proposed". Gives the name's bytes and where the phrase ends.
fn named_before(text: &str, phrases: &PhraseSet, style: &HouseStyle) -> Option<(usize, usize, usize)> {
    let mut from = 0;
    while let Some(met) = phrases.find_from(text, from) {
        let lead = text.get(..met.start)?.trim_end();
        from = met.end;
        if ends_no_name(lead, style) {
            continue;
        }
        let starts = lead.char_indices().rev().filter(|(at, _)| is_word_start(lead, *at)).take(6);
        let mut best = None;
        for (at, _) in starts {
            if let Some((a, b)) = name_at(lead.get(at..)?, style)
                && at + b == lead.len()
            {
                best = Some((at + a, at + b, met.end));
            }
        }
        if best.is_some() {
            return best;
        }
    }
    None
}

/// Whether the last word shows that no name ends there ("it was | proposed"): it has small letters alone, and it is
/// neither a particle nor of a role.
fn ends_no_name(text: &str, style: &HouseStyle) -> bool {
    let last = text.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or(text);
    last.bytes().all(|byte| byte.is_ascii_lowercase())
        && style.names.particles.at_start(last).is_none()
        && !style.names.roles.is_in(text)
}

/// The seconder whose post stands between the name and the verb: "the Leader proposed and Mr Dale, Deputy Leader, seconded".
fn named_between(text: &str, from: usize, style: &HouseStyle) -> Option<(usize, usize, usize)> {
    let met = style.motions.seconded.find_from(text, from)?;
    let clause = text.get(from..met.start)?;
    let start = clause.len() - clause.trim_start_matches([' ', ',']).len();
    let joined = style.names.joiners.at_start(clause.get(start..)?)?;
    let start = start + joined.end;
    let start = start + clause.get(start..)?.len() - clause.get(start..)?.trim_start().len();
    let (a, b) = name_at(clause.get(start..)?, style)?;
    let apposed = clause.get(start + b..)?.trim_start().starts_with(',') && clause.trim_end().ends_with(',');
    apposed.then_some((from + start + a, from + start + b, met.end))
}

fn is_word_start(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|t| t.chars().next_back());
    before.is_none_or(|c| c.is_whitespace() || c == '(')
}

/// A name, initials or a role ("the Leader") at the start: its bytes.
pub(super) fn name_at(text: &str, style: &HouseStyle) -> Option<(usize, usize)> {
    let motions = &style.motions;
    // "Hale seconded. All were in favour.": a vote, and no name.
    let others = [&motions.moved_by, &motions.seconded_by, &motions.unanimous];
    if others.iter().any(|set| set.at_start(text).is_some()) {
        return None;
    }
    let the = text.len() - without_article(text, style).len();
    if let Some(met) = style.names.roles.at_start(text.get(the..)?) {
        let after = text.get(the + met.end..)?.trim_start();
        if the > 0 && !after.starts_with(char::is_uppercase) {
            return Some((0, the + met.end));
        }
    }
    if let Some(name) = leading_person(text, style) {
        let words = name.of(text);
        let cut = [&style.motions.seconded_by, &style.motions.moved_by]
            .into_iter()
            .filter_map(|set| Some(set.find(words)?.start))
            .min();
        let end = cut
            .filter(|at| *at > 0)
            .map_or(name.end, |at| name.start + words.get(..at).map_or(0, |w| w.trim_end().len()));
        return Some((name.start, end));
    }
    let word = text.split(|c: char| !c.is_alphabetic()).next()?;
    let initials = (2..=5).contains(&word.len())
        && word.starts_with(char::is_uppercase)
        && word.ends_with(|c: char| c.is_uppercase() || word.len() == 3)
        && word.chars().filter(|c| c.is_uppercase()).count() >= 2;
    initials.then_some((0, word.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house_style::Styles;

    fn read(text: &str) -> (Option<&str>, Option<&str>) {
        let styles = Styles::built_in().unwrap();
        let found = movers(text, 0, styles.named("generic").unwrap());
        (found.moved_by.map(|s| s.of(text)), found.seconded_by.map(|s| s.of(text)))
    }

    #[test]
    fn movers_in_all_forms() {
        assert_eq!(
            read("It was proposed by Cllr. W. Loam, seconded by Cllr. G. Elm and agreed"),
            (Some("W. Loam"), Some("G. Elm"))
        );
        assert_eq!(
            read("Mr. Coll moved, seconded by Mr. Thorn to approve the agenda"),
            (Some("Coll"), Some("Thorn"))
        );
        assert_eq!(read("Approved – TUh Seconded – KL"), (Some("TUh"), Some("KL")));
        assert_eq!(read("Proposed by Councillor Shear (J);"), (Some("Shear (J)"), None));
        assert_eq!(read("Maud proposed, Edith seconded"), (Some("Maud"), Some("Edith")));
        assert_eq!(read("Motion (Hale)/Second (Dale), carried 5-0"), (Some("Hale"), Some("Dale")));
        assert_eq!(read("The Chairman proposed that Council sit on"), (Some("The Chairman"), None));
    }
}
