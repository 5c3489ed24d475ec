//! The meeting to which a report goes: given its fields and the lines over them, gives council, body and date. A field says
//! it best; else a line of the heading; the council's name may stand anywhere. Knows nothing of sections.

use crate::house_style::HouseStyle;
use crate::model::minutes::{DateNode, Head};
use crate::model::report::Field;
use crate::model::span::Span;
use crate::parse::dates;
use crate::parse::reader::Reader;
use crate::parse::report::blocks::word_count;
use crate::parse::report::parts;

/// A line that names a body has at most this many words.
const BODY_WORDS: usize = 9;
/// A council's name has at most this many words.
const COUNCIL_WORDS: usize = 7;

/// The head of a report or record of a decision.
pub(in crate::parse) fn head(
    style: &HouseStyle,
    reader: &Reader,
    fields: &[Field],
    heading: &[Span],
) -> Head {
    Head {
        council: council(style, reader, heading),
        body: body(style, reader, fields, heading),
        date: date(style, reader, fields, heading),
        span: heading.iter().copied().filter(|s| on_first_page(reader, *s)).reduce(|a, b| a.cover(b)),
        ..Head::default()
    }
}

/// The values of the fields with that key, in order.
fn values<'f>(fields: &'f [Field], key: &'f str) -> impl Iterator<Item = Span> + 'f {
    fields.iter().filter(move |f| f.key.as_deref() == Some(key)).filter_map(|f| f.value.first().copied())
}

fn body(style: &HouseStyle, reader: &Reader, fields: &[Field], heading: &[Span]) -> Option<Span> {
    let named = |value| body_name(style, reader, without_date(style, reader, value));
    let goes_to = values(fields, "body").filter_map(named).find(|s| !s.is_empty());
    let decides = || values(fields, "decision_maker").find_map(|value| body_line(style, reader, value));
    goes_to
        .or_else(decides)
        .or_else(|| heading.iter().copied().find_map(|line| body_line(style, reader, line)))
}

/// "Meeting of the Harbour Council" without the words that lead to the name; None for a person ("…, Cabinet Member for …").
fn body_name(style: &HouseStyle, reader: &Reader, name: Span) -> Option<Span> {
    let text = reader.text(name);
    let labels = &style.reports.labels;
    let person = labels.find(text).is_some_and(|m| m.value == "cabinet_member");
    if person && !last_phrase(style, text) {
        return None;
    }
    let leads = labels.find(text).filter(|m| m.value == "body" && m.start > 0);
    let rest = leads.filter(|m| word_count(text.get(m.start..m.end).unwrap_or("")) > 1).map_or(0, |m| m.end);
    let kept = reader.trim(Span::new(name.start + rest, name.end));
    Some(without_article(style, reader, if kept.is_empty() { name } else { kept }))
}

/// Without "the" before a name.
fn without_article(style: &HouseStyle, reader: &Reader, name: Span) -> Span {
    let first = reader.text(name).split(' ').next().filter(|w| is_article(style, w));
    first.map_or(name, |w| reader.trim(Span::new(name.start + w.len(), name.end)))
}

/// A value without its date: "Cabinet – 4 March 2025", "Cabinet, 4 March".
fn without_date(style: &HouseStyle, reader: &Reader, value: Span) -> Span {
    let text = reader.text(value);
    let date = dates::dates(text, value.start, style).into_iter().next();
    let name = match date {
        Some(date) if date.span.start > value.start => Span::new(value.start, date.span.start),
        Some(date) => Span::new(date.span.end, value.end),
        None => value,
    };
    trim_marks(style, reader, name)
}

/// Without dashes, commas, a day of the week and words that lead to a date at the end.
fn trim_marks(style: &HouseStyle, reader: &Reader, span: Span) -> Span {
    let marks = |c: char| c.is_whitespace() || "-–—,:;.(".contains(c);
    let start = reader.text(span).len() - reader.text(span).trim_start_matches(marks).len();
    let mut kept = reader.text(span).trim_end_matches(marks).len();
    let text = reader.text(span).get(..kept).unwrap_or("");
    let last = text.rsplit(|c: char| c.is_whitespace() || c == ',').next().unwrap_or("");
    if style.meeting.weekdays.whole(last).is_some() {
        kept = text.trim_end_matches(last).trim_end_matches(marks).len();
    }
    Span::new(span.start + start.min(kept), span.start + kept)
}

/// A short line of the heading that names a body and not the council alone.
fn body_line(style: &HouseStyle, reader: &Reader, line: Span) -> Option<Span> {
    let line = reader.trim(line);
    let told = parts::label(reader, line).is_some() || style.reports.lead_ins.is_in(reader.text(line));
    if told || !reader.text(line).starts_with(char::is_alphanumeric) {
        return None;
    }
    let name = without_date(style, reader, line);
    let text = reader.text(name);
    let met = style.meeting.bodies.find(text)?;
    let council = style.meeting.councils.whole(text.get(met.start..met.end)?).is_some();
    let ends = last_phrase(style, text);
    let short = text.split_whitespace().count() <= BODY_WORDS && !text.contains(':');
    (short && ends && !(council && met.end == text.len())).then_some(name)
}

