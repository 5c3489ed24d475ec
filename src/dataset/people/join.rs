//! Mentions and people: given the roll of a document and the register of everybody, says of each mention which person it is
//! of and how that is known. A mover who is called by surname is the attendee of that surname, if only one is there. Knows
//! nothing of how the register came about.

use super::register::Register;
use super::roll::{Called, How, Roll};
use crate::model::name::{Name, are_capitals_of};

/// How a mention is joined to a person, or why to none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Join {
    /// By the whole name.
    Exact,
    /// By initials, or with given names left out.
    Initials,
    /// By the surname, which only one of those present has.
    Surname,
    /// By the roster.
    Roster,
    /// More than one person may be meant.
    Ambiguous,
    /// Nobody is known who may be meant.
    #[default]
    None,
}

impl Join {
    /// As the dataset writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Join::Exact => "exact",
            Join::Initials => "initials",
            Join::Surname => "surname",
            Join::Roster => "roster",
            Join::Ambiguous => "ambiguous",
            Join::None => "none",
        }
    }
}

/// What a mention is joined to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joined {
    /// The person's id, where there is one.
    pub person: Option<String>,
    /// How, or why not.
    pub how: Join,
}

impl From<super::register::Joined> for Joined {
    fn from(joined: super::register::Joined) -> Self {
        match joined {
            Ok((person, how)) => Self { person: Some(person), how },
            Err(how) => Self { person: None, how },
        }
    }
}

/// Somebody on a roll, and whom the list of attendance makes of them.
struct Entry<'r> {
    called: Called<'r>,
    name: Option<Name>,
    joined: Joined,
}

impl<'r> Entry<'r> {
    fn new(called: Called<'r>) -> Self {
        Self { called, name: Name::of(called.name), joined: Joined::default() }
    }
}

impl Register {
    /// To whom each mention of the roll is joined, in its order.
    pub fn join(&self, roll: &Roll) -> Vec<Joined> {
        let mut entries: Vec<Entry<'_>> = roll.called().map(Entry::new).collect();
        let listed = |entry: &&Entry<'_>| entry.called.how.is_listed();
        let names: Vec<Name> = entries.iter().filter(listed).filter_map(|entry| entry.name.clone()).collect();
        for entry in entries.iter_mut().filter(|entry| entry.called.how.is_listed()) {
            let Some(name) = &entry.name else { continue };
            let alone = names.iter().filter(|other| *other == name).count() == 1;
            entry.joined = if alone { self.known(roll, name) } else { Err(Join::Ambiguous) }.into();
        }
        entries.iter().map(|entry| self.joined(roll, entry, &entries)).collect()
    }

    fn joined(&self, roll: &Roll, entry: &Entry<'_>, all: &[Entry<'_>]) -> Joined {
        if entry.called.how != How::Named {
            return entry.joined.clone();
        }
        let there = all.iter().filter(|other| other.called.how.is_there());
        let fits: Vec<(Join, &Entry<'_>)> =
            there.filter_map(|other| Some((fit(entry, other)?, other))).collect();
        let same: Vec<&(Join, &Entry<'_>)> = fits.iter().filter(|(fit, _)| *fit == Join::Exact).collect();
        match (same.as_slice(), fits.as_slice()) {
            ([(fit, other)], _) | ([], [(fit, other)]) => through(*fit, &other.joined),
            ([], []) => self.unlisted(roll, entry),
            _ => Joined { person: None, how: Join::Ambiguous },
        }
    }

    /// One who is named and not in the list of attendance: known by the whole name alone.
    fn unlisted(&self, roll: &Roll, entry: &Entry<'_>) -> Joined {
        let Some(name) = &entry.name else { return Joined::default() };
        match self.known(roll, name) {
            Ok((_, Join::Exact | Join::Initials)) if !name.is_spelt() => Joined::default(),
            joined => joined.into(),
        }
    }

    /// Whom a name means in the council at that time: by the roster where that knows one, else by the lists of attendance.
    fn known(&self, roll: &Roll, name: &Name) -> super::register::Joined {
        let listed = self.listed(&roll.council, name, roll.date.year());
        match self.roster.find(&roll.council, name, roll.date) {
            None => listed,
            Some(Ok((id, true))) => Ok((id, Join::Exact)),
            Some(Ok((id, false))) => Ok((id, Join::Roster)),
            Some(Err(())) => Err(Join::Ambiguous),
        }
    }
}

/// How a mention fits somebody in the list.
fn fit(entry: &Entry<'_>, other: &Entry<'_>) -> Option<Join> {
    let by_name = || Some(entry.name.as_ref()?.fit(other.name.as_ref()?)?.join());
    by_name().or_else(|| are_capitals_of(entry.called.name, other.called.name).then_some(Join::Initials))
}

/// A mention of one who is joined: by the weaker of both ways.
fn through(fit: Join, joined: &Joined) -> Joined {
    Joined { person: joined.person.clone(), how: joined.how.max(fit) }
}
