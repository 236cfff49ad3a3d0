//! A commit's changes brought into the index: rows, identifiers, order of change, and the links of everything that they touch.
//!
//! A batch is taken as a whole: first all names that vanish, then all that come, then the links grouped by the name that they point to, and last each
//! touched resource is rendered once. So 50,000 links to one school in one load cost one rendering of the school.

use std::collections::BTreeSet;
use std::sync::Arc;

use smie_wire::schema::Schema;

use super::collection::{Changed, Place};
use super::incoming::{Name, hash};
use super::list::Step;
use super::pairs::ONE_WAY;
use super::resource::{Resource, resource};
use super::{EntityId, Pairs, Tenant};
use crate::entity::{Entity, Target, nested};
use crate::store::{Position, Tombstone};

/// What happens to one entity; a commit holds at most one for each.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) id: EntityId,
    /// `None` = it is deleted.
    pub(crate) entity: Option<Arc<Entity>>,
    pub(crate) at: Position,
}

/// A link as the target sees it: the name pointed to, the relation that shows it, the source.
type Arrow = (Name, u16, EntityId);

impl Tenant {
    /// Brings in changes, all at once.
    pub(crate) fn apply(&mut self, schema: &Schema, pairs: &Pairs, changes: &[Change]) {
        let steps = self.steps(schema, pairs, changes);
        self.take_out(changes);
        self.put_in(changes);
        let mut touched = self.change_references(&steps);
        touched.extend(changes.iter().filter(|c| c.entity.is_some()).map(|c| c.id));
        for id in touched {
            let Some(bare) = self.get(id) else { continue };
            let shown = resource(schema, self, id, bare.entity().clone(), bare.at());
            Arc::make_mut(&mut self.collections[id.collection.index()]).set(id.row, Some(Arc::new(shown)));
        }
        self.position = changes.iter().map(|c| c.at).fold(self.position, Position::max);
    }

    /// What changes in the links between entities.
    fn steps(&self, schema: &Schema, pairs: &Pairs, changes: &[Change]) -> Vec<(Arrow, Step)> {
        let mut steps = Vec::new();
        for change in changes {
            let old = self.get(change.id).map(|r| r.entity());
            let before = old.map_or_else(BTreeSet::new, |e| arrows(schema, pairs, change.id, e));
            let after = change.entity.as_ref().map_or_else(BTreeSet::new, |e| arrows(schema, pairs, change.id, e));
            let renamed = old.zip(change.entity.as_ref()).is_some_and(|(old, new)| old.identifiers() != new.identifiers());
            steps.extend(before.difference(&after).map(|a| (a.clone(), Step::Remove)));
            if renamed {
                // The targets show it by another href, or know it again by another name.
                steps.extend(before.intersection(&after).map(|a| (a.clone(), Step::Touch)));
            }
            steps.extend(after.into_iter().filter(|a| !before.contains(a)).map(|a| (a, Step::Add)));
        }
        steps.sort_unstable();
        steps
    }

    /// Takes out names and stamps of what leaves or is replaced.
    fn take_out(&mut self, changes: &[Change]) {
        let mut buried = Vec::new();
        for change in changes {
            let Some(old) = self.get(change.id).cloned() else { continue };
            let home = Arc::make_mut(&mut self.collections[change.id.collection.index()]);
            for (identifier, value) in (0u16..).zip(old.entity().identifiers()) {
                let Some(value) = value else { continue };
                let place = Place { row: change.id.row, identifier };
                home.names.remove(hash(&self.hasher, change.id.collection, identifier, value), |p| *p == place);
            }
            home.forget(Changed { at: old.at(), row: change.id.row });
            if change.entity.is_none() {
                home.set(change.id.row, None);
                buried.push((change.id, Tombstone { identifiers: old.entity().identifiers().into(), at: change.at }));
            }
        }
        buried.sort_unstable_by_key(|(id, grave)| (grave.at, *id));
        for (id, grave) in buried {
            self.bury(id, Arc::new(grave));
        }
    }

    /// Keeps what is left of a deleted entity; tombstones come in the order of their transactions, then of their ids.
    pub(crate) fn bury(&mut self, id: EntityId, grave: Arc<Tombstone>) {
        Arc::make_mut(&mut self.collections[id.collection.index()]).bury(id.row, grave);
    }

    /// Puts in names, rows and stamps of what comes.
    fn put_in(&mut self, changes: &[Change]) {
        for change in changes {
            let Some(entity) = &change.entity else { continue };
            let home = Arc::make_mut(&mut self.collections[change.id.collection.index()]);
            for (identifier, value) in (0u16..).zip(entity.identifiers()) {
                let Some(value) = value else { continue };
                let place = Place { row: change.id.row, identifier };
                home.names.insert(hash(&self.hasher, change.id.collection, identifier, value), place);
            }
            home.set(change.id.row, Some(Arc::new(Resource::bare(entity.clone(), change.at))));
        }
        let mut order: Vec<_> = changes.iter().filter(|c| c.entity.is_some()).map(|c| (c.at, c.id)).collect();
        order.sort_unstable();
        for (at, id) in order {
            Arc::make_mut(&mut self.collections[id.collection.index()]).note(Changed { at, row: id.row });
        }
    }

    /// Takes the steps, name by name; the entities that have these names are touched.
    fn change_references(&mut self, steps: &[(Arrow, Step)]) -> BTreeSet<EntityId> {
        let mut touched = BTreeSet::new();
        for group in steps.chunk_by(|((a, r, _), _), ((b, s, _), _)| a == b && r == s) {
            let ((name, relation, _), _) = &group[0];
            let sources: Vec<_> = group.iter().map(|((_, _, source), step)| (*source, *step)).collect();
            let hash = hash(&self.hasher, name.collection, name.identifier, &name.value);
            self.references.change(hash, name, *relation, &sources);
            touched.extend(self.find(name.collection, name.identifier, &name.value));
        }
        touched
    }
}

/// The links of an entity that have another end, each once.
fn arrows(schema: &Schema, pairs: &Pairs, id: EntityId, entity: &Entity) -> BTreeSet<Arrow> {
    let class = schema.collection(id.collection).class;
    let arrow = |link: &crate::entity::Link| {
        let Target::Entity { collection, identifier, value } = &link.target else { return None };
        let shown = pairs.shown(class, link.relation?, schema.collection(*collection).class)?;
        let name = Name { collection: *collection, identifier: *identifier, value: value.clone() };
        Some((name, shown, id))
    };
    let mut arrows: BTreeSet<Arrow> = entity.links().iter().filter_map(arrow).collect();
    if pairs.has_nested(class) {
        for relation in nested(schema, entity) {
            arrows.extend(relation.targets().filter_map(|target| {
                let Target::Entity { collection, identifier, value } = target else { return None };
                Some((Name { collection: *collection, identifier: *identifier, value: value.clone() }, ONE_WAY, id))
            }));
        }
    }
    arrows
}
