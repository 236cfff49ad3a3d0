//! Where data is kept: a store takes transactions, gives all entities back at start, and tells what happened since.
//!
//! Reads of entities are served from the index, so a store sees appends, one scan at start, and reads of feeds. The trait is small on purpose; what a
//! transaction means is decided in [`commit`](crate::commit), the only caller of [`Store::commit`]. Tenants are apart: no call spans two.

mod encoding;
mod error;
mod layout;
mod memory;
mod row;
mod sqlite;
mod tenant;

use std::fmt;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::index::Stamp;

pub use error::StoreError;
pub use memory::MemoryStore;
pub use row::{
    ChangeKind, EventKind, EventRow, Head, IdempotencyRecord, LogRow, PageRow, Position, Seq, StatusRecord, Stored, Tells, Told, Tombstone,
    Transaction, Write,
};
pub use sqlite::{CheckReport, Migration, Run, SqliteStore};
pub use tenant::{TenantError, TenantName};
pub use uuid::Uuid;

/// Where data is kept.
pub trait Store: Send + Sync + fmt::Debug {
    /// The organisations that have data, the default one too when it has.
    ///
    /// # Errors
    /// The store cannot be read.
    fn tenants(&self) -> Result<Vec<TenantName>, StoreError>;

    /// Keeps transactions of a tenant, all or none; when this returns, they are as durable as the store makes things. Their numbers follow the last one's.
    ///
    /// # Errors
    /// Nothing was kept.
    fn commit(&self, tenant: &TenantName, group: &[Transaction]) -> Result<(), StoreError>;

    /// Shows every entity that lives and every tombstone of a tenant, and says where its log ends.
    ///
    /// # Errors
    /// The store cannot be read.
    fn scan(&self, tenant: &TenantName, visit: &mut dyn FnMut(Stored)) -> Result<Position, StoreError>;

    /// What happened after a transaction, oldest first, at most `limit` lines.
    ///
    /// # Errors
    /// The store cannot be read.
    fn log(&self, tenant: &TenantName, after: Seq, limit: usize) -> Result<Vec<LogRow>, StoreError>;

    /// How far each feed of a tenant has come.
    ///
    /// # Errors
    /// The store cannot be read.
    fn heads(&self, tenant: &TenantName) -> Result<Vec<(Box<str>, Head)>, StoreError>;

    /// Events of a feed whose numbers are `from` or later, in order, at most `limit`.
    ///
    /// # Errors
    /// The store cannot be read.
    fn events(&self, tenant: &TenantName, feed: &str, from: u64, limit: usize) -> Result<Vec<EventRow>, StoreError>;

    /// The event of this id.
    ///
    /// # Errors
    /// The store cannot be read.
    fn event(&self, tenant: &TenantName, id: Uuid) -> Result<Option<EventRow>, StoreError>;

    /// A closed page of a feed.
    ///
    /// # Errors
    /// The store cannot be read.
    fn page(&self, tenant: &TenantName, feed: &str, number: u64) -> Result<Option<PageRow>, StoreError>;

    /// Forgets the pages of a feed up to this one, which is closed, and their events. What was numbered stays numbered.
    ///
    /// # Errors
    /// Nothing, or not everything, was forgotten.
    fn purge(&self, tenant: &TenantName, feed: &str, page: u64) -> Result<(), StoreError>;

    /// A random key that was made with the store and never changes: what is digested with it means nothing elsewhere.
    ///
    /// # Errors
    /// The store cannot be read.
    fn secret(&self) -> Result<[u8; 32], StoreError>;

    /// What is remembered under a key.
    ///
    /// # Errors
    /// The store cannot be read.
    fn idempotency(&self, tenant: &TenantName, key: &str) -> Result<Option<IdempotencyRecord>, StoreError>;

    /// What became of a write that was given this id.
    ///
    /// # Errors
    /// The store cannot be read.
    fn status(&self, tenant: &TenantName, id: Uuid) -> Result<Option<StatusRecord>, StoreError>;

    /// When a feed began: what is told here first is told ever after.
    ///
    /// # Errors
    /// The store cannot be used.
    fn began(&self, tenant: &TenantName, feed: &str) -> Result<Stamp, StoreError>;

    /// Replaces the bytes of events of a feed, all or none, and raises the revision of each closed page that has one of them.
    ///
    /// # Errors
    /// Nothing was replaced.
    fn redact(&self, tenant: &TenantName, feed: &str, entries: &[(u64, Arc<[u8]>)]) -> Result<(), StoreError>;

