//! What the publisher says of a dataset: title, publisher, licence and a description. Given what was typed and the file
//! `minutebook.toml` in the dataset's folder, gives both as one: what was typed wins, key by key. Nothing is made up where
//! neither says anything but the title. Knows nothing of how it is published.

use super::DatasetError;
use super::folder::{ABOUT, Folder};
use serde::Deserialize;

/// The title of a dataset that was given none.
const TITLE: &str = "Minutes, reports and decisions";

/// What the publisher says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// What the dataset is called.
    pub title: Option<String>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// The licence: a name like `OGL-UK-3.0`, or an address.
    pub licence: Option<String>,
    /// What it is about, in sentences.
    pub description: Option<String>,
    /// Where the documents stand, for links to their pages: `https://…/minutes`, or a folder seen from that of the dataset.
    pub documents: Option<String>,
}

/// Licences that are known by name: name, title and address.
const LICENCES: &[(&str, &str, &str)] = &[
    (
        "OGL-UK-3.0",
        "Open Government Licence v3.0",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ),
    (
        "CC-BY-4.0",
        "Creative Commons Attribution 4.0 International",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    (
        "CC-BY-SA-4.0",
        "Creative Commons Attribution-ShareAlike 4.0 International",
        "https://creativecommons.org/licenses/by-sa/4.0/",
    ),
    ("CC0-1.0", "Creative Commons Zero v1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/"),
    (
        "ODbL-1.0",
        "Open Data Commons Open Database License v1.0",
        "https://opendatacommons.org/licenses/odbl/",
    ),
    (
        "PDDL-1.0",
        "Open Data Commons Public Domain Dedication and License v1.0",
        "https://opendatacommons.org/licenses/pddl/1-0/",
    ),
];

/// A licence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Licence {
    /// Its name, where it was given by name.
    pub name: Option<String>,
    /// Its title, where it is known.
    pub title: Option<&'static str>,
    /// Where it stands, where that is known.
    pub address: Option<String>,
}

impl About {
    /// What was typed, and for the rest what the file in the folder says.
    ///
    /// # Errors
    /// When there is a file and it cannot be read, or has keys that are not known.
    pub fn beside(self, folder: &Folder) -> Result<Self, DatasetError> {
        let path = folder.root().join(ABOUT);
        if !path.is_file() {
            return Ok(self);
        }
        let unread = |reason: String| DatasetError::About { path: path.clone(), reason };
        let text = std::fs::read_to_string(&path).map_err(|e| unread(e.to_string()))?;
        let said: Self = toml::from_str(&text).map_err(|e| unread(e.to_string()))?;
        Ok(Self {
            title: self.title.or(said.title),
            publisher: self.publisher.or(said.publisher),
            licence: self.licence.or(said.licence),
            description: self.description.or(said.description),
            documents: self.documents.or(said.documents),
        })
    }

    /// The title, or the one of datasets that were given none.
    pub fn title(&self) -> &str {
        self.title.as_deref().unwrap_or(TITLE)
    }

    /// The licence: by a name that is known, by another name, or by its address.
    pub fn licence(&self) -> Option<Licence> {
        let said = self.licence.as_deref().map(str::trim).filter(|said| !said.is_empty())?;
        let known = LICENCES.iter().find(|(name, ..)| name.eq_ignore_ascii_case(said));
        Some(match known {
            Some((name, title, address)) => Licence {
                name: Some((*name).to_owned()),
                title: Some(title),
                address: Some((*address).to_owned()),
            },
            None if said.contains("://") => {
                Licence { name: None, title: None, address: Some(said.to_owned()) }
            }
            None => Licence { name: Some(said.to_owned()), title: None, address: None },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_wins_over_the_file() {
        let temporary = tempfile::tempdir().unwrap();
        let text = "title = \"From the file\"\npublisher = \"Ashmere\"\n";
        std::fs::write(temporary.path().join(ABOUT), text).unwrap();
        let folder = Folder::prepare(temporary.path(), false).unwrap();
        let typed = About { title: Some("Typed".into()), ..About::default() };
        let about = typed.beside(&folder).unwrap();
        assert_eq!((about.title(), about.publisher.as_deref()), ("Typed", Some("Ashmere")));
        std::fs::write(temporary.path().join(ABOUT), "titel = \"x\"\n").unwrap();
        assert!(About::default().beside(&folder).unwrap_err().to_string().contains("titel"));
    }

    #[test]
    fn a_licence_is_known_by_name_or_address() {
        let licence =
            |said: &str| About { licence: Some(said.into()), ..About::default() }.licence().unwrap();
        assert_eq!(licence("ogl-uk-3.0").title, Some("Open Government Licence v3.0"));
        assert_eq!(licence("https://a.example/terms").address.as_deref(), Some("https://a.example/terms"));
        assert_eq!(licence("House terms").name.as_deref(), Some("House terms"));
    }
}
