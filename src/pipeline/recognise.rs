//! Pages that are pictures, read: given the pages of a document and its bytes, decides page by page whether its image is
//! to be read and why, has it read (several at once), and puts the words on the page. What could not be read is told,
//! page by page, and costs nothing else. Knows nothing of how images are read.

use super::Settings;
use super::guard::guarded;
use super::plausible;
use super::scan::{self, Reason};
use crate::extract;
use crate::model::diagnostic::{Code, Diagnostic, Severity, Stage};
use crate::model::digest;
use crate::model::geometry::{Place, Rect};
use crate::model::page::{Font, FontId, GlyphFlags, ImagePlace, Page, PageSet, Recognised};
use crate::model::picture::{Picture, PicturedPage};
use crate::ocr::{self, Reader, Sight};
use crate::source;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// A page read with less than this mean confidence should be looked at: clean print reads at 90 and more.
const LOW_CONFIDENCE: u8 = 75;

/// Which images are to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum When {
    /// None.
    #[default]
    Never,
    /// Those of pages without text of their own, or with text that cannot be right.
    Auto,
    /// Those of every page that an image covers.
    Always,
}

/// Which images to read, and with what.
#[derive(Clone, Debug, Default)]
pub struct Recognition {
    /// Which.
    pub when: When,
    /// What reads them; shared, so that no more engines run than there are jobs.
    pub reader: Option<Arc<Reader>>,
    /// Who is told of every image, for this is what takes the time.
    pub watch: Option<Arc<dyn Watching>>,
}

/// Told of images of pages as they are read, from the threads that read them.
pub trait Watching: std::fmt::Debug + Send + Sync {
    /// So many images more are to be read.
    fn wanted(&self, pages: u32);
    /// One of them was read, or could not be.
    fn read(&self);
}

/// What became of one page's image.
type Outcome = Result<Sight, String>;

/// The file that pages come from.
pub struct File<'f> {
    /// Its bytes.
    pub bytes: &'f [u8],
    /// Where it is, if it is on disk.
    pub path: Option<&'f Path>,
}

/// Reads the images of those pages that need it.
pub fn recognise(set: &mut PageSet, file: &File<'_>, settings: &Settings) {
    let wanted = wanted(set, settings.recognition.when);
    let pictures = |numbers: &[u32]| {
        extract::pictures(file.bytes, numbers, &settings.opening).map_err(|e| e.to_string())
    };
    read_wanted(set, &wanted, file.path, settings, &pictures);
    let doubtful: Vec<Diagnostic> = set.pages.iter().filter_map(|page| implausible(set, page)).collect();
    set.diagnostics.extend(doubtful);
}

/// What is to be said of a page whose text cannot be right and that was not read.
fn implausible(set: &PageSet, page: &Page) -> Option<Diagnostic> {
    let told = |d: &Diagnostic| {
        d.code == Code::LowTextConfidence && d.place.is_some_and(|place| place.page == page.number)
    };
    if page.recognised.is_some() || set.diagnostics.iter().any(told) {
        return None;
    }
    let (said, _) = scan::implausible(page)?;
    let message = format!("page {} has {said}; compare the text with the page", page.number);
    let place = Place { page: page.number, rect: upper_edge(page) };
    Some(Diagnostic::new(Stage::Ocr, Severity::Warning, Code::LowTextConfidence, message).at(place))
}

/// The pages of an image file, read.
pub fn images(images: &[PicturedPage], file: &File<'_>, settings: &Settings) -> PageSet {
    let page = |image: &PicturedPage| {
        let rect = Rect { x0: 0.0, top: 0.0, x1: image.width, bottom: image.height };
        let pixels = image.pictures.first().map_or((0, 0), |p| (p.width, p.height));
        let place = ImagePlace { rect, share: 1.0, pixels };
        let (number, width, height) = (image.number, image.width, image.height);
        Page { number, width, height, images: vec![place], ..Page::default() }
    };
    let mut set = PageSet { pages: images.iter().map(page).collect(), ..PageSet::default() };
    let reason = || Reason { said: "it is an image file".to_owned(), own: None };
    let wanted: Wanted = images.iter().map(|p| (p.number, reason())).collect();
    let pictures =
        |numbers: &[u32]| Ok(images.iter().filter(|page| numbers.contains(&page.number)).cloned().collect());
    read_wanted(&mut set, &wanted, file.path, settings, &pictures);
    set
}

