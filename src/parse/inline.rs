//! Decisions within narrative: given a sentence, gives the decision in it, if its words are among those of the house style and it does
//! not merely report one. Also motions whose result stands in the next sentence.

use super::movers::movers;
use super::reader::Reader;
use super::recorded::{add_side, roll_call, side};
use super::votes::vote;
use crate::house_style::HouseStyle;
use crate::house_style::phrases::{Met, PhraseSet};
use crate::model::minutes::{Form, Resolution};
use crate::model::span::Span;

/// A sentence between a motion and its result, that says who seconded it, is no longer than this, in bytes.
const SECONDS: usize = 160;
/// Sentences between a motion and its result, at the most.
const MOST_SIDES: usize = 6;
/// Between a mover and the motion's own words stand no more bytes than this.
const LEAD: usize = 40;
/// A vote told between the keyword and "that" is no longer than this, in bytes.
const VOTE_CLAUSE: usize = 90;

/// The decision in a sentence of narrative.
pub(super) fn inline_in_sentence(text: &str, span: Span, style: &HouseStyle) -> Option<Resolution> {
    if style.inline.never.is_in(text) {
        return None;
    }
    let (kind, met) = first_phrase(text, style)?;
    let behind = text.get(met.end..)?;
    let goes_on = matches!(kind, "agreed" | "resolved")
        && style.inline.lead_ins.at_start(behind.trim_start()).is_some();
    let passive = is_passive(text.get(met.start..met.end)?, style) && !goes_on;
    let bare = behind.trim_matches(|c: char| !c.is_alphanumeric());
    let ends = bare.is_empty() || style.motions.unanimous.whole(bare).is_some();
    let whole = passive || ends;
    let skip = behind.len() - behind.trim_start_matches([' ', ',', ':', '-', '–', '\t']).len();
    let start = lead_in(text.get(met.start..met.end)?, style).map_or(met.end + skip, |at| met.start + at);
    let start = start + vote_clause(text.get(start..)?, style);
    let moved = if ends { moved_clause(text.get(..met.start)?, style) } else { None };
    let words = match moved {
        Some((from, to)) => Span::new(span.start + from, span.start + to),
        None if whole => span,
        None => Span::new(span.start + start, span.end),
    };
    Some(Resolution {
        span,
        form: Form::Inline,
        kind,
        keyword: Span::new(span.start + met.start, span.start + met.end),
        text: words,
        ..Resolution::default()
    })
}

/// "The Chairman proposed | that the Council sit on | and it was agreed": what was moved, where the words of decision close the
/// sentence.
fn moved_clause(text: &str, style: &HouseStyle) -> Option<(usize, usize)> {
    let told = movers(text, 0, style);
    told.moved_by?;
    let from = told.end + motion_words(text.get(told.end..)?, style)?;
    let clause = text.get(from..)?.trim_end_matches([' ', ',', ';']);
    let last = clause.rfind(char::is_whitespace)?;
    let joined = style.names.joiners.whole(clause.get(last..)?).is_some();
    let clause = if joined { clause.get(..last)?.trim_end_matches([' ', ',', ';']) } else { clause };
    Some((from, from + clause.len()))
}

/// "by 8 votes to 2, with one abstention, | that": how long a vote told before the decision is; 0 if none is.
fn vote_clause(text: &str, style: &HouseStyle) -> usize {
    let that = style.inline.that.find(text).map(|met| met.start).filter(|at| *at > 0 && *at < VOTE_CLAUSE);
    that.filter(|at| text.get(..*at).is_some_and(|clause| vote(clause, 0, style).is_some())).unwrap_or(0)
}

/// Where the phrase's own last words already belong to the decision: "resolved | not to", "agreed | that".
fn lead_in(phrase: &str, style: &HouseStyle) -> Option<usize> {
    let starts = phrase.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at + 1);
    starts
        .into_iter()
        .find(|at| phrase.get(*at..).is_some_and(|tail| style.inline.lead_ins.whole(tail).is_some()))
}

/// An outcome that stands alone as the last sentence of an entry ("… No comment."): the whole entry is decided.
pub(super) fn outcome(text: &str, sentence: Span, entry: Span, style: &HouseStyle) -> Option<Resolution> {
    let met = style.inline.outcomes.whole(text)?;
    let kind = ["agreed", "approved", "refused", "deferred", "noted", "other"]
        .into_iter()
        .find(|k| *k == met.value)?;
    let form = Form::Inline;
    let on_motion = style.motions.lost.is_in(text) || style.motions.carried.is_in(text);
    let words = if on_motion { sentence } else { entry };
    Some(Resolution { span: words, form, kind, keyword: sentence, text: words, ..Resolution::default() })
}

