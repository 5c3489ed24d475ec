//! CSV and JSON are two views of one model: every table that is cut from a list of the documents holds that list, row
//! for row and cell for cell, wherever a column bears the name of a key; ids are unique and foreign keys lead somewhere.

use crate::fixtures::{Unwatched, all, files, found, harvest, settings};
use minutebook::batch::{Batch, Harvest};
use minutebook::dataset::folder::Folder;
use minutebook::dataset::write::described;
use minutebook::source::{self, Shard};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

type Row = BTreeMap<String, String>;

/// A table, and where its entries stand in a document.
const LISTS: &[(&str, &str)] = &[
    ("attendance", "/attendance"),
    ("presence", "/presence"),
    ("items", "/items"),
    ("resolutions", "/resolutions"),
    ("declarations", "/declarations"),
    ("actions", "/actions"),
    ("references", "/references"),
    ("report_fields", "/report/fields"),
    ("report_choices", "/report/choices"),
    ("report_officers", "/report/officers"),
    ("recommendations", "/report/recommendations"),
    ("report_sections", "/report/sections"),
    ("links", "/links"),
    ("issues", "/issues"),
];

struct Dataset {
    documents: BTreeMap<String, Value>,
    tables: BTreeMap<String, Vec<Row>>,
}

fn dataset() -> Dataset {
    let folder = harvest();
    let document = |path: &Path| serde_json::from_slice::<Value>(&std::fs::read(path).unwrap()).unwrap();
    let documents = files(&folder.path().join("documents")).into_iter().map(|p| document(&p));
    let stem = |path: &Path| path.file_stem().unwrap().to_string_lossy().into_owned();
    Dataset {
        documents: documents.map(|d| (shown(&d["document"]["id"]), d)).collect(),
        tables: files(&folder.path().join("data")).iter().map(|p| (stem(p), rows(p))).collect(),
    }
}

fn rows(path: &Path) -> Vec<Row> {
    let bytes = std::fs::read(path).unwrap();
    assert!(bytes.ends_with(b"\r\n") && bytes[0] != 0xef, "{}: CRLF and no BOM", path.display());
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let rows = reader.deserialize::<Row>();
    rows.map(|r| r.unwrap_or_else(|e| panic!("{}: {e}", path.display()))).collect()
}

/// A value as a cell shows it.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(shown).collect::<Vec<_>>().join("; "),
        Value::Number(number) => number.as_f64().map_or(number.to_string(), |n| n.to_string()),
        other => other.to_string(),
    }
}

fn assert_same(table: &str, row: &Row, entry: &Value) {
    for (key, value) in entry.as_object().unwrap() {
        if let Some(cell) = row.get(key).filter(|_| !value.is_object()) {
            assert_eq!(*cell, shown(value), "{table}, column {key}, row {}", row["id"]);
        }
    }
    let place = &entry["place"];
    let cells = ["page", "x0", "top", "x1", "bottom"].map(|c| row[c].clone());
    let box_cell = |at: usize| shown(&place["bbox"][at]);
    let stands = place["page"].as_u64().is_some_and(|p| p > 0);
    let expected = [shown(&place["page"]), box_cell(0), box_cell(1), box_cell(2), box_cell(3)];
    assert_eq!(
        cells,
        if stands { expected } else { Default::default() },
        "{table}, place of row {}",
        row["id"]
    );
}

#[test]
fn tables_agree_with_documents() {
    let dataset = dataset();
    for (table, pointer) in LISTS {
        for (id, document) in &dataset.documents {
            let rows: Vec<&Row> = dataset.tables[*table].iter().filter(|r| r["document_id"] == *id).collect();
            let entries = document.pointer(pointer).and_then(Value::as_array).cloned().unwrap_or_default();
            assert_eq!(rows.len(), entries.len(), "rows of {table} from {id}");
            rows.iter().zip(&entries).for_each(|(row, entry)| assert_same(table, row, entry));
        }
    }
}

