//! The formats of others: what `text --format alto|hocr` writes is read back by the program's own reader of such files, word
//! by word, and read in place of the images of a scan it gives the rows of the document that it was written from.

use crate::fixtures::{root, run, settings};
use minutebook::dataset::{transcript_alto, transcript_hocr};
use minutebook::model::geometry::Rect;
use minutebook::model::page::{FontId, Page, PageSet, Recognised};
use minutebook::model::record::Record;
use minutebook::model::transcript::Transcript;
use minutebook::ocr::{self, Options, Reader};
use minutebook::pipeline::recognise::{Recognition, When};
use minutebook::pipeline::{self, Settings, Stage};
use minutebook::source;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Writes a transcript; the second argument is the name of its file.
type Write = fn(&Transcript, &str) -> String;

const WRITERS: [(&str, Write); 2] =
    [("alto.xml", transcript_alto::document), ("hocr", transcript_hocr::document)];

fn document(folder: &str) -> PathBuf {
    let folder = root().join("fixtures/ashmere").join(folder);
    let mut inside = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    inside.find(|path| path.extension().is_some_and(|e| e == "pdf")).unwrap()
}

fn transcript(path: &Path) -> Transcript {
    pipeline::read(&std::fs::read(path).unwrap(), &settings(), Stage::Transcript).unwrap().transcript
}

/// Words with the left edge and the middle of each in whole points, in the order of places.
fn words(transcript: &Transcript, page: u32) -> Vec<(i32, i32, String)> {
    let mut words: Vec<(i32, i32, String)> = Vec::new();
    let mut before = None;
    for word in transcript.words.iter().filter(|w| w.page == page) {
        if before != Some(word.span) {
            words.push(entry(&transcript.shown(word), word.span.of(&transcript.text)));
        }
        before = Some(word.span);
    }
    words.sort();
    words
}

fn entry(rect: &Rect, text: &str) -> (i32, i32, String) {
    (rect.x0.round() as i32, rect.middle_y().round() as i32, text.to_owned())
}

/// The words of a file of another engine, as glyphs give them.
fn read_back(text: &str, page: usize, width: f32) -> Vec<(i32, i32, String)> {
    let sidecar = ocr::sidecar(text).unwrap().unwrap();
    let sight = sidecar.sight(page, width, [FontId(0), FontId(1)]).unwrap();
    let words = sight.glyphs.split(|glyph| glyph.ch == ' ').filter(|word| !word.is_empty());
    let mut words: Vec<_> = words
        .map(|word| {
            let rect = word.iter().map(|g| g.rect).reduce(|a, b| a.union(&b)).unwrap();
            entry(&rect, &word.iter().map(|g| g.ch).collect::<String>())
        })
        .collect();
    words.sort();
    words
}

fn assert_alike(written: &[(i32, i32, String)], read: &[(i32, i32, String)], what: &str) {
    let texts = |words: &[(i32, i32, String)]| {
        let mut texts: Vec<String> = words.iter().map(|(_, _, text)| text.clone()).collect();
        texts.sort();
        texts
    };
    assert_eq!(texts(written), texts(read), "{what}");
    // A glyph made from a box stands on its line's baseline, so that heights may differ by a little.
    let near = |a: &(i32, i32, String), b: &(i32, i32, String)| {
        a.2 == b.2 && (a.0 - b.0).abs() <= 1 && (a.1 - b.1).abs() <= 3
    };
    for word in written {
        assert!(read.iter().any(|other| near(word, other)), "{what}: {word:?} has moved");
    }
}

#[test]
fn what_is_written_is_read_back_word_by_word() {
    for folder in ["2021-03-10-minutes", "2021-03-10-report"] {
        let transcript = transcript(&document(folder));
        for (ending, write) in WRITERS {
            let text = write(&transcript, "a \"b\" & <c>.pdf");
            for (page, at) in transcript.pages.iter().zip(0..) {
                let what = format!("{folder}, {ending}, page {}", page.number);
                assert_alike(&words(&transcript, page.number), &read_back(&text, at, page.width), &what);
            }
        }
    }
}

