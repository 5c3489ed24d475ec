//! Whether the persons who act in minutes are those who are listed as there: given the finished record, raises issues for a
//! voter who is not listed, a name that fits several, a chair and a member stood in for who are nobody of the list. Names are
//! compared by surname and initials. Nothing is repaired here.

use super::checks::issue;
use super::words::Words;
use crate::model::diagnostic::Code;
use crate::model::minutes::Minutes;
use crate::model::record::{AttendanceRecord, IssueRecord, PlaceRecord, Record};
use std::collections::BTreeSet;

/// A list of fewer may name the chair alone, and tells nothing of who is missing.
const LEAST_LISTED: usize = 3;

/// The issues of the persons named in minutes.
pub(super) fn issues(record: &Record, minutes: &Minutes, words: &Words) -> Vec<IssueRecord> {
    let there: Vec<&AttendanceRecord> = record.attendance.iter().filter(|a| is_there(a)).collect();
    if there.len() < LEAST_LISTED {
        return Vec::new();
    }
    let mut found = voters(record, &there);
    found.extend(ambiguous(record, &there));
    if let Some(chair) = minutes.unlisted_chair {
        let message =
            format!("{:?} took the chair and is not in the list of those present", words.text(chair));
        found.push(issue(Code::ChairNotInList, "warning", &message, Some(words.place(chair))));
    }
    found.extend(unresolved(record));
    found
}

fn is_there(entry: &AttendanceRecord) -> bool {
    !matches!(entry.status, "apologies" | "absent")
}

/// Voters by name who are not listed as there and of whom no arrival is told, each once.
fn voters(record: &Record, there: &[&AttendanceRecord]) -> Vec<IssueRecord> {
    let came = |name: &Name| record.presence.iter().any(|p| Name::of(&p.name).is_some_and(|n| n.fits(name)));
    let listed = |name: &Name| there.iter().any(|a| Name::of(&a.name).is_some_and(|n| n.fits(name)));
    once(record.resolutions.iter().flat_map(|resolution| {
        let names = resolution.vote.iter().flat_map(|vote| {
            vote.names.in_favour.iter().chain(&vote.names.against).chain(&vote.names.abstain)
        });
        names.map(|name| (name.as_str(), &resolution.place))
    }))
    .filter(|(name, _)| Name::of(name).is_some_and(|n| !listed(&n) && !came(&n)))
    .map(|(name, place)| {
        let message = format!("{name:?} voted and is not in the list of those present");
        issue(Code::VoterNotPresent, "warning", &message, Some(place.clone()))
    })
    .collect()
}

/// Movers, seconders and voters whose name fits several of those there, each once.
fn ambiguous(record: &Record, there: &[&AttendanceRecord]) -> Vec<IssueRecord> {
    let acting = record.resolutions.iter().flat_map(|resolution| {
        let votes = resolution.vote.iter().flat_map(|vote| {
            vote.names.in_favour.iter().chain(&vote.names.against).chain(&vote.names.abstain)
        });
        let names = resolution.moved_by.iter().chain(&resolution.seconded_by).chain(votes);
        names.map(|name| (name.as_str(), &resolution.place))
    });
    let fitting = |name: &str| -> BTreeSet<&str> {
        let Some(called) = Name::of(name) else { return BTreeSet::new() };
        let members = there.iter().filter(|a| a.position.is_none());
        let fits = members.filter(|a| Name::of(&a.name).is_some_and(|n| n.fits(&called)));
        let fits: BTreeSet<&str> = fits.map(|a| a.name.as_str()).collect();
        if fits.contains(name) { BTreeSet::new() } else { fits }
    };
    once(acting)
        .filter_map(|(name, place)| {
            let persons = fitting(name);
            let names = persons.iter().copied().collect::<Vec<_>>().join(", ");
            let message = format!("{name:?} could be any of {names}");
            (persons.len() > 1).then(|| issue(Code::NameAmbiguous, "info", &message, Some(place.clone())))
        })
        .collect()
}

/// Substitutes for somebody who is not among those listed as away, where any are.
fn unresolved(record: &Record) -> Vec<IssueRecord> {
    let away: Vec<Name> =
        record.attendance.iter().filter(|a| !is_there(a)).filter_map(|a| Name::of(&a.name)).collect();
    let is_away = |member: &str| Name::of(member).is_none_or(|name| away.iter().any(|a| a.fits(&name)));
    let standing_in = record.attendance.iter().filter_map(|a| Some((a, a.substitute_for.as_deref()?)));
    let unresolved = standing_in.filter(|(_, member)| !away.is_empty() && !is_away(member));
    let told = unresolved.map(|(entry, member)| {
        let message =
            format!("{:?} stood in for {member:?}, who is not among those who are away", entry.name);
        issue(Code::SubstituteUnresolved, "info", &message, Some(entry.place.clone()))
    });
    told.collect()
}

