//! The items of minutes: given candidates, chooses the headings by their looks and the run of their numbers, and nests
//! sub-items. Numbered paragraphs of debate and parts of decisions look alike; the sequence and the looks tell them apart.

use super::candidates::{Candidate, HeadingMark, Looks, candidates, may_be_unnumbered};
use super::marks::MarkKind;
use super::reader::Reader;
use super::subitems::subitems;
use super::taken::Ledger;
use crate::house_style::HouseStyle;
use crate::model::minutes::Item;
use crate::model::span::Span;

/// Headings that stand out: this many make a style of heading.
const LEAST_OUTSTANDING: usize = 2;
/// Plain numbered headings: this many must follow each other.
const LEAST_PLAIN: usize = 3;
/// The share of plain candidates that must be in the sequence.
const PLAIN_SHARE: f32 = 0.6;
/// Unnumbered headings: this many of one look make a style of heading.
const LEAST_UNNUMBERED: usize = 3;
/// The heading of minutes that carries their date stands within so many paragraphs.
const HEAD_DEPTH: usize = 6;
/// Headings of one rank differ by less than this, in points.
const SAME_SIZE: f32 = 0.8;

/// The items in order, with their bodies; headings go into the ledger.
pub(super) fn items(reader: &Reader, style: &HouseStyle, ledger: &mut Ledger) -> Vec<Item> {
    let mut all = candidates(reader, style);
    number_romans(&mut all, reader);
    let head_end = dated_at(reader, style);
    all.retain(|c| c.mark.is_none() || c.at >= head_end);
    let from = first_possible(reader, style);
    let numbered = numbered(&all);
    let mut chosen: Vec<&Candidate> = numbered.iter().map(|i| i.0).collect();
    chosen.extend(unnumbered(&all, &chosen, reader, style, from));
    chosen.sort_by_key(|c| c.at);
    chosen.dedup_by_key(|c| c.at);
    let with_sub = subitems(&all, chosen, reader, style);
    build(&with_sub, reader, style, ledger)
}

/// A numbered candidate that was chosen.
struct Chosen<'c>(&'c Candidate);

fn is_top(candidate: &Candidate) -> bool {
    candidate.mark.is_some_and(|m| matches!(m.kind, MarkKind::Number | MarkKind::Dotted | MarkKind::Coded))
        && candidate.short
}

/// The numbered headings: those that stand out, or else a plain run of numbers.
fn numbered(all: &[Candidate]) -> Vec<Chosen<'_>> {
    let mut top: Vec<&Candidate> = all.iter().filter(|c| is_top(c)).collect();
    let outside = top.iter().filter(|c| c.cell.is_none() && c.looks.stands_out()).count();
    let inside = top.iter().filter(|c| c.cell.is_some() && c.looks.stands_out()).count();
    if outside >= LEAST_PLAIN && outside >= inside {
        top.retain(|c| c.cell.is_none());
    }
    let outstanding: Vec<&Candidate> = top.iter().copied().filter(|c| c.looks.stands_out()).collect();
    let outstanding = without_stray_run_ins(main_kind(outstanding));
    let plain: Vec<&Candidate> = main_kind(top.clone());
    let run = longest_run(&plain);
    let covers = outstanding.iter().all(|o| run.iter().any(|r| r.at == o.at));
    if covers && run.len() >= LEAST_PLAIN && run.len() >= 2 * outstanding.len() && !outstanding.is_empty() {
        return run.into_iter().map(Chosen).collect();
    }
    if outstanding.len() >= LEAST_OUTSTANDING && ascends(&outstanding) {
        return fill_gaps(outstanding, &top).into_iter().map(Chosen).collect();
    }
    if run.len() >= LEAST_PLAIN && run.len() as f32 >= PLAIN_SHARE * plain.len() as f32 {
        return run.into_iter().map(Chosen).collect();
    }
    let lone = |c: &&Candidate| outstanding.len() > 1 || c.mark.is_some_and(|m| m.value == Some(1));
    outstanding.iter().copied().filter(lone).map(Chosen).collect()
}

/// Where full headings are numbered in sequence, run-in ones that do not fit between their neighbours are parts or paragraphs.
fn without_stray_run_ins(headings: Vec<&Candidate>) -> Vec<&Candidate> {
    let full: Vec<&Candidate> = headings.iter().copied().filter(|c| !c.run_in).collect();
    if full.len() < LEAST_PLAIN {
        return headings;
    }
    let value = |c: &Candidate| c.mark.and_then(|m| m.value);
    let fits = |c: &Candidate| {
        let before = full.iter().rfind(|f| f.at < c.at).and_then(|f| value(f));
        let after = full.iter().find(|f| f.at > c.at).and_then(|f| value(f));
        let own = value(c);
        before.is_none_or(|b| own > Some(b)) && after.is_none_or(|a| own.is_some_and(|o| o < a))
    };
    headings.into_iter().filter(|c| !c.run_in || fits(c)).collect()
}

