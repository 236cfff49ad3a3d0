//! The documents that are no resources: the root, a package's collections, and what is known of each.

use std::sync::Arc;

use smie_wire::model::{Operation, PackageId};
use smie_wire::schema::{Collection, CollectionId, Schema};

use super::negotiate::Media;
use crate::index::{Stamp, Tenant};
use crate::validate::quote;

/// A JSON object while it is written.
struct Object<'o> {
    out: &'o mut Vec<u8>,
    first: bool,
}

impl<'o> Object<'o> {
    fn new(out: &'o mut Vec<u8>) -> Self {
        out.push(b'{');
        Self { out, first: true }
    }

    fn name(&mut self, name: &str) -> &mut Vec<u8> {
        if !std::mem::replace(&mut self.first, false) {
            self.out.push(b',');
        }
        quote(name, self.out);
        self.out.push(b':');
        self.out
    }

    fn text(&mut self, name: &str, text: &str) {
        quote(text, self.name(name));
    }

    fn link(&mut self, name: &str, href: &str, media: Media) {
        let out = self.name(name);
        let list = media == Media::Native;
        out.extend_from_slice(if list { b"[{\"href\":" } else { b"{\"href\":" });
        quote(href, out);
        out.extend_from_slice(if list { b"}]" } else { b"}" });
    }

    fn end(self) {
        self.out.push(b'}');
    }
}

/// The root: the model and its packages.
pub(super) fn root(schema: &Schema, base: &str, media: Media) -> Vec<u8> {
    let mut out = Vec::new();
    let mut object = Object::new(&mut out);
    object.text("model", &schema.model);
    object.text("version", &schema.version);
    let mut links = Object::new(object.name("_links"));
    let root = if schema.profile.root.is_empty() { String::new() } else { format!("/{}", schema.profile.root) };
    links.link("self", &format!("{base}{root}/"), media);
    for id in schema.serving() {
        let package = schema.package(id);
        if package.path == root {
            // The package without a path has no address of its own: its collections stand here.
            for (_, collection) in served(schema, id) {
                links.link(&collection.segment, &format!("{base}{}", collection.path), media);
            }
        } else {
            links.link(&package.component, &format!("{base}{}", package.path), media);
        }
    }
    links.end();
    object.end();
    out
}

/// A package: each class with its addresses.
pub(super) fn package(schema: &Schema, id: PackageId, base: &str, media: Media) -> Vec<u8> {
    let mut out = Vec::new();
    let mut object = Object::new(&mut out);
    for (_, collection) in served(schema, id) {
        let url = format!("{base}{}", collection.path);
        let mut entry = Object::new(object.name(&collection.segment));
        entry.text("collectionUrl", &url);
        let ones = entry.name("oneUrl");
        ones.push(b'[');
        for (i, identifier) in collection.identifiers.iter().enumerate() {
            if i > 0 {
                ones.push(b',');
            }
            quote(&format!("{url}/{}/{{id}}", identifier.segment), ones);
        }
        ones.push(b']');
        if schema.profile.service_routes {
            entry.text("cacheSizeUrl", &format!("{url}/cache/size"));
            entry.text("lastUpdatedUrl", &format!("{url}/last-updated"));
        }
        entry.end();
    }
    let mut links = Object::new(object.name("_links"));
    links.link("self", &format!("{base}{}", schema.package(id).path), media);
    if schema.package(id).feed.is_some() {
        links.link("feed", &format!("{base}{}/feed/recent", schema.package(id).path), media);
    }
    for (_, collection) in served(schema, id) {
        links.link(&collection.segment, &format!("{base}{}", collection.path), media);
    }
    links.end();
    object.end();
    out
}

/// Size and time of every collection of a package.
pub(super) fn cache_status(schema: &Schema, id: PackageId, tenant: &Arc<Tenant>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut object = Object::new(&mut out);
    for (id, collection) in served(schema, id) {
        let data = tenant.collection(id);
        let mut entry = Object::new(object.name(&collection.segment));
        if data.last_updated() > Stamp(0)
            && let Some(time) = crate::validate::utc(data.last_updated().0)
        {
            entry.text("lastUpdated", &time);
        }
        entry.name("size").extend_from_slice(data.size().to_string().as_bytes());
        entry.end();
    }
    object.end();
    out
}

fn served(schema: &Schema, package: PackageId) -> impl Iterator<Item = (CollectionId, &Collection)> {
    schema.collections().filter(move |(_, c)| c.package == package && c.operations.contains(&Operation::Read))
}
