//! Dates and times in words and figures: given a text, gives the first or all of them with their bytes. Knows months by the house style;
//! does not check the calendar.

use crate::house_style::HouseStyle;
use crate::house_style::phrases::{Met, PhraseSet};
use crate::house_style::vocabulary::DateOrder;
use crate::model::minutes::{DateNode, TimeNode};
use crate::model::span::Span;
use nom::branch::alt;
use nom::bytes::complete::take_while_m_n;
use nom::character::complete::{char, multispace0, multispace1, one_of};
use nom::combinator::{map_res, opt, recognize, value, verify};
use nom::sequence::{preceded, terminated};
use nom::{IResult, Parser};

/// Two-figure years up to this are of this century.
const THIS_CENTURY: i16 = 69;

/// Every date in `text`, whose first byte is byte `offset` of the transcript.
pub(super) fn dates(text: &str, offset: usize, style: &HouseStyle) -> Vec<DateNode> {
    each_date(text, offset, style).collect()
}

/// Whether a date stands in the text.
pub(super) fn is_dated(text: &str, style: &HouseStyle) -> bool {
    each_date(text, 0, style).next().is_some()
}

/// The date with which the text begins.
pub(super) fn date_at_start(text: &str, style: &HouseStyle) -> Option<DateNode> {
    if !text.starts_with(char::is_alphanumeric) {
        return None;
    }
    // Most words begin no date.
    let words = [&style.meeting.weekdays, &style.names.articles, &style.meeting.months];
    let in_words = || words.iter().any(|set| set.at_start(text).is_some());
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) && !in_words() {
        return None;
    }
    let (after, (weekday, (day, month, year))) = date(text, style).ok()?;
    let span = Span::new(0, text.len() - after.len());
    Some(DateNode { span, day, month, year, year_derived: false, weekday })
}

fn each_date(text: &str, offset: usize, style: &HouseStyle) -> impl Iterator<Item = DateNode> {
    // No date is without a figure.
    let last = text.rfind(|c: char| c.is_ascii_digit());
    let mut from = 0;
    starts(text).take_while(move |at| Some(*at) <= last).filter_map(move |at| {
        let rest = text.get(at..).filter(|_| at >= from)?;
        let found = date_at_start(rest, style)?;
        from = at + found.span.end;
        Some(DateNode { span: Span::new(offset + at, offset + from), ..found })
    })
}

/// The first time of day in `text`, whose first byte is byte `offset` of the transcript.
pub(super) fn time(text: &str, offset: usize, style: &HouseStyle) -> Option<TimeNode> {
    let figure = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let read = |at: usize| {
        let rest = text.get(at..)?;
        if !figure(rest) && style.meeting.noon.at_start(rest).is_none() {
            return None;
        }
        let (after, (hour, minute)) = clock(rest, style).ok()?;
        let span = Span::new(offset + at, offset + text.len() - after.len());
        Some(TimeNode { span, hour, minute })
    };
    // But for noon, no time is without a figure.
    if style.meeting.noon.is_in(text) { starts(text).find_map(read) } else { figures(text).find_map(read) }
}

/// The first time of day told in words in `text`: "half past nine", "ten o'clock"; the half of the day is left open.
pub(super) fn spoken_time(text: &str, offset: usize, style: &HouseStyle) -> Option<TimeNode> {
    let hour_at = |from: usize| {
        let rest = text.get(from..)?;
        let lead = rest.len() - rest.trim_start().len();
        let met = style.motions.numbers.at_start(rest.trim_start())?;
        let hour: i32 = met.value.parse().ok().filter(|h| (1..=12).contains(h))?;
        Some((hour, from + lead + met.end))
    };
    let past = style.meeting.clock.find(text).and_then(|met| {
        let (hour, end) = hour_at(met.end)?;
        Some((met.start, end, hour * 60 + met.value.parse::<i32>().ok()?))
    });
    let full = || {
        starts(text).find_map(|at| {
            let (hour, end) = hour_at(at)?;
            style.meeting.oclock.at_start(text.get(end..)?.trim_start())?;
            Some((at, end, hour * 60))
        })
    };
    let (start, end, minutes) = past.or_else(full)?;
    let span = Span::new(offset + start, offset + end);
    let (hour, minute) = (u8::try_from(minutes / 60).ok()?, u8::try_from(minutes % 60).ok()?);
    Some(TimeNode { span, hour, minute })
}

