//! What a run leaves to tell that it came to its end, `.minutebook/inputs.jsonl`: by what it read, which share of the
//! files was its own, and every one of these files. From the folders of all shares one is made by merging; whether they
//! belong together is told here. Knows nothing of documents.

use super::coverage::{Fate, Input};
use super::folder::Folder;
use super::{DatasetError, json};
use crate::model::digest::Hash;
use serde::{Deserialize, Serialize};
use std::io::Write;

/// Below the folder.
pub const INPUTS: &str = ".minutebook/inputs.jsonl";

/// How a run was made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// What it read by: program, styles and options that bear on every file.
    pub read_by: String,
    /// Which images it read.
    pub ocr: String,
    /// The number of its share, from 1.
    pub shard: u32,
    /// How many shares there are.
    pub shards: u32,
}

/// A file of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartInput {
    /// Its name in the dataset.
    pub name: String,
    /// Its hash; none if it could not be read.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sha256: Option<Hash>,
    /// Why it could not be read.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
}

/// Writes it: the run has come to its end.
///
/// # Errors
/// When the system refuses.
pub fn write(folder: &Folder, made: &Made, inputs: &[Input]) -> Result<(), DatasetError> {
    let part = folder.begin(INPUTS)?;
    let path = part.path().to_path_buf();
    let failed = |fault| DatasetError::Write { path: path.clone(), fault };
    let mut writer = std::io::BufWriter::new(part);
    writer.write_all(&line(made)?).map_err(failed)?;
    for input in inputs {
        let reason = match &input.fate {
            Fate::Unreadable { reason } => Some(reason.clone()),
            Fate::Document | Fate::Duplicate { .. } => None,
        };
        let input = PartInput { name: input.name.to_string(), sha256: input.sha256, reason };
        writer.write_all(&line(&input)?).map_err(failed)?;
    }
    writer.into_inner().map_err(|e| failed(e.into_error()))?.finish_safely()
}

fn line(value: &impl Serialize) -> Result<Vec<u8>, DatasetError> {
    let line = serde_json::to_vec(value);
    let mut line =
        line.map_err(|e| DatasetError::Serialise { what: INPUTS.into(), reason: e.to_string() })?;
    line.push(b'\n');
    Ok(line)
}

/// How the run into this folder was made, and its files in order of name.
///
/// # Errors
/// When no run came to its end here.
pub fn read(folder: &Folder) -> Result<(Made, Vec<PartInput>), DatasetError> {
    let unfinished = || DatasetError::Unfinished { folder: folder.root().to_path_buf() };
    let bytes = folder.read(INPUTS).map_err(|_| unfinished())?;
    let mut lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let made = lines.next().and_then(|line| json::parsed(line).ok()).ok_or_else(unfinished)?;
    let inputs: Result<_, _> = lines.map(json::parsed).collect();
    Ok((made, inputs.map_err(|_| unfinished())?))
}

/// Tells whether these are all the shares of one run.
///
/// # Errors
/// A sentence saying what is missing, twice there or different.
pub fn fit(parts: &[(&Folder, &Made)]) -> Result<(), DatasetError> {
    let misfit = |folder: &Folder, reason: String| {
        Err(DatasetError::Misfit { folder: folder.root().to_path_buf(), reason })
    };
    let Some((first, made)) = parts.first() else { return Ok(()) };
    let mut holders: Vec<Option<&Folder>> = vec![None; made.shards as usize];
    for (folder, other) in parts {
        let other_name = first.root().display();
        if other.shards != made.shards {
            let reason =
                format!("is one of {} shares, and {other_name} one of {}", other.shards, made.shards);
            return misfit(folder, reason);
        }
        if other.read_by != made.read_by {
            let reason =
                format!("was read by another version, or with other styles or options than {other_name}");
            return misfit(folder, reason);
        }
        if other.ocr != made.ocr {
            let reason = format!("was read with --ocr {}, and {other_name} with {}", other.ocr, made.ocr);
            return misfit(folder, reason);
        }
        let share = format!("share {}/{}", other.shard, other.shards);
        match (other.shard as usize).checked_sub(1).and_then(|at| holders.get_mut(at)) {
            None => return misfit(folder, format!("is {share}, which cannot be")),
            Some(Some(holder)) => {
                let reason = format!("is {share}, and {} is the same", holder.root().display());
                return misfit(folder, reason);
            }
            Some(free) => *free = Some(folder),
        }
    }
    match holders.iter().position(Option::is_none) {
        Some(at) => misfit(first, format!("share {}/{} is missing beside it", at + 1, made.shards)),
        None => Ok(()),
    }
}
