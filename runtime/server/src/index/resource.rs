//! A resource: an entity as it is shown now, its `_links` complete with what other entities say of it.

use std::sync::Arc;

use smie_wire::schema::Schema;

use super::list::{LinkList, write_sources};
use super::related::{Shown, write_count_link};
use super::{EntityId, Stamp, Tenant, Weigh, Weight};
use crate::entity::{Entity, Spliced, Splicing, Target, write_link, write_resource_link};
use crate::store::Position;

/// A stretch of `_links`.
#[derive(Debug)]
enum Part {
    Text(Spliced),
    /// A relation with many sources, shared with the reverse index.
    List(LinkList),
}

/// A resource.
#[derive(Debug)]
pub(crate) struct Resource {
    entity: Arc<Entity>,
    at: Position,
    tag: u128,
    weight: Weight,
    links: Box<[Part]>,
}

impl Weigh for Arc<Resource> {
    fn weight(&self) -> Weight {
        self.weight
    }
}

impl Resource {
    /// A resource whose links are not known yet; it is replaced before any reader sees it.
    pub(super) fn bare(entity: Arc<Entity>, at: Position) -> Self {
        Self { entity, at, tag: 0, weight: Weight { rows: 1, text: 0, splices: 0 }, links: Box::default() }
    }

    /// The entity that it shows.
    pub(crate) fn entity(&self) -> &Arc<Entity> {
        &self.entity
    }

    /// When its own content changed last.
    pub(crate) fn stamp(&self) -> Stamp {
        self.at.stamp
    }

    /// The transaction that changed its own content last.
    pub(crate) fn at(&self) -> Position {
        self.at
    }

    /// Digest of content and links.
    pub(crate) fn tag(&self) -> u128 {
        self.tag
    }

    /// Bytes that it takes with a base of this length.
    pub(crate) fn length(&self, base: usize) -> usize {
        (self.weight.text + self.weight.splices * base as u64) as usize
    }

    /// Appends the native representation.
    pub(crate) fn render(&self, base: &[u8], out: &mut Vec<u8>) {
        self.entity.body().render(base, out);
        self.render_parts(base, out);
    }

    /// Appends the object of its links alone.
    pub(crate) fn render_links(&self, base: &[u8], out: &mut Vec<u8>) {
        let start = out.len();
        self.render_parts(base, out);
        out.drain(start..start + OPENING.len() - 1);
        // The brace that ends the resource.
        out.pop();
    }

    fn render_parts(&self, base: &[u8], out: &mut Vec<u8>) {
        for part in &self.links {
            match part {
                Part::Text(text) => text.render(base, out),
                Part::List(list) => list.render(base, out),
            }
        }
    }
}

/// What the links of a resource begin with.
const OPENING: &[u8] = b",\"_links\":{";

/// What an entity would be as a resource, were it here.
pub(crate) fn preview(schema: &Schema, tenant: &Tenant, entity: Arc<Entity>) -> Resource {
    let id = EntityId { collection: entity.collection(), row: u32::MAX };
    resource(schema, tenant, id, entity, tenant.position())
}

/// Builds the resource of an entity from what the tenant knows.
pub(super) fn resource(schema: &Schema, tenant: &Tenant, id: EntityId, entity: Arc<Entity>, at: Position) -> Resource {
    let mut writer = Writer { schema, tenant, parts: Vec::new(), text: Splicing::default(), first: true };
    writer.text.push(OPENING);
    writer.relations(id, &entity);
    writer.selves(&entity);
    writer.text.push(b"}}");
    writer.flush();
    let links: Box<[Part]> = writer.parts.into();
    let body = entity.body();
    let mut weight = Weight { rows: 1, text: body.text().len() as u64, splices: body.splices() as u64 };
    let mut hasher = blake3::Hasher::new();
    hasher.update(&entity.hash().0);
    for part in &links {
        match part {
            Part::Text(text) => {
                hasher.update(text.text());
                weight += Weight { rows: 0, text: text.text().len() as u64, splices: text.splices() as u64 };
            }
            Part::List(list) => {
                list.digest(&mut hasher);
                weight += list.weight();
            }
        }
    }
    Resource { entity, at, tag: super::collection::short(&hasher), weight, links }
}

