//! Forgetting old pages of a feed. The row of a page stays, without its frame, so that its number and those of its events stay taken.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::database::{Database, failed};
use super::tables::place;
use crate::store::StoreError;

/// Forgets the pages of a feed up to this one.
pub(super) fn purge(database: &Database, feed: &str, page: u64) -> Result<(), StoreError> {
    let fail = failed(&database.path);
    let mut connection = database.writer();
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&fail)?;
    forget(&transaction, feed, page).map_err(&fail)?;
    transaction.commit().map_err(&fail)
}

fn forget(connection: &Connection, feed: &str, page: u64) -> rusqlite::Result<()> {
    let Some(feed) = super::read::feed(connection, feed)? else { return Ok(()) };
    let sql = "SELECT last FROM pages WHERE feed = ? AND number <= ? ORDER BY number DESC LIMIT 1";
    let last: Option<i64> = connection.query_row(sql, params![feed, page as i64], |row| row.get(0)).optional()?;
    let Some(last) = last else { return Ok(()) };
    let events = params![place(feed, 0), place(feed, last as u64)];
    connection.execute("DELETE FROM events WHERE place BETWEEN ? AND ?", events)?;
    connection.execute("UPDATE pages SET frame = x'' WHERE feed = ? AND number <= ? AND frame <> x''", params![feed, page as i64]).map(drop)
}