    /// How often events of a tenant were redacted: whoever keeps what it read knows by it that this may be out of date.
    ///
    /// # Errors
    /// The store cannot be read.
    fn redactions(&self, tenant: &TenantName) -> Result<u64, StoreError>;

    /// Forgets answers that need not be given again at this time: to idempotency keys, to those who ask what became of a write.
    ///
    /// # Errors
    /// They are still there.
    fn expire(&self, tenant: &TenantName, now: Stamp) -> Result<(), StoreError>;

    /// Up to when tombstones of a tenant have been forgotten; zero = all are there.
    ///
    /// # Errors
    /// The store cannot be read.
    fn forgotten(&self, tenant: &TenantName) -> Result<Stamp, StoreError>;

    /// Forgets the oldest transactions of a tenant's log that happened before a time, at most `limit` of them and never the last; says how many.
    /// Entities, tombstones and events stay.
    ///
    /// # Errors
    /// Nothing was forgotten.
    fn forget_log(&self, tenant: &TenantName, before: Stamp, limit: usize) -> Result<usize, StoreError>;
}

/// A store that is shared, so that more than one may look at it.
impl<S: Store + ?Sized> Store for Arc<S> {
    fn tenants(&self) -> Result<Vec<TenantName>, StoreError> {
        (**self).tenants()
    }

    fn commit(&self, tenant: &TenantName, group: &[Transaction]) -> Result<(), StoreError> {
        (**self).commit(tenant, group)
    }

    fn scan(&self, tenant: &TenantName, visit: &mut dyn FnMut(Stored)) -> Result<Position, StoreError> {
        (**self).scan(tenant, visit)
    }

    fn log(&self, tenant: &TenantName, after: Seq, limit: usize) -> Result<Vec<LogRow>, StoreError> {
        (**self).log(tenant, after, limit)
    }

    fn heads(&self, tenant: &TenantName) -> Result<Vec<(Box<str>, Head)>, StoreError> {
        (**self).heads(tenant)
    }

    fn events(&self, tenant: &TenantName, feed: &str, from: u64, limit: usize) -> Result<Vec<EventRow>, StoreError> {
        (**self).events(tenant, feed, from, limit)
    }

    fn event(&self, tenant: &TenantName, id: Uuid) -> Result<Option<EventRow>, StoreError> {
        (**self).event(tenant, id)
    }

    fn page(&self, tenant: &TenantName, feed: &str, number: u64) -> Result<Option<PageRow>, StoreError> {
        (**self).page(tenant, feed, number)
    }

    fn purge(&self, tenant: &TenantName, feed: &str, page: u64) -> Result<(), StoreError> {
        (**self).purge(tenant, feed, page)
    }

    fn secret(&self) -> Result<[u8; 32], StoreError> {
        (**self).secret()
    }

    fn idempotency(&self, tenant: &TenantName, key: &str) -> Result<Option<IdempotencyRecord>, StoreError> {
        (**self).idempotency(tenant, key)
    }

    fn status(&self, tenant: &TenantName, id: Uuid) -> Result<Option<StatusRecord>, StoreError> {
        (**self).status(tenant, id)
    }

    fn began(&self, tenant: &TenantName, feed: &str) -> Result<Stamp, StoreError> {
        (**self).began(tenant, feed)
    }

    fn redact(&self, tenant: &TenantName, feed: &str, entries: &[(u64, Arc<[u8]>)]) -> Result<(), StoreError> {
        (**self).redact(tenant, feed, entries)
    }

    fn redactions(&self, tenant: &TenantName) -> Result<u64, StoreError> {
        (**self).redactions(tenant)
    }

    fn expire(&self, tenant: &TenantName, now: Stamp) -> Result<(), StoreError> {
        (**self).expire(tenant, now)
    }

    fn forgotten(&self, tenant: &TenantName) -> Result<Stamp, StoreError> {
        (**self).forgotten(tenant)
    }

    fn forget_log(&self, tenant: &TenantName, before: Stamp, limit: usize) -> Result<usize, StoreError> {
        (**self).forget_log(tenant, before, limit)
    }
}

/// Now, in milliseconds.
pub(crate) fn now() -> Stamp {
    Stamp(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis() as u64))
}

/// A key for a store that has none yet.
pub(crate) fn fresh_secret() -> [u8; 32] {
    // Each id has 122 random bits of the system's.
    let mut hasher = blake3::Hasher::new();
    for _ in 0..4 {
        hasher.update(Uuid::new_v4().as_bytes());
    }
    *hasher.finalize().as_bytes()
}
