//! Gives the program a mark of what it was built from: documents that another build has read are read anew, even where
//! the version's number is the same. The sources make the mark, and not the binary, so that it is one on every system.

use std::path::{Path, PathBuf};

fn main() {
    let mut hash = Fnv::new();
    for name in ["src", "grammars", "Cargo.lock"] {
        println!("cargo:rerun-if-changed={name}");
        add(Path::new(name), &mut hash);
    }
    println!("cargo:rustc-env=MINUTEBOOK_BUILT_FROM={:016x}", hash.0);
}

/// Adds a file, or all files of a folder in the order of their names. What cannot be read does not count.
fn add(path: &Path, hash: &mut Fnv) {
    if let Ok(entries) = std::fs::read_dir(path) {
        let mut below: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        below.sort();
        below.iter().for_each(|path| add(path, hash));
    } else if let Ok(bytes) = std::fs::read(path) {
        // Some systems check files out with CRLF.
        hash.add(bytes.iter().copied().filter(|byte| *byte != b'\r'));
    }
}

/// FNV-1a: stands in no need of a crate, and nobody tries to deceive it.
struct Fnv(u64);

impl Fnv {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn add(&mut self, bytes: impl Iterator<Item = u8>) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
