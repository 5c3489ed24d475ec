//! A dataset as it is published: what describes it agrees with the code, the tables and the documents, and what is wrong
//! with it is found.

use crate::fixtures::{all, found, harvest};
use minutebook::dataset::about::About;
use minutebook::dataset::field::Sort;
use minutebook::dataset::folder::Folder;
use minutebook::dataset::formats::{self, Format};
use minutebook::dataset::package::{self, Round};
use minutebook::dataset::rebuild::Documents;
use minutebook::dataset::shape::{Holds, Shape};
use minutebook::dataset::shapes::RECORD;
use minutebook::dataset::write::{self, described};
use minutebook::model::diagnostic::Code;
use minutebook::model::record::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// The dataset of the fixtures with everything round it, in a folder of its own.
fn published() -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for folder in ["documents", "data", "report", "."] {
        std::fs::create_dir_all(copy.path().join(folder)).unwrap();
        for file in crate::fixtures::files(&harvest().path().join(folder)) {
            let name = file.file_name().unwrap();
            std::fs::copy(&file, copy.path().join(folder).join(name)).unwrap();
        }
    }
    let about = About {
        title: Some("Minutes of Ashmere".into()),
        publisher: Some("Ashmere".into()),
        licence: Some("OGL-UK-3.0".into()),
        ..About::default()
    };
    let folder = Folder::at(copy.path());
    package::write(&folder, &about, Round::write(&folder, &about).unwrap(), &[], &found(&folder)).unwrap();
    copy
}

fn json_of(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn faults(shape: &Shape, value: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    shape.check("", value, &mut |fault| faults.push(fault));
    faults
}

/// A record with an entry in every list and a value wherever one may stand.
fn fullest() -> Value {
    let place = PlaceRecord { page: 1, confidence: Some(90), ..PlaceRecord::default() };
    let resolution = ResolutionRecord {
        parts: vec![PartRecord::default()],
        vote: Some(VoteRecord::default()),
        ..ResolutionRecord::default()
    };
    let report = ReportRecord {
        fields: vec![FieldRecord::default()],
        choices: vec![ChoiceRecord::default()],
        officers: vec![OfficerRecord::default()],
        recommendations: vec![RecommendationRecord::default()],
        sections: vec![SectionRecord::default()],
        place: Some(place.clone()),
        ..ReportRecord::default()
    };
    let record = Record {
        schema: SCHEMA,
        document: DocumentRecord::default(),
        meeting: MeetingRecord { place: Some(place.clone()), ..MeetingRecord::default() },
        attendance: vec![AttendanceRecord::default()],
        presence: vec![PresenceRecord::default()],
        items: vec![ItemRecord::default()],
        resolutions: vec![resolution],
        declarations: vec![DeclarationRecord::default()],
        actions: vec![ActionRecord::default()],
        references: vec![ReferenceRecord::default()],
        report: Some(report),
        links: vec![LinkRecord::default()],
        issues: vec![IssueRecord {
            code: "NO_TEXT",
            severity: "info",
            message: "m".into(),
            place: Some(place),
        }],
    };
    serde_json::to_value(record).unwrap()
}

/// The keys of the value and of the shape are the same, in the same order, at every depth.
fn assert_keys(shape: &Shape, value: &Value) {
    let keys: Vec<&str> = shape.keys.iter().map(|key| key.name).collect();
    let object = value.as_object().unwrap_or_else(|| panic!("{}: {value}", shape.name));
    assert_eq!(object.keys().collect::<Vec<_>>(), keys, "keys of {}", shape.name);
    for key in shape.keys {
        match key.holds {
            Holds::One(held) => assert_keys(held, &value[key.name]),
            Holds::Many(held) => assert_keys(held, &value[key.name][0]),
            _ => assert!(shape.field(key).is_some(), "{}.{}: no column describes it", shape.name, key.name),
        }
    }
}

#[test]
fn every_key_of_the_records_is_described_and_no_other() {
    assert_keys(&RECORD, &fullest());
}

#[test]
fn every_document_of_the_fixtures_fits_the_schema() {
    for file in crate::fixtures::files(&harvest().path().join("documents")) {
        assert_eq!(faults(&RECORD, &json_of(&file)), Vec::<String>::new(), "{}", file.display());
    }
}

#[test]
fn a_document_that_does_not_fit_is_told_where() {
    let file = &crate::fixtures::files(&harvest().path().join("documents"))[0];
    let mut document = json_of(file);
    document["document"]["kind"] = json!("letter");
    document["meeting"]["date"] = json!("May 2019");
    document["meeting"]["mood"] = json!("fair");
    document.as_object_mut().unwrap().remove("links");
    let found = faults(&RECORD, &document);
    let at: Vec<&str> = found.iter().map(|fault| fault.split(':').next().unwrap()).collect();
    assert_eq!(at, ["/document/kind", "/meeting/date", "/meeting/mood", "/links"], "{found:?}");
}

#[test]
fn columns_are_described_as_they_are_written() {
    for table in described() {
        let mut reader = csv::Reader::from_path(harvest().path().join(&table.path)).unwrap();
        let names: Vec<&str> = table.fields.iter().map(|field| field.name).collect();
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), names, "{}", table.path);
        for row in reader.records() {
            for (field, cell) in table.fields.iter().zip(&row.unwrap()) {
                assert_eq!(field.fault(cell), None, "{}, column {}: “{cell}”", table.path, field.name);
            }
        }
        assert!(table.fields.iter().all(|f| !f.meaning.is_empty() && !f.meaning.ends_with('.')));
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{}", table.path);
    }
}

