//! Colours as far as a reader of text needs them: how light, and whether plainly red (ISO 32000-1, 8.6). Given the
//! operands of the colour operators, it gives an [`Ink`].

use crate::extract::interpret::{Arguments, Interpreter};
use crate::extract::object::Object;
use crate::extract::objects::{Objects, as_dictionary};

/// What is painted with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ink {
    /// Lightness, 0 black to 1 white.
    pub gray: f32,
    /// Plainly red.
    pub red: bool,
    /// How a single operand is to be read.
    pub space: Space,
    /// Opacity, 0 to 1.
    pub alpha: f32,
}

/// What one operand of a colour operator means; several are RGB or CMYK whatever the space is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    /// A lightness.
    Gray,
    /// An amount of ink (Separation, DeviceN).
    Tint,
    /// An index or a pattern: not looked up.
    Unknown,
}

/// Lightness taken for a pattern or an indexed colour.
const UNKNOWN_GRAY: f32 = 0.5;

impl Ink {
    /// Where every page starts.
    pub const BLACK: Self = Self { gray: 0.0, red: false, space: Space::Gray, alpha: 1.0 };

    /// Whether it is a colour, and no pattern, which may let through what is below.
    pub fn is_plain(&self) -> bool {
        self.space != Space::Unknown
    }

    /// Lightness over white paper, opacity included.
    pub fn lightness(&self) -> f32 {
        1.0 - (1.0 - self.gray) * self.alpha
    }

    fn set_gray(&mut self, gray: f32) {
        (self.gray, self.red) = (gray.clamp(0.0, 1.0), false);
    }

    fn set_rgb(&mut self, [red, green, blue]: [f32; 3]) {
        self.gray = (0.3 * red + 0.59 * green + 0.11 * blue).clamp(0.0, 1.0);
        self.red = is_red(red, green, blue);
    }

    fn set_cmyk(&mut self, [cyan, magenta, yellow, black]: [f32; 4]) {
        let mix = |ink: f32| (1.0 - ink) * (1.0 - black);
        self.set_rgb([mix(cyan), mix(magenta), mix(yellow)]);
    }

    /// Sets the colour from as many components as there are.
    fn set(&mut self, components: &[f32]) {
        match (components, self.space) {
            ([gray], Space::Gray) => self.set_gray(*gray),
            ([tint], Space::Tint) => self.set_gray(1.0 - tint),
            ([r, g, b], _) => self.set_rgb([*r, *g, *b]),
            ([c, m, y, k], _) => self.set_cmyk([*c, *m, *y, *k]),
            _ => self.set_gray(UNKNOWN_GRAY),
        }
    }

    fn set_space(&mut self, space: Space) {
        // A new space starts at black (8.6.5 and after), or at full tint.
        (self.space, self.gray, self.red) = (space, 0.0, false);
    }
}

/// Dark reds and bright reds, but no brown, orange or pink.
fn is_red(red: f32, green: f32, blue: f32) -> bool {
    red >= 0.5 && green <= 0.35 && blue <= 0.35 && red - green.max(blue) >= 0.35
}

/// Which of the two colours an operator sets.
#[derive(Clone, Copy)]
pub enum Side {
    /// Fills and text.
    Fill,
    /// Lines.
    Stroke,
}

impl Interpreter<'_, '_> {
    fn ink(&mut self, side: Side) -> &mut Ink {
        match side {
            Side::Fill => &mut self.state.fill,
            Side::Stroke => &mut self.state.stroke,
        }
    }

    /// `g` `G`
    pub fn set_gray(&mut self, side: Side, arguments: &Arguments<'_>) {
        if let Some([gray]) = arguments.numbers() {
            let ink = self.ink(side);
            ink.space = Space::Gray;
            ink.set_gray(gray);
        }
    }

    /// `rg` `RG`
    pub fn set_rgb(&mut self, side: Side, arguments: &Arguments<'_>) {
        if let Some(rgb) = arguments.numbers() {
            self.ink(side).set_rgb(rgb);
        }
    }

    /// `k` `K`
    pub fn set_cmyk(&mut self, side: Side, arguments: &Arguments<'_>) {
        if let Some(cmyk) = arguments.numbers() {
            self.ink(side).set_cmyk(cmyk);
        }
    }

