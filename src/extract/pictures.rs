//! The images of a page as the file holds them: given an image XObject, takes off the filters that any stream may have
//! and leaves the image's own coding, with what its dictionary says of samples and colours (ISO 32000-1, 8.9.5). Decodes
//! no image.

use crate::extract::interpret::Interpreter;
use crate::extract::object::{Dictionary, Name, Object, Stream};
use crate::extract::objects::{Objects, as_dictionary};
use crate::extract::optional_content::OptionalContent;
use crate::extract::{Fonts, Inflater, Limits, page_tree};
use crate::model::page::DRAWN_LETTERS;
use crate::model::picture::{Coding, Fax, Picture, PicturedPage, Tone};

/// Images kept for one page; a page of more is a drawing.
const MOST_PICTURES: usize = 2_000;

/// Bytes of encoded images kept for one page.
pub const MOST_BYTES: usize = 256 << 20;

/// Colours of a palette at most (8.6.6.3).
const MOST_COLOURS: usize = 256;

/// The images of the pages of these numbers, which ascend.
pub fn read(objects: Objects<'_>, numbers: &[u32], limits: &Limits) -> Vec<PicturedPage> {
    let list = page_tree::found(objects, limits.pages, limits.depth);
    let layers = OptionalContent::read(objects);
    let (mut fonts, mut inflater) = (Fonts::new(objects), Inflater::new(objects, limits.stream_bytes));
    let mut interpreter = Interpreter::new(objects, &mut fonts, &mut inflater, &layers, limits);
    let wanted = list.pages.iter().zip(1..).filter(|(_, number)| numbers.binary_search(number).is_ok());
    let pages = wanted.map(|(node, number)| {
        interpreter.pictures = Some(Vec::new());
        interpreter.path.outline = Some(Vec::new());
        let page = interpreter.read_page(node, number);
        let pictures = interpreter.pictures.take().unwrap_or_default();
        let mut drawings = std::mem::take(&mut interpreter.drawings);
        // What stands beside the image of a page is read from the file itself.
        drawings.retain(|_| page.shapes >= DRAWN_LETTERS);
        PicturedPage { number, width: page.width, height: page.height, drawings, pictures }
    });
    pages.collect()
}

impl<'d> Interpreter<'d, '_> {
    /// Keeps an image that is being drawn, if images are asked for and it can be seen.
    pub fn keep_picture(&mut self, image: &'d Stream, (width, height): (u32, u32)) {
        let ctm = self.state.ctm;
        let seen = ctm.bounds(0.0, 0.0, 1.0, 1.0).intersection(&self.state.clip).is_some();
        let Some(kept) = &self.pictures else { return };
        let bytes: usize = kept.iter().map(|picture| picture.bytes.len()).sum();
        if !seen || width == 0 || height == 0 || kept.len() >= MOST_PICTURES || bytes >= MOST_BYTES {
            return;
        }
        let ink = self.state.fill.lightness();
        let reading = Reading { objects: self.objects, image, limit: self.limits.stream_bytes };
        let (bytes, coding) = reading.data(width);
        let matrix = [ctm.a, ctm.b, ctm.c, ctm.d, ctm.e, ctm.f];
        let picture = Picture { matrix, width, height, bytes, coding, tone: reading.tone(ink) };
        self.pictures.iter_mut().for_each(|kept| kept.push(picture.clone()));
    }
}

/// One image being looked at.
struct Reading<'d> {
    objects: Objects<'d>,
    image: &'d Stream,
    limit: usize,
}

impl<'d> Reading<'d> {
    /// The bytes without the filters of any stream, and the coding that is left.
    fn data(&self, width: u32) -> (Vec<u8>, Coding) {
        let names = self.list(b"Filter", b"F");
        let own =
            names.iter().position(|name| name.as_name().is_some_and(|name| image_filter(name).is_some()));
        let general = names.get(..own.unwrap_or(names.len())).unwrap_or_default();
        let bytes = match general {
            [] => self.objects.content(self.image).to_vec(),
            _ => self.unwrapped(general).unwrap_or_default(),
        };
        let filter = own.and_then(|place| names.get(place)?.as_name().and_then(image_filter));
        let parameters = own.and_then(|place| self.parameters(place));
        (bytes, self.coding(filter, parameters, width))
    }

