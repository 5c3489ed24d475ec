//! One person: given the words of one entry of a list, gives title, name, honours, role, post and initials, or nothing if the words are no
//! person. A wrong name is worse than none: every word of a name must look like one.

use super::entry::Entry;
use crate::house_style::HouseStyle;
use crate::model::span::Span;

/// Figures that stand for O, l, S, b and B in a page read from its image …
const FIGURES: [char; 5] = ['0', '1', '5', '6', '8'];

/// … and the small letters that a word with one of them needs to be a name: "5th" is none.
const FEWEST_SMALL: usize = 3;

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
    /// Words behind the name say that the person is not there.
    pub away: bool,
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
    let mut entry = Entry::new(text, offset, style);
    entry.titles(shared);
    if entry.out.title.is_none() {
        entry.office_before();
    }
    if entry.out.title.is_none() {
        entry.titles(&mut None);
    }
    entry.listed = shared.is_some();
    entry.name()?;
    entry.details()?;
    entry.share_title(shared.as_deref());
    entry.out.span = Span::new(offset, offset + text.len());
    Some(entry.out)
}

/// The name (without title) of a person with whom the text begins, whatever follows.
pub(super) fn leading_person(text: &str, style: &HouseStyle) -> Option<Span> {
    let mut entry = Entry::new(text, 0, style);
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
    let bare = without_article(office_words, style);
    let is_office = style.names.posts.is_in(bare)
        || style.names.roles.is_in(bare)
        || style.names.titles.whole(bare).is_some();
    let words = inner.split_whitespace();
    let named = style.names.titles.at_start(inner).is_some()
        || words.clone().count() > 1
            && words.clone().all(|w| w.starts_with(char::is_uppercase))
            && inner.chars().any(char::is_lowercase)
            && !style.names.posts.is_in(inner);
    if !is_office || !named && bracketed_person(text).is_some() {
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

/// "The | Mayor": the words behind an article.
pub(super) fn without_article<'t>(text: &'t str, style: &HouseStyle) -> &'t str {
    let behind = style.names.articles.at_start(text).and_then(|met| text.get(met.end..));
    behind.filter(|rest| rest.starts_with(char::is_whitespace)).map_or(text, str::trim_start)
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
        || style.names.roles.is_in(office) && style.names.titles.at_start(office).is_none()
        || style.names.posts.is_in(office);
    known.then_some((office, inner.trim_start(), at + dash + lead))
}

/// A dash with space on one side at least: where it stands, and how long it is.
fn dash(text: &str) -> Option<(usize, usize)> {
    let mut before = ' ';
    for (at, ch) in text.char_indices() {
        let after = || text.get(at + ch.len_utf8()..).unwrap_or("");
        if matches!(ch, '-' | '–' | '—')
            && (before.is_whitespace() || after().starts_with(char::is_whitespace))
        {
            return Some((at, ch.len_utf8()));
        }
        before = ch;
    }
    None
}

/// Whether the letters are the initials of the name: its capitals in order ("LMcK" of Lynda McKerrow).
pub(super) fn are_initials(letters: &str, name: &str) -> bool {
    let bare: String = letters.chars().filter(|c| c.is_alphabetic()).collect();
    let capitals = |s: &str| s.chars().filter(|c| c.is_uppercase()).collect::<String>();
    let (mine, theirs) = (capitals(&bare), capitals(name));
    (2..=6).contains(&bare.chars().count())
        && letters.chars().all(|c| c.is_alphabetic() || c == '.')
        && mine.chars().count() >= 2
        && (mine == theirs
            || are_letters_of(&bare, &mine, name)
            || (mine.chars().next() == theirs.chars().next()
                && mine.chars().next_back() == last_initial(name)))
}

/// "FMK" of Fiona Mackellar: letters of the name in their order, the first of its first and its last word among them.
fn are_letters_of(letters: &str, capitals: &str, name: &str) -> bool {
    let mut left = name.chars().flat_map(char::to_lowercase);
    let in_order = letters.chars().flat_map(char::to_lowercase).all(|own| left.any(|c| c == own));
    let surname = last_initial(name).filter(|c| c.is_uppercase());
    let first = name.chars().next();
    in_order
        && letters.chars().next() == first
        && surname.is_some_and(|c| capitals.chars().skip(1).any(|own| own == c))
}

fn last_initial(name: &str) -> Option<char> {
    name.split_whitespace().last()?.chars().next()
}

