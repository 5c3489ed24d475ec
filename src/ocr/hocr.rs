//! hOCR to a [`Reading`]: what Tesseract writes, and what other engines leave beside a file. Given HTML that may or may
//! not be well formed, gives one reading a page. Knows nothing of engines.

use super::OcrError;
use super::markup::{self, Step};
use super::reading::{ReadLine, ReadWord, Reading};
use crate::model::geometry::Rect;

/// What hOCR calls a line.
const LINES: &[&str] = &["ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat"];

/// What hOCR calls a word.
const WORDS: &[&str] = &["ocrx_word", "ocr_word"];

/// The readings of the pages of an hOCR file.
///
/// # Errors
/// When it is no markup at all.
pub fn pages(text: &str) -> Result<Vec<Reading>, OcrError> {
    let mut reader = Reader::default();
    markup::walk(text, "hOCR", &mut |step| reader.take(step))?;
    Ok(reader.pages)
}

#[derive(Default)]
struct Reader {
    pages: Vec<Reading>,
    /// The word being read, and how many elements are open within it.
    word: Option<(ReadWord, usize)>,
}

impl Reader {
    fn take(&mut self, step: Step<'_>) {
        match step {
            Step::Open(element) => {
                if let Some((word, depth)) = self.word.as_mut() {
                    *depth += 1;
                    word.bold |= matches!(element.name(), "strong" | "b");
                    return;
                }
                self.open(&element.value("class"), &element.value("title"));
            }
            Step::Text(text) => {
                if let Some((word, _)) = self.word.as_mut() {
                    word.text.push_str(text);
                }
            }
            Step::Close(_) => self.close(),
        }
    }

    fn open(&mut self, class: &str, title: &str) {
        let is = |names: &[&str]| class.split_whitespace().any(|c| names.contains(&c));
        if is(&["ocr_page"]) {
            let size = bbox(title).unwrap_or_default();
            self.pages.push(Reading { width: size.x1, height: size.bottom, lines: Vec::new() });
        } else if is(LINES) {
            let line = line(title);
            self.page().into_iter().for_each(|page| page.lines.push(line.clone()));
        } else if is(WORDS) {
            let rect = bbox(title).unwrap_or_default();
            let confidence = numbers(title, "x_wconf").first().copied().unwrap_or(100.0);
            let confidence = confidence.clamp(0.0, 100.0) as u8;
            self.word = Some((ReadWord { rect, confidence, ..ReadWord::default() }, 0));
        }
    }

    fn close(&mut self) {
        match self.word.take() {
            Some((word, 0)) => self.keep(word),
            Some((word, depth)) => self.word = Some((word, depth - 1)),
            None => {}
        }
    }

    fn keep(&mut self, mut word: ReadWord) {
        word.text = word.text.split_whitespace().collect::<Vec<_>>().join(" ");
        if word.text.is_empty() {
            return;
        }
        let Some(page) = self.page() else { return };
        match page.lines.last_mut() {
            Some(line) => line.words.push(word),
            None => page.lines.push(ReadLine { words: vec![word], ..ReadLine::default() }),
        }
    }

    /// The page being read; one is begun where the file names none.
    fn page(&mut self) -> Option<&mut Reading> {
        if self.pages.is_empty() {
            self.pages.push(Reading::default());
        }
        self.pages.last_mut()
    }
}

/// Baseline and height of a line, as its title tells them.
fn line(title: &str) -> ReadLine {
    let Some(rect) = bbox(title) else { return ReadLine::default() };
    // `baseline 0.01 -5`: slope, and height above the lower left corner.
    let baseline = match numbers(title, "baseline").as_slice() {
        [slope, offset, ..] => Some(rect.bottom + offset + slope * rect.width() / 2.0),
        _ => None,
    };
    let height = numbers(title, "x_size").first().copied().filter(|height| *height > 0.0);
    ReadLine { baseline, height, words: Vec::new() }
}

/// The numbers of a property: `bbox 1 2 3 4; x_wconf 95`.
fn numbers(title: &str, property: &str) -> Vec<f32> {
    let mut properties = title.split(';').map(str::split_whitespace);
    let found = properties.find_map(|mut words| (words.next() == Some(property)).then_some(words));
    found.map_or(Vec::new(), |words| words.map_while(|word| word.parse().ok()).collect())
}

fn bbox(title: &str) -> Option<Rect> {
    match numbers(title, "bbox").as_slice() {
        [x0, top, x1, bottom] => Some(Rect::new(*x0, *top, *x1, *bottom)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>
        <div class='ocr_page' title='image "x.png"; bbox 0 0 600 800; ppageno 0'>
        <span class='ocr_line' title="bbox 10 20 110 40; baseline 0.02 -5; x_size 30">
        <span class='ocrx_word' title='bbox 10 20 50 40; x_wconf 91'>Smith &amp;</span>
        <span class='ocrx_word' title='bbox 60 20 110 40; x_wconf 42'><strong>S&#243;n</strong></span>
        </span></div></body></html>"#;

    #[test]
    fn lines_and_words_come_out_with_their_places() {
        let pages = pages(PAGE).unwrap();
        let [page] = pages.as_slice() else { panic!("one page expected") };
        assert_eq!((page.width, page.height), (600.0, 800.0));
        let line = &page.lines[0];
        assert_eq!((line.baseline, line.height), (Some(36.0), Some(30.0)));
        let words: Vec<_> = line.words.iter().map(|w| (w.text.as_str(), w.confidence, w.bold)).collect();
        assert_eq!(words, [("Smith &", 91, false), ("Són", 42, true)]);
        assert_eq!(line.words[1].rect, Rect::new(60.0, 20.0, 110.0, 40.0));
    }
}