/// Those whose mark is of the kind (numbers, codes, dotted) that most have; dotted numbers below plain ones stay.
fn main_kind(candidates: Vec<&Candidate>) -> Vec<&Candidate> {
    let kind = |c: &Candidate| c.mark.map(|m| m.kind);
    let count = |k: MarkKind| candidates.iter().filter(|c| kind(c) == Some(k)).count();
    let best = [MarkKind::Dotted, MarkKind::Coded, MarkKind::Number].into_iter().max_by_key(|k| count(*k));
    let fits = |c: &&Candidate| {
        kind(c) == best
            || best == Some(MarkKind::Number) && is_below(c, &candidates)
            || best == Some(MarkKind::Dotted) && candidates.iter().any(|o| is_next_below(o, c))
    };
    candidates.iter().copied().filter(fits).collect()
}

/// "6.2" where "6" is a heading too, and 6.2 looks like one.
fn is_below(candidate: &Candidate, others: &[&Candidate]) -> bool {
    candidate.mark.is_some_and(|m| m.kind == MarkKind::Dotted)
        && others.iter().any(|o| {
            o.at < candidate.at
                && (o.looks == candidate.looks || candidate.looks.stands_out() && is_next_below(candidate, o))
        })
}

/// "6.2" below "6": its first number is that of the plain number above.
fn is_next_below(candidate: &Candidate, above: &Candidate) -> bool {
    let (Some(own), Some(head)) = (candidate.mark, above.mark) else { return false };
    own.kind == MarkKind::Dotted
        && own.depth == 2
        && head.kind == MarkKind::Number
        && own.first == head.value
        && above.at < candidate.at
}

/// Headings numbered I, II, III are numbered like any others, where no figures number the headings.
fn number_romans(all: &mut [Candidate], reader: &Reader) {
    let capital = |c: &Candidate| c.mark.is_some_and(|m| is_capital(reader, m.label));
    let figures = all.iter().filter(|c| is_top(c) && c.looks.stands_out()).count();
    let romans = |c: &&Candidate| {
        c.short && c.looks.stands_out() && capital(c) && c.mark.is_some_and(|m| m.kind == MarkKind::Roman)
    };
    if figures > 0 || all.iter().filter(romans).count() < LEAST_OUTSTANDING {
        return;
    }
    let mut last = 0;
    for candidate in all.iter_mut().filter(|c| c.short && c.looks.stands_out()) {
        let Some(mark) = candidate.mark.filter(|m| is_capital(reader, m.label)) else { continue };
        let value = super::marks::roman(reader.text(mark.label));
        let wanted = matches!(mark.kind, MarkKind::Roman | MarkKind::Letter) && value == Some(last + 1);
        if wanted {
            last += 1;
            candidate.mark = Some(HeadingMark { kind: MarkKind::Number, value, ..mark });
        }
    }
}

fn is_capital(reader: &Reader, label: Span) -> bool {
    reader.text(label).starts_with(|c: char| c.is_ascii_uppercase())
}

/// Whether most numbers follow those before them upwards.
fn ascends(candidates: &[&Candidate]) -> bool {
    let values: Vec<u32> = candidates.iter().filter_map(|c| c.mark?.value).collect();
    let up = values.windows(2).filter(|w| matches!(w, [a, b] if b > a && b - a <= 12)).count();
    up * 2 + 1 >= values.len()
}

