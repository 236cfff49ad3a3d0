//! Forgetting what is older than it has to be kept.
//!
//! Pages of a feed: the row of a page stays, without its frame, so that its number and those of its events stay taken. The log: from its beginning, and where
//! it begins now is written down, so that a gap is still a gap. Tombstones: of the last row of a collection the row stays, so that it is not given again.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::database::{Database, failed};
use super::tables::{self, number, place};
use crate::index::Stamp;
use crate::store::{IdempotencyRecord, StatusRecord, StoreError, Tombstone, encoding};

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

/// Forgets the oldest transactions of the log.
pub(super) fn log(database: &Database, before: Stamp, limit: usize) -> Result<usize, StoreError> {
    let fail = failed(&database.path);
    // Nearly always there is nothing to do, and a look takes no lock.
    let sql = "SELECT stamp < ? FROM transactions ORDER BY seq LIMIT 1";
    let is_due = |connection: &Connection| connection.query_row(sql, [before.0 as i64], |row| row.get::<_, bool>(0)).optional();
    if database.read(is_due)? != Some(true) {
        return Ok(0);
    }
    let mut connection = database.writer();
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&fail)?;
    let gone = shorten(&transaction, before, limit).map_err(&fail)?;
    transaction.commit().map_err(&fail)?;
    Ok(gone)
}

/// Tables of answers that may be asked for again, with how long.
const ANSWERS: [(&str, u64); 2] = [("idempotency", IdempotencyRecord::KEPT), ("statuses", StatusRecord::KEPT)];

/// Forgets answers that need not be given again. Writers do it, too; here it is done for the time when nobody writes.
pub(super) fn answers(database: &Database, now: Stamp) -> Result<(), StoreError> {
    let fail = failed(&database.path);
    for (table, kept) in ANSWERS {
        let before = now.0.saturating_sub(kept) as i64;
        let sql = format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE stamp < ?)");
        if database.read(|connection| connection.prepare_cached(&sql)?.query_row([before], |row| row.get(0)))? {
            database.writer().execute(&format!("DELETE FROM {table} WHERE stamp < ?"), [before]).map_err(&fail)?;
        }
    }
    Ok(())
}

fn shorten(connection: &Connection, before: Stamp, limit: usize) -> rusqlite::Result<usize> {
    // Stamps rise with the numbers, so those that are old enough are a stretch at the beginning.
    let sql = "SELECT max(seq), count(*) FROM (SELECT seq FROM transactions
        WHERE stamp < ?1 AND seq < (SELECT max(seq) FROM transactions) ORDER BY seq LIMIT ?2)";
    let found = |row: &rusqlite::Row<'_>| Ok((row.get::<_, Option<i64>>(0)?, row.get::<_, i64>(1)?));
    let (Some(last), count) = connection.query_row(sql, params![before.0 as i64, limit as i64], found)? else { return Ok(0) };
    connection.execute("DELETE FROM log WHERE seq <= ?", [last])?;
    connection.execute("DELETE FROM transactions WHERE seq <= ?", [last])?;
    tables::write_number(connection, number::LOG, last as u64)?;
    Ok(count as usize)
}

/// Forgets tombstones up to a time, inside the caller's transaction.
pub(super) fn tombstones(connection: &Connection, before: Stamp) -> rusqlite::Result<()> {
    // The last row of a collection has no entity and no tombstone after it, up to where the next collection's ids begin.
    let sql = "SELECT id, identifiers, seq, stamp FROM tombstones t WHERE stamp <= ?
        AND NOT EXISTS (SELECT 1 FROM entities e WHERE e.id > t.id AND e.id < ((t.id >> 32) + 1) << 32)
        AND NOT EXISTS (SELECT 1 FROM tombstones u WHERE u.id > t.id AND u.id < ((t.id >> 32) + 1) << 32)";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([before.0 as i64])?;
    let mut last = Vec::new();
    while let Some(row) = rows.next()? {
        let malformed = |e| rusqlite::Error::FromSqlConversionFailure(1, rusqlite::types::Type::Blob, Box::new(e));
        let identifiers = encoding::decode_identifiers(row.get_ref(1)?.as_blob()?).map_err(malformed)?;
        let mut bytes = Vec::new();
        encoding::identifiers(&Tombstone { identifiers, at: crate::store::Position::default() }.blanked().identifiers, &mut bytes);
        last.push((row.get::<_, i64>(0)?, row.get::<_, i64>(2)?, row.get::<_, i64>(3)?, bytes));
    }
    connection.execute("DELETE FROM tombstones WHERE stamp <= ?", [before.0 as i64])?;
    let mut keep = connection.prepare("INSERT INTO tombstones (id, seq, stamp, identifiers) VALUES (?, ?, ?, ?)")?;
    last.iter().try_for_each(|(id, seq, stamp, bytes)| keep.execute(params![id, seq, stamp, bytes]).map(drop))?;
    let known = tables::read_number(connection, number::TOMBSTONES)?;
    tables::write_number(connection, number::TOMBSTONES, known.max(before.0))
}
