//! Persons and lists of persons: given the words of a list, gives each person's title, name, honours, role, post and
//! initials. Knows titles and roles by the house style; does not know who was present.

use super::entry::stands_in;
use super::person::{Person, person, starts_like_name, without_article};
use crate::house_style::HouseStyle;
use crate::house_style::phrases::PhraseSet;
use crate::model::span::Span;

/// What a list of names was read as.
#[derive(Clone, Debug, Default)]
pub(super) struct People {
    /// The persons, in order.
    pub persons: Vec<Person>,
    /// Pieces that are no person and belong to none.
    pub strange: Vec<Span>,
    /// The title that leads the list, for those who follow in another paragraph.
    pub title: Option<String>,
}

impl People {
    /// Whether the words were a list of persons and hardly anything else.
    pub fn is_list(&self) -> bool {
        !self.persons.is_empty() && self.strange.len() * 4 <= self.persons.len()
    }
}

/// Reads a list of names: `text` begins at byte `offset` of the transcript. `title` is the title that an earlier line gave to the whole list.
pub(super) fn people(text: &str, offset: usize, style: &HouseStyle, title: Option<String>) -> People {
    let initialled = is_initialled(text, style);
    let mut read = Reading { style, text, offset, title, role: None, initialled, out: People::default() };
    let cut =
        if bracketed_persons(text, style) >= 2 { pieces_by_brackets(text) } else { pieces(text, style) };
    for (start, end) in cut {
        read.piece(start, end);
    }
    read.out.title = read.title;
    read.out
}

struct Reading<'a> {
    style: &'a HouseStyle,
    text: &'a str,
    offset: usize,
    /// The title that leads the list ("Councillors"), in the singular.
    title: Option<String>,
    /// A role told before the person who holds it: "The Mayor, Councillor Hale".
    role: Option<Span>,
    /// Names of this list lead with initials and no titles: other pieces are posts.
    initialled: bool,
    out: People,
}

