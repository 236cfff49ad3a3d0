//! An entry in its two forms: an Atom entry (RFC 4287) and the part of a CloudEvent (CNCF, 1.0) that the envelope does not know.
//!
//! Content is one element of the package's namespace, never escaped text, with the event's id first. The form of Ladok's PM has members only.

use std::sync::Arc;

use serde_json::Value as Json;
use uuid::Uuid;

use super::content::{Content, Member, OPAQUE, Value};
use super::names::Feed;
use super::packed::{BASE, Damaged, pack, render, unpack};
use crate::index::Stamp;
use crate::store::{EventRow, TenantName};
use crate::validate::{quote, utc};
use crate::xml::{self, Xml};

/// The namespace of Atom.
pub(super) const ATOM: &str = "http://www.w3.org/2005/Atom";

/// What an entry tells.
#[derive(Debug)]
pub(super) struct Told<'a> {
    pub(super) feed: &'a Feed,
    pub(super) id: Uuid,
    pub(super) number: u64,
    pub(super) stamp: Stamp,
    /// Folded name of the event, `PascalCase`.
    pub(super) term: &'a str,
    /// The element that tells it.
    pub(super) element: &'a str,
    /// The event in the model's letters.
    pub(super) title: &'a str,
    /// Folded name of the class.
    pub(super) class: &'a str,
    /// The class in the model's letters.
    pub(super) label: &'a str,
    pub(super) content: &'a Content,
    /// When what it carried was erased; then there is no content.
    pub(super) redacted: Option<Stamp>,
}

/// Renders an entry, once and for all.
pub(super) fn pack_entry(told: &Told<'_>) -> Arc<[u8]> {
    pack(&[&atom(told), &cloud(told)])
}

/// The Atom entry, bytes with marks.
pub(super) fn atom_of(row: &EventRow) -> Result<([u8; 16], &[u8]), Damaged> {
    let (digest, [atom, _]) = unpack(&row.entry)?;
    Ok((digest, atom))
}

/// A point in time with milliseconds and zone.
pub(super) fn time(stamp: Stamp) -> String {
    let seconds = utc(stamp.0).unwrap_or_else(|| "1970-01-01T00:00:00Z".to_owned());
    format!("{}.{:03}Z", seconds.trim_end_matches('Z'), stamp.0 % 1000)
}

fn atom(told: &Told<'_>) -> Vec<u8> {
    use xml::Value::{Path, Text};
    let Told { feed, content, .. } = told;
    let time = time(told.stamp);
    let mut xml = Xml::new();
    xml.open("entry", &[]);
    xml.leaf("id", &[], &format!("urn:uuid:{}", told.id));
    xml.leaf("title", &[], told.title);
    xml.leaf("published", &[], &time);
    xml.leaf("updated", &[], &told.redacted.map_or_else(|| time.clone(), self::time));
    let category = |xml: &mut Xml, scheme: &str, term: &str, label: &str| {
        let scheme = format!("{}/{scheme}", feed.categories);
        xml.empty("category", &[("scheme", Text(&scheme)), ("term", Text(term)), ("label", Text(label))]);
    };
    category(&mut xml, "event", if feed.shared.plain { told.element } else { told.term }, told.title);
    category(&mut xml, "class", told.class, told.label);
    if let Some(path) = &content.path {
        let link = [("rel", Text("related")), ("type", Text("application/json")), ("href", Path(path)), ("title", Text(told.label))];
        xml.empty("link", &link);
    }
    xml.open("content", &[("type", Text(&feed.media))]);
    let root = format!("m:{}", told.element);
    xml.open(&root, &[("xmlns:m", Text(&feed.namespace)), ("xmlns:e", Text(&feed.events))]);
    if !feed.shared.plain {
        xml.leaf("e:HandelseUID", &[], &told.id.to_string());
        xml.leaf("e:Nummer", &[], &told.number.to_string());
    }
    if let Some(redacted) = told.redacted {
        xml.leaf("e:Redacted", &[], &self::time(redacted));
    }
    for member in &content.members {
        element(&mut xml, feed.shared.plain, &member.xml, &member.value);
    }
    xml.close(&root);
    xml.close("content");
    xml.close("entry");
    xml.finish()
}

/// The elements of a member. `plain` = keys without addresses.
fn element(xml: &mut Xml, plain: bool, name: &str, value: &Value) {
    use xml::Value::{Path, Text};
    let element_name = if name == OPAQUE { "e:OpaqueId".to_owned() } else { format!("m:{name}") };
    match value {
        Value::Text(text) | Value::Plain(text) | Value::Code(_, text) => xml.leaf(&element_name, &[], text),
        Value::Link { value, .. } if plain => xml.leaf(&element_name, &[], value),
        Value::Opaque(id) if name == OPAQUE => xml.leaf(&element_name, &[], &id.to_string()),
        Value::Opaque(id) => xml.leaf(&element_name, &[("identifier", Text(OPAQUE))], &id.to_string()),
        Value::Link { identifier, value, path } => {
            xml.leaf(&element_name, &[("identifier", Text(identifier)), ("href", Path(path))], value);
        }
        Value::Path(path) => xml.empty(&element_name, &[("href", Path(path))]),
        Value::Foreign(uri) => xml.empty(&element_name, &[("href", Text(uri))]),
        Value::List(items) => items.iter().for_each(|item| element(xml, plain, name, item)),
        Value::Object(members) => {
            xml.open(&element_name, &[]);
            for member in members {
                element(xml, plain, &member.xml, &member.value);
            }
            xml.close(&element_name);
        }
    }
}

