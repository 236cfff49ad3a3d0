//! Forms with links that say what they are: stable HAL, and the printed array of the Swedish profile.
//!
//! Made on demand from the text of the index, which is our own and walks without surprises. `self` is one link, the canonical identifier's; where the class has
//! further identifiers, they are under `alternate`. Where the profile has such links, a resource also tells what can be done with it now, where it belongs, and what
//! is nested in it. Relations that the model does not know stay as they came.

use smie_wire::model::{ClassId, Operation, PackageId};
use smie_wire::schema::{CollectionId, Schema};

use super::links::{Link, LinkShape, LinksWriter};
use crate::index::Resource;
use crate::validate::{Cursor, Kind, Shape, ShapeId, Shapes, Syntax, Value};

/// What decides the text beside the resource.
pub(super) struct Form<'a> {
    pub(super) schema: &'a Schema,
    pub(super) shapes: &'a Shapes,
    pub(super) collection: CollectionId,
    pub(super) shape: LinkShape,
    /// Position of the reader's language in the model's.
    pub(super) language: usize,
    /// By attribute, whether it is shown; `None` = all are.
    pub(super) fields: Option<&'a [bool]>,
}

pub(super) fn render(form: &Form<'_>, resource: &Resource, base: &[u8], out: &mut Vec<u8>) {
    let mut native = Vec::with_capacity(resource.length(base.len()));
    resource.render(base, &mut native);
    let home = form.schema.collection(form.collection);
    let identifiers = resource.entity().identifiers();
    // Which of the selves is the canonical one: as many stand before it as identifiers before it have values.
    let before = identifiers.iter().take(home.canonical).flatten().count();
    let canonical = if identifiers.get(home.canonical).is_some_and(Option::is_some) { before } else { 0 };
    let text = String::from_utf8_lossy(&native);
    let start = out.len();
    let mut hal = Hal { form, canonical, alternate: identifiers.len() > 1, cursor: Cursor::new(&text), out };
    if hal.object(ShapeId(home.class.index()), true).is_err() {
        // Cannot be: the text is our own. The native form is still right.
        out.truncate(start);
        out.extend_from_slice(&native);
    }
}

/// A link object of the native text: the quoted address, and how many links it stands for.
#[derive(Clone, Copy)]
struct Href<'a> {
    text: &'a str,
    count: Option<&'a str>,
}

/// A relation of the native text.
enum Told<'a> {
    Known(u16, Vec<Href<'a>>),
    /// Name and value as they came.
    Raw(&'a str, &'a str),
}

struct Hal<'a, 'o> {
    form: &'a Form<'a>,
    canonical: usize,
    alternate: bool,
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

    fn object(&mut self, id: ShapeId, top: bool) -> Step {
        let shape = &self.form.shapes.all[id.0];
        self.cursor.peek()?;
        self.cursor.open()?;
        self.out.push(b'{');
        let (mut first, mut read) = (true, true);
        while let Some(name) = self.cursor.member(read)? {
            read = false;
            if name.raw == "_links" {
                self.comma(&mut first);
                self.name(self.form.shape.member());
                self.links(shape, top)?;
                continue;
            }
            let member = shape.member(name.raw, 0);
            let hidden = |fields: &[bool]| member.is_some_and(|m| !fields.get(usize::from(m)).copied().unwrap_or(true));
            if top && self.form.fields.is_some_and(hidden) {
                self.cursor.skip()?;
                continue;
            }
            self.comma(&mut first);
            self.name(name.raw);
            match member.map(|m| shape.members[usize::from(m)].value) {
                Some(Value::Object(id)) => self.nested(id)?,
                _ => self.cursor.compact(self.out)?,
            }
        }
        self.out.push(b'}');
        Ok(())
    }

    fn nested(&mut self, id: ShapeId) -> Step {
        if self.cursor.peek()? != Kind::Array {
            return self.object(id, false);
        }
        self.cursor.open()?;
        self.out.push(b'[');
        let mut first = true;
        while self.cursor.element(first)? {
            self.comma(&mut first);
            self.object(id, false)?;
        }
        self.out.push(b']');
        Ok(())
    }

