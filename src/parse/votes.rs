//! Votes: given the words round a decision, gives counts, unanimity and names. Counts in figures or words; "unanimous"
//! names nobody.

use crate::house_style::HouseStyle;
use crate::house_style::phrases::PhraseSet;
use crate::model::minutes::Vote;
use crate::model::span::Span;
use nom::bytes::complete::take_while_m_n;
use nom::character::complete::{multispace0, one_of};
use nom::combinator::{map_res, opt};
use nom::sequence::{delimited, preceded};
use nom::{IResult, Parser};

/// The vote told in `text`, which begins at byte `offset` of the transcript; None if it tells none.
pub(super) fn vote(text: &str, offset: usize, style: &HouseStyle) -> Option<Vote> {
    let motions = &style.motions;
    let unanimous = motions.unanimous.is_in(text);
    let mut vote = Vote { span: Span::new(offset, offset + text.len()), unanimous, ..Vote::default() };
    if let Some((in_favour, against, abstain)) = tally(text, style) {
        (vote.in_favour, vote.against, vote.abstain) = (Some(in_favour), Some(against), abstain);
    } else {
        vote.in_favour = counted(text, &motions.votes_for, style);
        vote.against = counted(text, &motions.votes_against, style);
    }
    vote.abstain = vote.abstain.or_else(|| counted(text, &motions.abstentions, style));
    let any = vote.in_favour.is_some() && (vote.against.is_some() || vote.abstain.is_some());
    if !any {
        (vote.in_favour, vote.against, vote.abstain) = (None, None, None);
    }
    (any || unanimous).then_some(vote)
}

/// A number in figures or words at the start.
fn number<'i>(input: &'i str, style: &HouseStyle) -> IResult<&'i str, u32> {
    let figures: IResult<&str, u32> =
        map_res(take_while_m_n(1, 3, |c: char| c.is_ascii_digit()), str::parse).parse(input);
    let fail = || nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Digit));
    figures.or_else(|_| {
        let met = style.motions.numbers.at_start(input).ok_or_else(fail)?;
        let value = met.value.parse().map_err(|_| fail())?;
        Ok((input.get(met.end..).unwrap_or(""), value))
    })
}

/// "carried 5-0", "by 22 votes to one", "4 – 1": for, against, and abstentions where a third number stands.
fn tally(text: &str, style: &HouseStyle) -> Option<(u32, u32, Option<u32>)> {
    let mut before = ' ';
    for (at, ch) in text.char_indices() {
        let fresh = !before.is_alphanumeric() && !"-–/.£$".contains(before);
        before = ch;
        if !fresh || !ch.is_alphanumeric() {
            continue;
        }
        let rest = text.get(at..)?;
        let lead = text.get(..at)?;
        if let Some(found) =
            dashed(rest, style).filter(|_| follows_result(lead, style)).or_else(|| worded(rest, lead, style))
        {
            return Some(found);
        }
    }
    None
}

/// A score such as 5-0 counts only right behind a word of result or vote.
fn follows_result(lead: &str, style: &HouseStyle) -> bool {
    let near = near(lead);
    style.motions.carried.is_in(near) || style.motions.lost.is_in(near) || style.motions.votes.is_in(near)
}

/// Two counts with a dash between, and a third.
type Score = (u32, char, u32, Option<(char, u32)>);

fn dashed(text: &str, style: &HouseStyle) -> Option<(u32, u32, Option<u32>)> {
    let dash = || delimited(multispace0, one_of("-–"), multispace0);
    let parsed: IResult<&str, Score> =
        (|i| number(i, style), dash(), |i| number(i, style), opt((dash(), |i| number(i, style)))).parse(text);
    let (rest, (a, _, b, third)) = parsed.ok()?;
    let ends = rest.chars().next().is_none_or(|c| !c.is_alphanumeric() && !"-–/".contains(c));
    (ends && a < 200 && b < 200).then_some((a, b, third.map(|t| t.1)))
}

