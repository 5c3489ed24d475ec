//! Whether pages are pictures: given the pages of a document, tells which of them show an image and next to no text, or a
//! text that cannot be right. Such pages need text recognition. Knows nothing of what the text says.

use super::plausible::{self, Signs};
use crate::model::page::{DRAWN_LETTERS, Glyph, GlyphFlags, Page, PageSet};

/// A page with fewer letters and digits than this has no text to speak of: a stamp, a page number, a scanner's mark.
pub const FEW_LETTERS: usize = 50;

/// A page that shows images over at least this share of itself is a picture of a page.
const PICTURE_SHARE: f32 = 0.5;

/// What the pages of a document are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scan {
    /// All have text, or nothing at all.
    Text,
    /// Some are pictures: runs of page numbers, first and last.
    Some(Vec<(u32, u32)>),
    /// There is no text to read.
    All,
}

/// What the pages of a document are.
pub fn inspect(set: &PageSet) -> Scan {
    let few = FEW_LETTERS * set.pages.len();
    let letters = set.pages.iter().flat_map(legible).take(few).count();
    let pictures: Vec<u32> = set.pages.iter().filter(|p| is_picture(p)).map(|p| p.number).collect();
    let mostly_pictures = pictures.len() * 2 >= set.pages.len();
    if letters == 0 || (letters < few && mostly_pictures) {
        Scan::All
    } else if pictures.is_empty() {
        Scan::Text
    } else {
        Scan::Some(runs(&pictures))
    }
}

fn is_picture(page: &Page) -> bool {
    page.recognised.is_none() && (is_covered(page) || is_drawn(page)) && letters(page) < FEW_LETTERS
}

/// Glyphs looked at of a page whose image might be read instead: enough to tell a doubtful text.
pub const SCAN_SAMPLE: usize = 1_500;
/// Glyphs looked at of any other page: enough to tell a text that cannot be right, and next to no cost.
const SAMPLE: usize = 500;
/// Words that a page needs before they tell anything.
const FEWEST_WORDS: usize = 20;
/// A text of which more words than this share are none cannot be right. Pages of codes and file names are at 0.18.
const IMPLAUSIBLE: f32 = 0.3;
/// Hidden text of which more words than this share are none may be read better: what engines leave behind clean print is at
/// 0.01, and reading it afresh costs no more than time.
const DOUBTFUL: f32 = 0.08;
/// A text of which more characters than this share are told by no table cannot be right.
const UNTOLD: f32 = 0.1;

/// Why the page's image is to be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// What the page shows.
    pub said: String,
    /// What its own text shows, where it has one that a reading must excel.
    pub own: Option<Signs>,
}

/// Why the page's image is to be read; none where its text will do, or there is no image.
pub fn reason(page: &Page) -> Option<Reason> {
    if !is_covered(page) {
        let said = || format!("{} letters and {} drawn shapes", letters(page), page.shapes);
        return is_drawn(page).then(|| Reason { said: said(), own: None });
    }
    let (letters, share) = (letters(page), pictured(page) * 100.0);
    let implausible = implausible(page);
    if letters < FEW_LETTERS {
        let said = format!("{letters} letters and images over {share:.0} % of the page");
        return Some(Reason { said, own: implausible.map(|(_, own)| own) });
    }
    let (said, own) = implausible?;
    Some(Reason { said, own: Some(own) })
}

/// What shows that the page's text cannot be right, or if it stands hidden under an image, may be wrong.
pub fn implausible(page: &Page) -> Option<(String, Signs)> {
    let covered = is_covered(page);
    let signs = plausible::signs(drawn(page), if covered { SCAN_SAMPLE } else { SAMPLE });
    let most = if covered && is_hidden(page) { DOUBTFUL } else { IMPLAUSIBLE };
    let which = || if is_hidden(page) { "the hidden text" } else { "the text" };
    let Signs { words, odd, pieced, characters, untold } = signs;
    if characters >= FEW_LETTERS && signs.untold_share() > UNTOLD {
        let said = format!("{untold} of {characters} characters of {} that no font tells", which());
        return Some((said, signs));
    }
    let said = || format!("{odd} of {words} words of {} that cannot be words", which());
    (words >= FEWEST_WORDS.max(4 * pieced) && signs.odd_share() > most).then(|| (said(), signs))
}

/// Whether most of the text is not painted.
fn is_hidden(page: &Page) -> bool {
    page.flags().has(GlyphFlags::INVISIBLE)
        && drawn(page).filter(|g| g.flags.has(GlyphFlags::INVISIBLE)).count() * 2 > page.glyphs.len()
}

/// Whether the page has next to no text, and shapes enough to be letters: outlines, as some programs leave of them.
pub fn is_drawn(page: &Page) -> bool {
    page.shapes >= DRAWN_LETTERS && letters(page) < FEW_LETTERS
}

