//! Lists of paths: given the bytes of one, gives the paths in it, one a line, or with NUL between them (`find -print0`), so
//! that names may hold newlines. Knows nothing of what stands at them.

use std::path::PathBuf;

/// The paths of a list; empty lines count for nothing.
pub fn paths(list: &[u8]) -> Vec<PathBuf> {
    let list = list.strip_prefix(b"\xef\xbb\xbf").unwrap_or(list);
    if list.contains(&0) {
        return list.split(|byte| *byte == 0).filter(|path| !path.is_empty()).map(path).collect();
    }
    let lines = list.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    lines.filter(|line| !line.is_empty()).map(path).collect()
}

/// On Unix a path is any bytes.
#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    std::ffi::OsStr::from_bytes(bytes).into()
}

/// Elsewhere it is text.
#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    String::from_utf8_lossy(bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_a_line_or_with_nul_between_them() {
        let named = |names: &[&str]| names.iter().map(PathBuf::from).collect::<Vec<_>>();
        assert_eq!(paths(b"\xef\xbb\xbfa.pdf\r\n\nb c.pdf"), named(&["a.pdf", "b c.pdf"]));
        assert_eq!(paths(b"a\nb.pdf\0c.pdf\0"), named(&["a\nb.pdf", "c.pdf"]));
    }
}
