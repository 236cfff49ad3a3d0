//! The only way in: batches become transactions, the store keeps them, the index shows them.
//!
//! One writer a tenant at a time, who takes along everybody who waits: each batch is planned against the state that the one before it leaves (which
//! entity is meant, does its content change at all), all are kept by one store commit, and one swap shows them. Each is still all or nothing and has
//! its own number. A batch that changes nothing is no transaction. Nothing is shown or answered before it is durable.

mod batch;
mod event;
mod lane;
mod meant;
mod plan;
mod refuse;
mod retain;
#[cfg(test)]
mod tests;
mod unlink;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;
use smie_wire::schema::Schema;
use tokio::sync::watch;

pub(crate) use batch::{Batch, Decide, Delete, EventDraft, Expects, Put, Subject};
pub use batch::{CommitError, Committed, Reason, Refusal, Unmet};
#[cfg(test)]
pub(crate) use event::NoEvents;
pub(crate) use event::{EventRenderer, Happened, Heads, Sink};
use event::{Later, Rendered};
pub(crate) use retain::Kept;

use crate::index::{Change, EntityId, Pairs, Stamp, Tenant};
use crate::store::{Position, Seq, StatusRecord, Store, StoreError, Stored, TenantName, Transaction, now};
use lane::Lane;
use plan::Plan;

/// Writes whose events are held in memory; those of a larger transaction are made while the store keeps them.
const HELD: usize = 4096;

/// The write path and what it writes to.
#[derive(Debug)]
pub(crate) struct Ledger {
    pub(crate) schema: Arc<Schema>,
    pairs: Pairs,
    store: Box<dyn Store>,
    renderer: Arc<dyn EventRenderer>,
    lanes: ArcSwap<HashMap<TenantName, Arc<Lane>>>,
    /// Held while a tenant is added.
    adding: Mutex<()>,
}

impl Ledger {
    /// Opens a store: everything that it keeps comes into the index.
    pub(crate) fn open(schema: Arc<Schema>, store: Box<dyn Store>, renderer: Box<dyn EventRenderer>) -> Result<Self, StoreError> {
        let pairs = Pairs::new(&schema);
        let mut lanes = HashMap::from([(TenantName::default(), Arc::new(Lane::new(Tenant::new(schema.collections.len()))))]);
        for name in store.tenants()? {
            let tenant = open(&schema, &pairs, &*store, &name)?;
            lanes.insert(name, Arc::new(Lane::new(tenant)));
        }
        Ok(Self { schema, pairs, store, renderer: renderer.into(), lanes: ArcSwap::from_pointee(lanes), adding: Mutex::new(()) })
    }

    /// What the store keeps beside the entities: feeds, pages, idempotency.
    pub(crate) fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// The data of a tenant, as it is now and stays for whoever holds it. A tenant that never wrote anything is none, but for the default one.
    pub(crate) fn snapshot(&self, name: &TenantName) -> Option<Arc<Tenant>> {
        let tenant = self.lanes.load().get(name)?.snapshot();
        (tenant.position().seq > Seq(0) || *name == TenantName::default()).then_some(tenant)
    }

    /// Every tenant that has data, and the default one.
    pub(crate) fn tenants(&self) -> Vec<TenantName> {
        let mut names: Vec<_> = self.lanes.load().keys().filter(|name| self.snapshot(name).is_some()).cloned().collect();
        names.sort_unstable();
        names
    }

    /// Tells of each new transaction of a tenant, once it can be read.
    pub(crate) fn watch(&self, name: &TenantName) -> watch::Receiver<Seq> {
        self.lane(name).watch()
    }

    /// Does all that a batch asks for, or nothing. Blocks until it is durable; others who come meanwhile share the wait.
    pub(crate) fn submit(&self, name: &TenantName, batch: Batch) -> Result<Committed, CommitError> {
        let lane = self.lane(name);
        lane.submit(batch, &|batches| self.commit(name, &lane, batches))
    }

    /// What a batch would do now, without doing it.
    pub(crate) fn rehearse(&self, name: &TenantName, batch: Batch) -> Result<Committed, CommitError> {
        let current = self.snapshot(name).unwrap_or_else(|| Arc::new(Tenant::new(self.schema.collections.len())));
        Plan::new(&self.schema, &current, batch).map(|plan| plan.done)
    }

    /// Creates or replaces entities, all or none.
    #[cfg(test)]
    pub(crate) fn put(&self, name: &TenantName, entities: Vec<Arc<crate::entity::Entity>>) -> Result<Committed, CommitError> {
        let put = |entity| Put { entity, expects: Expects::Anything };
        self.submit(name, Batch { puts: entities.into_iter().map(put).collect(), ..Batch::default() })
    }

    fn lane(&self, name: &TenantName) -> Arc<Lane> {
        if let Some(lane) = self.lanes.load().get(name) {
            return lane.clone();
        }
        let _adding = self.adding.lock().unwrap_or_else(PoisonError::into_inner);
        let mut lanes = HashMap::clone(&self.lanes.load());
        let fresh = || Arc::new(Lane::new(Tenant::new(self.schema.collections.len())));
        let lane = lanes.entry(name.clone()).or_insert_with(fresh).clone();
        self.lanes.store(Arc::new(lanes));
        lane
    }

