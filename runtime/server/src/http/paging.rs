//! What is asked of a collection, which rows that is, and the links to the pages around.
//!
//! Every link keeps whatever else the query held, as it was written, so that a client that follows them stays inside its own query. `size` and `offset` come first,
//! as FINT writes them, and `cursor` last.
//!
//! **When `next` carries a cursor.** `offset` counts rows, which is exact for as long as rows are only added: rows stand in order of creation, and an update moves
//! nothing. So a plain page of a collection that only grows has FINT's links to the letter. It is not exact, and `next` therefore says after which row to go on,
//! where rows can leave (the class allows deletion, a provider keeps the collection by `$sync`, or something was deleted before) and for every narrowing query
//! (`sinceTimeStamp`, `$filter`, `includeDeleted`), whose rows come and go with each update. A request with a cursor ignores its offset, which then only tells how
//! far the walk has come.

mod cursor;
mod query;

pub(super) use cursor::{Cursor, Place};
pub(super) use query::{Query, keep};

use crate::index::{Begin, Collection, Key};

/// The rows of a page that needs no look at them: all that live, or all that changed since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Selection {
    /// Whether they stand in order of change.
    pub(super) changed: bool,
    /// Living rows before the first, in that order.
    pub(super) from: u64,
    pub(super) count: u64,
    /// Rows that the query matches.
    pub(super) matching: u64,
    /// Whether rows follow.
    pub(super) more: bool,
}

impl Selection {
    /// The rows that a query without filter selects from a collection.
    pub(super) fn of(query: &Query, collection: &Collection) -> Self {
        let total = collection.size();
        let skipped = query.since.map_or(0, |since| collection.unchanged_since(since));
        let from = match query.cursor.as_ref().and_then(Cursor::key) {
            Some(key) => collection.before(Begin::After(key)),
            None if query.size == 0 => 0,
            None => skipped.saturating_add(query.offset),
        };
        let from = from.clamp(skipped, total);
        let left = total - from;
        let outside = query.is_outside();
        let count = match query.size {
            _ if outside => 0,
            0 => left,
            size => left.min(size),
        };
        Self { changed: query.since.is_some(), from, count, matching: total - skipped, more: !outside && count < left }
    }

    /// The place of the last row.
    pub(super) fn last(&self, collection: &Collection) -> Option<Place> {
        let last = (self.from + self.count).checked_sub(1)?;
        if self.changed {
            return collection.changed().nth(last).map(|(_, changed)| Place::Row(changed.key()));
        }
        collection.rows().nth(last).map(|(row, _)| Place::Row(Key::Row(row as u32)))
    }
}
