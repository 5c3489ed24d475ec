//! The page of the control report: given what is known, fills the template `templates/report.html`, which is checked when
//! the program is built and escapes whatever is put into it. Everything that the template shows is made into words here.

use super::bodies::Body;
use super::chart::{Chart, SIZE};
use super::extremes::{Entry, Extremes};
use super::issues::meaning;
use super::names::Once;
use super::runs;
use super::spot::{Base, Spot};
use super::{Control, SHARES};
use crate::dataset::about::About;
use crate::model::record::ParseStatus;
use askama::Template;

/// Bodies that are shown.
const MOST_BODIES: usize = 600;

/// Gaps of each sort that are shown.
const MOST_GAPS: usize = 60;

/// Texts that lead to a page.
struct Link {
    label: String,
    /// None where nothing leads there.
    address: Option<String>,
}

/// A line of a table: texts, and where they lead.
struct Line {
    cells: Vec<String>,
    link: Link,
}

/// A body with its years.
struct Coverage {
    council: String,
    body: String,
    meetings: String,
    /// Years, or years without a meeting from one to another, and how many.
    years: Vec<(String, u64)>,
    without_minutes: usize,
}

/// A sort of issue.
struct Noticed {
    severity: &'static str,
    code: &'static str,
    meaning: &'static str,
    count: String,
    documents: String,
    /// Issues that are not shown.
    more: u64,
    examples: Vec<Line>,
}

