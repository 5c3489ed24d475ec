//! The tables of reports: reports.csv, and what stands on them, report_fields.csv, report_choices.csv,
//! report_officers.csv, report_recommendations (as recommendations.csv) and report_sections.csv.

use super::super::field::Field;
use super::super::standing::Filed;
use super::super::table::{Row, Table, TakeRow, col, list, opt, show, show_opt, text};
use super::super::words;
use super::meeting_id;
use crate::model::record::{
    ChoiceRecord, FieldRecord, OfficerRecord, RecommendationRecord, Record, ReportRecord, SectionRecord,
};

/// One row a report.
pub static REPORTS: Table<ReportRecord> = Table {
    name: "reports",
    meaning: "A report, or the front sheet of a record of a decision",
    columns: &[
        col(Field::key("meeting_id", "meetings", "The meeting to which it goes").always(), |r| {
            text(meeting_id(r.record))
        }),
        col(Field::text("title", "Its title"), |r| opt(&r.entry.title)),
        col(Field::text("reference", "Its own number"), |r| opt(&r.entry.reference)),
        col(
            Field::text("agenda_item", "The item of the agenda under which it stands, as it says itself"),
            |r| opt(&r.entry.agenda_item),
        ),
        col(Field::truth("exempt", "Whether it is exempt from publication, wholly or in part"), |r| {
            show_opt(r.entry.exempt)
        }),
        col(Field::text("exempt_reason", "Why it is exempt"), |r| opt(&r.entry.exempt_reason)),
        col(
            Field::text(
                "exempt_paragraphs",
                "Paragraphs of the schedule of exempt information that are named, with `; ` between",
            ),
            |r| list(&r.entry.exempt_paragraphs),
        ),
        col(
            Field::word(
                "exempt_jurisdiction",
                words::JURISDICTIONS,
                "Whose schedule that is, where the words tell",
            ),
            |r| text(r.entry.exempt_jurisdiction.unwrap_or("")),
        ),
        col(Field::truth("key_decision", "Whether it is a key decision"), |r| show_opt(r.entry.key_decision)),
        col(Field::text("wards", "Wards affected, with `; ` between; `all` for all of them"), |r| {
            list(&r.entry.wards)
        }),
        col(Field::text("portfolio", "The portfolio"), |r| opt(&r.entry.portfolio)),
        col(
            Field::text(
                "cabinet_member",
                "The member of the cabinet in whose portfolio it is, without title",
            ),
            |r| opt(&r.entry.cabinet_member),
        ),
        col(Field::text("forward_plan_ref", "Its number in the forward plan"), |r| {
            opt(&r.entry.forward_plan_ref)
        }),
        col(Field::text("background_papers", "Background papers, with `; ` between"), |r| {
            list(&r.entry.background_papers)
        }),
        col(Field::text("appendices", "Appendices, with `; ` between"), |r| list(&r.entry.appendices)),
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
    meaning: "A row of the front sheet of a report",
    columns: &[
        col(Field::key("report_id", "reports", "The report").always(), |r| text(r.within)),
        col(Field::text("label", "The label, as printed, without colon").always(), |r| text(&r.entry.label)),
        col(Field::text("key", "What the label means, where a vocabulary knows it"), |r| opt(&r.entry.key)),
        col(Field::text("value", "Its value, lines joined by spaces"), |r| text(&r.entry.value)),
    ],
    place: |e| Some(&e.place),
    rows: |filed, f| parts(filed, "f", |r| &r.fields, f),
};

/// One row a tick box or cell of an X matrix.
pub static CHOICES: Table<ChoiceRecord> = Table {
    name: "report_choices",
    meaning: "A tick box, or a cell of a matrix of choices",
    columns: &[
        col(Field::key("report_id", "reports", "The report").always(), |r| text(r.within)),
        col(Field::text("label", "What could be chosen"), |r| text(&r.entry.label)),
        col(Field::truth("selected", "Whether it was").always(), |r| show(r.entry.selected)),
        col(Field::text("mark", "The mark, as printed"), |r| opt(&r.entry.mark)),
    ],
    place: |e| Some(&e.place),
    rows: |filed, f| parts(filed, "c", |r| &r.choices, f),
};

/// One row an officer named on a report.
pub static OFFICERS: Table<OfficerRecord> = Table {
    name: "report_officers",
    meaning: "An officer named on a report",
    columns: &[
        col(Field::key("report_id", "reports", "The report").always(), |r| text(r.within)),
        col(
            Field::text("role", "In which part of the report: `report_of`, `contact_officer` …").always(),
            |r| text(&r.entry.role),
        ),
        col(Field::text("name", "Their name"), |r| opt(&r.entry.name)),
        col(Field::text("job_title", "Their post"), |r| opt(&r.entry.job_title)),
        col(Field::text("email", "Their e-mail address"), |r| opt(&r.entry.email)),
        col(Field::text("phone", "Their telephone number"), |r| opt(&r.entry.phone)),
        col(Field::word("basis", words::BASES, "How name and post were told apart").always(), |r| {
            text(r.entry.basis)
        }),
    ],
    place: |e| Some(&e.place),
    rows: |filed, f| parts(filed, "o", |r| &r.officers, f),
};

/// One row a recommendation.
pub static RECOMMENDATIONS: Table<RecommendationRecord> = Table {
    name: "recommendations",
    meaning: "A recommendation of a report",
    columns: &[
        col(Field::key("report_id", "reports", "The report").always(), |r| text(r.within)),
        col(Field::text("label", "Its label, as printed; empty where there is one alone"), |r| {
            opt(&r.entry.label)
        }),
        col(Field::text("text", "Its words"), |r| text(&r.entry.text)),
    ],
    place: |e| Some(&e.place),
    rows: |filed, f| parts(filed, "rec", |r| &r.recommendations, f),
};

/// One row a section.
pub static SECTIONS: Table<SectionRecord> = Table {
    name: "report_sections",
    meaning: "A section of a report",
    columns: &[
        col(Field::key("report_id", "reports", "The report").always(), |r| text(r.within)),
        col(Field::text("number", "Its number as printed, without the closing mark"), |r| opt(&r.entry.number)),
        col(Field::text("title", "The heading"), |r| text(&r.entry.title)),
        col(Field::text("kind", "What it is about: `summary`, `recommendations`, `finance` …; `other` where no vocabulary knows the heading").always(), |r| text(&r.entry.kind)),
        col(Field::text("text", "The words under it"), |r| text(&r.entry.text)),
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
