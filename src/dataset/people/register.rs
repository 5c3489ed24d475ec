//! Everybody who is known: given the rolls of all documents, one after the other and then once more, gathers under which
//! names people were listed in each council, when, and what speaks against taking two mentions of a name for one person; then
//! names each person with an id. The same rolls give the same register in whatever order. Knows nothing of how a mention within a meeting finds its attendee.

use super::join::Join;
use super::roll::{Called, How, Roll};
use super::roster::Roster;
use crate::model::name::{Fit, Name};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Years for which somebody may be out of sight and still be the same: no council in the United Kingdom or Ireland sits
/// longer without an election (five years in Scotland, Wales and Ireland, four in England and Northern Ireland).
const TERM: i16 = 5;

/// Forms of address of a man and of a woman: one of each under one name are two people.
const ADDRESSES: [&[&str]; 2] = [&["mr", "mister"], &["mrs", "ms", "miss", "dame", "lady"]];

/// Everybody who is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Register {
    councils: BTreeMap<Box<str>, Council>,
    pub(super) roster: Roster,
    /// The people whose row is cut from a document, by its id.
    told: HashMap<Box<str>, Vec<Person>>,
}

/// The people who were met on rolls, by id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct People(BTreeMap<String, Person>);

/// The names of one council.
#[derive(Clone, Debug, Default, PartialEq)]
struct Council {
    names: BTreeMap<Name, Known>,
    /// Names of which one may stand for the other, that stood in one list.
    apart: BTreeSet<(Name, Name)>,
}

/// What is known of a name.
#[derive(Clone, Debug, Default, PartialEq)]
struct Known {
    years: BTreeSet<i16>,
    /// Listed as a man, as a woman.
    addresses: [bool; 2],
    /// Twice in one list.
    twice: bool,
    /// Listed as an officer, and as somebody else.
    officer: bool,
    member: bool,
}

/// A person to whom mentions are joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// `{council}/{name}`, and `.2` for the second of that name.
    pub id: String,
    /// The fullest form of the name, as printed first.
    pub name: String,
    /// The first day on which they are mentioned.
    pub first: Date,
    /// The last one.
    pub last: Date,
    /// Documents that mention them.
    pub documents: u32,
    /// Whether a roster names them.
    pub on_roster: bool,
    /// How much the name tells, the larger the less, then the document and day that it stands on.
    by: (usize, Date, Box<str>),
}

impl Register {
    /// The same, told of those on this roster.
    pub fn under(self, roster: Roster) -> Self {
        Self { roster, ..self }
    }

    /// The same, which knows the people whom it met on all rolls.
    pub fn with(self, people: People) -> Self {
        let mut told: HashMap<_, Vec<Person>> = HashMap::new();
        for person in people.0.into_values() {
            told.entry(person.by.2.clone()).or_default().push(person);
        }
        Self { told, ..self }
    }

    /// The people whose row is cut from the document, by id.
    pub fn told_by(&self, document: &str) -> &[Person] {
        self.told.get(document).map_or(&[], Vec::as_slice)
    }

    /// Notes the names of a list of attendance. All are to be noted before anybody is met.
    pub fn list(&mut self, roll: &Roll) {
        let council = self.councils.entry(roll.council.clone()).or_default();
        let mut here: BTreeMap<Name, usize> = BTreeMap::new();
        for called in roll.called().filter(|called| called.how.is_listed()) {
            let Some(name) = Name::of(called.name).filter(|name| !name.is_bare()) else { continue };
            let known = council.names.entry(name.clone()).or_default();
            known.note(roll.date.year(), &called);
            let times = here.entry(name).or_default();
            *times += 1;
            known.twice |= *times > 1;
        }
        let here: Vec<&Name> = here.keys().collect();
        for (at, name) in here.iter().enumerate() {
            let others = here.iter().skip(at + 1).take_while(|other| other.is_of(name));
            for other in others.filter(|other| name.fit(other).is_some()) {
                council.apart.insert(((*name).clone(), (*other).clone()));
            }
        }
    }

    /// The person of that name who is listed in the council in that year, and how they were told.
    pub(super) fn listed(&self, council: &str, name: &Name, year: i16) -> Joined {
        let (Some(council_of), false) = (self.councils.get(council), name.is_bare()) else {
            return Err(Join::None);
        };
        let Some(known) = council_of.names.get(name) else { return Err(Join::None) };
        if !known.is_one() || (!name.is_spelt() && known.officer && known.member) {
            return Err(Join::Ambiguous);
        }
        let period = known.period(year).ok_or(Join::None)?;
        let fuller = council_of.fuller(name, known, period)?;
        match fuller.as_slice() {
            [] => Ok((id(council, name, period.number), Join::Exact)),
            [(fuller, period)] => Ok((id(council, fuller, period.number), Join::Initials)),
            _ => Err(Join::Ambiguous),
        }
    }
}

/// A person's id and how they were told; else why there is none.
pub(super) type Joined = Result<(String, Join), Join>;

impl People {
    /// Notes of everybody on a roll the day, and the document from which their row is cut: the first that names them in full.
    /// Gives to whom each mention is joined, in order.
    pub fn meet(&mut self, register: &Register, roll: &Roll) -> Vec<super::Joined> {
        let mut here: BTreeMap<String, Person> = BTreeMap::new();
        let all = register.join(roll);
        for (called, joined) in roll.called().zip(&all) {
            let Some(id) = joined.person.clone() else { continue };
            let person = Person::new(id.clone(), &called, roll, register.roster.has(&id));
            here.entry(id).and_modify(|known| known.name_by(&person)).or_insert(person);
        }
        self.add(here);
        all
    }

