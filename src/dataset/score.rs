//! How right a record is: hits, what was expected and what was given, field by field, against a hand-written truth.
//! The measure is that of the project's evaluation: one-to-one matching by falling likeness, precision, recall and F1.
//! Given a truth and a record as JSON, gives a tally. Knows nothing of where they come from.

#![expect(
    clippy::indexing_slicing,
    reason = "pairs are numbers of entries of the very lists they were made from"
)]

use super::similarity::{SOFT, bare, like, norm, soft};
use serde_json::Value;
use std::collections::BTreeMap;

/// The fields of a tally, in order of name.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// What was found, by field.
    pub fields: BTreeMap<String, Count>,
}

/// What was found of one field.
#[derive(Clone, Debug, Default)]
pub struct Count {
    /// How many the truth has.
    pub gold: usize,
    /// How many were read.
    pub got: usize,
    /// How many of them are right.
    pub hit: usize,
    /// What was missed or invented, for a person to read.
    pub faults: Vec<String>,
}

impl Count {
    /// The share of what was read that is right; 0 where nothing was.
    pub fn precision(&self) -> f64 {
        if self.got == 0 { 0.0 } else { self.hit as f64 / self.got as f64 }
    }

    /// The share of the truth that was read; 0 where there is none.
    pub fn recall(&self) -> f64 {
        if self.gold == 0 { 0.0 } else { self.hit as f64 / self.gold as f64 }
    }

    /// The harmonic mean of precision and recall; 0 where nothing was hit.
    pub fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
    }
}

/// The fields that count most, in the order in which they are shown.
pub const CORE: [&str; 12] = [
    "kind",
    "council",
    "body",
    "date",
    "attendee",
    "item",
    "resolution",
    "resolution.part",
    "report.field",
    "report.choice",
    "report.recommendation",
    "report.section",
];

type Pairs = Vec<(usize, usize)>;

/// How alike two entries are: 0 for two that are not the same.
type Same<'f> = &'f dyn Fn(&Value, &Value) -> f64;

impl Tally {
    /// The mean F1 of the core fields that the truth has; 0 where it has none.
    pub fn core_mean(&self) -> f64 {
        let core = CORE.iter().filter_map(|field| self.fields.get(*field)).filter(|count| count.gold > 0);
        let f1: Vec<f64> = core.map(Count::f1).collect();
        if f1.is_empty() { 0.0 } else { f1.iter().sum::<f64>() / f1.len() as f64 }
    }

    /// The fields, the core ones first, each with whether it is one.
    pub fn in_order(&self) -> Vec<(&str, &Count, bool)> {
        let core = CORE.iter().filter_map(|field| Some((*field, self.fields.get(*field)?, true)));
        let others = self.fields.iter().filter(|(field, _)| !CORE.contains(&field.as_str()));
        core.chain(others.map(|(field, count)| (field.as_str(), count, false))).collect()
    }

    fn count(&mut self, field: &str) -> &mut Count {
        self.fields.entry(field.to_owned()).or_default()
    }

    fn value(
        &mut self,
        document: &str,
        field: &str,
        gold: &Value,
        got: &Value,
        same: fn(&str, &str) -> bool,
    ) {
        let (gold, got) = (shown(gold), shown(got));
        let hit = !gold.is_empty() && !got.is_empty() && same(&gold, &got);
        if gold.is_empty() && got.is_empty() {
            return;
        }
        let count = self.count(field);
        count.gold += usize::from(!gold.is_empty());
        count.got += usize::from(!got.is_empty());
        count.hit += usize::from(hit);
        if !hit {
            count.faults.push(format!("{document}: expected {gold:?}, got {got:?}"));
        }
    }

