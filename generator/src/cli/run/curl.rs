//! Three lines to try a server with, with an identifier that is really in the data.

use std::cmp::Reverse;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use smie_wire::profile::PagingStyle;
use smie_wire::schema::{Collection, Schema};

/// Stands in the lines for the server's address, which is known when it listens.
pub(super) const BASE: &str = "{base}";

/// All but RFC 3986's unreserved characters: nothing that a path or a shell takes for its own.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A page, a resource and, where there is such, the time of the last change, of a collection that has something to show.
pub(super) fn examples(schema: &Schema, data: &Path) -> Vec<String> {
    // The richest first; of equals the first in the schema.
    let mut collections: Vec<_> = schema.collections.iter().filter(|collection| collection.parent.is_none()).collect();
    collections.sort_by_key(|collection| Reverse(richness(schema, collection)));
    let found = collections.into_iter().find_map(|collection| Some((collection, identifier(schema, collection, data)?)));
    let Some((Collection { path, .. }, resource)) = found else { return Vec::new() };
    let page = match schema.profile.paging.style {
        PagingStyle::SizeOffset => "size=3&offset=0",
        PagingStyle::PageLimit => "page=1&limit=3",
    };
    let updated = schema.profile.service_routes.then(|| format!("{path}/last-updated"));
    let paths = [format!("{path}?{page}"), resource].into_iter().chain(updated);
    paths.map(|path| format!("curl '{BASE}{path}'\n")).collect()
}

fn richness(schema: &Schema, collection: &Collection) -> usize {
    let class = schema.class(collection.class);
    class.relations.len() + class.attributes.len()
}

/// Path of the first entity by an identifier; one that is no personal data where there is a choice.
fn identifier(schema: &Schema, collection: &Collection, data: &Path) -> Option<String> {
    let mut line = String::new();
    BufReader::new(File::open(data.join(format!("{}.ndjson", collection.file))).ok()?).read_line(&mut line).ok()?;
    let entity: Value = serde_json::from_str(&line).ok()?;
    let attributes = &schema.class(collection.class).attributes;
    let mut identifiers: Vec<_> = collection.identifiers.iter().collect();
    identifiers.sort_by_key(|identifier| attributes[identifier.attribute].gdpr.is_some());
    identifiers.into_iter().find_map(|identifier| {
        let value = &entity[&attributes[identifier.attribute].wire];
        let value = value["identifikatorverdi"].as_str().or_else(|| value.as_str())?;
        Some(format!("{}{}", identifier.stems.first()?, utf8_percent_encode(value, SEGMENT)))
    })
}