#[test]
fn package_csvw_schema_and_dictionary_say_the_same() {
    let folder = published();
    let package = json_of(&folder.path().join(package::PACKAGE));
    let csvw = json_of(&folder.path().join(package::CSVW));
    let dictionary = std::fs::read_to_string(folder.path().join(package::DICTIONARY)).unwrap();
    assert_eq!(package["resources"].as_array().unwrap().len(), described().len());
    for (table, n) in described().iter().zip(0..) {
        let (resource, web) = (&package["resources"][n], &csvw["tables"][n]);
        assert_eq!((&resource["path"], &web["url"]), (&json!(table.path), &json!(table.path)));
        assert!(dictionary.contains(&format!("### {}\n\n{}.", table.path, table.meaning)));
        for (field, n) in table.fields.iter().zip(0..) {
            let (fields, columns) = (&resource["schema"]["fields"][n], &web["tableSchema"]["columns"][n]);
            assert_eq!((&fields["name"], &columns["name"]), (&json!(field.name), &json!(field.name)));
            assert_eq!(fields["constraints"]["required"] == json!(true), field.always);
            assert_eq!(columns["required"], json!(field.always));
            let line = dictionary
                .lines()
                .find(|l| l.starts_with(&format!("| `{}` |", field.name)) && l.contains(field.meaning));
            let line = line.unwrap_or_else(|| panic!("{}.{} in the dictionary", table.path, field.name));
            assert!(field.words.iter().all(|word| line.contains(word)), "{line}");
        }
    }
    assert!(Code::ALL.iter().all(|code| dictionary.contains(&format!("| `{}` | ", code.as_str()))));
    let schema = json_of(&folder.path().join(package::SCHEMA));
    for shape in RECORD.all() {
        let keys: Vec<&str> = shape.keys.iter().map(|key| key.name).collect();
        assert_eq!(schema["$defs"][shape.name]["required"], json!(keys));
        assert!(dictionary.contains(&format!("### {}\n\n{}.", shape.name, shape.meaning)));
    }
}

#[test]
fn the_package_names_publisher_licence_bytes_and_rows() {
    let folder = published();
    let package = json_of(&folder.path().join(package::PACKAGE));
    assert_eq!(package["title"], "Minutes of Ashmere");
    assert_eq!(package["licenses"][0]["name"], "OGL-UK-3.0");
    assert_eq!(package["contributors"][0], json!({ "title": "Ashmere", "roles": ["publisher"] }));
    for resource in package["resources"].as_array().unwrap() {
        let path = folder.path().join(resource["path"].as_str().unwrap());
        assert_eq!(resource["bytes"].as_u64(), Some(path.metadata().unwrap().len()));
        let rows = csv::Reader::from_path(&path).unwrap().records().count();
        assert_eq!(resource["rows"].as_u64(), Some(rows as u64), "{}", path.display());
    }
    assert!(all().len() <= package["resources"][0]["rows"].as_u64().unwrap() as usize);
}

#[test]
fn tables_rebuilt_from_documents_equal_the_tables() {
    let (folder, again) = (Folder::at(harvest().path()), tempfile::tempdir().unwrap());
    let rebuilt = Folder::prepare(again.path(), false).unwrap();
    let mut sheets = write::sheets(&rebuilt, &[]).unwrap();
    let documents = Documents::of(&folder).unwrap();
    documents.each(|filed| sheets.iter_mut().try_for_each(|sheet| sheet.push(filed))).unwrap();
    sheets.into_iter().for_each(|sheet| drop(sheet.finish().unwrap()));
    // What became of files that gave no document stands in no document.
    for table in described().iter().filter(|table| table.name != "coverage") {
        let text = |folder: &Path| std::fs::read_to_string(folder.join(&table.path)).unwrap();
        assert!(text(harvest().path()) == text(again.path()), "{} is another", table.path);
    }
}

