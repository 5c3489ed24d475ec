//! Who was there: given the paragraphs of the attendance part, gives named persons with their status. Walks labels
//! ("Present", "(Also Present)", "Apologies were received from") and reads the lists behind, beside or under them.

use super::labels::{Label, labels_within};
use super::people::{People, people};
use super::person::{Person, are_initials};
use super::reader::{Paragraph, Reader, is_capitals};
use super::sentences::first_sentence;
use super::taken::Ledger;
use crate::house_style::HouseStyle;
use crate::model::minutes::{Attendee, Status};
use crate::model::span::Span;
use crate::model::transcript::CellId;

/// Reads the attendance part; every person goes into `out`.
pub(super) struct AttendanceReader<'a> {
    pub(super) reader: &'a Reader<'a>,
    pub(super) style: &'a HouseStyle,
    /// The label in force.
    pub(super) label: Option<Label>,
    /// The title that leads the list in force.
    pub(super) title: Option<String>,
    /// A role or post in a cell before the name's.
    pub(super) office: Option<(CellId, Span, bool)>,
    /// "Councillors" in a cell of its own: the title of those beside it who have none.
    pub(super) cell_title: Option<(CellId, Span)>,
    /// Where each person stood, in the order of `out`.
    pub(super) cells: Vec<Option<CellId>>,
    /// Labels that stand in cells, by where they stand.
    pub(super) cell_labels: Vec<(CellId, Label)>,
    /// What has been read.
    pub out: Vec<Attendee>,
}

impl<'a> AttendanceReader<'a> {
    /// A reader with no label in force.
    pub fn new(reader: &'a Reader<'a>, style: &'a HouseStyle) -> Self {
        Self {
            reader,
            style,
            label: None,
            title: None,
            office: None,
            cell_title: None,
            cells: Vec::new(),
            cell_labels: Vec::new(),
            out: Vec::new(),
        }
    }

    /// Reads paragraphs before the first item. Labels open lists, other prose ends them.
    pub fn zone(&mut self, paragraphs: &[Paragraph], ledger: &mut Ledger) {
        for paragraph in paragraphs.iter().filter(|p| !p.margin) {
            self.paragraph(paragraph.span, paragraph.cell, ledger);
        }
        self.label = None;
    }

    /// Reads the body of an item that holds attendance: its title is the first label.
    pub fn item(
        &mut self,
        title: Span,
        paragraphs: &[Paragraph],
        status: Option<Status>,
        ledger: &mut Ledger,
    ) {
        self.label = status.map(|status| Label {
            status,
            chair: false,
            span: title,
            rest: title.end,
            sentence: false,
        });
        for paragraph in paragraphs.iter().filter(|p| !p.margin) {
            let kept = self.label.clone();
            self.paragraph(paragraph.span, paragraph.cell, ledger);
            self.label = self.label.take().or(kept);
        }
        self.label = None;
    }

    fn paragraph(&mut self, span: Span, cell: Option<CellId>, ledger: &mut Ledger) {
        let span = self.reader.trim(span);
        if self.style.items.dividers.whole(self.reader.text(span)).is_some() {
            self.label = None;
            return;
        }
        if self.told_below(span, cell, ledger) {
            return;
        }
        let labels = labels_within(self.reader.text(span), span.start, self.style);
        if let Some(first) = labels.first() {
            let before = Span::new(span.start, first.span.start);
            if self.label.is_some() && !before.is_empty() {
                self.list(before, cell, ledger);
            }
            for (i, label) in labels.iter().enumerate() {
                let end = labels.get(i + 1).map_or(span.end, |next| next.span.start);
                self.labelled(label.clone(), end, cell, ledger);
            }
            return;
        }
        if self.apologies_in_sentence(span, ledger) {
            return;
        }
        if self.label.is_none() && self.in_the_chair(span, cell, ledger) {
            return;
        }
        match self.force(cell).or_else(|| self.shared_title_label(span)) {
            Some(label) => {
                self.label = Some(label);
                self.list(span, cell, ledger);
            }
            None => self.label = None,
        }
    }

    /// "(Strathbrae Council)", "Chair" below a name, in its cell or the next one down: told of that person.
    fn told_below(&mut self, span: Span, cell: Option<CellId>, ledger: &mut Ledger) -> bool {
        let text = self.reader.text(span);
        let bracketed = text.len() > 2 && text.starts_with('(') && text.find(')') == Some(text.len() - 1);
        let role = self.style.names.roles.whole(text).is_some();
        let near = |own: &Option<CellId>| match (own, cell) {
            (Some(a), Some(b)) => {
                a.table == b.table && a.col == b.col && (a.row == b.row || bracketed && a.row + 1 == b.row)
            }
            _ => false,
        };
        let Some(at) = self.cells.iter().rposition(near).filter(|_| bracketed || role) else { return false };
        let Some(person) = self.out.get_mut(at) else { return false };
        let inner = if bracketed { Span::new(span.start + 1, span.end - 1) } else { span };
        let holds = role || self.style.names.roles.whole(self.reader.text(inner)).is_some();
        let place = if holds { &mut person.role } else { &mut person.position };
        if place.is_some() {
            return false;
        }
        *place = Some(inner);
        ledger.take(span, "attendee", "told below a name", format!("attendance[{at}]"));
        true
    }

