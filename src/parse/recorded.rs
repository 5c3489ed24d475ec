//! Votes recorded by name: given the paragraphs or sentences round a decision, gives who voted for, who against and who abstained.
//! Lists behind a word of voting ("For (4): …"), roll calls ("Hale – aye"), and those whom a sentence names ("Cllr Dale
//! abstained").

use super::people::people;
use super::person::leading_person;
use super::reader::Reader;
use super::resolutions::Walk;
use crate::house_style::HouseStyle;
use crate::house_style::phrases::PhraseSet;
use crate::model::minutes::{Resolution, Vote};
use crate::model::span::Span;

/// A vote recorded by name stands within so many paragraphs of its decision.
const RECORDED: usize = 10;
/// Between the word of voting and its colon stand no more bytes than this.
const SIDE_LABEL: usize = 16;
/// Fewer names than this are no roll call.
const LEAST_CALLED: usize = 2;

/// One side of a recorded vote.
#[derive(Debug)]
pub(super) struct Side {
    /// 0 for, 1 against, 2 abstentions.
    pub which: usize,
    pub count: Option<u32>,
    pub names: Vec<Span>,
}

impl Walk<'_> {
    /// A vote recorded by name right below a decision.
    pub(super) fn recorded_below(&self, next: usize) -> Option<Vote> {
        let below = self.reader.paragraphs.get(next..(next + RECORDED).min(self.reader.paragraphs.len()))?;
        let spans = below.iter().filter(|p| !p.margin).map(|p| self.reader.trim(p.span));
        let mut run = Run { reader: self.reader, style: self.style, told: None, open: None };
        for span in spans {
            if !run.takes(span) {
                break;
            }
        }
        run.told
    }

    /// A vote recorded by name in paragraphs above: "For (4): …", "Against (1): …"; of several the nearest.
    pub(super) fn recorded(&self, made: &Resolution, at: usize) -> Option<Vote> {
        let above = self.reader.paragraphs.get(at.saturating_sub(RECORDED)..at).unwrap_or(&[]);
        let mut last = None;
        let mut run = Run { reader: self.reader, style: self.style, told: None, open: None };
        for paragraph in above.iter().filter(|p| !p.margin && self.item_at(p.span.start) == made.item) {
            let span = self.reader.trim(paragraph.span);
            if self.out.iter().any(|r| r.span.overlaps(span)) {
                (run.told, run.open, last) = (None, None, None);
            } else if !run.takes(span) {
                last = run.told.take().or(last);
                run.open = None;
                run.takes(span);
            }
        }
        run.told.or(last)
    }
}

/// Sides of one vote in a row.
struct Run<'a> {
    reader: &'a Reader<'a>,
    style: &'a HouseStyle,
    told: Option<Vote>,
    /// The side whose names may stand in the next paragraph.
    open: Option<usize>,
}

impl Run<'_> {
    /// Takes a paragraph that gives a side not told yet, or the names of the one before.
    fn takes(&mut self, span: Span) -> bool {
        if let Some(side) = side(self.reader, self.style, span) {
            if self.told.as_ref().is_some_and(|vote| has_side(vote, side.which)) {
                return false;
            }
            self.open = side.names.is_empty().then_some(side.which);
            add_side(self.told.get_or_insert_default(), side, span);
            return true;
        }
        let Some(which) = self.open.take() else { return false };
        let list = people(self.reader.text(span), span.start, self.style, None);
        let names = list.persons.iter().map(|p| p.name).collect();
        let fits = list.is_list() && list.strange.is_empty();
        if fits {
            add_side(self.told.get_or_insert_default(), Side { which, count: None, names }, span);
        }
        fits
    }
}

