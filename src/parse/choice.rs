//! Which house style reads a document: given the styles and the text, gives those worth trying; given a tree, gives how
//! well its style accounts for the document. Knows no council's name.

use crate::house_style::{HouseStyle, Styles, Wording};
use crate::model::tree::Tree;

/// A style that inherits is tried where so many different signs of it stand in the text: one may be chance.
const LEAST_SIGNS: usize = 2;

/// How well a style accounts for a document; the greater is the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    /// Share recognised, in hundredths.
    recognised: u32,
    /// Bytes that rules other than narrative took, in hundredths of the text: a mark more or less decides nothing.
    read: usize,
    /// How many different signs of the style stand in the text.
    signs: usize,
}

/// The styles worth trying on the text, each with how many signs of it stand there; those without parent first.
pub(super) fn fitting<'s>(styles: &'s Styles, wording: &Wording) -> Vec<(&'s HouseStyle, usize)> {
    styles.roots().map(|style| (style, 0)).chain(styles.signs_in(wording, LEAST_SIGNS)).collect()
}

/// The rank of a tree read by a style of whose signs so many stand in the text.
pub(super) fn rank(tree: &Tree, signs: usize) -> Rank {
    let recognised = (tree.recognised * 100.0).round().max(0.0) as u32;
    let text = tree.taken.iter().map(|t| t.span.end).max().unwrap_or(0).max(1);
    Rank { recognised, read: bytes_read(tree) * 100 / text, signs }
}

/// How many bytes of the text rules other than narrative took, each counted once; what was taken is in order.
fn bytes_read(tree: &Tree) -> usize {
    let mut read = 0;
    let mut at = 0;
    for taken in tree.taken.iter().filter(|t| t.kind != "narrative") {
        read += taken.span.end.saturating_sub(taken.span.start.max(at));
        at = at.max(taken.span.end);
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::span::Span;
    use crate::model::tree::Taken;

    fn tree(recognised: f64, taken: &[(usize, usize, &'static str)]) -> Tree {
        let taken = taken.iter().map(|(start, end, kind)| Taken {
            span: Span::new(*start, *end),
            kind,
            rule: "",
            record: String::new(),
        });
        Tree { recognised, taken: taken.collect(), ..Tree::default() }
    }

    #[test]
    fn the_share_counts_first_then_what_was_read_then_signs() {
        let plain = tree(0.90, &[(0, 10, "item"), (10, 90, "narrative")]);
        assert!(rank(&tree(0.92, &[]), 0) > rank(&plain, 9));
        assert_eq!(rank(&tree(0.904, &[]), 0).recognised, rank(&plain, 0).recognised);
        assert!(rank(&tree(0.90, &[(0, 10, "item"), (4, 12, "attendee")]), 0) > rank(&plain, 9));
        assert!(rank(&plain, 2) > rank(&plain, 0));
    }

    #[test]
    fn bytes_are_counted_once() {
        let nested = tree(1.0, &[(0, 10, "item"), (2, 4, "label"), (8, 12, "resolution")]);
        assert_eq!(bytes_read(&nested), 12);
    }

    #[test]
    fn a_style_without_two_signs_is_not_tried() {
        let styles = Styles::built_in().unwrap();
        let names = |text: &str| {
            fitting(&styles, &Wording::new(text.into(), Vec::new()))
                .iter()
                .map(|(s, _)| s.name.as_str())
                .collect::<Vec<_>>()
        };
        assert_eq!(names("Present: Councillors Hale and Dale"), ["generic"]);
        assert_eq!(names("Presennol: y Cynghorwyr Hale a Dale. Penderfynwyd"), ["generic", "welsh"]);
    }
}
