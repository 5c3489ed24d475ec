//! Markup as steps: elements that open and close, and text between. Given XML, or HTML as programs write it, tells every
//! step to whoever listens. The only file that says quick_xml; knows nothing of what elements mean.

use super::OcrError;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::borrow::Cow;

/// What happens on the way through a file.
pub enum Step<'s> {
    /// An element opens.
    Open(Element<'s>),
    /// Text, entities resolved.
    Text(&'s str),
    /// The element of this name closes.
    Close(&'s str),
}

/// An element that opens.
pub struct Element<'s> {
    name: String,
    start: &'s BytesStart<'s>,
}

impl Element<'_> {
    /// Its name without a prefix.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The value of an attribute; empty where there is none.
    pub fn value(&self, name: &str) -> String {
        let mut attributes = self.start.html_attributes();
        let mut sound = attributes.with_checks(false).filter_map(Result::ok);
        let found = sound.find(|a| a.key.local_name().as_ref() == name);
        found.map_or(String::new(), |a| {
            let raw: &str = a.value.as_ref();
            quick_xml::escape::unescape(raw).map_or(raw.to_owned(), Cow::into_owned)
        })
    }

    /// A number of an attribute.
    pub fn number(&self, name: &str) -> Option<f32> {
        self.value(name).trim().parse().ok()
    }
}

/// Elements that HTML never closes.
const NEVER_CLOSED: &[&str] = &["meta", "br", "img", "link", "hr", "input"];

/// Walks through a file of this kind.
pub fn walk(markup: &str, kind: &'static str, take: &mut dyn FnMut(Step<'_>)) -> Result<(), OcrError> {
    let mut reader = Reader::from_str(markup);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => open(&start, take, false),
            Ok(Event::Empty(start)) => open(&start, take, true),
            Ok(Event::End(end)) => take(Step::Close(end.local_name().as_ref())),
            Ok(Event::Text(found)) => take(Step::Text(&found)),
            Ok(Event::CData(found)) => take(Step::Text(&found)),
            Ok(Event::GeneralRef(found)) => entity(&found, take),
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(error) => return Err(OcrError::Sidecar { kind, reason: error.to_string() }),
        }
    }
}

fn open(start: &BytesStart<'_>, take: &mut dyn FnMut(Step<'_>), empty: bool) {
    let name = start.local_name().as_ref().to_owned();
    let closes = empty || NEVER_CLOSED.contains(&name.as_str());
    take(Step::Open(Element { name: name.clone(), start }));
    if closes {
        take(Step::Close(&name));
    }
}

fn entity(found: &BytesRef<'_>, take: &mut dyn FnMut(Step<'_>)) {
    let name: &str = found;
    match found.resolve_char_ref() {
        Ok(Some(ch)) => take(Step::Text(ch.encode_utf8(&mut [0; 4]))),
        _ => take(Step::Text(quick_xml::escape::resolve_xml_entity(name).unwrap_or(match name {
            "nbsp" => " ",
            _ => "\u{fffd}",
        }))),
    }
}
