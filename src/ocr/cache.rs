//! What was read before: a folder with one small text file for each image that was read, named by the hash of the
//! image, the engine and the way images are looked at here. A run that was interrupted goes on from it, and a second run
//! costs next to nothing. A file that is broken off or of another age counts as none.

use super::reading::{ReadLine, ReadWord, Reading};
use crate::model::geometry::Rect;
use crate::model::page::Rule;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::str::{FromStr, Split};

/// First line of a file. To be raised when images are looked at in another way: what was read before is read again.
const HEAD: &str = "minutebook-ocr\t3";
/// Last line of a whole file.
const END: &str = "end";

/// What is kept of a page, in points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    /// The words.
    pub reading: Reading,
    /// The ruling lines.
    pub rules: Vec<Rule>,
    /// How far the page lay askew.
    pub angle: f32,
}

impl Kept {
    /// A reading in pixels, of which so many make a point, in points; rules and angle are what they were.
    #[must_use]
    pub fn in_points(self, per_point: f32) -> Self {
        Self { reading: self.reading.scaled(1.0 / per_point), ..self }
    }
}

/// A folder of what was read.
#[derive(Clone, Debug)]
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// In this folder, made when the first page is kept.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// What was read under this key.
    pub fn find(&self, key: &str) -> Option<Kept> {
        read(&std::fs::read_to_string(self.path(key)).ok()?)
    }

    /// Keeps what was read. A cache that cannot be written costs time and nothing else, so nobody is told.
    pub fn keep(&self, key: &str, kept: &Kept) {
        let path = self.path(key);
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        let new = path.with_extension(format!("{}.new", std::process::id()));
        // Under its name it is always whole: it is written under another and renamed.
        let written = std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(&new, text(kept)))
            .and_then(|()| std::fs::rename(&new, &path));
        if written.is_err() {
            std::fs::remove_file(&new).ok();
        }
    }

    /// `ab/abcdef….tsv`: folders stay small.
    fn path(&self, key: &str) -> PathBuf {
        self.folder.join(key.get(..2).unwrap_or("xx")).join(format!("{key}.tsv"))
    }
}

fn text(kept: &Kept) -> String {
    let mut out = format!("{HEAD}\npage\t{}\t{}\t{}\n", kept.reading.width, kept.reading.height, kept.angle);
    for rule in &kept.rules {
        line(&mut out, format_args!("rule\t{}\t{}", box_of(&rule.rect), u8::from(rule.level)));
    }
    for read in &kept.reading.lines {
        let told = |value: Option<f32>| value.map_or(String::new(), |value| value.to_string());
        line(&mut out, format_args!("line\t{}\t{}", told(read.baseline), told(read.height)));
        for word in &read.words {
            let (place, bold) = (box_of(&word.rect), u8::from(word.bold));
            let said = word.text.replace(['\t', '\n', '\r'], " ");
            line(&mut out, format_args!("word\t{place}\t{}\t{bold}\t{said}", word.confidence));
        }
    }
    out + END + "\n"
}

fn line(out: &mut String, fields: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    out.write_fmt(fields).ok();
    out.push('\n');
}

fn box_of(rect: &Rect) -> String {
    format!("{}\t{}\t{}\t{}", rect.x0, rect.top, rect.x1, rect.bottom)
}

fn read(text: &str) -> Option<Kept> {
    let mut lines = text.lines();
    if lines.next() != Some(HEAD) || !text.ends_with("\nend\n") {
        return None;
    }
    let mut kept = Kept::default();
    for line in lines {
        let mut fields = line.split('\t');
        match fields.next()? {
            "page" => {
                kept.reading.width = next(&mut fields)?;
                kept.reading.height = next(&mut fields)?;
                kept.angle = next(&mut fields)?;
            }
            "rule" => {
                let rect = rect(&mut fields)?;
                kept.rules.push(Rule { rect, level: next::<u8>(&mut fields)? == 1 });
            }
            "line" => {
                let (baseline, height) = (next(&mut fields), next(&mut fields));
                kept.reading.lines.push(ReadLine { baseline, height, words: Vec::new() });
            }
            "word" => kept.reading.lines.last_mut()?.words.push(word(&mut fields)?),
            _ => return (line == END).then_some(kept),
        }
    }
    None
}

fn word(fields: &mut Split<'_, char>) -> Option<ReadWord> {
    let rect = rect(fields)?;
    let (confidence, bold) = (next(fields)?, next::<u8>(fields)? == 1);
    Some(ReadWord { rect, confidence, bold, text: fields.next()?.to_owned() })
}

fn rect(fields: &mut Split<'_, char>) -> Option<Rect> {
    Some(Rect::new(next(fields)?, next(fields)?, next(fields)?, next(fields)?))
}

fn next<T: FromStr>(fields: &mut Split<'_, char>) -> Option<T> {
    fields.next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept() -> Kept {
        let rect = Rect::new(1.5, 2.25, 30.0, 12.0);
        let word = ReadWord { rect, text: "RESOLVED:".into(), confidence: 93, bold: true };
        let line = ReadLine { baseline: Some(11.5), height: None, words: vec![word] };
        let reading = Reading { width: 595.0, height: 842.0, lines: vec![line] };
        Kept { reading, rules: vec![Rule { rect, level: true }], angle: -0.35 }
    }

    #[test]
    fn what_is_kept_is_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path().join("new"));
        assert_eq!(cache.find("abcd"), None);
        cache.keep("abcd", &kept());
        assert_eq!(cache.find("abcd"), Some(kept()));
    }

    #[test]
    fn a_file_that_breaks_off_counts_as_none() {
        let whole = text(&kept());
        assert!(read(&whole).is_some());
        assert!((0..whole.len()).all(|end| read(&whole[..end]).is_none()));
    }
}
