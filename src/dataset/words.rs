//! The fixed lists of the contract: which words may stand in a column. Given nothing, gives the lists. A word that is no
//! part of its list is a fault of the program, and `verify` says so.

/// What a document is.
pub const DOCUMENT_KINDS: &[&str] = &["minutes", "report", "decision", "agenda", "other"];

/// Where the words of a document come from.
pub const TEXT_SOURCES: &[&str] = &["embedded", "ocr", "mixed"];

/// How far a document could be read.
pub const PARSE_STATUSES: &[&str] = &["complete", "partial", "quarantined"];

/// What became of a file.
pub const FATES: &[&str] = &["complete", "partial", "quarantined", "duplicate", "failed"];

/// Whether the page says it.
pub const STATED: &[&str] = &["stated", "derived"];

/// On what an entry rests.
pub const BASES: &[&str] = &["stated", "derived", "corrected"];

/// Where a person is mentioned.
pub const MENTIONS: &[&str] = &["attendee", "mover", "seconder", "voter", "declarant"];

/// How a mention is joined to a person, or why to none.
pub const JOINS: &[&str] = &["exact", "initials", "surname", "roster", "ambiguous", "none"];

/// By what a person is known.
pub const KNOWN_BY: &[&str] = &["attendance", "roster"];

/// How a person attended.
pub const ATTENDANCE: &[&str] =
    &["present", "also_present", "in_attendance", "observer", "apologies", "absent"];

/// What a person did in the course of a meeting.
pub const PRESENCE: &[&str] = &["arrived", "left", "returned", "joined_remotely"];

/// Sorts of items.
pub const ITEM_KINDS: &[&str] = &["apologies", "minutes", "declarations", "exclusion", "closing", "ordinary"];

/// How a decision is told.
pub const FORMS: &[&str] = &["formal", "inline"];

/// What a decision says of itself.
pub const DECISIONS: &[&str] =
    &["resolved", "agreed", "recommended", "noted", "approved", "deferred", "refused", "other"];

/// Whether names and counts of a vote agree.
pub const TALLIES: &[&str] = &["match", "mismatch", "counts_only", "none"];

/// How a person voted.
pub const CHOICES: &[&str] = &["for", "against", "abstain"];

/// Sorts of interests.
pub const INTERESTS: &[&str] = &["none_declared", "pecuniary", "personal", "prejudicial", "other"];

/// What is done with other minutes.
pub const REFERENCES: &[&str] = &["approves_minutes", "refers_to", "corrects"];

/// Whose schedule of exempt information.
pub const JURISDICTIONS: &[&str] = &["england", "wales", "scotland", "northern_ireland"];

/// What a link says.
pub const LINKS: &[&str] = &["report_item", "agenda_report", "recommendation_decision", "approves"];

/// Whether a link is chosen.
pub const LINK_STATUSES: &[&str] = &["linked", "candidate"];

/// What became of a recommendation.
pub const OUTCOMES: &[&str] = &["adopted", "amended", "deferred", "refused"];

/// How much an issue matters.
pub const SEVERITIES: &[&str] = &["info", "warning", "error"];
