//! Reading by numbers: what happened after a number, many events at once, waiting at the server for more.

use std::collections::VecDeque;
use std::time::Duration;

use http::HeaderName;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::alarm::{Alarm, FeedError};
use super::entry::Entry;
use super::settings::Plan;
use super::source::{Source, oldest_first};
use super::walk::raise;
use crate::Error;
use crate::exchange::{Call, Expect};

/// A reading by numbers.
pub(super) struct Cursor {
    source: Source,
    plan: Plan,
    /// What is asked next, as path and query.
    url: String,
    pub(super) queue: VecDeque<Entry>,
}

/// What came of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filled {
    More,
    Nothing,
    /// The events after the number are no longer kept; the program wants to go on with what is.
    Lost,
}

impl Cursor {
    pub(super) fn new(source: Source, plan: Plan, after: u64) -> Result<Self, FeedError> {
        let mut url = source.below("")?;
        let filter: String =
            plan.filter.iter().map(|(name, value)| format!("&{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC))).collect();
        url.set_query(Some(&format!("after={after}&limit={}{filter}", plan.batch)));
        Ok(Self { source, plan, url: url.into(), queue: VecDeque::new() })
    }

    /// Fills the queue; waits at the server for something to happen, when told so.
    pub(super) async fn fill(&mut self, wait: Option<Duration>) -> Result<Filled, FeedError> {
        let mut wait = wait;
        while self.queue.is_empty() {
            let url = self.source.resolve(&self.url)?;
            let mut call = Call::get(url.clone()).expecting(Expect::Atom).uncached();
            if let Some(wait) = wait.filter(|wait| !wait.is_zero()) {
                call = call.header(HeaderName::from_static("prefer"), &format!("wait={}", wait.as_secs().max(1)));
            }
            let answer = match self.source.client.send(call).await {
                Err(Error::NotFound { gone: true, .. }) => {
                    raise(&self.plan, Alarm::PageMissing { page: self.url.clone() })?;
                    return Ok(Filled::Lost);
                }
                answer => answer?,
            };
            let document = self.source.document(&url, &answer.body)?;
            let next = document.link("next").map(str::to_owned);
            // The address that goes on advances also when everything was filtered out.
            let advanced = next.as_ref().is_some_and(|next| self.source.resolve(next).is_ok_and(|next| next != url));
            self.queue.extend(oldest_first(document.entries, self.plan.order));
            if let Some(next) = next {
                self.url = next;
            }
            if self.queue.is_empty() && (!advanced || wait.take().is_some()) {
                return Ok(Filled::Nothing);
            }
        }
        Ok(Filled::More)
    }
}
