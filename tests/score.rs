//! `minutebook score` beside the evaluation's own script, where one is at hand: the same figures for the same dataset.

use crate::fixtures::{harvest_of, root};
use std::path::PathBuf;
use std::process::Command;

/// Names the folder of a larger set with `eval/score.py`. Without it, `../shared`.
const LARGER: &str = "MINUTEBOOK_LARGER";
/// Documents measured; more would tell no more.
const SOME: usize = 12;

#[test]
fn the_program_measures_as_the_script_does() {
    let set = std::env::var_os(LARGER).map_or_else(|| root().join("../shared"), PathBuf::from);
    let (script, gold) = (set.join("eval/score.py"), set.join("eval/gold"));
    let python = Command::new("python3").arg("--version").output().is_ok_and(|o| o.status.success());
    if !script.is_file() || !gold.is_dir() || !python {
        println!("skipped: {} holds no script and truths, or python3 is missing", set.display());
        return;
    }
    let stems = crate::fixtures::files(&gold).into_iter().filter_map(|f| Some(f.file_stem()?.to_owned()));
    let pdfs: Vec<PathBuf> = stems
        .map(|stem| set.join("corpus").join(stem).with_extension("pdf"))
        .filter(|pdf| pdf.is_file())
        .take(SOME)
        .collect();
    let dataset = harvest_of(&pdfs, 0);
    let theirs = Command::new("python3").arg(&script).arg(&gold).arg(dataset.path()).output().unwrap();
    let ours = Command::new(env!("CARGO_BIN_EXE_minutebook"))
        .args(["score".as_ref(), gold.as_os_str(), dataset.path().as_os_str()])
        .output()
        .unwrap();
    assert!(ours.status.success() && theirs.status.success());
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    assert_eq!(text(&ours.stdout), text(&theirs.stdout));
}
