//! Answers that were given before, as the server allows them to be used again (RFC 9111): fresh ones at once, others by asking whether they still hold.
//!
//! Private to the client, bounded in bytes, least recently used first to go. An answer belongs to who asked: what one person's token brought is never
//! given to another's.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use http::StatusCode;
use http::header::{AGE, CONTENT_LOCATION, CONTENT_TYPE, ETAG, HeaderMap, LINK, VARY};

use super::call::{Answer, Call};

/// What an answer is found by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    url: String,
    accept: &'static str,
    /// The token that was asked with, when it is not the client's own.
    who: Option<String>,
}

impl Key {
    pub(crate) fn new(call: &Call, who: Option<&str>) -> Self {
        Self { url: call.url.to_string(), accept: call.expect.accept(), who: who.map(str::to_owned) }
    }
}

/// What the cache knows of a question.
#[derive(Debug)]
pub(crate) enum Known {
    /// The answer, which still holds.
    Fresh(Answer),
    /// An answer that holds if the server says so.
    Stale(Answer),
    Nothing,
}

/// Answers by question.
#[derive(Debug)]
pub(crate) struct Cache {
    most: usize,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    answers: HashMap<Key, Entry>,
    /// Keys by when they were last used.
    order: BTreeMap<u64, Key>,
    tick: u64,
    bytes: usize,
}

#[derive(Debug)]
struct Entry {
    answer: Answer,
    fresh_until: Option<Instant>,
    used: u64,
}

/// Headers that are kept with an answer.
const HEADERS: [http::HeaderName; 5] = [CONTENT_TYPE, ETAG, LINK, CONTENT_LOCATION, VARY];

impl Cache {
    /// A cache of at most so many bytes; 0 = none.
    pub(crate) fn new(most: usize) -> Self {
        Self { most, kept: Mutex::default() }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // Nothing in here can be left half done, so a panic elsewhere does not spoil it.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn get(&self, key: &Key) -> Known {
        let mut kept = self.kept();
        let kept = &mut *kept;
        let Some(entry) = kept.answers.get_mut(key) else { return Known::Nothing };
        kept.order.remove(&entry.used);
        kept.tick += 1;
        entry.used = kept.tick;
        kept.order.insert(kept.tick, key.clone());
        let answer = entry.answer.clone();
        match entry.fresh_until {
            Some(until) if Instant::now() < until => Known::Fresh(answer),
            _ => Known::Stale(answer),
        }
    }

    /// Keeps an answer, when the server allows it and it can be of use.
    pub(crate) fn keep(&self, key: Key, answer: &Answer) {
        let caching = answer.caching();
        let fresh = freshness(&caching, &answer.headers);
        let useful = answer.etag().is_some() || fresh.is_some();
        let varies = answer.headers.get_all(VARY).iter().any(|value| value.as_bytes() == b"*");
        // An answer that fills the cache alone drives out all the others.
        let small = answer.body.len() <= self.most / 4;
        let may = answer.status == StatusCode::OK && useful && small && !varies && !caching.iter().any(|word| word == "no-store");
        let mut kept = self.kept();
        kept.remove(&key);
        if !may {
            return;
        }
        let mut answer = answer.clone();
        answer.headers = HEADERS.iter().filter_map(|name| Some((name.clone(), answer.headers.get(name)?.clone()))).collect();
        kept.tick += 1;
        let used = kept.tick;
        kept.bytes += answer.body.len();
        kept.order.insert(used, key.clone());
        kept.answers.insert(key, Entry { answer, fresh_until: fresh.map(|time| Instant::now() + time), used });
        while kept.bytes > self.most {
            let Some((_, oldest)) = kept.order.pop_first() else { break };
            if let Some(entry) = kept.answers.remove(&oldest) {
                kept.bytes -= entry.answer.body.len();
            }
        }
    }

    /// The server says that an answer still holds, and perhaps for how long.
    pub(crate) fn renew(&self, key: &Key, said: &HeaderMap, caching: &[String]) {
        if let Some(entry) = self.kept().answers.get_mut(key) {
            entry.fresh_until = freshness(caching, said).map(|time| Instant::now() + time);
        }
    }

    /// A write may have changed what is at an address.
    pub(crate) fn forget(&self, url: &str) {
        let mut kept = self.kept();
        let keys: Vec<Key> = kept.answers.keys().filter(|key| key.url == url).cloned().collect();
        for key in keys {
            kept.remove(&key);
        }
    }
}

