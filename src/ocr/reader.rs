//! Reads images of pages: sets each straight, has the engine read several in one go, and looks itself for what the engine
//! does not tell. Knows nothing of files.

use super::cache::{Cache, Kept};
use super::canvas;
use super::engine::Engine;
use super::gate::Gate;
use super::ink::Ink;
use super::raster::{Raster, Window};
use super::reading::Reading;
use super::sheets::Sheet;
use super::{OcrError, Options, Sight, bullet, hocr, ruling, sight, skew, stroke};
use crate::model::page::{FontId, Rule};
use crate::model::picture::PicturedPage;
use std::sync::OnceLock;

/// Pages that one engine reads at the most: to begin takes it a fifteenth of the time of a page, but what it has read is kept
/// only once it has ended.
const TOGETHER: usize = 4;
/// Pixels of pages that are read together at the most: four of A4 at 300 dpi have 35 million. All are held meanwhile.
const MOST_PIXELS: usize = 40_000_000;

/// Reads images of pages; looked for only when the first page needs it.
#[derive(Debug)]
pub struct Reader {
    options: Options,
    engine: OnceLock<Result<Engine, OcrError>>,
    gate: Gate,
    cache: Option<Cache>,
}

/// A page to be read.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'p> {
    /// Its images.
    pub page: &'p PicturedPage,
    /// What its reading is kept under.
    pub key: &'p str,
}

/// A page with less ink than this share is empty: dust, a hole punched, the shadow of a fold.
const EMPTY: f32 = 0.0004;

impl Reader {
    /// A reader by these options.
    pub fn new(options: Options) -> Self {
        let gate = Gate::new(options.jobs, options.turns.clone());
        let cache = options.cache.clone().map(Cache::new);
        Self { options, engine: OnceLock::new(), gate, cache }
    }

    /// How many engines it has read at once.
    pub fn jobs(&self) -> usize {
        self.options.jobs.max(1)
    }

    /// The pages as it had better be given them: some together, so that all engines have some, and large ones alone.
    pub fn batches<'p>(&self, pages: &'p [PicturedPage]) -> Vec<&'p [PicturedPage]> {
        let most = pages.len().div_ceil(self.jobs()).clamp(1, TOGETHER);
        let (mut batches, mut left) = (Vec::new(), pages);
        while !left.is_empty() {
            let mut pixels = 0usize;
            let fits = |page: &&PicturedPage| {
                let (width, height, _) = canvas::size(page);
                pixels = pixels.saturating_add(width.saturating_mul(height));
                pixels <= MOST_PIXELS
            };
            let count = left.iter().take(most).take_while(fits).count().max(1);
            let (batch, others) = left.split_at(count);
            batches.push(batch);
            left = others;
        }
        batches
    }

    /// What the engine calls itself.
    ///
    /// # Errors
    /// When there is none; says what to install.
    pub fn name(&self) -> Result<&str, OcrError> {
        self.engine().map(|engine| engine.name.as_str())
    }

    fn engine(&self) -> Result<&Engine, OcrError> {
        let find = || Engine::find(&self.options.program, &self.options.languages);
        self.engine.get_or_init(find).as_ref().map_err(Clone::clone)
    }

    /// Reads some pages; waits for its turn. What was kept under a key is not read again. For each page what it shows, or why
    /// it cannot be read: there is no engine, it fails, or no image can be decoded.
    pub fn read(&self, wanted: &[Wanted<'_>], fonts: [FontId; 2]) -> Vec<Result<Sight, OcrError>> {
        let cache = self.cache.as_ref();
        let found: Vec<Option<Kept>> =
            wanted.iter().map(|wanted| cache.and_then(|cache| cache.find(wanted.key))).collect();
        let left = wanted.iter().zip(&found).filter(|(_, found)| found.is_none());
        let left: Vec<&PicturedPage> = left.map(|(wanted, _)| wanted.page).collect();
        let mut afresh = self.read_afresh(&left).into_iter();
        let both = wanted.iter().zip(found);
        let kept = both.filter_map(|(wanted, found)| match found {
            Some(kept) => Some(Ok(kept)),
            None => {
                let read = afresh.next()?;
                if let (Ok(kept), Some(cache)) = (&read, cache) {
                    cache.keep(wanted.key, kept);
                }
                Some(read)
            }
        });
        kept.map(|kept| kept.map(|kept| sight(kept, fonts))).collect()
    }

    fn read_afresh(&self, pages: &[&PicturedPage]) -> Vec<Result<Kept, OcrError>> {
        if pages.is_empty() {
            return Vec::new();
        }
        let engine = match self.engine() {
            Ok(engine) => engine,
            Err(missing) => return pages.iter().map(|_| Err(missing.clone())).collect(),
        };
        let _turn = self.gate.enter();
        let seen: Vec<Result<Option<Seen>, OcrError>> = pages.iter().map(|page| seen(page)).collect();
        let shown: Vec<&Seen> = seen.iter().flatten().flatten().collect();
        let mut readings = together(engine, &shown).into_iter();
        let mut kept = Vec::with_capacity(pages.len());
        for (page, seen) in pages.iter().zip(seen) {
            kept.push(match seen {
                Err(fault) => Err(fault),
                Ok(None) => Ok(Kept::default()),
                Ok(Some(seen)) => {
                    let per_point = seen.raster.per_point;
                    let upright = readings.next().unwrap_or_else(|| Ok(Reading::default()));
                    let upright = upright.map(|reading| seen.kept(reading));
                    upright.and_then(|kept| right_way_up(engine, page, kept)).map(|k| k.in_points(per_point))
                }
            });
        }
        kept
    }
}

