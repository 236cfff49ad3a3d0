//! What feeds need though nobody writes: pages close by age, and what is older than it has to be kept is forgotten.

use std::time::{SystemTime, UNIX_EPOCH};

use super::names::{Feed, Feeds};
use super::page::{FeedError, Reading};
use super::renderer::is_due;
use crate::commit::{Batch, Ledger};
use crate::index::Stamp;
use crate::store::TenantName;

/// Looks after every feed. Pages that closed before `keep_since` are forgotten; true when any was.
pub(crate) fn tend(ledger: &Ledger, feeds: &Feeds, keep_since: Option<Stamp>) -> bool {
    let now = Stamp(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis() as u64));
    let mut purged = false;
    for tenant in ledger.tenants() {
        let Some(snapshot) = ledger.snapshot(&tenant) else { continue };
        let heads = snapshot.heads();
        if feeds.iter().any(|feed| heads.get(&feed.key).is_some_and(|head| is_due(head, feed, now)))
            && let Err(error) = ledger.submit(&tenant, Batch { tend: true, ..Batch::default() })
        {
            tracing::warn!(%tenant, %error, "pages cannot be closed by age");
        }
        for feed in feeds.iter() {
            let Some((keep_since, head)) = keep_since.zip(heads.get(&feed.key)) else { continue };
            let reading = Reading { store: ledger.store(), tenant: &tenant, feed, head: *head };
            match forget(&reading, &tenant, feed, keep_since) {
                Ok(forgot) => purged |= forgot,
                Err(error) => tracing::warn!(%tenant, feed = %feed.key, %error, "old pages cannot be forgotten"),
            }
        }
    }
    purged
}

fn forget(reading: &Reading<'_>, tenant: &TenantName, feed: &Feed, keep_since: Stamp) -> Result<bool, FeedError> {
    let mut last = None;
    for number in reading.first()?..reading.head.page {
        match reading.store.page(tenant, &feed.key, number)? {
            Some(page) if page.closed < keep_since => last = Some(number),
            _ => break,
        }
    }
    if let Some(number) = last {
        reading.store.purge(tenant, &feed.key, number)?;
    }
    Ok(last.is_some())
}
