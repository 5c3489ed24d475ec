//! PAGE XML (PRImA, as Transkribus and OCR-D write it) to readings. A line that is not divided into words is divided
//! here, by the shares of its characters. Knows nothing of who wrote it.

use super::OcrError;
use super::markup::{self, Element, Step};
use super::reading::{ReadLine, ReadWord, Reading};
use crate::model::geometry::Rect;

/// The readings of the pages of a PAGE file.
///
/// # Errors
/// When it is no XML.
pub fn pages(text: &str) -> Result<Vec<Reading>, OcrError> {
    let mut reader = Reader::default();
    markup::walk(text, "PAGE XML", &mut |step| reader.take(step))?;
    Ok(reader.pages)
}

/// The points of `10,20 30,40`.
pub fn points(text: &str) -> Vec<(f32, f32)> {
    let point = |pair: &str| {
        let (x, y) = pair.split_once(',')?;
        Some((x.parse().ok()?, y.parse().ok()?))
    };
    text.split_whitespace().filter_map(point).collect()
}

#[derive(Default)]
struct Reader {
    pages: Vec<Reading>,
    line: Option<Piece>,
    word: Option<Piece>,
    /// Words of the line.
    words: Vec<ReadWord>,
    baseline: Option<f32>,
    within_text: bool,
}

/// A line or word being read.
#[derive(Default)]
struct Piece {
    rect: Rect,
    text: String,
    confidence: Option<f32>,
}

impl Reader {
    fn take(&mut self, step: Step<'_>) {
        match step {
            Step::Open(element) => self.open(&element),
            Step::Text(text) if self.within_text => {
                self.piece().into_iter().for_each(|piece| piece.text.push_str(text));
            }
            Step::Text(_) => {}
            Step::Close(name) => self.close(name),
        }
    }

    /// The word being read, or else the line.
    fn piece(&mut self) -> Option<&mut Piece> {
        self.word.as_mut().or(self.line.as_mut())
    }

    fn open(&mut self, element: &Element<'_>) {
        match element.name() {
            "Page" => self.pages.push(Reading {
                width: element.number("imageWidth").unwrap_or(0.0),
                height: element.number("imageHeight").unwrap_or(0.0),
                lines: Vec::new(),
            }),
            "TextLine" => self.line = Some(Piece::default()),
            "Word" => self.word = Some(Piece::default()),
            "Coords" => {
                let rect = bounds(&points(&element.value("points")));
                self.piece().into_iter().for_each(|piece| piece.rect = rect);
            }
            "Baseline" => {
                let points = points(&element.value("points"));
                self.baseline = points.get(points.len() / 2).map(|(_, y)| *y);
            }
            "TextEquiv" => {
                let confidence = element.number("conf");
                self.piece().into_iter().for_each(|piece| piece.confidence = confidence);
            }
            "Unicode" => self.within_text = true,
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "Unicode" => self.within_text = false,
            "Word" => self.words.extend(self.word.take().filter(|w| !w.text.trim().is_empty()).map(whole)),
            "TextLine" => self.close_line(),
            _ => {}
        }
    }

    fn close_line(&mut self) {
        let (line, mut words) = (self.line.take(), std::mem::take(&mut self.words));
        if words.is_empty() {
            words = line.map(|line| divided(&line)).unwrap_or_default();
        }
        let baseline = self.baseline.take();
        if let Some(page) = self.pages.last_mut().filter(|_| !words.is_empty()) {
            page.lines.push(ReadLine { baseline, height: None, words });
        }
    }
}

fn whole(piece: Piece) -> ReadWord {
    let confidence = confidence(&piece);
    ReadWord { rect: piece.rect, text: piece.text.trim().to_owned(), confidence, bold: false }
}

fn confidence(piece: &Piece) -> u8 {
    (piece.confidence.unwrap_or(1.0) * 100.0).clamp(0.0, 100.0).round() as u8
}

/// A line's words, each with the share of its width that its characters have.
fn divided(line: &Piece) -> Vec<ReadWord> {
    let text = line.text.trim();
    let step = line.rect.width() / text.chars().count().max(1) as f32;
    let (mut words, mut x0) = (Vec::new(), line.rect.x0);
    for word in text.split(' ') {
        let x1 = x0 + step * word.chars().count() as f32;
        if !word.is_empty() {
            let rect = Rect { x0, x1, ..line.rect };
            words.push(ReadWord { rect, text: word.to_owned(), confidence: confidence(line), bold: false });
        }
        x0 = x1 + step;
    }
    words
}

fn bounds(points: &[(f32, f32)]) -> Rect {
    let corners = points.iter().map(|(x, y)| Rect::new(*x, *y, *x, *y));
    corners.reduce(|a, b| a.union(&b)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_with_words_and_lines_without_are_read() {
        let page = r#"<PcGts><Page imageWidth="100" imageHeight="200">
            <TextRegion><Coords points="0,0 100,0 100,50"/>
            <TextLine><Coords points="10,10 90,10 90,30 10,30"/><Baseline points="10,28 50,27 90,28"/>
              <Word><Coords points="10,10 40,30"/><TextEquiv conf="0.5"><Unicode>Noted</Unicode></TextEquiv></Word>
              <TextEquiv><Unicode>Noted</Unicode></TextEquiv></TextLine>
            <TextLine><Coords points="10,40 60,50"/><TextEquiv><Unicode>ab cd</Unicode></TextEquiv></TextLine>
            <TextEquiv><Unicode>all</Unicode></TextEquiv></TextRegion></Page></PcGts>"#;
        let pages = pages(page).unwrap();
        let said: Vec<(&str, u8, f32)> =
            pages[0].words().map(|w| (w.text.as_str(), w.confidence, w.rect.x0)).collect();
        assert_eq!(said, [("Noted", 50, 10.0), ("ab", 100, 10.0), ("cd", 100, 40.0)]);
        assert_eq!(pages[0].lines[0].baseline, Some(27.0));
    }
}
