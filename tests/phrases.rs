//! Phrase cases: `phrases/*.txt` hold short texts in the manner of clerks, each with what must be read from it. A section
//! `--- name ---` is a case, `--- name @welsh ---` one for that house style, `@bare` one without the file's frame, `@scan` one on a
//! page that was read from an image; the
//! section `--- frame ---` stands round each case of its file, at `{}`. Lines with `=>` say what is expected: all entries
//! of a sort that a case names must be there and no other; `none SORT` says that there is none.
//!
//! `wanted.txt` holds what is not read yet: it is counted, and fails only where a case has come true unnoticed.

use crate::fixtures::{files, root};
use crate::paper;
use minutebook::house_style::Styles;
use minutebook::model::minutes::{DateNode, Minutes, Status, TimeNode, Vote};
use minutebook::model::span::Span;
use minutebook::model::transcript::{TextSource, Transcript};
use minutebook::model::tree::Tree;
use minutebook::parse;
use std::collections::BTreeMap;
use std::path::Path;

const WANTED: &str = "wanted";

struct Case {
    name: String,
    style: String,
    text: String,
    /// The page was read from an image.
    scanned: bool,
    /// Entries expected, by sort.
    expected: BTreeMap<String, Vec<String>>,
}

#[test]
fn phrases_are_read_as_expected() {
    let mut faults = Vec::new();
    let mut read = 0;
    for file in case_files().iter().filter(|f| f.file_stem().is_none_or(|s| s != WANTED)) {
        let cases = cases(file);
        read += cases.len();
        faults.extend(cases.iter().filter_map(fault));
    }
    println!("{read} phrase cases, {} faults", faults.len());
    assert!(faults.is_empty(), "{} of {read} phrase cases:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn what_is_wanted_is_counted() {
    let wanted = cases(&root().join("tests/phrases/wanted.txt"));
    let come_true: Vec<&str> =
        wanted.iter().filter(|c| fault(c).is_none()).map(|c| c.name.as_str()).collect();
    println!(
        "{} phrase cases wanted, of which {} are read already: {come_true:?}",
        wanted.len(),
        come_true.len()
    );
    if std::env::var_os("SHOW_WANTED").is_some() {
        wanted.iter().filter_map(fault).for_each(|f| println!("{f}"));
    }
}

fn case_files() -> Vec<std::path::PathBuf> {
    files(&root().join("tests/phrases"))
        .into_iter()
        .filter(|f| f.extension().is_some_and(|e| e == "txt"))
        .collect()
}

fn cases(file: &Path) -> Vec<Case> {
    let text = std::fs::read_to_string(file).unwrap();
    let stem = file.file_stem().unwrap().to_string_lossy().into_owned();
    let mut frame = "{}\n".to_owned();
    let mut cases = Vec::new();
    for section in text.split("\n--- ").skip(1) {
        let (head, body) = section.split_once('\n').unwrap_or((section, ""));
        let head = head.trim().trim_end_matches("---").trim();
        if head == "frame" {
            frame = body.to_owned();
        } else {
            cases.push(case(&stem, head, body, &frame));
        }
    }
    assert!(!cases.is_empty(), "{}: no case", file.display());
    cases
}

fn case(stem: &str, head: &str, body: &str, frame: &str) -> Case {
    let mut words = head.split(" @");
    let name = format!("{stem}: {}", words.next().unwrap_or(""));
    let mut style = "generic".to_owned();
    let mut frame = frame;
    let mut scanned = false;
    for word in words.map(str::trim) {
        match word {
            "bare" => frame = "{}",
            "scan" => scanned = true,
            other => other.clone_into(&mut style),
        }
    }
    let mut expected: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut text = String::new();
    for line in body.lines() {
        match line.strip_prefix("=>").map(str::trim) {
            None => text.extend([line, "\n"]),
            Some(entry) => match entry.strip_prefix("none ") {
                Some(sort) => drop(expected.entry(sort.trim().to_owned()).or_default()),
                None => {
                    let (sort, words) = entry.split_once(": ").unwrap_or_else(|| panic!("{name}: {entry:?}"));
                    expected.entry(sort.to_owned()).or_default().push(words.to_owned());
                }
            },
        }
    }
    assert!(!expected.is_empty(), "{name}: nothing expected");
    Case { name, style, text: frame.replace("{}", text.trim_end()), scanned, expected }
}

/// What differs, if anything does.
fn fault(case: &Case) -> Option<String> {
    static STYLES: std::sync::LazyLock<Styles> = std::sync::LazyLock::new(|| Styles::built_in().unwrap());
    let mut transcript = paper::transcript(&case.text);
    if case.scanned {
        transcript.pages.iter_mut().for_each(|page| page.source = TextSource::Recognised);
    }
    let style = STYLES.named(&case.style).unwrap_or_else(|| panic!("{}: no style {}", case.name, case.style));
    let tree = parse::tree(style, &parse::Reader::new(&transcript));
    let found = Found { transcript: &transcript, tree: &tree };
    let wrong = case.expected.iter().filter_map(|(sort, expected)| {
        let got = found.entries(sort);
        let list = |entries: &[String]| entries.iter().map(|e| format!("\n      {e}")).collect::<String>();
        (got != *expected).then(|| format!("    {sort}: expected{}\n    found{}", list(expected), list(&got)))
    });
    let wrong: Vec<String> = wrong.collect();
    (!wrong.is_empty()).then(|| format!("  {}\n{}", case.name, wrong.join("\n")))
}

struct Found<'a> {
    transcript: &'a Transcript,
    tree: &'a Tree,
}

