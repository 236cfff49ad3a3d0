//! When to ask again, and how long to wait before.
//!
//! Waiting doubles and is random below its bound ("full jitter"), so that a thousand clients that were cut off together do not come back together.

use std::time::{Duration, SystemTime};

use http::header::RETRY_AFTER;
use http::{HeaderMap, StatusCode};
use uuid::Uuid;

use super::call::Call;

/// How often and how soon a call is made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retry {
    /// How many times more; 0 = never. Default: 3.
    pub more: u32,
    /// Bound of the first wait; each further one is twice as long. Default: 100 ms.
    pub first: Duration,
    /// Bound of the longest wait, and the longest `Retry-After` that is waited for. Default: 30 s.
    pub longest: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        Self { more: 3, first: Duration::from_millis(100), longest: Duration::from_secs(30) }
    }
}

impl Retry {
    /// Never again.
    pub const NEVER: Self = Self { more: 0, first: Duration::ZERO, longest: Duration::ZERO };

    /// How long to wait before asking again after this answer; `None` when it stands. `made` = how many times it was asked already.
    pub(crate) fn after_answer(&self, call: &Call, made: u32, status: StatusCode, headers: &HeaderMap) -> Option<Duration> {
        if made > self.more {
            return None;
        }
        let told = told(headers);
        match status {
            // The server says that it did nothing.
            StatusCode::TOO_MANY_REQUESTS => {}
            StatusCode::SERVICE_UNAVAILABLE if told.is_some() => {}
            StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::BAD_GATEWAY
            | StatusCode::GATEWAY_TIMEOUT
            | StatusCode::REQUEST_TIMEOUT
            | StatusCode::TOO_EARLY
                if call.is_safe_to_repeat() => {}
            _ => return None,
        }
        match told {
            Some(wait) => (wait <= self.longest).then_some(wait),
            None => Some(self.wait(made)),
        }
    }

    /// How long to wait after a connection that could not be made or broke. A time that ran out is not given again.
    pub(crate) fn after_break(&self, call: &Call, made: u32, error: &reqwest::Error) -> Option<Duration> {
        let repeatable = error.is_connect() || call.is_safe_to_repeat();
        (made <= self.more && repeatable && !error.is_timeout() && !error.is_builder() && !error.is_redirect()).then(|| self.wait(made))
    }

    fn wait(&self, made: u32) -> Duration {
        below(self.first.saturating_mul(1 << made.saturating_sub(1).min(20)).min(self.longest))
    }
}

/// Waits that grow until something goes well.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Backoff {
    first: Duration,
    longest: Duration,
    bound: Duration,
}

impl Backoff {
    pub(crate) fn new(first: Duration, longest: Duration) -> Self {
        Self { first, longest, bound: first }
    }

    /// The next wait: between half its bound and all of it.
    pub(crate) fn next(&mut self) -> Duration {
        let bound = self.bound.min(self.longest);
        self.bound = bound.saturating_mul(2);
        bound / 2 + below(bound / 2)
    }

    pub(crate) fn reset(&mut self) {
        self.bound = self.first;
    }
}

/// A random time below this one.
fn below(bound: Duration) -> Duration {
    let nanos = u64::try_from(bound.as_nanos()).unwrap_or(u64::MAX).max(1);
    Duration::from_nanos(random() % nanos)
}

fn random() -> u64 {
    Uuid::new_v4().as_u64_pair().1
}

/// `Retry-After`: seconds or a date (RFC 9110 §10.2.3).
pub(crate) fn told(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = jiff::fmt::rfc2822::parse(text).ok()?;
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok()?;
    let then = Duration::from_secs(u64::try_from(date.timestamp().as_second()).ok()?);
    Some(then.saturating_sub(now))
}

#[cfg(test)]
mod tests {
    use http::{HeaderValue, Method};
    use reqwest::Url;

    use super::*;

    fn call(method: Method) -> Call {
        Call::new(method, Url::parse("http://h/x").unwrap())
    }

    fn retry_after(value: &str) -> HeaderMap {
        HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_str(value).unwrap())])
    }

    #[test]
    fn only_what_did_nothing_or_can_be_done_twice_is_asked_again() {
        let retry = Retry::default();
        let wait = |method, status| retry.after_answer(&call(method), 1, status, &HeaderMap::new()).is_some();
        assert!(wait(Method::GET, StatusCode::BAD_GATEWAY));
        assert!(wait(Method::POST, StatusCode::TOO_MANY_REQUESTS));
        assert!(!wait(Method::POST, StatusCode::BAD_GATEWAY));
        assert!(!wait(Method::POST, StatusCode::SERVICE_UNAVAILABLE));
        assert!(!wait(Method::GET, StatusCode::INTERNAL_SERVER_ERROR));
        assert!(!wait(Method::GET, StatusCode::NOT_FOUND));
        let told = retry.after_answer(&call(Method::POST), 1, StatusCode::SERVICE_UNAVAILABLE, &retry_after("2"));
        assert_eq!(told, Some(Duration::from_secs(2)));
    }

    #[test]
    fn a_wait_that_is_too_long_is_told_to_the_caller_instead() {
        let retry = Retry::default();
        let wait = |value| retry.after_answer(&call(Method::GET), 1, StatusCode::SERVICE_UNAVAILABLE, &retry_after(value));
        assert_eq!(wait("3600"), None);
        assert_eq!(wait("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO));
        assert!(wait("soon").is_some_and(|wait| wait <= retry.first), "what cannot be read is as good as nothing");
        assert_eq!(retry.after_answer(&call(Method::GET), 4, StatusCode::SERVICE_UNAVAILABLE, &HeaderMap::new()), None);
    }

    #[test]
    fn waits_grow_up_to_a_bound_and_begin_anew_after_success() {
        let mut backoff = Backoff::new(Duration::from_millis(100), Duration::from_millis(400));
        let waits: Vec<_> = (0..5).map(|_| backoff.next().as_millis()).collect();
        for (wait, bound) in waits.iter().zip([100, 200, 400, 400, 400]) {
            assert!((bound / 2..=bound).contains(wait), "{waits:?}");
        }
        backoff.reset();
        assert!(backoff.next() <= Duration::from_millis(100));
    }
}