/// Pages to be read, with the reason.
type Wanted = BTreeMap<u32, Reason>;

/// What gives the images of pages by their numbers.
type Pictures<'p> = dyn Fn(&[u32]) -> Result<Vec<PicturedPage>, String> + 'p;

fn read_wanted(
    set: &mut PageSet,
    wanted: &Wanted,
    path: Option<&Path>,
    settings: &Settings,
    pictures: &Pictures<'_>,
) {
    if wanted.is_empty() {
        return;
    }
    let fonts = fonts(set);
    let mut faults: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let mut left = wanted.clone();
    if let Some(path) = path.filter(|_| settings.recognition.when != When::Never) {
        let told = from_beside(set, &mut left, path, fonts);
        set.diagnostics.extend(told);
    }
    let outcomes = match (&settings.recognition.reader, settings.recognition.when) {
        _ if left.is_empty() => Vec::new(),
        (Some(reader), When::Auto | When::Always) => {
            let watch = settings.recognition.watch.as_deref();
            outcomes(&left, reader, watch, fonts, pictures)
        }
        _ => unread(&left, "text recognition is switched off (--ocr never)"),
    };
    let by =
        settings.recognition.reader.as_ref().filter(|_| outcomes.iter().any(|(_, outcome)| outcome.is_ok()));
    let by = by.and_then(|reader| reader.name().ok()).unwrap_or_default();
    for (number, outcome) in outcomes {
        let Some(reason) = wanted.get(&number) else { continue };
        let Some(page) = set.pages.iter_mut().find(|page| page.number == number) else { continue };
        match outcome {
            Ok(sight) => set.diagnostics.extend(settle(page, sight, by, reason)),
            // The page keeps the text it has; that it is doubtful is told below.
            Err(_) if reason.own.is_some() => {}
            Err(fault) => faults.entry(fault).or_default().push(number),
        }
    }
    let told = told(set, &faults);
    set.diagnostics.extend(told);
}

/// Takes the text of pages from files that another engine left beside the document.
fn from_beside(set: &mut PageSet, left: &mut Wanted, path: &Path, fonts: [FontId; 2]) -> Vec<Diagnostic> {
    let numbers: Vec<u32> = left.keys().copied().collect();
    let mut told = Vec::new();
    for file in source::beside(path, &numbers) {
        let sidecar = match ocr::sidecar(&file.text) {
            Ok(Some(sidecar)) => sidecar,
            Ok(None) => continue,
            Err(fault) => {
                let message = format!("{}: {fault}", file.name);
                told.push(Diagnostic::new(Stage::Ocr, Severity::Warning, Code::Damaged, message));
                continue;
            }
        };
        for page in &mut set.pages {
            let index = match file.page {
                Some(only) => (only == page.number).then_some(0),
                None => usize::try_from(page.number - 1).ok(),
            };
            let sight = index.and_then(|index| sidecar.sight(index, page.width, fonts));
            if let Some(sight) = sight.filter(|_| left.contains_key(&page.number)) {
                // Whoever lays a file beside the document wants it read.
                let reason = left.remove(&page.number).map(|reason| reason.said).unwrap_or_default();
                put(page, sight, &file.name, reason);
            }
        }
    }
    told
}

/// The pages whose images are to be read, with the reason.
fn wanted(set: &PageSet, when: When) -> Wanted {
    let reason = |page: &Page| match when {
        When::Always if scan::is_covered(page) || scan::is_drawn(page) => {
            Some(Reason { said: "every image was asked for".to_owned(), own: None })
        }
        // What cannot be read anew need not be asked for.
        When::Never => scan::reason(page).filter(|reason| reason.own.is_none()),
        _ => scan::reason(page),
    };
    set.pages.iter().filter_map(|page| Some((page.number, reason(page)?))).collect()
}

fn unread(wanted: &Wanted, why: &str) -> Vec<(u32, Outcome)> {
    wanted.keys().map(|number| (*number, Err(why.to_owned()))).collect()
}

