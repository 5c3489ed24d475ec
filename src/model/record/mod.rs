//! The records of one logical document, named and ordered as the dataset's contract `minutebook/1` has them: what
//! `documents/*.json` holds and what the flat tables are cut from. Every key always stands; empty means not recorded.

mod report;

use super::word::{Word, word, word_or_null};
use crate::model::geometry::Rect;
use crate::model::minutes::Said;
use serde::{Deserialize, Serialize};

pub use report::{
    ChoiceRecord, FieldRecord, OfficerRecord, RecommendationRecord, ReportRecord, SectionRecord,
};

/// The version of the contract, written into every document.
pub const SCHEMA: &str = "minutebook/1";

/// Everything read from one logical document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// [`SCHEMA`].
    #[serde(deserialize_with = "word")]
    pub schema: Word,
    /// The document itself.
    pub document: DocumentRecord,
    /// The meeting it records or goes to.
    pub meeting: MeetingRecord,
    /// Who was there, and who was not.
    pub attendance: Vec<AttendanceRecord>,
    /// Arrivals and departures.
    pub presence: Vec<PresenceRecord>,
    /// Agenda items as minuted.
    pub items: Vec<ItemRecord>,
    /// Decisions.
    pub resolutions: Vec<ResolutionRecord>,
    /// Interests declared.
    pub declarations: Vec<DeclarationRecord>,
    /// Actions with an owner.
    pub actions: Vec<ActionRecord>,
    /// References to other minutes.
    pub references: Vec<ReferenceRecord>,
    /// The report, where the document is one.
    pub report: Option<ReportRecord>,
    /// Links to other records.
    pub links: Vec<LinkRecord>,
    /// What is doubtful or missing.
    pub issues: Vec<IssueRecord>,
}

/// Where an entry was read: page from 1, `[x0, top, x1, bottom]` in points from the top left corner, and the words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlaceRecord {
    /// Page number, from 1.
    pub page: u32,
    /// `[x0, top, x1, bottom]` in points, rounded to a hundredth.
    pub bbox: [f64; 4],
    /// The words as they stand there.
    pub quote: String,
    /// How surely the entry was read, 0 to 100: the mean by letters of its words that were read from an image; null where
    /// none was, or another engine read them and does not tell.
    pub confidence: Option<u8>,
}

impl PlaceRecord {
    /// The place with its rectangle rounded to hundredths of a point, so that it prints the same everywhere.
    pub fn new(page: u32, rect: Rect, quote: String) -> Self {
        let round = |v: f32| (f64::from(v) * 100.0).round() / 100.0;
        let bbox = [round(rect.x0), round(rect.top), round(rect.x1), round(rect.bottom)];
        Self { page, bbox, quote, confidence: None }
    }

    /// The same place, read as surely as this.
    #[must_use]
    pub fn read_with(self, confidence: Option<u8>) -> Self {
        Self { confidence, ..self }
    }
}

/// What kind of document it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Minutes of a meeting.
    Minutes,
    /// A report to a meeting.
    Report,
    /// A record of a decision by one person or body.
    Decision,
    /// An agenda.
    Agenda,
    /// Anything else.
    #[default]
    Other,
}

impl Kind {
    /// The kind as the dataset writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Minutes => "minutes",
            Kind::Report => "report",
            Kind::Decision => "decision",
            Kind::Agenda => "agenda",
            Kind::Other => "other",
        }
    }
}

/// How far a document could be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ParseStatus {
    /// Everything that it should hold was read.
    Complete,
    /// Something is missing or doubtful.
    #[default]
    Partial,
    /// Set aside: nothing could be read; the reason says why.
    Quarantined,
}

impl ParseStatus {
    /// The status as the dataset writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            ParseStatus::Complete => "complete",
            ParseStatus::Partial => "partial",
            ParseStatus::Quarantined => "quarantined",
        }
    }
}

