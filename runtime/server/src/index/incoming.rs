//! Who links to an identifier, whether or not anybody has it yet.
//!
//! Links name their target by identifier and value. Kept under that name, a link finds a target that comes later, survives one that goes, and
//! follows one that changes its identifiers; what a resource shows is a function of the names that it has now.

use std::hash::BuildHasher;
use std::sync::Arc;

use smie_wire::schema::CollectionId;

use super::list::{LinkList, Step};
use super::{EntityId, trie::Trie};

/// An identifier of a collection with a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Name {
    pub(super) collection: CollectionId,
    pub(super) identifier: u16,
    pub(super) value: Box<str>,
}

/// Hashes a name without building one.
pub(super) fn hash(hasher: &impl BuildHasher, collection: CollectionId, identifier: u16, value: &str) -> u64 {
    hasher.hash_one((collection, identifier, value))
}

/// Everything that links to one name.
#[derive(Clone, Debug)]
pub(super) struct Incoming {
    name: Name,
    /// By the relation of the target that shows them.
    relations: Vec<(u16, LinkList)>,
}

impl Incoming {
    fn is(&self, collection: CollectionId, identifier: u16, value: &str) -> bool {
        self.name.identifier == identifier && self.name.collection == collection && *self.name.value == *value
    }
}

/// Incoming links of all names.
#[derive(Clone, Debug, Default)]
pub(super) struct References(Trie<Arc<Incoming>>);

impl References {
    /// The sources that a name has under each relation.
    pub(super) fn get(&self, hash: u64, collection: CollectionId, identifier: u16, value: &str) -> &[(u16, LinkList)] {
        self.0.get(hash, |i| i.is(collection, identifier, value)).map_or(&[], |i| &i.relations)
    }

    /// Takes the steps of one relation of one name.
    pub(super) fn change(&mut self, hash: u64, name: &Name, relation: u16, steps: &[(EntityId, Step)]) {
        let is = |i: &Arc<Incoming>| i.is(name.collection, name.identifier, &name.value);
        if self.0.get(hash, is).is_none() {
            if steps.iter().all(|s| s.1 != Step::Add) {
                return;
            }
            self.0.insert(hash, Arc::new(Incoming { name: name.clone(), relations: Vec::new() }));
        }
        let Some(incoming) = self.0.get_mut(hash, is) else { return };
        let relations = &mut Arc::make_mut(incoming).relations;
        let at = relations.binary_search_by_key(&relation, |r| r.0).unwrap_or_else(|at| {
            relations.reserve_exact(1);
            relations.insert(at, (relation, LinkList::default()));
            at
        });
        relations[at].1.change(steps);
        if relations[at].1.is_empty() {
            relations.remove(at);
        }
        if relations.is_empty() {
            self.0.remove(hash, is);
        }
    }
}
