//! What a deletion does to those who link to it, where the profile lets no link lead nowhere: a mandatory link forbids it, others are removed with it.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use smie_wire::schema::Schema;

use super::batch::{Delete, Reason, Refusal};
use super::refuse::path;
use crate::entity::{Entity, Target, has_nested, nested, without};
use crate::index::{EntityId, Tenant};
use crate::store::{ChangeKind, Write};

/// A batch's deletions against the data.
pub(super) struct Unlink<'a> {
    pub(super) schema: &'a Schema,
    pub(super) current: &'a Tenant,
    /// What the batch deletes.
    pub(super) leaving: &'a HashSet<EntityId>,
    /// What the batch replaces; its new links are checked as such.
    pub(super) put: HashSet<EntityId>,
}

impl Unlink<'_> {
    /// The entities that link to what is deleted, without these links; refused where a relation would have too few.
    pub(super) fn unlink(&self, deletes: &[Delete], offset: usize, refusals: &mut Vec<Refusal>) -> Vec<Write> {
        let mut sources: BTreeSet<EntityId> = BTreeSet::new();
        for (position, delete) in deletes.iter().enumerate() {
            let Some(target) = self.current.get(delete.id) else { continue };
            let mut linking = self.current.linking(target.entity());
            linking.retain(|id| !self.leaving.contains(id) && !self.put.contains(id));
            let needing = linking.iter().filter_map(|id| Some(self.current.get(*id)?.entity())).find(|source| self.needs(source));
            if let Some(source) = needing {
                let by = source.self_identifier(self.schema.collection(source.collection()).canonical);
                let by = by.map_or_else(String::new, |(i, value)| path(self.schema, source.collection(), i, value));
                refusals.push(Refusal { entity: offset + position, reason: Reason::Needed(by) });
            }
            sources.extend(linking);
        }
        let without = |id: EntityId| {
            let entity = self.current.get(id)?.entity();
            let links = entity.links().iter().filter(|link| !self.leads_into(&link.target)).cloned().collect();
            let left = entity.with_links(links);
            // Also where a link is part of a value.
            let left = without(self.schema, &left, &|target| self.leads_into(target)).unwrap_or(left);
            Some(Write { id, kind: ChangeKind::Updated, entity: Arc::new(left) })
        };
        sources.into_iter().filter_map(without).collect()
    }

    /// True when a relation of the entity would have too few links.
    fn needs(&self, source: &Entity) -> bool {
        let class = self.schema.class(self.schema.collection(source.collection()).class);
        let too_few = |lower: u32, targets: &[&Target]| {
            let stay = targets.iter().filter(|target| !self.leads_into(target)).count();
            stay < targets.len() && stay < lower as usize
        };
        let own = (0u16..).zip(&class.relations).filter(|(_, relation)| relation.bounds.is_mandatory()).any(|(index, relation)| {
            let links = source.links().iter().filter(move |link| link.relation == Some(index));
            too_few(relation.bounds.lower, &links.map(|link| &link.target).collect::<Vec<_>>())
        });
        let inside = || nested(self.schema, source).iter().any(|relation| too_few(relation.lower, &relation.targets().collect::<Vec<_>>()));
        own || (has_nested(self.schema, class) && inside())
    }

    fn leads_into(&self, target: &Target) -> bool {
        self.current.target(target).is_some_and(|id| self.leaving.contains(&id))
    }
}