/// The document itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DocumentRecord {
    /// The first 16 digits of its sha256, and `-pNNN` where it is one of several in a file.
    pub id: String,
    /// The path as given, below the input folder, with `/`.
    pub source: String,
    /// Hash of the file's bytes, in hex.
    pub sha256: String,
    /// What it is.
    pub kind: Kind,
    /// Pages of the file.
    pub pages: u32,
    /// Its first page, from 1; 0 where nothing could be read.
    pub first_page: u32,
    /// Its last page.
    pub last_page: u32,
    /// `embedded`, `ocr` or `mixed`; null where there is no text.
    #[serde(deserialize_with = "word_or_null")]
    pub text_source: Option<Word>,
    /// The house style by which it was read.
    pub house_style: Option<String>,
    /// Share of the body's characters that the grammar accounts for, 0 to 1, rounded to thousandths.
    pub recognised: Option<f64>,
    /// How far it could be read.
    pub parse_status: ParseStatus,
    /// Why it was set aside: an issue code and a sentence.
    pub quarantine_reason: Option<String>,
}

/// The meeting that the minutes record, or to which a report goes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MeetingRecord {
    /// `{council}/{body}/{yyyy-mm-dd}[.n]`, or from the document's hash where those are not known.
    pub id: String,
    /// The council as printed.
    pub council: Option<String>,
    /// The committee or body as printed.
    pub body: Option<String>,
    /// ISO date.
    pub date: Option<String>,
    /// The date as printed.
    pub date_raw: Option<String>,
    /// `stated` on the page, or `derived` from what the page says.
    #[serde(deserialize_with = "word_or_null")]
    pub date_basis: Option<Word>,
    /// HH:MM.
    pub start_time: Option<String>,
    /// HH:MM.
    pub end_time: Option<String>,
    /// Where it met.
    pub venue: Option<String>,
    /// `draft`, `approved`, `adjourned`, `inquorate` …; null where the page says nothing.
    pub status: Option<String>,
    /// Where its heading stands.
    pub place: Option<PlaceRecord>,
}

/// One person in the attendance part.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AttendanceRecord {
    /// Forenames or initials and surname, as printed.
    pub name: String,
    /// Councillor, Mr, Dr …
    pub title: Option<String>,
    /// MBE, JP …
    pub honours: Vec<String>,
    /// Chair, Clerk …
    pub role: Option<String>,
    /// Job title or organisation.
    pub position: Option<String>,
    /// `present | also_present | in_attendance | observer | apologies | absent`.
    #[serde(deserialize_with = "word")]
    pub status: Word,
    /// The label under which the name stands, as printed.
    pub label_raw: Option<String>,
    /// The person for whom this one stood in.
    pub substitute_for: Option<String>,
    /// Where.
    pub place: PlaceRecord,
}

/// An arrival or departure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PresenceRecord {
    /// The person, as printed.
    pub name: String,
    /// `arrived | left | returned | joined_remotely`.
    #[serde(deserialize_with = "word")]
    pub kind: Word,
    /// HH:MM.
    pub time: Option<String>,
    /// The item's number, where it stands under one.
    pub item: Option<String>,
    /// The sentence.
    pub text: String,
    /// Where.
    pub place: PlaceRecord,
}

/// An agenda item as minuted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ItemRecord {
    /// `{meeting}/i{number}`.
    pub id: String,
    /// As printed without its closing mark; null if none.
    pub number: Option<String>,
    /// The heading.
    pub title: String,
    /// Number of the item that holds it.
    pub parent: Option<String>,
    /// Number on the agenda, where it differs.
    pub agenda_number: Option<String>,
    /// A mark before the heading (`*`).
    pub marker: Option<String>,
    /// `apologies | minutes | declarations | exclusion | closing | ordinary`.
    #[serde(deserialize_with = "word")]
    pub kind: Word,
    /// Whether it was taken in public: false under an exclusion of the press and public; null where nothing says.
    pub public: Option<bool>,
    /// Paragraphs of Schedule 12A named for it.
    pub exempt_paragraphs: Vec<String>,
    /// Everything under the heading, without the heading.
    pub text: String,
    /// Where.
    pub place: PlaceRecord,
}

/// A decision.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ResolutionRecord {
    /// `{item}/d{n}`.
    pub id: String,
    /// Number of the item it stands under.
    pub item: Option<String>,
    /// Id of the item it stands under.
    pub item_id: Option<String>,
    /// `formal | inline`.
    #[serde(deserialize_with = "word")]
    pub form: Word,
    /// `resolved | agreed | recommended | noted | approved | deferred | refused | other`.
    #[serde(deserialize_with = "word")]
    pub kind: Word,
    /// The words after the keyword; with parts, the lead-in.
    pub text: String,
    /// Its parts.
    pub parts: Vec<PartRecord>,
    /// A mark before the keyword (`*`).
    pub marker: Option<String>,
    /// Who moved it, without title.
    pub moved_by: Option<String>,
    /// Who seconded it, without title.
    pub seconded_by: Option<String>,
    /// The vote.
    pub vote: Option<VoteRecord>,
    /// Reasons given.
    pub reasons: Option<String>,
    /// Alternatives considered and rejected.
    pub alternatives: Option<String>,
    /// What it says of recommendations; told by links.
    #[serde(skip)]
    pub said: Said,
    /// `stated | derived | corrected`.
    #[serde(deserialize_with = "word")]
    pub basis: Word,
    /// Where.
    pub place: PlaceRecord,
}

