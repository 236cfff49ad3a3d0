//! Representations of a resource: one file each.

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
}

impl Renderer {
    pub(super) fn new(offer: Offer, base: Bytes, collection: CollectionId, schema: &Arc<Schema>, validator: &Arc<Validator>) -> Self {
        Self { offer, base, collection, schema: schema.clone(), validator: validator.clone() }
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

    pub(super) fn render(&self, resource: &Resource, out: &mut Vec<u8>) {
        match self.media() {
            Media::Native => native::render(resource, &self.base, out),
            Media::Hal | Media::HalForms => hal::render(&self.schema, self.validator.shapes(), self.collection, resource, &self.base, out),
        }
    }

    /// What is left of a deleted resource, as an entity.
    pub(super) fn remains(&self, grave: &Tombstone) -> Entity {
        gone::remains(&self.schema, self.validator.shapes(), self.collection, grave)
    }

    pub(super) fn render_gone(&self, grave: &Tombstone, out: &mut Vec<u8>) {
        gone::render(&self.schema, &self.remains(grave), grave, self.is_native(), &self.base, out);
    }

    /// The links of what is left, in native form.
    pub(super) fn render_selves(&self, remains: &Entity, out: &mut Vec<u8>) {
        gone::selves(&self.schema, remains, true, &self.base, out);
    }
}
