//! Names of councils and bodies: given the paragraphs of a heading, gives the council's and the body's name as printed. A full
//! meeting of a council that names no committee has no body.

use super::head::words_with_bytes;
use super::reader::{Paragraph, Reader};
use crate::house_style::HouseStyle;
use crate::model::span::Span;

/// The names in a heading.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Names {
    pub council: Option<Span>,
    pub body: Option<Span>,
}

/// A name of more words than this is a sentence.
const MOST_WORDS: usize = 14;

/// The council and the body named in the paragraphs.
pub(super) fn names(reader: &Reader, style: &HouseStyle, zone: &[Paragraph]) -> Names {
    let mut found = Names::default();
    let words = |name: Span| reader.text(name).split_whitespace().count();
    for paragraph in zone {
        for name in runs(paragraph.span.of(&reader.transcript.text), paragraph.span.start, style) {
            let alone = is_council(reader.text(name), style) && words(name) < 2;
            match town_and_body(reader.text(name), style) {
                Some((town, body)) => {
                    let at = |(from, to): (usize, usize)| Span::new(name.start + from, name.start + to);
                    found.council = found.council.or(Some(at(town)));
                    found.body = found.body.or(Some(at(body)));
                }
                None if !alone => sort(name, reader, style, &mut found),
                None => {}
            }
        }
    }
    found.council = match found.council {
        None => council_in_text(reader, style),
        Some(tier) if !has_name(reader.text(tier), style) => {
            let fuller = council_in_text(reader, style);
            let fuller = fuller.filter(|name| is_end_of(reader.text(tier), reader.text(*name)));
            // What the heading calls the council by its tier is the meeting of all its members.
            found.body = found.body.or_else(|| fuller.map(|_| tier));
            fuller.or(Some(tier))
        }
        named => named,
    };
    found
}

/// The council that the text itself names most often, where the heading names none; nothing where two are named as often.
fn council_in_text(reader: &Reader, style: &HouseStyle) -> Option<Span> {
    let mut counts: Vec<(String, u32, Span)> = Vec::new();
    let speaks = |p: &&Paragraph| style.meeting.councils.is_in(reader.text(p.span));
    for paragraph in reader.paragraphs.iter().filter(speaks) {
        for name in runs(paragraph.span.of(&reader.transcript.text), paragraph.span.start, style) {
            let text = reader.text(name);
            let short = text.split_whitespace().count() < 3;
            if short || is_two(text) || !is_council(text, style) || !has_name(text, style) {
                continue;
            }
            let folded = text.to_lowercase();
            match counts.iter_mut().find(|(known, _, _)| *known == folded) {
                Some((_, count, _)) => *count += 1,
                None => counts.push((folded, 1, name)),
            }
        }
    }
    counts.retain(|(_, count, span)| {
        let text = reader.text(*span);
        is_tiered(text, style) || *count > 2 && is_whole(text, style)
    });
    counts.sort_by_key(|(_, count, span)| (u32::MAX - count, span.start));
    match counts.as_slice() {
        [(_, _, only)] => Some(*only),
        [(_, most, span), (_, second, _), ..] if *most >= 2 * second => Some(*span),
        _ => None,
    }
}

/// "City of Alder Historical Advisory Board": the town's name, of one word or two, and the body's.
fn town_and_body(text: &str, style: &HouseStyle) -> Option<((usize, usize), (usize, usize))> {
    let head = style.meeting.council_heads.at_start(text)?.end;
    let last = text.split_whitespace().next_back()?;
    let body = style.meeting.bodies.whole(last).is_some() && style.meeting.councils.whole(last).is_none();
    let mut words = words_with_bytes(text.get(head..)?).map(|(at, word)| (head + at, word)).filter(|_| body);
    let (mut at, mut word) = words.next()?;
    if style.meeting.town_heads.whole(word).is_some() {
        (at, word) = words.next()?;
    }
    let (from, _) = words.next()?;
    Some(((0, at + word.len()), (from, text.len())))
}

fn sort(name: Span, reader: &Reader, style: &HouseStyle, found: &mut Names) {
    let text = reader.text(name);
    let council = is_council(text, style);
    let within = found.council.is_some_and(|c| is_end_of(text, reader.text(c)));
    match (council, found.council, found.body) {
        (true, None, _) if !is_unnamed(text, style) && !is_two(text) && is_whole(text, style) => {
            found.council = Some(name);
        }
        (true, Some(_), None) if within && stands_alone(name, reader) => found.body = Some(name),
        (false, _, None) => found.body = Some(name),
        _ => {}
    }
}

/// The name is a line of its own.
fn stands_alone(name: Span, reader: &Reader) -> bool {
    reader.transcript.lines_in(name).first().is_some_and(|line| line.span.len() <= name.len() + 2)
}

