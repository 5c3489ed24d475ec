//! What went wrong or is doubtful, as data: a stage, a severity, a code of the dataset's contract, a place and a
//! sentence that says what to do. Diagnostics end as rows of `issues`, never as log text.

use crate::model::geometry::Place;
use serde::Serialize;

/// The room that noticed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Finding and reading files.
    Find,
    /// PDF to pages.
    Extract,
    /// Images to words.
    Ocr,
    /// Pages to transcript.
    Layout,
    /// Transcript to syntax tree.
    Parse,
    /// Syntax tree to records.
    Normalize,
    /// Records to files.
    Dataset,
}

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing is missing.
    Info,
    /// A person should look.
    Warning,
    /// Something could not be read: the document is not complete.
    Error,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident = $text:literal,)*) => {
        /// The issue codes of the dataset.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code { $($(#[doc = $doc])* $name,)* }

        impl Code {
            /// Every code, in the order of the dictionary.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// Every code as it is written in the dataset, in the same order.
            pub const NAMES: &'static [&'static str] = &[$($text,)*];

            /// Every code with what it means, in the same order.
            pub const MEANINGS: &'static [(&'static str, &'static str)] = &[$(($text, concat!($($doc),*)),)*];

            /// The code as it is written in the dataset.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }
        }
    };
}

codes! {
    /// No page has text that can be read (a scan without OCR).
    NoText = "NO_TEXT",
    /// The text layer of a page is implausible.
    LowTextConfidence = "LOW_TEXT_CONFIDENCE",
    /// Pages whose image was read, by what and why.
    TextRecognised = "TEXT_RECOGNISED",
    /// A font gives codes that no table turns into characters.
    FontWithoutUnicode = "FONT_WITHOUT_UNICODE",
    /// The file needs a password.
    Encrypted = "ENCRYPTED",
    /// The file is broken, wholly or in part.
    Damaged = "DAMAGED",
    /// A stated limit was reached.
    LimitReached = "LIMIT_REACHED",
    /// The file was not read within the time that a file may take.
    TimedOut = "TIMED_OUT",
    /// Reading the file takes more memory than a file may take.
    OutOfMemory = "OUT_OF_MEMORY",
    /// Reading the file brought down the process that read it.
    WorkerDied = "WORKER_DIED",
    /// The same bytes were read under another name.
    Duplicate = "DUPLICATE",
    /// Minutes without a list of those present.
    NoAttendance = "NO_ATTENDANCE",
    /// A label that no vocabulary knows.
    LabelUnknown = "LABEL_UNKNOWN",
    /// Names that stand together with nothing between them.
    NamesGlued = "NAMES_GLUED",
    /// A name that could be more than one person.
    NameAmbiguous = "NAME_AMBIGUOUS",
    /// The person in the chair is not in the list of those present.
    ChairNotInList = "CHAIR_NOT_IN_LIST",
    /// A substitute whose principal could not be found.
    SubstituteUnresolved = "SUBSTITUTE_UNRESOLVED",
    /// An item number is missing from the sequence.
    ItemNumberGap = "ITEM_NUMBER_GAP",
    /// An item number stands twice.
    ItemNumberRepeated = "ITEM_NUMBER_REPEATED",
    /// Words that look like the meeting's date and are none.
    DateUnparsed = "DATE_UNPARSED",
    /// Two dates that should agree and do not.
    DateMismatch = "DATE_MISMATCH",
    /// The names of a vote do not add up to its counts.
    VoteTallyMismatch = "VOTE_TALLY_MISMATCH",
    /// A voter who is not in the list of those present.
    VoterNotPresent = "VOTER_NOT_PRESENT",
    /// A mark before a decision whose meaning is not known.
    UnknownMarker = "UNKNOWN_MARKER",
    /// A keyword of decision with no words after it.
    ResolutionEmpty = "RESOLUTION_EMPTY",
    /// A keyword of decision that is spelt wrong.
    ResolutionTypo = "RESOLUTION_TYPO",
    /// A record of a decision does not hold what a statutory record must.
    RecordIncomplete = "RECORD_INCOMPLETE",
    /// An officer's cell that could not be split.
    OfficerUnsplit = "OFFICER_UNSPLIT",
    /// The document or an item is exempt from publication.
    ExemptContent = "EXEMPT_CONTENT",
    /// Personal data that should be looked at before publication.
    PersonalData = "PERSONAL_DATA",
    /// Body text that no rule took.
    UnrecognisedText = "UNRECOGNISED_TEXT",
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// One thing that was noticed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Diagnostic {
    /// Who noticed it.
    pub stage: Stage,
    /// How much it matters.
    pub severity: Severity,
    /// Its code in the dataset.
    pub code: Code,
    /// Where, if it has a place.
    pub place: Option<Place>,
    /// What was expected, what was found, what to do: lower case, no full stop.
    pub message: String,
}

impl Diagnostic {
    /// A diagnostic without a place.
    pub fn new(stage: Stage, severity: Severity, code: Code, message: impl Into<String>) -> Self {
        Self { stage, severity, code, place: None, message: message.into() }
    }

    /// The same diagnostic at a place.
    pub fn at(self, place: Place) -> Self {
        Self { place: Some(place), ..self }
    }
}
