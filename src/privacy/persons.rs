//! Private persons: given texts and the officials, gives the names of those whom the words beside them call applicant,
//! petitioner and the like, who live at an address that stands beside them, or who speak where the public does; then every
//! form of these names. Other names with a title are given as doubtful, unless a post stands beside them.

use super::addresses::Home;
use super::names::{Name, name_at, titled};
use super::{Finding, Officials, Passage, Sort};
use crate::house_style::HouseStyle;
use crate::house_style::phrases::PhraseSet;
use crate::model::record::{AttendanceRecord, Record};

/// What is looked at for one document.
struct Look<'l> {
    style: &'l HouseStyle,
    officials: Officials,
    found: Vec<Finding>,
}

/// Words of a company's name behind what looks like a person's.
const COMPANY: usize = 3;
/// A post stands so many bytes behind a name at the most.
const POST: usize = 70;

pub(super) fn find(
    passages: &[Passage<'_>],
    homes: &[Vec<Home>],
    record: &Record,
    officials: &Officials,
    style: &HouseStyle,
    found: &mut Vec<Finding>,
) {
    let mut look = Look { style, officials: officials.clone(), found: Vec::new() };
    for passage in passages.iter().filter(|p| !is_whole(&style.privacy.items, p.under)) {
        look.posts(passage.text);
    }
    for attendee in record.attendance.iter().filter(|a| is_private(a, style)) {
        look.whole(&attendee.name, "stands under a label for the public");
    }
    for (passage, homes) in passages.iter().zip(homes) {
        look.labelled(passage);
        look.beside_homes(passage.text, homes);
        look.speakers(passage);
    }
    passages.iter().for_each(|passage| look.doubtful(passage.text));
    found.append(&mut look.found);
}

/// Whether an attendee stands under a label for the public and bears neither office nor the title of a member.
pub fn is_private(attendee: &AttendanceRecord, style: &HouseStyle) -> bool {
    let label = attendee.label_raw.as_deref().unwrap_or("");
    let courtesy = attendee.title.as_deref().is_none_or(|title| style.privacy.titles.whole(title).is_some());
    let office = attendee.role.is_some() || attendee.position.is_some();
    is_whole(&style.privacy.attending, label) && courtesy && !office
}

fn is_whole(set: &PhraseSet, text: &str) -> bool {
    !text.is_empty() && set.whole(text).is_some()
}

impl Look<'_> {
    /// Notes persons behind whose name a post stands: "Mr Hale (Head of Finance)", "Mrs Dale, the Clerk".
    fn posts(&mut self, text: &str) {
        let style = self.style;
        for (at, name) in titled(text, style) {
            if has_post(text.get(at + name.end..).unwrap_or(""), style) {
                self.officials.add_name(&name);
            }
        }
        let mut from = 0;
        while let Some(met) = style.names.posts.find_from(text, from) {
            from = met.end;
            if let Some((_, name)) = before_post(text, met.start, style) {
                self.officials.add_name(&name);
            }
        }
    }

    /// Names beside words for private persons, and behind those that say from whom something comes.
    fn labelled(&mut self, passage: &Passage<'_>) {
        let style = self.style;
        if is_whole(&style.privacy.persons, passage.under) {
            self.list(passage.text, 0, "stands under a label for a private person", |_| true);
        }
        for (set, rule, any) in [
            (&style.privacy.persons, "stands behind a word for a private person", true),
            (&style.privacy.sources, "stands behind the words for from whom it comes", false),
            (&style.privacy.letters, "stands behind the words for who wrote", false),
        ] {
            let mut from = 0;
            while let Some(met) = set.find_from(passage.text, from) {
                from = met.end;
                let letters = std::ptr::eq(set, &style.privacy.letters);
                let fits = |name: &Name| match (any, letters) {
                    (true, _) => name.is_full(),
                    (_, true) => name.title.is_some() || !name.given.is_empty(),
                    _ => name.is_persons(style),
                };
                self.list(passage.text, met.end, rule, fits);
                if any {
                    self.before(passage.text, met.start);
                }
            }
        }
    }

    /// The names that follow each other from there: "Mr Hale, Mrs Dale and J Vale".
    fn list(&mut self, text: &str, from: usize, rule: &'static str, fits: impl Fn(&Name) -> bool) {
        let style = self.style;
        let gap = gap(text.get(from..).unwrap_or(""), style);
        let parted = text.get(from..from + gap).is_some_and(|gap| gap.starts_with(','));
        let mut at = from + gap;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let Some(name) = name_at(rest, style).filter(&fits) else { return };
            if is_company(rest, &name, style) {
                return;
            }
            let behind = rest.get(name.end..).unwrap_or("");
            // "to the applicant, Mrs Hale noted" begins another clause.
            if parted && behind.starts_with(' ') && next_in_list(behind, style).is_none() {
                return;
            }
            self.person(rest, &name, rule);
            let Some(next) = next_in_list(behind, style) else { return };
            at += name.end + next;
        }
    }

    /// "Mrs Hale, the applicant", "Mr Dale (objector)".
    fn before(&mut self, text: &str, label: usize) {
        let style = self.style;
        let ahead = text.get(..label).unwrap_or("");
        let bare = ahead.trim_end();
        let word = bare.rsplit([' ', ',', '(']).next().unwrap_or("");
        let bare = if is_whole(&style.privacy.between, word) {
            bare.get(..bare.len() - word.len()).unwrap_or("").trim_end()
        } else {
            bare
        };
        let Some(names) = bare.strip_suffix([',', '(', '–', '-']).map(str::trim_end) else { return };
        // A dash stands behind many a thing that is no person.
        let dash = bare.ends_with(['–', '-']);
        if let Some((at, name)) = last_name(names, style)
            && (name.is_persons(style) || !dash)
            && !is_company(names.get(at..).unwrap_or(""), &name, style)
        {
            self.person(names.get(at..).unwrap_or(""), &name, "a word for a private person stands behind it");
        }
    }

    /// Names right before or behind an address.
    fn beside_homes(&mut self, text: &str, homes: &[Home]) {
        let style = self.style;
        for home in homes {
            let behind = text.get(home.span.end..).unwrap_or("");
            let next = behind.trim_start_matches([' ', ',', '–', '-', ':']);
            if behind.len() - next.len() <= 3
                && let Some(name) = name_at(next, style).filter(|name| name.is_persons(style))
                && !is_company(next, &name, style)
            {
                self.person(next, &name, "stands beside an address");
            }
            let ahead = text.get(..home.span.start).unwrap_or("").trim_end();
            let word = ahead.rsplit(' ').next().unwrap_or("");
            let of = is_whole(&style.privacy.living, word);
            let ahead = if of { ahead.get(..ahead.len() - word.len()).unwrap_or("") } else { ahead };
            let ahead = ahead.trim_end_matches([',', ' ', '(']);
            if let Some((at, name)) = last_name(ahead, style).filter(|(_, name)| name.is_persons(style)) {
                self.person(ahead.get(at..).unwrap_or(""), &name, "stands beside an address");
            }
        }
    }

    /// Whoever speaks under a heading for the public.
    fn speakers(&mut self, passage: &Passage<'_>) {
        let style = self.style;
        if passage.under.is_empty() || !style.privacy.items.is_in(passage.under) {
            return;
        }
        let text = passage.text;
        for (at, name) in titled(text, style) {
            self.person(text.get(at..).unwrap_or(""), &name, "is named where the public speaks");
        }
        for at in sentences(text) {
            let rest = text.get(at..).unwrap_or("");
            let Some(name) = name_at(rest, style).filter(|name| name.title.is_none() && name.is_full())
            else {
                continue;
            };
            let behind = rest.get(name.end..).unwrap_or("").trim_start_matches([' ', ',', ':', '-', '–']);
            let speaks = style.privacy.speaks.at_start(behind).is_some();
            if (speaks || name.is_persons(style))
                && !is_company(rest, &name, style)
                && !member(text, at, style)
            {
                self.person(rest, &name, "is named where the public speaks");
            }
        }
    }

    /// Names with a title that are no official's.
    fn doubtful(&mut self, text: &str) {
        let style = self.style;
        for (at, name) in titled(text, style) {
            if name.joint {
                self.person(text.get(at..).unwrap_or(""), &name, "a couple, which holds no office");
            }
            if name.joint || self.officials.may_hold_anywhere(&name, style) {
                continue;
            }
            let words = text.get(at..at + name.end).unwrap_or("").to_owned();
            let rule = "bears a title, and is not known for an office";
            self.found.push(Finding { words, sort: Sort::Name, rule, sure: false });
        }
    }

    /// A name that is one whole text.
    fn whole(&mut self, text: &str, rule: &'static str) {
        match name_at(text, self.style) {
            Some(name) => self.person(text, &name, rule),
            None => self.put(text, rule, true),
        }
    }

    /// A private person: the name with which the text begins, and every other form of it.
    fn person(&mut self, text: &str, name: &Name, rule: &'static str) {
        let words = text.get(..name.end).unwrap_or("");
        if self.officials.may_hold(name, self.style) {
            // It may be another of that name: somebody should look.
            let rule = "a private person by the words beside it, and an official by name";
            return self.put(words, rule, false);
        }
        self.put(words, rule, true);
        for form in forms(name, text.get(name.bare..name.end).unwrap_or(""), self.style) {
            let known =
                name_at(&form, self.style).is_some_and(|form| self.officials.may_hold(&form, self.style));
            if !known {
                self.put(&form, "another form of a private person's name", true);
            }
        }
    }

    fn put(&mut self, words: &str, rule: &'static str, sure: bool) {
        if !words.trim().is_empty() {
            let words = words.trim().to_owned();
            self.found.push(Finding { words, sort: Sort::Name, rule, sure });
        }
    }
}

