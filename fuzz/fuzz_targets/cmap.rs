//! CMaps: what the codes of a font mean (ToUnicode), and which glyphs they are (an embedded encoding).
#![no_main]

mod sheet;

use libfuzzer_sys::fuzz_target;

const SHOWN: &[u8] = b"BT /F1 12 Tf 72 770 Td <00010002414243FF> Tj /F2 12 Tf 0 -20 Td <00010002414243FF> Tj \
/F3 12 Tf 0 -20 Td (AaBb\\001\\377) Tj ET";

fuzz_target!(|cmap: &[u8]| {
    let mut objects = sheet::page(SHOWN, 3);
    objects.push(b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[8 0 R]/ToUnicode 9 0 R>>".to_vec());
    objects.push(b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding 10 0 R/DescendantFonts[8 0 R]>>".to_vec());
    objects.push(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 9 0 R>>".to_vec());
    objects.push(b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 500>>".to_vec());
    objects.push(sheet::stream("", cmap));
    objects.push(sheet::stream("/Type/CMap/CMapName/Own", cmap));
    sheet::read(&sheet::pdf(&objects));
});
