//! Images of pages as one TIFF file with a page for each, as the engine takes them from its standard input: bits where an
//! image is black and white, bytes where it is gray. Knows nothing of engines.

use super::ink::Ink;
use super::raster::{Raster, WHITE, Window};
use std::io::Cursor;
use tiff::encoder::TiffEncoder;
use tiff::tags::{CompressionMethod, PhotometricInterpretation, Tag};
use tiff::{TiffError, TiffFormatError};

/// Bytes of a page beside its pixels at the most.
const HEAD: usize = 256;

/// A page as it is to be read.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'r> {
    /// The page.
    pub raster: &'r Raster,
    /// What is ink on it.
    pub ink: &'r Ink,
    /// The part of it that is read.
    pub part: Window,
}

impl Sheet<'_> {
    /// The rows of the part.
    fn rows(&self) -> impl Iterator<Item = &[u8]> {
        let Window { left, width, top, height } = self.part;
        self.raster
            .rows()
            .skip(top)
            .take(height)
            .map(move |row| row.get(left..left + width).unwrap_or_default())
    }

    /// A byte a pixel, its shade without grain.
    fn shades(&self) -> Vec<u8> {
        let levels = self.ink.levels();
        let level = |pixel: &u8| levels.get(usize::from(*pixel)).copied().unwrap_or(*pixel);
        let mut bytes = Vec::with_capacity(self.part.width * self.part.height);
        self.rows().for_each(|row| bytes.extend(row.iter().map(level)));
        bytes
    }

    /// A bit a pixel, one for black; each row begins with a byte.
    fn bits(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.part.width.div_ceil(8) * self.part.height);
        for row in self.rows() {
            let (whole, rest) = row.as_chunks::<8>();
            bytes.extend(whole.iter().map(|pixels| packed(*pixels)));
            if !rest.is_empty() {
                let mut last = [WHITE; 8];
                last.iter_mut().zip(rest).for_each(|(to, pixel)| *to = *pixel);
                bytes.push(packed(last));
            }
        }
        bytes
    }
}

/// Eight pixels in a byte, the first in the highest bit; one is black.
fn packed(pixels: [u8; 8]) -> u8 {
    // The lowest bit of each byte, brought side by side by one multiplication: a page has a million of these.
    let black = !u64::from_be_bytes(pixels) & 0x0101_0101_0101_0101;
    (black.wrapping_mul(0x0102_0408_1020_4080) >> 56) as u8
}

/// The file.
///
/// # Errors
/// When an image is too large for one.
pub fn tiff(sheets: &[Sheet<'_>]) -> Result<Vec<u8>, TiffError> {
    let pixels: usize = sheets.iter().map(|sheet| sheet.part.width * sheet.part.height + HEAD).sum();
    let mut file = Cursor::new(Vec::with_capacity(pixels));
    let mut encoder = TiffEncoder::new(&mut file)?;
    for sheet in sheets {
        let side = |pixels: usize| {
            u32::try_from(pixels)
                .map_err(|_| TiffError::FormatError(TiffFormatError::InvalidDimensions(0, 0)))
        };
        let (width, height) = (side(sheet.part.width)?, side(sheet.part.height)?);
        let (bits, zero, rows) = match sheet.ink.has_shades {
            true => (8u16, PhotometricInterpretation::BlackIsZero, sheet.shades()),
            false => (1, PhotometricInterpretation::WhiteIsZero, sheet.bits()),
        };
        let mut page = encoder.image_directory()?;
        let offset = page.write_data(rows.as_slice())?;
        page.write_tag(Tag::ImageWidth, width)?;
        page.write_tag(Tag::ImageLength, height)?;
        page.write_tag(Tag::BitsPerSample, bits)?;
        page.write_tag(Tag::Compression, CompressionMethod::None.to_u16())?;
        page.write_tag(Tag::PhotometricInterpretation, zero.to_u16())?;
        page.write_tag(Tag::StripOffsets, u32::try_from(offset)?)?;
        page.write_tag(Tag::SamplesPerPixel, 1u16)?;
        page.write_tag(Tag::RowsPerStrip, height)?;
        page.write_tag(Tag::StripByteCounts, side(rows.len())?)?;
        page.finish()?;
    }
    Ok(file.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tiff::ColorType;
    use tiff::decoder::{Decoder, DecodingResult};

    #[test]
    fn bits_and_shades_are_pages_of_one_file() {
        let gray = vec![255, 0, 255, 255, 255, 0, 255, 255, 0, 0];
        let black_and_white = Raster { width: 10, height: 1, gray, per_point: 1.0 };
        let shaded = Raster { width: 1, height: 3, gray: vec![9, 90, 200], per_point: 1.0 };
        let inks = [Ink::of(&black_and_white), Ink::of(&shaded)];
        let sheets = [
            Sheet {
                raster: &black_and_white,
                ink: &inks[0],
                part: Window { left: 1, top: 0, width: 9, height: 1 },
            },
            Sheet { raster: &shaded, ink: &inks[1], part: Window { left: 0, top: 1, width: 1, height: 2 } },
        ];
        assert_eq!(sheets[0].bits(), b"\x89\x80");
        let file = tiff(&sheets).unwrap();
        let mut decoder = Decoder::new(Cursor::new(file)).unwrap();
        assert_eq!(
            (decoder.dimensions().unwrap(), decoder.colortype().unwrap()),
            ((9, 1), ColorType::Gray(1))
        );
        assert!(decoder.more_images());
        decoder.next_image().unwrap();
        assert_eq!(
            (decoder.dimensions().unwrap(), decoder.colortype().unwrap()),
            ((1, 2), ColorType::Gray(8))
        );
        assert!(
            matches!(decoder.read_image().unwrap(), DecodingResult::U8(pixels) if pixels == [0x8b, 0xff])
        );
        assert!(!decoder.more_images());
    }
}
