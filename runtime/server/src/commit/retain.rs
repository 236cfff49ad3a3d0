//! Forgetting in time: lines of the log, tombstones and answers that are older than they have to be kept.
//!
//! Tombstones are also in the index, so they go by the one way in, as a transaction. Nothing but who looks on reads the log, so the store shortens it alone,
//! a stretch at a time, so that no writer waits long.

use super::batch::Batch;
use super::{Ledger, Stamp, now};

/// Transactions that one look forgets at most.
const STRETCH: usize = 10_000;

/// Points in time are rounded down to this many milliseconds, so that tombstones go together and not each by a commit of its own.
const HOUR: u64 = 60 * 60 * 1000;

/// What is kept: from these times on, or all of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) log: Option<Stamp>,
    pub(crate) tombstones: Option<Stamp>,
}

impl Ledger {
    /// Forgets what need not be kept, of every tenant.
    pub(crate) fn retain(&self, kept: Kept) {
        let hour = |stamp: Stamp| Stamp(stamp.0 / HOUR * HOUR);
        for name in self.tenants() {
            let Some(tenant) = self.snapshot(&name) else { continue };
            if let Some(before) = kept.tombstones.map(hour).filter(|before| tenant.has_graves_of(*before))
                && let Err(error) = self.submit(&name, Batch { forget: Some(before), ..Batch::default() })
            {
                tracing::warn!(tenant = %name, %error, "tombstones cannot be forgotten");
            }
            if let Some(before) = kept.log.map(hour)
                && let Err(error) = self.store.forget_log(&name, before, STRETCH)
            {
                tracing::warn!(tenant = %name, %error, "the log cannot be shortened");
            }
            if let Err(error) = self.store.expire(&name, now()) {
                tracing::warn!(tenant = %name, %error, "old answers cannot be forgotten");
            }
        }
    }
}
