//! Where in a file one document ends and the next begins: given its text and bookmarks, gives the pages on which a
//! document of its own begins. Minutes with an appendix stay one document: without bookmarks, two signs of different kinds
//! must agree, and bookmarks count only where the pages that they lead to look like beginnings.

use super::kind;
use super::reader::Reader;
use crate::house_style::HouseStyle;
use crate::model::page::Bookmark;
use crate::model::span::Span;
use crate::model::transcript::{Line, PageSize, Region, Transcript};
use std::collections::BTreeMap;

/// Paragraphs of a page that may be its heading.
const HEADING: usize = 8;
/// A front sheet shows so many different labels.
const LABELS: usize = 3;
/// A bookmark of a whole page leads to this share of it at most below its head.
const TOP: f32 = 0.25;
/// Where this share of the bookmarked pages look like beginnings, all of them are.
const MOSTLY: f32 = 0.6;
/// A page that says that it is left blank has at most so many words.
const BLANK_WORDS: usize = 12;
/// A stamp or a page number has at most so many words.
const STAMP_WORDS: usize = 5;
/// A stamp among the body's lines stands this near the head of the page, as a share of its height.
const EDGE: f32 = 0.075;
/// A cover has at most so many words.
const COVER_WORDS: usize = 60;
/// Pages differ in size from so many points on.
const SIZE_SLACK: f32 = 20.0;

/// What shows on a page that a document begins there.
#[derive(Clone, Debug, Default)]
struct Signs {
    /// Its heading names a kind of document.
    named: bool,
    /// It holds a front sheet.
    sheet: bool,
    /// It is stamped with another item of the agenda than the page before.
    stamped: bool,
    /// Its page number begins anew.
    restarts: bool,
    /// Its size is another than that of the page before.
    resized: bool,
    /// It has no more words than a cover.
    sparse: bool,
    /// The page before is blank.
    after_blank: bool,
    /// Its first words.
    first: String,
}

impl Signs {
    /// What is on the page itself says what the document is.
    fn speaks(&self) -> bool {
        self.named || self.sheet
    }

    /// Something besides its words sets it off from the page before.
    fn is_set_off(&self) -> bool {
        self.stamped || self.restarts || self.resized || self.after_blank
    }
}

/// The pages on which documents after the first begin, in order; none where the file is one document.
pub(super) fn starts(style: &HouseStyle, reader: &Reader, outline: &[Bookmark]) -> Vec<u32> {
    let transcript = reader.transcript;
    let mut pages = set_off(style, transcript);
    let marked = chief_pages(style, transcript, outline).is_some();
    // Hardly any file is a pack: what costs time is done only where pages are bookmarked or set off.
    if !marked && !pages.values().any(Signs::is_set_off) {
        return Vec::new();
    }
    say(style, reader, &mut pages);
    let mut starts: Vec<u32> =
        pages.iter().filter(|(_, s)| s.speaks() && s.is_set_off()).map(|(page, _)| *page).collect();
    starts.extend(bookmarked(style, transcript, outline, &pages));
    starts.sort_unstable();
    starts.dedup();
    let first = transcript.pages.first().map_or(1, |p| p.number);
    starts.retain(|page| *page > first);
    starts
}

/// The pages of bookmarks that begin a document.
fn bookmarked(
    style: &HouseStyle,
    transcript: &Transcript,
    outline: &[Bookmark],
    pages: &BTreeMap<u32, Signs>,
) -> Vec<u32> {
    let Some((chief, lesser)) = chief_pages(style, transcript, outline) else { return Vec::new() };
    let later: Vec<&Signs> = chief.iter().skip(1).filter_map(|page| pages.get(page)).collect();
    let count = |sign: fn(&Signs) -> bool| later.iter().filter(|s| sign(s)).count() as f32;
    let begin = count(|s| s.speaks() || s.is_set_off()) >= MOSTLY * later.len() as f32;
    if !begin || count(|s| s.speaks() || s.stamped) < 1.0 {
        return Vec::new();
    }
    let alike = |page: &u32| {
        let parent = chief.iter().rev().find(|chief| *chief < page).and_then(|chief| pages.get(chief));
        let signs = pages.get(page);
        // The cover of a paper that is bound behind its report is often of another size.
        signs.is_some_and(|s| s.sheet || s.resized && s.sparse || parent.is_some_and(|p| same_heading(p, s)))
    };
    let lesser: Vec<u32> = lesser.into_iter().filter(alike).collect();
    chief.into_iter().chain(lesser).collect()
}

