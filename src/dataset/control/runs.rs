//! Gaps in a run: given the days on which a body met and the first and last number of the items taken there, tells where
//! meetings seem to be missing, and where numbers that go on from meeting to meeting leave some out. It tells what does
//! not fit, not what is wrong.

use jiff::civil::Date;
use std::collections::BTreeMap;

/// Meetings of a body from which on its usual interval can be told.
const LEAST: usize = 5;

/// An interval is a gap from so many times the usual one on.
const TIMES: i64 = 2;

/// Days by which it is longer besides: a week of holidays makes no gap.
const DAYS: i64 = 14;

/// Numbers that are left out at the most: more is a new count.
const MOST_NUMBERS: u32 = 400;

/// First and last number of the items of a meeting.
pub type Numbers = Option<(u32, u32)>;

/// Days without a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The meeting before.
    pub after: Date,
    /// The meeting behind.
    pub before: Date,
    /// Days between.
    pub days: i64,
    /// Days that usually lie between.
    pub usual: i64,
}

/// Numbers that no item bears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The meeting before.
    pub after: Date,
    /// The meeting behind.
    pub before: Date,
    /// The first number that is missing.
    pub first: u32,
    /// The last one.
    pub last: u32,
}

/// Where meetings seem to be missing.
pub fn gaps(meetings: &BTreeMap<Date, Numbers>) -> Vec<Gap> {
    let days: Vec<Date> = meetings.keys().copied().collect();
    let between: Vec<Gap> = days
        .windows(2)
        .filter_map(|pair| match pair {
            [after, before] => {
                Some(Gap { after: *after, before: *before, days: between(*after, *before), usual: 0 })
            }
            _ => None,
        })
        .collect();
    let mut intervals: Vec<i64> = between.iter().map(|gap| gap.days).collect();
    intervals.sort_unstable();
    let Some(usual) = intervals.get(intervals.len() / 2).copied().filter(|_| days.len() >= LEAST) else {
        return Vec::new();
    };
    let long = between.into_iter().filter(|gap| gap.days > TIMES * usual + DAYS);
    long.map(|gap| Gap { usual, ..gap }).collect()
}

fn between(after: Date, before: Date) -> i64 {
    after.until(before).map_or(0, |span| i64::from(span.get_days()))
}

/// Where numbers are missing. Numbers that begin anew with each meeting tell nothing.
pub fn missing(meetings: &BTreeMap<Date, Numbers>) -> Vec<Missing> {
    let numbered = meetings.iter().filter_map(|(day, numbers)| Some((*day, (*numbers)?)));
    let numbered: Vec<(Date, (u32, u32))> = numbered.collect();
    let (mut going_on, mut anew, mut missing) = (0, 0, Vec::new());
    for pair in numbered.windows(2) {
        let [(after, (_, last)), (before, (first, _))] = pair else { continue };
        match first.checked_sub(*last) {
            Some(1) => going_on += 1,
            Some(step) if (2..=MOST_NUMBERS).contains(&step) => {
                missing.push(Missing { after: *after, before: *before, first: last + 1, last: first - 1 });
            }
            _ => anew += 1,
        }
    }
    let runs = going_on > 0 && going_on + missing.len() > anew;
    if runs { missing } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_long_time_without_a_meeting_is_a_gap() {
        let monthly = ["2021-01-12", "2021-02-09", "2021-03-09", "2021-06-08", "2021-07-13", "2021-08-10"];
        let found = gaps(&monthly.iter().map(|text| (day(text), None)).collect());
        let expected = Gap { after: day("2021-03-09"), before: day("2021-06-08"), days: 91, usual: 28 };
        assert_eq!(found, [expected]);
        assert!(gaps(&monthly.iter().take(4).map(|text| (day(text), None)).collect()).is_empty());
    }

    #[test]
    fn numbers_that_go_on_from_meeting_to_meeting_have_gaps() {
        let meetings = |numbers: [(u32, u32); 4]| {
            let days = ["2021-01-12", "2021-02-09", "2021-03-09", "2021-04-13"].map(day);
            days.into_iter().zip(numbers.map(Some)).collect::<BTreeMap<_, _>>()
        };
        let found = missing(&meetings([(1, 9), (10, 21), (30, 38), (1, 8)]));
        let expected = Missing { after: day("2021-02-09"), before: day("2021-03-09"), first: 22, last: 29 };
        assert_eq!(found, [expected]);
        assert!(missing(&meetings([(1, 9), (1, 4), (6, 9), (1, 8)])).is_empty(), "they begin anew");
    }
}
