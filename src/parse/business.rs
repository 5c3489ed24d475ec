//! The business round decisions: given items and paragraphs, gives arrivals and departures, interests declared, actions, references to
//! other minutes, and what was taken in private. Thin by intent: a sentence that does not say it plainly gives nothing.

use super::chair::last_person;
use super::dates::{dates, time};
use super::exemption;
use super::marks::mark;
use super::person::person;
use super::reader::{Paragraph, Reader};
use super::sentences::sentences;
use crate::house_style::HouseStyle;
use crate::model::minutes::{Action, Declaration, Item, Minutes, Presence, Reference, Resolution};
use crate::model::span::Span;
use crate::model::transcript::CellId;

/// A note of who is to act has at most this many bytes.
const OWNER: usize = 30;

/// Adds to the minutes what their sentences say besides decisions.
pub(super) fn add_business(reader: &Reader, style: &HouseStyle, minutes: &mut Minutes) {
    let walk = Walk { reader, style };
    let mut before: Option<&Paragraph> = None;
    for paragraph in &reader.paragraphs {
        let item = minutes.items.partition_point(|i| i.span.start < paragraph.span.end).checked_sub(1);
        if item.is_none() {
            continue;
        }
        let declared_here = item.and_then(|i| minutes.items.get(i)).is_some_and(|i| i.kind == "declarations");
        minutes.actions.extend(walk.action(paragraph, before, item));
        if !paragraph.margin {
            minutes.declarations.extend(walk.row(paragraph).filter(|_| declared_here));
            let text = reader.text(paragraph.span);
            let told = if style.telling.is_in(text) {
                sentences(text, paragraph.span.start, style)
            } else {
                Vec::new()
            };
            let heading = item.and_then(|i| minutes.items.get(i)).map_or(0, |i| i.span.end);
            for sentence in told.into_iter().filter(|s| s.end > heading) {
                minutes.presence.extend(walk.presence(sentence, item));
                minutes.declarations.extend(walk.declaration(sentence, declared_here));
                minutes.references.extend(walk.reference(sentence, item));
            }
            before = Some(paragraph);
        }
    }
    minutes.references.extend(minutes.resolutions.iter().filter_map(|r| walk.approval(r, &minutes.items)));
    walk.private(minutes);
}

struct Walk<'a> {
    reader: &'a Reader<'a>,
    style: &'a HouseStyle,
}

