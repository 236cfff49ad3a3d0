//! Writing XML: elements, attributes, text; nothing that XML 1.0 does not know.
//!
//! The writer below escapes markup but lets control characters through, so they are replaced here, in the one place that every text passes.

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// Stands in a text where the base goes in. No text has it: XML does not know this character, and JSON escapes it.
pub(crate) const BASE: u8 = 1;

/// An attribute's value.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value<'a> {
    Text(&'a str),
    /// A path below the base.
    Path(&'a str),
}

/// A document or part of one while it is written.
pub(crate) struct Xml(Writer<Vec<u8>>);

impl Xml {
    pub(crate) fn new() -> Self {
        Self::after(Vec::new())
    }

    /// Writes after what is there.
    pub(crate) fn after(text: Vec<u8>) -> Self {
        Self(Writer::new(text))
    }

    /// The XML declaration.
    pub(crate) fn declare(&mut self) {
        self.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        self.line();
    }

    pub(crate) fn line(&mut self) {
        self.0.get_mut().push(b'\n');
    }

    pub(crate) fn open(&mut self, name: &str, attributes: &[(&str, Value<'_>)]) {
        self.event(Event::Start(start(name, attributes)));
    }

    pub(crate) fn close(&mut self, name: &str) {
        self.event(Event::End(BytesEnd::new(name)));
    }

    pub(crate) fn empty(&mut self, name: &str, attributes: &[(&str, Value<'_>)]) {
        self.event(Event::Empty(start(name, attributes)));
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.event(Event::Text(BytesText::new(&clean(text))));
    }

    pub(crate) fn leaf(&mut self, name: &str, attributes: &[(&str, Value<'_>)], text: &str) {
        self.open(name, attributes);
        self.text(text);
        self.close(name);
    }

    /// Text that is XML already.
    pub(crate) fn raw(&mut self, xml: &[u8]) {
        self.0.get_mut().extend_from_slice(xml);
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        self.0.into_inner()
    }

    fn event(&mut self, event: Event<'_>) {
        // Writing to memory does not fail.
        let _ = self.0.write_event(event);
    }
}

fn start<'n>(name: &'n str, attributes: &[(&str, Value<'_>)]) -> BytesStart<'n> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        match value {
            Value::Text(text) => start.push_attribute((*name, &*one_line(&clean(text)))),
            Value::Path(path) => start.push_attribute((*name, &*format!("{}{}", char::from(BASE), one_line(&clean(path))))),
        }
    }
    start
}

/// Readers turn line ends in attributes into blanks; so do we, once.
fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\t', '\n', '\r']) { Cow::Owned(text.replace(['\t', '\n', '\r'], " ")) } else { Cow::Borrowed(text) }
}

/// True for what XML 1.0 knows as a character.
pub(crate) fn is_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{1_0000}'..)
}

/// The text with characters that XML 1.0 does not know replaced.
fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_character) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if is_character(c) { c } else { char::REPLACEMENT_CHARACTER }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_escaped_and_what_xml_does_not_know_is_replaced() {
        let mut xml = Xml::new();
        xml.leaf("a", &[("b", Value::Text("\"<&>\u{0}'\n")), ("c", Value::Path("/x\u{1}"))], "<å&\u{8}\u{1}\u{FFFF}\r]]>");
        let text = String::from_utf8(xml.finish()).unwrap();
        assert_eq!(
            text,
            "<a b=\"&quot;&lt;&amp;&gt;\u{FFFD}&apos; \" c=\"\u{1}/x\u{FFFD}\">&lt;å&amp;\u{FFFD}\u{FFFD}\u{FFFD}&#13;]]&gt;</a>"
        );
    }
}
