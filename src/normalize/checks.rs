//! What is doubtful in minutes: given the finished record, raises issues. Nothing is repaired here.

use super::named;
use super::words::Words;
use crate::model::diagnostic::Code;
use crate::model::minutes::DateNode;
use crate::model::record::{IssueRecord, PlaceRecord, Record, ResolutionRecord};
use crate::model::tree::Tree;

/// Below this share the text that no rule took is raised.
const RECOGNISED: f64 = 0.9;

/// The issues of minutes.
pub(super) fn minutes(record: &Record, tree: &Tree, words: &Words) -> Vec<IssueRecord> {
    let mut issues = Vec::new();
    if record.attendance.is_empty() {
        issues.push(issue(Code::NoAttendance, "warning", "no list of those present was found", None));
    }
    if let Some(raw) = record.meeting.date_raw.as_ref().filter(|_| record.meeting.date.is_none()) {
        let message = format!("the date {raw:?} has no year or is not in the calendar");
        issues.push(issue(Code::DateUnparsed, "warning", &message, record.meeting.place.clone()));
    }
    if let Some(date) = tree.minutes.head.date.filter(|date| is_other_day(*date)) {
        let message = format!("{:?} is not that day of the week", words.text(date.span));
        issues.push(issue(Code::DateMismatch, "warning", &message, Some(words.place(date.span))));
    }
    sequence(record, &mut issues);
    for found in record.resolutions.iter().filter(|r| r.text.is_empty() && r.parts.is_empty()) {
        issues.push(issue(
            Code::ResolutionEmpty,
            "warning",
            "a keyword of decision with no words after it",
            Some(found.place.clone()),
        ));
    }
    for found in record.resolutions.iter().filter(|r| r.vote.as_ref().is_some_and(|v| v.tally == "mismatch"))
    {
        let message = "the names of the vote do not add up to its counts";
        issues.push(issue(Code::VoteTallyMismatch, "warning", message, Some(found.place.clone())));
    }
    issues.extend(named::issues(record, &tree.minutes, words));
    if tree.recognised < RECOGNISED {
        let place = tree.unrecognized.iter().max_by_key(|s| s.len()).map(|s| words.place(*s));
        let message = format!(
            "{:.0} % of the text went into no record and no known narrative",
            (1.0 - tree.recognised) * 100.0
        );
        issues.push(issue(Code::UnrecognisedText, "warning", &message, place));
    }
    issues
}

/// Whether the day of the week that is printed with a date is another than that of the calendar.
fn is_other_day(date: DateNode) -> bool {
    let day = |year| jiff::civil::Date::new(year, date.month.cast_signed(), date.day.cast_signed()).ok();
    let known = date.year.filter(|_| !date.year_derived).and_then(day);
    known
        .zip(date.weekday)
        .is_some_and(|(day, said)| day.weekday().to_monday_one_offset().cast_unsigned() != said)
}

/// Names and headings below this confidence are named one by one: a mistake in them is a wrong person or item.
const DOUBTFUL: u8 = 60;

/// Names and headings that were hardly read from the image; they stay as they were read.
pub(super) fn misread(record: &Record) -> Vec<IssueRecord> {
    let names = record.attendance.iter().map(|a| ("the name", &a.name, &a.place));
    let headings = record.items.iter().map(|i| ("the heading", &i.title, &i.place));
    let figured =
        record.attendance.iter().filter(|a| a.name.contains(|c: char| c.is_ascii_digit())).map(|a| {
            let message =
                format!("the name {:?} was read with a figure in it; compare it with the page", a.name);
            issue(Code::LowTextConfidence, "info", &message, Some(a.place.clone()))
        });
    let doubtful = names.chain(headings).filter_map(|(what, words, place)| {
        let confidence = place.confidence.filter(|confidence| *confidence < DOUBTFUL)?;
        let message = format!(
            "{what} {words:?} was read with a confidence of {confidence} of 100; compare it with the page"
        );
        Some(issue(Code::LowTextConfidence, "info", &message, Some(place.clone())))
    });
    figured.chain(doubtful).collect()
}