/// A part of a decision.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PartRecord {
    /// `{decision}/p{n}`.
    pub id: String,
    /// As printed: `(1)`, `a)`, `•`.
    pub label: String,
    /// Its words.
    pub text: String,
    /// What it says of recommendations; told by links.
    #[serde(skip)]
    pub said: Said,
    /// Where.
    pub place: PlaceRecord,
}

/// A vote.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct VoteRecord {
    /// Votes for.
    #[serde(rename = "for")]
    pub in_favour: Option<u32>,
    /// Votes against.
    pub against: Option<u32>,
    /// Abstentions.
    pub abstain: Option<u32>,
    /// Whether the page says that it was unanimous.
    pub unanimous: bool,
    /// Voters by name.
    pub names: VoterNames,
    /// `match | mismatch | counts_only | none`.
    #[serde(deserialize_with = "word")]
    pub tally: Word,
}

/// Voters by name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct VoterNames {
    /// Those for.
    #[serde(rename = "for")]
    pub in_favour: Vec<String>,
    /// Those against.
    pub against: Vec<String>,
    /// Those who abstained.
    pub abstain: Vec<String>,
}

impl VoterNames {
    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &String> {
        self.in_favour.iter().chain(&self.against).chain(&self.abstain)
    }
}

/// A declaration of interest.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DeclarationRecord {
    /// The member; empty for `none_declared`.
    pub name: String,
    /// The item's number in which the interest is declared.
    pub item: Option<String>,
    /// `none_declared | pecuniary | personal | prejudicial | other`.
    #[serde(deserialize_with = "word")]
    pub kind: Word,
    /// Why.
    pub reason: Option<String>,
    /// What the member did: left the room …
    pub action: Option<String>,
    /// Where.
    pub place: PlaceRecord,
}

/// An action.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ActionRecord {
    /// The item's number.
    pub item: Option<String>,
    /// Who is to do it.
    pub owner: Option<String>,
    /// What.
    pub text: String,
    /// By when, as printed.
    pub due: Option<String>,
    /// Where.
    pub place: PlaceRecord,
}

/// A reference to other minutes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReferenceRecord {
    /// The item's number under which it stands.
    pub item: Option<String>,
    /// `approves_minutes | refers_to | corrects`.
    #[serde(deserialize_with = "word")]
    pub kind: Word,
    /// The body whose minutes they are.
    pub body: Option<String>,
    /// ISO date of those minutes.
    pub date: Option<String>,
    /// Their minute number.
    pub number: Option<String>,
    /// The words.
    pub text: String,
    /// Where.
    pub place: PlaceRecord,
}

/// A link between records.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LinkRecord {
    /// Id of the one.
    pub from: String,
    /// Id of the other.
    pub to: String,
    /// `report_item | agenda_report | recommendation_decision | approves`.
    #[serde(deserialize_with = "word")]
    pub kind: Word,
    /// How they were matched: `title_exact`, `reference` …
    #[serde(deserialize_with = "word")]
    pub method: Word,
    /// 0 to 1, to hundredths.
    pub score: f64,
    /// `linked`; `candidate` where others fit as well.
    #[serde(deserialize_with = "word")]
    pub status: Word,
    /// What became of a recommendation, where the words show it: `adopted | amended | deferred | refused`.
    #[serde(deserialize_with = "word_or_null")]
    pub outcome: Option<Word>,
}

/// An issue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IssueRecord {
    /// One of the codes of [`crate::model::diagnostic::Code`].
    #[serde(deserialize_with = "word")]
    pub code: Word,
    /// `info | warning | error`.
    #[serde(deserialize_with = "word")]
    pub severity: Word,
    /// What was noticed and what to do.
    pub message: String,
    /// Where, if it has a place.
    pub place: Option<PlaceRecord>,
}
