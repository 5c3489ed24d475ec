//! Persons and lists of persons: given the words of a list, gives each person's title, name, honours, role, post and
//! initials. Knows titles and roles by the house style; does not know who was present.

use super::person::{Person, person};
use crate::house_style::HouseStyle;
use crate::model::span::Span;

/// What a list of names was read as.
#[derive(Clone, Debug, Default)]
pub(super) struct People {
    /// The persons, in order.
    pub persons: Vec<Person>,
    /// Pieces that are no person and belong to none.
    pub strange: Vec<Span>,
}

impl People {
    /// Whether the words were a list of persons and hardly anything else.
    pub fn is_list(&self) -> bool {
        !self.persons.is_empty() && self.strange.len() * 4 <= self.persons.len()
    }
}

/// Reads a list of names: `text` begins at byte `offset` of the transcript. `title` is the title that an earlier line gave to the whole list.
pub(super) fn people(text: &str, offset: usize, style: &HouseStyle, title: Option<String>) -> People {
    let mut read = Reading { style, text, offset, title, out: People::default() };
    for (start, end) in pieces(text, style) {
        read.piece(start, end);
    }
    read.out
}

struct Reading<'a> {
    style: &'a HouseStyle,
    text: &'a str,
    offset: usize,
    /// The title that leads the list ("Councillors"), in the singular.
    title: Option<String>,
    out: People,
}

impl Reading<'_> {
    fn piece(&mut self, start: usize, end: usize) {
        let (start, end) = self.strip(start, end);
        let Some(piece) = self.text.get(start..end).filter(|p| !p.is_empty()) else { return };
        let span = Span::new(self.offset + start, self.offset + end);
        let names = &self.style.names;
        if names.honours.whole(piece).is_some() {
            return self.add_to_last(|p| p.honours.push(span));
        }
        if names.roles.whole(piece).is_some() || (names.titles.whole(piece).is_some() && piece.len() > 4) {
            return self.add_to_last(|p| p.role = p.role.or(Some(span)));
        }
        if self.is_group(piece) {
            return;
        }
        if self.is_initials_of_last(piece) {
            return self.add_to_last(|p| p.initials = Some(span));
        }
        match person(piece, span.start, self.style, &mut self.title) {
            Some(found) => self.out.persons.push(found),
            None if self.is_post(piece) => self.add_post(span),
            None => self.out.strange.push(span),
        }
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
        let kept = rest.trim().trim_end_matches(['.', ';', ',', ':']);
        let kept = if ends_in_initial(kept, rest.trim()) { rest.trim() } else { kept };
        (start, start + kept.len())
    }

    /// Groups are counts, never persons: "12 members of the public".
    fn is_group(&self, piece: &str) -> bool {
        let counted = piece.starts_with(|c: char| c.is_ascii_digit());
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

/// "Sheahan (J." or "Smith J." keeps its stop.
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
            _ if depth == 0 && before.is_whitespace() && joins(text, at, style) => cuts.push(at),
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
    !titles_join && !(post_before && post_after)
}