/// Whether images cover most of the page.
pub fn is_covered(page: &Page) -> bool {
    pictured(page) >= PICTURE_SHARE
}

/// The share of the page that images cover, all together.
pub fn pictured(page: &Page) -> f32 {
    page.images.iter().map(|i| i.share).sum::<f32>().min(1.0)
}

/// Letters and digits that can be read: an invisible text layer over a scan counts.
pub fn letters(page: &Page) -> usize {
    legible(page).count()
}

fn legible(page: &Page) -> impl Iterator<Item = &Glyph> {
    drawn(page).filter(|g| g.ch.is_alphanumeric())
}

fn drawn(page: &Page) -> impl Iterator<Item = &Glyph> {
    let unseen = GlyphFlags::OUTSIDE.with(GlyphFlags::SWITCHED_OFF);
    page.glyphs.iter().filter(move |g| !g.flags.any(unseen))
}

/// Runs of ascending numbers, first and last.
pub fn runs(numbers: &[u32]) -> Vec<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::geometry::Rect;
    use crate::model::page::{FontId, ImagePlace};

    fn page(number: u32, letters: usize, share: f32) -> Page {
        let glyph = Glyph {
            ch: 'a',
            rect: Rect::default(),
            baseline: 0.0,
            size_pt: 10.0,
            font: FontId(0),
            flags: GlyphFlags::default(),
        };
        let image = ImagePlace { rect: Rect::default(), share, pixels: (1, 1) };
        Page { number, glyphs: vec![glyph; letters], images: vec![image], ..Page::default() }
    }

    /// A page under an image whose text says this, seen or hidden.
    fn saying(text: &str, flags: GlyphFlags, share: f32) -> Page {
        let Page { images, .. } = page(1, 0, share);
        let glyph = |(at, ch): (usize, char)| Glyph {
            ch,
            rect: Rect::new(at as f32 * 5.0, 0.0, at as f32 * 5.0 + 5.0, 10.0),
            baseline: 9.0,
            size_pt: 10.0,
            font: FontId(0),
            flags,
        };
        Page { number: 1, glyphs: text.chars().enumerate().map(glyph).collect(), images, ..Page::default() }
    }

    #[test]
    fn a_text_that_cannot_be_right_is_to_be_read_anew() {
        let (sound, codes) =
            ("Resolved that the minutes be signed. ", "5HVROYHG WKDW WKH P!QXWHV EH VLJQHG ");
        let (seen, hidden) = (GlyphFlags::default(), GlyphFlags::INVISIBLE);
        let why = |text: &str, flags, share| reason(&saying(&text.repeat(8), flags, share)).map(|r| r.said);
        assert_eq!(why(sound, seen, 1.0), None);
        assert_eq!(why(sound, hidden, 1.0), None);
        assert!(why(codes, seen, 1.0).is_some_and(|said| said.contains("cannot be words")));
        // Where no image shows the page, nothing can be read; it is told as doubtful.
        assert_eq!(why(codes, seen, 0.0), None);
        assert!(implausible(&saying(&codes.repeat(8), seen, 0.0)).is_some());
        assert!(
            why(&"\u{fffd}\u{e123}ab ".repeat(20), seen, 1.0).is_some_and(|said| said.contains("no font"))
        );
        // Here and there a bad word: good enough for print, worth another look where an engine left it.
        let worn = sound.repeat(4) + "c0uncil m1nutcs ";
        assert_eq!(why(&worn, seen, 1.0), None);
        assert!(why(&worn, hidden, 1.0).is_some());
    }

    fn scan(pages: &[(usize, f32)]) -> Scan {
        let pages = pages.iter().zip(1..).map(|((letters, share), n)| page(n, *letters, *share)).collect();
        inspect(&PageSet { pages, ..PageSet::default() })
    }

    #[test]
    fn a_scan_has_pictures_and_next_to_no_letters() {
        assert_eq!(scan(&[(12, 1.0), (0, 1.0)]), Scan::All);
        assert_eq!(scan(&[(0, 0.0)]), Scan::All);
    }

    #[test]
    fn a_short_text_without_pictures_is_text() {
        assert_eq!(scan(&[(40, 0.1)]), Scan::Text);
        assert_eq!(scan(&[(2000, 1.0)]), Scan::Text);
    }

    #[test]
    fn pictures_among_text_are_told_by_runs_of_pages() {
        let pages = [(2000, 0.0), (3, 0.9), (3, 1.0), (2000, 0.0), (0, 0.6)];
        assert_eq!(scan(&pages), Scan::Some(vec![(2, 3), (5, 5)]));
    }
}
