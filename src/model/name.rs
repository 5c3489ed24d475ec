//! A name in words: given a name as printed, gives its surname and its given names or initials, folded, and tells whether
//! one name may stand for another. Knows no language but that surnames stand last, and that particles before them are
//! small: what does not look so is no name.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// More words are no name, but a line that was read for one.
const MOST_WORDS: usize = 6;

/// A word of capitals alone, up to so many, may be initials without stops: "HJ Penhallow".
const MOST_INITIALS: usize = 3;

/// A name, folded. Names of one surname stand together in order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    surname: String,
    given: Vec<String>,
}

/// How the words of one name stand for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// They are the same.
    Same,
    /// Given names are initials, or some are left out.
    Initials,
    /// It is the surname alone.
    Surname,
}

impl Name {
    /// The name that these words are. None where they do not look like one.
    pub fn of(printed: &str) -> Option<Self> {
        if printed.bytes().any(is_no_letter) {
            return None;
        }
        let (mut words, mut count) = ([""; MOST_WORDS], 0);
        for word in printed.split(|c: char| c.is_whitespace() || c == '.').filter(|word| !word.is_empty()) {
            *words.get_mut(count)? = word;
            count += 1;
        }
        let words = words.get(..count)?;
        let (last, before) = words.split_last()?;
        let mixed = printed.chars().any(char::is_lowercase);
        if mixed && !before.is_empty() && is_capitals(last) {
            return None;
        }
        // In a name without a capital, as in ids, small words tell nothing.
        let capitals = printed.chars().any(char::is_uppercase);
        let small = |word: &&&str| capitals && word.starts_with(char::is_lowercase);
        let particles = before.iter().rev().take_while(small).count();
        let (before, surname) = words.split_at_checked(count - 1 - particles)?;
        let mut given = Vec::with_capacity(before.len());
        for word in before {
            if mixed && is_capitals(word) && word.chars().count() <= MOST_INITIALS {
                given.extend(word.chars().map(|c| fold(c.encode_utf8(&mut [0; 4]))));
            } else {
                given.push(fold(word));
            }
        }
        let surname: Vec<String> = surname.iter().map(|word| fold(word)).collect();
        let whole = surname.iter().chain(&given).all(|word| !word.is_empty());
        (whole && surname.last()?.chars().count() > 1).then(|| Self { surname: surname.join(" "), given })
    }

    /// Whether there is nothing but a surname.
    pub fn is_bare(&self) -> bool {
        self.given.is_empty()
    }

    /// Whether a given name is written out.
    pub fn is_spelt(&self) -> bool {
        self.given.iter().any(|word| !is_initial(word))
    }

    /// Whether both have one surname.
    pub fn is_of(&self, surname: &Self) -> bool {
        self.surname == surname.surname
    }

    /// How this name stands for the other, if it may.
    pub fn fit(&self, other: &Self) -> Option<Fit> {
        match () {
            () if !self.is_of(other) => None,
            () if self.given == other.given => Some(Fit::Same),
            () if self.is_bare() || other.is_bare() => Some(Fit::Surname),
            () => agree(&self.given, &other.given).then_some(Fit::Initials),
        }
    }

    /// Whether the other may be this name and tells more of it.
    pub fn is_told_by(&self, other: &Self) -> bool {
        self.fit(other) == Some(Fit::Initials) && self.weight() < other.weight()
    }

    /// How much it tells: an initial 1, a name written out 2.
    pub fn weight(&self) -> usize {
        self.given.iter().map(|word| if is_initial(word) { 1 } else { 2 }).sum()
    }

    /// As it stands in ids: `h-j-penhallow`.
    pub fn slug(&self) -> String {
        let surname = self.surname.split(' ').map(str::to_owned);
        self.given.iter().cloned().chain(surname).collect::<Vec<_>>().join("-")
    }

    /// The same name wherever no other is, to begin a search for those of one surname.
    pub fn first_of_surname(&self) -> Self {
        Self { surname: self.surname.clone(), given: Vec::new() }
    }
}

