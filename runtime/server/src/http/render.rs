//! Representations of a resource: one file each.

pub(super) mod actions;
pub(super) mod dap;
mod gone;
mod hal;
mod hal_forms;
pub(super) mod links;
mod native;

use std::sync::Arc;

use bytes::Bytes;
use http::HeaderValue;
use smie_wire::schema::{CollectionId, Schema};

use actions::{Offering, Possible};
use links::LinkShape;

use super::negotiate::{Media, Offer};
use crate::entity::Entity;
use crate::index::{Resource, Tenant};
use crate::store::Tombstone;
use crate::validate::Validator;

/// Renders resources of one collection in one representation with one base.
#[derive(Clone, Debug)]
pub(super) struct Renderer {
    offer: Offer,
    base: Bytes,
    collection: CollectionId,
    schema: Arc<Schema>,
    validator: Arc<Validator>,
    words: Arc<dap::Words>,
    shape: LinkShape,
    language: usize,
    fields: Option<Arc<[bool]>>,
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
        let shape = LinkShape::of(&schema.profile, offer.media);
        let (schema, validator, words) = (schema.clone(), validator.clone(), words.clone());
        Self { offer, base, collection, schema, validator, words, shape, language: 0, fields: None, offering: None }
    }

    /// Tells titles in the model's language at this position.
    pub(super) fn in_language(mut self, language: usize) -> Self {
        self.language = language;
        self
    }

    /// Shows only some attributes, by their positions.
    pub(super) fn with_fields(mut self, fields: Option<Arc<[bool]>>) -> Self {
        self.fields = fields;
        self
    }

    /// Shows what can be done.
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

    /// What can be done with the collection itself, where anything can.
    pub(super) fn collection_possible(&self) -> Option<Possible> {
        let possible = self.offering.as_ref()?.of_collection(self.collection);
        (!possible.offered.is_empty()).then_some(possible)
    }

    /// Writes what can be done.
    pub(super) fn actions(&self) -> Option<actions::Writer<'_>> {
        let offering = self.offering.as_ref()?;
        Some(actions::Writer { offering, collection: self.collection, base: &self.base, language: self.language })
    }

    /// For how many seconds an answer that shows this stays true; `None` = until something is written.
    pub(super) fn fresh_for(&self, possible: &Possible) -> Option<i64> {
        self.offering.as_ref().and_then(|offering| offering.fresh_for(possible))
    }

    /// True when resources are copied as they are kept, so that the length of a page is known before it is written.
    pub(super) fn is_copied(&self) -> bool {
        self.is_stored() && self.offering.is_none()
    }

    /// What decides the text of a page beside its resources.
    pub(super) fn page_variant(&self) -> u64 {
        self.variant() ^ self.offering.as_ref().map_or(0, Offering::digest)
    }

    /// How `_links` is written.
    pub(super) fn shape(&self) -> LinkShape {
        self.shape
    }

    pub(super) fn schema(&self) -> &Schema {
        &self.schema
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

    /// True when resources are written as the index keeps them, so that lengths are known before.
    pub(super) fn is_stored(&self) -> bool {
        self.shape == LinkShape::Lists && self.fields.is_none()
    }

    /// What decides the text beside the resource and the representation.
    pub(super) fn variant(&self) -> u64 {
        if self.shape == LinkShape::Lists && self.fields.is_none() {
            return 0;
        }
        let chosen = self.fields.iter().flat_map(|fields| fields.iter());
        let hidden = chosen.fold(1u64, |sum, shown| sum.wrapping_mul(31).wrapping_add(u64::from(*shown) + 1));
        hidden.wrapping_mul(1009).wrapping_add(self.language as u64)
    }

    /// What XML needs; `None` in other representations.
    pub(super) fn xml(&self) -> Option<dap::View<'_>> {
        let Self { schema, validator, words, collection, .. } = self;
        (self.media() == Media::Xml).then(|| dap::View {
            schema,
            shapes: validator.shapes(),
            words,
            collection: *collection,
            fields: self.fields.as_deref(),
        })
    }

    /// What stands between two entries of a page.
    pub(super) fn separator(&self) -> &'static [u8] {
        if self.media() == Media::Xml { b"\n" } else { b"," }
    }

    /// A resource as a document of its own, with what can be done with it.
    pub(super) fn document(&self, resource: &Resource, possible: Option<&Possible>, out: &mut Vec<u8>) {
        match self.xml() {
            Some(view) => view.write(resource, self.actions().as_ref().zip(possible), true, &self.base, out),
            None => self.object(resource, possible, out),
        }
    }

    /// A resource as an entry of a page.
    pub(super) fn render(&self, resource: &Resource, out: &mut Vec<u8>) {
        let possible = self.possible(resource.entity());
        match self.xml() {
            Some(view) => view.write(resource, self.actions().as_ref().zip(possible.as_ref()), false, &self.base, out),
            None => self.object(resource, possible.as_ref(), out),
        }
    }

    fn object(&self, resource: &Resource, possible: Option<&Possible>, out: &mut Vec<u8>) {
        if self.is_stored() {
            native::render(resource, &self.base, out);
        } else {
            let form = hal::Form {
                schema: &self.schema,
                shapes: self.validator.shapes(),
                collection: self.collection,
                shape: self.shape,
                language: self.language,
                fields: self.fields.as_deref(),
            };
            hal::render(&form, resource, &self.base, out);
        }
        if let Some((writer, possible)) = self.actions().zip(possible) {
            writer.insert(possible, self.shape, out);
            self.templates(&writer, possible, out);
        }
    }

    /// Adds forms to an object that was just written, where the representation has them.
    pub(super) fn templates(&self, writer: &actions::Writer<'_>, possible: &Possible, out: &mut Vec<u8>) {
        if self.media() == Media::HalForms {
            hal_forms::insert(writer, &self.schema, possible, out);
        }
    }

    /// What is left of a deleted resource, as an entity.
    pub(super) fn remains(&self, grave: &Tombstone) -> Entity {
        gone::remains(&self.schema, self.validator.shapes(), self.collection, grave)
    }

    pub(super) fn render_gone(&self, grave: &Tombstone, out: &mut Vec<u8>) {
        if let Some(view) = self.xml() {
            return dap::gone(&view, &self.remains(grave), grave, &self.base, out);
        }
        gone::render(&self.schema, &self.remains(grave), grave, self.shape, &self.base, out);
    }

    /// The links of what is left, in native form.
    pub(super) fn render_selves(&self, remains: &Entity, out: &mut Vec<u8>) {
        gone::selves(&self.schema, remains, LinkShape::Lists, &self.base, out);
    }
}
