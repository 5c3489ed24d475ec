//! Simple fonts (Type1, MMType1, TrueType, Type3; ISO 32000-1, 9.6): what each of their 256 codes means and how wide it
//! is. Given a font dictionary, it asks ToUnicode first, then Differences, then the base encoding. Codes that only the
//! font program could tell stay unknown.

use crate::extract::font::descriptor::Descriptor;
use crate::extract::font::encoding::{Characters, Encoding};
use crate::extract::font::glyph_names;
use crate::extract::font::meanings::{Meaning, Meanings};
use crate::extract::font::standard14::Family;
use crate::extract::font::symbols::SymbolSet;
use crate::extract::font::widths::{THOUSANDTH, Widths};
use crate::extract::object::{Dictionary, Object};
use crate::extract::objects::{Objects, as_dictionary};

/// The Encoding entry of a simple font (9.6.6).
pub struct Naming<'d> {
    /// The base encoding, if the font names one or must have one.
    base: Option<Characters>,
    /// Glyph names that differ from it, by code.
    names: Vec<Option<&'d str>>,
}

/// What a code means by its name, or by the base encoding.
enum Told {
    Base(Option<char>),
    Name(String),
}

impl Told {
    fn chars(&self) -> impl Iterator<Item = char> {
        let (one, text) = match self {
            Self::Base(character) => (*character, ""),
            Self::Name(text) => (None, text.as_str()),
        };
        one.into_iter().chain(text.chars())
    }
}

impl<'d> Naming<'d> {
    /// Reads the Encoding of a font.
    pub fn read(objects: Objects<'d>, font: &'d Dictionary, descriptor: &Descriptor) -> Self {
        let encoding = objects.get(font, b"Encoding");
        let named = match encoding {
            Some(Object::Name(name)) => Encoding::by_name(name),
            Some(object) => as_dictionary(object)
                .and_then(|dictionary| objects.name(dictionary, b"BaseEncoding"))
                .and_then(Encoding::by_name),
            None => None,
        };
        let names = encoding.and_then(as_dictionary).map(|dictionary| differences(objects, dictionary));
        let is_true_type = objects.name(font, b"Subtype") == Some(b"TrueType");
        Self { base: base(named, descriptor, is_true_type), names: names.unwrap_or_default() }
    }

    /// The glyph name of a code, where it differs from the base encoding.
    pub fn name(&self, code: usize) -> Option<&'d str> {
        self.names.get(code).copied().flatten()
    }

    /// Fills in what the table does not know yet, and mends what it has wrong.
    fn complete(&self, meanings: &mut Meanings, symbols: SymbolSet) {
        let trusted = self.agrees_mostly(meanings);
        for code in 0..256 {
            let known = meanings.get(code);
            if known != Meaning::Unknown && !(trusted && may_be_mix_up(known)) {
                continue;
            }
            let told = self.told(code, symbols);
            if told.chars().next().is_some() && (known == Meaning::Unknown || is_mix_up(known, told.chars()))
            {
                meanings.spell(code, told.chars());
            }
        }
    }

    /// What name or base encoding tell of a code.
    fn told(&self, code: usize, symbols: SymbolSet) -> Told {
        let Some(name) = self.name(code) else {
            let character = self.base.as_ref().and_then(|base| base.get(code)).copied();
            return Told::Base(character.filter(|character| *character != char::REPLACEMENT_CHARACTER));
        };
        let mut text = String::new();
        let dingbat = glyph_names::dingbat_code(name).filter(|_| symbols == SymbolSet::Dingbats);
        if let Some(code) = dingbat {
            text.extend(symbols.encoding().and_then(|set| set.get(usize::from(code)).copied()));
        } else {
            glyph_names::spell(name, &mut text);
        }
        Told::Name(text)
    }

    /// Whether names and ToUnicode tell the same of most codes: then the names mean what they say, and where the two
    /// differ the name can be trusted. (Some producers name their glyphs at random.)
    fn agrees_mostly(&self, meanings: &Meanings) -> bool {
        let (mut same, mut other) = (0, 0);
        for code in 0..256 {
            let Meaning::One(known) = meanings.get(code) else { continue };
            let told = self.told(code, SymbolSet::Unknown);
            match told.chars().next() {
                Some(_) if told.chars().eq([known]) => same += 1,
                Some(_) => other += 1,
                None => {}
            }
        }
        same > 2 * other
    }
}

