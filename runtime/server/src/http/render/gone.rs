//! What is left of a deleted resource: its identifiers, that it is gone, since when, and where it was.
//!
//! `{"systemId":{"identifikatorverdi":"1"},"_deleted":true,"_deletedAt":"2024-08-01T12:00:00Z","_links":{"self":[…]}}`; in HAL `self` is one object.

use smie_wire::schema::{CollectionId, Schema};

use super::links::{Link, LinkShape, LinksWriter};
use crate::entity::{Entity, MemberRange, Splicing, own_value, resource_path};
use crate::store::Tombstone;
use crate::validate::{Shapes, quote, utc};

/// An entity that has only identifiers.
pub(super) fn remains(schema: &Schema, shapes: &Shapes, collection: CollectionId, grave: &Tombstone) -> Entity {
    let home = schema.collection(collection);
    let class = shapes.class(home.class);
    let mut values: Vec<_> =
        home.identifiers.iter().zip(&grave.identifiers).filter_map(|(i, v)| Some((i.attribute, v.as_deref()?))).collect();
    values.sort_unstable();
    let mut out = Splicing::default();
    let mut members = Vec::with_capacity(values.len());
    for (attribute, value) in values {
        out.push(if members.is_empty() { b"{" } else { b"," });
        let start = out.text.len() as u32;
        out.push(&class.members[attribute].key);
        if shapes.identifier_objects {
            out.push(b"{\"identifikatorverdi\":");
            quote(own_value(value), &mut out.text);
            out.push(b"}");
        } else {
            quote(own_value(value), &mut out.text);
        }
        members.push(MemberRange { attribute: attribute as u16, start, end: out.text.len() as u32 });
    }
    Entity::new(collection, out.to_spliced(), members.into(), Box::default(), grave.identifiers.clone())
}

/// The tombstone as clients see it.
pub(super) fn render(schema: &Schema, remains: &Entity, grave: &Tombstone, shape: LinkShape, base: &[u8], out: &mut Vec<u8>) {
    remains.body().render(base, out);
    out.extend_from_slice(if remains.body().text().is_empty() { b"{" } else { b"," });
    out.extend_from_slice(b"\"_deleted\":true");
    if let Some(time) = utc(grave.at.stamp.0) {
        out.extend_from_slice(b",\"_deletedAt\":");
        quote(&time, out);
    }
    out.extend_from_slice(format!(",\"{}\":", shape.member()).as_bytes());
    selves(schema, remains, shape, base, out);
    out.push(b'}');
}

/// Its links.
pub(super) fn selves(schema: &Schema, remains: &Entity, shape: LinkShape, base: &[u8], out: &mut Vec<u8>) {
    let home = schema.collection(remains.collection());
    let all = remains.identifiers().iter().enumerate().filter_map(|(i, value)| Some((i, value.as_deref()?)));
    let shown: Vec<_> =
        if shape == LinkShape::Lists { all.collect() } else { remains.self_identifier(home.canonical).into_iter().collect() };
    let href = |(identifier, value): (usize, &str)| {
        let mut href = String::from_utf8_lossy(base).into_owned();
        href.insert(0, '"');
        href.push_str(&resource_path(home, identifier, value));
        href.push('"');
        href
    };
    let hrefs: Vec<String> = shown.into_iter().map(href).collect();
    let mut links = LinksWriter::new(shape, out);
    links.relation("self", shape == LinkShape::Lists, &hrefs.iter().map(|href| Link::get(href)).collect::<Vec<_>>());
    links.end();
}