impl Found<'_> {
    fn text(&self, span: Span) -> String {
        let words = self.transcript.quote(span);
        if words.is_empty() { "-".to_owned() } else { words }
    }

    fn or_dash(&self, span: Option<Span>) -> String {
        span.map_or("-".to_owned(), |s| self.text(s))
    }

    fn one(&self, span: Option<Span>) -> Vec<String> {
        span.map(|s| self.text(s)).into_iter().collect()
    }

    fn joined(&self, spans: &[Span]) -> String {
        spans.iter().map(|s| self.text(*s)).collect::<Vec<_>>().join(" ")
    }

    fn minutes(&self) -> &Minutes {
        &self.tree.minutes
    }

    /// The number of an item, or its title where it has none.
    fn item(&self, at: Option<usize>) -> String {
        let item = at.and_then(|i| self.minutes().items.get(i));
        item.map_or("-".to_owned(), |i| self.text(i.number.unwrap_or(i.title)))
    }

    fn entries(&self, sort: &str) -> Vec<String> {
        let m = self.minutes();
        match sort {
            "kind" => vec![format!("{:?}", self.tree.kind).to_lowercase()],
            "council" => self.one(m.head.council),
            "body" => self.one(m.head.body),
            "venue" => self.one(m.head.venue),
            "date" => m.head.date.map(date).into_iter().collect(),
            "start" => m.head.start.map(time).into_iter().collect(),
            "end" => m.head.end.map(time).into_iter().collect(),
            "attendee" => self.attendees(),
            "honour" => m
                .attendance
                .iter()
                .flat_map(|a| a.honours.iter().map(|h| format!("{} | {}", self.text(a.name), self.text(*h))))
                .collect(),
            "position" => self.beside(|a| a.position),
            "initials" => self.beside(|a| a.initials),
            "substitute" => self.beside(|a| a.substitute_for),
            "unlisted chair" => self.one(m.unlisted_chair),
            "unlisted substitute" => {
                m.unlisted_substitutes.iter().map(|s| self.text(*s).to_owned()).collect()
            }
            "weekday" => m.head.date.and_then(|d| d.weekday).map(|w| w.to_string()).into_iter().collect(),
            "presence" => m
                .presence
                .iter()
                .map(|p| format!("{} | {} | {}", self.text(p.name), p.kind, p.time.map_or("-".into(), time)))
                .collect(),
            "item" => m
                .items
                .iter()
                .map(|i| format!("{} | {}", self.or_dash(i.number), self.text(i.title)))
                .collect(),
            "parent" => m
                .items
                .iter()
                .enumerate()
                .filter(|(_, i)| i.parent.is_some())
                .map(|(at, i)| format!("{} | {}", self.item(Some(at)), self.item(i.parent)))
                .collect(),
            "agenda" => self.items_with(|i| i.agenda_number),
            "marker" => self.items_with(|i| i.marker),
            "decision" => m
                .resolutions
                .iter()
                .map(|r| {
                    format!("{} {} | {}", format!("{:?}", r.form).to_lowercase(), r.kind, self.text(r.text))
                })
                .collect(),
            "decided-under" => m.resolutions.iter().map(|r| self.item(r.item)).collect(),
            "star" => m.resolutions.iter().filter_map(|r| r.marker).map(|s| self.text(s)).collect(),
            "part" => m
                .resolutions
                .iter()
                .flat_map(|r| &r.parts)
                .map(|p| format!("{} | {}", self.text(p.label), self.text(p.text)))
                .collect(),
            "moved" => m.resolutions.iter().filter_map(|r| r.moved_by).map(|s| self.text(s)).collect(),
            "seconded" => m.resolutions.iter().filter_map(|r| r.seconded_by).map(|s| self.text(s)).collect(),
            "reasons" => m.resolutions.iter().filter_map(|r| r.reasons).map(|s| self.text(s)).collect(),
            "vote" => m.resolutions.iter().filter_map(|r| r.vote.as_ref()).map(vote).collect(),
            "voters" => self.voters(),
            "declaration" => m
                .declarations
                .iter()
                .map(|d| format!("{} | {} | {}", self.or_dash(d.name), d.kind, self.or_dash(d.item)))
                .collect(),
            "action" => m
                .actions
                .iter()
                .map(|a| format!("{} | {}", self.or_dash(a.owner), self.text(a.text)))
                .collect(),
            "reference" => m
                .references
                .iter()
                .map(|r| {
                    format!("{} | {} | {}", r.kind, self.or_dash(r.number), r.date.map_or("-".into(), date))
                })
                .collect(),
            other => self.report_entries(other),
        }
    }

    fn report_entries(&self, sort: &str) -> Vec<String> {
        let Some(report) = &self.tree.report else { return Vec::new() };
        match sort {
            "title" => (!report.title.is_empty()).then(|| self.joined(&report.title)).into_iter().collect(),
            "field" => report
                .fields
                .iter()
                .map(|f| format!("{} | {}", f.key.as_deref().unwrap_or("-"), self.joined(&f.value)))
                .collect(),
            "recommendation" => report
                .recommendations
                .iter()
                .map(|r| format!("{} | {}", self.or_dash(r.label), self.joined(&r.text)))
                .collect(),
            "section" => report
                .sections
                .iter()
                .map(|s| format!("{} | {} | {}", self.or_dash(s.number), self.text(s.title), s.kind))
                .collect(),
            "choice" => report
                .choices
                .iter()
                .map(|c| format!("{} | {}", self.text(c.label), if c.selected { "yes" } else { "no" }))
                .collect(),
            other => panic!("no such sort of entry: {other}"),
        }
    }

    fn attendees(&self) -> Vec<String> {
        let entry = |a: &minutebook::model::minutes::Attendee| {
            let (name, title) = (self.text(a.name), a.title.clone().unwrap_or("-".into()));
            format!("{name} | {title} | {} | {}", self.or_dash(a.role), status(a.status))
        };
        self.minutes().attendance.iter().map(entry).collect()
    }

    /// Something that stands beside a name, for those that have it.
    fn beside(&self, pick: impl Fn(&minutebook::model::minutes::Attendee) -> Option<Span>) -> Vec<String> {
        let with = self.minutes().attendance.iter().filter_map(|a| Some((a, pick(a)?)));
        with.map(|(a, found)| format!("{} | {}", self.text(a.name), self.text(found))).collect()
    }

    fn items_with(&self, pick: impl Fn(&minutebook::model::minutes::Item) -> Option<Span>) -> Vec<String> {
        let with = self.minutes().items.iter().enumerate().filter_map(|(at, i)| Some((at, pick(i)?)));
        with.map(|(at, found)| format!("{} | {}", self.item(Some(at)), self.text(found))).collect()
    }

    fn voters(&self) -> Vec<String> {
        let named = |choice: &str, names: &[Span]| {
            names.iter().map(|n| format!("{choice} | {}", self.text(*n))).collect::<Vec<_>>()
        };
        let votes = self.minutes().resolutions.iter().filter_map(|r| r.vote.as_ref());
        votes
            .flat_map(|v| {
                let lists =
                    [("for", &v.names_for), ("against", &v.names_against), ("abstain", &v.names_abstain)];
                lists.into_iter().flat_map(|(choice, names)| named(choice, names)).collect::<Vec<_>>()
            })
            .collect()
    }
}

fn date(date: DateNode) -> String {
    let year = date.year.map_or("-".to_owned(), |y| y.to_string());
    format!("{year}-{:02}-{:02}", date.month, date.day)
}

fn time(time: TimeNode) -> String {
    format!("{:02}:{:02}", time.hour, time.minute)
}

fn vote(vote: &Vote) -> String {
    let count = |n: Option<u32>| n.map_or("-".to_owned(), |n| n.to_string());
    let counts = format!("{} | {} | {}", count(vote.in_favour), count(vote.against), count(vote.abstain));
    if vote.unanimous { format!("{counts} | unanimous") } else { counts }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Present => "present",
        Status::AlsoPresent => "also_present",
        Status::InAttendance => "in_attendance",
        Status::Observer => "observer",
        Status::Apologies => "apologies",
        Status::Absent => "absent",
    }
}
