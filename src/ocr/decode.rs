//! Encoded images to samples: JPEG, JPEG 2000, CCITT, JBIG2 and plain rows, each by a decoder that takes no unsafe
//! liberties with hostile bytes. What comes out is one sample of lightness a pixel. Knows nothing of pages.

use super::OcrError;
use super::raster::WHITE;
use crate::model::picture::{Coding, Fax, Picture, Tone};
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;

/// Pixels of one image at most: an A3 page at 600 dpi has 70 million.
pub(super) const MOST_PIXELS: usize = 150_000_000;

/// The samples of an image, one a pixel: lightness, or for a stencil white where there is no ink.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plane {
    /// Pixels of a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// One sample a pixel.
    pub samples: Vec<u8>,
}

/// Decodes an image.
pub fn plane(picture: &Picture) -> Result<Plane, OcrError> {
    let (width, height) = (picture.width as usize, picture.height as usize);
    let pixels = width.checked_mul(height).filter(|pixels| *pixels <= MOST_PIXELS);
    let Some(pixels) = pixels else {
        return Err(fault(picture, "it has more pixels than can be read"));
    };
    let mut plane = match &picture.coding {
        Coding::Samples { bits, channels } => samples(picture, *bits, *channels),
        Coding::Jpeg => jpeg(picture)?,
        Coding::Jpeg2000 => jpeg2000(picture)?,
        Coding::Fax(fax) => bilevel(picture, pixels, |rows| decode_fax(picture, fax, rows))?,
        Coding::Jbig2 { globals } => bilevel(picture, pixels, |rows| decode_jbig2(picture, globals, rows))?,
    };
    let missing = plane.width * plane.height;
    plane.samples.resize(missing, WHITE);
    toned(&mut plane.samples, &picture.tone);
    Ok(plane)
}

fn fault(picture: &Picture, reason: impl std::fmt::Display) -> OcrError {
    let coding = match picture.coding {
        Coding::Samples { .. } => "plain",
        Coding::Jpeg => "JPEG",
        Coding::Jpeg2000 => "JPEG 2000",
        Coding::Fax(_) => "CCITT",
        Coding::Jbig2 { .. } => "JBIG2",
    };
    let size = format!("{}x{}", picture.width, picture.height);
    OcrError::Image { image: format!("{coding} image of {size}"), reason: reason.to_string() }
}

/// Samples to lightness, or to white where a stencil lets the paper be.
fn toned(samples: &mut [u8], tone: &Tone) {
    match tone {
        Tone::Direct { inverted: false } | Tone::Stencil { inverted: false, .. } => {}
        Tone::Direct { inverted: true } | Tone::Stencil { inverted: true, .. } => {
            samples.iter_mut().for_each(|sample| *sample = WHITE - *sample);
        }
        Tone::Palette(colours) => {
            let colour = |index: u8| colours.get(usize::from(index)).copied().unwrap_or(WHITE);
            samples.iter_mut().for_each(|sample| *sample = colour(*sample));
        }
    }
}

/// Lightness of a pixel of several channels.
fn lightness(pixel: &[u8]) -> u8 {
    let mix = |r: u8, g: u8, b: u8| ((u32::from(r) * 77 + u32::from(g) * 151 + u32::from(b) * 28) >> 8) as u8;
    match pixel {
        [c, m, y, k] => mix(WHITE - c, WHITE - m, WHITE - y).saturating_sub(*k),
        [r, g, b] => mix(*r, *g, *b),
        [gray, ..] => *gray,
        [] => WHITE,
    }
}

fn samples(picture: &Picture, bits: u8, channels: u8) -> Plane {
    let (width, height) = (picture.width as usize, picture.height as usize);
    let (bits, channels) = (usize::from(bits.max(1)), usize::from(channels.max(1)));
    let row_bytes = (width * channels * bits).div_ceil(8);
    let indexed = matches!(picture.tone, Tone::Palette(_));
    let mut samples = Vec::with_capacity(width * height);
    for row in picture.bytes.chunks(row_bytes.max(1)).take(height) {
        let start = samples.len();
        match (bits, channels) {
            (8, 1) => samples.extend_from_slice(row.get(..width).unwrap_or(row)),
            (8, _) => samples.extend(row.chunks_exact(channels).map(lightness)),
            (16, _) => {
                let high: Vec<u8> = row.iter().step_by(2).copied().collect();
                samples.extend(high.chunks_exact(channels).map(lightness));
            }
            _ => {
                let spread: Vec<u8> = unpacked(row, bits, indexed).take(width * channels).collect();
                samples.extend(spread.chunks_exact(channels).map(lightness));
            }
        }
        samples.resize(start + width, WHITE);
    }
    Plane { width, height, samples }
}

