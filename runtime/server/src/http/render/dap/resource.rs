//! A resource as an element.

use smie_wire::profile::DapForm;
use smie_wire::schema::{CollectionId, Schema};

use super::Words;
use crate::http::render::actions::{Possible, Writer};
use crate::index::Resource;
use crate::validate::{Cursor, Kind, ShapeId, Shapes, Syntax, Value};
use crate::xml::{Value as Xa, Xml};

/// What rendering needs beside the resource.
#[derive(Clone, Copy)]
pub(in crate::http) struct View<'a> {
    pub(in crate::http) schema: &'a Schema,
    pub(in crate::http) shapes: &'a Shapes,
    pub(in crate::http) words: &'a Words,
    pub(in crate::http) collection: CollectionId,
    /// Which attributes are shown; all, when nobody chose.
    pub(in crate::http) fields: Option<&'a [bool]>,
}

/// What can be done, and who writes it.
pub(in crate::http) type Done<'a> = Option<(&'a Writer<'a>, &'a Possible)>;

/// A link as it is written.
#[derive(Clone, Debug, Default)]
pub(super) struct Link<'a> {
    pub(super) rel: &'a str,
    pub(super) uri: &'a str,
    pub(super) method: &'static str,
    pub(super) media: Option<&'a str>,
    pub(super) count: Option<&'a str>,
}

impl View<'_> {
    /// Appends a resource, with what can be done with it: a document of its own, or an entry of a page.
    pub(in crate::http) fn write(&self, resource: &Resource, done: Done<'_>, whole: bool, base: &[u8], out: &mut Vec<u8>) {
        let mut native = Vec::with_capacity(resource.length(base.len()));
        resource.render(base, &mut native);
        let home = self.schema.collection(self.collection);
        let identifiers = resource.entity().identifiers();
        // Which of the selves is the canonical one: as many stand before it as identifiers before it have values.
        let before = identifiers.iter().take(home.canonical).flatten().count();
        let canonical = if identifiers.get(home.canonical).is_some_and(Option::is_some) { before } else { 0 };
        let text = String::from_utf8_lossy(&native);
        let shape = ShapeId(home.class.index());
        let mut walk = Walk { view: *self, canonical, depth: 0, cursor: Cursor::new(&text) };
        // The text is our own, so it is always read to its end.
        let parts = walk.object(shape).unwrap_or_default();
        let mut xml = Xml::after(std::mem::take(out));
        let name = &self.words.shape(shape).element;
        if whole {
            xml.declare();
            xml.open(name, &self.namespaces());
        } else {
            xml.open(name, &[]);
        }
        xml.raw(&parts.links);
        if let Some((writer, possible)) = done {
            self.actions(writer, possible, &mut xml);
        }
        xml.raw(&parts.values);
        xml.close(name);
        *out = xml.finish();
    }

    /// The attributes of a document's element.
    pub(super) fn namespaces(&self) -> [(&'static str, Xa<'_>); 2] {
        let package = self.words.package(self.schema.collection(self.collection).package);
        [("xmlns", Xa::Text(&package.namespace)), ("xmlns:dap", Xa::Text(&package.dap))]
    }

    /// The media type of the collection's resources.
    pub(super) fn media(&self) -> &str {
        &self.words.package(self.schema.collection(self.collection).package).media
    }

    /// Writes a `dap:link`.
    pub(super) fn link(&self, link: &Link<'_>, xml: &mut Xml) {
        let mut attributes = Vec::with_capacity(5);
        if !link.rel.is_empty() {
            attributes.push(("rel", Xa::Text(link.rel)));
        }
        attributes.push(("uri", Xa::Text(link.uri)));
        if self.words.form != DapForm::Pm {
            attributes.push(("method", Xa::Text(link.method)));
        }
        attributes.extend(link.media.map(|media| (self.words.media_attribute, Xa::Text(media))));
        attributes.extend(link.count.map(|count| ("count", Xa::Text(count))));
        xml.empty("dap:link", &attributes);
    }
}

/// An object's content in XML: links come first, whatever the order of the text.
#[derive(Default)]
struct Parts {
    links: Vec<u8>,
    values: Vec<u8>,
}

struct Walk<'a> {
    view: View<'a>,
    canonical: usize,
    /// Objects that are being read.
    depth: usize,
    cursor: Cursor<'a>,
}