/// A list of the longest or shortest.
struct Ends {
    caption: String,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'p> {
    title: &'p str,
    publisher: &'p str,
    base: &'p str,
    totals: Vec<(String, &'static str)>,
    kinds: Vec<(&'static str, [u64; 3])>,
    charts: Vec<Chart>,
    size: [f64; 2],
    coverage: Vec<Coverage>,
    more_bodies: usize,
    unplaced: u64,
    gaps: Vec<[String; 5]>,
    more_gaps: usize,
    missing: Vec<[String; 5]>,
    more_missing: usize,
    aside: Vec<Line>,
    more_aside: usize,
    worst: Vec<Line>,
    more_worst: u64,
    issues: Vec<Noticed>,
    ends: Vec<Ends>,
    names: Vec<Line>,
    more_names: usize,
}

/// The page.
pub fn render(control: &Control, about: &About) -> askama::Result<String> {
    let base = Base::from_report(about.documents.as_deref());
    let to = |spot: &Spot| link(&base, spot);
    let (names, all_names) = control.names.once();
    let (gaps, more_gaps) = gaps(control);
    let (missing, more_missing) = missing(control);
    let bodies: Vec<&Body> = control.bodies.with_minutes().collect();
    let (aside, all_aside) = &control.aside;
    let worst: Vec<Line> =
        control.worst.iter().map(|w| line(&[&percent(w.share), w.kind, w.status], to(&w.spot))).collect();
    Page {
        title: about.title(),
        publisher: about.publisher.as_deref().unwrap_or(""),
        base: about.documents.as_deref().unwrap_or(""),
        totals: totals(control),
        kinds: control.kinds.iter().map(|(kind, counts)| (kind.as_str(), *counts)).collect(),
        charts: charts(control),
        size: SIZE,
        coverage: bodies.iter().take(MOST_BODIES).map(|body| coverage(body)).collect(),
        more_bodies: bodies.len().saturating_sub(MOST_BODIES),
        unplaced: control.bodies.unplaced,
        gaps,
        more_gaps,
        missing,
        more_missing,
        aside: aside.iter().map(|file| line(&[&file.reason], to(&file.spot))).collect(),
        more_aside: all_aside.saturating_sub(aside.len()),
        more_worst: control.worst.seen().saturating_sub(worst.len() as u64),
        worst,
        issues: issues(control, &base),
        ends: control.entries.0.iter().flat_map(|ends| both_ends(ends, &base)).collect(),
        more_names: all_names.saturating_sub(names.len()),
        names: names
            .iter()
            .map(|once| line(&[&once.name, &once.council, &like(once)], to(&once.spot)))
            .collect(),
    }
    .render()
}

fn link(base: &Base, spot: &Spot) -> Link {
    let page = if spot.page > 0 { format!(", page {}", spot.page) } else { String::new() };
    Link { label: format!("{}{page}", spot.file), address: base.address(spot) }
}

fn line(cells: &[&str], link: Link) -> Line {
    Line { cells: cells.iter().map(|cell| (*cell).to_owned()).collect(), link }
}

fn totals(control: &Control) -> Vec<(String, &'static str)> {
    let documents = [ParseStatus::Complete, ParseStatus::Partial].map(|status| control.count(status));
    let rows = control.rows;
    vec![
        (grouped(control.files as u64), "files found"),
        (grouped(control.duplicates as u64), "of them hold the bytes of another"),
        (grouped(control.aside.1 as u64), "set aside or not readable"),
        (grouped(documents.iter().sum()), "documents read"),
        (grouped(control.pages), "pages read"),
        (grouped(control.meetings), "meetings"),
        (grouped(rows.attendance), "entries of attendance"),
        (grouped(rows.items), "items of business"),
        (grouped(rows.decisions), "decisions"),
        (grouped(rows.reports), "reports"),
    ]
}

fn charts(control: &Control) -> Vec<Chart> {
    let years: Vec<(String, u64)> =
        control.bodies.by_year().into_iter().map(|(year, count)| (year.to_string(), count)).collect();
    let width = 100 / SHARES;
    let share = |(count, at): (&u64, usize)| (format!("{}–{} %", at * width, (at + 1) * width), *count);
    let shares: Vec<(String, u64)> = control.shares.iter().zip(0..).map(share).collect();
    vec![
        Chart::new("chart-years", "Meetings of which there are minutes, by year", &years),
        Chart::new("chart-shares", "Documents by the share of their text that was recognised", &shares),
    ]
}

fn coverage(body: &Body) -> Coverage {
    Coverage {
        council: body.council.clone(),
        body: if body.name.is_empty() { "(no body named)".to_owned() } else { body.name.clone() },
        meetings: grouped(body.minutes.len() as u64),
        years: years(&body.years()),
        without_minutes: body.without_minutes(),
    }
}

/// Years one by one, but those without a meeting that follow one another as one.
fn years(all: &[(i16, u64)]) -> Vec<(String, u64)> {
    let runs = all.chunk_by(|(_, a), (_, b)| *a == 0 && *b == 0);
    let run = |years: &[(i16, u64)]| match years {
        [(first, _), .., (last, _)] => Some((format!("{first}–{last}"), 0)),
        [(year, count)] => Some((year.to_string(), *count)),
        [] => None,
    };
    runs.filter_map(run).collect()
}

fn name_of(body: &Body) -> String {
    if body.name.is_empty() { body.council.clone() } else { format!("{}, {}", body.council, body.name) }
}

/// The longest gaps for what is usual in the body, and how many there are besides.
fn gaps(control: &Control) -> (Vec<[String; 5]>, usize) {
    let of = |body: &Body| {
        runs::gaps(&body.minutes).into_iter().map(|gap| (name_of(body), gap)).collect::<Vec<_>>()
    };
    let mut all: Vec<(String, runs::Gap)> = control.bodies.with_minutes().flat_map(of).collect();
    all.sort_by_key(|(_, gap)| std::cmp::Reverse(gap.days * 100 / gap.usual.max(1)));
    let shown = all.iter().take(MOST_GAPS).map(|(name, gap)| {
        let texts =
            [gap.after.to_string(), gap.before.to_string(), gap.days.to_string(), gap.usual.to_string()];
        let [after, before, days, usual] = texts;
        [name.clone(), after, before, days, usual]
    });
    (shown.collect(), all.len().saturating_sub(MOST_GAPS))
}

/// Numbers that are missing between meetings, and how many runs of them there are besides.
fn missing(control: &Control) -> (Vec<[String; 5]>, usize) {
    let of = |body: &Body| {
        runs::missing(&body.minutes).into_iter().map(|gap| (name_of(body), gap)).collect::<Vec<_>>()
    };
    let all: Vec<(String, runs::Missing)> = control.bodies.with_minutes().flat_map(of).collect();
    let shown = all.iter().take(MOST_GAPS).map(|(name, gap)| {
        let numbers = if gap.first == gap.last {
            gap.first.to_string()
        } else {
            format!("{} to {}", gap.first, gap.last)
        };
        let count = (gap.last - gap.first + 1).to_string();
        [name.clone(), gap.after.to_string(), gap.before.to_string(), numbers, count]
    });
    (shown.collect(), all.len().saturating_sub(MOST_GAPS))
}

fn issues(control: &Control, base: &Base) -> Vec<Noticed> {
    let all = control.issues.by_weight().into_iter();
    let noticed = all.map(|(severity, code, noticed)| Noticed {
        severity,
        code,
        meaning: meaning(code),
        count: grouped(noticed.count),
        documents: grouped(noticed.documents),
        more: noticed.count.saturating_sub(noticed.examples.len() as u64),
        examples: noticed
            .examples
            .iter()
            .map(|example| line(&[&example.message, &example.quote], link(base, &example.spot)))
            .collect(),
    });
    noticed.collect()
}

fn both_ends(ends: &super::extremes::Ends, base: &Base) -> [Ends; 2] {
    let lines = |entries: &Extremes<Entry>| {
        entries.iter().map(|e| line(&[&grouped(e.length as u64), &e.text], link(base, &e.spot))).collect()
    };
    [("longest", &ends.longest), ("shortest", &ends.shortest)]
        .map(|(end, entries)| Ends { caption: format!("{}: the {end}", ends.of), lines: lines(entries) })
}

fn like(once: &Once) -> String {
    let like = once.like.as_ref().map(|(name, times)| format!("{name} ({times} times)"));
    like.unwrap_or_default()
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// `1234567` as `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (digit, left) in digits.chars().zip((0..digits.len()).rev()) {
        out.push(digit);
        if left > 0 && left % 3 == 0 {
            out.push(',');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_without_a_meeting_are_one_entry() {
        let shown = years(&[(2011, 1), (2012, 0), (2013, 0), (2014, 2), (2015, 0), (2016, 1)]);
        let shown: Vec<(&str, u64)> = shown.iter().map(|(label, count)| (label.as_str(), *count)).collect();
        assert_eq!(shown, [("2011", 1), ("2012–2013", 0), ("2014", 2), ("2015", 0), ("2016", 1)]);
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }
}
