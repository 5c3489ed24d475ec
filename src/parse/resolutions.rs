//! Decisions: given the items and the paragraphs under them, finds every decision, formal (a keyword opens a sentence or
//! paragraph) or inline (within narrative), with movers and votes. What merely looks like a decision is left alone.

use super::inline::{inline_in_sentence, motion, outcome};
use super::marks::mark;
use super::movers::movers;
use super::parts::wording;
use super::reader::{Paragraph, Reader};
use super::sentences::sentences;
use super::taken::Ledger;
use super::votes::vote;
use super::words::{Opener, opener};
use crate::house_style::HouseStyle;
use crate::model::minutes::{Form, Item, Resolution};
use crate::model::span::Span;

/// A vote told between the keyword and "that" is no longer than this, in bytes.
const VOTE_CLAUSE: usize = 90;
/// A neighbour longer than this, in characters, is debate and not a note of movers.
pub(super) const NOTE_LENGTH: usize = 220;

/// The decisions in order.
pub(super) fn resolutions(
    reader: &Reader,
    style: &HouseStyle,
    items: &[Item],
    ledger: &mut Ledger,
) -> Vec<Resolution> {
    let mut walk = Walk { reader, style, items, out: Vec::new() };
    let first = items.first().map_or(0, |i| i.span.start);
    let mut at = 0;
    while at < reader.paragraphs.len() {
        let Some(paragraph) = reader.paragraphs.get(at) else { break };
        let before = paragraph.span.end <= first;
        at = if paragraph.margin || before { at + 1 } else { walk.paragraph(at, paragraph) };
    }
    for (i, found) in walk.out.iter().enumerate() {
        ledger.take(found.span, "resolution", rule(found), format!("resolutions[{i}]"));
    }
    walk.out
}

fn rule(found: &Resolution) -> &'static str {
    match found.form {
        Form::Formal => "formal decision",
        Form::Inline => "inline decision",
    }
}

pub(super) struct Walk<'a> {
    pub reader: &'a Reader<'a>,
    pub style: &'a HouseStyle,
    pub items: &'a [Item],
    pub out: Vec<Resolution>,
}

