//! A store in memory that takes its time over a commit, counts them, and fails when told to.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::store::*;
use crate::testing::by_inner;

/// A store that is slow and counts.
#[derive(Debug, Default)]
pub(super) struct Slow {
    inner: MemoryStore,
    pub(super) commits: AtomicUsize,
    /// Commits that fail from now on.
    pub(super) broken: AtomicUsize,
    pub(super) sizes: Mutex<Vec<usize>>,
}

impl Slow {
    const TIME: std::time::Duration = std::time::Duration::from_millis(4);
}

impl Store for Slow {
    by_inner!();

    fn commit(&self, tenant: &TenantName, group: &[Transaction]) -> Result<(), StoreError> {
        std::thread::sleep(Self::TIME);
        if self.broken.load(Ordering::Relaxed) > 0 {
            self.broken.fetch_sub(1, Ordering::Relaxed);
            return Err(StoreError::Unavailable("the disk is full".to_owned()));
        }
        self.commits.fetch_add(1, Ordering::Relaxed);
        self.sizes.lock().unwrap().push(group.len());
        self.inner.commit(tenant, group)
    }
}
