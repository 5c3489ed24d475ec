//! What `Do` draws (ISO 32000-1, 8.8 to 8.10): forms, which are run like a page, and images, of which only the place is
//! kept. Inline images are passed over here too.

use crate::extract::interpret::{Arguments, Interpreter, Resources};
use crate::extract::matrix::Matrix;
use crate::extract::object::Stream;
use crate::extract::tokens::{Operand, Tokens};
use crate::model::geometry::Rect;
use crate::model::page::ImagePlace;

/// Forms run for one page, nested or not: forms that call forms that call forms must end.
pub const MOST_FORMS: usize = 10_000;
/// Images kept for one page.
pub const MOST_IMAGES: usize = 5_000;

impl<'d> Interpreter<'d, '_> {
    /// `Do`
    pub fn draw_object(&mut self, arguments: &Arguments<'_>) {
        let found = arguments.name().and_then(|name| self.resource(b"XObject", name));
        let Some(stream) = found.and_then(|object| object.as_stream()) else { return };
        let off = stream.dict.get(b"OC").is_some_and(|owner| self.layers.is_off(self.objects, owner));
        match self.objects.name(&stream.dict, b"Subtype") {
            Some(b"Form") => {
                self.open_layer(off);
                self.run_form(stream, Matrix::IDENTITY);
                self.end_marked();
            }
            Some(b"Image") if !off => self.draw_image(stream),
            _ => {}
        }
    }

    /// Runs a form in the present state, `placing` coming after its own matrix.
    pub fn run_form(&mut self, form: &'d Stream, placing: Matrix) {
        if self.depth >= self.limits.depth || self.forms >= MOST_FORMS {
            self.full = true;
            return;
        }
        self.forms += 1;
        self.depth += 1;
        let saved = self.state;
        let text = (self.text_matrix, self.line_matrix);
        self.state.ctm = self.objects.matrix(&form.dict).then(&placing).then(&self.state.ctm);
        if let Some([x0, y0, x1, y1]) = self.objects.numbers(&form.dict, b"BBox") {
            let bounds = self.state.ctm.bounds(x0, y0, x1, y1);
            self.state.clip_to(&bounds);
        }
        // A form without resources uses those of the page (8.10.1, for old files).
        let own = self.objects.dictionary(&form.dict, b"Resources");
        let outer = own.map(|own| std::mem::replace(&mut self.resources, Resources::new(Some(own))));
        self.run_streams(&[form]);
        if let Some(outer) = outer {
            self.resources = outer;
        }
        (self.text_matrix, self.line_matrix) = text;
        self.state = saved;
        self.depth -= 1;
    }

    fn draw_image(&mut self, image: &'d Stream) {
        let side =
            |key: &[u8]| self.objects.integer(&image.dict, key).and_then(|side| u32::try_from(side).ok());
        let pixels = (side(b"Width").unwrap_or(0), side(b"Height").unwrap_or(0));
        self.place_image(pixels);
        if self.is_opaque(image) {
            self.hide_below(&self.state.ctm.bounds(0.0, 0.0, 1.0, 1.0), true);
        }
        if !self.marks.is_hidden() {
            self.keep_picture(image, pixels);
        }
    }

    /// Whether the image hides what is below: it has no mask (8.9.6) and lies straight.
    fn is_opaque(&self, image: &Stream) -> bool {
        let masked = [&b"SMask"[..], b"Mask", b"ImageMask"].iter().any(|key| image.dict.has(key));
        let ctm = &self.state.ctm;
        !masked
            && !self.marks.is_hidden()
            && ((ctm.b == 0.0 && ctm.c == 0.0) || (ctm.a == 0.0 && ctm.d == 0.0))
    }

    /// An image fills the unit square (8.9.5).
    fn place_image(&mut self, pixels: (u32, u32)) {
        if self.marks.is_hidden() || self.page.images.len() >= MOST_IMAGES {
            return;
        }
        let Some(rect) = self.state.ctm.bounds(0.0, 0.0, 1.0, 1.0).intersection(&self.state.clip) else {
            return;
        };
        let page = Rect { x0: 0.0, top: 0.0, x1: self.page.width, bottom: self.page.height };
        let share = (rect.area() / page.area().max(1.0)).min(1.0);
        self.page.images.push(ImagePlace { rect, share, pixels });
    }

    /// `BI`: keeps the place of an inline image and passes over its data (8.9.7).
    pub fn inline_image<'a>(&mut self, tokens: &mut Tokens<'a>, operands: &mut Vec<Operand<'a>>) {
        operands.clear();
        // Keys and values end at `ID`; anything else means that this is no image.
        if tokens.next_operator(operands) != Some(crate::extract::tokens::operator(b"ID")) {
            return;
        }
        let image = InlineImage::read(operands);
        self.place_image((image.width, image.height));
        let length = image.data_length(tokens.rest());
        tokens.skip(length);
    }
}