    fn lists(&mut self, document: &str, field: &str, gold: &[Value], got: &[Value], same: Same<'_>) -> Pairs {
        let pairs = pair(gold, got, same);
        let count = self.count(field);
        (count.gold, count.got, count.hit) =
            (count.gold + gold.len(), count.got + got.len(), count.hit + pairs.len());
        let missed =
            (0..gold.len()).filter(|i| pairs.iter().all(|p| p.0 != *i)).map(|i| ("missed", &gold[i]));
        let extra = (0..got.len()).filter(|j| pairs.iter().all(|p| p.1 != *j)).map(|j| ("extra", &got[j]));
        count
            .faults
            .extend(missed.chain(extra).map(|(how, what)| format!("{document}: {how} {}", short(what))));
        pairs
    }

    /// Adds what one document came to.
    pub fn add(&mut self, document: &str, gold: &Value, record: &Value) {
        self.head(document, gold, record);
        match text(&gold["kind"]) {
            "report" => self.report(document, gold, &record["report"]),
            "minutes" | "decision" | "agenda" => self.minutes(document, gold, record),
            _ => {}
        }
    }

    fn head(&mut self, document: &str, gold: &Value, record: &Value) {
        let meeting = &record["meeting"];
        self.value(document, "kind", &gold["kind"], &record["document"]["kind"], same_bare);
        // Not printed on the page: not scored, since a program may well know it otherwise.
        for key in ["council", "body"].into_iter().filter(|k| !shown(&gold[*k]).is_empty()) {
            self.value(document, key, &gold[key], &meeting[key], soft);
        }
        for key in ["date", "start_time", "end_time"] {
            self.value(document, key, &gold[key], &meeting[key], same_bare);
        }
        self.value(document, "venue", &gold["venue"], &meeting["venue"], soft);
    }

    fn minutes(&mut self, document: &str, gold: &Value, record: &Value) {
        let (people, got) = (list(&gold["attendance"]), list(&record["attendance"]));
        for (i, j) in self.lists(document, "attendee", people, got, &same_person) {
            for key in ["title", "role", "position"] {
                self.value(document, &format!("attendee.{key}"), &people[i][key], &got[j][key], soft);
            }
        }
        self.lists(document, "item", list(&gold["items"]), list(&record["items"]), &|a, b| {
            same_numbered(a, b, "number", &title)
        });
        self.resolutions(document, list(&gold["resolutions"]), list(&record["resolutions"]));
    }

    /// An inline decision that was read is no false alarm among the formal ones, nor the other way round.
    fn resolutions(&mut self, document: &str, gold: &[Value], got: &[Value]) {
        let same = |a: &Value, b: &Value| same_numbered(a, b, "item", &whole);
        let inline = |v: &Value| text(&v["form"]) == "inline";
        let matched: Vec<usize> =
            pair(gold, got, &same).into_iter().filter(|(i, _)| inline(&gold[*i])).map(|p| p.1).collect();
        let told_inline = |j: usize| matched.contains(&j);
        let pick = |keep: &dyn Fn(usize) -> bool| {
            (0..got.len()).filter(|j| keep(*j)).map(|j| got[j].clone()).collect::<Vec<_>>()
        };
        let formal: Vec<Value> = gold.iter().filter(|v| text(&v["form"]) == "formal").cloned().collect();
        let got_formal = pick(&|j| !told_inline(j) && !inline(&got[j]));
        for (i, j) in self.lists(document, "resolution", &formal, &got_formal, &same) {
            self.decision(document, &formal[i], &got_formal[j]);
        }
        let gold_inline: Vec<Value> = gold.iter().filter(|v| inline(v)).cloned().collect();
        let got_inline = pick(&|j| told_inline(j) || inline(&got[j]));
        self.lists(document, "resolution.inline", &gold_inline, &got_inline, &same);
    }

    fn decision(&mut self, document: &str, gold: &Value, got: &Value) {
        let same = |a: &Value, b: &Value| {
            if bare(text(&a["label"])) == bare(text(&b["label"])) {
                alike(text(&a["text"]), text(&b["text"]))
            } else {
                0.0
            }
        };
        let (parts, got_parts) = (list(&gold["parts"]), list(&got["parts"]));
        if !parts.is_empty() || !got_parts.is_empty() {
            self.lists(document, "resolution.part", parts, got_parts, &same);
        }
        for key in ["kind", "moved_by", "seconded_by"] {
            self.value(document, &format!("resolution.{key}"), &gold[key], &got[key], same_bare);
        }
    }

