//! The explorer: one page that shows any address of the API to people, in a browser.
//!
//! A browser that opens an address asks for HTML and gets the page, the same for every address; the page then asks the same address for data, as every
//! client does, and shows what comes. So an address that somebody sends is a deep link, whatever is encoded in it. Nothing comes from elsewhere: scripts and
//! style stand in the page under a nonce, and its policy lets it talk to this server alone.
//!
//! What the page knows of the model ([`shape`]) it gets from the root, in a media type of its own.

mod shape;

use std::sync::Arc;

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderMap, HeaderName, HeaderValue};
use smie_wire::schema::Schema;
use uuid::Uuid;

/// The media type of what the page knows of the model.
pub(crate) const SHAPE: &str = "application/vnd.smie.shape+json";

const PAGE: &str = include_str!("explorer/assets/page.html");
const STYLE: &str = include_str!("explorer/assets/style.css");
/// One script in pieces, in the order in which they need each other.
const SCRIPT: &[&str] = &[
    include_str!("explorer/assets/base.js"),
    include_str!("explorer/assets/shape.js"),
    include_str!("explorer/assets/check.js"),
    include_str!("explorer/assets/view.js"),
    include_str!("explorer/assets/forms.js"),
    include_str!("explorer/assets/feed.js"),
    include_str!("explorer/assets/main.js"),
];

/// The page, and what it knows of the model.
#[derive(Debug)]
pub(crate) struct Explorer {
    shape: Bytes,
}

/// A document with its headers.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) body: Bytes,
}

impl Explorer {
    pub(crate) fn new(schema: &Arc<Schema>) -> Self {
        Self { shape: shape::of(schema).to_string().into() }
    }

    /// What the page knows of the model.
    pub(crate) fn shape(&self) -> Document {
        let headers = vec![
            (CONTENT_TYPE, HeaderValue::from_static(SHAPE)),
            (CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
            (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        ];
        Document { headers, body: self.shape.clone() }
    }

    /// The page for an address: `base` is where links begin, `path` what was asked for.
    pub(crate) fn page(&self, base: &str, path: &str) -> Document {
        let nonce = Uuid::new_v4().simple().to_string();
        let body = PAGE
            .replace("{{base}}", &escaped(base))
            .replace("{{path}}", &escaped(path))
            .replace("{{nonce}}", &nonce)
            .replace("{{style}}", STYLE)
            .replace("{{script}}", &SCRIPT.concat());
        let policy = format!(
            "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        );
        let mut headers = vec![
            (CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
            // The nonce must not be used twice.
            (CACHE_CONTROL, HeaderValue::from_static("no-store")),
            (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            // Addresses may hold identifiers, which are nobody's business elsewhere.
            (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        ];
        headers.extend(HeaderValue::from_str(&policy).ok().map(|policy| (CONTENT_SECURITY_POLICY, policy)));
        Document { headers, body: body.into() }
    }
}

/// True when the request names this media type itself and nothing else, as the page does.
pub(crate) fn asks_for(headers: &HeaderMap, mime: &str) -> bool {
    headers.get(http::header::ACCEPT).is_some_and(|accept| accept.as_bytes() == mime.as_bytes())
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '"' => out.push_str("&quot;"),
            // What stands between braces must not look like a place for something else.
            '{' => out.push_str("&#123;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn page(path: &str) -> (String, String) {
        let document = Explorer::new(&testing::schema()).page("https://api.example.no/å", path);
        let policy = document.headers.iter().find(|(name, _)| name == CONTENT_SECURITY_POLICY).expect("there is a policy");
        (policy.1.to_str().unwrap().to_owned(), String::from_utf8(document.body.to_vec()).unwrap())
    }

    #[test]
    fn scripts_and_style_run_by_the_nonce_of_the_policy_alone() {
        let (policy, text) = page("/utdanning/elev");
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap();
        assert_eq!(nonce.len(), 32);
        assert_eq!(text.matches("<script").count(), text.matches(&format!("<script type=\"module\" nonce=\"{nonce}\">")).count());
        assert_eq!(text.matches("<style").count(), text.matches(&format!("<style nonce=\"{nonce}\">")).count());
        assert!(!policy.contains("unsafe") && policy.starts_with("default-src 'none'"));
        assert_ne!(policy, page("/utdanning/elev").0, "a nonce is used once");
        assert!(!text.contains("{{"), "every place is filled");
    }

    #[test]
    fn nothing_of_an_address_becomes_markup() {
        let (_, text) = page("/\"><script>alert(1)</script>{{script}}");
        assert!(text.contains("content=\"/&quot;>&lt;script>alert(1)&lt;/script>&#123;&#123;script}}\""), "{}", &text[..600]);
        assert_eq!(text.matches("<script").count(), 1);
    }

    #[test]
    fn the_script_holds_no_way_to_run_text() {
        let script = SCRIPT.concat();
        for word in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "eval(",
            "new Function",
            "localStorage",
            "sessionStorage",
            "document.cookie",
            "http://",
            "</script",
        ] {
            assert!(!script.contains(word), "`{word}`");
        }
    }
}