/// ToUnicode tables are known that turn letters into punctuation and quotes into digits.
fn may_be_mix_up(known: Meaning) -> bool {
    matches!(known, Meaning::One(known) if known.is_ascii())
}

/// Whether one of them did, as the name tells.
fn is_mix_up(known: Meaning, mut named: impl Iterator<Item = char>) -> bool {
    let Meaning::One(known) = known else { return false };
    let (Some(first), None) = (named.next(), named.next()) else { return false };
    let kind = |character: char| (character.is_alphabetic(), character.is_numeric(), character == ' ');
    known.is_ascii() && kind(known) != kind(first)
}

/// The encoding below the differences (table 114). An embedded font without one has its own, which only its program
/// tells.
fn base(named: Option<Encoding>, descriptor: &Descriptor, is_true_type: bool) -> Option<Characters> {
    let own = descriptor.symbols.encoding();
    if let Some(own) = own.filter(|_| named.is_none() || descriptor.is_symbolic()) {
        return Some(own);
    }
    let named = named.map(Encoding::characters);
    if named.is_some() || descriptor.is_embedded() {
        return named;
    }
    // What a reader falls back to when it replaces a font that is not embedded.
    Some(if is_true_type { Encoding::WinAnsi } else { Encoding::Standard }.characters())
}

