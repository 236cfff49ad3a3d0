//! Rows back into values.

use std::sync::Arc;

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::tables::{place, split_id, split_place};
use crate::entity::ContentHash;
use crate::index::{EntityId, Stamp};
use crate::store::encoding::{self, Malformed};
use crate::store::layout::Numbers;
use crate::store::{
    ChangeKind, EventKind, EventRow, Head, IdempotencyRecord, LogRow, PageRow, Position, Seq, StatusRecord, Stored, Tombstone,
};

/// A row whose bytes are not what they should be.
fn malformed(column: usize) -> impl Fn(Malformed) -> rusqlite::Error {
    move |error| rusqlite::Error::FromSqlConversionFailure(column, Type::Blob, Box::new(error))
}

fn unsigned(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let value: i64 = row.get(column)?;
    u64::try_from(value).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, value))
}

fn position(row: &Row<'_>, column: usize) -> rusqlite::Result<Position> {
    Ok(Position { seq: Seq(unsigned(row, column)?), stamp: Stamp(unsigned(row, column + 1)?) })
}

/// The entity that a row is about; `None` when the model has its collection no more.
fn entity_id(row: &Row<'_>, column: usize, numbers: &Numbers) -> rusqlite::Result<Option<EntityId>> {
    let (number, row) = split_id(row.get(column)?);
    Ok(numbers.id(number).map(|collection| EntityId { collection, row }))
}

fn kind(row: &Row<'_>, column: usize) -> rusqlite::Result<ChangeKind> {
    match row.get::<_, i64>(column)? {
        0 => Ok(ChangeKind::Created),
        1 => Ok(ChangeKind::Updated),
        2 => Ok(ChangeKind::Deleted),
        other => Err(rusqlite::Error::IntegralValueOutOfRange(column, other)),
    }
}

/// Shows every entity and tombstone.
pub(super) fn scan(connection: &Connection, numbers: &Numbers, visit: &mut dyn FnMut(Stored)) -> rusqlite::Result<Position> {
    let mut statement = connection.prepare("SELECT id, seq, stamp, hash, body FROM entities ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        // No entity stays behind in a collection that is gone: such a store is not opened.
        let id = entity_id(row, 0, numbers)?.ok_or_else(|| malformed(0)(Malformed))?;
        let hash = ContentHash(row.get(3)?);
        let body = row.get_ref(4)?.as_blob()?;
        let entity = encoding::decode(body, id.collection, hash, |n| numbers.id(n)).map_err(malformed(4))?;
        visit(Stored::Entity { id, at: position(row, 1)?, entity: Arc::new(entity) });
    }
    let mut statement = connection.prepare("SELECT id, seq, stamp, identifiers FROM tombstones ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let Some(id) = entity_id(row, 0, numbers)? else { continue };
        let identifiers = encoding::decode_identifiers(row.get_ref(3)?.as_blob()?).map_err(malformed(3))?;
        let grave = Tombstone { identifiers, at: position(row, 1)? };
        visit(Stored::Tombstone(id, Arc::new(grave)));
    }
    let sql = "SELECT seq, stamp FROM transactions ORDER BY seq DESC LIMIT 1";
    Ok(connection.query_row(sql, [], |row| position(row, 0)).optional()?.unwrap_or_default())
}

pub(super) fn log(connection: &Connection, numbers: &Numbers, after: Seq, limit: usize) -> rusqlite::Result<Vec<LogRow>> {
    let mut statement = connection.prepare_cached("SELECT seq, id, kind FROM log WHERE seq > ? ORDER BY seq, id LIMIT ?")?;
    let mut rows = statement.query(params![after.0 as i64, limit as i64])?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        if let Some(id) = entity_id(row, 1, numbers)? {
            lines.push(LogRow { seq: Seq(unsigned(row, 0)?), id, kind: kind(row, 2)? });
        }
    }
    Ok(lines)
}

/// The number of a feed, when it has one.
pub(super) fn feed(connection: &Connection, name: &str) -> rusqlite::Result<Option<i64>> {
    super::write::number(connection, "SELECT number FROM feeds WHERE name = ?", name)
}

