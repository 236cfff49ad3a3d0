//! Replacing events: what erasure does to a feed. Numbers, ids and pages stay; the bytes are others, and each closed page that had them says so.

use std::sync::Arc;

use rusqlite::{Connection, TransactionBehavior, params};

use super::database::{Database, failed};
use super::tables::{self, number, place};
use crate::store::StoreError;

/// Replaces the bytes of events of a feed.
pub(super) fn redact(database: &Database, feed: &str, entries: &[(u64, Arc<[u8]>)]) -> Result<(), StoreError> {
    let fail = failed(&database.path);
    let mut connection = database.writer();
    // What was there is overwritten, not only unlinked.
    connection.pragma_update(None, "secure_delete", true).map_err(&fail)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&fail)?;
    replace(&transaction, feed, entries).map_err(&fail)?;
    transaction.commit().map_err(&fail)?;
    // The write-ahead log has the old bytes until it begins anew. Readers may hold it; then its end comes with the next checkpoint.
    let _ = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    connection.pragma_update(None, "secure_delete", "fast").map_err(&fail)
}

fn replace(connection: &Connection, feed: &str, entries: &[(u64, Arc<[u8]>)]) -> rusqlite::Result<()> {
    let Some(feed) = super::read::feed(connection, feed)? else { return Ok(()) };
    let mut event = connection.prepare_cached("UPDATE events SET entry = ? WHERE place = ?")?;
    let sql = "SELECT number FROM pages WHERE feed = ? AND first <= ? AND last >= ?";
    let mut find = connection.prepare_cached(sql)?;
    let mut pages = std::collections::BTreeSet::new();
    for (number, entry) in entries {
        event.execute(params![entry, place(feed, *number)])?;
        for page in find.query_map(params![feed, *number as i64, *number as i64], |row| row.get::<_, i64>(0))? {
            pages.insert(page?);
        }
    }
    let mut page = connection.prepare_cached("UPDATE pages SET revision = revision + 1 WHERE feed = ? AND number = ?")?;
    pages.into_iter().try_for_each(|number| page.execute([feed, number]).map(drop))?;
    let before = tables::read_number(connection, number::REDACTIONS)?;
    tables::write_number(connection, number::REDACTIONS, before + 1)
}
