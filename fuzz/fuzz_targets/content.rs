//! The content of a page: operators, operands, text, paths, inline images. It is its own form XObject too.
#![no_main]

mod sheet;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &[u8]| {
    let mut objects = sheet::page(content, 2);
    objects[2] = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources 7 0 R>>".to_vec();
    objects.push(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec());
    objects.push(b"<</Type/Font/Subtype/Type1/BaseFont/Times-Bold/FirstChar 32/Widths[250 500 300]>>".to_vec());
    objects.push(
        b"<</Font<</F1 5 0 R/F2 6 0 R>>/XObject<</X1 8 0 R>>/ExtGState<</G1<</ca 0/Font[5 0 R 9]>>>>/Properties<</P1<</ActualText(a)>>>>>>"
            .to_vec(),
    );
    objects.push(sheet::stream("/Type/XObject/Subtype/Form/BBox[0 0 500 500]/Resources 7 0 R", content));
    sheet::read(&sheet::pdf(&objects));
});
