//! The syntax tree of a report: its front sheet, recommendations and sections. Every node points into the transcript.

use crate::model::minutes::Said;
use crate::model::span::Span;
use serde::Serialize;

/// What the grammars read in a report. A value may stand in several pieces (cells of a merged row, lines beside a
/// label), each its own span.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// The title's words.
    pub title: Vec<Span>,
    /// Rows of the front sheet.
    pub fields: Vec<Field>,
    /// Tick boxes and matrices.
    pub choices: Vec<Choice>,
    /// The number of the item of the agenda with which its first page is stamped.
    pub agenda_item: Option<Span>,
    /// What it recommends.
    pub recommendations: Vec<Recommendation>,
    /// Section headings, in order.
    pub sections: Vec<Section>,
    /// Why it is exempt: paragraphs of a schedule.
    pub exemption: Option<Exemption>,
    /// A line of the heading that says that it is exempt.
    pub exempt_heading: Option<Span>,
    /// The name of the cabinet member, without title.
    pub cabinet_member: Option<Span>,
    /// The portfolio, without the words for the office.
    pub portfolio: Option<Span>,
    /// The names of the wards that it lists, each piece by piece; none where it says that all or none are meant.
    pub wards: Vec<Vec<Span>>,
    /// Officers named on it.
    pub officers: Vec<Officer>,
    /// Values that name an officer and could not be split.
    pub unsplit: Vec<Span>,
    /// Background papers.
    pub background_papers: Vec<Span>,
    /// Appendices.
    pub appendices: Vec<Span>,
    /// A record of a decision says something of conflicts of interest or dispensations.
    pub conflicts_said: bool,
}

/// A row of the front sheet.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Field {
    /// The label, without colon.
    pub label: Span,
    /// Canonical key, where the vocabulary knows the label.
    pub key: Option<String>,
    /// The value, piece by piece.
    pub value: Vec<Span>,
    /// Whether the value begins with a word for yes (all wards, for a field of wards) or for no; None with neither.
    pub says: Option<bool>,
}

/// What law says that it is not for publication.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Exemption {
    /// The numbers of the paragraphs.
    pub paragraphs: Vec<Span>,
    /// `england | wales | scotland | northern_ireland`, where the words tell.
    pub jurisdiction: Option<&'static str>,
}

/// An officer named on the report.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Officer {
    /// `report_of | contact_officer`.
    pub role: &'static str,
    /// The name, without title.
    pub name: Option<Span>,
    /// The post, line by line.
    pub job_title: Vec<Span>,
    /// E-mail address.
    pub email: Option<Span>,
    /// Telephone number.
    pub phone: Option<Span>,
    /// `stated` where lines, marks or labels part name and post, `derived` where an address or the words of posts do.
    pub basis: &'static str,
    /// A title or an address shows that the name is one.
    pub titled: bool,
    /// All the words.
    pub span: Span,
}

/// A choice.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Choice {
    /// What could be chosen.
    pub label: Span,
    /// The mark, if one is printed.
    pub mark: Option<Span>,
    /// Whether it is chosen.
    pub selected: bool,
}

/// A recommendation.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Recommendation {
    /// Its label, if it has one.
    pub label: Option<Span>,
    /// Its words.
    pub text: Vec<Span>,
    /// What its own words say of that sort: it may recommend to defer.
    #[serde(skip_serializing_if = "Said::is_silent")]
    pub said: Said,
}

/// A section.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Section {
    /// Its number, if it has one.
    pub number: Option<Span>,
    /// Its heading.
    pub title: Span,
    /// Its kind by the vocabulary; `other` where that does not know it.
    pub kind: String,
    /// The words under it up to the next heading.
    pub text: Span,
}