#[test]
fn confidence_and_bold_stand_in_both_formats() {
    let page = |recognised| Page { number: 1, width: 600.0, height: 800.0, recognised, ..Page::default() };
    let alto = r#"<alto><Layout><Page WIDTH="600" HEIGHT="800"><PrintSpace><TextBlock><TextLine>
        <String CONTENT="Agreed" HPOS="100" VPOS="100" WIDTH="50" HEIGHT="12" WC="0.8" STYLE="bold"/>
        </TextLine></TextBlock></PrintSpace></Page></Layout></alto>"#;
    let sight = ocr::sidecar(alto).unwrap().unwrap().sight(0, 600.0, [FontId(0), FontId(1)]).unwrap();
    let mut read = page(Some(Recognised::default()));
    read.glyphs = sight.glyphs;
    let fonts = ["Recognised", "Recognised-Bold"].map(|name| minutebook::model::page::Font {
        name: name.into(),
        ..minutebook::model::page::Font::default()
    });
    let set = PageSet { pages: vec![read], fonts: fonts.to_vec(), ..PageSet::default() };
    let transcript = minutebook::layout::transcribe(&set);
    let alto = transcript_alto::document(&transcript, "x.pdf");
    assert!(alto.contains(r#"CONTENT="Agreed" STYLE="bold" WC="0.8""#), "{alto}");
    assert!(alto.contains("<MeasurementUnit>inch1200</MeasurementUnit>"), "{alto}");
    assert!(alto.contains(r#"HPOS="1667""#), "{alto}");
    let hocr = transcript_hocr::document(&transcript, "x.pdf");
    assert!(hocr.contains("x_wconf 80") && hocr.contains("<strong>"), "{hocr}");
    assert!(hocr.contains("bbox 0 0 10000 13333; ppageno 0; scan_res 1200 1200"), "{hocr}");
}

/// The record of a scan whose words stand in a file beside it.
fn scanned(name: &str, ending: &str, words: &str) -> Record {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("scan.pdf");
    std::fs::copy(root().join("fixtures/scans").join(name), &copy).unwrap();
    std::fs::write(folder.path().join(format!("scan.{ending}")), words).unwrap();
    let reader = Reader::new(Options { program: "no-such-engine".into(), ..Options::default() });
    let recognition =
        Recognition { when: When::Auto, reader: Some(Arc::new(reader)), ..Recognition::default() };
    let settings = Settings { recognition, ..settings() };
    let sources = source::find(&[copy]).unwrap();
    run(&sources, &settings, 1).records.remove(0)
}

#[test]
fn beside_a_scan_it_gives_the_rows_of_the_document_it_was_written_from() {
    let path = document("2021-03-10-minutes");
    let content = source::find(std::slice::from_ref(&path)).unwrap()[0].content().unwrap();
    let twin = pipeline::records("twin.pdf", &content, &settings()).remove(0);
    let transcript = transcript(&path);
    for (ending, write) in WRITERS {
        let scan = scanned("ashmere-minutes.pdf", ending, &write(&transcript, "scan.pdf"));
        let names = |r: &Record| r.attendance.iter().map(|a| a.name.clone()).collect::<Vec<_>>();
        let items = |r: &Record| {
            r.items.iter().map(|i| (i.number.clone(), i.title.clone(), i.place.page)).collect::<Vec<_>>()
        };
        let decisions =
            |r: &Record| r.resolutions.iter().map(|d| (d.kind, d.text.clone())).collect::<Vec<_>>();
        assert_eq!(names(&scan), names(&twin), "{ending}");
        assert_eq!(items(&scan), items(&twin), "{ending}");
        assert_eq!(decisions(&scan), decisions(&twin), "{ending}");
        assert_eq!(scan.meeting.date, twin.meeting.date, "{ending}");
    }
}
