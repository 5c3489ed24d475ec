//! Decodes strings as they are written in content streams and files (ISO 32000-1, 7.3.4): escapes in parentheses, and
//! hexadecimal digits, into a buffer that is used again. Knows nothing of what the bytes mean.

/// Undoes the escapes of a string in parentheses (7.3.4.2, table 3).
pub fn unescape(bytes: &[u8], out: &mut Vec<u8>) {
    out.clear();
    let mut rest = bytes;
    while let [first, others @ ..] = rest {
        rest = others;
        match first {
            b'\\' => rest = escape(others, out),
            // An end of line in a string is a line feed, however it is written.
            b'\r' => {
                out.push(b'\n');
                rest = others.strip_prefix(b"\n").unwrap_or(others);
            }
            _ => out.push(*first),
        }
    }
}

/// Takes what follows a backslash and gives what is left.
fn escape<'a>(bytes: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
    let [first, rest @ ..] = bytes else { return bytes };
    match first {
        b'n' => out.push(b'\n'),
        b'r' => out.push(b'\r'),
        b't' => out.push(b'\t'),
        b'b' => out.push(8),
        b'f' => out.push(12),
        b'0'..=b'7' => return octal(bytes, out),
        b'\r' => return rest.strip_prefix(b"\n").unwrap_or(rest),
        b'\n' => {}
        other => out.push(*other),
    }
    rest
}

fn octal<'a>(bytes: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
    let count = bytes.iter().take(3).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
    let (digits, rest) = bytes.split_at_checked(count).unwrap_or((bytes, &[]));
    let value = digits.iter().fold(0u32, |value, digit| value * 8 + u32::from(digit - b'0'));
    out.push((value & 0xFF) as u8);
    rest
}

/// Two digits a byte; a last odd digit counts as if a zero followed (7.3.4.3).
pub fn unhex(digits: &[u8], out: &mut Vec<u8>) {
    out.clear();
    let mut high = None;
    for &digit in digits {
        let nibble = NIBBLES.get(usize::from(digit)).copied().unwrap_or(NO_DIGIT);
        match high {
            _ if nibble == NO_DIGIT => {}
            Some(first) => {
                out.push((first << 4) | nibble);
                high = None;
            }
            None => high = Some(nibble),
        }
    }
    out.extend(high.map(|first| first << 4));
}

const NO_DIGIT: u8 = 0xFF;

static NIBBLES: [u8; 256] = nibbles();

#[allow(clippy::indexing_slicing)] // evaluated by the compiler
const fn nibbles() -> [u8; 256] {
    let mut table = [NO_DIGIT; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            digit @ b'0'..=b'9' => digit - b'0',
            digit @ b'A'..=b'F' => digit - b'A' + 10,
            digit @ b'a'..=b'f' => digit - b'a' + 10,
            _ => NO_DIGIT,
        };
        byte += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(decode: fn(&[u8], &mut Vec<u8>), text: &[u8]) -> Vec<u8> {
        let mut out = b"left over".to_vec();
        decode(text, &mut out);
        out
    }

    #[test]
    fn escapes_are_undone() {
        assert_eq!(decoded(unescape, b"\\101\\n\\)\\\r\nx\\8\\0534"), b"A\n)x8+4");
        assert_eq!(decoded(unescape, b"a\r\nb\\"), b"a\nb");
    }

    #[test]
    fn digits_make_bytes() {
        assert_eq!(decoded(unhex, b"4a 4B\n5"), b"JKP");
        assert_eq!(decoded(unhex, b"zz"), b"");
    }
}
