//! One tenant's file: opened by one process at a time, checked to be ours, with a connection that writes and some that read.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior};

use super::tables::{self, APPLICATION, FORMAT};
use crate::store::StoreError;
use crate::store::layout::{Layout, Numbers};

/// The file in a tenant's folder.
const FILE: &str = "smie.db";

/// Pages of the write-ahead log before they are brought into the file: fewer pauses than SQLite's own 1000.
const CHECKPOINT: u32 = 4000;

/// Bytes that the write-ahead log keeps once it was brought into the file.
const JOURNAL: u32 = 64 * 1024 * 1024;

/// One tenant's file.
#[derive(Debug)]
pub(super) struct Database {
    pub(super) path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
    pub(super) numbers: Numbers,
    /// Held as long as the file is open; none by who only stands beside the process that has it.
    _lock: Option<File>,
}

/// The file of the tenant in this folder.
pub(super) fn file(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

/// Turns an error of SQLite into ours.
pub(super) fn failed(path: &Path) -> impl Fn(rusqlite::Error) -> StoreError + '_ {
    use rusqlite::{Error, ErrorCode};
    move |error| {
        let damaged = match &error {
            Error::FromSqlConversionFailure(..) | Error::IntegralValueOutOfRange(..) | Error::InvalidColumnType(..) => true,
            error => matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)),
        };
        if damaged {
            StoreError::Damaged { path: path.to_owned(), what: error.to_string() }
        } else {
            StoreError::Unavailable(format!("{}: {error}", path.display()))
        }
    }
}

/// Takes a tenant's folder for this process.
pub(super) fn lock(folder: &Path) -> Result<File, StoreError> {
    let path = folder.join("lock");
    let failed = |error: std::io::Error| StoreError::Unavailable(format!("{}: {error}", path.display()));
    std::fs::create_dir_all(folder).map_err(failed)?;
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse(folder.to_owned())),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}

impl Database {
    /// Opens or makes the file of a tenant whose folder is `_lock`ed. Its layout must be the one given: migrate first.
    pub(super) fn open(folder: &Path, lock: File, layout: &Layout) -> Result<Self, StoreError> {
        let path = &file(folder);
        let fail = failed(path);
        let mut connection = open_to_write(path)?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&fail)?;
        if stored(&transaction).map_err(&fail)?.is_none() {
            tables::create(&transaction).map_err(&fail)?;
        }
        tables::complete(&transaction).map_err(&fail)?;
        describe(&transaction, layout).map_err(&fail)?;
        transaction.commit().map_err(&fail)?;
        sync_folder(folder);
        Self::over(path, connection, layout, Some(lock))
    }

    /// Opens the file of a tenant that another process may have open, to change what that one does not hold in memory.
    pub(super) fn open_beside(folder: &Path, layout: &Layout) -> Result<Self, StoreError> {
        let path = &file(folder);
        let fail = failed(path);
        let connection = open_to_write(path)?;
        let stored = stored(&connection).map_err(&fail)?;
        if !stored.is_some_and(|stored| layout.reads(&stored)) {
            let what = "it is of another model: `migrate` it first".to_owned();
            return Err(StoreError::Unavailable(format!("{}: {what}", path.display())));
        }
        tables::complete(&connection).map_err(&fail)?;
        Self::over(path, connection, layout, None)
    }

    fn over(path: &Path, connection: Connection, layout: &Layout, lock: Option<File>) -> Result<Self, StoreError> {
        let files = files(&connection).map_err(failed(path))?;
        let numbers = Numbers::new(files.iter().map(|(number, file)| (*number, file.as_str())), layout);
        Ok(Self { path: path.to_owned(), writer: Mutex::new(connection), readers: Mutex::default(), numbers, _lock: lock })
    }

    pub(super) fn writer(&self) -> MutexGuard<'_, Connection> {
        // A transaction that a panic broke off was rolled back when it was dropped.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The random key that this file keeps, made when it is asked for first.
    pub(super) fn secret(&self) -> Result<[u8; 32], StoreError> {
        let fail = failed(&self.path);
        let connection = self.writer();
        let fresh = crate::store::fresh_secret();
        connection.execute("INSERT OR IGNORE INTO meta (key, value) VALUES ('secret', ?)", [fresh]).map_err(&fail)?;
        connection.query_row("SELECT value FROM meta WHERE key = 'secret'", [], |row| row.get(0)).map_err(&fail)
    }

    /// Reads beside the writer, from one moment of the file.
    pub(super) fn read<T>(&self, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = idle.map_or_else(|| open_to_read(&self.path), Ok)?;
        let value = connection.unchecked_transaction().and_then(|_moment| read(&connection)).map_err(failed(&self.path))?;
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        Ok(value)
    }
}

