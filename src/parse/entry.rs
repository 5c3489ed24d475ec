//! The words of one entry, read from left to right: titles, an office before the name, the name, and what is told behind
//! it. Every step moves on or gives up; what is left over means that the entry is no person.

use super::person::{Person, are_initials, first_word, is_name_word, starts_like_name, without_article};
use crate::house_style::HouseStyle;
use crate::model::span::Span;

/// A name has at most this many words.
const MOST_WORDS: usize = 6;

/// An entry and how far it has been read.
pub(super) struct Entry<'a> {
    pub text: &'a str,
    pub offset: usize,
    pub style: &'a HouseStyle,
    pub at: usize,
    pub out: Person,
    /// A title leads the list that it stands in.
    pub listed: bool,
}

impl<'a> Entry<'a> {
    /// Nothing of it has been read.
    pub fn new(text: &'a str, offset: usize, style: &'a HouseStyle) -> Self {
        Self { text, offset, style, at: 0, out: Person::default(), listed: false }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn span(&self, from: usize, to: usize) -> Span {
        Span::new(self.offset + from, self.offset + to)
    }

    /// All titles before the name: "Cllr Mrs", "Councillors".
    pub fn titles(&mut self, shared: &mut Option<String>) {
        self.skip_space();
        self.skip_article();
        let from = self.at;
        if let Some(met) = self.style.names.shared_titles.at_start(self.rest()) {
            *shared = Some(met.value.to_owned());
            self.at += met.end;
            self.skip_colon();
        }
        let own_from = self.at;
        while let Some(met) = self.style.names.titles.at_start(self.rest()) {
            let after = self.rest().get(met.end..).unwrap_or("");
            if !after.starts_with(|c: char| c.is_whitespace() || c == '.') {
                break;
            }
            self.at += met.end;
            self.skip_dot();
        }
        let own = self.text.get(own_from..self.at).unwrap_or("").trim();
        let shared_here = if own_from > from { shared.as_deref() } else { None };
        let title = match (shared_here, own) {
            (Some(list), "") => Some(list.to_owned()),
            (Some(list), own) => Some(format!("{list} {own}")),
            (None, "") => None,
            (None, own) => Some(own.to_owned()),
        };
        self.out.title = title.filter(|t| !t.is_empty());
    }

    /// "The Rev. A Hale", "the Mayor, …": an article before a title or an office.
    fn skip_article(&mut self) {
        let rest = self.rest();
        let behind = without_article(rest, self.style);
        let names = &self.style.names;
        let titled = names.titles.at_start(behind).or_else(|| names.roles.at_start(behind)).is_some();
        if behind.len() < rest.len() && titled {
            self.at += rest.len() - behind.len();
        }
    }

    /// The title that leads the list is everybody's who has no office of his own: "Councillors A Hale, Mrs B Dale, the
    /// Clerk C Fell".
    pub fn share_title(&mut self, shared: Option<&str>) {
        let Some(shared) = shared else { return };
        let names = &self.style.names;
        let own_office = self.out.position.is_some_and(|post| post.start < self.out.name.start)
            || self.out.role.is_some_and(|role| {
                let words = Span::new(role.start - self.offset, role.end - self.offset).of(self.text);
                let known = names.roles.whole(words).is_some();
                known && names.member_roles.whole(words).is_none()
            });
        match self.out.title.as_deref() {
            None if !own_office => self.out.title = Some(shared.to_owned()),
            Some(own)
                if !own_office
                    && names.courtesy.whole(own).is_some()
                    && names.courtesy.whole(shared).is_none() =>
            {
                self.out.title = Some(format!("{shared} {own}"));
            }
            _ => {}
        }
    }

    fn skip_colon(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([':', ' ', '\t', '–', '-', '—', '.']).len();
    }

    fn skip_dot(&mut self) {
        let rest = self.rest();
        let cut = rest.strip_prefix('.').unwrap_or(rest);
        self.at += rest.len() - cut.trim_start().len();
    }

    /// A role or post before the name: "Clerk J Hale", "Vice Chair Dale", "Town Manager John Hale".
    pub fn office_before(&mut self) {
        let from = self.at;
        let role = self.style.names.roles.at_start(self.rest()).map(|m| m.end);
        let end = match role {
            Some(end) => end,
            None => self.posts_before(),
        };
        let after = self.rest().get(end..).unwrap_or("");
        if end == 0
            || !after.starts_with(char::is_whitespace)
            || !starts_like_name(after.trim_start(), self.style)
        {
            return;
        }
        let span = self.span(from, from + end);
        self.at += end;
        self.skip_space();
        match role {
            Some(_) => self.out.role = Some(span),
            None => self.out.position = Some(span),
        }
    }

    /// Length of the run of words of office at the start.
    fn posts_before(&self) -> usize {
        let mut end = 0;
        while let Some(met) =
            self.style.names.posts.at_start(self.rest().get(end..).unwrap_or("").trim_start())
        {
            let rest = self.rest().get(end..).unwrap_or("");
            end += rest.len() - rest.trim_start().len() + met.end;
        }
        end
    }

    /// Forenames or initials and surname.
    pub fn name(&mut self) -> Option<()> {
        self.skip_space();
        let (from, mut to, mut words) = (self.at, self.at, 0);
        let titled = self.out.title.is_some();
        while words < MOST_WORDS {
            let rest = self.text.get(to..)?;
            let lead = rest.len() - rest.trim_start().len();
            if words > 0 && lead == 0 {
                break;
            }
            let word = first_word(rest.trim_start());
            let honour = words > 0 && self.style.names.honours.whole(word).is_some();
            let so_far = self.text.get(from..to)?;
            let own_initials =
                words >= 2 && word.chars().all(char::is_uppercase) && are_initials(word, so_far);
            if word.is_empty() || own_initials || honour || !is_name_word(word, words, titled, self.style) {
                break;
            }
            to += lead + word.len();
            words += 1;
            // A stop behind a whole word ends the sentence, and the name; behind an initial it does not.
            let letters = word.chars().filter(|c| c.is_alphabetic()).count();
            let particle = word.chars().next().is_some_and(char::is_lowercase) || word == "St.";
            if word.ends_with('.') && letters >= 2 && word.matches('.').count() == 1 && !particle {
                to -= 1;
                break;
            }
        }
        let name = self.text.get(from..to)?;
        let has_surname =
            name.split_whitespace().any(|w| w.chars().filter(|c| c.is_alphabetic()).count() >= 2);
        let last = name.split_whitespace().next_back().unwrap_or("");
        let office_last = !titled
            && words >= 2
            && self.style.names.posts.whole(last).is_some()
            && !name.contains('.')
            && name.split_whitespace().next().is_some_and(|w| w.len() > 2);
        let brief = !titled
            && words == 1
            && name.len() <= 4
            && name.chars().filter(|c| c.is_uppercase()).count() >= 2;
        let listed = self.listed && words == 1 && name.chars().filter(|c| c.is_alphabetic()).count() > 3;
        let initials_only = office_last
            || brief && !listed
            || !titled
                && !listed
                && name.chars().all(|c| !c.is_lowercase())
                && name.chars().filter(|c| c.is_alphabetic()).count() <= 4;
        if words == 0 || !has_surname || initials_only {
            return None;
        }
        if let Some(council) = council_behind(name, self.style) {
            return self.of_council(from, to, council);
        }
        (self.out.name, self.at) = (self.span(from, to), to);
        self.bracketed_initial(from, name);
        Some(())
    }

    /// "A Fell Marsh District Council": whom the person comes from, with nothing between. A council alone is no person.
    fn of_council(&mut self, from: usize, to: usize, council: usize) -> Option<()> {
        let name = self.text.get(from..from + council)?.trim_end();
        let words = name.split_whitespace().count();
        if words == 0 || words == 1 && self.out.title.is_none() {
            return None;
        }
        (self.out.name, self.at) = (self.span(from, from + name.len()), to);
        self.out.position = Some(self.span(from + council, to));
        Some(())
    }

    /// "Corlin (J)": the bracket tells two of one surname apart and stays in the name.
    fn bracketed_initial(&mut self, from: usize, name: &str) {
        let rest = self.rest();
        let lead = rest.len() - rest.trim_start().len();
        let Some(inner) = rest.trim_start().strip_prefix('(').and_then(|r| r.split(')').next()) else {
            return;
        };
        let letters = inner.chars().filter(|c| c.is_alphabetic()).count();
        if letters == 1 && name.split_whitespace().count() == 1 && rest.contains(')') {
            self.at += lead + inner.len() + 2;
            self.out.name = self.span(from, self.at);
        }
    }

    /// What follows the name: honours, brackets, a dash with a role or post. Anything else means it was no person.
    pub fn details(&mut self) -> Option<()> {
        loop {
            self.skip_space();
            let rest = self.rest();
            let next = rest.chars().next();
            match next {
                None => return Some(()),
                Some('(' | '[') => self.bracket()?,
                Some('-' | '–' | '—') => return self.after_dash(),
                Some('.' | ',' | '*' | ':') => self.at += 1,
                _ if self.honour() => {}
                _ => return self.phrase(),
            }
        }
    }

    fn honour(&mut self) -> bool {
        let Some(met) = self.style.names.honours.at_start(self.rest()) else { return false };
        let upper = self.rest().get(..met.end).is_some_and(|h| h.chars().any(char::is_uppercase));
        if upper {
            let span = self.span(self.at, self.at + met.end);
            self.out.honours.push(span);
            self.at += met.end;
        }
        upper
    }

    fn bracket(&mut self) -> Option<()> {
        let rest = self.rest();
        let close = rest.find([')', ']']).unwrap_or(rest.len());
        let inner = rest.get(1..close)?;
        let lead = inner.len() - inner.trim_start().len();
        let from = self.at + 1 + lead;
        let span = self.span(from, from + inner.trim().len());
        self.at += (close + 1).min(rest.len());
        self.told(inner.trim(), span);
        Some(())
    }

    fn after_dash(&mut self) -> Option<()> {
        let rest = self.rest();
        let cut = rest.trim_start_matches(['-', '–', '—', ' ', '\t']);
        self.at += rest.len() - cut.len();
        let (words, bracket) = cut.split_at(cut.find('(').unwrap_or(cut.len()));
        let span = self.span(self.at, self.at + words.trim_end().len());
        self.at += words.len();
        self.told(words.trim(), span);
        if bracket.is_empty() { Some(()) } else { self.bracket() }
    }

    /// Words after the name with no mark: "in the Chair", "as Representative of …", an organisation's letters.
    fn phrase(&mut self) -> Option<()> {
        let rest = self.rest();
        let span = self.span(self.at, self.text.len());
        if let Some(met) = self.style.attendance.chair.at_start(rest) {
            let words = rest.get(..met.end)?;
            let from = words.rfind(char::is_whitespace).map_or(0, |i| i + 1);
            self.out.role = self.out.role.or(Some(self.span(self.at + from, self.at + met.end)));
            self.at += met.end;
            return Some(());
        }
        if stands_in(rest, self.style) {
            self.out.substitute_for = Some(span);
            return Some(());
        }
        let name =
            Span::new(self.out.name.start - self.offset, self.out.name.end - self.offset).of(self.text);
        if are_initials(rest, name) {
            self.out.initials = Some(span);
            return Some(());
        }
        if self.out.title.is_some()
            && rest.starts_with(char::is_lowercase)
            && self.style.attendance.groups.is_in(rest)
        {
            return Some(());
        }
        let led = self.style.names.in_post.at_start(rest).and_then(|met| rest.get(met.end..));
        let bare = led.map_or(rest, str::trim_start);
        let span = self.span(self.text.len() - bare.len(), self.text.len());
        let letters = rest.chars().all(|c| c.is_uppercase()) && (2..=6).contains(&rest.len());
        let post = bare.len() < rest.len() || letters || self.style.names.posts.at_start(rest).is_some();
        let role = self.style.names.roles.whole(rest).is_some();
        match (role, post) {
            (true, _) => self.out.role = self.out.role.or(Some(span)),
            (_, true) => self.out.position = self.out.position.or(Some(span)),
            _ => return None,
        }
        self.at = self.text.len();
        Some(())
    }

    /// "(work)", "(from 7.15pm)", "(unavailable for the meeting)": neither role nor post.
    fn is_remark(&self, words: &str) -> bool {
        let names = &self.style.names;
        let post = || names.posts.is_in(words) || names.roles.is_in(words);
        names.remarks.at_start(words).is_some_and(|met| met.end == words.len() || !post())
            || words.starts_with(char::is_numeric)
            || words.starts_with(char::is_lowercase) && !post()
    }

    /// Sorts words in brackets or behind a dash: role, initials, substitute, else a post.
    fn told(&mut self, words: &str, span: Span) {
        let name =
            Span::new(self.out.name.start - self.offset, self.out.name.end - self.offset).of(self.text);
        if words.is_empty() {
        } else if self.style.names.roles.whole(words).is_some() {
            self.out.role = self.out.role.or(Some(span));
        } else if self.style.attendance.chair.whole(words).is_some() {
            let (from, to) = super::chair::role_in(words, self.style).unwrap_or((0, words.len()));
            self.out.role = self.out.role.or(Some(Span::new(span.start + from, span.start + to)));
        } else if self.style.names.honours.whole(words).is_some() {
            self.out.honours.push(span);
        } else if are_initials(words, name) {
            self.out.initials = Some(span);
        } else if stands_in(words, self.style) {
            self.out.substitute_for = Some(span);
        } else if self.out.position.is_none() && !self.is_remark(words) {
            self.out.position = Some(span);
        }
    }
}

/// "substituting for …", "who was substituted by …": the words tell of a substitute.
pub(super) fn stands_in(text: &str, style: &HouseStyle) -> bool {
    style.names.substitutes.at_start(text).or_else(|| style.names.substituted.at_start(text)).is_some()
}

/// Where the name of a council begins at the end of words: a word before its tier, "Marsh District Council".
fn council_behind(words: &str, style: &HouseStyle) -> Option<usize> {
    let mut before = words.split(' ').rev();
    let last = before.next()?;
    style.meeting.councils.whole(last).filter(|_| style.meeting.bodies.whole(last).is_some())?;
    let tier = before.next().filter(|tier| style.meeting.tiers.whole(tier).is_some())?;
    let town = before.next()?;
    words.len().checked_sub(last.len() + tier.len() + town.len() + 2)
}
