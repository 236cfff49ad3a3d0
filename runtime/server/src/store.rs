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

pub use error::StoreError;
pub use memory::MemoryStore;
pub use row::{
    ChangeKind, EventKind, EventRow, Head, IdempotencyRecord, LogRow, PageRow, Position, Seq, Stored, Tombstone, Transaction, Write,
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
}

/// A store that is shared, so that more than one may look at it.
impl<S: Store + ?Sized> Store for std::sync::Arc<S> {
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
