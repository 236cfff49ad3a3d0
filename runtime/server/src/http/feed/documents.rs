//! Documents that were put together lately, for the next who asks: all readers of a feed want the same few pages.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use crate::feed::{Document, Feed};
use crate::store::{Head, TenantName};

/// Which document; what would make it another one is part of the key, so nothing here is ever out of date but by purging and erasure.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    tenant: TenantName,
    feed: Box<str>,
    page: u64,
    open: Option<(u64, bool)>,
}

impl Key {
    pub(super) fn closed(tenant: &TenantName, feed: &Feed, page: u64) -> Self {
        Self { tenant: tenant.clone(), feed: feed.key.clone(), page, open: None }
    }

    pub(super) fn open(tenant: &TenantName, feed: &Feed, head: &Head, recent: bool) -> Self {
        Self { open: Some((head.last, recent)), ..Self::closed(tenant, feed, head.page) }
    }
}

/// Documents kept at most, each some 100 kB.
const MOST: usize = 256;

/// The documents.
#[derive(Debug, Default)]
pub(in crate::http) struct Documents(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    documents: HashMap<Key, Arc<Document>>,
    order: VecDeque<Key>,
    /// Counts how often everything was forgotten.
    age: u64,
}

impl Documents {
    pub(super) fn get(&self, key: &Key) -> Option<Arc<Document>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).documents.get(key).cloned()
    }

    /// To be asked before the store is read, for [`Documents::keep`].
    pub(super) fn age(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).age
    }

    /// Keeps a document that was read from the store, unless everything was forgotten since: it may show what was just erased.
    pub(super) fn keep(&self, key: Key, document: Document, age: u64) -> Arc<Document> {
        let document = Arc::new(document);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.age != age {
            return document;
        }
        if kept.documents.insert(key.clone(), document.clone()).is_none() {
            kept.order.push_back(key);
        }
        while kept.order.len() > MOST {
            if let Some(oldest) = kept.order.pop_front() {
                kept.documents.remove(&oldest);
            }
        }
        document
    }

    /// Forgets everything, since something was purged or erased.
    pub(in crate::http) fn clear(&self) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Kept { age: kept.age + 1, ..Kept::default() };
    }
}
