//! The officers named on a report: given the fields of its front sheet, gives each person's name, job title, e-mail and
//! telephone. The lines of a cell part them; where they do not, the address's local part says which words are the name.
//! What cannot be told apart gives no name. Knows no vocabulary.

use super::words::Words;
use crate::model::record::OfficerRecord;
use crate::model::report::{Field, Report};
use crate::model::span::Span;
use crate::model::transcript::Transcript;

/// A telephone number has at least this many figures.
const FIGURES: usize = 9;
/// A name has from two words up to this many.
const NAME_WORDS: usize = 4;

/// A line of a cell.
#[derive(Clone, Debug)]
struct Entry {
    text: String,
    span: Span,
    opens: bool,
}

/// Every officer in the fields that name them.
pub(super) fn officers(report: &Report, transcript: &Transcript) -> Vec<OfficerRecord> {
    let mut officers: Vec<OfficerRecord> = Vec::new();
    for field in &report.fields {
        match field.key.as_deref() {
            Some(role @ ("report_of" | "contact_officer")) => {
                officers.extend(people(role, field, transcript))
            }
            Some(key @ ("contact_phone" | "contact_email" | "job_title")) => {
                add(key, field, transcript, officers.last_mut())
            }
            _ => {}
        }
    }
    officers
}

/// A row of its own for the telephone, address or post of the officer before it.
fn add(key: &str, field: &Field, transcript: &Transcript, officer: Option<&mut OfficerRecord>) {
    let Some(officer) = officer else { return };
    let value = super::report::joined(&Words::new(transcript), &field.value);
    let slot = match key {
        "contact_phone" => &mut officer.phone,
        "contact_email" => &mut officer.email,
        _ => &mut officer.job_title,
    };
    if slot.is_none() && !value.is_empty() {
        *slot = Some(value);
    }
}

fn people(role: &str, field: &Field, transcript: &Transcript) -> Vec<OfficerRecord> {
    let lines = field.value.iter().flat_map(|span| entries(transcript, *span)).collect();
    persons(lines).iter().filter_map(|lines| officer(role, lines, transcript)).collect()
}

/// The lines of a value.
fn entries(transcript: &Transcript, span: Span) -> Vec<Entry> {
    let inside = |l: &crate::model::transcript::Line| {
        Span::new(l.span.start.max(span.start), l.span.end.min(span.end))
    };
    let lines = transcript.lines_in(span).iter();
    lines
        .map(|l| Entry { text: transcript.quote(inside(l)), span: inside(l), opens: l.opens_paragraph })
        .collect()
}

/// The lines cut into persons: after each address or number, or before each "Name, post" that opens a paragraph.
fn persons(lines: Vec<Entry>) -> Vec<Vec<Entry>> {
    let opens_person = |e: &Entry| e.opens && e.text.split_once(',').is_some_and(|(name, _)| is_name(name));
    let contacts = |l: &Entry| email(&l.text).is_some() || phone(&l.text).is_some();
    // A name of its own line under the post of another person, with a post below it.
    let names_next = |person: &[Entry], line: &Entry, next: Option<&Entry>| {
        let [first, .., last] = person else { return false };
        let post = |e: &Entry| !is_name(&e.text) && !contacts(e);
        line.opens && is_name(&line.text) && named(&first.text) && post(last) && next.is_some_and(post)
    };
    let mut persons: Vec<Vec<Entry>> = Vec::new();
    let mut lines = lines.into_iter().peekable();
    while let Some(line) = lines.next() {
        let ended = persons.last().and_then(|p| p.last()).is_some_and(contacts) && !contacts(&line);
        let next = lines.peek();
        match persons.last_mut() {
            Some(person) if !ended && !opens_person(&line) && !names_next(person, &line, next) => {
                person.push(line)
            }
            _ => persons.push(vec![line]),
        }
    }
    persons
}

/// A line that is a name, or one and a comma.
fn named(text: &str) -> bool {
    is_name(text.trim_end_matches(','))
}

fn officer(role: &str, lines: &[Entry], transcript: &Transcript) -> Option<OfficerRecord> {
    let email = lines.iter().find_map(|l| email(&l.text));
    let phone = lines.iter().find_map(|l| phone(&l.text));
    let words: Vec<String> =
        lines.iter().map(|l| without_contacts(&l.text)).filter(|t| !t.is_empty()).collect();
    let (name, job_title, basis) = name_and_post(role, &words, email.as_deref());
    let span = lines.iter().map(|l| l.span).reduce(|a, b| a.cover(b))?;
    let known = name.is_some() || job_title.is_some() || email.is_some();
    known.then(|| OfficerRecord {
        role: role.to_owned(),
        name,
        job_title,
        email,
        phone,
        basis,
        place: Words::new(transcript).place(span),
    })
}

