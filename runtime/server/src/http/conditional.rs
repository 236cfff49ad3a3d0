//! Strong entity tags and `If-None-Match`.
//!
//! A tag digests what decides the bytes: content and links, representation, base, and for collections the query. Two servers with the same data give the
//! same tag, and so does one server before and after a restart.

use http::header::IF_NONE_MATCH;
use http::{HeaderMap, HeaderValue};

use super::negotiate::Media;

/// An entity tag, with its quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag(String);

impl Tag {
    /// The tag of a representation. `parts` is what else decides the bytes.
    pub(super) fn new(content: u128, media: Media, base: &[u8], parts: &[u64]) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&content.to_le_bytes()).update(media.mime().as_bytes()).update(&[0]).update(base).update(&[0]);
        for part in parts {
            hasher.update(&part.to_le_bytes());
        }
        let digest = hasher.finalize().to_hex();
        Self(format!("\"{}\"", &digest[..32]))
    }

    pub(super) fn header(&self) -> HeaderValue {
        HeaderValue::from_str(&self.0).unwrap_or_else(|_| HeaderValue::from_static("\"\""))
    }

    /// True when the client has this representation already.
    pub(super) fn is_known(&self, headers: &HeaderMap) -> bool {
        let values = headers.get_all(IF_NONE_MATCH).iter().filter_map(|v| v.to_str().ok());
        values.flat_map(|v| v.split(',')).map(str::trim).any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_known_in_a_list_weak_or_not() {
        let tag = Tag::new(1, Media::Native, b"http://a", &[]);
        let known = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(IF_NONE_MATCH, value.parse().unwrap());
            tag.is_known(&headers)
        };
        assert!(known(&tag.0) && known("*") && known(&format!("\"x\", W/{}", tag.0)));
        assert!(!known("\"x\"") && !known(""));
        assert!(!tag.is_known(&HeaderMap::new()));
        for other in [
            Tag::new(2, Media::Native, b"http://a", &[]),
            Tag::new(1, Media::Hal, b"http://a", &[]),
            Tag::new(1, Media::Native, b"http://b", &[]),
        ] {
            assert_ne!(tag, other);
        }
    }
}
