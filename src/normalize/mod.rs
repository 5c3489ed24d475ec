//! Syntax tree to records: stable ids, ISO dates, names split, places. Knows nothing of nom, glyphs or CSV.

mod attendance;
mod business;
mod checks;
mod ids;
mod items;
mod meeting;
mod named;
mod officers;
mod report;
mod resolutions;
mod words;

use crate::model::record::{DocumentRecord, Kind, MeetingRecord, Record, SCHEMA};
use crate::model::transcript::Transcript;
use crate::model::tree::Tree;
use words::Words;

/// The records of one document. `document` comes with its identity filled in (id, source, sha256, pages, text source);
/// kind, style and recognised share are filled in here, the status by the pipeline. A report bound behind an `agenda` goes
/// to the meeting of that agenda, unless a field of its own says another date.
pub fn record(
    tree: &Tree,
    transcript: &Transcript,
    document: DocumentRecord,
    agenda: Option<&MeetingRecord>,
) -> Record {
    let words = Words::new(transcript);
    let document = DocumentRecord {
        kind: tree.kind,
        house_style: Some(tree.house_style.clone()),
        recognised: Some((tree.recognised * 1000.0).round() / 1000.0),
        ..document
    };
    let mut meeting = meeting::meeting(&tree.minutes.head, &words, &document);
    if let (Some(report), Kind::Report, Some(agenda)) = (&tree.report, tree.kind, agenda) {
        let stated = tree.minutes.head.date.is_some_and(|d| report::has_field_with(report, d.span));
        meeting = meeting::of_agenda(meeting, agenda, stated, &document);
    }
    let items = items::items(&tree.minutes.items, &words, &meeting.id);
    let resolutions = resolutions::resolutions(&tree.minutes, &items, &words, &meeting.id);
    let report = report::report(tree, transcript, &meeting.id);
    let attendance = attendance::attendance(&tree.minutes.attendance, &words);
    let business = business::business(&tree.minutes, &items, &words);
    let mut record = Record {
        schema: SCHEMA,
        document,
        meeting,
        attendance,
        presence: business.presence,
        items,
        resolutions,
        declarations: business.declarations,
        actions: business.actions,
        references: business.references,
        report,
        links: Vec::new(),
        issues: Vec::new(),
    };
    if matches!(tree.kind, Kind::Minutes) {
        record.issues = checks::minutes(&record, tree, &words);
    }
    if matches!(tree.kind, Kind::Decision) {
        let conflicts = tree.report.as_ref().is_some_and(|r| r.conflicts_said);
        record.issues.extend(checks::decision(&record, conflicts));
    }
    record.issues.extend(checks::front_sheet(&record, tree, &words));
    record.issues.extend(checks::misread(&record));
    record.issues.extend(checks::exempt(&record));
    record
}
