//! Minutes: given the reader, runs the grammars over head, attendance, items and decisions, zone by zone, and gives one tree.

use super::attendance::AttendanceReader;
use super::business::add_business;
use super::chair::mark_chair;
use super::head::{head, zone};
use super::items::{dated_at, items};
use super::reader::{Paragraph, Reader};
use super::resolutions::resolutions;
use super::said;
use super::substitutes;
use super::taken::Ledger;
use crate::house_style::HouseStyle;
use crate::model::minutes::{Attendee, Item, Minutes, Status};

/// Items that hold attendance stand among the first.
const ATTENDANCE_ITEMS: usize = 12;
/// Apologies may be told in a sentence under so many first items, whatever their headings.
const WELCOME_ITEMS: usize = 3;
/// A label of attendance stands among the first paragraphs of its item.
const LABEL_DEPTH: usize = 4;

/// Reads a document as minutes.
pub(super) fn minutes(reader: &Reader, style: &HouseStyle, ledger: &mut Ledger) -> Minutes {
    let items = items(reader, style, ledger);
    let head = head(reader, style, &items, ledger);
    let mut attendance = attendance(reader, style, &items, ledger);
    let unlisted_substitutes = substitutes::settle(&mut attendance, reader, style);
    let unlisted_chair = mark_chair(&mut attendance, reader, style, &items);
    let mut resolutions = resolutions(reader, style, &items, ledger);
    said::of_decisions(style, reader, &mut resolutions);
    narrative(reader, &items, ledger);
    let mut minutes = Minutes {
        head,
        attendance,
        unlisted_chair,
        unlisted_substitutes,
        items,
        resolutions,
        ..Minutes::default()
    };
    add_business(reader, style, &mut minutes);
    minutes
}

/// Persons named before the first item, and under the items that hold attendance.
fn attendance(reader: &Reader, style: &HouseStyle, items: &[Item], ledger: &mut Ledger) -> Vec<Attendee> {
    let mut found = AttendanceReader::new(reader, style);
    let first = items.first().map_or(usize::MAX, |i| i.span.start);
    let skip = zone(reader, style, items).len();
    let head_end =
        reader.paragraphs.iter().position(|p| p.span.start >= first).unwrap_or(reader.paragraphs.len());
    let from = skip.saturating_sub(1).min(dated_at(reader, style) + 1).min(head_end);
    let lead = reader.paragraphs.get(from..head_end).unwrap_or(&[]);
    found.zone(lead, ledger);
    for (i, item) in items.iter().enumerate().take(ATTENDANCE_ITEMS) {
        let Some(status) = held_attendance(reader, style, item, i < WELCOME_ITEMS) else { continue };
        let own = own_paragraphs(reader, items, i);
        let clipped: Vec<Paragraph> =
            own.iter().map(|p| clip(p, item)).filter(|p| !p.span.is_empty()).collect();
        found.item(item.title, &clipped, status, ledger);
    }
    found.out
}

/// The status that an item's heading gives to the names under it; the inner None where labels in its text must tell.
#[expect(clippy::option_option, reason = "no attendance at all is not the same as attendance under labels")]
fn held_attendance(reader: &Reader, style: &HouseStyle, item: &Item, first: bool) -> Option<Option<Status>> {
    let title = reader.text(item.title);
    if item.kind == "apologies" || style.attendance.apologies.is_in(title) {
        return Some(Some(Status::Apologies));
    }
    if let Some(label) = super::labels::label_at_start(title, item.title.start, style).filter(|l| !l.chair) {
        return Some(Some(label.status));
    }
    let early = reader.paragraphs.iter().filter(|p| p.span.overlaps(item.body)).take(LABEL_DEPTH);
    let labelled = |p: &Paragraph| {
        let text = reader.text(p.span);
        super::labels::label_at_start(text, p.span.start, style)
            .is_some_and(|l| !l.chair && text.contains(':'))
    };
    let sent = |p: &Paragraph| style.attendance.apologies.is_in(reader.text(p.span));
    let mut early = early.into_iter();
    early.any(|p| labelled(p) || first && sent(p)).then_some(None)
}

fn own_paragraphs<'r>(reader: &'r Reader, items: &[Item], at: usize) -> &'r [Paragraph] {
    let Some(item) = items.get(at) else { return &[] };
    let from = reader.paragraphs.partition_point(|p| p.span.end <= item.span.end);
    let end = items.get(at + 1).map_or(usize::MAX, |next| next.span.start);
    let to = reader.paragraphs.partition_point(|p| p.span.start < end);
    reader.paragraphs.get(from..to.max(from)).unwrap_or(&[])
}

/// The paragraph without the heading it begins with.
fn clip(paragraph: &Paragraph, item: &Item) -> Paragraph {
    let mut clipped = paragraph.clone();
    if item.span.end > clipped.span.start {
        clipped.span.start = item.span.end.min(clipped.span.end);
    }
    clipped
}

/// What stands under an item is its narrative, unless a rule has taken it.
fn narrative(reader: &Reader, items: &[Item], ledger: &mut Ledger) {
    let first = items.first().map_or(usize::MAX, |i| i.span.start);
    let under = reader.paragraphs.iter().filter(|p| p.span.start >= first);
    let kind = |p: &Paragraph| if p.margin { "note" } else { "narrative" };
    ledger.take_rest(under.map(|p| (reader.trim(p.span), kind(p))), "text under an item");
}
