//! Marked content (ISO 32000-1, 14.6): artifacts, layers that are off, and ActualText, which takes the place of what the
//! glyphs of its span would say (14.9.4). Keeps the marks that are open, and tells which glyphs the structure points to.

use crate::extract::interpret::{Arguments, Interpreter};
use crate::extract::object::{Dictionary, Object};
use crate::extract::objects::{as_dictionary, as_number};
use crate::extract::text_string;
use crate::extract::tokens::{Operand, Tokens};
use crate::model::geometry::Rect;
use crate::model::page::{Glyph, GlyphFlags};

/// One mark that is open.
#[derive(Default)]
struct Mark {
    artifact: bool,
    hidden: bool,
    actual: Option<Actual>,
    /// It began a run of glyphs; the identifier of the run that it stands in.
    run: Option<Option<u32>>,
}

/// What a property list says.
#[derive(Default)]
struct Properties {
    actual: Option<String>,
    mark: Option<u32>,
}

/// Text that stands for the glyphs from `start` on.
struct Actual {
    text: String,
    start: usize,
}

/// The marks that are open, innermost last.
#[derive(Default)]
pub struct Marks {
    open: Vec<Mark>,
    artifacts: usize,
    hidden: usize,
}

impl Marks {
    /// Whether what is drawn now belongs to a layer that is off.
    pub fn is_hidden(&self) -> bool {
        self.hidden > 0
    }

    /// The flags of glyphs drawn now.
    pub fn flags(&self) -> GlyphFlags {
        let artifact = if self.artifacts > 0 { GlyphFlags::ARTIFACT } else { GlyphFlags::default() };
        let hidden = if self.hidden > 0 { GlyphFlags::SWITCHED_OFF } else { GlyphFlags::default() };
        artifact.with(hidden)
    }

    /// How many are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    fn push(&mut self, mark: Mark) {
        self.artifacts += usize::from(mark.artifact);
        self.hidden += usize::from(mark.hidden);
        self.open.push(mark);
    }

    fn pop(&mut self) -> Option<Mark> {
        let mark = self.open.pop()?;
        self.artifacts -= usize::from(mark.artifact);
        self.hidden -= usize::from(mark.hidden);
        Some(mark)
    }
}

impl<'d> Interpreter<'d, '_> {
    /// Opens a mark that hides what is drawn in it, or only counts.
    pub fn open_layer(&mut self, hidden: bool) {
        self.marks.push(Mark { hidden, ..Mark::default() });
    }

    /// `BMC`
    pub fn begin_marked(&mut self, arguments: &Arguments<'_>) {
        let artifact = arguments.name() == Some(b"Artifact");
        self.marks.push(Mark { artifact, ..Mark::default() });
    }

    /// `BDC`
    pub fn begin_marked_with_properties(&mut self, arguments: &Arguments<'_>) {
        let tag = arguments.first_name().unwrap_or_default();
        let mut mark = Mark { artifact: tag == b"Artifact", ..Mark::default() };
        let said = match arguments.last() {
            Some(Operand::Dictionary(inline)) => inline_properties(inline),
            Some(Operand::Name(name)) => {
                let owner = self.raw_resource(b"Properties", name);
                mark.hidden =
                    tag == b"OC" && owner.is_some_and(|owner| self.layers.is_off(self.objects, owner));
                let properties = owner.and_then(|owner| as_dictionary(self.objects.follow(owner)));
                properties.map(|properties| self.properties(properties)).unwrap_or_default()
            }
            _ => Properties::default(),
        };
        mark.run = self.begin_run(tag, said.mark);
        // Only the outermost ActualText counts: it stands for all that is inside.
        let within = self.marks.open.iter().any(|mark| mark.actual.is_some());
        mark.actual =
            said.actual.filter(|_| !within).map(|text| Actual { text, start: self.page.glyphs.len() });
        self.marks.push(mark);
    }

    fn properties(&self, list: &'d Dictionary) -> Properties {
        let actual = match self.objects.get(list, b"ActualText") {
            Some(Object::String(bytes)) => Some(text_string::decode(bytes)),
            _ => None,
        };
        Properties { actual, mark: self.objects.get(list, b"MCID").and_then(as_number).map(|n| n as u32) }
    }

    /// Begins the run of a mark of the page's own content; the identifiers within a form are the form's own (14.7.4.2).
    fn begin_run(&mut self, tag: &[u8], mark: Option<u32>) -> Option<Option<u32>> {
        mark.filter(|_| self.runs.wanted && self.depth == 0)?;
        let outer = self.runs.open();
        self.runs.turn(self.page.glyphs.len(), mark, tag == b"Lbl");
        Some(outer)
    }

    /// `EMC`: never beyond the marks of this stream.
    pub fn end_marked_here(&mut self) {
        if self.marks.depth() > self.marks_floor {
            self.end_marked();
        }
    }

    /// Closes the innermost mark.
    pub fn end_marked(&mut self) {
        let Some(Mark { actual, run, .. }) = self.marks.pop() else { return };
        if let Some(Actual { text, start }) = actual {
            replace(&mut self.page.glyphs, start, &text);
        }
        if let Some(outer) = run {
            self.runs.turn(self.page.glyphs.len(), outer, false);
        }
    }

    /// Closes the marks that a stream left open.
    pub fn close_marks(&mut self, depth: usize) {
        while self.marks.depth() > depth {
            self.end_marked();
        }
    }
}

