//! What a running server does though nobody asks: pages of feeds close by age, and what is older than it has to be kept is forgotten.

use std::sync::Arc;
use std::time::Duration;

use super::service::Service;
use crate::commit::Kept;
use crate::config::Config;
use crate::index::Stamp;
use crate::store::now;

/// How often.
const TEND: Duration = Duration::from_secs(1);

/// Every how many looks it is also looked for what is seldom due.
const SELDOM: u64 = 60;

/// How long what is kept, each `None` = for ever.
#[derive(Clone, Copy, Debug)]
pub(super) struct Retention {
    feeds: Option<Duration>,
    log: Option<Duration>,
    tombstones: Option<Duration>,
}

impl Retention {
    pub(super) fn of(config: &Config) -> Self {
        Self { feeds: config.feed_retention, log: config.log_retention, tombstones: config.tombstone_retention }
    }
}

impl Service {
    /// Looks after what is kept, for as long as the server runs.
    pub(crate) async fn tend(self: Arc<Self>) {
        let mut redactions = None;
        for second in 1_u64.. {
            tokio::time::sleep(TEND).await;
            let service = self.clone();
            match tokio::task::spawn_blocking(move || service.look_after(redactions, second % SELDOM == 1)).await {
                Ok(now) => redactions = Some(now),
                Err(error) => tracing::error!(%error, "what is kept was not looked after"),
            }
        }
    }

    /// One look; says how often events were redacted until now.
    fn look_after(&self, redactions: Option<u64>, thoroughly: bool) -> u64 {
        let since = |kept: Option<Duration>| kept.map(|kept| Stamp(now().0.saturating_sub(kept.as_millis() as u64)));
        let Retention { feeds, log, tombstones } = self.retention;
        let purged = crate::feed::tend(&self.ledger, &self.feeds, since(feeds));
        if thoroughly {
            self.ledger.retain(Kept { log: since(log), tombstones: since(tombstones) });
        }
        // Another process may have erased something; what was put together before shows it still.
        let now = self.ledger.tenants().iter().filter_map(|name| self.ledger.store().redactions(name).ok()).sum();
        if purged || redactions != Some(now) {
            self.documents.clear();
        }
        now
    }
}
