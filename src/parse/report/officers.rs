//! The officers named on a report: given its fields and sections, gives each person's name, post, address and number. The
//! lines of a cell part persons; a label before a line says what it is. What cannot be told apart gives no name, and is
//! noted as not split.

use super::blocks::word_count;
use super::contacts;
use super::label;
use super::officer_line::{Lines, Words, letters};
use crate::house_style::HouseStyle;
use crate::model::report::{Field, Officer, Section};
use crate::model::span::Span;
use crate::parse::reader::Reader;

/// A post has at most so many words in a contact section: more are something else.
const POST_WORDS: usize = 16;
/// The role of a person under a contact heading that says no other.
pub(super) const CONTACT: &str = "contact_officer";

/// The officers, and the values that could not be split.
#[derive(Default)]
pub(super) struct Officers {
    /// Who is named, in order.
    pub officers: Vec<Officer>,
    /// Values with a name and a post that nothing parts.
    pub unsplit: Vec<Span>,
}

/// A line of a cell, or what a label says of the lines that follow.
#[derive(Clone, Copy, Debug)]
pub(super) enum Piece {
    /// Persons of this role follow.
    Role(&'static str),
    /// What stands here is of this key: post, address or number.
    Slot(&'static str, Span),
    /// A line, and whether it begins a paragraph or cell.
    Line(Span, bool),
}

/// A person as far as read.
#[derive(Clone, Debug, Default)]
struct Person {
    out: Officer,
    /// An address or number, or a name behind the post, has ended it.
    ended: bool,
}

/// Every officer in fields that name them and in contact sections.
pub(super) fn officers(
    style: &HouseStyle,
    reader: &Reader,
    fields: &[Field],
    sections: &[Section],
) -> Officers {
    let mut found = Officers::default();
    let mut run: Vec<Piece> = Vec::new();
    for field in fields {
        match role(field.key.as_deref()) {
            Some(role) => {
                found.stream(style, reader, &std::mem::take(&mut run), true);
                run.push(Piece::Role(role));
                run.extend(field.value.iter().flat_map(|span| lines(reader, *span)));
            }
            None => {
                let key = slot(field.key.as_deref()).into_iter();
                run.extend(key.flat_map(|key| field.value.iter().map(move |span| Piece::Slot(key, *span))));
            }
        }
    }
    found.stream(style, reader, &run, true);
    for section in sections.iter().filter(|s| s.kind == "contact" && heads_contacts(style, reader, s)) {
        for stream in contacts::streams(style, reader, section) {
            found.stream(style, reader, &stream, false);
        }
    }
    found
}

pub(super) fn role(key: Option<&str>) -> Option<&'static str> {
    ["report_of", CONTACT].into_iter().find(|role| key == Some(role))
}

pub(super) fn slot(key: Option<&str>) -> Option<&'static str> {
    ["contact_phone", "contact_email", "job_title"].into_iter().find(|slot| key == Some(slot))
}

/// Lists of who was asked are no contacts.
fn heads_contacts(style: &HouseStyle, reader: &Reader, section: &Section) -> bool {
    let title = reader.text(section.title);
    style.reports.contacts.at_start(title).is_some() || role(label::key(style, title)).is_some()
}

/// The lines of a value or cell.
pub(super) fn lines(reader: &Reader, span: Span) -> Vec<Piece> {
    let mut first = true;
    let mut pieces = Vec::new();
    for line in reader.transcript.lines_in(span) {
        let inside = reader.trim(Span::new(line.span.start.max(span.start), line.span.end.min(span.end)));
        if !inside.is_empty() {
            pieces.push(Piece::Line(inside, line.opens_paragraph || first));
            first = false;
        }
    }
    pieces
}

impl Officers {
    /// Reads a run of lines as persons; `said`: a field says that they are of officers.
    fn stream(&mut self, style: &HouseStyle, reader: &Reader, pieces: &[Piece], said: bool) {
        let spans = pieces.iter().map(|p| match p {
            Piece::Line(span, _) | Piece::Slot(_, span) => *span,
            Piece::Role(_) => Span::default(),
        });
        let mut lines = Lines { style, reader, locals: Vec::new() };
        let local = |span| lines.email(span).map(|s| letters(reader.text(s).split('@').next().unwrap_or("")));
        lines.locals = spans.filter_map(local).collect();
        let mut persons: Vec<Person> = Vec::new();
        let mut role = CONTACT;
        for (at, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Role(said) => {
                    role = said;
                    persons.iter_mut().for_each(|p| p.ended = true);
                }
                Piece::Slot(key, span) => fill(&lines, persons.last_mut(), key, *span),
                Piece::Line(span, opens) => {
                    let next = pieces.get(at + 1);
                    add_line(&lines, &mut persons, role, (*span, *opens), next);
                }
            }
        }
        for person in persons {
            self.take(&lines, person.out, said);
        }
    }

    /// Keeps a person of whom enough is known, and adds to one who is named already.
    fn take(&mut self, lines: &Lines, mut officer: Officer, said: bool) {
        let text = |span: Span| lines.reader.text(span).to_lowercase();
        let alone = officer.name.is_some() && officer.job_title.is_empty() && officer.email.is_none();
        if said && alone && officer.role == "report_of" && officer.phone.is_none() && !officer.titled {
            // "From: Quay Strategy" may be a person or a service.
            self.unsplit.push(officer.span);
            return;
        }
        if said && officer.name.is_none() && is_doubtful(lines, &officer) {
            self.unsplit.push(officer.span);
            officer.job_title.clear();
        }
        let post = !officer.job_title.is_empty();
        let reached = officer.email.is_some() || officer.phone.is_some();
        let words: usize = officer.job_title.iter().map(|s| word_count(lines.reader.text(*s))).sum();
        let is_post = officer.job_title.iter().any(|s| lines.is_post(lines.reader.text(*s)));
        let known = match said {
            true => officer.name.is_some() || post || reached,
            false => officer.name.is_some() && words <= POST_WORDS && (is_post || reached),
        };
        let same = |o: &&mut Officer| o.role == officer.role && o.name.map(text) == officer.name.map(text);
        match self.officers.iter_mut().find(same).filter(|_| officer.name.is_some()) {
            Some(before) => {
                before.email = before.email.or(officer.email);
                before.phone = before.phone.or(officer.phone);
            }
            None if known => self.officers.push(officer),
            None => {}
        }
    }
}

