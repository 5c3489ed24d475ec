//! Grammar files from the program itself or a folder: given a file, gives its vocabulary or an error that shows the line
//! and a caret. Knows nothing of how styles are chosen.

use super::vocabulary::HouseStyle;
use std::path::{Path, PathBuf};

/// The styles built into the program; a parent stands before its children.
pub(super) const BUILT_IN: &[(&str, &str)] = &[
    ("generic", include_str!("../../grammars/generic.toml")),
    ("kent", include_str!("../../grammars/kent.toml")),
    ("north-american", include_str!("../../grammars/north-american.toml")),
    ("st-helens", include_str!("../../grammars/st-helens.toml")),
    ("welsh", include_str!("../../grammars/welsh.toml")),
];

/// Why a grammar file was refused; its Display shows file, line, column and caret where there is one.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {reason}")]
pub struct StyleError {
    file: String,
    reason: String,
}

impl StyleError {
    fn new(file: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { file: file.into(), reason: reason.into() }
    }

    pub(super) fn no_parent(style: &str, parent: &str) -> Self {
        Self::new(style, format!("inherits {parent:?}, which is not among the styles at hand"))
    }

    pub(super) fn grandparent(style: &str, parent: &str) -> Self {
        Self::new(
            style,
            format!("inherits {parent:?}, which itself inherits; a style may have one parent only"),
        )
    }
}

/// Parses the text of a grammar file; every phrase must say where it was seen.
pub(super) fn parse(name: &str, text: &str) -> Result<HouseStyle, StyleError> {
    let mut style: HouseStyle = toml::from_str(text).map_err(|e| StyleError::new(name, e.to_string()))?;
    style.name = name.to_owned();
    for (table, phrases) in style.tables() {
        for (phrase, seen) in phrases.entries() {
            if phrase.trim().is_empty() || seen.trim().is_empty() {
                let reason = format!("{table}: {phrase:?} must say where it was seen, or what it stands for");
                return Err(StyleError::new(name, reason));
            }
        }
    }
    Ok(style)
}

/// Reads one grammar file; its stem becomes the style's name.
pub(super) fn read(file: &Path) -> Result<HouseStyle, StyleError> {
    let text = std::fs::read_to_string(file)
        .map_err(|e| StyleError::new(file.display().to_string(), format!("cannot be read: {e}")))?;
    let stem = file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    parse(&stem, &text).map_err(|e| StyleError::new(file.display().to_string(), e.reason))
}

/// The `*.toml` files of a folder, `generic` first, then by name.
///
/// # Errors
/// When the folder cannot be listed.
pub fn toml_files(folder: &Path) -> Result<Vec<PathBuf>, StyleError> {
    let refuse =
        |e: std::io::Error| StyleError::new(folder.display().to_string(), format!("cannot be read: {e}"));
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(refuse)? {
        let path = entry.map_err(refuse)?.path();
        if path.extension().is_some_and(|e| e == "toml") {
            files.push(path);
        }
    }
    files.sort();
    files.sort_by_key(|f| f.file_stem().is_none_or(|s| s != "generic"));
    Ok(files)
}
