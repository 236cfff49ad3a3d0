//! What a batch comes to: which entity each of its members is, what changes, what is in the way.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use smie_wire::profile::Dangling;
use smie_wire::schema::{CollectionId, Schema};

use super::batch::{Batch, CommitError, Committed, Delete, Reason, Refusal, Subject, Unmet};
use super::meant::meant;
use super::refuse::{dangling, repeated};
use super::unlink::Unlink;
use crate::index::{EntityId, Tenant};
use crate::store::{ChangeKind, Write};

/// What a batch comes to.
pub(super) struct Plan {
    pub(super) writes: Vec<Write>,
    pub(super) done: Committed,
}

impl Plan {
    pub(super) fn new(schema: &Schema, current: &Tenant, batch: Batch) -> Result<Self, CommitError> {
        let Batch { puts, deletes, .. } = batch;
        let mut refusals = repeated(schema, &puts);
        let leaving = leaving(current, &deletes, puts.len(), &mut refusals);
        let mut plan = Self { writes: Vec::with_capacity(puts.len() + deletes.len()), done: Committed::default() };
        let meant = meant(schema, current, &puts, &leaving);
        let mut follows = Vec::new();
        if schema.profile.dangling_links == Dangling::Refuse {
            refusals.extend(dangling(schema, current, &puts, &leaving));
            let put = meant.iter().filter_map(|m| m.as_ref().ok().copied().flatten()).collect();
            follows = Unlink { schema, current, leaving: &leaving, put }.unlink(&deletes, puts.len(), &mut refusals);
        }
        let mut next = HashMap::new();
        for (position, (put, meant)) in puts.into_iter().zip(meant).enumerate() {
            match meant {
                Err(reason) => refusals.push(Refusal { entity: position, reason }),
                Ok(id) => plan.put(current, &mut next, put.entity, id),
            }
        }
        if !refusals.is_empty() {
            refusals.sort_by_key(|r| r.entity);
            return Err(CommitError::Refused(refusals));
        }
        plan.done.updated += follows.len();
        plan.writes.append(&mut follows);
        for delete in deletes {
            if let Some(resource) = current.get(delete.id) {
                plan.done.deleted += 1;
                plan.writes.push(Write { id: delete.id, kind: ChangeKind::Deleted, entity: resource.entity().clone() });
            }
        }
        Ok(plan)
    }

    fn put(&mut self, current: &Tenant, next: &mut HashMap<CollectionId, u32>, entity: Arc<crate::entity::Entity>, id: Option<EntityId>) {
        let (id, kind) = match id {
            Some(id) if current.get(id).is_some_and(|r| r.entity().hash() == entity.hash()) => {
                self.done.unchanged += 1;
                self.done.ids.push(id);
                return;
            }
            Some(id) => {
                self.done.updated += 1;
                (id, ChangeKind::Updated)
            }
            None => {
                self.done.created += 1;
                let collection = entity.collection();
                let row = next.entry(collection).or_insert_with(|| current.collection(collection).next_row());
                let id = EntityId { collection, row: *row };
                *row += 1;
                (id, ChangeKind::Created)
            }
        };
        self.done.ids.push(id);
        self.writes.push(Write { id, kind, entity });
    }

    /// The entity that an event is about.
    pub(super) fn subject(&self, subject: Subject) -> Option<EntityId> {
        match subject {
            Subject::Put(position) => self.done.ids.get(position).copied(),
            Subject::Entity(id) => Some(id),
        }
    }
}

/// The entities that a batch deletes.
fn leaving(current: &Tenant, deletes: &[Delete], offset: usize, refusals: &mut Vec<Refusal>) -> HashSet<EntityId> {
    let mut leaving = HashSet::with_capacity(deletes.len());
    for (position, delete) in deletes.iter().enumerate() {
        let reason = match current.get(delete.id) {
            None => Reason::Unmet(Unmet::Gone),
            Some(resource) if delete.content.is_some_and(|content| content != resource.entity().hash()) => {
                Reason::Unmet(Unmet::Changed(delete.id))
            }
            Some(_) if !leaving.insert(delete.id) => Reason::TwiceMeant,
            Some(_) => continue,
        };
        refusals.push(Refusal { entity: offset + position, reason });
    }
    leaving
}
