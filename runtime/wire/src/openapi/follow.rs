//! Links between operations: what of one answer the next request takes.
//!
//! Generators of clients and testers that follow a document need no knowledge of hypermedia to get from a page to its entries, or from what was created to itself.

use super::Context;
use super::node::Map;
use crate::schema::{Collection, CollectionId, HttpMethod, RouteKind};

impl Context<'_> {
    /// From a page to its first entry.
    pub(super) fn page_links(&self, id: CollectionId) -> Option<Map> {
        let list = &self.schema.collection(id).list;
        let place = if self.schema.profile.lists.embedded { format!("/_embedded/{list}/0") } else { format!("/{list}/0") };
        self.reading(id, &place)
    }

    /// From what was created to itself.
    pub(super) fn created_links(&self, id: CollectionId) -> Option<Map> {
        let mut links = self.reading(id, "")?;
        let collection = self.schema.collection(id);
        let methods = self.schema.methods(RouteKind::Resource(id, collection.canonical));
        for (method, verb) in [(HttpMethod::Put, "replace"), (HttpMethod::Patch, "update"), (HttpMethod::Delete, "delete")] {
            if methods.contains(method) {
                let name = self.by_id(verb, id, collection.canonical);
                let link = Map::new().with("operationId", name.clone()).with("parameters", self.identity_of(collection, ""));
                links.put(name, link);
            }
        }
        Some(links)
    }

    fn reading(&self, id: CollectionId, place: &str) -> Option<Map> {
        let collection = self.schema.collection(id);
        // A nested resource is found by its parents too, which a body does not tell.
        let found =
            collection.parent.is_none() && self.schema.methods(RouteKind::Resource(id, collection.canonical)).contains(HttpMethod::Get);
        let name = self.by_id("get", id, collection.canonical);
        let link = || Map::new().with("operationId", name.clone()).with("parameters", self.identity_of(collection, place));
        found.then(|| Map::new().with(name.clone(), link()))
    }

    /// The parameter that names the resource at this place of a body.
    fn identity_of(&self, collection: &Collection, place: &str) -> Map {
        let attribute = collection.identifiers[collection.canonical].attribute;
        let wire = &self.schema.class(collection.class).attributes[attribute].wire;
        let value = if self.schema.profile.identifier_objects { "/identifikatorverdi" } else { "" };
        Map::new().with(wire.clone(), format!("$response.body#{place}/{wire}{value}"))
    }
}
