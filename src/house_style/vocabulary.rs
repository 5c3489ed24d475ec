//! The shape of a grammar file and of the vocabulary made of it: tables of phrases, each with the fixture or phrase case
//! that justifies it. Only words stand here; what they do is for the grammars.

use super::lexicon::{Found, Lexicon};
use super::phrases::PhraseSet;
use super::sections::{
    Attendance, Business, Formal, Inline, Items, Meeting, Motions, Names, Privacy, Reports,
};
use serde::Deserialize;
use std::ops::Range;
use std::sync::Arc;

/// Which figure stands first in a date such as 3/4/2012.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrder {
    /// 3 April.
    #[default]
    DayFirst,
    /// 4 March.
    MonthFirst,
}

/// A vocabulary with its parent's words included.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HouseStyle {
    /// Phrases without one of which no sentence decides anything.
    #[serde(skip)]
    pub deciding: PhraseSet,
    /// Phrases without one of which no sentence tells of presence, interests or other minutes.
    #[serde(skip)]
    pub telling: PhraseSet,
    /// All its phrases at once.
    #[serde(skip)]
    lexicon: Arc<Lexicon>,
    /// Whether it is set to read a text of which some was read from images.
    #[serde(skip)]
    pub scanned: bool,
    /// Its name: the stem of its file.
    #[serde(skip)]
    pub name: String,
    /// The style whose words it takes over, if any.
    pub inherits: Option<String>,
    /// Language tag of its documents.
    pub language: Option<String>,
    /// What it is for, in a sentence.
    pub describes: String,
    /// The order of day and month in figures: `day-first` or `month-first`; that of the parent where none is given.
    pub date_order: Option<DateOrder>,
    /// Labels of attendance.
    pub attendance: Attendance,
    /// Words with names.
    pub names: Names,
    /// Head and end of a meeting.
    pub meeting: Meeting,
    /// Agenda items.
    pub items: Items,
    /// Words of decision that open a sentence.
    pub formal: Formal,
    /// Words of decision within narrative.
    pub inline: Inline,
    /// Motions and votes.
    pub motions: Motions,
    /// Interests, private business, actions.
    pub business: Business,
    /// Reports and decision records.
    pub reports: Reports,
    /// What is not for publication; these phrases are not looked up beforehand, for reading asks none of them.
    pub privacy: Privacy,
    /// Phrases by which a document shows that it may be in this style, whatever they mean; where its file names none, all
    /// phrases of the file that the parent lacks.
    pub signs: PhraseSet,
}

impl HouseStyle {
    /// Takes over the words of the parent that it lacks.
    pub(super) fn inherit(&mut self, parent: &HouseStyle) {
        if self.signs.is_empty() {
            self.signs = self.phrases();
            self.signs.remove(&parent.phrases());
        }
        self.attendance.inherit(&parent.attendance);
        self.names.inherit(&parent.names);
        self.meeting.inherit(&parent.meeting);
        self.items.inherit(&parent.items);
        self.formal.inherit(&parent.formal);
        self.inline.inherit(&parent.inline);
        self.motions.inherit(&parent.motions);
        self.business.inherit(&parent.business);
        self.reports.inherit(&parent.reports);
        self.privacy.inherit(&parent.privacy);
        self.date_order = self.date_order.or(parent.date_order);
        self.language = self.language.take().or_else(|| parent.language.clone());
    }

    /// The phrases of all its tables as one set; those of privacy tell nothing of a style.
    fn phrases(&self) -> PhraseSet {
        let mut all = PhraseSet::default();
        self.reading_tables().iter().for_each(|(_, set)| all.inherit(set));
        all
    }

    /// Makes its phrases ready to be met.
    pub(super) fn seal(&mut self) {
        self.each(&mut PhraseSet::seal);
        self.privacy.each(&mut PhraseSet::seal);
        self.deciding = PhraseSet::union(&self.words_of_decision());
        self.telling = PhraseSet::union(&[
            &self.business.arrivals,
            &self.business.declares,
            &self.business.none_declared,
            &self.items.words,
        ]);
        let mut lexicon = Lexicon::default();
        self.each(&mut |set| lexicon.add(set.folded()));
        self.lexicon = Arc::new(lexicon);
    }

    /// The same style with the places of its phrases in a document's text looked up beforehand: what is asked of any part
    /// of that very text is then answered at once.
    pub fn read_in(&self, text: &Arc<str>) -> Self {
        self.with_found(self.lexicon.search(text))
    }

    /// The same; in the parts named, which were read from images, phrases are met misread too.
    pub fn read_in_scan(&self, text: &Arc<str>, misread: &[Range<usize>]) -> Self {
        let style = self.with_found(self.lexicon.search_forgiving(text, misread));
        Self { scanned: !misread.is_empty(), ..style }
    }

    fn with_found(&self, found: Vec<Found>) -> Self {
        let mut found = found.into_iter();
        let mut style = self.clone();
        style.each(&mut |set| {
            if let Some(found) = found.next() {
                set.note(found);
            }
        });
        style
    }

    /// Does something with each set of phrases, in order.
    fn each(&mut self, action: &mut dyn FnMut(&mut PhraseSet)) {
        action(&mut self.deciding);
        action(&mut self.telling);
        action(&mut self.signs);
        self.attendance.each(action);
        self.names.each(action);
        self.meeting.each(action);
        self.items.each(action);
        self.formal.each(action);
        self.inline.each(action);
        self.motions.each(action);
        self.business.each(action);
        self.reports.each(action);
    }

    /// Every set of phrases without one of which no sentence decides anything.
    fn words_of_decision(&self) -> Vec<&PhraseSet> {
        let formal = self.formal.all().into_iter();
        let inline = self
            .inline
            .all()
            .into_iter()
            .filter(|(key, _)| !matches!(*key, "never" | "lead_ins" | "that" | "passive"));
        let moving = self
            .motions
            .all()
            .into_iter()
            .filter(|(key, _)| matches!(*key, "moved_by" | "moved" | "seconded" | "both"));
        formal.chain(inline).chain(moving).map(|(_, set)| set).collect()
    }

    /// Every table of phrases with the name of its section and key.
    pub fn tables(&self) -> Vec<(String, &PhraseSet)> {
        let private = self.privacy.all().into_iter().map(|(key, set)| (format!("privacy.{key}"), set));
        self.reading_tables().into_iter().chain(private).collect()
    }

    /// Those by which documents are read.
    fn reading_tables(&self) -> Vec<(String, &PhraseSet)> {
        let sections = [
            ("attendance", self.attendance.all()),
            ("names", self.names.all()),
            ("meeting", self.meeting.all()),
            ("items", self.items.all()),
            ("formal", self.formal.all()),
            ("inline", self.inline.all()),
            ("motions", self.motions.all()),
            ("business", self.business.all()),
            ("reports", self.reports.all()),
        ];
        let named = |(section, tables): (&'static str, Vec<(&'static str, _)>)| {
            tables.into_iter().map(move |(key, table)| (format!("{section}.{key}"), table))
        };
        let signs = std::iter::once(("signs".to_owned(), &self.signs));
        signs.chain(sections.into_iter().flat_map(named)).collect()
    }
}
