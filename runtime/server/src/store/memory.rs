//! A store that lasts as long as the process. It shares the entities with the index, so it costs a table and a log.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::hash::Hash;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use smie_wire::schema::CollectionId;
use uuid::Uuid;

use super::{
    ChangeKind, EventRow, Head, IdempotencyRecord, LogRow, PageRow, Position, Seq, StatusRecord, Store, StoreError, Stored, TenantName,
    Told, Tombstone, Transaction, fresh_secret, now,
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
    log: VecDeque<LogRow>,
    /// When each transaction of the log happened.
    stamps: VecDeque<(Seq, Stamp)>,
    feeds: BTreeMap<Box<str>, Feed>,
    events: HashMap<Uuid, (Box<str>, u64)>,
    idempotency: Remembered<Box<str>, IdempotencyRecord>,
    statuses: Remembered<Uuid, StatusRecord>,
    redactions: u64,
    forgotten: Stamp,
}

/// Lines of the log at most; nobody reads them but who looks on, and an entity needs none.
const LINES: usize = 1_000_000;

/// What is remembered for some time, oldest first.
#[derive(Debug)]
struct Remembered<K, V> {
    by_key: HashMap<K, V>,
    order: VecDeque<(Stamp, K)>,
}

impl<K, V> Default for Remembered<K, V> {
    fn default() -> Self {
        Self { by_key: HashMap::new(), order: VecDeque::new() }
    }
}

impl<K: Clone + Eq + Hash, V> Remembered<K, V> {
    /// Forgets what is older than `kept` milliseconds.
    fn expire(&mut self, now: Stamp, kept: u64) {
        let old = self.order.partition_point(|(since, _)| since.0 < now.0.saturating_sub(kept));
        for (_, oldest) in self.order.drain(..old) {
            self.by_key.remove(&oldest);
        }
    }

    /// Remembers one more, and forgets what is older than `kept` milliseconds.
    fn keep(&mut self, key: K, value: V, stamp: Stamp, kept: u64) {
        self.expire(stamp, kept);
        if self.by_key.insert(key.clone(), value).is_none() {
            self.order.push_back((stamp, key));
        }
    }
}