/// "County Council" after "Kent County Council": the full council, as a body.
fn is_end_of(text: &str, council: &str) -> bool {
    let (text, council) = (text.to_lowercase(), council.to_lowercase());
    council.len() > text.len() && council.ends_with(&text) && text.contains(' ')
}

/// It says of which kind the council is: "Marsh District Council", "City of Alder".
fn is_tiered(text: &str, style: &HouseStyle) -> bool {
    style.meeting.council_heads.at_start(text).is_some()
        || text.split_whitespace().rev().skip(1).any(|w| style.meeting.tiers.whole(w).is_some())
}

/// A name without a tier, broken over two lines, may be the end of one thing and the beginning of another.
fn is_whole(text: &str, style: &HouseStyle) -> bool {
    !text.contains('\n') || is_tiered(text, style)
}

/// A word of it is in no council's name: "Mayor and Members of the City Council".
fn is_unnamed(text: &str, style: &HouseStyle) -> bool {
    text.split_whitespace().any(|word| style.meeting.unnamed.whole(bare(word)).is_some())
}

/// Its last word stands in it twice: "Marsh District Council and Hale Town Council".
fn is_two(text: &str) -> bool {
    let last = text.split_whitespace().next_back().unwrap_or("");
    text.split_whitespace().filter(|word| bare(word) == bare(last)).count() > 1
}

/// It holds a name besides words of councils and their tiers.
fn has_name(text: &str, style: &HouseStyle) -> bool {
    let sets = [&style.meeting.tiers, &style.meeting.bodies, &style.meeting.councils, &style.names.articles];
    let names = |word: &str| {
        word.starts_with(char::is_uppercase) && sets.iter().all(|set| set.whole(bare(word)).is_none())
    };
    text.split_whitespace().any(names) && !is_unnamed(text, style)
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Its last word (or its beginning, "City of …") is that of a council.
fn is_council(text: &str, style: &HouseStyle) -> bool {
    let last = text.split_whitespace().next_back().unwrap_or("");
    style.meeting.councils.whole(last).is_some() || style.meeting.councils.at_start(text).is_some()
}

/// Runs of capital words that hold a word of a body: "Strategic Policy Committee", "COUNTY COUNCIL".
fn runs(text: &str, offset: usize, style: &HouseStyle) -> Vec<Span> {
    let mut out = Vec::new();
    let mut run: Vec<(usize, &str)> = Vec::new();
    let shouting = !text.chars().any(char::is_lowercase);
    for (at, word) in words_with_bytes(text) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '&');
        let capital = bare.starts_with(char::is_uppercase) && bare.chars().any(char::is_alphabetic);
        if run.is_empty() && !capital {
            // As most words are: it begins no name.
            continue;
        }
        let small = style.meeting.small_words.whole(bare).is_some();
        let stop = (run.is_empty() || !small) && style.meeting.heading_words.whole(bare).is_some()
            || style.meeting.weekdays.whole(bare).is_some();
        let goes_on =
            !stop && (small && !run.is_empty() && (!shouting || bare.len() <= 3) || capital && !small);
        let closed =
            run.last().is_some_and(|(_, w)| w.ends_with(['.', ':', ';', ')', '-', '–']) && w.len() > 3);
        let broken =
            run.last().is_some_and(|(from, w)| ends_line(text, from + w.len()) && is_body_word(w, style));
        if closed || broken || !goes_on {
            out.extend(name(&run, offset, style));
            run.clear();
        }
        if goes_on {
            run.push((at, word));
        }
    }
    out.extend(name(&run, offset, style));
    out
}

/// Whether a line ends at the byte: a name that is whole there is not joined to the next line's.
fn ends_line(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with('\n'))
}

fn is_body_word(word: &str, style: &HouseStyle) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    style.meeting.bodies.whole(bare).is_some() || style.meeting.councils.whole(bare).is_some()
}

/// The name in a run: up to its last word of a body, or what follows it with "of".
fn name(run: &[(usize, &str)], offset: usize, style: &HouseStyle) -> Option<Span> {
    let is_body = |(_, w): &(usize, &str)| is_body_word(w, style);
    let joined = run.iter().map(|(_, w)| *w).collect::<Vec<_>>().join(" ");
    let opened = style.meeting.bodies.at_start(&joined).or_else(|| style.meeting.councils.at_start(&joined));
    let of = opened
        .and_then(|met| joined.get(met.end..))
        .is_some_and(|rest| style.meeting.body_of.at_start(rest.trim_start()).is_some())
        || style.meeting.council_heads.at_start(&joined).is_some_and(|met| met.end < joined.len());
    let last = match run.iter().rposition(is_body) {
        _ if of => run.len().checked_sub(1)?,
        Some(at) => at,
        None => return None,
    };
    let kept = run.get(..=last)?;
    let (start, _) = kept.first()?;
    let (at, word) = kept.last()?;
    let end = at + word.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')').len();
    let fits = kept.len() <= MOST_WORDS;
    fits.then(|| Span::new(offset + start, offset + end))
}
