//! Files that another engine left beside a document: given the text of one, tells which of the three formats it is and
//! reads it. Knows nothing of where files are found.

use super::reading::Reading;
use super::{OcrError, alto, hocr, page_xml};

/// How much of a file tells its format.
const OPENING: usize = 4096;

/// The readings of the pages of a file, in its order; none where the file is of no format known here.
///
/// # Errors
/// When it is of one, and broken.
pub fn pages(text: &str) -> Result<Option<Vec<Reading>>, OcrError> {
    let opening: String = text.chars().take(OPENING).collect();
    let read = match () {
        () if opening.contains("<alto") || opening.contains(":alto") => alto::pages,
        () if opening.contains("PcGts") => page_xml::pages,
        () if opening.contains("ocr_page") || opening.contains("ocr-system") => hocr::pages,
        () => return Ok(None),
    };
    read(text).map(Some)
}