    fn links(&mut self, shape: &'a Shape, top: bool) -> Step {
        let (selves, told) = self.told(shape)?;
        let home = self.form.schema.collection(self.form.collection).package;
        let media = |package| {
            if self.form.shape == LinkShape::Ladok { format!("{}+json", self.form.schema.media_type(package)) } else { String::new() }
        };
        let mine = media(home);
        let mut links = LinksWriter::new(self.form.shape, self.out);
        let own = selves.get(self.canonical.min(selves.len().saturating_sub(1))).map_or("\"\"", |href| href.text);
        if top {
            links.one("self", Link { media: &mine, ..Link::get(own) });
            if self.alternate {
                let others = selves.iter().filter(|href| href.text != own);
                links.relation("alternate", true, &others.map(|href| Link::get(href.text)).collect::<Vec<_>>());
            }
        }
        for relation in &told {
            match relation {
                Told::Raw(name, json) => links.raw(name, json.as_bytes()),
                Told::Known(at, hrefs) => {
                    let ends = &shape.relations[usize::from(*at)];
                    let title = ends.titles.get(self.form.language).map_or("", |title| title);
                    let theirs = ends.target.map_or_else(String::new, |class| media(target_package(self.form.schema, home, class)));
                    let link = |href: &Href<'a>| Link { title, count: href.count, media: &theirs, ..Link::get(href.text) };
                    if !ends.nested {
                        links.relation(&ends.wire, ends.bounds.is_list(), &hrefs.iter().map(link).collect::<Vec<_>>());
                    }
                }
            }
        }
        if top {
            below(self.form, shape, own, &mut links);
            operations(self.form, own, &mut links);
        }
        links.end();
        Ok(())
    }

    /// Reads the object of links: the selves, and the relations.
    fn told(&mut self, shape: &'a Shape) -> Result<(Vec<Href<'a>>, Vec<Told<'a>>), Syntax> {
        let (mut selves, mut told) = (Vec::new(), Vec::new());
        self.cursor.peek()?;
        self.cursor.open()?;
        let mut read = true;
        while let Some(name) = self.cursor.member(read)? {
            read = false;
            if name.raw == "self" {
                selves = self.hrefs()?;
            } else if let Some(relation) = shape.relation(name.raw) {
                told.push(Told::Known(relation, self.hrefs()?));
            } else {
                self.cursor.peek()?;
                let start = self.cursor.at();
                self.cursor.skip()?;
                told.push(Told::Raw(name.raw, self.cursor.since(start)));
            }
        }
        Ok((selves, told))
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
}

/// The package whose resources a relation leads to.
fn target_package(schema: &Schema, home: PackageId, class: ClassId) -> PackageId {
    schema.served(home, class).map_or(schema.class(class).package, |id| schema.collection(id).package)
}

/// Links to the collections that are nested in a resource, whether or not there is anything in them.
fn below(form: &Form<'_>, shape: &Shape, own: &str, links: &mut LinksWriter<'_>) {
    let package = form.schema.collection(form.collection).package;
    for ends in shape.relations.iter().filter(|ends| ends.nested) {
        let Some(child) = ends.target.and_then(|class| form.schema.served(package, class)) else { continue };
        let href = format!("{}/{}\"", own.trim_end_matches('"'), form.schema.collection(child).segment);
        let title = ends.titles.get(form.language).map_or("", |title| title);
        links.one(&ends.wire, Link { title, ..Link::get(&href) });
    }
}

/// Links that tell where a resource belongs and what can be done with it.
fn operations(form: &Form<'_>, own: &str, links: &mut LinksWriter<'_>) {
    if !form.schema.profile.operation_links {
        return;
    }
    let home = form.schema.collection(form.collection);
    // After the collection's address come the value, or the identifier's name and the value.
    let values = if form.schema.profile.canonical_route_only { 0 } else { 1 };
    if let Some((end, _)) = own.rmatch_indices('/').nth(values).filter(|_| home.operations.contains(&Operation::Read)) {
        links.one("collection", Link::get(&format!("{}\"", &own[..end])));
    }
    for (operation, rel, method) in
        [(Operation::Update, "edit", "PATCH"), (Operation::Replace, "replace", "PUT"), (Operation::Delete, "delete", "DELETE")]
    {
        if home.operations.contains(&operation) {
            links.one(rel, Link { method, ..Link::get(own) });
        }
    }
}