/// What is not for publication: items taken in private, a report that says it is exempt.
pub(super) fn exempt(record: &Record) -> Vec<IssueRecord> {
    let private = record.items.iter().filter(|i| i.public == Some(false)).map(|i| {
        let message =
            "taken in private after the press and public were excluded; look at it before publication";
        issue(Code::ExemptContent, "info", message, Some(i.place.clone()))
    });
    let report = record.report.iter().filter(|r| r.exempt == Some(true)).map(|r| {
        issue(
            Code::ExemptContent,
            "warning",
            "the report says that it is exempt from publication",
            r.place.clone(),
        )
    });
    private.chain(report).collect()
}

/// What is doubtful on the front sheet of a report or record: labels that no vocabulary knows, officers not split.
pub(super) fn front_sheet(record: &Record, tree: &Tree, words: &Words) -> Vec<IssueRecord> {
    let fields = record.report.iter().flat_map(|r| &r.fields).filter(|f| f.key.is_none());
    let labels = fields.map(|f| {
        let message = format!("no vocabulary knows the label {:?}; its words stand in the fields", f.label);
        issue(Code::LabelUnknown, "info", &message, Some(f.place.clone()))
    });
    let cells = tree.report.iter().flat_map(|r| &r.unsplit).map(|span| {
        let message = "name and post of an officer could not be told apart; the words stand in the fields";
        issue(Code::OfficerUnsplit, "info", message, Some(words.place(*span)))
    });
    labels.chain(cells).collect()
}

/// What a statutory record of a decision must hold and this one does not say: The Local Authorities (Executive
/// Arrangements) (Meetings and Access to Information) (England) Regulations 2012, regulations 12 and 13.
pub(super) fn decision(record: &Record, conflicts_said: bool) -> Vec<IssueRecord> {
    let said = |is: bool, what: &'static str| (!is).then_some(what);
    let key = |key: &str| {
        record
            .report
            .iter()
            .flat_map(|r| &r.fields)
            .any(|f| f.key.as_deref() == Some(key) && !f.value.is_empty())
    };
    let maker = key("decision_maker") || record.meeting.body.is_some();
    let lacks = |found: &ResolutionRecord| {
        let parts = [
            said(record.meeting.date.is_some(), "the day on which it was made"),
            said(maker, "who made it"),
            said(found.reasons.is_some(), "reasons"),
            said(found.alternatives.is_some(), "alternatives considered"),
            said(conflicts_said, "conflicts of interest"),
        ];
        let lacks: Vec<&str> = parts.into_iter().flatten().collect();
        (!lacks.is_empty()).then(|| {
            let message = format!("the record of the decision says nothing of: {}", lacks.join(", "));
            issue(Code::RecordIncomplete, "info", &message, Some(found.place.clone()))
        })
    };
    record.resolutions.iter().filter_map(lacks).collect()
}

/// Gaps and repeats in the plain numbers of top items.
fn sequence(record: &Record, issues: &mut Vec<IssueRecord>) {
    let top = record.items.iter().filter(|i| i.parent.is_none());
    let numbered = top.filter_map(|i| Some((i, i.number.as_ref()?.parse::<u32>().ok()?)));
    let mut last: Option<u32> = None;
    for (item, number) in numbered {
        match last {
            Some(before) if number == before => {
                let message = format!("item number {number} stands twice");
                issues.push(issue(Code::ItemNumberRepeated, "warning", &message, Some(item.place.clone())));
            }
            Some(before) if number != before + 1 => {
                let message = format!("item {before} is followed by item {number}");
                issues.push(issue(Code::ItemNumberGap, "info", &message, Some(item.place.clone())));
            }
            _ => {}
        }
        last = Some(number);
    }
}

pub(super) fn issue(
    code: Code,
    severity: &'static str,
    message: &str,
    place: Option<PlaceRecord>,
) -> IssueRecord {
    IssueRecord { code: code.as_str(), severity, message: message.to_owned(), place }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::span::Span;

    #[test]
    fn a_day_of_the_week_is_held_against_the_calendar() {
        let date = |weekday, year_derived| DateNode {
            span: Span::new(0, 0),
            day: 5,
            month: 3,
            year: Some(2019),
            year_derived,
            weekday,
        };
        // 5 March 2019 was a Tuesday.
        assert!(!is_other_day(date(Some(2), false)));
        assert!(is_other_day(date(Some(3), false)));
        assert!(!is_other_day(date(Some(3), true)), "the year is not printed with it");
        assert!(!is_other_day(date(None, false)));
    }
}
