//! A resource in every representation without a request: what documentation shows is what the server would send.

use std::sync::Arc;

use bytes::Bytes;
use smie_wire::schema::CollectionId;

use super::negotiate::{Offer, Offers};
use super::render::Renderer;
use super::render::dap::Words;
use crate::commit::Ledger;
use crate::store::TenantName;
use crate::validate::Validator;

/// The first resource of a collection of the default organisation, in each representation; nothing when the collection is empty.
pub(crate) fn examples(ledger: &Ledger, validator: &Arc<Validator>, collection: CollectionId, base: &str) -> Vec<(&'static str, Vec<u8>)> {
    let Some(tenant) = ledger.snapshot(&TenantName::default()) else { return Vec::new() };
    let Some((_, resource)) = tenant.collection(collection).rows().nth(0) else { return Vec::new() };
    let base = Bytes::copy_from_slice(base.as_bytes());
    let offers = Offers::new(&ledger.schema);
    let words = Arc::new(Words::new(&ledger.schema, validator.shapes()));
    let shown = |offer: &Offer| {
        let mut body = Vec::new();
        Renderer::new(offer.clone(), base.clone(), collection, &ledger.schema, validator, &words).document(resource, None, &mut body);
        (offer.media.mime(), body)
    };
    // A vendor's media type is another name of a form that is shown already.
    let offered = offers.resources(ledger.schema.collection(collection).package).iter();
    offered.filter(|offer| offer.mime.as_bytes() == offer.media.mime().as_bytes()).map(shown).collect()
}
