//! One line about an officer: given its words, gives what is name, what is post, and the address and number in it. Marks
//! part name and post ("Ann Lee, Director of Quays"); else the local part of an address says which words are the name, or
//! the words with which posts begin. Knows nothing of other lines.

use crate::house_style::HouseStyle;
use crate::model::span::Span;
use crate::parse::reader::Reader;

/// A telephone number has at least this many figures.
const FIGURES: usize = 9;
/// A name has up to so many words …
const NAME_WORDS: usize = 4;
/// … and two at least where no title stands before it.
const LEAST_WORDS: usize = 2;

/// What the words of a line are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Words {
    /// A name; whether a title or an address bears it out.
    Name(Span, bool),
    /// A name and the post behind it, and how they were told apart.
    NamePost(Span, Span, &'static str),
    /// A post and the name behind it.
    PostName(Span, Span),
    /// A post, or more of one.
    Post(Span),
}

/// Reads lines; `locals` are the letters of the local parts of the addresses about.
pub(super) struct Lines<'r, 't> {
    pub style: &'r HouseStyle,
    pub reader: &'r Reader<'t>,
    pub locals: Vec<String>,
}

impl Lines<'_, '_> {
    /// What the words are.
    pub fn read(&self, span: Span) -> Words {
        let span = self.bare(span);
        if let Some(name) = self.name(span) {
            return Words::Name(name, name != span || self.spelt(self.text(name)));
        }
        self.by_marks(span)
            .or_else(|| self.by_address(span))
            .or_else(|| self.by_post(span))
            .unwrap_or(Words::Post(span))
    }

    fn text(&self, span: Span) -> &str {
        self.reader.text(span)
    }

    /// Without marks at its ends.
    fn bare(&self, span: Span) -> Span {
        let text = self.text(span);
        let loose = |c: char| c.is_whitespace() || ",;:-–|•".contains(c);
        let start = span.start + text.len() - text.trim_start_matches(loose).len();
        Span::new(start, start + text.trim_matches(loose).len())
    }

    /// The name that the words are, without a title before it.
    fn name(&self, span: Span) -> Option<Span> {
        let text = self.text(span);
        let titled = self.style.names.titles.at_start(text).map(|met| met.end);
        let titled =
            titled.filter(|end| text.get(*end..).is_some_and(|t| t.starts_with(char::is_whitespace)));
        let behind = titled.map(|end| self.bare(Span::new(span.start + end, span.end)));
        let named = behind.filter(|rest| self.is_name(self.text(*rest), 1));
        named.or_else(|| Some(span).filter(|s| self.is_name(self.text(*s), LEAST_WORDS)))
    }

    /// Words with capitals, none of them of a post: "Ann Lee", "Aled ap Rhys".
    fn is_name(&self, text: &str, least: usize) -> bool {
        let words: Vec<&str> = text.split_whitespace().collect();
        let particle = |w: &str| self.style.names.particles.whole(w).is_some();
        let capital = |w: &str| w.starts_with(char::is_uppercase) && w.chars().all(in_name);
        let (first, last) = (words.first(), words.last());
        let shaped = words.iter().all(|w| capital(w) || particle(w))
            && [first, last].into_iter().flatten().all(|w| capital(w));
        (least..=NAME_WORDS).contains(&words.len()) && shaped && (self.spelt(text) || !self.is_post(text))
    }

    /// Some word is one of posts or offices.
    pub fn is_post(&self, text: &str) -> bool {
        let names = &self.style.names;
        names.posts.is_in(text) || names.roles.is_in(text) || names.post_openings.is_in(text)
    }

    /// The words spell the local part of an address: "ann.lee", "alee".
    fn spelt(&self, text: &str) -> bool {
        let whole = letters(text);
        let initial = || {
            let first = text.chars().find(|c| c.is_alphabetic()).map(|c| letters(c.encode_utf8(&mut [0; 4])));
            first.zip(text.split_whitespace().last()).map(|(first, last)| first + &letters(last))
        };
        self.locals.iter().any(|local| *local == whole || initial().is_some_and(|short| *local == short))
    }

