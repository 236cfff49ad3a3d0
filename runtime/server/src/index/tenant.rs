//! One organisation's data. Nothing leads from one tenant into another.

use std::collections::BTreeMap;
use std::hash::RandomState;
use std::sync::Arc;

use smie_wire::schema::CollectionId;

use super::collection::Collection;
use super::incoming::{References, hash};
use super::list::LinkList;
use super::resource::Resource;
use super::{EntityId, Stamp};
use crate::commit::Heads;
use crate::entity::{Entity, Target};
use crate::store::Position;

/// One organisation's data.
#[derive(Clone, Debug)]
pub(crate) struct Tenant {
    pub(super) hasher: RandomState,
    pub(super) collections: Vec<Arc<Collection>>,
    pub(super) references: References,
    pub(super) position: Position,
    heads: Arc<Heads>,
    forgotten: Stamp,
}

impl Tenant {
    /// A tenant with nothing in it.
    pub(crate) fn new(collections: usize) -> Self {
        let empty = Arc::new(Collection::default());
        Self {
            hasher: RandomState::new(),
            collections: vec![empty; collections],
            references: References::default(),
            position: Position::default(),
            heads: Arc::default(),
            forgotten: Stamp(0),
        }
    }

    /// The last transaction.
    pub(crate) fn position(&self) -> Position {
        self.position
    }

    pub(crate) fn set_position(&mut self, at: Position) {
        self.position = at;
    }

    /// How far each feed has come at this moment.
    pub(crate) fn heads(&self) -> &Heads {
        &self.heads
    }

    pub(crate) fn set_heads(&mut self, heads: Heads) {
        self.heads = Arc::new(heads);
    }

    /// Up to when it is forgotten what was deleted; zero = all of it is known.
    pub(crate) fn forgotten(&self) -> Stamp {
        self.forgotten
    }

    /// True when something was deleted up to a time and is not forgotten yet.
    pub(crate) fn has_graves_of(&self, before: Stamp) -> bool {
        self.collections.iter().any(|home| home.has_graves_of(before))
    }

    /// Forgets what was deleted up to a time.
    pub(crate) fn forget(&mut self, before: Stamp) {
        if before > self.forgotten {
            self.forgotten = before;
            for home in self.collections.iter_mut().filter(|home| home.has_graves_of(before)) {
                Arc::make_mut(home).forget_graves(before);
            }
        }
    }

    /// Entities that link to this one by any of its identifiers; without inverse they are known only where links must lead somewhere.
    pub(crate) fn linking(&self, entity: &Entity) -> Vec<EntityId> {
        self.incoming(entity).iter().flat_map(|(_, list)| list.sources().collect::<Vec<_>>()).collect()
    }

    /// Which pairs with an entity other entities tell of, by the relation that shows them.
    pub(crate) fn told(&self, entity: &Entity) -> impl Fn(u16, EntityId) -> bool + use<> {
        let incoming = self.incoming(entity);
        move |relation, source| incoming.iter().any(|(r, list)| *r == relation && list.contains(source))
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
    pub(crate) fn target(&self, target: &Target) -> Option<EntityId> {
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
