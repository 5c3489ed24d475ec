//! What kind of document it is, by its structure: given a reader and a house style, gives minutes, report, decision, agenda or
//! other. The first words of the heading that name a kind decide, if the structure bears them out; else the structure
//! alone. Letters, accounts and leaflets are other.

use super::reader::{Paragraph, Reader};
use super::report::blocks::{has_at_most, word_count};
use super::report::{label, parts};
use crate::house_style::HouseStyle;
use crate::house_style::phrases::PhraseSet;
use crate::model::record::Kind;
use crate::model::span::Span;

/// Paragraphs at the top of the first page that are its heading.
const HEADING: usize = 14;
/// A line of a heading has at most this many words.
const HEADING_WORDS: usize = 24;
/// A heading that ends with a word for an agenda has at most this many words.
const AGENDA_WORDS: usize = 6;
/// A paragraph of so many words tells what happened; an agenda has fewer than so many such paragraphs.
const NARRATIVE_WORDS: usize = 25;
const NARRATIVE: usize = 5;
/// A label of a form has at most this many words.
const FORM_LABEL_WORDS: usize = 3;
/// A front sheet shows at least this many different keys.
const KEYS: usize = 2;
/// So many different labels in cells are one too, whichever they are, if one of them is a report's own.
const CELL_KEYS: usize = 4;
/// Keys that make a front sheet; others stand on forms of every kind.
const CORE: [&str; 10] = [
    "title",
    "body",
    "date",
    "portfolio",
    "cabinet_member",
    "report_of",
    "wards",
    "key_decision",
    "exempt",
    "decision_maker",
];
/// Keys that no form but that of a report or decision has.
const OWN: [&str; 7] =
    ["body", "portfolio", "cabinet_member", "wards", "key_decision", "exempt", "decision_maker"];

/// What the structure of a document shows.
#[derive(Clone, Copy, Debug, Default)]
struct Signs {
    /// Different keys of a front sheet on the first pages.
    keys: usize,
    /// Those among them that are a report's own.
    own: usize,
    /// Different known labels in the cells of tables on the first pages.
    cells: usize,
    /// Labels of those present.
    present: usize,
    /// Apologies with names.
    apologies: usize,
    /// Paragraphs that open with a word of decision.
    decisions: usize,
    /// Headings that minutes and agendas have: apologies, minutes, declarations.
    items: usize,
    /// Headings over recommendations.
    recommendations: usize,
    /// Headings of a decision record: decision, reasons, alternatives.
    record: usize,
}

/// The kind of a document.
pub(super) fn kind(style: &HouseStyle, reader: &Reader) -> Kind {
    let signs = signs(style, reader);
    let is_label = |p: &&Paragraph| style.reports.labels.whole(reader.text(p.span)).is_some();
    let free = heading(reader).filter(|p| !is_label(p)).find_map(|p| named(style, reader, p));
    let free = free.or_else(|| broken(style, reader));
    // A label names a kind only where nothing over it does.
    let named = free.or_else(|| heading(reader).filter(is_label).find_map(|p| named(style, reader, p)));
    match named {
        None if signs.decisions < 2 && signs.apologies == 0 && lists_business(style, reader) => Kind::Agenda,
        Some(Kind::Decision) => Kind::Decision,
        Some(Kind::Minutes) if signs.is_minutes() || !signs.is_report() => Kind::Minutes,
        Some(Kind::Agenda) if !(signs.is_minutes() && signs.decisions + signs.apologies > 0) => Kind::Agenda,
        Some(Kind::Report) if signs.keys > 0 || signs.recommendations > 0 => Kind::Report,
        Some(Kind::Agenda) => Kind::Minutes,
        _ => match signs.kind() {
            Kind::Other if heading(reader).any(|p| p.bold && is_item(style, reader.text(p.span).trim())) => {
                Kind::Agenda
            }
            kind => kind,
        },
    }
}

impl Signs {
    fn is_minutes(&self) -> bool {
        self.present > 0 && self.decisions + self.present + self.apologies + self.items > 1
    }

    fn is_report(&self) -> bool {
        let tabled = self.own > 0 && self.cells >= CELL_KEYS;
        tabled || self.keys >= KEYS && (self.own > 0 || self.recommendations > 0)
    }

    fn kind(&self) -> Kind {
        match self {
            _ if self.is_report() && self.record > 2 && self.recommendations == 0 => Kind::Decision,
            _ if self.is_report() && self.decisions < 2 => Kind::Report,
            _ if self.is_minutes() => Kind::Minutes,
            _ if self.is_report() => Kind::Report,
            _ => Kind::Other,
        }
    }
}

/// The paragraphs of the heading: the first ones of the document, wherever they stand.
fn heading<'r>(reader: &'r Reader) -> impl Iterator<Item = &'r Paragraph> {
    let page = reader.paragraphs.first().map_or(1, |p| p.page);
    reader.paragraphs.iter().take_while(move |p| p.page == page).take(HEADING)
}

