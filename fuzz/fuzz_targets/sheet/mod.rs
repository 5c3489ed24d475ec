//! A sound PDF of one page round something that need not be: given objects, gives the bytes of a file whose cross
//! references are right, so that whatever is wrong with it is wrong inside them.

/// The file with these objects; the first is the catalog.
pub fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let (mut out, mut offsets) = (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec(), Vec::new());
    for (body, number) in objects.iter().zip(1..) {
        offsets.push(out.len());
        out.extend(format!("{number} 0 obj\n").bytes());
        out.extend(body);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    offsets.iter().for_each(|offset| out.extend(format!("{offset:010} 00000 n \n").bytes()));
    let size = objects.len() + 1;
    out.extend(format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").bytes());
    out
}

/// A stream with these entries in its dictionary.
pub fn stream(entries: &str, bytes: &[u8]) -> Vec<u8> {
    [format!("<<{entries}/Length {}>>\nstream\n", bytes.len()).as_bytes(), bytes, b"\nendstream"].concat()
}

/// Catalog, page tree, and a page with this content whose fonts F1, F2 ... are the objects that follow, `fonts` of them.
pub fn page(content: &[u8], fonts: usize) -> Vec<Vec<u8>> {
    let names: String = (0..fonts).map(|n| format!("/F{} {} 0 R", n + 1, n + 5)).collect();
    vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<<{names}>>>>>>"
        )
        .into_bytes(),
        stream("", content),
    ]
}

/// What a reader makes of the file, from its bytes to lines.
pub fn read(file: &[u8]) {
    if let Ok(pages) = minutebook::extract::pages(file, &minutebook::extract::Opening::default()) {
        let transcript = minutebook::layout::transcribe(&pages);
        for word in &transcript.words {
            assert!(transcript.text.get(word.span.start..word.span.end).is_some(), "a word out of the text");
        }
    }
}
