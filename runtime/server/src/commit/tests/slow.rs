//! A store in memory that takes its time over a commit, counts them, and fails when told to.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::index::Stamp;
use crate::store::*;

/// A store that is slow and counts.
#[derive(Debug, Default)]
pub(super) struct Slow {
    inner: MemoryStore,
    pub(super) commits: AtomicUsize,
    /// Commits that fail from now on.
    pub(super) broken: AtomicUsize,
    pub(super) sizes: Mutex<Vec<usize>>,
}

impl Slow {
    const TIME: std::time::Duration = std::time::Duration::from_millis(4);
}

impl Store for Slow {
    fn tenants(&self) -> Result<Vec<TenantName>, StoreError> {
        self.inner.tenants()
    }
    fn commit(&self, tenant: &TenantName, group: &[Transaction]) -> Result<(), StoreError> {
        std::thread::sleep(Self::TIME);
        if self.broken.load(Ordering::Relaxed) > 0 {
            self.broken.fetch_sub(1, Ordering::Relaxed);
            return Err(StoreError::Unavailable("the disk is full".to_owned()));
        }
        self.commits.fetch_add(1, Ordering::Relaxed);
        self.sizes.lock().unwrap().push(group.len());
        self.inner.commit(tenant, group)
    }
    fn scan(&self, tenant: &TenantName, visit: &mut dyn FnMut(Stored)) -> Result<Position, StoreError> {
        self.inner.scan(tenant, visit)
    }
    fn log(&self, tenant: &TenantName, after: Seq, limit: usize) -> Result<Vec<LogRow>, StoreError> {
        self.inner.log(tenant, after, limit)
    }
    fn heads(&self, tenant: &TenantName) -> Result<Vec<(Box<str>, Head)>, StoreError> {
        self.inner.heads(tenant)
    }
    fn events(&self, tenant: &TenantName, feed: &str, from: u64, limit: usize) -> Result<Vec<EventRow>, StoreError> {
        self.inner.events(tenant, feed, from, limit)
    }
    fn event(&self, tenant: &TenantName, id: Uuid) -> Result<Option<EventRow>, StoreError> {
        self.inner.event(tenant, id)
    }
    fn page(&self, tenant: &TenantName, feed: &str, number: u64) -> Result<Option<PageRow>, StoreError> {
        self.inner.page(tenant, feed, number)
    }
    fn idempotency(&self, tenant: &TenantName, key: &str) -> Result<Option<IdempotencyRecord>, StoreError> {
        self.inner.idempotency(tenant, key)
    }
    fn purge(&self, tenant: &TenantName, feed: &str, page: u64) -> Result<(), StoreError> {
        self.inner.purge(tenant, feed, page)
    }
    fn secret(&self) -> Result<[u8; 32], StoreError> {
        self.inner.secret()
    }
    fn status(&self, tenant: &TenantName, id: Uuid) -> Result<Option<StatusRecord>, StoreError> {
        self.inner.status(tenant, id)
    }
    fn began(&self, tenant: &TenantName, feed: &str) -> Result<Stamp, StoreError> {
        self.inner.began(tenant, feed)
    }
    fn redact(&self, tenant: &TenantName, feed: &str, entries: &[(u64, Arc<[u8]>)]) -> Result<(), StoreError> {
        self.inner.redact(tenant, feed, entries)
    }
    fn redactions(&self, tenant: &TenantName) -> Result<u64, StoreError> {
        self.inner.redactions(tenant)
    }
    fn forgotten(&self, tenant: &TenantName) -> Result<Stamp, StoreError> {
        self.inner.forgotten(tenant)
    }
    fn forget_log(&self, tenant: &TenantName, before: Stamp, limit: usize) -> Result<usize, StoreError> {
        self.inner.forget_log(tenant, before, limit)
    }
}
