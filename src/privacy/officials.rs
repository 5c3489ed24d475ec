//! People who hold a public office, whose names are public: members, officers, those who moved, voted or declared. Given
//! records, remembers their names; asked about another name, tells whether it may be one of theirs. Initials and forenames
//! are compared where both names have some. Knows nothing of texts.

use super::names::Name;
use crate::house_style::HouseStyle;
use crate::model::record::{AttendanceRecord, Record};
use std::collections::HashMap;
use std::sync::Arc;

/// The names of officials.
#[derive(Clone, Debug, Default)]
pub struct Officials {
    /// By surname, small: the forenames or initials of each.
    by_surname: HashMap<String, Vec<Vec<String>>>,
    /// Those of other councils.
    elsewhere: Option<Arc<Officials>>,
}

/// Forenames of so many equal first letters may be forms of one: Chris, Christopher.
const ALIKE: usize = 3;

impl Officials {
    /// Adds those of a record. `is_private` tells of an attendee that the label over the name is one for the public.
    pub fn add_record(&mut self, record: &Record, is_private: impl Fn(&AttendanceRecord) -> bool) {
        record.attendance.iter().filter(|a| !is_private(a)).for_each(|a| self.add(&a.name));
        record.presence.iter().for_each(|p| self.add(&p.name));
        record.declarations.iter().for_each(|d| self.add(&d.name));
        for resolution in &record.resolutions {
            resolution.moved_by.iter().chain(&resolution.seconded_by).for_each(|name| self.add(name));
            if let Some(vote) = &resolution.vote {
                let names = [&vote.names.in_favour, &vote.names.against, &vote.names.abstain];
                names.into_iter().flatten().for_each(|name| self.add(name));
            }
        }
        if let Some(report) = &record.report {
            report.officers.iter().filter_map(|o| o.name.as_ref()).for_each(|name| self.add(name));
            report.cabinet_member.iter().for_each(|name| self.add(name));
        }
    }

    /// The same, and officials of other councils, who are private persons where words call them so.
    #[must_use]
    pub fn with_elsewhere(self, others: Arc<Officials>) -> Self {
        Self { elsewhere: Some(others), ..self }
    }

    /// Takes over all names of others.
    pub fn add_all(&mut self, others: &Self) {
        let mut others: Vec<_> = others.by_surname.iter().collect();
        others.sort_unstable();
        for (surname, given) in others {
            self.by_surname.entry(surname.clone()).or_default().extend(given.iter().cloned());
        }
    }

    /// Adds a name as printed; several, where it joins them.
    pub fn add(&mut self, name: &str) {
        let words: Vec<String> = parts(name);
        if let Some((surname, given)) = words.split_last() {
            self.put(surname, given.to_vec());
        }
    }

    /// Adds a name that was read within a text.
    pub(super) fn add_name(&mut self, name: &Name) {
        let surname = name.surname().to_lowercase();
        let words = name.words.iter().take(name.words.len().saturating_sub(1));
        let given = name.given.iter().cloned().chain(words.map(|w| w.to_lowercase())).collect();
        self.put(&surname, given);
    }

    fn put(&mut self, surname: &str, given: Vec<String>) {
        let known = self.by_surname.entry(surname.to_owned()).or_default();
        if !known.contains(&given) {
            known.push(given);
        }
    }

    /// Whether the name may be that of an official here. A couple is none.
    pub(super) fn may_hold(&self, name: &Name, style: &HouseStyle) -> bool {
        if name.joint {
            return false;
        }
        // Which of two words behind a title is the surname is not certain: "Mr Hale Highways", "Mr Rhys Hale".
        let forename = name.words.first().is_some_and(|word| style.privacy.forenames.whole(word).is_some());
        let first = name.words.len() > 1 && (forename || name.title.is_none());
        let mut given = name.given.clone();
        name.words.iter().enumerate().any(|(n, word)| {
            let word = word.to_lowercase();
            let held = (n > 0 || !first) && self.holds(&given, &word);
            given.push(word);
            held
        })
    }

    /// The same, here or elsewhere.
    pub(super) fn may_hold_anywhere(&self, name: &Name, style: &HouseStyle) -> bool {
        let elsewhere = || self.elsewhere.as_ref().is_some_and(|others| others.may_hold(name, style));
        self.may_hold(name, style) || elsewhere()
    }

    fn holds(&self, given: &[String], surname: &str) -> bool {
        let Some(known) = self.by_surname.get(surname) else { return false };
        known.iter().any(|theirs| match (given.first(), theirs.first()) {
            (Some(a), Some(b)) => may_be_one(a, b),
            _ => true,
        })
    }
}

/// An initial and a forename, or two forms of a forename.
fn may_be_one(a: &str, b: &str) -> bool {
    let alike = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let shortest = a.chars().count().min(b.chars().count());
    alike >= ALIKE.min(shortest) && alike > 0
}

/// The words of a name, small, without stops and marks.
fn parts(name: &str) -> Vec<String> {
    let words = name.split(|c: char| c.is_whitespace() || c == '.');
    let bare = words.map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
    bare.filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(given: &[&str], words: &[&str]) -> Name {
        let own = |list: &[&str]| list.iter().map(|w| (*w).to_owned()).collect();
        Name { given: own(given), words: own(words), ..Name::default() }
    }

    #[test]
    fn an_official_is_known_by_surname_and_initial() {
        let styles = crate::house_style::Styles::built_in().unwrap();
        let style = styles.named("generic").unwrap();
        let mut officials = Officials::default();
        officials.add("Ruth M. Hale");
        let held = |given: &[&str], words: &[&str]| officials.may_hold(&name(given, words), style);
        assert!(held(&[], &["Hale"]) && held(&["r"], &["Hale"]) && held(&[], &["Ruth", "Hale"]));
        assert!(!held(&["j"], &["Hale"]) && !held(&[], &["Rhys", "Hale"]) && !held(&[], &["Hale", "Dale"]));
        assert!(!officials.may_hold(&Name { joint: true, ..name(&[], &["Hale"]) }, style));
    }
}