/// A page set straight, without its rules.
struct Seen {
    raster: Raster,
    ink: Ink,
    rules: Vec<Rule>,
    angle: f32,
}

/// Pixels to a point (250 dots per inch) from which on a page of bits that is turned becomes bits again: over shades the engine
/// takes a quarter longer. On coarser pages the shades keep what bits would lose, "(3)" from "(8)".
const FINE: f32 = 250.0 / 72.0;

/// Points of paper that are left round the ink.
const MARGIN: f32 = 12.0;

impl Seen {
    fn new(raster: Raster, ink: Ink) -> Self {
        let angle = skew::angle(&raster, ink.threshold);
        let (mut raster, ink) = match angle {
            0.0 => (raster, ink),
            _ => straightened(&raster, &ink, angle),
        };
        let rules = ruling::rules(&raster, ink.threshold);
        raster.clear(rules.iter().map(|rule| &rule.rect));
        Self { raster, ink, rules, angle }
    }

    /// As the engine is to see it: margins cost it time, for all that it does before it reads lines, it does to every pixel.
    fn part(&self) -> Window {
        self.raster.part_with_ink(self.ink.threshold, (MARGIN * self.raster.per_point) as usize)
    }

    /// What was read on it, in pixels, with what is seen here.
    fn kept(self, mut reading: Reading) -> Kept {
        // Strokes are measured as they were scanned.
        bullet::mark(&mut reading, &self.raster, self.ink.threshold);
        stroke::mark_bold(&mut reading, &self.raster, self.ink.threshold);
        Kept { reading, rules: self.rules, angle: self.angle }
    }
}

fn straightened(raster: &Raster, ink: &Ink, angle: f32) -> (Raster, Ink) {
    let mut straight = skew::straightened(raster, angle);
    if raster.per_point >= FINE && !ink.has_shades {
        straight.harden();
    }
    let ink = Ink::of(&straight);
    (straight, ink)
}

/// The page painted and set straight; none where it shows nothing.
fn seen(page: &PicturedPage) -> Result<Option<Seen>, OcrError> {
    let (raster, faults) = canvas::paint(page)?;
    let ink = Ink::of(&raster);
    match faults.into_iter().next() {
        _ if ink.share >= EMPTY => Ok(Some(Seen::new(raster, ink))),
        Some(fault) => Err(fault),
        None => Ok(None),
    }
}

/// Readings of pages, in their pixels, by one engine where it can: what it fails at with others, it may read alone.
fn together(engine: &Engine, pages: &[&Seen]) -> Vec<Result<Reading, OcrError>> {
    let mut readings = Vec::with_capacity(pages.len());
    for like in pages.chunk_by(|one, next| one.raster.dots_per_inch() == next.raster.dots_per_inch()) {
        match read(engine, like) {
            Ok(read) => readings.extend(read.into_iter().map(Ok)),
            Err(fault) if like.len() == 1 => readings.push(Err(fault)),
            Err(_) => readings.extend(like.iter().map(|page| read_one(engine, page))),
        }
    }
    readings
}

