//! Names of persons as they are printed: given a text that may begin with one, gives its parts and where it ends. A name is
//! a shape (titles, initials, words with capitals); which words are titles and which are no part of a name is for the
//! house style. Knows nothing of who bears it.

use crate::house_style::HouseStyle;

/// A name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Name {
    /// Bytes of the text that it takes up, titles included.
    pub end: usize,
    /// Where the name begins behind its titles.
    pub bare: usize,
    /// `Mr`, or `Mr and Mrs`.
    pub title: Option<String>,
    /// Initials and forenames, small, without stops.
    pub given: Vec<String>,
    /// What stands behind them, as printed; several where it is not certain which is the surname.
    pub words: Vec<String>,
    /// It names two persons, of whom only one has a forename.
    pub joint: bool,
}

impl Name {
    /// Whether it says more than a single word does: it has a title, an initial or two words.
    pub fn is_full(&self) -> bool {
        self.title.is_some() || !self.given.is_empty() || self.words.len() > 1
    }

    /// Whether it is a person's by its form: it has a title or an initial, or begins with a forename.
    pub fn is_persons(&self, style: &HouseStyle) -> bool {
        let forename = self.words.first().is_some_and(|word| style.privacy.forenames.whole(word).is_some());
        self.title.is_some() || !self.given.is_empty() || (forename && self.words.len() > 1)
    }

    /// The last word: most often the surname.
    pub fn surname(&self) -> &str {
        self.words.last().map_or("", String::as_str)
    }
}

/// Words of a name behind its title or initials.
const TITLED_WORDS: usize = 2;
/// Words of a name that has neither.
const BARE_WORDS: usize = 3;
/// Initials of one person.
const INITIALS: usize = 4;

/// The name with which the text begins.
pub(super) fn name_at(text: &str, style: &HouseStyle) -> Option<Name> {
    let mut name = Name::default();
    let mut at = titles(text, style, &mut name);
    name.bare = at;
    at = initials(text, at, &mut name);
    if !name.given.is_empty() || name.joint {
        at = second_initials(text, at, style, &mut name);
    }
    words(text, at, style, &mut name);
    (!name.words.is_empty()).then_some(name)
}

/// "Mr", "Mr and Mrs", "Mr & Mrs."; gives where they end.
fn titles(text: &str, style: &HouseStyle, name: &mut Name) -> usize {
    let Some(end) = title_at(text, style) else { return 0 };
    let mut end = end;
    if let Some(joiner) = style.privacy.joiners.at_start(text.get(end..).unwrap_or("").trim_start()) {
        let gap = blanks(text, end);
        let second = end + gap + joiner.end;
        let begin = second + blanks(text, second);
        if let Some(more) = text.get(begin..).and_then(|rest| title_at(rest, style)) {
            end = begin + more;
            name.joint = true;
        }
    }
    name.title = text.get(..end).map(str::to_owned);
    end + blanks(text, end)
}

/// A title with its stop and a blank behind it.
fn title_at(text: &str, style: &HouseStyle) -> Option<usize> {
    let met = style.privacy.titles.at_start(text)?;
    text.starts_with(char::is_uppercase).then_some(())?;
    let behind = text.get(met.end..)?;
    let end = if behind.starts_with('.') { met.end + 1 } else { met.end };
    text.get(end..)?.starts_with([' ', '.']).then_some(end)
}

fn blanks(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    rest.len() - rest.trim_start_matches([' ', '\n', '\t']).len()
}

/// "J ", "J. R. ", "JR ": gives where they end, and no more where no word follows.
fn initials(text: &str, from: usize, name: &mut Name) -> usize {
    let mut at = from;
    while name.given.len() < INITIALS {
        let rest = text.get(at..).unwrap_or("");
        let letters: usize = rest.chars().take_while(|c| c.is_uppercase()).map(char::len_utf8).sum();
        let behind = rest.get(letters..).unwrap_or("");
        let is_one = letters > 0 && rest.chars().next().is_some_and(|c| c.len_utf8() == letters);
        // "JR Hale"; "MR" is no pair of initials but where a title stands before it.
        let are_two = name.title.is_some() && matches!(letters, 2 | 3) && behind.starts_with(' ');
        let ends = behind.starts_with('.') || behind.starts_with(' ');
        if !(ends && (is_one || are_two)) {
            break;
        }
        name.given.extend(rest.get(..letters).unwrap_or("").chars().map(|c| c.to_lowercase().to_string()));
        let stop = usize::from(behind.starts_with('.'));
        at += letters + stop;
        at += blanks(text, at);
    }
    at
}