/// Adds plain candidates whose number is the one missing between two headings.
fn fill_gaps<'c>(outstanding: Vec<&'c Candidate>, top: &[&'c Candidate]) -> Vec<&'c Candidate> {
    let mut all = outstanding.clone();
    for pair in outstanding.windows(2) {
        let [a, b] = pair else { continue };
        let (Some(from), Some(to)) = (a.mark.and_then(|m| m.value), b.mark.and_then(|m| m.value)) else {
            continue;
        };
        if to <= from + 1 || to > from + 5 {
            continue;
        }
        let missing = |c: &&&Candidate| {
            c.at > a.at
                && c.at < b.at
                && c.mark.is_some_and(|m| {
                    m.kind == a.mark.map_or(MarkKind::Number, |m| m.kind)
                        && m.value.is_some_and(|v| v > from && v < to)
                })
        };
        all.extend(top.iter().filter(missing).filter(|c| !c.looks.stands_out()));
    }
    all.extend(after_last(&outstanding, top));
    all.sort_by_key(|c| c.at);
    all
}

/// Plain candidates behind the last heading that go on with its numbers one by one.
fn after_last<'c>(outstanding: &[&'c Candidate], top: &[&'c Candidate]) -> Vec<&'c Candidate> {
    let mut out: Vec<&Candidate> = Vec::new();
    let Some(mut last) = outstanding.last().copied() else { return out };
    for candidate in top.iter().copied().filter(|c| !c.looks.stands_out() && !c.run_in) {
        let next = last.mark.zip(candidate.mark).is_some_and(|(a, b)| {
            a.kind == b.kind && a.depth == b.depth && b.value == a.value.map(|v| v + 1)
        });
        if candidate.at > last.at && next {
            out.push(candidate);
            last = candidate;
        }
    }
    out
}

/// The longest chain in which each number is a little above the last: a run of items, not of restarting paragraphs.
fn longest_run<'c>(plain: &[&'c Candidate]) -> Vec<&'c Candidate> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::new();
    for (i, candidate) in plain.iter().enumerate() {
        let mut here = (1, None);
        for (j, before) in plain.iter().enumerate().take(i) {
            let length = best.get(j).map_or(0, |b| b.0);
            if follows(before, candidate) && length + 1 > here.0 {
                here = (length + 1, Some(j));
            }
        }
        best.push(here);
    }
    let mut at =
        best.iter().enumerate().max_by_key(|(i, (length, _))| (*length, usize::MAX - i)).map(|(i, _)| i);
    let mut run = Vec::new();
    while let Some(i) = at {
        run.extend(plain.get(i).copied());
        at = best.get(i).and_then(|b| b.1);
    }
    run.reverse();
    run
}

fn follows(before: &Candidate, candidate: &Candidate) -> bool {
    let (Some(a), Some(b)) = (before.mark, candidate.mark) else { return false };
    let (Some(from), Some(to)) = (a.value, b.value) else { return false };
    let same_rank = a.kind == b.kind && a.depth == b.depth && (before.x0 - candidate.x0).abs() < 40.0;
    same_rank && to >= from && to <= from + 3
}

/// Index of the paragraph that dates the meeting, where it stands in the heading: no item stands above it, only stamps such
/// as "Agenda Item 2".
pub(super) fn dated_at(reader: &Reader, style: &HouseStyle) -> usize {
    let mut early = reader.paragraphs.iter().take(HEAD_DEPTH);
    early.position(|p| super::dates::is_dated(reader.text(p.span), style)).unwrap_or(0)
}

/// The paragraph from which unnumbered headings are looked for: after the first label of attendance, or the meeting's date.
fn first_possible(reader: &Reader, style: &HouseStyle) -> usize {
    let label = |text: &str| super::labels::label_at_start(text, 0, style).is_some();
    let dated = |text: &str| super::dates::is_dated(text, style);
    let texts = || reader.paragraphs.iter().map(|p| reader.text(p.span));
    let first_date = texts().position(dated);
    let first_label = texts().position(label);
    match (first_date, first_label) {
        (Some(date), Some(label)) if label > date && label < date + 15 => label + 1,
        (Some(date), Some(label)) => date.min(label) + 1,
        (Some(at), None) | (None, Some(at)) => at + 1,
        (None, None) => 2,
    }
}

/// Unnumbered headings: of the numbered ones' rank, or, where none are numbered, of the look that most have.
fn unnumbered<'c>(
    all: &'c [Candidate],
    numbered: &[&Candidate],
    reader: &Reader,
    style: &HouseStyle,
    from: usize,
) -> Vec<&'c Candidate> {
    let held = |c: &Candidate| numbered.iter().any(|n| n.at <= c.at && c.at <= n.last);
    let possible: Vec<&Candidate> =
        all.iter().filter(|c| !held(c) && may_be_unnumbered(c, reader, style)).collect();
    let label = |c: &Candidate| super::labels::label_at_start(reader.text(c.title), 0, style).is_some();
    let labels: Vec<Looks> = all.iter().filter(|c| c.mark.is_none() && label(c)).map(|c| c.looks).collect();
    // "Apologies" in the looks of "Present" is a label of attendance and no heading.
    let free: Vec<&Candidate> = possible
        .iter()
        .copied()
        .filter(|c| c.at >= from && (!label(c) || labels.iter().filter(|l| **l == c.looks).count() < 2))
        .collect();
    if numbered.len() >= LEAST_PLAIN {
        return free.into_iter().filter(|c| ranks_with(c, numbered)).collect();
    }
    let Some(looks) = commonest(&free) else { return Vec::new() };
    let same = |c: &&Candidate| {
        let shouted = c.looks.capitals && looks.capitals && c.looks.centred && looks.centred;
        shouted && c.looks.bold == looks.bold || c.looks == Looks { centred: c.looks.centred, ..looks }
    };
    let alike: Vec<&Candidate> = free.into_iter().filter(same).collect();
    let known = alike.iter().filter(|c| kind(reader.text(c.title), style) != "ordinary").count();
    if alike.len() >= LEAST_UNNUMBERED || alike.len() + known >= LEAST_UNNUMBERED {
        alike
    } else {
        Vec::new()
    }
}

