//! What is asked, and what was answered.

use bytes::Bytes;
use http::header::{CACHE_CONTROL, ETAG, HeaderMap, HeaderName, HeaderValue, LOCATION};
use http::{Method, StatusCode};
use reqwest::Url;

/// What kind of body an answer must have before anybody decodes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expect {
    /// `application/json` or any `+json`.
    Json,
    /// An Atom document.
    Atom,
}

impl Expect {
    /// The value of `Accept`.
    pub(crate) fn accept(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Atom => "application/atom+xml",
        }
    }

    /// In words, for messages.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::Atom => "an Atom feed",
        }
    }

    /// True when a content type is what is meant.
    pub(crate) fn admits(self, content_type: Option<&str>) -> bool {
        let Some(essence) = content_type.and_then(|value| value.split(';').next()) else { return false };
        let essence = essence.trim().to_ascii_lowercase();
        match self {
            Self::Json => essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json")),
            Self::Atom => matches!(essence.as_str(), "application/atom+xml" | "application/xml" | "text/xml"),
        }
    }
}

/// A question.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) expect: Expect,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Bytes>,
    /// Whether the cache takes part; large pages that are read once stay out of it.
    pub(crate) cached: bool,
    /// Whether refusals are answers too, which the caller reads by their status.
    pub(crate) any_status: bool,
    /// Whether asking twice is known to have one effect, whatever the method says.
    pub(crate) repeatable: bool,
}

impl Call {
    /// A GET of JSON.
    pub(crate) fn get(url: Url) -> Self {
        Self::new(Method::GET, url)
    }

    pub(crate) fn new(method: Method, url: Url) -> Self {
        let (headers, cached) = (HeaderMap::new(), method == Method::GET);
        Self { method, url, expect: Expect::Json, headers, body: None, cached, any_status: false, repeatable: false }
    }

    pub(crate) fn expecting(mut self, expect: Expect) -> Self {
        self.expect = expect;
        self
    }

    pub(crate) fn uncached(mut self) -> Self {
        self.cached = false;
        self
    }

    pub(crate) fn header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(name, value);
        }
        self
    }

    /// True when the question may be asked again though the first asking may have had its effect (RFC 9110 §9.2.2). A condition makes a
    /// difference: the second time it no longer holds.
    pub(crate) fn is_safe_to_repeat(&self) -> bool {
        let conditional = self.headers.contains_key(http::header::IF_MATCH);
        match self.method {
            Method::GET | Method::HEAD | Method::OPTIONS => true,
            Method::PUT | Method::DELETE => !conditional,
            _ => self.repeatable,
        }
    }
}

/// An answer, not yet decoded.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) url: String,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    /// The version, quotes included.
    pub(crate) fn etag(&self) -> Option<&str> {
        self.text(&ETAG)
    }

    pub(crate) fn location(&self) -> Option<&str> {
        self.text(&LOCATION)
    }

    pub(crate) fn text(&self, name: &HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The directives of `Cache-Control`, in lower case.
    pub(crate) fn caching(&self) -> Vec<String> {
        let values = self.headers.get_all(CACHE_CONTROL).iter().filter_map(|value| value.to_str().ok());
        values.flat_map(|value| value.split(',')).map(|word| word.trim().to_ascii_lowercase()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_condition_is_not_repeated_on_suspicion() {
        let url = Url::parse("http://h/x").unwrap();
        let call = |method| Call::new(method, url.clone());
        assert!(call(Method::GET).is_safe_to_repeat());
        assert!(call(Method::PUT).is_safe_to_repeat());
        assert!(!call(Method::PUT).header(http::header::IF_MATCH, "\"1\"").is_safe_to_repeat());
        assert!(!call(Method::POST).is_safe_to_repeat());
        assert!(Call { repeatable: true, ..call(Method::POST) }.is_safe_to_repeat());
    }

    #[test]
    fn a_login_page_is_neither_json_nor_a_feed() {
        assert!(Expect::Json.admits(Some("Application/JSON;charset=UTF-8")));
        assert!(Expect::Json.admits(Some("application/hal+json")));
        assert!(Expect::Atom.admits(Some("application/atom+xml;type=feed")));
        for expect in [Expect::Json, Expect::Atom] {
            assert!(!expect.admits(Some("text/html")));
            assert!(!expect.admits(None));
        }
    }
}
