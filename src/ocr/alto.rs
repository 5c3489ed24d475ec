//! ALTO (versions 2 to 4) to readings, one a page. Knows nothing of who wrote it.

use super::OcrError;
use super::markup::{self, Element, Step};
use super::reading::{ReadLine, ReadWord, Reading};
use crate::model::geometry::Rect;

/// The readings of the pages of an ALTO file.
///
/// # Errors
/// When it is no XML.
pub fn pages(text: &str) -> Result<Vec<Reading>, OcrError> {
    let mut pages: Vec<Reading> = Vec::new();
    markup::walk(text, "ALTO", &mut |step| {
        if let Step::Open(element) = step {
            open(&mut pages, &element);
        }
    })?;
    Ok(pages)
}

fn open(pages: &mut Vec<Reading>, element: &Element<'_>) {
    let number = |name: &str| element.number(name).unwrap_or(0.0);
    match (element.name(), pages.last_mut()) {
        ("Page", _) => {
            pages.push(Reading { width: number("WIDTH"), height: number("HEIGHT"), lines: Vec::new() });
        }
        ("TextLine", Some(page)) => {
            page.lines.push(ReadLine { baseline: baseline(element), ..ReadLine::default() });
        }
        ("String", Some(page)) => page.lines.last_mut().into_iter().for_each(|l| l.words.push(word(element))),
        // The hyphen at a line's end stands for itself; it belongs to the word before.
        ("HYP", Some(page)) => {
            let last = page.lines.last_mut().and_then(|line| line.words.last_mut());
            last.filter(|word| !word.text.ends_with('-')).into_iter().for_each(|word| word.text.push('-'));
        }
        _ => {}
    }
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
