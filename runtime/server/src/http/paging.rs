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
//!
//! **A walk that runs when a collection loses a row for the first time** still has a link without a cursor, from when its offset was also the number of a row. For
//! an hour after that first loss such a link is taken for both: the page begins at the row of that number and ends where `size` rows from that offset end. So it
//! shows as many rows more as left before it, and nobody misses one, neither who follows links nor who counts.

mod cursor;
mod query;

pub(super) use cursor::{Cursor, Place};
pub(super) use query::{Query, keep};

use crate::index::{Begin, Collection, Key, Stamp};

/// How long a walk may take that began before its collection ever lost a row, in milliseconds.
const WALK: u64 = 60 * 60 * 1000;

/// Rows that a plain page shows beyond its size, because they moved under walks that began before the first of them left.
pub(super) fn moved(query: &Query, collection: &Collection, now: Stamp) -> u64 {
    let plain = !query.is_narrowing() && query.cursor.is_none() && query.size > 0;
    let recent = |lost: Stamp| now.0.saturating_sub(lost.0) < WALK;
    if !plain || query.offset == 0 || !collection.first_lost().is_some_and(recent) {
        return 0;
    }
    let place = query.offset.min(collection.rows().length() as u64);
    place - collection.rows().rank(place as usize)
}

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
    /// The rows that a query without filter selects from a collection, where so many have moved under it.
    pub(super) fn of(query: &Query, collection: &Collection, moved: u64) -> Self {
        let total = collection.size();
        let skipped = query.since.map_or(0, |since| collection.unchanged_since(since));
        let from = match query.cursor.as_ref().and_then(Cursor::key) {
            Some(key) => collection.before(Begin::After(key)),
            None if query.size == 0 => 0,
            None => skipped.saturating_add(query.offset - moved),
        };
        let from = from.clamp(skipped, total);
        let left = total - from;
        let outside = query.is_outside();
        let count = match query.size {
            _ if outside => 0,
            0 => left,
            size => left.min(size.saturating_add(moved)),
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
