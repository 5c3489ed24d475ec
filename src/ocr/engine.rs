//! Tesseract as a child process: given images of pages on its standard input, it gives hOCR on its standard output.
//! One thread each (its own threads only slow each other down), a time limit, and a fault that names what to do. Knows
//! nothing of pages or PDFs.

use super::OcrError;
use super::sheets::{self, Sheet};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// A page takes a second or two; whatever takes this long, alone or with others, will not end.
pub(super) const MOST_SECONDS: u64 = 180;

/// One column of lines of any size. Left to find columns itself (3), the engine sets numbers in a margin apart once a page
/// has been set straight, and loses one in three; as one block (6) it mixes up the cells of tables.
const COLUMN: &str = "4";

/// Work that changes nothing of what is read by lines: looking for letters of one width (3 to 4 % of its instructions), and
/// for paragraphs once the text is known (1 %). Words of one page are not to count as known on the next: it is read the
/// same, whatever it is read with.
const IDLE: [&str; 6] =
    ["-c", "textord_all_prop=1", "-c", "paragraph_text_based=0", "-c", "tessedit_enable_doc_dict=0"];

/// The first version whose engine is known to be read rightly here.
const OLDEST: u32 = 4;

/// Dots per inch that engines are made for.
const DOTS: u32 = 300;

/// An engine that was found to work.
#[derive(Clone, Debug)]
pub struct Engine {
    program: PathBuf,
    /// What it calls itself, and the languages it reads: `tesseract 5.3.0 eng`.
    pub name: String,
    languages: String,
}

impl Engine {
    /// The engine behind this name or path, able to read these languages (`eng`, `cym+eng`).
    ///
    /// # Errors
    /// When it does not run, is too old or lacks a language.
    pub fn find(program: &Path, languages: &str) -> Result<Self, OcrError> {
        let missing = || OcrError::NoEngine { program: program.display().to_string() };
        let said = said(program, "--version").ok_or_else(missing)?;
        let version = said.split_whitespace().skip_while(|w| *w != "tesseract").nth(1).ok_or_else(missing)?;
        let major = version.trim_start_matches('v').split('.').next().and_then(|n| n.parse::<u32>().ok());
        if major.is_none_or(|major| major < OLDEST) {
            return Err(OcrError::OldEngine { version: version.to_owned() });
        }
        let known = self::said(program, "--list-langs").ok_or_else(missing)?;
        let lacks = |language: &&str| !known.lines().any(|line| line.trim() == *language);
        if let Some(language) = languages.split('+').find(lacks) {
            return Err(OcrError::NoLanguage { language: language.to_owned() });
        }
        let name = format!("tesseract {version} {languages}");
        Ok(Self { program: program.to_path_buf(), name, languages: languages.to_owned() })
    }

    /// What it reads on these pages, as hOCR, in pixels of each. All are of the resolution of the first.
    ///
    /// # Errors
    /// When it fails or takes too long.
    pub fn hocr(&self, sheets: &[Sheet<'_>]) -> Result<String, OcrError> {
        let image = sheets::tiff(sheets).map_err(|e| failed(&e.to_string()))?;
        let dots = sheets.first().map_or(DOTS, |sheet| sheet.raster.dots_per_inch());
        let mut child = self.start(dots).map_err(|e| failed(&e.to_string()))?;
        let (sender, receiver) = mpsc::channel();
        if let (Some(mut stdin), Some(mut stdout)) = (child.stdin.take(), child.stdout.take()) {
            // A child that ends early closes its end: what it said on the way is on standard error.
            std::thread::spawn(move || stdin.write_all(&image).is_ok());
            std::thread::spawn(move || {
                let mut hocr = Vec::new();
                let read = stdout.read_to_end(&mut hocr).map(|_| hocr);
                sender.send(read).is_ok()
            });
        }
        let complaint = complaints(&mut child);
        let hocr = receiver.recv_timeout(Duration::from_secs(MOST_SECONDS));
        if hocr.is_err() {
            // It may have ended in this very moment, which is as well.
            child.kill().ok();
        }
        let ended = child.wait().map_err(|e| failed(&e.to_string()))?;
        match hocr {
            Err(_) => Err(OcrError::TooSlow { seconds: MOST_SECONDS }),
            Ok(Ok(hocr)) if ended.success() => Ok(String::from_utf8_lossy(&hocr).into_owned()),
            Ok(_) => Err(failed(complaint.recv().unwrap_or_default().trim())),
        }
    }

    fn start(&self, dots: u32) -> std::io::Result<Child> {
        Command::new(&self.program)
            .args(["stdin", "stdout", "-l", &self.languages, "--psm", COLUMN, "--dpi", &dots.to_string()])
            .args(["-c", "tessedit_create_hocr=1"])
            .args(IDLE)
            .env("OMP_THREAD_LIMIT", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
    }
}

/// What it says on standard error, once it has ended: read all the while, so that it never waits for us.
fn complaints(child: &mut Child) -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    if let Some(mut stderr) = child.stderr.take() {
        std::thread::spawn(move || {
            let mut said = Vec::new();
            let whole = stderr.read_to_end(&mut said);
            sender.send(String::from_utf8_lossy(&said).into_owned()).is_ok() && whole.is_ok()
        });
    }
    receiver
}

/// What the program prints for one argument.
fn said(program: &Path, argument: &str) -> Option<String> {
    let output = Command::new(program).arg(argument).stdin(Stdio::null()).output().ok()?;
    // Version 3 and some builds say it on standard error.
    let both = [output.stdout, b"\n".to_vec(), output.stderr].concat();
    output.status.success().then(|| String::from_utf8_lossy(&both).into_owned())
}

fn failed(reason: &str) -> OcrError {
    let reason = reason.lines().next_back().filter(|line| !line.is_empty()).unwrap_or("it gave no reason");
    OcrError::EngineFailed { reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_engine_is_told_with_what_to_do() {
        let fault = Engine::find(Path::new("no-such-engine"), "eng").unwrap_err();
        assert!(fault.to_string().contains("tesseract-ocr"), "{fault}");
    }
}