/// Opens or makes a file that is ours; the caller has its folder locked.
pub(super) fn open_to_write(path: &Path) -> Result<Connection, StoreError> {
    let fail = failed(path);
    let connection = Connection::open(path).map_err(&fail)?;
    connection.busy_timeout(Duration::from_secs(10)).map_err(&fail)?;
    known(&connection, path)?;
    connection.pragma_update(None, "journal_mode", "wal").map_err(&fail)?;
    connection.pragma_update(None, "synchronous", "full").map_err(&fail)?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT).map_err(&fail)?;
    // A synchronisation of a million rows makes the log as long as itself; it need not stay so.
    connection.pragma_update(None, "journal_size_limit", JOURNAL).map_err(&fail)?;
    // What is deleted or replaced is overwritten where that costs nothing; erasure does it wherever it is.
    connection.pragma_update(None, "secure_delete", "fast").map_err(&fail)?;
    // Prepared once, used for every commit.
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Opens a file that is ours, to be read only.
pub(super) fn open_to_read(path: &Path) -> Result<Connection, StoreError> {
    let fail = failed(path);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(&fail)?;
    connection.busy_timeout(Duration::from_secs(10)).map_err(&fail)?;
    connection.set_prepared_statement_cache_capacity(64);
    known(&connection, path)?;
    Ok(connection)
}

/// Refuses a file that this version does not know.
fn known(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let fail = failed(path);
    let unknown = |found: String| Err(StoreError::Format { path: path.to_owned(), found, known: FORMAT });
    let number = |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0)).map_err(&fail);
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(&fail)?;
    let (application, format) = (number("application_id")?, number("user_version")?);
    match (tables, application, format) {
        (0, _, _) => Ok(()),
        (_, application, _) if application != i64::from(APPLICATION) => unknown("is a database of another program".to_owned()),
        (_, _, format) if format != i64::from(FORMAT) => unknown(format!("has format {format}")),
        _ => Ok(()),
    }
}

/// The layout of the rows of a file; `None` = it has no tables yet.
pub(super) fn stored(connection: &Connection) -> rusqlite::Result<Option<Layout>> {
    if !connection.table_exists(None, "meta")? {
        return Ok(None);
    }
    let text: Option<String> = connection.query_row("SELECT value FROM meta WHERE key = 'layout'", [], |row| row.get(0)).optional()?;
    let unreadable = |error| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error));
    text.map(|text| serde_json::from_str(&text).map_err(unreadable)).transpose()
}

/// Writes the layout into the file, and gives numbers to collections that have none.
pub(super) fn describe(connection: &Connection, layout: &Layout) -> rusqlite::Result<()> {
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('layout', ?)", [layout.to_json()])?;
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('model', ?)", [format!("{} {}", layout.model, layout.version)])?;
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('written_by', ?)", [env!("CARGO_PKG_VERSION")])?;
    let mut add = connection.prepare("INSERT OR IGNORE INTO collections (file) VALUES (?)")?;
    layout.collections.keys().try_for_each(|file| add.execute([file]).map(drop))
}

/// The stem of the data file of each collection that a file knows, by number.
pub(super) fn files(connection: &Connection) -> rusqlite::Result<Vec<(u32, String)>> {
    let mut statement = connection.prepare("SELECT number, file FROM collections ORDER BY number")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}

/// Makes a new file's name as durable as its content, where folders can be synced.
fn sync_folder(folder: &Path) {
    for folder in folder.ancestors().take(3) {
        if let Ok(opened) = File::open(folder) {
            let _ = opened.sync_all();
        }
    }
}
