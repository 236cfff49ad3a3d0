//! The tables of a tenant's file, and the marks by which a file is known as ours.

use rusqlite::{Connection, OptionalExtension, params};

/// `smie` in ASCII: SQLite's `application_id`.
pub(super) const APPLICATION: i32 = 0x736d_6965;

/// The format that this version reads and writes: SQLite's `user_version`.
pub(super) const FORMAT: u32 = 1;

/// An id of entities and tombstones is the collection's number shifted by 32, plus the row. A place of an event is the feed's number shifted by 40, plus
/// the event's number.
const TABLES: &str = "
CREATE TABLE meta (key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
CREATE TABLE collections (number INTEGER PRIMARY KEY, file TEXT NOT NULL UNIQUE);
CREATE TABLE entities (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, stamp INTEGER NOT NULL, hash BLOB NOT NULL, body BLOB NOT NULL);
CREATE TABLE tombstones (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, stamp INTEGER NOT NULL, identifiers BLOB NOT NULL);
CREATE TABLE transactions (seq INTEGER PRIMARY KEY, stamp INTEGER NOT NULL, writes INTEGER NOT NULL, events INTEGER NOT NULL);
CREATE TABLE log (seq INTEGER NOT NULL, id INTEGER NOT NULL, kind INTEGER NOT NULL, PRIMARY KEY (seq, id)) WITHOUT ROWID;
CREATE TABLE feeds (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, last INTEGER NOT NULL);
CREATE TABLE events (place INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, seq INTEGER NOT NULL, stamp INTEGER NOT NULL,
    kind INTEGER NOT NULL, name TEXT, class TEXT NOT NULL, entry BLOB NOT NULL);
CREATE TABLE pages (feed INTEGER NOT NULL, number INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, closed INTEGER NOT NULL,
    revision INTEGER NOT NULL, frame BLOB NOT NULL, PRIMARY KEY (feed, number));
CREATE TABLE idempotency (key TEXT PRIMARY KEY, stamp INTEGER NOT NULL, digest BLOB NOT NULL, answer BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX idempotency_stamp ON idempotency (stamp);
";

/// Tables that came after the first files of this format were written. A version that does not know them loses nothing by passing them over.
const ADDED: &str = "
CREATE TABLE IF NOT EXISTS statuses (id BLOB PRIMARY KEY, stamp INTEGER NOT NULL, answer BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS statuses_stamp ON statuses (stamp);
CREATE TABLE IF NOT EXISTS beginnings (feed TEXT PRIMARY KEY, stamp INTEGER NOT NULL) WITHOUT ROWID;
";

/// Rows of `meta` that hold a number; one that is missing is zero.
pub(super) mod number {
    /// The last transaction whose lines of the log are forgotten.
    pub(in super::super) const LOG: &str = "log_forgotten";
    /// When the youngest tombstone that is forgotten was made.
    pub(in super::super) const TOMBSTONES: &str = "tombstones_forgotten";
    /// How often events were redacted.
    pub(in super::super) const REDACTIONS: &str = "redactions";
}

/// A number of `meta`.
pub(super) fn read_number(connection: &Connection, key: &str) -> rusqlite::Result<u64> {
    let mut statement = connection.prepare_cached("SELECT value FROM meta WHERE key = ?")?;
    let value: Option<i64> = statement.query_row([key], |row| row.get(0)).optional()?;
    value.map_or(Ok(0), |value| u64::try_from(value).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(0, value)))
}

/// Sets a number of `meta`.
pub(super) fn write_number(connection: &Connection, key: &str, value: u64) -> rusqlite::Result<()> {
    connection.prepare_cached("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)")?.execute(params![key, value as i64]).map(drop)
}

/// Makes the tables that an older file of this format does not have, inside the caller's transaction.
pub(super) fn complete(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(ADDED)
}

/// Makes the tables of a new file, inside the caller's transaction.
pub(super) fn create(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(TABLES)?;
    connection.pragma_update(None, "application_id", APPLICATION)?;
    connection.pragma_update(None, "user_version", FORMAT)
}

/// Bits of a row's number inside an id.
const ROW: u32 = 32;
/// Bits of an event's number inside a place.
const EVENT: u32 = 40;

/// The id of a row of a collection.
pub(super) fn id(collection: u32, row: u32) -> i64 {
    i64::from(collection) << ROW | i64::from(row)
}

/// Collection and row of an id.
pub(super) fn split_id(id: i64) -> (u32, u32) {
    ((id >> ROW) as u32, id as u32)
}

/// The place of an event of a feed.
pub(super) fn place(feed: i64, number: u64) -> i64 {
    feed << EVENT | (number as i64 & ((1 << EVENT) - 1))
}

/// Feed and number of a place.
pub(super) fn split_place(place: i64) -> (i64, u64) {
    (place >> EVENT, (place & ((1 << EVENT) - 1)) as u64)
}
