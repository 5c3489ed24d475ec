//! Fonts, each read once per document: from a font dictionary to what its codes mean and how wide they are. The order
//! in which sources are asked is ToUnicode, Differences, base encoding, font program, guess. Bold or not is not decided
//! here.

pub mod cmap;
pub mod composite;
pub mod descriptor;
pub mod encoding;
pub mod glyph_names;
pub mod meanings;
pub mod program;
pub mod simple;
pub mod standard14;
pub mod symbols;
pub mod widths;

use crate::extract::inflate::Inflater;
use crate::extract::object::Dictionary;
use crate::extract::objects::Objects;
use crate::model::page::{Font, FontId};
use composite::{Codes, GlyphMap};
use descriptor::Descriptor;
use meanings::{Meaning, Meanings};
use program::Program;
use simple::Naming;
use std::collections::HashMap;
use widths::Widths;

/// A font ready for use.
pub struct LoadedFont<'d> {
    /// How its strings are cut.
    pub codes: Codes,
    /// What its codes mean.
    pub meanings: Meanings,
    /// How wide its codes or CIDs are, per unit of size.
    pub widths: Widths,
    /// Reach above the baseline, per unit of size.
    pub ascent: f32,
    /// Reach below it, negative.
    pub descent: f32,
    /// Height of the letters' body per unit of size: 1, but for Type3 fonts with a glyph space of their own.
    pub em: f32,
    /// Glyphs drawn with it.
    pub drawn: u32,
    /// Those of them that no table tells.
    pub undecoded: u32,
    descriptor: Descriptor<'d>,
    naming: Option<Naming<'d>>,
    cid_font: Option<&'d Dictionary>,
    rescue: Option<(Program, GlyphMap)>,
}

/// The fonts of a document.
pub struct Fonts<'d> {
    objects: Objects<'d>,
    by_address: HashMap<usize, usize>,
    loaded: Vec<LoadedFont<'d>>,
}

impl<'d> Fonts<'d> {
    /// No font is loaded yet.
    pub fn new(objects: Objects<'d>) -> Self {
        Self { objects, by_address: HashMap::new(), loaded: Vec::new() }
    }

    /// The index of the font with this dictionary, loaded now if it is new.
    pub fn index(&mut self, font: &'d Dictionary, inflater: &mut Inflater<'d>) -> usize {
        // The document does not change, so a dictionary's address stands for it even where it has no number.
        let address = std::ptr::from_ref(font) as usize;
        if let Some(&index) = self.by_address.get(&address) {
            return index;
        }
        let index = self.loaded.len().min(usize::from(u16::MAX));
        if index == self.loaded.len() {
            self.loaded.push(LoadedFont::read(self.objects, font, inflater));
        }
        self.by_address.insert(address, index);
        index
    }

    /// The font at an index.
    pub fn get_mut(&mut self, index: usize) -> Option<&mut LoadedFont<'d>> {
        self.loaded.get_mut(index)
    }

    /// What the model keeps of the fonts.
    pub fn describe(self) -> Vec<Font> {
        self.loaded.into_iter().map(LoadedFont::describe).collect()
    }

    /// The id in the model of the font at an index.
    pub fn id(index: usize) -> FontId {
        FontId(u16::try_from(index).unwrap_or(u16::MAX))
    }
}

impl<'d> LoadedFont<'d> {
    fn read(objects: Objects<'d>, font: &'d Dictionary, inflater: &mut Inflater<'d>) -> Self {
        let cid_font = composite::descendant(objects, font);
        let descriptor = Descriptor::read(objects, cid_font.unwrap_or(font));
        let mut meanings = Meanings::new(descriptor.symbols);
        if let Some(stream) = objects.stream(font, b"ToUnicode") {
            let mut bytes = Vec::new();
            inflater.decode(stream, &mut bytes);
            cmap::read_to_unicode(&bytes, &mut meanings);
        }
        let (codes, naming, widths) = match cid_font {
            Some(cid_font) => {
                (Codes::read(objects, font, inflater), None, Widths::composite(objects, cid_font))
            }
            None => {
                let naming = Naming::read(objects, font, &descriptor);
                simple::complete(&mut meanings, &naming, &descriptor);
                let widths = simple::widths(objects, font, &descriptor, &meanings);
                (Codes::Bytes, Some(naming), widths)
            }
        };
        let type3 = simple::type3_reach(objects, font);
        let (descent, ascent) = type3.unwrap_or((descriptor.descent, descriptor.ascent));
        let em = type3.map_or(1.0, |(descent, ascent)| simple::type3_em(ascent - descent));
        let (drawn, undecoded, rescue) = (0, 0, None);
        Self {
            codes,
            meanings,
            widths,
            ascent,
            descent,
            em,
            drawn,
            undecoded,
            descriptor,
            naming,
            cid_font,
            rescue,
        }
    }

    /// What a code means that no table outside the font program tells: asks the program, then guesses, and remembers.
    #[cold]
    pub fn rescue(&mut self, objects: Objects<'d>, inflater: &mut Inflater<'d>, code: u32) -> Meaning {
        let index = code as usize;
        if let Codes::Utf16 = self.codes {
            self.meanings.spell(index, char::from_u32(code).into_iter());
        } else if let Some(text) = self.ask_program(objects, inflater, code) {
            self.meanings.spell(index, text.chars());
        }
        if self.meanings.get(index) == Meaning::Unknown {
            let meaning = self.guess(code).map_or(Meaning::Lost, Meaning::Guess);
            self.meanings.put(index, meaning);
            return meaning;
        }
        self.meanings.get(index)
    }

    fn ask_program(
        &mut self,
        objects: Objects<'d>,
        inflater: &mut Inflater<'d>,
        code: u32,
    ) -> Option<String> {
        let (descriptor, cid_font) = (&self.descriptor, self.cid_font);
        let (program, glyphs) = self.rescue.get_or_insert_with(|| {
            let mut bytes = Vec::new();
            if let Some(stream) = descriptor.program {
                inflater.decode(stream, &mut bytes);
            }
            let glyphs = cid_font.map(|cid_font| GlyphMap::read(objects, cid_font, inflater));
            (Program::read(&bytes), glyphs.unwrap_or_default())
        });
        let text = match &self.naming {
            Some(naming) => match naming.name(code as usize).and_then(glyph_names::glyph_number) {
                Some(glyph) => program.of_glyph(glyph),
                None => program.of_code(code),
            },
            None => program.of_glyph(glyphs.glyph(self.codes.cid(code))?),
        };
        text.map(str::to_string)
    }

    fn guess(&self, code: u32) -> Option<char> {
        match (&self.naming, &self.rescue) {
            (Some(_), _) => simple::guess(code),
            (None, Some((_, glyphs))) => composite::guess(glyphs.glyph(self.codes.cid(code))?),
            (None, None) => None,
        }
    }

    fn describe(self) -> Font {
        let space = self.meanings.code_of(' ').map(|code| self.codes.cid(code as u32) as usize);
        Font {
            space_width: space.map(|code| self.widths.get(code) * 1000.0).filter(|width| *width > 0.0),
            name: self.descriptor.name,
            flags: self.descriptor.flags,
            weight: self.descriptor.weight,
            italic_angle: self.descriptor.italic_angle,
            drawn: self.drawn,
            undecoded: self.undecoded,
        }
    }
}
