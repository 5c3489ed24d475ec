//! Standard output and standard error: given text, prints it with control characters made harmless, so that a file's
//! name cannot steer a terminal. A reader that went away is told from a failure. Knows nothing of what is printed.

use std::io::{self, Write};

/// What stands for a control character.
const HARMLESS: char = '\u{fffd}';

/// The text with every control character but newline and tab made harmless, and those that turn the direction of
/// writing too.
pub fn printable(text: &str) -> String {
    let steers = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if steers(c) { HARMLESS } else { c }).collect()
}

/// A name on one line: as [`printable`], newlines and tabs too.
pub fn name(text: &str) -> String {
    printable(text).replace(['\n', '\t'], &HARMLESS.to_string())
}

/// Prints bytes to standard output as they are.
///
/// # Errors
/// When it is closed or full.
pub fn put(bytes: &[u8]) -> anyhow::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes)?;
    Ok(stdout.flush()?)
}

/// Prints a line to standard error; one that cannot be printed is lost.
pub fn complain(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", printable(line));
}

/// Whether the reader of standard output went away.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let mut causes = error.chain().filter_map(|e| e.downcast_ref::<io::Error>());
    causes.any(|e| e.kind() == io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_steer_the_terminal() {
        assert_eq!(name("a\u{1b}[2Jb\nc\u{202e}.pdf"), "a\u{fffd}[2Jb\u{fffd}c\u{fffd}.pdf");
    }
}
