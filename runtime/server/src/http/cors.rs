//! Cross-origin requests (Fetch, 3.2): off until origins are configured, and then for those alone.
//!
//! A browser asks before it sends; the answer names the methods of the route and the headers that this server understands. Credentials of the browser are never
//! allowed: who calls is told by `Authorization`.

use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS,
    ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY,
};
use http::{HeaderMap, HeaderValue, Method};
use smie_wire::schema::Methods;

/// Headers of requests that a page may set.
const TAKEN: HeaderValue = HeaderValue::from_static(
    "accept, accept-language, authorization, content-type, idempotency-key, if-match, if-none-match, prefer, traceparent",
);
/// Headers of answers that a page may see.
const SHOWN: HeaderValue = HeaderValue::from_static("allow, deprecation, etag, link, location, retry-after, sunset, traceparent");

/// Who may ask from elsewhere.
#[derive(Clone, Debug, Default)]
pub(super) struct Origins(Vec<HeaderValue>);

impl Origins {
    pub(super) fn new(configured: &[String]) -> Self {
        Self(configured.iter().filter_map(|origin| HeaderValue::from_str(origin).ok()).collect())
    }

    /// True when answers differ by origin.
    pub(super) fn are_told(&self) -> bool {
        !self.0.is_empty()
    }

    /// The request's origin, when it may ask.
    fn allowed<'h>(&self, headers: &'h HeaderMap) -> Option<&'h HeaderValue> {
        headers.get(ORIGIN).filter(|origin| self.0.iter().any(|known| known == origin || known == "*"))
    }

    /// True for a browser's question whether it may send something.
    pub(super) fn is_question(&self, method: &Method, headers: &HeaderMap) -> bool {
        method == Method::OPTIONS && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD) && self.allowed(headers).is_some()
    }

    /// Adds to an answer who may see it.
    pub(super) fn tell(&self, asked: &HeaderMap, answer: &mut HeaderMap) {
        answer.append(VARY, HeaderValue::from_static("origin"));
        if let Some(origin) = self.allowed(asked) {
            answer.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
            answer.insert(ACCESS_CONTROL_EXPOSE_HEADERS, SHOWN);
        }
    }

    /// Adds to the answer of a question what may be sent.
    pub(super) fn permit(&self, methods: Methods, answer: &mut HeaderMap) {
        answer.insert(ACCESS_CONTROL_ALLOW_METHODS, super::problem::allow(methods));
        answer.insert(ACCESS_CONTROL_ALLOW_HEADERS, TAKEN);
        answer.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    }
}

/// An origin as browsers send it: scheme, host and port without a path, or `*` for any.
pub(crate) fn valid_origin(text: &str) -> bool {
    let bare = |rest: &str| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.:[]".contains(&b));
    text == "*" || text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).is_some_and(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_no_path() {
        for right in ["*", "https://app.exempel.se", "http://localhost:5173", "http://[::1]:80"] {
            assert!(valid_origin(right), "{right}");
        }
        for wrong in ["", "app.exempel.se", "https://", "https://a/b", "https://a b", "null"] {
            assert!(!valid_origin(wrong), "{wrong}");
        }
    }
}
