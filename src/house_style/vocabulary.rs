//! The shape of a grammar file and of the vocabulary made of it: tables of phrases, each with the fixture or phrase case
//! that justifies it. Only words stand here; what they do is for the grammars.

use super::found::Found;
use super::lexicon::Lexicon;
use super::phrases::PhraseSet;
use super::sections::{
    Attendance, Business, Formal, Inline, Items, Meeting, Motions, Names, Privacy, Reports,
};
use super::wording::Wording;
use serde::Deserialize;
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
    /// The phrases of its own sets at once.
    #[serde(skip)]
    lexicon: Arc<Lexicon>,
    /// Those of the parent, whose sets it shares where it adds nothing to them.
    #[serde(skip)]
    inherited: Option<Arc<Lexicon>>,
    /// Where the phrases of each of its sets are looked up, in order.
    #[serde(skip)]
    homes: Arc<[Home]>,
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

/// Where the phrases of a set are looked up: in the style's own lexicon or the parent's, and the number there.
#[derive(Clone, Copy, Debug)]
enum Home {
    Own(usize),
    Inherited(usize),
}

impl HouseStyle {
    /// Makes the phrases by which it is known ready to be met: its own, where its file names none.
    pub(super) fn seal_signs(&mut self, parent: &HouseStyle) {
        if self.signs.is_empty() {
            self.signs = self.phrases();
            self.signs.remove(&parent.phrases());
        }
        self.signs.seal();
    }

    /// The same style with the words of its parent, ready to be met; the parent is so already.
    pub(super) fn beside(&self, parent: &HouseStyle) -> Self {
        let mut style = self.clone();
        style.inherit(parent);
        style.seal_beside(parent);
        style
    }

    /// Takes over the words of the parent that it lacks.
    fn inherit(&mut self, parent: &HouseStyle) {
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
        self.seal_sets();
        self.deciding = PhraseSet::union(&self.words_of_decision());
        self.telling = PhraseSet::union(&self.words_that_tell());
        let sets = self.sets();
        self.homes = (0..sets.len()).map(Home::Own).collect();
        self.lexicon = Arc::new(Lexicon::of(&sets.iter().map(PhraseSet::folded).collect::<Vec<_>>()));
    }

    /// The same for a style that has inherited from this one, which was sealed before.
    fn seal_beside(&mut self, parent: &HouseStyle) {
        self.seal_sets();
        let union = |mine: &[&PhraseSet], theirs: &[&PhraseSet], known: &PhraseSet| {
            let shared = mine.iter().zip(theirs).all(|(a, b)| a.is_shared_with(b));
            if shared { known.clone() } else { PhraseSet::union(mine) }
        };
        self.deciding = union(&self.words_of_decision(), &parent.words_of_decision(), &parent.deciding);
        self.telling = union(&self.words_that_tell(), &parent.words_that_tell(), &parent.telling);
        let mut own = Vec::new();
        let homes = self.sets().into_iter().zip(parent.sets()).enumerate().map(|(at, (mine, theirs))| {
            if mine.is_shared_with(&theirs) {
                return Home::Inherited(at);
            }
            own.push(mine.folded());
            Home::Own(own.len() - 1)
        });
        self.homes = homes.collect();
        self.lexicon = Arc::new(Lexicon::of(&own));
        self.inherited = Some(Arc::clone(&parent.lexicon));
    }

    fn seal_sets(&mut self) {
        self.each(&mut PhraseSet::seal);
        self.privacy.each(&mut PhraseSet::seal);
    }

    /// Its sets of phrases, in order.
    fn sets(&self) -> Vec<PhraseSet> {
        let mut sets = Vec::new();
        self.clone().each(&mut |set| sets.push(set.clone()));
        sets
    }

    fn words_that_tell(&self) -> [&PhraseSet; 4] {
        let business = &self.business;
        [&business.arrivals, &business.declares, &business.none_declared, &self.items.words]
    }

    /// The same style with the places of its phrases in a document's text looked up beforehand: what is asked of any part
    /// of that very text is then answered at once. In the parts that were read from images, phrases are met misread too.
    pub fn read_in(&self, wording: &Wording) -> Self {
        let own = wording.found(&self.lexicon);
        let inherited = self.inherited.as_ref().map(|lexicon| wording.found(lexicon));
        let found = |home: &Home| -> Option<&Found> {
            match home {
                Home::Own(set) => own.get(*set),
                Home::Inherited(set) => inherited.as_ref()?.get(*set),
            }
        };
        let mut homes = self.homes.iter();
        let mut style = Self { scanned: !wording.misread().is_empty(), ..self.clone() };
        style.each(&mut |set| {
            if let Some(found) = homes.next().and_then(found) {
                set.note(found.clone());
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
