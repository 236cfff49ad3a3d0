//! A store that lasts as long as the process. It shares the entities with the index, so it costs a table and a log.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{LogRow, Seq, Store, StoreError, Stored, TenantName, Transaction};
use crate::index::EntityId;

/// The store.
#[derive(Debug, Default)]
pub struct MemoryStore {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    entities: BTreeMap<(TenantName, EntityId), Stored>,
    log: BTreeMap<TenantName, Vec<LogRow>>,
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
        for write in writes {
            let key = (tenant.clone(), write.id);
            match &write.entity {
                Some(entity) => {
                    let stored = Stored { tenant: tenant.clone(), id: write.id, stamp: *stamp, seq: *seq, entity: entity.clone() };
                    kept.entities.insert(key, stored);
                }
                None => {
                    kept.entities.remove(&key);
                }
            }
        }
        let rows = writes.iter().map(|write| LogRow { seq: *seq, id: write.id, kind: write.kind });
        kept.log.entry(tenant.clone()).or_default().extend(rows);
        Ok(())
    }

    fn scan(&self, visit: &mut dyn FnMut(Stored)) -> Result<(), StoreError> {
        self.kept().entities.values().cloned().for_each(visit);
        Ok(())
    }

    fn log(&self, tenant: &TenantName, after: Seq, limit: usize) -> Result<Vec<LogRow>, StoreError> {
        let kept = self.kept();
        let rows = kept.log.get(tenant).map_or(&[][..], Vec::as_slice);
        let from = rows.partition_point(|row| row.seq <= after);
        Ok(rows[from..].iter().take(limit).copied().collect())
    }
}