/// A line of the first page is a heading over an agenda, and hardly anything is told below it.
fn lists_business(style: &HouseStyle, reader: &Reader) -> bool {
    let page = reader.paragraphs.first().map_or(1, |p| p.page);
    let first = reader.paragraphs.iter().take_while(|p| p.page == page);
    let headed = first.filter(|p| is_set_apart(p)).any(|p| is_over_agenda(style, reader.text(p.span).trim()));
    let tells = |p: &&Paragraph| !has_at_most(reader.text(p.span), NARRATIVE_WORDS - 1);
    headed && reader.paragraphs.iter().filter(tells).take(NARRATIVE).count() < NARRATIVE
}

/// "Cabinet Agenda": a short line that ends with a word for an agenda.
fn is_over_agenda(style: &HouseStyle, text: &str) -> bool {
    has_at_most(text, AGENDA_WORDS)
        && style.meeting.agenda.find(text).is_some_and(|m| m.end == text.len())
        && !is_item(style, text)
}

fn is_set_apart(paragraph: &Paragraph) -> bool {
    paragraph.bold || paragraph.capitals || paragraph.centred || paragraph.underlined
}

/// The kind that a paragraph of the heading names, or a line of it where it is set apart.
pub(super) fn named(style: &HouseStyle, reader: &Reader, paragraph: &Paragraph) -> Option<Kind> {
    if is_value(style, reader, paragraph) {
        return None;
    }
    let lines = reader.transcript.lines_in(paragraph.span).iter().filter(|_| is_set_apart(paragraph));
    let lines =
        lines.map(|l| Span::new(l.span.start.max(paragraph.span.start), l.span.end.min(paragraph.span.end)));
    std::iter::once(paragraph.span)
        .chain(lines)
        .find_map(|span| named_by(style, reader.text(span).trim(), paragraph))
}

/// The kind that two paragraphs set apart name together: a heading broken over lines.
fn broken(style: &HouseStyle, reader: &Reader) -> Option<Kind> {
    let set_apart = |p: &Paragraph| is_set_apart(p) && p.cell.is_none();
    let lines: Vec<&Paragraph> = heading(reader).collect();
    lines.windows(2).find_map(|pair| match pair {
        [a, b] if set_apart(a) && set_apart(b) => {
            let text = format!("{} {}", reader.text(a.span).trim(), reader.text(b.span).trim());
            named_by(style, &text, a)
        }
        _ => None,
    })
}

/// The kind that the words name.
fn named_by(style: &HouseStyle, text: &str, paragraph: &Paragraph) -> Option<Kind> {
    let words = &style.meeting;
    let set_apart = is_set_apart(paragraph);
    if !has_at_most(text, HEADING_WORDS) {
        return None;
    }
    let short = has_at_most(text, HEADING_WORDS / 2);
    let says = |set: &PhraseSet| set.at_start(text).is_some() || set_apart && short && set.is_in(text);
    match () {
        () if words.decision.at_start(text).is_some() || short && words.decision.is_in(text) => {
            Some(Kind::Decision)
        }
        () if says(&words.minutes) && !is_listed(style, text) && !is_form_label(text) => Some(Kind::Minutes),
        () if words.agenda.at_start(text).is_some() && !is_item(style, text) => Some(Kind::Agenda),
        () if set_apart && is_over_agenda(style, text) => Some(Kind::Agenda),
        () if set_apart && words.report.at_start(text).is_some() => Some(Kind::Report),
        () => None,
    }
}

/// "Agenda Item 5" over a report or a column of items names no kind.
fn is_item(style: &HouseStyle, text: &str) -> bool {
    style.items.words.at_start(text).is_some()
}

/// "Minutes of the last meeting" as an item of an agenda names no kind.
fn is_listed(style: &HouseStyle, text: &str) -> bool {
    style.items.minutes.whole(text).is_some() && word_count(text) > 1
}

/// "Minute Taker:" names none either.
fn is_form_label(text: &str) -> bool {
    text.ends_with(':') && (2..=FORM_LABEL_WORDS).contains(&word_count(text))
}

/// The value of a front sheet says what the document is about, not what it is.
fn is_value(style: &HouseStyle, reader: &Reader, paragraph: &Paragraph) -> bool {
    let labelled = label::known(style, reader, reader.trim(paragraph.span));
    paragraph.cell.is_some_and(|c| c.col > 0) || labelled.is_some_and(|l| !l.value.is_empty())
}

