//! Font programs, embedded in each of the ways in which a file may embed one: TrueType, Type 1, CFF, and by glyph number.
#![no_main]

mod sheet;

use libfuzzer_sys::fuzz_target;

const SHOWN: &[u8] = b"BT /F1 12 Tf 72 770 Td (AaBb\\001\\377) Tj /F2 12 Tf 0 -20 Td (AaBb\\001\\377) Tj \
/F3 12 Tf 0 -20 Td (AaBb\\001\\377) Tj /F4 12 Tf 0 -20 Td <000100024142> Tj ET";

fuzz_target!(|program: &[u8]| {
    let mut objects = sheet::page(SHOWN, 4);
    objects.push(b"<</Type/Font/Subtype/TrueType/BaseFont/A/FontDescriptor 10 0 R>>".to_vec());
    objects.push(b"<</Type/Font/Subtype/Type1/BaseFont/B/FontDescriptor 11 0 R>>".to_vec());
    objects.push(b"<</Type/Font/Subtype/Type1/BaseFont/C/FontDescriptor 12 0 R>>".to_vec());
    objects.push(b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[9 0 R]>>".to_vec());
    objects.push(b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/FontDescriptor 10 0 R/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>".to_vec());
    for (key, flags) in [("FontFile2", 4), ("FontFile", 32), ("FontFile3", 4)] {
        objects.push(format!("<</Type/FontDescriptor/FontName/A/Flags {flags}/{key} {} 0 R>>", objects.len() + 4).into_bytes());
    }
    objects.push(sheet::stream("", program));
    objects.push(sheet::stream(&format!("/Length1 {}/Length2 0/Length3 0", program.len()), program));
    objects.push(sheet::stream("/Subtype/Type1C", program));
    sheet::read(&sheet::pdf(&objects));
});
