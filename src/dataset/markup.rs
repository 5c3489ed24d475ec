//! Markup being written: elements that open and close, with attributes and text, escaped. The only file of this room that
//! says quick_xml; knows nothing of what elements mean.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// XML on its way.
pub struct Markup {
    writer: Writer<Vec<u8>>,
    open: Vec<&'static str>,
}

/// An attribute: its name and value.
pub type Attribute<'a> = (&'static str, &'a str);

impl Markup {
    /// A file that begins with the declaration of XML 1.0 in UTF-8.
    pub fn new() -> Self {
        let mut markup = Self { writer: Writer::new_with_indent(Vec::new(), b' ', 1), open: Vec::new() };
        markup.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        markup
    }

    /// The declaration of a document type: what follows `<!DOCTYPE `.
    pub fn doctype(&mut self, said: &str) {
        self.event(Event::DocType(BytesText::from_escaped(said)));
    }

    /// Opens an element.
    pub fn open(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.event(Event::Start(start(name, attributes)));
        self.open.push(name);
    }

    /// Closes the element opened last.
    pub fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.event(Event::End(BytesEnd::new(name)));
        }
    }

    /// An element with nothing in it.
    pub fn empty(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.event(Event::Empty(start(name, attributes)));
    }

    /// An element that holds a text.
    pub fn leaf(&mut self, name: &'static str, attributes: &[Attribute<'_>], text: &str) {
        self.open(name, attributes);
        self.text(text);
        self.close();
    }

    /// Text in the element opened last.
    pub fn text(&mut self, text: &str) {
        self.event(Event::Text(BytesText::new(&legal(text))));
    }

    /// The file, with everything closed that is open.
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        String::from_utf8(self.writer.into_inner()).unwrap_or_default() + "\n"
    }

    fn event(&mut self, event: Event<'_>) {
        // Writing to memory cannot fail.
        self.writer.write_event(event).ok();
    }
}

fn start<'a>(name: &'a str, attributes: &[Attribute<'a>]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (key, value) in attributes {
        start.push_attribute((*key, legal(value).as_str()));
    }
    start
}

/// The text with what XML 1.0 has no way to say made U+FFFD.
fn legal(text: &str) -> String {
    let illegal = |c: char| {
        (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    text.replace(illegal, "\u{fffd}")
}
