//! Advance widths of a font, per unit of its size. Given a font dictionary, it gives widths by code for simple fonts
//! (ISO 32000-1, 9.6.2) and by CID for composite ones (9.7.4.3). Knows nothing of characters.

use crate::extract::object::{Dictionary, Object};
use crate::extract::objects::{Objects, as_number};

/// CIDs beyond this have the default width.
const MOST_WIDTHS: usize = 1 << 16;
/// Room is made for so many at once.
const STEP: usize = 256;

/// Widths of composite fonts are in thousandths; so are those of all simple fonts but Type3.
pub const THOUSANDTH: f32 = 0.001;

/// Width by code or CID.
#[derive(Clone, Debug, Default)]
pub struct Widths {
    by_code: Vec<f32>,
    default: f32,
}

impl Widths {
    /// The width of a code or CID, per unit of size.
    #[inline]
    pub fn get(&self, code: usize) -> f32 {
        *self.by_code.get(code).unwrap_or(&self.default)
    }

    /// Records a width.
    pub fn put(&mut self, code: usize, width: f32) {
        if code >= MOST_WIDTHS || !width.is_finite() {
            return;
        }
        if code >= self.by_code.len() {
            self.by_code.resize((code + 1).next_multiple_of(STEP), self.default);
        }
        if let Some(slot) = self.by_code.get_mut(code) {
            *slot = width;
        }
    }

    /// The Widths array of a simple font; `None` if it has none.
    pub fn simple<'d>(objects: Objects<'d>, font: &'d Dictionary, missing: f32, scale: f32) -> Option<Self> {
        let array = objects.array(font, b"Widths")?;
        let first = objects.integer(font, b"FirstChar").unwrap_or(0);
        let first = usize::try_from(first).ok().filter(|first| *first < 256)?;
        let mut widths = Self { by_code: vec![missing * scale; first], default: missing * scale };
        for (object, code) in array.iter().take(256).zip(first..) {
            widths.put(code, as_number(objects.follow(object)).unwrap_or(missing) * scale);
        }
        Some(widths)
    }

    /// The DW and W entries of a CIDFont.
    pub fn composite<'d>(objects: Objects<'d>, font: &'d Dictionary) -> Self {
        let default = objects.number(font, b"DW").unwrap_or(1000.0);
        let mut widths = Self { by_code: Vec::new(), default: default * THOUSANDTH };
        let mut rest = objects.array(font, b"W").unwrap_or_default();
        while let [first, second, others @ ..] = rest {
            let Some(low) = cid(objects.follow(first)) else { break };
            rest = match objects.follow(second) {
                Object::Array(list) => {
                    widths.listed(objects, low, list);
                    others
                }
                last => {
                    let [width, others @ ..] = others else { break };
                    widths.ranged(low, cid(last), as_number(objects.follow(width)));
                    others
                }
            };
        }
        widths
    }

    fn listed<'d>(&mut self, objects: Objects<'d>, low: usize, list: &'d [Object]) {
        for (object, cid) in list.iter().zip(low..) {
            if let Some(width) = as_number(objects.follow(object)) {
                self.put(cid, width * THOUSANDTH);
            }
        }
    }

    fn ranged(&mut self, low: usize, high: Option<usize>, width: Option<f32>) {
        let (Some(high), Some(width)) = (high, width) else { return };
        for cid in low..=high.min(MOST_WIDTHS - 1) {
            self.put(cid, width * THOUSANDTH);
        }
    }
}

fn cid(object: &Object) -> Option<usize> {
    as_number(object)
        .filter(|number| (0.0..MOST_WIDTHS as f32).contains(number))
        .map(|number| number as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::objects::Loaded;

    fn thousandths(widths: &Widths, code: usize) -> i32 {
        (widths.get(code) * 1000.0).round() as i32
    }

    #[test]
    fn widths_of_a_simple_font_begin_at_its_first_code() {
        let document = Loaded::default();
        let font =
            dictionary! { "FirstChar" => 65, "Widths" => vec![Object::Integer(500), Object::Real(250.25)] };
        let widths = Widths::simple(Objects::new(&document), &font, 100.0, THOUSANDTH).unwrap();
        assert_eq!([64, 65, 66, 67].map(|code| thousandths(&widths, code)), [100, 500, 250, 100]);
    }

    #[test]
    fn widths_of_a_composite_font_come_as_lists_and_ranges() {
        let document = Loaded::default();
        let list = vec![Object::Integer(300), Object::Integer(400)];
        let array = vec![3.into(), list.into(), 10.into(), 12.into(), 700.into()];
        let font = dictionary! { "DW" => 900, "W" => array };
        let widths = Widths::composite(Objects::new(&document), &font);
        assert_eq!(
            [3, 4, 5, 10, 12, 13].map(|cid| thousandths(&widths, cid)),
            [300, 400, 900, 700, 700, 900]
        );
    }
}