/// "22 votes to one", "8 to 2 with 1 abstention".
fn worded(text: &str, lead: &str, style: &HouseStyle) -> Option<(u32, u32, Option<u32>)> {
    let motions = &style.motions;
    let (rest, a) = number(text, style).ok()?;
    let (rest, said_votes) = skip_phrase(rest, &motions.votes);
    let (rest, sides) = skip_phrase(rest, &motions.sides);
    let (rest, b) = number(rest.trim_start(), style).ok().filter(|_| sides)?;
    let before_votes = motions.votes.at_start(rest.trim_start()).is_some();
    let told = said_votes || before_votes || motions.votes.is_in(near(lead));
    let ends = rest.chars().next().is_none_or(|c| !c.is_alphanumeric() && !"/%".contains(c));
    (told && ends).then_some((a, b, None))
}

/// Behind a phrase, if the text begins with one.
fn skip_phrase<'t>(text: &'t str, set: &PhraseSet) -> (&'t str, bool) {
    let trimmed = text.trim_start();
    match set.at_start(trimmed).and_then(|met| trimmed.get(met.end..)) {
        Some(rest) => (rest, true),
        None => (text, false),
    }
}

/// The last words before a count.
fn near(lead: &str) -> &str {
    lead.char_indices().rev().nth(24).map_or(lead, |(at, _)| lead.get(at..).unwrap_or(lead))
}

/// A count beside its word: "For (14)", "14 for", "Ayes: 5", "one abstention".
fn counted(text: &str, words: &PhraseSet, style: &HouseStyle) -> Option<u32> {
    let mut from = 0;
    while let Some(met) = words.find_from(text, from) {
        let after = text.get(met.end..)?;
        let behind: IResult<&str, u32> =
            preceded((multispace0, opt(one_of("(:-–")), multispace0), |i| number(i, style)).parse(after);
        if let Ok((rest, count)) = behind
            && rest.chars().next().is_none_or(|c| !c.is_alphanumeric() && !"/.".contains(c))
        {
            return Some(count);
        }
        if let Some(count) = number_before(text.get(..met.start)?, style) {
            return Some(count);
        }
        from = met.end;
    }
    None
}

fn number_before(text: &str, style: &HouseStyle) -> Option<u32> {
    let last = |text: &'_ str| {
        text.len() - text.rsplit(|c: char| c.is_whitespace() || "(,".contains(c)).next().map_or(0, str::len)
    };
    let trimmed = text.trim_end();
    let (before, word) = trimmed.split_at_checked(last(trimmed))?;
    let word = match style.motions.votes.whole(word) {
        Some(_) => before.trim_end().get(last(before.trim_end())..)?,
        None => word,
    };
    let (rest, count) = number(word, style).ok()?;
    rest.is_empty().then_some(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house_style::Styles;

    type Read = (Option<u32>, Option<u32>, Option<u32>, bool);

    fn read(text: &str) -> Option<Read> {
        let styles = Styles::built_in().unwrap();
        let vote = vote(text, 0, styles.named("generic").unwrap())?;
        Some((vote.in_favour, vote.against, vote.abstain, vote.unanimous))
    }

    #[test]
    fn votes_in_all_forms() {
        assert_eq!(read("Motion carried 4-0, no abstentions"), Some((Some(4), Some(0), Some(0), false)));
        assert_eq!(
            read("carried by 22 votes to one, with two abstentions"),
            Some((Some(22), Some(1), Some(2), false))
        );
        assert_eq!(read("The motion carried unanimously."), Some((None, None, None, true)));
        assert_eq!(
            read("For (14): A Hale. Against (3): B Dale. Abstain (0)"),
            Some((Some(14), Some(3), Some(0), false))
        );
        assert_eq!(read("Ayes: 5 Noes: 2"), Some((Some(5), Some(2), None, false)));
        assert_eq!(read("in 2025-26 the sum for 3 parishes"), None);
    }
}