/// Whether the text ends with a word for a body.
fn last_phrase(style: &HouseStyle, text: &str) -> bool {
    let mut at = 0;
    while let Some(met) = style.meeting.bodies.find_from(text, at) {
        if text.get(met.end..).is_some_and(|t| t.trim().is_empty()) {
            return true;
        }
        at = met.end;
    }
    false
}

fn date(style: &HouseStyle, reader: &Reader, fields: &[Field], heading: &[Span]) -> Option<DateNode> {
    let whole = |d: &DateNode| d.year.is_some();
    let read = |span: Span| dates::dates(reader.text(span), span.start, style).into_iter().find(whole);
    let said = ["date", "body"].into_iter().flat_map(|key| values(fields, key));
    let lines = heading.iter().copied().filter(|s| on_first_page(reader, *s) && s.len() < 120);
    said.chain(lines).find_map(read)
}

fn on_first_page(reader: &Reader, span: Span) -> bool {
    let page = reader.transcript.words_in(span).first().map(|w| w.page);
    page == reader.transcript.pages.first().map(|p| p.number)
}

/// The full name of a council: in a line of the heading, else in the heading, else as the first line, else the name that
/// stands in the text more often than any other.
fn council(style: &HouseStyle, reader: &Reader, heading: &[Span]) -> Option<Span> {
    let heading = || heading.iter().copied().filter(|s| on_first_page(reader, *s));
    let in_line = heading().flat_map(|s| lines(reader, s)).find_map(|l| council_in(style, reader, l));
    let whole = heading().reduce(|a, b| a.cover(b));
    let in_heading = || whole.and_then(|span| council_in(style, reader, span));
    in_line.or_else(in_heading).or_else(|| first_line(style, reader)).or_else(|| most_named(style, reader))
}

/// The lines of a span.
fn lines(reader: &Reader, span: Span) -> impl Iterator<Item = Span> {
    let within = move |l: Span| Span::new(l.start.max(span.start), l.end.min(span.end));
    reader.transcript.lines_in(span).iter().map(move |l| within(l.span))
}

/// "FENWICK COUNCIL" as the first line: a name without a tier.
fn first_line(style: &HouseStyle, reader: &Reader) -> Option<Span> {
    let line = reader.paragraphs.first().map(|p| reader.trim(p.span))?;
    let words: Vec<&str> = reader.text(line).split_whitespace().collect();
    let (last, name) =
        words.split_last().filter(|(_, name)| !name.is_empty() && name.len() < COUNCIL_WORDS)?;
    let meeting = &style.meeting;
    let sets = [&meeting.tiers, &meeting.bodies, &meeting.heading_words, &meeting.months, &meeting.unnamed];
    let names = |w: &&str| {
        is_name_word(style, w) && !is_article(style, w)
            || w.starts_with(char::is_uppercase)
                && !is_article(style, w)
                && sets.iter().all(|set| set.whole(w).is_none())
    };
    (is_council(style, last) && name.iter().all(names)).then_some(line)
}

/// The name that stands in the text more often than any other, and more than once. That the text speaks of "the County
/// Council" besides counts for the County Council that it names.
fn most_named(style: &HouseStyle, reader: &Reader) -> Option<Span> {
    let mut names: Vec<(String, usize, Span)> = Vec::new();
    let mut at = 0;
    let end = reader.body().len();
    while let Some(span) = council_in(style, reader, Span::new(at, end)) {
        at = span.end;
        let name = reader.text(span).to_lowercase();
        match names.iter_mut().find(|(n, ..)| *n == name) {
            Some((_, count, _)) => *count += 1,
            None => names.push((name, 1, span)),
        }
    }
    if names.is_empty() {
        return None;
    }
    let body = reader.body().to_lowercase();
    let by_tier = |name: &str| match name.rsplitn(3, ' ').collect::<Vec<_>>().as_slice() {
        [council, tier, _] => style
            .names
            .articles
            .entries()
            .any(|(article, _)| body.contains(&format!("{} {tier} {council}", article.to_lowercase()))),
        _ => false,
    };
    names.iter_mut().for_each(|(name, count, _)| *count += usize::from(by_tier(name)));
    let most = names.iter().map(|n| n.1).max().filter(|most| *most > 1)?;
    let mut first = names.iter().filter(|n| n.1 == most);
    first.next().filter(|_| first.next().is_none()).map(|n| n.2)
}