/// The first mention of each name.
fn once<'n>(
    mentions: impl Iterator<Item = (&'n str, &'n PlaceRecord)>,
) -> impl Iterator<Item = (&'n str, &'n PlaceRecord)> {
    let mut seen = BTreeSet::new();
    mentions.filter(move |(name, _)| seen.insert(*name))
}

/// A name as it is compared.
struct Name {
    surname: String,
    /// The first letter of the first forename, where there is one.
    initial: Option<char>,
}

impl Name {
    /// None for initials alone, which only the list explains, and for what is no name.
    fn of(printed: &str) -> Option<Self> {
        let words: Vec<&str> =
            printed.split(|c: char| c.is_whitespace() || c == '.').filter(|w| !w.is_empty()).collect();
        let (surname, forenames) = words.split_last()?;
        let letters = surname.chars().filter(|c| c.is_alphabetic()).count();
        let initials = letters <= 4 && surname.chars().all(char::is_uppercase) && forenames.is_empty();
        let name = letters > 1 && !initials && surname.starts_with(char::is_uppercase);
        let initial = forenames.first().and_then(|f| f.chars().next()).map(|c| c.to_ascii_lowercase());
        name.then(|| Self { surname: surname.to_lowercase(), initial })
    }

    fn fits(&self, other: &Self) -> bool {
        self.surname == other.surname
            && (self.initial.is_none() || other.initial.is_none() || self.initial == other.initial)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::record::{DocumentRecord, PresenceRecord, ResolutionRecord, VoteRecord, VoterNames};
    use crate::model::transcript::Transcript;
    use crate::model::tree::Tree;

    fn entry(name: &str, status: &'static str, substitute_for: Option<&str>) -> AttendanceRecord {
        let substitute_for = substitute_for.map(str::to_owned);
        AttendanceRecord { name: name.to_owned(), status, substitute_for, ..AttendanceRecord::default() }
    }

    fn record(voters: &[&str]) -> Record {
        let names = VoterNames {
            in_favour: voters.iter().map(|v| (*v).to_owned()).collect(),
            ..VoterNames::default()
        };
        let vote = Some(VoteRecord { names, ..VoteRecord::default() });
        Record {
            attendance: vec![
                entry("Ada Hale", "present", None),
                entry("Ben Hale", "present", None),
                entry("C Dale", "present", Some("Fell")),
                entry("D Vale", "apologies", None),
            ],
            presence: vec![PresenceRecord {
                name: "E Dell".into(),
                kind: "arrived",
                ..PresenceRecord::default()
            }],
            resolutions: vec![ResolutionRecord { vote, ..ResolutionRecord::default() }],
            ..super::super::record(&Tree::default(), &Transcript::default(), DocumentRecord::default(), None)
        }
    }

    fn found(record: &Record) -> Vec<String> {
        let minutes = Minutes::default();
        let transcript = Transcript::default();
        let issues = issues(record, &minutes, &Words::new(&transcript));
        issues.into_iter().map(|issue| format!("{} {}", issue.code, issue.message)).collect()
    }

    #[test]
    fn who_votes_is_listed_or_told() {
        let told = found(&record(&["Dale", "Vale", "Dell", "Fenn", "AH"]));
        let voted: Vec<&String> =
            told.iter().filter(|issue| issue.starts_with("VOTER_NOT_PRESENT")).collect();
        assert_eq!(voted.len(), 2, "{told:?}");
        assert!(voted[0].contains("Vale") && voted[1].contains("Fenn"));
    }

    #[test]
    fn a_surname_of_two_is_ambiguous_and_an_initial_tells_them_apart() {
        let told = found(&record(&["Hale", "B Hale"]));
        let ambiguous: Vec<&String> = told.iter().filter(|i| i.starts_with("NAME_AMBIGUOUS")).collect();
        assert_eq!(ambiguous, ["NAME_AMBIGUOUS \"Hale\" could be any of Ada Hale, Ben Hale"]);
    }

    #[test]
    fn a_substitute_stands_in_for_somebody_who_is_away() {
        let mut record = record(&[]);
        assert!(found(&record).iter().any(|i| i.starts_with("SUBSTITUTE_UNRESOLVED")));
        record.attendance.push(entry("G Fell", "apologies", None));
        assert!(found(&record).is_empty());
    }
}