/// Same looks, size and left edge as most numbered headings.
fn ranks_with(candidate: &Candidate, numbered: &[&Candidate]) -> bool {
    let same =
        |n: &&&Candidate| n.looks == candidate.looks && (n.size_pt - candidate.size_pt).abs() < SAME_SIZE;
    let alike = numbered.iter().filter(same).count();
    let centred_capitals =
        candidate.looks.centred && candidate.looks.capitals && numbered.iter().all(|n| !n.looks.centred);
    candidate.looks.stands_out() && (alike * 2 > numbered.len() || centred_capitals)
}

fn commonest(free: &[&Candidate]) -> Option<Looks> {
    let count = |looks: Looks| free.iter().filter(|c| c.looks == looks).count();
    free.iter().map(|c| c.looks).max_by_key(|l| (count(*l), l.capitals, l.bold))
}

/// Makes items of the chosen headings: parents, agenda numbers, bodies, kinds.
fn build(
    chosen: &[(&Candidate, Option<usize>)],
    reader: &Reader,
    style: &HouseStyle,
    ledger: &mut Ledger,
) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::with_capacity(chosen.len());
    for (i, (candidate, parent)) in chosen.iter().enumerate() {
        let start = reader.paragraphs.get(candidate.at).map_or(candidate.title.start, |p| p.span.start);
        let heading_end = title_end(candidate, reader);
        let (agenda, heading_end) = super::subitems::agenda_number(candidate, reader, style, heading_end);
        let next = chosen
            .get(i + 1)
            .and_then(|(c, _)| reader.paragraphs.get(c.at))
            .map_or(reader.body().len(), |p| p.span.start);
        let mark = candidate.mark;
        let letter =
            mark.is_some_and(|m| matches!(m.kind, MarkKind::Letter | MarkKind::Roman | MarkKind::Bracketed));
        let parent_numbered = parent
            .and_then(|p| items.get(p))
            .is_some_and(|p: &Item| p.number.is_some() || p.agenda_number.is_some());
        let title = reader.text(candidate.title);
        let behind = super::subitems::agenda_number_behind(title, style).filter(|_| agenda.is_none());
        let shift =
            |(from, to): (usize, usize)| Span::new(candidate.title.start + from, candidate.title.start + to);
        let agenda = agenda.or(behind.map(|(_, number)| shift(number)));
        let words = behind.map_or(candidate.title, |(end, _)| shift((0, end)));
        let item = Item {
            span: Span::new(start, heading_end),
            number: mark.map(|m| m.label),
            joins_parent: letter && parent_numbered,
            title: words,
            parent: if letter && !parent_numbered { None } else { *parent },
            agenda_number: agenda,
            listed: (letter || parent.is_some()) && !candidate.run_in,
            marker: candidate.marker,
            kind: kind(title, style),
            private: false,
            exempt_paragraphs: Vec::new(),
            body: reader.trim(Span::new(heading_end.min(next), next)),
        };
        ledger.take(item.span, "item", "heading", format!("items[{i}]"));
        items.push(item);
    }
    items
}

/// Where the heading's own words end: the paragraph's end, or the title's where prose runs on.
fn title_end(candidate: &Candidate, reader: &Reader) -> usize {
    let holder = reader.paragraphs.iter().skip(candidate.at).find(|p| p.span.holds(candidate.title));
    match holder {
        Some(p) if !candidate.run_in => p.span.end,
        _ => candidate.title.end,
    }
}

/// What kind of business the heading names.
fn kind(title: &str, style: &HouseStyle) -> &'static str {
    let items = &style.items;
    let kinds = [
        ("apologies", &items.apologies),
        ("declarations", &items.declarations),
        ("minutes", &items.minutes),
        ("exclusion", &items.exclusion),
        ("closing", &items.closing),
    ];
    let opening = items.openings.at_start(title).and_then(|met| title.get(met.end..));
    let business = opening.map_or(title, str::trim_start);
    let met = kinds.iter().find(|(_, set)| set.at_start(business).is_some());
    met.or_else(|| kinds.iter().find(|(kind, set)| *kind != "minutes" && set.is_in(title)))
        .map_or("ordinary", |(kind, _)| kind)
}