impl Reading<'_> {
    fn piece(&mut self, start: usize, end: usize) {
        let (start, end) = self.strip(start, end);
        let (end, away) = self.said(start, end);
        let Some(piece) = self.text.get(start..end).filter(|p| !p.is_empty()) else { return };
        let span = Span::new(self.offset + start, self.offset + end);
        let names = &self.style.names;
        if names.honours.whole(piece).is_some() {
            return self.add_to_last(|p| p.honours.push(span));
        }
        let held = without_article(piece, self.style);
        if names.roles.whole(held).is_some() && (held.len() < piece.len() || self.out.persons.is_empty()) {
            let holds = names.member_roles.whole(held).is_some() && self.out.persons.is_empty();
            self.role = holds.then(|| Span::new(span.end - held.len(), span.end));
            return;
        }
        if names.roles.whole(piece).is_some() || (names.titles.whole(piece).is_some() && piece.len() > 4) {
            return self.add_to_last(|p| p.role = p.role.or(Some(span)));
        }
        if stands_in(piece, self.style) && !self.out.persons.is_empty() {
            return self.add_to_last(|p| p.substitute_for = p.substitute_for.or(Some(span)));
        }
        if self.is_group(piece) {
            return;
        }
        if self.is_initials_of_last(piece) {
            return self.add_to_last(|p| p.initials = Some(span));
        }
        if self.initialled && !starts_with_initial(piece) && !self.out.persons.is_empty() {
            return self.add_post(span);
        }
        match person(piece, span.start, self.style, &mut self.title) {
            Some(mut found) => {
                let role = self.role.take().filter(|_| found.title.is_some());
                found.role = found.role.or(role);
                found.away = away;
                self.out.persons.push(found);
            }
            None if self.is_post(piece) => self.add_post(span),
            None => self.out.strange.push(span),
        }
    }

    /// Where the person's words end before "is present" or "is absent", and whether it was the latter.
    fn said(&self, start: usize, end: usize) -> (usize, bool) {
        let text = self.text.get(start..end).unwrap_or("");
        let attendance = &self.style.attendance;
        let closing = |set: &PhraseSet| {
            let met = set.find(text).filter(|met| met.start > 0 && met.end == text.len())?;
            Some(start + text.get(..met.start)?.trim_end().len())
        };
        let away = closing(&attendance.away);
        (away.or_else(|| closing(&attendance.here)).unwrap_or(end), away.is_some())
    }

    fn add_to_last(&mut self, add: impl FnOnce(&mut Person)) {
        if let Some(last) = self.out.persons.last_mut() {
            add(last);
        }
    }

    /// A post after a comma; a further piece of a post goes on with it.
    fn add_post(&mut self, span: Span) {
        match self.out.persons.last_mut() {
            Some(last) => last.position = Some(last.position.map_or(span, |p| p.cover(span))),
            None => self.out.strange.push(span),
        }
    }

    fn strip(&self, start: usize, end: usize) -> (usize, usize) {
        let Some(piece) = self.text.get(start..end) else { return (start, start) };
        let cut = piece.trim_start_matches(|c: char| c.is_whitespace() || "•·-–—:,;.*".contains(c));
        let mut start = end - cut.len();
        if let Some(met) = self.style.names.joiners.at_start(cut) {
            start += met.end;
        }
        let rest = self.text.get(start..end).unwrap_or("");
        let start = end - rest.trim_start().len();
        let from = self.text.get(start..end).and_then(|r| self.style.attendance.apologies_from.at_start(r));
        let start = start + from.map_or(0, |met| met.end);
        let rest = self.text.get(start..end).unwrap_or("");
        let start = end - rest.trim_start().len();
        let kept = rest.trim().trim_end_matches(['.', ';', ',', ':']);
        let kept = if ends_in_initial(kept, rest.trim()) { rest.trim() } else { kept };
        (start, start + kept.len())
    }

    /// Groups are counts, never persons: "12 members of the public".
    fn is_group(&self, piece: &str) -> bool {
        let counted = piece.starts_with(|c: char| c.is_ascii_digit()) && !starts_like_name(piece, self.style);
        counted
            || self.style.attendance.groups.whole(piece).is_some()
            || (self.style.attendance.groups.is_in(piece) && !self.style.names.titles.is_in(piece))
    }

    /// A post has a word of office, or is an organisation's letters.
    fn is_post(&self, piece: &str) -> bool {
        let letters = piece.chars().filter(|c| c.is_alphabetic()).count();
        let acronym =
            (2..=6).contains(&letters) && piece.chars().all(|c| c.is_uppercase() || "&/".contains(c));
        acronym
            || self.style.names.posts.is_in(piece)
            || self.style.names.roles.is_in(piece)
            || self
                .out
                .persons
                .last()
                .is_some_and(|p| p.position.is_some() && piece.starts_with(char::is_uppercase))
    }

    fn is_initials_of_last(&self, piece: &str) -> bool {
        let last = self.out.persons.last().filter(|p| p.initials.is_none());
        last.is_some_and(|p| {
            let name = Span::new(p.name.start - self.offset, p.name.end - self.offset);
            super::person::are_initials(piece, name.of(self.text))
        })
    }
}

/// "Corlin (J." or "Smith J." keeps its stop.
fn ends_in_initial(cut: &str, whole: &str) -> bool {
    let word = cut.rsplit(char::is_whitespace).next().unwrap_or("");
    whole.len() > cut.len() && word.chars().count() == 1 && word.chars().all(char::is_uppercase)
}

/// Byte ranges of the list's pieces: cut at commas, semicolons, tabs, bullets and joiners outside brackets.
fn pieces(text: &str, style: &HouseStyle) -> Vec<(usize, usize)> {
    let mut cuts = vec![0];
    let mut depth = 0usize;
    let mut before = ' ';
    for (at, ch) in text.char_indices() {
        match ch {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ',' | ';' | '\t' | '•' | '|' if depth == 0 => cuts.push(at + ch.len_utf8()),
            // "… L Garth (Clerk). Four members of the public attended."
            '.' if depth == 0 && before == ')' => cuts.push(at + 1),
            _ if depth == 0
                && before.is_whitespace()
                && (joins(text, at, style) || begins_anew(text, at, style)) =>
            {
                cuts.push(at)
            }
            _ => {}
        }
        before = ch;
    }
    cuts.push(text.len());
    cuts.windows(2)
        .filter_map(|w| Some((*w.first()?, *w.last()?)))
        .map(|(a, b)| (a, end_without_mark(text, a, b)))
        .collect()
}

