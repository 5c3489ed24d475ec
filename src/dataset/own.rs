//! What a document has by itself and its file does not show any more once it stands among others: given a record, gives
//! it; given the record as it came back from its file, puts it back, so that it can be settled anew among other
//! documents than before. Knows nothing of how documents are settled.

use super::standing::{rename, rename_links};
use crate::model::minutes::Said;
use crate::model::record::Record;
use serde::{Deserialize, Serialize};

/// What a document has by itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Own {
    /// The document's id.
    pub id: String,
    /// The id of its meeting before it was told apart from others.
    pub meeting: String,
    /// The id of its report, where it is one, likewise.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub report: Option<String>,
    /// What its decisions and recommendations say of recommendations: those that say anything, each with its number
    /// from 0 among all decisions, their parts, and recommendations.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub said: Vec<(usize, Said)>,
}

impl Own {
    /// What the record has by itself, as it was read.
    pub fn of(record: &Record) -> Self {
        let decisions = record.resolutions.iter();
        let decided = decisions.flat_map(|r| std::iter::once(r.said).chain(r.parts.iter().map(|p| p.said)));
        let recommended = record.report.iter().flat_map(|r| r.recommendations.iter().map(|r| r.said));
        let said = decided.chain(recommended).enumerate().filter(|(_, said)| !said.is_silent());
        Self {
            id: record.document.id.clone(),
            meeting: record.meeting.id.clone(),
            report: record.report.as_ref().map(|report| report.id.clone()),
            said: said.collect(),
        }
    }

    /// The record as it was before it stood among others. None where this is not what it had.
    pub fn restored(&self, mut record: Record) -> Option<Record> {
        if record.document.id != self.id || record.report.is_some() != self.report.is_some() {
            return None;
        }
        record.links.clear();
        let settled = std::mem::replace(&mut record.meeting.id, self.meeting.clone());
        if settled != self.meeting {
            rename(&mut record, &settled, &self.meeting);
        }
        if let (Some(own), Some(report)) = (&self.report, &mut record.report) {
            let settled = std::mem::replace(&mut report.id, own.clone());
            rename_links(&mut record, &settled, own);
        }
        self.say(&mut record);
        Some(record)
    }

    fn say(&self, record: &mut Record) {
        let decisions = record.resolutions.iter_mut();
        let decided = decisions
            .flat_map(|r| std::iter::once(&mut r.said).chain(r.parts.iter_mut().map(|part| &mut part.said)));
        let recommended = record.report.iter_mut().flat_map(|r| r.recommendations.iter_mut());
        let mut places = decided.chain(recommended.map(|r| &mut r.said)).enumerate();
        for (number, said) in &self.said {
            if let Some((_, place)) = places.find(|(place, _)| place == number) {
                *place = *said;
            }
        }
    }
}