impl Kept {
    fn remove(&mut self, key: &Key) {
        if let Some(entry) = self.answers.remove(key) {
            self.order.remove(&entry.used);
            self.bytes -= entry.answer.body.len();
        }
    }
}

/// How long an answer may be used without asking.
fn freshness(caching: &[String], headers: &HeaderMap) -> Option<Duration> {
    if caching.iter().any(|word| word == "no-cache" || word == "no-store") {
        return None;
    }
    let age = caching.iter().find_map(|word| word.strip_prefix("max-age=")?.trim_matches('"').parse().ok())?;
    let spent = headers.get(AGE).and_then(|value| value.to_str().ok()?.trim().parse().ok()).unwrap_or(0_u64);
    let left = u64::saturating_sub(age, spent);
    (left > 0).then(|| Duration::from_secs(left.min(31_536_000)))
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::HeaderValue;
    use http::header::CACHE_CONTROL;
    use reqwest::Url;

    use super::*;

    fn key(path: &str, who: Option<&str>) -> Key {
        Key::new(&Call::get(Url::parse(&format!("http://h/{path}")).unwrap()), who)
    }

    fn answer(caching: &str, etag: Option<&str>, body: usize) -> Answer {
        let mut headers = HeaderMap::new();
        headers.insert(CACHE_CONTROL, HeaderValue::from_str(caching).unwrap());
        if let Some(etag) = etag {
            headers.insert(ETAG, HeaderValue::from_str(etag).unwrap());
        }
        Answer { url: String::new(), status: StatusCode::OK, headers, body: Bytes::from(vec![b'x'; body]) }
    }

    #[test]
    fn what_is_fresh_is_used_and_what_is_not_is_asked_about() {
        let cache = Cache::new(1000);
        cache.keep(key("a", None), &answer("max-age=60", Some("\"1\""), 10));
        cache.keep(key("b", None), &answer("no-cache", Some("\"1\""), 10));
        cache.keep(key("c", None), &answer("no-store, max-age=60", Some("\"1\""), 10));
        cache.keep(key("d", None), &answer("private", None, 10));
        assert!(matches!(cache.get(&key("a", None)), Known::Fresh(_)));
        assert!(matches!(cache.get(&key("b", None)), Known::Stale(_)));
        assert!(matches!(cache.get(&key("c", None)), Known::Nothing));
        assert!(matches!(cache.get(&key("d", None)), Known::Nothing));
        cache.renew(&key("b", None), &HeaderMap::new(), &["max-age=5".to_owned()]);
        assert!(matches!(cache.get(&key("b", None)), Known::Fresh(_)));
        cache.forget("http://h/a");
        assert!(matches!(cache.get(&key("a", None)), Known::Nothing));
    }

    #[test]
    fn an_answer_is_given_only_to_whom_it_was_given() {
        let cache = Cache::new(1000);
        cache.keep(key("a", Some("kari")), &answer("max-age=60", None, 10));
        assert!(matches!(cache.get(&key("a", Some("kari"))), Known::Fresh(_)));
        assert!(matches!(cache.get(&key("a", Some("ola"))), Known::Nothing));
        assert!(matches!(cache.get(&key("a", None)), Known::Nothing));
    }

    #[test]
    fn the_least_recently_used_goes_first_and_bytes_are_bounded() {
        let cache = Cache::new(100);
        for path in ["a", "b", "c", "d"] {
            cache.keep(key(path, None), &answer("max-age=60", None, 25));
        }
        let _ = cache.get(&key("a", None));
        cache.keep(key("e", None), &answer("max-age=60", None, 25));
        assert!(matches!(cache.get(&key("a", None)), Known::Fresh(_)));
        assert!(matches!(cache.get(&key("b", None)), Known::Nothing));
        cache.keep(key("large", None), &answer("max-age=60", None, 26));
        assert!(matches!(cache.get(&key("large", None)), Known::Nothing));
        assert_eq!(cache.kept().bytes, 100);
    }

    #[test]
    fn time_spent_elsewhere_counts() {
        let mut headers = HeaderMap::new();
        headers.insert(AGE, HeaderValue::from_static("50"));
        assert_eq!(freshness(&["max-age=60".to_owned()], &headers), Some(Duration::from_secs(10)));
        headers.insert(AGE, HeaderValue::from_static("70"));
        assert_eq!(freshness(&["max-age=60".to_owned()], &headers), None);
    }
}
