//! What a font says of itself as a whole (ISO 32000-1, 9.8): name, flags, weight, slope and how far it reaches above
//! and below the baseline, with silly values replaced.

use crate::extract::font::symbols::SymbolSet;
use crate::extract::object::{Dictionary, Stream};
use crate::extract::objects::Objects;

/// Reach above the baseline per unit of size, where the file gives none that can be.
const USUAL_ASCENT: f32 = 0.75;
/// Reach below it.
const USUAL_DESCENT: f32 = -0.25;
/// The Symbolic bit of the flags (table 123).
const SYMBOLIC: u32 = 1 << 2;

/// The font as a whole.
pub struct Descriptor<'d> {
    /// BaseFont without the subset tag.
    pub name: String,
    /// Flags (table 123).
    pub flags: u32,
    /// From FontWeight or StemV.
    pub weight: Option<f32>,
    /// ItalicAngle.
    pub italic_angle: f32,
    /// Highest reach above the baseline, per unit of size.
    pub ascent: f32,
    /// Lowest reach, negative, per unit of size.
    pub descent: f32,
    /// Width of codes outside the Widths array, in thousandths.
    pub missing_width: f32,
    /// Which private characters it draws.
    pub symbols: SymbolSet,
    /// The embedded program.
    pub program: Option<&'d Stream>,
    embedded: bool,
}

impl<'d> Descriptor<'d> {
    /// Reads the descriptor of a simple font or a CIDFont.
    pub fn read(objects: Objects<'d>, font: &'d Dictionary) -> Self {
        let entry = objects.dictionary(font, b"FontDescriptor");
        let number = |key: &[u8]| entry.and_then(|entry| objects.number(entry, key));
        let name = objects.name(font, b"BaseFont").or_else(|| objects.name(entry?, b"FontName"));
        let name = without_tag(&String::from_utf8_lossy(name.unwrap_or_default()));
        let files: [&[u8]; 3] = [b"FontFile", b"FontFile2", b"FontFile3"];
        Self {
            symbols: SymbolSet::of(&name),
            name,
            flags: number(b"Flags").unwrap_or(0.0) as u32,
            weight: number(b"FontWeight").or_else(|| stem_weight(number(b"StemV")?)),
            italic_angle: number(b"ItalicAngle").unwrap_or(0.0),
            ascent: ascent(number(b"Ascent")),
            descent: descent(number(b"Descent")),
            missing_width: number(b"MissingWidth").unwrap_or(0.0),
            program: files.iter().find_map(|key| objects.stream(entry?, key)),
            embedded: files.iter().any(|key| entry.is_some_and(|entry| entry.has(key))),
        }
    }

    /// Whether the program is in the file.
    pub fn is_embedded(&self) -> bool {
        self.embedded
    }

    /// Whether its characters lie outside the standard Latin set.
    pub fn is_symbolic(&self) -> bool {
        self.flags & SYMBOLIC != 0
    }
}

/// `ABCDEF+Name` is a subset of Name (9.6.4).
fn without_tag(name: &str) -> String {
    match name.split_once('+') {
        Some((tag, rest)) if tag.len() == 6 && tag.bytes().all(|byte| byte.is_ascii_uppercase()) => {
            rest.into()
        }
        _ => name.into(),
    }
}

/// Type designers' rule between stem and weight, as readers use it the other way round to draw a missing font.
fn stem_weight(stem: f32) -> Option<f32> {
    (stem > 50.0).then(|| (65.0 * (stem - 50.0).sqrt()).clamp(100.0, 900.0))
}

fn ascent(value: Option<f32>) -> f32 {
    let ascent = value.unwrap_or(0.0) / 1000.0;
    if (0.3..=1.5).contains(&ascent) { ascent.min(1.1) } else { USUAL_ASCENT }
}

/// Some producers write the descent without its sign.
fn descent(value: Option<f32>) -> f32 {
    let descent = -(value.unwrap_or(0.0) / 1000.0).abs();
    if (-1.0..=-0.05).contains(&descent) { descent.max(-0.5) } else { USUAL_DESCENT }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_subset_tag_goes() {
        assert_eq!(without_tag("ABCDEF+Arial-BoldMT"), "Arial-BoldMT");
        assert_eq!(without_tag("Foo+Bar"), "Foo+Bar");
    }

    #[test]
    fn silly_heights_are_replaced() {
        assert_eq!(ascent(Some(905.0)), 0.905);
        assert_eq!(ascent(Some(0.0)), USUAL_ASCENT);
        assert_eq!(ascent(Some(30_000.0)), USUAL_ASCENT);
        assert_eq!(descent(Some(212.0)), -0.212);
        assert_eq!(descent(None), USUAL_DESCENT);
    }
}