/// Whether letters that stand for a name are its capitals: "LMcK" of Lynda McKenna is told elsewhere, "LM" here.
pub fn are_capitals_of(letters: &str, printed: &str) -> bool {
    let bare = || letters.chars().filter(|c| *c != '.');
    bare().all(char::is_uppercase)
        && bare().count() > 1
        && bare().eq(printed.chars().filter(|c| c.is_uppercase()))
}

fn is_no_letter(byte: u8) -> bool {
    let marks =
        matches!(byte, b'(' | b')' | b'[' | b']' | b',' | b';' | b':' | b'/' | b'&' | b'@' | b'*' | b'?');
    marks || byte.is_ascii_digit()
}

fn is_capitals(word: &str) -> bool {
    word.chars().all(char::is_uppercase) && word.chars().count() > 1
}

fn is_initial(word: &str) -> bool {
    word.chars().count() == 1
}

/// The first given names agree, and all others of the one stand in the other in order.
fn agree(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let (Some((first, rest)), Some((other, others))) = (short.split_first(), long.split_first()) else {
        return false;
    };
    let mut left = others.iter();
    alike(first, other) && rest.iter().all(|word| left.any(|other| alike(word, other)))
}

/// The same word, or the initial of the other.
fn alike(a: &str, b: &str) -> bool {
    a == b || ((is_initial(a) || is_initial(b)) && a.chars().next() == b.chars().next())
}

/// Letters in lower case without accents: O'Hare and O’Hare are one.
fn fold(word: &str) -> String {
    if word.is_ascii() {
        let letters = word.chars().filter(char::is_ascii_alphanumeric);
        return letters.map(|c| c.to_ascii_lowercase()).collect();
    }
    let letters = word.nfkd().filter(|c| !is_combining_mark(*c) && c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(a: &str, b: &str) -> Option<Fit> {
        Name::of(a).unwrap().fit(&Name::of(b).unwrap())
    }

    #[test]
    fn names_stand_for_others_by_surname_and_initials() {
        assert_eq!(fit("J. Marsh", "j marsh"), Some(Fit::Same));
        assert_eq!(fit("J Marsh", "Jane Marsh"), Some(Fit::Initials));
        assert_eq!(fit("HJ Penhallow", "H. J. Penhallow"), Some(Fit::Same));
        assert_eq!(fit("Henry Penhallow", "H J Penhallow"), Some(Fit::Initials));
        assert_eq!(fit("van Dale", "Ann van Dale"), Some(Fit::Surname));
        assert_eq!(fit("A O’Hare", "Ann O'Hare"), Some(Fit::Initials));
        assert_eq!(fit("Jane Marsh", "John Marsh"), None);
        assert_eq!(fit("K Marsh", "Jane Marsh"), None);
        assert_eq!(fit("Jane Marsh", "Jane Marshall"), None);
        assert_eq!(fit("John A Marsh", "John B Marsh"), None);
        assert_eq!(fit("Llŷr Bowen", "Llyr Bowen"), Some(Fit::Same));
    }

    #[test]
    fn what_does_not_look_like_a_name_is_none() {
        for words in ["", "Marsh, Jane", "Ward 3", "Jane (Chair)", "Marsh JD", "a b c d e f g", "J"] {
            assert_eq!(Name::of(words), None, "{words}");
        }
        assert!(are_capitals_of("JM", "Jane Marsh") && !are_capitals_of("J", "Jane"));
    }

    #[test]
    fn a_name_tells_more_than_another() {
        let told = |a: &str, b: &str| Name::of(a).unwrap().is_told_by(&Name::of(b).unwrap());
        assert!(told("J Marsh", "Jane Marsh") && told("Jane Marsh", "Jane A Marsh"));
        assert!(!told("Jane Marsh", "J Marsh") && !told("Marsh", "Jane Marsh"));
    }
}