fn differences<'d>(objects: Objects<'d>, encoding: &'d Dictionary) -> Vec<Option<&'d str>> {
    let mut names = vec![None; 256];
    let mut code = 0usize;
    for object in objects.array(encoding, b"Differences").unwrap_or_default() {
        match objects.follow(object) {
            Object::Integer(next) => code = usize::try_from(*next).unwrap_or(256),
            Object::Real(next) => code = *next as usize,
            Object::Name(name) => {
                if let Some(slot) = names.get_mut(code) {
                    *slot = std::str::from_utf8(name).ok();
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    names
}

/// Completes what ToUnicode left open.
pub fn complete(meanings: &mut Meanings, naming: &Naming<'_>, descriptor: &Descriptor) {
    naming.complete(meanings, descriptor.symbols);
}

/// The widths of a simple font; those of the nearest standard font where the file gives none.
pub fn widths<'d>(
    objects: Objects<'d>,
    font: &'d Dictionary,
    descriptor: &Descriptor,
    meanings: &Meanings,
) -> Widths {
    let scale = scale(objects, font);
    if let Some(widths) = Widths::simple(objects, font, descriptor.missing_width, scale) {
        return widths;
    }
    let family = Family::of(&descriptor.name, descriptor.flags);
    let win_ansi = Encoding::WinAnsi.characters();
    let width_of = family.widths_by_code(&descriptor.name, descriptor.flags);
    let mut widths = Widths::default();
    for code in 0..=255u8 {
        let place = match (family, meanings.get(usize::from(code))) {
            (Family::Symbol | Family::Dingbats, _) => Some(code),
            (_, Meaning::One(character)) => {
                let same = |place: &usize| win_ansi.get(*place) == Some(&character);
                // As most do, it may have the place that it has in Unicode.
                let plain = Some(character as usize).filter(same);
                let place = plain.or_else(|| win_ansi.iter().position(|known| *known == character));
                place.and_then(|place| u8::try_from(place).ok())
            }
            _ => None,
        };
        let width = place.and_then(&width_of);
        widths.put(usize::from(code), width.unwrap_or(USUAL_WIDTH) * THOUSANDTH);
    }
    widths
}

/// Half the size, as a digit has in most fonts: for characters that no table has a width for.
const USUAL_WIDTH: f32 = 500.0;

/// Widths of a Type3 font are in its glyph space (9.6.5).
fn scale<'d>(objects: Objects<'d>, font: &'d Dictionary) -> f32 {
    if objects.name(font, b"Subtype") != Some(b"Type3") {
        return THOUSANDTH;
    }
    let matrix = objects.numbers::<6>(font, b"FontMatrix");
    matrix.map(|[a, b, ..]| a.hypot(b)).filter(|scale| scale.is_finite()).unwrap_or(THOUSANDTH)
}

/// How far the glyphs of a Type3 font reach below and above the baseline, per unit of size, by its FontBBox.
pub fn type3_reach<'d>(objects: Objects<'d>, font: &'d Dictionary) -> Option<(f32, f32)> {
    let [_, low, _, high] = objects.numbers(font, b"FontBBox")?;
    let [_, _, c, d, ..] = objects.numbers::<6>(font, b"FontMatrix")?;
    let scale = c.hypot(d);
    let reach = (low.min(high) * scale, low.max(high) * scale);
    let sane = reach.0.is_finite() && reach.1.is_finite() && reach.1 > 0.0 && reach.1 - reach.0 > 0.0;
    sane.then_some(reach)
}

/// The size of a Type3 font per unit of what the file calls its size, by the height of its box: some producers write a
/// size of 1 and put the real one into the glyph space.
pub fn type3_em(height: f32) -> f32 {
    if (0.5..=2.0).contains(&height) { 1.0 } else { height }
}

/// The last resort for a code that nothing tells: the character that most fonts have there.
pub fn guess(code: u32) -> Option<char> {
    let code = usize::try_from(code).ok()?;
    let character = Encoding::WinAnsi.characters().get(code).copied()?;
    (character != char::REPLACEMENT_CHARACTER).then_some(character)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::objects::Loaded;

    fn table(font: &Dictionary, known: &[(usize, char)]) -> Meanings {
        let document = Loaded::default();
        let objects = Objects::new(&document);
        let descriptor = Descriptor::read(objects, font);
        let mut meanings = Meanings::new(descriptor.symbols);
        known.iter().for_each(|(code, character)| meanings.put(*code, Meaning::One(*character)));
        complete(&mut meanings, &Naming::read(objects, font, &descriptor), &descriptor);
        meanings
    }

    fn named(differences: Vec<Object>) -> Dictionary {
        let encoding = dictionary! { "BaseEncoding" => "WinAnsiEncoding", "Differences" => differences };
        dictionary! { "Subtype" => "Type1", "BaseFont" => "Made", "Encoding" => encoding }
    }

    #[test]
    fn differences_come_before_the_base() {
        let found =
            table(&named(vec![1.into(), "Wcircumflex".into(), "fi".into(), 66.into(), "g7".into()]), &[]);
        assert_eq!(found.get(1), Meaning::One('Ŵ'));
        assert!(matches!(found.get(2), Meaning::Many(_)));
        assert_eq!(found.get(65), Meaning::One('A'));
        assert_eq!(found.get(66), Meaning::Unknown);
    }

    #[test]
    fn a_mixed_up_code_is_mended_where_the_names_are_good() {
        let good: Vec<(usize, char)> = (65..78).map(|code| (code, char::from(code as u8))).collect();
        let mut known = good.clone();
        known.push((78, '/'));
        assert_eq!(table(&named(vec![]), &known).get(78), Meaning::One('N'));
        // Names at random: ToUnicode is believed.
        let names = (65..79).flat_map(|code| [Object::Integer(code), "A".into()]).collect();
        assert_eq!(table(&named(names), &known).get(78), Meaning::One('/'));
    }

    #[test]
    fn an_embedded_font_without_encoding_is_left_to_its_program() {
        let descriptor = dictionary! { "Flags" => 4, "FontFile2" => Object::Reference((9, 0)) };
        let font =
            dictionary! { "Subtype" => "TrueType", "BaseFont" => "Made", "FontDescriptor" => descriptor };
        assert_eq!(table(&font, &[]).get(65), Meaning::Unknown);
    }
}
