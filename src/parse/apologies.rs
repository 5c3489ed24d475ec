//! Apologies: given a sentence, gives those from whom they came. Told once in the list of those present and again under an item, they
//! count once; who stands in for another sends none.

use super::attendance::AttendanceReader;
use super::labels::{Label, ends_with_from};
use super::people::people;
use super::person::Person;
use super::sentences::sentences;
use super::taken::Ledger;
use crate::house_style::HouseStyle;
use crate::model::minutes::{Attendee, Status};
use crate::model::span::Span;

/// Between apologies and the names of those who sent them stand no more bytes than this.
const FROM: usize = 60;

impl AttendanceReader<'_> {
    /// "Cllr T Beck | sent apologies": those named before the words.
    fn apologised(&mut self, names: Span, ledger: &mut Ledger) -> bool {
        let people = people(self.reader.text(names), names.start, self.style, None);
        let list = people.is_list() && people.strange.is_empty();
        if list {
            let span = Span::new(names.end, names.end);
            let label =
                Label { status: Status::Apologies, chair: false, span, rest: names.start, sentence: true };
            let kept = self.label.replace(label);
            self.title = None;
            self.add(people, None, ledger);
            self.label = kept;
        }
        list
    }

    /// "Cllr Dale substituted for Cllr Hale" under apologies: who stands in for another sends none.
    pub(super) fn is_substitute(&self, person: &Person, label: &Label) -> bool {
        let names = &self.style.names;
        let stands_in = person.substitute_for.map(|s| self.reader.text(s));
        label.status == Status::Apologies
            && stands_in.is_some_and(|words| names.substitutes.at_start(words).is_some())
    }

    /// Apologies told in the list and once more under their item.
    pub(super) fn is_repeated(&self, person: &Person, label: &Label) -> bool {
        let name = self.reader.text(person.name);
        let last = |s: &str| s.split_whitespace().next_back().unwrap_or("").to_lowercase();
        let same = |a: &&Attendee| {
            let other = self.reader.text(a.name);
            let one_word = !name.contains(' ') || !other.contains(' ');
            a.status == label.status
                && a.label != Some(label.span)
                && last(other) == last(name)
                && (one_word || other.eq_ignore_ascii_case(name))
        };
        label.status == Status::Apologies && self.out.iter().filter(same).count() == 1
    }

    /// "… welcomed everyone; apologies were received from Councillors Hale and Dale."
    pub(super) fn apologies_in_sentence(&mut self, span: Span, ledger: &mut Ledger) -> bool {
        let text = self.reader.text(span);
        let mut found = false;
        for sentence in sentences(text, span.start, self.style) {
            let words = self.reader.text(sentence);
            let told = apologies_list(words, self.style);
            let open = self.label.as_ref().filter(|l| l.status == Status::Apologies).is_some();
            let behind =
                || self.style.attendance.apologies_from.find(words).filter(|m| open && m.start < FROM);
            let sent = self.style.attendance.sent_apologies.find(words).filter(|met| met.start > 0);
            if let Some(met) = sent.filter(|_| told.is_none()) {
                found |= self.apologised(Span::new(sentence.start, sentence.start + met.start), ledger);
                continue;
            }
            let Some(list) = told.or_else(|| behind().map(|met| met.end)) else { continue };
            let from = sentence.start + list;
            let people = people(self.reader.text(Span::new(from, sentence.end)), from, self.style, None);
            if people.persons.is_empty() {
                continue;
            }
            let label = Span::new(sentence.start, from);
            self.label = Some(Label {
                status: Status::Apologies,
                chair: false,
                span: label,
                rest: from,
                sentence: true,
            });
            self.title = None;
            self.add(people, None, ledger);
            self.label = None;
            found = true;
        }
        found
    }
}

/// Where the names begin in a sentence that says from whom apologies came.
fn apologies_list(sentence: &str, style: &HouseStyle) -> Option<usize> {
    let met = style.attendance.apologies.find(sentence)?;
    let after = sentence.get(met.end..)?;
    if ends_with_from(sentence.get(met.start..met.end)?, style) {
        return Some(met.end);
    }
    let from = style.attendance.apologies_from.find(after).filter(|f| f.start < FROM)?;
    Some(met.end + from.end)
}
