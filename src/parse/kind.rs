//! What kind of document it is, by its structure: given a reader and a house style, gives minutes, report, decision, agenda or
//! other. The first words of the heading that name a kind decide, if the structure bears them out; else the structure
//! alone. Letters, accounts and leaflets are other.

use super::reader::{Paragraph, Reader};
use super::report::blocks::word_count;
use super::report::{label, parts};
use crate::house_style::HouseStyle;
use crate::house_style::phrases::PhraseSet;
use crate::model::record::Kind;
use crate::model::span::Span;

/// Paragraphs at the top of the first page that are its heading.
const HEADING: usize = 14;
/// A line of a heading has at most this many words.
const HEADING_WORDS: usize = 24;
/// A front sheet shows at least this many different keys.
const KEYS: usize = 2;
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
    let named = heading(reader).find_map(|p| named(style, reader, p));
    match named {
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
        self.keys >= KEYS && (self.own > 0 || self.recommendations > 0)
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

/// The kind that a line of the heading names.
pub(super) fn named(style: &HouseStyle, reader: &Reader, paragraph: &Paragraph) -> Option<Kind> {
    let text = reader.text(paragraph.span).trim();
    let words = &style.meeting;
    let set_apart = paragraph.bold || paragraph.capitals || paragraph.centred || paragraph.underlined;
    if word_count(text) > HEADING_WORDS || is_value(style, reader, paragraph) {
        return None;
    }
    let short = word_count(text) <= HEADING_WORDS / 2;
    let says = |set: &PhraseSet| set.at_start(text).is_some() || set_apart && short && set.is_in(text);
    match () {
        () if words.decision.at_start(text).is_some() || short && words.decision.is_in(text) => {
            Some(Kind::Decision)
        }
        () if says(&words.minutes) && !is_listed(style, text) => Some(Kind::Minutes),
        () if words.agenda.at_start(text).is_some() && !is_item(style, text) => Some(Kind::Agenda),
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

/// The value of a front sheet says what the document is about, not what it is.
fn is_value(style: &HouseStyle, reader: &Reader, paragraph: &Paragraph) -> bool {
    let labelled = label::known(style, reader, reader.trim(paragraph.span));
    paragraph.cell.is_some_and(|c| c.col > 0) || labelled.is_some_and(|l| !l.value.is_empty())
}

fn signs(style: &HouseStyle, reader: &Reader) -> Signs {
    let mut signs = Signs::default();
    let mut keys: Vec<&str> = Vec::new();
    let last = reader.paragraphs.first().map_or(1, |p| p.page + 1);
    for paragraph in &reader.paragraphs {
        let span = reader.trim(paragraph.span);
        if paragraph.page <= last
            && let Some(key) = label_key(style, reader, paragraph)
        {
            keys.push(key);
        }
        signs.count(style, reader, span);
    }
    keys.sort_unstable();
    keys.dedup();
    signs.keys = keys.iter().filter(|k| CORE.contains(*k)).count();
    signs.own = keys.iter().filter(|k| OWN.contains(*k)).count();
    signs
}

impl Signs {
    fn count(&mut self, style: &HouseStyle, reader: &Reader, span: Span) {
        let words = parts::label(reader, span).and_then(|(_, words)| words).unwrap_or(span);
        let text = reader.text(words).trim_start_matches('(');
        let short = word_count(text) <= 8;
        let reports = &style.reports;
        let names = &style.attendance;
        self.present +=
            usize::from(is_label(&[&names.present, &names.in_attendance, &names.also_present], text, 0));
        self.apologies += usize::from(is_label(&[&names.apologies], text, 1));
        self.decisions += usize::from(is_decision(style, text));
        self.recommendations += usize::from(short && reports.recommendations.whole(text).is_some());
        let items = [&style.items.apologies, &style.items.minutes, &style.items.declarations];
        self.items += usize::from(short && items.iter().any(|set| set.whole(text).is_some()));
        let record = [&reports.decisions, &reports.reasons, &reports.alternatives];
        self.record += usize::from(short && record.iter().any(|set| set.whole(text).is_some()));
    }
}

/// A label that stands alone or before a colon, with at least so many words after it.
fn is_label(sets: &[&PhraseSet], text: &str, least: usize) -> bool {
    let closes = |rest: &str| rest.trim().is_empty() || rest.trim_start().starts_with([':', '-', '–', ')']);
    let met = sets.iter().filter_map(|set| set.at_start(text)).filter_map(|m| text.get(m.end..));
    met.into_iter().any(|rest| closes(rest) && word_count(rest) >= least)
}

/// A paragraph that opens with a word of decision in capitals, or before "that" or a colon.
fn is_decision(style: &HouseStyle, text: &str) -> bool {
    let words = &style.formal;
    let met = [&words.resolved, &words.agreed].iter().find_map(|set| set.at_start(text));
    let Some(met) = met else { return false };
    let keyword = text.get(..met.end).unwrap_or("");
    let rest = text.get(met.end..).unwrap_or("").trim_start();
    super::reader::is_capitals(keyword) || rest.starts_with([':', '-', '–']) || rest.starts_with("that")
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
        assert_eq!(read(&[Text::words("AGENDA").bold(), Text::words("1. Apologies")]), Kind::Agenda);
    }
}