    /// A key left out of a truth is not scored.
    fn report(&mut self, document: &str, gold: &Value, report: &Value) {
        let labelled = |a: &Value, b: &Value| {
            if bare(text(&a["label"])) == bare(text(&b["label"])) {
                alike(text(&a["value"]), text(&b["value"]))
            } else {
                0.0
            }
        };
        let chosen = |a: &Value, b: &Value| {
            if a["selected"] == b["selected"] && soft(text(&a["label"]), text(&b["label"])) {
                1.0
            } else {
                0.0
            }
        };
        let worded = |a: &Value, b: &Value| alike(text(&a["text"]), text(&b["text"]));
        let headed =
            |a: &Value, b: &Value| if same_numbered(a, b, "number", &title) > 0.0 { 1.0 } else { 0.0 };
        let measures: [(&str, &str, Same<'_>); 4] = [
            ("report.field", "fields", &labelled),
            ("report.choice", "choices", &chosen),
            ("report.recommendation", "recommendations", &worded),
            ("report.section", "sections", &headed),
        ];
        for (field, key, same) in measures.into_iter().filter(|(_, key, _)| gold.get(key).is_some()) {
            self.lists(document, field, list(&gold[key]), list(&report[key]), same);
        }
    }
}

/// Greedy one-to-one matching by falling likeness; among equals, those at nearly the same place first.
fn pair(gold: &[Value], got: &[Value], same: Same<'_>) -> Pairs {
    let all = (0..gold.len()).flat_map(|i| (0..got.len()).map(move |j| (i, j)));
    let mut likely: Vec<(f64, usize, usize)> =
        all.map(|(i, j)| (same(&gold[i], &got[j]), i, j)).filter(|c| c.0 > 0.0).collect();
    likely.sort_by(|a, b| {
        b.0.total_cmp(&a.0).then(a.1.abs_diff(a.2).cmp(&b.1.abs_diff(b.2))).then((b.1, b.2).cmp(&(a.1, a.2)))
    });
    let mut pairs: Pairs = Vec::new();
    for (_, i, j) in likely {
        if pairs.iter().all(|(a, b)| *a != i && *b != j) {
            pairs.push((i, j));
        }
    }
    pairs
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn short(value: &Value) -> String {
    let keys = ["number", "item", "label", "name", "status", "title", "value", "text", "selected"];
    let parts = keys.iter().map(|k| shown(&value[*k])).filter(|s| !s.is_empty());
    parts.collect::<Vec<_>>().join(" | ").chars().take(140).collect()
}

fn alike(a: &str, b: &str) -> f64 {
    Some(like(a, b)).filter(|s| *s >= SOFT).unwrap_or(0.0)
}

fn same_bare(a: &str, b: &str) -> bool {
    bare(a) == bare(b)
}

fn same_person(a: &Value, b: &Value) -> f64 {
    let same = bare(text(&a["name"])) == bare(text(&b["name"])) && a["status"] == b["status"];
    if same { 1.0 } else { 0.0 }
}

fn same_numbered(a: &Value, b: &Value, key: &str, words: &dyn Fn(&Value) -> String) -> f64 {
    if number(&a[key]) == number(&b[key]) { alike(&words(a), &words(b)) } else { 0.0 }
}

fn number(value: &Value) -> Option<String> {
    let folded = norm(value.as_str()?);
    Some(folded.trim_end_matches(|c: char| c.is_whitespace() || c == '.').replace(' ', ""))
}

fn title(value: &Value) -> String {
    text(&value["title"]).to_owned()
}

/// Lead-in and parts as one text.
fn whole(value: &Value) -> String {
    let parts = list(&value["parts"]).iter().map(|p| text(&p["text"]));
    std::iter::once(text(&value["text"])).chain(parts).collect::<Vec<_>>().join(" ")
}
