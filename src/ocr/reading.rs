//! What an engine, or a file that another engine left, says of a page: lines of words with boxes and confidences, in
//! units of its own. The same whoever read the page.

use crate::model::geometry::Rect;

/// Everything read on one page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Width of the page in the reading's units (pixels, mostly); 0: not told.
    pub width: f32,
    /// Height, likewise.
    pub height: f32,
    /// The lines, as the engine ordered them.
    pub lines: Vec<ReadLine>,
}

/// One line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadLine {
    /// y of the baseline in the middle of the line; none: not told.
    pub baseline: Option<f32>,
    /// Height from descender to ascender; none: not told.
    pub height: Option<f32>,
    /// The words from left to right.
    pub words: Vec<ReadWord>,
}

/// One word.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadWord {
    /// Its ink.
    pub rect: Rect,
    /// What it says.
    pub text: String,
    /// How sure the engine was, 0 to 100.
    pub confidence: u8,
    /// Whether it is bold.
    pub bold: bool,
}

impl Reading {
    /// Every word.
    pub fn words(&self) -> impl Iterator<Item = &ReadWord> {
        self.lines.iter().flat_map(|line| &line.words)
    }

    /// The mean confidence of its words, by letters; `None` where there are none.
    pub fn confidence(&self) -> Option<u8> {
        let letters = |word: &ReadWord| word.text.chars().filter(|c| c.is_alphanumeric()).count();
        let count: usize = self.words().map(letters).sum();
        let sum: usize = self.words().map(|word| usize::from(word.confidence) * letters(word)).sum();
        (count > 0).then(|| u8::try_from(sum / count).unwrap_or(100).min(100))
    }

    /// The same reading in other units.
    #[must_use]
    pub fn scaled(mut self, factor: f32) -> Self {
        (self.width, self.height) = (self.width * factor, self.height * factor);
        self.lines.iter_mut().for_each(|line| line.height = line.height.map(|height| height * factor));
        self.placed(|x| x * factor, |y| y * factor)
    }

    /// The same reading further right and down: of a part of a page, on the page.
    #[must_use]
    pub fn moved(self, right: f32, down: f32) -> Self {
        self.placed(|x| x + right, |y| y + down)
    }

    fn placed(mut self, x: impl Fn(f32) -> f32, y: impl Fn(f32) -> f32) -> Self {
        for line in &mut self.lines {
            line.baseline = line.baseline.map(&y);
            for word in &mut line.words {
                let r = word.rect;
                word.rect = Rect::new(x(r.x0), y(r.top), x(r.x1), y(r.bottom));
            }
        }
        self
    }
}
