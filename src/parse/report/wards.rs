//! The wards that a report names: given the field of wards, gives each name, which may stand in several pieces. Knows
//! nothing of what wards there are.

use crate::house_style::HouseStyle;
use crate::model::report::Field;
use crate::model::span::Span;
use crate::parse::reader::Reader;

/// A name, piece by piece.
type Name = Vec<Span>;

/// The names that the first field of wards lists: one to a line, or between semicolons, or between commas and
/// words that join. None where it says that all or none are meant.
pub(super) fn wards(style: &HouseStyle, reader: &Reader, fields: &[Field]) -> Vec<Name> {
    let field = fields.iter().find(|f| f.key.as_deref() == Some("wards")).filter(|f| f.says.is_none());
    let Some(field) = field else { return Vec::new() };
    let has = |mark: char| field.value.iter().any(|piece| reader.text(*piece).contains(mark));
    let mark = [';', ','].into_iter().find(|mark| has(*mark));
    let lists = if mark.is_some() { vec![field.value.clone()] } else { lines(reader, field) };
    lists.iter().flat_map(|list| names(style, reader, list, mark)).collect()
}

/// The lines of a value, those that go on with the one they go on from.
fn lines(reader: &Reader, field: &Field) -> Vec<Name> {
    let mut lines: Vec<Name> = Vec::new();
    for piece in &field.value {
        for line in reader.transcript.lines_in(*piece) {
            let inside = Span::new(line.span.start.max(piece.start), line.span.end.min(piece.end));
            match lines.last_mut() {
                Some(last) if !line.opens_paragraph => last.push(inside),
                _ => lines.push(vec![inside]),
            }
        }
    }
    lines
}

/// The names of a list that is cut at these marks, or of a list of one.
fn names(style: &HouseStyle, reader: &Reader, list: &[Span], mark: Option<char>) -> Vec<Name> {
    let ends = |c: char| c.is_whitespace() || Some(c) == mark;
    let mut names: Vec<Name> = vec![Name::new()];
    let last = list.last().map_or(0, |piece| piece.end);
    for piece in list {
        let mut from = piece.start;
        for part in reader.text(*piece).split_inclusive(ends) {
            let word = Span::new(from, from + part.trim_end_matches(ends).len());
            let word = if word.end == last { unstopped(reader, word) } else { word };
            from += part.len();
            let joins = style.reports.joiners.whole(reader.text(word)).is_some();
            let begins = names.last().is_some_and(Name::is_empty);
            // The last of a list is led in by a word; in a name of its own, or one between semicolons, that word is its own.
            if joins && (begins || mark == Some(',')) {
                names.push(Name::new());
            } else if let Some(name) = names.last_mut().filter(|_| !word.is_empty()) {
                add(name, word, piece);
            }
            if mark.is_some_and(|mark| part.ends_with(mark)) {
                names.push(Name::new());
            }
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Adds a word: to the last piece of the name, if that is of the same piece of the list.
fn add(name: &mut Name, word: Span, piece: &Span) {
    match name.last_mut().filter(|last| last.start >= piece.start && last.end <= piece.end) {
        Some(last) => *last = last.cover(word),
        None => name.push(word),
    }
}

/// Without the stop that ends the list.
fn unstopped(reader: &Reader, word: Span) -> Span {
    Span::new(word.start, word.start + reader.text(word).trim_end_matches('.').len())
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Text, transcript};
    use super::*;
    use crate::house_style::Styles;

    /// The names in a field of these paragraphs.
    fn read(style: &str, texts: &[&str]) -> Vec<String> {
        let styles = Styles::built_in().unwrap();
        let texts: Vec<Text> = texts.iter().map(|text| Text::words(text)).collect();
        let made = transcript(&texts);
        let reader = Reader::new(&made);
        let value = made.lines.iter().map(|line| line.span).collect();
        let field = Field { key: Some("wards".to_owned()), value, ..Field::default() };
        let names = wards(styles.named(style).unwrap(), &reader, &[field]);
        names.iter().map(|name| name.iter().map(|s| reader.text(*s)).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn names_are_cut_at_marks_and_words() {
        for (texts, names) in [
            (&["Quay; Mill and Weir"][..], &["Quay", "Mill and Weir"][..]),
            (&["Quay, Mill and Weir."], &["Quay", "Mill", "Weir"]),
            (&["Quay,Mill, and Weir"], &["Quay", "Mill", "Weir"]),
            (&["Netherby and Cold Haven"], &["Netherby and Cold Haven"]),
            (&["Quay", "and Weir."], &["Quay", "Weir"]),
            (&["Quay, Mill or Weir ."], &["Quay", "Mill", "Weir"]),
            (&["Quay, Cold", "Haven"], &["Quay", "Cold Haven"]),
            (&[""], &[]),
        ] {
            assert_eq!(read("generic", texts), names, "{texts:?}");
        }
    }

    #[test]
    fn the_word_before_the_last_name_is_the_house_styles() {
        assert_eq!(read("welsh", &["Y Cei, Y Felin a'r Gored"]), ["Y Cei", "Y Felin", "Gored"]);
        assert_eq!(read("welsh", &["Y Cei, Melin ac Aber"]), ["Y Cei", "Melin", "Aber"]);
    }
}
