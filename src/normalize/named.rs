//! Whether the persons who act in minutes are those who are listed as there: given the finished record, raises issues for a
//! voter who is not listed, a name that fits several, a chair and a substitute who are nobody of the list. Where an entry of
//! the list does not look like a name it could be anybody, and no doubt is raised. Nothing is repaired here.

use super::checks::issue;
use super::words::Words;
use crate::model::diagnostic::Code;
use crate::model::minutes::Minutes;
use crate::model::name::Name;
use crate::model::record::{AttendanceRecord, IssueRecord, PlaceRecord, Record, ResolutionRecord};
use std::cell::LazyCell;
use std::collections::BTreeSet;

/// A list of fewer may name the chair alone, and tells nothing of who is missing.
const LEAST_LISTED: usize = 3;

/// Initials that stand for a name have at most so many letters.
const MOST_INITIALS: usize = 4;

/// The issues of the persons named in minutes.
pub(super) fn issues(record: &Record, minutes: &Minutes, words: &Words) -> Vec<IssueRecord> {
    let there: Vec<&AttendanceRecord> = record.attendance.iter().filter(|a| is_there(a)).collect();
    if there.len() < LEAST_LISTED {
        return Vec::new();
    }
    let mut found = voters(record, &there);
    found.extend(ambiguous(record, &there));
    found.extend(minutes.unlisted_chair.map(|chair| {
        let message =
            format!("{:?} took the chair and is not in the list of those present", words.text(chair));
        issue(Code::ChairNotInList, "warning", &message, Some(words.place(chair)))
    }));
    found.extend(minutes.unlisted_substitutes.iter().map(|name| {
        let message = format!(
            "{:?} stood in for a member, and no one person of the list has this name",
            words.text(*name)
        );
        issue(Code::SubstituteUnresolved, "info", &message, Some(words.place(*name)))
    }));
    found.extend(unresolved(record));
    found
}

fn is_there(entry: &AttendanceRecord) -> bool {
    !matches!(entry.status, "apologies" | "absent")
}

/// A name that is written out: initials alone are explained by the list, if anywhere.
fn spelt(printed: &str) -> Option<Name> {
    let short = printed.chars().filter(|c| c.is_alphabetic()).count() <= MOST_INITIALS;
    let initials = short && !printed.chars().any(char::is_lowercase);
    Name::of(printed).filter(|_| !initials)
}

/// Names as they are printed, each read once; none for what does not look like one.
fn read<'p>(printed: impl Iterator<Item = &'p String>) -> Vec<Option<Name>> {
    printed.map(|printed| Name::of(printed)).collect()
}

/// Whether somebody of this surname is, or may be, among these.
fn is_among(name: &Name, listed: &[Option<Name>]) -> bool {
    listed.iter().any(|listed| listed.as_ref().is_none_or(|listed| listed.is_of(name)))
}

fn voters_of(resolution: &ResolutionRecord) -> impl Iterator<Item = &String> {
    resolution.vote.iter().flat_map(|vote| vote.names.all())
}

/// Voters by name of whose surname nobody is listed as there or told to have come, each once.
fn voters(record: &Record, there: &[&AttendanceRecord]) -> Vec<IssueRecord> {
    // Most minutes name no voter.
    let known =
        LazyCell::new(|| read(there.iter().map(|a| &a.name).chain(record.presence.iter().map(|p| &p.name))));
    let votes = record.resolutions.iter().flat_map(|r| voters_of(r).map(move |name| (name, &r.place)));
    let missing = once(votes).filter(|(name, _)| spelt(name).is_some_and(|name| !is_among(&name, &known)));
    let told = missing.map(|(name, place)| {
        let message = format!("{name:?} voted and is not in the list of those present");
        issue(Code::VoterNotPresent, "warning", &message, Some(place.clone()))
    });
    told.collect()
}

/// Movers, seconders and voters whose name fits several of those there and is none of theirs in full, each once.
fn ambiguous(record: &Record, there: &[&AttendanceRecord]) -> Vec<IssueRecord> {
    let acting = record.resolutions.iter().flat_map(|r| {
        let names = r.moved_by.iter().chain(&r.seconded_by).chain(voters_of(r));
        names.map(move |name| (name, &r.place))
    });
    // An officer moves nothing.
    let members: Vec<&String> = there.iter().filter(|a| a.position.is_none()).map(|a| &a.name).collect();
    let names = LazyCell::new(|| read(members.iter().copied()));
    let fitting = |name: &String| -> BTreeSet<&str> {
        let Some(called) = spelt(name).filter(|_| !members.contains(&name)) else { return BTreeSet::new() };
        let fits = |member: &Option<Name>| member.as_ref().is_some_and(|member| called.fit(member).is_some());
        let fitting = members.iter().zip(names.iter()).filter(|(_, member)| fits(member));
        fitting.map(|(printed, _)| printed.as_str()).collect()
    };
    let told =
        once(acting).map(|(name, place)| (name, fitting(name), place)).filter(|(_, fits, _)| fits.len() > 1);
    let told = told.map(|(name, fits, place)| {
        let fits = fits.into_iter().collect::<Vec<_>>().join(", ");
        let message = format!("{name:?} could be any of {fits}");
        issue(Code::NameAmbiguous, "info", &message, Some(place.clone()))
    });
    told.collect()
}

/// Substitutes for somebody who is not among those listed as away, where any are.
fn unresolved(record: &Record) -> Vec<IssueRecord> {
    let away = read(record.attendance.iter().filter(|a| !is_there(a)).map(|a| &a.name));
    if away.is_empty() {
        return Vec::new();
    }
    let standing_in = record.attendance.iter().filter_map(|a| Some((a, a.substitute_for.as_deref()?)));
    let told = standing_in.filter(|(_, member)| spelt(member).is_some_and(|name| !is_among(&name, &away)));
    let told = told.map(|(entry, member)| {
        let message =
            format!("{:?} stood in for {member:?}, who is not among those who are away", entry.name);
        issue(Code::SubstituteUnresolved, "info", &message, Some(entry.place.clone()))
    });
    told.collect()
}

/// The first mention of each name.
fn once<'n>(
    mentions: impl Iterator<Item = (&'n String, &'n PlaceRecord)>,
) -> impl Iterator<Item = (&'n String, &'n PlaceRecord)> {
    let mut seen = BTreeSet::new();
    mentions.filter(move |(name, _)| seen.insert(*name))
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
        // A role before the name is no given name.
        let told = found(&record(&["Dale", "Vale", "Dell", "Fenn", "AH", "Mayor Hale"]));
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
