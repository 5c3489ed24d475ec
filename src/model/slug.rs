//! Names as they stand in ids: given a name, gives its words in small letters. Whatever makes or looks up ids must agree on
//! it. Knows nothing of what is named.

/// Words of a slug at the most, so that ids stay readable.
const MOST_WORDS: usize = 12;

/// Small letters and figures, words joined by `-`.
pub fn slug(text: &str) -> String {
    let plain: String = text.chars().flat_map(char::to_lowercase).filter(|c| !"'’".contains(*c)).collect();
    let words = plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.take(MOST_WORDS).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_small_and_joined() {
        assert_eq!(slug("Ashmere & Dale Borough Council"), "ashmere-dale-borough-council");
        assert_eq!(slug("St. Dale’s (Parish)"), "st-dales-parish");
    }
}