/// What the keys of an inline image say (table 93).
#[derive(Default)]
struct InlineImage {
    width: u32,
    height: u32,
    /// Bits for each pixel, if the colour space tells.
    depth: Option<u32>,
    filtered: bool,
}

impl InlineImage {
    fn read(operands: &[Operand<'_>]) -> Self {
        let mut image = Self::default();
        let (mut bits, mut components, mut mask) = (8, None, false);
        for pair in operands.windows(2) {
            let [Operand::Name(key), value] = pair else { continue };
            let number = value.number().unwrap_or(0.0) as u32;
            match (*key, value) {
                (b"W" | b"Width", _) => image.width = number,
                (b"H" | b"Height", _) => image.height = number,
                (b"BPC" | b"BitsPerComponent", _) => bits = number,
                (b"IM" | b"ImageMask", _) => mask = true,
                (b"F" | b"Filter", _) => image.filtered = true,
                (b"CS" | b"ColorSpace", Operand::Name(space)) => components = component_count(space),
                _ => {}
            }
        }
        image.depth = if mask { Some(1) } else { components.and_then(|count| bits.checked_mul(count)) };
        image
    }

    /// How many bytes of `rest`, which begins behind `ID`, belong to the image with its `EI`.
    fn data_length(&self, rest: &[u8]) -> usize {
        let from =
            self.known_length().filter(|length| length + 1 < rest.len()).map_or(0, |length| length + 1);
        let data = rest.get(from..).unwrap_or_default();
        let end = data.windows(2).enumerate().find(|(place, pair)| *pair == b"EI" && is_end(data, *place));
        end.map_or(rest.len(), |(place, _)| from + place + 2)
    }

    /// Data without a filter have the length that the sides tell.
    fn known_length(&self) -> Option<usize> {
        let depth = self.depth.filter(|_| !self.filtered)?;
        let row = u64::from(self.width).checked_mul(u64::from(depth))?.div_ceil(8);
        usize::try_from(row.checked_mul(u64::from(self.height))?).ok()
    }
}

fn component_count(space: &[u8]) -> Option<u32> {
    match space {
        b"G" | b"DeviceGray" | b"CalGray" => Some(1),
        b"RGB" | b"DeviceRGB" | b"CalRGB" => Some(3),
        b"CMYK" | b"DeviceCMYK" => Some(4),
        _ => None,
    }
}

/// Whether the `EI` at `place` ends the data: it stands alone, and text follows.
fn is_end(data: &[u8], place: usize) -> bool {
    let before = place.checked_sub(1).and_then(|before| data.get(before));
    let after = data.get(place + 2..).unwrap_or_default();
    before.is_none_or(u8::is_ascii_whitespace)
        && after.first().is_none_or(u8::is_ascii_whitespace)
        && after.iter().take(12).all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_that_look_like_an_end_are_passed_over() {
        let image = InlineImage { filtered: true, ..InlineImage::default() };
        assert_eq!(image.data_length(b" x EI \x80\x81 y\nEI Q"), 13);
        assert_eq!(image.data_length(b" never ends"), 11);
    }

    #[test]
    fn data_without_filter_are_counted() {
        let operands = [
            Operand::Name(b"W"),
            Operand::Number(4.0),
            Operand::Name(b"H"),
            Operand::Number(2.0),
            Operand::Name(b"CS"),
            Operand::Name(b"G"),
        ];
        let image = InlineImage::read(&operands);
        assert_eq!(image.known_length(), Some(8));
        assert_eq!(image.data_length(b" \nEI \nEI\nEI Q"), 11);
    }
}
