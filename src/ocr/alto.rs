//! ALTO (versions 2 to 4) to readings, one a page. Knows nothing of who wrote it.

use super::OcrError;
use super::glyphs::INK_HEIGHT;
use super::markup::{self, Element, Step};
use super::reading::{ReadLine, ReadWord, Reading};
use crate::model::geometry::Rect;

/// The readings of the pages of an ALTO file.
///
/// # Errors
/// When it is no XML.
pub fn pages(text: &str) -> Result<Vec<Reading>, OcrError> {
    let mut reader = Reader::default();
    markup::walk(text, "ALTO", &mut |step| match step {
        Step::Open(element) => reader.open(&element),
        Step::Text(text) if reader.within_unit => reader.per_point = per_point(text.trim()),
        Step::Text(_) => {}
        Step::Close(_) => reader.within_unit = false,
    })?;
    Ok(reader.pages)
}

#[derive(Default)]
struct Reader {
    pages: Vec<Reading>,
    /// Units to a point, where the file tells.
    per_point: Option<f32>,
    within_unit: bool,
    /// Sizes of fonts in points, by the names of styles.
    sizes: Vec<(String, f32)>,
}

impl Reader {
    fn open(&mut self, element: &Element<'_>) {
        let number = |name: &str| element.number(name).unwrap_or(0.0);
        match (element.name(), self.pages.last_mut()) {
            ("MeasurementUnit", _) => self.within_unit = true,
            ("TextStyle", _) => {
                self.sizes.extend(element.number("FONTSIZE").map(|size| (element.value("ID"), size)));
            }
            ("Page", _) => {
                self.pages.push(Reading {
                    width: number("WIDTH"),
                    height: number("HEIGHT"),
                    lines: Vec::new(),
                });
            }
            ("TextLine", Some(page)) => {
                let height = height(&element.value("STYLEREFS"), &self.sizes, self.per_point);
                page.lines.push(ReadLine { baseline: baseline(element), height, ..ReadLine::default() });
            }
            ("String", Some(page)) => {
                page.lines.last_mut().into_iter().for_each(|l| l.words.push(word(element)));
            }
            // The hyphen at a line's end stands for itself; it belongs to the word before.
            ("HYP", Some(page)) => {
                let last = page.lines.last_mut().and_then(|line| line.words.last_mut());
                last.filter(|word| !word.text.ends_with('-'))
                    .into_iter()
                    .for_each(|word| word.text.push('-'));
            }
            _ => {}
        }
    }
}

/// Units to a point; of pixels nobody tells.
fn per_point(unit: &str) -> Option<f32> {
    match unit {
        "inch1200" => Some(1200.0 / 72.0),
        "mm10" => Some(254.0 / 72.0),
        _ => None,
    }
}

/// Height of a line from descender to ascender, by the first of its styles that tells the size of the font.
fn height(styles: &str, sizes: &[(String, f32)], per_point: Option<f32>) -> Option<f32> {
    let size = |name: &str| sizes.iter().find(|(known, _)| known == name).map(|(_, size)| *size);
    Some(styles.split_whitespace().find_map(size)? * INK_HEIGHT * per_point?)
}

/// One y, or the points of a line, of which the middle will do.
fn baseline(element: &Element<'_>) -> Option<f32> {
    let text = element.value("BASELINE");
    let points = super::page_xml::points(&text);
    match points.as_slice() {
        [] => text.trim().parse().ok(),
        points => points.get(points.len() / 2).map(|(_, y)| *y),
    }
}

fn word(element: &Element<'_>) -> ReadWord {
    let number = |name: &str| element.number(name).unwrap_or(0.0);
    let (x0, top) = (number("HPOS"), number("VPOS"));
    let confidence = element.number("WC").map_or(100.0, |share| share * 100.0);
    ReadWord {
        rect: Rect::new(x0, top, x0 + number("WIDTH"), top + number("HEIGHT")),
        text: element.value("CONTENT"),
        confidence: confidence.clamp(0.0, 100.0).round() as u8,
        bold: element.value("STYLE").contains("bold"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_tells_the_height_of_a_line_where_the_unit_is_known() {
        let alto = |unit: &str| {
            format!(
                r#"<alto><Description><MeasurementUnit>{unit}</MeasurementUnit></Description>
                <Styles><TextStyle ID="s1" FONTSIZE="12"/></Styles><Layout><Page WIDTH="1" HEIGHT="1"><PrintSpace>
                <TextBlock><TextLine STYLEREFS="p1 s1"/></TextBlock></PrintSpace></Page></Layout></alto>"#
            )
        };
        let height = |unit: &str| pages(&alto(unit)).unwrap()[0].lines[0].height.map(f32::round);
        assert_eq!((height("inch1200"), height("pixel")), (Some(184.0), None));
    }

    #[test]
    fn strings_come_out_with_place_and_confidence() {
        let alto = r#"<?xml version="1.0"?><alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout>
            <Page ID="p1" WIDTH="600" HEIGHT="800"><PrintSpace><TextBlock><TextLine BASELINE="40">
            <String CONTENT="Agreed &amp; sign" HPOS="10" VPOS="20" WIDTH="50" HEIGHT="22" WC="0.87" STYLE="bold"/>
            <SP/><HYP CONTENT="-"/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>"#;
        let pages = pages(alto).unwrap();
        let line = &pages[0].lines[0];
        assert_eq!((pages[0].width, line.baseline), (600.0, Some(40.0)));
        let word = &line.words[0];
        assert_eq!((word.text.as_str(), word.confidence, word.bold), ("Agreed & sign-", 87, true));
        assert_eq!(word.rect, Rect::new(10.0, 20.0, 60.0, 42.0));
    }
}
