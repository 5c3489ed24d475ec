//! What in a document's record is not for publication: given its texts, the words of its house style and the people who
//! hold a public office, gives the words that tell of private persons, each with the rule that says so. Proposes only:
//! knows nothing of what an officer decides, of files, or of what becomes of the words.

mod addresses;
mod contacts;
mod names;
mod officials;
mod persons;
mod signatures;

use crate::house_style::HouseStyle;
use crate::model::record::Record;
pub use officials::Officials;
pub use persons::is_private;
use std::collections::HashSet;

/// What words tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// Where somebody lives.
    Address,
    /// A signature, with the label before it.
    Signature,
    /// The name of a private person.
    Name,
}

impl Sort {
    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Sort::Email => "email",
            Sort::Phone => "phone",
            Sort::Address => "address",
            Sort::Signature => "signature",
            Sort::Name => "name",
        }
    }
}

/// A text of a record.
#[derive(Clone, Copy, Debug, Default)]
pub struct Passage<'t> {
    /// Its words.
    pub text: &'t str,
    /// The heading or label under which it stands; empty where there is none.
    pub under: &'t str,
    /// What it is by its key alone, as an officer's telephone number is.
    pub is: Option<Sort>,
    /// It tells where a meeting is held: its address is public.
    pub venue: bool,
}

/// Words that are not for publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// As they stand in the text.
    pub words: String,
    /// What they tell.
    pub sort: Sort,
    /// Why they are thought to be private.
    pub rule: &'static str,
    /// Whether that is enough to redact them; otherwise somebody should look.
    pub sure: bool,
}

/// Everything in the texts of one document that is not for publication, each words once, in order of the texts.
pub fn findings(
    passages: &[Passage<'_>],
    record: &Record,
    officials: &Officials,
    style: &HouseStyle,
) -> Vec<Finding> {
    let mut found = Vec::new();
    contacts::find(passages, style, &mut found);
    let addresses = addresses::find(passages, style);
    found.extend(addresses.iter().flatten().filter(|home| !home.public).map(|home| home.finding.clone()));
    signatures::find(passages, style, &mut found);
    persons::find(passages, &addresses, record, officials, style, &mut found);
    let mut seen = HashSet::new();
    // What is sure comes first: the same words may also be doubtful.
    let (sure, unsure): (Vec<_>, Vec<_>) = found.into_iter().partition(|finding| finding.sure);
    sure.into_iter().chain(unsure).filter(|finding| seen.insert(finding.words.to_lowercase())).collect()
}

/// Whether a file's name says that it is not for publication.
pub fn is_closed(name: &str, style: &HouseStyle) -> bool {
    let words = name.replace(['_', '-', '.', '/'], " ");
    style.privacy.closed.is_in(&words)
}