/// The name without its title, and each of its words behind any title.
fn forms(name: &Name, bare: &str, style: &HouseStyle) -> Vec<String> {
    let titles: Vec<&str> = style.privacy.titles.entries().map(|(title, _)| title).collect();
    let mut forms = Vec::new();
    if !name.given.is_empty() || name.words.len() > 1 {
        forms.push(bare.to_owned());
    }
    for word in &name.words {
        forms.extend(titles.iter().map(|title| format!("{title} {word}")));
        forms.extend(name.given.iter().take(1).map(|initial| format!("{} {word}", initial.to_uppercase())));
    }
    if let [first, second, ..] = name.words.as_slice() {
        forms.extend(first.chars().next().map(|initial| format!("{initial} {second}")));
        forms.extend(titles.iter().map(|title| format!("{title} {first} {second}")));
    }
    forms
}

/// Bytes between a label and the name behind it: blanks, a colon, "was", "a", as in "the applicant was Mr Hale".
fn gap(text: &str, style: &HouseStyle) -> usize {
    let mut rest = text.trim_start_matches([' ', ':', ',', '-', '–', '(', '\n']);
    while let Some(met) = style.privacy.between.at_start(rest) {
        rest = rest.get(met.end..).unwrap_or("").trim_start();
    }
    text.len() - rest.len()
}