    /// `cs` `CS`
    pub fn set_space(&mut self, side: Side, arguments: &Arguments<'_>) {
        let Some(name) = arguments.name() else { return };
        let space = match name {
            b"DeviceGray" | b"DeviceRGB" | b"DeviceCMYK" => Space::Gray,
            b"Pattern" => Space::Unknown,
            _ => self.resource(b"ColorSpace", name).map_or(Space::Gray, |found| space(self.objects, found)),
        };
        self.ink(side).set_space(space);
    }

    /// `sc` `scn` `SC` `SCN`
    pub fn set_colour(&mut self, side: Side, arguments: &Arguments<'_>) {
        let mut components = [0.0; 4];
        let mut count = 0;
        for (slot, number) in components.iter_mut().zip(arguments.all_numbers()) {
            *slot = number;
            count += 1;
        }
        if arguments.all_numbers().count() > 4 {
            count = 0;
        }
        let given = components.get(..count).unwrap_or_default();
        self.ink(side).set(given);
    }
}

/// The kind of a colour space of the resources (8.6.3).
fn space<'d>(objects: Objects<'d>, object: &'d Object) -> Space {
    let family = match object {
        Object::Name(name) => Some(&**name),
        Object::Array(array) => array.first().and_then(|first| objects.follow(first).as_name()),
        _ => None,
    };
    match family {
        Some(b"Separation" | b"DeviceN") => Space::Tint,
        Some(b"Indexed" | b"Pattern" | b"I") => Space::Unknown,
        _ => Space::Gray,
    }
}

impl Interpreter<'_, '_> {
    /// `gs`: of the graphics state parameters (8.4.5) line width, opacity and font matter here.
    pub fn set_parameters(&mut self, arguments: &Arguments<'_>) {
        let found = arguments.name().and_then(|name| self.resource(b"ExtGState", name));
        let Some(parameters) = found.and_then(as_dictionary) else { return };
        let number = |key: &[u8]| self.objects.number(parameters, key);
        let (fill, stroke, width) = (number(b"ca"), number(b"CA"), number(b"LW"));
        self.state.fill.alpha = fill.unwrap_or(self.state.fill.alpha).clamp(0.0, 1.0);
        self.state.stroke.alpha = stroke.unwrap_or(self.state.stroke.alpha).clamp(0.0, 1.0);
        if let Some(mode) = self.objects.get(parameters, b"BM") {
            self.state.blends =
                !matches!(mode, Object::Name(name) if matches!(&**name, b"Normal" | b"Compatible"));
        }
        if let Some(mask) = self.objects.get(parameters, b"SMask") {
            self.state.masked = !matches!(mask, Object::Name(_));
        }
        self.state.line_width = width.unwrap_or(self.state.line_width);
        if let Some([font, size]) = self.objects.array(parameters, b"Font")
            && let Some(font) = as_dictionary(self.objects.follow(font))
        {
            self.state.text.font = Some(self.fonts.index(font, self.inflater));
            self.state.text.size = crate::extract::objects::as_number(size).unwrap_or(0.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ink(components: &[f32], space: Space) -> Ink {
        let mut ink = Ink { space, ..Ink::BLACK };
        ink.set(components);
        ink
    }

    #[test]
    fn red_is_red_in_rgb_and_cmyk() {
        assert!(ink(&[1.0, 0.0, 0.0], Space::Gray).red);
        assert!(ink(&[0.75, 0.0, 0.0], Space::Gray).red);
        assert!(ink(&[0.0, 1.0, 1.0, 0.0], Space::Gray).red);
        assert!(!ink(&[1.0, 0.6, 0.0], Space::Gray).red);
        assert!(!ink(&[0.4, 0.1, 0.1], Space::Gray).red);
    }

    #[test]
    fn a_tint_is_the_other_way_round() {
        assert_eq!(ink(&[1.0], Space::Tint).gray, 0.0);
        assert_eq!(ink(&[1.0], Space::Gray).gray, 1.0);
        assert_eq!(ink(&[], Space::Unknown).gray, UNKNOWN_GRAY);
    }
}
