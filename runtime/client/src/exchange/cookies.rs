//! Session cookies: kept per host, given back to it, forgotten with the client.
//!
//! Servers behind a login (Ladok's) are twice as fast to clients that keep theirs. Paths and expiry times are not looked at: a session has none.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use http::HeaderMap;
use http::header::SET_COOKIE;
use reqwest::Url;

/// Most cookies that are kept of a host, and the longest that is.
const MOST: usize = 50;
const LONGEST: usize = 4096;

/// Cookies by origin.
#[derive(Debug, Default)]
pub(crate) struct Cookies(Mutex<BTreeMap<String, BTreeMap<String, String>>>);

impl Cookies {
    /// Takes what an answer sets.
    pub(crate) fn take(&self, url: &Url, headers: &HeaderMap) {
        let set = headers.get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok()).filter(|text| text.len() <= LONGEST);
        for text in set {
            let mut parts = text.split(';').map(str::trim);
            let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { continue };
            let ends = parts.any(|part| part.to_ascii_lowercase().replace(' ', "").starts_with("max-age=0"));
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let host = kept.entry(url.origin().ascii_serialization()).or_default();
            if ends || value.is_empty() {
                host.remove(name.trim());
            } else if host.len() < MOST || host.contains_key(name.trim()) {
                host.insert(name.trim().to_owned(), value.trim().to_owned());
            }
        }
    }

    /// The value of `Cookie` for a request.
    pub(crate) fn give(&self, url: &Url) -> Option<String> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let host = kept.get(&url.origin().ascii_serialization())?;
        let pairs: Vec<String> = host.iter().map(|(name, value)| format!("{name}={value}")).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn a_host_gets_back_its_own_cookies_and_nobody_elses() {
        let cookies = Cookies::default();
        let set = |value: &'static str| HeaderMap::from_iter([(SET_COOKIE, HeaderValue::from_static(value))]);
        let (one, other) = (Url::parse("https://a.example/x").unwrap(), Url::parse("https://b.example/x").unwrap());
        cookies.take(&one, &set("JSESSIONID=abc; Path=/; HttpOnly"));
        cookies.take(&one, &set("node=2"));
        assert_eq!(cookies.give(&one).as_deref(), Some("JSESSIONID=abc; node=2"));
        assert_eq!(cookies.give(&other), None);
        cookies.take(&one, &set("node=; Max-Age=0"));
        assert_eq!(cookies.give(&one).as_deref(), Some("JSESSIONID=abc"));
    }
}
