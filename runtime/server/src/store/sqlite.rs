//! A store in files of SQLite, one a tenant: `data/default/smie.db`, `data/fylke.no/smie.db`.
//!
//! SQLite is here for what it is best at: a commit that is there or not, whatever happens to the machine. Write-ahead log with full syncing, one
//! transaction for a group of ours. Entities are served from memory, so the file sees appends, one scan at start, and reads of feeds.

mod check;
mod database;
mod migrate;
mod purge;
mod read;
mod redact;
mod tables;
#[cfg(test)]
mod tests;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use smie_wire::schema::Schema;

pub use check::CheckReport;
pub use migrate::{Migration, Run};

use super::layout::Layout;
use super::{
    EventRow, Head, IdempotencyRecord, LogRow, PageRow, Position, Seq, StatusRecord, Store, StoreError, Stored, TenantName, Transaction,
    Uuid,
};
use crate::index::Stamp;
use crate::validate::Validator;
use database::Database;
use migrate::Model;

/// The store.
#[derive(Debug)]
pub struct SqliteStore {
    folder: PathBuf,
    layout: Layout,
    tenants: RwLock<BTreeMap<TenantName, Arc<Database>>>,
}

impl SqliteStore {
    /// Opens the folder, or makes it. Tenants are its folders.
    ///
    /// # Errors
    /// The folder cannot be used, another process uses it, or data in it is not of this schema.
    pub fn open(folder: &Path, schema: &Schema, validator: &Validator) -> Result<Self, StoreError> {
        let layout = Layout::of(schema);
        let model = Model { schema, validator, layout: &layout };
        let mut tenants = BTreeMap::new();
        // The default tenant's file also keeps a second process away from an empty folder.
        let names: BTreeSet<_> = std::iter::once(TenantName::default()).chain(tenants_of(folder)?).collect();
        for name in names {
            let folder = folder.join(name.folder());
            let lock = database::lock(&folder)?;
            bring_over(&folder, model)?;
            tenants.insert(name, Arc::new(Database::open(&folder, lock, &layout)?));
        }
        Ok(Self { folder: folder.to_owned(), layout, tenants: RwLock::new(tenants) })
    }

    /// Brings each tenant's file of a folder over to a schema, or says what that would do; nothing about files that are of this schema already.
    ///
    /// # Errors
    /// The folder or a file cannot be used. What would be lost is in the answer, and keeps the file as it is.
    pub fn migrate(folder: &Path, schema: &Schema, validator: &Validator, run: Run) -> Result<Vec<Migration>, StoreError> {
        let layout = Layout::of(schema);
        let model = Model { schema, validator, layout: &layout };
        let mut told = Vec::new();
        for name in tenants_of(folder)? {
            let folder = folder.join(name.folder());
            let _lock = (run == Run::Apply).then(|| database::lock(&folder)).transpose()?;
            told.extend(migrate::migrate(&folder, model, run)?);
        }
        Ok(told)
    }

    /// Verifies each tenant's file of a folder, also while a server has it open.
    ///
    /// # Errors
    /// The folder cannot be read, or a file in it is none of ours. What is wrong with a file of ours is in the report.
    pub fn check(folder: &Path, schema: &Schema) -> Result<Vec<CheckReport>, StoreError> {
        let layout = Layout::of(schema);
        tenants_of(folder)?.iter().map(|name| check::check(&database::file(&folder.join(name.folder())), &layout)).collect()
    }

    /// Opens the folder beside the process that may have it: for what may be changed behind its back.
    ///
    /// # Errors
    /// The folder cannot be used, or data in it is not of this schema.
    pub(crate) fn open_beside(folder: &Path, schema: &Schema) -> Result<Self, StoreError> {
        let layout = Layout::of(schema);
        let mut tenants = BTreeMap::new();
        for name in tenants_of(folder)? {
            let database = Database::open_beside(&folder.join(name.folder()), &layout)?;
            tenants.insert(name, Arc::new(database));
        }
        Ok(Self { folder: folder.to_owned(), layout, tenants: RwLock::new(tenants) })
    }

    fn find(&self, tenant: &TenantName) -> Option<Arc<Database>> {
        self.tenants.read().unwrap_or_else(PoisonError::into_inner).get(tenant).cloned()
    }

    fn find_or_make(&self, tenant: &TenantName) -> Result<Arc<Database>, StoreError> {
        if let Some(found) = self.find(tenant) {
            return Ok(found);
        }
        let mut tenants = self.tenants.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = tenants.get(tenant) {
            return Ok(found.clone());
        }
        let folder = self.folder.join(tenant.folder());
        let lock = database::lock(&folder)?;
        let made = Arc::new(Database::open(&folder, lock, &self.layout)?);
        tenants.insert(tenant.clone(), made.clone());
        Ok(made)
    }

