//! The parser of feed documents: one pass over the events of a streaming XML reader.

use std::sync::Arc;

use quick_xml::NsReader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;

use super::atom::{AtomError, Document};
use super::element::Element;
use super::entry::{Category, Content, Entry};

const ATOM: &str = "http://www.w3.org/2005/Atom";
const HISTORY: &str = "http://purl.org/syndication/history/1.0";

/// Deepest nesting that is read.
const DEEPEST: usize = 64;

pub(super) struct Parser<'a> {
    text: &'a Arc<str>,
    xml: NsReader<&'a [u8]>,
    depth: usize,
    /// The start tag of the document.
    root: std::ops::Range<usize>,
}

/// The next thing in an element.
enum Step {
    /// A child element, and whether it is empty.
    Child(Tag, bool),
    Text(String),
    /// The element ends.
    End,
}

/// A start tag with its name resolved.
struct Tag {
    namespace: Option<String>,
    name: String,
    attributes: Vec<(String, String)>,
    /// Where it begins in the document.
    at: usize,
}

impl Tag {
    fn is(&self, namespace: &str, name: &str) -> bool {
        self.name == name && self.namespace.as_deref() == Some(namespace)
    }

    fn take(&mut self, name: &str) -> Option<String> {
        let at = self.attributes.iter().position(|(known, _)| known == name)?;
        Some(self.attributes.swap_remove(at).1)
    }
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a Arc<str>) -> Self {
        Self { text, xml: NsReader::from_str(text), depth: 0, root: 0..0 }
    }

    pub(super) fn document(mut self) -> Result<Document, AtomError> {
        let (root, empty) = loop {
            match self.step()? {
                Step::Child(tag, empty) => break (tag, empty),
                Step::Text(_) => {}
                Step::End => return Err(self.syntax("the document is empty")),
            }
        };
        self.root = root.at..self.position();
        let mut document = Document::default();
        match root.name.as_str() {
            "feed" => self.feed(&mut document, empty)?,
            "entry" => document.entries.push(self.entry(root.at, empty)?),
            other => return Err(AtomError::Root(other.to_owned())),
        }
        Ok(document)
    }

    fn feed(&mut self, document: &mut Document, empty: bool) -> Result<(), AtomError> {
        self.children(empty, |parser, mut tag, empty| {
            if tag.is(HISTORY, "archive") {
                document.archive = true;
                return parser.skip(empty);
            }
            if tag.namespace.as_deref() != Some(ATOM) {
                return parser.skip(empty);
            }
            match tag.name.as_str() {
                "id" => document.id = parser.text(empty)?,
                "updated" => document.updated = parser.text(empty)?,
                "link" => {
                    document.links.extend(link(&mut tag));
                    parser.skip(empty)?;
                }
                "entry" => document.entries.push(parser.entry(tag.at, empty)?),
                _ => parser.skip(empty)?,
            }
            Ok(())
        })
    }

    fn entry(&mut self, at: usize, empty: bool) -> Result<Entry, AtomError> {
        let mut entry = Entry {
            id: String::new(),
            title: None,
            updated: None,
            published: None,
            categories: Vec::new(),
            links: Vec::new(),
            content: Content::default(),
            source: self.text.clone(),
            range: at..at,
            root: self.root.clone(),
        };
        self.children(empty, |parser, mut tag, empty| {
            if tag.namespace.as_deref() != Some(ATOM) {
                return parser.skip(empty);
            }
            match tag.name.as_str() {
                "id" => entry.id = parser.text(empty)?.unwrap_or_default(),
                "title" => entry.title = parser.text(empty)?,
                "updated" => entry.updated = parser.text(empty)?,
                "published" => entry.published = parser.text(empty)?,
                "link" => {
                    entry.links.extend(link(&mut tag));
                    parser.skip(empty)?;
                }
                "category" => {
                    let (scheme, label) = (tag.take("scheme"), tag.take("label"));
                    entry.categories.extend(tag.take("term").map(|term| Category { scheme, term, label }));
                    parser.skip(empty)?;
                }
                "content" => entry.content = parser.content(&mut tag, empty)?,
                _ => parser.skip(empty)?,
            }
            Ok(())
        })?;
        entry.range.end = self.position();
        Ok(entry)
    }

    fn content(&mut self, tag: &mut Tag, empty: bool) -> Result<Content, AtomError> {
        let mut content = Content { media: tag.take("type"), src: tag.take("src"), ..Content::default() };
        let mut text = String::new();
        self.inside(empty, &mut text, |parser, tag, empty| {
            let element = parser.element(tag, empty)?;
            content.element.get_or_insert(element);
            Ok(())
        })?;
        content.text = text.trim().to_owned();
        Ok(content)
    }

    fn element(&mut self, tag: Tag, empty: bool) -> Result<Element, AtomError> {
        let mut element = Element { namespace: tag.namespace, name: tag.name, attributes: tag.attributes, ..Element::default() };
        let (mut text, mut children) = (String::new(), Vec::new());
        self.inside(empty, &mut text, |parser, tag, empty| {
            children.push(parser.element(tag, empty)?);
            Ok(())
        })?;
        // White space between elements is layout.
        element.text = if children.is_empty() || !text.trim().is_empty() { text } else { String::new() };
        element.children = children;
        Ok(element)
    }

    /// The text of an element, without white space around it; `None` when there is none.
    fn text(&mut self, empty: bool) -> Result<Option<String>, AtomError> {
        let mut text = String::new();
        self.inside(empty, &mut text, |parser, _, empty| parser.skip(empty))?;
        Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
    }

    fn skip(&mut self, empty: bool) -> Result<(), AtomError> {
        self.children(empty, |parser, _, empty| parser.skip(empty))
    }

    fn children(&mut self, empty: bool, each: impl FnMut(&mut Self, Tag, bool) -> Result<(), AtomError>) -> Result<(), AtomError> {
        self.inside(empty, &mut String::new(), each)
    }

    /// Walks what is inside the element whose start was read, to its end.
    fn inside(
        &mut self,
        empty: bool,
        text: &mut String,
        mut each: impl FnMut(&mut Self, Tag, bool) -> Result<(), AtomError>,
    ) -> Result<(), AtomError> {
        if empty {
            return Ok(());
        }
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(AtomError::Depth(DEEPEST));
        }
        loop {
            match self.step()? {
                Step::Child(tag, empty) => each(self, tag, empty)?,
                Step::Text(piece) => text.push_str(&piece),
                Step::End => break,
            }
        }
        self.depth -= 1;
        Ok(())
    }

    fn step(&mut self) -> Result<Step, AtomError> {
        loop {
            let at = self.position();
            let event = match self.xml.read_event() {
                Ok(event) => event,
                Err(error) => return Err(self.syntax(&error.to_string())),
            };
            let (tag, empty) = match event {
                Event::Start(tag) => (tag, false),
                Event::Empty(tag) => (tag, true),
                Event::End(_) => return Ok(Step::End),
                Event::Text(text) => return Ok(Step::Text(text.xml10_content().into_owned())),
                Event::CData(data) => return Ok(Step::Text(data.xml10_content().into_owned())),
                Event::GeneralRef(name) => return self.reference(&name).map(Step::Text),
                Event::DocType(_) => return Err(AtomError::DocumentType),
                Event::Eof if self.depth > 0 => return Err(self.syntax("the document ends too early")),
                Event::Eof => return Ok(Step::End),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            };
            return Ok(Step::Child(self.tag(&tag, at)?, empty));
        }
    }

    fn reference(&self, name: &quick_xml::events::BytesRef<'_>) -> Result<String, AtomError> {
        if let Ok(Some(letter)) = name.resolve_char_ref() {
            return Ok(letter.to_string());
        }
        let text = name.xml10_content();
        resolve_predefined_entity(&text).map(str::to_owned).ok_or_else(|| self.syntax(&format!("the entity `&{text};` is not declared")))
    }

    fn tag(&self, tag: &BytesStart<'_>, at: usize) -> Result<Tag, AtomError> {
        let (namespace, name) = self.xml.resolver().resolve_element(tag.name());
        let namespace = match namespace {
            ResolveResult::Bound(namespace) => Some(namespace.as_ref().to_owned()),
            ResolveResult::Unbound => None,
            // A prefix that nobody declared: the name still says what is meant.
            ResolveResult::Unknown(_) => None,
        };
        let mut attributes = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| self.syntax(&error.to_string()))?;
            if attribute.key.as_namespace_binding().is_none() {
                let value =
                    attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).map_err(|error| self.syntax(&error.to_string()))?;
                attributes.push((attribute.key.local_name().as_ref().to_owned(), value.into_owned()));
            }
        }
        Ok(Tag { namespace, name: name.as_ref().to_owned(), attributes, at })
    }

    fn position(&self) -> usize {
        usize::try_from(self.xml.buffer_position()).unwrap_or(self.text.len())
    }

    fn syntax(&self, reason: &str) -> AtomError {
        AtomError::Syntax { at: self.xml.buffer_position(), reason: reason.to_owned() }
    }
}

/// A link; without `rel` it is an alternate one (RFC 4287 §4.2.7.2).
fn link(tag: &mut Tag) -> Option<(String, String)> {
    let rel = tag.take("rel").unwrap_or_else(|| "alternate".to_owned());
    Some((rel, tag.take("href")?))
}
