//! A date within a phrase ("Cabinet – 4th March 2025", "10/03/2021"): given words, gives the first date with its place in
//! them. Months come from the vocabulary. Knows nothing of calendars beyond the ranges of day and month.

use crate::house_style::HouseStyle;
use crate::model::minutes::DateNode;
use crate::model::span::Span;
use nom::branch::alt;
use nom::bytes::complete::{tag, tag_no_case, take_while, take_while_m_n};
use nom::character::complete::one_of;
use nom::combinator::{map_res, opt, verify};
use nom::sequence::terminated;
use nom::{IResult, Parser};

/// Two figures of a year stand for this century.
const CENTURY: i16 = 2000;

/// Day, month and year.
type Numbers = (u8, u8, i16);

/// The first date in `text`, which begins at byte `at` of the body.
pub(in crate::parse) fn first(style: &HouseStyle, text: &str, at: usize) -> Option<DateNode> {
    let mut before = ' ';
    for (from, ch) in text.char_indices() {
        let opens = ch.is_alphanumeric() && !before.is_alphanumeric() && before != '/';
        before = ch;
        let Some(rest) = text.get(from..).filter(|_| opens) else { continue };
        let found = day_first(style, rest).or_else(|_| figures(rest)).or_else(|_| month_first(style, rest));
        if let Ok((after, (day, month, year))) = found {
            let span = Span::new(at + from, at + text.len() - after.len());
            return Some(DateNode { span, day, month, year: Some(year), year_derived: false });
        }
    }
    None
}

/// `4th March 2025`, `4th of March, 2025`.
fn day_first<'t>(style: &HouseStyle, text: &'t str) -> IResult<&'t str, Numbers> {
    let (text, day) = terminated(day, opt(ordinal)).parse(text)?;
    let (text, _) = (gap, opt((tag_no_case("of"), gap))).parse(text)?;
    let (text, month) = month(style, text)?;
    let (text, year) = (gap, year).parse(text).map(|(rest, (_, year))| (rest, year))?;
    Ok((text, (day, month, year)))
}

/// `March 4, 2025`.
fn month_first<'t>(style: &HouseStyle, text: &'t str) -> IResult<&'t str, Numbers> {
    let (text, month) = month(style, text)?;
    let (text, (_, day, _, _, year)) = (gap, day, opt(ordinal), gap, year).parse(text)?;
    Ok((text, (day, month, year)))
}

/// `10/03/2021`, `10.3.21`.
fn figures(text: &str) -> IResult<&str, Numbers> {
    let month = map_res(take_while_m_n(1, 2, is_digit), str::parse::<u8>);
    let month = verify(month, |m| (1..=12).contains(m));
    let (text, (day, _, month, _, year)) = (day, one_of("/.-"), month, one_of("/.-"), year).parse(text)?;
    Ok((text, (day, month, year)))
}

fn month<'t>(style: &HouseStyle, text: &'t str) -> IResult<&'t str, u8> {
    let fail = || nom::Err::Error(nom::error::Error::new(text, nom::error::ErrorKind::Tag));
    let met = style.meeting.months.at_start(text).ok_or_else(fail)?;
    let number = met.value.parse::<u8>().map_err(|_| fail())?;
    Ok((text.get(met.end..).unwrap_or(""), number))
}

fn day(text: &str) -> IResult<&str, u8> {
    verify(map_res(take_while_m_n(1, 2, is_digit), str::parse::<u8>), |d| (1..=31).contains(d)).parse(text)
}

fn year(text: &str) -> IResult<&str, i16> {
    let four = verify(map_res(take_while_m_n(4, 4, is_digit), str::parse::<i16>), |y| (1800..2200).contains(y));
    let two = map_res(take_while_m_n(2, 2, is_digit), str::parse::<i16>).map(|y| y + CENTURY);
    alt((four, two)).parse(text).and_then(|(rest, year)| match rest.starts_with(|c: char| c.is_ascii_digit()) {
        true => Err(nom::Err::Error(nom::error::Error::new(text, nom::error::ErrorKind::Digit))),
        false => Ok((rest, year)),
    })
}

fn ordinal(text: &str) -> IResult<&str, &str> {
    (opt(tag(" ")), alt((tag_no_case("st"), tag_no_case("nd"), tag_no_case("rd"), tag_no_case("th"))))
        .map(|(_, o)| o)
        .parse(text)
}

fn gap(text: &str) -> IResult<&str, &str> {
    take_while(|c: char| c.is_whitespace() || c == ',').parse(text)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house_style::Styles;

    fn read(text: &str) -> Option<(u8, u8, Option<i16>)> {
        let styles = Styles::built_in().expect("styles");
        let found = first(styles.named("generic").expect("generic"), text, 0)?;
        Some((found.day, found.month, found.year))
    }

    #[test]
    fn dates_of_several_forms() {
        assert_eq!(read("Cabinet – 4th March 2025"), Some((4, 3, Some(2025))));
        assert_eq!(read("Tuesday, 14 May 2019"), Some((14, 5, Some(2019))));
        assert_eq!(read("on 10/03/2021 at noon"), Some((10, 3, Some(2021))));
        assert_eq!(read("March 4, 2025"), Some((4, 3, Some(2025))));
        assert_eq!(read("in 2025-26"), None);
    }
}
