//! Identifier values as path segments.
//!
//! A value is exactly one segment of a path, whatever it holds: `19/00094` is `19%2F00094`. Everything but the unreserved characters of RFC 3986
//! is encoded, so that a value also needs no escaping inside JSON and no client library writes it otherwise.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use smie_wire::schema::{Collection, CollectionId, Schema};

use super::{Link, Splicing, Target};

/// Stands between the parents' values and the resource's own in the key of a nested resource. A control character: no value holds one.
pub const WITHIN: char = '\u{1f}';

/// What a nested resource is called inside its parent; any other resource's key is its value.
#[must_use]
pub fn own_value(key: &str) -> &str {
    key.rsplit(WITHIN).next().unwrap_or(key)
}

/// Appends a resource's path, its values encoded. `key` has the parents' values before its own.
pub fn write_path(home: &Collection, identifier: usize, key: &str, out: &mut Vec<u8>) {
    for (stem, value) in home.identifiers[identifier].stems.iter().zip(key.split(WITHIN)) {
        out.extend_from_slice(stem.as_bytes());
        encode(value, out);
    }
}

/// A resource's path, its values encoded.
#[must_use]
pub fn resource_path(home: &Collection, identifier: usize, key: &str) -> String {
    let mut out = Vec::new();
    write_path(home, identifier, key, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

/// A collection's path; of one that is nested, in the parent of this key.
#[must_use]
pub fn collection_path(home: &Collection, parent: &str) -> String {
    let mut out = Vec::new();
    for (at, stem) in home.stems.iter().enumerate() {
        out.extend_from_slice(stem.as_bytes());
        if at + 1 < home.stems.len() {
            encode(parent.split(WITHIN).nth(at).unwrap_or_default(), &mut out);
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// What a path of a resource names: its collection, identifier and key.
pub(crate) fn parse_path(schema: &Schema, path: &str) -> Option<(CollectionId, u16, String)> {
    schema.collections().find_map(|(collection, home)| {
        let (identifier, key) = (0u16..).zip(&home.identifiers).find_map(|(at, i)| Some((at, parse_key(&i.stems, path)?)))?;
        Some((collection, identifier, key))
    })
}

/// The values between stems, which cover the whole path.
fn parse_key(stems: &[String], path: &str) -> Option<String> {
    let (mut rest, mut key) = (path, String::new());
    for (at, stem) in stems.iter().enumerate() {
        rest = rest.strip_prefix(stem.as_str())?;
        let (value, after) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let value = percent_decode_str(value).decode_utf8().ok().filter(|value| !value.is_empty())?;
        if at > 0 {
            key.push(WITHIN);
        }
        key.push_str(&value);
        rest = after;
    }
    rest.is_empty().then_some(key)
}

const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Appends a value to a path, as one segment.
pub fn encode(value: &str, out: &mut Vec<u8>) {
    for part in utf8_percent_encode(value, VALUE) {
        out.extend_from_slice(part.as_bytes());
    }
}

/// A value that prints as one path segment.
#[derive(Clone, Copy, Debug)]
pub struct Segment<'a>(pub &'a str);

impl fmt::Display for Segment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        utf8_percent_encode(self.0, VALUE).fmt(f)
    }
}

/// Writes the link object of a resource: `{"href":"…/systemid/1"}`, with a splice point for the base.
pub fn write_resource_link(schema: &Schema, collection: CollectionId, identifier: usize, value: &str, out: &mut Splicing) {
    let home = schema.collection(collection);
    out.push(b"{\"href\":\"");
    out.base();
    write_path(home, identifier, value, &mut out.text);
    out.push(b"\"}");
}

/// Writes the link object of a link's target. An unknown relation has none: it is a member of its own.
pub fn write_link(schema: &Schema, target: &Target, out: &mut Splicing) {
    match target {
        Target::Entity { collection, identifier, value } => write_resource_link(schema, *collection, usize::from(*identifier), value, out),
        Target::Path(path) => {
            out.push(b"{\"href\":\"");
            out.base();
            out.push(path.as_bytes());
            out.push(b"\"}");
        }
        Target::Foreign(quoted) => {
            out.push(b"{\"href\":");
            out.push(quoted.as_bytes());
            out.push(b"}");
        }
        Target::Unknown(_) => {}
    }
}

/// Writes links, which are grouped by relation, as members `"relation":[…]` joined by commas.
pub fn write_relations<'n>(links: &[Link], name: impl Fn(u16) -> &'n str, write: impl Fn(&Link, &mut Splicing), out: &mut Splicing) {
    for (i, group) in links.chunk_by(|a, b| a.relation.is_some() && a.relation == b.relation).enumerate() {
        if i > 0 {
            out.push(b",");
        }
        let Some(relation) = group[0].relation else {
            if let Target::Unknown(text) = &group[0].target {
                out.push(text.as_bytes());
            }
            continue;
        };
        out.push(b"\"");
        out.push(name(relation).as_bytes());
        out.push(b"\":[");
        for (i, link) in group.iter().enumerate() {
            if i > 0 {
                out.push(b",");
            }
            write(link, out);
        }
        out.push(b"]");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_one_segment_whatever_it_holds() {
        let printed = |v| Segment(v).to_string();
        assert_eq!(printed("19/00094"), "19%2F00094");
        assert_eq!(printed("ola nordmann@fylke.no"), "ola%20nordmann%40fylke.no");
        assert_eq!(printed("50%?#ø"), "50%25%3F%23%C3%B8");
        assert_eq!(printed("a-b_c.d~e"), "a-b_c.d~e");
    }
}