/// Samples of 1, 2 or 4 bits; spread over all lightnesses unless they are indices.
fn unpacked(row: &[u8], bits: usize, indexed: bool) -> impl Iterator<Item = u8> {
    let most = (1u16 << bits.min(8)) - 1;
    let spread = move |value: u16| {
        if indexed { value as u8 } else { (value * 255 / most.max(1)).min(255) as u8 }
    };
    row.iter().flat_map(move |byte| {
        let shifts = (0..8 / bits.clamp(1, 8)).rev().map(move |place| place * bits);
        shifts.map(move |shift| spread((u16::from(*byte) >> shift) & most))
    })
}

fn jpeg(picture: &Picture) -> Result<Plane, OcrError> {
    let mut decoder = zune_jpeg::JpegDecoder::new(std::io::Cursor::new(picture.bytes.as_slice()));
    decoder.decode_headers().map_err(|e| fault(picture, e))?;
    // The lightness channel of the usual kind needs no mixing.
    if matches!(decoder.input_colorspace(), Some(ColorSpace::YCbCr | ColorSpace::Luma)) {
        let options = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::Luma);
        decoder.set_options(options.set_strict_mode(false));
    }
    let samples = decoder.decode().map_err(|e| fault(picture, e))?;
    let found = decoder.info().ok_or_else(|| fault(picture, "it has no size"))?;
    let (width, height) = (usize::from(found.width), usize::from(found.height));
    let channels = samples.len() / (width * height).max(1);
    Ok(Plane { width, height, samples: to_gray(samples, channels) })
}

fn to_gray(samples: Vec<u8>, channels: usize) -> Vec<u8> {
    match channels {
        0 | 1 => samples,
        2 => samples.chunks_exact(2).map(lightness).collect(),
        _ => {
            samples.chunks_exact(channels).map(|p| lightness(p.get(..channels.min(4)).unwrap_or(p))).collect()
        }
    }
}

fn jpeg2000(picture: &Picture) -> Result<Plane, OcrError> {
    let settings = hayro_jpeg2000::DecodeSettings::default();
    let image = hayro_jpeg2000::Image::new(&picture.bytes, &settings).map_err(|e| fault(picture, e))?;
    let (width, height) = (image.width() as usize, image.height() as usize);
    if width.saturating_mul(height) > MOST_PIXELS {
        return Err(fault(picture, "it has more pixels than can be read"));
    }
    let colours = usize::from(image.color_space().num_channels());
    let channels = colours + usize::from(image.has_alpha());
    let samples = image.decode().map_err(|e| fault(picture, e))?;
    let gray = samples.chunks_exact(channels.max(1)).map(|p| lightness(p.get(..colours).unwrap_or(p)));
    Ok(Plane { width, height, samples: gray.collect() })
}

/// Rows of a bilevel image as they come out of a decoder.
struct Rows {
    samples: Vec<u8>,
    width: usize,
    most: usize,
    ended: usize,
}

impl Rows {
    fn push(&mut self, white: bool, count: usize) {
        let room = self.most.saturating_sub(self.samples.len());
        let sample = if white { WHITE } else { 0 };
        self.samples.resize(self.samples.len() + count.min(room), sample);
    }

    /// Fills up or cuts the row, so that the next begins where it should.
    fn end_row(&mut self) {
        self.ended += 1;
        self.samples.resize((self.ended * self.width).min(self.most), WHITE);
    }
}

impl hayro_ccitt::Decoder for Rows {
    fn push_pixel(&mut self, white: bool) {
        self.push(white, 1);
    }