/// JSON to SQLite and back to rows: a database made from documents alone holds every cell of the tables.
#[cfg(feature = "sqlite")]
#[test]
fn a_database_made_from_documents_loses_nothing() {
    use rusqlite::types::Value;
    let (folder, again) = (Folder::at(harvest().path()), tempfile::tempdir().unwrap());
    let rebuilt = Folder::prepare(again.path(), false).unwrap();
    let mut sheets = write::sheets(&rebuilt, &[]).unwrap();
    let documents = Documents::of(&folder).unwrap();
    documents.each(|filed| sheets.iter_mut().try_for_each(|sheet| sheet.push(filed))).unwrap();
    sheets.into_iter().for_each(|sheet| drop(sheet.finish().unwrap()));
    formats::write(&rebuilt, &[Format::Sqlite], &About::default()).unwrap();
    let database = rusqlite::Connection::open(again.path().join(formats::DATABASE)).unwrap();
    let mut cells = 0;
    for table in described().iter().filter(|table| table.name != "coverage") {
        let mut expected = csv::Reader::from_path(harvest().path().join(&table.path)).unwrap();
        let name = table.name.replace('-', "_");
        let mut select = database.prepare(&format!("SELECT * FROM \"{name}\" ORDER BY rowid")).unwrap();
        let mut rows = select.query([]).unwrap();
        for expected in expected.records().map(Result::unwrap) {
            let row = rows.next().unwrap().unwrap_or_else(|| panic!("{name}: rows are missing"));
            for ((field, expected), at) in table.fields.iter().zip(&expected).zip(0..) {
                let shown = match (row.get::<usize, Value>(at).unwrap(), field.sort) {
                    (Value::Null, _) => String::new(),
                    (Value::Integer(n), Sort::Truth) => (n == 1).to_string(),
                    (Value::Integer(n), _) => n.to_string(),
                    (Value::Real(n), _) => n.to_string(),
                    (Value::Text(text), _) => text,
                    (Value::Blob(_), _) => panic!("{name}.{}: bytes", field.name),
                };
                assert_eq!(shown, expected, "{name}.{}", field.name);
                cells += 1;
            }
        }
        assert!(rows.next().unwrap().is_none(), "{name}: rows too many");
    }
    assert!(cells > 10_000, "{cells}");
}

#[test]
fn a_spreadsheet_gets_the_same_cells_with_guards() {
    let folder = published();
    let written =
        formats::write(&Folder::at(folder.path()), &[Format::Spreadsheet], &About::default()).unwrap();
    assert_eq!(written.len(), described().len());
    for (table, name) in described().iter().zip(written) {
        let bytes = std::fs::read(folder.path().join(&name)).unwrap();
        let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or_else(|| panic!("{name}: no mark"));
        let mut plain = csv::Reader::from_path(folder.path().join(&table.path)).unwrap();
        let mut guarded = csv::Reader::from_reader(text);
        let (plain, guarded) = (plain.records(), guarded.records());
        for (plain, guarded) in plain.map(Result::unwrap).zip(guarded.map(Result::unwrap)) {
            for ((cell, shown), field) in plain.iter().zip(&guarded).zip(&table.fields) {
                assert!(shown == cell || (field.sort == Sort::Text && shown == format!("'{cell}")));
                let formula = field.sort == Sort::Text && shown.starts_with(['=', '+', '-', '@', '\t', '\r']);
                assert!(!formula, "{name}: {shown}");
            }
        }
    }
    formats::write(&Folder::at(folder.path()), &[], &About::default()).unwrap();
    assert!(!folder.path().join("excel/items.csv").exists(), "what was not asked for does not stay");
}

fn minutebook(arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_minutebook")).args(arguments).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(text).unwrap())
}

/// A dataset that the program wrote, and where its documents are.
fn extracted(out: &Path, more: &[&str]) -> String {
    let pdf = all().remove(0).folder.to_str().unwrap().to_owned();
    let arguments = [&["extract", &pdf, "--quiet", "--out", out.to_str().unwrap()], more].concat();
    assert_eq!(minutebook(&arguments), (0, String::new()));
    pdf
}

