//! What of an entity another model does not read: its text before and after, value by value.

use serde_json::Value;

use crate::entity::{Entity, MemberRange, Target};

/// A base that no data can hold, so that hrefs inside come out as they went in.
const BASE: &[u8] = b"http://smie.invalid";

/// The attributes of an entity as JSON, and the links that its model did not know.
pub(super) fn text(entity: &Entity) -> Vec<u8> {
    let mut text = Vec::new();
    entity.body().render(BASE, &mut text);
    let unknown = entity.links().iter().filter_map(|link| match &link.target {
        Target::Unknown(member) => Some(member),
        _ => None,
    });
    for (i, member) in unknown.enumerate() {
        let before: &[u8] = match (i, text.len()) {
            (0, 1) => b"\"_links\":{",
            (0, _) => b",\"_links\":{",
            _ => b",",
        };
        text.extend_from_slice(before);
        text.extend_from_slice(member.as_bytes());
    }
    if entity.links().iter().any(|link| matches!(link.target, Target::Unknown(_))) {
        text.push(b'}');
    }
    text.push(b'}');
    text
}

/// Places of the old text that the new one has not, or has otherwise.
pub(super) fn missing(old: &Entity, fresh: &Entity) -> Vec<(String, String)> {
    if old.body() == fresh.body() || same_text(old, fresh) {
        return Vec::new();
    }
    let (Some(before), Some(after)) = (attributes(old), attributes(fresh)) else {
        return vec![(String::new(), "cannot be read".to_owned())];
    };
    let mut missing = Vec::new();
    compare(&before, &after, &mut String::new(), &mut missing);
    if missing.is_empty() && old.body().splices() > fresh.body().splices() {
        missing.push((String::new(), "links inside would not follow the server's address any more".to_owned()));
    }
    missing
}

/// True when both texts read alike with a base in them.
fn same_text(old: &Entity, fresh: &Entity) -> bool {
    let rendered = |entity: &Entity| {
        let mut text = Vec::new();
        entity.body().render(BASE, &mut text);
        text
    };
    old.members().len() == fresh.members().len() && rendered(old) == rendered(fresh)
}

/// The new entity with the old one's text where both read alike: an href inside that leads to nothing that is served is only known there as one of ours.
pub(super) fn settled(old: &Entity, fresh: Entity) -> Entity {
    if old.body() == fresh.body() || !same_text(old, &fresh) {
        return fresh;
    }
    let renumbered = |(before, after): (&MemberRange, &MemberRange)| MemberRange { attribute: after.attribute, ..*before };
    let members = old.members().iter().zip(fresh.members()).map(renumbered).collect();
    Entity::new(fresh.collection(), old.body().clone(), members, fresh.links().into(), fresh.identifiers().into())
}

fn attributes(entity: &Entity) -> Option<Value> {
    let mut text = Vec::new();
    entity.body().render(BASE, &mut text);
    text.push(b'}');
    serde_json::from_slice(&text).ok()
}

fn compare(before: &Value, after: &Value, at: &mut String, missing: &mut Vec<(String, String)>) {
    let length = at.len();
    let mut deeper = |name: &str, before: &Value, after: Option<&Value>| {
        at.push('/');
        at.push_str(name);
        match after {
            Some(after) => compare(before, after, at, missing),
            None => missing.push((at.clone(), "is a member that the model has not".to_owned())),
        }
        at.truncate(length);
    };
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => before.iter().for_each(|(name, value)| deeper(name, value, after.get(name))),
        (Value::Array(before), Value::Array(after)) => {
            before.iter().enumerate().for_each(|(i, value)| deeper(&i.to_string(), value, after.get(i)));
        }
        (before, after) if before == after => {}
        _ => missing.push((at.clone(), "would have another value".to_owned())),
    }
}
