//! The tables of reports: reports.csv, and what stands on them, report_fields.csv, report_choices.csv,
//! report_officers.csv, report_recommendations (as recommendations.csv) and report_sections.csv.

use super::super::standing::Filed;
use super::super::table::{Row, Table, TakeRow, col, list, opt, show, show_opt, text};
use super::meeting_id;
use crate::model::record::{
    ChoiceRecord, FieldRecord, OfficerRecord, RecommendationRecord, Record, ReportRecord, SectionRecord,
};

/// One row a report.
pub static REPORTS: Table<ReportRecord> = Table {
    name: "reports",
    columns: &[
        col("meeting_id", |r| text(meeting_id(r.record))),
        col("title", |r| opt(&r.entry.title)),
        col("reference", |r| opt(&r.entry.reference)),
        col("agenda_item", |r| opt(&r.entry.agenda_item)),
        col("exempt", |r| show_opt(r.entry.exempt)),
        col("exempt_reason", |r| opt(&r.entry.exempt_reason)),
        col("exempt_paragraphs", |r| list(&r.entry.exempt_paragraphs)),
        col("exempt_jurisdiction", |r| text(r.entry.exempt_jurisdiction.unwrap_or(""))),
        col("key_decision", |r| show_opt(r.entry.key_decision)),
        col("wards", |r| list(&r.entry.wards)),
        col("portfolio", |r| opt(&r.entry.portfolio)),
        col("cabinet_member", |r| opt(&r.entry.cabinet_member)),
        col("forward_plan_ref", |r| opt(&r.entry.forward_plan_ref)),
        col("background_papers", |r| list(&r.entry.background_papers)),
        col("appendices", |r| list(&r.entry.appendices)),
    ],
    place: |e| e.place.as_ref(),
    rows: |filed, f| {
        for (record, entry) in each(filed) {
            f(&Row { id: entry.id.clone(), within: "", record, entry });
        }
    },
};

/// One row a row of a front sheet.
pub static FIELDS: Table<FieldRecord> = Table {
    name: "report_fields",
    columns: &[
        col("report_id", |r| text(r.within)),
        col("label", |r| text(&r.entry.label)),
        col("key", |r| opt(&r.entry.key)),
        col("value", |r| text(&r.entry.value)),
    ],
    place: |e| Some(&e.place),
    rows: |filed, f| parts(filed, "f", |r| &r.fields, f),
};

/// One row a tick box or cell of an X matrix.
pub static CHOICES: Table<ChoiceRecord> = Table {
    name: "report_choices",
    columns: &[
        col("report_id", |r| text(r.within)),
        col("label", |r| text(&r.entry.label)),
        col("selected", |r| show(r.entry.selected)),
        col("mark", |r| opt(&r.entry.mark)),
    ],
    place: |e| Some(&e.place),
    rows: |filed, f| parts(filed, "c", |r| &r.choices, f),
};

/// One row an officer named on a report.
pub static OFFICERS: Table<OfficerRecord> = Table {
    name: "report_officers",
    columns: &[
        col("report_id", |r| text(r.within)),
        col("role", |r| text(&r.entry.role)),
        col("name", |r| opt(&r.entry.name)),
        col("job_title", |r| opt(&r.entry.job_title)),
        col("email", |r| opt(&r.entry.email)),
        col("phone", |r| opt(&r.entry.phone)),
        col("basis", |r| text(r.entry.basis)),
    ],
    place: |e| Some(&e.place),
    rows: |filed, f| parts(filed, "o", |r| &r.officers, f),
};

/// One row a recommendation.
pub static RECOMMENDATIONS: Table<RecommendationRecord> = Table {
    name: "recommendations",
    columns: &[
        col("report_id", |r| text(r.within)),
        col("label", |r| opt(&r.entry.label)),
        col("text", |r| text(&r.entry.text)),
    ],
    place: |e| Some(&e.place),
    rows: |filed, f| parts(filed, "rec", |r| &r.recommendations, f),
};

/// One row a section.
pub static SECTIONS: Table<SectionRecord> = Table {
    name: "report_sections",
    columns: &[
        col("report_id", |r| text(r.within)),
        col("number", |r| opt(&r.entry.number)),
        col("title", |r| text(&r.entry.title)),
        col("kind", |r| text(&r.entry.kind)),
        col("text", |r| text(&r.entry.text)),
    ],
    place: |e| Some(&e.place),
    rows: |filed, f| parts(filed, "s", |r| &r.sections, f),
};

fn each(filed: &Filed) -> impl Iterator<Item = (&Record, &ReportRecord)> {
    filed.record.report.iter().map(|report| (&filed.record, report))
}

/// Hands out what stands on each report, numbered from 1: `{report}/{mark}{n}`.
fn parts<T>(filed: &Filed, mark: &str, entries: fn(&ReportRecord) -> &[T], f: &mut TakeRow<'_, T>) {
    for (record, report) in each(filed) {
        for (entry, n) in entries(report).iter().zip(1..) {
            f(&Row { id: format!("{}/{mark}{n}", report.id), within: &report.id, record, entry });
        }
    }
}
