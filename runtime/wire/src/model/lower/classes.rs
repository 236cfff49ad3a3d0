//! The classes as a whole: parents before children, then each with its members.

use super::listing::Listing;
use super::{TableError, members, relations};
use crate::model::{Class, ClassId, Stereotype};

/// Lowers every class.
pub(super) fn classes(listing: &mut Listing) -> Vec<Class> {
    let parents: Vec<Option<ClassId>> = listing.ids().map(|id| parent(listing, id)).collect();
    let (order, parents) = parents_first(listing, parents);
    let attributes = members::attributes(listing, &order, &parents);
    let relations = relations::relations(listing, &order, &parents);
    let members = attributes.into_iter().zip(relations);
    listing
        .ids()
        .zip(parents)
        .zip(members)
        .map(|((id, extends), (attributes, relations))| {
            let (package, table) = listing.classes[id.index()];
            let state = table.state.and_then(|state| {
                let position = attributes.iter().position(|attribute| attribute.name == state);
                if position.is_none() {
                    listing.errors.push(TableError::State { class: listing.name(id), state: state.to_owned() });
                }
                position
            });
            let within = table.within.and_then(|within| {
                let name = listing.name(id);
                listing.class(|| name, within)
            });
            let class = Class {
                package,
                name: table.name.to_owned(),
                stereotype: table.stereotype,
                extends,
                docs: listing.docs(table.docs),
                subject: table.subject,
                collection: table.collection.map(str::to_owned),
                within,
                allow: table.allow.map(<[_]>::to_vec),
                state,
                since: table.since.map(str::to_owned),
                deprecated: listing.deprecation(table.deprecated),
                wire: table.wire.map(str::to_owned),
                scope: table.scope.map(str::to_owned),
                attributes,
                relations,
                actions: Vec::new(),
                events: Vec::new(),
            };
            if class.stereotype == Stereotype::Hovedklasse && class.identifiers().next().is_none() {
                listing.errors.push(TableError::NoIdentifier { class: listing.name(id) });
            }
            class
        })
        .collect()
}

fn parent(listing: &mut Listing, id: ClassId) -> Option<ClassId> {
    let name = listing.name(id);
    let parent = listing.table(id).extends?;
    let parent = listing.class(|| name.clone(), parent)?;
    if listing.stereotype(parent) != Stereotype::Abstrakt {
        listing.errors.push(TableError::Parent { class: name, parent: listing.name(parent) });
    }
    Some(parent)
}

/// An order in which every parent stands before its children. A class on a cycle loses its parent.
fn parents_first(listing: &mut Listing, mut parents: Vec<Option<ClassId>>) -> (Vec<ClassId>, Vec<Option<ClassId>>) {
    for id in listing.ids() {
        let mut ancestors = std::iter::successors(parents[id.index()], |id| parents[id.index()]).take(parents.len());
        if ancestors.any(|ancestor| ancestor == id) {
            listing.errors.push(TableError::Cycle { class: listing.name(id) });
            parents[id.index()] = None;
        }
    }
    let depth = |id: &ClassId| std::iter::successors(parents[id.index()], |id| parents[id.index()]).count();
    let mut order: Vec<ClassId> = listing.ids().collect();
    order.sort_by_cached_key(depth);
    (order, parents)
}