pub(super) fn first_word(text: &str) -> &str {
    let ends = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | ',' | ';' | ':');
    let end = text.find(ends).unwrap_or(text.len());
    text.get(..end).unwrap_or("").trim_end_matches(['–', '—', '*'])
}

pub(super) fn starts_like_name(text: &str, style: &HouseStyle) -> bool {
    style.names.titles.at_start(text).is_some() || is_name_word(first_word(text), 0, false, style)
}

/// A capital first, letters throughout; a word of office is no name unless a title or an initial leads it.
pub(super) fn is_name_word(word: &str, words_before: usize, titled: bool, style: &HouseStyle) -> bool {
    let misread = style.scanned && is_misread_name(word);
    let shape = misread || word.chars().all(|c| c.is_alphabetic() || "'’‘.-‐*".contains(c));
    let shape = shape && word.chars().any(char::is_alphabetic);
    let particle = (words_before > 0 || word.len() > 1)
        && style.names.particles.at_start(word).is_some_and(|m| m.end == word.len());
    let article = words_before == 0 && style.names.articles.whole(word).is_some() && word.len() > 1;
    let capital = misread || word.trim_start_matches(['\'', '’', '‘']).starts_with(char::is_uppercase);
    let joined_dash = word.starts_with('-');
    let office = !titled
        && words_before == 0
        && (style.names.posts.whole(word).is_some() || style.names.roles.whole(word).is_some());
    let in_words = !titled && words_before == 0 && style.items.words.whole(word).is_some();
    let later_office = words_before > 1 && style.names.posts.whole(word).is_some();
    shape
        && !article
        && !in_words
        && !is_mixed_letters(word)
        && (capital || particle)
        && !joined_dash
        && !office
        && !later_office
}

/// "J0nes", "Wa1ker", "8ell": one figure that an engine takes for a letter, in a word written like a name. It stays so.
fn is_misread_name(word: &str) -> bool {
    let mut chars = word.chars();
    let first = chars.next().is_some_and(|c| c.is_uppercase() || FIGURES.contains(&c));
    let figures = word.chars().filter(|c| FIGURES.contains(c)).count();
    let small = chars.filter(|c| c.is_lowercase()).count();
    first
        && figures == 1
        && small + 2 >= word.chars().count()
        && small >= FEWEST_SMALL
        && word.chars().all(|c| c.is_alphabetic() || FIGURES.contains(&c))
}

/// "DoS": letters of an office, not a name.
fn is_mixed_letters(word: &str) -> bool {
    let letters = word.chars().count();
    (3..=4).contains(&letters)
        && word.starts_with(char::is_uppercase)
        && word.ends_with(char::is_uppercase)
        && word.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house_style::Styles;

    type Row = (String, Option<String>, Option<String>, Option<String>);

    fn read(text: &str) -> Option<Row> {
        let styles = Styles::built_in().unwrap();
        let found = person(text, 0, styles.named("generic").unwrap(), &mut None)?;
        let words = |s: Option<Span>| s.map(|s| s.of(text).to_owned());
        Some((found.name.of(text).to_owned(), found.title, words(found.role), words(found.position)))
    }

    fn row(name: &str, title: &str, role: &str, post: &str) -> Option<Row> {
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
        assert_eq!(read("Corlin (J)"), row("Corlin (J)", "", "", ""));
        assert_eq!(read("Lynda McKerrow (LMcK)"), row("Lynda McKerrow", "", "", ""));
        assert_eq!(read("Jim Fuller (SBC)"), row("Jim Fuller", "", "", "SBC"));
    }

    #[test]
    fn a_figure_in_a_name_is_a_misread_letter_in_a_scan_alone() {
        let styles = Styles::built_in().unwrap();
        let printed = styles.named("generic").unwrap();
        let mut scanned = printed.clone();
        scanned.scanned = true;
        let name = |text: &str, style: &HouseStyle| {
            Some(person(text, 0, style, &mut None)?.name.of(text).to_owned())
        };
        for text in ["J0nes", "Wa1ker", "8ell", "A P 5mith"] {
            assert_eq!(name(&format!("Cllr {text}"), &scanned).as_deref(), Some(text));
            assert_eq!(name(&format!("Cllr {text}"), printed), None);
        }
        for text in ["Cllr 5th", "Cllr B12a", "Cllr 2019", "1st", "Cllr 1"] {
            assert_eq!(name(text, &scanned), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_person() {
        assert_eq!(read("the meeting was preceded by a talk"), None);
        assert_eq!(read("RB"), None);
        assert_eq!(read("Two members of the public were there"), None);
    }
}