    fn push_pixel_chunk(&mut self, white: bool, chunk_count: u32) {
        self.push(white, chunk_count as usize * 8);
    }

    fn next_line(&mut self) {
        self.end_row();
    }
}

impl hayro_jbig2::Decoder for Rows {
    fn push_pixel(&mut self, black: bool) {
        self.push(!black, 1);
    }

    fn push_pixel_chunk(&mut self, black: bool, chunk_count: u32) {
        self.push(!black, chunk_count as usize * 8);
    }

    fn next_line(&mut self) {
        self.end_row();
    }
}

/// Of an image that breaks off, what came out is kept.
fn bilevel(
    picture: &Picture,
    pixels: usize,
    decode: impl FnOnce(&mut Rows) -> Result<(), String>,
) -> Result<Plane, OcrError> {
    let (width, height) = (picture.width as usize, picture.height as usize);
    let mut rows = Rows { samples: Vec::with_capacity(pixels), width, most: pixels, ended: 0 };
    match decode(&mut rows) {
        Err(reason) if rows.samples.is_empty() => Err(fault(picture, reason)),
        _ => Ok(Plane { width, height, samples: rows.samples }),
    }
}

fn decode_fax(picture: &Picture, fax: &Fax, rows: &mut Rows) -> Result<(), String> {
    let encoding = match fax.k {
        ..0 => hayro_ccitt::EncodingMode::Group4,
        0 => hayro_ccitt::EncodingMode::Group3_1D,
        1.. => hayro_ccitt::EncodingMode::Group3_2D { k: u32::try_from(fax.k).unwrap_or(4) },
    };
    let settings = hayro_ccitt::DecodeSettings {
        columns: fax.columns,
        rows: picture.height,
        end_of_block: fax.end_of_block,
        end_of_line: fax.end_of_line,
        rows_are_byte_aligned: fax.byte_aligned,
        encoding,
        invert_black: fax.black_is_1,
    };
    let mut context = hayro_ccitt::DecoderContext::new(settings);
    hayro_ccitt::decode(&picture.bytes, rows, &mut context).map(|_| ()).map_err(|e| e.to_string())
}

fn decode_jbig2(picture: &Picture, globals: &[u8], rows: &mut Rows) -> Result<(), String> {
    let globals = (!globals.is_empty()).then_some(globals);
    let image = hayro_jbig2::Image::new_embedded(&picture.bytes, globals).map_err(|e| e.to_string())?;
    if image.width() != picture.width {
        return Err(format!("it is {} pixels wide, not {}", image.width(), picture.width));
    }
    image.decode(rows).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(bytes: &[u8], width: u32, coding: Coding, tone: Tone) -> Picture {
        Picture { matrix: [0.0; 6], width, height: 1, bytes: bytes.to_vec(), coding, tone }
    }

    #[test]
    fn small_samples_are_spread_and_indices_looked_up() {
        let coding = Coding::Samples { bits: 2, channels: 1 };
        let direct = picture(&[0b00_01_10_11], 4, coding.clone(), Tone::Direct { inverted: false });
        assert_eq!(plane(&direct).unwrap().samples, [0, 85, 170, 255]);
        let indexed = picture(&[0b00_01_10_11], 4, coding, Tone::Palette(vec![9, 8, 7, 6]));
        assert_eq!(plane(&indexed).unwrap().samples, [9, 8, 7, 6]);
    }

    #[test]
    fn an_image_that_breaks_off_is_filled_with_paper() {
        let coding = Coding::Samples { bits: 8, channels: 1 };
        let cut = Picture { height: 2, ..picture(&[1, 2, 3], 3, coding, Tone::Direct { inverted: false }) };
        assert_eq!(plane(&cut).unwrap().samples, [1, 2, 3, 255, 255, 255]);
    }

    #[test]
    fn nonsense_is_refused_and_not_fatal() {
        for coding in [Coding::Jpeg, Coding::Jpeg2000, Coding::Jbig2 { globals: Vec::new() }] {
            let nonsense = picture(b"nonsense", 8, coding, Tone::Direct { inverted: false });
            assert!(plane(&nonsense).is_err());
        }
    }
}