/// Bytes at which a figure or word begins.
fn starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut bound = false;
    text.char_indices().filter_map(move |(at, ch)| {
        let starts = !bound && ch.is_alphanumeric();
        bound = binds(ch);
        starts.then_some(at)
    })
}

/// Those of them at which a figure begins.
fn figures(text: &str) -> impl Iterator<Item = usize> + '_ {
    let figures = text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()).map(|(at, _)| at);
    figures.filter(|at| !text.get(..*at).is_some_and(|before| before.ends_with(binds)))
}

/// Whether what stands behind the character goes on with it: the rest of a word, a number or a sum.
fn binds(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '/' | '.' | ':' | '£' | '$' | '€')
}

type Numbers = (u8, u8, Option<i16>);

/// A date, and the day of the week that leads it.
fn date<'i>(input: &'i str, style: &HouseStyle) -> IResult<&'i str, (Option<u8>, Numbers)> {
    let month = |i: &'i str| month(i, style);
    let (input, weekday) = opt(terminated(|i| weekday(i, style), separator)).parse(input)?;
    let (input, _) = opt((phrase(&style.names.articles), multispace1)).parse(input)?;
    let (input, numbers) = alt((
        (
            |i| ordinal(i, style),
            separator,
            opt((phrase(&style.meeting.day_of), multispace1)),
            month,
            opt(year_after),
        )
            .map(|(d, _, _, m, y)| (d, m, y)),
        (month, separator, |i| ordinal(i, style), opt(year_after)).map(|(m, _, d, y)| (d, m, y)),
        iso,
        |i| numeric(i, style),
    ))
    .parse(input)?;
    Ok((input, (weekday.flatten(), numbers)))
}

fn separator(input: &str) -> IResult<&str, &str> {
    recognize((opt(one_of(",.")), multispace0, opt(one_of(",-–")), multispace0)).parse(input)
}

fn number(input: &str, least: usize, most: usize) -> IResult<&str, u32> {
    map_res(take_while_m_n(least, most, |c: char| c.is_ascii_digit()), str::parse).parse(input)
}

fn day(input: &str) -> IResult<&str, u8> {
    let (rest, day) = verify(|i| number(i, 1, 2), |d| (1..=31).contains(d)).parse(input)?;
    Ok((rest, day as u8))
}

/// `2`, `2nd`, `2 nd`.
fn ordinal<'i>(input: &'i str, style: &HouseStyle) -> IResult<&'i str, u8> {
    let ended = |i: &str| i.chars().next().is_none_or(|c| !c.is_alphanumeric());
    let (rest, day) = day(input)?;
    let (after, joined) = opt((multispace0, phrase(&style.meeting.ordinals))).parse(rest)?;
    match joined {
        Some(_) if ended(after) => Ok((after, day)),
        _ if misread_suffix(rest) > 0 => Ok((rest.get(misread_suffix(rest)..).unwrap_or(""), day)),
        _ if ended(rest) => Ok((rest, day)),
        _ => Err(nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Digit))),
    }
}

/// How many bytes a raised suffix takes that was read as quotes or signs: `10‘ December`.
fn misread_suffix(rest: &str) -> usize {
    let signs =
        rest.len() - rest.trim_start_matches(['‘', '’', '\'', '"', '“', '”', '*', '°', '™', '®', '^']).len();
    let after = rest.get(signs..).unwrap_or("");
    if after.starts_with(' ') && rest.chars().take_while(|c| !c.is_whitespace()).count() <= 2 {
        signs
    } else {
        0
    }
}