/// The phrase that stands first; of those that begin there, the longest.
fn first_phrase<'s>(text: &str, style: &'s HouseStyle) -> Option<(&'static str, Met<'s>)> {
    let inline = &style.inline;
    let sets: [(&'static str, &PhraseSet); 8] = [
        ("resolved", &inline.resolved),
        ("agreed", &inline.agreed),
        ("recommended", &inline.recommended),
        ("noted", &inline.noted),
        ("approved", &inline.approved),
        ("deferred", &inline.deferred),
        ("refused", &inline.refused),
        ("other", &inline.other),
    ];
    let hits = sets.into_iter().filter_map(|(kind, set)| Some((kind, set.find(text)?)));
    hits.min_by_key(|(_, met)| (met.start, usize::MAX - met.end))
}

/// "were approved", "was deferred to", "motion lost": what was decided stands before the words.
fn is_passive(phrase: &str, style: &HouseStyle) -> bool {
    let fate = style.motions.carried.is_in(phrase) || style.motions.lost.is_in(phrase);
    let joined = phrase.rfind(char::is_whitespace).and_then(|at| phrase.get(at..));
    let open = joined.is_some_and(|word| style.inline.that.whole(word).is_some());
    (fate || style.inline.passive.at_start(phrase).is_some()) && !open
}

/// A motion told by its mover whose result follows: "X moved, seconded by Y, to approve the agenda. The motion carried."
pub(super) fn motion(
    reader: &Reader,
    style: &HouseStyle,
    sentence: Span,
    rest: &[Span],
    below: Option<Span>,
    at: usize,
) -> Option<Resolution> {
    let aside = |s: &Span| {
        let words = reader.text(*s);
        let other = style.motions.amendments.is_in(words);
        let seconds = style.motions.seconded.is_in(words) || style.motions.votes.is_in(words);
        side(reader, style, *s).is_some()
            || seconds && !other && !tells_result(words, style) && s.len() < SECONDS
    };
    let sides = rest.iter().take(MOST_SIDES).take_while(|s| aside(s)).count();
    let after = rest.get(sides).copied();
    let text = reader.text(sentence);
    let told = movers(text, sentence.start, style);
    told.moved_by.filter(|_| !style.motions.amendments.is_in(text))?;
    let motions = &style.motions;
    motions.moved.find(text).or_else(|| motions.moved_by.find(text)).or_else(|| motions.both.find(text))?;
    let result = result_after(reader, style, after, below, at)?;
    let lost = style.motions.lost.is_in(reader.text(result));
    let mut told_vote = vote(reader.text(result), result.start, style);
    for span in rest.iter().take(sides) {
        if let Some(side) = side(reader, style, *span) {
            add_side(told_vote.get_or_insert_default(), side, *span);
        } else if let Some(called) = roll_call(reader, style, *span) {
            told_vote.get_or_insert(called);
        }
    }
    let from = told.end - sentence.start;
    let behind = text.get(from..)?;
    let start = motion_words(behind, style)?;
    let words = Span::new(sentence.start + from + start, sentence.end);
    let aside = rest.iter().copied().take(sides);
    let seconded_below = aside
        .chain(following(reader, at))
        .find_map(|span| movers(reader.text(span), span.start, style).seconded_by);
    Some(Resolution {
        span: sentence.cover(result),
        form: Form::Inline,
        kind: if lost { "refused" } else { motion_kind(reader.text(words), style) },
        keyword: Span::new(sentence.start, words.start),
        text: words,
        moved_by: told.moved_by,
        seconded_by: told.seconded_by.or(seconded_below),
        vote: told_vote,
        ..Resolution::default()
    })
}

/// The sentence or short paragraph that says how the motion fared.
fn result_after(
    reader: &Reader,
    style: &HouseStyle,
    after: Option<Span>,
    below: Option<Span>,
    at: usize,
) -> Option<Span> {
    let tells = |span: &Span| {
        let text = reader.text(*span);
        text.len() < 160 && tells_result(text, style) && !style.motions.amendments.is_in(text)
    };
    after
        .filter(|s| tells(s))
        .or_else(|| below.filter(|s| tells(s)))
        .or_else(|| if after.is_none() { following(reader, at).find(|s| tells(s)) } else { None })
}

/// Whether the words say that a motion was carried or lost, or that all were for it.
fn tells_result(text: &str, style: &HouseStyle) -> bool {
    let motions = &style.motions;
    motions.carried.is_in(text) || motions.lost.is_in(text) || motions.unanimous.is_in(text)
}

/// The next short paragraphs.
fn following<'r>(reader: &'r Reader, at: usize) -> impl Iterator<Item = Span> + 'r {
    let below = reader.paragraphs.iter().skip(at + 1).take(3).map(|p| p.span);
    below.take_while(|span| span.len() < SECONDS)
}

/// Where the motion's own words begin: at "to …" or "that …".
fn motion_words(text: &str, style: &HouseStyle) -> Option<usize> {
    let skip = text.len() - text.trim_start_matches([',', ' ', ';', ':', '\t', ')']).len();
    let met = style.motions.leads.find_from(text, skip)?;
    (met.start <= skip + LEAD).then_some(met.start)
}

fn motion_kind(words: &str, style: &HouseStyle) -> &'static str {
    let bare = words.get(3..).unwrap_or("");
    if style.motions.approving.at_start(bare).is_some() {
        "approved"
    } else if style.motions.deferring.at_start(bare).is_some() {
        "deferred"
    } else {
        "other"
    }
}
