//! Opens a file: bytes to the objects in it, with what had to be mended on the way. Knows nothing of pages.

use crate::extract::tokens::is_regular;
use crate::extract::values::Values;
use crate::extract::{ExtractError, Opening, xref};
use crate::model::diagnostic::{Code, Diagnostic, Severity, Stage};
use lopdf::xref::XrefRecovery;
use lopdf::{Document, LoadOptions};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Loads the file, with the empty password or one of those given if it is encrypted.
pub fn document(bytes: &[u8], opening: &Opening) -> Result<Document, ExtractError> {
    if !bytes.windows(5).any(|five| five == b"%PDF-") {
        return Err(ExtractError::NotPdf { found: description(bytes) });
    }
    with_some_password(opening, |options| open(bytes, options))
}

/// Loads the file once more by looking for the objects themselves, whatever its cross references say.
pub fn rebuilt(bytes: &[u8], opening: &Opening) -> Result<Document, ExtractError> {
    with_some_password(opening, |options| rebuilt_with(bytes, options))
}

/// The same with the empty password, and as long as the file wants another, with those given.
fn with_some_password(
    opening: &Opening,
    load: impl Fn(&LoadOptions) -> Result<Document, ExtractError>,
) -> Result<Document, ExtractError> {
    let mut options =
        LoadOptions { max_decompressed_size: Some(opening.limits.stream_bytes), ..LoadOptions::default() };
    let mut loaded = load(&options);
    for password in &opening.passwords {
        if !matches!(loaded, Err(ExtractError::Encrypted)) {
            break;
        }
        options.password = Some(password.clone());
        loaded = load(&options);
    }
    loaded
}

fn rebuilt_with(bytes: &[u8], options: &LoadOptions) -> Result<Document, ExtractError> {
    guarded(bytes, LoadOptions { force_reconstruct: true, ..options.clone() })
}

fn open(bytes: &[u8], options: &LoadOptions) -> Result<Document, ExtractError> {
    let mut document = guarded(bytes, options.clone()).or_else(|error| match error {
        // Where the encryption dictionary stands in the trailer, lopdf takes no password: it is moved first, below.
        ExtractError::Encrypted if options.password.is_some() => {
            guarded(bytes, LoadOptions { password: None, ..options.clone() })
        }
        ExtractError::Damaged { .. } => rebuilt_with(&ended(bytes), options).map_err(|_| error),
        other => Err(other),
    })?;
    if let Some(moved) = with_encryption_moved(bytes, &document) {
        document = guarded(&moved, options.clone())?;
    }
    // lopdf leaves the trailer's entry in place where the password did not fit.
    if document.trailer.has(b"Encrypt") && document.encryption_state.is_none() {
        return Err(ExtractError::Encrypted);
    }
    Ok(document)
}

/// The file with the end that it lost: a trailer that names nothing, below which objects can be looked for.
fn ended(bytes: &[u8]) -> Vec<u8> {
    [bytes, b"\nendstream\nendobj\ntrailer\n<</Size 1/Root 1 0 R>>\nstartxref\n0\n%%EOF\n"].concat()
}