/// A run of capitalised words that ends with a word for a council and has a name in it.
fn council_in(style: &HouseStyle, reader: &Reader, within: Span) -> Option<Span> {
    let text = reader.text(within);
    // What stands before belongs to another name.
    let mut floor = 0;
    let mut from = 0;
    while let Some(met) = style.meeting.councils.find_from(text, from) {
        from = met.start + text.get(met.start..)?.chars().next().map_or(1, char::len_utf8);
        let Some(lead) = text.get(floor..met.start).filter(|lead| !lead.ends_with(is_letter)) else {
            continue;
        };
        let (_, word) = words_of(text.get(met.start..)?).next()?;
        if !is_council(style, word) {
            continue;
        }
        // Only blanks stand between two words of a name, and no wide gap.
        let run = lead.rsplit(|c: char| !is_letter(c) && (c == '\t' || !c.is_whitespace())).next()?;
        let start = met.start - run.len();
        let mut words: Vec<(usize, &str)> = words_of(run).map(|(at, word)| (start + at, word)).collect();
        words.push((met.start, word));
        floor = met.start + word.len();
        if let Some(start) = name_start(style, &words) {
            return Some(Span::new(within.start + start, within.start + floor));
        }
    }
    None
}

/// Words with their offsets.
fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let rest = text.get(from..)?;
        let at = from + rest.find(is_letter)?;
        let word = text.get(at..)?;
        let word = word.get(..word.find(|c| !is_letter(c)).unwrap_or(word.len()))?;
        from = at + word.len();
        Some((at, word))
    })
}

/// What words are made of here.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '&')
}

/// The word that closes the name of a council: one that is both a council and a tier.
fn is_council(style: &HouseStyle, word: &str) -> bool {
    style.meeting.councils.whole(word).is_some() && style.meeting.bodies.whole(word).is_some()
}

/// Where the name begins that ends with the last word: None if tiers alone stand before it.
fn name_start(style: &HouseStyle, words: &[(usize, &str)]) -> Option<usize> {
    let capital = |w: &&(usize, &str)| w.1.starts_with(char::is_uppercase) || is_name_word(style, w.1);
    let mut run: Vec<&(usize, &str)> = words.iter().rev().take(COUNCIL_WORDS).take_while(capital).collect();
    // "the district councils and the Regional Council": the name begins behind the article.
    let is_listed = |pair: &[&(usize, &str)]| {
        let joins = |word: &str| style.names.joiners.whole(word).is_some();
        matches!(pair, [article, and] if is_article(style, article.1) && joins(and.1))
    };
    if let Some(at) = run.windows(2).position(is_listed) {
        run.truncate(at);
    }
    while run.last().is_some_and(|w| !w.1.starts_with(char::is_uppercase) || is_article(style, w.1)) {
        run.pop();
    }
    let tier = run.get(1).is_some_and(|w| style.meeting.tiers.whole(w.1).is_some());
    let capital = |w: &&&(usize, &str)| w.1.starts_with(char::is_uppercase);
    let named = run.iter().filter(capital).any(|w| style.meeting.tiers.whole(w.1).is_none());
    let unnamed = run.iter().any(|w| style.meeting.unnamed.whole(w.1).is_some());
    (named && tier && !unnamed).then(|| run.last().map(|w| w.0)).flatten()
}

fn is_article(style: &HouseStyle, word: &str) -> bool {
    style.names.articles.whole(word).is_some()
}

/// A small word within a council's name, as it is written there.
fn is_name_word(style: &HouseStyle, word: &str) -> bool {
    !word.starts_with(char::is_uppercase) && style.meeting.name_words.whole(word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house_style::Styles;
    use crate::parse::report::sample::{self, Text};

    fn council_of(text: &str) -> Option<String> {
        let styles = Styles::built_in().expect("styles");
        let style = styles.named("generic").expect("generic");
        let transcript = sample::transcript(&[Text::words(text)]);
        let reader = Reader::new(&transcript);
        council(style, &reader, &[]).map(|s| reader.text(s).to_owned())
    }

    #[test]
    fn a_council_has_a_name() {
        let twice = |name: &str| council_of(&format!("the {name} agreed with {name}"));
        assert_eq!(twice("Fenwick Borough Council"), Some("Fenwick Borough Council".into()));
        assert_eq!(council_of("The County Council agreed"), None);
        assert_eq!(council_of("We asked Netherby Town Council"), None);
        let called = council_of("Fenwick Borough Council met. The Borough Council agreed");
        assert_eq!(called, Some("Fenwick Borough Council".into()));
        let marsh = "Chipping and Marsh District Council";
        assert_eq!(twice(marsh), Some(marsh.into()));
        assert_eq!(council_of("FENWICK COUNCIL"), Some("FENWICK COUNCIL".into()));
        assert_eq!(council_of("FULL COUNCIL"), None);
        assert_eq!(council_of("Fenwick Bay Clinical Council"), None);
        assert_eq!(twice("Fenwick Trusts and the Regional Council"), None);
    }
}