/// A paragraph or sentence that gives one side of a vote: a word of voting, a count perhaps, a colon, names or "none".
pub(super) fn side(reader: &Reader, style: &HouseStyle, span: Span) -> Option<Side> {
    let text = reader.text(span);
    let motions = &style.motions;
    let sets = [&motions.votes_for, &motions.votes_against, &motions.abstentions];
    let (which, met) = sets.iter().enumerate().find_map(|(i, set)| Some((i, set.at_start(text)?)))?;
    let behind = text.get(met.end..)?;
    let bracketed = behind.trim_start().strip_prefix('(').and_then(|b| b.split_once(')'));
    let colon = behind.find(':').filter(|at| *at < SIDE_LABEL);
    let (told, list) = match (colon, bracketed) {
        (Some(at), _) => (behind.get(..at)?, behind.get(at + 1..)?),
        (None, Some((inner, list))) => (inner, list),
        (None, None) => return None,
    };
    let count = told.trim_matches(|c: char| !c.is_ascii_digit()).parse().ok();
    let nobody = style.motions.numbers.whole(list).filter(|met| met.value == "0").map(|_| 0);
    let figure = list.trim().trim_end_matches(['.', ',', ';']).parse().ok();
    let from = text.len() - list.len();
    let people = people(list, span.start + from, style, None);
    let names: Vec<Span> =
        if nobody.is_some() { Vec::new() } else { people.persons.iter().map(|p| p.name).collect() };
    let count = count.or(nobody).or(figure);
    (count.is_some() || !names.is_empty()).then_some(Side { which, count, names })
}

/// A side told already belongs to the nearer vote: what stands above is another.
fn has_side(vote: &Vote, which: usize) -> bool {
    let (count, names) = match which {
        0 => (vote.in_favour, &vote.names_for),
        1 => (vote.against, &vote.names_against),
        _ => (vote.abstain, &vote.names_abstain),
    };
    count.is_some() || !names.is_empty()
}

/// Adds a side to a vote, with the words that tell it.
pub(super) fn add_side(vote: &mut Vote, side: Side, span: Span) {
    vote.span = if vote.span.is_empty() { span } else { vote.span.cover(span) };
    let (count, names) = match side.which {
        0 => (&mut vote.in_favour, &mut vote.names_for),
        1 => (&mut vote.against, &mut vote.names_against),
        _ => (&mut vote.abstain, &mut vote.names_abstain),
    };
    *count = side.count.or(*count);
    if !side.names.is_empty() {
        *names = side.names;
    }
}

/// "Roll call vote: Fisk – aye, Greer – nay": each name with the word of its vote.
pub(super) fn roll_call(reader: &Reader, style: &HouseStyle, span: Span) -> Option<Vote> {
    let text = reader.text(span);
    let motions = &style.motions;
    motions.votes.find(text)?;
    let from = text.find(':')? + 1;
    let mut vote = Vote { span, ..Vote::default() };
    let mut at = from;
    for piece in text.get(from..)?.split([',', ';']) {
        let lead = piece.len() - piece.trim_start().len();
        let words = piece.trim().trim_end_matches('.');
        let choice =
            words.rsplit(|c: char| c.is_whitespace() || "-–—:(".contains(c)).next()?.trim_end_matches(')');
        let sides = [&motions.votes_for, &motions.votes_against, &motions.abstentions];
        let which = sides.iter().position(|set| set.whole(choice).is_some())?;
        let name = leading_person(words, style)?;
        let name = Span::new(span.start + at + lead + name.start, span.start + at + lead + name.end);
        match which {
            0 => vote.names_for.push(name),
            1 => vote.names_against.push(name),
            _ => vote.names_abstain.push(name),
        }
        at += piece.len() + 1;
    }
    let called = vote.names_for.len() + vote.names_against.len() + vote.names_abstain.len();
    (called >= LEAST_CALLED).then_some(vote)
}

/// Those whom a sentence names as abstaining or voting one way: "Cllrs Hale and Dale abstained".
pub(super) fn add_named(vote: &mut Option<Vote>, text: &str, offset: usize, style: &HouseStyle) {
    let motions = &style.motions;
    let sets: [(usize, &PhraseSet); 3] =
        [(0, &motions.voted_for), (1, &motions.voted_against), (2, &motions.abstained)];
    for (which, set) in sets {
        let Some(met) = set.find(text) else { continue };
        let lead = text.get(..met.start).unwrap_or("");
        let from = lead.rfind(['.', ';', '(']).map_or(0, |at| at + 1);
        let list = people(lead.get(from..).unwrap_or(""), offset + from, style, None);
        if list.is_list() && list.strange.is_empty() && vote.as_ref().is_none_or(|v| !has_names(v, which)) {
            let names = list.persons.iter().map(|p| p.name).collect();
            let span = Span::new(offset, offset + text.len());
            add_side(vote.get_or_insert_default(), Side { which, count: None, names }, span);
        }
    }
}

fn has_names(vote: &Vote, which: usize) -> bool {
    let names = match which {
        0 => &vote.names_for,
        1 => &vote.names_against,
        _ => &vote.names_abstain,
    };
    !names.is_empty()
}
