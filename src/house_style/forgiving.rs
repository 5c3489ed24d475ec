//! Phrases met in words that were read from an image, where letters may be misread: given such a word and a word of a
//! phrase, tells whether the one may be a misreading of the other. Bounded: one slip a word, of the kinds that engines and
//! typists make, never at a word's first letter or ending, where another word begins; and short words not at all.

/// Letters that a word needs to be told by letters that look alike …
const FEWEST_ALIKE: usize = 5;
/// … or with a figure or mark among them, which no word has …
const FEWEST_MIXED: usize = 4;
/// … or with a slip.
const FEWEST_SLIPPED: usize = 7;
/// Slips in a phrase at most.
const MOST_SLIPS: u32 = 2;
/// Letters by which a misread word is longer or shorter at most.
const MOST_LONGER: usize = 2;
/// Letters at a word's end that must stand: endings tell "resolved" from "resolves".
const ENDING: usize = 2;

/// Where a folded phrase ends in a text that begins with a misreading of it; none where it does not, or stands there
/// rightly spelt, or is too short to be told. Of its first bytes so many are known to stand there.
pub(super) fn match_at(text: &str, folded: &str, known: usize) -> Option<usize> {
    let mut slips = 0;
    let mut at = known;
    for (want, is_word) in pieces(folded.get(known..)?) {
        let rest = text.get(at..)?;
        if !is_word {
            at += super::folding::match_at(rest, want).or_else(|| spaces(rest, want))?;
            continue;
        }
        let have = word(rest)?;
        match slip(have, want) {
            Some(slipped) => {
                slips += slipped;
                at += have.len();
            }
            None => {
                at += broken(rest, have, want)?;
                slips += 1;
            }
        }
    }
    (1..=MOST_SLIPS).contains(&slips).then_some(at)
}

/// Words and what stands between them, in turn.
fn pieces(folded: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut rest = folded;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let is_word = first.is_alphanumeric();
        let end = rest.find(|c: char| c.is_alphanumeric() != is_word).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some((piece, is_word))
    })
}

/// A space of a phrase is any white space.
fn spaces(text: &str, want: &str) -> Option<usize> {
    let after = text.trim_start();
    (want == " " && after.len() < text.len()).then_some(text.len() - after.len())
}

/// The word with which a text begins, with the marks that stand for letters.
pub(super) fn word(text: &str) -> Option<&str> {
    let plain = text.bytes().take_while(|byte| byte.is_ascii() && is_lettered(char::from(*byte))).count();
    let beyond = text.as_bytes().get(plain).filter(|byte| !byte.is_ascii());
    let end = beyond.map_or(plain, |_| text.find(|c: char| !is_lettered(c)).unwrap_or(text.len()));
    text.get(..end).filter(|word| !word.is_empty())
}

fn is_lettered(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '|' | '!' | '$')
}

/// Whether two words of ASCII, each with its ending, are so alike in length and there that the one may be a misreading of
/// the other, or its beginning.
#[inline]
pub(super) fn is_near((have, end): (&str, Option<char>), (want, ending): (&str, Option<char>)) -> bool {
    end == ending && have.len().abs_diff(want.len()) <= MOST_LONGER
        || want.len() >= FEWEST_SLIPPED
            && want.get(..have.len()).is_some_and(|begins| begins.eq_ignore_ascii_case(have))
}

/// Whether two texts of which the one is a phrase may begin with the same word, misread or not, as far as a glance tells.
pub(super) fn may_begin_alike(text: &str, folded: &str) -> bool {
    let end = folded.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let want = folded.get(..end).filter(|_| folded.as_bytes().get(end).is_none_or(u8::is_ascii));
    let Some(want) = want.filter(|want| !want.is_empty()) else { return true };
    word(text).is_some_and(|have| !have.is_ascii() || is_near((have, ending(have)), (want, ending(want))))
}

/// What is left of this word of a phrase behind a small word that may be its beginning.
pub(super) fn left<'w>(small: &str, want: &'w str) -> Option<&'w str> {
    let left = want.strip_prefix(small).filter(|_| want.len() >= FEWEST_SLIPPED);
    left.filter(|left| !left.is_empty())
}

/// Whether the rest of a word that is broken by a space stands behind its beginning.
pub(super) fn is_left(behind: &str, left: &str) -> bool {
    let next = behind.strip_prefix(' ').and_then(|next| next.split_at_checked(left.len()));
    next.is_some_and(|(next, after)| next.eq_ignore_ascii_case(left) && !after.starts_with(is_lettered))
}