/// A phrase of the set.
fn phrase<'i, 's>(
    set: &'s PhraseSet,
) -> impl Parser<&'i str, Output = Met<'s>, Error = nom::error::Error<&'i str>> {
    |input: &'i str| {
        let fail = || nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Alt));
        let met = set.at_start(input).ok_or_else(fail)?;
        Ok((input.get(met.end..).unwrap_or(""), met))
    }
}

fn month<'i>(input: &'i str, style: &HouseStyle) -> IResult<&'i str, u8> {
    map_res(phrase(&style.meeting.months), |met| met.value.parse()).parse(input)
}

/// A day of the week, and its number where the grammar tells it.
fn weekday<'i>(input: &'i str, style: &HouseStyle) -> IResult<&'i str, Option<u8>> {
    phrase(&style.meeting.weekdays).map(|met| met.value.parse().ok()).parse(input)
}

fn year_after(input: &str) -> IResult<&str, i16> {
    preceded(separator, terminated(year, no_digit)).parse(input)
}

fn no_digit(input: &str) -> IResult<&str, ()> {
    let wrong = input.starts_with(|c: char| c.is_ascii_digit());
    if wrong {
        Err(nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Not)))
    } else {
        Ok((input, ()))
    }
}

fn year(input: &str) -> IResult<&str, i16> {
    let four = verify(|i| number(i, 4, 4), |y| (1700..2200).contains(y));
    four.map(|y| y as i16).parse(input)
}

/// `3/4/2012`, in the order of the house style, unless only the other gives a month.
fn numeric<'i>(input: &'i str, style: &HouseStyle) -> IResult<&'i str, Numbers> {
    let (input, first) = day(input)?;
    let (input, mark) = one_of("/.-").parse(input)?;
    let (input, second) = day(input)?;
    let (input, _) = char(mark).parse(input)?;
    let month_first = style.date_order == Some(DateOrder::MonthFirst);
    let (day, month) = match (first, second) {
        (month, day) if month_first && month <= 12 || day > 12 => (day, month),
        (day, month) => (day, month),
    };
    if month > 12 {
        return Err(nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Verify)));
    }
    let (input, year) = alt((|i| number(i, 4, 4), |i| number(i, 2, 2))).parse(input)?;
    let (input, ()) = no_digit(input)?;
    let year = match year as i16 {
        y if y > 99 => y,
        y if y <= THIS_CENTURY => 2000 + y,
        y => 1900 + y,
    };
    Ok((input, (day, month, Some(year))))
}

fn iso(input: &str) -> IResult<&str, Numbers> {
    let (input, year) = year(input)?;
    let (input, _) = char('-').parse(input)?;
    let (input, month) = verify(|i| number(i, 2, 2), |m| (1..=12).contains(m)).parse(input)?;
    let (input, _) = char('-').parse(input)?;
    let (input, day) = day(input)?;
    Ok((input, (day, month as u8, Some(year))))
}

#[derive(Clone, Copy, PartialEq)]
enum Half {
    Morning,
    Afternoon,
    Noon,
}

/// `am`, `p. m.`, or the words of the house style: "yr hwyr".
fn half<'i>(input: &'i str, style: &HouseStyle) -> IResult<&'i str, Half> {
    let dot = || opt(char('.'));
    let told = |met: Met| match met.value {
        "morning" => Ok(Half::Morning),
        "afternoon" => Ok(Half::Afternoon),
        "noon" => Ok(Half::Noon),
        _ => Err(()),
    };
    alt((
        value(Half::Morning, (one_of("aA"), dot(), multispace0, one_of("mM"), dot())),
        value(Half::Afternoon, (one_of("pP"), dot(), multispace0, one_of("mM"), dot())),
        map_res(phrase(&style.meeting.halves), told),
        map_res(
            (phrase(&style.meeting.oclock), multispace0, phrase(&style.meeting.halves)),
            |(_, _, met)| told(met),
        ),
    ))
    .parse(input)
}