    fn read<T: Default>(
        &self,
        tenant: &TenantName,
        read: impl FnOnce(&Database, &rusqlite::Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        self.find(tenant).map_or_else(|| Ok(T::default()), |database| database.read(|connection| read(&database, connection)))
    }
}

/// Migrates a tenant's file where it must be, and says so.
fn bring_over(folder: &Path, model: Model<'_>) -> Result<(), StoreError> {
    match migrate::migrate(folder, model, Run::Apply)? {
        Some(Migration { path, lost, .. }) if !lost.is_empty() => Err(StoreError::Incompatible { path, lost }),
        Some(migration) => {
            tracing::warn!("migrated {migration}");
            Ok(())
        }
        None => Ok(()),
    }
}

/// The tenants that have a file in the folder.
fn tenants_of(folder: &Path) -> Result<Vec<TenantName>, StoreError> {
    let failed = |error: std::io::Error| StoreError::Unavailable(format!("{}: {error}", folder.display()));
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(failed)?;
        if let Some(name) = entry.file_name().to_str().and_then(TenantName::of_folder)
            && database::file(&entry.path()).is_file()
        {
            names.push(name);
        }
    }
    Ok(names)
}

impl Store for SqliteStore {
    fn tenants(&self) -> Result<Vec<TenantName>, StoreError> {
        Ok(self.tenants.read().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect())
    }

    fn commit(&self, tenant: &TenantName, group: &[Transaction]) -> Result<(), StoreError> {
        write::commit(&*self.find_or_make(tenant)?, group)
    }

    fn scan(&self, tenant: &TenantName, visit: &mut dyn FnMut(Stored)) -> Result<Position, StoreError> {
        self.read(tenant, |database, connection| read::scan(connection, &database.numbers, visit))
    }

    fn log(&self, tenant: &TenantName, after: Seq, limit: usize) -> Result<Vec<LogRow>, StoreError> {
        self.read(tenant, |database, connection| read::log(connection, &database.numbers, after, limit))
    }

    fn heads(&self, tenant: &TenantName) -> Result<Vec<(Box<str>, Head)>, StoreError> {
        self.read(tenant, |_, connection| read::heads(connection))
    }

    fn events(&self, tenant: &TenantName, feed: &str, from: u64, limit: usize) -> Result<Vec<EventRow>, StoreError> {
        self.read(tenant, |_, connection| read::events(connection, feed, from, limit))
    }

    fn event(&self, tenant: &TenantName, id: Uuid) -> Result<Option<EventRow>, StoreError> {
        self.read(tenant, |_, connection| read::event(connection, id))
    }

    fn page(&self, tenant: &TenantName, feed: &str, number: u64) -> Result<Option<PageRow>, StoreError> {
        self.read(tenant, |_, connection| read::page(connection, feed, number))
    }

    fn purge(&self, tenant: &TenantName, feed: &str, page: u64) -> Result<(), StoreError> {
        self.find(tenant).map_or(Ok(()), |database| purge::purge(&database, feed, page))
    }

    fn secret(&self) -> Result<[u8; 32], StoreError> {
        self.find_or_make(&TenantName::default())?.secret()
    }

    fn idempotency(&self, tenant: &TenantName, key: &str) -> Result<Option<IdempotencyRecord>, StoreError> {
        self.read(tenant, |_, connection| read::idempotency(connection, key))
    }

    fn status(&self, tenant: &TenantName, id: Uuid) -> Result<Option<StatusRecord>, StoreError> {
        self.read(tenant, |_, connection| read::status(connection, id))
    }

    fn began(&self, tenant: &TenantName, feed: &str) -> Result<Stamp, StoreError> {
        write::began(&*self.find_or_make(tenant)?, feed)
    }

    fn redact(&self, tenant: &TenantName, feed: &str, entries: &[(u64, Arc<[u8]>)]) -> Result<(), StoreError> {
        self.find(tenant).map_or(Ok(()), |database| redact::redact(&database, feed, entries))
    }

    fn redactions(&self, tenant: &TenantName) -> Result<u64, StoreError> {
        self.read(tenant, |_, connection| tables::read_number(connection, tables::number::REDACTIONS))
    }

    fn expire(&self, tenant: &TenantName, now: Stamp) -> Result<(), StoreError> {
        self.find(tenant).map_or(Ok(()), |database| purge::answers(&database, now))
    }

    fn forgotten(&self, tenant: &TenantName) -> Result<Stamp, StoreError> {
        self.read(tenant, |_, connection| tables::read_number(connection, tables::number::TOMBSTONES).map(Stamp))
    }

    fn forget_log(&self, tenant: &TenantName, before: Stamp, limit: usize) -> Result<usize, StoreError> {
        self.find(tenant).map_or(Ok(0), |database| purge::log(&database, before, limit))
    }
}
