//! A resource in every representation without a request: what documentation shows is what the server would send.

use std::sync::Arc;

use bytes::Bytes;
use smie_wire::schema::CollectionId;

use super::negotiate::Media;
use super::render::Renderer;
use crate::commit::Ledger;
use crate::store::TenantName;
use crate::validate::Validator;

/// The first resource of a collection of the default organisation, in each representation; nothing when the collection is empty.
pub(crate) fn examples(ledger: &Ledger, validator: &Arc<Validator>, collection: CollectionId, base: &str) -> Vec<(&'static str, Vec<u8>)> {
    let Some(tenant) = ledger.snapshot(&TenantName::default()) else { return Vec::new() };
    let Some((_, resource)) = tenant.collection(collection).rows().nth(0) else { return Vec::new() };
    let base = Bytes::copy_from_slice(base.as_bytes());
    let shown = |media: Media| {
        let mut body = Vec::new();
        Renderer::new(media, base.clone(), collection, &ledger.schema, validator).render(resource, &mut body);
        (media.mime(), body)
    };
    Media::ALL.into_iter().map(shown).collect()
}
