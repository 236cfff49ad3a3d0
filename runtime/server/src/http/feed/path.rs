//! What stands behind `feed` in a path.

use uuid::Uuid;

/// An address of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::http) enum FeedPath {
    /// From a number on, filtered.
    Cursor,
    Recent,
    First,
    /// A page; `None` = what stands there is no number.
    Page(Option<u64>),
    /// An event; `None` = what stands there is no id.
    Entry(Option<Uuid>),
}

impl FeedPath {
    /// What the rest of the path means, behind `feed/`.
    pub(in crate::http) fn read(rest: &str) -> Option<Self> {
        match rest {
            "recent" => Some(Self::Recent),
            "first" => Some(Self::First),
            _ => match rest.split_once('/') {
                Some(("entry", id)) if !id.contains('/') => Some(Self::Entry(Uuid::parse_str(id).ok())),
                Some(_) => None,
                // One address a page: `007` is no page.
                None => Some(Self::Page(rest.parse().ok().filter(|n: &u64| n.to_string() == rest))),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_one_address() {
        assert_eq!(FeedPath::read("12"), Some(FeedPath::Page(Some(12))));
        for no_page in ["012", "+1", "-1", "1.0", "x", "", "99999999999999999999"] {
            assert_eq!(FeedPath::read(no_page), Some(FeedPath::Page(None)), "{no_page}");
        }
        assert_eq!(FeedPath::read("first"), Some(FeedPath::First));
        assert_eq!(FeedPath::read("entry/x"), Some(FeedPath::Entry(None)));
        assert_eq!(FeedPath::read("entry/x/y"), None);
        assert_eq!(FeedPath::read("1/2"), None);
    }
}
