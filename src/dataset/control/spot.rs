//! Where something stands, and the address that leads there: `files/minutes.pdf#page=3`. Given the path of a file below the
//! folder that was read, a page, and what the publisher says of where files stand, gives a link. No path of the machine on
//! which the program ran has a part in it.

/// A page of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The path of the file, below the folder that was read.
    pub file: String,
    /// From 1; 0 where no page is known.
    pub page: u32,
}

/// Where the files stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base(String);

impl Base {
    /// As seen from the folder `report/` of the dataset. What is said is an address, a folder from the root, or a folder
    /// seen from that of the dataset; nothing said: the dataset stands in the folder that was read.
    pub fn from_report(said: Option<&str>) -> Self {
        let said = said.unwrap_or("..").trim_end_matches('/');
        let whole = said.contains("://") || said.starts_with('/');
        Self(if whole { escaped_address(said) } else { format!("../{}", escaped(said)) })
    }

    /// The address of a page of a file; None where it stands in an archive, which no address leads into.
    pub fn address(&self, spot: &Spot) -> Option<String> {
        let (folders, _) = spot.file.rsplit_once('/').unwrap_or_default();
        let archived = folders.split('/').map(str::to_lowercase).any(|part| is_archive(&part));
        let page = if spot.page > 0 { format!("#page={}", spot.page) } else { String::new() };
        (!archived).then(|| format!("{}/{}{page}", self.0, escaped(&spot.file)))
    }
}

impl Spot {
    /// That page of that file.
    pub fn new(file: &str, page: u32) -> Self {
        Self { file: file.to_owned(), page }
    }
}

fn is_archive(name: &str) -> bool {
    [".zip", ".tar", ".tar.gz", ".tgz"].iter().any(|ending| name.ends_with(ending))
}

/// A path as it stands in an address.
pub fn escaped(path: &str) -> String {
    escaped_but(path, b"/")
}

/// An address that may have escapes of its own.
fn escaped_address(address: &str) -> String {
    escaped_but(address, b"/:%?&=+@,;!$()#")
}

fn escaped_but(path: &str, plain: &[u8]) -> String {
    let mut address = String::new();
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                address.push(char::from(byte));
            }
            _ if plain.contains(&byte) => address.push(char::from(byte)),
            _ => address += &format!("%{byte:02X}"),
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_from_the_report_to_the_page() {
        let to = |said, file, page| Base::from_report(said).address(&Spot::new(file, page));
        assert_eq!(to(None, "2024/a b.pdf", 3).unwrap(), "../../2024/a%20b.pdf#page=3");
        assert_eq!(to(Some("../Minutes"), "é#1.pdf", 0).unwrap(), "../../Minutes/%C3%A9%231.pdf");
        assert_eq!(to(Some("https://a.example/m/"), "a.pdf", 1).unwrap(), "https://a.example/m/a.pdf#page=1");
        assert_eq!(to(Some("javascript:x"), "a.pdf", 1).unwrap(), "../javascript%3Ax/a.pdf#page=1");
        assert_eq!(to(None, "old.zip/a.pdf", 1), None);
    }
}
