//! Image files as documents: TIFF of one page or many, PNG, JPEG, JPEG 2000. Given the bytes of one, gives its pages, each
//! an image on paper of the size that its resolution tells. Decodes what the other coders here cannot; knows nothing of
//! PDF.

use super::OcrError;
use crate::model::picture::{Coding, Picture, PicturedPage, Tone};
use std::io::Cursor;
use tiff::decoder::{Decoder, DecodingResult};
use tiff::tags::Tag;

/// Paper where no resolution is told: as wide as A4, in points.
const A4_WIDTH: f32 = 595.0;
/// Resolutions that are told in earnest, in dots per inch.
const RESOLUTIONS: std::ops::RangeInclusive<f32> = 50.0..=2400.0;
/// Pages of a file at most.
pub(super) const MOST_PAGES: usize = 5_000;

/// The pages of an image file; none where the bytes are no image.
pub fn pages(bytes: &[u8]) -> Option<Result<Vec<PicturedPage>, OcrError>> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some(jpeg(bytes).map(|page| vec![page])),
        [0x89, b'P', b'N', b'G', ..] => Some(png(bytes).map(|page| vec![page])),
        [0, 0, 0, 12, b'j', b'P', b' ', b' ', ..] | [0xFF, 0x4F, 0xFF, 0x51, ..] => {
            Some(jpeg2000(bytes).map(|page| vec![page]))
        }
        [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => Some(tiff(bytes)),
        _ => None,
    }
}

fn fault(kind: &str, reason: impl std::fmt::Display) -> OcrError {
    OcrError::Image { image: format!("{kind} file"), reason: reason.to_string() }
}

/// One image on a page of its own; resolution in dots per inch.
fn page(
    width: u32,
    height: u32,
    resolution: Option<f32>,
    bytes: Vec<u8>,
    coding: Coding,
    tone: Tone,
) -> PicturedPage {
    let resolution = resolution.filter(|dots| RESOLUTIONS.contains(dots));
    let per_point = resolution.map_or(width as f32 / A4_WIDTH, |dots| dots / 72.0).max(0.01);
    let (across, down) = (width as f32 / per_point, height as f32 / per_point);
    let matrix = [across, 0.0, 0.0, -down, 0.0, down];
    let picture = Picture { matrix, width, height, bytes, coding, tone };
    PicturedPage { number: 1, width: across, height: down, drawings: Vec::new(), pictures: vec![picture] }
}

const DIRECT: Tone = Tone::Direct { inverted: false };

fn jpeg(bytes: &[u8]) -> Result<PicturedPage, OcrError> {
    let mut decoder = zune_jpeg::JpegDecoder::new(Cursor::new(bytes));
    decoder.decode_headers().map_err(|e| fault("JPEG", e))?;
    let found = decoder.info().ok_or_else(|| fault("JPEG", "it has no size"))?;
    let (width, height) = (u32::from(found.width), u32::from(found.height));
    Ok(page(width, height, jfif_resolution(bytes), bytes.to_vec(), Coding::Jpeg, DIRECT))
}

/// The density of the JFIF header: `JFIF\0`, version, unit (1 inch, 2 cm), density.
fn jfif_resolution(bytes: &[u8]) -> Option<f32> {
    let head = bytes.get(..64.min(bytes.len()))?;
    let at = head.windows(5).position(|five| five == b"JFIF\0")?;
    match head.get(at + 7..at + 10)? {
        [1, high, low] => Some(f32::from(u16::from_be_bytes([*high, *low]))),
        [2, high, low] => Some(f32::from(u16::from_be_bytes([*high, *low])) * 2.54),
        _ => None,
    }
}

fn jpeg2000(bytes: &[u8]) -> Result<PicturedPage, OcrError> {
    let settings = hayro_jpeg2000::DecodeSettings::default();
    let image = hayro_jpeg2000::Image::new(bytes, &settings).map_err(|e| fault("JPEG 2000", e))?;
    Ok(page(image.width(), image.height(), None, bytes.to_vec(), Coding::Jpeg2000, DIRECT))
}

fn png(bytes: &[u8]) -> Result<PicturedPage, OcrError> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
    let mut reader = decoder.read_info().map_err(|e| fault("PNG", e))?;
    let size = reader.output_buffer_size().ok_or_else(|| fault("PNG", "it is too large"))?;
    let mut samples = vec![0; size];
    let frame = reader.next_frame(&mut samples).map_err(|e| fault("PNG", e))?;
    samples.truncate(frame.buffer_size());
    let (samples, channels) = over_paper(samples, frame.color_type);
    let density = reader.info().pixel_dims.filter(|dims| dims.unit == png::Unit::Meter);
    let resolution = density.map(|dims| dims.xppu as f32 * 0.0254);
    Ok(page(frame.width, frame.height, resolution, samples, Coding::Samples { bits: 8, channels }, DIRECT))
}