    /// The label for words in a cell: in the same row, above in the column, else the one in force.
    fn force(&self, cell: Option<CellId>) -> Option<Label> {
        let Some(cell) = cell else { return self.label.clone() };
        let of = |pick: &dyn Fn(&CellId) -> bool| {
            self.cell_labels
                .iter()
                .rev()
                .find(|(id, _)| id.table == cell.table && pick(id))
                .map(|(_, l)| l.clone())
        };
        let elsewhere = self.cell_labels.last().is_some_and(|(id, l)| {
            id.table != cell.table && self.label.as_ref().is_some_and(|f| f.span == l.span)
        });
        if elsewhere {
            return None;
        }
        of(&|id| id.row == cell.row && id.col < cell.col).or_else(|| {
            let above = of(&|id| id.col == cell.col && id.row < cell.row).or_else(|| self.label.clone());
            above.map(Label::behind_chair)
        })
    }

    fn labelled(&mut self, label: Label, end: usize, cell: Option<CellId>, ledger: &mut Ledger) {
        // The colon or dash behind a label is of the label.
        let marked = Span::new(label.span.start, label.rest.min(end).max(label.span.end));
        ledger.take(marked, "label", "attendance label", String::new());
        if let Some(cell) = cell {
            self.cell_labels.push((cell, label.clone()));
        }
        let rest = Span::new(label.rest.min(end), end);
        let rest = if label.sentence {
            first_sentence(self.reader.text(rest), rest.start, self.style)
        } else {
            rest
        };
        self.title = None;
        self.label = Some(label);
        if !self.reader.text(rest).trim().is_empty() {
            self.list(rest, cell, ledger);
        }
    }

    /// Reads a list under the label in force; prose ends the label, unless it stands in a table.
    fn list(&mut self, span: Span, cell: Option<CellId>, ledger: &mut Ledger) {
        let text = self.reader.text(span);
        if self.is_office(span, cell) || self.are_last_initials(span) || self.is_shouted(span) {
            return;
        }
        let beside =
            self.cell_title.filter(|(at, _)| cell.is_some_and(|c| c.row == at.row && c.col > at.col));
        let title = if beside.is_some() { None } else { self.title.clone() };
        let mut people = people(text, span.start, self.style, title);
        if let Some((_, words)) = beside {
            people.persons.iter_mut().for_each(|p| beside_title(p, words, self.title.as_deref()));
        }
        let sure = people.is_list()
            || (!people.persons.is_empty() && self.label.as_ref().is_some_and(|l| l.rest == span.start));
        if sure {
            let open = text.trim_end().ends_with(',');
            let title = people.title.clone().filter(|_| open);
            self.add(people, cell, ledger);
            self.title = title.or(self.title.take());
        } else if let Some(people) = self.first_sentence_list(span) {
            self.add(people, cell, ledger);
            self.label = None;
        } else if cell.is_none() && !self.is_group(text) {
            self.label = None;
        }
    }

    /// "Cllrs Hale and Dale. The Chairman welcomed …": only the first sentence is a list.
    fn first_sentence_list(&self, span: Span) -> Option<People> {
        let first = first_sentence(self.reader.text(span), span.start, self.style);
        if first.end >= span.end {
            return None;
        }
        let people = people(self.reader.text(first), first.start, self.style, self.title.clone());
        (people.is_list() && people.strange.is_empty()).then_some(people)
    }

    /// Capitals throughout with no title: a heading, which ends the list.
    fn is_shouted(&mut self, span: Span) -> bool {
        let text = self.reader.text(span);
        let fresh = self.label.as_ref().is_some_and(|l| l.rest != span.start);
        let listed = text.contains(',') || self.title.is_some();
        let shouted = fresh
            && !listed
            && is_capitals(text)
            && self.style.names.titles.at_start(text.trim_start()).is_none();
        if shouted {
            self.label = None;
        }
        shouted
    }

    /// "5 members of the public": a count, after which the list may go on.
    fn is_group(&self, text: &str) -> bool {
        text.trim_start().starts_with(|c: char| c.is_ascii_digit())
            || self.style.attendance.groups.is_in(text)
    }

    /// A cell (or line) that is only a role, a post or a shared title: it tells of the names beside it.
    fn is_office(&mut self, span: Span, cell: Option<CellId>) -> bool {
        let text = self.reader.text(span);
        let names = &self.style.names;
        if let Some(met) = names.shared_titles.whole(text) {
            self.title = Some(met.value.to_owned());
            self.cell_title = cell.map(|c| (c, self.reader.trim(span)));
            return true;
        }
        let Some(cell) = cell else { return false };
        let trimmed =
            self.reader.trim(Span::new(span.start, span.start + text.trim_end().trim_end_matches(':').len()));
        let role = names.roles.whole(text).is_some();
        let post = !role && (names.posts.is_in(text) || names.titles.whole(text).is_some_and(|m| m.end > 6));
        let alone = people(text, span.start, self.style, None).persons.is_empty();
        if role || (post && alone) {
            self.office = Some((cell, trimmed, role));
            self.title = None;
        }
        role || (post && alone)
    }