/// Bytes to the next name of a list: ", ", " and ", " & ", also "a resident, Mrs Dale".
fn next_in_list(text: &str, style: &HouseStyle) -> Option<usize> {
    let bare = text.trim_start_matches([' ', ',', ';']);
    if bare.len() == text.len() {
        return None;
    }
    let joined = style.privacy.joiners.at_start(bare).map_or(bare, |met| bare.get(met.end..).unwrap_or(""));
    let next = joined.trim_start();
    let separated = next.len() < bare.len() || text.trim_start().starts_with([',', ';']);
    separated.then_some(text.len() - next.len())
}

/// Whether the words are those of a company, a body or a place: "Hale Homes Ltd", "Mill Lane".
fn is_company(text: &str, name: &Name, style: &HouseStyle) -> bool {
    if name.title.is_some() {
        return false;
    }
    let (companies, streets) = (&style.privacy.organisations, &style.privacy.streets);
    let named = |word: &String| companies.whole(word).is_some();
    let placed = name.words.iter().skip(1).any(|word| streets.whole(word).is_some()) && name.given.is_empty();
    if name.words.iter().any(named) || placed {
        return true;
    }
    // "Hale Vale Developments": as far as words with capitals go.
    let behind = text.get(name.end..).unwrap_or("");
    let goes_on = |word: &&str| word.starts_with(|c: char| c.is_uppercase() || c == '&');
    let mut words = behind.split_whitespace().take_while(goes_on).take(COMPANY);
    behind.starts_with(' ') && words.any(|word| companies.whole(word.trim_end_matches([',', '.'])).is_some())
}

