//! A copy in SQLite: a row for each resource, and the state in the same transaction.

use std::collections::HashSet;
use std::marker::PhantomData;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::store::{Changed, MirrorState, MirrorStore};
use crate::feed::BoxError;

const TABLES: &str = "
    create table if not exists smie_copy (name text not null, href text not null, value text not null, primary key (name, href)) without rowid;
    create table if not exists smie_alias (name text not null, alias text not null, href text not null, primary key (name, alias)) without rowid;
    create index if not exists smie_alias_href on smie_alias (name, href);
    create table if not exists smie_copy_state (name text primary key, state text not null) without rowid;
";

/// A copy in a SQLite database, under a name of its own: values as JSON in the table `smie_copy`.
#[derive(Debug)]
pub struct SqliteMirror<T> {
    connection: Arc<Mutex<Connection>>,
    name: String,
    of: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> SqliteMirror<T> {
    /// The copy of this name in this database file.
    ///
    /// # Errors
    /// The file cannot be opened or is no database.
    pub fn open(path: impl AsRef<Path>, name: impl Into<String>) -> Result<Self, BoxError> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.busy_timeout(std::time::Duration::from_secs(10))?;
        connection.execute_batch(TABLES)?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)), name: name.into(), of: PhantomData })
    }

    /// The resource at an address, by any of its identifiers.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn get(&self, href: &str) -> Result<Option<T>, BoxError> {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let first = first(&connection, &self.name, href)?;
        let text: Option<String> = connection
            .query_row("select value from smie_copy where name = ?1 and href = ?2", [&self.name, &first], |row| row.get(0))
            .optional()?;
        Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
    }

    /// How many resources there are.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn count(&self) -> Result<u64, BoxError> {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(connection.query_row("select count(*) from smie_copy where name = ?1", [&self.name], |row| row.get(0))?)
    }
}

fn first(connection: &Connection, name: &str, href: &str) -> rusqlite::Result<String> {
    let found =
        connection.query_row("select href from smie_alias where name = ?1 and alias = ?2", [name, href], |row| row.get(0)).optional()?;
    Ok(found.unwrap_or_else(|| href.to_owned()))
}

fn remove(connection: &Connection, name: &str, href: &str) -> rusqlite::Result<()> {
    let first = first(connection, name, href)?;
    connection.execute("delete from smie_copy where name = ?1 and href = ?2", [name, &first])?;
    connection.execute("delete from smie_alias where name = ?1 and href = ?2", [name, &first])?;
    Ok(())
}

impl<T: DeserializeOwned + Serialize + Send + 'static> MirrorStore<T> for SqliteMirror<T> {
    async fn state(&mut self) -> Result<Option<MirrorState>, BoxError> {
        let (connection, name) = (self.connection.clone(), self.name.clone());
        tokio::task::spawn_blocking(move || {
            let connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            let text: Option<String> =
                connection.query_row("select state from smie_copy_state where name = ?1", [&name], |row| row.get(0)).optional()?;
            Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
        })
        .await?
    }

    async fn hrefs(&mut self) -> Result<HashSet<String>, BoxError> {
        let (connection, name) = (self.connection.clone(), self.name.clone());
        tokio::task::spawn_blocking(move || {
            let connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            let mut statement = connection.prepare("select href from smie_copy where name = ?1")?;
            let hrefs = statement.query_map([&name], |row| row.get(0))?.collect::<Result<_, _>>()?;
            Ok(hrefs)
        })
        .await?
    }

    async fn apply(&mut self, changes: Vec<Changed<T>>, state: Option<&MirrorState>) -> Result<(), BoxError> {
        let (connection, name, state) = (self.connection.clone(), self.name.clone(), state.map(serde_json::to_string).transpose()?);
        tokio::task::spawn_blocking(move || {
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            let transaction = connection.transaction()?;
            for change in changes {
                for href in change.hrefs() {
                    remove(&transaction, &name, href)?;
                }
                if let Changed::Put { href, aliases, value } = change {
                    transaction.prepare_cached("insert into smie_copy values (?1, ?2, ?3)")?.execute(params![
                        name,
                        href,
                        serde_json::to_string(&value)?
                    ])?;
                    for alias in aliases {
                        transaction.prepare_cached("insert into smie_alias values (?1, ?2, ?3)")?.execute(params![name, alias, href])?;
                    }
                }
            }
            if let Some(state) = state {
                transaction.execute("insert or replace into smie_copy_state values (?1, ?2)", params![name, state])?;
            }
            transaction.commit()?;
            Ok(())
        })
        .await?
    }
}