struct Writer<'a> {
    schema: &'a Schema,
    tenant: &'a Tenant,
    parts: Vec<Part>,
    text: Splicing,
    first: bool,
}

impl Writer<'_> {
    fn flush(&mut self) {
        if !self.text.text.is_empty() {
            self.parts.push(Part::Text(self.text.to_spliced()));
            self.text.clear();
        }
    }

    fn open(&mut self, name: &str) {
        if !std::mem::replace(&mut self.first, false) {
            self.text.push(b",");
        }
        self.text.push(b"\"");
        self.text.push(name.as_bytes());
        self.text.push(b"\":[");
    }

    /// Every relation in model order, then those that the model does not know.
    fn relations(&mut self, id: EntityId, entity: &Entity) {
        let class = self.schema.class(self.schema.collection(id.collection).class);
        let incoming = self.tenant.incoming(entity);
        let mut own = entity.links();
        for (index, relation) in (0u16..).zip(&class.relations) {
            let mine = own.iter().take_while(|l| l.relation == Some(index)).count();
            let (links, rest) = own.split_at(mine);
            own = rest;
            let list = incoming.iter().find(|(r, _)| *r == index).map(|(_, list)| list);
            let shown = Shown::new(self.tenant, relation, links, list);
            if shown.is_paged(self.schema) {
                self.open(&relation.wire);
                write_count_link(self.schema, entity, &relation.wire, shown.count(), &mut self.text);
                self.text.push(b"]");
            } else {
                self.relation(&relation.wire, &shown);
            }
        }
        for link in own {
            if let Target::Unknown(text) = &link.target {
                if !std::mem::replace(&mut self.first, false) {
                    self.text.push(b",");
                }
                self.text.push(text.as_bytes());
            }
        }
    }

    fn relation(&mut self, name: &str, shown: &Shown<'_>) {
        let (schema, tenant) = (self.schema, self.tenant);
        let Shown { own, list } = shown;
        if own.is_empty() && list.is_none() {
            return;
        }
        self.open(name);
        for (i, link) in own.iter().enumerate() {
            if i > 0 {
                self.text.push(b",");
            }
            write_link(schema, &link.target, &mut self.text);
        }
        if let Some(list) = list {
            if !own.is_empty() {
                self.text.push(b",");
            }
            let write = |source: EntityId, out: &mut Splicing| write_source(schema, tenant, source, out);
            if list.is_long() {
                list.prepare(&write);
                self.flush();
                self.parts.push(Part::List((*list).clone()));
            } else {
                write_sources(list.sources(), &write, &mut self.text);
            }
        }
        self.text.push(b"]");
    }

    /// One `self` for each identifier that has a value.
    fn selves(&mut self, entity: &Entity) {
        self.open("self");
        let mut first = true;
        for (i, value) in entity.identifiers().iter().enumerate() {
            let Some(value) = value else { continue };
            if !std::mem::replace(&mut first, false) {
                self.text.push(b",");
            }
            write_resource_link(self.schema, entity.collection(), i, value, &mut self.text);
        }
        self.text.push(b"]");
    }
}

/// The link object of an entity, by the identifier that stands for it.
pub(super) fn write_source(schema: &Schema, tenant: &Tenant, source: EntityId, out: &mut Splicing) {
    let canonical = schema.collection(source.collection).canonical;
    if let Some(resource) = tenant.get(source)
        && let Some((identifier, value)) = resource.entity.self_identifier(canonical)
    {
        write_resource_link(schema, source.collection, identifier, value, out);
    }
}
