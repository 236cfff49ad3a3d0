//! A store that lasts as long as the process. It shares the entities with the index, so it costs a table and a log.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{LogRow, Seq, Store, StoreError, Stored, TenantName, Transaction};
use crate::entity::Entity;
use crate::index::{EntityId, Stamp};

/// The store.
#[derive(Debug, Default)]
pub struct MemoryStore {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    tenants: BTreeMap<TenantName, Data>,
}

/// What a tenant has.
#[derive(Debug, Default)]
struct Data {
    entities: BTreeMap<EntityId, (Stamp, Seq, Arc<Entity>)>,
    log: Vec<LogRow>,
}

impl MemoryStore {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        // Nothing in here can be left half done, so a panic elsewhere does not spoil it.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    fn commit(&self, transaction: &Transaction) -> Result<(), StoreError> {
        let Transaction { tenant, seq, stamp, writes } = transaction;
        let mut kept = self.kept();
        let data = kept.tenants.entry(tenant.clone()).or_default();
        for write in writes {
            match &write.entity {
                Some(entity) => drop(data.entities.insert(write.id, (*stamp, *seq, entity.clone()))),
                None => drop(data.entities.remove(&write.id)),
            }
        }
        data.log.extend(writes.iter().map(|write| LogRow { seq: *seq, id: write.id, kind: write.kind }));
        Ok(())
    }

    fn scan(&self, visit: &mut dyn FnMut(Stored)) -> Result<(), StoreError> {
        for (tenant, data) in &self.kept().tenants {
            for (&id, (stamp, seq, entity)) in &data.entities {
                visit(Stored { tenant: tenant.clone(), id, stamp: *stamp, seq: *seq, entity: entity.clone() });
            }
        }
        Ok(())
    }

    fn log(&self, tenant: &TenantName, after: Seq, limit: usize) -> Result<Vec<LogRow>, StoreError> {
        let kept = self.kept();
        let rows = kept.tenants.get(tenant).map_or(&[][..], |data| &data.log);
        let from = rows.partition_point(|row| row.seq <= after);
        Ok(rows[from..].iter().take(limit).copied().collect())
    }
}