    /// These and those who were met on other rolls.
    pub fn and(self, others: Self) -> Self {
        let (mut most, fewer) = if self.0.len() < others.0.len() { (others, self) } else { (self, others) };
        most.add(fewer.0);
        most
    }

    fn add(&mut self, met: BTreeMap<String, Person>) {
        for (id, person) in met {
            self.0.entry(id).and_modify(|known| known.add(&person)).or_insert(person);
        }
    }
}

/// `{council}/{name}`, and `.2` for the second of that name.
pub(super) fn id(council: &str, name: &Name, number: usize) -> String {
    let more = if number > 1 { format!(".{number}") } else { String::new() };
    format!("{council}/{}{more}", name.slug())
}

/// Years in which a name is listed without a gap longer than a term.
#[derive(Clone, Copy, Debug)]
struct Period {
    /// From 1.
    number: usize,
    first: i16,
    last: i16,
}

impl Period {
    fn is_near(self, other: Self) -> bool {
        self.first <= other.last.saturating_add(TERM) && other.first <= self.last.saturating_add(TERM)
    }
}

impl Council {
    /// The names that tell more of this one and may be the same person's, none of which tells more of another.
    fn fuller(&self, name: &Name, known: &Known, period: Period) -> Result<Vec<(&Name, Period)>, Join> {
        let of_surname =
            self.names.range(name.first_of_surname()..).take_while(|(other, _)| other.is_of(name));
        let told_by: Vec<(&Name, &Known)> = of_surname
            .filter(|(other, theirs)| name.is_told_by(other) && known.may_be(theirs))
            .filter(|(_, theirs)| theirs.periods().iter().any(|theirs| theirs.is_near(period)))
            .collect();
        if told_by.iter().any(|(other, theirs)| self.are_apart(name, other) || !theirs.is_one()) {
            return Err(Join::Ambiguous);
        }
        let most = told_by.iter().filter(|(a, _)| !told_by.iter().any(|(b, _)| a.is_told_by(b)));
        let mut found = Vec::new();
        for (name, known) in most {
            let periods = known.periods().into_iter().filter(|theirs| theirs.is_near(period));
            found.extend(periods.map(|period| (*name, period)));
        }
        Ok(found)
    }

    fn are_apart(&self, a: &Name, b: &Name) -> bool {
        let pair = if a < b { (a.clone(), b.clone()) } else { (b.clone(), a.clone()) };
        self.apart.contains(&pair)
    }
}

impl Known {
    fn note(&mut self, year: i16, called: &Called<'_>) {
        self.years.insert(year);
        self.officer |= called.how == How::Officer;
        self.member |= called.how != How::Officer;
        let words = called.title.split(|c: char| c.is_whitespace() || c == '.').map(str::to_lowercase);
        let words: Vec<String> = words.collect();
        for (noted, address) in self.addresses.iter_mut().zip(ADDRESSES) {
            *noted |= words.iter().any(|word| address.contains(&word.as_str()));
        }
    }

    /// Whether nothing speaks against its being one person's.
    fn is_one(&self) -> bool {
        !self.twice && self.addresses != [true, true]
    }

    fn may_be(&self, other: &Self) -> bool {
        let [man, woman] = self.addresses;
        let [other_man, other_woman] = other.addresses;
        !(man && other_woman || woman && other_man)
    }

    fn periods(&self) -> Vec<Period> {
        let mut periods: Vec<Period> = Vec::new();
        for year in self.years.iter().copied() {
            match periods.last_mut() {
                Some(last) if year.saturating_sub(last.last) <= TERM => last.last = year,
                _ => periods.push(Period { number: periods.len() + 1, first: year, last: year }),
            }
        }
        periods
    }

    /// The period in which somebody named in that year is.
    fn period(&self, year: i16) -> Option<Period> {
        let own = Period { number: 0, first: year, last: year };
        let mut near = self.periods().into_iter().filter(|period| period.is_near(own));
        let found = near.next()?;
        // Named between two periods, by one who is not listed then: it may be either.
        near.next().is_none().then_some(found)
    }
}

impl Person {
    fn new(id: String, called: &Called<'_>, roll: &Roll, on_roster: bool) -> Self {
        let weight = Name::of(called.name).map_or(0, |name| name.weight());
        Self {
            id,
            name: called.name.to_owned(),
            first: roll.date,
            last: roll.date,
            documents: 1,
            on_roster,
            by: (usize::MAX - weight, roll.date, roll.document.clone()),
        }
    }

    fn name_by(&mut self, other: &Self) {
        if (&other.by, &other.name) < (&self.by, &self.name) {
            self.by = other.by.clone();
            self.name.clone_from(&other.name);
        }
    }

    fn add(&mut self, other: &Self) {
        self.name_by(other);
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
        self.documents += other.documents;
    }
}

impl Fit {
    /// As what a mention that fits so is told.
    pub(super) fn join(self) -> Join {
        match self {
            Fit::Same => Join::Exact,
            Fit::Initials => Join::Initials,
            Fit::Surname => Join::Surname,
        }
    }
}