    /// "Ann Lee, Director of Quays", "Ann Lee – Director", "Ann Lee (Director)", "Director of Quays, Ann Lee".
    fn by_marks(&self, span: Span) -> Option<Words> {
        let text = self.text(span);
        let mut cuts: Vec<(usize, usize)> =
            text.match_indices([',', '(', '–', '—']).map(|(at, m)| (at, at + m.len())).collect();
        cuts.extend(text.match_indices(" - ").map(|(at, m)| (at, at + m.len())));
        cuts.sort_unstable();
        let sides = |(from, to): &(usize, usize)| {
            let before = self.bare(Span::new(span.start, span.start + from));
            (before, self.closed(Span::new(span.start + to, span.end)))
        };
        let first = cuts.first().map(sides).filter(|(_, post)| !post.is_empty());
        let name_first =
            first.and_then(|(name, post)| Some(Words::NamePost(self.name(name)?, post, "stated")));
        let last = || {
            let (post, name) = cuts.last().map(sides)?;
            let is_post = self.is_post(self.text(post));
            self.name(name).filter(|_| is_post).map(|name| Words::PostName(post, name))
        };
        name_first.or_else(last)
    }

    /// "Quays and Weirs – Councillor Lee": the words before the last mark, and the name behind it where a title leads it.
    pub fn titled_last(&self, span: Span) -> Option<(Span, Span)> {
        let text = self.text(span);
        let (at, mark) = text.match_indices([',', '(', '–', '-', '—', '\t']).next_back()?;
        let words = self.closed(Span::new(span.start + at + mark.len(), span.end));
        let name = self.name(words).filter(|name| name.start > words.start)?;
        Some((self.bare(Span::new(span.start, span.start + at)), name))
    }

    /// Without marks at its ends, and without a bracket that is not opened in it.
    fn closed(&self, span: Span) -> Span {
        let span = self.bare(span);
        let text = self.text(span);
        let whole = !text.ends_with(')') || text.contains('(');
        if whole { span } else { self.bare(Span::new(span.start, span.end - 1)) }
    }

    /// The first words spell the local part of an address: "Ann Lee Director of Quays" beside ann.lee@….
    fn by_address(&self, span: Span) -> Option<Words> {
        let text = self.text(span);
        let ends = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
        let mut heads = ends.map(|at| self.bare(Span::new(span.start, span.start + at)));
        let name = heads.find(|s| !s.is_empty() && self.spelt(self.text(*s)))?;
        let post = self.bare(Span::new(name.end, span.end));
        (!post.is_empty()).then_some(Words::NamePost(self.name(name).unwrap_or(name), post, "derived"))
    }

    /// Two words before words with which a post begins: "Ann Lee Director of Quays", "Cllr Ann Lee Leader of the Council".
    fn by_post(&self, span: Span) -> Option<Words> {
        let text = self.text(span);
        let openings = &self.style.names.post_openings;
        let starts = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, c)| at + c.len_utf8());
        let mut starts = starts.filter(|at| text.get(*at..).is_some_and(|t| openings.at_start(t).is_some()));
        let at = starts.next()?;
        let name = self.name(self.bare(Span::new(span.start, span.start + at)))?;
        let exact = self.text(name).split_whitespace().count() == LEAST_WORDS;
        exact.then(|| Words::NamePost(name, self.bare(Span::new(span.start + at, span.end)), "derived"))
    }

    /// The address in the words.
    pub fn email(&self, span: Span) -> Option<Span> {
        let text = self.text(span);
        let at = text.find('@')?;
        let in_address = |c: char| c.is_alphanumeric() || "._-+'’".contains(c);
        let local = text.get(..at)?.trim_end_matches(in_address).len();
        let host = text.get(at + 1..)?;
        let end = host.find(|c| !in_address(c)).unwrap_or(host.len());
        let host = host.get(..end)?.trim_end_matches(|c: char| !c.is_alphanumeric());
        let found = Span::new(span.start + local, span.start + at + 1 + host.len());
        (local < at && host.contains('.')).then_some(found)
    }

    /// The telephone number in the words: a run of figures and blanks with enough figures.
    pub fn phone(&self, span: Span) -> Option<Span> {
        let text = self.text(span);
        let mut from = 0;
        for run in text.split(|c: char| !(c.is_ascii_digit() || " ()+".contains(c))) {
            if run.chars().filter(char::is_ascii_digit).count() >= FIGURES {
                let lead = run.len() - run.trim_start().len();
                let start = span.start + from + lead;
                return Some(Span::new(start, start + run.trim().len()));
            }
            // What parts two runs is one character.
            let after = text.get(from + run.len()..).and_then(|t| t.chars().next());
            from += run.len() + after.map_or(0, char::len_utf8);
        }
        None
    }

    /// What stands before address and number, without the words that lead to them: "Ann Lee Tel:".
    pub fn before_contacts(&self, span: Span) -> Span {
        let first = [self.email(span), self.phone(span)].into_iter().flatten().map(|s| s.start).min();
        let Some(end) = first else { return self.bare(span) };
        let mut rest = self.bare(Span::new(span.start, end.max(span.start)));
        while let Some(shorter) = self.without_lead(rest) {
            rest = shorter;
        }
        rest
    }

    /// Without a label for address or number at the end.
    fn without_lead(&self, span: Span) -> Option<Span> {
        let text = self.text(span);
        let starts = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, c)| at + c.len_utf8());
        let key = |at: usize| self.style.reports.labels.whole(text.get(at..)?).map(|met| met.value);
        let at = std::iter::once(0)
            .chain(starts)
            .find(|at| matches!(key(*at), Some("contact_phone" | "contact_email")))?;
        Some(self.bare(Span::new(span.start, span.start + at)))
    }
}