/// The pages to which bookmarks lead at the least depth at which they lead to several, and those one level below.
fn chief_pages(
    style: &HouseStyle,
    transcript: &Transcript,
    outline: &[Bookmark],
) -> Option<(Vec<u32>, Vec<u32>)> {
    let blank = |b: &Bookmark| style.meeting.blank_pages.whole(&b.title).is_some();
    let whole = |b: &Bookmark| height(transcript, b.page).is_some_and(|height| b.top <= TOP * height);
    let entries: Vec<&Bookmark> = outline.iter().filter(|b| whole(b) && !blank(b)).collect();
    let pages = |level: u8| {
        let mut pages: Vec<u32> = entries.iter().filter(|b| b.level == level).map(|b| b.page).collect();
        pages.sort_unstable();
        pages.dedup();
        pages
    };
    let deepest = entries.iter().map(|b| b.level).max()?;
    let level = (1..=deepest).find(|level| pages(*level).len() > 1)?;
    Some((pages(level), pages(level + 1)))
}

/// The same form filled in again.
fn same_heading(a: &Signs, b: &Signs) -> bool {
    a.first == b.first && a.first.split_whitespace().count() > 1
}

fn height(transcript: &Transcript, page: u32) -> Option<f32> {
    transcript.pages.iter().find(|p| p.number == page).map(|p| p.height)
}

/// What sets each page off from the one before.
fn set_off(style: &HouseStyle, transcript: &Transcript) -> BTreeMap<u32, Signs> {
    let mut lines: BTreeMap<u32, Vec<Counted>> = BTreeMap::new();
    let counted: Vec<Counted> = counted(transcript).collect();
    for run in counted.chunk_by(|(a, _), (b, _)| a.page == b.page) {
        let page = run.first().map_or(0, |(line, _)| line.page);
        lines.entry(page).or_default().extend_from_slice(run);
    }
    let mut found = BTreeMap::new();
    let mut before: Option<Leaf> = None;
    for size in &transcript.pages {
        let lines = lines.get(&size.number).map_or(&[][..], Vec::as_slice);
        let mut leaf = leaf(style, transcript, *size, lines);
        leaf.cover &= before.as_ref().is_none_or(|b| b.cover);
        found.insert(size.number, before.map_or_else(Signs::default, |before| compare(&before, &leaf)));
        before = Some(leaf);
    }
    found
}

/// Adds what the words of each page say.
fn say(style: &HouseStyle, reader: &Reader, pages: &mut BTreeMap<u32, Signs>) {
    for paragraphs in reader.paragraphs.chunk_by(|a, b| a.page == b.page) {
        let Some(first) = paragraphs.first() else { continue };
        let Some(signs) = pages.get_mut(&first.page) else { continue };
        // Labels side by side are the head of a table, not a front sheet.
        let leads = paragraphs.iter().filter(|p| p.cell.is_none_or(|cell| cell.col == 0));
        let mut keys: Vec<&str> = leads.filter_map(|p| kind::label_key(style, reader, p)).collect();
        keys.sort_unstable();
        keys.dedup();
        signs.sheet |= keys.len() >= LABELS;
        signs.named |= paragraphs.iter().take(HEADING).any(|p| kind::named(style, reader, p).is_some());
        signs.first = reader.transcript.quote(first.span).to_lowercase();
    }
}

/// A page as its neighbours are compared with it.
struct Leaf {
    size: PageSize,
    /// The item of the agenda with which it is stamped.
    stamp: Option<String>,
    number: Option<u32>,
    blank: bool,
    /// It has no more words than a cover.
    sparse: bool,
    /// All pages so far are blank or a cover.
    cover: bool,
}

/// A line, and how many words it has.
type Counted<'t> = (&'t Line, usize);

/// The lines, each with how many words it has; both stand in the order of the text.
fn counted(transcript: &Transcript) -> impl Iterator<Item = Counted<'_>> {
    let mut rest = transcript.words.as_slice();
    transcript.lines.iter().map(move |line| {
        let before = rest.iter().take_while(|word| word.span.end <= line.span.start).count();
        rest = rest.get(before..).unwrap_or_default();
        let count = rest.iter().take_while(|word| word.span.start < line.span.end).count();
        rest = rest.get(count..).unwrap_or_default();
        (line, count)
    })
}