#[test]
fn documents_and_meetings_agree() {
    let dataset = dataset();
    assert_eq!(dataset.tables["documents"].len(), dataset.documents.len());
    for row in &dataset.tables["documents"] {
        assert_same("documents", row, &dataset.documents[&row["id"]]["document"]);
    }
    for row in &dataset.tables["meetings"] {
        assert_same("meetings", row, &dataset.documents[&row["document_id"]]["meeting"]);
    }
}

#[test]
fn parts_and_votes_agree() {
    let dataset = dataset();
    for document in dataset.documents.values() {
        for resolution in document["resolutions"].as_array().unwrap() {
            let of_it = |table: &str| {
                let rows =
                    dataset.tables[table].iter().filter(|r| r["resolution_id"] == shown(&resolution["id"]));
                rows.collect::<Vec<_>>()
            };
            let parts = resolution["parts"].as_array().unwrap();
            assert_eq!(of_it("resolution_parts").len(), parts.len());
            of_it("resolution_parts")
                .iter()
                .zip(parts)
                .for_each(|(row, part)| assert_same("resolution_parts", row, part));
            let names = |choice: &str| {
                resolution.pointer(&format!("/vote/names/{choice}")).map(shown).unwrap_or_default()
            };
            for choice in ["for", "against", "abstain"] {
                let voters =
                    of_it("votes").into_iter().filter(|r| r["choice"] == choice).map(|r| r["name"].clone());
                assert_eq!(voters.collect::<Vec<_>>().join("; "), names(choice));
            }
        }
    }
}

#[test]
fn ids_are_unique_and_foreign_keys_lead_somewhere() {
    let dataset = dataset();
    let ids = |table: &str| dataset.tables[table].iter().map(|r| r["id"].clone()).collect::<BTreeSet<_>>();
    for described in described().iter().filter(|d| d.path.starts_with("data/")) {
        let (table, rows) = (&described.name, &dataset.tables[&described.name]);
        assert_eq!(ids(table).len(), rows.len(), "ids of {table}");
        for (key, target) in described.fields.iter().filter_map(|f| Some((f.name, f.leads_to?))) {
            let targets = ids(target);
            let astray = |r: &&Row| !r[key].is_empty() && !targets.contains(&r[key]);
            assert_eq!(rows.iter().find(astray), None, "{table}.{key} leads to no row of {target}");
        }
    }
}

#[test]
fn every_table_has_a_header_even_if_empty() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = Folder::prepare(folder.path(), false).unwrap();
    Batch::new(1).unwrap().write(&mut Harvest::default(), &dataset, |_| {}).unwrap();
    let tables = files(&folder.path().join("data"));
    assert_eq!(tables.len(), 23);
    for table in tables {
        let text = std::fs::read_to_string(&table).unwrap();
        assert!(
            text.starts_with("id,") && text.ends_with(",document_id,page,x0,top,x1,bottom\r\n"),
            "{}",
            table.display()
        );
    }
}

#[test]
fn what_a_run_says_that_it_wrote_stands_on_the_disk() {
    let some: Vec<_> = all().into_iter().take(6).map(|fixture| fixture.pdf).collect();
    let (place, sources) = (tempfile::tempdir().unwrap(), source::find(&some).unwrap());
    let (batch, folder) = (Batch::new(2).unwrap(), Folder::prepare(place.path(), false).unwrap());
    // The second time the documents are known, and one of them was changed by another hand.
    for _ in 0..2 {
        let harvest = batch.extract(&sources, Shard::WHOLE, &settings(), &folder, &Unwatched);
        let written = batch.write(&mut harvest.unwrap(), &folder, |_| {}).unwrap();
        let found = found(&folder);
        for (told, found) in written.tables.iter().zip(&found.tables) {
            assert_eq!((&told.digest, told.rows), (&found.digest, found.rows), "{}", found.described.path);
        }
        assert_eq!(written.tables.len(), found.tables.len());
        assert!(written.documents().eq(found.documents()));
        let path = place.path().join(written.documents().next().unwrap().0);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.trim_end()).unwrap();
    }
}