/// A character of a name.
fn in_name(c: char) -> bool {
    c.is_alphabetic() || "'’-.".contains(c)
}

/// The letters of a text in lower case.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house_style::Styles;
    use crate::parse::report::sample;

    fn read(text: &str, local: &str) -> String {
        let styles = Styles::built_in().expect("styles");
        let style = styles.named("generic").expect("generic");
        let transcript = sample::transcript(&[sample::Text::words(text)]);
        let reader = Reader::new(&transcript);
        let lines = Lines { style, reader: &reader, locals: vec![local.to_owned()] };
        match lines.read(lines.before_contacts(Span::new(0, text.len()))) {
            Words::Name(name, _) => format!("{} |", reader.text(name)),
            Words::NamePost(name, post, _) | Words::PostName(post, name) => {
                format!("{} | {}", reader.text(name), reader.text(post))
            }
            Words::Post(post) => format!("| {}", reader.text(post)),
        }
    }

    #[test]
    fn marks_addresses_and_posts_tell_the_name() {
        assert_eq!(read("Councillor Ann Lee", ""), "Ann Lee |");
        assert_eq!(read("Ann Lee, Director of Quays", ""), "Ann Lee | Director of Quays");
        assert_eq!(read("Ann Lee (Chair)", ""), "Ann Lee | Chair");
        assert_eq!(read("Head of Quays and Weirs, Ann Lee", ""), "Ann Lee | Head of Quays and Weirs");
        assert_eq!(read("Ann Lee Quay Warden", "annlee"), "Ann Lee | Quay Warden");
        assert_eq!(read("Ann Lee Head of Quays", ""), "Ann Lee | Head of Quays");
        assert_eq!(read("Director of Quays", ""), "| Director of Quays");
        assert_eq!(read("Ann Lee Tel: 01632 960123", ""), "Ann Lee |");
    }

    #[test]
    fn a_surname_that_is_a_post_needs_an_address() {
        assert_eq!(read("Cate Warden", ""), "| Cate Warden");
        assert_eq!(read("Cate Warden", "cwarden"), "Cate Warden |");
    }

    #[test]
    fn addresses_and_numbers_are_found_in_a_line() {
        let styles = Styles::built_in().expect("styles");
        let style = styles.named("generic").expect("generic");
        let text = "Tel 01632 960 123 e-mail:ann@quay.example,";
        let transcript = sample::transcript(&[sample::Text::words(text)]);
        let reader = Reader::new(&transcript);
        let lines = Lines { style, reader: &reader, locals: Vec::new() };
        let whole = Span::new(0, text.len());
        let said = |span: Option<Span>| span.map(|s| reader.text(s).to_owned());
        assert_eq!(said(lines.email(whole)).as_deref(), Some("ann@quay.example"));
        assert_eq!(said(lines.phone(whole)).as_deref(), Some("01632 960 123"));
    }
}