/// The file with a revision added in which the encryption dictionary is an object of its own. The standard lets it
/// stand in the trailer itself (7.6.1), but lopdf looks for it behind a reference only.
fn with_encryption_moved(bytes: &[u8], document: &Document) -> Option<Vec<u8>> {
    document.trailer.get(b"Encrypt").ok()?.as_dict().ok()?;
    let is_key =
        |window: &[u8]| window.strip_prefix(KEY).is_some_and(|next| !next.iter().all(|b| is_regular(*b)));
    let start = bytes.windows(KEY.len() + 1).rposition(is_key)? + KEY.len();
    let mut values = Values::at(bytes, start);
    values.value()?;
    let dictionary = bytes.get(start..values.position())?;
    let (root, _) = document.trailer.get(b"Root").ok()?.as_reference().ok()?;
    let id = document
        .trailer
        .get(b"ID")
        .and_then(|id| id.as_array()?.first().map_or(Ok(&[][..]), |id| id.as_str()));
    let id: String = id.unwrap_or_default().iter().map(|byte| format!("{byte:02x}")).collect();
    let (number, previous) = (document.max_id.checked_add(1)?, xref::start(bytes)?);
    let mut moved = [bytes, b"\n"].concat();
    let object = moved.len();
    moved.extend(format!("{number} 0 obj ").bytes());
    moved.extend(dictionary);
    moved.extend(b" endobj\n");
    let table = moved.len();
    moved.extend(format!("xref\n{number} 1\n{object:010} 00000 n \ntrailer\n<</Size {}", number + 1).bytes());
    moved.extend(
        format!("/Root {root} 0 R/Encrypt {number} 0 R/ID[<{id}><{id}>]/Prev {previous}>>\n").bytes(),
    );
    moved.extend(format!("startxref\n{table}\n%%EOF\n").bytes());
    Some(moved)
}

const KEY: &[u8] = b"/Encrypt";

/// The object parser is not ours: should it panic on a hostile file, that is damage and not our end.
fn guarded(bytes: &[u8], options: LoadOptions) -> Result<Document, ExtractError> {
    let loaded = catch_unwind(AssertUnwindSafe(|| Document::load_mem_with_options(bytes, options)));
    match loaded {
        Ok(Ok(document)) => Ok(document),
        Ok(Err(error)) => Err(refusal(&error)),
        Err(_) => Err(ExtractError::Damaged { reason: "its objects cannot be parsed".into() }),
    }
}

fn refusal(error: &lopdf::Error) -> ExtractError {
    match error {
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => ExtractError::Encrypted,
        other => ExtractError::Damaged { reason: other.to_string() },
    }
}

/// What had to be mended to read the cross references (ISO 32000-1, 7.5.4).
pub fn repairs(document: &Document, bytes: &[u8]) -> Option<Diagnostic> {
    let (severity, message) = match document.xref_recovery? {
        XrefRecovery::OffsetCorrected => {
            (Severity::Info, "a cross-reference offset was wrong; the section was found nearby")
        }
        _ if breaks_off(bytes) => {
            (Severity::Error, "the file breaks off; what is behind is not there to be read")
        }
        _ => (
            Severity::Info,
            "the cross-reference table cannot be read; it was rebuilt from the objects found",
        ),
    };
    Some(Diagnostic::new(Stage::Extract, severity, Code::Damaged, message))
}

/// No end-of-file marker stands near the end (7.5.5).
fn breaks_off(bytes: &[u8]) -> bool {
    let tail = bytes.get(bytes.len().saturating_sub(END_BYTES)..).unwrap_or(bytes);
    !tail.windows(5).any(|five| five == b"%%EOF")
}

/// Behind the end-of-file marker other programs may have left so many bytes.
const END_BYTES: usize = 2048;

/// What a file that is no PDF looks like.
fn description(bytes: &[u8]) -> String {
    let known: [(&[u8], &str); 6] = [
        (b"PK", "a ZIP archive or Office document"),
        (b"\xD0\xCF\x11\xE0", "an old Office document"),
        (b"{\\rtf", "rich text"),
        (b"\xFF\xD8", "a JPEG image"),
        (b"\x89PNG", "a PNG image"),
        (b"<", "HTML or XML"),
    ];
    if bytes.is_empty() {
        return "an empty file".into();
    }
    let start = bytes.trim_ascii_start();
    let name = known.iter().find(|(magic, _)| start.starts_with(magic)).map(|(_, name)| *name);
    name.map_or_else(
        || format!("{:?}", String::from_utf8_lossy(start.get(..8).unwrap_or(start))),
        str::to_string,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_files_are_named() {
        assert_eq!(description(b""), "an empty file");
        assert_eq!(description(b"  <html>"), "HTML or XML");
        assert_eq!(description(b"PK\x03\x04"), "a ZIP archive or Office document");
        assert_eq!(description(b"hello there"), "\"hello th\"");
    }
}
