//! A store that lasts as long as the process. It shares the entities with the index, so it costs a table and a log.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

use super::{
    ChangeKind, EventRow, Head, IdempotencyRecord, LogRow, PageRow, Position, Seq, Store, StoreError, Stored, TenantName, Tombstone,
    Transaction, fresh_secret,
};
use crate::entity::Entity;
use crate::index::{EntityId, Stamp};

/// The store.
#[derive(Debug)]
pub struct MemoryStore {
    tenants: Mutex<BTreeMap<TenantName, Kept>>,
    secret: [u8; 32],
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self { tenants: Mutex::default(), secret: fresh_secret() }
    }
}

#[derive(Debug, Default)]
struct Kept {
    position: Position,
    entities: BTreeMap<EntityId, (Position, Arc<Entity>)>,
    tombstones: BTreeMap<EntityId, Arc<Tombstone>>,
    log: Vec<LogRow>,
    feeds: BTreeMap<Box<str>, Feed>,
    events: HashMap<Uuid, (Box<str>, u64)>,
    idempotency: HashMap<Box<str>, IdempotencyRecord>,
}

#[derive(Debug, Default)]
struct Feed {
    events: Vec<EventRow>,
    pages: Vec<PageRow>,
    /// Numbers of the last page and event that were purged.
    purged: (u64, u64),
}

impl Feed {
    fn head(&self) -> Head {
        let closed = self.pages.last().map_or(self.purged, |page| (page.number, page.last));
        let (page, first) = (closed.0 + 1, closed.1 + 1);
        let at = self.events.partition_point(|event| event.number < first);
        let opened = self.events.get(at).map_or(Stamp(0), |event| event.stamp);
        let last = self.events.last().map_or(self.purged.1, |event| event.number);
        Head { last, page, first, opened }
    }
}

impl Kept {
    fn keep(&mut self, transaction: &Transaction) {
        let Transaction { seq, stamp, writes, events, pages, idempotency } = transaction;
        let at = Position { seq: *seq, stamp: *stamp };
        for write in writes {
            if write.kind == ChangeKind::Deleted {
                self.entities.remove(&write.id);
                let grave = Tombstone { identifiers: write.entity.identifiers().into(), at };
                self.tombstones.insert(write.id, Arc::new(grave));
            } else {
                self.entities.insert(write.id, (at, write.entity.clone()));
            }
            self.log.push(LogRow { seq: *seq, id: write.id, kind: write.kind });
        }
        for event in events {
            self.events.insert(event.id, (event.feed.clone(), event.number));
            self.feeds.entry(event.feed.clone()).or_default().events.push(event.clone());
        }
        for page in pages {
            self.feeds.entry(page.feed.clone()).or_default().pages.push(page.clone());
        }
        if let Some(record) = idempotency {
            self.idempotency.insert(record.key.clone(), record.clone());
        }
        self.position = at;
    }
}

impl MemoryStore {
    fn tenants(&self) -> MutexGuard<'_, BTreeMap<TenantName, Kept>> {
        // Nothing in here can be left half done, so a panic elsewhere does not spoil it.
        self.tenants.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read<T: Default>(&self, tenant: &TenantName, read: impl FnOnce(&Kept) -> T) -> Result<T, StoreError> {
        Ok(self.tenants().get(tenant).map_or_else(T::default, read))
    }
}

impl Store for MemoryStore {
    fn tenants(&self) -> Result<Vec<TenantName>, StoreError> {
        Ok(self.tenants().keys().cloned().collect())
    }

    fn commit(&self, tenant: &TenantName, group: &[Transaction]) -> Result<(), StoreError> {
        let mut tenants = self.tenants();
        let kept = tenants.entry(tenant.clone()).or_default();
        group.iter().for_each(|transaction| kept.keep(transaction));
        Ok(())
    }

    fn scan(&self, tenant: &TenantName, visit: &mut dyn FnMut(Stored)) -> Result<Position, StoreError> {
        self.read(tenant, |kept| {
            for (id, (at, entity)) in &kept.entities {
                visit(Stored::Entity { id: *id, at: *at, entity: entity.clone() });
            }
            for (id, grave) in &kept.tombstones {
                visit(Stored::Tombstone(*id, grave.clone()));
            }
            kept.position
        })
    }

    fn log(&self, tenant: &TenantName, after: Seq, limit: usize) -> Result<Vec<LogRow>, StoreError> {
        self.read(tenant, |kept| {
            let from = kept.log.partition_point(|row| row.seq <= after);
            kept.log[from..].iter().take(limit).copied().collect()
        })
    }

    fn heads(&self, tenant: &TenantName) -> Result<Vec<(Box<str>, Head)>, StoreError> {
        self.read(tenant, |kept| kept.feeds.iter().map(|(name, feed)| (name.clone(), feed.head())).collect())
    }

    fn events(&self, tenant: &TenantName, feed: &str, from: u64, limit: usize) -> Result<Vec<EventRow>, StoreError> {
        self.read(tenant, |kept| {
            let events = kept.feeds.get(feed).map_or(&[][..], |feed| &feed.events);
            let from = events.partition_point(|event| event.number < from);
            events[from..].iter().take(limit).cloned().collect()
        })
    }

    fn event(&self, tenant: &TenantName, id: Uuid) -> Result<Option<EventRow>, StoreError> {
        self.read(tenant, |kept| {
            let (feed, number) = kept.events.get(&id)?;
            let events = &kept.feeds.get(feed)?.events;
            let at = events.binary_search_by_key(number, |event| event.number).ok()?;
            events.get(at).cloned()
        })
    }

    fn page(&self, tenant: &TenantName, feed: &str, number: u64) -> Result<Option<PageRow>, StoreError> {
        self.read(tenant, |kept| {
            let pages = &kept.feeds.get(feed)?.pages;
            let at = pages.binary_search_by_key(&number, |page| page.number).ok()?;
            pages.get(at).cloned()
        })
    }

    fn purge(&self, tenant: &TenantName, feed: &str, page: u64) -> Result<(), StoreError> {
        let mut tenants = self.tenants();
        let Some(kept) = tenants.get_mut(tenant) else { return Ok(()) };
        let Some(feed) = kept.feeds.get_mut(feed) else { return Ok(()) };
        let gone = feed.pages.partition_point(|p| p.number <= page);
        if let Some(last) = feed.pages.drain(..gone).next_back() {
            feed.purged = (last.number, last.last);
            let at = feed.events.partition_point(|event| event.number <= last.last);
            for event in feed.events.drain(..at) {
                kept.events.remove(&event.id);
            }
        }
        Ok(())
    }

    fn secret(&self) -> Result<[u8; 32], StoreError> {
        Ok(self.secret)
    }

    fn idempotency(&self, tenant: &TenantName, key: &str) -> Result<Option<IdempotencyRecord>, StoreError> {
        self.read(tenant, |kept| kept.idempotency.get(key).cloned())
    }
}