#[derive(Debug, Default)]
struct Feed {
    events: Vec<EventRow>,
    pages: Vec<PageRow>,
    /// Numbers of the last page and event that were purged.
    purged: (u64, u64),
    began: Option<Stamp>,
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
        let Transaction { seq, stamp, writes, events, pages, later, idempotency, status, forget } = transaction;
        let at = Position { seq: *seq, stamp: *stamp };
        for write in &**writes {
            if write.kind == ChangeKind::Deleted {
                self.entities.remove(&write.id);
                let grave = Tombstone { identifiers: write.entity.identifiers().into(), at };
                self.tombstones.insert(write.id, Arc::new(grave));
            } else {
                self.entities.insert(write.id, (at, write.entity.clone()));
            }
            self.log.push_back(LogRow { seq: *seq, id: write.id, kind: write.kind });
        }
        if self.log.len() > LINES {
            let lines = self.log.len() - LINES;
            self.log.drain(..lines);
        }
        self.stamps.push_back((*seq, *stamp));
        if self.stamps.len() > LINES {
            self.stamps.pop_front();
        }
        events.iter().for_each(|event| self.event(event.clone()));
        pages.iter().for_each(|page| self.page(page.clone()));
        if let Some(later) = later {
            later.tell(&mut |told| {
                match told {
                    Told::Event(event) => self.event(event),
                    Told::Page(page) => self.page(page),
                }
                ControlFlow::Continue(())
            });
        }
        if let Some(record) = idempotency {
            self.idempotency.keep(record.key.clone(), record.clone(), record.stamp, IdempotencyRecord::KEPT);
        }
        if let Some(record) = status {
            self.statuses.keep(record.id, record.clone(), record.stamp, StatusRecord::KEPT);
        }
        if let Some(before) = forget {
            self.forget(*before);
        }
        self.position = at;
    }

    fn event(&mut self, event: EventRow) {
        self.events.insert(event.id, (event.feed.clone(), event.number));
        self.feeds.entry(event.feed.clone()).or_default().events.push(event);
    }

    fn page(&mut self, page: PageRow) {
        self.feeds.entry(page.feed.clone()).or_default().pages.push(page);
    }

    /// Forgets tombstones up to a time; of the last row of a collection the row stays, so that it is not given again.
    fn forget(&mut self, before: Stamp) {
        let mut top: BTreeMap<CollectionId, EntityId> = BTreeMap::new();
        for id in self.entities.keys().chain(self.tombstones.keys()) {
            let top = top.entry(id.collection).or_insert(*id);
            *top = (*top).max(*id);
        }
        self.tombstones.retain(|id, grave| {
            if grave.at.stamp > before {
                return true;
            }
            *grave = Arc::new(grave.blanked());
            top.get(&id.collection) == Some(id)
        });
        self.forgotten = self.forgotten.max(before);
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
            kept.log.range(from..).take(limit).copied().collect()
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
        self.read(tenant, |kept| kept.idempotency.by_key.get(key).cloned())
    }

    fn status(&self, tenant: &TenantName, id: Uuid) -> Result<Option<StatusRecord>, StoreError> {
        self.read(tenant, |kept| kept.statuses.by_key.get(&id).cloned())
    }

    fn began(&self, tenant: &TenantName, feed: &str) -> Result<Stamp, StoreError> {
        let mut tenants = self.tenants();
        let feeds = &mut tenants.entry(tenant.clone()).or_default().feeds;
        Ok(*feeds.entry(feed.into()).or_default().began.get_or_insert_with(now))
    }

    fn redact(&self, tenant: &TenantName, feed: &str, entries: &[(u64, Arc<[u8]>)]) -> Result<(), StoreError> {
        let mut tenants = self.tenants();
        let Some(kept) = tenants.get_mut(tenant) else { return Ok(()) };
        let Some(feed) = kept.feeds.get_mut(feed) else { return Ok(()) };
        for (number, entry) in entries {
            if let Ok(at) = feed.events.binary_search_by_key(number, |event| event.number) {
                feed.events[at].entry = entry.clone();
            }
        }
        let has = |page: &PageRow| entries.iter().any(|(number, _)| (page.first..=page.last).contains(number));
        feed.pages.iter_mut().filter(|page| has(page)).for_each(|page| page.revision += 1);
        kept.redactions += 1;
        Ok(())
    }

    fn redactions(&self, tenant: &TenantName) -> Result<u64, StoreError> {
        self.read(tenant, |kept| kept.redactions)
    }

    fn expire(&self, tenant: &TenantName, now: Stamp) -> Result<(), StoreError> {
        if let Some(kept) = self.tenants().get_mut(tenant) {
            kept.idempotency.expire(now, IdempotencyRecord::KEPT);
            kept.statuses.expire(now, StatusRecord::KEPT);
        }
        Ok(())
    }

    fn forgotten(&self, tenant: &TenantName) -> Result<Stamp, StoreError> {
        self.read(tenant, |kept| kept.forgotten)
    }

    fn forget_log(&self, tenant: &TenantName, before: Stamp, limit: usize) -> Result<usize, StoreError> {
        let mut tenants = self.tenants();
        let Some(kept) = tenants.get_mut(tenant) else { return Ok(0) };
        let last = kept.position.seq;
        let gone = kept.stamps.partition_point(|(seq, stamp)| *seq < last && *stamp < before).min(limit);
        if let Some((seq, _)) = kept.stamps.drain(..gone).next_back() {
            let lines = kept.log.partition_point(|row| row.seq <= seq);
            kept.log.drain(..lines);
        }
        Ok(gone)
    }
}