fn signs(style: &HouseStyle, reader: &Reader) -> Signs {
    let mut signs = Signs::default();
    let mut keys: Vec<(&str, bool)> = Vec::new();
    let last = reader.paragraphs.first().map_or(1, |p| p.page + 1);
    for paragraph in &reader.paragraphs {
        let span = reader.trim(paragraph.span);
        if paragraph.page <= last
            && let Some(key) = label_key(style, reader, paragraph)
        {
            keys.push((key, paragraph.cell.is_some()));
        }
        signs.count(style, reader, span);
    }
    keys.sort_unstable();
    keys.dedup();
    signs.cells = keys.iter().filter(|(_, in_cell)| *in_cell).count();
    keys.dedup_by_key(|(key, _)| *key);
    signs.keys = keys.iter().filter(|(key, _)| CORE.contains(key)).count();
    signs.own = keys.iter().filter(|(key, _)| OWN.contains(key)).count();
    signs
}

impl Signs {
    fn count(&mut self, style: &HouseStyle, reader: &Reader, span: Span) {
        let words = parts::label(reader, span).and_then(|(_, words)| words).unwrap_or(span);
        let text = reader.text(words).trim_start_matches('(');
        let short = || has_at_most(text, 8);
        let reports = &style.reports;
        let names = &style.attendance;
        self.present +=
            usize::from(is_label(&[&names.present, &names.in_attendance, &names.also_present], text, 0));
        self.apologies += usize::from(is_label(&[&names.apologies], text, 1));
        self.decisions += usize::from(is_decision(style, text));
        self.recommendations += usize::from(reports.recommendations.whole(text).is_some() && short());
        let items = [&style.items.apologies, &style.items.minutes, &style.items.declarations];
        self.items += usize::from(items.iter().any(|set| set.whole(text).is_some()) && short());
        let record = [&reports.decisions, &reports.reasons, &reports.alternatives];
        self.record += usize::from(record.iter().any(|set| set.whole(text).is_some()) && short());
    }
}

/// A label that stands alone or before a colon, with at least so many words after it.
fn is_label(sets: &[&PhraseSet], text: &str, least: usize) -> bool {
    let closes = |rest: &str| rest.trim().is_empty() || rest.trim_start().starts_with([':', '-', '–', ')']);
    let met = sets.iter().filter_map(|set| set.at_start(text)).filter_map(|m| text.get(m.end..));
    let words = |rest: &str| word_count(rest.trim_start().trim_start_matches([':', '-', '–', ')']));
    met.into_iter().any(|rest| closes(rest) && words(rest) >= least)
}

/// A paragraph that opens with a word of decision in capitals, or before "that" or a colon.
fn is_decision(style: &HouseStyle, text: &str) -> bool {
    let words = &style.formal;
    let met = [&words.resolved, &words.agreed].iter().find_map(|set| set.at_start(text));
    let Some(met) = met else { return false };
    let keyword = text.get(..met.end).unwrap_or("");
    let rest = text.get(met.end..).unwrap_or("").trim_start();
    super::reader::is_capitals(keyword)
        || rest.starts_with([':', '-', '–'])
        || style.inline.that.at_start(rest).is_some()
}

/// The canonical key of the label that a paragraph is or begins with.
pub(super) fn label_key<'s>(
    style: &'s HouseStyle,
    reader: &Reader,
    paragraph: &Paragraph,
) -> Option<&'s str> {
    let span = reader.trim(paragraph.span);
    let labels = &style.reports.labels;
    if paragraph.cell.is_some()
        && let Some(met) = labels.whole(reader.text(span))
    {
        return Some(met.value);
    }
    let found = label::known(style, reader, span)?;
    label::key(style, reader.text(found.label))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house_style::Styles;
    use crate::parse::report::sample::{self, Text};

    fn read(texts: &[Text]) -> Kind {
        let styles = Styles::built_in().expect("styles");
        let style = styles.named("generic").expect("generic");
        let transcript = sample::transcript(texts);
        kind(style, &Reader::new(&transcript))
    }

    #[test]
    fn kinds_by_heading_and_structure() {
        let report =
            [Text::words("To: Cabinet"), Text::words("Subject: The quay"), Text::words("Ward(s): Harbour")];
        assert_eq!(read(&report), Kind::Report);
        let minutes = [
            Text::words("MINUTES of a meeting of the Council").bold(),
            Text::words("Present: Councillors Day and Night"),
        ];
        assert_eq!(read(&minutes), Kind::Minutes);
        assert_eq!(read(&[Text::words("Dear Sir"), Text::words("Thank you for your letter.")]), Kind::Other);
        assert_eq!(read(&[Text::words("RECORD OF EXECUTIVE DECISION").bold()]), Kind::Decision);
        let broken =
            [Text::words("VALE COUNCIL – PROPOSED RECORD OF").bold(), Text::words("DECISION").bold()];
        assert_eq!(read(&broken), Kind::Decision);
        assert_eq!(read(&[Text::words("AGENDA").bold(), Text::words("1. Apologies")]), Kind::Agenda);
        assert_eq!(read(&[Text::words("Cabinet Agenda").bold(), Text::words("1. Apologies")]), Kind::Agenda);
    }
}
