//! Pictures of a page: the images that it shows, still encoded as the file holds them, and where each stands. What a
//! scan is before anyone has read it.

/// A page as the images that make it up.
#[derive(Clone, Debug, Default)]
pub struct PicturedPage {
    /// Page number, from 1.
    pub number: u32,
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// Filled shapes, in the order in which they are painted, where letters are drawn as such.
    pub drawings: Vec<Drawing>,
    /// The images, in the order in which they are painted; all above the shapes.
    pub pictures: Vec<Picture>,
}

/// A filled shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// Its outline, in points on the page.
    pub outline: Vec<Step>,
    /// What is surrounded twice is empty (ISO 32000-1, 8.5.3.3.3).
    pub even_odd: bool,
    /// Lightness of the paint.
    pub ink: u8,
}

/// A step of an outline, to a point on the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// Begins a part of the outline.
    Move(f32, f32),
    /// A straight line.
    Line(f32, f32),
    /// A Bézier curve: two control points, then its end.
    Curve([f32; 6]),
    /// Back to where the part began.
    Close,
}

/// One image, still encoded.
#[derive(Clone, Debug)]
pub struct Picture {
    /// From the unit square (y up) to points on the page (y down): `x' = a x + c y + e`, `y' = b x + d y + f`.
    pub matrix: [f32; 6],
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The encoded pixels.
    pub bytes: Vec<u8>,
    /// How they are encoded.
    pub coding: Coding,
    /// What a sample means.
    pub tone: Tone,
}

/// How pixels are encoded.
#[derive(Clone, Debug, PartialEq)]
pub enum Coding {
    /// Rows of samples, each row starting at a byte.
    Samples {
        /// Bits of a sample: 1, 2, 4, 8 or 16.
        bits: u8,
        /// Samples of a pixel.
        channels: u8,
    },
    /// JPEG (ISO 32000-1, 7.4.8).
    Jpeg,
    /// JPEG 2000 (7.4.9).
    Jpeg2000,
    /// CCITT Group 3 or 4 (7.4.6).
    Fax(Fax),
    /// JBIG2 without file header (7.4.7).
    Jbig2 {
        /// The segments that several images share.
        globals: Vec<u8>,
    },
}

/// Parameters of CCITT encoding (table 11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fax {
    /// Below zero Group 4, zero Group 3 in one dimension, above zero in two.
    pub k: i64,
    /// Pixels of a row.
    pub columns: u32,
    /// Whether rows start at a byte.
    pub byte_aligned: bool,
    /// Whether codes for a row's end stand there.
    pub end_of_line: bool,
    /// Whether a code for the end stands there.
    pub end_of_block: bool,
    /// Whether a set bit is black.
    pub black_is_1: bool,
}

/// What a sample means.
#[derive(Clone, Debug, PartialEq)]
pub enum Tone {
    /// Its lightness, or with several channels its colour; `inverted`: the other way round (Decode, 8.9.5.2).
    Direct {
        /// Zero is white.
        inverted: bool,
    },
    /// An index into these lightnesses.
    Palette(Vec<u8>),
    /// Where it is zero (inverted: one), ink of this lightness is laid on what is below (8.9.6.2).
    Stencil {
        /// One is ink.
        inverted: bool,
        /// Lightness of the ink.
        ink: u8,
    },
}
