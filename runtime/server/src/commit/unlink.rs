//! What a deletion does to those who link to it, where the profile lets no link lead nowhere: a mandatory link forbids it, others are removed with it.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use smie_wire::schema::Schema;

use super::batch::{Delete, Reason, Refusal};
use super::refuse::path;
use crate::entity::{Entity, Link};
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
            let links = entity.links().iter().filter(|link| !self.leads_into(link)).cloned().collect();
            let entity = Arc::new(entity.with_links(links));
            Some(Write { id, kind: ChangeKind::Updated, entity })
        };
        sources.into_iter().filter_map(without).collect()
    }

    /// True when a relation of the entity would have too few links.
    fn needs(&self, source: &Entity) -> bool {
        let class = self.schema.class(self.schema.collection(source.collection()).class);
        (0u16..).zip(&class.relations).filter(|(_, relation)| relation.bounds.is_mandatory()).any(|(index, relation)| {
            let links = || source.links().iter().filter(move |link| link.relation == Some(index));
            let stay = links().filter(|link| !self.leads_into(link)).count();
            stay < links().count() && stay < relation.bounds.lower as usize
        })
    }

    fn leads_into(&self, link: &Link) -> bool {
        self.current.target(&link.target).is_some_and(|id| self.leaving.contains(&id))
    }
}