#[test]
fn a_dataset_is_verified_with_its_documents() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("minutebook.toml"),
        "title = \"From the file\"\nlicence = \"CC0-1.0\"\n",
    )
    .unwrap();
    let pdfs = extracted(folder.path(), &["--excel", "--title", "Typed"]);
    let package = json_of(&folder.path().join(package::PACKAGE));
    assert_eq!((&package["title"], &package["licenses"][0]["name"]), (&json!("Typed"), &json!("CC0-1.0")));
    let dataset = folder.path().to_str().unwrap();
    let (code, text) = minutebook(&["verify", dataset, "--pdfs", &pdfs]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("quotes found on their pages") && text.contains("nothing is wrong"), "{text}");
}

#[test]
fn what_was_changed_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let pdfs = extracted(folder.path(), &[]);
    let dataset = folder.path().to_str().unwrap();
    let change = |name: &str, from: &str, to: &str| {
        let path = folder.path().join(name);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{name}: {from}");
        std::fs::write(path, text.replacen(from, to, 1)).unwrap();
    };
    change("data/attendance.csv", ",present,", ",presnt,");
    let document = &crate::fixtures::files(&folder.path().join("documents"))[0];
    let name = format!("documents/{}", document.file_name().unwrap().to_str().unwrap());
    change(&name, "\"quote\": \"", "\"quote\": \"zzzz");
    let (code, text) = minutebook(&["verify", dataset, "--pdfs", &pdfs]);
    assert_eq!(code, 1, "{text}");
    let told = [
        "it was changed",
        "status: one of present",
        "“presnt”, but the document gives “present”",
        "does not stand in its rectangle",
    ];
    for told in told {
        assert!(text.contains(told), "{told} in {text}");
    }
    std::fs::write(folder.path().join("run.json"), "{\"finished\": null}").unwrap();
    assert_eq!(minutebook(&["verify", dataset]).0, 2);
}

#[test]
fn a_format_that_is_not_built_in_says_how_to_build_it() {
    let formats = [
        ("sqlite", cfg!(feature = "sqlite"), "dataset.sqlite"),
        ("xlsx", cfg!(feature = "xlsx"), "dataset.xlsx"),
        ("parquet", cfg!(feature = "parquet"), "parquet/items.parquet"),
    ];
    for (format, built, file) in formats {
        let folder = tempfile::tempdir().unwrap();
        if built {
            extracted(folder.path(), &["--format", format]);
            assert!(folder.path().join(file).is_file());
        } else {
            let (pdf, out) = (all().remove(0).pdf, folder.path().join("out"));
            let [pdf, out] = [&pdf, &out].map(|path| path.to_str().unwrap());
            let (code, text) = minutebook(&["extract", pdf, "--out", out, "--format", format]);
            assert_eq!(code, 2);
            assert!(text.contains(&format!("--features {format}")), "{text}");
        }
    }
}

/// A cell of a Parquet file as the CSV has it.
#[cfg(feature = "parquet")]
fn shown(cell: &parquet::record::Field) -> String {
    use parquet::record::Field;
    match cell {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Long(number) => number.to_string(),
        Field::Double(number) => number.to_string(),
        Field::Bool(truth) => truth.to_string(),
        Field::Date(days) => {
            use jiff::ToSpan;
            jiff::civil::date(1970, 1, 1).checked_add(days.days()).unwrap().to_string()
        }
        Field::TimeMillis(thousandths) => {
            let minutes = thousandths / 60_000;
            format!("{:02}:{:02}", minutes / 60, minutes % 60)
        }
        other => panic!("a cell of another type: {other:?}"),
    }
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_holds_every_cell_with_its_type() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let folder = published();
    let written = formats::write(&Folder::at(folder.path()), &[Format::Parquet], &About::default()).unwrap();
    let mut types = BTreeSet::new();
    for (table, name) in described().iter().zip(written) {
        let file = std::fs::File::open(folder.path().join(&name)).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let plain = csv::Reader::from_path(folder.path().join(&table.path)).unwrap();
        let mut rows = plain.into_records().map(Result::unwrap);
        for typed in reader.get_row_iter(None).unwrap().map(Result::unwrap) {
            let row = rows.next().unwrap();
            for (((column, cell), field), plain) in typed.get_column_iter().zip(&table.fields).zip(&row) {
                assert_eq!((column.as_str(), shown(cell).as_str()), (field.name, plain), "{name}");
                types.insert(format!("{:?} {:?}", field.sort, std::mem::discriminant(cell)));
            }
        }
        assert!(rows.next().is_none(), "{name} has fewer rows");
    }
    let sorts: BTreeSet<&str> = types.iter().map(|t| t.split(' ').next().unwrap()).collect();
    assert_eq!(sorts.into_iter().collect::<Vec<_>>(), ["Date", "Integer", "Number", "Text", "Time", "Truth"]);
}
