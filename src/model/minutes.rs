//! The syntax tree of minutes: who was there, the items, the decisions. Every node points into the transcript.

use super::word::{Word, word_or_null};
use crate::model::span::Span;
use serde::{Deserialize, Serialize};

/// What the grammars read in minutes, decision records and agendas.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Minutes {
    /// What stands at the head and the end.
    pub head: Head,
    /// Named persons of the attendance part.
    pub attendance: Vec<Attendee>,
    /// Who took the chair, where that is nobody of these.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unlisted_chair: Option<Span>,
    /// Who stood in for a member, where that is nobody of these, or could be several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unlisted_substitutes: Vec<Span>,
    /// Arrivals and departures.
    pub presence: Vec<Presence>,
    /// Headings of items, in order.
    pub items: Vec<Item>,
    /// Decisions, in order.
    pub resolutions: Vec<Resolution>,
    /// Interests declared.
    pub declarations: Vec<Declaration>,
    /// Actions with an owner.
    pub actions: Vec<Action>,
    /// References to other minutes.
    pub references: Vec<Reference>,
}

/// The head and end of minutes, or the meeting a report goes to.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Head {
    /// The council's name.
    pub council: Option<Span>,
    /// The body that met.
    pub body: Option<Span>,
    /// The day of the meeting.
    pub date: Option<DateNode>,
    /// When it began.
    pub start: Option<TimeNode>,
    /// When it ended.
    pub end: Option<TimeNode>,
    /// Where it met.
    pub venue: Option<Span>,
    /// The words that call it a draft.
    pub draft: Option<Span>,
    /// All of the heading.
    pub span: Option<Span>,
}

/// A date as printed, its numbers read but not checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct DateNode {
    /// Its words.
    pub span: Span,
    /// Day of the month.
    pub day: u8,
    /// Month, 1 to 12.
    pub month: u8,
    /// Year in full; None where it is not printed with the date.
    pub year: Option<i16>,
    /// Whether the year was taken from another place of the page.
    pub year_derived: bool,
    /// The day of the week printed with it: Monday is 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weekday: Option<u8>,
}

/// A time of day as printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TimeNode {
    /// Its words.
    pub span: Span,
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute.
    pub minute: u8,
}

/// How a person stands in the attendance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// A member recorded as present.
    #[default]
    Present,
    /// Another councillor, a guest.
    AlsoPresent,
    /// An officer or another.
    InAttendance,
    /// An observer.
    Observer,
    /// Sent apologies.
    Apologies,
    /// Absent.
    Absent,
}

/// A named person of the attendance part.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Attendee {
    /// All the words about this person.
    pub span: Span,
    /// Forenames or initials and surname.
    pub name: Span,
    /// Councillor, Mr … in the singular, whether printed with the name or before the list.
    pub title: Option<String>,
    /// MBE, JP …
    pub honours: Vec<Span>,
    /// Chair, Clerk …
    pub role: Option<Span>,
    /// Job title or organisation.
    pub position: Option<Span>,
    /// Initials printed with the name, by which later mentions are resolved.
    pub initials: Option<Span>,
    /// How the person stands.
    pub status: Status,
    /// The label over or beside the name.
    pub label: Option<Span>,
    /// The member stood in for.
    pub substitute_for: Option<Span>,
}

/// An arrival or departure.
#[derive(Clone, Debug, Serialize)]
pub struct Presence {
    /// The sentence.
    pub span: Span,
    /// The person.
    pub name: Span,
    /// `arrived | left | returned | joined_remotely`.
    pub kind: &'static str,
    /// When.
    pub time: Option<TimeNode>,
    /// Index of the item it stands under.
    pub item: Option<usize>,
}

/// The heading of an item and what stands under it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Item {
    /// The heading.
    pub span: Span,
    /// Its own number or letter.
    pub number: Option<Span>,
    /// Whether its printed number is its own label after its parent's number ("21" and "(a)").
    pub joins_parent: bool,
    /// The heading's words.
    pub title: Span,
    /// Index of the item that holds it.
    pub parent: Option<usize>,
    /// Its number on the agenda ("(Item 5)").
    pub agenda_number: Option<Span>,
    /// It is one line of a list of business right under a heading.
    pub listed: bool,
    /// A mark before it.
    pub marker: Option<Span>,
    /// `apologies | minutes | declarations | exclusion | closing | ordinary`.
    pub kind: &'static str,
    /// Whether it was taken in private.
    pub private: bool,
    /// Paragraphs of Schedule 12A named in it.
    pub exempt_paragraphs: Vec<Span>,
    /// Everything under the heading up to the next.
    pub body: Span,
}

