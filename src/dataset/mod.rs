//! Records to files on disk: documents as JSON, flat tables and reports as CSV, and the run's own account. The only
//! room that says csv and serde_json. Given records, gives bytes; the same records give the same bytes. Knows nothing
//! of syntax trees or of the inside of PDFs.

pub mod about;
pub mod brief;
pub mod compare;
pub mod control;
pub mod coverage;
pub mod decisions;
pub mod diff;
pub mod digest;
pub mod field;
pub mod folder;
pub mod formats;
pub mod ids;
pub mod journal;
pub mod json;
mod markup;
pub mod measure;
pub mod message;
pub mod notes;
pub mod own;
pub mod package;
pub mod page_view;
pub mod part;
pub mod people;
pub mod rebuild;
pub mod redaction;
pub mod run;
pub mod score;
pub mod shape;
pub mod shapes;
pub mod shelf;
pub mod similarity;
pub mod standing;
pub mod table;
pub mod tables;
pub mod transcript_alto;
mod transcript_boxes;
pub mod transcript_grid;
pub mod transcript_hocr;
pub mod transcript_tables;
pub mod transcript_text;
pub mod transcript_words;
pub mod verify;
pub mod words;
pub mod write;
pub mod written;

use std::path::PathBuf;

/// Why a dataset could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DatasetError {
    /// The folder holds something else.
    #[error(
        "{folder}: holds files that minutebook did not write; choose an empty folder, or add --force to write beside them"
    )]
    Occupied {
        /// The folder.
        folder: PathBuf,
    },
    /// Another run writes to the folder.
    #[error("{folder}: another run is writing to this folder; wait for its end, or choose another folder")]
    Busy {
        /// The folder.
        folder: PathBuf,
    },
    /// No run came to its end in the folder.
    #[error("{folder}: no run has come to its end here; give its command once more, then merge")]
    Unfinished {
        /// The folder.
        folder: PathBuf,
    },
    /// Parts do not belong together.
    #[error("{folder}: {reason}")]
    Misfit {
        /// The folder of the part.
        folder: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A file or folder could not be written.
    #[error("{path}: could not be written: {fault}{}", hint(fault))]
    Write {
        /// Which.
        path: PathBuf,
        /// What the system said. (Not by the name by which it would be told twice.)
        fault: std::io::Error,
    },
    /// A file of the dataset could not be read again.
    #[error(
        "{path}: could not be read again: {reason}; has another program changed it? start anew in an empty folder"
    )]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// What the publisher says of the dataset cannot be read.
    #[error("{path}: could not be read: {reason}")]
    About {
        /// The file.
        path: PathBuf,
        /// Why, with the line where that is known.
        reason: String,
    },
    /// The decisions of an officer cannot be read.
    #[error("{path}: {reason}")]
    Ledger {
        /// The file.
        path: PathBuf,
        /// Why, with the row where that is known.
        reason: String,
    },
    /// A folder that is to go out holds what is not for publication, or would.
    #[error("{folder}: {reason}")]
    NotForPublication {
        /// The folder.
        folder: PathBuf,
        /// What is wrong.
        reason: &'static str,
    },
    /// A roster cannot be read.
    #[error(
        "{path}: the roster could not be read: {reason}; it is a CSV file with the columns council, name, from and to"
    )]
    Roster {
        /// The file.
        path: PathBuf,
        /// Why, with the line where that is known.
        reason: String,
    },
    /// The program was built without a format.
    #[error(
        "this minutebook was built without the format {format}; build it with: cargo install --path . --features {format}"
    )]
    NotBuiltIn {
        /// Its name, which is that of the feature.
        format: String,
    },
    /// A value could not be serialised.
    #[error("{what}: could not be serialised: {reason}")]
    Serialise {
        /// Of what.
        what: String,
        /// Why.
        reason: String,
    },
}

/// What helps: a run that was broken off goes on.
fn hint(fault: &std::io::Error) -> &'static str {
    match fault.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
            "; make room and give the same command again: it goes on where it stopped"
        }
        _ => "",
    }
}