    pub(super) fn add(&mut self, people: People, cell: Option<CellId>, ledger: &mut Ledger) {
        let Some(label) = self.label.clone() else { return };
        let office = self
            .office
            .take()
            .filter(|(at, _, _)| cell.is_some_and(|c| c.table == at.table && c.row == at.row));
        let mut label = label;
        for person in people.persons {
            let known = label.chair && self.is_known(&person, &label);
            if known || self.is_repeated(&person, &label) || self.is_substitute(&person, &label) {
                continue;
            }
            let mut attendee = attendee(person, &label, self.reader, self.style);
            self.cells.push(cell);
            if label.chair {
                // One person takes the chair; whoever stands behind is present.
                label = label.behind_chair();
                self.label = Some(label.clone());
            }
            match office {
                Some((_, span, true)) => attendee.role = attendee.role.or(Some(span)),
                Some((_, span, false)) => attendee.position = attendee.position.or(Some(span)),
                None => {}
            }
            ledger.take(
                attendee.span,
                "attendee",
                "list of names",
                format!("attendance[{}]", self.out.len()),
            );
            self.out.push(attendee);
        }
    }

    /// "The Mayor (Councillor Hale) in the Chair" on a line of its own, above the list.
    fn in_the_chair(&mut self, span: Span, cell: Option<CellId>, ledger: &mut Ledger) -> bool {
        let text = self.reader.text(span);
        let Some(met) =
            self.style.attendance.chair.find(text).filter(|m| m.start > 0 && text.len() - m.end < 2)
        else {
            return false;
        };
        let before = text.get(..met.start).unwrap_or("").trim_end_matches([' ', ',', '-', '–', '(']);
        let people = people(before, span.start, self.style, None);
        let [_] = people.persons.as_slice() else { return false };
        let label = Span::new(span.start + met.start, span.start + met.end);
        let kept = self.label.replace(Label {
            status: Status::Present,
            chair: true,
            span: label,
            rest: span.start,
            sentence: true,
        });
        self.add(people, cell, ledger);
        self.label = kept;
        true
    }

    /// "Councillors:" over names, where nothing else says that they were present.
    fn shared_title_label(&self, span: Span) -> Option<Label> {
        let text = self.reader.text(span);
        let met = self.style.names.shared_titles.at_start(text)?;
        let colon = text.get(..met.end + 1).is_some_and(|t| t.trim_end().ends_with(':'));
        let fresh = self.out.iter().all(|a| a.status != Status::Present || a.role.is_some());
        let label = Span::new(span.start, span.start + met.end);
        (colon && fresh).then_some(Label {
            status: Status::Present,
            chair: false,
            span: label,
            rest: span.start,
            sentence: false,
        })
    }

    /// A sentence that puts a listed person in the chair names nobody new.
    fn is_known(&mut self, person: &Person, label: &Label) -> bool {
        let name = self.reader.text(person.name);
        let same = self.out.iter_mut().find(|a| self.reader.text(a.name) == name);
        let known = same.is_some();
        if let Some(attendee) = same {
            attendee.role =
                attendee.role.or(person.role).or_else(|| chair_word(self.reader, label, self.style));
        }
        known
    }

    /// A cell of initials beside a name.
    fn are_last_initials(&mut self, span: Span) -> bool {
        let text = self.reader.text(span).trim();
        let Some(last) = self.out.last_mut().filter(|a| a.initials.is_none()) else { return false };
        let fits = are_initials(text, self.reader.text(last.name));
        if fits {
            last.initials = Some(span);
        }
        fits
    }
}

/// The title in the cell before the name: the person's, or his post where he has a title of his own.
fn beside_title(person: &mut Person, words: Span, title: Option<&str>) {
    match person.title {
        None => person.title = title.map(str::to_owned),
        Some(_) => person.position = person.position.or(Some(words)),
    }
}

/// The word for the chair in a label such as "IN THE CHAIR": its last.
fn chair_word(reader: &Reader, label: &Label, style: &HouseStyle) -> Option<Span> {
    let text = reader.text(label.span);
    let (from, to) = super::chair::role_in(text, style)?;
    Some(Span::new(label.span.start + from, label.span.start + to))
}

fn attendee(person: Person, label: &Label, reader: &Reader, style: &HouseStyle) -> Attendee {
    let office = style.names.roles.whole(reader.text(label.span)).map(|_| label.span);
    let chair = || if label.chair { chair_word(reader, label, style) } else { None };
    let role = person.role.or_else(|| office.filter(|_| !label.chair)).or_else(chair);
    Attendee {
        span: person.span,
        name: person.name,
        title: person.title,
        honours: person.honours,
        role,
        position: person.position,
        initials: person.initials,
        status: if person.away { Status::Absent } else { label.status },
        label: Some(label.span),
        substitute_for: person.substitute_for,
    }
}