fn leaf(style: &HouseStyle, transcript: &Transcript, size: PageSize, lines: &[Counted]) -> Leaf {
    let text = |line: &Line| transcript.quote(line.span);
    let short = |(_, words): &&Counted| *words <= STAMP_WORDS;
    let (body, furniture): (Vec<Counted>, Vec<Counted>) =
        lines.iter().partition(|(line, _)| line.region == Region::Body);
    let head = body.iter().take(2).filter(|(line, _)| line.rect.bottom < EDGE * size.height);
    let edges = furniture.iter().chain(head);
    // A page of more lines than a cover may have words is none.
    let words = match body.len() {
        few if few <= COVER_WORDS => body.iter().map(|(_, words)| words).sum(),
        many => many,
    };
    let says_blank = || body.iter().any(|(line, _)| style.meeting.blank_pages.is_in(&text(line)));
    Leaf {
        size,
        stamp: edges.filter(short).find_map(|(line, _)| stamp(style, &text(line))),
        number: furniture.iter().filter(short).find_map(|(line, _)| page_number(&text(line))),
        blank: words == 0 || words <= BLANK_WORDS && says_blank(),
        sparse: words <= COVER_WORDS,
        cover: words <= COVER_WORDS,
    }
}

/// How many words the line has.
fn count(transcript: &Transcript, line: &Line) -> usize {
    transcript.words_in(line.span).len()
}

/// "Agenda Item 5": the number.
fn stamp(style: &HouseStyle, text: &str) -> Option<String> {
    stamp_in(style, text).and_then(|span| text.get(span.start..span.end)).map(str::to_lowercase)
}

/// Where the number stands in "Agenda Item 5".
fn stamp_in(style: &HouseStyle, text: &str) -> Option<Span> {
    let met = style.items.words.at_start(text)?;
    let rest = text.get(met.end..)?;
    let mark = |c: char| !c.is_alphanumeric();
    let number = rest.trim_matches(mark);
    let start = met.end + rest.len() - rest.trim_start_matches(mark).len();
    let fits = number.starts_with(|c: char| c.is_ascii_digit()) && number.split_whitespace().count() == 1;
    fits.then(|| Span::new(start, start + number.len()))
}

/// The number of the item of the agenda with which the first page is stamped: "Agenda Item 5" in a corner.
pub(super) fn stamped(style: &HouseStyle, transcript: &Transcript) -> Option<Span> {
    let first = transcript.pages.first()?;
    let lines: Vec<&Line> = transcript.lines.iter().filter(|l| l.page == first.number).collect();
    let mut body = lines.iter().filter(|l| l.region == Region::Body).take(2);
    let edges = lines.iter().filter(|l| l.region != Region::Body);
    let near = |l: &&&Line| l.rect.bottom < EDGE * first.height;
    let mut all = edges.chain(body.by_ref().filter(near)).filter(|l| count(transcript, l) <= STAMP_WORDS);
    all.find_map(|l| {
        let found = stamp_in(style, l.span.of(&transcript.text))?;
        Some(Span::new(l.span.start + found.start, l.span.start + found.end))
    })
}

/// "Page 3 of 8", "3": the number.
fn page_number(text: &str) -> Option<u32> {
    let figures = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    let lead = text.len() - figures.len();
    let end = figures.find(|c: char| !c.is_ascii_digit()).unwrap_or(figures.len());
    let number = figures.get(..end).and_then(|number| number.parse().ok())?;
    let rest = figures.get(end..)?;
    let plain = |t: &str| t.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count();
    (plain(text.get(..lead)?) <= 1 && plain(rest) <= 2 && !rest.starts_with(['/', '.', ':']))
        .then_some(number)
}

fn compare(before: &Leaf, leaf: &Leaf) -> Signs {
    let differs = |a: f32, b: f32| (a - b).abs() > SIZE_SLACK;
    let (a, b) = (before.size, leaf.size);
    Signs {
        stamped: leaf.stamp.is_some() && before.stamp != leaf.stamp,
        restarts: leaf.number == Some(1) && before.number.is_some(),
        resized: differs(a.width, b.width) || differs(a.height, b.height),
        sparse: leaf.sparse,
        after_blank: before.blank && !leaf.blank && !before.cover,
        ..Signs::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house_style::Styles;

    #[test]
    fn page_numbers_in_their_forms() {
        assert_eq!(page_number("Page 3 of 8"), Some(3));
        assert_eq!(page_number("- 12 -"), Some(12));
        assert_eq!(page_number("1"), Some(1));
        assert_eq!(page_number("12/03/2019"), None);
        assert_eq!(page_number("Tel 01234 567890 ext 4"), None);
    }

    #[test]
    fn a_stamp_is_a_word_for_items_and_a_number() {
        let styles = Styles::built_in().unwrap();
        let style = styles.named("generic").unwrap();
        assert_eq!(stamp(style, "Agenda Item 5"), Some("5".to_owned()));
        assert_eq!(stamp(style, "Agenda Item 11a"), Some("11a".to_owned()));
        assert_eq!(stamp(style, "Agenda Item 5 Budget"), None);
        assert_eq!(stamp(style, "Page 5"), None);
    }
}