impl Walk<'_> {
    /// Reads one paragraph; gives the index of the next to read.
    fn paragraph(&mut self, at: usize, paragraph: &Paragraph) -> usize {
        let item = self.item_at(paragraph.span.end.saturating_sub(1));
        let span = self.without_heading(paragraph.span, item);
        let (marker, start) = self.skip_marks(self.reader.trim(span));
        let body = Span::new(start, span.end);
        self.heading_that_decides(item, paragraph.span);
        if body.is_empty() {
            return at + 1;
        }
        let whole = self.is_whole_outcome(body, item);
        self.opening(at, body, (marker, whole), item)
    }

    /// Reads the rest of a paragraph, which may open with a formal decision; gives the index of the next to read.
    fn opening(
        &mut self,
        at: usize,
        body: Span,
        (marker, whole): (Option<Span>, bool),
        item: Option<usize>,
    ) -> usize {
        let text = self.reader.text(body);
        let Some(found) = opener(text, self.style).filter(|o| self.opens_formally(text, o, whole)) else {
            return self.sentences(at, body, item);
        };
        let words = Span::new((body.start + found.words).min(body.end), body.end);
        let end = self.end_of_decision(words);
        let next = self.formal_to(at, (body.start, end), found, marker, item);
        match end {
            Some(end) if next == at + 1 => self.opening(at, Span::new(end, body.end), (None, false), item),
            _ => next,
        }
    }

    /// A numbered sentence that serves as heading and decides ("3. The minutes were agreed as a true record.").
    fn heading_that_decides(&mut self, item: Option<usize>, paragraph: Span) {
        let Some(heading) = item.and_then(|i| self.items.get(i)).filter(|i| paragraph.holds(i.title)) else {
            return;
        };
        let text = self.reader.text(heading.title);
        if text.ends_with('.')
            && let Some(mut made) = inline_in_sentence(text, heading.title, self.style)
        {
            made.item = item;
            self.out.push(made);
        }
    }

    /// A capital keyword, a closed one, or one that "that" follows; "It was agreed that" only as the item's whole outcome.
    fn opens_formally(&self, text: &str, found: &Opener, whole: bool) -> bool {
        let rest = text.get(found.words..).unwrap_or("");
        let narrative = found.narrative && found.kind != "resolved";
        found.formal && (!narrative || whole) && !self.is_name_list(rest)
    }

    /// Whether the item holds nothing but these words, in one sentence.
    fn is_whole_outcome(&self, body: Span, item: Option<usize>) -> bool {
        let Some(item) = item.and_then(|i| self.items.get(i)) else { return false };
        let inside = |p: &&Paragraph| !p.margin && p.span.overlaps(item.body) && !p.span.overlaps(body);
        body.start <= item.body.start + 3
            && !self.reader.paragraphs.iter().any(|p| inside(&p))
            && sentences(self.reader.text(body), body.start, self.style).len() == 1
    }

    /// "Approved – TU Seconded – KL": an outcome told by its movers, not a formal keyword.
    fn is_name_list(&self, rest: &str) -> bool {
        movers(rest, 0, self.style).seconded_by.is_some_and(|name| name.start < 60)
    }

    /// A formal decision whose keyword stands at byte `from`; `within` ends it where narrative goes on behind.
    fn formal_to(
        &mut self,
        at: usize,
        (from, within): (usize, Option<usize>),
        found: Opener,
        marker: Option<Span>,
        item: Option<usize>,
    ) -> usize {
        let words_from = self.skip_vote_clause(self.skip_own_number(from + found.words));
        let words_from = self.skip_bracketed_note(words_from);
        let stop = self.stop_of(at, item);
        let wording = wording(self.reader, self.style, at, (words_from, within), stop);
        let keyword = Span::new(from, from + found.keyword);
        let mut wording = wording;
        wording.text = self.before_action(wording.text);
        if wording.parts.is_empty() && within.is_none_or(|end| end >= wording.text.end) {
            let end = self.lines_below(at, wording.text, stop);
            wording.text.end = end.unwrap_or(wording.text.end);
            wording.end = wording.end.max(wording.text.end);
        }
        let says_nothing = wording.parts.is_empty() && self.reader.text(wording.text).trim().is_empty();
        if says_nothing && (!found.shouted || !matches!(found.kind, "resolved" | "recommended")) {
            return wording.next;
        }
        let mut made = Resolution {
            span: Span::new(marker.map_or(from, |m| m.start), wording.end.max(keyword.end)),
            item,
            form: Form::Formal,
            kind: found.kind,
            keyword,
            text: wording.text,
            parts: wording.parts,
            marker,
            ..Resolution::default()
        };
        let tail = self.reader.paragraphs.get(at).map_or(made.span, |p| p.span);
        let tail = Span::new(within.unwrap_or(tail.end).min(tail.end), tail.end);
        self.movers_and_vote(&mut made, at, wording.next, self.note_behind(tail));
        self.grounds(&mut made, wording.next, stop);
        if found.unanimous {
            made.vote.get_or_insert_default().unanimous = true;
        }
        self.out.push(made);
        wording.next
    }

    /// Sentences of narrative: a keyword in capitals makes a formal decision, other words an inline one.
    fn sentences(&mut self, at: usize, body: Span, item: Option<usize>) -> usize {
        if !self.style.deciding.is_in(self.reader.text(body)) {
            return at + 1;
        }
        if let Some(next) = self.moved_text(at, body, item) {
            return next;
        }
        if let Some(made) = self.told_by_movers(body, item) {
            self.out.push(made);
            return at + 1;
        }
        let text = self.reader.text(body);
        let all = sentences(text, body.start, self.style);
        let mut skip_to = body.start;
        for (i, sentence) in all.iter().enumerate() {
            if sentence.start < skip_to {
                continue;
            }
            let words = self.reader.text(*sentence);
            if !self.style.deciding.is_in(words) {
                continue;
            }
            if let Some((from, found)) = self.formal_within(*sentence) {
                let nothing = from + found.words >= sentence.end && i > 0;
                if nothing && i + 1 == all.len() && !self.leads_to_parts(at) {
                    continue;
                }
                let words = Span::new((from + found.words).min(body.end), body.end);
                let shouted = if found.shouted { self.end_of_decision(words) } else { None };
                let within = if found.shouted { shouted } else { Some(sentence.end) };
                let next = self.formal_to(at, (from, within), found, None, item);
                if next > at + 1 || within.is_none() {
                    return next;
                }
                skip_to = within.unwrap_or(sentence.end);
                continue;
            }
            let below = self.reader.paragraphs.get(at + 1).filter(|_| i + 1 == all.len());
            let rest = all.get(i + 1..).unwrap_or(&[]);
            let entry = self.entry(&all, i, body);
            let made = motion(self.reader, self.style, *sentence, rest, below.map(|p| p.span), at)
                .or_else(|| outcome(words, *sentence, entry?, self.style))
                .or_else(|| self.told_by_movers(*sentence, item).filter(|_| i > 0))
                .or_else(|| inline_in_sentence(words, *sentence, self.style));
            if let Some(mut made) = made.filter(|m| !self.is_told_again(m, *sentence, below)) {
                made.item = item;
                if i > 0 && made.text == *sentence && self.style.inline.back.at_start(words).is_some() {
                    made.text = all.get(i - 1).map_or(made.text, |before| before.cover(made.text));
                }
                skip_to = made.span.end;
                if made.moved_by.is_none() && made.vote.is_none() {
                    self.inline_movers(&mut made, *sentence);
                }
                if made.moved_by.is_none() && self.is_fate(words) {
                    let amendment = self.style.motions.amendments.is_in(words);
                    let here = movers(
                        self.reader.text(Span::new(body.start, sentence.start)),
                        body.start,
                        self.style,
                    );
                    let told = if here.seconded_by.is_some() {
                        here
                    } else {
                        self.motion_above(&made, at, amendment)
                    };
                    self.take_movers(&mut made, told);
                }
                if made.vote.is_none() && words.len() < NOTE_LENGTH / 4 {
                    made.vote = self.recorded(&made, at);
                }
                let note = self.note_of(all.get(i + 1), below);
                if let Some(note) = note.filter(|_| made.moved_by.is_none()) {
                    self.inline_movers(&mut made, note);
                }
                let next = if i + 1 == all.len() { self.list_below(&mut made, at, item) } else { at + 1 };
                let next = if made.span.end > body.end { next.max(self.behind(made.span.end)) } else { next };
                self.out.push(made);
                if next > at + 1 {
                    return next;
                }
            }
        }
        at + 1
    }

    /// A decision in narrative that ends in a colon goes on with the parts or lines below it; gives the next paragraph.
    fn list_below(&self, made: &mut Resolution, at: usize, item: Option<usize>) -> usize {
        if !self.reader.text(made.text).trim_end().ends_with(':') {
            return at + 1;
        }
        let stop = self.stop_of(at, item);
        let read = wording(self.reader, self.style, at, (made.text.start, None), stop);
        if read.parts.is_empty() {
            made.text.end = self.lines_below(at, made.text, stop).unwrap_or(made.text.end);
        } else {
            (made.text, made.parts) = (read.text, read.parts);
        }
        made.span.end = made.span.end.max(made.text.end).max(read.end);
        self.behind(made.span.end)
    }

    /// Index of the first paragraph behind a byte.
    fn behind(&self, byte: usize) -> usize {
        self.reader.paragraphs.partition_point(|p| p.span.start < byte)
    }

    /// Whether the paragraph below begins with a mark: a keyword alone then opens a list.
    fn leads_to_parts(&self, at: usize) -> bool {
        let mut below = self.reader.paragraphs.iter().skip(at + 1).filter(|p| !p.margin);
        below.next().is_some_and(|p| mark(self.reader.text(p.span).trim_start()).is_some())
    }

    /// A keyword that opens a sentence in formal dress, or follows its movers: "Proposed by X, seconded by Y and RESOLVED that".
    fn formal_within(&self, sentence: Span) -> Option<(usize, Opener)> {
        let text = self.reader.text(sentence);
        if let Some(found) = opener(text, self.style)
            && self.opens_formally(text, &found, false)
        {
            return Some((sentence.start, found));
        }
        if let Some(found) = self.shouted_within(text) {
            return Some((sentence.start + found.0, found.1));
        }
        let led = movers(text, 0, self.style);
        if led.moved_by.is_none_or(|m| m.start > 60) || led.end > 200 {
            return None;
        }
        let behind = text.get(led.end..)?;
        let skip = behind.len() - behind.trim_start_matches([',', ';', ' ', '\t', ')', '.', ':']).len();
        let from = led.end + skip;
        let rest = text.get(from..)?;
        let joined = self.style.names.joiners.at_start(rest).map_or(0, |m| m.end);
        let from = from
            + joined
            + rest.get(joined..).map_or(0, |r| r.len() - r.trim_start_matches([',', ' ']).len());
        let found = opener(text.get(from..)?, self.style)?;
        // "…, seconded by Cllr Dale and agreed." decides what stands before it.
        let decided = text.get(from + found.words..).filter(|words| words.contains(char::is_alphabetic))?;
        let that = self.style.inline.that.at_start(decided).is_some();
        (that || found.formal).then_some((sentence.start + from, found))
    }

    /// "The motion was put and it was RESOLVED by 8 votes to 2 that": the keyword in capitals within small letters.
    fn shouted_within(&self, text: &str) -> Option<(usize, Opener)> {
        let small = text.chars().filter(|c| c.is_lowercase()).count() * 2 > text.len();
        let word = text
            .split(|c: char| !c.is_alphabetic())
            .any(|w| w.len() > 4 && w.chars().all(char::is_uppercase));
        if !small || !word {
            return None;
        }
        let kinds = &self.style.formal;
        [&kinds.resolved, &kinds.agreed, &kinds.recommended].into_iter().find_map(|set| {
            let met = set.find(text)?;
            let last = text.get(met.start..met.end)?.split_whitespace().next_back()?;
            let capitals = last.len() > 4 && last.chars().all(char::is_uppercase);
            let found = opener(text.get(met.start..)?, self.style).filter(|o| capitals && o.formal)?;
            Some((met.start, found))
        })
    }

    /// Index of the innermost item whose heading stands before the byte. Business listed line by line under a heading ("a. …",
    /// "b. …", nothing between) is taken together: what is decided behind it stands under the heading.
    pub(super) fn item_at(&self, byte: usize) -> Option<usize> {
        let at = self.items.partition_point(|i| i.span.start <= byte).checked_sub(1)?;
        let listed = |i: usize| {
            let (before, own) = (self.items.get(i.checked_sub(1)?)?, self.items.get(i)?);
            Some(before.body.is_empty() && before.listed && own.listed)
        };
        let mut home = at;
        while listed(home) == Some(true) {
            home -= 1;
        }
        if home < at { home.checked_sub(1) } else { Some(at) }
    }

    /// The paragraph without the heading it begins with.
    fn without_heading(&self, span: Span, item: Option<usize>) -> Span {
        let heading = item.and_then(|i| self.items.get(i)).map_or(0, |i| i.span.end);
        let start = if heading > span.start { heading.min(span.end) } else { span.start };
        let text = self.reader.text(Span::new(start, span.end));
        let skip = if start > span.start {
            text.len() - text.trim_start_matches([' ', ':', '-', '–', '.', '\t']).len()
        } else {
            0
        };
        Span::new(start + skip, span.end)
    }

    /// A star, then a paragraph number: "*  Resolved", "3. RESOLVED".
    fn skip_marks(&self, span: Span) -> (Option<Span>, usize) {
        let text = self.reader.text(span);
        let cut = text.trim_start_matches(['*', '†', '#']);
        let stars = text.len() - cut.len();
        let marker = (stars > 0).then(|| Span::new(span.start, span.start + stars));
        let rest = cut.trim_start();
        let number = mark(rest).map_or(0, |m| m.len);
        (marker, span.start + text.len() - rest.len() + number)
    }

    /// "Resolved 15/03/12.01 That": the decision's own number.
    fn skip_own_number(&self, from: usize) -> usize {
        let text = self.reader.body().get(from..).unwrap_or("");
        let own = mark(text).filter(|m| m.kind == super::marks::MarkKind::Coded);
        own.map_or(from, |m| from + m.len)
    }

    /// "RESOLVED by 8 votes to 2, with one abstention, | that": the vote is told between keyword and decision.
    fn skip_vote_clause(&self, from: usize) -> usize {
        let text = self.reader.body().get(from..).unwrap_or("");
        let that = self.style.inline.that.find(text).map(|met| met.start);
        let Some(that) = that.filter(|at| *at > 0 && *at < VOTE_CLAUSE) else { return from };
        let clause = text.get(..that).unwrap_or("");
        if vote(clause, from, self.style).is_some() { from + that } else { from }
    }

    /// "RESOLVED: (on a motion by Cllr Hale, seconded by Cllr Dale) | to endorse": movers and vote in brackets.
    fn skip_bracketed_note(&self, from: usize) -> usize {
        let text = self.reader.body().get(from..).unwrap_or("");
        let Some(inner) = text.strip_prefix('(').and_then(|t| t.split(')').next()) else { return from };
        let motions = &self.style.motions;
        let moved = motions.moved_by.is_in(inner) || motions.seconded_by.is_in(inner);
        let told = inner.len() <= NOTE_LENGTH && (moved || vote(inner, 0, self.style).is_some());
        let behind = from + inner.len() + 2;
        let rest = self.reader.body().get(behind..).unwrap_or("");
        let skip = rest.len() - rest.trim_start_matches([' ', ':', '-', '–', ',']).len();
        if told { behind + skip } else { from }
    }

    /// The words up to a note of who is to act ("… new swings. ACTION: TR").
    fn before_action(&self, text: Span) -> Span {
        let words = self.reader.text(text);
        let noted = self
            .style
            .business
            .actions
            .find_from(words, 1)
            .filter(|met| words.get(met.end..).is_some_and(|t| t.starts_with(':')));
        noted.map_or(text, |met| self.reader.trim(Span::new(text.start, text.start + met.start)))
    }

    /// The first paragraph at or after `at` that belongs to another item.
    pub(super) fn stop_of(&self, at: usize, item: Option<usize>) -> usize {
        let next = item.map_or(0, |i| i + 1);
        let heading = self.items.get(next).map_or(usize::MAX, |i| i.span.start);
        let later = self.reader.paragraphs.iter().skip(at + 1).position(|p| p.span.end > heading);
        later.map_or(self.reader.paragraphs.len(), |n| at + 1 + n)
    }
}