    /// Commits a group of batches with one store commit and one swap; called by one thread a lane at a time.
    fn commit(&self, name: &TenantName, lane: &Lane, batches: Vec<Batch>) -> Vec<Result<Committed, CommitError>> {
        let mut state = Tenant::clone(&lane.snapshot());
        let stamp = next_stamp(state.position().stamp);
        let mut group: Vec<Transaction> = Vec::new();
        let results: Vec<_> = batches.into_iter().map(|batch| self.step(name, &mut state, stamp, &mut group, batch)).collect();
        if group.is_empty() {
            return results;
        }
        if let Err(error) = self.store.commit(name, &group) {
            // Also what was refused or found unchanged may have been so because of what now did not happen.
            tracing::error!(tenant = %name, %error, "a commit failed");
            let failed = || Err(CommitError::Store(StoreError::Unavailable(error.to_string())));
            return results.iter().map(|_| failed()).collect();
        }
        lane.publish(state);
        results
    }

    /// Brings one batch into the state that the next one sees.
    fn step(
        &self,
        name: &TenantName,
        state: &mut Tenant,
        stamp: Stamp,
        group: &mut Vec<Transaction>,
        mut batch: Batch,
    ) -> Result<Committed, CommitError> {
        if let Some(record) = &mut batch.idempotency {
            let pending = group.iter().filter_map(|t| t.idempotency.as_ref()).find(|r| r.key == record.key).cloned();
            if let Some(before) = pending.map_or_else(|| self.store.idempotency(name, &record.key), |found| Ok(Some(found)))? {
                return Err(CommitError::Repeated(Box::new(before)));
            }
            record.stamp = stamp;
        }
        if let Some(decide) = batch.decide.take() {
            let decided = decide.decide(state)?;
            if let (Some(record), Some(answer)) = (&mut batch.idempotency, decided.answer) {
                record.answer = answer;
            }
            (batch.puts, batch.deletes, batch.events) = (decided.puts, decided.deletes, decided.events);
        }
        let at = Position { seq: Seq(state.position().seq.0 + 1), stamp };
        let Batch { tend, forget, .. } = batch;
        let (drafts, idempotency) = (std::mem::take(&mut batch.events), batch.idempotency.take());
        let status = batch.status.take().map(|record| StatusRecord { stamp, ..record });
        let mut plan = Plan::new(&self.schema, state, batch)?;
        let drafts: Vec<_> = drafts.into_iter().filter_map(|draft| Some((plan.subject(draft.subject)?, draft))).collect();
        let noted = idempotency.is_some() || status.is_some() || forget.is_some();
        if plan.writes.is_empty() && drafts.is_empty() && !tend && !noted {
            plan.done.at = state.position();
            return Ok(plan.done);
        }
        let change = |w: &crate::store::Write| Change { id: w.id, entity: w.living(), at };
        let changes: Vec<_> = plan.writes.iter().map(change).collect();
        state.apply(&self.schema, &self.pairs, &changes);
        let mut transaction =
            Transaction { seq: at.seq, stamp, writes: plan.writes.into(), idempotency, status, forget, ..Transaction::default() };
        self.tell(name, state, &drafts, &mut transaction);
        let told = !transaction.events.is_empty() || !transaction.pages.is_empty() || transaction.later.is_some();
        if transaction.writes.is_empty() && !told && !noted {
            plan.done.at = state.position();
            return Ok(plan.done);
        }
        if let Some(before) = forget {
            state.forget(before);
        }
        state.set_position(at);
        plan.done.at = at;
        group.push(transaction);
        Ok(plan.done)
    }

    /// Adds to a transaction what the feeds tell of it.
    fn tell(&self, name: &TenantName, state: &mut Tenant, drafts: &[(EntityId, EventDraft)], transaction: &mut Transaction) {
        let at = Position { seq: transaction.seq, stamp: transaction.stamp };
        let mut heads = Heads::clone(state.heads());
        if transaction.writes.len() > HELD && drafts.is_empty() {
            let what = (at, transaction.writes.clone());
            let later = Later::new(self.renderer.clone(), self.schema.clone(), name.clone(), what, &mut heads);
            transaction.later = later.map(|later| Arc::new(later) as _);
        } else {
            let mut rendered = Rendered::default();
            let happened = Happened { schema: &self.schema, tenant: name, at, writes: &transaction.writes, after: state, drafts };
            self.renderer.tell(&happened, &mut heads, &mut rendered);
            (transaction.events, transaction.pages) = (rendered.events, rendered.pages);
        }
        if heads != *state.heads() {
            state.set_heads(heads);
        }
    }
}

/// Brings a tenant of a store into memory.
fn open(schema: &Schema, pairs: &Pairs, store: &dyn Store, name: &TenantName) -> Result<Tenant, StoreError> {
    let mut changes = Vec::new();
    let mut graves = Vec::new();
    let position = store.scan(name, &mut |stored| match stored {
        Stored::Entity { id, at, entity } => changes.push(Change { id, entity: Some(entity), at }),
        Stored::Tombstone(id, grave) => graves.push((id, grave)),
    })?;
    changes.sort_by_key(|c| c.id);
    graves.sort_by_key(|(id, grave)| (grave.at, *id));
    let mut tenant = Tenant::new(schema.collections.len());
    tenant.apply(schema, pairs, &changes);
    for (id, grave) in graves {
        tenant.bury(id, grave);
    }
    tenant.forget(store.forgotten(name)?);
    tenant.set_heads(store.heads(name)?.into_iter().collect());
    tenant.set_position(position);
    Ok(tenant)
}

/// Now, but later than the commit before.
fn next_stamp(last: Stamp) -> Stamp {
    Stamp(now().0.max(last.0 + 1))
}
