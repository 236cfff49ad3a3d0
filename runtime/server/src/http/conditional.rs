//! Strong entity tags: `If-None-Match` on reads, `If-Match` and `If-None-Match` on writes.
//!
//! A tag digests what decides the bytes: content and links, representation, base, and for collections the query. Two servers with the same data give the
//! same tag, and so does one server before and after a restart. A resource's tag begins with the digest of its own content alone, and that is what a write
//! compares: 50,000 enrolments must not fail every edit of the school.

use http::header::{IF_MATCH, IF_NONE_MATCH};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::negotiate::Media;
use crate::entity::ContentHash;
use crate::index::Resource;

/// An entity tag, with its quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag(String);

impl Tag {
    /// The tag of a representation. `parts` is what else decides the bytes.
    pub(super) fn new(content: u128, media: Media, base: &[u8], parts: &[u64]) -> Self {
        Self(format!("\"{}\"", Self::digest(content, media, base, parts)))
    }

    /// The tag of a resource's representation: its own content, then all of it.
    pub(super) fn of(resource: &Resource, media: Media, base: &[u8], variant: u64) -> Self {
        let parts: &[u64] = if variant == 0 { &[] } else { &[variant] };
        Self(format!("\"{}-{}\"", own(resource.entity().hash()), Self::digest(resource.tag(), media, base, parts)))
    }

    /// The tag of the same in another place.
    pub(super) fn with(&self, place: &str) -> Self {
        Self::of_bytes(format!("{}{place}", self.0).as_bytes())
    }

    fn digest(content: u128, media: Media, base: &[u8], parts: &[u64]) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&content.to_le_bytes()).update(media.mime().as_bytes()).update(&[0]).update(base).update(&[0]);
        for part in parts {
            hasher.update(&part.to_le_bytes());
        }
        hasher.finalize().to_hex()[..32].to_owned()
    }

    /// The tag of a representation that is at hand.
    pub(super) fn of_bytes(bytes: &[u8]) -> Self {
        Self(format!("\"{}\"", &blake3::hash(bytes).to_hex()[..32]))
    }

    pub(super) fn header(&self) -> HeaderValue {
        HeaderValue::from_str(&self.0).unwrap_or_else(|_| HeaderValue::from_static("\"\""))
    }

    /// True when the client has this representation already.
    pub(super) fn is_known(&self, headers: &HeaderMap) -> bool {
        tags(headers, &IF_NONE_MATCH).any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == self.0)
    }
}

/// The part of a resource's tag that stands for its own content.
fn own(hash: ContentHash) -> String {
    let (half, _) = hash.0.split_at(16);
    half.iter().fold(String::with_capacity(32), |text, byte| text + &format!("{byte:02x}"))
}

fn tags<'h>(headers: &'h HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'h str> {
    headers.get_all(name).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(',')).map(str::trim)
}

/// What a write requires of what is there, in one header.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Wanted {
    Any,
    /// Digests of own content; a weak or foreign tag is none.
    These(Vec<String>),
}

impl Wanted {
    fn read(headers: &HeaderMap, name: &HeaderName) -> Option<Self> {
        if !headers.contains_key(name) {
            return None;
        }
        if tags(headers, name).any(|tag| tag == "*") {
            return Some(Self::Any);
        }
        let content = |tag: &str| Some(tag.strip_prefix('"')?.split_once('-')?.0.to_owned());
        Some(Self::These(tags(headers, name).filter_map(content).collect()))
    }

    fn holds(&self, current: Option<ContentHash>) -> bool {
        match self {
            Self::Any => current.is_some(),
            Self::These(digests) => current.is_some_and(|hash| digests.contains(&own(hash))),
        }
    }
}

/// `If-Match` and `If-None-Match` of a write.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Conditions {
    matches: Option<Wanted>,
    matches_not: Option<Wanted>,
}

impl Conditions {
    pub(super) fn read(headers: &HeaderMap) -> Self {
        Self { matches: Wanted::read(headers, &IF_MATCH), matches_not: Wanted::read(headers, &IF_NONE_MATCH) }
    }

    /// True when the client says which state it knows.
    pub(super) fn names_a_state(&self) -> bool {
        self.matches.is_some()
    }

    /// True when the client wants to create, and only that.
    pub(super) fn wants_new(&self) -> bool {
        self.matches_not == Some(Wanted::Any)
    }

    /// True when the write may go ahead over a resource with this content; `None` = there is none.
    pub(super) fn hold(&self, current: Option<ContentHash>) -> bool {
        self.matches.as_ref().is_none_or(|wanted| wanted.holds(current))
            && self.matches_not.as_ref().is_none_or(|unwanted| !unwanted.holds(current))
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

    #[test]
    fn a_write_compares_the_own_content_and_nothing_else() {
        let hash = ContentHash([7; 32]);
        let tag = |rest: &str| format!("\"{}-{rest}\"", own(hash));
        let conditions = |name: &str, value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(HeaderName::from_bytes(name.as_bytes()).unwrap(), value.parse().unwrap());
            Conditions::read(&headers)
        };
        let holds = |name: &str, value: &str, current| conditions(name, value).hold(current);
        for known in [&tag("0"), &tag("f"), "*", &format!("\"x-y\", {}", tag("1"))] {
            assert!(holds("if-match", known, Some(hash)), "{known}");
            assert!(!holds("if-match", known, None));
            assert!(!holds("if-none-match", known, Some(hash)), "{known}");
            assert!(holds("if-none-match", known, None));
        }
        for other in [&format!("W/{}", tag("0")), "\"\"", "x", &tag("0").replace('7', "8")] {
            assert!(!holds("if-match", other, Some(hash)), "{other}");
        }
        assert!(Conditions::default().hold(None) && Conditions::default().hold(Some(hash)));
        assert!(conditions("if-none-match", "*").wants_new() && conditions("if-match", "*").names_a_state());
    }
}