fn outcomes(
    wanted: &Wanted,
    reader: &Reader,
    watch: Option<&dyn Watching>,
    fonts: [FontId; 2],
    pictures: &Pictures<'_>,
) -> Vec<(u32, Outcome)> {
    let engine = match reader.name() {
        Ok(engine) => engine,
        Err(missing) => return unread(wanted, &missing.to_string()),
    };
    let numbers: Vec<u32> = wanted.keys().copied().collect();
    let pictured = match pictures(&numbers) {
        Ok(pictured) => pictured,
        Err(fault) => return unread(wanted, &fault),
    };
    let count = u32::try_from(pictured.len()).unwrap_or(u32::MAX);
    watch.into_iter().for_each(|watch| watch.wanted(count));
    side_by_side(&reader.batches(&pictured), reader.jobs(), |pages| {
        let outcomes = read(pages, reader, engine, fonts);
        watch.into_iter().for_each(|watch| pages.iter().for_each(|_| watch.read()));
        pages.iter().map(|page| page.number).zip(outcomes).collect()
    })
}

/// Reads some pages together; where that fails as a whole, each by itself.
fn read(pages: &[PicturedPage], reader: &Reader, engine: &str, fonts: [FontId; 2]) -> Vec<Outcome> {
    let keys: Vec<String> = pages.iter().map(|page| key(page, engine)).collect();
    let wanted: Vec<ocr::Wanted<'_>> =
        pages.iter().zip(&keys).map(|(page, key)| ocr::Wanted { page, key }).collect();
    match guarded(|| reader.read(&wanted, fonts)) {
        Ok(sights) => sights.into_iter().map(|sight| sight.map_err(|e| e.to_string())).collect(),
        Err(fault) if pages.len() == 1 => vec![Err(fault)],
        Err(_) => pages.chunks(1).flat_map(|page| read(page, reader, engine, fonts)).collect(),
    }
}

/// What the page's reading is kept under: the hash of its images, of where they stand, and of what reads them.
fn key(page: &PicturedPage, engine: &str) -> String {
    let facts =
        |p: &Picture| format!("{:?}", (p.matrix, p.width, p.height, &p.coding, &p.tone, p.bytes.len()));
    let page_facts = format!("{engine} {} {}", page.width, page.height);
    let facts: Vec<String> = std::iter::once(page_facts).chain(page.pictures.iter().map(facts)).collect();
    let images = page.pictures.iter().map(|p| p.bytes.as_slice());
    let shapes: Vec<String> = page.drawings.iter().map(|drawing| format!("{drawing:?}")).collect();
    let shapes = shapes.iter().map(String::as_bytes);
    digest::sha256(facts.iter().map(|f| f.as_bytes()).chain(images).chain(shapes))
}

/// Does the work on all batches of pages, so many at once; results in the order of the pages.
fn side_by_side(
    batches: &[&[PicturedPage]],
    jobs: usize,
    work: impl Fn(&[PicturedPage]) -> Vec<(u32, Outcome)> + Sync,
) -> Vec<(u32, Outcome)> {
    let next = AtomicUsize::new(0);
    let done: Mutex<BTreeMap<u32, Outcome>> = Mutex::new(BTreeMap::new());
    let take_turns = || {
        while let Some(pages) = batches.get(next.fetch_add(1, Ordering::Relaxed)) {
            let outcomes = work(pages);
            done.lock().unwrap_or_else(PoisonError::into_inner).extend(outcomes);
        }
    };
    std::thread::scope(|scope| {
        (0..jobs.min(batches.len())).for_each(|_| drop(scope.spawn(take_turns)));
    });
    done.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().collect()
}

/// Two fonts for what is read: plain, and bold.
fn fonts(set: &mut PageSet) -> [FontId; 2] {
    let mut add = |name: &str| {
        let id = FontId(u16::try_from(set.fonts.len()).unwrap_or(u16::MAX));
        set.fonts.push(Font { name: name.to_owned(), ..Font::default() });
        id
    };
    [add("Recognised"), add("Recognised-Bold")]
}

/// Puts what was read on the page, unless the page's own text, doubtful as it is, is the better one; says so then.
fn settle(page: &mut Page, sight: Sight, by: &str, reason: &Reason) -> Option<Diagnostic> {
    let Some(own) = reason.own else {
        put(page, sight, by, reason.said.clone());
        return None;
    };
    let read = plausible::signs(sight.glyphs.iter(), scan::SCAN_SAMPLE);
    let fewer = read.odd_share() + read.untold_share() < own.odd_share() + own.untold_share();
    if fewer && read.words * 2 >= own.words.saturating_sub(own.odd) {
        // The image shows all there is: of letters that cannot be right none is to stay.
        page.glyphs.clear();
        put(page, sight, by, reason.said.clone());
        return None;
    }
    let message = format!(
        "page {} keeps its own text: {} of {} words of it cannot be words, and {} of {} as {by} reads them",
        page.number, own.odd, own.words, read.odd, read.words
    );
    let place = Place { page: page.number, rect: upper_edge(page) };
    Some(Diagnostic::new(Stage::Ocr, Severity::Warning, Code::LowTextConfidence, message).at(place))
}

