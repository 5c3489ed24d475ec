//! The graphics state (ISO 32000-1, 8.4): what `q` saves and `Q` brings back. Values only; which operator sets them is
//! for others to know.

use crate::extract::colour::Ink;
use crate::extract::matrix::Matrix;
use crate::model::geometry::Rect;

/// The graphics state, small enough to copy at every `q`.
#[derive(Clone, Copy, Debug)]
pub struct State {
    /// From user space to points on the page as shown.
    pub ctm: Matrix,
    /// What the clip lets through, in points; its bounding box where it is no rectangle.
    pub clip: Rect,
    /// Colour of fills and text.
    pub fill: Ink,
    /// Colour of lines.
    pub stroke: Ink,
    /// Line width in user space.
    pub line_width: f32,
    /// Paint mixes with what is below it: a blend mode of its own (11.3.5).
    pub blends: bool,
    /// Paint comes through a soft mask (11.6.5.3).
    pub masked: bool,
    /// The clip lets through less than its bounding box.
    pub ragged: bool,
    /// The text state.
    pub text: TextState,
}

/// The text state (9.3).
#[derive(Clone, Copy, Debug)]
pub struct TextState {
    /// Index of the font in use.
    pub font: Option<usize>,
    /// Font size (Tf).
    pub size: f32,
    /// Character spacing (Tc).
    pub character_space: f32,
    /// Word spacing (Tw).
    pub word_space: f32,
    /// Horizontal scaling (Tz), 1 being normal.
    pub stretch: f32,
    /// Leading (TL).
    pub leading: f32,
    /// Rise (Ts).
    pub rise: f32,
    /// Render mode (Tr).
    pub mode: u8,
}

impl State {
    /// The state at the start of a page.
    pub fn new(ctm: Matrix, clip: Rect) -> Self {
        let text = TextState {
            font: None,
            size: 0.0,
            character_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
        };
        let (fill, stroke) = (Ink::BLACK, Ink::BLACK);
        let (blends, masked, ragged) = (false, false, false);
        Self { ctm, clip, fill, stroke, line_width: 1.0, blends, masked, ragged, text }
    }

    /// Whether fills hide what is below them.
    pub fn is_opaque(&self) -> bool {
        self.fill.alpha >= 1.0 && !self.blends && !self.masked && !self.ragged
    }

    /// Lets through only what `area` lets through too; nothing if they have nothing in common.
    pub fn clip_to(&mut self, area: &Rect) {
        self.clip = Rect {
            x0: self.clip.x0.max(area.x0).min(self.clip.x1),
            top: self.clip.top.max(area.top).min(self.clip.bottom),
            x1: self.clip.x1.min(area.x1).max(self.clip.x0),
            bottom: self.clip.bottom.min(area.bottom).max(self.clip.top),
        };
        self.clip.x1 = self.clip.x1.max(self.clip.x0);
        self.clip.bottom = self.clip.bottom.max(self.clip.top);
    }
}