/// Slips by which a word differs from that of a phrase; none where it is another word.
pub(super) fn slip(have: &str, want: &str) -> Option<u32> {
    if !have.is_ascii() || !want.is_ascii() {
        return (super::folding::folded(have) == want).then_some(0);
    }
    // Most differ at a glance.
    if have.len().abs_diff(want.len()) > MOST_LONGER || ending(have) != ending(want) {
        return None;
    }
    if have.eq_ignore_ascii_case(want) {
        return Some(0);
    }
    let letters = want.len();
    if letters < FEWEST_MIXED {
        return None;
    }
    let small = have.to_ascii_lowercase();
    let mixed = small.contains(|c: char| !c.is_ascii_alphabetic());
    if letters >= if mixed { FEWEST_MIXED } else { FEWEST_ALIKE } && looks(&small).eq(looks(want)) {
        return Some(1);
    }
    (letters >= FEWEST_SLIPPED && is_slip(small.as_bytes(), want.as_bytes())).then_some(1)
}

/// How a word of ASCII ends, from afar: most differ there, and those that do are different words.
#[inline]
pub(super) fn ending(word: &str) -> Option<char> {
    let last = word.bytes().next_back().map(|byte| look(char::from(byte.to_ascii_lowercase())))?;
    Some(match last {
        'm' => 'n',
        'w' => 'v',
        other => other,
    })
}

/// The word as it looks from afar: signs that are taken for each other are one.
fn looks(word: &str) -> impl Iterator<Item = char> {
    let mut chars = word.chars().map(look).peekable();
    std::iter::from_fn(move || {
        let first = chars.next()?;
        let pair = match first {
            'r' => Some(('n', 'm')),
            'v' => Some(('v', 'w')),
            _ => None,
        };
        let whole = pair.filter(|(second, _)| chars.next_if_eq(second).is_some());
        Some(whole.map_or(first, |(_, whole)| whole))
    })
}

/// What stands for all signs that are taken for this one.
#[inline]
pub(super) fn look(small: char) -> char {
    match small {
        '1' | 'i' | '|' | '!' => 'l',
        '0' => 'o',
        '5' | '$' => 's',
        '8' => 'b',
        other => other,
    }
}

/// One letter too many or too few, two that changed places, or one that looks like another, within the word.
fn is_slip(have: &[u8], want: &[u8]) -> bool {
    let same = have.iter().zip(want).take_while(|(a, b)| a == b).count();
    let (Some(have), Some(want)) = (have.get(same..), want.get(same..)) else { return false };
    let tail = have.iter().rev().zip(want.iter().rev()).take_while(|(a, b)| a == b).count();
    if same == 0 || tail < ENDING {
        return false;
    }
    // What is left between, once; a letter doubled counts for both ends.
    let left = |word: &[u8]| word.len().saturating_sub(tail);
    match (have.get(..left(have)).unwrap_or(&[]), want.get(..left(want)).unwrap_or(&[])) {
        ([a], [b]) => ALIKE.iter().any(|set| set.contains(a) && set.contains(b)),
        ([a, b], [c, d]) => a == d && b == c,
        (more, []) => more.len() == 1 || have.len() == want.len() + 1,
        ([], less) => less.len() == 1 || have.len() + 1 == want.len(),
        _ => false,
    }
}

/// Letters that are taken for each other in worn or faint print.
const ALIKE: [&[u8]; 5] = [b"ceo", b"nu", b"hb", b"tlif1", b"gq9"];

/// A word of a phrase in two pieces with a space between, or two words of it without one, is still the same letters.
fn broken(text: &str, have: &str, want: &str) -> Option<usize> {
    if want.len() < FEWEST_SLIPPED || have.len() >= want.len() {
        return None;
    }
    let (first, left) = want.split_at_checked(have.len())?;
    let same = have.eq_ignore_ascii_case(first) && is_left(text.get(have.len()..)?, left);
    same.then_some(have.len() + 1 + left.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(text: &str, phrase: &str) -> bool {
        match_at(text, phrase, 0).is_some()
    }

    #[test]
    fn slips_of_engines_and_typists_are_forgiven() {
        for text in ["RESOVLED", "RES0LVED", "Reso1ved", "RESOOLVED", "Rcsolved", "RES OLVED"] {
            assert!(met(text, "resolved"), "{text}");
        }
        assert_eq!(match_at("RESOVLED that the", "resolved that", 0), Some(13));
        assert!(met("apo1ogies for absence were", "apologies for absence"));
        assert!(met("1tem 4", "item"));
        assert!(met("Chairrnan:", "chairman"));
    }

    #[test]
    fn other_words_are_other_words() {
        let pairs = [
            ("resolves", "resolved"),
            ("revolved", "resolved"),
            ("Chairmen", "chairman"),
            ("presents", "present"),
            ("prevent", "present"),
            ("voted", "noted"),
            ("referred", "deferred"),
            ("apologise", "apologies"),
            ("Councillors", "councillor"),
            ("fall", "fail"),
            ("melting", "meeting"),
            ("adapted", "adopted"),
            ("agrees", "agreed"),
        ];
        for (text, phrase) in pairs {
            assert!(!met(text, phrase), "{text} is not {phrase}");
        }
    }

    #[test]
    fn what_is_spelt_rightly_is_not_for_here() {
        assert!(!met("Resolved that", "resolved that"));
    }
}
