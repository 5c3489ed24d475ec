//! The objects of documents/*.json, named and ordered as the records of the model are. A test holds both together. Keys
//! that a table shows are described by its columns; here stands only what is nested or has no column.

use super::field::Field;
use super::shape::{Holds, Key, Shape};
use super::tables::{meetings, minutes, reports, resolutions, trail};
use super::words;

const fn cell(name: &'static str) -> Key {
    Key::new(name, Holds::Cell)
}

const fn null(name: &'static str) -> Key {
    Key::new(name, Holds::Cell).or_null()
}

const fn texts(name: &'static str) -> Key {
    Key::new(name, Holds::Texts)
}

const fn value(field: Field) -> Key {
    Key::new(field.name, Holds::Value(field))
}

const fn many(name: &'static str, shape: &'static Shape) -> Key {
    Key::new(name, Holds::Many(shape))
}

const fn one(name: &'static str, shape: &'static Shape) -> Key {
    Key::new(name, Holds::One(shape))
}

const WHERE: Key = one("place", &PLACE);

/// A whole file of documents/.
pub static RECORD: Shape = Shape {
    name: "record",
    meaning: "Everything read from one document",
    table: None,
    keys: &[
        value(
            Field::word("schema", &[crate::model::record::SCHEMA], "The version of this contract").always(),
        ),
        one("document", &DOCUMENT),
        one("meeting", &MEETING),
        many("attendance", &ATTENDANCE),
        many("presence", &PRESENCE),
        many("items", &ITEM),
        many("resolutions", &RESOLUTION),
        many("declarations", &DECLARATION),
        many("actions", &ACTION),
        many("references", &REFERENCE),
        one("report", &REPORT).or_null(),
        many("links", &LINK),
        many("issues", &ISSUE),
    ],
};

static PLACE: Shape = Shape {
    name: "place",
    meaning: "Where it stands",
    table: None,
    keys: &[
        value(
            Field::count("page", "The page of the file, from 1; 0 where the words could not be located")
                .always(),
        ),
        Key::new(
            "bbox",
            Holds::Edges(
                "The rectangle round the words on that page: [x0, top, x1, bottom], in points (1/72 inch) from the upper left corner",
            ),
        ),
        value(Field::text("quote", "The words as they stand on that page, at most 400 characters of them")),
        value(
            Field::count(
                "confidence",
                "How surely they were read from an image; null where they were not read from one",
            )
            .within(0.0, 100.0),
        )
        .or_null(),
    ],
};

static DOCUMENT: Shape = Shape {
    name: "document",
    meaning: "The document itself",
    table: Some(&meetings::DOCUMENTS),
    keys: &[
        cell("id"),
        cell("source"),
        cell("sha256"),
        cell("kind"),
        cell("pages"),
        cell("first_page"),
        cell("last_page"),
        null("text_source"),
        null("house_style"),
        null("recognised"),
        cell("parse_status"),
        null("quarantine_reason"),
    ],
};

static MEETING: Shape = Shape {
    name: "meeting",
    meaning: "The meeting that the document records, or to which it goes",
    table: Some(&meetings::MEETINGS),
    keys: &[
        value(Field::text("id", "By what the meeting is known; empty for a document that was set aside")),
        null("council"),
        null("body"),
        null("date"),
        null("date_raw"),
        null("date_basis"),
        null("start_time"),
        null("end_time"),
        null("venue"),
        null("status"),
        one("place", &PLACE).or_null(),
    ],
};

static ATTENDANCE: Shape = Shape {
    name: "attendance",
    meaning: "The people in the attendance part",
    table: Some(&minutes::ATTENDANCE),
    keys: &[
        cell("name"),
        null("title"),
        texts("honours"),
        null("role"),
        null("position"),
        cell("status"),
        null("label_raw"),
        null("substitute_for"),
        WHERE,
    ],
};

static PRESENCE: Shape = Shape {
    name: "presence",
    meaning: "Arrivals and departures in the course of the meeting",
    table: Some(&minutes::PRESENCE),
    keys: &[cell("name"), cell("kind"), null("time"), null("item"), cell("text"), WHERE],
};

static ITEM: Shape = Shape {
    name: "item",
    meaning: "The items of business, as minuted",
    table: Some(&minutes::ITEMS),
    keys: &[
        cell("id"),
        null("number"),
        cell("title"),
        null("parent"),
        null("agenda_number"),
        null("marker"),
        cell("kind"),
        null("public"),
        texts("exempt_paragraphs"),
        cell("text"),
        WHERE,
    ],
};

static RESOLUTION: Shape = Shape {
    name: "resolution",
    meaning: "The decisions",
    table: Some(&resolutions::RESOLUTIONS),
    keys: &[
        cell("id"),
        null("item"),
        null("item_id"),
        cell("form"),
        cell("kind"),
        cell("text"),
        many("parts", &PART),
        null("marker"),
        null("moved_by"),
        null("seconded_by"),
        one("vote", &VOTE).or_null(),
        null("reasons"),
        null("alternatives"),
        cell("basis"),
        WHERE,
    ],
};

