//! The documents that are no resources: the root, a package's collections, and what is known of each.

use std::sync::Arc;

use smie_wire::model::{Docs, Operation, PackageId, Status};
use smie_wire::schema::{Collection, CollectionId, Schema};

use super::negotiate::Media;
use super::render::links::{Link, LinkShape, LinksWriter};
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

    fn end(self) {
        self.out.push(b'}');
    }
}

/// What decides a document beside the schema.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    pub(super) schema: &'a Schema,
    pub(super) base: &'a str,
    pub(super) media: Media,
    /// Position of the reader's language in the model's.
    pub(super) language: usize,
}

impl<'a> Asked<'a> {
    fn links<'o>(&self, object: &'o mut Object<'_>) -> LinksWriter<'o> {
        LinksWriter::new(LinkShape::of(&self.schema.profile, self.media), object.name("_links"))
    }

    fn link(&self, links: &mut LinksWriter<'_>, rel: &str, path: &str, title: &str) {
        links.one(rel, Link { title, ..Link::get(&quoted(&format!("{}{path}", self.base))) });
    }

    /// A link to a collection, called by its class's documentation. Of one that is nested in another there is none: its parent leads there.
    fn collection(&self, links: &mut LinksWriter<'_>, collection: &Collection) {
        if collection.parent.is_none() {
            let rel = if self.schema.profile.operation_links { &collection.list } else { &collection.segment };
            let rel = if self.schema.profile.lists.member.as_str() == "{plural}" { rel } else { &collection.segment };
            self.link(links, rel, &collection.path, self.told(&self.schema.class(collection.class).docs));
        }
    }

    /// The first sentence in the reader's language, where links have titles.
    fn told(&self, docs: &'a Docs) -> &'a str {
        let text = docs.best(&self.schema.languages[self.language.min(self.schema.languages.len())..]).unwrap_or_default();
        text.split(". ").next().unwrap_or_default().lines().next().unwrap_or_default().trim_end_matches('.')
    }
}

fn quoted(text: &str) -> String {
    let mut out = Vec::new();
    quote(text, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

/// The root: the model and its packages.
pub(super) fn root(asked: Asked<'_>) -> Vec<u8> {
    let Asked { schema, .. } = asked;
    let mut out = Vec::new();
    let mut object = Object::new(&mut out);
    object.text("model", &schema.model);
    object.text("version", &schema.version);
    let mut links = asked.links(&mut object);
    let root = if schema.profile.root.is_empty() { String::new() } else { format!("/{}", schema.profile.root) };
    asked.link(&mut links, "self", &format!("{root}/"), "");
    for id in schema.serving() {
        let package = schema.package(id);
        if package.path == root {
            // The package without a path has no address of its own: its collections stand here.
            served(schema, id).for_each(|(_, collection)| asked.collection(&mut links, collection));
        } else {
            asked.link(&mut links, &package.component, &package.path, asked.told(&package.docs));
        }
    }
    links.end();
    object.end();
    out
}

/// A package: each class with its addresses. Where FINT's service routes are, in FINT's form.
pub(super) fn package(asked: Asked<'_>, id: PackageId) -> Vec<u8> {
    let Asked { schema, base, .. } = asked;
    let mut out = Vec::new();
    let mut object = Object::new(&mut out);
    if schema.profile.service_routes {
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
                quote(&format!("{base}{}{{id}}", identifier.stems.join("{parent}")), ones);
            }
            ones.push(b']');
            entry.text("cacheSizeUrl", &format!("{url}/cache/size"));
            entry.text("lastUpdatedUrl", &format!("{url}/last-updated"));
            entry.end();
        }
    } else {
        object.text("name", &schema.package(id).name);
        object.text("version", &schema.version);
    }
    let mut links = asked.links(&mut object);
    asked.link(&mut links, "self", &schema.package(id).path, "");
    if schema.profile.api_info {
        asked.link(&mut links, "service-desc", &format!("{}/openapi.json", schema.package(id).path), "");
        asked.link(&mut links, "service-meta", &format!("{}/api-info", schema.package(id).path), "");
    }
    if schema.package(id).feed.is_some() {
        asked.link(&mut links, "feed", &format!("{}/feed/recent", schema.package(id).path), "");
    }
    served(schema, id).for_each(|(_, collection)| asked.collection(&mut links, collection));
    links.end();
    object.end();
    out
}

/// What the API of a package is (the Swedish profile's VER.06 and VER.07).
pub(super) fn api_info(asked: Asked<'_>, id: PackageId) -> Vec<u8> {
    let Asked { schema, base, .. } = asked;
    let path = &schema.package(id).path;
    let info = schema.about.info.clone().unwrap_or_default();
    let mut out = Vec::new();
    let mut object = Object::new(&mut out);
    let languages = &schema.languages[asked.language.min(schema.languages.len())..];
    object.text("apiName", info.title.best(languages).unwrap_or(&schema.model));
    object.text("apiVersion", &schema.version);
    if let Some(released) = &info.released {
        object.text("apiReleased", released);
    }
    object.text("apiDocumentation", &format!("{base}{path}/openapi.json"));
    object.text("apiStatus", info.status.unwrap_or(Status::Active).word());
    let mut links = asked.links(&mut object);
    asked.link(&mut links, "self", &format!("{path}/api-info"), "");
    asked.link(&mut links, "service-desc", &format!("{path}/openapi.json"), "");
    asked.link(&mut links, "up", path, "");
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
