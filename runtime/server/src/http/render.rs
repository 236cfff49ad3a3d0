//! Representations of a resource: one file each.

pub(super) mod dap;
mod gone;
mod hal;
mod native;

use std::sync::Arc;

use bytes::Bytes;
use http::HeaderValue;
use smie_wire::schema::{CollectionId, Schema};

use super::negotiate::{Media, Offer};
use crate::entity::Entity;
use crate::index::Resource;
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
        Self { offer, base, collection, schema: schema.clone(), validator: validator.clone(), words: words.clone() }
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
    pub(super) fn document(&self, resource: &Resource, out: &mut Vec<u8>) {
        match self.xml() {
            Some(view) => view.write(resource, true, &self.base, out),
            None => self.render(resource, out),
        }
    }

    /// A resource as an entry of a page.
    pub(super) fn render(&self, resource: &Resource, out: &mut Vec<u8>) {
        match self.media() {
            Media::Native => native::render(resource, &self.base, out),
            Media::Xml => self.xml().into_iter().for_each(|view| view.write(resource, false, &self.base, out)),
            Media::Hal | Media::HalForms => hal::render(&self.schema, self.validator.shapes(), self.collection, resource, &self.base, out),
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
        gone::render(&self.schema, &self.remains(grave), grave, self.is_native(), &self.base, out);
    }

    /// The links of what is left, in native form.
    pub(super) fn render_selves(&self, remains: &Entity, out: &mut Vec<u8>) {
        gone::selves(&self.schema, remains, true, &self.base, out);
    }
}
