//! A server for trying clients on: answers that wait, and requests that fail for no reason but the share that was asked for.

use std::sync::atomic::{AtomicU64, Ordering};

use super::problem::Problem;
use crate::config::Mock;

/// A mock at work.
#[derive(Debug)]
pub(super) struct Mocking {
    mock: Mock,
    requests: AtomicU64,
}

impl From<Mock> for Mocking {
    fn from(mock: Mock) -> Self {
        Self { mock, requests: AtomicU64::new(0) }
    }
}

impl Mocking {
    /// Waits, and fails when it is time to.
    pub(super) async fn interfere(&self) -> Result<(), Problem> {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        if !self.mock.latency.is_zero() {
            tokio::time::sleep(self.mock.latency).await;
        }
        if fails(number, self.mock.errors) { Err(Problem::Busy) } else { Ok(()) }
    }
}

/// Failures come as evenly as the share allows, so that the same requests fail every time.
fn fails(number: u64, share: f64) -> bool {
    let until = |n: u64| (n as f64 * share.clamp(0.0, 1.0)).floor();
    until(number + 1) > until(number)
}

#[cfg(test)]
mod tests {
    use super::fails;

    #[test]
    fn the_share_of_failures_is_what_was_asked_for() {
        for (share, expected) in [(0.0, 0), (0.05, 5), (0.5, 50), (1.0, 100), (7.0, 100)] {
            assert_eq!((0..100).filter(|&n| fails(n, share)).count(), expected, "{share}");
        }
        assert_eq!((0..6).map(|n| fails(n, 0.5)).collect::<Vec<_>>(), [false, true, false, true, false, true]);
    }
}
