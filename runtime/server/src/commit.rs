//! The only way in: entities become a transaction, the store keeps it, the index shows it.
//!
//! One writer at a time. A transaction is planned against the snapshot that it will replace (which entity is meant, does its content change at all),
//! kept by the store, applied beside the readers and published by one swap. A commit that changes nothing is none.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use arc_swap::ArcSwap;
use smie_wire::profile::Dangling;
use smie_wire::schema::{CollectionId, Schema};

use crate::entity::{Entity, Target};
use crate::index::{Change, EntityId, Index, Pairs, Stamp, Tenant};
use crate::store::{ChangeKind, Seq, Store, StoreError, TenantName, Transaction, Write};

/// What a commit did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Committed {
    /// Entities that are new.
    pub created: usize,
    /// Entities with other content.
    pub updated: usize,
    /// Entities given as they were.
    pub unchanged: usize,
}

/// Why an entity cannot be committed; `entity` is its position in the batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Position in the batch.
    pub entity: usize,
    /// Why.
    pub reason: Reason,
}

/// Why an entity cannot be committed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// Two entities of a batch with one identifier value.
    #[error("`{identifier}` `{value}` is given twice")]
    Twice {
        /// The identifier's name in URLs.
        identifier: String,
        /// Its value.
        value: String,
        /// Position of the first in the batch.
        first: usize,
    },
    /// Its identifiers belong to different entities.
    #[error("its identifiers belong to different entities that exist")]
    Torn,
    /// A link leads to nothing, and the profile refuses that.
    #[error("a link leads to `{0}`, which does not exist")]
    Dangling(String),
}

/// Why a commit failed as a whole.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CommitError {
    /// Some entities cannot be committed; nothing was.
    #[error("{} entities are refused", .0.len())]
    Refused(Vec<Refusal>),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The write path and what it writes to.
#[derive(Debug)]
pub(crate) struct Ledger {
    pub(crate) schema: Arc<Schema>,
    pairs: Pairs,
    store: Box<dyn Store>,
    index: ArcSwap<Index>,
    /// Held by the one writer; the number of each tenant's last transaction.
    writer: Mutex<HashMap<TenantName, Seq>>,
}

impl Ledger {
    /// Opens a store: everything that it keeps comes into the index.
    pub(crate) fn open(schema: Arc<Schema>, store: Box<dyn Store>) -> Result<Self, StoreError> {
        let pairs = Pairs::new(&schema);
        let mut found: HashMap<TenantName, Vec<Change>> = HashMap::from([(TenantName::default(), Vec::new())]);
        let mut last: HashMap<TenantName, Seq> = HashMap::new();
        store.scan(&mut |stored| {
            let seq = last.entry(stored.tenant.clone()).or_default();
            *seq = stored.seq.max(*seq);
            let change = Change { id: stored.id, entity: Some(stored.entity), stamp: stored.stamp };
            found.entry(stored.tenant).or_default().push(change);
        })?;
        let mut index = Index::default();
        for (name, mut changes) in found {
            changes.sort_by_key(|c| c.id);
            let mut tenant = Tenant::new(schema.collections.len());
            tenant.apply(&schema, &pairs, &changes);
            index.tenants.insert(name, Arc::new(tenant));
        }
        Ok(Self { schema, pairs, store, index: ArcSwap::from_pointee(index), writer: Mutex::new(last) })
    }

    /// The data of a tenant, as it is now and stays for whoever holds it.
    pub(crate) fn snapshot(&self, tenant: &TenantName) -> Option<Arc<Tenant>> {
        self.index.load().tenants.get(tenant).cloned()
    }

    /// Creates or replaces entities, all or none.
    pub(crate) fn put(&self, name: &TenantName, entities: Vec<Arc<Entity>>) -> Result<Committed, CommitError> {
        let mut numbers = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let current = self.snapshot(name).unwrap_or_else(|| Arc::new(Tenant::new(self.schema.collections.len())));
        let stamp = next_stamp(current.stamp());
        let plan = Plan::new(&self.schema, &current, entities).map_err(CommitError::Refused)?;
        if plan.writes.is_empty() {
            return Ok(plan.counts);
        }
        let number = numbers.entry(name.clone()).or_default();
        let transaction = Transaction { tenant: name.clone(), seq: Seq(number.0 + 1), stamp, writes: plan.writes };
        self.store.commit(&transaction)?;
        *number = transaction.seq;
        self.publish(&transaction, current);
        Ok(plan.counts)
    }

    fn publish(&self, transaction: &Transaction, current: Arc<Tenant>) {
        let change = |w: &Write| Change { id: w.id, entity: w.entity.clone(), stamp: transaction.stamp };
        let changes: Vec<_> = transaction.writes.iter().map(change).collect();
        let mut tenant = Arc::unwrap_or_clone(current);
        tenant.apply(&self.schema, &self.pairs, &changes);
        let mut index = Index::clone(&self.index.load());
        index.tenants.insert(transaction.tenant.clone(), Arc::new(tenant));
        self.index.store(Arc::new(index));
    }
}

