//! Annotations whose appearance is part of what a reader sees (ISO 32000-1, 12.5.5): form fields, free text and stamps.
//! Their appearance streams are run like forms. Links and pop-ups are passed over.

use crate::extract::interpret::Interpreter;
use crate::extract::matrix::Matrix;
use crate::extract::object::{Dictionary, Object, Stream};
use crate::extract::objects::{Objects, as_dictionary};
use crate::model::geometry::Rect;

/// Annotations looked at on one page.
pub const MOST_ANNOTATIONS: usize = 5_000;
/// The Hidden and NoView bits (table 165).
const UNSEEN: i64 = (1 << 1) | (1 << 5);

impl<'d> Interpreter<'d, '_> {
    /// Draws the annotations of a page over its content.
    pub fn draw_annotations(&mut self, page: &'d Dictionary) {
        let annotations = self.objects.array(page, b"Annots").unwrap_or_default();
        for object in annotations.iter().take(MOST_ANNOTATIONS) {
            if let Some(annotation) = as_dictionary(self.objects.follow(object)) {
                self.draw_annotation(annotation);
            }
        }
    }

    fn draw_annotation(&mut self, annotation: &'d Dictionary) {
        let kind = self.objects.name(annotation, b"Subtype");
        let flags = self.objects.integer(annotation, b"F").unwrap_or(0);
        if !matches!(kind, Some(b"Widget" | b"FreeText" | b"Stamp")) || flags & UNSEEN != 0 {
            return;
        }
        let Some(form) = appearance(self.objects, annotation) else { return };
        let Some(placing) = placing(self.objects, annotation, form) else { return };
        let off = annotation.get(b"OC").is_some_and(|owner| self.layers.is_off(self.objects, owner));
        self.open_layer(off);
        self.run_form(form, placing);
        self.end_marked();
    }
}

/// The normal appearance, of the present state where there are several.
fn appearance<'d>(objects: Objects<'d>, annotation: &'d Dictionary) -> Option<&'d Stream> {
    let appearances = objects.dictionary(annotation, b"AP")?;
    match objects.get(appearances, b"N")? {
        Object::Stream(stream) => Some(stream),
        Object::Dictionary(states) => objects.stream(states, objects.name(annotation, b"AS")?),
        _ => None,
    }
}

/// The matrix that brings the form's box, once moved by its own matrix, into the annotation's rectangle (algorithm 8.1).
fn placing<'d>(objects: Objects<'d>, annotation: &'d Dictionary, form: &'d Stream) -> Option<Matrix> {
    let [x0, y0, x1, y1] = objects.numbers(annotation, b"Rect")?;
    let [a, b, c, d] = objects.numbers(&form.dict, b"BBox")?;
    Some(fit(&objects.matrix(&form.dict).bounds(a, b, c, d), &Rect::new(x0, y0, x1, y1)))
}

fn fit(from: &Rect, to: &Rect) -> Matrix {
    let scale = |from: f32, to: f32| if from > 0.0 { to / from } else { 1.0 };
    let (x, y) = (scale(from.width(), to.width()), scale(from.height(), to.height()));
    Matrix::new([x, 0.0, 0.0, y, to.x0 - from.x0 * x, to.top - from.top * y])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_box_fills_the_rectangle() {
        let matrix = fit(&Rect::new(10.0, 10.0, 20.0, 30.0), &Rect::new(100.0, 200.0, 120.0, 220.0));
        assert_eq!(matrix.apply(10.0, 10.0), (100.0, 200.0));
        assert_eq!(matrix.apply(20.0, 30.0), (120.0, 220.0));
    }
}