/// What an inline property list says.
fn inline_properties(inline: &[u8]) -> Properties {
    // Nearly all hold an identifier and no more.
    if let Some(mark) = lone_mark(inline) {
        return Properties { actual: None, mark: Some(mark) };
    }
    let mut operands = Vec::new();
    Tokens::new(inline).next_operator(&mut operands);
    let value = |name: &[u8]| {
        let key = operands.iter().position(|operand| *operand == Operand::Name(name))?;
        operands.get(key + 1)
    };
    let mut buffer = Vec::new();
    Properties {
        actual: value(b"ActualText").and_then(|text| text.string(&mut buffer).map(text_string::decode)),
        mark: value(b"MCID").and_then(|number| number.number()).map(|number| number as u32),
    }
}

/// `/MCID 3` alone.
fn lone_mark(inline: &[u8]) -> Option<u32> {
    let digits = inline.trim_ascii().strip_prefix(b"/MCID ")?;
    let digit = |byte: &u8| byte.is_ascii_digit().then(|| u32::from(byte - b'0'));
    let number = |sum: Option<u32>, byte: &u8| sum?.checked_mul(10)?.checked_add(digit(byte)?);
    digits.iter().fold(Some(0), number)
}

/// Puts the text on the glyphs from `start` on, one character each; glyphs to spare go, and characters to spare share
/// the last glyph.
fn replace(glyphs: &mut Vec<Glyph>, start: usize, text: &str) {
    let drawn = glyphs.get(start..).unwrap_or_default();
    let (Some(first), Some(last)) = (drawn.first().copied(), drawn.last().copied()) else { return };
    let characters: Vec<char> = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    if says_the_same(drawn, &characters) {
        return;
    }
    if characters.len() <= drawn.len() {
        glyphs.truncate(start + characters.len());
        put(glyphs, start, &characters);
        // A span of one line keeps its width, so that what follows is no further away than it is.
        if let Some(kept) = glyphs.get_mut(start..).and_then(|kept| kept.last_mut())
            && first.baseline == last.baseline
        {
            kept.rect = kept.rect.union(&last.rect);
        }
    } else {
        let (each, shared) = characters.split_at_checked(drawn.len() - 1).unwrap_or_default();
        put(glyphs, start, each);
        glyphs.pop();
        share(glyphs, &last, shared);
    }
}

/// Spaces aside, the glyphs say what ActualText says: they are left as they are.
fn says_the_same(drawn: &[Glyph], characters: &[char]) -> bool {
    let shown = drawn.iter().map(|glyph| glyph.ch).filter(|c| *c != ' ');
    shown.eq(characters.iter().copied().filter(|c| *c != ' '))
}

fn put(glyphs: &mut [Glyph], start: usize, characters: &[char]) {
    let told = GlyphFlags(!GlyphFlags::GUESSED.0);
    for (glyph, character) in glyphs.iter_mut().skip(start).zip(characters) {
        glyph.ch = *character;
        glyph.flags = GlyphFlags(glyph.flags.0 & told.0);
    }
}

/// Puts several characters in the place of one glyph, sharing its width evenly.
pub fn share(glyphs: &mut Vec<Glyph>, whole: &Glyph, characters: &[char]) {
    let turned = whole.flags.has(GlyphFlags::TURNED);
    let count = characters.len().max(1) as f32;
    for (character, index) in characters.iter().zip(0u16..) {
        let part = f32::from(index)..f32::from(index) + 1.0;
        let along = |from: f32, to: f32, share: f32| from + (to - from) * share / count;
        let Rect { x0, top, x1, bottom } = whole.rect;
        let rect = if turned {
            Rect { x0, top: along(top, bottom, part.start), x1, bottom: along(top, bottom, part.end) }
        } else {
            Rect { x0: along(x0, x1, part.start), top, x1: along(x0, x1, part.end), bottom }
        };
        let joined = if index > 0 { GlyphFlags::JOINED } else { GlyphFlags::default() };
        glyphs.push(Glyph { ch: *character, rect, flags: whole.flags.with(joined), ..*whole });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::page::FontId;

    fn glyphs(text: &str) -> Vec<Glyph> {
        let make = |(ch, index): (char, u8)| {
            let x = f32::from(index) * 10.0;
            let rect = Rect::new(x, 0.0, x + 10.0, 10.0);
            let (font, flags) = (FontId(0), GlyphFlags::default());
            Glyph { ch, rect, baseline: 8.0, size_pt: 10.0, font, flags }
        };
        text.chars().zip(0..).map(make).collect()
    }

    fn replaced(drawn: &str, start: usize, text: &str) -> (String, f32) {
        let mut found = glyphs(drawn);
        replace(&mut found, start, text);
        (found.iter().map(|glyph| glyph.ch).collect(), found.last().map_or(0.0, |glyph| glyph.rect.x1))
    }

    #[test]
    fn actual_text_takes_the_place_of_the_glyphs() {
        assert_eq!(replaced("a-", 1, "\u{AD}"), ("a\u{AD}".into(), 20.0));
        assert_eq!(replaced("a###", 1, "b"), ("ab".into(), 40.0));
        assert_eq!(replaced("a#", 1, "bcd"), ("abcd".into(), 20.0));
        assert_eq!(replaced("abc", 0, "a b c"), ("abc".into(), 30.0));
        assert_eq!(replaced("abc", 1, ""), ("a".into(), 10.0));
        assert_eq!(replaced("abc", 3, "x"), ("abc".into(), 30.0));
    }

    #[test]
    fn an_inline_property_list_is_read() {
        let read = |inline: &[u8]| {
            let said = inline_properties(inline);
            (said.actual, said.mark)
        };
        assert_eq!(read(b"/Lang (cy) /ActualText <FEFF0175>"), (Some("ŵ".into()), None));
        assert_eq!(read(b"/MCID 31 "), (None, Some(31)));
        assert_eq!(read(b"/MCID 3/Lang (cy)"), (None, Some(3)));
    }
}