/// `7.30pm`, `10.00 a.m.`, `4:01 pm`, `18:00`, `1900 hours`, `2 PM`, `noon`.
fn clock<'i>(input: &'i str, style: &HouseStyle) -> IResult<&'i str, (u8, u8)> {
    let minutes = preceded(one_of(".:"), |i| number(i, 2, 2));
    let with_half = (|i| number(i, 1, 2), opt(minutes), multispace0, |i| half(i, style))
        .map(|(h, m, _, half)| (h, m.unwrap_or(0), Some(half)));
    let plain = (|i| number(i, 1, 2), preceded(char(':'), |i| number(i, 2, 2))).map(|(h, m)| (h, m, None));
    let military = terminated(|i| number(i, 4, 4), (multispace0, phrase(&style.meeting.hours)))
        .map(|n| (n / 100, n % 100, None));
    let noon = map_res(phrase(&style.meeting.noon), |met| met.value.parse().map(|hour| (hour, 0, None)));
    let found = alt((with_half, military, terminated(plain, no_digit), noon));
    map_res(found, |(hour, minute, half)| settle(hour, minute, half)).parse(input)
}

/// Hours of the day out of hours of the clock; "20.25pm" means 20:25.
fn settle(hour: u32, minute: u32, half: Option<Half>) -> Result<(u8, u8), ()> {
    let hour = match half {
        Some(Half::Afternoon) if hour < 12 => hour + 12,
        Some(Half::Morning) if hour == 12 => 0,
        _ => hour,
    };
    if hour < 24 && minute < 60 { Ok((hour as u8, minute as u8)) } else { Err(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house_style::Styles;

    fn read(text: &str) -> Vec<(u8, u8, Option<i16>)> {
        let styles = Styles::built_in().unwrap();
        dates(text, 0, styles.named("generic").unwrap()).iter().map(|d| (d.day, d.month, d.year)).collect()
    }

    #[test]
    fn dates_in_all_forms() {
        assert_eq!(read("held on Thursday, 9 January 2025."), [(9, 1, Some(2025))]);
        assert_eq!(read("MONDAY, 23RD NOVEMBER, 2015, AT 3.00 P.M."), [(23, 11, Some(2015))]);
        assert_eq!(read("THURSDAY 20th APRIL AT 3.00PM"), [(20, 4, None)]);
        assert_eq!(read("WEDNESDAY, JANUARY 14, 2015"), [(14, 1, Some(2015))]);
        assert_eq!(read("AGM 15/08/23, 7pm"), [(15, 8, Some(2023))]);
        assert_eq!(read("the 20 th May 2016"), [(20, 5, Some(2016))]);
        assert_eq!(read("2020-12-02 and 1st of March 1998"), [(2, 12, Some(2020)), (1, 3, Some(1998))]);
        assert_eq!(read("the sum of £12.03.20 and 45 May flies"), []);
    }

    #[test]
    fn times_in_all_forms() {
        let styles = Styles::built_in().unwrap();
        let told = |text, style| time(text, 0, styles.named(style).unwrap()).map(|t| (t.hour, t.minute));
        let read = |text| told(text, "generic");
        assert_eq!(read("closed at 8.25pm."), Some((20, 25)));
        assert_eq!(read("at 10.00 a.m."), Some((10, 0)));
        assert_eq!(read("convened at 4:01 pm at the hall"), Some((16, 1)));
        assert_eq!(read("at 2 PM."), Some((14, 0)));
        assert_eq!(read("closed at 20.25pm"), Some((20, 25)));
        assert_eq!(read("began at 18:00"), Some((18, 0)));
        assert_eq!(read("at 1900 hours"), Some((19, 0)));
        assert_eq!(told("am 7.00 o’r gloch yr hwyr", "welsh"), Some((19, 0)));
        assert_eq!(told("am 10:30 y bore", "welsh"), Some((10, 30)));
        assert_eq!(read("paid 20.25 to"), None);
        assert_eq!(read("at 12 noon"), Some((12, 0)));
    }
}