impl<'a> Walk<'a> {
    fn object(&mut self, id: ShapeId) -> Result<Parts, Syntax> {
        let view = self.view;
        let View { shapes, words, .. } = view;
        self.depth += 1;
        let (shape, names) = (&shapes.all[id.0], words.shape(id));
        self.cursor.peek()?;
        self.cursor.open()?;
        let (mut links, mut values) = (Vec::new(), Xml::new());
        let mut first = true;
        while let Some(name) = self.cursor.member(first)? {
            first = false;
            if name.raw == "_links" {
                links = self.links(id)?;
                continue;
            }
            match shape.member(name.raw, 0) {
                Some(at) if self.depth == 1 && view.fields.is_some_and(|fields| fields.get(usize::from(at)) == Some(&false)) => {
                    self.cursor.skip()?;
                }
                Some(at) => self.values(&names.members[usize::from(at)], shape.members[usize::from(at)].value, &mut values)?,
                None => self.cursor.skip()?,
            }
        }
        self.depth -= 1;
        Ok(Parts { links, values: values.finish() })
    }

    /// One element for each value.
    fn values(&mut self, element: &str, value: Value, xml: &mut Xml) -> Result<(), Syntax> {
        if self.cursor.peek()? != Kind::Array {
            return self.value(element, value, xml);
        }
        self.cursor.open()?;
        let mut first = true;
        while self.cursor.element(first)? {
            first = false;
            self.value(element, value, xml)?;
        }
        Ok(())
    }

    fn value(&mut self, element: &str, value: Value, xml: &mut Xml) -> Result<(), Syntax> {
        match self.cursor.peek()? {
            Kind::Object => {
                let id = if let Value::Object(id) = value { id } else { self.view.shapes.identifier };
                let parts = self.object(id)?;
                xml.open(element, &[]);
                xml.raw(&parts.links);
                xml.raw(&parts.values);
                xml.close(element);
            }
            Kind::String => {
                let text = self.cursor.string()?.decode();
                xml.leaf(element, &[], self.spelled(value, &text).unwrap_or(&text));
            }
            Kind::Number => xml.leaf(element, &[], self.cursor.number()?),
            Kind::Boolean | Kind::Null => xml.leaf(element, &[], self.cursor.word()?),
            Kind::Array => self.cursor.skip()?,
        }
        Ok(())
    }

    /// A code as this form spells it, where that is not its wire name.
    fn spelled(&self, value: Value, text: &str) -> Option<&'a str> {
        let View { shapes, words, .. } = self.view;
        match value {
            Value::Enum(id) if words.form == DapForm::Pm => {
                shapes.enums[id.index()].iter().find(|(wire, _)| **wire == *text).map(|(_, name)| &**name)
            }
            _ => None,
        }
    }

    fn links(&mut self, id: ShapeId) -> Result<Vec<u8>, Syntax> {
        let View { schema, shapes, words, collection, .. } = self.view;
        let home = schema.collection(collection).package;
        let (shape, package) = (&shapes.all[id.0], words.package(home));
        let mut xml = Xml::new();
        self.cursor.peek()?;
        self.cursor.open()?;
        let mut first = true;
        while let Some(name) = self.cursor.member(first)? {
            first = false;
            if self.cursor.peek()? != Kind::Array {
                // A relation that the model does not know, in a form of its sender's.
                self.cursor.skip()?;
                continue;
            }
            let name = name.decode();
            let relation = shape.relation(&name);
            let (rel, media) = match relation {
                _ if name == "self" => ("self".to_owned(), Some(package.media.as_str())),
                Some(at) => {
                    let target = shape.relations[usize::from(at)].target;
                    (package.uri(&words.shape(id).relations[usize::from(at)]), target.map(|target| words.media_of(schema, home, target)))
                }
                None => (package.uri(&name), None),
            };
            self.cursor.open()?;
            let mut at = 0;
            while self.cursor.element(at == 0)? {
                let rel = if name == "self" && at != self.canonical { "alternate" } else { &rel };
                at += 1;
                self.one(rel, media, &mut xml)?;
            }
        }
        Ok(xml.finish())
    }

    /// One link object.
    fn one(&mut self, rel: &str, media: Option<&str>, xml: &mut Xml) -> Result<(), Syntax> {
        if self.cursor.peek()? != Kind::Object {
            return self.cursor.skip();
        }
        self.cursor.open()?;
        let (mut uri, mut count, mut first) = (None, None, true);
        while let Some(name) = self.cursor.member(first)? {
            first = false;
            match (name.raw, self.cursor.peek()?) {
                ("href", Kind::String) => uri = Some(self.cursor.string()?.decode()),
                ("count", Kind::Number) => count = Some(self.cursor.number()?),
                _ => self.cursor.skip()?,
            }
        }
        if let Some(uri) = uri {
            self.view.link(&Link { rel, uri: &uri, method: "GET", media, count }, xml);
        }
        Ok(())
    }
}
