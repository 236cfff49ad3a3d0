//! A store whose commits can be held back or made to fail.

use std::sync::{Arc, Condvar, Mutex};

use crate::index::Stamp;
use crate::store::{
    EventRow, Head, IdempotencyRecord, LogRow, MemoryStore, PageRow, Position, Seq, StatusRecord, Store, StoreError, Stored, TenantName,
    Transaction, Uuid,
};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum State {
    #[default]
    Open,
    Closed,
    Broken,
}

#[derive(Debug, Default)]
pub(super) struct Gate {
    inner: MemoryStore,
    state: Mutex<State>,
    changed: Condvar,
}

impl Gate {
    pub(super) fn set(&self, state: State) {
        *self.state.lock().unwrap() = state;
        self.changed.notify_all();
    }
}

impl Store for Gate {
    fn tenants(&self) -> Result<Vec<TenantName>, StoreError> {
        self.inner.tenants()
    }
    fn commit(&self, tenant: &TenantName, group: &[Transaction]) -> Result<(), StoreError> {
        let closed = |state: &mut State| *state == State::Closed;
        let state = *self.changed.wait_while(self.state.lock().unwrap(), closed).unwrap();
        if state == State::Broken {
            return Err(StoreError::Unavailable("the disk is full".to_owned()));
        }
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
    fn purge(&self, tenant: &TenantName, feed: &str, page: u64) -> Result<(), StoreError> {
        self.inner.purge(tenant, feed, page)
    }
    fn secret(&self) -> Result<[u8; 32], StoreError> {
        self.inner.secret()
    }
    fn idempotency(&self, tenant: &TenantName, key: &str) -> Result<Option<IdempotencyRecord>, StoreError> {
        self.inner.idempotency(tenant, key)
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
