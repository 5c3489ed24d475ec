//! Readable ids: given names, dates and numbers, gives the stable text of an id. Where council or date is not known, the document's
//! hash stands first; nothing is guessed.

use crate::model::slug::slug;

/// `{council}/{body}/{yyyy-mm-dd}`, or the document's id first where council or date is missing. Without a body that part is
/// left out: it is not guessed.
pub(super) fn meeting(
    council: Option<&str>,
    body: Option<&str>,
    date: Option<&str>,
    document: &str,
) -> String {
    let first = council.filter(|_| date.is_some()).map_or_else(|| document.to_owned(), slug);
    let parts = [Some(first), body.map(slug), date.map(str::to_owned)];
    parts.into_iter().flatten().collect::<Vec<_>>().join("/")
}

/// An item's number as it stands in ids: `21(a)` gives `21.a`.
pub(super) fn number(number: &str) -> String {
    let parts = number.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty());
    parts.collect::<Vec<_>>().join(".").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_readable() {
        assert_eq!(number("21(a)"), "21.a");
        assert_eq!(meeting(None, Some("Cabinet"), Some("2021-03-10"), "abc"), "abc/cabinet/2021-03-10");
        assert_eq!(meeting(Some("Dale"), None, Some("2021-03-10"), "abc"), "dale/2021-03-10");
    }
}
