//! Representations of a resource: one file each.

pub(super) mod actions;
pub(super) mod dap;
mod gone;
mod hal;
mod hal_forms;
mod native;

use std::sync::Arc;

use bytes::Bytes;
use http::HeaderValue;
use smie_wire::profile::HalLinks;
use smie_wire::schema::{CollectionId, Schema};

use super::negotiate::{Media, Offer};
use crate::entity::Entity;
use crate::index::{Resource, Tenant};
use crate::store::Tombstone;
use crate::validate::Validator;
use actions::{Linked, Offering, Possible};

/// What can be done with a collection, ready to stand in its document.
pub(super) struct CollectionActions {
    /// Members of `_links`, each after a comma.
    pub(super) links: Vec<u8>,
    /// Members of the document, each after a comma.
    pub(super) members: Vec<u8>,
}

/// Renders resources of one collection in one representation with one base.
#[derive(Clone, Debug)]
pub(super) struct Renderer {
    offer: Offer,
    base: Bytes,
    collection: CollectionId,
    schema: Arc<Schema>,
    validator: Arc<Validator>,
    words: Arc<dap::Words>,
    /// What decides on actions; `None` where there are none.
    offering: Option<Offering>,
}

impl Renderer {
    pub(super) fn new(
        offer: Offer,
        base: Bytes,
        collection: CollectionId,
        schema: &Arc<Schema>,
        validator: &Arc<Validator>,
        words: &Arc<dap::Words>,
    ) -> Self {
        Self { offer, base, collection, schema: schema.clone(), validator: validator.clone(), words: words.clone(), offering: None }
    }

    /// The same, showing what can be done.
    pub(super) fn offering(self, offering: Option<Offering>) -> Self {
        Self { offering, ..self }
    }

    /// The same over newer data.
    pub(super) fn over(&self, tenant: &Arc<Tenant>) -> Self {
        Self { offering: self.offering.as_ref().map(|offering| offering.over(tenant)), ..self.clone() }
    }

    /// What can be done with an entity, where anything can.
    pub(super) fn possible(&self, entity: &Entity) -> Option<Possible> {
        self.offering.as_ref().map(|offering| offering.of(self.collection, entity))
    }

    /// What else than content decides a page.
    pub(super) fn page_digest(&self) -> u64 {
        self.offering.as_ref().map_or(0, Offering::digest)
    }

    /// For how many seconds an answer that shows this stays true; `None` = until something is written.
    pub(super) fn fresh_for(&self, possible: &Possible) -> Option<i64> {
        self.offering.as_ref().and_then(|offering| offering.fresh_for(possible))
    }

    /// True when resources are copied as they are kept, so that the length of a page is known before it is written.
    pub(super) fn copies(&self) -> bool {
        self.is_native() && self.offering.is_none()
    }

    pub(super) fn base(&self) -> &[u8] {
        &self.base
    }

    pub(super) fn media(&self) -> Media {
        self.offer.media
    }

    /// The media type that the client is told.
    pub(super) fn mime(&self) -> HeaderValue {
        self.offer.mime.clone()
    }

    pub(super) fn is_native(&self) -> bool {
        self.media() == Media::Native
    }

    /// What XML needs; `None` in other representations.
    pub(super) fn xml(&self) -> Option<dap::View<'_>> {
        let Self { schema, validator, words, collection, .. } = self;
        (self.media() == Media::Xml).then(|| dap::View { schema, shapes: validator.shapes(), words, collection: *collection })
    }

    /// What stands between two entries of a page.
    pub(super) fn separator(&self) -> &'static [u8] {
        if self.media() == Media::Xml { b"\n" } else { b"," }
    }

    /// A resource as a document of its own.
    pub(super) fn document(&self, resource: &Resource, possible: Option<&Possible>, out: &mut Vec<u8>) {
        match self.xml() {
            Some(view) => view.write(resource, true, &self.base, out),
            None => self.write(resource, possible, out),
        }
    }

    /// A resource as an entry of a page.
    pub(super) fn render(&self, resource: &Resource, out: &mut Vec<u8>) {
        match self.xml() {
            Some(view) => view.write(resource, false, &self.base, out),
            None => self.write(resource, self.possible(resource.entity()).as_ref(), out),
        }
    }

    fn write(&self, resource: &Resource, possible: Option<&Possible>, out: &mut Vec<u8>) {
        if self.is_native() {
            native::render(resource, &self.base, out);
        } else {
            hal::render(&self.schema, self.validator.shapes(), self.collection, resource, &self.base, out);
        }
        if let (Some(offering), Some(possible)) = (&self.offering, possible) {
            self.insert(offering, possible, out);
        }
    }

    /// Puts what can be done into an object that was just written.
    fn insert(&self, offering: &Offering, possible: &Possible, out: &mut Vec<u8>) {
        let writer = actions::Writer { offering, collection: self.collection, base: &self.base };
        writer.insert(possible, self.linked(), out);
        if self.media() == Media::HalForms {
            hal_forms::insert(&writer, &self.schema, possible, out);
        }
    }

    /// How links to actions look here.
    fn linked(&self) -> Linked {
        match (self.is_native(), self.schema.profile.hal_links) {
            (true, _) => Linked::Plain,
            (false, HalLinks::Model) => Linked::Hal,
            (false, HalLinks::AlwaysArray) => Linked::HalList,
        }
    }

    /// What can be done with the collection, as members of its document; nothing where nothing can.
    pub(super) fn collection_actions(&self) -> Option<CollectionActions> {
        let offering = self.offering.as_ref()?;
        let possible = offering.of_collection(self.collection);
        if possible.offered.is_empty() {
            return None;
        }
        let writer = actions::Writer { offering, collection: self.collection, base: &self.base };
        let (mut links, mut members) = (Vec::new(), Vec::new());
        writer.links(&possible, self.linked(), false, &mut links);
        members.push(b',');
        writer.member(&possible, &mut members);
        if self.media() == Media::HalForms {
            members.push(b'}');
            hal_forms::insert(&writer, &self.schema, &possible, &mut members);
            members.pop();
        }
        Some(CollectionActions { links, members })
    }

    /// What is left of a deleted resource, as an entity.
    pub(super) fn remains(&self, grave: &Tombstone) -> Entity {
        gone::remains(&self.schema, self.validator.shapes(), self.collection, grave)
    }

    pub(super) fn render_gone(&self, grave: &Tombstone, out: &mut Vec<u8>) {
        if let Some(view) = self.xml() {
            return dap::gone(&view, &self.remains(grave), grave, &self.base, out);
        }
        gone::render(&self.schema, &self.remains(grave), grave, self.is_native(), &self.base, out);
    }

    /// The links of what is left, in native form.
    pub(super) fn render_selves(&self, remains: &Entity, out: &mut Vec<u8>) {
        gone::selves(&self.schema, remains, true, &self.base, out);
    }
}
