//! Where paragraphs begin, by geometry: space above, indent, a line before that had room left, a change of size or
//! weight. Knows no words.

use super::blocks::BodyLine;
use super::lines::RawLine;
use super::words::RawWord;

/// Space above a line, beyond that between lines of one paragraph, from which a paragraph begins (shares of the size).
const GAP: f32 = 0.5;
/// An indent of this many sizes begins a paragraph.
const INDENT: f32 = 0.9;
/// The line above had room for this line's first word and this many sizes more.
const ROOM: f32 = 0.4;
/// Bold headings are often kept away from the right edge by this share of the column.
const RAGGED_HEADING: f32 = 0.2;
/// A heading that goes on below fills this share of its column at least.
const FULL_HEADING: f32 = 0.66;
/// Lines are centred below each other whose middles are apart by less than so many points.
const MIDDLE: f32 = 3.0;
/// A centred line begins so many sizes within its column, or it could be any full line.
const SET_IN: f32 = 0.5;
/// Within one paragraph sizes differ by less than this many points.
const SIZE: f32 = 0.8;
/// The leading, in sizes, where a column has too few full lines to tell it.
const USUAL_LEADING: f32 = 1.3;
/// No text is set wider than this, in sizes: what looks so is space between paragraphs.
const WIDEST_LEADING: f32 = 2.4;

/// The column a line stands in.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Column {
    /// Left edge in points.
    pub x0: f32,
    /// Right edge in points.
    pub x1: f32,
    /// Distance from baseline to baseline within paragraphs, in font sizes.
    pub leading: f32,
}

impl Column {
    /// A column of unknown leading.
    pub fn new(x0: f32, x1: f32) -> Self {
        Self { x0, x1, leading: USUAL_LEADING }
    }

    /// The same column with the leading of these lines: the middle distance below lines that are full.
    pub fn with_leading<'a>(self, lines: impl Iterator<Item = &'a RawLine>) -> Self {
        let lines: Vec<&RawLine> = lines.collect();
        let full = 0.8 * (self.x1 - self.x0);
        let mut steps: Vec<f32> = lines
            .windows(2)
            .filter_map(|pair| match pair {
                [a, b] if a.rect.width() > full && (a.size_pt - b.size_pt).abs() < SIZE => {
                    Some((b.baseline - a.baseline) / a.size_pt.max(1.0))
                }
                _ => None,
            })
            .filter(|step| (0.9..WIDEST_LEADING).contains(step))
            .collect();
        let place = steps.len() / 2;
        let middle = match place < steps.len() {
            true => *steps.select_nth_unstable_by(place, f32::total_cmp).1,
            false => USUAL_LEADING,
        };
        Self { leading: middle.max(1.05), ..self }
    }
}

/// What the next line must know of the line above it.
#[derive(Clone, Debug)]
pub(super) struct Above {
    bottom: f32,
    baseline: f32,
    x0: f32,
    x1: f32,
    text_x0: f32,
    size_pt: f32,
    bold: bool,
    /// Its last word ends a sentence or leads to what follows.
    closed: bool,
    /// Its last word is short for one that has another behind it.
    shortened: bool,
    column: Column,
    /// It opened its paragraph.
    opener: bool,
    /// It began with a mark and a gap: its paragraph hangs.
    hangs: bool,
    /// The closed mark with which its paragraph began, and where that stood.
    mark: Option<(String, f32)>,
    other_page: bool,
}

impl Above {
    /// The line as the next will see it.
    pub fn of(body: &BodyLine, opener: bool, above: Option<Self>) -> Self {
        let line = &body.line;
        let first = line.words.first();
        let mark = || first.filter(|_| is_closed_mark(first)).map(|w| (w.text.to_string(), line.rect.x0));
        let after_mark = line.segments().nth(1).and_then(<[RawWord]>::first).map(|w| w.rect.x0);
        Self {
            bottom: line.rect.bottom,
            baseline: line.baseline,
            x0: line.rect.x0,
            x1: line.rect.x1,
            text_x0: after_mark.unwrap_or_else(|| hanging_x0(&line.words)),
            size_pt: line.size_pt,
            bold: is_bold(&line.words),
            closed: line.words.last().is_some_and(|w| w.text.ends_with(['.', ':', ';', '?'])),
            shortened: line.words.last().is_some_and(is_shortened),
            column: body.column,
            opener,
            hangs: after_mark.is_some() || is_mark(line.words.first()),
            mark: if opener { mark() } else { above.and_then(|a| a.mark) },
            other_page: false,
        }
    }

    /// The next line stands on another page: distances mean nothing.
    pub fn new_page(&mut self) {
        self.other_page = true;
    }

    /// Free space from this line down to the next, in points; 0 from page to page.
    pub fn gap_to(&self, next: &BodyLine) -> f32 {
        if self.other_page { 0.0 } else { (next.line.rect.top - self.bottom).max(0.0) }
    }
}

/// Where the text begins behind a first word that is a mark ("1.", "(a)", "•").
fn hanging_x0(words: &[RawWord]) -> f32 {
    let mut words = words.iter();
    let first = words.next();
    let behind = if is_mark(first) { words.next() } else { None };
    behind.or(first).map_or(0.0, |w| w.rect.x0)
}

/// A first word of hardly any letters: a number, a bullet, a letter in brackets.
fn is_mark(first: Option<&RawWord>) -> bool {
    let letters = |w: &RawWord| w.text.chars().filter(|c| c.is_alphabetic()).take(5).count();
    first.is_some_and(|w| {
        if w.text.ends_with([')', '.']) { letters(w) <= 4 } else { !w.text.contains(char::is_alphabetic) }
    })
}

