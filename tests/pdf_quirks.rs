//! One small PDF a quirk (fixtures/pdf): what stands on the page against what the transcript says of it. Asks nothing of
//! the grammars.

use crate::fixtures::{files, root, settings};
use minutebook::extract::Opening;
use minutebook::model::diagnostic::Code;
use minutebook::model::span::Span;
use minutebook::model::transcript::{Line, Region, Transcript};
use minutebook::pipeline::{self, Reading, Refusal, Settings, Stage};

/// The paragraph that most of the fixtures hold.
const LONG: &str = "The committee considered a report on the upkeep of the lanes and noted that most of the work would be \
                    done before the winter frosts and that the cost would be met from the sum set aside for it this year.";

fn reading(name: &str, passwords: &[&str]) -> Result<Reading, Refusal> {
    let file = root().join("fixtures/pdf").join(name).with_extension("pdf");
    let bytes = std::fs::read(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    let passwords = passwords.iter().map(|&password| password.to_owned()).collect();
    let settings = Settings { opening: Opening { passwords, ..Opening::default() }, ..settings() };
    pipeline::read(&bytes, &settings, Stage::Transcript)
}

fn transcript(name: &str) -> Transcript {
    reading(name, &["gate"]).unwrap().transcript
}

/// The body's paragraphs, lines run together; a wide gap is a tab still.
fn paragraphs(name: &str) -> Vec<String> {
    let transcript = transcript(name);
    let body: Vec<&Line> = transcript.lines.iter().filter(|l| l.span.start < transcript.body_end).collect();
    let starts = body.chunk_by(|_, next| !next.opens_paragraph);
    starts
        .map(|p| Span::new(p[0].span.start, p[p.len() - 1].span.end).of(&transcript.text).replace('\n', " "))
        .collect()
}

fn furniture(name: &str, region: Region) -> Vec<String> {
    let transcript = transcript(name);
    let lines = transcript.lines.iter().filter(|l| l.region == region);
    lines.map(|l| l.span.of(&transcript.text).to_owned()).collect()
}

/// The one table of the file, rows of cells.
fn table(name: &str) -> Vec<Vec<String>> {
    let transcript = transcript(name);
    assert_eq!(transcript.tables.len(), 1, "{name}: one table expected in {:?}", transcript.text);
    let cell = |span: Span| transcript.quote(span);
    transcript.tables[0].rows.iter().map(|r| r.cells.iter().map(|c| cell(c.span)).collect()).collect()
}

#[test]
fn every_fixture_is_read_and_named_in_its_readme() {
    let readme = std::fs::read_to_string(root().join("fixtures/pdf/README.md")).unwrap();
    for file in
        files(&root().join("fixtures/pdf")).iter().filter(|f| f.extension().is_some_and(|e| e == "pdf"))
    {
        let name = file.file_stem().unwrap().to_string_lossy();
        assert!(readme.contains(&format!("`{name}`")), "{name} is not in the README");
        assert!(!transcript(&name).text.is_empty(), "{name} gave no text");
    }
}

#[test]
fn what_the_page_shows_is_read_and_nothing_else() {
    assert_eq!(paragraphs("fake-bold"), ["Minutes", "Present"]);
    assert!(transcript("fake-bold").words[0].bold);
    assert_eq!(paragraphs("invisible-under-scan"), ["Minutes of the meeting"]);
    assert_eq!(paragraphs("invisible-beside-text"), [LONG]);
    assert_eq!(paragraphs("outside-the-page"), ["Inside"]);
    assert_eq!(paragraphs("clipped-away"), ["Shown"]);
    assert_eq!(paragraphs("layer-switched-off"), ["Shown"]);
    assert_eq!(paragraphs("form-xobject"), ["Before", "Inside a form"]);
    assert_eq!(paragraphs("actual-text"), ["Cost office"]);
}

#[test]
fn text_below_opaque_paint_is_not_seen() {
    let shown = "Before Shown on a shade Marked Framed";
    assert_eq!(paragraphs("covered-by-fills").join(" "), format!("{shown} {LONG}"));
    assert_eq!(paragraphs("covered-by-an-image"), [LONG]);
    assert_eq!(paragraphs("covered-by-strips"), [LONG], "the hidden layer of a scan is read");
}

#[test]
fn what_is_filled_into_a_form_is_read() {
    assert_eq!(paragraphs("form-field").join(" "), "Proposed by Hale");
}

#[test]
fn a_hybrid_file_is_read_by_both_its_references() {
    assert_eq!(paragraphs("references-in-two-places"), [LONG]);
}

#[test]
fn a_locked_file_opens_with_its_password_alone() {
    assert_eq!(paragraphs("locked-without-password"), ["Minutes of the meeting"]);
    assert_eq!(paragraphs("locked-with-password"), ["Minutes of the meeting"]);
    for passwords in [&[][..], &["door"]] {
        let refusal = reading("locked-with-password", passwords).unwrap_err();
        assert_eq!(refusal.code, Code::Encrypted, "{refusal}");
    }
    assert!(reading("locked-with-password", &["door", "gate"]).is_ok());
}

#[test]
fn every_kind_of_font_tells_its_letters() {
    for name in ["truetype-cmap", "truetype-post", "cff-names", "identity-h"] {
        assert_eq!(paragraphs(name), ["minutes of the meeting"], "{name}");
    }
    assert_eq!(paragraphs("differences"), ["minutes of the meeting ŵŷ"]);
    assert_eq!(paragraphs("predefined-cmap"), ["Cofnodion Tŷ Gwŷn"]);
    assert_eq!(paragraphs("tounicode-ranges"), ["Minuteso abment"]);
    assert_eq!(paragraphs("type3"), ["fes te"]);
    assert_eq!(paragraphs("inherited-resources"), ["Minutes of the meeting"]);
}

#[test]
fn letters_stand_where_spacing_scaling_and_rise_put_them() {
    assert_eq!(paragraphs("text-rise"), ["on the 2nd May", "H2O"]);
    assert_eq!(
        paragraphs("spacing-and-scaling"),
        ["open and wide", "narrow letters here", "broad letters there"]
    );
    let transcript = transcript("spacing-and-scaling");
    let letters = transcript.words.iter().filter(|w| w.span.of(&transcript.text) == "letters");
    let widths: Vec<f32> = letters.map(|w| w.rect.width()).collect();
    assert!((widths[0] * 140.0 / 60.0 - widths[1]).abs() < 0.1, "{widths:?}");
    let modes = ["Filled", "Outlined", "Both", "Clipping", LONG];
    assert_eq!(paragraphs("render-modes").join(" "), modes.join(" "), "what is not painted is not seen");
}

#[test]
fn letters_that_lie_are_mended_where_the_font_tells_better() {
    assert_eq!(paragraphs("n-as-slash"), ["NOTED: No change to the Northern lane"]);
    assert_eq!(paragraphs("quotes-as-digits"), ["the clerk’s report on ‘the lanes’"]);
    assert!(paragraphs("letters-shifted")[0].starts_with("The committee considered a report"));
}

#[test]
fn letters_that_lie_are_flagged() {
    let codes = |name: &str| -> Vec<Code> {
        let reading = reading(name, &[]).unwrap();
        reading.pages.diagnostics.iter().map(|d| d.code).collect()
    };
    assert!(codes("letters-shifted").contains(&Code::FontWithoutUnicode));
    assert!(codes("letters-one-too-high").contains(&Code::LowTextConfidence));
    for sound in ["n-as-slash", "truetype-cmap", "identity-h"] {
        assert_eq!(codes(sound), [], "{sound}");
    }
}

#[test]
fn amendments_keep_their_words_and_are_marked() {
    let transcript = transcript("amended");
    let amended = transcript.words.iter().filter(|w| w.amended).map(|w| w.span.of(&transcript.text));
    assert_eq!(amended.collect::<Vec<_>>(), ["ten", "It", "is", "paid", "in"]);
}

#[test]
fn a_watermark_is_set_apart_whole() {
    assert_eq!(paragraphs("watermark"), [LONG]);
    assert_eq!(furniture("watermark", Region::Watermark), ["DRAFT"]);
}

#[test]
fn boxes_and_turns_do_not_move_the_text() {
    assert_eq!(paragraphs("crop-box"), ["Inside the crop"]);
    for (name, text, x) in [("box-elsewhere", "Minutes", 72.0), ("page-rotated", "Sideways page", 72.0)] {
        let transcript = transcript(name);
        assert_eq!(transcript.body().trim(), text);
        assert!((transcript.words[0].rect.x0 - x).abs() < 1.0, "{name}: {:?}", transcript.words[0].rect);
    }
}

#[test]
fn turned_text_is_read() {
    assert_eq!(paragraphs("all-text-turned"), [LONG]);
    let first = transcript("all-text-turned").words[0].rect;
    assert!(first.height() > first.width() && first.top > 700.0, "on the page as it is shown: {first:?}");
    assert_eq!(paragraphs("turned-beside-text"), [LONG]);
    assert_eq!(furniture("turned-beside-text", Region::Watermark), ["Page four"]);
    assert_eq!(table("turned-heads")[0], ["Member", "For", "Against"]);
}

#[test]
fn words_are_whole() {
    assert_eq!(paragraphs("gaps-for-spaces"), ["Minutes of the meeting"]);
    assert_eq!(paragraphs("letter-spaced"), ["AGENDA", "minutes", "plan a b and c"]);
    assert_eq!(paragraphs("ordinals"), ["on the 2nd and 23rd May"]);
    assert_eq!(paragraphs("note-number"), ["the annual report 1 was noted", "1 Kept at the office."]);
    assert_eq!(paragraphs("ligatures"), ["office"]);
    assert_eq!(paragraphs("symbol-bullets"), ["• to repair the gate", "• to paint the bench"]);
}

#[test]
fn words_broken_at_a_lines_end_are_joined_and_keep_hyphens_of_their_own() {
    let expected = "The council agreed that the play equipment be replaced. The equipment is for the year 2026-27 and was \
                    proposed by Councillor Gomez-Astley at the May meeting.";
    assert_eq!(paragraphs("hyphens-at-line-ends"), [expected]);
    assert_eq!(paragraphs("soft-hyphens"), ["The lane will be maintained by the council."]);
}

#[test]
fn paragraphs_begin_where_they_begin() {
    assert_eq!(paragraphs("justified"), [LONG]);
    assert_eq!(paragraphs("double-spaced"), [LONG, LONG]);
    assert_eq!(paragraphs("hanging-indent"), [format!("1.\t{LONG}"), format!("2.\t{LONG}")]);
    let heading = "Report of the working party on the upkeep of footways and on the lanes of the parish";
    assert_eq!(paragraphs("heading-over-two-lines"), [heading, LONG]);
    assert_eq!(paragraphs("short-names"), ["Councillor Hale", "Councillor Dale", "Councillor Vale", LONG]);
    let broken = "It was agreed that Cllr. Hale write to the county about the verge";
    assert_eq!(paragraphs("broken-after-a-title"), [LONG, broken]);
    assert_eq!(paragraphs("signature-line"), [LONG, "Signed\tDate"]);
}

#[test]
fn notes_at_the_margin_follow_their_paragraph() {
    assert_eq!(paragraphs("notes-at-right-margin"), [LONG, "Clerk", LONG, "Clerk"]);
    assert_eq!(furniture("notes-at-right-margin", Region::Margin), ["Clerk", "Clerk"]);
}

#[test]
fn running_heads_and_page_numbers_are_set_apart() {
    assert_eq!(furniture("running-heads", Region::PageNumber), ["1", "2", "3"]);
    assert_eq!(furniture("running-heads", Region::Head).len(), 4, "the first page's head is its title");
    assert_eq!(furniture("alternating-heads", Region::Head).len(), 5);
    assert_eq!(furniture("alternating-heads", Region::Foot).len(), 6);
    assert_eq!(furniture("heads-that-vary", Region::Head).len(), 2);
    let paragraphs = paragraphs("head-in-mid-sentence");
    assert!(paragraphs[1].ends_with(LONG), "{paragraphs:?}");
}

#[test]
fn newspaper_columns_are_read_one_after_the_other() {
    let text = transcript("newspaper-columns").text;
    let first: Vec<&str> = text.lines().take(4).collect();
    assert_eq!(
        first[1..3],
        ["The committee considered a report on the upkeep", "noted that most of the work would be"]
    );
}

#[test]
fn ruled_tables_are_rows_of_cells() {
    let expected =
        [["Item", "Decision", "Who"], ["1", "Mend the gate", "Clerk"], ["2", "Paint the bench", "Hale"]];
    assert_eq!(table("table-ruled"), expected);
    assert_eq!(table("table-of-thin-fills"), expected);
    let level =
        [["Place", "Work", "Who"], ["Gate", "Mend the latch", "Clerk"], ["Bench", "Paint it", "Hale"]];
    assert_eq!(table("table-partly-ruled"), level);
    let merged = &transcript("table-merged").tables[0];
    let spans: Vec<(u32, u32)> =
        merged.rows.iter().flat_map(|r| &r.cells).map(|c| (c.col_span, c.row_span)).collect();
    assert_eq!(spans, [(1, 2), (2, 1), (1, 1), (1, 1)]);
    let long = ["Repairs and upkeep", "The gate by the mill is to be mended before the fair."];
    assert_eq!(table("table-of-many-lines")[0], long);
    let figures = table("figures-without-row-rules");
    assert_eq!(figures[2], ["Gates", "300", "310"]);
}

#[test]
fn a_table_over_pages_is_one_table() {
    let expected = [
        ["No", "Action"],
        ["1", "Mend the gate"],
        ["2", "Paint the bench before the summer fair opens"],
        ["3", "Buy seed"],
    ];
    assert_eq!(table("table-over-pages"), expected);
    assert_eq!(furniture("table-over-pages", Region::Head), ["No", "Action"]);
}

#[test]
fn tables_without_rules_are_told_by_alignment() {
    assert_eq!(table("names-in-columns")[1], ["Councillor Dale", "DL", "Councillor Ford", "FD"]);
    assert_eq!(
        table("name-fills-its-column")[1],
        ["Councillor Whinfell-Astley", "WA", "Councillor Ford", "FD"]
    );
    let labels = table("labels-unruled");
    assert_eq!(
        labels[1],
        ["To:", "Parish Council, 3 May 2031, and after it the Lanes and Footways Committee"]
    );
    assert_eq!(table("labels-over-two-lines")[0][0], "Apologies for absence");
}

#[test]
fn tags_tell_of_a_table_that_geometry_would_get_wrong() {
    let expected = [
        &["Place", "Work of the year"][..],
        &["Planned", "Done"],
        &["Lanes, footways and Bridges over the brook", "Mend", "By May"],
        &["Gates", "Paint, and what was Left of last year", "By June"],
    ];
    assert_eq!(table("tagged-table"), expected);
    let table = &transcript("tagged-table").tables[0];
    let places: Vec<(u32, u32, u32)> =
        table.rows.iter().take(2).flat_map(|r| &r.cells).map(|c| (c.col, c.col_span, c.row_span)).collect();
    assert_eq!(places, [(0, 1, 2), (1, 2, 1), (1, 1, 1), (2, 1, 1)]);
    assert!(!table.ruled && table.columns == 3);
}

#[test]
fn tags_that_the_page_does_not_bear_out_are_not_believed() {
    assert_eq!(
        table("tags-that-lie"),
        [["Councillor Hale", "HE"], ["Councillor Dale", "DL"], ["Councillor Vale", "VL"]]
    );
    assert!(transcript("tags-to-place").tables.is_empty(), "numbered paragraphs are no table");
    assert_eq!(paragraphs("tags-to-place"), [format!("1.\t{LONG}"), format!("2.\t{LONG}")]);
}

#[test]
fn a_frame_round_prose_is_no_table() {
    assert!(transcript("frame-round-prose").tables.is_empty());
    assert_eq!(paragraphs("frame-round-prose"), ["Minutes", LONG, LONG]);
}