/// The members of the CloudEvent that are the event's own, without braces.
fn cloud(told: &Told<'_>) -> Vec<u8> {
    let Content { members, path, subject } = told.content;
    let mut out = b"\"type\":".to_vec();
    quote(&format!("{}.{}", told.feed.kind, told.term), &mut out);
    if let Some(redacted) = told.redacted {
        // No subject: it would be a key.
        out.extend_from_slice(format!(",\"data\":{{\"redacted\":\"{}\"}}", time(redacted)).as_bytes());
        return out;
    }
    out.extend_from_slice(b",\"subject\":");
    quote(subject, &mut out);
    out.extend_from_slice(b",\"data\":");
    let href = path.as_ref().filter(|_| members.iter().all(|member| member.json != "href"));
    let href = href.map(|path| Value::Path(path.clone()));
    let own = members.iter().map(|member| (member.json.as_str(), &member.value));
    object(href.iter().map(|href| ("href", href)).chain(own), &mut out);
    out
}

fn object<'m>(members: impl Iterator<Item = (&'m str, &'m Value)>, out: &mut Vec<u8>) {
    out.push(b'{');
    for (i, (name, value)) in members.enumerate() {
        if i > 0 {
            out.push(b',');
        }
        quote(name, out);
        out.push(b':');
        json(value, out);
    }
    out.push(b'}');
}

fn json(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Text(text) | Value::Foreign(text) | Value::Code(text, _) => quote(text, out),
        Value::Plain(text) => out.extend_from_slice(text.as_bytes()),
        Value::Opaque(id) => quote(&id.to_string(), out),
        Value::Path(path) => {
            out.extend_from_slice(&[b'"', BASE]);
            out.extend_from_slice(path.as_bytes());
            out.push(b'"');
        }
        Value::Link { identifier, value, path } => {
            let (value, href) = (Value::Text(value.clone()), Value::Path(path.clone()));
            object([(identifier.as_str(), &value), ("href", &href)].into_iter(), out);
        }
        Value::List(items) => {
            out.push(b'[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(b',');
                }
                json(item, out);
            }
            out.push(b']');
        }
        Value::Object(members) => object(members.iter().map(|member: &Member| (member.json.as_str(), &member.value)), out),
    }
}

/// What a kept event carries, as one JSON object with `subject` and `data`; addresses have no base.
pub(super) fn carried(row: &EventRow) -> Result<Json, Damaged> {
    let (_, [_, own]) = unpack::<2>(&row.entry)?;
    let mut text = b"{".to_vec();
    render(own, b"", &mut text);
    text.push(b'}');
    serde_json::from_slice(&text).map_err(|_| Damaged)
}

/// The event as a CloudEvent.
pub(crate) fn cloud_event(feed: &Feed, tenant: &TenantName, row: &EventRow, base: &[u8], out: &mut Vec<u8>) -> Result<(), Damaged> {
    let (_, [_, own]) = unpack::<2>(&row.entry)?;
    let head = format!("{{\"specversion\":\"1.0\",\"id\":\"{}\",\"source\":", row.id);
    out.extend_from_slice(head.as_bytes());
    quote(&feed.id(tenant), out);
    // Twenty digits: sequences are compared as text.
    let times = format!(",\"time\":\"{}\",\"sequence\":\"{:020}\",\"datacontenttype\":\"application/json\",", time(row.stamp), row.number);
    out.extend_from_slice(times.as_bytes());
    render(own, base, out);
    out.push(b'}');
    Ok(())
}

/// The entry as a document of its own.
pub(crate) fn standalone(feed: &Feed, row: &EventRow, base: &[u8]) -> Result<Vec<u8>, Damaged> {
    let (_, atom) = atom_of(row)?;
    let mut xml = Xml::new();
    xml.declare();
    xml.open("entry", &[("xmlns", xml::Value::Text(ATOM)), ("xml:lang", xml::Value::Text(&feed.shared.language))]);
    xml.open("author", &[]);
    xml.leaf("name", &[], &feed.shared.model);
    xml.close("author");
    let mut out = xml.finish();
    render(atom.strip_prefix(b"<entry>").ok_or(Damaged)?, base, &mut out);
    out.push(b'\n');
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_in_time_has_milliseconds_and_a_zone() {
        assert_eq!(time(Stamp(1_326_808_756_021)), "2012-01-17T13:59:16.021Z");
        assert_eq!(time(Stamp(0)), "1970-01-01T00:00:00.000Z");
    }
}