fn read_one(engine: &Engine, page: &Seen) -> Result<Reading, OcrError> {
    read(engine, &[page])?.into_iter().next().ok_or(OcrError::NoImage)
}

fn read(engine: &Engine, pages: &[&Seen]) -> Result<Vec<Reading>, OcrError> {
    let parts: Vec<Window> = pages.iter().map(|page| page.part()).collect();
    let sheets = pages.iter().zip(&parts);
    let sheets: Vec<Sheet<'_>> =
        sheets.map(|(page, part)| Sheet { raster: &page.raster, ink: &page.ink, part: *part }).collect();
    let readings = hocr::pages(&engine.hocr(&sheets)?)?;
    if readings.len() != pages.len() {
        let reason = format!("it read {} of {} pages", readings.len(), pages.len());
        return Err(OcrError::EngineFailed { reason });
    }
    let placed = pages.iter().zip(&parts).zip(readings).map(|((page, part), reading)| {
        let mut reading = reading.moved(part.left as f32, part.top as f32);
        (reading.width, reading.height) = (page.raster.width as f32, page.raster.height as f32);
        reading
    });
    Ok(placed.collect())
}

/// Ways to turn a page that cannot be read as it lies, the commonest first.
const TURNS: [u8; 3] = [2, 1, 3];
/// A page read with less mean confidence than this may lie on its side or head: a page that does reads at 30 to 50.
const ON_ITS_HEAD: u8 = 60;
/// Turned, it must read this much better.
const CLEARLY: f32 = 1.3;

/// The best reading of a page that was read as it lies.
fn right_way_up(engine: &Engine, page: &PicturedPage, as_it_lies: Kept) -> Result<Kept, OcrError> {
    let mut best = as_it_lies;
    if !doubtful(&best) {
        return Ok(best);
    }
    // Painted once more: pages that lie askew are few, and the others need no second copy.
    let (raster, _) = canvas::paint(page)?;
    for quarters in TURNS {
        let turned = raster.turned(quarters);
        let ink = Ink::of(&turned);
        let seen = Seen::new(turned, ink);
        let reading = read_one(engine, &seen)?;
        let mut turned = seen.kept(reading);
        turned.angle += f32::from(4 - quarters) * 90.0;
        if sureness(&turned) > sureness(&best) * CLEARLY {
            best = turned;
        }
        if !doubtful(&best) {
            break;
        }
    }
    Ok(best)
}

fn doubtful(kept: &Kept) -> bool {
    kept.reading.confidence().is_none_or(|confidence| confidence < ON_ITS_HEAD)
}

/// How much was read, by how sure it is.
fn sureness(kept: &Kept) -> f32 {
    let letters: usize = kept.reading.words().map(|word| word.text.chars().count()).sum();
    f32::from(kept.reading.confidence().unwrap_or(0)).powi(2) * letters as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::picture::{Coding, Picture, Tone};

    #[test]
    fn large_pages_are_read_alone_and_others_together() {
        let page = |width: f32, dots: u32| {
            let height = width * 1.4;
            let side = |points: f32| (points / 72.0) as u32 * dots;
            let picture = Picture {
                matrix: [width, 0.0, 0.0, -height, 0.0, height],
                width: side(width),
                height: side(height),
                bytes: Vec::new(),
                coding: Coding::Jpeg,
                tone: Tone::Direct { inverted: false },
            };
            PicturedPage { number: 1, width, height, drawings: Vec::new(), pictures: vec![picture] }
        };
        let pages: Vec<PicturedPage> =
            [595.0, 595.0, 1684.0, 1684.0, 595.0, 595.0, 595.0, 595.0, 595.0].map(|w| page(w, 300)).into();
        let counts = |jobs: usize| {
            let reader = Reader::new(Options { jobs, ..Options::default() });
            reader.batches(&pages).iter().map(|batch| batch.len()).collect::<Vec<_>>()
        };
        assert_eq!(counts(1), [2, 1, 1, 4, 1]);
        assert_eq!(counts(9), [1; 9]);
    }
}
