//! Positions in SQLite: beside the program's own tables, so that a position is kept in the transaction of the effect that it tells of.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension, params};

use super::checkpoint::{BoxError, CheckpointStore, Parked};
use super::position::Position;

const TABLES: &str = "
    create table if not exists smie_position (feed text primary key, position text not null) without rowid;
    create table if not exists smie_parked (feed text not null, entry text not null, at text not null, parked text not null, primary key (feed, entry)) without rowid;
";

/// Keeps positions in a SQLite database.
#[derive(Clone, Debug)]
pub struct SqliteCheckpoints {
    connection: Arc<Mutex<Connection>>,
}

impl SqliteCheckpoints {
    /// Positions in this database file.
    ///
    /// # Errors
    /// The file cannot be opened or is no database.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, BoxError> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.busy_timeout(std::time::Duration::from_secs(10))?;
        Self::with(Arc::new(Mutex::new(connection)))
    }

    /// Positions in a database that the program uses for other things too.
    ///
    /// # Errors
    /// The tables cannot be made.
    pub fn with(connection: Arc<Mutex<Connection>>) -> Result<Self, BoxError> {
        Self::prepare(&connection.lock().unwrap_or_else(PoisonError::into_inner))?;
        Ok(Self { connection })
    }

    /// Makes the tables, where they are not there yet.
    ///
    /// # Errors
    /// The tables cannot be made.
    pub fn prepare(connection: &Connection) -> rusqlite::Result<()> {
        connection.execute_batch(TABLES)
    }

    /// The position that is kept, read in the program's own transaction or outside of any.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn kept(connection: &Connection, feed: &str) -> Result<Option<Position>, BoxError> {
        let text: Option<String> = connection
            .prepare_cached("select position from smie_position where feed = ?1")?
            .query_row([feed], |row| row.get(0))
            .optional()?;
        Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
    }

    /// Keeps a position in the program's own transaction, with the effect of the event: then the event has its effect once.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn keep(connection: &Connection, feed: &str, position: &Position) -> Result<(), BoxError> {
        let text = serde_json::to_string(position)?;
        connection
            .prepare_cached("insert into smie_position values (?1, ?2) on conflict (feed) do update set position = excluded.position")?
            .execute(params![feed, text])?;
        Ok(())
    }

    /// Puts an event aside in the program's own transaction.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn put_aside(connection: &Connection, feed: &str, parked: &Parked) -> Result<(), BoxError> {
        let text = serde_json::to_string(parked)?;
        connection.execute("insert or replace into smie_parked values (?1, ?2, ?3, ?4)", params![feed, parked.entry(), parked.at, text])?;
        Ok(())
    }

    async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, BoxError> + Send + 'static,
    ) -> Result<T, BoxError> {
        let connection = self.connection.clone();
        tokio::task::spawn_blocking(move || work(&connection.lock().unwrap_or_else(PoisonError::into_inner))).await?
    }
}

impl CheckpointStore for SqliteCheckpoints {
    async fn load(&self, feed: &str) -> Result<Option<Position>, BoxError> {
        let feed = feed.to_owned();
        self.apart(move |connection| Self::kept(connection, &feed)).await
    }

    async fn save(&self, feed: &str, position: &Position) -> Result<(), BoxError> {
        let (feed, position) = (feed.to_owned(), position.clone());
        self.apart(move |connection| Self::keep(connection, &feed, &position)).await
    }

    async fn park(&self, feed: &str, parked: &Parked) -> Result<(), BoxError> {
        let (feed, parked) = (feed.to_owned(), parked.clone());
        self.apart(move |connection| Self::put_aside(connection, &feed, &parked)).await
    }

    async fn parked(&self, feed: &str) -> Result<Vec<Parked>, BoxError> {
        let feed = feed.to_owned();
        self.apart(move |connection| {
            let mut statement = connection.prepare("select parked from smie_parked where feed = ?1 order by at, entry")?;
            let texts: Vec<String> = statement.query_map([&feed], |row| row.get(0))?.collect::<Result<_, _>>()?;
            Ok(texts.iter().map(|text| serde_json::from_str(text)).collect::<Result<_, _>>()?)
        })
        .await
    }

    async fn release(&self, feed: &str, entry: &str) -> Result<(), BoxError> {
        let (feed, entry) = (feed.to_owned(), entry.to_owned());
        self.apart(move |connection| {
            connection.execute("delete from smie_parked where feed = ?1 and entry = ?2", [&feed, &entry])?;
            Ok(())
        })
        .await
    }
}