pub(super) fn heads(connection: &Connection) -> rusqlite::Result<Vec<(Box<str>, Head)>> {
    let mut statement = connection.prepare("SELECT number, last, name FROM feeds")?;
    let feeds = statement.query_map([], |row| Ok((row.get::<_, i64>(0)?, unsigned(row, 1)?, row.get::<_, Box<str>>(2)?)))?;
    let head = |feed: i64, last: u64| -> rusqlite::Result<Head> {
        let sql = "SELECT number, last FROM pages WHERE feed = ? ORDER BY number DESC LIMIT 1";
        let closed = connection.query_row(sql, [feed], |row| Ok((unsigned(row, 0)?, unsigned(row, 1)?))).optional()?;
        let (page, first) = closed.map_or((1, 1), |(page, last)| (page + 1, last + 1));
        let sql = "SELECT stamp FROM events WHERE place = ?";
        let opened = connection.query_row(sql, [place(feed, first)], |row| unsigned(row, 0)).optional()?;
        Ok(Head { last, page, first, opened: Stamp(opened.unwrap_or(0)) })
    };
    feeds.map(|feed| feed.and_then(|(number, last, name)| Ok((name, head(number, last)?)))).collect()
}

const EVENT: &str = "SELECT e.place, e.id, e.seq, e.stamp, e.kind, e.name, e.class, e.entry, f.name FROM events e, feeds f";

fn event_row(row: &Row<'_>) -> rusqlite::Result<EventRow> {
    let name: Option<Box<str>> = row.get(5)?;
    Ok(EventRow {
        feed: row.get(8)?,
        number: split_place(row.get(0)?).1,
        id: Uuid::from_bytes(row.get(1)?),
        seq: Seq(unsigned(row, 2)?),
        stamp: Stamp(unsigned(row, 3)?),
        kind: match name {
            Some(name) => EventKind::Domain(name),
            None => EventKind::Change(kind(row, 4)?),
        },
        class: row.get(6)?,
        entry: row.get(7)?,
    })
}

pub(super) fn events(connection: &Connection, feed: &str, from: u64, limit: usize) -> rusqlite::Result<Vec<EventRow>> {
    let Some(number) = self::feed(connection, feed)? else { return Ok(Vec::new()) };
    let sql = format!("{EVENT} WHERE f.number = ? AND e.place >= ? AND e.place < ? ORDER BY e.place LIMIT ?");
    let mut statement = connection.prepare_cached(&sql)?;
    let bounds = params![number, place(number, from), place(number + 1, 0), limit as i64];
    let rows = statement.query_map(bounds, event_row)?;
    rows.collect()
}

pub(super) fn event(connection: &Connection, id: Uuid) -> rusqlite::Result<Option<EventRow>> {
    let sql = format!("{EVENT} WHERE e.id = ? AND f.number = e.place >> 40");
    connection.prepare_cached(&sql)?.query_row([id.as_bytes()], event_row).optional()
}

pub(super) fn page(connection: &Connection, feed: &str, number: u64) -> rusqlite::Result<Option<PageRow>> {
    let sql = "SELECT p.first, p.last, p.closed, p.revision, p.frame FROM pages p, feeds f
        WHERE f.name = ? AND p.feed = f.number AND p.number = ? AND p.frame <> x''";
    let row = |row: &Row<'_>| {
        Ok(PageRow {
            feed: feed.into(),
            number,
            first: unsigned(row, 0)?,
            last: unsigned(row, 1)?,
            closed: Stamp(unsigned(row, 2)?),
            revision: row.get(3)?,
            frame: row.get(4)?,
        })
    };
    connection.prepare_cached(sql)?.query_row(params![feed, number as i64], row).optional()
}

pub(super) fn idempotency(connection: &Connection, key: &str) -> rusqlite::Result<Option<IdempotencyRecord>> {
    let row = |row: &Row<'_>| {
        Ok(IdempotencyRecord { key: key.into(), stamp: Stamp(unsigned(row, 0)?), digest: row.get(1)?, answer: row.get(2)? })
    };
    connection.prepare_cached("SELECT stamp, digest, answer FROM idempotency WHERE key = ?")?.query_row([key], row).optional()
}

pub(super) fn status(connection: &Connection, id: Uuid) -> rusqlite::Result<Option<StatusRecord>> {
    let row = |row: &Row<'_>| Ok(StatusRecord { id, stamp: Stamp(unsigned(row, 0)?), answer: row.get(1)? });
    connection.prepare_cached("SELECT stamp, answer FROM statuses WHERE id = ?")?.query_row([id.as_bytes()], row).optional()
}

/// When a feed began, when that is known.
pub(super) fn began(connection: &Connection, feed: &str) -> rusqlite::Result<Option<Stamp>> {
    connection.query_row("SELECT stamp FROM beginnings WHERE feed = ?", [feed], |row| unsigned(row, 0)).map(Stamp).optional()
}
