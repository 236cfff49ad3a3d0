//! What stands in a batch's way whatever entities are meant: values given twice, links to nothing.

use std::collections::{HashMap, HashSet};

use smie_wire::schema::{CollectionId, Schema};

use super::batch::{Put, Reason, Refusal};
use crate::entity::{Target, has_nested, nested, resource_path};
use crate::index::{EntityId, Tenant};

/// Entities of a batch that claim an identifier value that another of the batch has.
pub(super) fn repeated(schema: &Schema, puts: &[Put]) -> Vec<Refusal> {
    let mut seen = HashMap::new();
    let mut refusals = Vec::new();
    for (position, put) in puts.iter().enumerate() {
        let collection = put.entity.collection();
        for (identifier, value) in put.entity.identifiers().iter().enumerate() {
            let Some(value) = value else { continue };
            if let Some(&first) = seen.get(&(collection, identifier, &**value)) {
                let identifier = schema.collection(collection).identifiers[identifier].segment.clone();
                refusals.push(Refusal { entity: position, reason: Reason::Twice { identifier, value: value.to_string(), first } });
                break;
            }
            seen.insert((collection, identifier, &**value), position);
        }
    }
    refusals
}

/// Entities of a batch that link to what will not be there.
pub(super) fn dangling(schema: &Schema, current: &Tenant, puts: &[Put], leaving: &HashSet<EntityId>) -> Vec<Refusal> {
    let names = |put: &'_ Put| {
        let collection = put.entity.collection();
        let values = (0u16..).zip(put.entity.identifiers().to_vec()).filter_map(move |(i, v)| Some((collection, i, v?)));
        values.collect::<Vec<_>>()
    };
    let coming: HashSet<_> = puts.iter().flat_map(names).collect();
    let leads_nowhere = |target: &Target| match target {
        Target::Entity { collection, identifier, value }
            if current.find(*collection, *identifier, value).is_none_or(|id| leaving.contains(&id))
                && !coming.contains(&(*collection, *identifier, value.clone())) =>
        {
            Some(path(schema, *collection, usize::from(*identifier), value))
        }
        _ => None,
    };
    let missing = |put: &Put| {
        let own = put.entity.links().iter().find_map(|link| leads_nowhere(&link.target));
        let class = schema.class(schema.collection(put.entity.collection()).class);
        let inside = || nested(schema, &put.entity).iter().find_map(|relation| relation.targets().find_map(leads_nowhere));
        own.or_else(|| if has_nested(schema, class) { inside() } else { None })
    };
    let refusal = |(entity, put)| missing(put).map(|path| Refusal { entity, reason: Reason::Dangling(path) });
    puts.iter().enumerate().filter_map(refusal).collect()
}

/// The path of a resource, for messages.
pub(super) fn path(schema: &Schema, collection: CollectionId, identifier: usize, value: &str) -> String {
    let home = schema.collection(collection);
    resource_path(home, identifier, value)
}
