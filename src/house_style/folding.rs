//! How a phrase is compared with a text: whatever the case, the kind of quotes and dashes, or the white space between
//! words. Given a text and a folded phrase, tells where the phrase ends; knows nothing of sets of phrases.

/// Classes of characters: the letters a to z, and all others together.
pub(super) const CLASSES: usize = 32;
/// Pairs of classes.
pub(super) const PAIRS: usize = CLASSES * CLASSES;

/// The class of a folded character.
#[inline]
pub(super) fn class(folded: char) -> usize {
    if folded.is_ascii_lowercase() { folded as usize & 31 } else { 0 }
}

/// The pairs of classes with which a text that holds the phrase may begin. What follows a phrase of one letter is no
/// letter; what follows a single mark may be anything.
pub(super) fn pairs(folded: &str) -> impl Iterator<Item = usize> {
    let mut chars = folded.chars();
    let (first, second) = (chars.next(), chars.next().map(class));
    let seconds = match (first, second) {
        (None, _) => 0..0,
        (_, Some(second)) => second..second + 1,
        (Some(first), None) if first.is_alphanumeric() => 0..1,
        _ => 0..CLASSES,
    };
    seconds.map(move |second| first.map_or(0, class) * CLASSES + second)
}

/// What a byte is: its class in the lower five bits …
pub(super) const CLASS: u8 = 31;
/// … it does not begin a character (this is no class, for it is beyond ASCII) …
pub(super) const WITHIN: u8 = 1;
/// … it begins a letter or a figure …
pub(super) const LETTER: u8 = 1 << 5;
/// … a phrase may begin with it …
pub(super) const START: u8 = 1 << 6;
/// … it is an ASCII character.
pub(super) const PLAIN: u8 = 1 << 7;

static KINDS: [u8; 256] = kinds();

const fn kinds() -> [u8; 256] {
    let mut kinds = [0; 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        let letter = if byte.is_ascii_alphabetic() { byte & 31 | LETTER } else { 0 };
        let figure = if byte.is_ascii_digit() { LETTER } else { 0 };
        let start = if byte.is_ascii_whitespace() { 0 } else { START };
        #[expect(clippy::indexing_slicing, reason = "worked out by the compiler, below 128")]
        {
            kinds[byte as usize] = letter | figure | start | PLAIN;
        }
        byte += 1;
    }
    kinds
}

/// What the byte of the text at `at` is.
#[inline]
pub(super) fn kind(text: &str, at: usize, byte: u8) -> u8 {
    if byte.is_ascii() { plain_kind(byte) } else { kind_beyond(text, at) }
}

/// What an ASCII byte is; nothing for others.
#[inline]
pub(super) fn plain_kind(byte: u8) -> u8 {
    KINDS.get(usize::from(byte)).copied().unwrap_or(0)
}

/// What a byte beyond ASCII is.
#[cold]
fn kind_beyond(text: &str, at: usize) -> u8 {
    match text.get(at..).and_then(|t| t.chars().next()) {
        // Dashes and quotes: most that is beyond ASCII, and asking what a character is takes long.
        Some('\u{2010}'..='\u{2027}') => START,
        Some(ch) if ch.is_alphanumeric() => LETTER | START,
        Some(ch) if !ch.is_whitespace() => START,
        Some(_) => 0,
        None => WITHIN,
    }
}

/// One character as phrases are compared: small, with plain quotes and dashes.
pub(super) fn fold(ch: char) -> impl Iterator<Item = char> {
    let plain = match ch {
        '\u{2018}' | '\u{2019}' | '\u{2032}' | '`' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        other => other,
    };
    plain.to_lowercase()
}

/// A text as phrases are compared.
pub(super) fn folded(text: &str) -> String {
    if text.is_ascii() {
        // As nearly all are, and every start of the program folds thousands.
        return text.to_ascii_lowercase().replace('`', "'");
    }
    text.chars().flat_map(fold).collect()
}

/// Where the folded phrase ends if the text begins with it and a word ends there.
pub(super) fn match_at(text: &str, folded: &str) -> Option<usize> {
    let (have, want) = (text.as_bytes(), folded.as_bytes());
    // As nearly all are printed; a space at the end would stand for all that is blank there.
    if want.last() != Some(&b' ') && have.get(..want.len()).is_some_and(|have| is_plainly(have, want)) {
        return ends_word(text, want.len(), folded).then_some(want.len());
    }
    let (mut at, mut met) = (0, 0);
    while let Some(letter) = want.get(met) {
        let byte = *have.get(at)?;
        if !byte.is_ascii() || !letter.is_ascii() {
            return match_chars(text.get(at..)?, folded.get(met..)?).map(|end| at + end);
        }
        if *letter == b' ' {
            if !is_space(byte) {
                return None;
            }
            while have.get(at).is_some_and(|b| is_space(*b)) {
                at += 1;
            }
            // A space beyond ASCII may follow.
            if have.get(at).is_some_and(|b| !b.is_ascii()) {
                let rest = text.get(at..)?;
                at += rest.len() - rest.trim_start().len();
            }
        } else {
            if plain_fold(byte) != *letter {
                return None;
            }
            at += 1;
        }
        met += 1;
    }
    ends_word(text, at, folded).then_some(at)
}

/// One character of ASCII as phrases are compared.
#[inline]
pub(super) fn plain_fold(byte: u8) -> u8 {
    if byte == b'`' { b'\'' } else { byte.to_ascii_lowercase() }
}

#[inline]
fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ')
}

/// The same for any characters.
fn match_chars(text: &str, folded: &str) -> Option<usize> {
    let mut at = text.char_indices().peekable();
    for want in folded.chars() {
        if want == ' ' {
            at.next_if(|(_, c)| c.is_whitespace())?;
            while at.next_if(|(_, c)| c.is_whitespace()).is_some() {}
        } else {
            let (_, ch) = at.next()?;
            if fold(ch).next() != Some(want) {
                return None;
            }
        }
    }
    let end = at.peek().map_or(text.len(), |(i, _)| *i);
    ends_word(text, end, folded).then_some(end)
}

/// Whether the text is the folded phrase letter by letter, its first apart.
fn is_plainly(have: &[u8], want: &[u8]) -> bool {
    match (have, want) {
        // Hardly a capital stands within.
        ([first, have @ ..], [begins, want @ ..]) => first.to_ascii_lowercase() == *begins && have == want,
        _ => false,
    }
}

/// A phrase that ends with a letter or figure ends a word of the text.
fn ends_word(text: &str, end: usize, folded: &str) -> bool {
    match (folded.as_bytes().last(), text.as_bytes().get(end)) {
        (_, None) => true,
        (Some(last), Some(next)) if last.is_ascii() && next.is_ascii() => {
            !(last.is_ascii_alphanumeric() && next.is_ascii_alphanumeric())
        }
        _ => {
            folded.ends_with(|c: char| !c.is_alphanumeric())
                || !text.get(end..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
        }
    }
}