/// A post without a name that begins with words like a name: "Ann Lee Housing Manager".
fn is_doubtful(lines: &Lines, officer: &Officer) -> bool {
    let Some(first) = officer.job_title.first() else { return false };
    let words: Vec<&str> = lines.reader.text(*first).split_whitespace().take(3).collect();
    let [a, b, c] = words.as_slice() else { return false };
    let capital = |w: &str| w.starts_with(char::is_uppercase);
    let plain = |w: &str| capital(w) && !lines.is_post(w) && !w.ends_with([',', ';']);
    officer.job_title.len() == 1 && plain(a) && plain(b) && capital(c)
}

/// Puts what a label names into the person before it.
fn fill(lines: &Lines, person: Option<&mut Person>, key: &str, span: Span) {
    let Some(person) = person else { return };
    let out = &mut person.out;
    match key {
        "contact_phone" => out.phone = out.phone.or_else(|| lines.phone(span)),
        "contact_email" => out.email = out.email.or_else(|| lines.email(span)),
        _ if out.job_title.is_empty() => out.job_title.push(span),
        _ => {}
    }
    out.span = out.span.cover(span);
}

/// Adds a line to the person it belongs to.
fn add_line(
    lines: &Lines,
    persons: &mut Vec<Person>,
    role: &'static str,
    (span, opens): (Span, bool),
    next: Option<&Piece>,
) {
    let words = lines.before_contacts(span);
    if !words.is_empty() {
        let read = lines.read(words);
        let of_post = |p: &Piece| matches!(p, Piece::Line(s, _) if lines.is_post(lines.reader.text(*s)));
        add_words(lines, persons, role, read, (opens, next.is_some_and(of_post)));
    }
    let (email, phone) = (lines.email(span), lines.phone(span));
    if email.is_none() && phone.is_none() && words.is_empty() {
        return;
    }
    if persons.is_empty() || persons.last().is_some_and(|p| p.out.role != role) {
        persons.push(Person { out: Officer { role, ..Officer::default() }, ended: false });
    }
    if let Some(person) = persons.last_mut() {
        let out = &mut person.out;
        out.span = if out.span.is_empty() { span } else { out.span.cover(span) };
        out.email = out.email.or(email);
        out.phone = out.phone.or(phone);
        person.ended |= email.is_some() || phone.is_some();
    }
}

/// Adds words to the last person, or begins another.
fn add_words(
    lines: &Lines,
    persons: &mut Vec<Person>,
    role: &'static str,
    words: Words,
    (opens, post_next): (bool, bool),
) {
    let last = persons.last_mut().filter(|p| p.out.role == role);
    let (named, posted, ended) = last
        .as_ref()
        .map_or((true, true, true), |p| (p.out.name.is_some(), !p.out.job_title.is_empty(), p.ended));
    let person = |name: Option<Span>, post: Option<Span>, basis, ended| Person {
        out: Officer { role, name, job_title: post.into_iter().collect(), basis, ..Officer::default() },
        ended,
    };
    let post_of = |span: Span| lines.is_post(lines.reader.text(span));
    match (words, last) {
        // The name of whom a post stood before.
        (Words::Name(name, sure), Some(last)) if !named && posted && !ended && (sure || opens) => {
            last.out.name = Some(name);
            last.out.basis = "stated";
            last.ended = true;
        }
        // A line that looks like a name goes on with the post, unless more bears it out.
        (Words::Name(name, sure), Some(last))
            if named && posted && !ended && !(sure || opens && post_next) =>
        {
            last.out.job_title.push(name);
        }
        (Words::Name(name, sure), _) => {
            let mut new = person(Some(name), None, "stated", false);
            new.out.titled = sure;
            persons.push(new);
        }
        (Words::NamePost(name, post, _), Some(last))
            if named && posted && !ended && !opens && !post_of(post) =>
        {
            last.out.job_title.push(name.cover(post));
        }
        (Words::NamePost(name, post, basis), _) => persons.push(person(Some(name), Some(post), basis, false)),
        (Words::PostName(post, name), Some(last)) if !named && posted && !ended => {
            last.out.job_title.push(post);
            last.out.name = Some(name);
            last.out.basis = "stated";
            last.ended = true;
        }
        // "Assistant Director – North Bay": a place, or more of the post, behind the mark.
        (Words::PostName(post, name), Some(last)) if named && !ended && !(posted && opens) => {
            last.out.job_title.push(post.cover(name));
        }
        (Words::PostName(post, name), _) => persons.push(person(Some(name), Some(post), "stated", true)),
        (Words::Post(post), Some(last)) if !ended || named && !posted => last.out.job_title.push(post),
        (Words::Post(post), _) => persons.push(person(None, Some(post), "derived", false)),
    }
}