/// Now, but later than the commit before.
fn next_stamp(last: Stamp) -> Stamp {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis() as u64);
    Stamp(now.max(last.0 + 1))
}

/// What a batch comes to.
struct Plan {
    writes: Vec<Write>,
    counts: Committed,
}

impl Plan {
    fn new(schema: &Schema, current: &Tenant, entities: Vec<Arc<Entity>>) -> Result<Self, Vec<Refusal>> {
        let mut refusals = repeated(schema, &entities);
        if schema.profile.dangling_links == Dangling::Refuse {
            refusals.extend(dangling(schema, current, &entities));
        }
        let mut plan = Self { writes: Vec::with_capacity(entities.len()), counts: Committed::default() };
        let mut next: HashMap<CollectionId, u32> = HashMap::new();
        let meant = Meant::new(schema, current, &entities);
        for (position, (entity, meant)) in entities.into_iter().zip(meant.0).enumerate() {
            match meant {
                Err(reason) => refusals.push(Refusal { entity: position, reason }),
                Ok(Some(id)) if current.get(id).is_some_and(|r| r.entity().hash() == entity.hash()) => plan.counts.unchanged += 1,
                Ok(Some(id)) => {
                    plan.counts.updated += 1;
                    plan.writes.push(Write { id, kind: ChangeKind::Updated, entity: Some(entity) });
                }
                Ok(None) => {
                    plan.counts.created += 1;
                    let collection = entity.collection();
                    let row = next.entry(collection).or_insert_with(|| current.collection(collection).next_row());
                    plan.writes.push(Write { id: EntityId { collection, row: *row }, kind: ChangeKind::Created, entity: Some(entity) });
                    *row += 1;
                }
            }
        }
        refusals.sort_by_key(|r| r.entity);
        if refusals.is_empty() { Ok(plan) } else { Err(refusals) }
    }
}

/// Which entity each of a batch is; `None` = a new one.
struct Meant(Vec<Result<Option<EntityId>, Reason>>);

impl Meant {
    /// The canonical identifier decides; the others may come from an entity that gives them up in the same batch, but from no other.
    fn new(schema: &Schema, current: &Tenant, entities: &[Arc<Entity>]) -> Self {
        let by_canonical = |entity: &Arc<Entity>| {
            let canonical = schema.collection(entity.collection()).canonical;
            let value = entity.identifiers().get(canonical)?.as_deref()?;
            current.find(entity.collection(), canonical as u16, value)
        };
        let canonical: Vec<Option<EntityId>> = entities.iter().map(by_canonical).collect();
        let mut claimed: HashSet<EntityId> = canonical.iter().copied().flatten().collect();
        let meant = |(entity, canonical): (&Arc<Entity>, Option<EntityId>)| {
            let values = (0u16..).zip(entity.identifiers()).filter_map(|(i, v)| Some((i, v.as_deref()?)));
            let mut others = values.filter_map(|(i, v)| current.find(entity.collection(), i, v)).filter(|id| Some(*id) != canonical);
            let other = others.find(|id| !claimed.contains(id));
            match (canonical, other) {
                (Some(_), Some(_)) => Err(Reason::Torn),
                (Some(id), None) => Ok(Some(id)),
                (None, Some(id)) if others.any(|o| o != id && !claimed.contains(&o)) => Err(Reason::Torn),
                (None, Some(id)) => {
                    claimed.insert(id);
                    Ok(Some(id))
                }
                (None, None) => Ok(None),
            }
        };
        Self(entities.iter().zip(canonical).map(meant).collect())
    }
}

/// Entities of a batch that claim an identifier value that another of the batch has.
fn repeated(schema: &Schema, entities: &[Arc<Entity>]) -> Vec<Refusal> {
    let mut seen = HashMap::new();
    let mut refusals = Vec::new();
    for (position, entity) in entities.iter().enumerate() {
        let collection = entity.collection();
        for (identifier, value) in entity.identifiers().iter().enumerate() {
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

/// Entities of a batch that link to what is neither here nor in the batch.
fn dangling(schema: &Schema, current: &Tenant, entities: &[Arc<Entity>]) -> Vec<Refusal> {
    let names = |e: &'_ Arc<Entity>| {
        let collection = e.collection();
        let values = (0u16..).zip(e.identifiers().to_vec()).filter_map(move |(i, v)| Some((collection, i, v?)));
        values.collect::<Vec<_>>()
    };
    let coming: HashSet<_> = entities.iter().flat_map(names).collect();
    let missing = |entity: &Arc<Entity>| {
        entity.links().iter().find_map(|link| match &link.target {
            Target::Entity { collection, identifier, value }
                if current.find(*collection, *identifier, value).is_none()
                    && !coming.contains(&(*collection, *identifier, value.clone())) =>
            {
                let home = schema.collection(*collection);
                let segment = &home.identifiers[usize::from(*identifier)].segment;
                Some(format!("{}/{segment}/{}", home.path, crate::entity::Segment(value)))
            }
            _ => None,
        })
    };
    let refusal = |(entity, e)| missing(e).map(|path| Refusal { entity, reason: Reason::Dangling(path) });
    entities.iter().enumerate().filter_map(refusal).collect()
}