/// "J and M Hale", "H R & E M Hale": two persons of one surname.
fn second_initials(text: &str, at: usize, style: &HouseStyle, name: &mut Name) -> usize {
    let Some(joiner) = style.privacy.joiners.at_start(text.get(at..).unwrap_or("")) else { return at };
    let next = at + joiner.end + blanks(text, at + joiner.end);
    let mut second = Name { title: name.title.clone(), ..Name::default() };
    let end = initials(text, next, &mut second);
    let goes_on = word_at(text.get(end..).unwrap_or("")).is_some();
    if !goes_on || (second.given.is_empty() && !name.joint) {
        return at;
    }
    name.joint = true;
    name.given.extend(second.given);
    end
}

/// The words with capitals.
fn words(text: &str, from: usize, style: &HouseStyle, name: &mut Name) {
    let titled = name.title.is_some();
    let most = match (name.given.is_empty(), titled) {
        (false, _) => 1,
        (true, true) => TITLED_WORDS,
        (true, false) => BARE_WORDS,
    };
    let mut at = from;
    while name.words.len() < most {
        let rest = text.get(at..).unwrap_or("");
        let particle = particle_at(rest, style);
        let Some(word) = word_at(rest.get(particle..).unwrap_or("")) else { break };
        let first = name.words.is_empty();
        if !may_be(word.text, first && titled, style) {
            break;
        }
        let end = at + particle + word.text.len();
        name.words.push(text.get(at..end).unwrap_or("").to_owned());
        name.end = end;
        if word.last || !text.get(end..).unwrap_or("").starts_with([' ', '\n']) {
            break;
        }
        at = end + blanks(text, end);
    }
}

/// "de ", "van der ": bytes of small words within a surname.
fn particle_at(text: &str, style: &HouseStyle) -> usize {
    let mut at = 0;
    while let Some(met) = style.names.particles.at_start(text.get(at..).unwrap_or("")) {
        let next = at + met.end + blanks(text, at + met.end);
        let small = text.get(at..).is_some_and(|rest| rest.starts_with(char::is_lowercase));
        if !small || next == at + met.end {
            break;
        }
        at = next;
    }
    at
}

/// A word with a capital.
struct Word<'t> {
    text: &'t str,
    /// No further word of the name follows: "Hale's".
    last: bool,
}

fn word_at(text: &str) -> Option<Word<'_>> {
    let end = text
        .char_indices()
        .find(|(_, c)| !(c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '‑')))
        .map_or(text.len(), |(at, _)| at);
    let word = text.get(..end)?.trim_end_matches(['\'', '’', '-']);
    let mut chars = word.chars();
    let capital = chars.next()?.is_uppercase();
    (capital && chars.next().is_some()).then_some(())?;
    let owner = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s"));
    Some(Word { text: owner.unwrap_or(word), last: owner.is_some() || word.len() < end })
}

/// Whether the word may be one of a name.
fn may_be(word: &str, behind_title: bool, style: &HouseStyle) -> bool {
    let is = |set: &crate::house_style::phrases::PhraseSet| set.whole(word).is_some();
    if behind_title && is(&style.meeting.months) {
        // Mrs May.
        return true;
    }
    let office = is(&style.names.roles) || is(&style.names.member_roles) || is(&style.names.posts);
    !(office || is(&style.privacy.not_names) || is(&style.privacy.titles) || is(&style.privacy.persons))
}

/// Every name with a title in the text: where it begins, and the name.
pub(super) fn titled<'t>(text: &'t str, style: &'t HouseStyle) -> impl Iterator<Item = (usize, Name)> + 't {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let met = style.privacy.titles.find_from(text, from)?;
            let name = text.get(met.start..).and_then(|rest| name_at(rest, style));
            match name.filter(|name| name.title.is_some()) {
                Some(name) => {
                    from = met.start + name.end;
                    return Some((met.start, name));
                }
                None => from = met.end,
            }
        }
    })
}