/// Puts what was read on the page, in place of a hidden layer of text.
fn put(page: &mut Page, sight: Sight, by: &str, reason: String) {
    let confidence = sight.confidence;
    let read = Recognised {
        by: by.to_owned(),
        reason,
        confidence,
        words: u32::try_from(sight.words).unwrap_or(u32::MAX),
        angle: sight.angle,
    };
    page.glyphs.retain(|glyph| !glyph.flags.has(GlyphFlags::INVISIBLE));
    // Its cells are ranges of the glyphs as they were.
    page.tagged.clear();
    straighten(page, &read);
    page.recognised = Some(read);
    page.glyphs.extend(sight.glyphs);
    page.rules.extend(sight.rules);
}

/// Holds the page straight: what the file itself draws goes along with what was read.
fn straighten(page: &mut Page, read: &Recognised) {
    let shown = (page.width, page.height);
    if read.on_its_side() {
        std::mem::swap(&mut page.width, &mut page.height);
    }
    if read.angle == 0.0 {
        return;
    }
    let straight = (page.width, page.height);
    let moved = |rect: &Rect| read.straightened(rect, shown, straight);
    for glyph in &mut page.glyphs {
        let rect = moved(&glyph.rect);
        glyph.baseline += rect.middle_y() - glyph.rect.middle_y();
        glyph.rect = rect;
    }
    for rule in &mut page.rules {
        rule.rect = moved(&rule.rect);
        rule.level ^= read.on_its_side();
    }
    page.fills.iter_mut().for_each(|fill| fill.rect = moved(&fill.rect));
    page.images.iter_mut().for_each(|image| image.rect = moved(&image.rect));
}

/// What is to be said of the pages that were read, and of those that were not.
fn told(set: &PageSet, faults: &BTreeMap<String, Vec<u32>>) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    let mut reasons: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for page in &set.pages {
        let Some(read) = &page.recognised else { continue };
        let said = format!("by {}, for {}", read.by, read.reason);
        reasons.entry(said).or_default().push(page.number);
        told.extend(doubtful(page, read));
    }
    for (said, numbers) in reasons {
        told.extend(scan::runs(&numbers).into_iter().map(|run| {
            let (which, _) = named(run);
            note(set, run.0, Severity::Info, Code::TextRecognised, format!("{which} read {said}"))
        }));
    }
    for (fault, numbers) in faults {
        told.extend(scan::runs(numbers).into_iter().map(|run| {
            let (_, which) = named(run);
            note(set, run.0, Severity::Error, Code::NoText, format!("{which} without text; {fault}"))
        }));
    }
    told
}

fn doubtful(page: &Page, read: &Recognised) -> Option<Diagnostic> {
    let confidence = read.confidence.filter(|confidence| *confidence < LOW_CONFIDENCE)?;
    let message = format!(
        "page {} was read with a mean confidence of {confidence} of 100; compare it with the page",
        page.number
    );
    let place = Place { page: page.number, rect: upper_edge(page) };
    Some(Diagnostic::new(Stage::Ocr, Severity::Warning, Code::LowTextConfidence, message).at(place))
}

fn named((first, last): (u32, u32)) -> (String, String) {
    match first == last {
        true => (format!("page {first} was"), format!("page {first} is an image")),
        false => (format!("pages {first} to {last} were"), format!("pages {first} to {last} are images")),
    }
}

fn note(set: &PageSet, first: u32, severity: Severity, code: Code, message: String) -> Diagnostic {
    let diagnostic = Diagnostic::new(Stage::Ocr, severity, code, message);
    match set.pages.iter().find(|page| page.number == first) {
        Some(page) => diagnostic.at(Place { page: first, rect: upper_edge(page) }),
        None => diagnostic,
    }
}

/// The place of what is true of a whole page: nobody wants all of it quoted.
fn upper_edge(page: &Page) -> Rect {
    let on_its_side = page.recognised.as_ref().is_some_and(Recognised::on_its_side);
    Rect { x0: 0.0, top: 0.0, x1: if on_its_side { page.height } else { page.width }, bottom: 0.0 }
}
