//! What a report holds, as the dataset's contract has it: its front sheet row by row, the values read from it, its
//! officers, recommendations and sections.

use super::PlaceRecord;
use crate::model::minutes::Said;
use crate::model::word::{Word, word, word_or_null};
use serde::{Deserialize, Serialize};

/// A report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReportRecord {
    /// `{council}/{body}/{date}/r-{title-slug}[.n]`.
    pub id: String,
    /// Its title.
    pub title: Option<String>,
    /// Its own number.
    pub reference: Option<String>,
    /// The item of the agenda under which it stands, as stamped on it or said by its front sheet.
    pub agenda_item: Option<String>,
    /// Every row of the front sheet.
    pub fields: Vec<FieldRecord>,
    /// Tick boxes and X matrices.
    pub choices: Vec<ChoiceRecord>,
    /// Officers named on it.
    pub officers: Vec<OfficerRecord>,
    /// What it recommends.
    pub recommendations: Vec<RecommendationRecord>,
    /// Its sections.
    pub sections: Vec<SectionRecord>,
    /// Background papers.
    pub background_papers: Vec<String>,
    /// Appendices.
    pub appendices: Vec<String>,
    /// Whether it is exempt; null where nothing says.
    pub exempt: Option<bool>,
    /// Why.
    pub exempt_reason: Option<String>,
    /// Numbers of the paragraphs of the schedule by which it is exempt.
    pub exempt_paragraphs: Vec<String>,
    /// Whose schedule that is, where the words tell: `england | wales | scotland | northern_ireland`.
    #[serde(deserialize_with = "word_or_null")]
    pub exempt_jurisdiction: Option<Word>,
    /// Whether it is a key decision.
    pub key_decision: Option<bool>,
    /// Wards affected: `["all"]` or names.
    pub wards: Vec<String>,
    /// The portfolio.
    pub portfolio: Option<String>,
    /// The member of the cabinet in whose portfolio it is, without title.
    pub cabinet_member: Option<String>,
    /// Its number in the forward plan.
    pub forward_plan_ref: Option<String>,
    /// Where its front sheet begins.
    pub place: Option<PlaceRecord>,
}

/// A row of a front sheet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FieldRecord {
    /// As printed, without colon.
    pub label: String,
    /// Canonical key, where a vocabulary knows the label.
    pub key: Option<String>,
    /// Its value, lines joined by spaces.
    pub value: String,
    /// Where.
    pub place: PlaceRecord,
}

/// A choice of a matrix.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ChoiceRecord {
    /// What could be chosen.
    pub label: String,
    /// Whether it was.
    pub selected: bool,
    /// The mark as printed.
    pub mark: Option<String>,
    /// Where.
    pub place: PlaceRecord,
}

/// An officer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OfficerRecord {
    /// `report_of | contact | …`: the canonical key of the field.
    pub role: String,
    /// Name.
    pub name: Option<String>,
    /// Job title.
    pub job_title: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// How name and job title were told apart: `stated | derived`.
    #[serde(deserialize_with = "word")]
    pub basis: Word,
    /// Where.
    pub place: PlaceRecord,
}

/// A recommendation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RecommendationRecord {
    /// As printed; null where there is one alone.
    pub label: Option<String>,
    /// Its words.
    pub text: String,
    /// What its own words say of that sort; told by links.
    #[serde(skip)]
    pub said: Said,
    /// Where.
    pub place: PlaceRecord,
}

/// A section heading.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SectionRecord {
    /// As printed, without closing mark.
    pub number: Option<String>,
    /// The heading.
    pub title: String,
    /// `summary | recommendations | …`; `other` where no vocabulary knows it.
    pub kind: String,
    /// The words under it.
    pub text: String,
    /// Where.
    pub place: PlaceRecord,
}