/// "Cllr.", "Mr.", "Dr.": a capital and small letters without a vowel, then a stop. No sentence ends so.
fn is_shortened(word: &RawWord) -> bool {
    let letters = word.text.strip_suffix('.').unwrap_or("").trim_start_matches('(');
    let mut rest = letters.chars();
    let first = rest.next().is_some_and(char::is_uppercase);
    let consonants = rest.clone().all(|c| c.is_ascii_lowercase() && !"aeiouwy".contains(c));
    first && rest.next().is_some() && consonants && !letters.starts_with(['A', 'E', 'I', 'O', 'U', 'Y'])
}

/// A mark that is closed ("2.", "(a)", "2.1"): after the end of a sentence a paragraph begins with it.
fn is_closed_mark(first: Option<&RawWord>) -> bool {
    let inner_stop = |w: &RawWord| {
        w.text.trim_end_matches('.').contains('.') && !w.text.contains([',', '£', '%', '$', '€'])
    };
    is_mark(first) && first.is_some_and(|w| w.text.ends_with([')', '.']) || inner_stop(w))
}

/// All its letters are bold.
fn is_bold(words: &[RawWord]) -> bool {
    words.iter().filter(|w| w.text.chars().any(char::is_alphanumeric)).all(|w| w.bold)
}

/// Whether a paragraph begins with this line.
pub(super) fn opens_paragraph(above: Option<&Above>, body: &BodyLine) -> bool {
    let Some(above) = above else { return true };
    let line = &body.line;
    let size = above.size_pt.max(1.0);
    let changed = (line.size_pt - size).abs() > SIZE
        || is_bold(&line.words) != above.bold && (is_mark(line.words.first()) || !shares_weight(body, above));
    let apart = !above.other_page && is_apart(above, body);
    let indented = line.rect.x0 > above.x0 + INDENT * size
        && (line.rect.x0 - above.text_x0).abs() > 3.0
        && !goes_on_centred(above, body);
    let outdented = line.rect.x0 < above.x0 - INDENT * size && (above.hangs || !above.opener);
    let next_mark = is_closed_mark(line.words.first()) && (above.closed || follows(above, line));
    let bullet = is_bullet(line.words.first());
    let ended = had_room(above, body) && !goes_on_small(above, body) && !above.shortened;
    changed || apart || indented || outdented || next_mark || bullet || ended
}

/// "2. …" at the edge where "1. …" began the paragraph above.
fn follows(above: &Above, line: &RawLine) -> bool {
    let number = |t: &str| t.trim_matches(|c: char| "().".contains(c)).parse::<u32>().ok();
    let Some((mark, x0)) = &above.mark else { return false };
    let next = line.words.first().and_then(|w| number(&w.text));
    next.is_some() && number(mark).map(|n| n + 1) == next && (line.rect.x0 - x0).abs() < 2.0
}

/// A small letter after a line that closes nothing goes on, however much room that line had: someone broke it by hand.
fn goes_on_small(above: &Above, body: &BodyLine) -> bool {
    let first = body.line.words.first();
    // A single small letter may be a bullet ("o").
    let small = |w: &RawWord| w.text.len() > 1 && w.text.starts_with(char::is_lowercase);
    !above.closed && !is_mark(first) && first.is_some_and(small)
}

/// The last words of a centred line that took nearly the whole column stand below its middle.
fn goes_on_centred(above: &Above, body: &BodyLine) -> bool {
    let line = &body.line;
    let (left, right) = (above.x0 - above.column.x0, above.column.x1 - above.x1);
    let below = (above.x0 + above.x1 - line.rect.x0 - line.rect.x1).abs() < 2.0 * MIDDLE;
    let needed = line.words.first().map_or(0.0, |w| w.rect.width()) + ROOM * above.size_pt;
    below && !above.closed && left > SET_IN * above.size_pt && needed > left + right
}

/// A list's bullet on its own.
fn is_bullet(first: Option<&RawWord>) -> bool {
    first.is_some_and(|w| {
        matches!(w.text.as_str(), "•" | "●" | "○" | "▪" | "■" | "□" | "‣" | "◦" | "➢" | "❖" | "✓")
    })
}

/// A bold line and a plain one are one paragraph when the bold one is full: a run-in heading that breaks.
fn shares_weight(body: &BodyLine, above: &Above) -> bool {
    if above.closed && !above.bold {
        return false;
    }
    let starts_bold = body.line.words.first().is_some_and(|w| w.bold);
    above.bold == starts_bold || !had_room(above, body)
}

fn is_apart(above: &Above, body: &BodyLine) -> bool {
    let step = body.line.baseline - above.baseline;
    let size = above.size_pt.max(body.line.size_pt).max(1.0);
    step > (body.column.leading + GAP) * size || step < -0.5 * size
}

/// Whether this line's first word would have stood on the line above: then someone ended that line on purpose.
fn had_room(above: &Above, body: &BodyLine) -> bool {
    let Some(first) = body.line.words.first() else { return false };
    let needed = first.rect.width() + ROOM * above.size_pt;
    let centred = is_centred(above.x0, above.x1, above.column);
    let column_width = above.column.x1 - above.column.x0;
    let heading = above.bold && first.bold && above.x1 - above.x0 > FULL_HEADING * column_width;
    let ragged = if heading { RAGGED_HEADING * column_width } else { 0.0 };
    !centred && above.x1 + needed + ragged < above.column.x1
}

/// A line that leaves as much room left as right: a heading set in the middle.
fn is_centred(x0: f32, x1: f32, column: Column) -> bool {
    let (left, right) = (x0 - column.x0, column.x1 - x1);
    left > 24.0 && right > 24.0 && (left - right).abs() < 8.0
}