/// Whether a post follows: in brackets, or behind a comma or dash, before the next.
fn has_post(behind: &str, style: &HouseStyle) -> bool {
    let Some(rest) = behind.trim_start().strip_prefix(['(', ',', '–', '-']) else { return false };
    let end = rest.char_indices().take_while(|(at, c)| *at < POST && !matches!(c, ')' | ';' | '.' | ','));
    let clause = rest.get(..end.last().map_or(0, |(at, c)| at + c.len_utf8())).unwrap_or("");
    let capital = |met: &crate::house_style::phrases::Met<'_>| {
        clause.get(met.start..).is_some_and(|post| post.starts_with(char::is_uppercase))
    };
    style.names.posts.find(clause).is_some_and(|met| capital(&met))
        || style.names.roles.find(clause).is_some_and(|met| capital(&met))
}

/// The name before a post that stands there: "Ruth Hale, Head of Finance", "Owen Dale (Solicitor)".
fn before_post<'t>(text: &'t str, post: usize, style: &HouseStyle) -> Option<(usize, Name)> {
    text.get(post..)?.starts_with(char::is_uppercase).then_some(())?;
    let ahead: &'t str = text.get(..post)?;
    let mark = ahead.rfind([',', '(', '.', ';'])?;
    let near = post - mark <= POST && !ahead.get(mark..)?.starts_with(['.', ';']);
    near.then(|| last_name(ahead.get(..mark)?.trim_end(), style)).flatten()
}

/// The name with which the text ends: where it begins, and the name.
fn last_name(text: &str, style: &HouseStyle) -> Option<(usize, Name)> {
    let starts = text.char_indices().rev().filter(|(at, c)| {
        c.is_uppercase()
            && text.get(..*at).is_some_and(|ahead| {
                !ahead.ends_with(|c: char| c.is_alphanumeric() || c == '\'' || c == '-' || c == '’')
            })
    });
    let fits = |(at, _): (usize, char)| {
        let name = name_at(text.get(at..)?, style)?;
        (at + name.end == text.len() && name.is_full()).then_some((at, name))
    };
    // The longest of those that end there: "Mr J Hale", not "J Hale".
    let found = starts.take(8).filter_map(fits).last()?;
    (!member(text, found.0, style)).then_some(found)
}

/// Whether the title of a member stands before that place: "Councillor".
fn member(text: &str, at: usize, style: &HouseStyle) -> bool {
    let word = text.get(..at).unwrap_or("").split_whitespace().next_back().unwrap_or("");
    let is = |set: &PhraseSet| !word.is_empty() && set.whole(word).is_some();
    (is(&style.names.titles) || is(&style.names.shared_titles) || is(&style.names.member_roles))
        && !is(&style.privacy.titles)
}

/// Where sentences and clauses of the text begin.
fn sentences(text: &str) -> impl Iterator<Item = usize> {
    let behind = |(at, c): (usize, char)| {
        let rest = text.get(at + c.len_utf8()..)?;
        let blank = rest.len() - rest.trim_start().len();
        (".;:•)\n".contains(c) && (blank > 0 || c == '\n')).then_some(at + c.len_utf8() + blank)
    };
    std::iter::once(0).chain(text.char_indices().filter_map(behind))
}