static PART: Shape = Shape {
    name: "part",
    meaning: "The parts of a decision",
    table: Some(&resolutions::PARTS),
    keys: &[cell("id"), cell("label"), cell("text"), WHERE],
};

static VOTE: Shape = Shape {
    name: "vote",
    meaning: "The vote, where the page tells one",
    table: None,
    keys: &[
        value(Field::count("for", "Votes for")).or_null(),
        value(Field::count("against", "Votes against")).or_null(),
        value(Field::count("abstain", "Abstentions")).or_null(),
        value(Field::truth("unanimous", "Whether the page says that it was unanimous").always()),
        one("names", &VOTERS),
        value(
            Field::word("tally", words::TALLIES, "Whether the names of the voters add up to the counts")
                .always(),
        ),
    ],
};

static VOTERS: Shape = Shape {
    name: "voters",
    meaning: "The voters who are named",
    table: None,
    keys: &[
        Key::new("for", Holds::Words("Those who voted for it")),
        Key::new("against", Holds::Words("Those who voted against it")),
        Key::new("abstain", Holds::Words("Those who abstained")),
    ],
};

static DECLARATION: Shape = Shape {
    name: "declaration",
    meaning: "Interests declared, or the statement that there were none",
    table: Some(&minutes::DECLARATIONS),
    keys: &[cell("name"), null("item"), cell("kind"), null("reason"), null("action"), WHERE],
};

static ACTION: Shape = Shape {
    name: "action",
    meaning: "Actions that somebody is to take",
    table: Some(&minutes::ACTIONS),
    keys: &[null("item"), null("owner"), cell("text"), null("due"), WHERE],
};

static REFERENCE: Shape = Shape {
    name: "reference",
    meaning: "References to other minutes",
    table: Some(&minutes::REFERENCES),
    keys: &[null("item"), cell("kind"), null("body"), null("date"), null("number"), cell("text"), WHERE],
};

static REPORT: Shape = Shape {
    name: "report",
    meaning: "The report, where the document is one or bears a front sheet",
    table: Some(&reports::REPORTS),
    keys: &[
        cell("id"),
        null("title"),
        null("reference"),
        null("agenda_item"),
        many("fields", &FIELD),
        many("choices", &CHOICE),
        many("officers", &OFFICER),
        many("recommendations", &RECOMMENDATION),
        many("sections", &SECTION),
        texts("background_papers"),
        texts("appendices"),
        null("exempt"),
        null("exempt_reason"),
        texts("exempt_paragraphs"),
        null("exempt_jurisdiction"),
        null("key_decision"),
        texts("wards"),
        null("portfolio"),
        null("cabinet_member"),
        null("forward_plan_ref"),
        one("place", &PLACE).or_null(),
    ],
};

static FIELD: Shape = Shape {
    name: "field",
    meaning: "Every row of the front sheet",
    table: Some(&reports::FIELDS),
    keys: &[cell("label"), null("key"), cell("value"), WHERE],
};

static CHOICE: Shape = Shape {
    name: "choice",
    meaning: "Tick boxes, and cells of matrices of choices",
    table: Some(&reports::CHOICES),
    keys: &[cell("label"), cell("selected"), null("mark"), WHERE],
};

static OFFICER: Shape = Shape {
    name: "officer",
    meaning: "The officers named on the report",
    table: Some(&reports::OFFICERS),
    keys: &[
        cell("role"),
        null("name"),
        null("job_title"),
        null("email"),
        null("phone"),
        cell("basis"),
        WHERE,
    ],
};

static RECOMMENDATION: Shape = Shape {
    name: "recommendation",
    meaning: "What the report recommends",
    table: Some(&reports::RECOMMENDATIONS),
    keys: &[null("label"), cell("text"), WHERE],
};

static SECTION: Shape = Shape {
    name: "section",
    meaning: "The sections of the report",
    table: Some(&reports::SECTIONS),
    keys: &[null("number"), cell("title"), cell("kind"), cell("text"), WHERE],
};

static LINK: Shape = Shape {
    name: "link",
    meaning: "Links to rows of other documents",
    table: Some(&trail::LINKS),
    keys: &[
        cell("from"),
        cell("to"),
        cell("kind"),
        cell("method"),
        cell("score"),
        cell("status"),
        null("outcome"),
    ],
};

static ISSUE: Shape = Shape {
    name: "issue",
    meaning: "What is doubtful or missing",
    table: Some(&trail::ISSUES),
    keys: &[cell("code"), cell("severity"), cell("message"), one("place", &PLACE).or_null()],
};
