//! One organisation's data, and the index as a whole: tenants by name. Nothing leads from one tenant into another.

use std::collections::{BTreeMap, HashMap};
use std::hash::RandomState;
use std::sync::Arc;

use smie_wire::schema::CollectionId;

use super::collection::Collection;
use super::incoming::{References, hash};
use super::list::LinkList;
use super::resource::Resource;
use super::{EntityId, Stamp};
use crate::entity::{Entity, Target};
use crate::store::TenantName;

/// Everything that is served, at one moment.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    pub(crate) tenants: HashMap<TenantName, Arc<Tenant>>,
}

/// One organisation's data.
#[derive(Clone, Debug)]
pub(crate) struct Tenant {
    pub(super) hasher: RandomState,
    pub(super) collections: Vec<Arc<Collection>>,
    pub(super) references: References,
    pub(super) stamp: Stamp,
}

impl Tenant {
    /// A tenant with nothing in it.
    pub(crate) fn new(collections: usize) -> Self {
        let empty = Arc::new(Collection::default());
        Self {
            hasher: RandomState::new(),
            collections: vec![empty; collections],
            references: References::default(),
            stamp: Stamp::default(),
        }
    }

    /// The stamp of the last commit.
    pub(crate) fn stamp(&self) -> Stamp {
        self.stamp
    }

    pub(crate) fn collection(&self, id: CollectionId) -> &Arc<Collection> {
        &self.collections[id.index()]
    }

    /// The resource of an entity.
    pub(crate) fn get(&self, id: EntityId) -> Option<&Arc<Resource>> {
        self.collection(id.collection).rows().get(id.at())
    }

    /// The entity that has this value of an identifier.
    pub(crate) fn find(&self, collection: CollectionId, identifier: u16, value: &str) -> Option<EntityId> {
        let home = self.collection(collection);
        let place = home.names.get(hash(&self.hasher, collection, identifier, value), |place| {
            let at = usize::from(place.identifier);
            place.identifier == identifier
                && home.rows().get(place.row as usize).is_some_and(|r| r.entity().identifiers()[at].as_deref() == Some(value))
        })?;
        Some(EntityId { collection, row: place.row })
    }

    /// The entity that a link points to, if it is here.
    pub(super) fn target(&self, target: &Target) -> Option<EntityId> {
        match target {
            Target::Entity { collection, identifier, value } => self.find(*collection, *identifier, value),
            _ => None,
        }
    }

    /// Who links to an entity under any of its identifiers, by the relation that shows it.
    pub(super) fn incoming(&self, entity: &Entity) -> Vec<(u16, LinkList)> {
        let collection = entity.collection();
        let mut found: BTreeMap<u16, Vec<&LinkList>> = BTreeMap::new();
        for (identifier, value) in (0u16..).zip(entity.identifiers()) {
            let Some(value) = value else { continue };
            for (relation, list) in self.references.get(hash(&self.hasher, collection, identifier, value), collection, identifier, value) {
                found.entry(*relation).or_default().push(list);
            }
        }
        let merge = |(relation, lists): (u16, Vec<&LinkList>)| {
            if let [only] = lists.as_slice() {
                return (relation, LinkList::clone(only));
            }
            let mut sources: Vec<_> = lists.iter().flat_map(|list| list.sources()).collect();
            sources.sort_unstable();
            sources.dedup();
            (relation, LinkList::from_sorted(&sources))
        };
        found.into_iter().map(merge).collect()
    }
}
