//! How many rows a filter matches, remembered.
//!
//! Counting looks at every row, showing a page does not. A client that walks through a filtered collection would pay for the count with each page; it is kept instead,
//! under a digest of all that it depends on, so that it is never wrong, only forgotten.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::narrow::Narrow;
use super::paging::Query;
use crate::index::Collection;

const KEPT: usize = 64;

/// What a count depends on, digested.
pub(super) type Key = [u8; 32];

/// Counts that were made.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts(Arc<Mutex<VecDeque<(Key, u64)>>>);

/// Where a count that is being made belongs.
#[derive(Debug)]
pub(super) struct Entry(Counts, Key);

impl Counts {
    fn kept(&self) -> MutexGuard<'_, VecDeque<(Key, u64)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn get(&self, key: &Key) -> Option<u64> {
        self.kept().iter().find(|(kept, _)| kept == key).map(|(_, count)| *count)
    }

    pub(super) fn entry(&self, key: Key) -> Entry {
        Entry(self.clone(), key)
    }
}

impl Entry {
    pub(super) fn keep(self, count: u64) {
        let Self(counts, key) = self;
        let mut kept = counts.kept();
        kept.retain(|(other, _)| *other != key);
        kept.truncate(KEPT - 1);
        kept.push_front((key, count));
    }
}

/// The key of a query's count. The base is part of it, as filters may compare addresses.
pub(super) fn key(rows: &Collection, query: &Query, narrow: &Narrow, base: &[u8]) -> Key {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&rows.digest().to_le_bytes());
    for part in [rows.last_updated().0, rows.graves().weight().rows, query.since.map_or(0, |s| s.0), u64::from(query.deleted)] {
        hasher.update(&part.to_le_bytes());
    }
    hasher.update(&narrow.digest()).update(base);
    *hasher.finalize().as_bytes()
}