impl Walk<'_> {
    /// "Councillor Hale left the meeting at 7.30pm."
    fn presence(&self, sentence: Span, item: Option<usize>) -> Option<Presence> {
        let text = self.reader.text(sentence);
        let met = self.style.business.arrivals.find(text)?;
        let kind =
            ["arrived", "left", "returned", "joined_remotely"].into_iter().find(|k| *k == met.value)?;
        let name = last_person(text.get(..met.start)?, sentence.start, self.style)?;
        let close = text.get(name.end - sentence.start..met.start)?.trim();
        let plain = close.is_empty() || close.len() < 12;
        let told = time(text, sentence.start, self.style);
        plain.then_some(Presence { span: sentence, name, kind, time: told, item })
    }

    /// "Cllr Hale declared a personal interest in item 5, as a governor, and left the room."
    fn declaration(&self, sentence: Span, in_item: bool) -> Option<Declaration> {
        let text = self.reader.text(sentence);
        let business = &self.style.business;
        if in_item && business.none_declared.is_in(text) {
            let kind = "none_declared".to_owned();
            return Some(Declaration { span: sentence, kind, ..Declaration::default() });
        }
        let verb = business.declares.find(text)?;
        let behind = text.get(verb.end..)?;
        let interest = business.interests.find(behind).filter(|met| met.start < 60)?;
        let name = last_person(text.get(..verb.start)?, sentence.start, self.style)?;
        let from = sentence.start + verb.end + interest.end;
        Some(Declaration {
            span: sentence,
            name: Some(name),
            item: self.item_named(from, sentence.end),
            kind: interest.value.to_owned(),
            reason: self.after_word(from, sentence.end, " as "),
            action: business
                .arrivals
                .find_from(text, verb.end)
                .map(|met| Span::new(sentence.start + met.start, sentence.end)),
        })
    }

    /// The number behind "item" between two bytes.
    fn item_named(&self, from: usize, to: usize) -> Option<Span> {
        let text = self.reader.text(Span::new(from, to));
        let met = self.style.items.words.find(text)?;
        let behind = text.get(met.end..)?;
        let lead = behind.len() - behind.trim_start().len();
        let start = from + met.end + lead;
        let list = behind.trim_start();
        let mut end = 0;
        for (at, word) in super::head::words_with_bytes(list) {
            let number = word.trim_end_matches(['.', ',', ';', ':', ')']);
            let joins = end > 0 && self.style.names.joiners.whole(word).is_some();
            if number.starts_with(|c: char| c.is_ascii_digit()) {
                end = at + number.len();
            } else if !joins {
                break;
            }
            if word.ends_with(['.', ';', ':', ')']) {
                break;
            }
        }
        (end > 0).then(|| Span::new(start, start + end))
    }

    /// The clause behind a word, up to the next comma.
    fn after_word(&self, from: usize, to: usize, word: &str) -> Option<Span> {
        let text = self.reader.text(Span::new(from, to));
        let at = text.find(word)? + word.len();
        let clause = text.get(at..)?.split(',').next()?.trim_end_matches('.');
        (!clause.is_empty()).then(|| Span::new(from + at, from + at + clause.len()))
    }

    /// A row Member | Item | Nature of a table of interests.
    fn row(&self, paragraph: &Paragraph) -> Option<Declaration> {
        let id = paragraph.cell.filter(|id| id.col == 0)?;
        let table = self.reader.transcript.tables.get(id.table as usize).filter(|t| t.columns >= 3)?;
        let cells = &table.rows.get(id.row as usize)?.cells;
        let (number, nature) = (cells.get(1)?, cells.get(2)?);
        let span = self.reader.trim(paragraph.span);
        let name = person(self.reader.text(span), span.start, self.style, &mut None)
            .filter(|p| p.title.is_some())?
            .name;
        let words = self.reader.text(nature.span);
        let kind = self.style.business.interests.find(words).map_or("other", |met| met.value).to_owned();
        let whole = span.cover(nature.span);
        Some(Declaration {
            span: whole,
            name: Some(name),
            item: Some(self.reader.trim(number.span)),
            kind,
            reason: Some(self.reader.trim(nature.span)),
            action: None,
        })
    }

    /// A note at the margin or in the action column: who is to do what stands beside it; or "Action: …".
    fn action(
        &self,
        paragraph: &Paragraph,
        before: Option<&Paragraph>,
        item: Option<usize>,
    ) -> Option<Action> {
        let span = self.reader.trim(paragraph.span);
        let text = self.reader.text(span);
        let noted = paragraph.margin || paragraph.cell.is_some_and(|id| self.is_action_column(id));
        if noted && text.len() <= OWNER && self.is_owner(text) {
            let task = self.reader.trim(before?.span);
            return Some(Action { span: span.cover(task), item, owner: Some(span), text: task, due: None });
        }
        let met = self.style.business.actions.at_start(text)?;
        let behind = text.get(met.end..)?.strip_prefix(':')?;
        let lead = behind.len() - behind.trim_start().len();
        let words = Span::new(span.start + met.end + 1 + lead, span.end);
        if words.len() <= OWNER && self.is_owner(self.reader.text(words)) {
            let task = self.reader.trim(before?.span);
            return Some(Action { span: span.cover(task), item, owner: Some(words), text: task, due: None });
        }
        let owner = self.owner_before(words);
        (!words.is_empty()).then_some(Action { span, item, owner, text: words, due: None })
    }

    /// "Clerk to write to the owner": who is to act, before "to".
    fn owner_before(&self, words: Span) -> Option<Span> {
        let text = self.reader.text(words);
        let to = self.style.motions.leads.find(text).filter(|met| met.start > 0 && met.start <= OWNER)?;
        let owner = text.get(..to.start)?.trim_end();
        self.is_owner(owner).then(|| Span::new(words.start, words.start + owner.len()))
    }

    /// Whether the table's first row heads the cell's column as that of actions.
    fn is_action_column(&self, id: CellId) -> bool {
        let table = self.reader.transcript.tables.get(id.table as usize);
        let head = table.and_then(|t| t.rows.first()).and_then(|r| r.cells.iter().find(|c| c.col == id.col));
        id.row > 0
            && head.is_some_and(|c| self.style.business.actions.whole(self.reader.text(c.span)).is_some())
    }

    /// Initials, a role, or a titled name.
    fn is_owner(&self, text: &str) -> bool {
        let names = &self.style.names;
        let initials =
            |w: &str| w.chars().filter(|c| c.is_uppercase()).count() >= 2 && w.chars().count() <= 5;
        text.split(['/', '&', ','])
            .map(str::trim)
            .all(|w| initials(w) || names.roles.whole(w).is_some() || names.titles.at_start(w).is_some())
    }

    /// "Minute 62/13" in narrative.
    fn reference(&self, sentence: Span, item: Option<usize>) -> Option<Reference> {
        let text = self.reader.text(sentence);
        let met = self.style.items.words.find(text)?;
        let word = text.get(met.start..met.end)?;
        let behind = text.get(met.end..)?;
        let lead = behind.len() - behind.trim_start().len();
        let code = behind
            .trim_start()
            .split(|c: char| c.is_whitespace() || ",;)".contains(c))
            .next()?
            .trim_end_matches('.');
        let minute = self.style.meeting.minutes.at_start(word).is_some();
        let start = sentence.start + met.end + lead;
        let numbered = minute && code.starts_with(|c: char| c.is_ascii_digit()) && mark(code).is_some();
        let number = Span::new(start, start + code.len());
        numbered.then_some(Reference {
            span: sentence,
            item,
            kind: "refers_to",
            number: Some(number),
            ..Reference::default()
        })
    }

    /// A decision under the item for minutes that names their date approves them.
    fn approval(&self, made: &Resolution, items: &[Item]) -> Option<Reference> {
        let item = made.item.and_then(|i| items.get(i)).filter(|i| i.kind == "minutes")?;
        let positive = !matches!(made.kind, "deferred" | "refused");
        let own = dates(self.reader.text(made.span), made.span.start, self.style);
        let heading = dates(self.reader.text(item.title), item.title.start, self.style);
        let date = own.first().or(heading.first()).copied().filter(|_| positive)?;
        Some(Reference {
            span: made.span,
            item: made.item,
            kind: "approves_minutes",
            date: Some(date),
            ..Reference::default()
        })
    }

    /// Items behind a decision to exclude press and public were taken in private; the paragraphs it names go with them.
    fn private(&self, minutes: &mut Minutes) {
        let excluded = |r: &&Resolution| self.style.business.excluded.is_in(self.reader.text(r.span));
        let Some(made) = minutes.resolutions.iter().find(excluded) else { return };
        let paragraphs = exemption::paragraphs(self.style, self.reader, made.span);
        for item in minutes.items.iter_mut().filter(|i| i.span.start > made.span.start) {
            item.private = true;
            item.exempt_paragraphs.clone_from(&paragraphs);
        }
    }
}