/// Samples without transparency, which lets white paper show.
fn over_paper(samples: Vec<u8>, colour: png::ColorType) -> (Vec<u8>, u8) {
    let blend = |pixel: &[u8]| -> Vec<u8> {
        let Some((alpha, colours)) = pixel.split_last() else { return Vec::new() };
        let alpha = u16::from(*alpha);
        colours.iter().map(|c| ((u16::from(*c) * alpha + 255 * (255 - alpha)) / 255) as u8).collect()
    };
    match colour {
        png::ColorType::GrayscaleAlpha => (samples.chunks_exact(2).flat_map(blend).collect(), 1),
        png::ColorType::Rgba => (samples.chunks_exact(4).flat_map(blend).collect(), 3),
        png::ColorType::Rgb => (samples, 3),
        _ => (samples, 1),
    }
}

fn tiff(bytes: &[u8]) -> Result<Vec<PicturedPage>, OcrError> {
    let mut decoder = Decoder::new(Cursor::new(bytes)).map_err(|e| fault("TIFF", e))?;
    let mut pages: Vec<PicturedPage> = Vec::new();
    for number in 1..=MOST_PAGES as u32 {
        pages.push(PicturedPage { number, ..tiff_page(&mut decoder)? });
        if !decoder.more_images() || decoder.next_image().is_err() {
            break;
        }
    }
    Ok(pages)
}

fn tiff_page(decoder: &mut Decoder<Cursor<&[u8]>>) -> Result<PicturedPage, OcrError> {
    let broken = |e: tiff::TiffError| fault("TIFF", e);
    let (width, height) = decoder.dimensions().map_err(broken)?;
    let colour = decoder.colortype().map_err(broken)?;
    let number = |decoder: &mut Decoder<Cursor<&[u8]>>, tag: Tag| decoder.get_tag_f32(tag).ok();
    let unit = if number(decoder, Tag::ResolutionUnit) == Some(3.0) { 2.54 } else { 1.0 };
    let resolution = number(decoder, Tag::XResolution).map(|dots| dots * unit);
    let samples = match decoder.read_image().map_err(broken)? {
        DecodingResult::U8(samples) => samples,
        DecodingResult::U16(samples) => samples.into_iter().map(|sample| (sample >> 8) as u8).collect(),
        _ => return Err(fault("TIFF", "samples of this kind are not read")),
    };
    let bits = colour.bit_depth().min(8);
    let channels = match colour {
        tiff::ColorType::Gray(_) | tiff::ColorType::Palette(_) => 1,
        tiff::ColorType::GrayA(_) => 2,
        tiff::ColorType::RGB(_) | tiff::ColorType::YCbCr(_) => 3,
        tiff::ColorType::RGBA(_) | tiff::ColorType::CMYK(_) => 4,
        other => return Err(fault("TIFF", format!("colours of kind {other:?} are not read"))),
    };
    let rgba = matches!(colour, tiff::ColorType::RGBA(_));
    let (samples, channels) =
        if rgba { over_paper(samples, png::ColorType::Rgba) } else { (samples, channels) };
    Ok(page(width, height, resolution, samples, Coding::Samples { bits, channels }, DIRECT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_png_gives_a_page_of_its_resolution() {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, 200, 100);
        encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: 3937, yppu: 3937, unit: png::Unit::Meter }));
        encoder.write_header().unwrap().write_image_data(&[9; 20_000]).unwrap();
        let pages = pages(&bytes).unwrap().unwrap();
        assert!((pages[0].width - 144.0).abs() < 0.1, "{}", pages[0].width);
        assert_eq!(pages[0].pictures[0].bytes.len(), 20_000);
    }

    #[test]
    fn a_tiff_of_two_pages_gives_two() {
        let mut bytes = Cursor::new(Vec::new());
        let mut encoder = tiff::encoder::TiffEncoder::new(&mut bytes).unwrap();
        for _ in 0..2 {
            encoder.write_image::<tiff::encoder::colortype::Gray8>(4, 2, &[7; 8]).unwrap();
        }
        let pages = pages(bytes.get_ref()).unwrap().unwrap();
        let found: Vec<(u32, usize)> = pages.iter().map(|p| (p.number, p.pictures[0].bytes.len())).collect();
        assert_eq!(found, [(1, 8), (2, 8)]);
    }

    #[test]
    fn other_files_are_none_and_broken_ones_are_told() {
        assert!(pages(b"%PDF-1.4").is_none());
        assert!(pages(b"\x89PNG and nothing else").unwrap().is_err());
    }
}
