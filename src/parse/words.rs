//! Words of decision at the start of a paragraph or sentence: given the text, gives the keyword with its kind, and where the decision's own
//! words begin. Shapes only; the words stand in the house style.

use super::marks::{MarkKind, mark};
use crate::house_style::HouseStyle;
use crate::house_style::phrases::PhraseSet;
use nom::character::complete::{multispace0, one_of};
use nom::combinator::recognize;
use nom::multi::many0;
use nom::{IResult, Parser};

/// To whom a recommendation goes is told in no more bytes than this.
const ADDRESSEE: usize = 40;

/// A word of decision that opens a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Opener {
    /// `resolved | agreed | recommended | …`
    pub kind: &'static str,
    /// Bytes of the keyword, adverbs included.
    pub keyword: usize,
    /// Where the decision's own words begin.
    pub words: usize,
    /// The keyword is in capitals, or a colon or dash closes it, or "that" follows.
    pub formal: bool,
    /// It stands in capitals, or a colon or dash closes it.
    pub shouted: bool,
    /// It is a clause in small letters that "that" follows: "It was agreed that".
    pub narrative: bool,
    /// It says that the decision was unanimous.
    pub unanimous: bool,
}

/// The kinds with their formal phrases.
pub(super) fn formal_kinds(style: &HouseStyle) -> [(&'static str, &PhraseSet); 8] {
    let f = &style.formal;
    [
        ("resolved", &f.resolved),
        ("agreed", &f.agreed),
        ("recommended", &f.recommended),
        ("noted", &f.noted),
        ("approved", &f.approved),
        ("deferred", &f.deferred),
        ("refused", &f.refused),
        ("other", &f.other),
    ]
}

/// The word of decision with which the text begins, adverbs before and behind it.
pub(super) fn opener(text: &str, style: &HouseStyle) -> Option<Opener> {
    let lead = adverb_before(text, style);
    let after_lead = text.get(lead..)?;
    // All of the words below are among these, and most texts begin with none: asked once, not for each kind.
    style.deciding.at_start(after_lead)?;
    let hits =
        formal_kinds(style).into_iter().filter_map(|(kind, set)| Some((kind, set.at_start(after_lead)?.end)));
    let (kind, len) = hits.max_by_key(|(_, len)| *len)?;
    let keyword = after_lead.get(..len)?;
    let behind = after_lead.get(len..)?;
    let tail = adverb_behind(behind, style);
    let rest = behind.get(tail..)?;
    let (after, closed) = closing(rest);
    let words = text.len() - after.len();
    let that = style.inline.that.at_start(after).is_some_and(|met| met.end < after.len());
    let capitals =
        keyword.split_whitespace().next_back().is_some_and(|w| w.chars().all(|c| !c.is_lowercase()));
    let unanimous = lead > 0 || tail > 0;
    let numbered = mark(after).is_some_and(|m| matches!(m.kind, MarkKind::Coded | MarkKind::Dotted));
    let noted = kind == "noted" && !capitals && !closed && !after.is_empty();
    let addressed = kind == "recommended" && is_addressed(after, style);
    let formal = !noted && (addressed || capitals || closed || that || numbered || after.is_empty());
    let narrative = keyword.contains(' ') && !capitals && !closed && !after.is_empty();
    let shouted = capitals || closed || numbered;
    Some(Opener { kind, keyword: lead + len, words, formal, shouted, narrative, unanimous })
}

/// "Recommended | to Council:", "Recommended | to the Cabinet that": to whom, then a colon or "that".
fn is_addressed(after: &str, style: &HouseStyle) -> bool {
    let Some(met) = style.motions.leads.at_start(after) else { return false };
    let behind = after.get(met.end..).unwrap_or("");
    let colon = behind.find([':', '–']).unwrap_or(usize::MAX);
    let that = style.inline.that.find(behind).map_or(usize::MAX, |met| met.start);
    let whom = behind.get(..colon.min(that)).map_or(usize::MAX, str::len);
    let name = behind.get(..whom).unwrap_or("");
    whom <= ADDRESSEE && name.chars().any(char::is_uppercase)
}

/// Whether the text opens with a word of decision in formal dress: such a paragraph is no heading.
pub(super) fn decision_opens(text: &str, style: &HouseStyle) -> bool {
    let bare = text.trim_start_matches(['*', '•', ' ', '\t']);
    opener(bare, style).is_some_and(|o| o.formal && (o.words < bare.len() || bare.len() < 14))
}

/// "UNANIMOUSLY ", "It was unanimously " before the keyword.
fn adverb_before(text: &str, style: &HouseStyle) -> usize {
    let Some(met) = style.motions.unanimous.at_start(text) else { return 0 };
    let rest = text.get(met.end..).unwrap_or("");
    let gap = rest.len() - rest.trim_start().len();
    if gap > 0 { met.end + gap } else { 0 }
}

/// " unanimously", " nem. con." behind it.
fn adverb_behind(text: &str, style: &HouseStyle) -> usize {
    let lead = text.len() - text.trim_start_matches([' ', '\t', '(', ',']).len();
    let Some(met) = text.get(lead..).and_then(|t| style.motions.unanimous.at_start(t)) else { return 0 };
    let end = lead + met.end;
    let close = text.get(end..).is_some_and(|t| t.starts_with(')'));
    end + usize::from(close)
}

/// Skips `:`, `-`, `–`, `:-` and spaces; says whether a mark stood there.
fn closing(text: &str) -> (&str, bool) {
    let marks = recognize(many0(one_of::<_, _, nom::error::Error<&str>>(":-–—.;,\t")));
    let parsed: IResult<&str, (&str, &str, &str)> = (multispace0, marks, multispace0).parse(text);
    match parsed {
        Ok((rest, (_, marks, _))) => (rest, marks.contains([':', '-', '–', '—'])),
        Err(_) => (text, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house_style::Styles;

    fn read(text: &str) -> Option<(&'static str, String, bool, bool)> {
        let styles = Styles::built_in().unwrap();
        let found = opener(text, styles.named("generic").unwrap())?;
        Some((found.kind, text[found.words..].to_owned(), found.formal, found.unanimous))
    }

    #[test]
    fn openers_in_all_forms() {
        let words = |text: &str| text.to_owned();
        assert_eq!(
            read("RESOLVED that the plan be noted"),
            Some(("resolved", words("that the plan be noted"), true, false))
        );
        assert_eq!(read("RESOLVED – That the plan"), Some(("resolved", words("That the plan"), true, false)));
        assert_eq!(read("Resolved:- the plan"), Some(("resolved", words("the plan"), true, false)));
        assert_eq!(read("It was RESOLVED unanimously that"), Some(("resolved", words("that"), true, true)));
        assert_eq!(read("UNANIMOUSLY RESOLVED: that x"), Some(("resolved", words("that x"), true, true)));
        assert_eq!(read("AGREED (unanimously): the plan"), Some(("agreed", words("the plan"), true, true)));
        assert_eq!(
            read("Decision: Cabinet agree to"),
            Some(("agreed", words("Cabinet agree to"), true, false))
        );
    }
}
