//! Stable HAL: a relation is an object or a list by the model's multiplicity, never by how many links there happen to be.
//!
//! Made on demand from the native text, which is our own and walks without surprises. `self` is one object, the canonical identifier's; where the class has
//! further identifiers, they are under `alternate`. Relations that the model does not know stay as they came.

use smie_wire::profile::HalLinks;
use smie_wire::schema::{CollectionId, Schema};

use crate::index::Resource;
use crate::validate::{Cursor, Kind, Shape, ShapeId, Shapes, Syntax, Value, quote};

pub(super) fn render(schema: &Schema, shapes: &Shapes, collection: CollectionId, resource: &Resource, base: &[u8], out: &mut Vec<u8>) {
    let mut native = Vec::with_capacity(resource.length(base.len()));
    resource.render(base, &mut native);
    let home = schema.collection(collection);
    let identifiers = resource.entity().identifiers();
    // Which of the selves is the canonical one: as many stand before it as identifiers before it have values.
    let before = identifiers.iter().take(home.canonical).flatten().count();
    let canonical = if identifiers.get(home.canonical).is_some_and(Option::is_some) { before } else { 0 };
    let always = schema.profile.hal_links == HalLinks::AlwaysArray;
    let text = String::from_utf8_lossy(&native);
    let start = out.len();
    let mut hal = Hal { shapes, always, selves: Selves { canonical, alternate: identifiers.len() > 1 }, cursor: Cursor::new(&text), out };
    if hal.object(ShapeId(home.class.index())).is_err() {
        // Cannot be: the text is our own. The native form is still right.
        out.truncate(start);
        out.extend_from_slice(&native);
    }
}

struct Selves {
    canonical: usize,
    alternate: bool,
}

/// A link object of the native text: the quoted address, and how many links it stands for.
#[derive(Clone, Copy)]
struct Href<'a> {
    text: &'a str,
    count: Option<&'a str>,
}

struct Hal<'a, 'o> {
    shapes: &'a Shapes,
    always: bool,
    selves: Selves,
    cursor: Cursor<'a>,
    out: &'o mut Vec<u8>,
}

type Step = Result<(), Syntax>;

impl<'a> Hal<'a, '_> {
    fn comma(&mut self, first: &mut bool) {
        if !std::mem::replace(first, false) {
            self.out.push(b',');
        }
    }

    fn name(&mut self, name: &str) {
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
    }

    fn raw(&mut self) -> Step {
        self.cursor.compact(self.out)
    }

    fn object(&mut self, id: ShapeId) -> Step {
        let shape = &self.shapes.all[id.0];
        self.cursor.peek()?;
        self.cursor.open()?;
        self.out.push(b'{');
        let (mut first, mut read) = (true, true);
        while let Some(name) = self.cursor.member(read)? {
            read = false;
            self.comma(&mut first);
            self.name(name.raw);
            if name.raw == "_links" {
                self.links(shape)?;
                continue;
            }
            match shape.member(name.raw, 0).map(|m| shape.members[usize::from(m)].value) {
                Some(Value::Object(id)) => self.nested(id)?,
                _ => self.raw()?,
            }
        }
        self.out.push(b'}');
        Ok(())
    }

    fn nested(&mut self, id: ShapeId) -> Step {
        if self.cursor.peek()? != Kind::Array {
            return self.object(id);
        }
        self.cursor.open()?;
        self.out.push(b'[');
        let mut first = true;
        while self.cursor.element(first)? {
            self.comma(&mut first);
            self.object(id)?;
        }
        self.out.push(b']');
        Ok(())
    }

    fn links(&mut self, shape: &'a Shape) -> Step {
        self.cursor.peek()?;
        self.cursor.open()?;
        self.out.push(b'{');
        let (mut first, mut read) = (true, true);
        while let Some(name) = self.cursor.member(read)? {
            read = false;
            self.comma(&mut first);
            if name.raw == "self" {
                self.selves()?;
                continue;
            }
            self.name(name.raw);
            let Some(relation) = shape.relation(name.raw) else {
                self.raw()?;
                continue;
            };
            let ends = &shape.relations[usize::from(relation)];
            let hrefs = self.hrefs()?;
            if self.always || ends.bounds.is_list() {
                self.list(&hrefs, &ends.wire, &ends.title);
            } else if let Some(href) = hrefs.first() {
                self.link(*href, &ends.wire, &ends.title);
            }
        }
        self.out.push(b'}');
        Ok(())
    }

    fn selves(&mut self) -> Step {
        let mut hrefs = self.hrefs()?;
        self.name("self");
        if hrefs.is_empty() {
            self.list(&hrefs, "self", "");
            return Ok(());
        }
        let canonical = hrefs.remove(self.selves.canonical.min(hrefs.len() - 1));
        if self.always {
            self.list(&[canonical], "self", "");
        } else {
            self.link(canonical, "self", "");
        }
        if self.selves.alternate {
            self.out.push(b',');
            self.name("alternate");
            self.list(&hrefs, "alternate", "");
        }
        Ok(())
    }

    /// The links of a list of link objects.
    fn hrefs(&mut self) -> Result<Vec<Href<'a>>, Syntax> {
        let mut hrefs = Vec::new();
        self.cursor.peek()?;
        self.cursor.open()?;
        while self.cursor.element(hrefs.is_empty())? {
            self.cursor.peek()?;
            self.cursor.open()?;
            let mut link = Href { text: "\"\"", count: None };
            let mut first = true;
            while let Some(name) = self.cursor.member(first)? {
                first = false;
                self.cursor.peek()?;
                let start = self.cursor.at();
                self.cursor.skip()?;
                match name.raw {
                    "count" => link.count = Some(self.cursor.since(start)),
                    _ => link.text = self.cursor.since(start),
                }
            }
            hrefs.push(link);
        }
        Ok(hrefs)
    }

    fn list(&mut self, hrefs: &[Href<'_>], relation: &str, title: &str) {
        self.out.push(b'[');
        for (i, href) in hrefs.iter().enumerate() {
            if i > 0 {
                self.out.push(b',');
            }
            self.link(*href, relation, title);
        }
        self.out.push(b']');
    }

    fn link(&mut self, href: Href<'_>, relation: &str, title: &str) {
        self.out.extend_from_slice(b"{\"href\":");
        self.out.extend_from_slice(href.text.as_bytes());
        self.out.extend_from_slice(b",\"rel\":\"");
        self.out.extend_from_slice(relation.as_bytes());
        self.out.extend_from_slice(b"\",\"method\":\"GET\"");
        if !title.is_empty() {
            self.out.extend_from_slice(b",\"title\":");
            quote(title, self.out);
        }
        if let Some(count) = href.count {
            self.out.extend_from_slice(b",\"count\":");
            self.out.extend_from_slice(count.as_bytes());
        }
        self.out.push(b'}');
    }
}