type NameAndPost = (Option<String>, Option<String>, &'static str);

/// Name and post of the lines of one person, and how they were told apart.
fn name_and_post(role: &str, lines: &[String], email: Option<&str>) -> NameAndPost {
    let all = lines.join(" ");
    if let Some((first, rest)) = lines.split_first()
        && !rest.is_empty()
        && is_name(first)
    {
        return (Some(first.clone()), filled(&rest.join(" ")), "stated");
    }
    if let Some((name, post)) = by_marks(&all) {
        return (Some(name), filled(&post), "stated");
    }
    if let Some(count) = email.and_then(|e| named_by(e, &all)) {
        let words: Vec<&str> = all.split_whitespace().collect();
        let (name, post) = words.split_at_checked(count).unwrap_or((&[], &[]));
        return (filled(&name.join(" ")), filled(&post.join(" ")), "derived");
    }
    match is_name(&all) {
        true if role == "contact_officer" => (filled(&all), None, "derived"),
        true => (None, None, "derived"),
        false => (None, filled(&all), "derived"),
    }
}

/// "Ann Lee, Director of Quays" or "Director of Quays, Ann Lee", "Ann Lee – Director", "Ann Lee (Director)".
fn by_marks(text: &str) -> Option<(String, String)> {
    let cuts = text
        .match_indices([',', '(', '–'])
        .map(|(at, m)| (at, at + m.len()))
        .chain(text.match_indices(" - ").map(|(at, m)| (at, at + m.len())));
    let cuts: Vec<(usize, usize)> = cuts.collect();
    let sides = |(from, to): &(usize, usize)| {
        Some((text.get(..*from)?.trim(), text.get(*to..)?.trim().trim_end_matches([')', ','])))
    };
    let first = cuts.iter().min().and_then(sides).filter(|(name, _)| is_name(name));
    let last = || {
        cuts.iter().max().and_then(sides).filter(|(_, name)| is_name(name)).map(|(post, name)| (name, post))
    };
    first.or_else(last).map(|(name, post)| (name.to_owned(), post.to_owned()))
}

fn filled(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches([',', ';']);
    (!text.is_empty()).then(|| text.to_owned())
}

/// How many words at the start spell the local part of the address.
fn named_by(email: &str, text: &str) -> Option<usize> {
    let letters =
        |t: &str| t.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect::<String>();
    let local = letters(email.split('@').next()?);
    let mut spelt = String::new();
    for (at, word) in text.split_whitespace().enumerate() {
        spelt.push_str(&letters(word));
        if spelt == local {
            return Some(at + 1);
        }
    }
    None
}

/// Two to four words with capitals, none of them small: "Ann Lee", "Dr A van Loo" is not told from a post.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let capital = |w: &&str| {
        w.starts_with(char::is_uppercase) && w.chars().all(|c| c.is_alphabetic() || "'’-.".contains(c))
    };
    (2..=NAME_WORDS).contains(&words.len()) && words.iter().all(capital)
}

/// The address in a line.
fn email(text: &str) -> Option<String> {
    let word = text.split_whitespace().find(|w| w.contains('@'))?;
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    let bare = bare.rsplit(':').next().unwrap_or(bare);
    bare.contains('@').then(|| bare.to_owned())
}

/// The telephone number in a line: a run of figures and blanks with enough figures.
fn phone(text: &str) -> Option<String> {
    let runs = text.split(|c: char| !(c.is_ascii_digit() || " ()+".contains(c)));
    let long = |r: &&str| r.chars().filter(char::is_ascii_digit).count() >= FIGURES;
    runs.map(str::trim).find(long).map(str::to_owned)
}

/// A line without address and number, and without the words that lead to them.
fn without_contacts(text: &str) -> String {
    let mut rest = text.to_owned();
    for found in [email(text), phone(text)].into_iter().flatten() {
        let at = rest.find(&found).unwrap_or(rest.len());
        let before = rest.get(..at).unwrap_or("").trim_end();
        let label = before.rsplit(' ').next().filter(|w| w.ends_with(':')).unwrap_or("");
        rest = before.trim_end_matches(label).trim_end().to_owned();
    }
    rest.trim_matches([',', ' ', '-', '–', ':']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(lines: &[&str], email: Option<&str>) -> (Option<String>, Option<String>) {
        let lines: Vec<String> = lines.iter().map(|l| (*l).to_owned()).collect();
        let (name, post, _) = name_and_post("report_of", &lines, email);
        (name, post)
    }

    fn pair(name: &str, post: &str) -> (Option<String>, Option<String>) {
        (Some(name.into()), Some(post.into()))
    }

    #[test]
    fn lines_marks_and_addresses_tell_the_name() {
        assert_eq!(split(&["Ann Lee", "Director of", "Quays"], None), pair("Ann Lee", "Director of Quays"));
        assert_eq!(split(&["Ann Lee, Director of Quays"], None), pair("Ann Lee", "Director of Quays"));
        assert_eq!(
            split(&["Head of Quays and Weirs, Ann Lee"], None),
            pair("Ann Lee", "Head of Quays and Weirs")
        );
        assert_eq!(
            split(&["Ann Lee Head of Quays"], Some("ann.lee@quay.example")),
            pair("Ann Lee", "Head of Quays")
        );
        assert_eq!(split(&["Director of Quays"], None), (None, Some("Director of Quays".into())));
    }

    #[test]
    fn numbers_and_addresses_are_found_in_a_line() {
        assert_eq!(phone("Tel: 01632 960 123").as_deref(), Some("01632 960 123"));
        assert_eq!(email("e-mail:ann@quay.example,").as_deref(), Some("ann@quay.example"));
        assert_eq!(without_contacts("Ann Lee Tel: 01632 960123"), "Ann Lee");
    }
}