/// How a decision is introduced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// By a keyword that opens a sentence or paragraph.
    #[default]
    Formal,
    /// Within narrative.
    Inline,
}

/// A decision.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Resolution {
    /// All its words, keyword and parts included.
    pub span: Span,
    /// Index of the innermost item it stands under.
    pub item: Option<usize>,
    /// How it is introduced.
    pub form: Form,
    /// `resolved | agreed | recommended | noted | approved | deferred | refused | other`.
    pub kind: &'static str,
    /// The keyword.
    pub keyword: Span,
    /// The words after the keyword; with parts, the lead-in.
    pub text: Span,
    /// Its parts.
    pub parts: Vec<Part>,
    /// A mark before the keyword.
    pub marker: Option<Span>,
    /// Who moved it.
    pub moved_by: Option<Span>,
    /// Who seconded it.
    pub seconded_by: Option<Span>,
    /// The vote.
    pub vote: Option<Vote>,
    /// Reasons.
    pub reasons: Option<Span>,
    /// Alternatives considered.
    pub alternatives: Option<Span>,
    /// What it says of recommendations.
    #[serde(skip_serializing_if = "Said::is_silent")]
    pub said: Said,
}

/// What words of decision say of the recommendations that they decide on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// They name the recommendations of the report as a whole.
    pub names: bool,
    /// They hold a word of consent: approve, agree.
    pub consents: bool,
    /// `amended | deferred | refused`, where words say so.
    #[serde(deserialize_with = "word_or_null")]
    pub turn: Option<Word>,
}

impl Said {
    /// They say nothing of the kind.
    pub fn is_silent(&self) -> bool {
        *self == Self::default()
    }
}

/// A part of a decision.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Part {
    /// Its label as printed.
    pub label: Span,
    /// Index of the part within which it is nested.
    pub parent: Option<usize>,
    /// Its words.
    pub text: Span,
    /// What it says of recommendations.
    #[serde(skip_serializing_if = "Said::is_silent")]
    pub said: Said,
}

/// A vote.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Vote {
    /// The words.
    pub span: Span,
    /// Votes for.
    pub in_favour: Option<u32>,
    /// Votes against.
    pub against: Option<u32>,
    /// Abstentions.
    pub abstain: Option<u32>,
    /// Whether the page says that it was unanimous.
    pub unanimous: bool,
    /// Names of those for.
    pub names_for: Vec<Span>,
    /// Names of those against.
    pub names_against: Vec<Span>,
    /// Names of those who abstained.
    pub names_abstain: Vec<Span>,
}

/// A declaration of interest.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Declaration {
    /// The sentence or row.
    pub span: Span,
    /// The member; None where nobody declared one.
    pub name: Option<Span>,
    /// The item as the words name it.
    pub item: Option<Span>,
    /// `none_declared | pecuniary | personal | prejudicial | other`.
    pub kind: String,
    /// Why.
    pub reason: Option<Span>,
    /// What the member did.
    pub action: Option<Span>,
}

/// An action.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Action {
    /// All its words.
    pub span: Span,
    /// Index of the item it stands under.
    pub item: Option<usize>,
    /// Who is to do it.
    pub owner: Option<Span>,
    /// What is to be done.
    pub text: Span,
    /// By when.
    pub due: Option<Span>,
}

/// A reference to other minutes.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Reference {
    /// The words.
    pub span: Span,
    /// Index of the item it stands under.
    pub item: Option<usize>,
    /// `approves_minutes | refers_to | corrects`.
    pub kind: &'static str,
    /// The body whose minutes they are.
    pub body: Option<Span>,
    /// Their date.
    pub date: Option<DateNode>,
    /// Their number.
    pub number: Option<Span>,
}
