//! Where data is kept: a store takes transactions, gives all entities back at start, and tells what happened since.
//!
//! Reads are served from the index, so a store sees appends and one scan. The trait is small on purpose; what a transaction means is decided in
//! [`commit`](crate::commit), the only caller of [`Store::commit`].

mod memory;

use std::fmt;
use std::sync::Arc;

pub use memory::MemoryStore;

use crate::entity::Entity;
use crate::index::{EntityId, Stamp};

/// An organisation; the default one has no name.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TenantName(Box<str>);

impl TenantName {
    /// The organisation of this name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self(name.into())
    }
}

impl fmt::Display for TenantName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Number of a transaction of a tenant: 1, 2, 3, without gaps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seq(pub u64);

/// What happened to an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is new.
    Created,
    /// Its content is another.
    Updated,
    /// It is gone.
    Deleted,
}

/// One entity in a transaction.
#[derive(Clone, Debug)]
pub struct Write {
    /// Which entity.
    pub id: EntityId,
    /// What happens to it.
    pub kind: ChangeKind,
    /// Its content from now on; `None` when it is deleted.
    pub entity: Option<Arc<Entity>>,
}

/// Writes that happen together or not at all.
#[derive(Clone, Debug)]
pub struct Transaction {
    /// Whose data.
    pub tenant: TenantName,
    /// Its number.
    pub seq: Seq,
    /// When.
    pub stamp: Stamp,
    /// What; at most one write for each entity.
    pub writes: Vec<Write>,
}

/// An entity as a store gives it back.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Whose data.
    pub tenant: TenantName,
    /// Which entity.
    pub id: EntityId,
    /// When its content changed last.
    pub stamp: Stamp,
    /// The number of the transaction that changed it.
    pub seq: Seq,
    /// Its content.
    pub entity: Arc<Entity>,
}

/// One line of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogRow {
    /// The transaction.
    pub seq: Seq,
    /// Which entity.
    pub id: EntityId,
    /// What happened to it.
    pub kind: ChangeKind,
}

/// Why a store failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// It cannot be reached or written.
    #[error("the store failed: {0}")]
    Unavailable(String),
}

/// Where data is kept.
pub trait Store: Send + Sync + fmt::Debug {
    /// Keeps a transaction; when this returns, it is as durable as the store makes things.
    ///
    /// # Errors
    /// Nothing was kept.
    fn commit(&self, transaction: &Transaction) -> Result<(), StoreError>;

    /// Shows every entity that lives.
    ///
    /// # Errors
    /// The store cannot be read.
    fn scan(&self, visit: &mut dyn FnMut(Stored)) -> Result<(), StoreError>;

    /// What happened after a transaction, oldest first, at most `limit` lines.
    ///
    /// # Errors
    /// The store cannot be read.
    fn log(&self, tenant: &TenantName, after: Seq, limit: usize) -> Result<Vec<LogRow>, StoreError>;
}
