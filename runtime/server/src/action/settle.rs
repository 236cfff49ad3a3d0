//! Entities at rest to what types read, and back.
//!
//! A type has all the links that a resource shows; of those only what the resource stores itself is taken back. What a type does not have (relations that the
//! model does not know, pairs that the entity asserts of an end that another class stores) is carried over from what was there. A link that a handler adds to
//! an end that another class stores is refused: it would be lost.

use std::collections::HashSet;

use serde_json::{Map, Value};
use smie_wire::model::Side;
use smie_wire::schema::{Class, CollectionId, Schema};
use smie_wire::table::ClassTable;

use super::Refused;
use super::names::Towards;
use super::world::World;
use crate::entity::{Entity, Link, Splicing, Target, write_link, write_own};
use crate::index::EntityId;
use crate::validate::{Scratch, Violation};

/// A resource in the form of its type. `None` = it is not there, or the model has no such class.
pub(super) fn typed(world: &World<'_>, id: EntityId, table: &'static ClassTable) -> Option<Vec<u8>> {
    let schema = world.schema;
    let entity = world.tenant.get(id)?.entity();
    let mut text = Vec::new();
    entity.body().render(b"", &mut text);
    text.push(b'}');
    let Ok(Value::Object(mut object)) = serde_json::from_slice(&text) else { return None };
    let class = schema.class(schema.collection(id.collection).class);
    let mut links = Map::new();
    for (at, relation) in (0u16..).zip(&class.relations) {
        let targets = world.tenant.targets(schema, id, at);
        let links_of: Vec<Value> = targets.iter().filter_map(|target| shown(schema, target)).collect();
        if !links_of.is_empty() {
            links.insert(relation.wire.clone(), Value::Array(links_of));
        }
    }
    object.insert("_links".to_owned(), Value::Object(links));
    let value = world.names.rename(schema, table, Value::Object(object), Towards::Type);
    serde_json::to_vec(&value).ok()
}

/// The code that a resource's state is to have.
#[derive(Clone, Copy, Debug)]
pub(super) struct State<'a> {
    pub(super) attribute: &'a str,
    pub(super) code: &'a str,
}

/// The entity that a type says, over the one that was there.
pub(super) fn entity(
    world: &World<'_>,
    collection: CollectionId,
    (table, bytes): (&'static ClassTable, &[u8]),
    old: Option<&Entity>,
    state: Option<State<'_>>,
) -> Result<Entity, Refused> {
    let value: Value =
        serde_json::from_slice(bytes).map_err(|error| Refused::failed(format!("a handler's resource is no JSON: {error}")))?;
    let mut value = world.names.rename(world.schema, table, value, Towards::Wire);
    let class = world.schema.class(world.schema.collection(collection).class);
    let kept = stored_only(&mut value, class);
    let entity = read(world, collection, &mut value, state)?;
    nothing_added(world, class, old.unwrap_or(&entity), &kept)?;
    Ok(match old {
        Some(old) => carried(&entity, old, class),
        None => entity,
    })
}

/// The entity that was there, in another state.
pub(super) fn moved(world: &World<'_>, old: &Entity, state: Option<State<'_>>) -> Result<Entity, Refused> {
    let mut text = Vec::new();
    write_own(world.schema, old, &mut text);
    let mut value: Value =
        serde_json::from_slice(&text).map_err(|error| Refused::failed(format!("a stored resource is no JSON: {error}")))?;
    let class = world.schema.class(world.schema.collection(old.collection()).class);
    stored_only(&mut value, class);
    read(world, old.collection(), &mut value, state).map(|entity| carried(&entity, old, class))
}

/// Leaves a resource the links that it stores itself, and hands over those of ends that others store.
fn stored_only(value: &mut Value, class: &Class) -> Map<String, Value> {
    let Some(Value::Object(links)) = value.get_mut("_links") else { return Map::new() };
    let sides = |name: &str, side: Side| class.relations.iter().any(|relation| relation.wire == name && relation.side == side);
    let (stored, others): (Map<_, _>, Map<_, _>) = std::mem::take(links).into_iter().partition(|(name, _)| sides(name, Side::Storing));
    *links = stored;
    others.into_iter().filter(|(name, _)| sides(name, Side::Maintained)).collect()
}

/// Refuses links that a handler added to ends that other resources store. What it took away from them stays: they say so themselves.
fn nothing_added(world: &World<'_>, class: &Class, one: &Entity, kept: &Map<String, Value>) -> Result<(), Refused> {
    if kept.is_empty() {
        return Ok(());
    }
    let named = |(at, value): (u16, &Option<Box<str>>)| world.tenant.find(one.collection(), at, value.as_deref()?);
    let id = (0u16..).zip(one.identifiers()).find_map(named);
    for (at, relation) in (0u16..).zip(&class.relations) {
        let Some(Value::Array(links)) = kept.get(&relation.wire) else { continue };
        let targets = id.map(|id| world.tenant.targets(world.schema, id, at)).unwrap_or_default();
        let known: HashSet<String> = targets.iter().filter_map(|target| href(&shown(world.schema, target)?)).collect();
        if let Some(added) = links.iter().filter_map(href).find(|href| !known.contains(href)) {
            let (class, name) = (&class.name, &relation.name);
            return Err(Refused::failed(format!(
                "a handler added {added} to `{name}` of `{class}`, which the resources at the other end store: change those instead"
            )));
        }
    }
    Ok(())
}

/// A link as a type reads it.
fn shown(schema: &Schema, target: &Target) -> Option<Value> {
    let mut out = Splicing::default();
    write_link(schema, target, &mut out);
    let mut text = Vec::new();
    out.to_spliced().render(b"", &mut text);
    serde_json::from_slice(&text).ok()
}

fn href(link: &Value) -> Option<String> {
    link.get("href")?.as_str().map(str::to_owned)
}

fn read(world: &World<'_>, collection: CollectionId, value: &mut Value, state: Option<State<'_>>) -> Result<Entity, Refused> {
    if let (Some(state), Some(object)) = (state, value.as_object_mut()) {
        object.insert(state.attribute.to_owned(), state.code.into());
    }
    let text = value.to_string();
    world.validator.read(world.schema, collection, text.as_bytes(), &mut Scratch::default()).map_err(|found| broken(&found))
}

/// A handler's resource that the model does not allow.
fn broken(found: &[Violation]) -> Refused {
    let told: Vec<String> = found.iter().map(ToString::to_string).collect();
    Refused::failed(format!("a handler's resource is not what the model says: {}", told.join("; ")))
}

/// With the links of the old entity that a type cannot say.
fn carried(entity: &Entity, old: &Entity, class: &Class) -> Entity {
    let is_unsaid =
        |link: &&Link| link.relation.is_none_or(|at| class.relations.get(usize::from(at)).is_some_and(|r| r.side == Side::Maintained));
    let unsaid: Vec<Link> = old.links().iter().filter(is_unsaid).cloned().collect();
    if unsaid.is_empty() {
        return entity.clone();
    }
    let mut links: Vec<Link> = entity.links().iter().cloned().chain(unsaid).collect();
    links.sort_by_key(|link| link.relation.unwrap_or(u16::MAX));
    entity.with_links(links.into())
}
