//! Names seen once in a council, which may be misread or misspelt: given documents one by one, counts names, and shows
//! beside each that was seen once the name seen more often that is most like it.

use super::spot::Spot;
use crate::dataset::tables::people::mentions;
use crate::model::record::Record;
use std::collections::BTreeMap;

/// Names that are shown.
const MOST: usize = 120;

/// Names differ from others like them in so many letters at the most.
const LETTERS: usize = 2;

/// Documents of a council that name anybody, from which on it tells something that a name stands there once.
const LEAST_DOCUMENTS: u32 = 3;

/// Shorter names are like too many.
const SHORTEST: usize = 5;

/// All names, by council.
#[derive(Debug, Default)]
pub struct Names(BTreeMap<String, Council>);

/// The names of a council.
#[derive(Debug, Default)]
struct Council {
    documents: u32,
    /// By name folded.
    names: BTreeMap<String, Seen>,
}

/// How often a name was seen.
#[derive(Debug)]
enum Seen {
    Once(Box<Once>),
    Often(u32),
}

/// A name seen once.
#[derive(Clone, Debug)]
pub struct Once {
    /// The council as printed.
    pub council: String,
    /// The name as printed.
    pub name: String,
    /// Where.
    pub spot: Spot,
    /// A name like it, and how often that was seen.
    pub like: Option<(String, u32)>,
}

impl Names {
    /// Notes the names of a document.
    pub fn note(&mut self, record: &Record) {
        let Some(council) = &record.meeting.council else { return };
        let mentions = mentions(record);
        if mentions.is_empty() {
            return;
        }
        let Council { documents, names } = self.0.entry(council.to_lowercase()).or_default();
        *documents = documents.saturating_add(1);
        for mention in mentions {
            let seen = names.get_mut(&fold(mention.name));
            match seen {
                Some(Seen::Often(times)) => *times = times.saturating_add(1),
                Some(once) => *once = Seen::Often(2),
                None => {
                    let once = Once {
                        council: council.clone(),
                        name: mention.name.to_owned(),
                        spot: Spot::new(&record.document.source, mention.place.page),
                        like: None,
                    };
                    names.insert(fold(mention.name), Seen::Once(Box::new(once)));
                }
            }
        }
    }

    /// The names seen once, those that are like another first, and how many there are.
    pub fn once(&self) -> (Vec<Once>, usize) {
        let mut all = Vec::new();
        let enough = self.0.values().filter(|council| council.documents >= LEAST_DOCUMENTS);
        for Council { names, .. } in enough {
            let often = names.iter().filter_map(|(name, seen)| match seen {
                Seen::Often(times) => Some((name, name.chars().count(), *times)),
                Seen::Once(_) => None,
            });
            let often: Vec<(&String, usize, u32)> = often.collect();
            for (name, seen) in names {
                if let Seen::Once(once) = seen {
                    all.push(Once { like: like(name, &often), ..(**once).clone() });
                }
            }
        }
        let count = all.len();
        all.sort_by_key(|once| once.like.is_none());
        all.truncate(MOST);
        (all, count)
    }
}

/// The most frequent name that differs in next to no letters. The second of each is how many letters it has.
fn like(name: &str, often: &[(&String, usize, u32)]) -> Option<(String, u32)> {
    let letters = name.chars().count();
    let near = often.iter().filter(|(other, theirs, _)| {
        letters >= SHORTEST
            && other.chars().next() == name.chars().next()
            && theirs.abs_diff(letters) <= LETTERS
            && strsim::levenshtein(name, other) <= LETTERS
    });
    near.max_by_key(|(.., times)| *times).map(|(name, _, times)| ((*name).clone(), *times))
}

/// Case and spacing tell no names apart.
fn fold(name: &str) -> String {
    name.split(|c: char| c.is_whitespace() || c == '.')
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_differ_in_two_letters_are_alike() {
        let often = ["marsh".to_owned(), "jane marsh".to_owned()];
        let often: Vec<(&String, usize, u32)> = often.iter().map(|name| (name, name.len(), 2)).collect();
        let found = |name: &str| like(name, &often).map(|(name, _)| name);
        assert_eq!(found("mash"), None, "short names are like too many");
        assert_eq!(found("jane mash").as_deref(), Some("jane marsh"));
        assert_eq!(found("jane narshe").as_deref(), Some("jane marsh"));
        assert_eq!(found("jane nashed"), None);
        assert_eq!(found("wane marsh"), None, "the first letter is hardly ever misread");
    }
}
