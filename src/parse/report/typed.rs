//! What the rows of a front sheet say, as types: given fields and the lines of the heading, gives the exemption with its
//! paragraphs, the cabinet member, the portfolio and the wards. Nothing is filled in that no words say.

use super::officer_line::{Lines, Words};
use super::wards;
use crate::house_style::HouseStyle;
use crate::model::report::{Exemption, Field, Report};
use crate::model::span::Span;
use crate::parse::exemption;
use crate::parse::reader::Reader;

/// Keys of fields that may say why a report is exempt, the fullest first.
const EXEMPT: [&str; 2] = ["exempt_reason", "exempt"];

/// Fills in what the fields and the heading say.
pub(super) fn fill(style: &HouseStyle, reader: &Reader, report: &mut Report, heading: &[Span]) {
    let said = EXEMPT.iter().find_map(|key| {
        let values = values(&report.fields, key).filter(|(f, _)| f.says != Some(false));
        values.map(|(_, span)| span).find_map(|span| exemption::exemption(style, reader, span))
    });
    let headed = heading.iter().find_map(|line| headed(style, reader, *line));
    report.exempt_heading = headed.as_ref().map(|(line, _)| *line);
    report.exemption = said.or(headed.map(|(_, exemption)| exemption));
    let lines = Lines { style, reader, locals: Vec::new() };
    let member = values(&report.fields, "cabinet_member").find_map(|(_, span)| member(&lines, span, false));
    let portfolio = values(&report.fields, "portfolio").find_map(|(_, span)| member_of(&lines, span));
    let (member, portfolio) = (member.unwrap_or_default(), portfolio.unwrap_or_default());
    report.cabinet_member = member.0.or(portfolio.0);
    report.portfolio = portfolio.1.or(member.1);
    report.wards = wards::wards(style, reader, &report.fields);
}

/// The fields of that key with the words of their values.
fn values<'f>(fields: &'f [Field], key: &'f str) -> impl Iterator<Item = (&'f Field, Span)> {
    let with_key = fields.iter().filter(move |f| f.key.as_deref() == Some(key));
    with_key.filter_map(|f| Some((f, f.value.iter().copied().reduce(|a, b| a.cover(b))?)))
}

/// "NOT FOR PUBLICATION by virtue of paragraph 3 of Schedule 12A" as a line of the heading.
fn headed(style: &HouseStyle, reader: &Reader, line: Span) -> Option<(Span, Exemption)> {
    let says = style.reports.yes.at_start(reader.text(reader.trim(line))).is_some();
    exemption::exemption(style, reader, line).filter(|_| says).map(|found| (line, found))
}

type Member = (Option<Span>, Option<Span>);

/// "Councillor Ann Lee, Cabinet Member for Quays": the name and the portfolio. `bare`: words that name no office are a
/// portfolio too.
fn member(lines: &Lines, span: Span, bare: bool) -> Option<Member> {
    match lines.read(span) {
        Words::Name(name, _) => Some((Some(name), None)),
        Words::NamePost(name, post, _) => Some((Some(name), portfolio(lines, post, true))),
        Words::PostName(post, name) => Some((Some(name), portfolio(lines, post, true))),
        Words::Post(post) => portfolio(lines, post, bare).map(|p| (None, Some(p))),
    }
}

/// A field of the portfolio that names its holder as well.
fn member_of(lines: &Lines, span: Span) -> Option<Member> {
    let told = match lines.read(span) {
        Words::NamePost(name, ..) => name.start > span.start,
        Words::PostName(..) => true,
        Words::Name(..) | Words::Post(_) => false,
    };
    let found = if told { member(lines, span, true) } else { None };
    // "Leisure and Tourism – Councillor Lee": the title shows where the name is.
    found
        .or_else(|| {
            let (post, name) = lines.titled_last(span)?;
            Some((Some(name), portfolio(lines, post, true)))
        })
        .or(Some((None, portfolio(lines, span, true))))
}

/// The portfolio without the words for the office before it.
fn portfolio(lines: &Lines, span: Span, bare: bool) -> Option<Span> {
    let text = lines.reader.text(span);
    let lead = lines.style.reports.portfolio_leads.at_start(text).map(|met| met.end);
    let rest = lines.reader.trim(Span::new(span.start + lead.unwrap_or(0), span.end));
    ((bare || lead.is_some()) && !rest.is_empty()).then_some(rest)
}