/// A title or initial right behind a closing bracket, or a role behind a whole name: the comma was forgotten.
fn begins_anew(text: &str, at: usize, style: &HouseStyle) -> bool {
    let (Some(before), Some(rest)) = (text.get(..at), text.get(at..)) else { return false };
    let named = style.names.titles.at_start(rest).or_else(|| style.names.shared_titles.at_start(rest));
    let titled = named.is_some() || starts_with_initial(rest);
    if before.trim_end().ends_with(')') {
        return titled;
    }
    let own = before.rsplit([',', ';', ')', '&']).next().unwrap_or("");
    let words = own.split_whitespace().count();
    let role =
        style.names.roles.at_start(rest).and_then(|met| Some((rest.get(..met.end)?, rest.get(met.end..)?)));
    let Some((role, after)) = role.filter(|(_, after)| after.starts_with(' ')) else { return false };
    let after = after.trim_start();
    // "… P Hale Chair Mr J Dale": the role of a member may be that of the one before.
    let officer =
        style.names.member_roles.whole(role).is_none() && style.names.titles.at_start(after).is_some();
    (starts_with_initial(after) || officer) && words >= 2 && starts_with_initial(own.trim_start())
}

/// "J Hale", "P. Dale".
fn starts_with_initial(text: &str) -> bool {
    let word = text.split([' ', '\u{a0}']).next().unwrap_or("");
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    (1..=2).contains(&letters)
        && word.chars().all(|c| c.is_uppercase() || c == '.')
        && text.len() > word.len()
}

/// Whether the list's names lead with initials and none has a title: then posts can be told from names.
fn is_initialled(text: &str, style: &HouseStyle) -> bool {
    let pieces: Vec<&str> = text.split([',', ';']).map(str::trim).filter(|p| !p.is_empty()).collect();
    let initials = pieces.iter().filter(|p| starts_with_initial(p)).count();
    let titled = pieces
        .iter()
        .any(|p| style.names.titles.at_start(p).is_some() || style.names.shared_titles.at_start(p).is_some());
    !titled && initials >= 2 && initials * 5 >= pieces.len() * 2
}

/// How many brackets hold a titled person: "Director, Housing (Mr. G. Dale)".
fn bracketed_persons(text: &str, style: &HouseStyle) -> usize {
    let named = |(office, inner): (&str, &str)| {
        let titled = style.names.titles.at_start(inner.trim_start()).is_some();
        let capitals = inner.split_whitespace().filter(|w| w.starts_with(char::is_uppercase)).count();
        let plain = (2..=3).contains(&capitals)
            && capitals == inner.split_whitespace().count()
            && style.names.posts.is_in(office)
            && !style.names.posts.is_in(inner);
        titled || plain
    };
    let brackets = text.split(')').filter_map(|p| p.rsplit_once('('));
    let outside_titled = style.names.titles.at_start(text.trim_start()).is_some()
        || style.names.shared_titles.at_start(text.trim_start()).is_some();
    if outside_titled { 0 } else { brackets.filter(|b| named(*b)).count() }
}

/// Pieces that each end with a bracket.
fn pieces_by_brackets(text: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut from = 0;
    for (at, _) in text.char_indices().filter(|(_, c)| *c == ')') {
        out.push((from, at + 1));
        from = at + 1;
    }
    out.push((from, text.len()));
    out
}

fn end_without_mark(text: &str, start: usize, end: usize) -> usize {
    let piece = text.get(start..end).unwrap_or("");
    start + piece.trim_end_matches([',', ';', '\t', '•', '|']).len()
}

/// A joiner between two persons; not between two titles ("Mr & Mrs A Wilton").
fn joins(text: &str, at: usize, style: &HouseStyle) -> bool {
    let Some(rest) = text.get(at..) else { return false };
    let Some(met) = style.names.joiners.at_start(rest) else { return false };
    let before = text.get(..at).unwrap_or("").trim_end();
    let word = before.rsplit(|c: char| c.is_whitespace() || c == ',').next().unwrap_or("");
    let titles_join = style.names.titles.whole(word).is_some();
    let post_before = style.names.posts.whole(word).is_some();
    let next = rest.get(met.end..).unwrap_or("").trim_start();
    let post_after =
        style.names.posts.at_start(next).is_some() && style.names.titles.at_start(next).is_none();
    let one_post = post_before && post_after;
    !titles_join && !one_post
}