    fn coding(&self, filter: Option<ImageFilter>, parameters: Option<&'d Dictionary>, width: u32) -> Coding {
        match filter {
            Some(ImageFilter::Jpeg) => Coding::Jpeg,
            Some(ImageFilter::Jpeg2000) => Coding::Jpeg2000,
            Some(ImageFilter::Fax) => Coding::Fax(self.fax(parameters, width)),
            Some(ImageFilter::Jbig2) => Coding::Jbig2 { globals: self.globals(parameters) },
            None => Coding::Samples { bits: self.bits(), channels: self.channels() },
        }
    }

    /// The entries of a key that holds one or an array of them.
    fn list(&self, key: &[u8], short: &[u8]) -> Vec<&'d Object> {
        let dict = &self.image.dict;
        match self.objects.get(dict, key).or_else(|| self.objects.get(dict, short)) {
            None => Vec::new(),
            Some(Object::Array(entries)) => entries.iter().map(|entry| self.objects.follow(entry)).collect(),
            Some(single) => vec![single],
        }
    }

    fn parameters(&self, place: usize) -> Option<&'d Dictionary> {
        self.list(b"DecodeParms", b"DP").get(place).and_then(|found| as_dictionary(found))
    }

    /// The data behind these filters.
    fn unwrapped(&self, general: &[&Object]) -> Option<Vec<u8>> {
        let filters = Object::Array(general.iter().map(|name| (*name).clone()).collect());
        let parameters = (0..general.len()).map(|place| {
            self.parameters(place).map_or(Object::Null, |found| Object::Dictionary(found.clone()))
        });
        let parameters: Vec<Object> = parameters.collect();
        // One filter's parameters stand alone, as most files have it.
        let parameters = match parameters.as_slice() {
            [single] => single.clone(),
            several if several.iter().all(Object::is_null) => Object::Null,
            several => Object::Array(several.into()),
        };
        let entries = [(Name::of(b"Filter"), filters), (Name::of(b"DecodeParms"), parameters)];
        let dict = Dictionary::of(entries.into_iter().filter(|(_, value)| !value.is_null()).collect());
        let mut bytes = Vec::new();
        let mut inflater = Inflater::new(self.objects, self.limit);
        inflater.undo(&dict, self.objects.content(self.image), &mut bytes);
        (!bytes.is_empty()).then_some(bytes)
    }

    fn fax(&self, parameters: Option<&'d Dictionary>, width: u32) -> Fax {
        let integer = |key: &[u8]| parameters.and_then(|p| self.objects.integer(p, key));
        let flag = |key: &[u8], usual: bool| {
            let found = parameters.and_then(|p| self.objects.get(p, key)?.as_bool());
            found.unwrap_or(usual)
        };
        let columns = integer(b"Columns").and_then(|n| u32::try_from(n).ok());
        Fax {
            k: integer(b"K").unwrap_or(0),
            // 1728 where nothing is said; but then the image's own width is the better witness.
            columns: columns.filter(|n| *n > 0).unwrap_or(width),
            byte_aligned: flag(b"EncodedByteAlign", false),
            end_of_line: flag(b"EndOfLine", false),
            end_of_block: flag(b"EndOfBlock", true),
            black_is_1: flag(b"BlackIs1", false),
        }
    }

    fn globals(&self, parameters: Option<&'d Dictionary>) -> Vec<u8> {
        let stream = parameters.and_then(|p| self.objects.stream(p, b"JBIG2Globals"));
        let mut bytes = Vec::new();
        if let Some(stream) = stream {
            Inflater::new(self.objects, self.limit).decode(stream, &mut bytes);
        }
        bytes
    }

    fn is_stencil(&self) -> bool {
        let found = self.objects.get(&self.image.dict, b"ImageMask");
        found.is_some_and(|flag| flag.as_bool().unwrap_or(false))
    }

    fn bits(&self) -> u8 {
        let bits = self.objects.integer(&self.image.dict, b"BitsPerComponent");
        if self.is_stencil() { 1 } else { bits.and_then(|bits| u8::try_from(bits).ok()).unwrap_or(8) }
    }

    fn channels(&self) -> u8 {
        self.space().map_or(1, |space| self.channels_of(space))
    }

    fn space(&self) -> Option<&'d Object> {
        self.objects.get(&self.image.dict, b"ColorSpace")
    }

    fn channels_of(&self, space: &'d Object) -> u8 {
        let family = self.family(space);
        match family {
            Some(b"DeviceRGB" | b"RGB" | b"CalRGB" | b"Lab") => 3,
            Some(b"DeviceCMYK" | b"CMYK") => 4,
            Some(b"ICCBased") => {
                let profile = self.part(space, 1).and_then(as_dictionary);
                let count = profile.and_then(|profile| self.objects.integer(profile, b"N"));
                count.and_then(|n| u8::try_from(n).ok()).filter(|n| (1..=4).contains(n)).unwrap_or(1)
            }
            Some(b"DeviceN") => {
                let names = self.part(space, 1).and_then(|names| names.as_array());
                names.and_then(|names| u8::try_from(names.len()).ok()).unwrap_or(1)
            }
            _ => 1,
        }
    }

    fn family(&self, space: &'d Object) -> Option<&'d [u8]> {
        match space {
            Object::Name(name) => Some(name),
            _ => self.part(space, 0)?.as_name(),
        }
    }

    fn part(&self, space: &'d Object, place: usize) -> Option<&'d Object> {
        space.as_array()?.get(place).map(|part| self.objects.follow(part))
    }

    fn tone(&self, ink: f32) -> Tone {
        let inverted = self.is_inverted();
        if self.is_stencil() {
            return Tone::Stencil { inverted, ink: (ink.clamp(0.0, 1.0) * 255.0) as u8 };
        }
        let space = self.space();
        match space.and_then(|space| self.family(space)) {
            Some(b"Indexed" | b"I") => Tone::Palette(space.map_or(Vec::new(), |space| self.palette(space))),
            // An amount of ink: one is dark.
            Some(b"Separation" | b"DeviceN") => Tone::Direct { inverted: !inverted },
            _ => Tone::Direct { inverted },
        }
    }

    /// Whether Decode runs from one to zero.
    fn is_inverted(&self) -> bool {
        let decode = self.objects.numbers::<2>(&self.image.dict, b"Decode");
        decode.is_some_and(|[low, high]| low > high)
    }

    /// The lightnesses of an indexed colour space.
    fn palette(&self, space: &'d Object) -> Vec<u8> {
        let base = self.part(space, 1);
        let channels = base.map_or(1, |base| usize::from(self.channels_of(base)).max(1));
        let mut colours = Vec::new();
        match self.part(space, 3) {
            Some(Object::String(text)) => colours.extend_from_slice(text),
            Some(Object::Stream(stream)) => {
                Inflater::new(self.objects, self.limit).decode(stream, &mut colours);
            }
            _ => {}
        }
        colours.chunks_exact(channels).take(MOST_COLOURS).map(lightness).collect()
    }
}

/// Lightness of a colour of one, three or four channels.
fn lightness(colour: &[u8]) -> u8 {
    let mix = |r: u8, g: u8, b: u8| {
        ((u32::from(r) * 77 + u32::from(g) * 151 + u32::from(b) * 28) >> 8).min(255) as u8
    };
    match colour {
        [r, g, b] => mix(*r, *g, *b),
        [c, m, y, k] => mix(255 - c, 255 - m, 255 - y).saturating_sub(*k),
        [gray, ..] => *gray,
        [] => 0,
    }
}

#[derive(Clone, Copy)]
enum ImageFilter {
    Jpeg,
    Jpeg2000,
    Fax,
    Jbig2,
}

fn image_filter(name: &[u8]) -> Option<ImageFilter> {
    match name {
        b"DCTDecode" | b"DCT" => Some(ImageFilter::Jpeg),
        b"JPXDecode" => Some(ImageFilter::Jpeg2000),
        b"CCITTFaxDecode" | b"CCF" => Some(ImageFilter::Fax),
        b"JBIG2Decode" => Some(ImageFilter::Jbig2),
        _ => None,
    }
}
