//! One person: given the words of one entry of a list, gives title, name, honours, role, post and initials, or nothing if the words are no
//! person. A wrong name is worse than none: every word of a name must look like one.

use crate::house_style::HouseStyle;
use crate::model::span::Span;

/// A name has at most this many words.
const MOST_WORDS: usize = 6;
/// Small words within surnames.
const PARTICLES: &[&str] = &[
    "de", "von", "van", "der", "den", "la", "le", "du", "da", "di", "del", "ap", "ab", "ferch", "y", "mac",
    "o", "st", "st.",
];

/// A person with all that the entry says.
#[derive(Clone, Debug, Default)]
pub(super) struct Person {
    pub span: Span,
    pub name: Span,
    pub title: Option<String>,
    pub honours: Vec<Span>,
    pub role: Option<Span>,
    pub position: Option<Span>,
    pub initials: Option<Span>,
    /// The words in which a substitute names the member stood in for.
    pub substitute_for: Option<Span>,
}

/// Reads one entry; `shared` is the title that leads the list, and is set where this entry begins with one.
pub(super) fn person(
    text: &str,
    offset: usize,
    style: &HouseStyle,
    shared: &mut Option<String>,
) -> Option<Person> {
    let text = text.trim_end();
    if let Some(found) = office_then_person(text, offset, style) {
        return Some(found);
    }
    let mut entry = Entry { text, offset, style, at: 0, out: Person::default() };
    entry.titles(shared);
    if entry.out.title.is_none() {
        entry.office_before();
    }
    if entry.out.title.is_none() {
        entry.titles(&mut None);
    }
    entry.name()?;
    entry.details()?;
    if entry.out.title.is_none() {
        entry.out.title.clone_from(shared);
    }
    entry.out.span = Span::new(offset, offset + text.len());
    Some(entry.out)
}

/// The name (without title) of a person with whom the text begins, whatever follows.
pub(super) fn leading_person(text: &str, style: &HouseStyle) -> Option<Span> {
    let mut entry = Entry { text, offset: 0, style, at: 0, out: Person::default() };
    entry.titles(&mut None);
    if entry.out.title.is_none() {
        entry.office_before();
        entry.titles(&mut None);
    }
    entry.name()?;
    Some(entry.out.name)
}

/// "Director of Housing (Mr G. Dale)", "The Mayor (Councillor Y)", "Borough Councillor - Mr. C Hale".
fn office_then_person(text: &str, offset: usize, style: &HouseStyle) -> Option<Person> {
    let (office, inner, inner_at) = bracketed_person(text).or_else(|| dashed_person(text, style))?;
    let office_words = office.trim_end();
    let bare = office_words.strip_prefix("The ").unwrap_or(office_words);
    let is_office = style.names.posts.is_in(bare)
        || style.names.roles.is_in(bare)
        || style.names.titles.whole(bare).is_some();
    if !is_office || style.names.titles.at_start(inner).is_none() && bracketed_person(text).is_some() {
        return None;
    }
    let mut found = person(inner, offset + inner_at, style, &mut None)?;
    let lead = text.len() - text.trim_start().len() + (office_words.len() - bare.len());
    let span = Span::new(offset + lead, offset + lead + bare.len());
    match style.names.roles.whole(bare) {
        Some(_) if found.role.is_none() => found.role = Some(span),
        _ if found.position.is_none() => found.position = Some(span),
        _ => {}
    }
    found.span = Span::new(offset, offset + text.len());
    Some(found)
}

fn bracketed_person(text: &str) -> Option<(&str, &str, usize)> {
    let open = text.find('(')?;
    let inner = text.get(open + 1..)?.strip_suffix(')')?;
    (!inner.contains('(')).then_some((text.get(..open)?, inner, open + 1))
}

fn dashed_person<'t>(text: &'t str, style: &HouseStyle) -> Option<(&'t str, &'t str, usize)> {
    let (at, dash) = dash(text)?;
    let office = text.get(..at)?.trim_end();
    let inner = text.get(at + dash..)?;
    let lead = inner.len() - inner.trim_start().len();
    let titles_only = style.names.titles.whole(office).is_some() && office.len() > 4;
    let known = titles_only
        || style.names.roles.whole(office).is_some()
        || style.names.posts.at_start(office).is_some();
    known.then_some((office, inner.trim_start(), at + dash + lead))
}

/// A dash with space on one side at least: where it stands, and how long it is.
fn dash(text: &str) -> Option<(usize, usize)> {
    let mut before = ' ';
    for (at, ch) in text.char_indices() {
        let after = text.get(at + ch.len_utf8()..).unwrap_or("");
        if "-–—".contains(ch) && (before.is_whitespace() || after.starts_with(char::is_whitespace)) {
            return Some((at, ch.len_utf8()));
        }
        before = ch;
    }
    None
}

struct Entry<'a> {
    text: &'a str,
    offset: usize,
    style: &'a HouseStyle,
    at: usize,
    out: Person,
}

