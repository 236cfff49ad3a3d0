//! Transactions into rows. A group is one transaction of SQLite, so one fsync.

use std::collections::HashMap;
use std::ops::ControlFlow;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::database::{Database, failed};
use super::tables::{id, place};
use crate::index::Stamp;
use crate::store::encoding;
use crate::store::layout::Numbers;
use crate::store::{
    ChangeKind, EventKind, EventRow, IdempotencyRecord, PageRow, StatusRecord, StoreError, Tells, Told, Transaction, Write, now,
};

/// Keeps transactions, all or none.
pub(super) fn commit(database: &Database, group: &[Transaction]) -> Result<(), StoreError> {
    let fail = failed(&database.path);
    let mut connection = database.writer();
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&fail)?;
    let mut rows = Rows { connection: &transaction, numbers: &database.numbers, feeds: HashMap::new(), bytes: Vec::new() };
    group.iter().try_for_each(|transaction| rows.keep(transaction)).map_err(&fail)?;
    transaction.commit().map_err(&fail)
}

struct Rows<'c> {
    connection: &'c Connection,
    numbers: &'c Numbers,
    feeds: HashMap<Box<str>, i64>,
    bytes: Vec<u8>,
}

impl Rows<'_> {
    fn keep(&mut self, transaction: &Transaction) -> rusqlite::Result<()> {
        let Transaction { seq, stamp, writes, events, pages, later, idempotency, status, forget } = transaction;
        let (seq, stamp) = (seq.0 as i64, stamp.0 as i64);
        let told = later.as_ref().map_or(events.len() as u64, |later| later.events());
        let mut insert = self.connection.prepare_cached("INSERT INTO transactions (seq, stamp, writes, events) VALUES (?, ?, ?, ?)")?;
        insert.execute(params![seq, stamp, writes.len() as i64, told as i64])?;
        writes.iter().try_for_each(|write| self.write(write, seq, stamp))?;
        events.iter().try_for_each(|event| self.event(event))?;
        pages.iter().try_for_each(|page| self.page(page))?;
        if let Some(later) = later {
            self.stream(&**later)?;
        }
        idempotency.iter().try_for_each(|record| self.remember(record))?;
        status.iter().try_for_each(|record| self.answer(record))?;
        forget.iter().try_for_each(|before| super::purge::tombstones(self.connection, *before))
    }

    /// Keeps events as they are made, so that only one of them is in memory.
    fn stream(&mut self, later: &dyn Tells) -> rusqlite::Result<()> {
        let mut kept = Ok(());
        later.tell(&mut |told| {
            kept = match told {
                Told::Event(event) => self.event(&event),
                Told::Page(page) => self.page(&page),
            };
            if kept.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        kept
    }

    fn write(&mut self, write: &Write, seq: i64, stamp: i64) -> rusqlite::Result<()> {
        let numbers = self.numbers;
        let id = id(numbers.number(write.id.collection), write.id.row);
        self.bytes.clear();
        let kind = if write.kind == ChangeKind::Deleted {
            encoding::identifiers(write.entity.identifiers(), &mut self.bytes);
            self.connection.prepare_cached("DELETE FROM entities WHERE id = ?")?.execute([id])?;
            let mut bury = self.connection.prepare_cached("INSERT INTO tombstones (id, seq, stamp, identifiers) VALUES (?, ?, ?, ?)")?;
            bury.execute(params![id, seq, stamp, self.bytes])?;
            2
        } else {
            encoding::encode(&write.entity, |c| numbers.number(c), &mut self.bytes);
            let sql = "INSERT INTO entities (id, seq, stamp, hash, body) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, stamp = excluded.stamp, hash = excluded.hash, body = excluded.body";
            let mut put = self.connection.prepare_cached(sql)?;
            put.execute(params![id, seq, stamp, write.entity.hash().0, self.bytes])?;
            i64::from(write.kind == ChangeKind::Updated)
        };
        self.connection.prepare_cached("INSERT INTO log (seq, id, kind) VALUES (?, ?, ?)")?.execute([seq, id, kind]).map(drop)
    }

    /// The number of a feed, which it gets with its first event.
    fn feed(&mut self, name: &str) -> rusqlite::Result<i64> {
        if let Some(number) = self.feeds.get(name) {
            return Ok(*number);
        }
        let number = super::read::feed(self.connection, name)?;
        let number = number.map_or_else(
            || {
                self.connection.execute("INSERT INTO feeds (name, last) VALUES (?, 0)", [name])?;
                Ok(self.connection.last_insert_rowid())
            },
            Ok::<_, rusqlite::Error>,
        )?;
        self.feeds.insert(name.into(), number);
        Ok(number)
    }

    fn event(&mut self, event: &EventRow) -> rusqlite::Result<()> {
        let feed = self.feed(&event.feed)?;
        let (kind, name) = match &event.kind {
            EventKind::Change(ChangeKind::Created) => (0, None),
            EventKind::Change(ChangeKind::Updated) => (1, None),
            EventKind::Change(ChangeKind::Deleted) => (2, None),
            EventKind::Domain(name) => (3, Some(&**name)),
        };
        let sql = "INSERT INTO events (place, id, seq, stamp, kind, name, class, entry) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
        self.connection.prepare_cached(sql)?.execute(params![
            place(feed, event.number),
            event.id.as_bytes(),
            event.seq.0 as i64,
            event.stamp.0 as i64,
            kind,
            name,
            event.class,
            event.entry
        ])?;
        let mut forward = self.connection.prepare_cached("UPDATE feeds SET last = ? WHERE number = ?")?;
        forward.execute([event.number as i64, feed]).map(drop)
    }

    fn page(&mut self, page: &PageRow) -> rusqlite::Result<()> {
        let feed = self.feed(&page.feed)?;
        let sql = "INSERT INTO pages (feed, number, first, last, closed, revision, frame) VALUES (?, ?, ?, ?, ?, ?, ?)";
        let PageRow { number, first, last, closed, revision, frame, .. } = page;
        let mut insert = self.connection.prepare_cached(sql)?;
        insert.execute(params![feed, *number as i64, *first as i64, *last as i64, closed.0 as i64, revision, frame]).map(drop)
    }

    fn remember(&self, record: &IdempotencyRecord) -> rusqlite::Result<()> {
        let stamp = record.stamp.0;
        let mut forget = self.connection.prepare_cached("DELETE FROM idempotency WHERE stamp < ?")?;
        forget.execute([stamp.saturating_sub(IdempotencyRecord::KEPT) as i64])?;
        let mut insert = self.connection.prepare_cached("INSERT INTO idempotency (key, stamp, digest, answer) VALUES (?, ?, ?, ?)")?;
        insert.execute(params![record.key, stamp as i64, record.digest, record.answer]).map(drop)
    }

    fn answer(&self, record: &StatusRecord) -> rusqlite::Result<()> {
        let stamp = record.stamp.0;
        let mut forget = self.connection.prepare_cached("DELETE FROM statuses WHERE stamp < ?")?;
        forget.execute([stamp.saturating_sub(StatusRecord::KEPT) as i64])?;
        let mut insert = self.connection.prepare_cached("INSERT OR REPLACE INTO statuses (id, stamp, answer) VALUES (?, ?, ?)")?;
        insert.execute(params![record.id.as_bytes(), stamp as i64, record.answer]).map(drop)
    }
}

/// When a feed began, which is now when nobody asked before.
pub(super) fn began(database: &Database, feed: &str) -> Result<Stamp, StoreError> {
    if let Some(known) = database.read(|connection| super::read::began(connection, feed))? {
        return Ok(known);
    }
    let fail = failed(&database.path);
    let connection = database.writer();
    connection.execute("INSERT OR IGNORE INTO beginnings (feed, stamp) VALUES (?, ?)", params![feed, now().0 as i64]).map_err(&fail)?;
    Ok(super::read::began(&connection, feed).map_err(&fail)?.unwrap_or_default())
}

/// Reads the number of something by one text.
pub(super) fn number(connection: &Connection, sql: &str, text: &str) -> rusqlite::Result<Option<i64>> {
    connection.prepare_cached(sql)?.query_row([text], |row| row.get(0)).optional()
}