impl<'a> Entry<'a> {
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
    fn titles(&mut self, shared: &mut Option<String>) {
        self.skip_space();
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
    fn office_before(&mut self) {
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
    fn name(&mut self) -> Option<()> {
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
        let initials_only = office_last
            || brief
            || !titled
                && name.chars().all(|c| !c.is_lowercase())
                && name.chars().filter(|c| c.is_alphabetic()).count() <= 4;
        if words == 0 || !has_surname || initials_only {
            return None;
        }
        (self.out.name, self.at) = (self.span(from, to), to);
        self.bracketed_initial(from, name);
        Some(())
    }

    /// "Collins (J)": the bracket tells two of one surname apart and stays in the name.
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
    fn details(&mut self) -> Option<()> {
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
        if self.style.names.substitutes.at_start(rest).is_some() {
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
        let bare = rest.strip_prefix("as ").or_else(|| rest.strip_prefix("representing ")).unwrap_or(rest);
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

    /// Sorts words in brackets or behind a dash: role, initials, substitute, else a post.
    fn told(&mut self, words: &str, span: Span) {
        let name =
            Span::new(self.out.name.start - self.offset, self.out.name.end - self.offset).of(self.text);
        if words.is_empty() {
        } else if self.style.names.roles.whole(words).is_some()
            || self.style.attendance.chair.whole(words).is_some()
        {
            self.out.role = self.out.role.or(Some(span));
        } else if self.style.names.honours.whole(words).is_some() {
            self.out.honours.push(span);
        } else if are_initials(words, name) {
            self.out.initials = Some(span);
        } else if self.style.names.substitutes.at_start(words).is_some() {
            self.out.substitute_for = Some(span);
        } else if self.out.position.is_none() {
            self.out.position = Some(span);
        }
    }
}

/// Whether the letters are the initials of the name: its capitals in order ("LMcW" of Lynda McWhirter).
pub(super) fn are_initials(letters: &str, name: &str) -> bool {
    let bare: String = letters.chars().filter(|c| c.is_alphabetic()).collect();
    let capitals = |s: &str| s.chars().filter(|c| c.is_uppercase()).collect::<String>();
    let (mine, theirs) = (capitals(&bare), capitals(name));
    (2..=6).contains(&bare.chars().count())
        && letters.chars().all(|c| c.is_alphabetic() || c == '.')
        && mine.chars().count() >= 2
        && (mine == theirs
            || (mine.chars().next() == theirs.chars().next()
                && mine.chars().next_back() == last_initial(name)))
}

fn last_initial(name: &str) -> Option<char> {
    name.split_whitespace().last()?.chars().next()
}

fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| c.is_whitespace() || "()[],;:".contains(c)).unwrap_or(text.len());
    text.get(..end).unwrap_or("").trim_end_matches(['–', '—', '*'])
}

fn starts_like_name(text: &str, style: &HouseStyle) -> bool {
    style.names.titles.at_start(text).is_some() || is_name_word(first_word(text), 0, false, style)
}

/// A capital first, letters throughout; a word of office is no name unless a title or an initial leads it.
fn is_name_word(word: &str, words_before: usize, titled: bool, style: &HouseStyle) -> bool {
    let shape = word.chars().all(|c| c.is_alphabetic() || "'’‘.-‐*".contains(c))
        && word.chars().any(char::is_alphabetic);
    let particle = words_before > 0 && PARTICLES.contains(&word.to_lowercase().as_str());
    let capital = word.trim_start_matches(['\'', '’', '‘']).starts_with(char::is_uppercase);
    let joined_dash = word.starts_with('-');
    let office = !titled
        && words_before == 0
        && (style.names.posts.whole(word).is_some() || style.names.roles.whole(word).is_some());
    let later_office = words_before > 1 && style.names.posts.whole(word).is_some();
    shape && (capital || particle) && !joined_dash && !office && !later_office
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house_style::Styles;

    fn read(text: &str) -> Option<(String, Option<String>, Option<String>, Option<String>)> {
        let styles = Styles::built_in().unwrap();
        let found = person(text, 0, styles.named("generic").unwrap(), &mut None)?;
        let words = |s: Option<Span>| s.map(|s| s.of(text).to_owned());
        Some((found.name.of(text).to_owned(), found.title, words(found.role), words(found.position)))
    }

    fn row(
        name: &str,
        title: &str,
        role: &str,
        post: &str,
    ) -> Option<(String, Option<String>, Option<String>, Option<String>)> {
        let some = |s: &str| (!s.is_empty()).then(|| s.to_owned());
        Some((name.to_owned(), some(title), some(role), some(post)))
    }

    #[test]
    fn persons_in_all_forms() {
        assert_eq!(read("Mr R W Thorn (Chairman)"), row("R W Thorn", "Mr", "Chairman", ""));
        assert_eq!(
            read("Dr A Vale (Director of Public Health)"),
            row("A Vale", "Dr", "", "Director of Public Health")
        );
        assert_eq!(read("Cllr. R. Crane – Chair (RC)"), row("R. Crane", "Cllr.", "Chair", ""));
        assert_eq!(read("Clerk J Fallow"), row("J Fallow", "", "Clerk", ""));
        assert_eq!(read("Town Manager Jon Easter"), row("Jon Easter", "", "", "Town Manager"));
        assert_eq!(
            read("Director, Regional Services (Ms. C. Curl)"),
            row("C. Curl", "Ms.", "", "Director, Regional Services")
        );
        assert_eq!(read("Borough Councillor - Mr. C Simms"), row("C Simms", "Mr.", "", "Borough Councillor"));
        assert_eq!(read("Councillor Gomez-Alder"), row("Gomez-Alder", "Councillor", "", ""));
        assert_eq!(read("Councillor Bains (Chair)"), row("Bains", "Councillor", "Chair", ""));
        assert_eq!(read("Councillors Bell"), row("Bell", "Councillor", "", ""));
        assert_eq!(read("Collins (J)"), row("Collins (J)", "", "", ""));
        assert_eq!(read("Lynda McWhirter (LMcW)"), row("Lynda McWhirter", "", "", ""));
        assert_eq!(read("Jim Fuller (SBC)"), row("Jim Fuller", "", "", "SBC"));
    }

    #[test]
    fn what_is_no_person() {
        assert_eq!(read("the meeting was preceded by a talk"), None);
        assert_eq!(read("RB"), None);
        assert_eq!(read("Two members of the public were there"), None);
    }
}
